"""Reads the public mails beside the checkout and says where we and their own projects differ.

The mails are read where they lie; ``MAILBOT_PUBLIC_CORPUS`` names another place.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Kind, Mail
from mailbot.reading.quote import lines_of, own_words
from mailbot.reading.read import read_mail, text_versions
from mailbot.reading.structure import parse_structure

ROOT = Path(__file__).parents[2]
FOLDERS = ("crisp-reply", "mikel-mail", "mimekit", "stalwart", "webklex")


def corpus_folder() -> Path:
    """Where the public mails lie, whether or not they do."""
    return Path(os.environ.get("MAILBOT_PUBLIC_CORPUS", ROOT.parent / "shared" / "corpus"))


@dataclass(frozen=True)
class Comparison:
    """One expected value, and what we read."""

    name: str
    """``folder/file#key``"""
    expected: Any
    ours: Any

    @property
    def agrees(self) -> bool:
        """Equal after folding white space."""
        return bool(self.expected == self.ours)


def comparisons() -> Iterator[Comparison]:
    """Every value that a corpus expects, beside ours."""
    for folder in FOLDERS:
        place = corpus_folder() / folder
        expected = json.loads((place / "expected.json").read_text(encoding="utf-8"))["messages"]
        for file, values in sorted(expected.items()):
            raw = (place / file).read_bytes()
            suspect = set(values.get("gt_suspect") or ())
            for key, theirs, ours in _values(file, raw, values):
                if key not in suspect:
                    yield Comparison(f"{folder}/{file}#{key}", theirs, ours)


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _values(file: str, raw: bytes, expected: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    if file.endswith(".txt"):
        if "reply_text" in expected:
            ours = _fold(own_words(lines_of(raw.decode("utf-8", "replace"))).text)
            theirs = [_fold(text) for text in expected["reply_text"]]
            yield "reply_text", theirs[0], theirs[theirs.index(ours)] if ours in theirs else ours
            if ours in theirs[1:]:
                return
        return
    mail = read_mail(raw, Vocabulary()).mail
    yield from _headers(mail, expected)
    yield from _files(mail, expected)
    if "text" in expected:
        theirs_text = _fold(expected["text"])
        texts = [_fold(text) for text in text_versions(parse_structure(raw)[0])]
        known = theirs_text in {*texts, _fold(" ".join(texts))}
        yield "text", theirs_text, theirs_text if known else (texts or [""])[0]


def _headers(mail: Mail, expected: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    if "subject" in expected:
        yield "subject", _fold(expected["subject"] or ""), _fold(mail.subject)
    if expected.get("from_addr") is not None:
        yield "from_addr", expected["from_addr"].lower(), mail.sender.address
    if "from_name" in expected:
        yield "from_name", _fold(expected["from_name"] or ""), _fold(mail.sender.name or "")
    if "is_bounce" in expected:
        yield "is_bounce", expected["is_bounce"], mail.kind is Kind.BOUNCE
    if "is_auto" in expected:
        yield "is_auto", expected["is_auto"], mail.kind in {Kind.BOUNCE, Kind.AUTOMATIC}


def _files(mail: Mail, expected: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    outer = [one.filename for one in mail.attachments if one.inside is None]
    if "attachments_count" in expected:
        yield "attachments_count", expected["attachments_count"], len(outer)
    if "attachments_names" in expected:
        every = [one.filename for one in mail.attachments]
        lacking = [name for name in expected["attachments_names"] if name not in every]
        yield "attachments_names", [], lacking
