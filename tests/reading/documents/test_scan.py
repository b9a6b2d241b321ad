"""Scans and photos: suggestions only, Thai digits never, and activity photos not at all."""

import io
import random
import shutil
import subprocess
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from mailbot.core.language.thai import skeleton
from mailbot.reading.documents import ink, read_document, scan
from tests.corpus.documents import pdf_forms
from tests.corpus.documents.fillings import FILLINGS, Filling


def _has_thai() -> bool:
    if shutil.which("tesseract") is None:
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "tha" in listed.stdout.split()


needs_tesseract = pytest.mark.skipif(not _has_thai(), reason="needs Debian's tesseract-ocr-tha")
PICTURE = {
    name: pdf_forms.picture(pdf_forms.printed(FILLINGS[name], "dots", "drawn"))
    for name in ("workshop", "plan")
}


def alike(text: str, words: str) -> float:
    """How much of the words stands in the text, as they read, letters out of place forgiven."""
    bones, wanted = skeleton(text), skeleton(words)
    blocks = SequenceMatcher(None, bones, wanted, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 2) / len(wanted)


@needs_tesseract
@pytest.mark.parametrize("way", ["clean", "scanned", "photographed", "scanner's pdf"])
def test_a_picture_of_the_form_is_read_as_a_suggestion(way: str) -> None:
    filling: Filling = FILLINGS["workshop"]
    image = PICTURE["workshop"]
    data = {
        "clean": lambda: pdf_forms.png(image),
        "scanned": lambda: pdf_forms.scanned(image),
        "photographed": lambda: pdf_forms.photographed(image),
        "scanner's pdf": lambda: pdf_forms.as_pdf(pdf_forms.scanned(image, skew=-0.8)),
    }[way]()

    document = read_document("IMG_0001.jpg", "", data)

    assert (document.kind, document.is_form, document.source, document.suggestion) == (
        "scan",
        True,
        "form.scan",
        True,
    )
    for words in (filling.name, filling.position, filling.unit, filling.topic, filling.detail):
        assert alike(document.text, words) > 0.6, words
    lines = document.text.splitlines()
    marked = [line for line in lines if "☑" in line]
    assert len(marked) == 2
    assert "Banner" in marked[0] or "ภาพ" in marked[0]
    assert "my" in marked[1]
    assert document.text.count("☐") == 7


@needs_tesseract
def test_a_rotten_layer_is_read_from_the_picture_of_its_page() -> None:
    document = read_document("a.pdf", "", pdf_forms.rotten(FILLINGS["plan"]))

    assert (document.kind, document.is_form, document.suggestion) == ("scan", True, True)
    assert "086-111-2222" in document.text


@needs_tesseract
def test_thai_digits_of_a_scan_never_become_a_number() -> None:
    document = read_document("a.png", "", pdf_forms.png(PICTURE["plan"]))

    assert not set("๐๑๒๓๔๕๖๗๘๙") & set(document.text)


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("โทร ๐๘๑-234-5678 ต่อ 12", "โทร ▯▯▯-▯▯▯-▯▯▯▯ ต่อ 12"),
        ("พ.ศ. ๒๕๖๙", "พ.ศ. ▯▯▯▯"),
        ("086-111-2222", "086-111-2222"),
        ("12 ม.ค. 69", "12 ม.ค. 69"),
    ],
)
def test_a_number_with_one_thai_digit_is_blanked_whole(read: str, kept: str) -> None:
    assert scan.trusted(read) == kept


@given(st.text(alphabet="๐๑๙0129 -/.กxต่อ"))
def test_no_thai_digit_survives(text: str) -> None:
    assert not set("๐๑๙") & set(scan.trusted(text))


def photo() -> Image.Image:
    """A colourful scene: no paper anywhere."""
    chance = random.Random(7)  # noqa: S311 - a picture
    image = Image.linear_gradient("L").resize((900, 600))
    draw = ImageDraw.Draw(image)
    for _ in range(400):
        x, y, size = chance.randrange(900), chance.randrange(600), chance.randrange(20, 120)
        draw.ellipse((x, y, x + size, y + size), fill=chance.randrange(256))
    return image


def test_an_activity_photo_is_not_recognised_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_tesseract", lambda _image: pytest.fail("a photo went to recognition"))
    out = io.BytesIO()
    photo().convert("RGB").save(out, "JPEG")

    document = read_document("DSC0001.JPG", "image/jpeg", out.getvalue())
    assert (document.kind, document.text, document.note, document.suggestion) == ("scan", "", None, False)


@pytest.mark.parametrize("colour", [0, 128, 255])
def test_an_empty_sheet_and_a_black_one_have_nothing_to_read(colour: int) -> None:
    assert not scan.looks_like_paper(Image.new("L", (800, 1100), colour))


def test_paper_is_told_from_photos_in_every_light() -> None:
    page = PICTURE["plan"]
    assert scan.looks_like_paper(page)
    with Image.open(io.BytesIO(pdf_forms.photographed(page))) as dim:
        assert scan.looks_like_paper(dim.convert("L"))


def test_without_tesseract_it_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    document = read_document("a.png", "", pdf_forms.png(PICTURE["plan"]))

    assert (document.text, document.note) == ("", "ocr not available")


def test_a_recognition_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: object, **_more: object) -> None:
        raise subprocess.TimeoutExpired("tesseract", 30)

    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/tesseract")
    monkeypatch.setattr("subprocess.run", slow)

    assert read_document("a.png", "", pdf_forms.png(PICTURE["plan"])).note == "ocr not available"


def drawn(*, ticked: bool, over: bool = False) -> ink.Page:
    image = Image.new("L", (200, 120), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 66, 66), outline=0, width=2)
    if ticked:
        draw.line((46, 52, 52, 60), fill=0, width=3)
        draw.line((52, 60, 80 if over else 62, 30 if over else 46), fill=0, width=3)
    return ink.page_of(200, 120, image.tobytes(), 200)


@pytest.mark.parametrize(("ticked", "over"), [(False, False), (True, False), (True, True)])
def test_a_box_is_found_and_its_tick_too_also_over_the_edge(ticked: bool, over: bool) -> None:  # noqa: FBT001
    found = ink.boxes(drawn(ticked=ticked, over=over))

    assert [state for _, state in found] == [ticked]
    assert abs(found[0][0].left - 40) <= 2
    assert abs(found[0][0].bottom - 67) <= 2


def test_letters_are_no_boxes() -> None:
    page = ink.page_of(*PICTURE["plan"].size, PICTURE["plan"].point([0] * 160 + [255] * 96).tobytes(), 200)

    assert len(ink.boxes(page)) == 9


def test_dots_in_a_row_are_a_leader_and_seven_are_not() -> None:
    for count, expected in ((7, 0), (8, 8), (60, 60)):
        image = Image.new("L", (800, 60), 255)
        draw = ImageDraw.Draw(image)
        for number in range(count):
            draw.rectangle((20 + number * 11, 30, 23 + number * 11, 33), fill=0)
        assert len(ink.leaders(ink.page_of(800, 60, image.tobytes(), 200))) == expected


def test_noise_all_over_the_page_ends_soon_and_finds_nothing() -> None:
    image = Image.effect_noise((1654, 2339), 120).point([0] * 128 + [255] * 128)

    assert ink.page_of(*image.size, image.tobytes(), 200).spots == ()


@pytest.mark.parametrize(("orientation", "turn"), [(3, 180), (6, 90), (8, 270)])
def test_a_photo_taken_with_the_phone_on_its_side_is_turned_upright(
    orientation: int, turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Image.Image] = []

    def look(image: Image.Image) -> tuple[str, None]:
        seen.append(image)
        return "", None

    monkeypatch.setattr(scan, "recognise", look)
    page = PICTURE["plan"]
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    page.rotate(turn, expand=True).save(out, "JPEG", quality=95, exif=exif)

    read_document("a.jpg", "", out.getvalue())

    assert seen[0].size == page.size
    difference = ImageChops.difference(seen[0], page).histogram()
    assert sum(difference[64:]) < 0.001 * page.width * page.height


@needs_tesseract
def test_the_cells_of_a_ruled_table_are_read() -> None:
    picture = pdf_forms.picture(pdf_forms.printed(FILLINGS["plan"], "table", "drawn"))
    document = read_document("a.png", "", pdf_forms.scanned(picture))

    assert "086-111-2222" in document.text
    assert alike(document.text, FILLINGS["plan"].unit) > 0.7
