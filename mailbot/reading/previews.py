"""Small pictures of the files of a mail, made once, in the reading child, where hostile files can do no harm.

A photo scaled down, the first page of a PDF. Whatever cannot be shown within the bounds has no picture:
a preview is a kindness, and never stops a mail. Only JPEGs of our own making come out.
"""

import io
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from mailbot.core.mail import Attachment, Role
from mailbot.core.request import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

MOST: Final = 4
"""Previews a mail."""
WIDTH: Final = 560
"""Pixels; as wide as our letters."""
HEIGHT: Final = 792
"""Pixels; a page of A4 in that width."""
_PICTURE_HEIGHT: Final = 600
"""Pixels; a poster is not to push everything else off the screen."""
LARGEST: Final = 60_000
"""Bytes of one preview."""
_SHOWN: Final = frozenset({Role.CONTENT, Role.INLINE})
_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_PIXELS: Final = 60_000_000
"""Decoded samples: a large phone photo, three bytes a pixel, scaled by its decoder."""
_FILE: Final = 40 * 1024 * 1024
_PAGE_SECONDS: Final = 3.0
_QUALITIES: Final = (80, 68, 55, 40, 25)
_COPYRIGHT: Final = 0x8298
"""The EXIF field in which a photographer claims the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A JPEG of our own, and whether the file says that somebody holds its copyright."""

    data: bytes
    width: int
    height: int
    claimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A mail's files with their previews named."""

    attachments: tuple[Attachment, ...]
    data: dict[str, bytes]
    """SHA-256 -> JPEG."""
    claimed: bool = False


def show(attachments: Sequence[Attachment], data: Mapping[str, bytes]) -> Shown:
    """Make the previews of a mail's first files that can be shown. Never raises for what they hold."""
    pictures: dict[str, bytes] = {}
    named: list[Attachment] = []
    claimed = False
    for one in attachments:
        preview = None
        if len(pictures) < MOST and one.role in _SHOWN:
            preview = preview_of(data.get(one.sha256, b""))
        if preview is None:
            named.append(one)
            continue
        digest = sha256(preview.data).hexdigest()
        pictures[digest] = preview.data
        claimed = claimed or preview.claimed
        picture = Picture(sha256=digest, width=preview.width, height=preview.height)
        named.append(replace(one, preview=picture))
    return Shown(attachments=tuple(named), data=pictures, claimed=claimed)


def preview_of(data: bytes) -> Preview | None:
    """The preview of one file, by its bytes; None when it has none, is damaged, or is beyond the bounds."""
    if len(data) > _FILE:
        return None
    try:
        if data.startswith(_PICTURES):
            return _of_picture(data)
        return _of_pdf(data) if data[:5] == b"%PDF-" else None
    except Exception:  # noqa: BLE001  # a damaged file may break its decoder in any way, and is shown without
        return None


def _of_picture(data: bytes) -> Preview | None:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of bombs above a bound that is higher than ours
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            picture.draft("RGB", (WIDTH, HEIGHT))  # a large photo is decoded small
            if picture.width * picture.height * len(picture.getbands()) > _PIXELS:
                return None
            claimed = bool(str(picture.getexif().get(_COPYRIGHT, "")).strip("\0 "))
            small = _on_white(picture)
            small.thumbnail((WIDTH, _PICTURE_HEIGHT), reducing_gap=2.0)
            upright = ImageOps.exif_transpose(small)
    return _jpeg(upright, claimed=claimed)


def _on_white(picture: "Image") -> "Image":
    """The first frame without transparency: what is behind it in a letter is white."""
    from PIL import Image

    if picture.mode in {"RGB", "L"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    colours = picture.convert("RGBA")
    page = Image.new("RGB", colours.size, "white")
    page.paste(colours, mask=colours.getchannel("A"))
    page.info.update({key: value for key, value in picture.info.items() if key == "exif"})
    return page


def _of_pdf(data: bytes) -> Preview | None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        page = pdf[0]
        try:
            image = _drawn(page)
        finally:
            page.close()
    finally:
        pdf.close()
    return _jpeg(image) if image is not None else None


def _drawn(page: Any) -> "Image | None":
    """The page drawn in our size; None when that takes too long."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    across, up = page.get_size()
    scale = min(WIDTH / across, HEIGHT / up)
    width, height = max(1, round(across * scale)), max(1, round(up * scale))
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    end = time.process_time() + _PAGE_SECONDS
    tired = type(pdfium.IFSDK_PAUSE().NeedToPauseNow)(lambda _: int(time.process_time() > end))
    pause = pdfium.IFSDK_PAUSE(version=1, NeedToPauseNow=tired)
    status = pdfium.FPDF_RenderPageBitmap_Start(
        bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT, pause
    )
    pdfium.FPDF_RenderPage_Close(page)
    done = status == pdfium.FPDF_RENDER_DONE
    image = bitmap.to_pil().convert("RGB").copy() if done else None
    bitmap.close()
    return image


def _jpeg(image: "Image", *, claimed: bool = False) -> Preview | None:
    """As a JPEG within the bounds, as good as they allow. Nothing of the file's own data goes along."""
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True, exif=b"")
        if out.tell() <= LARGEST:
            return Preview(data=out.getvalue(), width=image.width, height=image.height, claimed=claimed)
    return None
