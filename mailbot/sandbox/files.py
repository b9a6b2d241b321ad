"""Files that invented people attach: real to every program that opens them, the same bytes for the same name.

An announcement as a PDF, a photo, the office's form typed over in Word. Nothing here is anybody's.
"""

import io
import json
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from mailbot.packaged import packaged
from mailbot.sandbox.people import made

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_PHOTO = (1600, 1067)
_PAGE = """#set document(date: none)
#set page(margin: (x: 2.6cm, y: 2.4cm))
#set text(font: "Sarabun", size: 15pt, lang: "th", top-edge: "ascender", bottom-edge: "descender")
#set par(justify: true, leading: 0.15em, first-line-indent: (amount: 1.6cm, all: true))
#let said = json(bytes(sys.inputs.said))
#align(center, strong[#said.office \\ เรื่อง #said.title])
#v(0.6em)
#for words in said.body [#words #parbreak()]
#v(0.8em)
#table(columns: (1.4cm, 1fr, 3.4cm), stroke: 0.5pt, inset: 6pt, align: (center, left, right),
  [*ที่*], [*รายการ*], [*จำนวนเงิน (บาท)*],
  ..said.rows.enumerate(start: 1).map(((n, row)) => ([#n], row.at(0), row.at(1))).flatten())
#v(1.2em)
#align(center)[ประกาศ ณ วันที่ 12 มกราคม พ.ศ. 2569 \\ \\ (ดร.อารี มั่นคง) \\ ผู้อำนวยการสำนักงาน]
"""
_BODY = (
    "ตามที่สำนักงานได้มีโครงการจ้างก่อสร้างอาคารเรียน 324 ล./55-ข ด้วยวิธีประกวดราคาอิเล็กทรอนิกส์ (e-bidding) นั้น",
    "ผู้ชนะการเสนอราคา ได้แก่ ห้างหุ้นส่วนจำกัด ตัวอย่างก่อสร้าง โดยเสนอราคาเป็นเงินทั้งสิ้น 12,450,000 บาท รวมภาษีมูลค่าเพิ่มแล้ว",
)
_ROWS = (("งานโครงสร้าง", "7,320,000"), ("งานสถาปัตยกรรม", "3,610,000"), ("งานระบบไฟฟ้าและประปา", "1,520,000"))


def content(name: str, size: int = 0) -> bytes:
    """The bytes of the file of this name; at least ``size``, filled up behind its end where programs stop."""
    kind = name.rpartition(".")[2].lower()
    data = {"pdf": announcement, "jpg": photo}.get(kind, made)(name)
    return data + bytes(size - len(data)) if kind == "jpg" and size > len(data) else data


@cache
def announcement(name: str) -> bytes:
    """An announcement of one page, titled by its file's name."""
    import typst

    said = {
        "office": "ประกาศสำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        "title": name.rpartition(".")[0],
        "body": _BODY,
        "rows": _ROWS,
    }
    page: bytes = typst.compile(  # type: ignore[misc]  # its stub does not say which input it takes
        _PAGE.encode(),
        font_paths=[str(packaged("templates") / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        timestamp=0,
    )
    return page


@cache
def photo(name: str) -> bytes:
    """A photo of an office's event, as a phone would take it: a hall, a stage, people from behind."""
    from PIL import Image, ImageDraw

    seed = sha256(name.encode()).digest()
    wide, high = _PHOTO
    image = Image.new("RGB", _PHOTO)
    draw = ImageDraw.Draw(image)
    for row in range(high):
        light = 232 - row * 110 // high
        draw.line((0, row, wide, row), fill=(light, light - 8 - seed[0] % 12, light - 24 - seed[1] % 24))
    _stage(draw, seed)
    _people(draw, seed)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=82)
    return file.getvalue()


def _stage(draw: "ImageDraw", seed: bytes) -> None:
    """A cloth with a board on it, a lectern, flowers."""
    wide, high = _PHOTO
    cloth = (90 + seed[2] % 90, 60 + seed[3] % 60, 90 + seed[4] % 120)
    draw.rectangle((wide * 0.12, high * 0.10, wide * 0.88, high * 0.52), fill=cloth)
    for fold in range(14):
        left = wide * (0.12 + fold * 0.0543)
        shade = tuple(part - 18 for part in cloth)
        draw.rectangle((left, high * 0.10, left + 16, high * 0.52), fill=shade)
    draw.rounded_rectangle((wide * 0.27, high * 0.16, wide * 0.73, high * 0.36), 18, fill="#fbf7ea")
    for line, share in enumerate((0.36, 0.28, 0.18)):
        top = high * (0.20 + line * 0.045)
        draw.rectangle((wide * (0.5 - share / 2), top, wide * (0.5 + share / 2), top + 18), fill="#3a3f52")
    draw.rectangle((0, high * 0.52, wide, high * 0.58), fill="#7a5638")
    draw.rectangle((wide * 0.72, high * 0.37, wide * 0.80, high * 0.53), fill="#4d331f")
    for flower in range(26):
        left, top = wide * (0.14 + flower * 0.028), high * 0.50 + seed[flower % 32] % 22
        draw.ellipse((left, top, left + 26, top + 26), fill=("#f4d35e", "#ee6c7b", "#ffffff")[flower % 3])


def _people(draw: "ImageDraw", seed: bytes) -> None:
    """Three rows of people, seen from behind."""
    wide, high = _PHOTO
    shirts = ("#e9e2cf", "#c9d7e8", "#f0efe9", "#9db4c0", "#d8c3a5", "#e8c7c8")
    for row, (top, size, count) in enumerate(((0.60, 62, 13), (0.70, 82, 10), (0.82, 110, 8))):
        for each in range(count):
            x = wide * (each + 0.5) / count + seed[(each + row * 9) % 32] % 30 - 15
            y = high * top + seed[(each * 3 + row) % 32] % 16
            shirt = shirts[(each + seed[row]) % len(shirts)]
            draw.ellipse((x - size, y + size * 0.8, x + size, y + size * 4), fill=shirt)
            draw.ellipse((x - size * 0.5, y - size * 0.5, x + size * 0.5, y + size * 0.62), fill="#a9795a")
            draw.ellipse((x - size * 0.55, y - size * 0.62, x + size * 0.55, y + size * 0.40), fill="#231c1a")
