"""Workbooks: one line a row, ticks of every kind, hidden sheets left alone."""

import io
from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from mailbot.reading.documents import read_document
from tests.corpus.documents import xlsx_forms
from tests.corpus.documents.fillings import FILLINGS, Case
from tests.reading.documents.checks import misread


@pytest.mark.parametrize("case", list(xlsx_forms.cases()), ids=lambda case: case.name)
def test_every_value_and_tick_of_the_form_is_read(case: Case) -> None:
    document = read_document(case.filename, case.content_type, case.data)

    assert misread(case, document) == []
    assert (document.kind, document.is_form, document.source, document.note) == (
        "xlsx",
        True,
        "form.xlsx",
        None,
    )
    assert "ไม่ควรอ่าน" not in document.text


def read(cells: dict[str, object], fonts: dict[str, Font] | None = None) -> list[str]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    for place, font in (fonts or {}).items():
        sheet[place].font = font
    out = io.BytesIO()
    book.save(out)
    return read_document("a.xlsx", xlsx_forms.MIME, out.getvalue()).text.splitlines()


def test_a_number_is_written_as_people_write_it() -> None:
    assert read({"A1": "จำนวน", "B1": 45.0, "C1": 1.5}) == ["จำนวน\t45\t1.5"]


def test_a_date_cell_is_a_date_and_not_a_serial_number() -> None:
    assert read({"A1": "วันที่", "B1": datetime(2026, 1, 15), "C1": datetime(2026, 1, 15, 10, 30)}) == [  # noqa: DTZ001
        "วันที่\t2026-01-15\t2026-01-15 10:30"
    ]


def test_a_struck_cell_is_marked() -> None:
    assert read({"A1": "แผน", "A2": "Banner"}, {"A1": Font(strike=True)}) == ["~~แผน~~", "Banner"]


def test_a_linked_cell_does_not_tick_a_second_time() -> None:
    data, boxes = xlsx_forms.form(next(iter(FILLINGS.values())), xlsx_forms.nothing)
    text = read_document("a.xlsx", "", xlsx_forms.with_controls(data, boxes)).text

    assert text.count("☑") == 2
    assert text.count("☐") == 7
