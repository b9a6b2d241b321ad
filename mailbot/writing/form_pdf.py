"""The empty request form as a fillable PDF: one page set by Typst, its fields laid on the drawn lines.

The page itself says where its places to fill in are, so that words and fields cannot drift apart. The
fields' names are plain ASCII; every PDF program keeps those.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from mailbot.writing.form_words import Choice, FormWords

_HEIGHT: Final = 841.89
"""Points of an A4 page; Typst counts from the top, PDF from the bottom."""
_WRITTEN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_MULTILINE: Final = 1 << 12
_PRINT: Final = 4
_SIZE: Final = 12
_TICK: Final = b"q 1.3 w 1 J 1 j 2 5.2 m 4.3 2.4 l 8.2 8 l S Q"
"""A tick in a box of ten points, drawn: no font has one for certain."""


def form_pdf(words: FormWords, templates: Path) -> bytes:
    """The form as a PDF with an AcroForm."""
    import typst

    page = str(templates / "paper" / "empty_form.typ")
    settings: dict[str, Any] = {
        "font_paths": [str(templates / "fonts")],
        "ignore_system_fonts": True,
        "sys_inputs": {"form": json.dumps(_data(words), ensure_ascii=False)},
    }
    paper: bytes = typst.compile(page, timestamp=_WRITTEN, **settings)
    slots: list[Mapping[str, Any]] = json.loads(typst.query(page, "<slot>", field="value", **settings))
    return _with_fields(paper, slots)


def _data(words: FormWords) -> dict[str, Any]:
    def rows(choices: Sequence[Choice]) -> list[tuple[str, str, bool]]:
        return [(choice.id, choice.label, choice.has_line) for choice in choices]

    return asdict(words) | {"categories": rows(words.categories), "deliveries": rows(words.deliveries)}


def _with_fields(paper: bytes, slots: Sequence[Mapping[str, Any]]) -> bytes:
    """The page with a widget on every slot; slots of one name are one field shown in several places."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(io.BytesIO(paper))
    fields = ArrayObject()
    on_page = ArrayObject()
    named: dict[str, list[Mapping[str, Any]]] = {}
    for slot in slots:
        named.setdefault(slot["id"], []).append(slot)
    for name, places in named.items():
        field = _field(name, places[0]["kind"])
        if len(places) == 1:
            field.update(_widget(places[0], writer))
            reference = writer._add_object(field)  # noqa: SLF001 - pypdf has no public way to add an object
            on_page.append(reference)
        else:
            reference = writer._add_object(field)  # noqa: SLF001
            kids = ArrayObject()
            for place in places:
                widget = _widget(place, writer) | {NameObject("/Parent"): reference}
                kids.append(writer._add_object(DictionaryObject(widget)))  # noqa: SLF001
            field[NameObject("/Kids")] = kids
            on_page.extend(kids)
        fields.append(reference)
    writer.pages[0][NameObject("/Annots")] = on_page
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/Fields"): fields,
            NameObject("/NeedAppearances"): BooleanObject(value=True),
            NameObject("/DA"): TextStringObject(f"/Helv {_SIZE} Tf 0 g"),
            NameObject("/DR"): DictionaryObject(
                {NameObject("/Font"): DictionaryObject({NameObject("/Helv"): _helvetica()})}
            ),
        }
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _field(name: str, kind: str) -> Any:
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

    field = DictionaryObject({NameObject("/T"): TextStringObject(name)})
    if kind == "tick":
        field[NameObject("/FT")] = NameObject("/Btn")
        field[NameObject("/V")] = NameObject("/Off")
    else:
        field[NameObject("/FT")] = NameObject("/Tx")
        field[NameObject("/V")] = TextStringObject("")
        field[NameObject("/DA")] = TextStringObject(f"/Helv {_SIZE} Tf 0 g")
        if kind == "area":
            field[NameObject("/Ff")] = NumberObject(_MULTILINE)
    return field


def _widget(place: Mapping[str, Any], writer: Any) -> Any:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject

    top = _HEIGHT - float(place["y"])
    sides = (place["x"], top - float(place["height"]), float(place["x"]) + float(place["width"]), top)
    widget = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): ArrayObject(FloatObject(round(float(side), 2)) for side in sides),
            NameObject("/F"): NumberObject(_PRINT),
            NameObject("/P"): writer.pages[0].indirect_reference,
        }
    )
    if place["kind"] == "tick":
        looks = DictionaryObject(
            {NameObject("/Yes"): _appearance(writer, _TICK), NameObject("/Off"): _appearance(writer, b"")}
        )
        widget[NameObject("/AS")] = NameObject("/Off")
        widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): looks})
    return widget


def _appearance(writer: Any, drawing: bytes) -> Any:
    from pypdf.generic import ArrayObject, FloatObject, NameObject, StreamObject

    stream = StreamObject()
    stream.set_data(drawing)
    stream[NameObject("/Type")] = NameObject("/XObject")
    stream[NameObject("/Subtype")] = NameObject("/Form")
    stream[NameObject("/BBox")] = ArrayObject(FloatObject(side) for side in (0, 0, 10, 10))
    return writer._add_object(stream)  # noqa: SLF001


def _helvetica() -> Any:
    from pypdf.generic import DictionaryObject, NameObject

    named = {
        "/Type": "/Font",
        "/Subtype": "/Type1",
        "/BaseFont": "/Helvetica",
        "/Encoding": "/WinAnsiEncoding",
    }
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in named.items()})
