"""Marks in a text that change how it is handled: secrecy, speed, urgency, certification, dangers.

Each mark has everyday words around it that must not trip it: «กลับ» and «ลับมีด» are not secret, «สายด่วน» is
not speed, «หนังสือรับรอง» is not a certification. A finding is for people to act on; nothing is decided here.
"""

import re
from typing import Final, NamedTuple

from mailbot.core.language.offsets import digits_in_place, squashed
from mailbot.core.language.phone import find_phones

_LETTER: Final = "ก-ฮะ-์A-Za-z"
_SOLO: Final = r"[\s\[\](){}«»\"'“”*#.,:!/_\-–—<>|]"

_SECRET: Final = re.compile(
    rf"(?<![{_LETTER}])ลับ(?:ที่สุด|มาก)(?![{_LETTER}])"
    rf"|ชั้นความลับ[\s:.\-…]*(?P<level>ลับ(?:ที่สุด|มาก)?)(?![{_LETTER}])"
    rf"|^{_SOLO}*(?P<alone>ลับ|ปกปิด|confidential|secret){_SOLO}*$"
    r"|[\[(«\"“*]\s*(?P<framed>ลับ)\s*[\])»\"”*]"
    rf"|(?<!ไม่ใช่)(?<!ไม่เป็น)(?P<noun>(?:เอกสาร|หนังสือ|เรื่อง|ราชการ|ข้อมูล)(?:นี้)?(?:เป็น(?:เอกสาร|เรื่อง"
    rf"|ข้อมูล))?ลับ)(?![{_LETTER}])"
    r"|(?<!ไม่)(?P<inside>ใช้(?:เฉพาะ)?ภายใน(?:หน่วยงาน|สำนักงาน|องค์กร|ราชการ|กลุ่ม|เขต|สพม|เท่านั้น)"
    r"|ห้าม(?:เผยแพร่|เปิดเผย)(?:ต่อ)?(?:สู่)?(?:สาธารณะ|สาธารณชน|บุคคลภายนอก|ภายนอก))"
    rf"|(?:^|[\[(«\"“*])\s*(?P<inside_alone>ใช้ภายใน)\s*(?:$|[\])»\"”*])",
    re.MULTILINE | re.IGNORECASE,
)
# A mail footer says «ความลับ» about every mail there is; it marks nothing.
_DISCLAIMER: Final = re.compile(
    r"(?:ข้อมูล|ข้อความ|เนื้อหา|เอกสาร)[^\n]{0,40}(?:อีเมล|e-?mail|ฉบับนี้|จดหมาย)[^\n]{0,80}(?:ความลับ"
    r"|เฉพาะ)[^\n]*(?:\n[^\n]+)*"
    r"|(?:this|the)\s[^\n]{0,60}(?:e-?mail|message)[^\n]{0,120}(?:confidential|privileged"
    r"|intended)[^\n]*(?:\n[^\n]+)*",
    re.IGNORECASE,
)
_SPEED: Final = re.compile(
    rf"(?<!ทาง)(?<!สาย)(?<!รถ)(?<!จาน)(?<!พิเศษ)(?<!ไม่)(?<!ไม่เร่ง)(?<!อาหาร)(?<!ศูนย์รับแจ้ง)"
    rf"ด่วน(?P<degree>ที่สุด|มาก(?:ที่สุด)?)?(?!\s*[0-9]{{4}})(?!พิเศษ)(?!จี๋)|urgent|asap"
    rf"|(?<![{_LETTER}])ด่วนจี๋",
    re.IGNORECASE,
)
_URGENT: Final = re.compile(
    r"จำเป็น(?:และ|ต้อง)?(?:เร่ง)?ด่วน|กรณี(?:ที่)?(?:มีความ)?(?:จำเป็น)?เร่งด่วน"
    r"|(?:เผยแพร่|ลง(?:เว็บ|ข่าว|ประกาศ|ให้)?|ขึ้น(?:เว็บ|ให้)?|ประชาสัมพันธ์|โพสต์)[^\n.]{0,30}(?:ไป)?ก่อน(?:ได้ไหม|ได้มั้ย"
    r"|นะ|เลย|ค่ะ|ครับ|แล้ว)?"
    r"[^\n]{0,20}(?:ส่ง|เสนอ|ขอ|ตาม|ให้)[^\n]{0,40}(?:หลัง|ทีหลัง|ย้อนหลัง)"
    r"|(?:แบบฟอร์ม|บันทึก|เอกสาร|หนังสือ|ใบขอ|ฟอร์ม|อนุมัติ|ลายเซ็น)[^\n]{0,24}(?:ตามหลัง|ภายหลัง|ตามไป(?:ที)?หลัง|ทีหลัง"
    r"|ย้อนหลัง)"
    r"|(?:ภายหลัง|ทีหลัง|ย้อนหลัง)[^\n]{0,12}(?:อนุมัติ)"
)
_NOT_URGENT: Final = re.compile(r"ไม่(?:ได้|ใช่|มีความ)?\s*(?:จำเป็น|เร่ง|กรณี)*\s*(?:เร่ง)?ด่วน")
_REASON: Final = re.compile(
    r"(?:เนื่องจาก|เพราะ(?:ว่า)?|เหตุผล(?:ความจำเป็น)?(?:คือ)?|ด้วยเหตุ(?:ที่|ว่า)?)[\s:]*(?P<why>[^\n]{4,160}?)"
    r"(?=\s+(?:จำเป็น(?:เร่ง)?ด่วน|จึง|ขอ(?:เผยแพร่|ลง|ให้)|ข่าวนี้|ข้อมูลนี้|ไม่(?:มี|ส่ง)?(?:ผล)?กระทบ|และไม่|ซึ่งไม่|ทั้งนี้|ชื่อ|แล้วจะ)|$)",
    re.MULTILINE,
)
_IMPACT: Final = re.compile(
    r"(?P<no>(?:ไม่|มิ|ไม่ได้|มิได้|ไม่น่าจะ)\s*(?:ส่ง|มี|เกิด|ก่อ(?:ให้เกิด)?|ทำให้เกิด)?\s*(?:ผล)?\s*กระทบ)?"
    r"(?P<yes>(?:ส่ง|มี|เกิด)?ผลกระทบ|กระทบ)?\s*(?:ใดๆ|ใด ๆ|กับ|ต่อ|ถึง"
    r"|แก่)*\s*(?:บุคคลหรือ)?ผู้มีส่วน(?:ได้)?(?:ส่วน)?(?:ได้)?เสีย"
)
_NO_IMPACT_SHORT: Final = re.compile(
    r"(?:ไม่|มิ)(?:ส่ง|มี|เกิด)?(?:ผล)?กระทบ(?:ใดๆ|ใด ๆ|กับ|ต่อ|ถึง)*\s*(?:ใคร|ผู้ใด|บุคคลใด|สิทธิ)"
)
_IMPACT_ANSWERED: Final = re.compile(
    r"(?:มี|ส่ง)?(?:ผล)?กระทบ(?:ต่อ|กับ|ถึง)?(?:บุคคลหรือ)?ผู้มีส่วน(?:ได้)?(?:ส่วน)?(?:ได้)?เสีย(?:หรือไม่)?\s*[:：=?\t]\s*"
    r"(?:(?P<no>ไม่(?:มี|ส่ง|กระทบ)?|ไม่ใช่|no)|(?P<yes>มี|ใช่|ส่ง|กระทบ|yes))(?![ก-ฮ])",
    re.IGNORECASE,
)
_CERTIFIES: Final = re.compile(
    r"(?:และ)?(?:ขอ|ข้าพเจ้า|ผม|ดิฉัน)*(?<!ใบ)(?<!หนังสือ)(?<!การ)(?<!คำ)(?<!ให้)(?<!ไม่)(?<!ไม่ได้)(?<!ผู้)(?<!ยังไม่)"
    r"รับรอง(?:แล้ว)?\s*(?:ว่า|ความถูกต้อง|ข้อมูล(?:ถูกต้อง|แล้ว)|ถูกต้อง|ตามนี้|ตามแบบ)"
    r"|(?:ข้อมูล|ข้อความ|เนื้อหา|ข่าว)[^\n]{0,40}(?:ตรวจสอบ"
    r"|ตรวจทาน)(?:ความถูกต้อง)?(?:เรียบร้อย)?แล้ว[^\n]{0,16}(?:ถูกต้อง|เผยแพร่ได้)"
    r"|(?<!ผอ\.)(?<!ท่าน)(?:ได้)?ตรวจ(?:สอบ|ทาน)?(?:ความถูกต้อง|ข้อมูล)?(?:เรียบร้อย)?แล้ว\s*(?:ว่า)?(?:ข้อมูล)?\s*(?:ถูกต้อง"
    r"|(?:สามารถ)?เผยแพร่ได้(?!ไหม|มั้?ย|หรือ|รึ|เมื่อ))"
    r"|(?:ข้อมูล)?ถูกต้อง\s*(?:ครบถ้วน)?\s*(?:และ)?(?:สามารถ)?เผยแพร่ได้"
    r"|(?<!ผอ\.)(?<!ท่าน)(?<!เมื่อ)(?<!หาก)(?<!ถ้า)(?<!รอ)(?<!ให้)(?<!จะ)(?<!หลัง)(?<!ช่วย)"
    r"ตรวจ(?:สอบ|ทาน)(?:ข้อมูล)?ถูกต้อง(?:ครบถ้วน)?แล้ว(?!ใช่|หรือ|ไหม|มั้?ย|จะ|จึง|ค่อย|ถึง)"
    r"|(?<!หาก)(?<!ถ้า)ข้อมูล(?:ทั้งหมด)?ถูกต้อง\s?ตรวจ(?:สอบ|ทาน)(?:เรียบร้อย)?แล้ว"
    r"|(?:^|\n|[.!]\s+)(?:[Aa]ll\s+)?(?:[Tt]he\s+)?(?:above\s+)?(?:[Ii]nformation|[Dd]ata|[Cc]ontents?)"
    r"\s+(?:has|have)\s+been\s+(?:checked|verified)\s+(?:and\s+(?:is|are)\s+)?(?:correct|accurate)"
    r"|(?:^|\n|[.!]\s+)I (?:hereby )?certify that"
)
_CERTIFIES_ALONE: Final = re.compile(
    r"^[\s>*.\-\"«“]*(?:ขอ)?รับรอง(?:แล้ว)?(?:\s*(?:ข้อมูล|ตามนี้|ทั้งหมด))?[\s.!\"»”]*(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า|ค่า"
    r"|ขอรับ)*(?:ผม)?[\s.!]*$",
    re.MULTILINE,
)
_NOT_CERTIFIED: Final = re.compile(
    r"(?:ไม่|ยังไม่|ยังไม่ได้|ไม่ได้|ไม่สามารถ|ไม่กล้า|มิได้|ยังมิได้)\s*(?:ขอ)?(?:ได้)?(?:รับรอง|ตรวจ(?:สอบ|ทาน))(?!\s*พบ)"
    r"|รับรองไม่ได้|(?:ข้อมูล|รายละเอียด)ยังไม่(?:ครบ|ถูกต้อง|เรียบร้อย)"
)
_UNTICKED_CERTIFY: Final = re.compile(r"☐\s*(?:และ)?(?:ขอ)?รับรอง")

_PASSWORD: Final = re.compile(
    r"(?:รหัสผ่าน|พาสเวิร์?ด|password|passwd|(?<![a-z])pwd|(?<![a-z])pass(?=\s*[:=]))\s*(?:คือ|ใหม่|เว็บ"
    r"|is)?\s*[:=คือ]{0,3}\s*[!-~]{4,}",
    re.IGNORECASE,
)
# What may repeat is bounded: this one is asked of whole mails, outside the reading child.
_PASSWORD_SAID: Final = re.compile(
    r"((?:รหัสผ่าน|พาสเวิร์?ด|password|passwd|(?<![a-z])pwd|(?<![a-z])pass(?=[ \t]{0,4}[:=]))"
    r"[ \t]{0,4}(?:ใหม่|เว็บ)?[ \t]{0,4})"
    r"((?:คือ|is(?=\s)|[:=])[ \t]{0,4}[!-~]{4,}|(?=[!-~]{0,40}[0-9#@!$%^&*])[!-~]{4,})",
    re.IGNORECASE,
)
_THAI_ID: Final = re.compile(
    r"(?<![0-9])(?<![0-9][-.])([1-8])[\s-]?([0-9]{4})[\s-]?([0-9]{5})[\s-]?([0-9]{2})[\s-]?([0-9])(?![0-9])"
)
_BANK: Final = re.compile(
    r"(?:เลข(?:ที่)?บัญชี|บัญชี(?:เลขที่|ธนาคาร|ออมทรัพย์)|(?:ธ\.|ธนาคาร)(?:กรุงไทย|กรุงเทพ|กสิกร|ออมสิน|ไทยพาณิชย์"
    r"|ธ\.?ก\.?ส)|a/c|account\s*no)"
    r"[^\n]{0,40}?[0-9]{3}[\s-]?[0-9][\s-]?[0-9]{5}[\s-]?[0-9]",
    re.IGNORECASE,
)
_MANY_PHONES: Final = 5
_QUOTE: Final = re.compile(r"[“«\"][^”»\"\n]{60,}[”»\"]")
_TAKEN: Final = re.compile(
    r"(?:คัดลอก|ก๊อป|ก๊อบ|copy|นำมา|เอามา|ได้มา|โหลด|ดาวน์โหลด|แคป)[^\n]{0,24}(?:จาก|มาจาก)\s*(?:เพจ|เว็บ|เน็ต"
    r"|อินเทอร์เน็ต|google|กูเกิล|facebook|เฟซ|เฟส|ไลน์|หนังสือพิมพ์|pinterest)"
    r"|(?:ภาพ|รูป)[^\n]{0,10}จาก\s*(?:เพจ|เว็บ|เน็ต|อินเทอร์เน็ต|google|กูเกิล|pinterest)",
    re.IGNORECASE,
)
_SOURCE_SAID: Final = re.compile(
    r"ที่มา|แหล่งที่มา|อ้างอิง|ภาพโดย|เครดิต|credit|source\s*:|ขอบคุณ(?:ภาพ|ข้อมูล)จาก", re.IGNORECASE
)


MASKED: Final = "********"
"""Stands where a password was."""


class Urgency(NamedTuple):
    """What a text says about being published before it is approved (R30)."""

    urgent: bool = False
    """It asks for that; a speed mark alone does not."""
    reason: str | None = None
    no_stakeholder_impact: bool | None = None
    words: str | None = None


def without_disclaimer(text: str) -> str:
    """The text without the footer that calls every mail confidential."""
    return _DISCLAIMER.sub("", text)


def find_secrecy(text: str) -> str | None:
    """The secrecy mark (S8) of a normalised text, in its words: «ลับ», «ลับมาก», «ใช้ภายในหน่วยงาน»; or None."""
    match = _SECRET.search(without_disclaimer(squashed(text)))
    if match is None:
        return None
    words = next((group for group in match.groups() if group), match.group())
    return " ".join(words.strip("[](){}«»\"'“”* :\n").split())


def find_speed(text: str) -> str | None:
    """The highest speed mark (S7) of a normalised text: ``ด่วนที่สุด``, ``ด่วนมาก``, ``ด่วน`` or None."""
    found = {
        "ที่สุด" if (degree := match.group("degree") or "").endswith("ที่สุด") else degree
        for match in _SPEED.finditer(text)
        if not _NOT_URGENT.search(text[max(0, match.start() - 20) : match.end()])
    }
    return next((f"ด่วน{degree}" for degree in ("ที่สุด", "มาก", "") if degree in found), None)


def read_urgent(text: str) -> Urgency:
    """Whether a text asks for publication before approval, why, and what it says about stakeholders.

    ``no_stakeholder_impact`` is None when nothing is said about it: both conditions of R30 must be stated.
    """
    match = None if _NOT_URGENT.search(text) else _URGENT.search(text)
    impact = _read_impact(text)
    if match is None:
        return Urgency(no_stakeholder_impact=impact)
    why = _REASON.search(text)
    stated = match.group().startswith(("จำเป็น", "กรณี"))
    reason = why.group("why") if why else _sentence(text, match.start(), match.end()) if stated else ""
    return Urgency(
        urgent=True,
        reason=" ".join(reason.split()).strip(" .,;:") or None,
        no_stakeholder_impact=impact,
        words=match.group(),
    )


def _read_impact(text: str) -> bool | None:
    if answered := _IMPACT_ANSWERED.search(text):
        return answered.group("no") is not None
    said = None
    for match in _IMPACT.finditer(text):
        if match.group("no"):
            said = True if said is None else said
        elif match.group("yes"):
            said = False
    return True if said is None and _NO_IMPACT_SHORT.search(text) else said


def _sentence(text: str, start: int, end: int) -> str:
    """The clause around a span: Thai has no full stop, so the line, cut at what begins a new thought."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    cut = re.search(r"\s+(?:ข่าวนี้|ข้อมูลนี้|ทั้งนี้|ชื่อ|หัวข้อ|ไม่ส่งผลกระทบ|ไม่กระทบ|ขอบคุณ)", line[end - line_start :])
    return line[: end - line_start + cut.start()] if cut else line


def certifies(text: str) -> str | None:
    """The words with which a normalised text certifies its content (R56), or None.

    A refusal or a doubt anywhere («ยังไม่ได้ตรวจสอบ») outweighs it; so does the form's empty box before it.
    """
    if _NOT_CERTIFIED.search(text) or _UNTICKED_CERTIFY.search(text):
        return None
    match = _CERTIFIES.search(text) or _CERTIFIES_ALONE.search(text)
    return " ".join(match.group().split()) if match else None


def find_warnings(text: str) -> tuple[str, ...]:
    """What a person should look at before this text is published (R20, R25, S9).

    ``password``, ``thai_id:N`` (N numbers whose check digit is right), ``bank_account``, ``phone_list``,
    ``quotes_without_source``.
    """
    text = squashed(text)
    plain = digits_in_place(text)
    ids = {number for match in _THAI_ID.finditer(plain) if _is_thai_id(number := "".join(match.groups()))}
    phones = {one.phone.number for one in find_phones(text)}
    unsourced = (_QUOTE.search(text) or _TAKEN.search(text)) and not _SOURCE_SAID.search(text)
    return tuple(
        name
        for name, present in (
            ("password", _PASSWORD.search(plain)),
            (f"thai_id:{len(ids)}", ids),
            ("bank_account", _BANK.search(plain)),
            ("phone_list", len(phones) >= _MANY_PHONES),
            ("quotes_without_source", unsourced),
        )
        if present
    )


def mask_passwords(text: str) -> str:
    """The text with ``MASKED`` for every password in it (R20): kept in the raw mail only, shown to nobody."""
    return _PASSWORD_SAID.sub(lambda match: f"{match[1]}{MASKED}", text)


def _is_thai_id(number: str) -> bool:
    """The check digit of a citizen's number: 11 minus the weighted sum modulo 11, last digit."""
    weighted = sum(int(digit) * weight for digit, weight in zip(number[:12], range(13, 1, -1), strict=True))
    return (11 - weighted % 11) % 10 == int(number[12])
