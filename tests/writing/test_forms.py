"""The empty form, as it is handed out: filled in as people do, it comes back without loss."""

import io
import re
import zipfile
from collections.abc import Mapping

import pytest
from pypdf import PdfReader, PdfWriter

from mailbot.core.language.fields import read_fields
from mailbot.core.office import Office
from mailbot.packaged import packaged
from mailbot.reading.documents import read_document
from mailbot.writing.form_words import form_words
from mailbot.writing.forms import empty_forms
from tests.corpus.documents.fillings import FILLINGS, Filling
from tests.reading.documents.roundtrip import TODAY, VOCABULARY, expected

OFFICE = Office(
    name="สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา เขต 12",
    short="สพม.12",
    domain="www.sea.example",
    address="web@sea.example",
    operator="system@sea.example",
)
TEMPLATES = packaged("templates")
FILES = {file.filename: file.data for file in empty_forms(OFFICE, TEMPLATES)}


def form(kind: str, ending: str) -> bytes:
    where = {"main": "เว็บไซต์หลัก", "group": "เว็บไซต์กลุ่ม"}[kind]
    return next(data for name, data in FILES.items() if name.endswith(f"{where}.{ending}"))


def values_of(filling: Filling) -> dict[str, str]:
    """Field name -> what is typed into it."""
    return {
        "name": filling.name, "position": filling.position, "unit": filling.unit,
        "phone": filling.phone_as_written, "topic": filling.topic, "detail": filling.detail,
        "category.other.text": filling.category_other or "",
        "delivery.email.text": filling.email, "delivery.other.text": filling.delivery_other or "",
        "group": filling.group or "", "group_path": filling.group_path or "",
    }  # fmt: skip


def ticked_in(filling: Filling) -> set[str]:
    return {f"category.{key}" for key in filling.categories} | {f"delivery.{key}" for key in filling.delivery}


def typed_in_word(data: bytes, values: Mapping[str, str], ticked: set[str]) -> bytes:
    """The document after somebody typed into its controls and saved it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    document = parts["word/document.xml"].decode()

    def fill(control: re.Match[str]) -> str:
        name = re.search(r'<w:tag w:val="([^"]+)"', control[0])
        assert name
        whole = control[0]
        if name[1] in ticked:
            whole = whole.replace('<w14:checked w14:val="0"/>', '<w14:checked w14:val="1"/>').replace(
                ">☐<", ">☑<"
            )
        if values.get(name[1]):
            whole = re.sub(r">\.{20,}<", f">{values[name[1]]}<", whole.replace("<w:showingPlcHdr/>", ""))
        return whole

    document = re.sub(r"<w:sdt>.*?</w:sdt>", fill, document)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in (parts | {"word/document.xml": document.encode()}).items():
            package.writestr(name, content)
    return out.getvalue()


def typed_in_pdf(data: bytes, values: Mapping[str, str], ticked: set[str]) -> bytes:
    """The PDF after somebody filled it in and saved it."""
    writer = PdfWriter(io.BytesIO(data))
    known = set(PdfReader(io.BytesIO(data)).get_fields() or {})
    filled = {name: value for name, value in values.items() if value and name in known}
    writer.update_page_form_field_values(
        writer.pages[0], filled | dict.fromkeys(ticked, "/Yes"), auto_regenerate=False
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("ending", ["docx", "pdf"])
@pytest.mark.parametrize("name", FILLINGS)
def test_what_is_filled_in_comes_back_without_loss(name: str, ending: str) -> None:
    filling = FILLINGS[name]
    fill = {"docx": typed_in_word, "pdf": typed_in_pdf}[ending]
    data = fill(form(filling.form, ending), values_of(filling), ticked_in(filling))

    document = read_document(f"a.{ending}", "", data)
    fields, _ = read_fields(document.text, vocabulary=VOCABULARY, today=TODAY, source=document.source or "")
    wanted = expected(filling)

    assert document.is_form
    assert {key: getattr(fields, key) for key in wanted} == wanted
    if filling.group:
        assert filling.group in (fields.group or "")


@pytest.mark.parametrize("filename", FILES)
def test_the_empty_form_is_known_as_the_form_and_says_nothing(filename: str) -> None:
    document = read_document("x", "", FILES[filename])
    fields, _ = read_fields(document.text, vocabulary=VOCABULARY, today=TODAY, source=document.source or "")

    assert document.is_form
    assert document.text.count("☐") == 9
    assert "☑" not in document.text
    assert (fields.name, fields.topic, fields.detail, fields.categories, fields.certify) == (
        None,
        None,
        None,
        (),
        False,
    )


def test_both_forms_come_in_both_formats_on_one_page_each() -> None:
    assert sorted(name.rpartition(".")[2] for name in FILES) == ["docx", "docx", "pdf", "pdf"]
    for kind in ("main", "group"):
        assert len(PdfReader(io.BytesIO(form(kind, "pdf"))).pages) == 1


@pytest.mark.parametrize("filename", FILES)
def test_boxes_stand_beside_and_below_each_other_as_in_the_guidelines_form(filename: str) -> None:
    lines = [
        re.sub(r"[☐._\s]+", " ", line).strip()
        for line in read_document("x", "", FILES[filename]).text.split("\n")
    ]
    beside = next(n for n, line in enumerate(lines) if line.startswith("ทางระบบ my office"))
    assert lines[beside] == "ทางระบบ my office CD, DVD, Flash Drive"
    assert lines[beside - 1].startswith("ทาง e-mail :")
    assert lines[beside + 1].startswith("อื่นๆ (โปรดระบุ)")


def test_the_lines_of_the_word_form_end_at_the_margin_in_every_typeface() -> None:
    """Dots come from tabs; a row of typed dots is as wide as its typeface, and wraps in another."""
    for kind in ("main", "group"):
        with zipfile.ZipFile(io.BytesIO(form(kind, "docx"))) as package:
            document = package.read("word/document.xml").decode()
        assert max(len(dots) for dots in re.findall(r"\.+", document)) == 24
        assert document.count('w:leader="dot"') > 20
        assert document.count("<w:cantSplit/>") == 2, "part 2 and the signatures stay whole"


def test_the_same_office_gives_the_same_bytes() -> None:
    again = {file.filename: file.data for file in empty_forms(OFFICE, TEMPLATES)}

    assert {name: data for name, data in again.items() if name.endswith("docx")} == {
        name: data for name, data in FILES.items() if name.endswith("docx")
    }
    assert again == FILES


def test_the_office_is_named_and_no_place_to_fill_in_is_left_as_markup() -> None:
    for kind in ("main", "group"):
        words = form_words(OFFICE, TEMPLATES, kind)
        assert "{" not in str(words.purpose + words.where + words.address)
        text = read_document("a", "", form(kind, "docx")).text
        assert "[[" not in text
        assert OFFICE.domain in text


def test_an_office_name_with_markup_in_it_is_only_a_name() -> None:
    odd = OFFICE.model_copy(update={"name": 'สำนักงาน #strong[x] <w:t> & $ "เขต" *1*'})
    for file in empty_forms(odd, TEMPLATES)[:2]:  # the group's form does not name the office
        assert "#strong[x] <w:t> & $" in read_document("a", "", file.data).text
