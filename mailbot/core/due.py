"""(now, calendar, what the register holds) -> what is owed now.

Everything due has a key; the shell keeps a mark for each key that was done, so whatever the machine missed
while it was off is owed still, and nothing is done twice. Reminders go out in working days and hours (S5).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailbot.core.calendar import WorkCalendar
from mailbot.core.decide.asking import ask_deputy, ask_head, first_webmaster, give_tasks
from mailbot.core.decide.takedown import ask_takedown_deputy, ask_takedown_head, owe_takedowns
from mailbot.core.dossier import Dossier
from mailbot.core.letters import Acknowledgement, Attention, Letter, Notice, NoticeAbout, Purpose
from mailbot.core.office import Office
from mailbot.core.request import EventKind, Request, Status

_APPROVAL_OWED = frozenset({Status.URGENT_RELEASED, Status.PUBLISHED_UNAPPROVED})
_INFO = frozenset({Status.NEEDS_INFO, Status.NEEDS_FILES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that is owed now: its key, and what doing it means for the request."""

    key: str
    do: Callable[[Dossier], None]


def due_for(request: Request, thread: tuple[Letter, ...], office: Office, now: datetime) -> Iterator[Due]:
    """What is owed about one open request at this moment, by where it stands."""
    calendar = WorkCalendar.of(office)
    if request.status is Status.AWAITING_APPROVAL:
        yield from _approval(request, thread, office, now, calendar)
    elif request.status in _APPROVAL_OWED:
        yield from _owed_approval(request, thread, office, now, calendar)
    elif request.status in _INFO:
        yield from _information(request, office, now, calendar)
    elif request.status is Status.TAKEDOWN_ASKED:
        yield from _takedown_asked(request, thread, office, now, calendar)
    elif request.status is Status.TAKEDOWN_ORDERED:
        yield from _takedown_order(request, now, calendar)
    if request.status in {Status.AWAITING_PUBLICATION, Status.URGENT_RELEASED}:
        yield from _tasks(request, office, now, calendar)
    if request.period_ends is not None:
        yield from _period(request, office, calendar.day(now))


def waited(since: datetime | None, now: datetime, calendar: WorkCalendar) -> int:
    """Working days from a moment until now; the day it happened does not count (S5)."""
    if since is None:
        return 0
    return calendar.workdays_between(calendar.day(calendar.sla_start(since)), calendar.day(now))


def _approval(
    request: Request, thread: tuple[Letter, ...], office: Office, now: datetime, calendar: WorkCalendar
) -> Iterator[Due]:
    asked = request.approval_asked_at or request.received_at
    days = waited(asked, now, calendar)
    stamp = f"{request.number}:{asked:%Y%m%d%H%M%S}"
    for count, after in enumerate(office.policy.remind_after, start=1):
        if days >= after:
            yield Due(key=f"reminder:approval:{stamp}:{count}", do=_remind_head(count))
    if days >= office.policy.escalate_after:
        yield Due(key=f"escalation:approval:{stamp}", do=_escalate(thread))


def _remind_head(count: int) -> Callable[[Dossier], None]:
    def do(dossier: Dossier) -> None:
        approver = dossier.request.approver
        if approver is not None:
            dossier.happen(EventKind.REMINDED, None, approver.name, count=str(count))
            ask_head(dossier, to=approver, reminder=count)

    return do


def _escalate(thread: tuple[Letter, ...]) -> Callable[[Dossier], None]:
    """The head does not answer: the deputy is asked as well; webmaster and requester are told."""

    def do(dossier: Dossier) -> None:
        head = dossier.request.approver
        if head is None:
            return
        deputy = ask_deputy(dossier, thread, head)
        if deputy is None:
            dossier.happen(EventKind.ESCALATED, None, "")
        notice = Notice(
            about=NoticeAbout.ESCALATED,
            summary=dossier.summary,
            by=head,
            detail=deputy.name if deputy else "",
        )
        dossier.to_requester(notice, Purpose.NONE)
        dossier.owe(notice, first_webmaster(dossier))

    return do


def _owed_approval(
    request: Request, thread: tuple[Letter, ...], office: Office, now: datetime, calendar: WorkCalendar
) -> Iterator[Due]:
    """The debt of an urgent release: one working day, then every day, then the deputy (R31, Q3)."""
    released = request.last(EventKind.URGENT_RELEASED)
    since = released.at if released else request.received_at
    days = waited(since, now, calendar)
    if days >= office.policy.urgent_approval_within:
        yield Due(
            key=f"reminder:owed:{request.number}:{calendar.day(now).isoformat()}", do=_remind_debt(days)
        )
    if days >= office.policy.urgent_escalate_after:
        yield Due(key=f"escalation:owed:{request.number}", do=_escalate(thread))


def _remind_debt(days: int) -> Callable[[Dossier], None]:
    def do(dossier: Dossier) -> None:
        approver = dossier.request.approver
        if approver is not None:
            dossier.happen(EventKind.REMINDED, None, approver.name, owed=str(days))
            ask_head(dossier, to=approver, reminder=days)
            notice = Notice(about=NoticeAbout.APPROVAL_OWED, summary=dossier.summary, detail=approver.name)
            dossier.to_requester(notice, Purpose.NONE)

    return do


def _information(request: Request, office: Office, now: datetime, calendar: WorkCalendar) -> Iterator[Due]:
    asked = request.last(
        EventKind.INFO_MISSING, EventKind.RETURNED, EventKind.REVISION_ASKED, EventKind.FILES_AWAITED
    )
    since = asked.at if asked else request.received_at
    days = waited(since, now, calendar)
    stamp = f"{request.number}:{since:%Y%m%d%H%M%S}"
    for count, after in enumerate(office.policy.remind_info_after, start=1):
        if days >= after:
            yield Due(key=f"reminder:info:{stamp}:{count}", do=_remind_requester(count))
    if days >= office.policy.close_info_after:
        yield Due(key=f"stale:{stamp}", do=_stale)


def _remind_requester(count: int) -> Callable[[Dossier], None]:
    def do(dossier: Dossier) -> None:
        request = dossier.request
        sent_back = request.last(EventKind.RETURNED, EventKind.REVISION_ASKED)
        dossier.happen(EventKind.REMINDED, None, request.requester.name, count=str(count))
        dossier.to_requester(
            Acknowledgement(
                summary=dossier.summary,
                missing=request.missing,
                reminder=count,
                reason=sent_back.note if sent_back else "",
                by=sent_back.by if sent_back else None,
            )
        )

    return do


def _stale(dossier: Dossier) -> None:
    """Nobody answers for weeks: a person decides what becomes of it; nothing is closed by itself."""
    dossier.happen(EventKind.ESCALATED, None, "stale")
    attention = Attention(summary=dossier.summary, why="stale", detail=", ".join(dossier.request.missing))
    dossier.owe(attention, first_webmaster(dossier), Purpose.ATTEND)


def _tasks(request: Request, office: Office, now: datetime, calendar: WorkCalendar) -> Iterator[Due]:
    given = [item.given_at for item in request.items if item.given_at and not item.published_at]
    if not given:
        return
    first = min(given)
    days = waited(first, now, calendar)
    for count, after in enumerate(office.policy.remind_task_after, start=1):
        if days >= after:
            key = f"reminder:task:{request.number}:{first:%Y%m%d%H%M%S}:{count}"
            yield Due(key=key, do=_remind_task(count))


def _remind_task(count: int) -> Callable[[Dossier], None]:
    def do(dossier: Dossier) -> None:
        dossier.happen(EventKind.REMINDED, None, "task", count=str(count))
        give_tasks(dossier, owed=dossier.request.status is Status.URGENT_RELEASED, reminder=count)

    return do


def _takedown_asked(
    request: Request, thread: tuple[Letter, ...], office: Office, now: datetime, calendar: WorkCalendar
) -> Iterator[Due]:
    """A head who does not answer a take-down is reminded; then a deputy is asked too (Q7)."""
    asked = request.last(EventKind.TAKEDOWN_ASKED)
    since = asked.at if asked else request.received_at
    days = waited(since, now, calendar)
    stamp = f"{request.number}:{since:%Y%m%d%H%M%S}"
    for count, after in enumerate(office.policy.remind_after, start=1):
        if days >= after:
            yield Due(key=f"reminder:takedown_asked:{stamp}:{count}", do=_remind_of_takedown(count))
    if days >= office.policy.escalate_after:
        yield Due(key=f"escalation:takedown_asked:{stamp}", do=lambda d: _escalate_takedown(d, thread))


def _remind_of_takedown(count: int) -> Callable[[Dossier], None]:
    def do(dossier: Dossier) -> None:
        approver = dossier.request.approver
        if approver is not None:
            dossier.happen(EventKind.REMINDED, None, approver.name, count=str(count))
            ask_takedown_head(dossier, approver, reminder=count)

    return do


def _escalate_takedown(dossier: Dossier, thread: tuple[Letter, ...]) -> None:
    """The deputy is asked as well; without one the webmaster, who may take it down at once, hears of it."""
    head = dossier.request.approver
    deputy = ask_takedown_deputy(dossier, thread)
    if deputy is None:
        dossier.happen(EventKind.ESCALATED, None, "")
    notice = Notice(
        about=NoticeAbout.ESCALATED, summary=dossier.summary, by=head, detail=deputy.name if deputy else ""
    )
    dossier.to_requester(notice, Purpose.NONE)
    dossier.owe(notice, first_webmaster(dossier))


def _takedown_order(request: Request, now: datetime, calendar: WorkCalendar) -> Iterator[Due]:
    ordered = request.last(EventKind.TAKEDOWN_ORDERED, EventKind.TAKEDOWN_APPROVED, EventKind.REJECTED)
    since = ordered.at if ordered else request.received_at
    days = waited(since, now, calendar)
    if days >= 1:
        why = (ordered.data.get("why") if ordered else None) or "asked"
        key = f"reminder:takedown:{request.number}:{calendar.day(now).isoformat()}"
        yield Due(key=key, do=_order_again(why, days, ordered.note if ordered else ""))


def _order_again(why: str, days: int, reason: str) -> Callable[[Dossier], None]:
    def do(dossier: Dossier) -> None:
        dossier.happen(EventKind.REMINDED, None, "takedown", count=str(days))
        owe_takedowns(dossier, why, reason=reason, reminder=days)

    return do


def _period(request: Request, office: Office, today: date) -> Iterator[Due]:
    """The publication period ends: said some days before, and again on the day (R15)."""
    ends = request.period_ends
    if ends is None:
        return
    before = ends - timedelta(days=office.policy.takedown_remind_before)
    if today >= before:
        yield Due(key=f"takedown:{request.number}:{ends.isoformat()}:before", do=_period_ends(ends, 0))
    if today > ends:
        yield Due(key=f"takedown:{request.number}:{ends.isoformat()}:over", do=_period_ends(ends, 1))


def _period_ends(ends: date, reminder: int) -> Callable[[Dossier], None]:
    def do(dossier: Dossier) -> None:
        dossier.happen(EventKind.REMINDED, None, "period", until=ends.isoformat())
        owe_takedowns(dossier, "period", due=ends, reminder=reminder)

    return do
