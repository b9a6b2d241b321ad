"""The cells of a workbook: typed values in one calm design, on paper as on the screen.

What a sender wrote is never a formula. Knows no table and no word.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from mailbot.writing.tables import Cell, Column, Kind
from mailbot.writing.words import clean

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
_FORMATS: Final[dict[Kind, str]] = {
    "text": "General",
    "link": "General",
    "number": "#,##0",
    "day": "[$-107041E]d mmm yyyy",
    "moment": "[$-107041E]d mmm yyyy hh:mm",
}
"""107041E: Arabic digits, the Buddhist calendar, Thai. The cell holds a real date."""
_LONGEST: Final = 32_767
"""Characters a cell of a workbook can hold."""
_LINK: Final = re.compile(r"https?://[^\s\"<>]+", re.IGNORECASE)
FONT: Final = "Tahoma"
"""Reads Thai well and is on every office computer; a spreadsheet carries no typeface along."""
INK: Final = "1F2937"
_HEAD: Final = "E5E7EB"
_LINE: Final = "9CA3AF"
_HAIR: Final = "D1D5DB"
LINE_HIGH: Final = 16.0
"""Points that a line of Thai needs with its marks, also in the typefaces that stand in."""
_TALLEST: Final = 409.0
"""Points; the tallest row there can be."""
_HEAD_ROOM: Final = 12.0
"""Points above and below the words of a head."""


def row_height(columns: Sequence[Column], row: Sequence[Cell]) -> float:
    """The height in points a row needs for its longest cell; not every program works it out itself."""
    most = max(
        line_count(cell, column.width) if isinstance(cell, str) else 1
        for column, cell in zip(columns, row, strict=True)
    )
    return min(most * LINE_HIGH + 4, _TALLEST)


def line_count(text: str, width: int) -> int:
    """How many lines words take in a column; marks above and below a letter take no room."""
    return sum(
        max(1, math.ceil(sum(unicodedata.category(each) != "Mn" for each in line) / width))
        for line in text.split("\n")
    )


def put_head(sheet: Any, row: int, columns: Sequence[Column]) -> None:
    """A row of headers, as high as the longest of them."""
    from openpyxl.styles import Alignment

    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(row, index)
        put(cell, column.header, "text")
        _strong(cell)
        side = "left" if column.kind in {"text", "link"} else "center"
        cell.alignment = Alignment(
            vertical="center", horizontal=side, indent=int(side == "left"), wrap_text=True
        )
    most = max(
        line_count(column.header, column.width - 2) for column in columns
    )  # a filter's button takes two
    sheet.row_dimensions[row].height = most * LINE_HIGH + _HEAD_ROOM


def put(cell: Any, value: Cell, kind: Kind) -> None:
    """Set a typed value. Text stays text, also when it begins like a formula."""
    cell.font = _font()
    if value is None or value == "":
        return
    if isinstance(value, str):
        text = clean(value)[:_LONGEST]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA)
        if kind == "link" and _LINK.fullmatch(text):
            cell.hyperlink = text
            cell.font = _font(link=True)
        return
    cell.value = value
    cell.number_format = "0.0" if isinstance(value, float) else _FORMATS[kind]


def place(cell: Any, kind: Kind) -> None:
    """Words to the left and wrapped, days and counts in the middle, a fine line below."""
    cell.alignment = _alignment(words=kind in {"text", "link"})
    cell.border = _hair()


# Made once: a month has thousands of cells.


@cache
def _font(*, link: bool = False) -> Any:
    from openpyxl.styles import Font

    return Font(name=FONT, size=10, color="1D4ED8" if link else INK, underline="single" if link else None)


@cache
def _alignment(*, words: bool) -> Any:
    from openpyxl.styles import Alignment

    side = "left" if words else "center"
    return Alignment(vertical="center", horizontal=side, indent=int(words), wrap_text=words)


@cache
def _hair() -> Any:
    from openpyxl.styles import Border, Side

    return Border(bottom=Side(style="hair", color=_HAIR))


def _strong(cell: Any) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side

    cell.font = Font(name=FONT, size=10, bold=True, color=INK)
    cell.fill = PatternFill("solid", fgColor=_HEAD)
    cell.border = Border(bottom=Side(style="thin", color=_LINE))


def on_paper(sheet: Any, *, across: int, whole: bool = False) -> None:
    """Printed on A4 in landscape: so many sheets side by side, as many below as it takes or one."""
    from openpyxl.worksheet.page import PageMargins

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.page_setup.fitToWidth = across
    sheet.page_setup.fitToHeight = int(whole)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "&P / &N"
