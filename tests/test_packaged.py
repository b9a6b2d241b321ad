"""Installed as a wheel, outside the checkout, the program finds everything it came with."""

import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from mailbot import packaged as places
from mailbot.packaged import packaged

CHECKOUT = Path(__file__).parent.parent
SETUPTOOLS = 77  # the first that reads this pyproject.toml


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_in_a_checkout_they_lie_beside_the_package() -> None:
    assert packaged("templates") == CHECKOUT / "templates"
    assert packaged("config") == CHECKOUT / "config"


def test_in_an_installation_they_lie_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share/config").mkdir(parents=True)
    monkeypatch.setattr(places, "_PACKAGE", tmp_path)
    assert packaged("config") == tmp_path / "share/config"


def test_somebody_elses_folder_of_that_name_is_never_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    monkeypatch.setattr(places, "_PACKAGE", tmp_path / "mailbot")
    with pytest.raises(FileNotFoundError, match="not installed whole"):
        packaged("config")


@pytest.mark.skipif(
    int(version("setuptools").partition(".")[0]) < SETUPTOOLS,
    reason=f"building a wheel needs setuptools {SETUPTOOLS} or newer here",
)
def test_a_wheel_holds_every_template_and_every_sample(tmp_path: Path) -> None:
    source = tmp_path / "source"
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("mailbot", "templates", "config"):
        shutil.copytree(CHECKOUT / name, source / name, ignore=ignore)
    for name in ("pyproject.toml", "setup.py", "LICENSE"):
        shutil.copy(CHECKOUT / name, source / name)
    (source / "README.md").write_text("mailbot\n")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "installed")
    installed = tmp_path / "installed/mailbot"
    for name in ("templates", "config"):
        assert files(installed / "share" / name) == files(source / name)
    code = {name for name in files(source / "mailbot") if name.endswith(".py")}
    assert code <= set(files(installed))
