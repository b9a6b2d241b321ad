"""PDF: the text layer where it is sound, the filled-in fields, and the picture of the page where not.

PDFium reads the letters, pypdf the fields; a page whose letters are rotten or missing is recognised from
its picture. Every PDFium object is closed here.
"""

from itertools import islice
from typing import Any, Final

from mailbot.core.language.thai import normalise
from mailbot.reading.documents.acroform import Fields, read_fields_of
from mailbot.reading.documents.document import MAX_TEXT, Document, Note, UnreadableError
from mailbot.reading.documents.form import begins_anew
from mailbot.reading.documents.health import is_sound
from mailbot.reading.documents.layout import lines, paragraphs
from mailbot.reading.documents.pdf_page import Field, page_pieces

_MAX_PAGES: Final = 60
"""Pages read; what asks for attention (a form, a secrecy mark) stands at the front."""
_LAID_OUT: Final = 6
"""Pages whose letters are put together one by one; a form has two. The rest is only searched for words."""
_LOOKED_AT: Final = 3_000
_MAX_RECOGNISED: Final = 3
_RESOLUTION: Final = 200
"""Dots per inch for recognition: 300 takes longer and reads no better."""
_MAX_PIXELS: Final = 12_000_000
_POINTS: Final = 72
_WRONG_PASSWORD: Final = 4


def read_pdf(data: bytes) -> Document:
    """The text of a PDF. Raises UnreadableError."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as bad:
        code = getattr(bad, "err_code", None)
        locked = code == pdfium.FPDF_ERR_PASSWORD or "password" in str(bad).lower()
        raise UnreadableError("encrypted" if locked else "broken") from bad
    try:
        return _read(pdf, data)
    except pypdfium2.PdfiumError as bad:
        raise UnreadableError("broken") from bad
    finally:
        pdf.close()


def _read(pdf: Any, data: bytes) -> Document:
    import pypdfium2.raw as pdfium

    count = len(pdf)
    fields = Fields()
    if pdf.get_formtype() != pdfium.FORMTYPE_NONE:
        fields = read_fields_of(data, min(count, _MAX_PAGES))
    texts: list[str] = []
    sound = recognised = size = 0
    note: Note | None = None
    for number in range(min(count, _MAX_PAGES)):
        text, is_readable = _page(pdf, number, fields.pages.get(number, []))
        sound += is_readable and bool(text)
        if not is_readable:
            text = ""
            if not sound and number < _MAX_RECOGNISED:
                text, failed = _recognised(pdf, number)
                recognised += bool(text)
                note = note or failed
        texts.append(text)
        size += len(text)
        if size > MAX_TEXT:
            break
    if not sound and not recognised:
        note = note or "no text layer"
    elif count > len(texts):
        note = "too large to read"
    return Document(
        kind="scan" if recognised and not sound else "pdf",
        text="\n".join(text for text in texts if text),
        values={normalise(name): normalise(value) for name, value in fields.values.items()},
        suggestion=recognised > 0,
        note=note,
        pages=count,
    )


def _page(pdf: Any, number: int, fields: list[Field]) -> tuple[str, bool]:
    """A page's text, and whether it is what the page shows; an empty page is what it shows."""
    import pypdfium2.raw as pdfium

    page = pdf[number]
    try:
        text_page = page.get_textpage()
        try:
            if number < _LAID_OUT:
                pieces = page_pieces(page, text_page, fields)
                text = "\n".join(paragraphs(lines(pieces), begins_anew))
            else:
                text = text_page.get_text_range()
        finally:
            text_page.close()
        text = normalise(text)
        kinds = {item.type for item in islice(page.get_objects(max_depth=2), _LOOKED_AT)}
        if not text and not kinds:
            return "", True
        return text, is_sound(text, has_picture=pdfium.FPDF_PAGEOBJ_IMAGE in kinds)
    finally:
        page.close()


def _recognised(pdf: Any, number: int) -> tuple[str, Note | None]:
    """A page's text from its picture, and what to say when there is none."""
    from mailbot.reading.documents.scan import recognise

    page = pdf[number]
    try:
        width, height = page.get_size()
        scale = _RESOLUTION / _POINTS
        if width * height * scale * scale > _MAX_PIXELS:
            scale = (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            image = bitmap.to_pil()
            return recognise(image)
        finally:
            bitmap.close()
    finally:
        page.close()
