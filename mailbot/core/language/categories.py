"""The form's five boxes and the ways of delivery: which one a few words mean.

The words are data of the form (its labels, parts and hints). A ticked word decides; a hint in running
text only suggests, unless it is one of the form's own unmistakable words.
"""

import re
from dataclasses import dataclass
from typing import Final

from mailbot.core.language.offsets import digits_in_place
from mailbot.core.language.thai import skeleton
from mailbot.core.request import Category, Delivery

_C = Category
_D = Delivery

_PARTS: Final[dict[Category, tuple[str, ...]]] = {
    _C.PROCUREMENT_RECRUITMENT: (
        "การจัดซื้อจัดจ้าง", "จัดซื้อจัดจ้าง", "จัดซื้อ", "จัดจ้าง", "พัสดุ", "ประกาศรับสมัคร", "รับสมัคร", "สมัครสอบ",
        "ลูกจ้าง", "ทุนการศึกษา", "ทูลการศึกษา", "ทุน", "สอบ", "ประกวดราคา", "procurement", "recruitment",
    ),
    _C.PLAN_PROJECT_REPORT: ("แผน", "โครงการ", "รายงาน", "plan", "project", "report"),
    _C.BANNER_PHOTO_NEWS: (
        "Banner", "แบนเนอร์", "ป้ายประชาสัมพันธ์", "ภาพกิจกรรม", "ภาพข่าว", "ภาพ", "รูป", "ข่าวประชาสัมพันธ์",
        "ประชาสัมพันธ์", "ข่าว", "ปชส", "news", "photo",
    ),
    _C.INFO_UPDATE: (
        "ปรับปรุงข้อมูลสารสนเทศ", "ปรับปรุงข้อมูล", "ปรับปรุงสารสนเทศ", "ปรับปรุง", "สารสนเทศ", "แก้ไขข้อมูล", "update",
    ),
    _C.OTHER: ("อื่นๆ", "อื่น ๆ", "อื่น", "other"),
}  # fmt: skip

# Words nobody uses for anything else: one of them in the title or the prose is as good as said.
_STRONG: Final[dict[Category, str]] = {
    _C.PROCUREMENT_RECRUITMENT: (
        r"จัดซื้อจัดจ้าง|จัดซื้อ|จัดจ้าง|จ้างก่อสร้าง|ประกวดราคา|e-?bidding|ราคากลาง|ผู้ชนะการเสนอราคา|สอบราคา"
        r"|ประกาศเชิญชวน|รับสมัคร|ลูกจ้างชั่วคราว"
        r"|พนักงานราชการ|สอบแข่งขัน|สอบคัดเลือก|ครูผู้ช่วย|ขึ้นบัญชี|ผู้มีสิทธิ์?สอบ|ผู้ผ่านการ(?:คัดเลือก|สอบ)|ผลการ(?:คัดเลือก|สอบ)"
        r"|ทุนการศึกษา|ขายทอดตลาด|จำหน่ายพัสดุ"
    ),
    _C.PLAN_PROJECT_REPORT: (
        r"แผนปฏิบัติ(?:การ|ราชการ)|แผนพัฒนา|แผนบริหาร|แผนยุทธศาสตร์|แผนกลยุทธ์|แผนอัตรากำลัง|แผนการจัดซื้อ|แผนการใช้จ่าย|รายงานผล|รายงานการ(?!ประชุม)"
        r"|รายงานประจำปี|งบทดลอง|งบการเงิน"
        r"|รายงานการเงิน|(?<![A-Za-z])SAR(?![A-Za-z])|นโยบายและแผน(?!ก)"
    ),
    _C.BANNER_PHOTO_NEWS: (
        r"แบนเนอร์|banner|ภาพกิจกรรม|รูปกิจกรรม|ภาพข่าว|ข่าวประชาสัมพันธ์|ข่าว\s?ปชส|ข่าวกิจกรรม|ลงรูป|ลงภาพ|รูปงาน"
        r"|ภาพงาน|ภาพถ่าย|ภาพการ|รูปการ|ภาพประชุม"
        r"|อินโฟกราฟิก|โปสเตอร์"
    ),
    _C.INFO_UPDATE: (
        r"ปรับปรุงข้อมูล|แก้ไขข้อมูล|อัป?พ?เดตข้อมูล|อัป?พ?เดทข้อมูล|ทำเนียบ|ข้อมูลสารสนเทศ|แก้(?:ไข)?เบอร์|เปลี่ยนชื่อผู้"
        r"|แก้ไขหน้าเว็บ|ปรับปรุงหน้าเว็บ"
    ),
}  # fmt: skip
_WEAK: Final[dict[Category, str]] = {
    _C.PROCUREMENT_RECRUITMENT: r"TOR|(?<![ก-ฮะ-์])สอบ(?!ถาม)|ลูกจ้าง|ทุน|สมัคร|ประกวด|จ้าง",
    _C.PLAN_PROJECT_REPORT: r"(?<![ก-ฮะ-์])แผน(?!ก|ที่)|โครงการ|(?<![ก-ฮะ-์])รายงาน",
    _C.BANNER_PHOTO_NEWS: r"(?<![ก-ฮะ-์])ภาพ|รูป(?!แบบ)|ปชส|ประชาสัมพันธ์|ข่าว(?!สาร)|อบรม|ประชุม|กิจกรรม|งานวัน"
    r"|^แจ้ง(?!เวียน)|งด(?:ให้)?บริการ|ปิด(?:ถนน|ทำการ|ปรับปรุง)|หยุด(?:เรียน|ทำการ)",
    _C.INFO_UPDATE: r"ปรับปรุง|แก้ไข|สารสนเทศ|อัป?พ?เด[ตท]|update",
}
_NOISE: Final = re.compile(
    r"นโยบายและแผน|กลุ่มนิเทศ[^\s]*|ผู้ดูแลเว็บไซต์|ข้อมูลข่าวสาร|ข่าวสาร|ตรวจสอบ|สอบถาม|ทดสอบ|ห้องประชุม|ที่ประชุม"
    r"|เทคโนโลยีสารสนเทศ|แบบฟอร์ม[^\s]*"
)

_CHOICES: Final[dict[Delivery, str]] = {
    _D.MY_OFFICE: r"my\s?-?\s?office|มาย\s?ออฟฟิ[ศซส]|ระบบรับส่งหนังสือ|ระบบสารบรรณ|e-?office|สำนักงานอิเล็กทรอนิกส์",
    _D.MEDIA: r"(?<![A-Za-z])(?:CD|DVD)(?![A-Za-z])|flash\s?-?drive|thumb\s?drive|handy\s?drive"
    r"|(?<![A-Za-z])USB(?![A-Za-z])"
    r"|แฟล[ชซต]์?\s?-?ไดร[ฟว์]*|แฟลชได[ร]?[ฟ์]*|ทรัมไดร|แฮนดี้?ไดร|แผ่นซีดี|ซีดี|ดีวีดี|ฮาร์ดดิส",
    _D.EMAIL: r"e\s?-?\s?mail|อี\s?-?เมล์?|ไฟล์แนบ|แนบไฟล์|(?<![A-Za-z])mail(?![A-Za-z])|ทางเมล์?",
    _D.IN_PERSON: r"(?:ส่ง[^\n]{0,24}|รับ|^\s*)ด้วย(?:ตน|ตัว)เอง|นำส่งเอง|เดินไปส่ง|ถือไปส่ง|in\s?person",
    _D.OTHER: r"อื่น\s?ๆ|อื่นๆ|other|line(?![A-Za-z])|ไลน์|google\s?drive|กูเกิลไดร|ลิงก์|ลิงค์|link",
}


_KEYS: Final = tuple((skeleton(part), category) for category, parts in _PARTS.items() for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A category hinted at, and the word that hinted."""

    category: Category
    strong: bool
    words: str


def read_category(words: str) -> Category | None:
    """The box a few words name: the one whose label comes first in them."""
    bones = skeleton(words)
    hits = [(at, -len(key), category) for key, category in _KEYS if (at := bones.find(key)) >= 0]
    return min(hits)[2] if hits else None


def read_delivery(words: str) -> Delivery | None:
    """The way of delivery a few words name: the one that comes first in them."""
    hits = [
        (m.start(), way)
        for way, pattern in _CHOICES.items()
        if (m := re.search(pattern, words, re.IGNORECASE))
    ]
    return min(hits)[1] if hits else None


def deliveries(words: str) -> tuple[Delivery, ...]:
    """All ways of delivery some words name, in order."""
    hits = [
        (m.start(), way)
        for way, pattern in _CHOICES.items()
        if (m := re.search(pattern, words, re.IGNORECASE))
    ]
    return tuple(way for _, way in sorted(hits))


def numbered_categories(text: str) -> tuple[Category, ...]:
    """The boxes a text names by number: «ข้อ 3», «หมวด ②», «1 และ 3»; empty when it says anything else."""
    plain = digits_in_place(text).strip(" .:()[]")
    numbers = r"[1-5](?:\s*(?:,|และ|/|&|\+)\s*(?:ข้อ\s*)?[1-5])*"
    match = re.fullmatch(
        rf"(?:(?:ข้อ|หมวด|ประเภท|ลำดับ|หัวข้อ|ช่อง|เลือก)(?:ที่)?\s*)*({numbers})[.)]?\s*(?:ครับ|ค่ะ|คะ)?", plain
    )
    if match is None:
        return ()
    order = tuple(Category)
    return tuple(dict.fromkeys(order[int(n) - 1] for n in re.findall("[1-5]", match.group(1))))


def suggest_category(text: str) -> Suggestion | None:
    """The category the words of a title or of prose point to; weak when only everyday words do.

    Two categories pointed to by strong words: the first one named, as weak.
    """
    plain = _NOISE.sub(lambda m: " " * len(m.group()), text)
    strong = _first(plain, _STRONG)
    if strong:
        return Suggestion(category=strong[0][1], strong=len(strong) == 1, words=strong[0][2])
    weak = _first(plain, _WEAK)
    return Suggestion(category=weak[0][1], strong=False, words=weak[0][2]) if weak else None


def spreads_news(title: str) -> bool:
    """Whether a title asks for the word to be spread rather than for a paper to be put up."""
    return re.search(r"(?:ขอ|ฝาก|ช่วย|อนุเคราะห์|รบกวน)(?:ใน)?(?:การ)?ประชาสัมพันธ์", title) is not None


def _first(text: str, table: dict[Category, str]) -> list[tuple[int, Category, str]]:
    hits = [
        (match.start(), category, match.group())
        for category, pattern in table.items()
        if (match := re.search(pattern, text, re.IGNORECASE))
    ]
    return sorted(hits)
