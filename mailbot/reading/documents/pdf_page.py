"""One page of a PDF: its letters, its drawn tick boxes and its filled-in fields, as pieces with places.

The letters come from PDFium one by one, because its own line text loses spaces before Thai clusters,
doubles some of them, and knows nothing of boxes drawn as lines. Written against the plain C interface;
whoever calls keeps the page open and closes it.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mailbot.reading.documents.document import EMPTY, TICKED
from mailbot.reading.documents.layout import SPACE_GAP, TAB_GAP, Piece
from mailbot.reading.documents.marks import bare_mark, mark_of, symbol_font

_MAX_CHARS: Final = 25_000
_MAX_OBJECTS: Final = 6_000
_BOX: Final = (5.5, 18.0)
"""Points a side of a tick box may have: 2 to 6 millimetres."""
_MIDDLE: Final = 0.28
"""Half the height of a letter, in type sizes above the baseline."""
_SEGMENTS: Final = 4
"""A square's path has four sides, however they are written."""
_LEADERS: Final = frozenset("._…·‧")
_NEAR: Final = 80
"""How many clusters back a copy may lie: a line's raised marks are written at its end at the latest."""
_WHITE: Final = 235
_FIRST_WIDE: Final = 0xE000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A place on the page, in points, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether the point lies in it."""
        return self.left - slack <= x <= self.right + slack and self.bottom - slack <= y <= self.top + slack

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle point."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A filled-in field of the page: where it is and what it says."""

    place: Rectangle
    text: str
    is_mark: bool


@dataclass(slots=True, kw_only=True)
class _Letter:
    char: str
    left: float
    right: float
    bottom: float
    top: float
    x: float
    y: float
    size: float


def page_pieces(page: Any, text_page: Any, fields: Sequence[Field]) -> list[Piece]:
    """All pieces of an open page; a leader under a field is left out, so that the value stands for it."""
    letters = list(_letters(text_page))
    boxes = [box for box in _boxes(page) if not any(field.place.holds(*box[0].centre) for field in fields)]
    inside: dict[int, str] = {}
    rest: list[_Letter] = []
    for letter in letters:
        middle = (letter.left + letter.right) / 2, letter.y + _MIDDLE * letter.size
        if letter.char in _LEADERS and any(field.place.holds(*middle, slack=2) for field in fields):
            continue
        box = next((n for n, (place, _) in enumerate(boxes) if place.holds(*middle, slack=1)), None)
        if box is not None and not letter.char.isspace():
            inside[box] = inside.get(box, "") + letter.char
        else:
            rest.append(letter)
    pieces = list(_runs(rest))
    for number, (place, ticked) in enumerate(boxes):
        written = inside.get(number)
        if written is not None and bare_mark(written) is None:
            # not a tick box but a framed letter or number
            pieces.append(_at(place, written))
        else:
            pieces.append(_at(place, TICKED if ticked or bare_mark(written or "") == TICKED else EMPTY))
    return pieces + [_field_piece(field) for field in fields if field.text]


def _at(place: Rectangle, text: str) -> Piece:
    return Piece(
        text=f"{text} ",
        left=place.left,
        right=place.right,
        middle=place.centre[1],
        size=min(place.top - place.bottom, 14.0),
    )


def _field_piece(field: Field) -> Piece:
    height = field.place.top - field.place.bottom
    single = height < 30  # noqa: PLR2004 - points: room for one line of usual type
    return Piece(
        text=f"{field.text} " if field.is_mark else field.text,
        left=field.place.left,
        right=field.place.right if not field.is_mark else field.place.left + min(height, 14.0),
        middle=field.place.centre[1] if single else field.place.top - 9,
        size=min(height, 14.0),
    )


def _letters(text_page: Any) -> Iterator[_Letter]:
    """The page's letters, with doubled Thai clusters dropped and symbol fonts understood.

    Some producers write the text of a cluster (consonant, vowel, tone) once for each of its glyphs; the
    copy then stands on the place of the raised mark alone, where no consonant can be. Honest repeats
    («ที่ที่») stand side by side on the line.
    """
    kept: list[list[_Letter]] = []
    for cluster in _clusters(text_page):
        if not (_floats(cluster[0]) and any(_repeats(cluster, before) for before in kept[-_NEAR:])):
            kept.append(cluster)
    for cluster in kept:
        yield from cluster


def _clusters(text_page: Any) -> Iterator[list[_Letter]]:
    """The letters, those that share one origin together."""
    import pypdfium2.raw as pdfium

    box = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_double(), ctypes.c_double()
    cluster: list[_Letter] = []
    for index in range(min(pdfium.FPDFText_CountChars(text_page), _MAX_CHARS)):
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        pdfium.FPDFText_GetCharBox(text_page, index, *box)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        left, right, bottom, top = (side.value for side in box)
        letter = _Letter(
            char=_char(text_page, index), left=left, right=right, bottom=bottom, top=top,
            x=x.value, y=y.value, size=_type_size(text_page, index),
        )  # fmt: skip
        if cluster and (cluster[0].x, cluster[0].y) != (letter.x, letter.y):
            yield cluster
            cluster = []
        cluster.append(letter)
    if cluster:
        yield cluster


def _floats(letter: _Letter) -> bool:
    """A consonant whose ink is wholly above or below where a consonant stands."""
    if not "ก" <= letter.char <= "ฮ":
        return False
    return letter.bottom > letter.y + 0.45 * letter.size or letter.top < letter.y + 0.1 * letter.size


def _repeats(cluster: Sequence[_Letter], before: Sequence[_Letter]) -> bool:
    """The cluster says again what stands just below or above it."""
    near = before[0].left - before[0].size < cluster[0].left < before[-1].right + 0.3 * before[0].size
    return near and [letter.char for letter in cluster] == [letter.char for letter in before]


def _type_size(text_page: Any, index: int) -> float:
    """The size as seen on the page: the font's size, scaled by the letter's matrix."""
    import pypdfium2.raw as pdfium

    size: float = pdfium.FPDFText_GetFontSize(text_page, index)
    matrix = pdfium.FS_MATRIX()
    if size and pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        scale = abs(matrix.d) or abs(matrix.b)
        size = size * scale if 0.01 < scale < 1000 else size  # noqa: PLR2004 - beyond is no page
    return min(max(size, 4.0), 72.0)


def _char(text_page: Any, index: int) -> str:
    """The letter, or ☑ ☐ when a symbol font makes it a mark; other symbols are dropped."""
    import pypdfium2.raw as pdfium

    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:  # noqa: PLR2004 - no character
        return "\ufffd"
    char = chr(code)
    if char in ". " or 0x0E00 <= code <= 0x0E7F:  # noqa: PLR2004 - the Thai block
        return char
    if code < 0x100 or code >= _FIRST_WIDE:  # noqa: PLR2004 - what a byte of a symbol font can be
        font = symbol_font(_font_name(text_page, index))
        if font:
            return mark_of(font, code) or " "
    return char


def _font_name(text_page: Any, index: int) -> str:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    length = pdfium.FPDFText_GetFontInfo(text_page, index, name, 128, ctypes.c_int())
    return name.raw[: max(0, min(length, 128) - 1)].decode("latin-1")


def _runs(letters: Sequence[_Letter]) -> Iterator[Piece]:
    """Letters that follow each other on one line, cut where a gap makes a new cell."""
    run: list[_Letter] = []
    text = ""
    for letter in letters:
        if run:
            last = run[-1]
            gap = (letter.left - max(one.right for one in run[-3:])) / letter.size
            if (
                abs(letter.y - last.y) > 0.3 * letter.size
                or gap > TAB_GAP
                or letter.x < last.x - 2 * letter.size
            ):
                yield _run(run, text)
                run, text = [], ""
            elif (
                gap > _space_between(last.char, letter.char) and not text.endswith(" ") and letter.char != " "
            ):
                text += " "
        if letter.char in "\r\n":
            continue
        run.append(letter)
        text += letter.char
    if run:
        yield _run(run, text)


def _space_between(before: str, after: str) -> float:
    """The gap that is a space; signs and figures stand further apart than letters do."""
    letters = all(char.isalpha() or "\u0e01" <= char <= "\u0e4e" for char in (before, after))
    return SPACE_GAP if letters else 2 * SPACE_GAP


def _run(run: Sequence[_Letter], text: str) -> Piece:
    first = run[0]
    return Piece(
        text=text,
        left=min(letter.left for letter in run),
        right=max(letter.right for letter in run),
        middle=first.y + _MIDDLE * first.size,
        size=first.size,
    )


def _boxes(page: Any) -> list[tuple[Rectangle, bool]]:
    """Tick boxes drawn as squares, and whether something is drawn inside."""
    import pypdfium2.raw as pdfium

    squares: list[Rectangle] = []
    others: list[Rectangle] = []
    for number, item in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=5)):
        if number >= _MAX_OBJECTS:
            break
        place = Rectangle(**dict(zip(("left", "bottom", "right", "top"), item.get_bounds(), strict=True)))
        if _is_square(place) and _is_hollow(item):
            squares.append(place)
        elif place.right - place.left < 2 * _BOX[1]:
            others.append(place)
    kept: list[Rectangle] = []
    for square in sorted(squares, key=lambda square: square.left - square.right):
        around = next((known for known in kept if known.holds(*square.centre)), None)
        if around is None:
            kept.append(square)
        elif not _same(square, around):
            others.append(square)
    return [(box, any(box.holds(*other.centre, slack=1) for other in others)) for box in kept]


def _is_square(place: Rectangle) -> bool:
    width, height = place.right - place.left, place.top - place.bottom
    low, high = _BOX
    return low <= width <= high and low <= height <= high and abs(width - height) <= 0.25 * max(width, height)


def _same(one: Rectangle, other: Rectangle) -> bool:
    return all(
        abs(a - b) <= 2  # noqa: PLR2004 - points: fill and outline of one box
        for a, b in ((one.left, other.left), (one.top, other.top), (one.right, other.right))
    )


def _is_hollow(item: Any) -> bool:
    """An outline, or an area as white as paper."""
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if pdfium.FPDFPath_CountSegments(item) < _SEGMENTS or not pdfium.FPDFPath_GetDrawMode(item, mode, stroke):
        return False
    if mode.value == pdfium.FPDF_FILLMODE_NONE:
        return bool(stroke.value)
    colour = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(item, *colour):
        return False
    red, green, blue, alpha = (part.value for part in colour)
    return alpha == 0 or (bool(stroke.value) and min(red, green, blue) >= _WHITE)
