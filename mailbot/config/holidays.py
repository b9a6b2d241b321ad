"""holidays/<Buddhist year>.txt -> the days the office does not work.

One day a line, with its name: «2569-01-01 วันขึ้นปีใหม่» or «1 มกราคม วันขึ้นปีใหม่»; ``#`` opens a comment.
A plain list, because the cabinet adds days each year and the office has to be able to write them in (S5).
"""

import re
from datetime import date
from pathlib import Path
from typing import Final

from mailbot.config.dates import read_date
from mailbot.config.people import decode
from mailbot.config.problems import Findings, shown
from mailbot.config.toml import read_bytes
from mailbot.core.calendar import buddhist_year, to_arabic_digits

FOLDER: Final = "holidays"
_LAST_MONTH: Final = 12
_YEAR: Final = re.compile(r"2[45]\d\d|2[6-9]\d\d")
_DATE: Final = re.compile(
    r"\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4}|(?:วันที่\s*)?\d{1,2}\s*[ก-๛.]+(?:\s*(?:พ\.?ศ\.?\s*)?\d{4})?)"
)


def read_holidays(folder: Path, findings: Findings, *, today: date | None) -> frozenset[date]:
    """All days off of all years; what is wrong, and a missing current year, goes to ``findings``."""
    days: set[date] = set()
    years: set[int] = set()
    try:
        names = sorted(path.name for path in (folder / FOLDER).iterdir() if path.suffix == ".txt")
    except OSError:
        names = []
    for name in names:
        stem = to_arabic_digits(name.removesuffix(".txt"))
        if not _YEAR.fullmatch(stem):
            findings.add("not_a_year_file", f"{FOLDER}/{name}")
            continue
        years.add(int(stem))
        days |= _read_year(folder, f"{FOLDER}/{name}", int(stem), findings)
    if today is not None:
        needed = {buddhist_year(today)} | (
            {buddhist_year(today) + 1} if today.month == _LAST_MONTH else set()
        )
        for year in sorted(needed - years):
            findings.add("holidays_missing", f"{FOLDER}/{year}.txt", warning=True, year=year)
    return frozenset(days)


def _read_year(folder: Path, name: str, year: int, findings: Findings) -> set[date]:
    raw = read_bytes(folder, name, findings)
    text = decode(raw, name, findings) if raw is not None else None
    days: set[date] = set()
    for number, line in enumerate((text or "").splitlines(), start=1):
        written = line.partition("#")[0].strip()
        if not written:
            continue
        found = _DATE.match(to_arabic_digits(written))
        day = read_date(found[1], year=year) if found else None
        if day is None:
            findings.add("not_a_holiday", name, line=number, value=shown(written), year=year)
        elif buddhist_year(day) != year:
            findings.add("holiday_of_another_year", name, line=number, value=shown(written), year=year)
        else:
            days.add(day)
    return days
