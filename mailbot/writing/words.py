"""The words of one language: labels from ``words.toml``, and dates, sizes and numbers as it writes them.

Only shows values; it decides nothing and knows no sentence of its own.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.core import calendar
from mailbot.core.letters import Row
from mailbot.core.office import Office

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Controls, line separators, zero-width and bidi characters, lone surrogates: they hide or reorder text."""
_BREAKS = re.compile(r"\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
_CODE = re.compile(r"[a-z_]+")
_MONTH = re.compile(r"2[0-9]{3}-[0-9]{2}")
_MARKS = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")
"""Vowels and tones that belong to the letter before them."""
_LEADING = frozenset("เแโใไ")
"""Vowels that are written before their letter."""
_KIB = 1024
_YES = frozenset({"true", "yes", "1"})
_NO = frozenset({"false", "no", "0"})
_BOOLEANS = frozenset({"certify", "urgent", "no_stakeholder_impact"})
_DATES = frozenset({"publish_from", "publish_until"})
_SITES = frozenset({"site", "sites"})
_LISTS = {"categories": "category", "delivery": "delivery", "origin": "origin"}

Words = Mapping[str, Any]


def clean(text: str) -> str:
    """The text without characters that hide, reorder or end it early; line ends become one newline."""
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub("", _BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """The text on one line, blanks folded: for subjects, names and buttons."""
    return " ".join(clean(text).split())


def headline(text: str, limit: int = 110) -> str:
    """The text on one line, cut after ``limit`` characters; never between a letter and its marks."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    cut = limit
    while cut > limit // 2 and (text[cut] in _MARKS or text[cut - 1] in _LEADING):
        cut -= 1
    return text[:cut].rstrip() + "…"


def size(octets: int) -> str:
    """A file's size as people read it: ``820 B``, ``14 KB``, ``2.5 MB``."""
    if octets < _KIB:
        return f"{octets} B"
    if octets < _KIB * _KIB:
        return f"{round(octets / _KIB)} KB"
    return f"{octets / _KIB / _KIB:.1f} MB"


def number(value: float) -> str:
    """A number with thousands marks, and at most one decimal place."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")


class Speech:
    """How one language writes dates and values. Thai uses the Buddhist era (S2), English the common one."""

    def __init__(self, words: Words, office: Office) -> None:
        """Take the parsed ``words.toml``, and the office for its time zone and the names of its sites."""
        self.words = words
        self._sites = {site.id: site.name for site in office.sites}
        self.thai: bool = words["language"] == "th"
        self._zone = ZoneInfo(office.timezone)

    def day(self, value: date | datetime | str | None) -> str:
        """«15 มกราคม 2569», «15 January 2026»; empty for nothing."""
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            value = date.fromisoformat(value)
        if isinstance(value, datetime):
            value = value.astimezone(self._zone).date()
        if self.thai:
            return calendar.thai_date(value)
        return f"{value.day} {self.words['months'][value.month - 1]} {value.year}"

    def moment(self, value: datetime | None) -> str:
        """«15 มกราคม 2569 เวลา 10.23 น.», «15 January 2026, 10:23»; empty for nothing."""
        if value is None:
            return ""
        local = value.astimezone(self._zone)
        if self.thai:
            return f"{calendar.thai_date(local)} เวลา {calendar.thai_time(local)}"
        return f"{self.day(local)}, {local:%H:%M}"

    def short_day(self, value: date | datetime | None) -> str:
        """«15 ม.ค. 69», «15 Jan 2026», for lists and tables; never broken over two lines."""
        if value is None:
            return ""
        if isinstance(value, datetime):
            value = value.astimezone(self._zone).date()
        if self.thai:
            text = calendar.thai_date(value, short=True)
        else:
            text = f"{value.day} {self.words['months'][value.month - 1][:3]} {value.year}"
        return text.replace(" ", "\u00a0")

    def month(self, key: str) -> str:
        """«ตุลาคม 2569», «October 2026» for ``2569-10``."""
        if self.thai:
            return calendar.thai_month(key)
        first = calendar.first_day(key)
        return f"{self.words['months'][first.month - 1]} {first.year}"

    def weekday(self, value: date) -> str:
        """The day's name."""
        if self.thai:
            return calendar.thai_weekday(value)
        return str(self.words["weekdays"][value.weekday()])

    def label(self, field: str) -> str:
        """What a field is called; a field without a label shows its own name."""
        return str(self.words["label"].get(field, field))

    def value(self, row: Row) -> str:
        """A row's value in words: ids, booleans and dates are spoken out, other text is as written."""
        text = row.value
        if row.field in _LISTS:
            known = self.words[_LISTS[row.field]]
            parts = [part.strip() for part in text.split(",")]
            if all(part in known for part in parts):
                return "\n".join(str(known[part]) for part in parts)
        if row.field in _SITES:
            names = [self._sites.get(part.strip()) for part in text.split(",")]
            return ", ".join(name or "" for name in names) if all(names) else text
        if row.field in _BOOLEANS and text.casefold() in _YES | _NO:
            key = "true" if text.casefold() in _YES else "false"
            return str(self.words["value"].get(f"{row.field}_{key}", self.words["value"][key]))
        if row.field in _DATES and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return self.day(text)
        return text

    def source(self, row: Row) -> str:
        """Where a value came from, when that is worth saying."""
        return str(self.words["source"].get(row.source, row.source)) if row.source else ""

    def warning(self, code: str) -> str:
        """A warning in words: ``thai_id:3`` fills the 3 in; unknown warnings are shown as they are."""
        name, _, detail = code.partition(":")
        text = self.words["warning"].get(name)
        return str(text).replace("{n}", detail) if text else code

    def spoken(self, text: str) -> str:
        """A detail in words: codes of the program, also joined by commas, and months; other text as it is."""
        if text in self.words["code"]:
            return str(self.words["code"][text])
        if _MONTH.fullmatch(text):
            return self.month(text)
        parts = [part.strip() for part in text.split(",")]
        tables = (self.words["code"], self.words["label"])
        if all(_CODE.fullmatch(part) and any(part in table for table in tables) for part in parts):
            return ", ".join(str(next(table[part] for table in tables if part in table)) for part in parts)
        return text

    def known(self, key: str, table: str) -> str:
        """A word from one table; a key without a word shows itself."""
        return str(self.words[table].get(key, key))

    def filters(self) -> dict[str, Callable[..., str]]:
        """The filters a template can use."""
        return {
            "day": self.day, "moment": self.moment, "short_day": self.short_day, "month": self.month,
            "weekday": self.weekday, "label": self.label, "value": self.value, "source": self.source,
            "warning": self.warning, "known": self.known, "spoken": self.spoken, "size": size,
            "number": number,
            "one_line": one_line, "headline": headline,
        }  # fmt: skip
