"""What the doctor found, and the words for it (``templates/<language>/doctor.toml``)."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from mailbot.packaged import packaged


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"  # works, but deserves a look
    FAIL = "fail"  # does not work until somebody does something


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was tried."""

    code: str
    """``check.outcome``, for machines and tests: ``imap.refused``."""
    name: str
    level: Level
    tried: str
    came_back: str
    do: str = ""
    """What to do about it; empty when there is nothing to do."""


def worst(findings: Iterable[Finding]) -> Level:
    """The worst level among them: what the exit code says."""
    levels = {finding.level for finding in findings}
    return next((level for level in (Level.FAIL, Level.WARN) if level in levels), Level.OK)


class Words:
    """The doctor's words in one language."""

    def __init__(self, language: str) -> None:
        self._texts = _texts(language)

    def finding(self, level: Level, check: str, outcome: str, /, **facts: object) -> Finding:
        """The finding of this check and outcome; ``facts`` fill its words."""
        texts = self._texts[check]
        came_back, do = texts[outcome]
        name, tried, came_back, do = (
            str(text).format_map(facts) for text in (texts["name"], texts["tried"], came_back, do)
        )
        return Finding(
            code=f"{check}.{outcome}", name=name, level=level, tried=tried, came_back=came_back, do=do
        )

    def ok(self, check: str, outcome: str = "ok", /, **facts: object) -> Finding:
        """All is well."""
        return self.finding(Level.OK, check, outcome, **facts)

    def warn(self, check: str, outcome: str, /, **facts: object) -> Finding:
        """It works, but deserves a look."""
        return self.finding(Level.WARN, check, outcome, **facts)

    def fail(self, check: str, outcome: str, /, **facts: object) -> Finding:
        """It does not work."""
        return self.finding(Level.FAIL, check, outcome, **facts)

    def text(self, check: str, name: str, **facts: object) -> str:
        """A single text of a check, such as the test mail's subject."""
        return str(self._texts[check][name]).format_map(facts)


@cache
def _texts(language: str) -> dict[str, Any]:
    return tomllib.loads((packaged("templates") / language / "doctor.toml").read_text("utf-8"))
