"""The table of the guideline's rules: every rule once, and every file and test it names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in TABLE.splitlines()
    if re.match(r"\| [RSQ]\d+ \|", line)
]
IDS = [f"{letter}{n}" for letter, last in (("R", 62), ("S", 16), ("Q", 8)) for n in range(1, last + 1)]


def test_every_rule_has_its_one_row() -> None:
    assert [row[0] for row in ROWS] == IDS


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_where_and_shows_it(row: tuple[str, ...]) -> None:
    _, rule, where, shown = row
    assert rule
    assert where
    assert shown or "not yet:" in where, "neither shown nor said to be missing"
    for name in re.findall(r"`([^`]+)`", shown):
        file, _, test = name.partition("::")
        assert test in _tests_of(ROOT / file), f"{name}: no such test"


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_files_a_row_names_are_there(row: tuple[str, ...]) -> None:
    for name in re.findall(r"`([a-z_/]+(?:\.(?:py|toml|csv|typ|md))|[a-z]+/[a-z/]*)`", row[2]):
        places = (ROOT / name, ROOT / "mailbot" / name, ROOT / "config" / name)
        beside = (ROOT / "mailbot" / "core" / "decide" / name,)
        assert any(place.exists() for place in (*places, *beside)), f"{name}: no such file"


def _tests_of(file: Path) -> set[str]:
    """The test functions a file defines."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
