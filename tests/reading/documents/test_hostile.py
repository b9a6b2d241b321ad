"""Bytes made to hurt: every one gives a Document that says what is wrong, in little time and memory."""

import io
import re
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.reading.documents import read_document
from mailbot.reading.documents.document import MAX_PART, MAX_TEXT
from mailbot.reading.documents.door import read_strictly
from tests.corpus.documents import docx_forms, pdf_forms, xlsx_forms
from tests.corpus.documents import ooxml as x
from tests.corpus.documents.fillings import FILLINGS

ENTITIES = (
    '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<w:document {x.NAMESPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
MUTATED = [
    docx_forms.empty("main"),
    xlsx_forms.form(FILLINGS["plan"], xlsx_forms.wingdings)[0],
    pdf_forms.fillable(FILLINGS["plan"], thai_names=False),
]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True, scope="module")
def _nothing_is_recognised() -> Iterator[None]:
    """Recognition has its own tests, and takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shutil.which", lambda _name: None)
        yield


def packed(main: str | bytes, name: str = "word/document.xml") -> bytes:
    data = main.encode() if isinstance(main, str) else main
    return x.package({"_rels/.rels": x.RELATIONS.format(target=name).encode(), name: data})


def workbook(sheet: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return x.package(
        {
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
            SHEET: f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        }
    )


def lying_about_size(data: bytes) -> bytes:
    """The same package, each part said to be 10 bytes when unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sizes = [info.file_size for info in package.infolist()]
    for size in sizes:
        data = data.replace(struct.pack("<I", size), struct.pack("<I", 10))
    return data


def test_a_zip_bomb_is_not_unpacked() -> None:
    data = packed(b" " * (MAX_PART + 1))
    tracemalloc.start()
    document = read_document("a.docx", "", data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (document.kind, document.note) == ("docx", "too large to read")
    assert peak < 5_000_000


def test_a_part_that_lies_about_its_size_is_broken() -> None:
    document = read_document("a.docx", "", lying_about_size(packed(b"<a>" + b" " * 4_000_000 + b"</a>")))

    assert document.note == "broken"


def test_an_entity_bomb_is_refused_before_it_is_parsed() -> None:
    assert read_document("a.docx", "", packed(ENTITIES)).note == "broken"
    assert read_document("a.docx", "", packed(ENTITIES.encode("utf-16"))).note == "broken"


def test_a_hundred_thousand_paragraphs_are_read_to_the_limit() -> None:
    data = x.docx(*(x.line(f"ย่อหน้าที่ {n} ข้อความ") for n in range(100_000)))
    document = read_document("a.docx", "", data)

    assert document.note == "too large to read"
    assert MAX_TEXT - 100 < len(document.text) <= MAX_TEXT


@pytest.mark.parametrize("depth", [500, 50_000])
@pytest.mark.parametrize("tag", ["w:ins", "w:tbl><w:tr><w:tc", "w:sdt><w:sdtContent"])
def test_deep_nesting_is_broken_and_no_recursion(tag: str, depth: int) -> None:
    opened = f"<{tag}>" * depth
    closed = "".join(f"</{name}>" for name in reversed(tag.split("><"))) * depth
    data = packed(f"<w:document {x.NAMESPACES}><w:body>{opened}{closed}</w:body></w:document>")

    assert read_document("a.docx", "", data).note == "broken"


def test_a_million_rows_are_read_to_the_limit() -> None:
    row = "<row><c t='str'><v>ข้อความยาวพอประมาณ</v></c></row>"
    document = read_document("a.xlsx", "", workbook(row * 250_000))

    assert document.note == "too large to read"
    assert len(document.text) <= MAX_TEXT


def test_a_row_number_beyond_all_rows_costs_nothing() -> None:
    last = '<row r="1048576"><c r="XFD1048576" t="str"><v>ก</v></c></row>'
    beyond = '<row r="999999999"><c t="str"><v>ข</v></c></row>'

    assert read_document("a.xlsx", "", workbook(last + beyond)).text == "ข"


def test_one_row_of_half_a_million_cells_is_too_large() -> None:
    assert (
        read_document("a.xlsx", "", workbook("<row>" + "<c/>" * 500_000 + "</row>")).note
        == "too large to read"
    )


def test_a_directory_of_a_hundred_thousand_parts_is_not_listed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(10_000):
            package.writestr(f"word/{number}.xml", "")

    assert read_document("a.docx", "", out.getvalue()).note == "too large to read"


def test_a_locked_package_part_is_locked() -> None:
    data = bytearray(x.docx(x.line("ก")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)

    assert read_document("a.docx", "", bytes(data)).note == "encrypted"


def test_a_pdf_that_says_it_has_a_million_pages_is_not_believed() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>endobj\ntrailer<</Root 1 0 R>>"
    )
    document = read_document("a.pdf", "", data)

    assert document.text == ""
    assert document.note in {"broken", "no text layer"}


def test_a_picture_larger_than_any_scan_is_not_opened() -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )

    assert read_document("a.png", "", data).note == "too large to read"


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "png"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_a_cut_file_is_no_error(kind: str, share: float) -> None:
    whole = {
        "docx": lambda: docx_forms.empty("main"),
        "xlsx": lambda: xlsx_forms.form(FILLINGS["plan"], xlsx_forms.typed)[0],
        "pdf": lambda: pdf_forms.fillable(FILLINGS["plan"], thai_names=True),
        "png": lambda: pdf_forms.png(
            pdf_forms.picture(pdf_forms.printed(FILLINGS["plan"], "dots", "drawn"), 40)
        ),
    }[kind]()
    document = read_strictly(f"a.{kind}", "", whole[: int(len(whole) * share)])

    assert document.note is not None or document.text or kind in {"png", "pdf"}


STARTS = {
    b"PK\x03\x04word/": "docx", b"PK\x03\x04xl/": "xlsx", b"%PDF-1.7\n": "pdf", b"\x89PNG\r\n\x1a\n": "scan",
    b"\xff\xd8\xff\xe0": "scan", b"GIF89a": "scan", b"II*\0": "scan", b"BM": "scan", b"{\\rtf1": "doc",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "other",
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(start=st.sampled_from(sorted(STARTS)), rest=st.binary(max_size=400))
def test_any_bytes_give_a_document(start: bytes, rest: bytes) -> None:
    document = read_strictly("x", "application/octet-stream", start + rest)

    # a PDF may have a few bytes before its head, whatever they look like
    assert document.kind == STARTS[start] or b"WordDocument" in rest or b"%PDF-" in rest
    assert not document.is_form


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_mutated_form_is_no_error(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(MUTATED)))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(read_strictly("x", "", bytes(whole)).text, str)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_mutated_markup_is_no_error(data: st.DataObject) -> None:
    """Names and values swapped inside the parts: the package is whole, its content is not."""
    with zipfile.ZipFile(io.BytesIO(data.draw(st.sampled_from(MUTATED[:2])))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    words = sorted(set(re.findall(rb"[A-Za-z0-9]+", parts[name])))
    for _ in range(data.draw(st.integers(1, 6))):
        old, new = data.draw(st.sampled_from(words)), data.draw(st.sampled_from(words))
        parts[name] = parts[name].replace(old, new, data.draw(st.integers(1, 5)))

    assert isinstance(read_strictly("x", "", x.package(parts)).text, str)


@given(st.binary(max_size=300), st.text(max_size=20), st.text(max_size=20))
def test_unknown_bytes_are_said_to_be_unreadable(data: bytes, filename: str, content_type: str) -> None:
    document = read_document(filename, content_type, b"\0\0" + data)

    assert document.note is not None
    assert document.text == ""


def test_our_own_bug_with_a_file_is_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mailbot.reading.documents.docx.read_docx", bug)

    assert read_document("a.docx", "", docx_forms.empty("main")).note == "broken"
