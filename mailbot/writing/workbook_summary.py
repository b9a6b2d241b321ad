"""The first sheet of a workbook: the figures, and every count with its native chart beside it."""

from collections.abc import Sequence
from typing import Any, Final

from mailbot.writing.tables import Cell, Column, Counted, Digits, Kind
from mailbot.writing.workbook_cells import FONT, INK, LINE_HIGH, line_count, on_paper, place, put, put_head

_UNKNOWN: Final = "-"
_NAMES, _COUNTS = 52, 16
"""Widths of the summary's columns, in characters."""
_ONE_SHEET: Final = 50
"""Rows that can still be read when they are printed on one sheet."""
_CHART_WIDTH, _CHART_GAP = 15.0, 0.6
_CHART_EMPTY, _CHART_ROW = 1.9, 0.85
"""Centimetres; a chart's height without rows, and what each row adds."""
_CENTIMETRE: Final = 28.35
"""In points."""


def write_summary(sheet: Any, digits: Digits, *, none: str, per_site: str, count: str, figure: str) -> None:
    """Figures down the left, one column a site; below them the counts, each with its chart beside it."""
    from openpyxl.styles import Alignment, Font

    sheet.title = digits.title
    sheet.sheet_view.showGridLines = False
    put(sheet.cell(1, 1), digits.heading, "text")
    sheet.cell(1, 1).font = Font(name=FONT, size=14, bold=True, color=INK)
    sheet.row_dimensions[1].height = 26
    if digits.made_at:
        put(sheet.cell(2, 1), digits.made_at, "moment")
        sheet.cell(2, 1).alignment = Alignment(horizontal="left")
    row = _figures(sheet, 4, digits, figure=figure, total=per_site if digits.per_site else count)
    for counted in digits.counted:
        row = _counted(sheet, row + 2, counted, none=none, count=count)
    sheet.column_dimensions["A"].width = _NAMES
    for letter in "BCDEFGHIJ":
        sheet.column_dimensions[letter].width = _COUNTS
    on_paper(sheet, across=1, whole=row <= _ONE_SHEET)


def _figures(sheet: Any, row: int, digits: Digits, *, figure: str, total: str) -> int:
    """The figures' table; returns its last row."""
    heads = [_column(figure, "text", _NAMES)]
    heads += [_column(head, "number") for head in (total, *(site for site, _ in digits.per_site))]
    put_head(sheet, row, heads)
    for offset, (name, value) in enumerate(digits.figures):
        row += 1
        _line(sheet, row, name, [value, *(values[offset] for _, values in digits.per_site)])
    return row


def _column(header: str, kind: Kind, width: int = _COUNTS) -> Column:
    return Column(id=header, header=header, kind=kind, width=width)


def _line(sheet: Any, row: int, name: str, values: Sequence[Cell]) -> None:
    """A name and its figures; a figure that nobody knows is said to be so."""
    put(sheet.cell(row, 1), name, "text")
    place(sheet.cell(row, 1), "text")
    for index, value in enumerate(values, start=2):
        put(sheet.cell(row, index), _UNKNOWN if value is None else value, "number")
        place(sheet.cell(row, index), "number")
    sheet.row_dimensions[row].height = line_count(name, _NAMES) * LINE_HIGH + 2


def _counted(sheet: Any, row: int, counted: Counted, *, none: str, count: str) -> int:
    """One count with its chart to the right; returns the last row either takes."""
    put_head(sheet, row, [_column(counted.title, "text", _NAMES), _column(count, "number")])
    first = row + 1
    for name, number in counted.rows:
        row += 1
        _line(sheet, row, name, [number])
    if not counted.rows:
        _line(sheet, first, none, [""])
        return first
    high = _chart(sheet, counted, first, row) * _CENTIMETRE
    high -= sum(sheet.row_dimensions[each].height for each in range(first - 1, row + 1))
    while high > 0:
        row += 1
        sheet.row_dimensions[row].height = LINE_HIGH + 2
        high -= LINE_HIGH + 2
    return row


def _chart(sheet: Any, counted: Counted, first: int, last: int) -> float:
    """A native bar chart beside the rows; returns its height in centimetres."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.label import DataLabelList
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D
    from openpyxl.utils.units import cm_to_EMU

    chart = BarChart()
    chart.type = "bar"
    chart.style = 10
    chart.title = counted.title
    chart.title.tx.rich.p[0].pPr = _letters(11, bold=True)
    chart.legend = None
    chart.gapWidth = 60
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.x_axis.txPr = _rich(9)
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    series = chart.series[0]
    series.graphicalProperties.solidFill = "4B5563"
    series.graphicalProperties.line.solidFill = INK
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    series.dLbls.showSerName = series.dLbls.showCatName = series.dLbls.showLegendKey = False
    series.dLbls.txPr = _rich(9)
    height = _CHART_EMPTY + _CHART_ROW * (last - first + 1)
    chart.anchor = OneCellAnchor(
        _from=AnchorMarker(col=2, colOff=cm_to_EMU(_CHART_GAP), row=first - 2),
        ext=XDRPositiveSize2D(cm_to_EMU(_CHART_WIDTH), cm_to_EMU(height)),
    )
    sheet.add_chart(chart)
    return height


def _letters(size: int, *, bold: bool = False) -> Any:
    """How a chart's words are set."""
    from openpyxl.drawing.text import CharacterProperties, Font, ParagraphProperties

    face = Font(typeface=FONT)
    letters = CharacterProperties(sz=size * 100, b=bold, solidFill=INK, latin=face, cs=face)
    return ParagraphProperties(defRPr=letters)


def _rich(size: int) -> Any:
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph

    return RichText(p=[Paragraph(pPr=_letters(size), endParaRPr=None)])
