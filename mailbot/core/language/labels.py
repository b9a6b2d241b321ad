"""The labels people put before a value: where they stand in a line, however they are typed.

Exact up to tones, spaces and punctuation («ชือ-สกุล» is «ชื่อ - สกุล»), glued («เบอรโทร081…»), numbered, several
on a line, in table cells; misspelt only where something else shows that a label is meant (a colon, dots, a
cell). Labels of other things («ตำแหน่งที่รับสมัคร», «โทรสาร») are known so that they are not taken for ours.
Never looks at values beyond the first character: what a value is worth is the field's business.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mailbot.core.language.names import has_title
from mailbot.core.language.offsets import Projection
from mailbot.core.language.thai import skeleton


class Labelled(StrEnum):
    """What a label announces. ``FRAME`` and ``EVENT`` are labels of things the form does not ask for."""

    NAME = "name"
    POSITION = "position"
    UNIT = "unit"
    PHONE = "phone"
    CATEGORIES = "categories"
    TOPIC = "topic"
    MATTER = "matter"  # «เรื่อง»: the topic, when nothing says «หัวข้อ»
    DETAIL = "detail"
    DELIVERY = "delivery"
    REGISTER_NO = "register_no"
    SOURCE = "source"
    ORIGIN = "origin"
    TARGET_URL = "target_url"
    PERIOD = "period"
    URGENT_REASON = "urgent_reason"
    SITE = "site"
    MEMO_NO = "memo_no"
    CERTIFY = "certify"
    FRAME = "frame"  # ends any value: attachments, e-mail, sender lines
    EVENT = "event"  # belongs to a description: place, time, people


_L = Labelled
_WANTED: Final = "|".join(
    f"{what}ที่{wish}{verb}"
    for what in ("เรื่อง", "หัวข้อ", "ข่าว", "ข้อมูล")
    for wish in ("ขอ", "ต้องการ", "ประสงค์จะ")
    for verb in ("เผยแพร่", "ประชาสัมพันธ์", "ลง")
)

# Distinctive labels: nobody writes these words in running text at the head of a phrase.
_STRONG: Final[dict[Labelled, str]] = {
    _L.NAME: "ชื่อ-สกุล|ชื่อ-นามสกุล|ชื่อและสกุล|ชื่อและนามสกุล|ชื่อ-สกุลผู้ขอ|ชื่อ-สกุล ผู้ขอใช้บริการ|ชื่อ-นามสกุลผู้ขอ|ชื่อผู้ขอ"
    "|ชื่อผู้ขอใช้บริการ|ชื่อผู้ขอเผยแพร่|ผู้ขอเผยแพร่|full name",
    _L.UNIT: "สังกัด/หน่วยงาน|หน่วยงานผู้ขอ|สังกัดผู้ขอ|หน่วยงาน/สังกัด|กลุ่ม/หน่วยงาน|กลุ่มงาน/หน่วยงาน|สังกัดกลุ่ม/หน่วยงาน",
    _L.PHONE: "เบอร์โทรศัพท์|เบอร์โทรผู้ขอ|เบอร์โทร|หมายเลขโทรศัพท์|โทรศัพท์มือถือ|เบอร์ติดต่อ|เบอร์โทรติดต่อ|เบอร์มือถือ|โทรศัพท์"
    "|เบอร์โทรศัพท์ติดต่อ|หมายเลขติดต่อ",
    _L.TOPIC: "หัวข้อข่าวสาร/กิจกรรม|หัวข้อข่าวสาร|หัวข้อข่าว|หัวข้อเรื่อง|หัวข้อกิจกรรม|ชื่อเรื่อง|ชื่อข่าว|ชื่อหัวข้อ|หัวเรื่อง"
    "|ชื่อข่าวสาร/กิจกรรม|ชื่อกิจกรรม|หัวข้อข่าว/กิจกรรม|" + _WANTED,
    _L.DETAIL: "รายละเอียดข่าวสาร/กิจกรรม|รายละเอียดข่าวสาร|รายละเอียดข่าว|รายละเอียดกิจกรรม|รายละเอียดข่าว/กิจกรรม"
    "|เนื้อหาข่าว",
    _L.CATEGORIES: "ประเภทข้อมูล|ประเภทข่าว|ประเภทข่าวสาร|ประเภทการเผยแพร่|ประเภทข้อมูลข่าวสาร|หมวดข้อมูล|หมวดหมู่"
    "|หมวดข่าว",
    _L.DELIVERY: "โดยทั้งนี้ได้ส่งไฟล์ข้อมูล|ทั้งนี้ได้ส่งไฟล์ข้อมูล|ได้ส่งไฟล์ข้อมูล|ส่งไฟล์ข้อมูล|การส่งไฟล์|การส่งไฟล์ข้อมูล"
    "|ช่องทางการส่งไฟล์|ช่องทางส่งไฟล์|ช่องทางการส่ง"
    "|วิธีส่งไฟล์|วิธีการส่งไฟล์|ส่งไฟล์ทาง|ส่งไฟล์โดย",
    _L.REGISTER_NO: "เลขที่รับ|เลขรับ|เลขทะเบียนรับ|ทะเบียนรับเลขที่|เลขรับหนังสือ|เลขรับที่|ทะเบียนรับที่",
    _L.ORIGIN: "ลักษณะข้อมูล|ลักษณะของข้อมูล|ชนิดข้อมูล|ชนิดของข้อมูล|ข้อมูลปฐมภูมิ/ทุติยภูมิ|ปฐมภูมิ/ทุติยภูมิ",
    _L.TARGET_URL: "หน้าเว็บที่ต้องการแก้ไข|หน้าเว็บที่ต้องการปรับปรุง|หน้าที่ต้องการแก้ไข|หน้าที่ต้องการปรับปรุง|หน้าเว็บที่ขอแก้ไข"
    "|หน้าที่ขอปรับปรุง|หน้าที่ขอแก้ไข",
    _L.PERIOD: "ระยะเวลาเผยแพร่|ช่วงเผยแพร่|ช่วงวันที่เผยแพร่|กำหนดเผยแพร่|กำหนดการเผยแพร่|วันเผยแพร่|วันที่ขอเผยแพร่"
    "|ระยะเวลาการเผยแพร่|ระยะเวลาในการเผยแพร่|ช่วงเวลาเผยแพร่|วันที่เผยแพร่|วันที่เริ่มเผยแพร่"
    "|เริ่มเผยแพร่|สิ้นสุดเผยแพร่|เริ่มเผยแพร่วันที่|วันสิ้นสุดการเผยแพร่"
    "|สิ้นสุดการเผยแพร่|เผยแพร่ตั้งแต่วันที่|เผยแพร่ตั้งแต่|เผยแพร่ถึงวันที่|เผยแพร่ถึง|เผยแพร่ระหว่างวันที่",
    _L.URGENT_REASON: "เหตุผลความจำเป็น|เหตุผลความจำเป็นเร่งด่วน|เหตุผลเร่งด่วน|เหตุผลที่เร่งด่วน|เหตุผลความเร่งด่วน"
    "|เหตุผลที่ต้องเร่งด่วน",
}
# Everyday words too: a label only with a colon or dots, at the head of a line, or in a row of labels.
_PLAIN: Final[dict[Labelled, str]] = {
    _L.NAME: "ชื่อ|ผู้ขอ|ผู้แจ้ง|name|ข้าพเจ้า|ผู้ขอใช้บริการ",
    _L.POSITION: "ตำแหน่ง|ตำแหน่งผู้ขอ|ตน|position",
    _L.UNIT: "สังกัด|หน่วยงาน|กลุ่มงาน|กลุ่ม|ฝ่าย/กลุ่ม|department|unit",
    _L.PHONE: "โทร|เบอร์|tel|phone|มือถือ|telephone|mobile|ติดต่อ",
    _L.CATEGORIES: "ประเภท|หมวด|ในหัวข้อ|category|หมวดที่|ประเภทที่|เลือกหมวด",
    _L.TOPIC: "หัวข้อ|topic|title",
    _L.MATTER: "เรื่อง|subject",
    _L.DETAIL: "รายละเอียด|เนื้อหา|เนื้อข่าว|detail|details|รายละเอียดโดยย่อ|รายละเอียดเพิ่มเติม",
    _L.DELIVERY: "ส่งไฟล์|ส่งข้อมูลทาง|delivery",
    _L.SOURCE: "แหล่งที่มา|ที่มา|ที่มาของข้อมูล|ที่มาของภาพ|ที่มาภาพ|แหล่งที่มาของข้อมูล|ภาพโดย|เครดิตภาพ|เครดิต|แหล่งข้อมูล"
    "|แหล่งอ้างอิง|อ้างอิง|source|ภาพจาก",
    _L.TARGET_URL: "url|ลิงก์|ลิงค์|link|หน้าเว็บ",
    _L.SITE: "เว็บไซต์|เว็บไซต์ที่ขอเผยแพร่|เว็บไซต์ที่ต้องการเผยแพร่|เผยแพร่บนเว็บไซต์|เว็บ|website",
    _L.URGENT_REASON: "เหตุผล",
    _L.CERTIFY: "การรับรอง|คำรับรอง|การรับรองข้อมูล|การรับรองความถูกต้อง",
    _L.FRAME: "ไฟล์|ไฟล์แนบ|สิ่งที่ส่งมาด้วย|เอกสารแนบ|สิ่งที่แนบมา|แนบไฟล์|e-mail|อีเมล|อีเมล์|โทรสาร|แฟกซ์|fax|หมายเหตุ"
    "|เรียน|ถึง|จาก|อ้างถึง|ชื่อไฟล์|ไลน์|line id"
    "|ผู้อนุมัติ|ผู้ตรวจสอบ|ลงชื่อ|วันที่|วันที่ส่ง|ที่|เลขที่|ส่วนราชการ|ชั้นความเร็ว|ชั้นความลับ|รูปภาพ|from|to|date|cc|ชื่อเล่น|ที่อยู่"
    "|เลขบัตรประชาชน|การอนุมัติ",
    _L.EVENT: "ตำแหน่งที่รับสมัคร|ตำแหน่งที่สมัคร|ตำแหน่งที่ประกาศ|ตำแหน่งที่ขอ|ตำแหน่งว่าง|ตำแหน่งที่เปิดรับ|ตำแหน่งที่สอบ"
    "|ตำแหน่งงาน|หัวข้อการอบรม|หัวข้อการประชุม|หัวข้ออบรม"
    "|รายละเอียดแนบท้าย|รายละเอียดตาม|รายละเอียดดัง"
    "|รายละเอียดทั้งหมด|รายละเอียดอยู่|หน่วยงานผู้จัด|หน่วยงานที่จัด|หน่วยงานเจ้าภาพ|หน่วยงานที่เกี่ยวข้อง|หน่วยงานที่รับสมัคร"
    "|วันที่จัดกิจกรรม|วันที่จัด|สถานที่|เวลา|ผู้เข้าร่วม|จำนวน|งบประมาณ"
    "|ชื่อโครงการ|ชื่อโรงเรียน|เรื่องเดิม|เรื่องนี้|เรื่องที่|วันจัด|วิทยากร|กลุ่มเป้าหมาย|เป้าหมาย|วัตถุประสงค์|ผู้ประสานงาน"
    "|ผู้รับผิดชอบโครงการ|หัวหน้าโครงการ|ประธาน|คุณสมบัติ|อัตราค่าจ้าง"
    "|ชื่อผู้ชนะ|ผู้ชนะ|ชื่อทุน|ชื่อผลงาน|เบอร์โทรสาร|ชื่อผู้สมัคร|ชื่อวิทยากร|ติดต่อสอบถาม|สอบถามเพิ่มเติม|เบอร์ผู้ประสาน"
    "|หัวข้อที่|หัวข้อย่อย|ราคากลาง",
}  # fmt: skip

_AFTER: Final = re.compile(
    r"[ \t]*(?:\([^()\n]{0,30}\))?[ \t]*(?:[:：=;]+|[.…_·]{2,}|\t|-{1,2}>|–>|>|[-–](?=\s)|\.(?=\s"
    r"|[0-9๐-๙]))[ \t]*[:：]?"
)
_NUMBERING: Final = re.compile(
    r"(?:^|(?<=[\s\t(]))(?:\(?[0-9๐-๙]{1,2}[.)]\)?|[①-⑳]|\([0-9๐-๙]{1,2}\)|[ก-ฮ][.)](?=\s)|[-–•*·►▪▶◆➢>])\s*$"
)
_LETTER: Final = re.compile(r"[ก-ฮะ-์A-Za-z]")
_SLOT: Final = re.compile(
    r"(?:^|\t|[.…_]{2,}|\s{2,}|\|)\s*(?P<words>[^\t:：.…_|]{4,40}?)\s*(?=[:：]|[.…_]{3,}|\t)"
)
_NEAR: Final = 0.85
_NEAR_WITH_CUE: Final = 0.78
_SHORTEST_FUZZY: Final = 4
_EVERYDAY: Final = (
    "ชื่อ|ผู้ขอ|name|กลุ่ม|ตน|unit|title|link|url|เว็บ|เว็บไซต์|ติดต่อ|เหตุผล|ที่มา|อ้างอิง|เนื้อหา|source|หน้าเว็บ|ลิงก์|ลิงค์"
    "|topic|subject|detail|details|phone|ภาพจาก|ผู้แจ้ง|ประเภท|ส่งไฟล์|เครดิต|ผู้ขอใช้บริการ"
)
_ONLY_WITH_SEPARATOR: Final = frozenset(skeleton(word) for word in _EVERYDAY.split("|"))


def _variants(table: dict[Labelled, str]) -> dict[str, Labelled]:
    return {skeleton(words): kind for kind, listed in table.items() for words in listed.split("|")}


_STRONG_KEYS: Final = _variants(_STRONG)
_PLAIN_KEYS: Final = {key: kind for key, kind in _variants(_PLAIN).items() if key not in _STRONG_KEYS}
_KEYS: Final = _STRONG_KEYS | _PLAIN_KEYS
_HEAD: Final = 2
_BY_HEAD: Final[dict[str, list[str]]] = {}
for _key in _KEYS:
    _BY_HEAD.setdefault(_key[:_HEAD], []).append(_key)
_LONGEST_LINE: Final = 5000
"""Nobody types a form into a longer line; it is left alone."""
_OF_OTHER_THINGS: Final = frozenset({_L.FRAME, _L.EVENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A label in a line."""

    kind: Labelled
    start: int
    """Where it begins, its number («2.») included."""
    end: int
    """Where its value begins."""
    separated: bool
    """A colon, dots or a cell border stands between label and value."""
    strong: bool
    near: bool = False
    """A misspelling, recognised by what surrounds it."""


def find_labels(line: str) -> tuple[Spot, ...]:
    """The labels of one normalised line, from left to right, without overlaps.

    A label in the middle of running text is not returned: it must stand at the head of the line or after a
    gap, be followed by a separator, or stand in a row with labels before it.
    """
    return _labels(line) if len(line) <= _LONGEST_LINE else ()


@lru_cache(maxsize=2048)
def _labels(line: str) -> tuple[Spot, ...]:
    spots: list[Spot] = []
    for spot in sorted([*_exact(line), *_near(line)], key=lambda s: (s.start, s.near, -s.end)):
        if spots and spot.start < spots[-1].end:
            continue
        if _belongs(line, spot, spots):
            spots.append(spot)
    return tuple(spots)


def _exact(line: str) -> list[Spot]:
    view = Projection.of(line)
    taken: list[tuple[int, int]] = []
    found: list[Spot] = []
    hits = [
        (at, len(key), key)
        for at in range(len(view.skeleton))
        for key in _BY_HEAD.get(view.skeleton[at : at + _HEAD], ())
        if view.skeleton.startswith(key, at)
    ]
    for at, length, key in sorted(hits, key=lambda h: (-h[1], h[0])):
        if any(at < end and start < at + length for start, end in taken):
            continue
        start, end = view.offsets[at], _end_of_word(line, view.end_of(at + length))
        if not _whole(line, start, end, key):
            continue
        taken.append((at, at + length))
        found.append(_spot(line, start, end, _KEYS[key], strong=key in _STRONG_KEYS, key=key))
    return found


def _end_of_word(line: str, end: int) -> int:
    """Tones and marks of the last letter belong to the label."""
    while end < len(line) and "\u0e47" <= line[end] <= "\u0e4e":
        end += 1
    return end


def _whole(line: str, start: int, end: int, key: str) -> bool:
    """Whether the label is spelled as one piece: no gap wider than a label has, no vowel of it left over."""
    inside = line[start:end]
    if re.search(r"[:：…]|\.{2,}|\t|\s{3,}", inside):
        return False
    if _KEYS[key] is _L.EVENT and key.startswith(skeleton("รายละเอียด")) and re.search(r"\s", inside):
        return False  # «รายละเอียด ตามแนบ» is the label with its value
    if end < len(line) and re.match(r"[ะ-ูํ]", line[end]):
        return False
    latin = key.isascii()
    return not (
        latin
        and (
            line[end : end + 1].isalpha()
            or (start > 0 and line[start - 1].isascii() and line[start - 1].isalnum())
        )
    )


def _spot(
    line: str, start: int, end: int, kind: Labelled, *, strong: bool, key: str = "", near: bool = False
) -> Spot:
    after = _AFTER.match(line, end)
    numbered = _NUMBERING.search(line[:start])
    titled = kind is _L.NAME and has_title(line[end:])
    bare = key in _ONLY_WITH_SEPARATOR and after is None and not titled
    return Spot(
        kind=_L.EVENT if bare and kind not in _OF_OTHER_THINGS else kind,
        start=numbered.start() if numbered else start,
        end=after.end() if after else end,
        separated=after is not None,
        strong=strong and not bare,
        near=near,
    )


def _belongs(line: str, spot: Spot, before: list[Spot]) -> bool:
    """Whether a label is meant here, not just the word."""
    lead = line[: spot.start]
    at_head = not lead.strip(" \t>*-–•·|")
    after_letter = bool(lead) and _LETTER.match(lead[-1]) is not None
    in_row = any(other.kind not in _OF_OTHER_THINGS for other in before)
    if spot.kind in _OF_OTHER_THINGS:
        return (spot.separated and not after_letter) or (at_head and spot.kind is _L.EVENT)
    if spot.separated and not after_letter:
        return True
    if at_head:
        return True
    free_text = bool(before) and before[-1].kind in {_L.TOPIC, _L.DETAIL, _L.MATTER}
    if after_letter:
        return in_row and not free_text and (spot.strong or spot.kind is _L.POSITION) and not before[-1].near
    if free_text:  # in a topic or a description only a gap shows that a new label begins
        return lead.endswith(("  ", "\t", "..", "…"))
    return spot.strong or in_row


def _near(line: str) -> list[Spot]:
    found = []
    for match in _SLOT.finditer(line):
        words = re.sub(r"^(?:\(?[0-9๐-๙]{1,2}[.)]|[-–•*])\s*", "", match.group("words"))
        start = match.end("words") - len(words)
        if kind := _nearest(words, _NEAR_WITH_CUE):
            found.append(_spot(line, start, match.end("words"), kind, strong=False, near=True))
    head = re.match(r"\s*(?:\(?[0-9๐-๙]{1,2}[.)]\s*|[-–•*]\s*)?(?P<word>[ก-ฮะ-์/-]{6,24})(?=\s)", line)
    if head and (kind := _nearest(head.group("word"), _NEAR)) and kind not in {_L.MATTER, _L.SOURCE}:
        found.append(_spot(line, head.start("word"), head.end("word"), kind, strong=False, near=True))
    return found


def _nearest(words: str, enough: float) -> Labelled | None:
    """The kind of label these words nearly are; None when a label of something else is nearer."""
    bones = skeleton(words)
    if len(bones) < _SHORTEST_FUZZY or bones in _KEYS:
        return None
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(bones)
    best, kind = 0.0, None
    for key, key_kind in _KEYS.items():
        if abs(len(key) - len(bones)) > 3 or len(key) < _SHORTEST_FUZZY:  # noqa: PLR2004 - three slips are another word
            continue
        matcher.set_seq1(key)
        if matcher.real_quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, kind = ratio, key_kind
    return kind if best >= enough and kind not in _OF_OTHER_THINGS else None


def label_of(words: str) -> Labelled | None:
    """What a few words would announce as a label («เบอร์โทร», «หัวข้อ»); None when they are no label of ours."""
    kind = _KEYS.get(skeleton(words)) or _nearest(words, _NEAR)
    return kind if kind not in _OF_OTHER_THINGS else None
