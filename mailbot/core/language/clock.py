"""The time of day as it is spoken: «4 โมงเย็น», «บ่ายสองโมงครึ่ง», «2 ทุ่ม», «ตี 5», «เที่ยงครึ่ง».

The day has four parts of six hours; the number alone does not say which. Nothing is said of written times.
"""

import re
from datetime import time
from typing import Final

_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "สิบเอ็ด"), start=1
    )
}
_NUMBER: Final = rf"(?P<hour>1[01]|[1-9]|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_HALF: Final = r"(?:\s*(?P<minute>ครึ่ง|[0-5]?[0-9]\s*นาที))?"
_SPOKEN: Final = re.compile(
    rf"(?:(?P<part>บ่าย|ตี)\s*{_NUMBER}\s*(?:โมง)?{_HALF}"
    rf"|{_NUMBER.replace('hour', 'clock')}\s*(?P<unit>ทุ่ม|โมง)\s*(?P<of>เช้า|เย็น)?"
    rf"{_HALF.replace('minute', 'past')}"
    rf"|(?P<noon>บ่ายโมง|เที่ยง(?!คืน))(?:ตรง)?{_HALF.replace('minute', 'after')})(?![0-9])"
)
_NOON: Final = 12
_EVENING: Final = 18


def spoken_time(text: str) -> time | None:
    """The first spoken time of a text with ASCII digits; None when there is none, or none of the clock."""
    match = _SPOKEN.search(text)
    if match is None:
        return None
    minute = _minutes(match["minute"] or match["past"] or match["after"])
    hour = _hour(match)
    return time(hour, minute) if hour is not None else None


def _hour(match: re.Match[str]) -> int | None:
    if match["noon"]:
        return _NOON + 1 if match["noon"] == "บ่ายโมง" else _NOON
    said = match["hour"] or match["clock"]
    number = int(said) if said.isdecimal() else _NUMBERS[said]
    if match["part"]:
        return _within(number, 5) if match["part"] == "ตี" else _within(number, 5, _NOON)
    if match["unit"] == "ทุ่ม":
        return _within(number, 5, _EVENING)
    if match["of"] == "เย็น":
        return _within(number, 6, _NOON)
    return number if match["of"] == "เช้า" or number >= 6 else None  # noqa: PLR2004 - «สองโมง» is 8 or 14


def _within(number: int, most: int, base: int = 0) -> int | None:
    return base + number if number <= most else None


def _minutes(said: str | None) -> int:
    if not said:
        return 0
    return 30 if said == "ครึ่ง" else int(re.sub("[^0-9]", "", said)) % 60
