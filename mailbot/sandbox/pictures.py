"""``make pictures``: the pictures of the README, made anew: a conversation, an approval on a phone, a report.

    python -m mailbot.sandbox.pictures [FOLDER] [--practice PRACTICE]

Needs chromium, and the practice office played before (``make demo``) for the conversation.
"""

import argparse
import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.sandbox.browser import Browser
from mailbot.sandbox.gallery import composer, taken_apart
from mailbot.sandbox.paper_pictures import month
from mailbot.sandbox.samples import OFFICE, samples
from mailbot.writing.papers import Papers

if TYPE_CHECKING:
    from PIL.Image import Image

_WIDTH = 800
_PHONE = 360
_PHONE_TALL = 1000
_REPORT_TALL = 720
_TALLEST = 1400
_ROWS = 40
_PAGE = 1
"""Of the report: behind the memo comes the summary."""
_COLOURS = 64
"""A picture of text needs few, and is a third of the size."""
_OPEN = """(() => {
  const rows = [...document.querySelectorAll("#requests > details")];
  const length = each => each.querySelector(".talk pre").textContent.length;
  const lines = each => each.querySelectorAll(".talk li").length;
  const whole = rows.filter(each => each.dataset.status === "published" && lines(each) > 7);
  const row = [...whole].sort((a, b) => length(a) - length(b))[0];
  rows.slice(rows.indexOf(row) + 3).forEach(each => each.hidden = true);
  rows.slice(0, Math.max(0, rows.indexOf(row) - 1)).forEach(each => each.hidden = true);
  row.open = true;
})()"""
"""In the practice page: a request that was published is opened, between its neighbours."""


def main() -> int:
    """Make all three; the names and sizes are printed."""
    parser = argparse.ArgumentParser(prog="python -m mailbot.sandbox.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs"))
    parser.add_argument("--practice", type=Path, default=Path("practice"))
    options = parser.parse_args()
    page: Path = options.practice / "index.html"
    if not page.is_file():
        print(f"{page}: not there; run make demo first")
        return 1
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    with Browser() as browser:
        _keep(_conversation(browser, page), folder / "conversation.png")
        _keep(_approval(browser), folder / "approval-phone.png", tallest=_PHONE_TALL)
    _keep(_report(), folder / "report.png", tallest=_REPORT_TALL)
    return 0


def _conversation(browser: Browser, page: Path) -> "Image":
    browser.open(page, width=_WIDTH, scheme="light")
    browser.evaluate(_OPEN)
    return _image(browser.picture())


def _approval(browser: Browser) -> "Image":
    letter = next(each.letter for each in samples() if each.name == "approval")
    shown = taken_apart(composer().compose(letter))
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "approval.html"
        file.write_text(shown.page, encoding="utf-8")
        browser.open(file, width=_PHONE, scheme="light")
        return _image(browser.picture())


def _report() -> "Image":
    import pypdfium2

    files = Papers(OFFICE).report_files(month(_ROWS))
    document = pypdfium2.PdfDocument(next(data for name, data in files.items() if name.endswith(".pdf")))
    page = document[_PAGE]
    image: Image = page.render(scale=_WIDTH / page.get_width()).to_pil()
    document.close()
    return image


def _image(data: bytes) -> "Image":
    from PIL import Image

    return Image.open(io.BytesIO(data)).convert("RGB")


def _keep(image: "Image", file: Path, tallest: int = _TALLEST) -> None:
    """Cut to what a reader of the README wants to see, with few colours."""
    shown = image.convert("RGB").crop((0, 0, image.width, min(image.height, tallest)))
    shown.quantize(_COLOURS).save(file, optimize=True)
    print(f"{file}: {shown.width} x {shown.height}, {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    sys.exit(main())
