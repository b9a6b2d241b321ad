"""Dates and times of day as an office writes them into its settings -> values.

Accepts Thai digits, Thai month names and the Buddhist era. Never guesses: a year of two digits counts only
beside a Thai month name, where it can only be a Buddhist one.
"""

import re
from datetime import date, datetime, time
from typing import Final

from mailbot.core.calendar import BUDDHIST_OFFSET, MONTHS, SHORT_MONTHS, to_arabic_digits

_BUDDHIST_FROM: Final = 2400
"""A year from here on is of the Buddhist era; no appointment is made for the 25th century."""
_CENTURY: Final = 2500
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 0?0:00(?::00)?)?")
_NAMED: Final = re.compile(r"(?:วันที่ ?)?(\d{1,2}) ?([ก-๛.]+?) ?(?:พ\.?ศ\.? ?)?(\d{4}|\d{2})?")
_TIME: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?: ?น\.?)?")
_MONTH_NUMBERS: Final = {
    name.replace(".", ""): number
    for names in (MONTHS, SHORT_MONTHS)
    for number, name in enumerate(names, start=1)
}


def read_date(value: object, *, year: int | None = None) -> date | None:
    """The date that is written, or None when it is not one.

    ``year`` (Buddhist era) is used when the text names day and month only. Day stands before month, as
    Thailand writes it.
    """
    if isinstance(value, str):
        return _read_text(" ".join(to_arabic_digits(value).split()), year)
    if isinstance(value, date) and not isinstance(value, datetime):
        return _common_era(value.year, value.month, value.day)
    return None


def _read_text(text: str, year: int | None) -> date | None:
    if found := _ISO.fullmatch(text):
        return _common_era(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.fullmatch(text):
        return _common_era(int(found[3]), int(found[2]), int(found[1]))
    found = _NAMED.fullmatch(text)
    month = _MONTH_NUMBERS.get(found[2].replace(".", "")) if found else None
    if not found or not month:
        return None
    if found[3]:
        written = int(found[3]) + (_CENTURY if len(found[3]) == len("69") else 0)
    elif year:
        written = year
    else:
        return None
    return _common_era(written, month, int(found[1]))


def read_time(value: object) -> time | None:
    """A time of day written «08:30», «08.30 น.» or TOML's own, to the minute; None when it is none."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    if not isinstance(value, str):
        return None
    found = _TIME.fullmatch(" ".join(to_arabic_digits(value).split()))
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _common_era(year: int, month: int, day: int) -> date | None:
    try:
        return date(year - BUDDHIST_OFFSET if year >= _BUDDHIST_FROM else year, month, day)
    except ValueError:
        return None
