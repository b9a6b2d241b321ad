"""PDF: letters put together by their place, drawn boxes, fields, and layers that must not be believed."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from mailbot.reading.documents import read_document
from mailbot.reading.documents.health import is_sound
from tests.corpus.documents import pdf_forms
from tests.corpus.documents.fillings import FILLINGS, Case
from tests.reading.documents.checks import misread

CLEAN = (
    "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยการให้ข่าวสารและบริการข่าวสารของทางราชการ พ.ศ. ๒๕๒๙ และที่แก้ไขเพิ่มเติม "
    "ให้ผู้รับผิดชอบในการให้ข้อมูลเสนอบันทึกข้อความหรือแบบฟอร์มคำขอเผยแพร่ข้อมูลข่าวสารต่อหัวหน้าหน่วยงาน"
)


@pytest.mark.parametrize("case", list(pdf_forms.cases()), ids=lambda case: case.name)
def test_every_value_and_tick_of_the_form_is_read(case: Case) -> None:
    document = read_document(case.filename, case.content_type, case.data)

    assert misread(case, document) == []
    assert (document.kind, document.is_form, document.source, document.note) == (
        "pdf",
        True,
        "form.pdf",
        None,
    )
    assert not document.suggestion
    assert document.pages == 1


def test_fields_are_given_by_name_also_when_the_name_is_in_bare_bytes() -> None:
    filling = FILLINGS["update"]
    values = read_document("a.pdf", "", pdf_forms.fillable(filling, thai_names=True)).values

    assert values["ชื่อ - สกุล"] == filling.name
    assert values["ปรับปรุงข้อมูลสารสนเทศ"] == "☑"
    assert values["แผน / โครงการ / รายงานผลการดำเนินงาน"] == "☐"


def test_the_text_layer_says_every_thai_cluster_once() -> None:
    words = "ขึ้นเว็บไซต์ที่ที่ประชุมสั่งทั้งนี้ปิ่นแก้วคำสั่งแต่งตั้งทั้งหมดพื้นที่น้ำ"
    filling = FILLINGS["winner"]
    data = pdf_forms.typeset("placed.typ", f'[[60, 60, "{words}"], [60, 100, "{filling.name}"]]')

    assert read_document("a.pdf", "", data).text.splitlines() == [words, filling.name]


def test_label_and_value_far_apart_are_cells_of_one_line() -> None:
    data = pdf_forms.typeset("placed.typ", '[[60, 60, "สังกัด"], [200, 60, "กลุ่มนิเทศ"], [60, 90, "โทร"]]')

    assert read_document("a.pdf", "", data).text == "สังกัด\tกลุ่มนิเทศ\nโทร"


def test_a_locked_pdf_is_said_to_be_locked() -> None:
    writer = PdfWriter(io.BytesIO(pdf_forms.printed(FILLINGS["plan"], "dots", "drawn")))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    document = read_document("a.pdf", "", out.getvalue())
    assert (document.kind, document.note, document.text) == ("pdf", "encrypted", "")


def test_a_pdf_locked_against_change_only_is_read() -> None:
    writer = PdfWriter(io.BytesIO(pdf_forms.printed(FILLINGS["plan"], "dots", "drawn")))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    assert read_document("a.pdf", "", out.getvalue()).is_form


def test_a_rotten_layer_is_never_taken_for_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    document = read_document("a.pdf", "", pdf_forms.rotten(FILLINGS["plan"]))

    assert (document.text, document.is_form, document.note) == ("", False, "ocr not available")


def test_a_long_pdf_is_read_from_its_start() -> None:
    page = PdfReader(io.BytesIO(pdf_forms.printed(FILLINGS["plan"], "dots", "drawn"))).pages[0]
    writer = PdfWriter()
    for _ in range(70):
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)

    document = read_document("a.pdf", "", out.getvalue())
    assert (document.pages, document.note, document.is_form) == (70, "too large to read", True)


@pytest.mark.parametrize(
    ("layer", "why"),
    [
        ("×aö úÿøÿî ìýìÜÖøý ÿĚćîĆÖÜćîđ×êóČĚîìĊę ÖćøýċÖþć", "Western accents of an old font"),
        ("ขอมลสารสนเทศทางการศกษา สานกงานเขตพนทการศกษามธยมศกษา " * 3, "no marks at all"),
        ("\ufffd\ufffd\ufffdระเบียบ\ufffd\ufffd\ufffd", "unknown letters"),
        ("\ue001\ue002\ue003\ue004 abc", "private letters"),
        ("12 / 3", "too little to be a page"),
    ],
)
def test_a_rotten_layer_is_told_from_a_sound_one(layer: str, why: str) -> None:
    assert not is_sound(layer), why


@pytest.mark.parametrize(
    "layer", [CLEAN, CLEAN[:60], "An English page, with words enough to be one, is sound."]
)
def test_a_sound_layer_is_believed(layer: str) -> None:
    assert is_sound(layer)
