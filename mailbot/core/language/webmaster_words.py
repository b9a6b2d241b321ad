"""What webmasters write about a task: patterns over a closed text, asked by ``webmaster.py``.

«ลงแล้ว» is up and «นำลงแล้ว» is down; «ยังไม่ได้ลง» holds the verb and says it has not happened.
"""

from typing import Final

from mailbot.core.language.approval import DO
from mailbot.core.language.particles import END, GREETING, NEUTRAL
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.publishing import PUBLISH, WEBSITE

_FINISHED: Final = (
    r"(?:(?:เรียบร้อย|เสร็จ(?:สิ้น)?|สำเร็จ|ครบ(?:ถ้วน)?)*(?:แล้ว)(?:เสร็จ)?|เรียบร้อย|เสร็จ(?:สิ้น|เรียบร้อย)?"
    r"|(?=เมื่อ(?:กี้|สักครู่|เช้า|วาน|บ่าย|วันที่)))"
)
_BETWEEN: Final = (
    r"(?:ไป|ให้(?:ท่าน|คุณ|พี่|น้อง)?|(?:ที่|ใน)?หน้าแรก|ทั้งหมด|ครบ|หมด|ทุก(?:เรื่อง|รายการ|ข้อ|รูป|ไฟล์|ข่าว)|ตามที่(?:ขอ|แจ้ง)"
    r"|(?:เรื่อง|ข้อ)(?:ที่)?[0-9,–-]*(?:(?:กับ|และ|ถึง)(?:เรื่อง|ข้อ)?(?:ที่)?[0-9]+)*"
    r"|[0-9]+(?:เรื่อง|รายการ|ข้อ|รูป|ไฟล์))*"
)
_NEGATED: Final = (
    r"(?<!ไม่)(?<!ไม่ได้)(?<!ยังไม่ได้)(?<!จะ)(?<!ถ้า)(?<!หาก)(?<!พอ)(?<!อยากให้)(?<!ขอให้)(?<!ใคร)(?<!เมื่อ)"
    r"(?<!คิดว่า)(?<!นึกว่า)(?<!สึกว่า)(?<!บอกว่า)(?<!คง)(?<!ควร)(?<!อาจ)(?<!เคย)(?<!เหมือน)(?<!ใกล้)(?<!ต้อง)(?<!กรณี)"
)
_NOT_THEN: Final = r"(?!แล้วจะ|จะ|หรือ|ไหม|เมื่อไ|แจ้ง)"

_UPDATED: Final = (
    r"(?:(?:ปรับปรุง|แก้ไข|เปลี่ยน|อั[ปพ]เด[ตท]|update)(?:ข้อมูล|ข่าว|ประกาศ|เนื้อหา|รายชื่อ|หน้า)*"
    rf"(?:บน|ใน|ที่|หน้า)*{WEBSITE})"
)
UP: Final = Pattern(
    rf"{_NEGATED}(?:(?:ได้)?(?:{DO})?(?:{PUBLISH}|{_UPDATED}){_BETWEEN}{_FINISHED}"
    rf"|(?:ได้)?{DO}(?:ให้)?(?:{_BETWEEN}){_FINISHED}){_NOT_THEN}"
)
FINISHED: Final = Pattern(
    rf"(?:{NEUTRAL}|{GREETING}|(?:รับ)?ทราบ(?:แล้ว)?|ทุกอย่าง|งาน)*+(?:เรียบร้อย(?:แล้ว)?|เสร็จ(?:แล้ว|เรียบร้อย"
    rf"|สิ้น)(?:แล้ว)?|✅+|✔+)"
    rf"(?:{_BETWEEN})(?:{NEUTRAL}|[👍👌🆗])*+"
)
FINISHED_FIRST: Final = Pattern(
    rf"(?:{NEUTRAL}|{GREETING}|(?:รับ)?ทราบ(?:แล้ว)?)*+(?:เรียบร้อย|เสร็จ(?:เรียบร้อย|สิ้น)?)แล้ว(?:{NEUTRAL}|พี่|น้อง)++"
)
"""With the page's address behind it, whatever is chatted in between."""
_LINK: Final = (
    r"(?:(?:ขอ)?(?:แก้(?:ไข)?|เปลี่ยน)?(?:เป็น)?(?:ลิงก์|ลิงค์|link|url|ที่อยู่(?:หน้าเว็บ)?)(?:ใหม่|ที่ถูก(?:ต้อง)?|เป็น)*)"
)
NOTHING: Final = Pattern(rf"(?:{NEUTRAL}|{GREETING}|{_LINK}|ตามนี้|ได้ที่|ที่|นี้|ดูได้|คือ|[:()<>])*+")
DOWN: Final = Pattern(
    rf"{_NEGATED}(?:(?:นำ|เอา)(?:ข้อมูล|ข่าว(?:สาร)?|ประกาศ|รูป|ภาพ|ไฟล์|เรื่อง|เอกสาร)?(?:นี้|เดิม|เก่า"
    rf"|ดังกล่าว)?(?:ลง(?!{WEBSITE}|ใน)|ออก)(?:มา)?"
    rf"|ปลด|ถอด|ถอน|ลบ|ซ่อน)(?:ข้อมูล|ข่าว(?:สาร)?|ประกาศ|รูป|ภาพ|ไฟล์|เรื่อง|เอกสาร)?(?:นี้|เดิม|เก่า|ดังกล่าว)?(?:ลง"
    rf"|ออก)?(?:จาก{WEBSITE})?(?:ให้)?{_FINISHED}{_NOT_THEN}"
)
_THING: Final = r"(?:ไฟล์|ลิงก์|ลิงค์|link|เอกสาร|รูป(?:ภาพ)?|ภาพ|ข้อมูล|เนื้อหา|รายละเอียด|ประกาศ|pdf|word|zip)"
BAD: Final = Pattern(
    rf"{_THING}.{{0,24}}(?:(?:เปิด|อ่าน|โหลด|แตก|ดู)ไม่(?:ได้|ออก|ขึ้น)|เสีย|ไม่ครบ|ไม่สมบูรณ์|ไม่ชัด|ไม่ถูกต้อง|แตก|ผิด"
    rf"|ใหญ่(?:เกิน|ไป)|ติดรหัส|ติดพาส|หาย|ว่าง|ขาด|ไม่ตรง|ชำรุด|เบลอ|เล็กเกิน|เพี้ยน|ต่างดาว)"
    rf"|(?:เปิด|อ่าน|โหลด|ดาวน์โหลด){_THING}?ไม่(?:ได้|ออก|ขึ้น)|ติดรหัส|ติดพาส"
    rf"|ไม่(?:มี|เจอ|พบ|ได้รับ|เห็น)(?:การแนบ)?{_THING}|ไม่(?:ได้|มี)แนบ|ลืมแนบ|ขาด{_THING}"
    r"|ไม่ได้(?:เปิด|แชร์|ให้)?สิทธิ์|(?:ลิงก์|ลิงค์|ไดรฟ์|drive).{0,24}เข้าไม่ได้"
    rf"|ขอ(?:ให้ส่ง)?{_THING}(?!{END})|ขอ{_THING}|(?:ช่วย|รบกวน|กรุณา|ขอให้)?ส่ง(?:{_THING})?.{{0,12}}(?:ใหม่"
    rf"|อีกครั้ง|อีกที|เพิ่ม|มาด้วย)|ส่ง(?:คืน|กลับ)|ตีกลับ|คืนเรื่อง|(?:ขาด|ไม่ระบุ|ไม่มี)(?:เบอร์|ชื่อ|ที่มา|หัวข้อ|ลายเซ็น)"
)
BAD_IN_ENGLISH: Final = Pattern(
    r"(?:can'?t|cannot|could not|couldn'?t|unable to|can not) open|corrupt|damaged|broken (?:file|link)"
    r"|(?:no|missing) (?:attachment|file|photo|picture)"
    r"|(?:file|attachment|photo|picture)s? (?:is |are )?(?:missing|broken|empty|wrong|too)"
    r"|password[- ]protected|please (?:re)?send"
)
_DAY: Final = r"(?:พรุ่งนี้|มะรืน(?:นี้)?|บ่ายนี้|เย็นนี้|วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์)(?:หน้า)?|(?:สัปดาห์|อาทิตย์)หน้า)"
_SOON: Final = (
    r"(?:พรุ่งนี้|มะรืน|เดี๋ยว|จะ|ค่อย|วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)(?:หน้า)?|บ่ายนี้"
    r"|เย็นนี้|คืนนี้|ตอน(?:บ่าย|เย็น|เช้า)|สัปดาห์หน้า|อาทิตย์หน้า|กำลัง(?:จะ)?|อยู่ระหว่าง(?:การ)?|รอ(?![งดบยม]))"
)
NOT_UP: Final = Pattern(
    rf"ยัง(?:ไม่|มิ)(?:ได้|สามารถ)?(?:{PUBLISH}|{DO}|นำ|เอา|ลบ|ปลด|เสร็จ|เรียบร้อย|ทำ|ดู|ว่าง|อัพ|อัป)|ยัง(?:เลย)?{END}|^(?:{NEUTRAL})*+ยังเลย"
    rf"|ไม่(?:ได้|ทัน(?:ได้)?){PUBLISH}|{PUBLISH}ไม่(?:ทัน|ได้)"
    rf"|{_SOON}.{{0,16}}(?:{PUBLISH}|{DO}|ทำ|นำลง|เอาลง|เอาออก|ลบ|ปลด|อัพ|อัป)"
    rf"|^(?:{NEUTRAL})*+รอ(?![งดบยม])|ขอเวลา"
    rf"|(?:ทำ|{PUBLISH})(?:ต่อ|ให้)?(?:พรุ่งนี้|มะรืน|(?:สัปดาห์|อาทิตย์)หน้า)|^(?:{NEUTRAL})*+{_DAY}(?:เช้า|บ่าย|เย็น)*{END}"
)
OUT_OF_ORDER: Final = Pattern(
    r"(?:เว็[บป](?:ไซต์)?|ระบบ|เซิร์ฟเวอร์|server|host|เน็ต|อินเทอร์เน็ต|ไฟ).{0,12}(?:ล่ม|มีปัญหา|เข้าไม่ได้|ใช้ไม่ได้"
    r"|ขัดข้อง|ปิดปรับปรุง|ดับ|down|โดนแฮ[กค])"
)
NOT_UP_IN_ENGLISH: Final = Pattern(
    r"not (?:yet|published|posted|done)|will (?:post|publish|upload|do|put)|(?:tomorrow|later"
    r"|working on it|in progress)|(?:site|server|website|system) is (?:down|offline)"
)
WRONG: Final = Pattern(
    rf"^(?:{NEUTRAL})*+(?:(?:อัน|เรื่อง|ข่าว)นี้)(?:เป็น|ต้อง)?(?:ของ)?เว็[บป](?:ไซต์)?กลุ่ม|ไม่ใช่(?:ของ)?(?:เรื่องของ)?{WEBSITE}|(?:ผิด|คนละ){WEBSITE}|(?:เป็น)?ของเว็[บป](?:ไซต์)?กลุ่ม|(?:ต้อง|ควร"
    rf"|ให้)(?:ไป)?ลง(?:ที่|ใน)?เว็[บป](?:ไซต์)?กลุ่ม|(?:ส่ง|แจ้ง|ต้อง)?(?:ให้|ไปที่)(?:แอดมิน|เว็บ|ผู้ดูแล)กลุ่ม"
)
WRONG_IN_ENGLISH: Final = Pattern(r"wrong (?:web)?site|not (?:our|my|the main) (?:web)?site")
SITE: Final = Pattern(
    r"(?:เว็[บป](?:ไซต์)?|แอดมิน|ผู้ดูแล)(?:ของ)?\s*(?P<site>กลุ่ม\s?[ก-์]+?ฯ?)(?=(?:ครับ|ค่ะ|คะ|นะ)|[^ก-์]|$)"
)
UP_IN_ENGLISH: Final = Pattern(
    r"(?<![a-z])(?<!not )(?<!be )(?<!almost )(?<!nearly )"
    r"(?:published|posted|uploaded|done|completed?|it'?s (?:now )?(?:up|live"
    r"|online)|is (?:now )?(?:up|live|online))(?![a-z])"
)
DOWN_IN_ENGLISH: Final = Pattern(
    r"(?<![a-z])(?<!not )(?:taken down|removed|deleted|unpublished|hidden|took it down)(?![a-z])"
)
ALL: Final = Pattern(
    r"(?<!รูป)(?<!ภาพ)(?<!ไฟล์)(?<!ข้อมูล)(?<!หน้า)(?:ทั้งหมด|ทุก(?:เรื่อง|รายการ|ข้อ|ข่าว|งาน|อัน)|ครบทุก|หมดแล้ว|ครบแล้ว)"
)
COUNTED: Final = Pattern(r"(?P<count>[0-9]{1,2})(?:เรื่อง|รายการ|ข้อ|งาน)")
PARTLY: Final = Pattern(r"บางส่วน|ขาด|(?<!ตั้ง)แต่(?!ง)|(?:เหลือ|ยกเว้น|เว้น)(?!$)")
ASKS_ABOUT_IT: Final = Pattern(rf"จะ(?:ให้|เอา).{{1,40}}(?:หรือ|ไหน|ยังไง)|ใคร(?:เป็นคน)?{PUBLISH}|ข้อไหน")
ASKED_FOR: Final = Pattern(
    rf"(?:ขอ(?!ง)|ช่วย|รบกวน|ส่ง).{{0,30}}(?P<asking>ได้(?:ไหม|มั้?ย|มั๊ย|หรือไม่|หรือเปล่า|รึเปล่า)){END}"
)
"""«ขอเป็น PDF ได้ไหมคะ» is a request, not a question about what is."""
LEFT: Final = Pattern(r"(?:ยัง)?(?:เหลือ|ยกเว้น|เว้น)(?:แค่|แต่|เพียง|อีก)?$")
BUT_FIRST: Final = Pattern(rf"(?:{NEUTRAL})*+(?:นอกจาก|ยกเว้น|เว้น)(?:แค่|แต่|เพียง)?")
"""«นอกจากข้อ 4 ลงหมดแล้ว»: the exception before what is excepted from."""
EXCEPT: Final = Pattern(r"(?:ยกเว้น|เว้น)(?:แค่|แต่|เพียง)?$")
