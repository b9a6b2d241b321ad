"""Pieces of a page, each with its place, put together as the lines a person sees.

A PDF says where its letters stand, not which words belong together: label and value, a box and its
words, are on one line only by their height. Nothing here knows PDF or what the words mean.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

TAB_GAP: Final = 1.5
"""A gap of so many type sizes is a tab: another cell, another column."""
SPACE_GAP: Final = 0.22
"""A gap of so many type sizes is a space that the file forgot to write."""
_SAME_LINE: Final = 0.45
_LINE_STEP: Final = 2.2
"""Type sizes from one line to the next of one paragraph, at most."""
_LETTER: Final = 0.55
_LONGEST_WORD: Final = 5.0
"""Thai has no spaces between words: what is counted as the first word is not longer than this."""
_LEADER_ENDS: Final = ("..", "…", "__", ". .")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words or a mark at one place of the page; points, y upwards, ``middle`` is its half height."""

    text: str
    left: float
    right: float
    middle: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the page as it stands there."""

    text: str
    left: float
    right: float
    middle: float
    size: float


def lines(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of the page from top to bottom, pieces of one line from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) <= _SAME_LINE * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [line for line in map(_line, rows) if line.text.strip()]


def paragraphs(page: Sequence[Line], begins: Callable[[str], bool]) -> list[str]:
    """The page's text with wrapped lines put together again.

    A line is wrapped when the next one's first word had no room at its end; ``begins`` says of a line's
    text that it begins something of its own (a label, a box, a number).
    """
    edge = max((line.right for line in page), default=0.0)
    out: list[str] = []
    last: Line | None = None
    for line in page:
        text = line.text.strip()
        if last is not None and _is_full(last, line, edge) and not begins(text):
            out[-1] += _seam(last.text, text) + text
        else:
            out.append(text)
        last = line
    return out


def _is_full(line: Line, following: Line, edge: float) -> bool:
    words = following.text.strip()
    first = len(words.split(maxsplit=1)[0]) * _LETTER * following.size
    near = line.middle - following.middle < _LINE_STEP * max(line.size, following.size)
    ends_open = not line.text.rstrip().endswith(_LEADER_ENDS)
    return near and ends_open and edge - line.right < min(first, _LONGEST_WORD * line.size)


def _seam(before: str, after: str) -> str:
    """Thai goes on without a space where it was wrapped, unless the page kept one; so do «๕๕-» and «ข่าว/»."""
    if before.endswith(" "):
        return " "
    thai = "\u0e00" <= before[-1:] <= "\u0e7f" and "\u0e00" <= after[:1] <= "\u0e7f"
    joined = before.endswith(("-", "/")) and not before[:-1].endswith(" ")
    return "" if thai or joined else " "


def _line(row: list[Piece]) -> Line:
    row = sorted(row, key=lambda piece: piece.left)
    out = ""
    end = row[0].left
    for piece in row:
        gap = (piece.left - end) / max(piece.size, 1.0)
        if out and gap > TAB_GAP:
            out = out.rstrip(" ") + "\t"
        elif out and gap > SPACE_GAP and not out.endswith(" "):
            out += " "
        out += piece.text.lstrip(" ") if not out or out.endswith((" ", "\t")) else piece.text
        end = max(piece.right, end)
    first = row[0]
    size = max(piece.size for piece in row)
    return Line(text=out, left=first.left, right=end, middle=first.middle, size=size)
