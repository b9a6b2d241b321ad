"""What people write without a form: greetings, a favour asked, a few facts, a signature.

The frame of a letter is told from its content. What is taken from prose is likely, never said outright, and
is shown to the sender.
"""

import re
from collections.abc import Sequence
from typing import Final

_POLITE: Final = r"(?:นะ|หน่อย|ด้วย|ที)*\s*(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|ค่า|ค้า|จ้า|จ้ะ|จ๊ะ|จ๋า|ฮะ|ขอรับ)?(?:ผม)?"
_ACTS: Final = r"ฝาก|ขอ|รบกวน|ช่วย|ส่ง(?!เสริม)|อยาก|ลง(?!ทะเบียน)|แจ้ง|ด้วย(?!ความ)|ตามแนบ|ขึ้นเว็บ"
_KIN: Final = r"(?:น้อง|พี่|คุณ|ท่าน|หน\.|ผอ\.|ผู้อำนวยการ|หัวหน้า|เจ้าหน้าที่)"
_OFFICE: Final = r"(?:ทีม(?:งาน)?|ผู้ดูแล(?:ระบบ|เว็บ(?:ไซต์)?)?|แอดมิน|admin|webmaster|เว็บ(?:มาสเตอร์)?)"
_NAMED: Final = rf"(?:(?!{_ACTS}|{_KIN})[^\s])"
_WHOM: Final = rf"(?:{_KIN}{_NAMED}{{1,24}}|{_OFFICE}{_NAMED}{{0,24}})"
_GREETING: Final = re.compile(
    rf"^\s*(?:(?:สวัสดี|หวัดดี|ดีจ้า|ดีค่ะ|ดีครับ|กราบเรียน|เรียน|ถึง(?!วัน)|Dear|Hi|Hello)"
    r"(?:ครับ|ค่ะ|คะ|จ้า|จ้ะ|ตอนเช้า|ยามเช้า|ตอนบ่าย|วันจันทร์|ปีใหม่)*"
    rf"(?:\s*{_WHOM})*[\s,]*)",
    re.IGNORECASE,
)
_SALUTATION_LINE: Final = re.compile(
    rf"^\s*(?:(?:กราบเรียน|เรียน|ถึง|Dear)(?![^\n]*(?:{_ACTS}))|เรื่อง\s*[:：]|เรื่อง\s|อ้างถึง|สิ่งที่ส่งมาด้วย|จาก\s*[:：]"
    rf"|To\s*:)\s*[^\n]{{0,100}}$"
    rf"|^\s*(?:บันทึกข้อความ|ส่วนราชการ\s[^\n]{{0,120}}|ที่\s+[ก-ฮ]{{1,4}}[\s.]*[0-9๐-๙][^\n]{{0,60}})$",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"(?:^|\s)(?:จึง(?:กราบ)?เรียน(?:มา)?(?:เพื่อ(?:โปรด|ขอ)?[^\n]*)?|(?:ขอแสดง)ความนับถือ[^\n]*|ด้วยความ(?:เคารพ"
    r"|นับถือ)[^\n]*|ขอบพระคุณ[^\n]*|ขอบ(?:คุณ|คุน|ใจ)[^\n]*"
    r"|Best regards[^\n]*|Regards[^\n]*|Thank[^\n]*|ส่งจาก[^\n]*|Sent from[^\n]*)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_HANDOFF: Final = re.compile(
    r"^(?>FYI|เพื่อทราบ|เพื่อโปรด(?:ทราบ)?|เพื่อ|ฝาก|ขอ|รบกวน|ช่วย|โปรด|กรุณา|ดำเนินการ|ด้วย|ให้|หน่อย|ต่อ|ครับ|ค่ะ|คะ|นะ|ที|ส่งต่อ"
    r"|มาให้|พิจารณา|จัดการ|เรื่องนี้|ตามนี้|ตามด้านล่าง|ด้านล่าง"
    r"|น้อง|พี่|เว็บ|ลงเว็บ|ขึ้นเว็บ|เผยแพร่|ประชาสัมพันธ์|ลง|ขึ้น|เอา|เขต|ภายใน|วันนี้|พรุ่งนี้|ข่าว|แบบฟอร์ม|ส่ง|[\s.,!:])++$",
    re.IGNORECASE,
)
_ADDRESSEE: Final = re.compile(r"^[ก-ฮเ-ไ][ก-ฮะ-์]{1,11}\n")
"""A name alone on the first line: «ธนา»."""
_RULE: Final = re.compile(r"^\s*[-_=*]{2,}\s*$")


def body_text(lines: Sequence[str], skip: frozenset[int]) -> str:
    """The content of a letter: without greeting, closing, signature, and the lines already read."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        if kept and _RULE.match(line):
            break  # what follows a rule is a footer
        if number in skip or _SALUTATION_LINE.match(line):
            continue
        rest = _CLOSING.sub("", _GREETING.sub("", line)).strip()
        if rest:
            kept.append(" ".join(rest.split()))
    return "\n".join(kept)


def is_handoff(text: str) -> bool:
    """Whether a text only passes something on («FYI ฝากดำเนินการด้วยครับ») and says nothing itself."""
    text = _ADDRESSEE.sub("", text.strip())
    return not text or _HANDOFF.match(text) is not None
