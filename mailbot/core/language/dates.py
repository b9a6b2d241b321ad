"""Dates as Thai officers write them: «๑๕ มกราคม ๒๕๖๙», «15 ม.ค.69», «14มค69», «15/1/69», «5 - 9 ม.ค.».

The year is read by its value (from 2400 on it is Buddhist era), never by the language, because Thai
clients write Gregorian years into the same mail. A phone number, a document number («เลขที่รับ 00123/2569»)
or a section number is never a date. Nothing here knows what a date is for, or what day it is today.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from mailbot.core.language.clock import spoken_time
from mailbot.core.language.offsets import digits_in_place

Day: TypeAlias = date
BANGKOK: Final = ZoneInfo("Asia/Bangkok")
_ERA: Final = 543
_FIRST_BUDDHIST: Final = 2400
_FIRST_GREGORIAN: Final = 1900
_SHORT_YEAR_REACH: Final = 20
"""A two-digit year further from today than this is a count of something («12 ม.ค. 45 คน»)."""

_MONTHS: Final = (
    ("มกราคม", r"ม\.?\s?ค", "มกรา", "january", "jan"),
    ("กุมภาพันธ์", r"ก\.?\s?พ", "กุมภา", "february", "feb"),
    ("มีนาคม", r"มี\.?\s?ค", "มีนา", "march", "mar"),
    ("เมษายน", r"เม\.?\s?ย", "เมษา", "april", "apr"),
    ("พฤษภาคม", r"พ\.?\s?ค", "พฤษภา", "may", "may"),
    ("มิถุนายน", r"มิ\.?\s?ย", "มิถุนา", "june", "jun"),
    ("กรกฎาคม|กรกฏาคม", r"ก\.?\s?ค", "กรกฎา|กรกฏา", "july", "jul"),
    ("สิงหาคม", r"ส\.?\s?ค", "สิงหา", "august", "aug"),
    ("กันยายน", r"ก\.?\s?ย", "กันยา", "september", "sept?"),
    ("ตุลาคม", r"ต\.?\s?ค", "ตุลา", "october", "oct"),
    ("พฤศจิกายน", r"พ\.?\s?ย", "พฤศจิกา", "november", "nov"),
    ("ธันวาคม", r"ธ\.?\s?ค", "ธันวา", "december", "dec"),
)


def _month_pattern() -> str:
    """One group per month: full names, abbreviations, spoken short names, English."""
    return "|".join(
        # A spoken or abbreviated name must end there: «ณัฐ5กันย์» and «5 มคอ» are not months.
        rf"(?P<m{n}>{full}|{spoken}(?![ก-ฮะ-ูเ-์])|{short}(?:\.|(?![ก-ฮะ-ูเ-์])|(?=นี้))"
        rf"|(?:{english}|{brief})(?![a-z]))"
        for n, (full, short, spoken, english, brief) in enumerate(_MONTHS, 1)
    )


_MONTH: Final = _month_pattern()
# A year: four digits with or without its era, or two that are not a time, a count or a longer number.
_YEAR: Final = (
    r"(?:\s*,?\s*(?:(?:ของ)?ปี\s*)?(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|BE|B\.E\.|AD)?\s*"
    r"(?:(?P<y4>(?:19|2[0-9])[0-9]{2})(?![0-9])"
    r"|'?(?P<y2>[0-9]{2})(?![0-9]|[.:][0-9]{2}(?![0-9])|\s*(?:น\.|คน|รูป|ภาพ|ไฟล์|โรง|บาท|ราย|เรื่อง|นาฬิกา|[-–]\s*[0-9]))))?"
)
_DAY: Final = r"(?<![0-9])(?<![0-9][./:,-])(?P<d>[0-9]{1,2})(?![0-9])"
_MONTH_WORD: Final = r"\s*(?:เดือน|เดื่อน|of)?\s*"
_THAI: Final = re.compile(
    rf"(?:{_DAY}(?P<range>{_MONTH_WORD}(?:[ก-ฮ]{{1,2}}[ิีเ]?[ก-ฮ.]*\s*[0-9]{{0,4}})?\s*(?:[-–—]|ถึง(?:วันที่)?|และ|,)\s*"
    rf"(?:วันที่\s*)?)(?P<d2>[0-9]{{1,2}})(?![0-9])|{_DAY.replace('?P<d>', '?P<d0>')})"
    rf"(?:st|nd|rd|th)?{_MONTH_WORD}(?:{_MONTH}){_YEAR}",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(
    rf"(?<![a-z])(?:{_MONTH})\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9]){_YEAR}", re.IGNORECASE
)
_NUMERIC: Final = re.compile(
    r"(?<![0-9])(?<![0-9][./:-])(?P<d>[0-9]{1,2})\s?(?P<sep>[/.-])\s?(?P<m>[0-9]{1,2})\s?(?P=sep)\s?"
    r"(?P<y>[0-9]{4}|[0-9]{2})(?![0-9])(?![/-][0-9])"
)
_ISO: Final = re.compile(
    r"(?<![0-9/-])(?P<y>[0-9]{4})[-/](?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})(?![0-9/])(?!-[0-9])"
)
# A number of a document, of a register, of a phone: what looks like a date in it is none.
_NOT_A_DATE_BEFORE: Final = re.compile(
    r"(?:เลขที่|เลขรับ|ที่รับ|ทะเบียน|หนังสือที่|ที่\s*[ก-ฮ]{2}|โทร|โทรศัพท์|เบอร์|ข้อ|มาตรา|บัญชี|tel|fax|no)[^\n,;]{0,12}$",
    re.IGNORECASE,
)
_DATED: Final = re.compile(
    r"(?:วันที่|ลว\.?|ลงวันที่|เมื่อ|ณ|ถึง|ตั้งแต่|ภายใน|date|until|from|on)\s*[:\-]?\s*$", re.IGNORECASE
)
_TIME: Final = re.compile(
    r"(?<![0-9./:-])(?P<h>[01]?[0-9]|2[0-4])(?:\s?[.:]\s?(?P<min>[0-5][0-9])(?:[.:][0-5][0-9])?)?\s*"
    r"(?P<unit>น\.?(?![ก-ฮะ-์])|นาฬิกา|hrs?\.?)?(?![0-9/])"
)
_SPOKEN_ON: Final = re.compile(r"\s*(?:โมง|ทุ่ม)")
_RELATIVE: Final = (
    ("เมื่อวานซืน", -2),
    ("เมื่อวาน", -1),
    ("พรุ่งนี้", 1),
    ("มะรืน", 2),
    ("วันนี้", 0),
    ("เมื่อสักครู่", 0),
    ("เมื่อเช้า", 0),
    ("today", 0),
    ("yesterday", -1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date in a text."""

    date: Day
    until: Day | None = None
    """The last day, for a range written as one («5 - 9 ม.ค. 69»)."""
    start: int
    end: int
    """Offsets in the text, end exclusive."""
    words: str
    has_year: bool = True
    """False: the year nearest to today was taken."""


def find_dates(text: str, today: date) -> list[FoundDate]:
    """Every date in a normalised text, in order, without overlaps; an impossible one is left out."""
    plain = digits_in_place(text)
    found: list[FoundDate] = []
    for one in sorted(_candidates(plain, text, today), key=lambda f: (f.start, -f.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def read_date(text: str, today: date) -> date | None:
    """The date a text consists of or first names; of a range the first day."""
    found = find_dates(text, today)
    return found[0].date if found else None


def find_datetime(text: str, today: date) -> datetime | None:
    """When, in Bangkok, a text says something happened: «๑๖ ม.ค. ๖๙ เวลา ๑๔.๑๕ น.», «เมื่อวาน 15:00».

    A time alone is today's; a date alone is midnight (nobody publishes at 00:00 and writes it so).
    None when the text names neither.
    """
    found = find_dates(text, today)
    plain = digits_in_place(text)
    day = found[0].date if found else None
    if day is None:
        shift = next((days for word, days in _RELATIVE if word in plain.lower()), None)
        day = None if shift is None else today + timedelta(days=shift)
    rest = plain if not found else plain[: found[0].start] + " " * 3 + plain[found[0].end :]
    clock = _read_time(rest)
    if day is None and clock is None:
        return None
    return datetime.combine(day or today, clock or time(0), tzinfo=BANGKOK)


def forward(found: FoundDate, today: date) -> date:
    """The date as one that lies ahead: «๓๐ มกราคมนี้», said in December, is next year's.

    A range counts with its last day; a written year is kept.
    """
    end = found.until or found.date
    if found.has_year or end >= today:
        return end
    return _make(end.year + 1, end.month, end.day) or end


def _candidates(plain: str, text: str, today: date) -> Iterator[FoundDate]:
    for pattern in (_THAI, _ENGLISH):
        for match in pattern.finditer(plain):
            if one := _worded(match, text, today):
                yield one
    for pattern in (_NUMERIC, _ISO):
        for match in pattern.finditer(plain):
            if one := _numeric(match, plain, text, today):
                yield one


def _worded(match: re.Match[str], text: str, today: date) -> FoundDate | None:
    parts = match.groupdict()
    month = next(n for n in range(1, 13) if parts[f"m{n}"])
    day = int(parts.get("d2") or parts.get("d0") or parts["d"])
    first = int(parts["d"]) if parts.get("d2") else day
    year = _year(parts["y4"] or parts["y2"], today)
    last = _dated(year, month, day, today)
    if last is None:
        return None
    start = last
    if parts.get("d2"):
        start = _range_start(parts.get("range") or "", first, last, today) or last
    end = match.end("y4") if parts["y4"] else match.end("y2") if year is not None else _end_of_month(match)
    return FoundDate(
        date=start,
        until=last if start != last else None,
        start=match.start(),
        end=end,
        words=text[match.start() : end],
        has_year=year is not None,
    )


def _end_of_month(match: re.Match[str]) -> int:
    return max(match.end(f"m{n}") for n in range(1, 13) if match.group(f"m{n}"))


def _range_start(between: str, day: int, last: date, today: date) -> date | None:
    """The first day of a range; it may carry a month of its own («28 ม.ค. - 5 ก.พ. 69»)."""
    month = re.search(_MONTH + _YEAR, between, re.IGNORECASE)
    if month is None:
        start = _make(last.year, last.month, day)
        return start if start and start < last else None
    number = next(n for n in range(1, 13) if month.group(f"m{n}"))
    year = _year(month.group("y4") or month.group("y2"), today)
    start = _make(year or last.year, number, day)
    if start and start > last and year is None:
        start = _make(last.year - 1, number, day)
    return start if start and start <= last else None


def _numeric(match: re.Match[str], plain: str, text: str, today: date) -> FoundDate | None:
    before = plain[max(0, match.start() - 30) : match.start()]
    dated = _DATED.search(before) is not None
    if not dated and _NOT_A_DATE_BEFORE.search(before):
        return None
    parts = match.groupdict()
    if parts.get("sep") in {".", "-"} and len(parts["y"]) < len("2569") and not dated:
        return None  # a section («5.1.26») or a piece of a phone number
    year = _year(parts["y"], today)
    day = None if year is None else _make(year, int(parts["m"]), int(parts["d"]))
    if day is None:
        return None
    return FoundDate(date=day, start=match.start(), end=match.end(), words=text[match.start() : match.end()])


def _year(written: str | None, today: date) -> int | None:
    """The Gregorian year; of two digits the one nearest to today in either era. None: absent or absurd."""
    if not written:
        return None
    value = int(written)
    if value >= _FIRST_BUDDHIST:
        return value - _ERA
    if value >= _FIRST_GREGORIAN:
        return value
    nearest = min((2500 - _ERA + value, 2000 + value), key=lambda y: abs(y - today.year))
    return nearest if abs(nearest - today.year) <= _SHORT_YEAR_REACH else None


def _dated(year: int | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _make(year, month, day)
    near = [d for y in (-1, 0, 1) if (d := _make(today.year + y, month, day))]
    return min(near, key=lambda d: abs((d - today).days), default=None)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_time(plain: str) -> time | None:
    """A time of day that looks like one: as spoken, hours with minutes, or hours with «น.»."""
    if spoken := spoken_time(plain):
        return spoken
    for match in _TIME.finditer(plain):
        if _SPOKEN_ON.match(plain, match.end()):
            continue  # «2 โมง» is eight or two, and never 02:00
        hour, minute, unit = match.group("h"), match.group("min"), match.group("unit")
        said = unit or re.search(r"(?:เวลา|ตอน|at)\s*$", plain[: match.start()])
        if not said and (minute is None or ":" not in match.group()):
            continue
        if int(hour) == 24:  # noqa: PLR2004 - «24.00 น.» is said for midnight
            return time(0)
        return time(int(hour), int(minute or 0))
    return None
