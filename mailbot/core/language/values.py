"""What stands behind a label, cleaned to the value the form wants; and numbers and addresses found anywhere.

Dotted leaders go, single dots of abbreviations stay, the wording stays as typed. None: nothing there.
"""

import re
from typing import Final

from mailbot.core.language.categories import deliveries
from mailbot.core.language.names import tidy_name
from mailbot.core.language.offsets import digits_in_place
from mailbot.core.language.thai import skeleton
from mailbot.core.language.units import find_sites, resolve_site
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.request import Delivery

_LEADERS: Final = re.compile(r"[.…_·]{2,}|…|(?:\s[.·_]){2,}")
_ABBREVIATED: Final = re.compile(
    r"(?<=\.[ก-ฮ])\.{2,}|(?<=\.[ก-ฮ][ก-ฮ])\.{2,}|(?<=นปส)\.{2,}|(?<=[\s.]ศน)\.{2,}|(?<=จนท)\.{2,}"
)
_DOT_THEN_LEADER: Final = re.compile(r"(?<=[ก-ฮ])\.[…_·]+")
_EDGES: Final = " \t:：=;,|-–—/*"
_POLITE_TAIL: Final = re.compile(r"\s*(?:นะ)?(?:ครับ(?:ผม)?|คับ|ค่ะ|คะ|ค่า|จ้า)\s*$")
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"”»)]+", re.IGNORECASE)
_URL_TAIL: Final = re.compile(r"(?:(?:ครับ|คับ|ค่ะ|คะ|ค่า|นะ|จ้า|ๆ)+|[.,;:!?'\]}>…]+)+$")
_REGISTER: Final = re.compile(
    r"(?:เลข(?:ที่)?(?:ทะเบียน)?รับ(?:หนังสือ)?(?:ที่|เลขที่)?|ทะเบียนรับ(?:ที่|เลขที่)?|รับที่"
    r"|ทะเบียนหนังสือรับ(?:ที่)?)\s*[:：]?\s*(?P<no>[ก-ฮA-Za-z.]{0,6}\s?[0-9๐-๙]{1,7}(?:\s?/\s?[0-9๐-๙]{2,4})?)"
)
_MEMO: Final = re.compile(
    r"(?:^|\s|(?<=บันทึก)|(?<=บันทึกข้อความ)|(?<=หนังสือ))(?:บันทึก(?:ข้อความ)?|หนังสือ)?\s?(?:เลข)?ที่\s*[:：]?\s*(?P<no>(?:ศธ|มท|สพม|อว|นร"
    r"|กค)[\s.]*[0-9๐-๙]{3,6}(?:[.\-][0-9๐-๙]+)*\s?/\s?(?:ว\s?)?[0-9๐-๙]+)"
)
_ISSUED_BY: Final = re.compile(
    r"^\s*ส่วนราชการ[\s:：]*[^\n]{0,60}?(?P<unit>(?:กลุ่ม|หน่วย|โรงเรียน)[^\n\t]{2,90}?)\s*(?=โทร|\t|สพม|สำนักงาน|$)",
    re.MULTILINE,
)
_CREDIT: Final = re.compile(
    r"(?:แหล่ง)?ที่มา(?:ของ)?(?:ข้อมูล|ภาพ|ข่าว)?\s*[:：]\s*(?P<a>[^\n]{2,120})|(?:ขอบคุณ|เครดิต)(?:ภาพ|ข้อมูล"
    r"|รูป)?(?:จาก|\s*[:：])\s*(?P<b>[^\n]{2,120})"
    r"|(?:ภาพ|รูป)(?:ถ่าย)?โดย\s*[:：]?\s*(?P<c>[^\n]{2,80})"
)
_QUESTION: Final = re.compile(
    r"(?:และ|หรือ|กับ)?\s*(?:ของ(?:ท่าน|คุณ|ผู้ขอ)|ที่(?:ติดต่อได้|ต้องการ|ขอเผยแพร่)|(?:คือ)?(?:ใด|อะไร|ไหน)|ตำแหน่งของ|\?)|(?:และ|หรือ)(?:\s|$)"
)
"""What stands behind a label when the label is the question itself («1) ชื่อ-สกุล และตำแหน่งของท่าน»)."""
_UPDATING: Final = re.compile(r"ปรับปรุง|แก้ไข|แก้|อัป?พ?เด[ตท]|เปลี่ยน|update", re.IGNORECASE)
_GROUP: Final = re.compile(
    r"(?:บน)?(?:หน้า)?เว็บ(?:ไซต์|ไซด์|ไซท์)?(?:ของ)?[ \t]*กลุ่ม[ \t]*(?P<group>[^\n]{2,80}?)"
    r"\s*(?:(?=สพม|สพป|\(|www\."
    r"|ในหัวข้อ|เรื่อง\s|ครับ|คับ|ค่ะ|คะ|นะ|ด้วย|หน่อย|ให้"
    r"|\s(?:ไม่|ไฟล์|แนบ|ตาม|ทั้ง|จำนวน|เพื่อ|ขอ|ครั้ง|รูป|ภาพ))|$)",
    re.MULTILINE,
)
_GROUP_PATH: Final = re.compile(
    r"(?P<host>(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+)/[\s.…]*(?P<path>[a-z][a-z0-9_-]{1,30})[\s.…]*(?=[)\s\"”»]|$)",
    re.IGNORECASE,
)
_MAIN_SITE: Final = re.compile(
    r"เว็บ(?:ไซต์|ไซด์|ไซท์)?(?:ของ)?\s*(?:หลัก|สำนักงาน(?:เขตพื้นที่|เขต)?|สนง\.|เขต|สพม|สพป)|website\s*สพม|เว็บ\s?สพม",
    re.IGNORECASE,
)
_ATTACHED: Final = re.compile(
    r"(?:ตาม|ดัง)?(?:ไฟล์|เอกสาร|รูป|ภาพ|ข้อมูล|ประกาศ|หนังสือ|บันทึก)?(?:ที่|ตาม|ได้)?แนบ(?:ไฟล์|มา|รูป|ภาพ|เอกสาร|แล้ว|ไว้|นี้|ท้าย"
    r"|[\s.)ครับค่ะคะ]|$)|ตามแนบ|ดังแนบ|ไฟล์แนบ|แนบ(?:ไฟล์|รูป|ภาพ|เอกสาร|มา)"
    r"|(?<![a-z])(?:attached|enclosed|attachment)(?![a-z])",
    re.MULTILINE | re.IGNORECASE,
)
_NOT_ATTACHED: Final = re.compile(
    r"(?:ไม่ได้|ยังไม่ได้|ไม่มีไฟล์|ไม่)\s?แนบ|(?:แบบฟอร์ม|ฟอร์ม)[^\n]{0,12}แนบ(?:สแกน)?|แนบสแกน"
)
_FORMALITY: Final = re.compile(
    r"(?:และ)?(?:ขอ)?(?<!การ)(?<!คำ)(?<!ใบ)(?<!ผู้)(?<!หนังสือ)(?<!ต้อง)(?<!ไม่)(?<!ให้)รับรอง(?:ว่า|ความ|ข้อมูล)[^\n]*|^\s*(?:ขอ)?รับรอง(?:แล้ว)?(?:ครับ|ค่ะ|คะ)?\s*$|(?:ข่าว|ข้อมูล"
    r"|เรื่อง)นี้ไม่(?:ส่ง|มี)?(?:ผล)?กระทบ[^\n]*|ไม่ส่งผลกระทบ[^\n]*"
    r"|จำเป็นเร่งด่วน[^\n]*|(?:แบบฟอร์ม)?คำขอเผยแพร่ข้อมูลข่าวสาร[^\n]*|แบบฟอร์ม(?:คำ)?ขอเผยแพร่[^\n]*"
    r"|^\s*(?:บน)?เว็บไซต์กลุ่ม[^\n]*|^\s*\(?www\.[^\n]*|^\s*มีความประสงค์[^\n]*ในหัวข้อ[\s.…:]*$|ส่วนที่\s*[1๑][^\n]*",
    re.MULTILINE,
)
_ASKING: Final = re.compile(r"\s+(?:ขอ(?:เผยแพร่|ความ|ส่ง|ลง|ให้|ประชาสัมพันธ์)|มีความประสงค์|ใคร่ขอ|จึงขอ)")
_CERTIFICATION: Final = re.compile(r"(?:^|\s+)(?:และ)?(?:ขอ)?รับรอง(?:แล้ว)?(?:ว่า|ความถูก|ข้อมูลถูก|ถูกต้อง)[^\n]*")
_TELLING: Final = 24
"""So many letters of prose beside labels tell something; fewer are a remark."""


def line(text: str) -> str | None:
    """A value of one line: leaders out, spaces folded, without a certification that follows it."""
    text = _CERTIFICATION.split(text, maxsplit=1)[0]
    text = _DOT_THEN_LEADER.sub(". ", _ABBREVIATED.sub(".", text))
    folded = " ".join(_LEADERS.sub(" ", text).split()).strip(_EDGES)
    folded = re.sub(r"^\.\s*|\s+\.$", "", folded)
    return folded if skeleton(folded) else None


def topic(text: str) -> str | None:
    """A topic: one line, without the politeness after it."""
    cleaned = line(text)
    if cleaned and _QUESTION.match(cleaned):
        return None
    return _POLITE_TAIL.sub("", cleaned) or None if cleaned else None


def passage(text: str) -> str | None:
    """A value of several lines: each cleaned, empty ones out."""
    kept = [clean for each in text.split("\n") if (clean := line(each))]
    return "\n".join(kept) or None


def name(text: str) -> str | None:
    """A person's name as typed; «และตำแหน่งของท่าน» behind the label is the question, not an answer."""
    cleaned = line(text)
    if cleaned and _QUESTION.match(cleaned):
        return None
    return tidy_name(_POLITE_TAIL.sub("", cleaned)) if cleaned else None


def position(text: str) -> str | None:
    """A position as typed; a number of posts or a vacancy is none («ครู 2 อัตรา»)."""
    cleaned = line(text)
    if cleaned is None or len(cleaned) > 90:  # noqa: PLR2004 - a position fits one line
        return None
    if _QUESTION.match(cleaned) or re.search(r"อัตรา|เลขที่\s*[0-9๐-๙]|รับสมัคร", cleaned):
        return None
    return _POLITE_TAIL.sub("", re.split(r"\s{3,}", cleaned)[0])


def unit(text: str) -> str | None:
    """A unit as typed."""
    cleaned = line(_ASKING.split(text, maxsplit=1)[0])
    if cleaned and _QUESTION.match(cleaned):
        return None
    return _POLITE_TAIL.sub("", cleaned) if cleaned and len(cleaned) <= 120 else None  # noqa: PLR2004 - a unit fits one line


def register_no(text: str) -> str | None:
    """A register number («00123/2569»), digits in ASCII."""
    match = re.search(r"[ก-ฮA-Za-z.]{0,6}\s?[0-9]{1,7}(?:\s?/\s?[0-9]{2,4})?", digits_in_place(text))
    return re.sub(r"\s", "", match.group()) if match else None


def find_register_no(text: str) -> str | None:
    """The register number a text names by its words («เลขที่รับ …»)."""
    match = _REGISTER.search(text)
    return re.sub(r"\s", "", digits_in_place(match.group("no"))) if match else None


def find_memo_no(text: str) -> str | None:
    """The number of a memo («ที่ ศธ 04242/123»), never made up (S1)."""
    match = _MEMO.search(text)
    return " ".join(digits_in_place(match.group("no")).split()) if match else None


def issuing_unit(text: str) -> str | None:
    """The unit in the head of a memo («ส่วนราชการ  กลุ่มนโยบายและแผน  โทร. …»)."""
    match = _ISSUED_BY.search(_LEADERS.sub(" ", text))
    return unit(match.group("unit")) if match else None


def find_credit(text: str) -> str | None:
    """Whom the text credits for words or pictures (R25, R26)."""
    match = _CREDIT.search(text)
    return line(next(group for group in match.groups() if group)) if match else None


def url(text: str) -> str | None:
    """The first web address, without particles and punctuation glued to it."""
    match = _URL.search(text)
    if match is None:
        return None
    found = _URL_TAIL.sub("", match.group())
    return found if found.lower().startswith("http") else f"https://{found}"


def find_target_url(text: str) -> str | None:
    """The page to be changed: an address in a line that speaks of changing."""
    for each in text.split("\n"):
        if (
            _UPDATING.search(each)
            and (found := url(each))
            and "/" in found.removeprefix("https://").removeprefix("http://")
        ):
            return found
    return None


def sites(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], str | None]:
    """The sites a text asks for, and the group as written on the group form.

    ``text`` begins with the subject; the form's own line comes later and counts more for the group's name.
    A group's site by address, name or alias; a path as written when it is not on record; the main site only
    when it is named and no group's is. Empty: not said.
    """
    groups_named = [g for m in _GROUP.finditer(_LEADERS.sub(" ", text)) if (g := line(m.group("group")))]
    group = groups_named[-1] if groups_named else None
    known = find_sites(text, vocabulary)
    groups = tuple(s for s in known if s != vocabulary.main_site)
    if not groups and (path := _GROUP_PATH.search(_drop_urls(_LEADERS.sub("", text)))):
        groups = (path.group("path").lower(),)
    if not groups and group and (named := resolve_site(group, vocabulary)):
        groups = (named,)
    main = _MAIN_SITE.search(text) is not None
    both = main and re.search(
        r"(?:เว็บ(?:ไซต์)?(?:สำนักงาน|หลัก|เขต|สพม)[^\n]{0,20}(?:และ|กับ|\+)|(?:และ|กับ"
        r"|\+)\s*(?:บน)?เว็บ(?:ไซต์)?(?:สำนักงาน|หลัก|เขต))",
        text,
    )
    if groups:
        return ((vocabulary.main_site, *groups) if both else groups), group
    return ((vocabulary.main_site,) if main and group is None else ()), group


def _drop_urls(text: str) -> str:
    return re.sub(r"https?://[^\s]+|[^\s@]{1,80}@[^\s@]{1,120}", " ", text)


def delivery(text: str) -> tuple[Delivery, ...]:
    """How prose says the files come: «ส่งทาง My-Office แล้ว», «ไฟล์แนบแล้ว»."""
    ways = deliveries(text)
    outside = tuple(way for way in ways if way not in {Delivery.OTHER, Delivery.EMAIL})
    return outside or attached(text)


def attached(text: str) -> tuple[Delivery, ...]:
    """By e-mail, when a text says that files are attached («ตามไฟล์แนบ»)."""
    return (Delivery.EMAIL,) if _ATTACHED.search(text) and not _NOT_ATTACHED.search(text) else ()


def without_formalities(text: str) -> str:
    """Prose without the form's own sentences: certification, urgency, titles."""
    kept = (each.strip() for each in _FORMALITY.sub("", text).split("\n"))
    return "\n".join(each for each in kept if each)


def is_telling(text: str) -> bool:
    """Whether leftover prose is long enough to be a description."""
    return len(skeleton(text)) >= _TELLING
