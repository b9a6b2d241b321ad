"""``make gallery``: every letter as a picture, on a phone and a desk, light and dark; its text; the papers.

    python -m mailbot.sandbox.gallery [FOLDER] [NAME ...]

Letters are the invented ones of ``samples.py`` with real files, previews and papers along with them. Without
Chromium the page shows the letters themselves. The same program draws the same pictures, so that two of them
can be laid over each other (``look_diff.py``).
"""

import base64
import email
import email.policy
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mailbot.core.letters import Letter
from mailbot.ports import Archive, Parcel
from mailbot.sandbox.browser import Browser, Scheme, chromium
from mailbot.sandbox.enclosed import ARCHIVE, as_sent, pictured
from mailbot.sandbox.gallery_page import gallery_page
from mailbot.sandbox.paper_pictures import draw_papers
from mailbot.sandbox.samples import OFFICE, samples
from mailbot.writing.compose import Enclosure, LetterComposer, Papers, Sending
from mailbot.writing.papers import Papers as OfficePapers

Language = Literal["th", "en", "th+en"]
Screen = tuple[int, Scheme]

SCREENS: tuple[Screen, ...] = ((360, "light"), (360, "dark"), (800, "light"), (800, "dark"))
LOOKS: dict[Language, tuple[Screen, ...]] = {"th": SCREENS, "en": SCREENS[::3], "th+en": SCREENS[::3]}
"""On which screens a language is shown: English differs from Thai only in its words."""
BOTH = frozenset({"approval", "acknowledgement-missing", "task", "digest", "report", "published", "help"})
"""Letters also shown in both languages at once."""


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
    *,
    language: Language = "th",
    plus_addressing: bool = False,
    previews: bool = True,
    papers: Papers | None = None,
    archive: Archive | None = None,
) -> LetterComposer:
    """A composer for the invented office; without ``papers`` it encloses none."""

    def nothing(name: str, letter: Letter) -> Sequence[Enclosure]:  # noqa: ARG001 - the shape of Papers
        return ()

    return LetterComposer(
        office=OFFICE,
        archive=archive or SampleArchive(),
        mint=SampleMint(),
        sending=Sending(language=language, plus_addressing=plus_addressing),
        papers=papers or nothing,
        previews=pictured if previews else lambda _: (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A letter taken apart again, as its reader gets it."""

    subject: str
    text: str
    page: str
    files: tuple[tuple[str, int], ...] = ()
    """Name and bytes of what is attached."""


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
    return Shown(
        subject=str(mail["Subject"]),
        text=str(text.get_content()).replace("\r\n", "\n"),
        page=shown,
        files=tuple(
            (str(part.get_filename()), len(part.get_payload(decode=True) or b""))
            for part in mail.iter_attachments()
        ),
    )


def shown_letters(wanted: Sequence[str] = ()) -> dict[str, Shown]:
    """Every letter with everything that goes along, by the name of its sample and its language.

    ``wanted``: only those whose names begin with one of these.
    """
    papers = OfficePapers(OFFICE)
    found: dict[str, Shown] = {}
    for language in LOOKS:
        write = composer(language=language, papers=papers, archive=ARCHIVE)
        for sample in samples():
            name = f"{sample.name}.{language.replace('+', '-')}"
            both = language == "th+en"
            if name.startswith(tuple(wanted) or "") and (not both or sample.name in BOTH):
                found[name] = taken_apart(write.compose(as_sent(sample.letter)))
    return found


def make(folder: Path, wanted: Sequence[str] = ()) -> Path:
    """Draw the gallery into ``folder``; ``wanted``: only what has a name that begins with one of these.

    Pictures of an earlier run that are not drawn again are removed.
    """
    for part in ("pages", "pictures", "papers"):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for old in (folder / part).iterdir():
            if old.suffix in {".html", ".png"}:
                old.unlink()
    letters = shown_letters(wanted)
    for name, letter in letters.items():
        (folder / "pages" / f"{name}.html").write_text(letter.page, encoding="utf-8")
    pictures = _draw(folder, tuple(letters)) if chromium() else {}
    papers = draw_papers(folder / "papers", wanted)
    index = folder / "index.html"
    index.write_text(gallery_page(letters, pictures, papers), encoding="utf-8")
    return index


def _draw(folder: Path, names: Sequence[str]) -> dict[str, list[str]]:
    """Each letter on its screens; the pictures by letter."""
    looks = {language.replace("+", "-"): screens for language, screens in LOOKS.items()}
    drawn: dict[str, list[str]] = {}
    with Browser() as browser:
        for name in names:
            for width, scheme in looks[name.rpartition(".")[2]]:
                browser.open(folder / "pages" / f"{name}.html", width=width, scheme=scheme)
                picture = f"pictures/{name}.{width}.{scheme}.png"
                (folder / picture).write_bytes(browser.picture())
                drawn.setdefault(name, []).append(picture)
    return drawn


def main() -> None:
    """Draw into ``gallery``, or the folder given first."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("gallery")
    index = make(folder, sys.argv[2:])
    letters, papers = (len(list((folder / part).glob("*.png"))) for part in ("pictures", "papers"))
    print(f"{index}: {letters} pictures of letters, {papers} of papers")


if __name__ == "__main__":
    main()
