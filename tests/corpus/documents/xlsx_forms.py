"""The office's forms as workbooks: ticks typed, true/false cells, symbol fonts, form controls."""

import io
import zipfile
from collections.abc import Callable, Iterator

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.documents.fillings import CERTIFY, FILLINGS, Case, Filling

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Tick = Callable[[Worksheet, int, bool], None]
"""Puts a tick box into column A of a row."""


def typed(sheet: Worksheet, row: int, ticked: bool) -> None:  # noqa: FBT001 - a cell's state
    sheet.cell(row, 1, "✓" if ticked else "☐")


def crossed(sheet: Worksheet, row: int, ticked: bool) -> None:  # noqa: FBT001
    sheet.cell(row, 1, "x" if ticked else None)


def true_false(sheet: Worksheet, row: int, ticked: bool) -> None:  # noqa: FBT001
    sheet.cell(row, 1, ticked)


def wingdings(sheet: Worksheet, row: int, ticked: bool) -> None:  # noqa: FBT001
    cell = sheet.cell(row, 1, "þ" if ticked else "¨")
    cell.font = Font(name="Wingdings")


def nothing(_sheet: Worksheet, _row: int, _ticked: bool) -> None:  # noqa: FBT001
    """The tick is a control, added to the package later."""


def form(filling: Filling, tick: Tick, *, merged: bool = False) -> tuple[bytes, list[tuple[int, bool]]]:
    """The workbook, and the rows of its tick boxes with their states."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    row = 0
    boxes: list[tuple[int, bool]] = []

    def put(*cells: str) -> None:
        nonlocal row
        row += 1
        for number, text in enumerate(cells):
            column = 1 + number * 3 if merged else 1 + number
            sheet.cell(row, column, text)
            if merged and len(cells) > 1:
                sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 2)

    def choose(rows: list[tuple[bool, str, str]]) -> None:
        nonlocal row
        for ticked, label, written in rows:
            row += 1
            tick(sheet, row, ticked)
            boxes.append((row, ticked))
            sheet.cell(row, 2, f"{label} {written}".strip())

    for line in filling.title:
        put(line)
    put("ชื่อ - สกุล", filling.name, "ตำแหน่ง", filling.position)
    put("สังกัด / หน่วยงาน", filling.unit)
    put("เบอร์โทรศัพท์", filling.phone_as_written)
    put(filling.purpose)
    choose(filling.category_lines())
    put("หัวข้อข่าวสาร/กิจกรรม", filling.topic)
    put("รายละเอียดข่าวสาร/กิจกรรม", filling.detail)
    put("โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล")
    choose(filling.delivery_lines())
    put(CERTIFY)
    put("ลงชื่อ....................ผู้ขอใช้บริการ", "ลงชื่อ....................ผู้อนุมัตินำขึ้นเว็บไซต์")
    hidden = book.create_sheet("รายการ")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "ไม่ควรอ่าน"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), boxes


def with_controls(data: bytes, boxes: list[tuple[int, bool]]) -> bytes:
    """The workbook with a form control on each of these rows, as a spreadsheet program writes them."""
    shapes = "".join(
        f'<v:shape id="b{row}" type="#_x0000_t201" style="position:absolute;width:15pt;height:14pt">'
        '<v:textbox><div><font face="Tahoma">Check Box 1</font></div></v:textbox>'
        f'<x:ClientData ObjectType="Checkbox"><x:Anchor>0, 10, {row - 1}, 2, 1, 0, {row}, 1</x:Anchor>'
        f"{'<x:Checked>1</x:Checked>' if ticked else ''}<x:FmlaLink>$H${row}</x:FmlaLink>"
        "</x:ClientData></v:shape>"
        for row, ticked in boxes
    )
    drawing = f'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:x">{shapes}<br></xml>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="v1" '
        'Target="../drawings/vmlDrawing1.vml" Type="http://x/vmlDrawing"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/drawings/vmlDrawing1.vml", drawing)
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations)
    return out.getvalue()


def cases() -> Iterator[Case]:
    """Every way of ticking with every filling, plain and with merged cells."""
    ticks: dict[str, Tick] = {"typed": typed, "crossed": crossed, "true-false": true_false}
    ticks |= {"wingdings": wingdings, "control": nothing}
    for way, tick in ticks.items():
        for number, (_, filling) in enumerate(FILLINGS.items()):
            data, boxes = form(filling, tick, merged=number % 2 == 1)
            yield Case(
                name=f"xlsx-{way}-{number + 1}",
                filename="คำขอ.xlsx",
                content_type=MIME,
                data=with_controls(data, boxes) if way == "control" else data,
                filling=filling,
                without=frozenset({"empty boxes"} if way == "crossed" else ()),
            )
