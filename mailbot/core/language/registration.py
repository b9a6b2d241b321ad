"""Deliveries outside mail that somebody registers by mail (R33 to R35).

«รับทาง my office เลขรับ 00123/2569», «รับด้วยตนเองจากพี่แดง การเงิน แฟลชไดรฟ์ 1 อัน». A box of the form beside
«ทางระบบ my office» is a field and no registration; an intention or a question is none either.
"""

import re
from typing import Final

from mailbot.core.language.closed import Closed
from mailbot.core.language.command import PAPER_APPROVAL
from mailbot.core.language.offsets import digits_in_place
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.thai import normalise
from mailbot.core.mail import Registration

_LONGEST: Final = 20_000
_MY_OFFICE: Final = r"(?:ระบบ\s*)?my[\s-]?office"
_MEDIA: Final = (
    r"(?:แฟลช?\s?ได[ร์]*[ฟว]์?|แฟลช\s?ไดร์ฟ|แฮนดี้\s?ไดร[ฟว]์?|flash\s?drive|thumb\s?drive|handy\s?drive|usb"
    r"|(?<![a-z])(?:cd|dvd)(?![a-z])|ซีดี|ดีวีดี|"
    r"แผ่น(?:ซีดี|cd|dvd)|external|เมมโมรี่|sd\s?card)"
)
_REGISTER_NO: Final = Pattern(
    r"(?:เลข(?:ที่)?(?:ทะเบียน)?รับ(?:ที่|เลขที่)?|ทะเบียนรับ(?:ที่|เลขที่)?"
    r"|รับ(?:เลข)?ที่)\s*[:.]?\s*(?P<number>[0-9]{1,6}(?:\s?/\s?[0-9]{2,4})?)(?![0-9])"
)
_BY_MY_OFFICE: Final = Pattern(
    rf"(?:รับ|ได้รับ|ส่ง|นำส่ง|ลงรับ)[^()\[\]☐☑□■\n]{{0,30}}?(?:ทาง|ผ่าน|ใน|จาก)\s*{_MY_OFFICE}", re.IGNORECASE
)
_NAMED_MY_OFFICE: Final = Pattern(_MY_OFFICE, re.IGNORECASE)
_IN_PERSON: Final = Pattern(
    r"(?:ได้)?รับ(?:ไฟล์|ข้อมูล|เอกสาร|เรื่อง|งาน)?(?:ด้วย(?:ตน|ตัว)เอง|จากมือ)|(?:นำ|มา)(?:มา)?ส่ง(?:ไฟล์|ข้อมูล"
    r"|เอกสาร)?(?:ให้)?(?:ด้วย(?:ตน|ตัว)เอง|เอง|ที่โต๊ะ|ที่ห้อง|กับมือ)"
)
_BY_MEDIA: Final = Pattern(
    rf"(?:ได้รับ|รับ|นำส่ง|ฝากส่ง|เอามาส่ง|ส่ง)[^()\[\]☐☑□■\n]{{0,60}}?{_MEDIA}", re.IGNORECASE
)
_FROM: Final = Pattern(
    rf"จาก\s*(?P<who>(?!{_MY_OFFICE})[ก-์][^\n,;()]{{1,60}}?)\s*(?=,|;|\(|\n|$|{_MEDIA}|[0-9]|จำนวน|เป็น"
    rf"|เรื่อง|รูป|ภาพ|ไฟล์|เอกสาร|วันที่|เมื่อ|แล้ว|พร้อม|ยัง(?=ไม่)|มี(?=ลา)|ทาง|ครับ|ค่ะ|เลข)",
    re.IGNORECASE,
)
_NOT_SO: Final = Pattern(
    r"(?:ยังไม่|ไม่|จะ|ขอ|ต้อง|สามารถ|อยาก)(?:ได้)?(?:รับ|ส่ง|นำส่ง)|(?:ไหม|มั้ย|หรือไม่|หรือยัง|หรือเปล่า|\?)"
)
_NOT_SIGNED: Final = Pattern(
    r"(?:ยัง)?ไม่(?:มี|ได้)(?:ลายมือชื่อ|ลายเซ็น|เซ็น|ลงนาม|ลงชื่อ)|รอ(?:ผอ\.?|หัวหน้า)?.{0,10}(?:เซ็น|ลงนาม)"
)
_SIGNED: Final = Pattern(PAPER_APPROVAL)


def read_registration(own_words: str, subject: str = "") -> Registration | None:
    """The delivery a mail registers: how it came, its register number, who brought it, whether it is signed.

    None when the mail registers nothing. ``paper_approved`` is only what is claimed; a person vouches for it.
    """
    text = digits_in_place(normalise(f"{subject}\n{own_words[:_LONGEST]}"))
    number = _REGISTER_NO.search(text)
    channel = _channel(text, numbered=number is not None)
    if channel is None:
        return None
    who = _FROM.search(text) if channel != "my_office" else None
    closed = Closed.of(text).text
    return Registration(
        channel=channel,
        register_no=re.sub(r"\s", "", number.group("number")) if number else None,
        person=" ".join(who.group("who").split()) if who else None,
        paper_approved=_SIGNED.search(closed) is not None and not _NOT_SIGNED.search(closed),
    )


def _channel(text: str, *, numbered: bool) -> str | None:
    for line in text.split("\n"):
        if _NOT_SO.search(re.sub(r"\s", "", line)):
            continue
        if _BY_MY_OFFICE.search(line) or (numbered and _NAMED_MY_OFFICE.search(line)):
            return "my_office"
        if _IN_PERSON.search(line):
            return "in_person"
        if _BY_MEDIA.search(line):
            return "media"
    return None
