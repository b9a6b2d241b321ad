"""The closing lines of a mail: who writes, as what, in which unit, and where to call.

A line is a signature only when it is eaten whole: a name, a position, a unit, a number, one after another on
one line or each on its own («นายอนุชา พึ่งทอง นักวิชาการเงินและบัญชี กลุ่มการเงินฯ 075-341004 ต่อ 33»). A word that is
none of these makes it a sentence, and a sentence is never taken for a signature. Nobody is looked up.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from mailbot.core.language.names import leading_name
from mailbot.core.language.offsets import digits_in_place
from mailbot.core.language.phone import find_phones
from mailbot.core.language.units import find_unit
from mailbot.core.language.vocabulary import Vocabulary

_TAIL_LINES: Final = 8
_LONGEST: Final = 200
_JOB: Final = re.compile(
    r"(?:รอง|ผู้ช่วย)?(?:ผู้อำนวยการ|เจ้าพนักงาน|เจ้าหน้าที่|นักวิชาการ|นักจัดการ|นักทรัพยากร|นักประชาสัมพันธ์|นักวิเคราะห์"
    r"|นัก(?!เรียน|ศึกษา|กีฬา)[ก-ฮ]|ศึกษานิเทศก์|ครู(?=$|ผู้|ชำนาญ|เชี่ยวชาญ|อัตรา|พี่เลี้ยง|คศ|แนะแนว|วิชา|พิเศษ|ประจำ|ปฏิบัติ|โรงเรียน|พนักงาน)|นิติกร|พนักงาน|ลูกจ้าง|หัวหน้า|ธุรการ|ผอ\.|ศน\.|จนท\.|นปส)"
)
_HEADS: Final = re.compile(r"(?:รอง)?(?:ผู้อำนวยการ|หัวหน้า)(?:กลุ่ม|หน่วย|ฝ่าย|งาน|โรงเรียน|สำนักงาน)")
"""The head of a unit is called by its whole name: «ผู้อำนวยการกลุ่มนิเทศ ติดตามและประเมินผลฯ»."""
_LEVEL: Final = re.compile(
    r"(?:ปฏิบัติ(?:การ|งาน)|ชำนาญ(?:การ|งาน)(?:พิเศษ)?|อาวุโส|เชี่ยวชาญ(?:พิเศษ)?|ทรงคุณวุฒิ|พิเศษ|ระดับ[ก-์]*|คศ\.?[0-9]?|[0-9]"
    r"|ชก\.|ชพ\.|ปก\.|ชง\.|ปง\.|อัตราจ้าง|รักษา(?:การ|ราชการ)[ก-์]*|ปฏิบัติ(?:หน้าที่|ราชการ)[ก-์]*)"
)
_DESK: Final = (
    "พัสดุ|การเงิน|บัญชี|บุคคล|บริหาร|ธุรการ|สารบรรณ|ประชาสัมพันธ์|แผน|นโยบาย|วิชาการ|เทคโนโลยี|กิจการ|ทะเบียน|นิติ|ประกัน|วัดผล"
    "|แนะแนว|ICT|คอม"
)
_UNIT: Final = re.compile(
    rf"(?:กลุ่ม(?!เป้า|สาระ|ผู้)|หน่วย|ฝ่าย|โรงเรียน(?!ใน|ที่)|รร\.|งาน(?={_DESK}))(?=[ก-ฮเ-ไA-Z])"
)
_OFFICE: Final = re.compile(r"(?:สพม|สพป|สพท|สนง)\.?\S*|สำนักงานเขต\S*|เขต\S{0,3}|จังหวัด\S+|จ\.\S+|[0-9]{1,2}")
_SENTENCE: Final = re.compile(
    r"ขอ(?!ง)|ฝาก|ช่วย(?!ราชการ|เหลือ|ผู้)|รบกวน|แนบ|ตามที่|ลง(?!กต)|ขึ้น|แล้ว|ได้|ให้|ไม่|จะ|ประกาศ|เข้าร่วม|รับสมัคร|อัตรา|เผยแพร่|ส่ง(?!เสริม)"
    r"|กำหนด|เพื่อ|เมื่อ|[?!]"
)
_CALL: Final = re.compile(
    r"(?:เบอร์(?:โทรศัพท์|โทร|มือถือ|ติดต่อ)?|หมายเลข(?:โทรศัพท์|ติดต่อ)|โทรศัพท์(?:มือถือ)?|โทร|มือถือ|\btel|\bmobile"
    r"|\bphone|\bm|\bt)\s?[.:]?(?=\s*(?:\t|$))",
    re.IGNORECASE,
)
_FAX: Final = re.compile(r"(?:โทรสาร|แฟกซ์|แฟ็กซ์|fax)[\s.:]*[0-9][0-9 -]{6,14}", re.IGNORECASE)
_MAIL: Final = re.compile(
    r"(?:(?:e-?mail|อีเมล์?|line(?:\s?id)?|ไลน์|website|เว็บไซต์)\s?:?\s?)?(?:[^\s@|]{1,80}@[^\s@|]{1,80}|https?://\S{1,200}"
    r"|www\.\S{1,200})",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"[\s(]*(?:ลงชื่อ|ลงนาม|ชื่อ(?!เรื่อง)|ตำแหน่ง|สังกัด|หน่วยงาน|จาก|โดย|ผู้(?:ขอ|แจ้ง|ส่ง)(?=\s))[\s.:…_]*",
    re.IGNORECASE,
)
_POLITE: Final = re.compile(r"\s*(?:นะ)?(?:ครับ(?:ผม)?|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ)\s*$")
_FAREWELL: Final = re.compile(
    r"(?:ขอแสดงความนับถือ|ด้วยความ(?:เคารพ|นับถือ)|ขอบ(?:คุณ|พระคุณ|คุน|ใจ)|(?:best |kind |warm )?regards|thank|ส่งจาก"
    r"|sent from|[-_=*.]{2,}\s*$)",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"[|\t,;/•·()]+|\s[-–—]\s|\s[-–—]$")
_NO_NAME: Final = re.compile(
    r"ประ(?:กาศ|ชุม|ชา)|การ|งาน|ภาพ|รูป|ข่าว|แบบ|ขอ(?!ง)|ส่ง|ตาม|วัน(?:ที่|นี้|จันทร์|พุธ|ศุกร์)|ห้อง|เอกสาร|ไฟล์|แฟ้ม|รายงาน"
    r"|โครงการ|แผน|ผล|ที่|และ|ของ|จาก|ให้|ไม่|ได้|แล้ว|ครั้ง|ปี|เรื่อง|หมวด|หัวข้อ|แนบ|ฝาก|ลง(?!กต)|ขึ้น|เรียน(?!รู้)|ถึง|ด้วย(?!ความ)|รบกวน"
    r"|ช่วย|กรุณา|โปรด|http|ค่ะ|ครับ|นักเรียน|รอง|สพม|เขต|ทราบ|สวัสดี|เพิ่ม|แก้ไข|เลข|ทุน|สอบ|อบรม|ค่าย|กีฬา|สื่อ|คู่มือ|คำ|ติดต่อ"
    r"|สถาน|วิทยากร|กิจกรรม|นิเทศ|พิธี|แข่ง|หนังสือ|ใบ|ต่อ|มือถือ|โทร|ภายใน|ตำแหน่ง|สังกัด|กลุ่ม|โรง|เปิด|ปิด|รับ|มี|จัด|เป็น|คือ|หรือ|ยัง"
)
_WORD: Final = re.compile(r"[ก-ฮเ-ไ][ก-ฮะ-์]{1,19}")
_CALLED: Final = re.compile(r"(?:พี่|น้อง|ครู|ป้า|ลุง)[ก-ฮเ-ไ][ก-ฮะ-์]{0,11}")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z.&'-]{0,24}")
_ENGLISH: Final = re.compile(r"(?i)please|upload|web|news|file|attach|dear|urgent|deadline|post|publish")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What the closing lines say about the writer. None: not said."""

    name: str | None = None
    """With its title."""
    bare_name: str | None = None
    """Two words without a title that stand where a name stands: only to be asked about."""
    position: str | None = None
    unit: str | None = None
    contact: str | None = None
    """The line with a telephone number («จิ๊บ บุคคล 081-9876543»)."""
    everyday: str | None = None
    """The line with an everyday name of a unit («สมชาย นโยบาย»): only to be asked about."""
    lines: frozenset[int] = frozenset()


@dataclass(slots=True, kw_only=True)
class _Parts:
    """What one line is made of."""

    name: str | None = None
    bare: list[str] = field(default_factory=list)
    position: str | None = None
    unit: str | None = None
    contact: str | None = None
    everyday: str | None = None
    read: bool = False
    """A label has read this line already."""

    @property
    def bare_name(self) -> str | None:
        return " ".join(self.bare) if len(self.bare) == 2 else None  # noqa: PLR2004 - a given name and a surname


def read_signature(
    lines: Sequence[str], vocabulary: Vocabulary, labelled: Collection[int] = frozenset()
) -> Signed:
    """The writer from the last run of signature lines; several names in it are a list, not a writer.

    ``labelled``: lines that a label has read already («มือถือ 086…»); a run that one of them belongs to is
    somebody's.
    """
    filled = [n for n, line in enumerate(lines) if line.strip()][-_TAIL_LINES:]
    runs: list[list[tuple[int, _Parts]]] = [[]]
    for number in filled:
        line = lines[number].strip()
        if _FAREWELL.match(line):
            continue
        parts = _parts(line, vocabulary)
        if number in labelled:
            runs[-1].append((number, _beside_a_label(parts)))
            continue
        if parts is None:
            runs.append([])
        else:
            runs[-1].append((number, parts))
    for run in reversed(runs):
        if any(_names_somebody(parts) for _, parts in run) or _is_block([parts for _, parts in run]):
            return _signed(run)
    return Signed()


def _beside_a_label(parts: _Parts | None) -> _Parts:
    """A line whose number a label has read: who stands before the number still signs."""
    if parts is None or not (parts.name or parts.bare or parts.position or parts.unit):
        return _Parts(read=True)
    parts.contact = None
    return parts


def _names_somebody(parts: _Parts) -> bool:
    return parts.name is not None or parts.contact is not None


def _is_block(run: Sequence[_Parts]) -> bool:
    """Bare words, or a labelled line, with a position or a unit beside them; a last line of two words."""
    placed = any(each.position or each.unit or each.everyday for each in run)
    if placed and any(each.bare or each.read for each in run):
        return True
    return len(run) == 1 and bool(run[0].bare)


def _signed(run: Sequence[tuple[int, _Parts]]) -> Signed:
    def every(name: str) -> list[str]:
        return [value for _, each in run if (value := getattr(each, name))]

    names = every("name")
    if len(names) > 1:
        return Signed()
    contacts = every("contact")
    beside = [each for _, each in run if each.position or each.unit or each.contact or each.everyday]
    return Signed(
        name=next(iter(names), None),
        bare_name=next(iter(every("bare_name")), None) if not names and beside else None,
        position=next(iter(every("position")), None),
        unit=next(iter(every("unit")), None),
        contact=contacts[-1] if contacts else None,
        everyday=next(iter(every("everyday")), None),
        lines=frozenset(number for number, each in run if not each.read),
    )


def _parts(line: str, vocabulary: Vocabulary) -> _Parts | None:
    """What a line is made of; None when a word of it is no part of a signature."""
    if len(line) > _LONGEST:
        return None
    parts = _Parts()
    text = digits_in_place(_POLITE.sub("", line))
    for phone in reversed(find_phones(text, office_phone=vocabulary.office_phone)):
        parts.contact = line
        text = f"{text[: phone.start]}\t{text[phone.end :]}"
    rest = _CALL.sub("\t", _MAIL.sub("\t", _FAX.sub("\t", text)))
    for piece in _SPLIT.split(rest):
        if not _eaten(parts, _LABEL.sub("", piece.strip(" :…_").lstrip(".")).split(), vocabulary):
            return None
    return parts


def _eaten(parts: _Parts, words: list[str], vocabulary: Vocabulary) -> bool:
    """Whether a piece is made of nothing but the writer; what it says goes into ``parts``."""
    while words:
        size = (
            _named(parts, words)
            or _employed(parts, words)
            or _placed(parts, words, vocabulary)
            or _called(parts, words)
        )
        if not size:
            return False
        words = words[size:]
    return True


def _named(parts: _Parts, words: list[str]) -> int:
    name = leading_name(" ".join(words))
    if name is None or parts.name is not None or _NO_NAME.match(name.split()[-1]):
        return 0
    parts.name = name
    return len(name.split())


def _employed(parts: _Parts, words: list[str]) -> int:
    """A position and the level that follows it."""
    if parts.position is not None or not _JOB.match(words[0]) or _SENTENCE.search(words[0]):
        return 0
    size = 1
    heads = _HEADS.match(words[0]) is not None and not _SENTENCE.search(" ".join(words))
    while size < len(words) and (
        _LEVEL.fullmatch(words[size]) or (heads and not _OFFICE.fullmatch(words[size]))
    ):
        size += 1
    parts.position = " ".join(words[:size])
    return size


def _placed(parts: _Parts, words: list[str], vocabulary: Vocabulary) -> int:
    """A unit, up to the office it belongs to; or an everyday name of a unit on record."""
    if _OFFICE.fullmatch(words[0]):
        return 1
    if _UNIT.match(words[0]):
        size = next((n for n, word in enumerate(words) if n and _OFFICE.fullmatch(word)), len(words))
        spoken = " ".join(words[:size])
        if parts.unit is not None or _SENTENCE.search(spoken):
            return 0
        parts.unit = spoken
        return size
    for size in (3, 2, 1):
        spoken = " ".join(words[:size])
        if len(words) >= size and (hit := find_unit(spoken, vocabulary)) and hit[1] == spoken:
            parts.everyday = parts.everyday or spoken
            return size
    return 0


def _called(parts: _Parts, words: list[str]) -> int:
    """A bare word where a name can stand: at most two of them, before anything else."""
    if len(parts.bare) == 1 and words[0] == "ณ":
        return 1  # «ประไพ ณ ถลาง»
    if _LATIN.fullmatch(words[0]) and not _ENGLISH.match(words[0]):
        return 1
    called = _CALLED.fullmatch(words[0]) or (_WORD.fullmatch(words[0]) and not _NO_NAME.match(words[0]))
    if not called or len(parts.bare) >= 2 or parts.name or parts.position or parts.unit:  # noqa: PLR2004 - a given name and a surname
        return 0
    parts.bare.append(words[0])
    return 1
