"""Looking at a PDF as its reader does: its words in order, and where its shapes are."""

import io
import re
import unicodedata
from typing import Any, NamedTuple

import pypdfium2

TICK_BOX = 9.5


class Shape(NamedTuple):
    """A drawn path's bounds in points, ``top`` counted from the top of the page."""

    left: float
    top: float
    width: float
    height: float


def pages(pdf: bytes) -> list[Any]:
    return list(pypdfium2.PdfDocument(pdf))


def text(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages(pdf))


_STACKED = re.compile("[ก-ฮ][ัิีึื็][่้๊๋์]")
"""A letter under two marks: the typeface's come twice out of a PDF, or a few letters too late."""


def bare(words: str) -> str:
    """Only letters and digits, without marks, repeats and stacked clusters; for both sides alike."""
    kept = unicodedata.normalize("NFKD", _STACKED.sub("", words))
    letters = "".join(c for c in kept if unicodedata.category(c)[0] in "LN")
    return re.sub(r"(.)\1+", r"\1", letters)


def has(pdf: bytes, words: str) -> bool:
    return bare(words) in bare(text(pdf))


def shapes(page: Any) -> list[Shape]:
    height = page.get_height()
    found = []
    for each in page.get_objects(max_depth=4):
        if each.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = each.get_bounds()
            found.append(Shape(left, height - top, right - left, top - bottom))
    return found


def boxes(page: Any) -> list[tuple[Shape, bool]]:
    """The tick boxes from the top of the page, left to right, each with whether there is ink inside."""
    squares = [
        s for s in shapes(page) if abs(s.width - s.height) < 0.05 and TICK_BOX <= s.width < TICK_BOX + 2
    ]
    image = picture(page, 4).convert("L")

    def ticked(box: Shape) -> bool:
        inside = (box.left + 3, box.top + 3, box.left + box.width - 3, box.top + box.height - 3)
        ink = image.crop(tuple(round(side * 4) for side in inside)).histogram()
        return bool(sum(ink[:128]) > 0.05 * sum(ink))

    return [(box, ticked(box)) for box in sorted(squares, key=lambda each: (round(each.top), each.left))]


def picture(page: Any, scale: float = 2) -> Any:
    return page.render(scale=scale).to_pil()


def metadata(pdf: bytes) -> str:
    """The XMP packet, where a PDF says which standard it keeps."""
    from pypdf import PdfReader

    packet: Any = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"]
    return str(packet.get_data().decode("utf-8"))
