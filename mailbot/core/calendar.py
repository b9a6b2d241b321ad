"""The office's calendar: working days and hours, the Buddhist era, the fiscal year, dates in print.

Month and day names are vocabulary of the calendar, the same in every office; sentences are in the templates.
Pure: the holidays and the hours come in as values, and nothing here asks what day it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal, TypeAlias, overload
from zoneinfo import ZoneInfo

from mailbot.core.office import Office, OfficeHours

Digits: TypeAlias = Literal["arabic", "thai"]

BUDDHIST_OFFSET: Final = 543
"""Years from the common era to the Buddhist era, as Thailand has counted since 1941."""
FISCAL_YEAR_STARTS: Final = 10
"""October: fiscal year 2569 is 1 October 2568 to 30 September 2569 (S4)."""
_FIRST_YEAR: Final = 2400
"""A smaller year is one of the Christian era."""
_MONTH_KEY: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
_SEARCH_LIMIT: Final = 3660
"""Days a search for a working day may take; beyond it the calendar has none."""

MONTHS: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS: Final = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS: Final = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
"""Monday first, as ``date.weekday``."""

_TO_THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def to_thai_digits(text: str) -> str:
    """The same text with Thai digits, for official paper (S3)."""
    return text.translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """The same text with Arabic digits, for what is typed, searched or computed with (S3)."""
    return text.translate(_TO_ARABIC)


def _with(digits: Digits, text: str) -> str:
    return to_thai_digits(text) if digits == "thai" else text


# --- eras, years, months ---------------------------------------------------------------------------


def buddhist_year(day: date) -> int:
    """The calendar year of the Buddhist era: 2026 is 2569 (S2)."""
    return day.year + BUDDHIST_OFFSET


def fiscal_year(day: date) -> int:
    """The government's fiscal year in the Buddhist era, October to September (S4)."""
    return buddhist_year(day) + (1 if day.month >= FISCAL_YEAR_STARTS else 0)


def month_key(day: date) -> str:
    """The key of a month, as the register and the reports name it: ``2569-11``.

    A datetime counts in the zone it carries; convert to the office's zone first.
    """
    return f"{buddhist_year(day):04d}-{day.month:02d}"


def first_day(key: str) -> date:
    """The first day of a month key. Raises ValueError for anything that is not one."""
    found = _MONTH_KEY.fullmatch(key)
    if not found or int(found[1]) < _FIRST_YEAR:
        raise ValueError(f"not a month of the Buddhist era like 2569-11: {key!r}")
    return date(int(found[1]) - BUDDHIST_OFFSET, int(found[2]), 1)


def last_day(key: str) -> date:
    """The last day of a month key."""
    return first_day(next_month_key(key)) - timedelta(days=1)


def next_month_key(key: str) -> str:
    """The key of the month after: ``2569-12`` to ``2570-01``."""
    return month_key(first_day(key) + timedelta(days=31))


def previous_month_key(key: str) -> str:
    """The key of the month before: ``2570-01`` to ``2569-12``."""
    return month_key(first_day(key) - timedelta(days=1))


def fiscal_months(key: str) -> tuple[str, ...]:
    """The months of a month's fiscal year up to and including it, for cumulative figures (S4)."""
    start = date(fiscal_year(first_day(key)) - BUDDHIST_OFFSET - 1, FISCAL_YEAR_STARTS, 1)
    months = [month_key(start)]
    while months[-1] != key:
        months.append(next_month_key(months[-1]))
    return tuple(months)


# --- as printed ------------------------------------------------------------------------------------


def thai_date(day: date, *, short: bool = False, digits: Digits = "arabic") -> str:
    """A date as an office prints it: «15 มกราคม 2569», short «15 ม.ค. 69» (S2)."""
    year = buddhist_year(day)
    if short:
        return _with(digits, f"{day.day} {SHORT_MONTHS[day.month - 1]} {year % 100:02d}")
    return _with(digits, f"{day.day} {MONTHS[day.month - 1]} {year}")


def thai_weekday(day: date) -> str:
    """The day's name: «วันพุธ»."""
    return f"วัน{WEEKDAYS[day.weekday()]}"


def thai_time(moment: datetime | time, *, digits: Digits = "arabic") -> str:
    """A time of day with a dot and น.: «10.23 น.» (S2). A datetime counts in the zone it carries."""
    return _with(digits, f"{moment.hour:02d}.{moment.minute:02d} น.")


def thai_datetime(moment: datetime, *, short: bool = False, digits: Digits = "arabic") -> str:
    """Date and time: «15 มกราคม 2569 เวลา 10.23 น.», short «15 ม.ค. 69 10.23 น.»."""
    between = " " if short else " เวลา "
    return f"{thai_date(moment, short=short, digits=digits)}{between}{thai_time(moment, digits=digits)}"


def thai_month(key: str, *, short: bool = False, digits: Digits = "arabic") -> str:
    """A month key as printed: ``2569-10`` is «ตุลาคม 2569», short «ต.ค. 69»."""
    day = first_day(key)
    year = buddhist_year(day)
    if short:
        return _with(digits, f"{SHORT_MONTHS[day.month - 1]} {year % 100:02d}")
    return _with(digits, f"{MONTHS[day.month - 1]} {year}")


# --- working days and hours ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """When the office works (S5): what working days and office hours mean for one office.

    Days are dates in the office's zone. Moments must be aware; they are answered in the office's zone.
    Raises ValueError for a naive moment, and when no working day is found within ten years.
    """

    holidays: frozenset[date] = frozenset()
    hours: OfficeHours = field(default_factory=OfficeHours)
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Bangkok"))

    @classmethod
    def of(cls, office: Office) -> "WorkCalendar":
        """The calendar of this office."""
        return cls(holidays=office.holidays, hours=office.hours, zone=ZoneInfo(office.timezone))

    def local(self, moment: datetime) -> datetime:
        """The same moment in the office's zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone could be any hour")
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """The office's date at this moment."""
        return self.local(moment).date()

    def month(self, moment: datetime) -> str:
        """The key of the month this moment lies in, by the office's clock."""
        return month_key(self.day(moment))

    def is_workday(self, day: date) -> bool:
        """Whether the office works on this date."""
        return day.weekday() in self.hours.workdays and day not in self.holidays

    def is_office_time(self, moment: datetime) -> bool:
        """Whether letters that are not answers may go out now: opening included, closing not."""
        here = self.local(moment)
        return self.is_workday(here.date()) and self.hours.opens <= here.time() < self.hours.closes

    def _from(self, day: date, step: int) -> Iterator[date]:
        """The working days from ``day`` on (itself included), forwards or backwards."""
        for _ in range(_SEARCH_LIMIT):
            if self.is_workday(day):
                yield day
            day += timedelta(days=step)
        raise ValueError("the calendar has no working day within ten years: look at the holidays and hours")

    def this_or_next_workday(self, day: date) -> date:
        """The day itself when the office works on it, else the next day it does."""
        return next(self._from(day, 1))

    @overload
    def add_workdays(self, start: datetime, count: int) -> datetime: ...
    @overload
    def add_workdays(self, start: date, count: int) -> date: ...
    def add_workdays(self, start: date | datetime, count: int) -> date | datetime:
        """``count`` working days after ``start`` (before it, when negative); 0 gives ``start`` itself.

        From a day off, the next working day is the first. A moment keeps its time of day; one
        outside the office hours counts from where its clock starts (``sla_start``).
        """
        if isinstance(start, datetime):
            here = self.sla_start(start) if count > 0 else self.local(start)
            day = self.add_workdays(here.date(), count)
            return datetime.combine(day, here.time(), self.zone) if count else self.local(start)
        day, step = start, 1 if count > 0 else -1
        for _ in range(abs(count)):
            day = next(self._from(day + timedelta(days=step), step))
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier.

        ``workdays_between(d, add_workdays(d, n)) == n`` for every day and every n. Moments count by
        the office's date, a start outside the hours from where its clock starts.
        """
        first = self.sla_start(start).date() if isinstance(start, datetime) else start
        last = self.day(end) if isinstance(end, datetime) else end
        if first <= last:
            return sum(self.is_workday(day) for day in _days(first, last))
        if isinstance(start, datetime) and isinstance(end, datetime) and start <= end:
            return 0  # the clock has not even started
        return -sum(self.is_workday(day - timedelta(days=1)) for day in _days(last, first))

    def next_office_moment(self, moment: datetime) -> datetime:
        """``moment`` itself within office hours, else the next opening (S5)."""
        here = self.local(moment)
        if self.is_office_time(here):
            return here
        day = here.date()
        if here.time() >= self.hours.opens:  # at or past closing, or a day off: this day's opening is gone
            day += timedelta(days=1)
        return datetime.combine(self.this_or_next_workday(day), self.hours.opens, self.zone)

    def sla_start(self, moment: datetime) -> datetime:
        """When the waiting time of something received at ``moment`` starts to count (S5).

        Within a working day up to closing: at once. After closing or on a day off: at the next opening.
        Before opening: at that day's opening.
        """
        return self.next_office_moment(moment)

    def nth_workday_of_month(self, key: str, n: int = 1) -> date:
        """The n-th working day of a month key (R37: the report goes out on the first)."""
        day = self.this_or_next_workday(first_day(key))
        return self.add_workdays(day, n - 1)

    def first_workday_of_month(self, key: str) -> date:
        """The first working day of a month key."""
        return self.nth_workday_of_month(key)


def _days(start: date, end: date) -> Iterator[date]:
    """The days after ``start`` up to and including ``end``."""
    for ordinal in range(start.toordinal() + 1, end.toordinal() + 1):
        yield date.fromordinal(ordinal)
