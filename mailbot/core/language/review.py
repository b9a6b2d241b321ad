"""A reviewer's answer to the monthly report -> seen, a remark, or neither (R38).

«ทราบ» is a correct and complete answer here, and so is whatever approves. Everything else that says something
is a remark for the webmaster; a question, «later» and «not yet» complete nothing either.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from mailbot.core.language.approval import DO, is_approval
from mailbot.core.language.closed import Closed
from mailbot.core.language.frame import unframe
from mailbot.core.language.particles import GREETING, NEUTRAL, TO_THE_WEBMASTER
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.verdict import read_verdict
from mailbot.core.language.verdict_words import ASKS, ASKS_AT_THE_END, ASKS_IN_ENGLISH, AUTOMATIC
from mailbot.core.mail import VerdictIs

_LONGEST: Final = 2000
_REPORT: Final = (
    r"(?:(?:ร่าง)?รายงาน(?:สรุป)?(?:ข้อมูล)?(?:ที่)?(?:การ)?(?:เผยแพร่)?(?:ข้อมูล(?:ข่าวสาร)?)?(?:(?:ประจำ)?เดือน[ก-๙.]{2,12}?(?:25[0-9]{2})?"
    r"|ประจำเดือน|นี้|ฉบับนี้)*)"
)
_SEEN: Final = (
    rf"(?:(?:ได้)?(?:รับ)?ทราบ(?:ผล|และ)?{_REPORT}?(?:แล้ว|ตามรายงาน|ตามเสนอ)*"
    rf"|(?:ได้)?(?:ตรวจ(?:สอบ|ทาน|ดู)?|อ่าน|ดู){_REPORT}?(?:เรียบร้อย|ครบ(?:ถ้วน)?)*แล้ว"
    rf"|{_REPORT}?(?:ข้อมูล)?(?:ถูกต้อง|ครบถ้วน|เรียบร้อย|และ)+(?:ดี|แล้ว|ครบถ้วน|ทุกรายการ|ทั้งหมด)*"
    r"|ไม่มี(?:ข้อ|อะไร|ส่วน|ที่)?(?:ต้อง)?(?:แก้(?:ไข)?|ทักท้วง|สังเกต|เสนอแนะ)(?:เพิ่มเติม|เพิ่ม)?"
    rf"|{DO}ต่อ(?:ไป)?(?:ได้)?|เห็นชอบ|1|[👍👌🆗✅✔]|noted|acknowledged|seen|reviewed|received|และ)"
)
_COMPLETE: Final = Pattern(rf"(?:{NEUTRAL}|{GREETING}|{TO_THE_WEBMASTER})*+(?:{_SEEN}(?:{NEUTRAL})*+){{1,4}}")
_ONLY_COURTESY: Final = Pattern(rf"(?:{NEUTRAL}|{GREETING}|{TO_THE_WEBMASTER})*+")
_NOTHING_YET: Final = Pattern(
    r"(?:ไป|ติด)(?:ราชการ|ประชุม|อบรม)|ลา(?:พัก|ป่วย|กิจ)|ยังไม่(?:ได้)?(?:ทราบ|ตรวจ|ดู|อ่าน)|ขอ(?:เวลา|ดู|ตรวจ)|เดี๋ยว"
)


class Review(StrEnum):
    """What an answer to the report is."""

    ACKNOWLEDGED = "acknowledged"
    REMARK = "remark"
    UNCLEAR = "unclear"
    """A question, «later», or nothing: the report still waits."""


def read_review(own_words: str, *, names: Sequence[str] = ()) -> Review:
    """What the own words say of the report. Total; what is too long to be read whole is a remark."""
    text = unframe(own_words, names) if len(own_words) <= _LONGEST else own_words[:_LONGEST]
    closed = Closed.of(text).text
    plain = " ".join(text.lower().split())
    if _ONLY_COURTESY.fullmatch(closed) or AUTOMATIC.search(plain):
        return Review.UNCLEAR
    if _COMPLETE.fullmatch(closed) or is_approval(closed):
        return Review.ACKNOWLEDGED
    if ASKS_AT_THE_END.search(closed) or ASKS.search(closed) or ASKS_IN_ENGLISH.search(plain):
        return Review.UNCLEAR
    waits = read_verdict(text).is_ is VerdictIs.HOLD or _NOTHING_YET.search(closed)
    return Review.UNCLEAR if waits else Review.REMARK
