"""A table as XLSX and as CSV, for people who open it in Excel: typed, safe, the same bytes for the same data.

What a sender wrote is never a formula: in XLSX it is stored as text, in CSV it gets an apostrophe.
Draws no words of its own; headers and names come with the table.
"""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from typing import Any, Final

from mailbot.writing.tables import Cell, Digits, Table
from mailbot.writing.words import clean
from mailbot.writing.workbook_cells import FORMULA, LINE_HIGH, on_paper, place, put, put_head, row_height
from mailbot.writing.workbook_summary import write_summary

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"
_ACROSS: Final = 240
"""Characters that can still be read across a sheet of A4."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip archive can name."""
_STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


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
        return f"'{text}" if text.startswith(FORMULA) else text
    return str(cell)


def xlsx_file(table: Table, digits: Digits, *, none: str, per_site: str, count: str, figure: str) -> bytes:
    """The summary with its charts on the first sheet, the table on the second.

    ``none`` stands where there is nothing; ``figure``, ``count`` and ``per_site`` head the summary's tables.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    write_summary(sheet, digits, none=none, per_site=per_site, count=count, figure=figure)
    _listing(book.create_sheet(), table, none)
    out = io.BytesIO()
    book.save(out)
    return _same_bytes(out.getvalue())


# --- the table -----------------------------------------------------------------------------------------


def _listing(sheet: Any, table: Table, none: str) -> None:
    """The table: frozen head, filter, widths, printed across A4 with its head repeated."""
    from openpyxl.utils import get_column_letter

    sheet.title = table.title
    put_head(sheet, 1, table.columns)
    for number, row in enumerate(table.rows, start=2):
        for index, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            cell = sheet.cell(number, index)
            put(cell, value, column.kind)
            place(cell, column.kind)
        sheet.row_dimensions[number].height = row_height(table.columns, row)
    if not table.rows:
        put(sheet.cell(2, 1), none, "text")
        sheet.row_dimensions[2].height = LINE_HIGH * 2
    last = get_column_letter(len(table.columns))
    for index, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{last}{max(len(table.rows), 1) + 1}"
    sheet.print_title_rows = "1:1"
    pages = max(1, round(sum(column.width for column in table.columns) / _ACROSS))
    if pages > 1:
        sheet.print_title_cols = "A:A"
    on_paper(sheet, across=pages)


# --- the file ------------------------------------------------------------------------------------------


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
