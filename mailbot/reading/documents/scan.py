"""Scans and photos of paper, recognised by tesseract where it is installed.

What comes out is a suggestion: about one letter in twenty is wrong, and Thai digits are wrong more often
than right and look plausible, so that they are blanked here (▯) and never become a value. Pictures that
are no page of paper (activity photos) are not recognised at all.
"""

import io
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailbot.reading.documents import ink
from mailbot.reading.documents.document import EMPTY, TICKED, Document, Note, UnreadableError
from mailbot.reading.documents.form import begins_anew
from mailbot.reading.documents.layout import SPACE_GAP, TAB_GAP, Line, paragraphs

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

BLANK: Final = "▯"
"""Stands for one digit that cannot be trusted."""
_SOFTER: Final = 1.3
"""Pixels: recognition tears sharp Thai type apart at its marks."""
_WIDTH: Final = 1654
"""Pixels across an A4 page at 200 dpi."""
_MAX_SIDE: Final = 2600
_MAX_DECODED: Final = 110_000_000
"""Bytes of a picture once decoded: an A4 page at 500 dpi in colour, at 1200 dpi in grey."""
_LEVEL, _UPRIGHT = 0.45, 0.32
"""Inches of straight ink that no letter has: the lines of a table."""
_ORIENTATION: Final = 0x0112
_TURNS: Final = {3: 3, 6: 4, 8: 2}
"""EXIF orientation -> Pillow's transposition, of the ways a phone is held (mirrored ones do not occur)."""
_MAX_FRAMES: Final = 3
_A4_INCHES: Final = 8.27
_SECONDS: Final = 30
"""For one page; a clean one takes 2 to 3."""
_COMMAND: Final = (
    "tesseract",
    "stdin",
    "stdout",
    "-l",
    "tha+eng",
    "--psm",
    "6",
    "-c",
    "preserve_interword_spaces=1",
    "tsv",
)
_NUMBER: Final = re.compile("[0-9๐-๙](?:[ .,/:-]?[0-9๐-๙])*")
_THAI_DIGIT: Final = re.compile("[๐-๙]")
_DIGIT: Final = re.compile("[0-9๐-๙]")
_PAPER: Final = 0.86
"""A pixel is paper when it is at least this bright compared with the paper around it."""
_PAPER_SHARE: Final = (0.60, 0.995)
_DARK: Final = 180
"""Of 255, on white paper: clearly ink."""
_LOW: Final = 0.8
_SCRAP: Final = 2.6
_TYPE: Final = 0.75
"""The type size, as a share of a Thai line's height with its marks."""
_INK: Final = 0.55
_INK_SHARE: Final = (0.002, 0.25)


def read_scan(data: bytes) -> Document:
    """The text of a picture file. Raises UnreadableError."""
    from PIL import Image

    texts: list[str] = []
    note: Note | None = None
    frames = 1
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", Image.DecompressionBombWarning
        )  # the limit below is lower than Pillow's error
        try:
            with Image.open(io.BytesIO(data)) as picture:
                picture.draft("L", (_WIDTH, _WIDTH))  # a large photo is decoded small
                _check_size(picture)
                frames = min(getattr(picture, "n_frames", 1), 10_000)
                for number in range(min(frames, _MAX_FRAMES)):
                    if frames > 1:
                        picture.seek(number)
                    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
                    grey = picture.convert("L")
                    text, failed = recognise(
                        grey.transpose(Image.Transpose(turn)) if turn is not None else grey
                    )
                    texts.append(text)
                    note = note or failed
        except UnreadableError:
            raise
        except Image.DecompressionBombError as bomb:
            raise UnreadableError("too large to read") from bomb
        except Exception as bad:  # a damaged picture may break its decoder in any way
            raise UnreadableError("broken") from bad
    text = "\n".join(text for text in texts if text)
    return Document(kind="scan", text=text, suggestion=bool(text), note=note, pages=frames)


def _check_size(picture: "Image") -> None:
    if picture.width * picture.height * len(picture.getbands()) > _MAX_DECODED:
        raise UnreadableError("too large to read")


def recognise(image: "Image") -> tuple[str, Note | None]:
    """The text of one grey picture of a page, and what to say when it could not be recognised.

    A picture that is no page of paper has no text, and nothing is to be said about it.
    """
    if not looks_like_paper(image):
        return "", None
    if shutil.which(_COMMAND[0]) is None:
        return "", "ocr not available"
    prepared, found = _prepared(image)
    words = _tesseract(prepared)
    if words is None:
        return "", "ocr not available"
    return trusted(_text(words, found)), None


def looks_like_paper(image: "Image") -> bool:
    """Whether a grey picture shows a page: mostly paper of its own brightness, with a little ink."""
    from PIL import ImageChops, ImageFilter

    if min(image.size) < 200:  # noqa: PLR2004 - a logo
        return False
    small = image.resize((240, max(1, min(480, 240 * image.height // image.width))))
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(12))
    compared = ImageChops.subtract(paper, small)  # how much darker than the paper around it
    histogram = [0] * 256
    for dark, light in zip(compared.tobytes(), paper.tobytes(), strict=True):
        histogram[min(255, 255 * dark // max(light, 1))] += 1
    total = sum(histogram)
    bright = sum(histogram[: int(255 * (1 - _PAPER))]) / total
    black = sum(histogram[int(255 * (1 - _INK)) :]) / total
    lit = sum(paper.tobytes()) / total > 90  # noqa: PLR2004 - of 255: the page is lit at all
    return (
        lit and _PAPER_SHARE[0] <= bright <= _PAPER_SHARE[1] and _INK_SHARE[0] / 4 <= black <= _INK_SHARE[1]
    )


def trusted(text: str) -> str:
    """The text without numbers that recognition cannot be trusted with: those with a Thai digit in them."""
    return _NUMBER.sub(
        lambda number: _DIGIT.sub(BLANK, number[0]) if _THAI_DIGIT.search(number[0]) else number[0], text
    )


def _prepared(image: "Image") -> tuple["Image", list[tuple[ink.Spot, bool]]]:
    """The page at 200 dpi without leaders and tick boxes, and the boxes."""
    from PIL import ImageDraw, ImageFilter

    scale = min(_WIDTH / image.width, _MAX_SIDE / image.height)
    if not 0.97 < scale < 1.03:  # noqa: PLR2004 - near enough as it is
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    else:
        image = image.copy()
    image = _evenly_lit(image)
    bitonal = image.point([0 if value < _DARK else 255 for value in range(256)])
    page = ink.page_of(*image.size, bitonal.tobytes(), image.width / _A4_INCHES)
    found = ink.boxes(page)
    leaders = ink.leaders(page)
    draw = ImageDraw.Draw(image)
    _without_rules(bitonal, draw, page.dpi)
    for spot in [*leaders, *(box for box, _ in found)]:
        draw.rectangle((spot.left - 2, spot.top - 2, spot.right + 1, spot.bottom + 1), fill=255)
    return image.filter(ImageFilter.GaussianBlur(_SOFTER)), found


def _without_rules(bitonal: "Image", draw: "ImageDraw", dpi: float) -> None:
    """Whitens the lines of tables: recognition takes a ruled table for a picture and leaves it out."""
    from PIL import Image

    for y, left, right in ink.rules(*bitonal.size, bitonal.tobytes(), _LEVEL * dpi):
        draw.rectangle((left, y - 1, right, y + 1), fill=255)
    on_side = bitonal.transpose(Image.Transpose.TRANSPOSE)
    for x, top, bottom in ink.rules(*on_side.size, on_side.tobytes(), _UPRIGHT * dpi):
        draw.rectangle((x - 1, top, x + 1, bottom), fill=255)


def _evenly_lit(image: "Image") -> "Image":
    """The page with its paper white everywhere: shadows of a phone, the grey of a copy."""
    from PIL import ImageChops, ImageFilter

    tiny = image.resize((max(1, image.width // 8), max(1, image.height // 8)))
    paper = tiny.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(6)).resize(image.size)
    return ImageChops.add(image, ImageChops.invert(paper))


@dataclass(frozen=True, slots=True)
class _Word:
    line: tuple[str, ...]
    left: int
    top: int
    width: int
    height: int
    text: str


def _tesseract(image: "Image") -> list[_Word] | None:
    """The words with their places; None when tesseract or its Thai model is missing or it takes too long."""
    picture = io.BytesIO()
    image.save(picture, "PNG", compress_level=1)
    environment = {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        environment["TESSDATA_PREFIX"] = prefix
    try:
        done = subprocess.run(
            _COMMAND,
            input=picture.getvalue(),
            capture_output=True,
            timeout=_SECONDS,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    return list(_words(done.stdout.decode("utf-8", errors="replace")))


def _words(table: str) -> Iterator[_Word]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():  # noqa: PLR2004 - tesseract's columns
            left, top, width, height = map(int, cells[6:10])
            yield _Word(tuple(cells[2:5]), left, top, width, height, cells[11].strip())


def _text(words: list[_Word], boxes: list[tuple[ink.Spot, bool]]) -> str:
    """The recognised text, with each tick box before the words that follow it on its line.

    Thai has marks above and below; some come out as lines of their own, much lower than a line, and say
    nothing.
    """
    lines: dict[tuple[str, ...], list[_Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    heights = sorted(max(word.height for word in line) for line in lines.values())
    usual = heights[len(heights) // 2] if heights else 0
    marks: dict[int, str] = {}
    for box, ticked in boxes:
        beside = [word for word in words if _beside(word, box)]
        if beside:
            marks[id(min(beside, key=lambda word: word.left))] = TICKED if ticked else EMPTY
    whole = [
        line
        for line in lines.values()
        if not _is_litter(line, usual) or any(id(word) in marks for word in line)
    ]
    return "\n".join(paragraphs([_line(line, marks) for line in whole], begins_anew))


def _is_litter(line: list[_Word], usual: int) -> bool:
    """Scraps of one or two letters, lower than a line: the marks of the line below."""
    letters = sum(len(word.text) for word in line) / len(line)
    return len(line) > 2 and letters < _SCRAP and max(word.height for word in line) < _LOW * usual  # noqa: PLR2004 - some in a row


def _line(words: list[_Word], marks: dict[int, str]) -> Line:
    words = sorted(words, key=lambda word: word.left)
    height = max(word.height for word in words)
    size = height * _TYPE
    out, end = "", words[0].left
    for word in words:
        gap = (word.left - end) / size
        if out:
            out += (
                "\t" if gap > TAB_GAP or (id(word) in marks and gap > 1) else " " if gap > SPACE_GAP else ""
            )
        out += (f"{marks[id(word)]} " if id(word) in marks else "") + word.text
        end = word.left + word.width
    middle = -(sum(word.top + word.height / 2 for word in words) / len(words))
    return Line(text=out, left=words[0].left, right=end, middle=middle, size=size)


def _beside(word: _Word, box: ink.Spot) -> bool:
    middle = (box.top + box.bottom) / 2
    return (
        word.left >= box.left
        and word.left - box.right < 6 * box.width
        and word.top - 4 <= middle <= word.top + word.height + 4
    )
