"""A table as XLSX and as CSV, for people who open it in Excel: typed, safe, the same bytes for the same data.

What a sender wrote is never a formula: in XLSX it is stored as text, in CSV it gets an apostrophe.
Draws no words of its own; headers and names come with the table.
"""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from mailbot.writing.tables import Cell, Column, Counted, Digits, Kind, Table
from mailbot.writing.words import clean

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
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
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip archive can name."""
_STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FONT: Final = "Tahoma"
"""Reads Thai well and is on every office computer; a spreadsheet carries no typeface along."""
_INK: Final = "1F2937"
_HEAD: Final = "E5E7EB"
_LINE: Final = "9CA3AF"
_CHART_WIDTH: Final = 17.5
_ROW: Final = 0.53
"""Centimetres; the height of a row."""


def csv_file(table: Table) -> bytes:
    """The table as CSV: UTF-8 with BOM and CRLF (Excel reads Thai by the BOM), dates in ISO form."""
    out = io.StringIO(newline="")
    write = csv.writer(out, dialect="excel", lineterminator="\r\n")
    write.writerow([column.header for column in table.columns])
    for row in table.rows:
        write.writerow([_csv_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        text = clean(cell)
        return f"'{text}" if text.startswith(_FORMULA) else text
    return str(cell)


def xlsx_file(table: Table, digits: Digits, *, none: str, per_site: str, count: str, figure: str) -> bytes:
    """The summary with its charts on the first sheet, the table on the second.

    ``none`` stands where there is nothing; ``figure``, ``count`` and ``per_site`` head the summary's tables.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    _summary(sheet, digits, none=none, per_site=per_site, count=count, figure=figure)
    _listing(book.create_sheet(), table, none)
    out = io.BytesIO()
    book.save(out)
    return _same_bytes(out.getvalue())


# --- the table -----------------------------------------------------------------------------------------


def _listing(sheet: Any, table: Table, none: str) -> None:
    """The table: frozen head, filter, widths, printed across A4 with the head repeated."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    sheet.title = table.title
    _head(sheet, 1, table.columns)
    for number, row in enumerate(table.rows, start=2):
        for index, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            cell = sheet.cell(number, index)
            _put(cell, value, column.kind)
            cell.alignment = Alignment(vertical="top", wrap_text=column.kind in {"text", "link"})
    if not table.rows:
        _put(sheet.cell(2, 1), none, "text")
    last = get_column_letter(len(table.columns))
    for index, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{last}{max(len(table.rows), 1) + 1}"
    sheet.print_title_rows = "1:1"
    _on_paper(sheet, landscape=True)


def _head(sheet: Any, row: int, columns: Sequence[Column]) -> None:
    from openpyxl.styles import Alignment

    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(row, index)
        _put(cell, column.header, "text")
        _strong(cell)
        cell.alignment = Alignment(vertical="center", horizontal="center", wrap_text=True)
    sheet.row_dimensions[row].height = 34


def _put(cell: Any, value: Cell, kind: Kind) -> None:
    """Set a typed value. Text stays text, also when it begins like a formula."""
    from openpyxl.styles import Font

    cell.font = Font(name=_FONT, size=10, color=_INK)
    if value is None or value == "":
        return
    if isinstance(value, str):
        text = clean(value)[:_LONGEST]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA)
        if kind == "link" and _LINK.fullmatch(text):
            cell.hyperlink = text
            cell.font = Font(name=_FONT, size=10, color="1D4ED8", underline="single")
        return
    cell.value = value
    cell.number_format = "0.##" if isinstance(value, float) else _FORMATS[kind]


def _strong(cell: Any) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side

    cell.font = Font(name=_FONT, size=10, bold=True, color=_INK)
    cell.fill = PatternFill("solid", fgColor=_HEAD)
    cell.border = Border(bottom=Side(style="thin", color=_LINE))


# --- the summary ---------------------------------------------------------------------------------------


def _summary(sheet: Any, digits: Digits, *, none: str, per_site: str, count: str, figure: str) -> None:
    """Figures down the left, one column a site; below them the counts, each with its chart beside it."""
    from openpyxl.styles import Font

    sheet.title = digits.title
    _put(sheet.cell(1, 1), digits.heading, "text")
    sheet.cell(1, 1).font = Font(name=_FONT, size=14, bold=True, color=_INK)
    if digits.made_at:
        _put(sheet.cell(2, 1), digits.made_at, "moment")
        sheet.cell(2, 1).alignment = _left()
    row = _figures(sheet, 4, digits, figure=figure, per_site=per_site)
    for counted in digits.counted:
        row = _counted(sheet, row + 2, counted, none=none, count=count)
    sheet.column_dimensions["A"].width = 58
    for letter in "BCDEFGHIJ":
        sheet.column_dimensions[letter].width = 20
    _on_paper(sheet, landscape=False)


def _left() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(horizontal="left")


def _figures(sheet: Any, row: int, digits: Digits, *, figure: str, per_site: str) -> int:
    """The figures' table; returns its last row."""
    heads = [figure, per_site if digits.per_site else "", *(site for site, _ in digits.per_site)]
    _head(
        sheet,
        row,
        [Column(id=str(index), header=head, kind="text", width=0) for index, head in enumerate(heads)],
    )
    for offset, (name, value) in enumerate(digits.figures):
        row += 1
        _put(sheet.cell(row, 1), name, "text")
        _put(sheet.cell(row, 2), value, "number")
        for index, (_, values) in enumerate(digits.per_site, start=3):
            _put(sheet.cell(row, index), values[offset], "number")
    return row


def _counted(sheet: Any, row: int, counted: Counted, *, none: str, count: str) -> int:
    """One count with its chart to the right; returns the last row either takes."""
    heads = (counted.title, count)
    _head(sheet, row, [Column(id=head, header=head, kind="text", width=0) for head in heads])
    first = row + 1
    for name, number in counted.rows:
        row += 1
        _put(sheet.cell(row, 1), name, "text")
        _put(sheet.cell(row, 2), number, "number")
    if not counted.rows:
        _put(sheet.cell(first, 1), none, "text")
        return first
    height = _chart(sheet, counted, first, row)
    return max(row, first + height)


def _chart(sheet: Any, counted: Counted, first: int, last: int) -> int:
    """A native bar chart beside the rows; returns how many rows it covers."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.label import DataLabelList

    chart = BarChart()
    chart.type = "bar"
    chart.style = 10
    chart.title = counted.title
    chart.legend = None
    chart.gapWidth = 40
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    series = chart.series[0]
    series.graphicalProperties.solidFill = "4B5563"
    series.graphicalProperties.line.solidFill = _INK
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    series.dLbls.showSerName = series.dLbls.showCatName = series.dLbls.showLegendKey = False
    height = 3 + 0.8 * (last - first + 1)
    chart.width, chart.height = _CHART_WIDTH, height
    sheet.add_chart(chart, f"D{first - 1}")
    return round(height / _ROW) + 1


# --- the file ------------------------------------------------------------------------------------------


def _on_paper(sheet: Any, *, landscape: bool) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "&P / &N"


def _same_bytes(book: bytes) -> bytes:
    """The same workbook without the moment it was written, so that the same data gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as came, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in came.namelist():
            data = came.read(name)
            if name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>2026-01-01T00:00:00Z", data)
            made.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
