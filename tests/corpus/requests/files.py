"""Attached files: small content files that are what their name says, and the office's forms filled in."""

import io
import zipfile
from collections.abc import Iterator
from functools import cache

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000000030001"
    "5cfda1ee0000000049454e44ae426082"
)
_JPEG = (
    bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x08" * 64 + bytes.fromhex("ffd9")
)
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def content_file(name: str) -> tuple[str, str, bytes]:
    """A small file of the kind its name says."""
    suffix = name.rsplit(".", 1)[-1]
    data = {"jpg": _JPEG, "png": _PIXEL, "zip": _zip(), "docx": _zip(), "xlsx": _zip()}.get(suffix, _PDF)
    return (
        name,
        _TYPES[suffix],
        data + (b"" if suffix in {"zip", "docx", "xlsx", "png"} else b"%" + name.encode()),
    )


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo("ภาพ/1.txt"), "1")
    return out.getvalue()


@cache
def _forms() -> dict[str, tuple[str, str, bytes]]:
    from tests.corpus.documents import docx_forms, pdf_forms, xlsx_forms

    def each() -> Iterator[tuple[str, tuple[str, str, bytes]]]:
        for made in (docx_forms.cases(), xlsx_forms.cases(), pdf_forms.cases()):
            for one in made:
                yield one.name, (one.filename, one.content_type, one.data)

    return dict(each())


def form_file(name: str) -> tuple[str, str, bytes]:
    """One of the filled forms of the documents' corpus, by name."""
    return _forms()[name]


def form_names() -> list[str]:
    """The filled forms there are."""
    return sorted(_forms())


def paper_file(name: str, text: str) -> tuple[str, str, bytes]:
    """A paper of the office as DOCX: a paragraph a line."""
    from tests.corpus.documents import ooxml

    return name, ooxml.MIME, ooxml.docx(*(ooxml.line(line) for line in text.strip("\n").split("\n")))
