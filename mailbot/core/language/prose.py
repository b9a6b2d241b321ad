"""What people write without a form: greetings, a favour asked, a few facts, a signature.

The frame of a letter is told from its content; the favour («ฝากลง … ให้หน่อยนะคะ») names the topic. What is
taken from prose is likely, never said outright, and is shown to the sender.
"""

import re
from collections.abc import Sequence
from typing import Final

from mailbot.core.language.thai import skeleton

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
    r"|น้อง|พี่|เว็บ|ลงเว็บ|ขึ้นเว็บ|เผยแพร่|ประชาสัมพันธ์|ลง|ขึ้น|ข่าว|แบบฟอร์ม|ส่ง|[\s.,!:])++$",
    re.IGNORECASE,
)
_ASK: Final = (
    r"(?:มีความประสงค์(?:จะ)?(?:ขอ)?|ขอความอนุเคราะห์(?:ท่าน)?(?:ใน(?:การ)?)?|ขอความกรุณา(?:ช่วย)?|ขออนุญาต(?:ส่ง)?"
    r"|ขออนุมัติ|ขอให้ช่วย|ขอฝาก|ฝาก(?:น้อง|พี่)?(?:ช่วย|ขอ|พี่|น้อง)?(?:เว็บ)?|"
    r"รบกวน(?:น้อง|พี่|ท่าน)?(?:ช่วย|ฝาก)?|ช่วย|อยาก(?:จะ)?(?:ให้|ขอ|ฝาก)?(?:ช่วย)?|ต้องการ(?:ให้|จะ|ขอ)?"
    r"|ประสงค์(?:จะ)?(?:ขอ)?|ขอ(?:ให้)?(?:ช่วย)?|กรุณา(?:ช่วย)?|แจ้ง(?:ขอ)?|ส่ง|ถ้าจะ|หากจะ|ให้แอดมิน)(?:เตรียม)?"
)
_DO: Final = (
    r"(?:เผยแพร่(?:ข้อมูล(?:ข่าวสาร)?|ข่าวสาร|ข่าว(?=ประชาสัมพันธ์\s)|และ)?(?:ประชาสัมพันธ์)?|(?:(?:นำ|เอา)(?=[^\n]{2,80}(?:ขึ้น"
    r"|ลง)))|ประชาสัมพันธ์|อัป?พ?โหลด|โพสต์?"
    r"|(?:เอา|นำ)?(?:ขึ้น|ลง)(?:ข่าว(?=\s)|เว็บ(?:ไซต์)?(?:ให้)?|หน้าเว็บ)?(?:ข้อมูล(?=\s))?|ปล่อยข่าว|แชร์)"
)
_WHERE: Final = (
    r"(?:(?:ผ่าน|บน|ใน|ลง(?:บน|ใน)?|ขึ้น(?:บน)?|ทาง|ที่|ไว้ที่|หน้า)\s*(?:หน้า)?(?:เว็บ(?:ไซต์)?|website"
    r"|web)(?:(?:ของ)?(?:สำนักงาน|สพม|เขต|เรา|หลัก|กลุ่ม)[^\s]*)?(?:\s*(?:สพม\.?|เขต)\s*[^\s]{0,12})?)"
)
_TAIL: Final = re.compile(
    rf"\s*(?:(?:ทั้ง)?{_WHERE}|(?:ขึ้น|ลง)(?:ให้)?(?:เว็บ)?(?:ไซต์)?|ให้|หน่อย|ด้วย|ที|นะ|(?:ภายใน|(?<=\s))(?:วันนี้"
    rf"|พรุ่งนี้)(?:ก่อนเที่ยง)?|ครับ(?:ผม)?|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|"
    r"(?:ราย)?ละเอียด(?:ตาม|ดัง)[^\n]*|ตาม(?:ไฟล์|เอกสาร)?(?:ที่)?แนบ[^\n]*|ดัง(?:เอกสาร)?แนบ[^\n]*"
    r"|ไฟล์(?:ตาม)?แนบ[^\n]*|[.!,;:\s])+$"
)
_THING: Final = (
    r"(?:ประกาศ(?:เชิญ|รับ|ผล|ราย|ขาย|สอบ|ราคา|จัด|ประกวด|เลื่อน|แจ้ง|ยกเลิก|เรื่อง)|ข่าว(?!สาร)|ภาพ|รูป|แบนเนอร์|โปสเตอร์|วิดีโอ|แผน|รายงาน"
    r"|คู่มือ|บทความ)"
)
_PLAIN_ASK: Final = rf"(?:^|[\s,]|(?<=พี่)|(?<=หนู)|(?<=ผม))(?:พี่|หนู|ผม|ดิฉัน|ทางกลุ่ม|กลุ่ม[^\s]{{0,40}}?)?\s?{_ASK}"
_FORMAL_ASK: Final = (
    r"(?:มีความประสงค์(?:จะ)?(?:ขอ)?(?:ให้)?|ขอความอนุเคราะห์(?:ท่าน)?(?:ใน(?:การ)?)?|ใคร่ขอ(?:ความอนุเคราะห์)?)"
)
_REQUEST: Final = re.compile(
    rf"(?:{_PLAIN_ASK}|{_FORMAL_ASK})\s?{_DO}\s?(?P<what>[^\n]{{3,}})"
    rf"|(?:^|\s)(?:ขอ)?(?:ฝาก|รบกวน)(?=(?P<thing>{_THING}[^\n]{{3,}}))"
)
_SEND_UP: Final = re.compile(
    r"(?:ขอ)?ส่ง(?P<what>[^\n]{3,120}?)\s*(?:เพื่อ)?(?:ขอ)?(?:ให้)?(?:(?:นำ)?ขึ้น|(?:นำ)?ลง|เผยแพร่)(?:บน|ที่|ใน"
    r"|ให้)?(?:หน้า)?เว็บ"
)
_SENTENCE_END: Final = re.compile(
    r"\s+(?=(?:รับสมัคร(?:ถึง|ตั้งแต่|ระหว่าง)|รายละเอียด|ไฟล์|แนบ|ตามแนบ|ตามที่|ตามเอกสาร|โดย(?!ใช้)|ซึ่ง|ทั้งนี้|เนื่องจาก"
    r"|เพราะ|ขอบ|จึง|รบกวน|ฝาก|ส่งให้|ส่งไฟล์|ไม่ส่งผล|ข่าวนี้|แล้วจะ|☑|☐|✓"
    r"|ให้(?!บริการ|ความ|คะแนน|คำ)|ต้อง(?!การ)|ตั้งแต่|มีผู้|และ(?:ขอ)?เอาลง|[^\s]{0,40}ได้(?:ที่|ทาง|ถึง|ตั้งแต่|ภายใน|จนถึง))"
    r")|(?:บน|ใน|ทั้ง)?หน้าแรก|(?:ทั้ง)?บน(?:หน้า)?เว็บ|ให้ทัน|ก่อน(?:เลย|นะ)|(?:ให้)?หน่อย(?:นะ)?(?:ครับ|ค่ะ|คะ|จ้า)|(?:ด้วย|ให้ที|นะ|ที)(?:นะ)?(?:ครับ|ค่ะ|คะ|จ้า|ค่า)(?=\s|$)|[☑☐✓✔]"
)
_POLITE_HEAD: Final = re.compile(r"^\s*(?:ให้|หน่อย|ด้วย|ที)*(?:นะ)?(?:ครับ(?:ผม)?|คับ|ค่ะ|คะ|ค่า|จ้า)\s+")
_QUOTED: Final = re.compile(r"^(?:ข่าว(?:ประชาสัมพันธ์)?|เรื่อง|หัวข้อ)?\s*[\"“«](?P<title>[^\"”»\n]{5,})[\"”»]")
_ABBREVIATION: Final = re.compile(r"[\s.0-9๐-๙][ก-ฮ]{1,2}\.$")
_GENERIC: Final = re.compile(
    r"^(?>\(?ไม่มี(?:หัวเรื่อง|ชื่อเรื่อง|หัวข้อ)\)?|\(?no subject\)?|ของ"
    r"|ข้อมูล|ข่าวสาร|ข่าว|ประกาศ|เอกสาร|ไฟล์|ภาพ(?:กิจกรรม)?|รูป(?:ภาพ)?|ประชาสัมพันธ์|เว็บ(?:ไซต์)?|และ|ต่างๆ"
    r"|แบบฟอร์ม(?:เปล่า)?|คำขอ|ขอ|เผยแพร่|งาน|ลง|ขึ้น|หน่อย|ด้วย|เรื่อง|กิจกรรม|บน|ของ|ใน|สพม|เขต|กลุ่ม[^\s]*|สำนักงาน[^\s]*"
    r"|ส่ง|ทาง|my\s?office|แจ้ง|บันทึก(?:ข้อความ)?|รับ|ค่ะ|ครับ|คะ|นะ|ให้|ช่วย|ที|ข้างต้น|ดังกล่าว|ตามแนบ|แนบ|ตาม|[0-9๐-๙\s./()\-])++$",
    re.IGNORECASE,
)
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
    return not text.strip() or _HANDOFF.match(text.strip()) is not None


def topic_of_request(text: str) -> str | None:
    """What somebody asks to be published, in the words of the asking sentence; None when not named there."""
    for line in text.split("\n"):
        match = _SEND_UP.search(line) or _REQUEST.search(line)
        if match is None:
            continue
        what = match.groupdict().get("what") or match.groupdict().get("thing") or ""
        what = _SENTENCE_END.split(_POLITE_HEAD.sub("", what), maxsplit=1)[0]
        if topic := _tidy(what):
            return topic
    return None


def topic_of_subject(title: str) -> str | None:
    """The topic a subject names, without the asking around it; None when it only asks («ขอลงเว็บหน่อย»)."""
    text = " ".join(title.split())
    text = re.sub(r"^[\s\[\](){}!.:]*(?:(?:เรื่อง|ด่วน(?:ที่สุด|มาก)?|urgent)[\s\])}!:]*)*", "", text)
    match = re.match(rf"(?:{_ASK}\s?{_DO}|{_DO}|{_ASK}(?=(?:ประกาศ|ภาพ|รูป|ข่าว|แผน|รายงาน|แบบฟอร์ม)))\s*", text)
    what = text[match.end() :] if match else text
    return _tidy(re.sub(r"^(?:เรื่อง|หัวข้อ)\s*[:：]?\s*", "", what))


def _tidy(what: str) -> str | None:
    what = " ".join(what.split())
    what = re.sub(rf"^{_WHERE}\s*(?:เรื่อง\s*)?", "", what)
    if quoted := _QUOTED.match(what):
        what = quoted.group("title")
    if not _ABBREVIATION.search(what):
        what = _TAIL.sub("", what).strip(" .")
    what = what.strip(" ,:;-–\"'“”«»")
    what = re.sub(r"^(?:เกี่ยวกับ|เรื่อง)\s*", "", what)
    return what if len(skeleton(what)) >= 5 and not _GENERIC.match(what) else None  # noqa: PLR2004 - shorter says nothing
