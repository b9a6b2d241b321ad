"""The closed set of letters we can owe, each with its typed context.

A letter is owed on disk before it is sent, and carries everything its templates need, so that a
repeated letter is recognisably the same letter. Nothing here renders or sends.

One folder of ``templates/<language>/`` per ``LetterKind``; the context's fields are the template's
variables, checked at start.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from mailbot.core.record import Record, Stored
from mailbot.core.request import Approval, Event, Fields, File, Item, Need, Party, Status


class Row(Record):
    """One line of a table in a letter: a field's name, its value as text, and where it came from."""

    field: str
    """A field name; the templates hold its Thai and English label."""
    value: str
    source: str = ""
    """Empty when the sender said it outright; else ``Found.source``."""
    confidence: str = "said"
    words: str = ""


class FileRow(Record):
    """One file in a letter's list."""

    filename: str
    size: int
    sha256: str
    content_type: str = "application/octet-stream"
    carried: bool = True
    """False: too large for a letter; listed with where it lies."""
    where: str = ""


class Summary(Record):
    """What every letter about a request shows of it."""

    number: str
    status: Status
    topic: str = ""
    headline: str = ""
    """The topic as the first letter's subject showed it: a thread keeps one subject; empty: ``topic``."""
    requester: Party
    unit: str = ""
    """The unit's name."""
    site: str = ""
    """The site's name, or several joined by a comma."""
    site_address: str = ""
    received_at: datetime
    urgent: bool = False
    speed: str | None = None
    rows: tuple[Row, ...] = ()
    files: tuple[FileRow, ...] = ()
    warnings: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


class FilledForm(Record):
    """What the office's request form says of a request, at the moment a letter that carries it is owed."""

    fields: Fields
    requester: Party
    unit: str = ""
    signed_at: datetime | None = None
    """When the requester certified by mail (R56, R57); None: not by mail, or not yet."""
    signed_mail: str = ""
    """The ledger key of that mail."""
    approval: Approval | None = None
    items: tuple[Item, ...] = ()


class Acknowledgement(Record):
    """To the requester: the number, what was understood, what is missing, what happens next."""

    kind: Literal["acknowledgement"] = "acknowledgement"
    summary: Summary
    missing: tuple[Need, ...] = ()
    """Empty: complete, it goes to the head."""
    suggestions: tuple[Row, ...] = ()
    """Weak readings shown as a question."""
    contradictions: tuple[Row, ...] = ()
    """Two values for one field: ``value`` is the newer, ``words`` the older."""
    approver: Party | None = None
    updated: bool = False
    """True when it answers an answer: what came was merged."""
    merged: tuple[str, ...] = ()
    """The field names the last mail filled or changed."""
    reminder: int = 0
    """0: the first letter; n: the n-th reminder."""
    reason: str = ""
    """A head's or webmaster's words that sent it back."""
    by: Party | None = None
    replaces: str | None = None
    """An earlier request that looks the same: «แทนที่คำขอ 0007 ใช่หรือไม่» (S16)."""


class ApprovalRequest(Record):
    """To the head: everything to decide on, answerable by one word or one tap."""

    kind: Literal["approval_request"] = "approval_request"
    summary: Summary
    approver: Party
    content_hash: str
    reminder: int = 0
    escalated: bool = False
    """True: to the deputy because the head did not answer, or is away."""
    owed_since: datetime | None = None
    """Urgent: already published, the approval is owed since then."""
    changed: bool = False
    """The content changed after an earlier letter or approval, which is void."""
    delegated_by: Party | None = None
    unclear: str = ""
    """The head's own words that could not be understood; then this letter asks again."""
    action: Literal["publish", "take_down"] = "publish"
    """What is decided on; an answer to one kind never counts for the other."""
    reason: str = ""
    """Take-down: the requester's words."""
    items: tuple[Item, ...] = ()
    """Take-down: what would come down."""


class ConfirmDecision(Record):
    """To the address on record: did you really decide this? (lock 3 could not be checked)."""

    kind: Literal["confirm_decision"] = "confirm_decision"
    summary: Summary
    act: str
    """``approve``, ``reject``, ``revise``, ``hold``, ``delegate``, ``revoke``, ``take_down`` or a command."""
    words: str
    at: datetime


class DecisionNotice(Record):
    """To the requester: what the head decided, with the reason verbatim (S13)."""

    kind: Literal["decision"] = "decision"
    summary: Summary
    act: str
    """``approve``, ``reject``, ``revise``, ``hold``, ``delegate``, ``revoke``."""
    by: Party
    at: datetime
    reason: str = ""
    delegate: Party | None = None
    paper: bool = False


class DecisionEcho(Record):
    """To the head: this was recorded; answer «ยกเลิก» if it is wrong."""

    kind: Literal["decision_echo"] = "decision_echo"
    summary: Summary
    act: str
    by: Party
    at: datetime
    words: str = ""
    delegate: Party | None = None


class Task(Record):
    """To a site's webmaster: the complete package to put up (R24)."""

    kind: Literal["task"] = "task"
    summary: Summary
    site: str
    """The site's id."""
    site_address: str
    approval: Approval | None = None
    owed: bool = False
    """Urgent: the approval is still owed (R31)."""
    publish_from: date | None = None
    publish_until: date | None = None
    reminder: int = 0
    need_url: bool = False
    """Already reported as published, only the address is asked for."""
    checklist: tuple[str, ...] = ()


class PublishedNotice(Record):
    """To the requester (and the head, when the approval is owed): it is up, and where."""

    kind: Literal["published"] = "published"
    summary: Summary
    items: tuple[Item, ...]
    owed: bool = False
    remark: str = ""


class Returned(Record):
    """To the requester: the webmaster could not use it, in his own words."""

    kind: Literal["returned"] = "returned"
    summary: Summary
    by: Party
    reason: str


class TakeDown(Record):
    """To the webmaster: take it down."""

    kind: Literal["takedown"] = "takedown"
    summary: Summary
    site: str = ""
    items: tuple[Item, ...] = ()
    why: str
    """``period``: the publication period ends; ``rejected``: rejected after an urgent release;
    ``revoked``; ``withdrawn``; ``asked``: the webmaster decided; ``approved``: the head did, as asked for."""
    due: date | None = None
    reason: str = ""
    reminder: int = 0


class TakenDown(Record):
    """To requester and head: it is down."""

    kind: Literal["taken_down"] = "taken_down"
    summary: Summary
    at: datetime
    by: Party


class UrgentQuestion(Record):
    """To the requester: the urgent branch needs both statements of R30, or is not open at all."""

    kind: Literal["urgent_question"] = "urgent_question"
    summary: Summary
    missing: tuple[Need, ...]
    barred: bool = False


class NoticeAbout(StrEnum):
    """Named outcomes that change nothing and are explained."""

    LATE = "late"  # an answer to what is long decided
    SECOND = "second"  # the same decision again
    CONTRADICTORY = "contradictory"  # a different decision after one that counted
    SUPERSEDED = "superseded"  # the letter answered is void: the content changed
    EXPIRED = "expired"  # the letter's secret is too old
    NOT_AUTHORISED = "not_authorised"  # the sender may not decide this
    NOT_AUTHENTICATED = "not_authenticated"  # lock 3 failed: to the person on record
    NO_LETTER = "no_letter"  # a decision without the letter it answers
    SEVERAL = "several"  # several live letters answered at once: which?
    SELF_APPROVAL = "self_approval"  # the requester would approve the own request (Q2)
    UNDELIVERABLE = "undeliverable"  # an approval letter came back
    AWAY = "away"  # the head is out of office; the deputy is asked
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"
    NO_APPROVER = "no_approver"  # nobody is on record who may decide
    UP_WITHOUT_APPROVAL = "up_without_approval"  # reported as up while nobody has approved it
    WRONG_SITE = "wrong_site"  # a URL or a site that is not the sender's (R21)
    REROUTED = "rerouted"
    DELAYED = "delayed"
    APPROVAL_OWED = "approval_owed"
    HELD = "held"  # a person has been brought in
    REGISTERED = "registered"  # a delivery outside mail was registered (R33 to R35)
    DELEGATED_ON = "delegated_on"  # who decides by a delegation may not hand it on (R29)
    WHICH_PERSON = "which_person"  # who brought it / to whom it is delegated is not on record
    SPLIT = "split"  # several topics in one mail (Q5)
    NOT_FOUND = "not_found"  # no request of that number, or not the sender's to see
    ADMITTED = "admitted"
    DROPPED = "dropped"
    UNCLEAR = "unclear"  # the answer was not understood; how to say it
    UNDONE = "undone"  # an «ยกเลิก» took effect
    CHANGE_AFTER_APPROVAL = "change_after_approval"
    SCHOOL = "school"  # a school must name the unit that owns the matter (R4)
    TAKEDOWN_ASKED = "takedown_asked"  # to the requester: who decides on the take-down
    TAKEDOWN_APPROVED = "takedown_approved"
    TAKEDOWN_REFUSED = "takedown_refused"
    TAKEDOWN_POSTPONED = "takedown_postponed"
    REPORT_REVIEWED = "report_reviewed"
    REPORT_COMMENTED = "report_commented"  # to the webmaster: the reviewer asks or remarks on something
    REPORT_HELD = "report_held"  # to the webmaster: the report waits for «ส่งได้»
    REPORT_WAITS = "report_waits"  # to the reviewer: the webmaster is still correcting it
    REPORT_RELEASED = "report_released"
    REPORT_REMARKED = "report_remarked"  # a remark was taken, nothing else changes
    REPORT_GONE = "report_gone"  # an answer to the draft of a report that is with the reviewer


class Notice(Record):
    """An explaining letter about one named outcome."""

    kind: Literal["notice"] = "notice"
    about: NoticeAbout
    summary: Summary | None = None
    by: Party | None = None
    words: str = ""
    """What was written, or the reason, verbatim."""
    at: datetime | None = None
    detail: str = ""
    """A name, an address, a number: what the text of this outcome needs."""
    choices: tuple[str, ...] = ()


class Attention(Record):
    """To the webmaster: a request stands still until a person says how to go on."""

    kind: Literal["attention"] = "attention"
    summary: Summary
    why: str
    """``secrecy``, ``unclear``, ``undeliverable``, ``no_approver``, ``stale``, ``urgent_barred``,
    ``takedown_asked``.
    """
    detail: str = ""
    words: str = ""


class DigestLine(Record):
    """One thing in the digest, numbered through so that it can be answered by number."""

    item: int
    section: str
    """``publish``, ``takedown``, ``owed``, ``approval``, ``info``, ``files``, ``held``, ``unknown``,
    ``shelf``, ``dead``.
    """
    number: str | None = None
    topic: str = ""
    who: str = ""
    since: datetime | None = None
    days: int = 0
    """Working days it has waited."""
    urgent: bool = False
    due: date | None = None
    detail: str = ""
    key: str = ""
    """The request number, ledger key or letter id that an answer by number refers to."""
    content_hash: str = ""
    """Of a task: the content that was approved when the digest was written."""


class Digest(Record):
    """To each webmaster, every working morning."""

    kind: Literal["digest"] = "digest"
    day: date
    webmaster: Party
    new: int = 0
    published: int = 0
    unlisted: int = 0
    """Mails that wait for a word beside those in ``lines``: they come when these are answered."""
    unfetchable: int = 0
    """Mails in the inbox that the server lists and does not hand out: a person has to open them."""
    lines: tuple[DigestLine, ...] = ()


class ObservedLetter(Record):
    """A letter that was written, and went to nobody."""

    kind: str
    to: str


class ObservedMail(Record):
    """One mail that was only observed, and the letters it would have been answered with."""

    at: datetime
    sender: str = ""
    subject: str = ""
    outcome: str
    number: str | None = None
    letters: tuple[ObservedLetter, ...] = ()


class Observed(Record):
    """To the operator, once a day while mailbot only observes: what would have been done."""

    kind: Literal["observed"] = "observed"
    day: date
    mails: tuple[ObservedMail, ...] = ()
    """The first of them; ``total`` counts all."""
    total: int = 0
    letters: int = 0
    """How many letters would have gone out."""
    shelved: int = 0


class ReportRow(Record):
    """One line of the monthly report; columns as in requirements.md."""

    number: str
    topic: str
    category: str
    unit: str
    requester: str
    site: str
    received: datetime
    approved: datetime | None = None
    approved_by: str = ""
    published: datetime | None = None
    published_by: str = ""
    url: str = ""
    until: date | None = None
    remarks: tuple[str, ...] = ()
    """``urgent``, ``late``, ``correction``, ``taken_down``, ``owed``, ``paper``."""


class ReportSummary(Record):
    """The counts over one set of rows."""

    received: int = 0
    published: int = 0
    by_category: dict[str, int] = Field(default_factory=dict)
    by_unit: dict[str, int] = Field(default_factory=dict)
    by_site: dict[str, int] = Field(default_factory=dict)
    urgent_approved_later: int = 0
    urgent_owed: int = 0
    rejected: int = 0
    returned: int = 0
    taken_down: int = 0
    takedowns_asked: int = 0
    """Requests whose requester asked for the take-down (Q7)."""
    complete_at_first: int = 0
    """Requests that needed no question back (R5)."""
    median_days: float | None = None
    """Calendar days from receipt to publication."""
    p95_days: float | None = None
    fiscal_year: int = 0
    """Buddhist era; October to September (S4)."""
    fiscal_published: int = 0
    month_before: int | None = None
    year_before: int | None = None
    late_submissions: int = 0
    """Of those received: came after their data was due (R14)."""


class Report(Record):
    """The monthly report: overall, and per site."""

    kind: Literal["report"] = "report"
    month: str
    """``2569-10``"""
    draft: bool = False
    reminder: int = 0
    prepared_by: Party | None = None
    reviewer: Party | None = None
    summary: ReportSummary = ReportSummary()
    per_site: dict[str, ReportSummary] = Field(default_factory=dict)
    rows: tuple[ReportRow, ...] = ()
    made_at: datetime | None = None
    register_code: str = ""
    """What all decisions of the last year come to (``core.evidence.register_code``)."""
    remark: str = ""
    """The webmaster's words for the report («หมายเหตุ: ...»), printed in it (R39)."""
    held: str = ""
    """Draft: why the webmaster has held it back, in the webmaster's words."""
    goes_at: datetime | None = None
    """Draft: when it goes to the reviewer if nobody answers; None while it is held back."""


class StatusAnswer(Record):
    """The answer to «สถานะ» or «ประวัติ»."""

    kind: Literal["status"] = "status"
    summary: Summary | None = None
    waiting_for: str = ""
    events: tuple[Event, ...] = ()
    """Filled for «ประวัติ»."""
    own: tuple[Summary, ...] = ()
    """Asked without a number: the sender's open requests."""


class Help(Record):
    """How to write to the bot, with the life of a request (R22)."""

    kind: Literal["help"] = "help"
    form: bool = False
    """The empty forms are attached."""


Context = Annotated[
    Acknowledgement | ApprovalRequest | ConfirmDecision | DecisionNotice | DecisionEcho | Task
    | PublishedNotice | Returned | TakeDown | TakenDown | UrgentQuestion | Notice | Attention | Digest
    | Observed | Report | StatusAnswer | Help,
    Field(discriminator="kind"),
]  # fmt: skip

KINDS: tuple[str, ...] = (
    "acknowledgement", "approval_request", "confirm_decision", "decision", "decision_echo", "task",
    "published", "returned", "takedown", "taken_down", "urgent_question", "notice", "attention", "digest",
    "observed", "report", "status", "help",
)  # fmt: skip


class Purpose(StrEnum):
    """What an answer to a letter may do. A secret is bound to one purpose."""

    COMPLETE = "complete"  # the requester's answers and corrections
    DECIDE = "decide"  # the head's decision
    CONFIRM = "confirm"  # a one-time confirmation
    PUBLISH = "publish"  # the webmaster's report on a task
    DIGEST = "digest"  # answers by number
    REVIEW = "review"  # the report's reviewer
    UNDO = "undo"  # «ยกเลิก» after an echo
    ATTEND = "attend"  # a webmaster says how to go on
    NONE = "none"


class LetterState(StrEnum):
    """The life of one letter."""

    OWED = "owed"
    SENT = "sent"
    DEAD = "dead"  # given up; the webmaster is told
    DROPPED = "dropped"  # never sent, with a reason: the same words today already, or over a cap


class Letter(Stored):
    """One letter we owe or have sent.

    Its Message-ID and answer code are derived from its id and the office's key when it is composed,
    and only their hash is kept here: whoever reads the register cannot answer in anybody's name.
    """

    id: str
    """``WEB-2569-0042.3`` or ``digest.2026-11-22.name@...``"""
    to: Party
    cc: tuple[Party, ...] = ()
    request: str | None = None
    context: Context
    purpose: Purpose = Purpose.NONE
    token_hash: str = ""
    """SHA-256 of the letter's secret, in hex."""
    content_hash: str = ""
    """For a decision: what exactly is decided on."""
    expires_at: datetime | None = None
    used_at: datetime | None = None
    void: bool = False
    """The content changed, or another decision counted: an answer is explained, not obeyed."""
    references: tuple[str, ...] = ()
    """The mails of its reader this letter continues."""
    files: tuple[File, ...] = ()
    """What is attached, in order."""
    papers: tuple[str, ...] = ()
    """Papers made at compose time: ``form``, ``report``, ``workbook``, ``csv``, ``empty_forms``."""
    form: FilledForm | None = None
    """What the paper ``form`` prints; only with letters that carry it."""
    pending: "Pending | None" = None
    """For a confirmation: what will be done when it is confirmed."""
    state: LetterState = LetterState.OWED
    owed_at: datetime
    not_before: datetime
    attempts: int = 0
    sent_at: datetime | None = None
    error: str = ""
    cause: str | None = None
    """The ledger key of the mail, or the mark, that caused it."""

    @property
    def key(self) -> str:
        """The letter's id."""
        return self.id

    @property
    def kind(self) -> str:
        """Which of ``KINDS`` it is."""
        return self.context.kind

    def index(self) -> dict[str, tuple[str, ...]]:
        """By secret, by request, by what is still to be sent, and by reader and hour for the caps."""
        return {
            "token": (self.token_hash,) if self.token_hash else (),
            "request": (self.request,) if self.request else (),
            "state": (self.state.value,) if self.state in {LetterState.OWED, LetterState.DEAD} else (),
            "to": (f"{self.to.address}|{self.owed_at.date().isoformat()}",),
            "sent": (sent_hour(self.sent_at),) if self.sent_at else (),
        }


def sent_hour(at: datetime) -> str:
    """The hour in UTC under which a letter sent at this moment is found: ``2026-11-09T02``."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H}"


class Pending(Record):
    """A decision that waits for its one-time confirmation."""

    act: str
    reason: str = ""
    words: str = ""
    delegate: str | None = None
    url: str | None = None
    mail: str
    at: datetime
    authentication: str = ""


Letter.model_rebuild()
