"""Short orders anybody registered may mail: «สถานะ», «ถอนคำขอ», «รับรอง», «นำลง».

An order counts only when the whole own words are that order and courtesy; a sentence that merely contains
the word is a letter to a person. When nothing was written, the subject may be the order. Whether the
sender may give it, and of which request it speaks, is another question.
"""

import re
from typing import Final

from mailbot.core.language.approval import ANUMAT
from mailbot.core.language.closed import Closed
from mailbot.core.language.frame import unframe
from mailbot.core.language.particles import GREETING, NEUTRAL, TO_THE_WEBMASTER
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.publishing import PUBLISH, WEBSITE
from mailbot.core.language.thai import normalise
from mailbot.core.mail import Command

_LONGEST: Final = 600
_PLEASE: Final = r"(?:กรุณา|โปรด|รบกวน|ช่วย|please|pls)*"
_TOO: Final = r"(?:ให้)?(?:ด้วย|หน่อย|please)*"
_CASE: Final = r"(?:คำขอ|คำร้อง|เรื่อง|รายการ|ข่าว(?:สาร)?|ประกาศ|งาน|request)"
_THIS: Final = rf"(?:ของ|การ|ขอ|เผยแพร่|ที่|เลขที่|หมายเลข|{_CASE}|นี้|ล่าสุด|ดังกล่าว)*"
_DATA: Final = r"(?:ข้อมูล|ข่าวสาร|ข้อความ|เนื้อหา|/|ทั้งหมด|นี้|และ)*"
_YES: Final = r"(?:ใช่(?:แล้ว|เลย)?|ถูก(?:ต้อง)?(?:แล้ว)?|ยืนยัน|yes|correct|confirm(?:ed)?)"
_REPLACE: Final = (
    rf"(?:(?:ให้)?(?:ใช้|แทน(?:ที่)?)(?:ด้วย)?(?:{_CASE}|อัน|ฉบับ)?(?:ใหม่|ล่าสุด|นี้)(?:แทน)?(?:{_CASE}|อัน|ฉบับ)?(?:เดิม|เก่า)?"
    r"(?:ได้)?(?:เลย)?)"
)
_MINE: Final = r"(?:ผม|ดิฉัน|ดิชั้น|ฉัน|เรา)(?:เป็น)?(?:คน|ผู้)?(?:ส่ง|ตอบ|เขียน|อนุมัติ)(?:ไป)?(?:เอง|จริง)?"
_NOT_MINE: Final = (
    r"(?:ผม|ดิฉัน|ดิชั้น|ฉัน|เรา)?ไม่ได้(?:เป็น)?(?:คน|ผู้)?(?:ส่ง|ตอบ|เขียน)(?:อีเมล|เมล|ข้อความ|คำตอบ)?(?:นี้|นั้น|เอง)?"
)
_ANOTHER: Final = (
    rf"(?:(?:เป็น)?คนละ(?:{_CASE}|อัน|โครงการ|กิจกรรม)(?:กัน)?|(?:ของ)?(?:ผม|ดิฉัน|ดิชั้น|ฉัน|เรา)|{_NOT_MINE})"
)
_NO: Final = r"(?:ไม่ใช่|ไม่ถูก(?:ต้อง)?|ไม่|no)"
_WHO_SIGNS: Final = (
    r"(?:(?:ท่าน)?(?:ผอ\.?|ผู้อำนวยการ|หัวหน้า|หน\.)(?:กลุ่ม|งาน|หน่วยงาน|ฝ่าย)?(?:ได้)?|(?:ใน)?แบบฟอร์ม)"
)
PAPER_APPROVAL: Final = (
    rf"(?:(?:มี|ได้)?(?:ลายมือชื่อ|ลายเซ็น(?:ต์)?|เซ็น(?:ต์|ชื่อ)?|ลงนาม|ลงชื่อ|ลงลายมือชื่อ)(?:ของ)?(?:ผู้|การ)?{ANUMAT}"
    rf"(?:ใน|บน)?(?:แบบฟอร์ม|บันทึก(?:ข้อความ)?|เอกสาร|กระดาษ)?(?:เรียบร้อย)?แล้ว|{ANUMAT}(?:ใน|บน)(?:แบบฟอร์ม"
    rf"|กระดาษ|เอกสาร)(?:เรียบร้อย)?แล้ว)"
)

# Read top to bottom: the longer orders stand before the shorter ones they contain.
_ORDERS: Final = (
    (
        Command.STATUS,
        (
            rf"(?:ขอ|อยาก)?(?:ทราบ|ดู|เช็[คก]|ตรวจสอบ|สอบถาม|ติดตาม|ถาม)?(?:สถานะ|ความคืบหน้า|status){_THIS}"
            rf"|{_THIS}ถึงไหน(?:แล้ว)?"
        ),
    ),
    (Command.HISTORY, rf"(?:ขอ)?(?:ดู)?(?:ประวัติ|history){_THIS}(?:การดำเนินการ)?"),
    (
        Command.HELP,
        (
            r"(?:ขอ)?(?:ความ)?ช่วยเหลือ|(?:ขอ)?(?:ดู)?วิธี(?:การ)?ใช้(?:งาน)?(?:ระบบ)?|(?:ขอ)?คู่มือ(?:การใช้งาน)?"
            r"|help|ใช้(?:งาน)?(?:ยังไง|อย่างไร)"
        ),
    ),
    (
        Command.FORM,
        (
            rf"(?:ขอ|ต้องการ|อยากได้|ส่ง|โหลด|ดาวน์โหลด)*(?:ไฟล์)?(?:แบบฟอร์ม|ฟอร์ม"
            rf"|form)(?:เปล่า)?{_THIS}(?:ข้อมูล(?:ข่าวสาร)?)?"
        ),
    ),
    (
        Command.CERTIFY,
        (
            rf"(?:(?:ได้)?ตรวจ(?:สอบ|ทาน|ดู)?{_DATA}(?:เรียบร้อย)?แล้ว(?:ว่า)?{_DATA}(?:ถูกต้อง)?(?:ครบถ้วน)?{NEUTRAL}*+)?"
            rf"(?:และ)?(?:ผม|ดิฉัน|ข้าพเจ้า)?(?:ขอ)?(?:รับรอง|ยืนยัน(?=ความถูกต้อง"
            rf"|ว่าข้อมูลถูกต้อง))(?:แล้ว)?(?:ว่า)?{_DATA}(?:ได้)?"
            rf"(?:(?:ดำเนินการ)?ตรวจสอบแล้ว)?(?:ว่า)?(?:ความ)?(?:ถูกต้อง)?(?:ครบถ้วน)?(?:ของข้อมูล)?(?:ตามนี้"
            rf"|ทุกประการ)?(?:และ)?(?:สามารถ)?(?:เผยแพร่ได้)?"
        ),
    ),
    (Command.PAPER_APPROVED, rf"{_WHO_SIGNS}?{PAPER_APPROVAL}"),
    (
        Command.FILES_ARRIVED,
        (
            r"(?:ได้รับ|รับ|ได้)(?:ไฟล์|แฟ้ม|เอกสาร)(?:ข้อมูล|ทั้งหมด)*(?:ครบ(?:ถ้วน)?|เรียบร้อย)*แล้ว|ไฟล์(?:มา)?(?:ครบ"
            r"|ถึง)แล้ว"
        ),
    ),
    (
        Command.WITHDRAW,
        (
            rf"(?:ขอ)?(?:ยกเลิก|ถอน|เพิกถอน)(?:การขอ(?:เผยแพร่)?|{_CASE})(?:นี้|เผยแพร่|ดังกล่าว)*(?:ก่อน)?"
            rf"|(?:{_CASE}นี้)?ไม่(?:ต้อง(?:การ)?|ประสงค์(?:จะ)?|ขอ|อยาก)?(?:ให้)?{PUBLISH}แล้ว"
            rf"|(?:i)?withdraw(?:the|my|this)?request|withdraw"
        ),
    ),
    (
        Command.CANCEL,
        rf"(?:ขอ)?ยกเลิก(?:ที่ตอบ(?:ไป)?|คำตอบ|เมื่อสักครู่|การตอบ)*(?:{NEUTRAL}*+(?:กด|ตอบ|พิมพ์|ส่ง)ผิด(?:เรื่อง|ไป)*)?|cancel|undo",
    ),
    (
        Command.ADMIT_PERSON,
        (
            r"รับ(?:เรื่อง|คำขอ)?(?:นี้)?(?:และ|แล้ว|พร้อม|\+|,)*เพิ่ม(?:บุคคล|ชื่อ|รายชื่อ|ผู้ส่ง|คน|เข้า)(?:นี้)?(?:(?:ใน"
            r"|เข้า)?ทะเบียน(?:บุคคล)?)?"
        ),
    ),
    (Command.DROP, r"ไม่รับ(?:เรื่อง|คำขอ)?(?:นี้)?|ทิ้ง(?:ไป|เลย|ได้เลย)?|drop"),
    (Command.ADMIT, r"รับ(?:เรื่อง|คำขอ)?(?:นี้)?(?:ไว้|ได้)?|admit"),
    (
        Command.ACKNOWLEDGED,
        r"(?:(?:รับ)?ทราบ(?:แล้ว)?|(?:ได้)?ตรวจ(?:สอบ)?(?:รายงาน)?(?:เรียบร้อย)?แล้ว|และ|noted|acknowledged)+",
    ),
    (Command.PROCEED, r"(?:ให้)?ดำเนินการต่อ(?:ไป)?(?:ได้)?(?:เลย)?|proceed"),
    (
        Command.TAKE_DOWN,
        (
            rf"(?:ขอ)?(?:ให้)?(?:ช่วย)?(?:(?:นำ|เอา){_CASE}?(?:นี้)?(?:ลง(?!{WEBSITE})|ออก)|(?:ปลด"
            rf"|ถอด){_CASE}?(?:นี้)?(?:ลง|ออก)?)(?:จาก{WEBSITE})?|takedown|takeitdown"
        ),
    ),
    (Command.YES, rf"{_YES}(?:{NEUTRAL}*+(?:{_YES}|{_REPLACE}|{_MINE})){{0,2}}"),
    (Command.NO, rf"{_NO}(?:{NEUTRAL}*+(?:{_NO}|{_ANOTHER})){{0,2}}|{_NOT_MINE}"),
)
_AROUND: Final = rf"(?:{NEUTRAL}|{GREETING}|{TO_THE_WEBMASTER})*+"
_MATCHED: Final = tuple(
    (order, Pattern(f"{_AROUND}{_PLEASE}(?:{pattern}){_TOO}{_AROUND}")) for order, pattern in _ORDERS
)
_NUMBER: Final = Pattern(
    r"(?:เลขที่|หมายเลข"
    r"|ที่)?\s*[\[(#]?\s*(?:[A-Za-zก-ฮ]{2,8}\.?[0-9]{0,3}-)?(?:[0-9๐-๙]{4}-)?[0-9๐-๙]{3,6}\s*[\])]?(?![0-9/])"
)
_PREFIX: Final = Pattern(r"^\s*(?:(?:re|fw|fwd|aw|ตอบ|ตอบกลับ|ส่งต่อ)\s*[:：]\s*)+", re.IGNORECASE)
_REASON: Final = Pattern(r"(?:เนื่องจาก|เนื่องด้วย|เพราะ(?:ว่า)?|because)(?P<why>.{3,})", re.IGNORECASE | re.DOTALL)
_NO_REASON: Final = Pattern(r"แต่|[?]|ไหม|มั้ย|หรือ|ไม่ต้อง|\bbut\b|\bunless\b", re.IGNORECASE)
_SENTENCE_ENDS: Final = Pattern(r"(?:(?<=ครับ)|(?<=ค่ะ)|(?<=คะ)|(?<=[.!]))\s+|\n+")
_SENTENCE: Final = 120
_MORE_THAN_A_REASON: Final = Pattern(
    r"แต่(?!ง)|[?]|ไหม|มั้ย|หรือ|ไม่ต้อง|ถ้า|หาก|ขอ(?!ง|บ|อภัย|โทษ)|ช่วย|รบกวน|กรุณา|ให้|ส่ง|แก้(?!ว)|เปลี่ยน|แทน|เพิ่ม|แนบ|ใหม่"
    r"|ก่อน|อย่า|เดี๋ยว|จะ|เป็น|อีก|(?<![a-z])(?:but|unless|please|instead)(?![a-z])"
)
_WITH_REASON: Final = frozenset({Command.TAKE_DOWN, Command.WITHDRAW})
"""What people give a reason for: «ขอให้นำลง เนื่องจาก ...»."""
_ASKING: Final = frozenset({Command.STATUS, Command.HISTORY, Command.HELP, Command.FORM})


def read_command(own_words: str, subject: str = "") -> Command | None:
    """The order the own words are; of an empty mail, the order its subject is; else None.

    A request number may stand with it («สถานะ 0042»). Any string is read.
    """
    text = own_words[:_LONGEST] if len(own_words) <= _LONGEST else "-"
    if bare := unframe(text):
        return _order(bare) or _with_reason(bare)
    return None if text.strip() else _order(normalise(_PREFIX.sub("", subject[:_LONGEST])))


def _with_reason(text: str) -> Command | None:
    """An order and why, when the reason takes nothing back; it may be a sentence of its own."""
    reason = _REASON.search(text)
    if reason is None:
        return _with_sentence(text)
    if _NO_REASON.search(reason["why"]):
        return None
    order = _order(text[: reason.start()])
    return order if order in _WITH_REASON else None


def _with_sentence(text: str) -> Command | None:
    """«ขอยกเลิกเรื่องนี้ค่ะ งานเลื่อนไม่มีกำหนด»; the same order twice is one. What asks for more is no order."""
    for end in _SENTENCE_ENDS.finditer(text):
        order = _order(text[: end.start()])
        if order not in _WITH_REASON:
            continue
        rest = text[end.end() :]
        told = len(rest) <= _SENTENCE and not _MORE_THAN_A_REASON.search(Closed.of(rest).text)
        return order if _order(rest) is order or told else None
    return None


def _order(text: str) -> Command | None:
    closed = Closed.of(_NUMBER.sub(" ", text)).text
    if not closed:
        return None
    asked = closed.replace("?", "")
    for order, pattern in _MATCHED:
        if pattern.fullmatch(asked if order in _ASKING else closed):
            return order
    return None
