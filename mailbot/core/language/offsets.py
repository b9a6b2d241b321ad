"""Views of a text that still know where every character came from.

What is found in a view can be cut out of the text as it was typed. Nothing here knows what words mean.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Self

_IN_PLACE: Final = (
    {0x0E50 + n: str(n) for n in range(10)}  # ๐
    | {0xFF10 + n: str(n) for n in range(10)}  # fullwidth
    | {0x2460 + n: str(n + 1) for n in range(9)}  # ①
    | {0x2474 + n: str(n + 1) for n in range(9)}  # ⑴
    | {0x2776 + n: str(n + 1) for n in range(9)}  # ❶
    | {0x2780 + n: str(n + 1) for n in range(9)}  # ➀
)


_REPEATS: Final = 60
_REPEATED: Final = re.compile(rf"([^\n])\1{{{_REPEATS},}}")
_LINE: Final = 4000


def digits_in_place(text: str) -> str:
    """The text with single Thai, circled and full-width digits as ASCII, of exactly the same length."""
    return text.translate(_IN_PLACE)


def squashed(text: str) -> str:
    """The text without endless repetitions and endless lines, which only slow patterns down.

    A character repeated more than 60 times is repeated 60 times; a line ends after 4,000 characters.
    """
    short = _REPEATED.sub(lambda match: match.group(1) * _REPEATS, text)
    return "\n".join(line[:_LINE] for line in short.split("\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """The skeleton of a text (see ``thai.skeleton``), with the offset each character came from."""

    skeleton: str
    offsets: tuple[int, ...]
    """For each skeleton character its offset in the text; one more at the end: where the last one ended."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Project a normalised text."""
        kept: list[str] = []
        offsets: list[int] = []
        end = 0
        for at, char in enumerate(digits_in_place(text)):
            if "\u0e48" <= char <= "\u0e4e":  # tones and thanthakhat belong to the letter before
                if end == at:
                    end = at + 1
                continue
            if unicodedata.category(char)[0] not in "LMN":
                continue
            kept.append("\u0e32" if char == "\u0e33" else char.lower()[0])
            offsets.append(at)
            end = at + 1
        return cls(skeleton="".join(kept), offsets=(*offsets, end))

    def end_of(self, index: int) -> int:
        """Where, in the text, the skeleton's first ``index`` characters end (their tones included)."""
        if index == 0:
            return self.offsets[0]
        if index >= len(self.skeleton):
            return self.offsets[-1]
        return self.offsets[index - 1] + 1
