"""What stands around a decision and is not part of it: greeting, signature, adverts of phones, quotes.

The reader of mails has cut most of it already; this is the second look before a word counts. It takes
lines away only when nothing in them could matter: a line with any word that asks, limits, denies or
reports stays, and what stays makes the decision unclear rather than wrong.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from mailbot.core.language.names import without_title
from mailbot.core.language.offsets import digits_in_place
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.thai import normalise, skeleton

# A line holding one of these says something; it is never taken for a signature.
_SAYS_SOMETHING: Final = Pattern(
    r"ไม่|มิได้|มิอาจ|ยัง(?!ยืน)|แต่(?!ง)|ถ้า|หาก|ให้|ขอ(?!ง|บ|แสดงความนับถือ)|รอ(?![งดบยม])|แก้(?!ว)|เพิ่ม|ตัด|ลบ"
    r"|ส่ง(?!เสริม|จาก)|ฝาก|บอก"
    r"|แจ้ง|ต้อง|ก่อน|หลัง|เมื่อ|แล้ว|ด้วย(?!ความ)|ลง(?!กต|ชื่อ|นาม)|ขึ้น|เผยแพร่|อนุ(?:มัติ|ญาต)|เห็น|พิจารณา"
    r"|ตรวจ(?!สอบภายใน)|ดู(?!แล)|เป็น|คือ|จะ"
    r"|ได้|ผิด|ถูก|ครบ|ขาด|ไป|หรือ|ไหม|มั้?ย|มั๊ย|ห?เหรอ|หรอ|นี้|นั้น|ซึ่ง|ว่า(?!ที่)|ทำ|เอา|ใช้|เปลี่ยน|ปรับ|ยกเลิก|ถอน|ระงับ"
    r"|ห้าม|อย่า|งด|ปฏิเสธ"
    r"|เซ็น|ประชุม"
    r"|เฉพาะ|ยกเว้น|เว้น|พรุ่งนี้|อ่าน|พัก|ผ่าน|โอเค|มอบ(?!หมาย)|เสนอ|แทน(?!ผู้อำนวย)|[?!？]"
    r"|\b(?:not|no|but|if|please|wait|approv|reject|except|only|change|fix|remove|after|before|pending)",
    re.IGNORECASE,
)
_TITLE: Final = (
    r"(?:นางสาว|น\.ส\.|นาย|นาง|ดร\.|ว่าที่\s*(?:ร้อยตรี|ร\.ต\.|พ\.ต\.)\s*(?:หญิง)?|ผศ\.|รศ\.|[สจ]\.อ\."
    r"|พ\.[จต]\.อ\.|"
    r"คุณ|อาจารย์|อ\.|ครู|mr\.?|mrs\.?|ms\.?|dr\.?)"
)
_NAME: Final = Pattern(rf"\(?\s*(?:ลงชื่อ|ลงนาม)?[\s.:]*{_TITLE}\s*[ก-์a-z][ก-์a-z .]{{3,50}}\)?", re.IGNORECASE)
_NO_NAME: Final = Pattern(
    r"ลา(?:ป่วย|กิจ|พัก|คลอด|บวช|ออก|ศึกษา)|เบิก|งบ|สั่ง|ค่า(?=เดิน|เช่า|ใช้|จ้าง|อาหาร|ที่พัก|ตอบ)|ซื้อ|จ้าง|โทรมา|พูด|กล่าว|เล่น|เดียว"
    r"|ร่าง|ตัวอย่าง|ทดสอบ|สำเนา|โครงการ|อื่น|ย้าย|โอน|draft|test|copy"
)
"""What makes of a title and a name a sentence: «ครูสมศรีลาคลอด», «คุณวนิดาสั่ง»."""
_ROLE: Final = Pattern(
    r"\(?(?:ตำแหน่ง|ผู้อำนวยการ|ผอ\.?|รอง|หัวหน้า|หน\.|นัก(?!เรียน)|ศึกษานิเทศก์|ศน\.|เจ้าพนักงาน|เจ้าหน้าที่|ครู|กลุ่ม|ฝ่าย"
    r"|งาน|สังกัด|"
    r"สำนักงาน|สพม|สนง|โรงเรียน|ปฏิบัติ(?:หน้าที่|ราชการ)|รักษา(?:การ|ราชการ)|director|head|deputy|office"
    r"|school)[^\n]{0,90}",
    re.IGNORECASE,
)
_SPOKEN: Final = Pattern(r"เล่น|สั่ง|อย่างเดียว|ร่าง|ตัวอย่าง|ทดสอบ|สำเนา|draft|copy")
_CONTACT: Final = Pattern(
    r"(?:โทร(?:ศัพท์|สาร)?|มือถือ|tel|phone|mobile|fax|e-?mail|อีเมล|line|ไลน์|www\.|https?://|\(?[+0])[^\n]{0,80}"
    r"|[^\s@]+@[^\s@]+",
    re.IGNORECASE,
)
_ADVERT: Final = Pattern(
    r"(?:ส่งจาก|จาก(?=\s*(?:มือถือ|โทรศัพท์|iphone|ipad))|sent from|รับ outlook|get outlook"
    r"|ดาวน์โหลด outlook)\s*(?:my|the|แอป)?\s*"
    r"(?:iphone|ipad|samsung|galaxy|android|yahoo|outlook|gmail|mail|huawei|oppo|vivo|xiaomi|redmi"
    r"|realme|windows|mobile|phone|"
    r"สมาร์ทโฟน|โทรศัพท์|อุปกรณ์|มือถือ|แท็บเล็ต|for|สำหรับ)?[a-z0-9 .()+-]*(?:ของฉัน|สำหรับ|for)?[a-z0-9 .()+-]*",
    re.IGNORECASE,
)
_CLOSING: Final = Pattern(
    r"(?:ขอแสดงความนับถือ(?:อย่างยิ่ง)?|ด้วยความเคารพ(?:อย่างสูง)?|ด้วยความนับถือ|ขอ?บ(?:คุณ|พระคุณ)(?:มาก)?(?:ครับ|ค่ะ)?|"
    r"(?:best|kind|warm)?\s*regards|best wishes|best|sincerely(?: yours)?|yours (?:sincerely|faithfully)"
    r"|thanks?(?: you)?)[\s,.]*",
    re.IGNORECASE,
)
_DATE: Final = Pattern(
    r"(?:วันที่)?\s*[0-9]{1,2}\s*(?:[/.-]\s*[0-9]{1,2}\s*[/.-]"
    r"|[ก-ฮ]{1,3}[ิีเะ-์]*[ก-ฮ.]*[ก-์.]*)\s*(?:พ\.ศ\.)?\s*[0-9]{2,4}"
    r"(?:\s*,?\s*(?:เวลา)?\s*[0-9]{1,2}[.:][0-9]{2}\s*(?:น\.?)?)?"
)
_NOTHING: Final = Pattern(r"[\s\-_–—=*.,~|]*")
_SUPERIOR: Final = Pattern(r"ผอ|ผู้อำนวยการ|รอง|ท่าน|นายก|เลขา|director", re.IGNORECASE)
_SALUTATION: Final = Pattern(
    r"(?:เรียน|ถึง|dear|hi|hello)\s*[ก-๙a-z0-9 .,:()]{1,50}|สวัสดี[ก-๙ ]{0,30}", re.IGNORECASE
)
_QUOTE_BEGINS: Final = Pattern(
    r"[-_\s]*(?:forwarded message|original message|ข้อความ(?:ต้นฉบับ|เดิม|ดั้งเดิม|ที่(?:ถูก)?ส่งต่อ))"
    r"|(?:ในวันที่|เมื่อ|on )[^\n]*(?:เขียน(?:ไว้)?(?:ว่า)?|wrote)\s*:?\s*$|_{10,}|(?:จาก|from):.*@",
    re.IGNORECASE,
)


def known_names(names: Iterable[str]) -> frozenset[str]:
    """The skeletons under which known people sign: whole names and given names, without titles."""
    known: set[str] = set()
    for name in names:
        bare = without_title(normalise(name))
        known |= {skeleton(bare), skeleton(name), *(skeleton(part) for part in bare.split()[:1])}
    return frozenset(word for word in known if len(word) > 1 and not _SAYS_SOMETHING.search(word))


def unframe(own_words: str, names: Sequence[str] = ()) -> str:
    """The normalised own words without quotes, greeting lines and the signature block.

    ``names``: people of the office who may sign or be greeted. Never takes a line that says something.
    """
    return _unframed(own_words, tuple(names))


_of_the_office = lru_cache(maxsize=4)(known_names)
"""An office's names are the same for every mail."""


@lru_cache(maxsize=32)  # several readers ask about the words of one mail
def _unframed(own_words: str, names: tuple[str, ...]) -> str:
    lines = _unquoted(normalise(own_words).split("\n"))
    known = _of_the_office(names)
    lines = lines[: _signature_start(lines, known)]
    while lines and (_is_nothing(lines[0]) or _is_salutation(lines[0], known)):
        if not any(line.strip() for line in lines[1:]):
            break
        lines = lines[1:]
    return "\n".join(lines).strip()


def _unquoted(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if _QUOTE_BEGINS.match(line.strip()):
            break
        if not line.lstrip().startswith((">", "|")):
            kept.append(line)
    return kept


def _signature_start(lines: list[str], known: frozenset[str]) -> int:
    """The index of the line where the signature begins; roles, contacts and dates count only below a name."""
    start = len(lines)
    pending = False
    for at in range(len(lines) - 1, -1, -1):
        line = digits_in_place(lines[at].strip())
        if _is_nothing(line):
            start = start if pending else at
        elif _opens_signature(line, known):
            start, pending = at, False
        elif _may_follow_a_name(line):
            pending = True
        else:
            break
    return start


def _is_nothing(line: str) -> bool:
    return _NOTHING.fullmatch(line) is not None and "..." not in line


def _opens_signature(line: str, known: frozenset[str]) -> bool:
    if _is_advert(line) or _CLOSING.fullmatch(line) or _is_known_name(line, known):
        return True
    return _NAME.fullmatch(line) is not None and not (_SAYS_SOMETHING.search(line) or _NO_NAME.search(line))


def _is_advert(line: str) -> bool:
    return _ADVERT.fullmatch(line) is not None and not _SAYS_SOMETHING.search(line)


def _is_known_name(line: str, known: frozenset[str]) -> bool:
    bare = re.sub(r"^\W*(?:ลงชื่อ|พี่|น้อง)?[\s.:]*", "", line)
    return skeleton(bare) in known or skeleton(without_title(bare)) in known


def _may_follow_a_name(line: str) -> bool:
    if _SAYS_SOMETHING.search(line) or _SPOKEN.search(line):
        return False
    return any(kind.fullmatch(line) for kind in (_ROLE, _CONTACT, _DATE))


def _is_salutation(line: str, known: frozenset[str]) -> bool:
    """A line that only greets; one to a superior is kept, for then somebody asks and does not decide."""
    line = line.strip()
    if _SUPERIOR.search(line) or not _SALUTATION.fullmatch(line):
        return False
    to = re.sub(r"^(?:เรียน|ถึง|dear|hi|hello|สวัสดี(?:ครับ|ค่ะ|คะ)?)\s*", "", line, flags=re.IGNORECASE)
    return _is_known_name(to, known) or not _SAYS_SOMETHING.search(line)
