"""A webmaster's answer to the draft of the monthly report: send it, not yet, or a remark for it (R39).

Only the closed grammar of «ส่งได้» sends; thanks and «ทราบ» say nothing; whatever else is written holds the
report back, since a draft that somebody comments on is not ready. What stands behind «หมายเหตุ:» is meant for
the report's reader, the rest for us. Whether the sender may say it is another question.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from mailbot.core.language.closed import Closed
from mailbot.core.language.courtesy import is_courtesy
from mailbot.core.language.frame import unframe
from mailbot.core.language.particles import GREETING, NEUTRAL, TO_THE_WEBMASTER
from mailbot.core.language.pattern import Pattern

_READER: Final = r"(?:ผู้ตรวจสอบ|ผู้อำนวยการ|ผอ\.?|หัวหน้า|ท่าน|รองฯ?)"
_SEND: Final = (
    rf"(?:(?:ให้|สามารถ|ขอให้)?(?:ส่ง|เสนอ)(?:ร่าง|รายงาน|ต่อ|ให้|ถึง|{_READER})*(?:ได้(?:เลย|แล้ว|ทันที)?|เลย|ไปเลย|ทันที)"
    r"|(?:please)?sendit(?:now|on)?|send(?:now|the(?:report|draft))?|goahead)"
)
_FINE: Final = (
    r"(?:(?:ได้)?ตรวจ(?:สอบ|ทาน|ดู)?(?:ร่าง|รายงาน)*(?:เรียบร้อย)?แล้ว|(?:ข้อมูล)?ถูกต้อง(?:ครบถ้วน|ทุกรายการ|ทั้งหมด)*(?:แล้ว)?"
    r"|ครบถ้วน(?:แล้ว)?|เรียบร้อย(?:แล้ว)?|ไม่มี(?:ข้อ|อะไร|ส่วน)?(?:ต้อง)?แก้(?:ไข)?(?:เพิ่มเติม|เพิ่ม)?|โอเค|ok(?:ay)?|และ"
    r"|(?:no)(?:corrections|changes)|allcorrect)"
)
_ANSWER: Final = Pattern(
    rf"(?:{NEUTRAL}|{GREETING}|{TO_THE_WEBMASTER}|{_FINE})*+{_SEND}(?:{NEUTRAL}|{_FINE}|{_SEND})*+"
)
_SEEN: Final = Pattern(rf"(?:{NEUTRAL}|{GREETING}|{TO_THE_WEBMASTER}|{_FINE}|(?:รับ)?ทราบ(?:แล้ว)?|noted)*+")
_REMARK: Final = Pattern(
    r"(?:ขอ)?(?:ให้)?(?:เพิ่ม|ใส่|ระบุ)?\s*(?:หมายเหตุ|remarks?)\s*(?:ใน|ของ)?(?:รายงาน)?\s*(?:ว่า|[:：])\s*(?P<remark>.*)$"
)
_LONGEST: Final = 2000
_REMARK_LONGEST: Final = 600


class DraftSays(StrEnum):
    """What becomes of the report."""

    SEND = "send"
    HOLD = "hold"
    REMARK = "remark"
    """Only a remark to print; it goes up as planned."""
    NOTHING = "nothing"


class DraftWord(NamedTuple):
    """The answer to a draft."""

    says: DraftSays
    remark: str = ""
    """What to print in the report."""


def read_draft_answer(own_words: str) -> DraftWord:
    """What these own words do to the report. Total: a text too long to be read whole holds it."""
    if len(own_words) > _LONGEST:
        return DraftWord(DraftSays.HOLD)
    rest, remark = _without_remark(unframe(own_words))
    closed = Closed.of(rest).text
    if closed and _ANSWER.fullmatch(closed):
        return DraftWord(DraftSays.SEND, remark)
    if closed and not is_courtesy(rest) and not _SEEN.fullmatch(closed):
        return DraftWord(DraftSays.HOLD, remark)
    return DraftWord(DraftSays.REMARK if remark else DraftSays.NOTHING, remark)


def _without_remark(text: str) -> tuple[str, str]:
    """The words for us, and those behind «หมายเหตุ:», which go on until a line that sends the report."""
    rest: list[str] = []
    remark: list[str] = []
    for line in text.splitlines():
        found = _REMARK.search(line)
        if found is not None and not remark:
            rest.append(line[: found.start()])
            remark.append(found["remark"])
        elif remark and not _ANSWER.fullmatch(Closed.of(line).text):
            remark.append(line)
        else:
            rest.append(line)
    return "\n".join(rest).strip(), " ".join(" ".join(remark).split())[:_REMARK_LONGEST]
