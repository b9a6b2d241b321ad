"""How well the words of heads and webmasters are read, over the written-down replies.

A case is a text and its right reading; its name is the text itself. A third, fixed by the hash of the
name, is held back: it is measured and not looked at while the reading is built.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mailbot.core.language.verdict import read_verdict

CORPUS = Path(__file__).parents[1] / "corpus" / "verdicts"
TODAY = date(2026, 1, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One reply and what it means."""

    family: str
    text: str
    is_: str
    expected: dict[str, Any] = field(default_factory=dict)
    """What else is clear: ``reason``, ``delegate``, ``url``, ``at``, ``site``, ``items``, ``urls``,
    ``names``."""

    @property
    def held_back(self) -> bool:
        return split(self.text)


def split(name: str) -> bool:
    """Whether the case of this name is held back while the reading is built."""
    return hashlib.sha256(name.encode()).digest()[0] % 3 == 0


def cases(kind: str) -> Iterator[Case]:
    """Every case of ``heads`` or ``webmasters``, file by file."""
    for path in sorted((CORPUS / kind).glob("*.toml")):
        family = tomllib.loads(path.read_text(encoding="utf-8"))
        for text, reading in family["read"].items():
            expected = {"is": reading} if isinstance(reading, str) else dict(reading)
            yield Case(family=path.stem, text=text, is_=expected.pop("is"), expected=expected)


def read_head(case: Case) -> str:
    """How a head's reply is read now."""
    return read_verdict(case.text, names=case.expected.get("names", ())).is_.value
