"""Which reader a file goes to, by its bytes, and what is said when none can read it.

The only place that knows every format. It understands nothing of what a document says.
"""

from dataclasses import replace
from typing import Final

from mailbot.core.language.thai import normalise
from mailbot.reading.documents.document import MAX_BYTES, MAX_TEXT, Document, Kind, UnreadableError
from mailbot.reading.documents.form import marked

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF: Final = b"{\\rtf"
_PDF: Final = b"%PDF-"
_PDF_REACH: Final = 1024
"""Bytes a PDF's mark may be away from the start; viewers forgive that much."""
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORD: Final = "WordDocument".encode("utf-16-le")
_TEXT_NAMES: Final = (".txt", ".csv", ".md", ".log")


def read_document(filename: str, content_type: str, data: bytes) -> Document:
    """Read one attached file.

    The bytes decide what it is; ``filename`` and ``content_type`` only tell plain text from unknown
    bytes. Total: any bytes give a Document, with a note when they could not be read.
    """
    try:
        return read_strictly(filename, content_type, data)
    except Exception:  # noqa: BLE001 - one attachment, or our bug with it, must not cost the mail it came with
        return Document(kind=kind_of(filename, content_type, data), note="broken")


def read_strictly(filename: str, content_type: str, data: bytes) -> Document:
    """The same without the last net, so that tests see our own bugs."""
    kind = kind_of(filename, content_type, data)
    try:
        document = _read(kind, data)
    except UnreadableError as gave_up:
        document = Document(kind=kind, note=gave_up.note)
    except RecursionError:
        document = Document(kind=kind, note="broken")
    except MemoryError:
        document = Document(kind=kind, note="too large to read")
    return marked(replace(document, text=normalise(document.text[:MAX_TEXT])))


def kind_of(filename: str, content_type: str, data: bytes) -> Kind:
    """What the bytes are. A package is taken for a Word document or a workbook by its parts' names."""
    start = data[:16]
    if start.startswith(_ZIP):
        return "docx" if b"word/" in data else "xlsx" if b"xl/" in data else "other"
    if start.startswith(_OLE):
        return "doc" if _WORD in data else "other"
    if start.startswith(_RTF):
        return "doc"
    if _PDF in data[:_PDF_REACH]:
        return "pdf"
    if start.startswith(_PICTURES) or (start.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "scan"
    is_text = content_type.lower().startswith("text/") or filename.lower().endswith(_TEXT_NAMES)
    return "text" if is_text and b"\0" not in data[:4096] else "other"


def _read(kind: Kind, data: bytes) -> Document:
    if len(data) > MAX_BYTES:
        raise UnreadableError("too large to read")
    if kind in {"docx", "xlsx"}:
        return _read_package(kind, data)
    if kind == "text":
        return Document(kind="text", text=_decoded(data[: 4 * MAX_TEXT]))
    if kind == "pdf":
        from mailbot.reading.documents.pdf import read_pdf

        return read_pdf(data)
    if kind == "scan":
        from mailbot.reading.documents.scan import read_scan

        return read_scan(data)
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise UnreadableError("encrypted")
    if kind == "doc" and data.startswith(_OLE):
        from mailbot.reading.documents.doc import read_doc

        return read_doc(data)
    raise UnreadableError("not readable")


def _read_package(kind: Kind, data: bytes) -> Document:
    from mailbot.reading.documents.package import Package

    package = Package(data)
    if kind == "docx":
        from mailbot.reading.documents.docx import read_docx

        return read_docx(package)
    from mailbot.reading.documents.xlsx import read_xlsx

    return read_xlsx(package)


def _decoded(data: bytes) -> str:
    """Plain text: UTF-8 where it is valid, else the Thai code page, as all Thai programs do."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp874", errors="replace")
