"""A text closed up: no spaces, one case, ASCII digits, and still knowing where each character came from.

Thai has no spaces between words, so a space can stand anywhere in a word and none where two words meet.
Whatever is decided on the closed text cannot be changed by a space or a line break that slipped in.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from mailbot.core.language.offsets import digits_in_place

_SAME: Final = {
    "\u2019": "'",
    "\u2018": "'",
    "\u02bc": "'",
    "`": "'",
    "？": "?",
    "！": "!",
    "，": ",",
    "。": ".",
    "：": ":",
    "＝": "=",
}
_DROPPED: Final = "\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # a key's frame, skin tones


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The closed text and the text it was made of."""

    text: str
    source: str
    offsets: tuple[int, ...]
    """For each character of ``text`` its offset in ``source``."""

    @classmethod
    @lru_cache(maxsize=128)  # several readers close up the words of one mail
    def of(cls, source: str) -> Self:
        """Close up a normalised text."""
        kept: list[str] = []
        offsets: list[int] = []
        for at, char in enumerate(digits_in_place(source)):
            if char.isspace() or char in _DROPPED:
                continue
            kept.append(_SAME.get(char, char.lower()[0]))
            offsets.append(at)
        return cls(text="".join(kept), source=source, offsets=tuple(offsets))

    def gap(self, index: int) -> bool:
        """Whether something (a space, a line end) stood before this character; True at both ends."""
        if not 0 < index < len(self.offsets):
            return True
        return self.offsets[index] - self.offsets[index - 1] > 1

    def verbatim(self, start: int, end: int | None = None) -> str:
        """The source between two places of the closed text, trimmed."""
        if start >= len(self.offsets):
            return ""
        stop = len(self.source) if end is None or end >= len(self.offsets) else self.offsets[end]
        return self.source[self.offsets[start] : stop].strip()
