"""``make gallery``: every letter as a picture, on a phone and a desk, light and dark; its text; the papers.

    python -m mailbot.sandbox.gallery [FOLDER] [NAME ...]

Letters are the invented ones of ``samples.py``. Without Chromium the page shows the letters themselves.
"""

import base64
import email
import email.policy
import hashlib
import html
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mailbot.core.letters import Letter
from mailbot.ports import Parcel
from mailbot.sandbox.browser import Browser, Scheme, chromium
from mailbot.sandbox.paper_pictures import draw_papers
from mailbot.sandbox.samples import OFFICE, Sample, samples
from mailbot.writing.compose import Enclosure, LetterComposer, Preview, Sending

WIDTHS = (360, 800)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


class SampleArchive:
    """Holds something for every hash, so that invented letters carry invented files."""

    def put(self, data: bytes) -> str:
        """Keeps nothing; only names the bytes."""
        return hashlib.sha256(data).hexdigest()

    def put_many(self, items: Sequence[bytes]) -> list[str]:
        """Several at once."""
        return [self.put(item) for item in items]

    def get(self, sha256: str) -> bytes:
        """Some bytes that are always the same for this name."""
        return f"invented content of {sha256}\n".encode()

    def has(self, sha256: str) -> bool:  # noqa: ARG002 - the shape of Archive
        """Everything is here."""
        return True

    def path(self, sha256: str) -> str:
        """Where a person would find it."""
        return f"archive/{sha256[:2]}/{sha256}"


class SampleMint:
    """Makes secrets that are nobody's, and look like real ones."""

    def token(self, letter_id: str) -> str:
        """26 characters of Crockford base32 for this letter."""
        digest = base64.b32encode(hashlib.sha256(letter_id.encode()).digest()).decode("ascii")
        crockford = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        return ("3" + digest.translate(crockford))[:26]

    def hash(self, token: str) -> str:
        """SHA-256 in hex."""
        return hashlib.sha256(token.encode()).hexdigest()


def composer(
    *, language: Literal["th", "en", "th+en"] = "th", plus_addressing: bool = False, previews: bool = True
) -> LetterComposer:
    """A composer for the invented office."""

    def no_papers(name: str, letter: Letter) -> Sequence[Enclosure]:  # noqa: ARG001 - the shape of Papers
        return ()

    return LetterComposer(
        office=OFFICE,
        archive=SampleArchive(),
        mint=SampleMint(),
        sending=Sending(language=language, plus_addressing=plus_addressing),
        papers=no_papers,
        previews=_preview if previews else lambda _: (),
    )


def _preview(letter: Letter) -> Sequence[Preview]:
    """A small picture for letters that carry files."""
    if not letter.files or letter.kind not in {"approval_request", "task"}:
        return ()
    from io import BytesIO

    from PIL import Image, ImageDraw

    page = Image.new("RGB", (560, 300), "#f7f4ec")
    draw = ImageDraw.Draw(page)
    for row in range(24, 280, 22):
        draw.line((40, row, 520 - row % 90, row), fill="#8a8578", width=5)
    out = BytesIO()
    page.save(out, "PNG")
    name = letter.files[0].filename
    return (Preview(filename=name, content_type="image/png", data=out.getvalue(), width=280, height=150),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A letter taken apart again, as its reader gets it."""

    subject: str
    text: str
    page: str


def taken_apart(parcel: Parcel) -> Shown:
    """Subject, text part, and HTML part with its pictures put in, read by the standard library."""
    mail = email.message_from_bytes(parcel.raw, policy=email.policy.default)
    text = mail.get_body(("plain",))
    page = mail.get_body(("html",))
    if text is None or page is None:
        raise ValueError("a letter has a text and an HTML part")
    shown = str(page.get_content()).replace("\r\n", "\n")
    for part in mail.walk():
        identity = part.get("Content-ID")
        if identity:
            data = base64.b64encode(part.get_content()).decode("ascii")
            shown = shown.replace(f"cid:{identity[1:-1]}", f"data:{part.get_content_type()};base64,{data}")
    return Shown(subject=str(mail["Subject"]), text=str(text.get_content()).replace("\r\n", "\n"), page=shown)


def make(folder: Path, wanted: Sequence[str] = ()) -> Path:
    """Draw the gallery into ``folder``; ``wanted``: only samples whose names begin with one of these."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "pictures").mkdir(exist_ok=True)
    shown: list[tuple[str, Shown]] = []
    for language in ("th", "en", "th+en"):
        write = composer(language=language)
        for sample in samples():
            name = f"{sample.name}.{language.replace('+', '-')}"
            if _chosen(sample, language, name, wanted):
                shown.append((name, taken_apart(write.compose(sample.letter))))
    for name, letter in shown:
        (folder / "pages" / f"{name}.html").write_text(letter.page, encoding="utf-8")
    if chromium() is not None:
        _draw(folder, [name for name, _ in shown])
    papers = [] if wanted else draw_papers(folder / "papers")
    index = folder / "index.html"
    index.write_text(_index(folder, shown, papers), encoding="utf-8")
    return index


def _chosen(sample: Sample, language: str, name: str, wanted: Sequence[str]) -> bool:
    if wanted:
        return any(name.startswith(start) for start in wanted)
    return language == "th" or sample.name in _BOTH


_BOTH = frozenset({"approval", "acknowledgement-missing", "task", "digest", "report", "published", "help"})
"""Letters also shown in English, and in both languages at once."""


def _draw(folder: Path, names: Sequence[str]) -> None:
    with Browser() as browser:
        for name in names:
            for width in WIDTHS:
                for scheme in SCHEMES:
                    browser.open(folder / "pages" / f"{name}.html", width=width, scheme=scheme)
                    picture = folder / "pictures" / f"{name}.{width}.{scheme}.png"
                    picture.write_bytes(browser.picture())


def _index(folder: Path, shown: Sequence[tuple[str, Shown]], papers: Sequence[str]) -> str:
    rows = "\n".join(_section(folder, name, letter) for name, letter in shown)
    links = " ".join(f'<a href="#{html.escape(name)}">{html.escape(name)}</a>' for name, _ in shown)
    pages = "".join(f'<img loading="lazy" src="papers/{name}" alt="{name}">' for name in papers)
    rows += f'<section id="papers"><h2>Papers</h2><div class="row">{pages}</div></section>'
    return _PAGE.replace("LINKS", links).replace("ROWS", rows)


def _section(folder: Path, name: str, letter: Shown) -> str:
    """One letter: its pictures in a row, and its text part."""
    sources = [f"pictures/{name}.{width}.{scheme}.png" for width in WIDTHS for scheme in SCHEMES]
    pictures = "".join(
        f'<a href="{source}"><img loading="lazy" src="{source}" alt="{name}"></a>'
        for source in sources
        if (folder / source).is_file()
    )
    shown = pictures or f'<iframe loading="lazy" src="pages/{name}.html"></iframe>'
    text = html.escape(letter.text)
    return (
        f'<section id="{name}"><h2>{name}</h2><p><b>{html.escape(letter.subject)}</b></p>'
        f'<div class="row">{shown}<pre>{text}</pre></div></section>'
    )


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Letters</title><style>
body { font: 14px/1.6 Sarabun, "Noto Sans Thai", sans-serif; margin: 24px; color: #1c2733; }
body { background: #f4f6f8; }
nav a { margin-right: 12px; } .row { display: flex; gap: 12px; overflow-x: auto; align-items: flex-start; }
img { border: 1px solid #ccd; } iframe { width: 400px; height: 600px; }
pre { white-space: pre-wrap; width: 560px; flex: none; background: #fff; padding: 12px; font: inherit; }
</style></head><body><h1>Letters</h1><nav>LINKS</nav>
ROWS
</body></html>
"""


def main() -> None:
    """Draw into ``gallery``, or the folder given first."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("gallery")
    index = make(folder, sys.argv[2:])
    print(f"{index}: {len(list((folder / 'pictures').glob('*.png')))} pictures")


if __name__ == "__main__":
    main()
