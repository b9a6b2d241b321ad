"""How well the words of heads, webmasters, requesters and reviewers are read, over the written-down replies.

A case is a text and its right reading; its name is the text itself. A third, fixed by the hash of the
name, is held back: it is measured and not looked at while the reading is built.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mailbot.core.language.command import read_command
from mailbot.core.language.review import read_review
from mailbot.core.language.verdict import read_verdict
from mailbot.core.language.webmaster import read_webmaster

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
    ``names``, ``nicknames``."""

    @property
    def held_back(self) -> bool:
        return split(self.text)


def split(name: str) -> bool:
    """Whether the case of this name is held back while the reading is built."""
    return hashlib.sha256(name.encode()).digest()[0] % 3 == 0


def cases(kind: str) -> Iterator[Case]:
    """Every case of one of ``READERS``, file by file."""
    for path in sorted((CORPUS / kind).glob("*.toml")):
        family = tomllib.loads(path.read_text(encoding="utf-8"))
        for text, reading in family["read"].items():
            expected = {"is": reading} if isinstance(reading, str) else dict(reading)
            yield Case(family=path.stem, text=text, is_=expected.pop("is"), expected=expected)


def read_head(case: Case) -> str:
    """How a head's reply is read now."""
    people = {key: case.expected[key] for key in ("names", "nicknames") if key in case.expected}
    return read_verdict(case.text, **people).is_.value


def read_webmaster_case(case: Case) -> str:
    """How a webmaster's reply is read now."""
    return read_webmaster(case.text, today=TODAY).is_.value


def measure() -> dict[str, dict[str, Any]]:
    """The numbers of the held-back third: per kind of reply, what was right, asked and wrong."""
    return {kind: _measure(kind) for kind in READERS}


def _measure(kind: str) -> dict[str, Any]:
    read = [(case, READERS[kind](case)) for case in cases(kind) if case.held_back]
    clear = [(case, got) for case, got in read if case.is_ != "unclear"]
    wrong = [(case, got) for case, got in read if got not in {case.is_, "unclear"}]
    return {
        "cases": len(read),
        "right": sum(got == case.is_ for case, got in read),
        "asked": sum(got == "unclear" for _, got in clear),
        "wrong": [f"{case.text!r}: {case.is_}, read as {got}" for case, got in wrong],
        "false_approvals": [case.text for case, got in wrong if got == "approve"],
        "false_rejections": [case.text for case, got in wrong if got == "reject"],
        "clear_understood": sum(got == case.is_ for case, got in clear) / len(clear),
    }


def read_requester_case(case: Case) -> str:
    """Which order a requester's reply is now; ``unclear`` when it is none."""
    command = read_command(case.text)
    return command.value if command is not None else "unclear"


def read_reviewer_case(case: Case) -> str:
    """How an answer to the monthly report is read now."""
    return read_review(case.text, names=case.expected.get("names", ())).value


READERS: dict[str, Callable[[Case], str]] = {
    "heads": read_head,
    "webmasters": read_webmaster_case,
    "requesters": read_requester_case,
    "reviewers": read_reviewer_case,
}
