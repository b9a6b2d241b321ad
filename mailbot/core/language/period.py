"""From when until when something shall stay published (R15): said for the publication, not for an event.

«ประชุมวันที่ 12 ม.ค.» is an event and says nothing; «เผยแพร่ถึงวันที่ 30 ม.ค.» is a period; «รับสมัครถึง ๓๐ มกราคมนี้»
suggests when the announcement can come down, and is only shown as a question.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mailbot.core.language.dates import FoundDate, find_dates, forward

_VERB: Final = (
    r"(?:เผยแพร่|ติดประกาศ|ขึ้นเว็บ(?:ไซต์)?|ลงเว็บ(?:ไซต์)?|ประชาสัมพันธ์|แสดง(?:บนเว็บ(?:ไซต์)?)?|โชว์|ขึ้นไว้"
    r"|ลงไว้|ขึ้นแบนเนอร์|แขวน(?:ไว้)?)"
)
_PERIOD: Final = re.compile(
    rf"(?:ระยะเวลา(?:ใน)?(?:การ)?เผยแพร่|(?:ช่วง(?:เวลา|วันที่)?|กำหนด)(?:การ)?เผยแพร่|{_VERB}[^\n]{{0,24}}?(?:ระหว่าง|ตั้งแต่)(?:วันที่)?"
    rf"|{_VERB}วันที่)\s*[:：]?[^\n0-9๐-๙]{{0,20}}$"
)
_FROM: Final = re.compile(
    rf"(?:{_VERB}[^\n]{{0,24}}?(?:ตั้งแต่|เริ่ม)(?:วันที่)?|(?:วันที่)?(?:เริ่ม)(?:การ)?เผยแพร่(?:วันที่)?|วันที่(?:ขอ)?เผยแพร่"
    rf"|ขอ(?:ให้)?(?:เผยแพร่|ลง|ขึ้น)(?:เว็บ)?(?:ใน)?วันที่"
    rf"|{_VERB}(?:ใน)?วันที่)\s*[:：]?\s*$"
)
_UNTIL: Final = re.compile(
    rf"(?:{_VERB}[^\n]{{0,24}}?(?:จน)?ถึง(?:วันที่)?|สิ้นสุด(?:การ)?เผยแพร่(?:วันที่)?|วัน(?:ที่)?สิ้นสุด(?:การเผยแพร่)?"
    rf"|(?:ให้)?(?:นำลง|ปลดลง|เอาลง|ปลดออก|ถอดออก|เอาออก|ปลด)(?:ได้)?(?:หลัง|ใน|เมื่อ)?(?:วันที่)?)"
    r"\s*[:：]?\s*$"
)
_TO: Final = re.compile(r"^\s*(?:[-–—]|until|till|to|(?:จน)?ถึง(?:วันที่)?|สิ้นสุด(?:วันที่)?)\s*[:：]?\s*$")
_ON_A_DAY: Final = re.compile(
    r"(?:ขอ|กรุณา|ช่วย|ฝาก|รบกวน)[^\n]{0,20}?(?:ขึ้น|ลง|เผยแพร่|ติด)"
    r"(?:(?!ประชุม|อบรม|สัมมนา|จัด|แข่ง|สอบ(?!คัดเลือก|แข่งขัน|ราคา)|รับสมัคร|เปิด|ปิด|หยุด|งด|พิธี|งาน|กิจกรรม)[^\n]){0,80}?"
    r"(?:ในวันที่|ตั้งแต่(?:วันที่)?)\s*$"
)
_NOT_BEFORE: Final = re.compile(r"ห้าม(?:ขึ้น|ลง|เผยแพร่|ปล่อย)(?:เว็บ)?ก่อน")
_ENGLISH: Final = re.compile(
    r"\b(?:publish|show|display|website|homepage|online|banner)\b[^\n]{0,80}\bfrom\s*$", re.IGNORECASE
)
_OPEN_UNTIL: Final = re.compile(
    r"(?:รับสมัคร|เปิดรับ|รับใบสมัคร|ยื่น(?:ซอง|ใบสมัคร|ข้อเสนอ|เอกสาร)|เสนอราคา|สมัคร(?:ได้)?|ลงทะเบียน|ส่งผลงาน"
    r"|รับฟังความคิดเห็น|ขอรับทุน)"
    r"[^\n]{0,60}?(?:(?:จน)?ถึง|ภายใน|ก่อน)(?:วันที่)?(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์"
    r"|อาทิตย์)(?:ที่)?)?\s*$"
)
_OPEN_RANGE: Final = re.compile(
    r"(?:รับสมัคร|เปิดรับ|รับใบสมัคร|ยื่น(?:ซอง|ใบสมัคร)|ลงทะเบียน)[^\n]{0,40}?(?:ระหว่าง|ตั้งแต่|ใน)?(?:วันที่)?\s*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A publication period; ``sure`` only when it was said of the publication itself."""

    since: date | None = None
    until: date | None = None
    sure: bool = True
    words: str = ""


def find_period(text: str, today: date) -> Period:
    """The publication period a normalised text names; empty when it names none."""
    dates = find_dates(text, today)
    suggestion = Period()
    since: date | None = None
    for at, found in enumerate(dates):
        before = _before(text, found, dates[at - 1] if at else None)
        following = dates[at + 1] if at + 1 < len(dates) else None
        joined = following is not None and _TO.match(text[found.end : following.start]) is not None
        if _PERIOD.search(before) and (found.until or (joined and following)):
            end = found.until or (forward(following, today) if following else None)
            words = text[found.start : following.end if joined and following else found.end]
            return Period(since=found.date, until=end, words=words)
        if _UNTIL.search(before):
            return Period(since=since, until=forward(found, today), words=found.words)
        if _FROM.search(before) or _ENGLISH.search(before):
            if joined and following:
                return Period(
                    since=found.date,
                    until=forward(following, today),
                    words=text[found.start : following.end],
                )
            if found.until:
                return Period(since=found.date, until=found.until, words=found.words)
            since = since or found.date
            suggestion = Period(since=since, words=found.words)
            continue
        if suggestion.until is None and since is None:
            suggestion = _suggest(before, found, following if joined else None, today) or suggestion
    if suggestion.since and _NOT_BEFORE.search(text):  # «ห้ามขึ้นก่อน»: no doubt what the day is for
        return replace(suggestion, sure=True)
    return suggestion


def _before(text: str, found: FoundDate, previous: FoundDate | None) -> str:
    """The words that lead to a date: its own line, after the date before it."""
    start = text.rfind("\n", 0, found.start) + 1
    if (
        previous
        and previous.end > start
        and not re.search(r"(?:เผยแพร่|สมัคร|เปิดรับ)", text[previous.end : found.start])
    ):
        lead = text[start : previous.start]
        return lead if _TO.match(text[previous.end : found.start]) else text[previous.end : found.start]
    return text[start : found.start]


def _suggest(before: str, found: FoundDate, following: FoundDate | None, today: date) -> Period | None:
    if _ON_A_DAY.search(before):
        return Period(since=found.date, sure=False, words=found.words)
    if _OPEN_UNTIL.search(before):
        return Period(until=forward(found, today), sure=False, words=found.words)
    if _OPEN_RANGE.search(before) and (found.until or following):
        end = found.until or (forward(following, today) if following else None)
        return Period(until=end, sure=False, words=(following or found).words)
    return None
