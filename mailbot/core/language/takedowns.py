"""Words about taking a page down (Q7): how urgent the wrong is, and whether a head allows it.

«ลงได้เลย» and «เผยแพร่ได้» allow the opposite, so whatever speaks of publishing is never read as an answer to
whether a page may come down.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from mailbot.core.language.approval import DECIDE
from mailbot.core.language.closed import Closed
from mailbot.core.language.frame import unframe
from mailbot.core.language.particles import GREETING, NEUTRAL, TO_THE_WEBMASTER
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.thai import normalise
from mailbot.core.language.verdict import read_verdict
from mailbot.core.mail import VerdictIs

_URGENT: Final = re.compile(
    r"ข้อมูลส่วน(?:บุคคล|ตัว)|เลข(?:ที่)?(?:ประจำตัว|บัตร)(?:ประจำตัว)?ประชาชน|บัตรประชาชน|เลข(?:ที่)?บัญชี"
    r"|(?:เบอร์|หมายเลข)(?:โทร(?:ศัพท์)?|มือถือ)?ส่วนตัว|pdpa|คุ้มครองข้อมูล|รหัสผ่าน|รั่วไหล|หลุด"
    r"|(?:ภาพ|รูป)[^\n]{0,12}(?:เด็ก|นักเรียน|ผู้เยาว์)|ไม่ยินยอม|ถอนความยินยอม|ยังไม่(?:ได้)?(?:รับ)?อนุญาต"
    r"|ลิขสิทธิ์|หมิ่นประมาท|ผิดกฎหมาย|ละเมิด|ฟ้องร้อง|คำสั่งศาล|ร้องเรียน|ความลับ|(?:เอกสาร|หนังสือ|ข้อมูล|ชั้น)ลับ"
    r"|personal data|privacy|copyright|illegal|court order|leak|confidential|password",
    re.IGNORECASE,
)
_LONGEST: Final = 4000

_DOWN: Final = r"(?:(?:นำ|เอา)(?:ข่าว|ประกาศ|เรื่อง|หน้า|รายการ|ข้อมูล)?(?:นี้)?(?:ลง|ออก)|(?:ปลด|ถอด)(?:ลง|ออก)?)"
_WHERE: Final = r"(?:จาก(?:หน้า)?เว็บ(?:ไซต์)?)?"
_CAN: Final = r"(?:ได้|เลย|ทันที|ตามเสนอ|ตามที่ขอ|ด้วย)*"
_AROUND: Final = rf"(?:{NEUTRAL}|{GREETING}|{TO_THE_WEBMASTER})*+"
_ALLOWS: Final = Pattern(rf"{_AROUND}(?:{DECIDE}(?:ให้|การ)?|ให้|ควร)?{_DOWN}{_WHERE}{_CAN}{_AROUND}")
_REFUSES: Final = Pattern(
    rf"{_AROUND}(?:(?:ไม่(?:ต้อง|ให้|ควร|{DECIDE}(?:ให้|การ)?)|ห้าม|อย่า(?:เพิ่ง)?){_DOWN}{_WHERE}|(?:ให้)?คงไว้(?:ตามเดิม)?){_AROUND}"
)
_PUBLISHES: Final = Pattern(
    r"เผยแพร่|ประชาสัมพันธ์|โพสต์|ขึ้น|(?:นำ|เอา)ลง(?:ใน|ที่|บน)?(?:หน้า)?เว็|แก้|(?<!นำ)(?<!เอา)(?<!ปลด)(?<!ถอด)ลง(?!นาม|ชื่อ|วันที่|กต)|publish|post|upload|online",
    re.IGNORECASE,
)


class TakedownWord(StrEnum):
    """A head's answer to whether a page may come down."""

    ALLOW = "allow"
    REFUSE = "refuse"
    """Also «only if» and «only this part»: not what was asked for."""
    LATER = "later"
    UNCLEAR = "unclear"


def is_urgent_wrong(words: str) -> bool:
    """Whether these words tell of what gets worse by the hour: a person should look at once. Total."""
    return _URGENT.search(normalise(words[:_LONGEST])) is not None


def read_takedown_answer(own_words: str, names: Sequence[str] = ()) -> TakedownWord:
    """What a head's own words say to the question whether a page may come down. Total."""
    if len(own_words) > _LONGEST:
        return TakedownWord.UNCLEAR
    closed = Closed.of(unframe(own_words, names)).text
    if _ALLOWS.fullmatch(closed):
        return TakedownWord.ALLOW
    if _REFUSES.fullmatch(closed):
        return TakedownWord.REFUSE
    if _PUBLISHES.search(closed):
        return TakedownWord.UNCLEAR
    return _BY_VERDICT.get(read_verdict(own_words, names=tuple(names)).is_, TakedownWord.UNCLEAR)


_BY_VERDICT: Final = {
    VerdictIs.APPROVE: TakedownWord.ALLOW,
    VerdictIs.REJECT: TakedownWord.REFUSE,
    VerdictIs.REVISE: TakedownWord.REFUSE,
    VerdictIs.HOLD: TakedownWord.LATER,
}
