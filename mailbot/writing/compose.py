"""One owed letter becomes the bytes that go out. The same letter gives the same bytes, always.

Reads the archive for what is attached, and nothing else; knows no clock. It never decides who gets a
letter, and never sends one.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from mailbot.core.letters import FileRow, Letter, Purpose
from mailbot.core.office import Office
from mailbot.core.request import File
from mailbot.ports import Kept, Parcel, Tokens
from mailbot.writing import mime
from mailbot.writing.answers import Answers
from mailbot.writing.templates import Language, LetterTemplates, Voice
from mailbot.writing.words import one_line

LOOP_HEADER = "X-Mailbot-Loop"
"""Our own mail coming back carries it."""
COMMON = ("to", "number", "purpose", "left_out", "previews", "owed_at", "answers", "subject", "bodies")
"""What a template can name besides the fields of its letter's context."""
_REFERENCES = 20
"""Message-IDs kept in References: the root and the latest."""
_ENCODED = 1.37
"""What base64 in lines adds to a file."""
_SELF_MADE = frozenset({"digest", "report", "takedown", "task", "approval_request"})
"""Kinds that answer no mail of their reader (RFC 3834 section 5: generated, not replied)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file made for a letter."""

    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A picture of an attached file, shown inside the letter."""

    filename: str
    """Of the file it shows."""
    content_type: str
    data: bytes
    width: int
    height: int
    """In CSS pixels, as shown."""

    @property
    def content_id(self) -> str:
        """Where the HTML finds it."""
        return f"{hashlib.sha256(self.data).hexdigest()[:20]}@preview"


Papers = Callable[[str, Letter], Sequence[Enclosure]]
"""(paper, letter) -> the files made. Papers: ``form``, ``report``, ``workbook``, ``csv``, ``empty_forms``."""
Previews = Callable[[Letter], Sequence[Preview]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How the office's letters are written and addressed."""

    name: str = ""
    """The display name in From; empty: the office's name."""
    language: Literal["th", "en", "th+en"] = "th"
    plus_addressing: bool = False
    """The mailbox takes ``name+anything@host``: the secret then travels in Reply-To."""


def no_papers(name: str, letter: Letter) -> Sequence[Enclosure]:
    """Makes no paper; a letter that needs one is not composed."""
    raise LookupError(f"nothing makes the paper {name!r} for {letter.id}")


def no_previews(letter: Letter) -> Sequence[Preview]:  # noqa: ARG001 - the shape of Previews
    """Shows no pictures."""
    return ()


class LetterComposer:
    """The composer: a ``ports.Composer``."""

    def __init__(
        self,
        *,
        office: Office,
        archive: Kept,
        mint: Tokens,
        templates: LetterTemplates | Path | None = None,
        sending: Sending | None = None,
        papers: Papers = no_papers,
        previews: Previews = no_previews,
    ) -> None:
        """``templates``: the office's own folder, or templates already loaded."""
        self._office = office
        self._archive = archive
        self._mint = mint
        self._sending = sending or Sending()
        self._papers = papers
        self._previews = previews
        self._zone = ZoneInfo(office.timezone)
        self._templates = (
            templates if isinstance(templates, LetterTemplates) else LetterTemplates(office, templates)
        )

    def compose(self, letter: Letter) -> Parcel:
        """The letter as bytes with CRLF line ends.

        Raises KeyError or LookupError when a paper cannot be made, TemplateError when a template is
        broken, and AddressError for a reader whose address cannot stand in a header. A file that is not
        in the archive does not stop a letter: it is listed in it as missing.
        """
        papers = [enclosure for name in letter.papers for enclosure in self._papers(name, letter)]
        carried, left_out = self._sort(letter.files, papers)
        previews = tuple(self._previews(letter))
        subject, text, html = self._write(letter, left_out, previews)
        files = [mime.file_part(f.filename, f.content_type, data) for f, data in carried]
        files += [mime.file_part(p.filename, p.content_type, p.data) for p in papers]
        body = self._assemble(letter, text, html, previews, files)
        headers = mime.header_block((*self._headers(letter, subject), *body.headers))
        return addressed(letter, self._office, headers + b"\r\n" + body.body)

    def message_id(self, letter: Letter) -> str:
        """The letter's Message-ID: unguessable, always the same, and readable in a log."""
        token = self._mint.token(letter.id).lower()
        readable = letter.id if letter.request else letter.kind  # short: some programs fold long ids
        name = re.sub(r"[^a-z0-9.-]+", "-", readable.lower()).strip("-.")[:30] or "letter"
        return f"<{token}.{name}@{self._domain}>"

    # --- the words ---------------------------------------------------------------------------------

    def _write(
        self, letter: Letter, left_out: tuple[FileRow, ...], previews: tuple[Preview, ...]
    ) -> tuple[str, str, str]:
        """Subject, text part and HTML part."""
        languages: list[tuple[Language, bool]] = [("en" if self._sending.language == "en" else "th", False)]
        if self._sending.language == "th+en":
            languages.append(("en", True))
        values = self._values(letter, left_out, previews)
        subject = ""
        bodies: dict[str, list[str]] = {"txt": [], "html": []}
        for language, short in languages:
            text = self._templates.load(language, "txt", short=short)
            values["answers"] = self._answers(letter, text)
            if not subject:
                values["subject"] = subject = one_line(
                    text.template(f"{letter.kind}/subject.txt").render(values)
                )
            bodies["txt"].append(text.template(f"{letter.kind}/body.txt").render(values))
            html = self._templates.load(language, "html", short=short)
            bodies["html"].append(html.template(f"{letter.kind}/body.html").render(values))
        main: Language = languages[0][0]
        whole = self._templates.load(main, "txt").layout().render(values | {"bodies": bodies["txt"]})
        page = self._templates.load(main, "html").layout().render(values | {"bodies": _safe(bodies["html"])})
        return subject, _tidy(whole), page

    def _values(
        self, letter: Letter, left_out: tuple[FileRow, ...], previews: tuple[Preview, ...]
    ) -> dict[str, Any]:
        """What a template can name: the context's fields, and what every letter has."""
        values = dict(letter.context)
        summary = values.get("summary")
        if left_out and summary is not None and hasattr(summary, "files"):
            absent = {row.sha256: row for row in left_out}
            rows = tuple(absent.get(row.sha256, row) for row in summary.files)
            values["summary"] = summary.model_copy(update={"files": rows})
        return values | {
            "to": letter.to,
            "number": letter.request or "",
            "purpose": letter.purpose.value,
            "left_out": left_out,
            "previews": previews,
            "owed_at": letter.owed_at,
        }

    def _answers(self, letter: Letter, voice: Voice) -> Answers:
        about = f"[{letter.request}]" if letter.request else f"[{self._office.number_prefix}]"
        secret = letter.purpose is not Purpose.NONE
        in_address = secret and self._sending.plus_addressing
        code = self._mint.token(letter.id) if secret and not in_address else ""
        return Answers(
            words=voice.speech.words,
            to=self._reply_address(letter) if in_address else self._office.address,
            subject=about,
            code=code,
        )

    # --- what goes along ---------------------------------------------------------------------------

    def _sort(
        self, files: Sequence[File], papers: Sequence[Enclosure]
    ) -> tuple[list[tuple[File, bytes]], tuple[FileRow, ...]]:
        """The files that fit with their bytes, and the others as rows; the largest stay behind first."""
        stay = left_behind(files, self._office, sum(len(paper.data) for paper in papers))
        carried: list[tuple[File, bytes]] = []
        left_out: list[FileRow] = []
        for index, file in enumerate(files):
            try:
                if index in stay:
                    left_out.append(_row(file, where=self._archive.path(file.sha256)))
                else:
                    carried.append((file, self._archive.get(file.sha256)))
            except KeyError:
                left_out.append(_row(file, where=""))
        return carried, tuple(left_out)

    def _assemble(
        self, letter: Letter, text: str, html: str, previews: Sequence[Preview], files: Sequence[mime.Part]
    ) -> mime.Part:
        """mixed(alternative(text, related(html, pictures)), files ...); only the levels that are needed."""
        page = mime.text_part("html", html)
        if previews:
            unique = {preview.content_id: preview for preview in previews}
            pictures = [
                mime.file_part(
                    f"{i}.{p.content_type.partition('/')[2]}", p.content_type, p.data, content_id=cid
                )
                for i, (cid, p) in enumerate(unique.items(), start=1)
            ]
            page = mime.multipart("related", [page, *pictures], letter.id, extra='\r\n type="text/html";')
        both = mime.multipart("alternative", [mime.text_part("plain", text), page], letter.id)
        return mime.multipart("mixed", [both, *files], letter.id) if files else both

    # --- the headers -------------------------------------------------------------------------------

    @property
    def _domain(self) -> str:
        return self._office.address.rpartition("@")[2]

    def _reply_address(self, letter: Letter) -> str:
        local, _, domain = self._office.address.rpartition("@")
        return f"{local}+{self._mint.token(letter.id).lower()}@{domain}"

    def _headers(self, letter: Letter, subject: str) -> list[mime.Header]:
        name = self._sending.name or self._office.name
        references = self._references(letter)
        headers = [
            mime.addresses("From", [(name, self._office.address)]),
            mime.addresses("To", [(letter.to.name, letter.to.address)]),
        ]
        if letter.cc:
            headers.append(mime.addresses("Cc", [(p.name, p.address) for p in letter.cc]))
        if self._sending.plus_addressing and letter.purpose is not Purpose.NONE:
            headers.append(mime.addresses("Reply-To", [(name, self._reply_address(letter))]))
        headers += [
            mime.unstructured("Subject", subject),
            ("Date", format_datetime(letter.owed_at.astimezone(self._zone).replace(microsecond=0))),
            ("Message-ID", self.message_id(letter)),
        ]
        if references:
            headers += [mime.ids("In-Reply-To", references[-1:]), mime.ids("References", references)]
        return [
            *headers,
            ("Auto-Submitted", self._auto_submitted(letter)),
            ("X-Auto-Response-Suppress", self._suppress(letter)),
            (LOOP_HEADER, self._office.address),
            ("MIME-Version", "1.0"),
        ]

    def _references(self, letter: Letter) -> list[str]:
        """The thread: a root of our own for this request and reader, then the reader's mails.

        Two readers never share an id, so nobody's mail program shows a thread it has only half of.
        """
        own = [i for i in letter.references if mime.is_id(i)][-_REFERENCES:]
        if not letter.request:
            return own
        seed = f"{self._office.address}\n{letter.request}\n{letter.to.address.casefold()}"
        digest = hashlib.sha256(seed.encode()).hexdigest()[:24]
        name = re.sub(r"[^a-z0-9.-]+", "-", letter.request.lower())
        return [f"<{name}.{digest}@{self._domain}>", *own]

    def _auto_submitted(self, letter: Letter) -> str:
        """RFC 3834 section 5: ``auto-replied`` to a mail of this reader, else ``auto-generated``."""
        answers = bool(letter.references) and letter.kind not in _SELF_MADE
        return "auto-replied" if answers else "auto-generated"

    def _suppress(self, letter: Letter) -> str:
        """What Exchange shall not send back (MS-OXCMAIL). Never NDR: a letter that did not arrive alarms.

        A head's out-of-office shortens the wait, so a letter that asks for a decision does not stop it.
        """
        away_matters = letter.purpose in {Purpose.DECIDE, Purpose.CONFIRM}
        return "DR, RN, NRN, AutoReply" if away_matters else "DR, RN, NRN, OOF, AutoReply"


def addressed(letter: Letter, office: Office, raw: bytes) -> Parcel:
    """The written letter with the addresses it is handed over for."""
    recipients = tuple(dict.fromkeys(party.address for party in (letter.to, *letter.cc)))
    return Parcel(sender=office.address, recipients=recipients, raw=raw, letter_id=letter.id)


def left_behind(files: Sequence[File], office: Office, papers: int = 0) -> set[int]:
    """Which of the files, by place, a letter has no room for beside so many bytes of papers: the largest."""
    room = office.policy.letter_bytes / _ENCODED - papers
    stay: set[int] = set()
    total = sum(file.size for file in files)
    for index in sorted(range(len(files)), key=lambda i: (-files[i].size, i)):
        if total <= room:
            break
        stay.add(index)
        total -= files[index].size
    return stay


def _row(file: File, *, where: str) -> FileRow:
    return FileRow(
        filename=file.filename,
        size=file.size,
        sha256=file.sha256,
        content_type=file.content_type,
        carried=False,
        where=where,
    )


def _safe(bodies: Sequence[str]) -> tuple[str, ...]:
    """What templates rendered is not escaped a second time by the layout."""
    from markupsafe import Markup

    return tuple(Markup(body) for body in bodies)  # noqa: S704 - rendered with escaping just before


def _tidy(text: str) -> str:
    """No blanks at line ends, no more than one empty line in a row, one line end at the end."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
