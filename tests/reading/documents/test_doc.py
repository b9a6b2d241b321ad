"""Old Word documents through antiword."""

import shutil

import pytest

from mailbot.reading.documents import read_document
from tests.corpus.documents import doc_forms
from tests.corpus.documents.fillings import FILLINGS, Case
from tests.reading.documents.checks import misread

needs_antiword = pytest.mark.skipif(shutil.which("antiword") is None, reason="needs Debian's antiword")


@needs_antiword
@pytest.mark.parametrize("name", FILLINGS)
def test_every_value_and_tick_of_the_form_is_read(name: str) -> None:
    data = doc_forms.form(FILLINGS[name])
    document = read_document("คำขอ.doc", "application/msword", data)

    case = Case(name=name, filename="", content_type="", data=data, filling=FILLINGS[name])
    assert misread(case, document) == []
    assert (document.kind, document.is_form, document.source, document.note) == (
        "doc",
        True,
        "form.doc",
        None,
    )


@needs_antiword
def test_a_damaged_document_is_said_to_be_broken() -> None:
    data = doc_forms.form(FILLINGS["plan"])[:3000]

    document = read_document("คำขอ.doc", "", data)
    assert document.note in {"broken", "not readable"}
    assert document.text == ""


def test_without_antiword_it_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)

    document = read_document("a.doc", "", doc_forms.form(FILLINGS["plan"]))
    assert (document.kind, document.note, document.text) == ("doc", "not readable", "")


def test_a_locked_office_package_is_said_to_be_locked() -> None:
    data = doc_forms.compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 200})

    assert read_document("a.docx", "", data).note == "encrypted"
