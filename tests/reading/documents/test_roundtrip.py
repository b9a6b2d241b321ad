"""Document, then language: every field of every golden filling, in every format, exactly."""

import shutil

import pytest

from mailbot.core.language.fields import read_fields
from mailbot.core.request import Confidence
from mailbot.reading.documents import read_document
from tests.corpus.documents import doc_forms, docx_forms, pdf_forms, xlsx_forms
from tests.corpus.documents.fillings import FILLINGS, Case
from tests.reading.documents.roundtrip import TODAY, VOCABULARY, expected

DOCS = [
    Case(name=f"doc-{name}", filename="a.doc", content_type="", data=doc_forms.form(filling), filling=filling)
    for name, filling in FILLINGS.items()
]
CASES = [*docx_forms.cases(), *xlsx_forms.cases(), *pdf_forms.cases()]
if shutil.which("antiword"):
    CASES += DOCS


def read(case: Case) -> tuple[dict[str, object], dict[str, object]]:
    """(what is read, what should be) for every field."""
    document = read_document(case.filename, case.content_type, case.data)
    assert document.source is not None
    fields, found = read_fields(document.text, vocabulary=VOCABULARY, today=TODAY, source=document.source)
    wanted = expected(case.filling)
    assert all(origin.source == document.source for origin in found.values())
    return {name: getattr(fields, name) for name in wanted}, wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_field_comes_back_as_it_was_filled_in(case: Case) -> None:
    got, wanted = read(case)

    assert got == wanted


@pytest.mark.parametrize("form", ["main", "group"])
def test_an_empty_form_says_nothing(form: str) -> None:
    document = read_document("a.docx", "", docx_forms.empty(form))
    fields, _ = read_fields(document.text, vocabulary=VOCABULARY, today=TODAY, source="form.docx")

    assert {name: value for name, value in expected_nothing(fields).items() if value} == {}


def expected_nothing(fields: object) -> dict[str, object]:
    names = expected(next(iter(FILLINGS.values())))
    return {name: getattr(fields, name) for name in names}


def test_the_group_of_a_group_form_is_read_from_its_title() -> None:
    case = next(case for case in CASES if case.filling.form == "group")
    document = read_document(case.filename, case.content_type, case.data)
    fields, _ = read_fields(document.text, vocabulary=VOCABULARY, today=TODAY, source=document.source or "")

    assert case.filling.group
    assert case.filling.group in (fields.group or "")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Debian's tesseract-ocr")
def test_a_scan_only_suggests() -> None:
    filling = FILLINGS["workshop"]
    picture = pdf_forms.picture(pdf_forms.printed(filling, "dots", "drawn"))
    document = read_document("a.jpg", "", pdf_forms.scanned(picture))
    fields, found = read_fields(document.text, vocabulary=VOCABULARY, today=TODAY, source="form.scan")

    assert fields.phone == filling.phone
    assert tuple(category.value for category in fields.categories) == tuple(filling.categories)
    assert {origin.confidence for origin in found.values()} == {Confidence.SUGGESTED}
