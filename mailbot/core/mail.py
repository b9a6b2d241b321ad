"""An incoming mail as frozen values.

Made once, at the door, by ``mailbot.reading``; nobody behind the door sees a mail library.
Names follow the reading as JSON (``mailbot read --json``). Nothing here decides who may do what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.core.request import FieldName, Fields, Found, Picture


class Kind(StrEnum):
    """What sort of mail it is, before anybody asks who sent it."""

    REQUEST = "request"
    ANSWER = "answer"  # it continues something: a reply header, a number of ours, or a lone decision word
    AUTOMATIC = "automatic"  # a machine wrote it: auto-reply, list, robot, receipt
    BOUNCE = "bounce"  # a delivery status of a letter of ours
    UNREADABLE = "unreadable"


class Role(StrEnum):
    """What an attached file is to us."""

    FORM = "form"  # the office's request form, in any format
    CONTENT = "content"  # what shall be published
    INLINE = "inline"  # a picture inside the text
    SIGNATURE = "signature"  # a logo of somebody's signature
    ARCHIVE = "archive"  # a zip, listed


class VerdictIs(StrEnum):
    """What a head's own words say. Conditional or partial approval is ``revise``."""

    APPROVE = "approve"
    REJECT = "reject"
    REVISE = "revise"
    HOLD = "hold"
    DELEGATE = "delegate"
    UNCLEAR = "unclear"
    REVOKE = "revoke"  # takes an earlier approval back


class WebmasterIs(StrEnum):
    """What a webmaster's own words say about one task."""

    PUBLISHED = "published"
    RETURNED = "returned"
    DELAYED = "delayed"
    TAKEN_DOWN = "taken_down"
    WRONG_SITE = "wrong_site"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who the mail says wrote it. ``authority`` false: readable, but decides nothing."""

    address: str | None = None
    """Lower-case addr-spec, or None when there is not exactly one plain address."""
    name: str | None = None
    authority: bool = False
    why_not: str | None = None


class AuthResult(StrEnum):
    """Lock 3: what is known about the sender's domain having sent this mail."""

    PASS = "pass"  # noqa: S105  # the word of RFC 8601, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """The verdict of the pinned receiving server, or of our own DKIM check."""

    result: AuthResult = AuthResult.UNKNOWN
    method: str | None = None
    """``dmarc``, ``dkim``, ``spf``, ``arc``; None when nothing was found."""
    by: str | None = None
    """The authserv-id that said so, or ``mailbot`` for our own check."""
    detail: str = ""
    headers: tuple[str, ...] = ()
    """The raw header lines the verdict rests on, as evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One attached file. Its bytes lie in the archive under ``sha256``."""

    filename: str
    content_type: str
    size: int
    sha256: str
    role: Role = Role.CONTENT
    inside: str | None = None
    """The archive (zip, winmail.dat) it was found in, by filename."""
    note: str | None = None
    """What a person should know: ``encrypted``, ``broken``, ``macro``, ``too large to read``."""
    preview: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """The inner mail of a forward: shown, never trusted (the forwarder is the requester)."""

    sender: str | None = None
    subject: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the own words decide, read as a head's. Who may decide is another question."""

    is_: VerdictIs = VerdictIs.UNCLEAR
    reason: str | None = None
    words: str | None = None
    """The exact words that decided."""
    delegate: str | None = None
    """The name the head wrote when delegating («มอบรองฯ สมชาย» -> ``รองฯ สมชาย``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebmasterWord:
    """What the own words report, read as a webmaster's, about one task."""

    is_: WebmasterIs = WebmasterIs.UNCLEAR
    url: str | None = None
    at: datetime | None = None
    """When it went up, if the words say so; else the mail's own date counts."""
    reason: str | None = None
    site: str | None = None
    """For ``wrong_site``: the site named, in the webmaster's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWord:
    """One numbered item of a digest answer: «ข้อ 2 ไฟล์เปิดไม่ได้» or «0042 ลงแล้ว»."""

    item: str
    """The number as written: a position (``2``) or a request number (``WEB-2569-0042``)."""
    word: WebmasterWord
    text: str = ""
    """What was written about it, as is."""


class Command(StrEnum):
    """A short order anybody registered may mail to the bot, read from the whole of the own words."""

    STATUS = "status"  # สถานะ
    HISTORY = "history"  # ประวัติ
    HELP = "help"  # ช่วยเหลือ, วิธีใช้
    FORM = "form"  # ขอแบบฟอร์ม
    CERTIFY = "certify"  # รับรอง
    WITHDRAW = "withdraw"  # ขอถอนคำขอ / ยกเลิกคำขอ
    CANCEL = "cancel"  # ยกเลิก: what the last letter offered to undo
    YES = "yes"  # ใช่
    NO = "no"  # ไม่ใช่
    ADMIT = "admit"  # รับ
    ADMIT_PERSON = "admit_person"  # รับ และเพิ่มบุคคล
    DROP = "drop"  # ไม่รับ / ทิ้ง
    ACKNOWLEDGED = "acknowledged"  # ทราบ
    FILES_ARRIVED = "files_arrived"  # ได้รับไฟล์แล้ว
    PAPER_APPROVED = "paper_approved"  # มีลายมือชื่ออนุมัติแล้ว
    PROCEED = "proceed"  # ดำเนินการต่อ: releases what a person was asked about
    TAKE_DOWN = "take_down"  # ขอให้นำลง


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery status notification, matched to our letter by its Message-ID (RFC 3464)."""

    original_message_id: str | None = None
    recipient: str | None = None
    permanent: bool = True
    """5.x.x; False: the server still tries (4.x.x, action delayed)."""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A delivery outside mail that a webmaster or requester registers (R33 to R35)."""

    channel: str
    """``my_office``, ``in_person`` or ``media``."""
    register_no: str | None = None
    person: str | None = None
    """Who brought it, as written («พี่แดง การเงิน»)."""
    paper_approved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One incoming mail, read."""

    sha256: str
    """Of the raw bytes; the archive's name for it."""
    size: int = 0
    message_id: str | None = None
    date: datetime | None = None
    subject: str = ""
    """Decoded, one line, as sent (prefixes kept)."""
    title: str = ""
    """The subject without reply prefixes, our number and speed marks."""
    sender: Sender = field(default_factory=Sender)
    to: tuple[str, ...] = ()
    kind: Kind = Kind.UNREADABLE
    automatic: str | None = None
    """Why a machine is taken to have written it; None for a person's mail."""
    out_of_office: bool = False
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Request numbers in the subject and the own words, in order, without repeats."""
    codes: tuple[str, ...] = ()
    """Secrets of our letters found in the plus-address, the subject or the text, upper-case."""
    authentication: Authentication = field(default_factory=Authentication)
    own_words: str = ""
    quoted: bool = False
    """True when something was quoted below or between the own words."""
    forwarded: Forwarded | None = None
    attachments: tuple[Attachment, ...] = ()
    fields: Fields = field(default_factory=Fields)
    found: Mapping[FieldName, Found] = field(default_factory=dict)
    """Where each field that is set came from, and how sure the reading is."""
    verdict: Verdict = field(default_factory=Verdict)
    webmaster: WebmasterWord = field(default_factory=WebmasterWord)
    items: tuple[ItemWord, ...] = ()
    command: Command | None = None
    registration: Registration | None = None
    bounce: Bounce | None = None
    speed: str | None = None
    """ด่วน, ด่วนมาก, ด่วนที่สุด (S7): handling priority, never a licence to skip approval."""
    secrecy: str | None = None
    """The secrecy mark found (S8), with where: stop and ask a person."""
    warnings: tuple[str, ...] = ()
    """What a person should be told: ``password``, ``thai_id:3``, ``drive_link``, ``hidden_text`` ..."""
    links: tuple[str, ...] = ()
    anomalies: tuple[str, ...] = ()
    """What the two parsers found odd about the bytes."""

    @property
    def is_human(self) -> bool:
        """True when a person wrote it and it may be answered."""
        return self.kind in {Kind.REQUEST, Kind.ANSWER}
