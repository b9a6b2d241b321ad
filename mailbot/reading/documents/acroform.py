"""The fields of a fillable PDF: names, values, and where they are on their pages.

Read with pypdf, which keeps Thai values whole. Thai names and values that some programs write as bare
bytes are mended. Never raises; what cannot be understood is left out.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from mailbot.reading.documents.document import EMPTY, TICKED
from mailbot.reading.documents.pdf_page import Field, Rectangle

_MAX_FIELDS: Final = 500
_MAX_VALUE: Final = 20_000
_MAX_PARENTS: Final = 20
_RADIO_OR_PUSH: Final = 1 << 16  # flag 17: a push button, which has no value
_BOMS: Final = (b"\xfe\xff", b"\xff\xfe")


@dataclass(slots=True)
class Fields:
    """What was filled in: values by name, and the fields of each page (from 0)."""

    values: dict[str, str] = field(default_factory=dict)
    pages: dict[int, list[Field]] = field(default_factory=dict)


def read_fields_of(data: bytes, pages: int) -> Fields:
    """The form fields on the first ``pages`` pages."""
    import pypdf

    found = Fields()
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        for number, page in enumerate(reader.pages):
            if number >= pages or len(found.values) >= _MAX_FIELDS:
                break
            for name, one in _page_fields(page):
                found.pages.setdefault(number, []).append(one)
                if name and (one.text or name not in found.values):
                    # several buttons of one name: the ticked one speaks for the group
                    found.values[name] = TICKED if TICKED in (found.values.get(name), one.text) else one.text
    except Exception:  # noqa: BLE001 - a hostile file may break this parser in any way; the text layer remains
        return found
    return found


def _page_fields(page: Any) -> Iterator[tuple[str, Field]]:
    for number, reference in enumerate(page.get("/Annots") or ()):
        if number >= _MAX_FIELDS:
            return
        widget = reference.get_object()
        if widget.get("/Subtype") != "/Widget" or "/Rect" not in widget:
            continue
        sides = [float(side) for side in widget["/Rect"]]
        left, right = sorted((sides[0], sides[2]))
        bottom, top = sorted((sides[1], sides[3]))
        text, is_mark = _value(widget)
        if text is not None:
            place = Rectangle(left=left, bottom=bottom, right=right, top=top)
            yield _name(widget), Field(place=place, text=text, is_mark=is_mark)


def _inherited(widget: Any, key: str) -> Any:
    """A value of the widget or of the field it belongs to."""
    for _ in range(_MAX_PARENTS):
        if key in widget:
            return widget[key].get_object() if hasattr(widget[key], "get_object") else widget[key]
        if "/Parent" not in widget:
            return None
        widget = widget["/Parent"].get_object()
    return None


def _name(widget: Any) -> str:
    names: list[str] = []
    for _ in range(_MAX_PARENTS):
        if "/T" in widget:
            names.append(_words(widget["/T"]))
        if "/Parent" not in widget:
            break
        widget = widget["/Parent"].get_object()
    return ".".join(reversed(names))


def _value(widget: Any) -> tuple[str | None, bool]:
    """The words or the mark of a field, and whether it is a mark; None for a button."""
    kind = _inherited(widget, "/FT")
    if kind == "/Btn":
        flags = _inherited(widget, "/Ff") or 0
        if int(flags) & _RADIO_OR_PUSH:
            return None, True
        state = widget.get("/AS")
        if state is None:
            state = _inherited(widget, "/V")
        return (EMPTY if state in (None, "/Off", "") else TICKED), True
    value = _inherited(widget, "/V")
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)[:_MAX_VALUE], False
    return _words(value)[:_MAX_VALUE].strip() if value is not None and kind in {"/Tx", "/Ch"} else "", False


def _words(value: Any) -> str:
    """A text string; bytes that are not in the PDF's own encodings are read as UTF-8 or Thai code page."""
    raw = getattr(value, "original_bytes", None)
    if isinstance(value, bytes):
        raw = bytes(value)
    if raw and not raw.startswith(_BOMS) and any(byte >= 0x80 for byte in raw):  # noqa: PLR2004 - beyond ASCII
        for charset in ("utf-8", "cp874"):
            try:
                mended = raw.decode(charset)
            except UnicodeDecodeError:
                continue
            if sum("\u0e00" <= char <= "\u0e7f" for char in mended) * 2 >= len(mended.replace(" ", "")) - 12:
                return str(mended).replace("\r\n", "\n").replace("\r", "\n")
    text: str = str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")
