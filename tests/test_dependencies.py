"""What the program stands on: declared where it is used, locked whole, and under licences an office may use.

Known vulnerabilities need the network: ``make audit``.
"""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
FREE = re.compile(
    r"\b(MIT|MIT-CMU|BSD|BSD-2-Clause|BSD-3-Clause|Apache|ISC|PSF|MPL|Mozilla Public License)\b",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"\bA?GPL|General Public License", re.IGNORECASE)
COMES_WITH = {
    "markupsafe": "jinja2",
    "pydantic_core": "pydantic",
    "proxyprotocol": "pymap",
    "pysasl": "pymap",
}
"""Modules whose distribution another one pins and documents as its own."""
BY_HAND = {"dkimpy": "its own licence, of the BSD kind: redistribution with notice (DFSG free)"}
"""Whose metadata does not name a licence; read by a person."""


@cache
def locked() -> dict[str, Version]:
    lines = (ROOT / "requirements.lock").read_text().split()
    pins = [line.split("==") for line in lines]
    return {canonicalize_name(name): Version(version) for name, version in pins}


def declared(*extras: str) -> list[Requirement]:
    texts = [*PROJECT["dependencies"]]
    for extra in extras:
        texts += [each for each in PROJECT["optional-dependencies"][extra] if not each.startswith("mailbot[")]
    return [Requirement(text) for text in texts]


def licence_of(name: str) -> str:
    about = metadata.metadata(name)
    stated = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    return "; ".join([*stated, *(each for each in about.get_all("Classifier") or [] if "License" in each)])


@pytest.mark.parametrize("requirement", declared("practice", "dev"), ids=lambda each: each.name)
def test_what_is_declared_has_a_lower_bound_and_the_locked_version_keeps_it(requirement: Requirement) -> None:
    assert any(bound.operator == ">=" for bound in requirement.specifier)
    assert locked()[canonicalize_name(requirement.name)] in requirement.specifier


def test_what_is_locked_is_what_is_declared_and_what_that_needs() -> None:
    needed, left = set[str](), [requirement.name for requirement in declared("practice", "dev")]
    left += ["pip", "setuptools", "wheel"]
    while left:
        name = canonicalize_name(left.pop())
        if name in needed:
            continue
        needed.add(name)
        for text in metadata.requires(name) or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                left.append(requirement.name)
    assert locked().keys() - needed == set()
    assert needed - locked().keys() - {"pip"} == set()


@pytest.mark.parametrize("name", sorted(locked()))
def test_every_licence_lets_the_program_be_given_away_under_mit(name: str) -> None:
    licence = licence_of(name)
    assert not COPYLEFT.search(licence), licence
    assert name in BY_HAND or FREE.search(licence), licence


def test_the_lock_names_no_index_and_pins_exactly() -> None:
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        assert re.fullmatch(r"[\w.\-]+==[\w.]+", line), line


def test_the_program_imports_only_what_it_declares() -> None:
    """The practice office may use its extra; everything else only what a plain installation has."""
    owners = metadata.packages_distributions()

    def distributions(requirements: list[Requirement]) -> set[str]:
        return {canonicalize_name(requirement.name) for requirement in requirements}

    plain, practice = distributions(declared()), distributions(declared("practice"))
    for path in sorted((ROOT / "mailbot").rglob("*.py")):
        may = practice if "sandbox" in path.parts else plain
        for module in imported(path):
            if module in sys.stdlib_module_names or module == "mailbot":
                continue
            found = {COMES_WITH.get(module, ""), *map(canonicalize_name, owners[module])}
            assert found & may, f"{path.name}: {module}"


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found
