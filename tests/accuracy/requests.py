"""How well request mails are read into the form's fields, case by case, over the written-down mails.

A third of the mails, fixed by the hash of the name, is held back: it is measured and not looked at while the
reading is built. Comparing folds white space and nothing else.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Mail
from mailbot.core.request import Confidence
from mailbot.reading.read import read_mail

CORPUS = Path(__file__).parents[1] / "corpus" / "requests"
PROSE = frozenset({"prose", "prose_more", "forwarded", "day_prose", "week_prose", "month_prose"})
"""Families without labels; in all others the value stands behind a label, a box or in a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One mail of the corpus and its right reading."""

    name: str
    family: str
    raw: bytes
    golden: dict[str, Any]

    @property
    def held_back(self) -> bool:
        """In the third that is not looked at while the reading is built."""
        return held_back(self.name)


@dataclass(slots=True, kw_only=True)
class Judged:
    """What became of one mail's fields."""

    right: int = 0
    asked: int = 0
    """Said in the mail, not read: the sender is asked, or a suggestion is shown as a question."""
    wrong: list[str] = field(default_factory=list)
    """Read with confidence, and not what the mail says."""
    doubtful: list[str] = field(default_factory=list)
    """Not what the mail says, but only suggested."""
    other: list[str] = field(default_factory=list)
    """Everything that is not a field: kind, sender, files, marks."""


def held_back(name: str) -> bool:
    """The split, by name and fixed."""
    return sha256(name.encode()).digest()[0] % 3 == 0


@cache
def vocabulary() -> Vocabulary:
    """The office the mails are written to."""
    return Vocabulary.from_json(json.loads((CORPUS / "office.json").read_text(encoding="utf-8")))


def mails() -> Iterator[Written]:
    """Every mail of the corpus."""
    for path in sorted((CORPUS / "mails").rglob("*.eml")):
        golden = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        yield Written(name=path.stem, family=path.parent.name, raw=path.read_bytes(), golden=golden)


def read(written: Written) -> Mail:
    """The mail as it is read now."""
    return read_mail(written.raw, vocabulary()).mail


def judge(golden: dict[str, Any], mail: Mail) -> Judged:
    """Compare a reading with the right one."""
    judged = Judged()
    values = json.loads(mail.fields.model_dump_json())
    for name, want in golden["request"].items():
        if name in golden.get("ignore", ()):
            continue
        _judge_field(judged, name, _folded(want), _folded(values[name]), mail, golden)
    _judge_rest(judged, golden, mail)
    return judged


def _judge_field(
    judged: Judged, name: str, want: object, got: object, mail: Mail, golden: dict[str, Any]
) -> None:
    found = mail.found.get(name)  # type: ignore[call-overload]  # every key of a golden request is a field
    unsure = found is not None and found.confidence is Confidence.SUGGESTED
    if got == want:
        judged.right += want not in (None, [], False)
        if name in golden.get("suggested", ()) and not unsure:
            judged.wrong.append(f"{name}: {got!r} is only a hint, taken for certain")
        return
    if got in (None, [], False):
        judged.asked += 1
        judged.doubtful.append(f"{name}: {want!r} not read")
    elif unsure:
        judged.asked += want not in (None, [], False)
        judged.doubtful.append(f"{name}: {want!r}, suggested {got!r}")
    else:
        judged.wrong.append(f"{name}: {want!r}, read as {got!r}")


def _judge_rest(judged: Judged, golden: dict[str, Any], mail: Mail) -> None:
    files = sorted(each.filename for each in mail.attachments if each.inside is None)
    sender = {"address": mail.sender.address, "name": mail.sender.name}
    pairs: list[tuple[str, object, object]] = [
        ("kind", golden["kind"], mail.kind.value),
        ("subject", _folded(golden["subject"]), _folded(mail.subject)),
        ("sender", golden["sender"], sender),
        ("filenames", sorted(golden["filenames"]), files),
    ]
    pairs += [(k, golden[k] or None, getattr(mail, k)) for k in ("speed", "secrecy") if k in golden]
    pairs += [(k, golden[k], list(getattr(mail, k))) for k in ("warnings",) if k in golden]
    pairs += [(k, golden[k], list(getattr(mail.fields, k))) for k in ("sites",) if k in golden]
    judged.other += [f"{name}: {want!r}, read as {got!r}" for name, want, got in pairs if want != got]


def _folded(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


@dataclass(slots=True, kw_only=True)
class Tally:
    """The sum over some mails."""

    mails: int = 0
    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    other: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, judged: Judged) -> None:
        """Count one mail."""
        self.mails += 1
        self.right += judged.right
        self.asked += judged.asked
        self.wrong += [f"{name}: {each}" for each in judged.wrong]
        self.other.update(each.partition(":")[0] for each in judged.other)

    @property
    def said(self) -> int:
        """How many values the mails say, and how many more were read."""
        return self.right + self.asked + len(self.wrong)


def measure(*, held: bool = True) -> dict[str, Tally]:
    """The tallies of the held-back mails (or of the seen ones): ``labelled`` and ``prose``."""
    tallies = {"labelled": Tally(), "prose": Tally()}
    for written in mails():
        if written.held_back is held:
            style = "prose" if written.family in PROSE else "labelled"
            tallies[style].add(f"{written.family}/{written.name}", judge(written.golden, read(written)))
    return tallies
