"""A new working folder is complete, private, and never at the cost of an old one."""

import stat
from pathlib import Path

from mailbot.config import init_folder, load
from tests.config.sample import KEY, TODAY


def test_a_new_folder_needs_only_the_password_to_load(tmp_path: Path) -> None:
    written, left = init_folder(tmp_path / "office", key=KEY)
    assert left == []
    assert {path.name for path in written} >= {"mailbot.toml", "units.toml", "people.csv", "2569.txt", "key"}
    settings = load(tmp_path / "office", env={"MAILBOT_IMAP_PASSWORD": "x"}, today=TODAY)
    assert settings.key.get_secret_value() == KEY


def test_everything_in_it_is_its_owners_alone(tmp_path: Path) -> None:
    init_folder(tmp_path / "office", key=KEY)
    for path in [tmp_path / "office", *(tmp_path / "office").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    init_folder(tmp_path, key=KEY)
    (tmp_path / "mailbot.toml").write_text("mine")
    (tmp_path / "units.toml").unlink()
    written, left = init_folder(tmp_path, key="cd" * 32)
    assert written == [tmp_path / "units.toml"]
    assert (tmp_path / "mailbot.toml") in left
    assert (tmp_path / "mailbot.toml").read_text() == "mine"
    assert (tmp_path / "secrets/key").read_text().strip() == KEY
