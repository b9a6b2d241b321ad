"""Records -> what the webmaster's digest says: today's work, in order of urgency, numbered through."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from mailbot.core.calendar import WorkCalendar
from mailbot.core.due import waited
from mailbot.core.language.marks import mask_passwords
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.letters import Digest, DigestLine, Letter
from mailbot.core.office import Office
from mailbot.core.request import EventKind, Party, Request, Status

_SECTION = {
    Status.AWAITING_PUBLICATION: "publish",
    Status.URGENT_RELEASED: "publish",
    Status.TAKEDOWN_ASKED: "approval",
    Status.TAKEDOWN_ORDERED: "takedown",
    Status.PUBLISHED_UNAPPROVED: "owed",
    Status.AWAITING_APPROVAL: "approval",
    Status.NEEDS_INFO: "info",
    Status.NEEDS_FILES: "files",
    Status.ON_HOLD: "held",
}
_MOST_MAILS = 60
"""Mails of unknown senders and of the shelf that one digest lists; the others are counted, and come next."""
_ORDER = ("publish", "takedown", "owed", "held", "unknown", "dead", "shelf", "approval", "info", "files")
"""What the reader can act on comes first; the letter shows the sections in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lies on all desks this morning."""

    open: tuple[Request, ...] = ()
    """Open requests, and published ones whose period ends."""
    recent: tuple[Request, ...] = ()
    """Requests touched since the last digest, for the counts."""
    mails: tuple[MailEntry, ...] = ()
    """Mails that wait for a person: unknown senders and the shelf."""
    dead: tuple[Letter, ...] = field(default=())
    unfetchable: int = 0
    """Mails in the inbox that the server does not hand out."""


def digest_for(webmaster: Party, desk: Desk, office: Office, now: datetime, since: datetime) -> Digest:
    """The digest of one webmaster: own sites' tasks; the main site's webmaster sees what nobody else does."""
    calendar = WorkCalendar.of(office)
    own = {site.id for site in office.sites_of(webmaster.address)}
    first = webmaster.address == office.webmasters[0] if office.webmasters else False
    mine = [request for request in desk.open if own & {item.site for item in request.items}]
    lines = [line for request in mine for line in _request_lines(request, office, now, calendar)]
    if first:
        lines += [_mail_line(entry, now, calendar) for entry in _shown(desk.mails)]
        lines += [_dead_line(letter, now, calendar) for letter in desk.dead]
    ordered = sorted(
        lines,
        key=lambda line: (
            _ORDER.index(line.section),
            not line.urgent,
            line.due or date.max,
            -line.days,
        ),
    )
    recent = [request for request in desk.recent if own & {item.site for item in request.items}]
    return Digest(
        day=calendar.day(now),
        webmaster=webmaster,
        new=sum(request.received_at >= since for request in recent),
        published=sum(_published_since(request, since) for request in recent),
        unfetchable=desk.unfetchable if first else 0,
        unlisted=max(len(desk.mails) - _MOST_MAILS, 0) if first else 0,
        lines=tuple(line.model_copy(update={"item": n}) for n, line in enumerate(ordered, start=1)),
    )


def _shown(mails: tuple[MailEntry, ...]) -> list[MailEntry]:
    """As many as a reader can work through, each sender's domain in its turn.

    Somebody who sends thousands cannot make the digest too large to send, nor hide another's one mail.
    """
    turns: dict[str, int] = {}
    ordered = []
    for entry in mails:
        domain = (entry.sender or "").rpartition("@")[2]
        turns[domain] = turns.get(domain, 0) + 1
        ordered.append((turns[domain], entry))
    ordered.sort(key=lambda each: each[0])  # stable: the oldest first within a turn
    return [entry for _, entry in ordered[:_MOST_MAILS]]


def _published_since(request: Request, since: datetime) -> int:
    return sum(item.published_at is not None and item.published_at >= since for item in request.items)


def _request_lines(
    request: Request, office: Office, now: datetime, calendar: WorkCalendar
) -> Iterable[DigestLine]:
    section = _SECTION.get(request.status)
    since = _since(request)
    due = request.period_ends
    if section is not None:
        yield DigestLine(
            item=0,
            section=section,
            number=request.number,
            topic=request.title,
            who=_who(request, office),
            since=since,
            days=waited(since, now, calendar),
            urgent=request.urgent or request.speed is not None,
            detail=", ".join(request.missing) if section in {"info", "files"} else request.hold_reason or "",
            key=request.number,
            content_hash=request.content_hash if section == "publish" else "",
        )
    if request.status is Status.URGENT_RELEASED:
        yield _owed_line(request, now, calendar)
    ahead = office.policy.takedown_remind_before
    if due is not None and section is None and (due - calendar.day(now)).days <= ahead:
        yield DigestLine(
            item=0,
            section="takedown",
            number=request.number,
            topic=request.title,
            who=request.requester.name,
            due=due,
            key=request.number,
            detail="period",
        )


def _owed_line(request: Request, now: datetime, calendar: WorkCalendar) -> DigestLine:
    """The approval an urgent release still owes, visible until it is paid (R31)."""
    released = request.last(EventKind.URGENT_RELEASED)
    since = released.at if released else request.received_at
    return DigestLine(
        item=0,
        section="owed",
        number=request.number,
        topic=request.title,
        who=request.approver.name if request.approver else "",
        since=since,
        days=waited(since, now, calendar),
        urgent=True,
        key=request.number,
    )


def _since(request: Request) -> datetime:
    last = next(
        (e for e in reversed(request.events) if e.kind not in {EventKind.REMINDED, EventKind.NOTED}), None
    )
    return last.at if last else request.received_at


def _who(request: Request, office: Office) -> str:
    if request.status in {Status.AWAITING_APPROVAL, Status.PUBLISHED_UNAPPROVED, Status.TAKEDOWN_ASKED}:
        return request.approver.name if request.approver else ""
    if request.status in {Status.NEEDS_INFO, Status.NEEDS_FILES}:
        return request.requester.name
    names = (office.person(item.webmaster) for item in request.items)
    return ", ".join(dict.fromkeys(person.name for person in names if person))


def _mail_line(entry: MailEntry, now: datetime, calendar: WorkCalendar) -> DigestLine:
    section = "shelf" if entry.outcome is Outcome.SHELVED else "unknown"
    return DigestLine(
        item=0,
        section=section,
        topic=mask_passwords(entry.subject),
        who=entry.sender or "",
        since=entry.received_at,
        days=waited(entry.received_at, now, calendar),
        detail=entry.reason,
        key=entry.key,
    )


def _dead_line(letter: Letter, now: datetime, calendar: WorkCalendar) -> DigestLine:
    return DigestLine(
        item=0,
        section="dead",
        number=letter.request,
        topic=letter.kind,
        who=letter.to.address,
        since=letter.owed_at,
        days=waited(letter.owed_at, now, calendar),
        detail=letter.error,
        key=letter.id,
    )
