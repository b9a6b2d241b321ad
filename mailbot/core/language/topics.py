"""What a request is about, when no label says it: the noun phrase that somebody asks to be published.

«พี่ฝากลง[ประกาศรับสมัครครู]ให้หน่อยนะคะ», «ขอนำ[แผนปฏิบัติการ]ขึ้นเว็บ», «[งบทดลอง] ฝากลงด้วยค่ะ». The phrase ends where
a new thought begins: a polite particle, a purpose, a check that was made, the website. What is left of a
subject when the asking is taken away is a topic only if a word in it says something. Never more than likely.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from mailbot.core.language.thai import skeleton

_ASK: Final = (
    r"(?:มีความประสงค์(?:จะ)?(?:ขอ)?|ขอความอนุเคราะห์(?:ท่าน)?(?:ใน(?:การ)?)?|ขอความกรุณา(?:ช่วย)?|ขอความร่วมมือ(?:ใน(?:การ)?)?|ขออนุญาต(?:ส่ง)?"
    r"|ขออนุมัติ|ขอให้ช่วย|ขอฝาก|ฝาก(?:น้อง|พี่)?(?:ช่วย|ขอ|พี่|น้อง)?(?:เว็บ)?"
    r"|รบกวน(?:น้อง|พี่|ท่าน)?(?:ช่วย|ฝาก)?|ช่วย|อยาก(?:จะ)?(?:ให้|ขอ|ฝาก)?(?:ช่วย)?|ต้องการ(?:ให้|จะ|ขอ)?"
    r"|ประสงค์(?:จะ)?(?:ขอ)?|ขอ(?:ให้)?(?:ช่วย)?|กรุณา(?:ช่วย)?|แจ้ง(?:ขอ)?|ส่ง|ถ้าจะ|หากจะ|ให้แอดมิน)(?:เตรียม)?"
)
_DO: Final = (
    r"(?:เผยแพร่(?:ข้อมูล(?:ข่าวสาร)?|ข่าวสาร|ข่าว(?=ประชาสัมพันธ์\s)|และ)?(?:ประชาสัมพันธ์)?|ประชาสัมพันธ์|อัป?พ?โหลด|โพสต์?"
    r"|(?:เอา|นำ)?(?:ขึ้น|ลง)(?:ข่าว(?=\s)|ประชาสัมพันธ์(?=[ก-ฮเ-ไ])|เว็บ(?:ไซต์)?(?:ให้)?|หน้าเว็บ)?(?:ข้อมูล(?=\s))?|ปล่อยข่าว|แชร์|ติด(?=แบนเนอร์|ป้าย)"
    r"|update\s|upload\s|อัป?พ?เด[ตท])"
)
_THING: Final = (
    r"(?:ประกาศ(?:เชิญ|รับ|ผล|ราย|ขาย|สอบ|ราคา|จัด|ประกวด|เลื่อน|แจ้ง|ยกเลิก|เรื่อง)|ข่าว(?!สาร|หน่อย|ด้วย|ให้)|ภาพ|รูป|แบนเนอร์|โปสเตอร์"
    r"|วิดีโอ|วีดิทัศน์|แผน|รายงาน|คู่มือ|บทความ|เอกสาร|งบ(?:ทดลอง|การเงิน)|คำสั่ง|ปฏิทิน)"
)
_UP: Final = r"(?:ขึ้น|ลง)(?=เว็บ|หน้า|ระบบ|ให้|ด้วย|หน่อย|ที|บน|ใน|ค่ะ|คะ|ครับ|นะ|\s|$)"
_NOT_BEFORE: Final = r"(?<!ผู้)(?<!คำ)(?<!แบบ)(?<!การ)(?<!ใบ)(?<!ที่)(?<!ซึ่ง)(?<!เคย)(?<!ไม่)(?<!ได้)"
_WHERE: Final = (
    r"(?:(?:ผ่าน|บน|ใน|ลง(?:บน|ใน)?|ขึ้น(?:บน)?|ทาง|ที่|ไว้ที่|หน้า)\s*(?:หน้า)?(?:เว็บ(?:ไซต์)?|website"
    r"|web)(?:(?:ของ)?(?:สำนักงาน|สพม|เขต|เรา|หลัก|กลุ่ม)[^\s]*)?(?:\s*(?:สพม\.?|เขต)\s*[^\s]{0,12})?)"
)
_SOMEBODY: Final = r"(?:พี่|หนู|ผม|ดิฉัน|น้อง|ทางกลุ่ม|กลุ่ม[^\s]{0,40}?)"
_FAVOURS: Final = (
    # «ขอส่งแผนอัตรากำลัง … ขึ้นเว็บ»
    re.compile(
        r"(?:ขอ)?ส่ง(?!เสริม)(?P<what>[^\n]{3,120}?)\s*(?:มา)?(?:เพื่อ)?(?:ขอ)?(?:ให้)?(?:(?:นำ)?ขึ้น|(?:นำ)?ลง|เผยแพร่)(?:บน|ที่|ใน"
        r"|ให้)?(?:หน้า)?เว็บ"
    ),
    # «รบกวนนำงบทดลอง … ลงหน้าเว็บด้วย», «เอาปฏิทิน … ขึ้นเว็บให้หน่อย»
    re.compile(rf"(?:^|[\s,]|{_ASK}|ขอ|ให้)(?:นำเสนอ|นำ|เอา)\s?(?P<what>[^\n]{{3,120}}?)\s?(?:ไป)?{_UP}"),
    # «จะขอลงประกาศ …», «โรงเรียนขอฝากประชาสัมพันธ์ …»
    re.compile(
        rf"(?:(?:^|[\s,]|(?<=พี่)|(?<=หนู)|(?<=ผม)|(?<=น้อง)){_SOMEBODY}?\s?|{_NOT_BEFORE}(?=ขอ|ฝาก|รบกวน|อยาก|มีความ|ประสงค์)){_ASK}\s?"
        rf"{_DO}\s?(?P<what>[^\n]{{3,}})"
    ),
    # «ฝากประกาศเชิญชวน …»
    re.compile(rf"(?:^|\s)(?:ขอ)?(?:ฝาก|รบกวน)(?P<what>{_THING}[^\n]{{3,}})"),
    # «ลงประกาศราคากลาง … ให้ด้วย»
    re.compile(rf"^\s*(?:(?:[-•*–]|[0-9๐-๙]{{1,2}}[.)])\s*)?(?:ช่วย)?(?:ลง|ขึ้น)(?P<what>{_THING}[^\n]{{3,}})"),
    # «ประกาศเชิญชวนเช่า … ฝากลงให้ด้วย»
    re.compile(
        rf"^\s*(?P<what>{_THING}[^\n]{{3,80}}?)\s+(?:ฝาก|ขอ|รบกวน|ช่วย)(?:ช่วย)?(?:ลง|ขึ้น|เผยแพร่|ประชาสัมพันธ์)"
    ),
)
_MADE: Final = re.compile(
    r"ได้(?:ดำเนินการ)?จัดทำ(?P<what>[^\n]{5,140}?)\s*(?=จึง|เสร็จ|เรียบร้อย|แล้ว|เพื่อ|และ|$)", re.MULTILINE
)
"""«ด้วยกลุ่ม… ได้จัดทำรายงาน… เรียบร้อยแล้ว จึงขอ…»: a formal letter names the thing before it asks."""
_PARTICLE: Final = r"(?:ครับ(?:ผม)?|คับ|ค่ะ|คะ+|จ้า|จ้ะ|(?<!ห)น้า+|(?<!ช)(?<!ค)นะ)"
_POLITE_HEAD: Final = re.compile(
    rf"^\s*(?:ภาพข่าว|ข่าว|ภาพ|รูป|เรื่อง|ประกาศ)?(?:ให้|หน่อย|ด้วย|ที)*(?:{_PARTICLE})+(?:\s+|$)"
)
_NEW_THOUGHT: Final = (
    # what is attached, and where to look
    r"รายละเอียด|ไฟล์|แนบ|ตาม(?:ที่|แนบ|ไฟล์|เอกสาร|หนังสือ|คำสั่ง|บันทึก|ลิงก์)|ดัง|พร้อม|มี(?!นา)|ขนาด|ส่ง(?:มา|ให้|ไฟล์)|ลิ้?ง[กค]์|https?:|หมวด"
    # where and when it shall be put up, whom to call
    r"|ขึ้น|ลง(?!กต|พื้นที่|นาม|ทะเบียน)|ทั้ง(?:บน)?เว็บ|ในหน้า|ใน(?:หัวข้อ|หมวด|หน้าข่าว)|เอา|เก็บไว้|ไว้|แทน(?!คุณ)|ตั้งแต่|ภายใน(?:วัน|เดือน|สัปดาห์|เที่ยง|[0-9๐-๙])"
    r"|วันนี้|พรุ่งนี้|เมื่อวาน|และ(?:ขอ)?เอาลง|ติดต่อ|โทร(?!คม|ทัศน์)|สอบถาม|เลือก"
    # who can do what
    r"|รับสมัคร(?:ถึง|ตั้งแต่|ระหว่าง)|สมัคร(?:ภาย|ได้|ถึง)|ปิดรับ|เปิดรับ|[^\s]{0,40}ได้(?:ที่|ทาง|ถึง|ตั้งแต่|ภายใน|จนถึง)"
    # what was checked and what is promised
    r"|ข้อมูล(?:ถูก|ตรวจ|นี้|ได้)|ตรวจ(?:สอบ|ทาน)?(?:ความถูกต้อง)?(?:เรียบร้อย)?แล้ว|(?:ขอ)?รับรอง(?!มาตร)|ไม่ส่งผล|ข่าวนี้|แล้วจะ|เดี๋ยว|ผอ\.?\s?(?:เซ็น|อนุ|[^\s]{0,12}(?:เป็น|มา))"
    # why, and the next request
    r"|โดย(?!ใช้)|ซึ่ง|ทั้งนี้|เนื่องจาก|เพราะ|ขอบ|ขอให้|จึง|รบกวน|ฝาก|ช่วย(?!เหลือ)|กรุณา|โปรด|ต้อง(?!การ)|จะ|ถ้า|หาก|ไม่ทราบ|แต่(?!ง)|ต่อไป|ได้แก่|ดังนี้|จังเลย|(?:รูป|ภาพ)[^\s]{0,20}(?:อยู่|แนบ)"
    r"|เพื่อ(?:รับฟัง|ประชาสัมพันธ์|เผยแพร่|ทราบ|ให้|โปรด|ใช้|ดาวน์โหลด|ขึ้น|ลง)|ให้(?!บริการ|ความ|คะแนน|คำ)"
    r"|(?:ด้วย|หน่อย|ให้)(?:นะ)?(?:ครับ|ค่ะ|คะ)"
)
_END: Final = re.compile(
    rf"\s+(?=(?:{_NEW_THOUGHT}))"
    r"|มา?เพื่อ(?:ลง|ขึ้น|เผยแพร่)|(?:ที่|บน|ใน|ทั้ง)?หน้าแรก|(?:ทั้ง)?(?:บน|ใน|ทาง)(?:หน้า)?เว็บ|ทั้ง(?:หน้า)?เว็บ|ให้ทัน|ก่อน(?:เลย|นะ)|(?:ก่อน)?ได้(?:ไหม|มั้?ย|มั๊ย|หรือ|รึ|ป่าว)"
    r"|\s*[-–,]\s*(?=(?:ขอ|ฝาก|รบกวน)(?:ช่วย)?(?:ลง|ขึ้น|เผยแพร่))|ให้(?=พี่|หนู|น้อง|ผม)"
    rf"|(?:ให้|ด้วย|หน่อย|ที|เลย)*(?:{_PARTICLE})+(?=\s|$|พี่|น้อง)|[☑☐✓✔]"
)
_ASKED_AFTER: Final = re.compile(r"\s*[-–,]\s*(?=(?:ขอ|ฝาก|รบกวน)(?:ช่วย)?(?:ลง|ขึ้น|เผยแพร่))")
_TAIL: Final = re.compile(
    rf"\s*(?:(?:ทั้ง)?{_WHERE}|(?:ขึ้น|ลง)(?:ให้)?(?:เว็บ)?(?:ไซต์)?|ให้|หน่อย|ด้วย|ก่อน|ต่อไป|(?<!สาย)(?<!ทาง)ด่วน(?:มาก|ที่สุด)?|ที|นะ|(?<=\s)มา|(?:ภายใน|(?<=\s))(?:วันนี้"
    rf"|พรุ่งนี้)(?:ก่อนเที่ยง)?|ครับ(?:ผม)?|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|"
    r"(?:ราย)?ละเอียด(?:ตาม|ดัง)[^\n]*|ตาม(?:ไฟล์|เอกสาร)?(?:ที่)?แนบ[^\n]*|ดัง(?:เอกสาร)?แนบ[^\n]*"
    r"|ไฟล์(?:ตาม)?แนบ[^\n]*|[.!,;:\s])+$"
)
_WRAPPING: Final = re.compile(rf"^(?:ไฟล์|เอกสาร)(?=ประกาศ|{_THING})")
_QUOTED: Final = re.compile(r"^(?:ข่าว(?:ประชาสัมพันธ์)?|เรื่อง|หัวข้อ)?\s*[\"“«](?P<title>[^\"”»\n]{5,})[\"”»]")
_ABBREVIATION: Final = re.compile(r"(?:[\s.0-9๐-๙][ก-ฮ]{1,2}|[ก-ฮ]\.[ก-ฮ])\.$")
_NEWS: Final = re.compile(r"^(?:ข่าว(?:ประชาสัมพันธ์)?|ข้อมูล|ประกาศ)\s*(?=[:：])")
_NOTHING: Final = (
    r"\(?ไม่มี(?:หัวเรื่อง|ชื่อเรื่อง|หัวข้อ)\)?|\(?no subject\)?|ของ|ข้อมูล|ข่าวสาร|ข่าว|ประกาศ|เอกสาร"
    r"|ไฟล์|ภาพ(?:กิจกรรม)?|รูป(?:ภาพ)?|ประชาสัมพันธ์|เว[็]?[บป](?:ไซ[ตดท]์)?|และ|ต่างๆ|แบบฟอร์ม(?:เปล่า)?|คำขอ"
    r"|ขอบ(?:พระ)?คุณ|ขอ|เผยแพร่|งาน|ลง|ขึ้น|หน่อย|ด้วย|เรื่อง|กิจกรรม"
    r"|บน|ใน|สพม|เขต|กลุ่ม[^\s]*|สำนักงาน[^\s]*"
    r"|ส่ง|ทาง|my\s?office|แจ้ง|บันทึก(?:ข้อความ)?|รับ|ค่ะ|ครับ|คะ|ค่า|ขา|จ้า|นะ|ให้|ช่วย|ที|นำ|เอา"
    r"|ข้างต้น|ดังกล่าว|ตามแนบ|แนบ|ตาม|ดัง|สวัสดี|เรียน|แอดมิน|ผู้ดูแล(?:ระบบ)?|เว็บมาสเตอร์|แก้ไข|ปรับปรุง"
    r"|แก้|เพิ่มเติม|เพิ่ม|ฝาก|รบกวน|สอบถาม|อนุญาต"
    r"|ความอนุเคราะห์|ความกรุณา|ด่วน(?:ที่สุด|มาก)?|วันนี้|พรุ่งนี้|ก่อน|อีกครั้ง|ใหม่|เดิม|ผิด|โทรศัพท์|คุย|ตามที่|(?:พี่|น้อง|คุณ)[^\s]{0,12}"
    r"|มา|ไป|หน้า|แรก|สัปดาห์|เดือน|นี้|อื่น|ๆ|มติ|update|upload|please|request|web(?:site|master)?|admin|form|new|hello|hi|dear|[0-9๐-๙\s./()\-:!?]"
)
_GENERIC: Final = re.compile(rf"^(?>{_NOTHING})++$", re.IGNORECASE)
_THEN: Final = re.compile(r"\s(?:เรื่อง|หัวข้อ)\s*[:：]?\s*|[:：]\s*|\s?\((?=[^()]+\)$)")
_NO_TOPIC: Final = re.compile(
    r"^(?:ขอบ(?:คุณ|พระคุณ|คุน|ใจ)|สวัสดี|เรียน(?!รู้|ร่วม)|ตาม(?:ที่|แนบ|ไฟล์)|แนบ|ให้|เป็น|แก่|โดยทั่ว|ไปยัง|ไป|จึง|เพราะ|เนื่องจาก|พรุ่งนี้|วันนี้|แล้ว|ก่อน|เดี๋ยว)|(?:ดังกล่าว|ข้างต้น)$"
)
_SHORTEST: Final = 5
_PARTS: Final = 6
"""So many colons and brackets of a subject are looked at; nobody asks behind more of them."""
_ASKER: Final = 60
"""So far into a subject the asking may begin; later it is said of what the subject names."""
_THING_FIRST: Final = re.compile(_THING)


def topic_of_request(text: str) -> str | None:
    """What somebody asks to be published, in the words of the asking sentence; None when not named there."""
    for line in text.split("\n"):
        for what in _asked_for(line):
            if topic := _tidy(_END.split(_POLITE_HEAD.sub("", what), maxsplit=1)[0]):
                return topic
    return next((topic for match in _MADE.finditer(text) if (topic := _tidy(match.group("what")))), None)


def _asked_for(line: str) -> Iterator[str]:
    for favour in _FAVOURS:
        for match in favour.finditer(line):
            yield match.group("what")


def topic_of_subject(title: str) -> str | None:
    """The topic a subject names, without the asking around it; None when it only asks («ขอลงเว็บหน่อย»)."""
    text = " ".join(title.split())
    text = re.sub(r"^[\s\[\](){}!.:]*(?:(?:เรื่อง|ด่วน(?:ที่สุด|มาก)?|urgent)[\s\])}!:]*)*", "", text)
    asked = _FAVOURS[2].search(text)  # «รร.ปากพนัง ขอประชาสัมพันธ์งานเปิดบ้าน»: who asks stands before it
    if asked and asked.start() and asked.start("what") < _ASKER and not _THING_FIRST.match(text):
        text = text[asked.start("what") :]
        return _tidy(_END.split(text, maxsplit=1)[0])
    match = re.match(rf"(?:{_ASK}\s?{_DO}|{_DO}|{_ASK}(?={_THING}|แบบฟอร์ม))\s*", text)
    what = text[match.end() :] if match else text
    what = re.sub(rf"^{_WHERE}", "", _NEWS.sub("", what)).lstrip(" :：") if match else what
    for after in islice(_THEN.finditer(what), _PARTS):
        if _GENERIC.match(what[: after.start()]):  # «ขอนำข้อมูลขึ้นเว็บไซต์ เรื่อง …» asks first
            what = (
                what[after.end() :].removesuffix(")") if after.group().endswith("(") else what[after.end() :]
            )
            break
    what = (_END if match else _ASKED_AFTER).split(
        re.sub(r"^(?:เรื่อง|หัวข้อ)\s*[:：]?\s*", "", what), maxsplit=1
    )[0]
    return _tidy(what)


def _tidy(what: str) -> str | None:
    what = " ".join(what.split())
    what = re.sub(rf"^{_WHERE}\s*(?:เรื่อง\s*)?", "", what)
    if quoted := _QUOTED.match(what):
        what = quoted.group("title")
    if not _ABBREVIATION.search(what):
        what = _TAIL.sub("", what).strip(" .")
    what = _unwrapped(_WRAPPING.sub("", what.strip(" ,:;-–")))
    what = re.sub(r"^(?:เกี่ยวกับ|เรื่อง)\s*", "", what)
    if len(skeleton(what)) < _SHORTEST or _GENERIC.match(what) or _NO_TOPIC.search(what):
        return None
    return what


def _unwrapped(what: str) -> str:
    """Without quotation marks or brackets around the whole, and without half a pair at an edge."""
    for opening, closing in ('""', "“”", "«»", "()", "''"):
        inner = what[1:-1]
        if (
            what.startswith(opening)
            and what.endswith(closing)
            and opening not in inner
            and closing not in inner
        ):
            return inner.strip()
    if what.count('"') % 2 and what.endswith('"'):
        return what[:-1].rstrip()
    return what.lstrip("“«) ") if what.count('"') % 2 == 0 else what.lstrip('" ')
