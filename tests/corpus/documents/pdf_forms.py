"""The office's forms as PDF: printed from a program, fillable, with a broken text layer; and as scans."""

import io
import json
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import typst
from PIL import Image, ImageChops, ImageFilter
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.corpus.documents.fillings import CERTIFY, FILLINGS, HERE, Case, Filling

MIME = "application/pdf"
ROOT = HERE.parents[2]
A4_HEIGHT = 841.89
LAYOUTS = ("dots", "table", "grid")
BOXES = ("drawn", "slash", "typed")


def fonts() -> list[str]:
    """Where the office's fonts lie in the project (or where ``MAILBOT_FONTS`` says)."""
    folders = {str(path.parent) for path in (ROOT / "templates").rglob("*.ttf")}
    if elsewhere := os.environ.get("MAILBOT_FONTS"):
        folders.add(elsewhere)
    if not folders:
        raise FileNotFoundError("templates/ has no fonts")
    return sorted(folders)


@cache
def typeset(template: str, values: str) -> bytes:
    """A page made from one of the templates beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / template
        page.write_bytes((HERE / template).read_bytes())
        page.with_suffix(".json").write_text(values, encoding="utf-8")
        made: bytes = typst.compile(str(page), font_paths=fonts(), ignore_system_fonts=True)
        return made


def printed(filling: Filling, layout: str, boxes: str) -> bytes:
    """The filled form as a program prints it."""
    values = {
        "layout": layout, "boxes": boxes, "title": filling.title, "purpose": filling.purpose,
        "certify": CERTIFY, "name": filling.name, "position": filling.position, "unit": filling.unit,
        "phone_as_written": filling.phone_as_written, "topic": filling.topic, "detail": filling.detail,
        "categories": filling.category_lines(), "delivery": filling.delivery_lines(),
    }  # fmt: skip
    return typeset("form.typ", json.dumps(values, ensure_ascii=False))


class Fillable:
    """A form with fields over its lines: words on the page, widgets beside them."""

    def __init__(self, *, thai_names: bool) -> None:
        self.words: list[tuple[float, float, str]] = []
        self.widgets: list[DictionaryObject] = []
        self.thai_names = thai_names
        self.y = 40.0

    def line(self, *parts: tuple[float, str], step: float = 22) -> None:
        """Words at these distances from the left, on the next line."""
        self.words += [(x, self.y, text) for x, text in parts]
        self.y += step

    def field(self, name: str, left: float, right: float, value: str) -> None:
        """A text field on the line about to be written."""
        data = {
            "/FT": NameObject("/Tx"), "/T": self._name(name), "/V": TextStringObject(value),
        }  # fmt: skip
        self.widgets.append(self._widget(data, left, right, 16))

    def tick(self, name: str, left: float, *, ticked: bool) -> None:
        """A check box on the line about to be written."""
        state = NameObject("/Yes" if ticked else "/Off")
        looks = DictionaryObject(
            {
                NameObject("/N"): DictionaryObject(
                    {NameObject(key): DictionaryObject() for key in ("/Yes", "/Off")}
                )
            }
        )
        data = {"/FT": NameObject("/Btn"), "/T": self._name(name), "/V": state, "/AS": state, "/AP": looks}
        self.widgets.append(self._widget(data, left, left + 11, 11))

    def _name(self, name: str) -> TextStringObject | ByteStringObject:
        """Some programs write the name as bare UTF-8, which no standard allows."""
        return (
            ByteStringObject(name.encode())
            if self.thai_names
            else TextStringObject(f"Field{len(self.widgets)}")
        )

    def _widget(self, data: dict[str, Any], left: float, right: float, height: float) -> DictionaryObject:
        top = A4_HEIGHT - self.y - 1
        place = ArrayObject(FloatObject(side) for side in (left, top - height, right, top))
        common = {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/Widget"),
            "/Rect": place,
            "/F": NumberObject(4),
        }
        return DictionaryObject({NameObject(key): value for key, value in (common | data).items()})

    def finished(self) -> bytes:
        """The PDF."""
        writer = PdfWriter(io.BytesIO(typeset("placed.typ", json.dumps(self.words, ensure_ascii=False))))
        references = ArrayObject(writer._add_object(widget) for widget in self.widgets)
        writer.pages[0][NameObject("/Annots")] = references
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {
                NameObject("/Fields"): ArrayObject(references),
                NameObject("/NeedAppearances"): BooleanObject(value=True),
            }
        )
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()


def fillable(filling: Filling, *, thai_names: bool) -> bytes:
    """The form as a fillable PDF, its values in fields only."""
    form = Fillable(thai_names=thai_names)
    dots = "." * 60
    for line in filling.title:
        form.line((150, line))
    form.field("ชื่อ - สกุล", 110, 300, filling.name)
    form.field("ตำแหน่ง", 365, 560, filling.position)
    form.line((50, f"ชื่อ - สกุล {dots[:40]}"), (310, f"ตำแหน่ง {dots[:30]}"))
    form.field("สังกัด / หน่วยงาน", 150, 560, filling.unit)
    form.line((50, f"สังกัด / หน่วยงาน {dots}"))
    form.field("เบอร์โทรศัพท์", 150, 560, filling.phone_as_written)
    form.line((50, "เบอร์โทรศัพท์"))
    for part in filling.purpose.split(" "):
        form.line((50, part))
    _choices(form, filling.category_lines())
    form.field("หัวข้อข่าวสาร/กิจกรรม", 180, 560, filling.topic)
    form.line((50, "หัวข้อข่าวสาร/กิจกรรม"))
    form.field("รายละเอียดข่าวสาร/กิจกรรม", 210, 560, filling.detail)
    form.line((50, f"รายละเอียดข่าวสาร/กิจกรรม {dots}"))
    form.line((50, "โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"))
    _choices(form, filling.delivery_lines())
    form.line((50, CERTIFY))
    form.line(
        (50, "ลงชื่อ..............................ผู้ขอใช้บริการ"),
        (320, "ลงชื่อ........................ผู้อนุมัตินำขึ้นเว็บไซต์"),
    )
    return form.finished()


def _choices(form: Fillable, rows: list[tuple[bool, str, str]]) -> None:
    for ticked, label, written in rows:
        form.tick(label, 70, ticked=ticked)
        if "โปรดระบุ" in label or written:
            form.field(f"{label} ระบุ", 200, 560, written)
        form.line((88, label))


def rotten(filling: Filling) -> bytes:
    """The printed form with a text layer of Western accents, as old Thai fonts leave it."""
    writer = PdfWriter(io.BytesIO(printed(filling, "dots", "drawn")))
    thai = re.compile(rb"<0E([0-9A-F]{2})((?:0E[0-9A-F]{2})*)>", re.IGNORECASE)

    def accents(match: re.Match[bytes]) -> bytes:
        codes = re.findall(rb"0E([0-9A-F]{2})", b"0E" + match[1] + match[2], re.IGNORECASE)
        return b"<" + b"".join(b"00%02X" % (0xA0 + int(code, 16) % 0x60) for code in codes) + b">"

    for number in range(1, len(writer._objects) + 1):
        item = writer.get_object(number)
        if isinstance(item, DecodedStreamObject | EncodedStreamObject):
            data = item.get_data()
            if b"beginbfchar" in data:
                mended = DecodedStreamObject()
                mended.set_data(thai.sub(accents, data))
                writer._replace_object(number, mended)
            elif b"/ActualText" in data:
                mended = DecodedStreamObject()
                mended.set_data(
                    re.sub(rb"/Span\s*<<\s*/ActualText.*?>>\s*BDC", b"/Span BMC", data, flags=re.DOTALL)
                )
                writer._replace_object(number, mended)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(data: bytes, dpi: int = 200) -> Image.Image:
    """The first page as grey pixels."""
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[0]
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        image: Image.Image = bitmap.to_pil().convert("L")
        bitmap.close()
        page.close()
        return image


def scanned(image: Image.Image, *, skew: float = 1.2, noise: int = 12, quality: int = 55) -> bytes:
    """The page as an office scanner gives it: a little turned, soft, noisy, saved small."""
    turned = image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255).filter(
        ImageFilter.GaussianBlur(0.7)
    )
    grain = Image.effect_noise(turned.size, noise)
    mixed = Image.blend(turned, grain, 0.08)
    out = io.BytesIO()
    mixed.save(out, "JPEG", quality=quality)
    return out.getvalue()


def photographed(image: Image.Image) -> bytes:
    """The page as a phone sees it: in perspective, with a shadow, on a table."""
    width, height = image.size
    shade = (
        Image.linear_gradient("L")
        .rotate(90)
        .resize(image.size)
        .point([160 + value * 95 // 255 for value in range(256)])
    )
    lit = ImageChops.multiply(image, shade)
    corners = (-40, -30, -10, height + 40, width + 30, height + 20, width + 60, -60)
    bent = lit.transform(image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=120)
    out = io.BytesIO()
    bent.filter(ImageFilter.GaussianBlur(0.6)).save(out, "JPEG", quality=70)
    return out.getvalue()


def as_pdf(picture_bytes: bytes) -> bytes:
    """A scanner's PDF: a picture and no letters."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture_bytes)) as image:
        image.save(out, "PDF", resolution=200)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """The picture without loss."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def cases() -> Iterator[Case]:
    """Every layout with every kind of box, and both kinds of fillable form, with each filling in turn."""
    fillings = list(FILLINGS.values())

    def case(name: str, filling: Filling, data: bytes) -> Case:
        return Case(name=f"pdf-{name}", filename="แบบฟอร์ม.pdf", content_type=MIME, data=data, filling=filling)

    for n, (layout, boxes) in enumerate((layout, boxes) for layout in LAYOUTS for boxes in BOXES):
        for filling in (fillings[n % len(fillings)], fillings[(n + 1) % len(fillings)]):
            yield case(
                f"{layout}-{boxes}-{fillings.index(filling) + 1}", filling, printed(filling, layout, boxes)
            )
    for number, filling in enumerate(fillings):
        yield case(f"fillable-{number + 1}", filling, fillable(filling, thai_names=False))
        yield case(f"fillable-thai-names-{number + 1}", filling, fillable(filling, thai_names=True))
