"""Text boxes and drawn boxes of a Word paragraph.

Old forms draw their tick boxes as small rectangles, and people type a value in a text box laid over
the dotted line. A box that could belong to several words is left out: better asked than guessed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from mailbot.reading.documents.document import EMPTY
from mailbot.reading.documents.marks import bare_mark

_EMU_PER_PT: Final = 12_700
_BOX_PT: Final = (4.0, 30.0)
_BOX_RATIO: Final = 2.0
_RECTANGLES: Final = frozenset({"rect", "roundRect", "flowChartProcess", "frame", "ellipse"})
_VML_RECTANGLES: Final = frozenset({"rect", "roundrect", "oval"})
_POINTS: Final = re.compile(r"(?:^|;)\s*(width|height|margin-left|left):\s*(-?[0-9.]{1,9})(pt|in|cm|mm|px)?")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,11}")
_UNITS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, None: 1.0, "": 1.0}
_GAP: Final = re.compile(r"[.…_·]{4,}(?:[ .…_·]*[.…_·]{4,})?|\t+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One drawn thing of a paragraph: its lines of text, its left edge in points, its size in points."""

    lines: tuple[str, ...]
    left: float
    width: float
    height: float
    rectangle: bool

    @property
    def mark(self) -> str | None:
        """☑ or ☐ when the shape is a tick box."""
        text = " ".join(self.lines).strip()
        if text:
            return bare_mark(text)
        low, high = _BOX_PT
        small = low <= self.width <= high and low <= self.height <= high
        square = small and max(self.width, self.height) <= _BOX_RATIO * min(self.width, self.height)
        return EMPTY if self.rectangle and square else None


def local(tag: object) -> str:
    """A tag or attribute name without its namespace: transitional and strict documents read alike."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return value
    return None


def shapes(drawing: Element, read: Callable[[Element], list[str]]) -> Iterator[Shape]:
    """The shapes of a ``w:drawing`` or ``w:pict``; ``read`` turns a text box's content into lines."""
    size, left = _drawing_size(drawing)
    for element in _outermost(drawing, {"wsp", "rect", "roundrect", "oval", "shape", "textbox"}):
        name = local(element.tag)
        lines: list[str] = []
        for content in _outermost(element, {"txbxContent"}):
            lines += read(content)
        width, height, x = size[0], size[1], left
        rectangle = name in _VML_RECTANGLES
        if name == "wsp":
            rectangle = any(
                attribute(geometry, "prst") in _RECTANGLES
                for geometry in element.iter()
                if local(geometry.tag) == "prstGeom"
            )
        elif style := attribute(element, "style"):
            found = {key: float(number) * _UNITS[unit] for key, number, unit in _numbers(style)}
            width, height = found.get("width", 0.0), found.get("height", 0.0)
            x = found.get("margin-left", found.get("left", 0.0))
        yield Shape(lines=tuple(lines), left=x, width=width, height=height, rectangle=rectangle)


def lay_over(paragraph: str, boxes: Sequence[Shape]) -> list[str]:
    """The paragraph with the text boxes that lie on it: each in its gap, left to right, when they match.

    One box and at most one gap is clear; as many boxes as gaps too. Otherwise the boxes are lines of
    their own below, and which label they are for is not said.
    """
    texts = [shape for shape in boxes if any(line.strip() for line in shape.lines)]
    if not texts:
        return [paragraph]
    single = all(len([line for line in shape.lines if line.strip()]) == 1 for shape in texts)
    gaps = list(_GAP.finditer(paragraph.rstrip("\t")))
    if single and gaps and len(gaps) == len(texts):
        out, start = "", 0
        for gap, shape in zip(gaps, sorted(texts, key=lambda shape: shape.left), strict=True):
            out += paragraph[start : gap.start()] + "\t" + _only(shape) + "\t"
            start = gap.end()
        return [out + paragraph[start:]]
    if single and len(texts) == 1 and not gaps and paragraph.strip():
        return [f"{paragraph}\t{_only(texts[0])}"]
    return [paragraph, *(line for shape in texts for line in shape.lines)]


def _only(shape: Shape) -> str:
    return next(line.strip() for line in shape.lines if line.strip())


def _numbers(style: str) -> list[tuple[str, str, str]]:
    return [found for found in _POINTS.findall(style[:2000]) if _NUMBER.fullmatch(found[1])]


def _drawing_size(drawing: Element) -> tuple[tuple[float, float], float]:
    """Width and height, and the distance from the left, of a DrawingML object, in points."""
    width = height = left = 0.0
    for element in drawing.iter():
        name = local(element.tag)
        if name == "txbxContent":
            break
        if name == "extent":
            width, height = _emu(attribute(element, "cx")), _emu(attribute(element, "cy"))
        elif name == "positionH":
            left = next((_emu(e.text) for e in element.iter() if local(e.tag) == "posOffset"), 0.0)
    return (width, height), left


def _emu(text: str | None) -> float:
    text = (text or "").strip()
    return int(text) / _EMU_PER_PT if _WHOLE.fullmatch(text) else 0.0


def _outermost(root: Element, names: set[str]) -> Iterator[Element]:
    """The first elements with one of these names on every way down, in document order."""
    for child in root:
        name = local(child.tag)
        if name in names:
            yield child
        elif name != "Fallback":
            yield from _outermost(child, names)
