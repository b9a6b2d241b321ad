"""What heads say beside a decision: that they looked, that it is fine, why they are late, a word of praise.

Patterns over a closed text (``closed.py``). No word in them denies, limits, asks, postpones or wants a
change, in whatever order they stand, so they may be eaten beside an approval; nothing of it approves.
"""

from typing import Final

from mailbot.core.language.particles import CLOSED_OFF, THANKED_FOR
from mailbot.core.language.publishing import GROUP, PUBLISH

_SELF: Final = r"(?:ผม|ดิฉัน|ดิชั้น|ข้าพเจ้า|กระผม|ฉัน|พี่|เรา)"
_LOOK: Final = r"(?:เปิด)?(?:ดู|อ่าน|ตรวจ(?:สอบ|ทาน|ดู)?|พิจารณา|เช็[คก])"
_THING: Final = r"(?:ข้อมูล|เนื้อหา|รายละเอียด|เอกสาร|ไฟล์|รูป(?:ภาพ)?|ภาพ|ข่าว|ประกาศ|เรื่อง|งาน|ทุกอย่าง|ข้อความ)"
_NOT_IT: Final = r"(?!อ[นณ]|เห็น|ยินยอม|เผย|ลง|ขึ้น|ให้)"
"""What is talked of is not the decision: «เพิ่งเห็นเรื่องอนุมัติ»."""
_GOOD: Final = (
    r"(?:ถูกต้อง|ครบ(?:ถ้วน)?|เรียบร้อย|เหมาะสม|ชัดเจน|สมบูรณ์|น่าสนใจ|(?:มี|เป็น)ประโยชน์(?:ต่อ(?:โรงเรียน|นักเรียน|ครู"
    r"|ประชาชน|สาธารณชน|ส่วนรวม))?|สวย(?:งาม)?|เยี่ยม(?:ยอด)?|ดี(?:มาก|เยี่ยม)?|ทันเวลา|โอเค)"
)
_BUSY: Final = r"ติด(?:ประชุม|ภารกิจ|ราชการ|งาน|อบรม|สอน)"

_PROPOSED_BY: Final = rf"(?:{CLOSED_OFF}|(?=เห็นชอบให้{PUBLISH}ได้))"
"""What another proposed is not decided yet: «ตามที่กลุ่มเสนอให้เผยแพร่»."""

LOOKED: Final = (
    (
        rf"{_SELF}?(?:ได้)?(?:ลอง)?{_LOOK}(?:ให้|ครบ(?:ถ้วน)?|ทุก|ทั้งหมด|หมด|เรียบร้อย|โดยละเอียด|ความถูกต้อง(?:ของ)?|และ"
        rf"|{_THING}|{_LOOK})*แล้ว"
        rf"(?:(?:เห็นว่า|พบว่า)(?={_THING}?(?:นี้)?(?:ก็)?{_GOOD}|ไม่))?"
    ),
    rf"{_THING}?(?:นี้)?(?:ก็)?(?:{_GOOD}(?:และ)?)+(?:มาก|ดี|แล้ว|เลย|ๆ)*(?:แบบนี้)?",
    r"ไม่(?:มี|พบ|เห็น)(?:อะไร|ข้อ|จุด|ส่วน|ที่)*(?:ผิด(?:พลาด)?|บกพร่อง|น่า(?:เป็น)?ห่วง)",
)
"""That it was looked at and found good: stands beside the weakest yes, too."""

CHATTER: Final = (
    rf"ตามที่(?:{GROUP}|ฝ่าย|กลุ่ม(?:งาน)?|เจ้าหน้าที่|ทีมงาน|หน่วยงาน)(?:ได้)?(?:เสนอ(?:มา|นั้น)*|ขอ(?:มา|นั้น)+){_PROPOSED_BY}",
    rf"(?:พอดี|ช่วงนี้|เมื่อ(?:กี้|เช้า|สักครู่|วาน)|วันนี้)+(?:มัวแต่)?{_BUSY}(?:อยู่|ทั้งวัน)*{CLOSED_OFF}",
    rf"ขออนุญาตตอบช้า(?:นะ|คะ|ค่ะ|ครับ)*พอดี{_BUSY}(?:อยู่)?",
    rf"(?:พอดี)?{_SELF}?เพิ่ง(?:เปิด|เห็น|อ่าน|ได้(?:รับ|อ่าน|เปิด|เห็น))(?:อีเมล|เมล|เรื่อง)?(?:นี้|เจอ|ดู)*{CLOSED_OFF}",
    rf"ปฏิบัติ(?:หน้าที่|ราชการ)แทน(?:ผอ\.?|ผู้อำนวยการ|หัวหน้า)(?:{GROUP})?{CLOSED_OFF}",
    # the deputy's own words begin so: «ปฏิบัติราชการแทน ผอ.กลุ่ม อนุมัติครับ»
    rf"^ปฏิบัติราชการแทน(?:ผอ\.?|ผู้อำนวยการ|หัวหน้า)(?:{GROUP}|กลุ่ม)?(?=(?:อนุมัติ|เห็นชอบ)(?!แล้ว))",
    r"(?:อ๋อ|อ้อ|เออ|งั้น(?:ก็)?)",
    rf"ขออนุญาตตอบ(?:ช้า)?{CLOSED_OFF}",
    rf"ควรรีบ{PUBLISH}{_NOT_IT}",
    r"(?:ทำ(?:งาน)?(?:ได้)?|เก่ง|ขยัน)(?:ดี|มาก|เรียบร้อย)+|สู้ๆ",
    rf"(?:เป็นกำลังใจให้|(?:ขอ)?ชื่นชม)(?:ทุกคน|ทีมงาน|น้องๆ|น้อง)?{_NOT_IT}",
    rf"{_SELF}(?:โอเค|(?=ไม่(?:มี|ขัด|ติด)))",
    THANKED_FOR,
)
