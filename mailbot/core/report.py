"""Records -> what the monthly report says (R37 to R39): the table, and the counts, per site and overall.

A row is one item that went up in the month; what was received, rejected or returned is counted. A month
with nothing has a report too. Days are calendar days from receipt to publication.
"""

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from mailbot.core.calendar import (
    WorkCalendar,
    first_day,
    fiscal_months,
    fiscal_year,
    previous_month_key,
)
from mailbot.core.evidence import register_code
from mailbot.core.letters import Report, ReportRow, ReportSummary
from mailbot.core.office import Office
from mailbot.core.request import EventKind, Item, Party, Request, Status

RequestsOf = Callable[[str], Iterable[Request]]
"""Month key -> the requests received in that month."""
_OWED = frozenset({Status.URGENT_RELEASED, Status.PUBLISHED_UNAPPROVED})
"""Published before the approval, which has not come yet (R31)."""
_LOOK_BACK = 12
"""Months before the report's month in which a request published in it may have been received."""


def report(month: str, requests_of: RequestsOf, office: Office, *, made_at: datetime) -> Report:
    """The report of one month, as ``2569-10``."""
    calendar = WorkCalendar.of(office)
    pool = requests_behind(month, requests_of)
    rows = _rows(month, pool, office, calendar)
    return Report(
        month=month,
        summary=_summary(month, pool, rows, None, office, requests_of),
        per_site={
            site.id: _summary(
                month, pool, [r for r in rows if r[1].site == site.id], site.id, office, requests_of
            )
            for site in office.sites
        },
        rows=tuple(row for _, _, row in rows),
        prepared_by=_preparer(office),
        made_at=made_at,
        register_code=register_code(pool, made_at),
    )


def _preparer(office: Office) -> Party | None:
    """The report is the webmaster's (R39): the main site's first one."""
    person = office.person(office.webmasters[0]) if office.webmasters else None
    return Party(address=person.address, name=person.name, position=person.position) if person else None


def requests_behind(month: str, requests_of: RequestsOf) -> list[Request]:
    """The requests a month's report looks at: those received in it or in the twelve months before."""
    keys = [month]
    for _ in range(_LOOK_BACK):
        keys.append(previous_month_key(keys[-1]))
    return [request for key in reversed(keys) for request in requests_of(key)]


_Row = tuple[Request, Item, ReportRow]


def _rows(month: str, pool: Sequence[Request], office: Office, calendar: WorkCalendar) -> list[_Row]:
    published = [
        (request, item)
        for request in pool
        for item in request.items
        if item.published_at is not None and calendar.month(item.published_at) == month
    ]
    published.sort(key=lambda pair: pair[1].published_at or pair[0].received_at)
    return [(request, item, _row(request, item, office)) for request, item in published]


def _row(request: Request, item: Item, office: Office) -> ReportRow:
    unit, site = office.unit(request.unit), office.site(item.site)
    approval = request.approval
    return ReportRow(
        number=request.number,
        topic=request.title,
        category=request.fields.categories[0] if request.fields.categories else "",
        unit=unit.name if unit else request.fields.unit or "",
        requester=request.requester.name,
        site=site.name if site else item.site,
        received=request.received_at,
        approved=approval.at if approval else None,
        approved_by=approval.by.name if approval else "",
        published=item.published_at,
        published_by=item.published_by.name if item.published_by else "",
        url=item.url or "",
        until=item.until,
        remarks=tuple(_remarks(request, item, office)),
    )


def _remarks(request: Request, item: Item, office: Office) -> Iterable[str]:
    if request.urgent:
        yield "urgent"
    if came_late(request, office):
        yield "late"
    if request.status in _OWED:
        yield "owed"
    if request.follows:
        yield "correction"
    if request.approval is not None and request.approval.mode == "paper":
        yield "paper"
    if item.taken_down_at:
        yield "taken_down"


def came_late(request: Request, office: Office) -> bool:
    """Whether it came after its data was due (R14): the office's days before the wanted day of publication.

    Without a wanted day nothing is late. Of several categories the one that needs the longest counts.
    """
    wanted = request.fields.publish_from
    if wanted is None:
        return False
    calendar = WorkCalendar.of(office)
    days = max((office.policy.submit_days.get(each, 0) for each in request.fields.categories), default=0)
    return calendar.day(request.received_at) > calendar.add_workdays(wanted, -days)


def _summary(  # the report's figures belong together on one page
    month: str,
    pool: Sequence[Request],
    rows: Sequence[_Row],
    site: str | None,
    office: Office,
    requests_of: RequestsOf,
) -> ReportSummary:
    calendar = WorkCalendar.of(office)
    here = [r for r in pool if site is None or site in {item.site for item in r.items}]
    received = [r for r in here if r.month == month]
    days = [_days(request, item) for request, item, _ in rows]
    return ReportSummary(
        received=len(received),
        published=len(rows),
        by_category=dict(Counter(row.category for _, _, row in rows)),
        by_unit=dict(Counter(row.unit for _, _, row in rows)),
        by_site=dict(Counter(row.site for _, _, row in rows)),
        urgent_approved_later=sum(r.urgent and r.approval is not None for r, _, _ in rows),
        urgent_owed=sum(r.status in _OWED for r, _, _ in rows),
        rejected=_happened(here, EventKind.REJECTED, month, calendar),
        returned=_happened(here, EventKind.RETURNED, month, calendar),
        taken_down=_happened(here, EventKind.TAKEN_DOWN, month, calendar),
        takedowns_asked=_happened(here, EventKind.TAKEDOWN_ASKED, month, calendar),
        complete_at_first=sum(r.last(EventKind.INFO_MISSING) is None for r in received),
        median_days=round(statistics.median(days), 2) if days else None,
        p95_days=round(percentile(days, 95), 2) if days else None,
        fiscal_year=fiscal_year(first_day(month)),
        fiscal_published=sum(_count(key, site, requests_of, calendar) for key in fiscal_months(month)),
        month_before=_count(previous_month_key(month), site, requests_of, calendar),
        year_before=_count(_year_before(month), site, requests_of, calendar),
        late_submissions=sum(came_late(r, office) for r in received),
    )


def _days(request: Request, item: Item) -> float:
    done = item.published_at or request.received_at
    return (done - request.received_at).total_seconds() / 86_400


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile; ``values`` must not be empty."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def _happened(requests: Iterable[Request], kind: EventKind, month: str, calendar: WorkCalendar) -> int:
    return sum(
        any(event.kind is kind and calendar.month(event.at) == month for event in request.events)
        for request in requests
    )


def _year_before(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{int(year) - 1:04d}-{number}"


def _count(month: str, site: str | None, requests_of: RequestsOf, calendar: WorkCalendar) -> int:
    """Items that went up in a month. Looks two months back, as far as a request can reasonably take."""
    keys = [month, previous_month_key(month), previous_month_key(previous_month_key(month))]
    return sum(
        item.published_at is not None
        and calendar.month(item.published_at) == month
        and (site is None or item.site == site)
        for key in keys
        for request in requests_of(key)
        for item in request.items
    )
