"""Check boxes laid over the cells of a sheet (form controls).

They live in the sheet's old drawing part, which programs write as loose markup, so it is searched and
not parsed. A control whose place is not given is left out.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from mailbot.reading.documents.document import EMPTY, TICKED, UnreadableError
from mailbot.reading.documents.package import Package

_LIMIT: Final = 3_000_000
_MAX_CONTROLS: Final = 400
_SHAPE: Final = re.compile(r"<v:shape\b(.{0,20000}?)</v:shape>", re.DOTALL)
_ANCHOR: Final = re.compile(r"<x:Anchor>([0-9,\s]{1,200})</x:Anchor>")
_CHECKED: Final = re.compile(r"<x:Checked>\s*1\s*</x:Checked>")
_LINK: Final = re.compile(r"<x:FmlaLink>\s*([^<]{1,60}?)\s*</x:FmlaLink>")
_TEXT: Final = re.compile(r"<v:textbox\b[^>]{0,500}>(.{0,4000}?)</v:textbox>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]{0,500}>")
_DEFAULT_CAPTION: Final = re.compile(r"(?:Check ?Box|กล่องกาเครื่องหมาย|กล่องตัวเลือก)\s*[0-9]*", re.IGNORECASE)
_ROW_HEIGHT: Final = 20
"""Pixels of a row, about: enough to say in which of two rows a box mostly lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One check box: where it lies (rows and columns from 1), its caption, the cell it writes to."""

    row: int
    column: int
    mark: str
    caption: str
    linked: str | None


def controls(package: Package, relations: dict[str, str]) -> list[Control]:
    """The check boxes of the sheet with these relations, in the order of the drawing."""
    found: list[Control] = []
    for part in relations.values():
        if not part.lower().endswith(".vml") or not package.has(part):
            continue
        try:
            markup = package.read(part, _LIMIT).decode("utf-8", errors="replace")
        except UnreadableError:
            continue
        for shape in _SHAPE.finditer(markup):
            if len(found) >= _MAX_CONTROLS:
                break
            if 'ObjectType="Checkbox"' in shape[1] and (control := _control(shape[1])):
                found.append(control)
    return found


def _control(shape: str) -> Control | None:
    anchor = _ANCHOR.search(shape)
    numbers = [int(n) for n in re.findall("[0-9]{1,7}", anchor[1])] if anchor else []
    if len(numbers) != 8:  # noqa: PLR2004 - left column, offset, top row, offset, and the same of the other corner
        return None
    left, left_offset, top, top_offset, right, _, bottom, bottom_offset = numbers
    row = bottom if bottom == top + 1 and bottom_offset > _ROW_HEIGHT - top_offset else top
    column = left + 1 if right > left and left_offset > 40 else left  # noqa: PLR2004 - over half of a usual column
    text = _TEXT.search(shape)
    caption = " ".join(unescape(_TAG.sub("", text[1])).split()) if text else ""
    link = _LINK.search(shape)
    return Control(
        row=row + 1,
        column=column + 1,
        mark=TICKED if _CHECKED.search(shape) else EMPTY,
        caption="" if _DEFAULT_CAPTION.fullmatch(caption) else caption,
        linked=link[1].rpartition("!")[2].replace("$", "") if link else None,
    )
