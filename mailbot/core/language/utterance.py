"""The own words of a head in the forms that the patterns need, and the verdict they can be given.

Nothing is decided here: ``verdict.py`` and ``refusal.py`` do.
"""

import re
from dataclasses import dataclass
from typing import Self

from mailbot.core.language.closed import Closed
from mailbot.core.language.particles import NEUTRAL
from mailbot.core.language.verdict_words import BECAUSE
from mailbot.core.mail import Verdict, VerdictIs


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words in the three forms the patterns need."""

    closed: Closed
    plain: str
    """Lower case, single spaces, straight apostrophes: for English."""
    names: tuple[str, ...]

    @classmethod
    def of(cls, text: str, names: tuple[str, ...]) -> Self:
        """Take an unframed text; ``names`` are closed names that may be addressed in it."""
        plain = " ".join(text.replace("\u2019", "'").lower().split())
        return cls(closed=Closed.of(text), plain=plain, names=names)

    @property
    def text(self) -> str:
        """The closed text."""
        return self.closed.text

    @property
    def whole(self) -> str:
        """What was written, trimmed."""
        return self.closed.source.strip()

    def says(self, is_: VerdictIs, reason: str | None = None, words: str | None = None) -> Verdict:
        """The verdict with its reason; without deciding words the whole of them decided."""
        return Verdict(is_=is_, reason=trim(reason), words=words or self.whole or None)


def without_because(reason: str | None) -> str | None:
    """A reason without the word that introduces it and the courtesy around it."""
    if not reason:
        return None
    reason = re.sub(rf"^(?:(?:{NEUTRAL})++(?=\s|$)|[\s.,:;!])+", "", reason)
    return trim(BECAUSE.sub("", reason, count=1))


def trim(text: str | None) -> str | None:
    """The text without the spaces and commas around it; None when nothing is left."""
    text = (text or "").strip(" \t\n,;:–—-")
    return text or None
