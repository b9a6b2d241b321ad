"""From own words and documents to fields, verdict, report, order and marks, by asking the office language.

Nothing is understood here; this only decides what each reader of ``core.language`` is shown.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mailbot.core.language.command import read_command
from mailbot.core.language.dates import find_dates
from mailbot.core.language.fields import read_fields
from mailbot.core.language.marks import find_secrecy, find_speed, find_warnings
from mailbot.core.language.matters import several_matters
from mailbot.core.language.merging import Reading, merge_readings
from mailbot.core.language.passwords import holds_password
from mailbot.core.language.registration import read_registration
from mailbot.core.language.verdict import read_verdict
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.language.webmaster import read_items, read_webmaster
from mailbot.core.mail import (
    Attachment,
    Command,
    Forwarded,
    ItemWord,
    Registration,
    Role,
    Verdict,
    VerdictIs,
    WebmasterWord,
)
from mailbot.core.request import FieldName, Fields, Found
from mailbot.reading.documents import Document, read_document
from mailbot.reading.files import suffix_of
from mailbot.reading.limits import LIMITS

_READABLE = frozenset(
    {".docx", ".docm", ".doc", ".rtf", ".xlsx", ".xlsm", ".pdf", ".txt", ".csv", ".md", ".log"}
)
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"})
_PAPER = re.compile(r"(?i)แบบฟอร์ม|แบบคำขอ|คำขอ|ฟอร์ม|สแกน|เซ็น|บันทึก|form|scan|img_?20|doc\d")
_DOCUMENTS = 12
_PICTURES_READ = 2
_MARK_REACH = 4000
_SIGNATURE = 2000
_IN_NAMES = re.compile(r"[_\-.()\[\]]+")
_RUN = re.compile(r"((\S)\2{79})\2+")


@dataclass(slots=True, kw_only=True)
class Understood:
    """What the words and documents say."""

    fields: Fields = field(default_factory=Fields)
    found: dict[FieldName, Found] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=Verdict)
    webmaster: WebmasterWord = field(default_factory=WebmasterWord)
    items: tuple[ItemWord, ...] = ()
    command: Command | None = None
    registration: Registration | None = None
    speed: str | None = None
    secrecy: str | None = None
    warnings: tuple[str, ...] = ()


def read_documents(
    attachments: Sequence[Attachment], data: dict[str, bytes], *, paper: bool
) -> dict[str, Document]:
    """The documents among the attachments, by hash. ``paper``: pictures may be scanned forms."""
    found: dict[str, Document] = {}
    pictures = 0
    for one in attachments:
        if (
            one.role is not Role.CONTENT
            or one.sha256 in found
            or len(found) >= _DOCUMENTS
            or not data.get(one.sha256)
        ):
            continue
        suffix = suffix_of(one.filename)
        if suffix in _PICTURES:
            if not paper or pictures >= _PICTURES_READ:
                continue
            pictures += 1
        elif suffix not in _READABLE and data[one.sha256][:5] != b"%PDF-":
            continue
        found[one.sha256] = read_document(one.filename, one.content_type, data[one.sha256])
    return found


def may_be_paper(attachments: Sequence[Attachment], text: str) -> bool:
    """Whether a picture among the files is worth recognising: named like a form, or alone with few words."""
    names = " ".join(one.filename for one in attachments if one.role is Role.CONTENT)
    pictures = sum(
        1 for one in attachments if suffix_of(one.filename) in _PICTURES and one.role is Role.CONTENT
    )
    return bool(pictures) and (bool(_PAPER.search(names)) or (pictures <= _PICTURES_READ and "สแกน" in text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the readers of the language are shown of one mail."""

    own: str
    signature: str = ""
    subject: str = ""
    title: str = ""
    forwarded: Forwarded | None = None
    files: tuple[str, ...] = ()
    """The names of the attached files."""


def understand(
    words: Words, documents: dict[str, Document], vocabulary: Vocabulary, today: date
) -> Understood:
    """Ask every reader of the office language what it has to say.

    A decision is only read from words that were read whole: what comes behind could turn it round.
    """
    names = tuple(person.name for person in vocabulary.people if person.name)
    nicknames = tuple(person.nickname for person in vocabulary.people if person.nickname)
    own = _bounded(words.own)
    whole = own == words.own
    words = replace(words, own=own, signature=words.signature[:_SIGNATURE])
    fields, found = merge_readings(_readings(words, documents, vocabulary, today))
    texts = [words.subject, words.own]
    if words.forwarded is not None:
        texts.append(words.forwarded.text[:_MARK_REACH])
    papers = [document.text[:_MARK_REACH] for document in documents.values()]
    return Understood(
        fields=fields,
        found=found,
        verdict=_given_by(today, read_verdict(words.own, names=names, nicknames=nicknames))
        if whole
        else Verdict(),
        webmaster=read_webmaster(words.own, today=today),
        items=read_items(words.own, today=today),
        command=read_command(words.own, words.subject),
        registration=read_registration(words.own, words.subject),
        speed=find_speed(f"{words.subject}\n{words.own}"),
        secrecy=_secrecy([*texts, *papers], words.files),
        warnings=(*_warnings(texts, papers), *_matters(words.own)),
    )


def _given_by(today: date, verdict: Verdict) -> Verdict:
    """An approval dated later than the mail is none yet: «อนุมัติ 20 ม.ค. 2570» written in 2569."""
    if verdict.is_ is VerdictIs.APPROVE and any(
        found.date > today for found in find_dates(verdict.words or "", today)
    ):
        return Verdict()
    return verdict


def _matters(own: str) -> tuple[str, ...]:
    count = several_matters(own)
    return (f"several_matters:{count}",) if count else ()


def _warnings(texts: Sequence[str], papers: Sequence[str]) -> tuple[str, ...]:
    """What a person should look at; passwords in files are told by file (``password_files``)."""
    of_papers = (each for text in papers for each in find_warnings(text) if each != "password")
    return tuple(dict.fromkeys([*(each for text in texts for each in find_warnings(text)), *of_papers]))


def password_files(attachments: Sequence[Attachment], documents: Mapping[str, Document]) -> list[Attachment]:
    """The attached files that give a password away (R20). The files themselves are not touched."""
    giving = {sha256 for sha256, document in documents.items() if holds_password(document.text)}
    return [one for one in attachments if one.sha256 in giving]


def _secrecy(texts: Sequence[str], names: Sequence[str]) -> str | None:
    """The first secrecy mark (S8), in the words, in a document, or as a word of its own in a file's name."""
    in_names = (_IN_NAMES.sub("\n", name) for name in names)
    return next((mark for text in (*texts, *in_names) if (mark := find_secrecy(text))), None)


def _bounded(text: str) -> str:
    """What a person would read: no endless runs of one sign, no more than some pages."""
    text = _RUN.sub(r"\1", text[: 4 * LIMITS.words])[: LIMITS.words]
    return "\n".join(text.split("\n", LIMITS.word_lines)[: LIMITS.word_lines])


def _readings(
    words: Words, documents: dict[str, Document], vocabulary: Vocabulary, today: date
) -> list[Reading]:
    """Forms first, then memos, then the words, then the mail inside a forward."""
    found: list[Reading] = [
        read_fields(
            _bounded(document.text),
            subject="",
            vocabulary=vocabulary,
            today=today,
            source=document.source,
        )
        for document in documents.values()
        if document.is_form and document.source is not None
    ]
    found += [
        read_fields(
            _bounded(document.text),
            vocabulary=vocabulary,
            today=today,
            source="memo.scan" if document.suggestion else "memo",
        )
        for document in documents.values()
        if document.is_memo
    ]
    own = f"{words.own}\n\n{words.signature}".strip() if words.signature else words.own
    found.append(read_fields(own, subject=words.title, vocabulary=vocabulary, today=today))
    inner = words.forwarded
    if inner is not None and inner.text:
        found.append(
            read_fields(
                _bounded(inner.text),
                subject=inner.subject or "",
                vocabulary=vocabulary,
                today=today,
                source="forwarded",
            )
        )
    return found


def is_decision(verdict: Verdict) -> bool:
    """Whether the words are a decision by themselves, so that the mail is an answer even without a thread."""
    return verdict.is_ is not VerdictIs.UNCLEAR
