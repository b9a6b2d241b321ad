"""The form's fields and categories; a request and its life.

The life of a request is one table, ``TRANSITIONS``; the diagram in the docs is generated from it.
Nothing here decides which event happens: that is ``decide.py``.
"""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from mailbot.core.record import Record, Stored


class Category(StrEnum):
    """The five boxes of the form (R51)."""

    PROCUREMENT_RECRUITMENT = "procurement_recruitment"
    PLAN_PROJECT_REPORT = "plan_project_report"
    BANNER_PHOTO_NEWS = "banner_photo_news"
    INFO_UPDATE = "info_update"
    OTHER = "other"


class Delivery(StrEnum):
    """How the files come (R32 to R35, R55)."""

    EMAIL = "email"
    MY_OFFICE = "my_office"
    MEDIA = "media"
    IN_PERSON = "in_person"
    OTHER = "other"


class Origin(StrEnum):
    """Whose data it is (the guideline's definitions, R11)."""

    PRIMARY = "primary"  # ปฐมภูมิ: collected or made by the office itself
    SECONDARY = "secondary"  # ทุติยภูมิ: compiled by others


class Fields(Record):
    """Part 1 of the form, and what it lacks but the work needs. None and () mean: not said."""

    site: str | None = None
    """A site's id, or ``main`` / the path as written when it is not on record."""
    sites: tuple[str, ...] = ()
    """All sites named, when more than one."""
    group: str | None = None
    name: str | None = None
    position: str | None = None
    unit: str | None = None
    phone: str | None = None
    extension: str | None = None
    categories: tuple[Category, ...] = ()
    category_other: str | None = None
    topic: str | None = None
    detail: str | None = None
    delivery: tuple[Delivery, ...] = ()
    delivery_other: str | None = None
    register_no: str | None = None
    certify: bool = False
    urgent: bool = False
    urgent_reason: str | None = None
    no_stakeholder_impact: bool | None = None
    source: str | None = None
    origin: Origin | None = None
    """Shown to who decides, never asked for."""
    target_url: str | None = None
    publish_from: date | None = None
    publish_until: date | None = None
    memo_no: str | None = None


FieldName = Literal[
    "site", "sites", "group", "name", "position", "unit", "phone", "extension", "categories",
    "category_other", "topic", "detail", "delivery", "delivery_other", "register_no", "certify", "urgent",
    "urgent_reason",
    "no_stakeholder_impact", "source", "origin", "target_url", "publish_from", "publish_until",
    "memo_no",
]  # fmt: skip


class Confidence(StrEnum):
    """How sure a reading is."""

    SAID = "said"  # a label, a form field, an explicit sentence
    KNOWN = "known"  # from the directory or an earlier request
    LIKELY = "likely"  # from the subject or the prose; shown with where it came from
    SUGGESTED = "suggested"  # a weak hint or OCR: asked about, never used silently


class Found(Record):
    """Where a field's value came from."""

    source: str
    """``form.docx``, ``form.pdf``, ``form.scan``, ``label``, ``prose``, ``subject``, ``directory``,
    ``history``, ``keyword``, ``answer``, ``signature``."""
    confidence: Confidence
    words: str | None = None
    """The words it was read from."""


class Need(StrEnum):
    """What can be missing from a request. Field needs share the field's name."""

    NAME = "name"
    POSITION = "position"
    UNIT = "unit"
    PHONE = "phone"
    CATEGORIES = "categories"
    CATEGORY_OTHER = "category_other"
    TOPIC = "topic"
    DETAIL = "detail"
    CERTIFY = "certify"
    FILES = "files"
    SITE = "site"
    TARGET_URL = "target_url"
    SOURCE = "source"
    URGENT_REASON = "urgent_reason"
    NO_STAKEHOLDER_IMPACT = "no_stakeholder_impact"
    OWNER_UNIT = "owner_unit"


class Status(StrEnum):
    """Where a request stands. Values are kept on disk; Thai names are in ``STATUS_TH`` of the templates."""

    RECEIVED = "received"
    NEEDS_INFO = "needs_info"
    NEEDS_FILES = "needs_files"
    ON_HOLD = "on_hold"
    AWAITING_APPROVAL = "awaiting_approval"
    AWAITING_PUBLICATION = "awaiting_publication"
    URGENT_RELEASED = "urgent_released"
    PUBLISHED_UNAPPROVED = "published_unapproved"
    PUBLISHED = "published"
    TAKEDOWN_ASKED = "takedown_asked"
    TAKEDOWN_ORDERED = "takedown_ordered"
    TAKEN_DOWN = "taken_down"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({Status.TAKEN_DOWN, Status.REJECTED, Status.WITHDRAWN})
"""Nothing is owed any more."""

SETTLED = CLOSED | {Status.PUBLISHED}
"""Nobody is waited for; a published request may still have a take-down date."""


class EventKind(StrEnum):
    """What can happen to a request. The past tense is meant: an event is a fact."""

    RECEIVED = "received"
    INFO_MISSING = "info_missing"
    INFO_ADDED = "info_added"
    CORRECTED = "corrected"
    CERTIFIED = "certified"
    COMPLETED = "completed"
    FILES_AWAITED = "files_awaited"
    FILES_ARRIVED = "files_arrived"
    HELD = "held"
    RELEASED = "released"
    APPROVAL_ASKED = "approval_asked"
    CONFIRMATION_ASKED = "confirmation_asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVISION_ASKED = "revision_asked"
    POSTPONED = "postponed"
    DELEGATED = "delegated"
    UNCLEAR = "unclear"
    APPROVAL_VOIDED = "approval_voided"
    APPROVAL_REVOKED = "approval_revoked"
    DECISION_REVOKED = "decision_revoked"
    URGENT_RELEASED = "urgent_released"
    TASK_GIVEN = "task_given"
    ITEM_PUBLISHED = "item_published"
    PUBLISHED = "published"
    RETURNED = "returned"
    DELAYED = "delayed"
    REROUTED = "rerouted"
    URL_ADDED = "url_added"
    TAKEDOWN_ASKED = "takedown_asked"
    TAKEDOWN_APPROVED = "takedown_approved"
    TAKEDOWN_REFUSED = "takedown_refused"
    TAKEDOWN_ORDERED = "takedown_ordered"
    TAKEN_DOWN = "taken_down"
    WITHDRAWN = "withdrawn"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    UNDELIVERABLE = "undeliverable"
    AWAY = "away"
    NOTED = "noted"


S, E = Status, EventKind
TRANSITIONS: dict[tuple[Status, EventKind], Status] = {
    # intake: what is missing is asked for, then the head is asked (R17, R18, R28)
    (S.RECEIVED, E.INFO_MISSING): S.NEEDS_INFO,
    (S.RECEIVED, E.FILES_AWAITED): S.NEEDS_FILES,
    (S.RECEIVED, E.HELD): S.ON_HOLD,
    (S.RECEIVED, E.COMPLETED): S.AWAITING_APPROVAL,
    (S.RECEIVED, E.URGENT_RELEASED): S.URGENT_RELEASED,
    (S.RECEIVED, E.APPROVED): S.AWAITING_PUBLICATION,  # paper approval that came with the registration (R34)
    (S.NEEDS_INFO, E.INFO_MISSING): S.NEEDS_INFO,
    (S.NEEDS_INFO, E.FILES_AWAITED): S.NEEDS_FILES,
    (S.NEEDS_INFO, E.HELD): S.ON_HOLD,
    (S.NEEDS_INFO, E.COMPLETED): S.AWAITING_APPROVAL,
    (S.NEEDS_INFO, E.URGENT_RELEASED): S.URGENT_RELEASED,
    (S.NEEDS_INFO, E.APPROVED): S.AWAITING_PUBLICATION,
    (S.NEEDS_INFO, E.WITHDRAWN): S.WITHDRAWN,
    (S.NEEDS_FILES, E.INFO_MISSING): S.NEEDS_INFO,
    (S.NEEDS_FILES, E.FILES_AWAITED): S.NEEDS_FILES,
    (S.NEEDS_FILES, E.HELD): S.ON_HOLD,
    (S.NEEDS_FILES, E.COMPLETED): S.AWAITING_APPROVAL,
    (S.NEEDS_FILES, E.URGENT_RELEASED): S.URGENT_RELEASED,
    (S.NEEDS_FILES, E.APPROVED): S.AWAITING_PUBLICATION,
    (S.NEEDS_FILES, E.WITHDRAWN): S.WITHDRAWN,
    # a person was brought in: secrecy marks (S8), answers that stay unclear
    (S.ON_HOLD, E.INFO_MISSING): S.NEEDS_INFO,
    (S.ON_HOLD, E.FILES_AWAITED): S.NEEDS_FILES,
    (S.ON_HOLD, E.COMPLETED): S.AWAITING_APPROVAL,
    (S.ON_HOLD, E.URGENT_RELEASED): S.URGENT_RELEASED,
    (S.ON_HOLD, E.APPROVED): S.AWAITING_PUBLICATION,
    (S.ON_HOLD, E.REJECTED): S.REJECTED,
    (S.ON_HOLD, E.WITHDRAWN): S.WITHDRAWN,
    # the head decides (R18, R23, R29)
    (S.AWAITING_APPROVAL, E.APPROVED): S.AWAITING_PUBLICATION,
    (S.AWAITING_APPROVAL, E.REJECTED): S.REJECTED,
    (S.AWAITING_APPROVAL, E.REVISION_ASKED): S.NEEDS_INFO,
    (S.AWAITING_APPROVAL, E.URGENT_RELEASED): S.URGENT_RELEASED,  # both conditions stated meanwhile (R30)
    (S.AWAITING_APPROVAL, E.DELEGATED): S.AWAITING_APPROVAL,
    (S.AWAITING_APPROVAL, E.APPROVAL_VOIDED): S.AWAITING_APPROVAL,  # content changed: asked anew
    (S.AWAITING_APPROVAL, E.INFO_MISSING): S.NEEDS_INFO,
    (S.AWAITING_APPROVAL, E.FILES_AWAITED): S.NEEDS_FILES,
    (S.AWAITING_APPROVAL, E.HELD): S.ON_HOLD,
    (S.AWAITING_APPROVAL, E.WITHDRAWN): S.WITHDRAWN,
    # the webmaster publishes (R19, R21, R24)
    (S.AWAITING_PUBLICATION, E.ITEM_PUBLISHED): S.AWAITING_PUBLICATION,
    (S.AWAITING_PUBLICATION, E.PUBLISHED): S.PUBLISHED,
    (S.AWAITING_PUBLICATION, E.RETURNED): S.NEEDS_INFO,
    (S.AWAITING_PUBLICATION, E.REROUTED): S.AWAITING_PUBLICATION,
    (S.AWAITING_PUBLICATION, E.APPROVAL_VOIDED): S.AWAITING_APPROVAL,
    (S.AWAITING_PUBLICATION, E.APPROVAL_REVOKED): S.AWAITING_APPROVAL,
    (S.AWAITING_PUBLICATION, E.REJECTED): S.REJECTED,
    (S.AWAITING_PUBLICATION, E.REVISION_ASKED): S.NEEDS_INFO,
    (S.AWAITING_PUBLICATION, E.HELD): S.ON_HOLD,
    (S.AWAITING_PUBLICATION, E.WITHDRAWN): S.WITHDRAWN,
    # the urgent branch: published first, the approval is owed (R30, R31)
    (S.URGENT_RELEASED, E.APPROVED): S.AWAITING_PUBLICATION,
    (S.URGENT_RELEASED, E.REJECTED): S.REJECTED,
    (S.URGENT_RELEASED, E.REVISION_ASKED): S.NEEDS_INFO,
    (S.URGENT_RELEASED, E.DELEGATED): S.URGENT_RELEASED,
    (S.URGENT_RELEASED, E.ITEM_PUBLISHED): S.URGENT_RELEASED,
    (S.URGENT_RELEASED, E.PUBLISHED): S.PUBLISHED_UNAPPROVED,
    (S.URGENT_RELEASED, E.RETURNED): S.NEEDS_INFO,
    (S.URGENT_RELEASED, E.REROUTED): S.URGENT_RELEASED,
    (S.URGENT_RELEASED, E.APPROVAL_VOIDED): S.URGENT_RELEASED,
    (S.URGENT_RELEASED, E.HELD): S.ON_HOLD,
    (S.URGENT_RELEASED, E.WITHDRAWN): S.WITHDRAWN,
    (S.PUBLISHED_UNAPPROVED, E.APPROVED): S.PUBLISHED,
    (S.PUBLISHED_UNAPPROVED, E.REJECTED): S.TAKEDOWN_ORDERED,
    (S.PUBLISHED_UNAPPROVED, E.REVISION_ASKED): S.TAKEDOWN_ORDERED,
    (S.PUBLISHED_UNAPPROVED, E.DELEGATED): S.PUBLISHED_UNAPPROVED,
    (S.PUBLISHED_UNAPPROVED, E.TAKEDOWN_ORDERED): S.TAKEDOWN_ORDERED,
    (S.PUBLISHED_UNAPPROVED, E.TAKEN_DOWN): S.TAKEN_DOWN,
    # published: only a person takes it down again (R15, Q7)
    (S.PUBLISHED, E.TAKEDOWN_ORDERED): S.TAKEDOWN_ORDERED,
    (S.PUBLISHED, E.TAKEN_DOWN): S.TAKEN_DOWN,
    (S.TAKEDOWN_ORDERED, E.TAKEN_DOWN): S.TAKEN_DOWN,
    # asked for by the requester: the head decides on that too, the webmaster may do it at once (Q7)
    (S.PUBLISHED, E.TAKEDOWN_ASKED): S.TAKEDOWN_ASKED,
    (S.TAKEDOWN_ASKED, E.TAKEDOWN_APPROVED): S.TAKEDOWN_ORDERED,
    (S.TAKEDOWN_ASKED, E.TAKEDOWN_REFUSED): S.PUBLISHED,
    (S.TAKEDOWN_ASKED, E.TAKEDOWN_ORDERED): S.TAKEDOWN_ORDERED,
    (S.TAKEDOWN_ASKED, E.TAKEN_DOWN): S.TAKEN_DOWN,
    # a rejection or a revision taken back by the head
    (S.REJECTED, E.DECISION_REVOKED): S.AWAITING_APPROVAL,
    (S.NEEDS_INFO, E.DECISION_REVOKED): S.AWAITING_APPROVAL,
    # partly up on one of two sites, then stopped
    (S.NEEDS_INFO, E.TAKEDOWN_ORDERED): S.TAKEDOWN_ORDERED,
    (S.REJECTED, E.TAKEDOWN_ORDERED): S.TAKEDOWN_ORDERED,
    (S.WITHDRAWN, E.TAKEDOWN_ORDERED): S.TAKEDOWN_ORDERED,
}
"""(status, event) -> the next status. A pair that is not here leaves the status as it is."""
del S, E


class Party(Record):
    """Who did something, as known at that time (R16: a case keeps the people valid on its date)."""

    address: str
    name: str = ""
    position: str = ""
    acting: str | None = None
    """«ปฏิบัติราชการแทน ผู้อำนวยการกลุ่ม...» when somebody stands in (S6)."""
    order: str = ""


class Event(Record):
    """One fact in the history of a request."""

    at: datetime
    kind: EventKind
    by: Party | None = None
    """None: a date that came due; never an approval (R7)."""
    mail: str | None = None
    """The ledger key of the mail that caused it."""
    note: str = ""
    """For people, in their own words where there are any: a reason, a remark."""
    data: dict[str, str] = Field(default_factory=dict)


class Picture(Record):
    """A small picture of a file, made when its mail was read. A JPEG; its bytes lie in the archive."""

    sha256: str
    width: int
    """In pixels."""
    height: int


class File(Record):
    """A file that belongs to the request. Its bytes lie in the archive under ``sha256``."""

    filename: str
    content_type: str
    size: int
    sha256: str
    role: str = "content"
    mail: str | None = None
    """The ledger key of the mail it came with."""
    preview: Picture | None = None


class Approval(Record):
    """The head's decision in force: what it rests on and what exactly it covers."""

    mode: Literal["email", "paper"] = "email"
    by: Party
    at: datetime
    content_hash: str
    words: str = ""
    mail: str | None = None
    authentication: str = ""
    vouched_by: Party | None = None


class Item(Record):
    """One site's share of a request: two sites in one mail are two items (R21)."""

    site: str
    webmaster: str | None = None
    given_at: datetime | None = None
    """When the approved package reached the webmaster (R59)."""
    published_at: datetime | None = None
    """When it went up (R60)."""
    published_by: Party | None = None
    reported_at: datetime | None = None
    """When the webmaster's mail said so: the moment the form's part 2 was signed (R62)."""
    reported_mail: str = ""
    """The ledger key of that mail; empty when the webmaster's word came another way."""
    url: str | None = None
    remark: str = ""
    until: date | None = None
    """Last day of the publication period, once it is up (R15); None: until further notice."""
    taken_down_at: datetime | None = None


class Request(Stored):
    """One request, with its whole history."""

    number: str
    status: Status = Status.RECEIVED
    requester: Party
    unit: str | None = None
    """The unit's id; None while nobody knows."""
    received_at: datetime
    fields: Fields = Field(default_factory=Fields)
    found: dict[FieldName, Found] = Field(default_factory=dict)
    files: tuple[File, ...] = ()
    missing: tuple[Need, ...] = ()
    """What was asked for and has not come yet."""
    suggestions: tuple[FieldName, ...] = ()
    """Fields shown as a question, not yet confirmed."""
    approver: Party | None = None
    """Whom the approval letter went to."""
    approval: Approval | None = None
    approval_asked_at: datetime | None = None
    items: tuple[Item, ...] = ()
    urgent: bool = False
    """The urgent branch was taken (R30)."""
    original_sender: str | None = None
    """Who first wrote what was forwarded: shown, never trusted."""
    delivered_by: str | None = None
    speed: str | None = None
    warnings: tuple[str, ...] = ()
    unclear_rounds: int = 0
    hold_reason: str | None = None
    follows: str | None = None
    """The request this one corrects or replaces (Q6, S16)."""
    letters: int = 0
    """How many letters have been owed for it; numbers their ids."""
    references: tuple[str, ...] = ()
    """Message-IDs of the requester's own mails, oldest first: the thread."""
    events: tuple[Event, ...] = ()

    @property
    def key(self) -> str:
        """The request's number."""
        return self.number

    def index(self) -> dict[str, tuple[str, ...]]:
        """Open requests, and everybody's own."""
        return {
            "open": ("yes",) if self.status not in SETTLED else (),
            "status": (self.status.value,),
            "requester": (self.requester.address,),
            "period": ("yes",) if self.period_ends else (),
        }

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything a head approves: fields that are published or bind, and every file.

        A change after the approval changes this hash, and with it voids the approval (R23).
        """
        shown = self.fields.model_dump(
            mode="json",
            include={
                "site", "sites", "group", "categories", "category_other", "topic", "detail", "source",
                "target_url", "publish_from", "publish_until",
            },
        )  # fmt: skip
        if self.fields.origin is not None:  # a request from before this field keeps its hash
            shown["origin"] = self.fields.origin.value
        digest = hashlib.sha256()
        digest.update(_stable(shown))
        for file in sorted(self.content_files, key=lambda f: (f.sha256, f.filename)):
            digest.update(_stable([file.filename, file.sha256]))
        return digest.hexdigest()

    @property
    def content_files(self) -> tuple[File, ...]:
        """The files that would go up, without forms and signature logos."""
        return tuple(file for file in self.files if file.role in {"content", "archive", "inline"})

    @property
    def title(self) -> str:
        """What the request is called in lists: its topic, else the beginning of its details."""
        return self.fields.topic or " ".join((self.fields.detail or "").split())[:80]

    @property
    def published_at(self) -> datetime | None:
        """When the last of its items went up; None while one is still to come."""
        dates = [item.published_at for item in self.items]
        return max(d for d in dates if d) if dates and all(dates) else None

    @property
    def period_ends(self) -> date | None:
        """The earliest end of a publication period among its items that are still up."""
        ends = [
            item.until for item in self.items if item.until and item.published_at and not item.taken_down_at
        ]
        return min(ends) if ends else None

    def last(self, *kinds: EventKind) -> Event | None:
        """The latest event of one of these kinds."""
        return next((event for event in reversed(self.events) if event.kind in kinds), None)


def _stable(value: Any) -> bytes:
    """The same bytes for the same value, on every machine."""
    import json

    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def advance(request: Request, event: Event) -> Request:
    """The request after the event: status by ``TRANSITIONS``, the event appended to its history."""
    status = TRANSITIONS.get((request.status, event.kind), request.status)
    return request.model_copy(update={"status": status, "events": (*request.events, event)})
