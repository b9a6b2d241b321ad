"""Word documents: every kind of tick box, every way of writing a value, nothing the writer took back."""

import pytest

from mailbot.reading.documents import read_document
from tests.corpus.documents import docx_forms
from tests.corpus.documents import ooxml as x
from tests.corpus.documents.fillings import Case
from tests.reading.documents.checks import misread

CASES = {case.name: case for case in docx_forms.cases()}


def text_of(*blocks: str) -> str:
    return read_document("a.docx", x.MIME, x.docx(*blocks)).text


@pytest.mark.parametrize(
    "case", [c for n, c in CASES.items() if "strikes" not in n], ids=lambda case: case.name
)
def test_every_value_and_tick_of_the_form_is_read(case: Case) -> None:
    document = read_document(case.filename, case.content_type, case.data)

    assert misread(case, document) == []
    assert (document.kind, document.is_form, document.source, document.note) == (
        "docx",
        True,
        "form.docx",
        None,
    )


@pytest.mark.parametrize("name", [n for n in CASES if "strikes" in n])
def test_what_is_struck_out_is_marked_and_what_is_left_is_not(name: str) -> None:
    case = CASES[name]
    text = read_document(case.filename, case.content_type, case.data).text

    for ticked, label, _ in case.filling.category_lines():
        assert (f"~~{label}~~" in text) is not ticked
        assert label in text


@pytest.mark.parametrize("form", ["main", "group"])
def test_an_empty_form_is_a_form_with_nothing_ticked(form: str) -> None:
    document = read_document("x.docx", x.MIME, docx_forms.empty(form))

    assert document.is_form
    assert "☑" not in document.text
    assert document.text.count("☐") == 9


def test_a_title_and_labels_make_a_form_and_a_filename_does_not() -> None:
    letter = x.docx(x.line("ส่งแบบฟอร์มคำขอเผยแพร่ข้อมูลข่าวสาร มาพร้อมหนังสือนี้"), x.line("ขอแสดงความนับถือ"))

    assert not read_document("แบบฟอร์มคำขอเผยแพร่.docx", x.MIME, letter).is_form


def test_deleted_hidden_and_placeholder_words_are_nobodys() -> None:
    text = text_of(
        x.para(x.run("หัวข้อ "), x.tracked("ใหม่", "เก่า"), x.hidden("ลับ"), x.empty_control(), x.form_text("ค่า"))
    )

    assert text == "หัวข้อ ใหม่ค่า"


def test_a_text_box_is_read_once() -> None:
    assert text_of(x.para(x.text_box("ข้อความในกล่อง"))).count("ข้อความในกล่อง") == 1


def test_a_text_box_that_fits_no_gap_is_not_given_to_a_label() -> None:
    text = text_of(x.para(x.text_box("ก"), x.run("ชื่อ.......... ตำแหน่ง.......... สังกัด..........")))

    assert text.splitlines()[1:] == ["ก"]


def test_drawn_boxes_side_by_side_are_left_out_because_nobody_can_tell_whose_they_are() -> None:
    text = text_of(
        x.para(x.drawn_box(ticked=True), x.drawn_box(ticked=False), x.run("แผน")), x.line("Banner")
    )

    assert text == "แผน\nBanner"


def test_tick_bullets_without_empty_box_bullets_are_ornament() -> None:
    assert text_of(x.bullet("3", "แผน"), x.bullet("3", "โครงการ")) == "แผน\nโครงการ"


def test_tick_bullets_beside_empty_box_bullets_are_ticks() -> None:
    assert text_of(x.bullet("1", "แผน"), x.bullet("3", "โครงการ")) == "☐ แผน\n☑ โครงการ"


def test_a_strike_over_a_line_end_is_closed_on_every_line() -> None:
    text = text_of(x.para(x.struck("แผน"), "<w:r><w:br/></w:r>", x.struck("โครงการ")), x.line("Banner"))

    assert text.splitlines()[-1] == "Banner"
    assert all(line.count("~~") % 2 == 0 for line in text.splitlines())


def test_a_signature_table_keeps_each_side_together() -> None:
    case = CASES["docx-box-control"]
    text = read_document(case.filename, case.content_type, case.data).text

    block = text[text.index("ผู้ตรวจสอบและอนุมัติ") :].splitlines()
    assert block[2:4] == ["(นายใหญ่ ใจกว้าง)", "ตำแหน่ง ผู้อำนวยการกลุ่ม"]


def test_thai_in_a_run_set_in_wingdings_is_kept() -> None:
    assert text_of(x.para(x.run("þ แผน", font="Wingdings"))) == "☑ แผน"


def test_strict_documents_read_like_transitional_ones() -> None:
    data = x.docx(x.para(x.sdt_box(ticked=True), x.run(" แผน")))
    strict = x.package(
        {
            "_rels/.rels": x.RELATIONS.format(target="word/document.xml"),
            "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
            "<w:body><w:p><w:r><w:t>แผน</w:t></w:r></w:p></w:body></w:document>",
        }
    )

    assert read_document("a", "", strict).text == "แผน"
    assert read_document("a", "", data).text == "☑ แผน"


def test_macros_are_noted_and_the_text_is_read() -> None:
    data = x.docx(x.line("ข้อความ"), extra={"word/vbaProject.bin": "x"})

    document = read_document("a.docm", "", data)
    assert (document.note, document.text) == ("macro", "ข้อความ")


def test_decomposed_thai_comes_out_in_one_spelling() -> None:
    assert text_of(x.line("ตํ" + "าแหน่ง เเผน")) == "ตำแหน่ง แผน"
