"""A settings folder to break: a copy of the sample office, with its secrets in place."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from mailbot.config import Problem, Settings, SettingsError, load
from mailbot.packaged import packaged

TODAY = date(2026, 11, 23)
KEY = "ab" * 32


@dataclass(frozen=True, slots=True)
class SettingsFolder:
    """A copy of the sample office, one edit away from a mistake."""

    path: Path

    def edit(self, name: str, old: str, new: str) -> int:
        """Replace the first ``old``; returns the line it stood on. A text that is not there is an error."""
        file = self.path / name
        text = file.read_text("utf-8-sig")
        assert old in text, f"{old!r} is not in {name}"
        file.write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    def append(self, name: str, text: str) -> int:
        """Add lines at the end; returns the number of the first of them."""
        file = self.path / name
        before = file.read_text("utf-8-sig")
        file.write_text(before + text, "utf-8")
        return before.count("\n") + 1

    def secret(self, name: str, value: str, mode: int = 0o600) -> Path:
        """Write a secret file with these rights."""
        file = self.path / "secrets" / name
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.write_text(value)
        file.chmod(mode)
        return file

    def load(self, today: date | None = TODAY, **env: str) -> Settings:
        return load(self.path, env=env, today=today)

    def problems(self, **env: str) -> list[Problem]:
        """What keeps these settings from loading; they must not load."""
        with pytest.raises(SettingsError) as refused:
            load(self.path, env=env, today=TODAY)
        return [problem for problem in refused.value.problems if not problem.warning]

    def only_problem(self, **env: str) -> Problem:
        (problem,) = self.problems(**env)
        return problem

    def only_warning(self) -> Problem:
        (warning,) = self.load().warnings
        return warning


def sample_office(target: Path) -> SettingsFolder:
    """A whole settings folder that loads."""
    shutil.copytree(packaged("config"), target, dirs_exist_ok=True)
    folder = SettingsFolder(target)
    folder.secret("imap_password", "a password\n")
    folder.secret("key", KEY)
    return folder
