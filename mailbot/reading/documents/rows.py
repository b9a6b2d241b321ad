"""Table rows as lines, the same for every format that has tables.

A label and its value stand on one line, a mark stands before the words it belongs to. Nothing is left
out but the empty cells at a row's end.
"""

from collections.abc import Sequence
from typing import Final

from mailbot.reading.documents.document import EMPTY, TICKED
from mailbot.reading.documents.marks import bare_mark

_MARKS: Final = (TICKED, EMPTY)
_LABEL_LENGTH: Final = 80


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """The lines of one row, each cell given as its own lines.

    One line, cells joined by tabs, when all cells but the last are one line; else the cells one after
    the other, so that the lines of one cell (a signature block) stay together.
    """
    filled = [[line for line in cell if line.strip()] for cell in cells]
    while filled and not filled[-1]:
        filled.pop()
    if not filled:
        return []
    heads = [_one_line(cell) for cell in filled[:-1]]
    if any(head is None for head in heads):
        return [line for cell in filled for line in cell]
    last = filled[-1]
    first = joined([*(head or "" for head in heads), last[0]])
    return [first, *last[1:]]


def joined(cells: Sequence[str]) -> str:
    """One row as a line: tabs between cells; a mark alone in a cell joins the words it is for."""
    if len(cells) <= 1:
        return cells[0].strip() if cells else ""
    plain = [cell.replace("\t", " ").strip() for cell in cells]
    marks = [bare_mark(cell) for cell in plain]
    if marks[-1] and not any(marks[:-1]) and not _starts_marked(plain[0]):
        # «แผน / โครงการ | ✓»: the tick column stands behind the words
        plain = [f"{marks[-1]} {plain[0]}", *plain[1:-1]]
        return "\t".join(plain).rstrip("\t")
    out: list[str] = []
    pending = ""
    for cell, mark in zip(plain, marks, strict=True):
        if mark:
            pending += f"{mark} "
            continue
        out.append(f"{pending}{cell}" if cell else "")
        pending = "" if cell else pending
    if pending:
        out.append(pending.strip())
    return "\t".join(out).rstrip("\t")


def _starts_marked(text: str) -> bool:
    return text.startswith(_MARKS)


def _one_line(cell: Sequence[str]) -> str | None:
    """The cell as one line: a label broken in two lines is one label. None for a real block."""
    if len(cell) <= 1:
        return cell[0] if cell else ""
    whole = " ".join(line.strip() for line in cell)
    is_label = len(cell) == 2 and len(whole) <= _LABEL_LENGTH and not any(m in whole for m in "☑☐(….~")  # noqa: PLR2004 - two lines
    return whole if is_label else None
