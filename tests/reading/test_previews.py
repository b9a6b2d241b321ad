"""Previews: small JPEGs of our own, whatever the file is; none beyond the bounds, and never a lost mail."""

import io
import struct
import zlib
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Mail
from mailbot.reading.previews import HEIGHT, LARGEST, MOST, WIDTH, preview_of
from mailbot.reading.worker import ChildReader


def photo(kind: str = "JPEG", size: tuple[int, int] = (1600, 900), **more: object) -> bytes:
    """A picture with something in it."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    ImageDraw.Draw(image).rectangle((40, 40, 400, 300), fill="#b03020")
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def pdf(*, width: float = 595, height: float = 842, content: bytes = b"1 0 0 rg 50 50 200 200 re f") -> bytes:
    """A PDF of one page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % (table, len(body))


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size, with a few bytes of data."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_picture_becomes_a_small_jpeg(kind: str) -> None:
    preview = preview_of(photo(kind))
    assert preview is not None
    shown = Image.open(io.BytesIO(preview.data))
    assert shown.format == "JPEG"
    assert shown.size == (preview.width, preview.height)
    assert preview.width <= WIDTH
    assert abs(preview.width / preview.height - 1600 / 900) < 0.02
    assert len(preview.data) <= LARGEST


def test_noise_is_made_to_fit() -> None:
    preview = preview_of(_noise())
    assert preview is not None
    assert len(preview.data) <= LARGEST


def _noise() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 90).save(out, "PNG")
    return out.getvalue()


def test_a_phone_photo_on_its_side_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    preview = preview_of(photo(exif=exif))
    assert preview is not None
    assert preview.height > preview.width


def test_what_is_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    preview = preview_of(out.getvalue())
    assert preview is not None
    assert Image.open(io.BytesIO(preview.data)).getpixel((50, 50)) == (255, 255, 255)


def test_nothing_of_the_original_but_its_look_goes_along() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x8298] = "(c) A. Photographer"
    preview = preview_of(photo(exif=exif))
    assert preview is not None
    assert b"taken at home" not in preview.data
    assert preview.claimed, "the claim is told, not copied"


def test_the_first_page_of_a_pdf_is_shown() -> None:
    preview = preview_of(pdf())
    assert preview is not None
    shown = Image.open(io.BytesIO(preview.data))
    assert shown.size[0] <= WIDTH
    assert shown.size[1] <= HEIGHT
    red, green, blue = shown.getpixel((100, shown.size[1] - 100))  # type: ignore[misc]  # RGB
    assert red > 200
    assert max(green, blue) < 80


@pytest.mark.parametrize(("width", "height"), [(3, 14_000), (14_000, 3), (1, 1)])
def test_an_odd_page_stays_within_the_bounds(width: int, height: int) -> None:
    preview = preview_of(pdf(width=width, height=height))
    assert preview is not None
    assert preview.width <= WIDTH
    assert preview.height <= HEIGHT


@pytest.mark.parametrize("size", [(60_000, 60_000), (2_000_000, 20), (30_000, 3_000)])
def test_a_decompression_bomb_is_not_opened(size: tuple[int, int]) -> None:
    assert preview_of(png_of(*size)) is None


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.reading.previews._PAGE_SECONDS", 0.0)
    content = b"q 0 0 m 500 800 l 10 700 300 20 5 5 c S Q\n" * 20_000
    assert preview_of(pdf(content=content)) is None


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_behind_a_known_beginning_are_survived(rest: bytes) -> None:
    for start in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"II*\0", b"GIF89a", b"RIFF"):
        preview_of(start + rest)


@pytest.mark.parametrize("cut", [20, 200, 1000, 4000])
def test_a_cut_picture_has_none(cut: int) -> None:
    assert preview_of(photo("PNG")[:cut]) is None


async def test_the_reading_child_makes_them_and_names_them() -> None:
    mail = EmailMessage()
    mail["From"] = "somruedee@sea.example"
    mail["To"] = "web@sea.example"
    mail["Subject"] = "ขอลงข่าว"
    mail.set_content("ฝากลงข่าวค่ะ")
    for number in range(MOST + 1):
        picture = photo(size=(900, 600 + number))
        mail.add_attachment(picture, maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    mail.add_attachment(b"plain", maintype="text", subtype="plain", filename="a.txt")
    reader = ChildReader(Vocabulary(), children=1)
    try:
        (result,) = await reader.read([bytes(mail)])
    finally:
        await reader.close()
    assert isinstance(result.mail, Mail)
    previews = [one.preview for one in result.mail.attachments]
    assert [each is not None for each in previews] == [True] * MOST + [False, False]
    for each in previews:
        if each is not None:
            assert result.files[each.sha256].startswith(b"\xff\xd8\xff")
