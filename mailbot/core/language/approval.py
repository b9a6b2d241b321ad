"""The grammar of a yes: the whole of the words must be eaten by it, or it is not a yes.

No word that denies, asks, limits or postpones is in this grammar, so none can be overlooked: whatever the
grammar does not know is left over, and what is left over makes the approval unclear. The text is closed
up before (see ``closed.py``), so that a space inside a word, or none between two, changes nothing.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from mailbot.core.language.chatter import CHATTER, LOOKED
from mailbot.core.language.particles import (
    APOLOGY,
    CLOSED_OFF,
    FRIENDLY,
    GREETING,
    NEUTRAL,
    POLITE,
    PUNCTUATION,
    THANK,
    THANKED_FOR,
    THANKS,
    TO_THE_WEBMASTER,
)
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.publishing import PUBLISH, PUT_UP, WEBSITE
from mailbot.core.language.words_dates import DATE_AND_TIME

# The verbs with their everyday misspellings, each spelled out as far as no other Thai word is met.
ANUMAT: Final = r"(?:อ{1,2}[นณฯ](?:[ุู][ั]?ม[ัี]?|ม[ัี])[ตดฒถฎ][ิีืึ]?|อนุัมติ|อนุมัิต)"
ANUYAT: Final = r"(?:อ[นณ][ุู]?ญา[ตดท][ิีุ์]?)"
AGREE: Final = r"(?:(?:เห[็้]?น|เห็ฯ)ชอบ+|เห[็้]?นด้วย|ยินยอม)"
DECIDE: Final = rf"(?:{ANUMAT}|{ANUYAT}|{AGREE})"
"""To approve, to allow, to agree: any of the verbs of deciding."""

DO: Final = r"(?:ดำเนิ?น?การ)"
_GO_ON: Final = r"(?:ต่อ(?:ไป)?)?"
_CAN: Final = r"(?:ได้(?:เลย|ทันที|โดยด่วน|โดยเร็ว|วันนี้(?:เลย)?)?|(?:ไป)?เลย|ทันที|วันนี้(?:ได้)?เลย)"
_AS_ASKED: Final = (
    r"(?:ตาม(?:บันทึก|หนังสือ|เอกสาร|แบบฟอร์ม|ข้อมูล)?(?:ที่)?(?:ได้)?(?:เสนอ|ขอ|แจ้ง|แนบ)(?:มา)?(?:นี้)?"
    r"|ตาม(?:คำขอ|บันทึก|นี้|นั้น|(?:ระเบียบ|ขั้นตอน)(?:ฯ|ที่เกี่ยวข้อง|ของทางราชการ)?)(?:นี้)?)"
)
_AS_PROPOSED: Final = (
    rf"(?:ตาม(?:ที่)?(?:ได้)?(?:เสนอ|ขอ)(?:มา)?(?:นี้)?(?:{_CAN})?|ตาม(?:คำขอ|บันทึก|นี้)(?:นี้)?(?:{_CAN})?)"
)
"""What can only mean this request; «ตามระเบียบ» and «ตามที่แจ้ง» may mean what was said long ago."""
_ALL: Final = (
    r"(?:ทั้งหมด|ทุก(?:รายการ|ข้อ|ไฟล์|เรื่อง|รูป|ภาพ|อย่าง|หน้า|ประการ)"
    r"|ทั้ง(?:[2-9]|สอง|สาม|สี่|ห้า)(?:รายการ|ข้อ|ไฟล์|เรื่อง|รูป|ภาพ|อัน|ฉบับ))"
)
_THIS: Final = r"(?:(?:เรื่อง|ข่าว|ประกาศ|คำขอ|รายการ|อัน)(?:นี้|ดังกล่าว))"
_SUBJECT: Final = r"(?:ผม|ดิฉัน|ดิชั้น|ข้าพเจ้า|กระผม|ฉัน|พี่|เรา|i)"
_WEBMASTER: Final = (
    r"(?:admin|แอดมิน|webmaster|เว็บมาสเตอร์|ผู้ดูแลเว็บ(?:ไซต์)?|(?:เจ้าหน้าที่|จนท\.?)(?:เว็บ(?:ไซต์)?|ไอที|ไอซีที|it|ict)?"
    r"|ผู้เกี่ยวข้อง|ฝ่ายที่เกี่ยวข้อง|ผู้รับผิดชอบ)"
)

_CHARGE: Final = r"(?:มอบ(?:หมาย)?(?:ให้)?|แจ้ง|ฝาก|รบกวน|ให้|ขอให้)"
_CHARGED_WITH: Final = (
    rf"(?:ช่วย)?(?:{DO}|{PUBLISH}(?:(?:ใน|ทาง|ที่|ลง)?(?:เพจ|เฟซบุ๊[กค]|facebook|(?:กลุ่ม)?ไลน์))?){_GO_ON}"
    rf"(?:ให้)?(?:{_CAN}|โดย(?:เร็ว|ด่วน))?(?:ด้วย|หน่อย)*"
)

_STRONG: Final = (
    # อนุมัติ + what: the publishing of it, as asked, all of it
    rf"(?!พี่{DECIDE}{_CAN})(?:{_SUBJECT})?(?:เห็น(?:สม)?ควร)?{DECIDE}(?:แล้ว)?(?:ให้(?:แล้ว)?|{_CAN}|แล้ว|ละกัน|แล้วกัน|ไปเลย)?",
    rf"(?:{_SUBJECT})?(?:เห็น(?:สม)?ควร)?{DECIDE}(?:แล้ว)?(?:(?:{_THIS}|{_AS_ASKED}|{_ALL}){_CAN}?)+",
    (
        rf"{_SUBJECT}?(?:เห็น(?:สม)?ควร)?{DECIDE}(?:แล้ว)?(?:ในหลักการและ)?(?:ให้|การ)?(?:มีการ"
        rf"|{DO})?{PUBLISH}{_CAN}?"
    ),
    rf"(?:{_SUBJECT})?(?:เห็น(?:สม)?ควร)?{DECIDE}(?:ให้)?{DO}{_GO_ON}(?:{_CAN}|{_AS_ASKED})?",
    # ลงได้เลย, ให้เผยแพร่, ดำเนินการตามเสนอ
    rf"(?:เห็น(?:สม)?ควร)?(?:ให้|สามารถ|เชิญ|ยินดีให้)?(?:{DO})?{PUBLISH}(?:ไป)?{_CAN}{_AS_ASKED}?",
    rf"(?:ยินดี)?ให้(?:นำ)?{PUBLISH}",
    rf"(?:ให้|สามารถ)?{DO}{_GO_ON}(?:{_CAN}|{_AS_PROPOSED}){_GO_ON}",
    rf"จัดการ{_CAN}",
    rf"ชอบ[/,-]?{DO}{_GO_ON}",
    # nothing stands against it
    r"ไม่(?:มี(?:ข้อ)?)?(?:ขัด|ติด)[ขค]้อง(?:อะไร|ใดๆ|ประการใด)?",
    r"ไม่(?:มี)?ติดขัด(?:อะไร|ใดๆ)?",
    r"ไม่(?:มี(?:ข้อ|อะไร|ที่)?(?:ต้อง)?|ต้อง)แก้(?:ไข)?(?:อะไร|ใดๆ|แล้ว|เพิ่มเติม)?",
    r"ไม่มีปัญหา(?:อะไร|ใดๆ)?",
    r"ไม่(?:มีข้อ)?(?:คัดค้าน|ท้วงติง)",
    # English
    r"(?:i|we)?approved?(?:this(?:request)?|it|all|(?:for|to)(?:publication|publish(?:ing)?|post(?:ing)?|release)(?:on(?:the|our)(?:office)?website)?)?",
    r"(?:approvedasrequested|ihereby(?:approve)(?:thepublication|thisrequest|this|it)?)",
    r"(?:youmay|youcan|please|ok)?publish(?:it|this)?(?:now)?",
    r"nochanges(?:needed|required|necessary)?",
    r"(?:please)?(?:goahead(?:andpublish(?:it)?)?|proceed)",
    r"looksgood(?:tome)?|lgtm|finebyme|finewithme|allgood|(?:i)?agreed?|(?:permission|approval)?granted",
    r"noobjections?(?:fromme|frommyside)?",
)
_BARE: Final = (
    rf"ชอบ(?![ใธกมอ])(?:{CLOSED_OFF}|(?=/|{DO}))",  # the office's order; ชอบใจ, ชอบธรรม are other words
    rf"ได้(?:เลย)?{CLOSED_OFF}",  # «ได้แจ้งแอดมินดำเนินการ», «ได้ให้ลงเว็บ» tell of what was done
    r"[👍✅👌🆗✔✓]",
)
"""A yes only when nothing but courtesy stands beside it: «ได้» after other words means something else."""
_WEAK: Final = (
    rf"ผ่าน(?:เลย|ได้)?{CLOSED_OFF}",
    r"(?:โอเค|โอเช|ตกลง|ok(?:ay|ey)?|จัดไป|ลุย(?:เลย)?|yes|noproblem)(?:เลย|ได้)?",
    r"(?:sure|soundsgood|yesplease|okie|okgo)",
    r"(?:เอาเลย|ให้ผ่าน(?!อ[นณ]|เห็น|ให้)|ไฟเขียว|ปล่อยได้เลย|เอาตามนี้(?:เลย)?)",
)
"""A yes when nothing but courtesy stands beside it, or that it was looked at: «ดูแล้ว โอเคค่ะ»."""

_BEFORE_IT: Final = (
    r"(?:รับ)?ทราบ(?:แล้ว)?",
    *LOOKED,
    *CHATTER,
    _THIS,
    r"สรุป(?:ว่า|คือ)?(?!$)|(?:ผล(?:การ)?พิจารณา|คำตอบ|ความเห็น|คำสั่ง)(?::|คือ)|confirm(?:ed)?",
    rf"(?:(?:ขอ)?ยืนยันว่า|ยืนยัน(?:การ)?)(?={DECIDE})",
)
_BENIGN: Final = (
    *_BEFORE_IT,
    r"(?:thenplease|please)(?:publish|post|upload)(?:it)?(?:onthewebsite)?",
    r"ยินดี(?:อย่างยิ่ง)?",
    rf"ไม่มี(?:ข้อสังเกต(?={DECIDE})|(?:ความเห็น|ข้อคิดเห็น|ข้อสังเกต|อะไร)(?:เพิ่มเติม(?={DECIDE})|(?:เพิ่มเติม)?{CLOSED_OFF}))",
)
_AFTER_IT: Final = (
    rf"(?:ให้)?{DO}(?:โดยด่วน|โดยเร็ว|ต่อไป|ต่อ|ทันที|{_AS_ASKED}{_GO_ON})?",
    rf"{_CHARGE}{_WEBMASTER}?{_CHARGED_WITH}",
    r"จึงเรียน(?:มา)?เพื่อ(?:โปรด)?(?:ทราบ|และ|ดำเนินการ(?:ต่อไป)?)+",
)
"""Only behind a decision: «มอบแอดมินดำเนินการอนุมัติ» hands the decision on."""
_COURTESY: Final = (NEUTRAL, GREETING, APOLOGY, TO_THE_WEBMASTER)
_SLASH: Final = r"/|และ"  # ชอบ/ดำเนินการ, ทราบและอนุมัติ
_SIGNED_AFTER: Final = rf"(?:{POLITE}|{PUNCTUATION}|{FRIENDLY}|{THANKS})$"
_CALLED: Final = rf"(?:{CLOSED_OFF}|(?={PUBLISH}|{DO}|จัดการ|รบกวน|ฝาก|ทำ(?:งาน)?(?:ได้)?ดี|[0-9]|ลว|ณ))"
"""Somebody is addressed or has signed; «ได้ค่ะ วนิดาอนุมัติแล้ว» tells of her."""
_A_PART: Final = Pattern(rf"{PUT_UP}(?:รูป|ภาพ(?!กิจกรรม|ข่าว)|ไฟล์)")
"""«ลงรูปได้เลย» may leave the rest out."""
_MATTER: Final = Pattern(
    r"ข้อมูล|เนื้อหา|รายละเอียด|เอกสาร|ไฟล์|รูป|ภาพ|ข่าว|ประกาศ|เรื่อง|งาน|ทุกอย่าง|ข้อความ|ปฏิบัติ|(?:คุณ|น้อง|พี่)?(?:admin|แอดมิน|webmaster|เว็บ|ผู้ดูแล|เจ้าหน้าที่|ทีม)"
)
"""Directly behind a decision it is what was decided: «อนุมัติรูปเรียบร้อยแล้ว»."""
_FOUND_OUT: Final = Pattern(
    rf"(?:อ๋อ|อ้อ|เออ|งั้น(?:ก็)?|ตกลง(?:ว่า)?|สรุป(?:ว่า|คือ)?|(?:คำตอบ|ผล(?:การ)?พิจารณา)คือ|ทราบ)[,.]*{_THIS}?(?:ได้)?{DECIDE}(?:ไป|ให้)?แล้ว|เสียใจ"
)
"""«อ๋อ อนุมัติแล้ว», «ตกลงอนุมัติแล้วนะคะ» learn of an approval or ask; a yes with regret is none."""
_DATED: Final = Pattern(rf"{DECIDE}(?:แล้ว|{_AS_ASKED}|{_THIS}|{_ALL})*(?:{NEUTRAL})*$")
_LONGEST: Final = 240


class _Seen(NamedTuple):
    """What a way through the text has met so far."""

    strong: bool = False
    weak: bool = False
    bare: bool = False
    benign: bool = False
    looked: bool = False
    publishes: bool = False
    dated: bool = False
    last: str = ""
    """The kind of the token before, for what may not touch another."""


_DECISIONS: Final = frozenset({"strong", "weak", "bare", "publish"})


class _Token(NamedTuple):
    pattern: Pattern
    kind: str


@cache
def _tokens(names: tuple[str, ...]) -> tuple[_Token, ...]:
    kinds: list[tuple[str, str]] = []
    kinds += [(pattern, "publish" if PUBLISH in pattern else "strong") for pattern in _STRONG]
    kinds += [(pattern, "weak") for pattern in _WEAK]
    kinds += [(pattern, "bare") for pattern in _BARE]
    kinds += [(pattern, "benign") for pattern in _BENIGN if pattern not in LOOKED]
    kinds += [(pattern, "after") for pattern in _AFTER_IT]
    kinds += [(pattern, "looked") for pattern in LOOKED]
    kinds += [(pattern, "courtesy") for pattern in _COURTESY]
    kinds += [(_SLASH, "slash"), (rf"(?:ณ(?:วันที่)?|ลว\.?)?{DATE_AND_TIME}", "date")]
    kinds.append((rf"(?:น้อง|พี่)(?:ๆ|ทุกคน|เว็บ)?(?:{_CALLED}|(?<=น้อง)(?=พี่{DECIDE}))", "name"))
    if names:
        called = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        person = rf"(?:คุณ|พี่|น้อง|นาย|นางสาว|นาง|น\.ส\.|ครู|อ\.|ดร\.)?(?:{called})"
        proposed = rf"ตามที่(?:ศน\.|ผอ\.?|รอง(?:ผอ\.|ฯ)?|หัวหน้า)?{person}(?:ได้)?เสนอ(?:มา|นั้น)*{CLOSED_OFF}"
        kinds.append((proposed, "benign"))
        thanks = rf"{THANK}{person}(?:มาก|ด้วย|{THANKED_FOR})*(?={POLITE}|{PUNCTUATION}|{FRIENDLY}|$)"
        kinds += [(f"{person}{_CALLED}", "name"), (thanks, "courtesy")]
        kinds.append((f"{_CHARGE}{person}{_CHARGED_WITH}", "charged"))
    return tuple(_Token(Pattern(pattern), kind) for pattern, kind in kinds)


_AFTER_COURTESY: Final = Pattern(_SIGNED_AFTER)


def is_approval(closed: str, names: Sequence[str] = ()) -> bool:
    """Whether a closed text is nothing but an approval.

    ``names``: closed names of people who may be addressed or sign, after the decision and a particle.
    """
    if not closed or len(closed) > _LONGEST or _FOUND_OUT.search(closed):
        return False
    tokens = _tokens(tuple(names))
    reached: dict[int, set[_Seen]] = {0: {_Seen()}}
    for at in range(len(closed)):
        for seen in reached.pop(at, ()):
            for token in tokens:
                match = token.pattern.match(closed, at)
                if match is None or match.end() == at:
                    continue
                after = _step(seen, token.kind, closed, at, match.end())
                if after is not None:
                    reached.setdefault(match.end(), set()).add(after._replace(last=token.kind))
    return any(_is_yes(seen) for seen in reached.get(len(closed), ()))


def _step(seen: _Seen, kind: str, closed: str, at: int, end: int) -> _Seen | None:
    """The way one token further, or None when it may not stand here."""
    decided = seen.strong or seen.weak or seen.bare
    if kind == "publish":
        return None if _A_PART.search(closed[at:end]) else seen._replace(strong=True, publishes=True)
    if seen.last in _DECISIONS and _is_its_object(kind, closed, at):
        return None
    if kind in {"strong", "weak", "bare", "benign", "looked"}:
        met: dict[str, Any] = {kind: True}
        return None if seen.dated else seen._replace(**met)
    if kind == "slash":
        return seen if (decided or seen.benign) and at and end < len(closed) else None
    if kind == "date":  # «อนุมัติ 15 ม.ค. 69» is dated; «ให้ลง 15 ม.ค. 69» is a condition
        by_the_way = _DATED.search(closed[:at]) or (seen.strong and seen.last == "name")
        return seen._replace(dated=True) if by_the_way and not seen.publishes else None
    if kind in {"after", "charged"}:  # «ตกลงให้วนิดาดำเนินการ» may hand the decision on
        may = seen.strong or (decided and kind == "after" and seen.last == "courtesy")
        return seen if may and not seen.dated else None
    if kind == "name":
        return seen if decided and _AFTER_COURTESY.search(closed[:at]) else None
    return seen


def _is_its_object(kind: str, closed: str, at: int) -> bool:
    """Whether what directly follows a decision may be what was decided, or by whom: then it is not this."""
    if kind in {"strong", "weak", "bare", "after", "charged", "slash", "date"}:
        return False
    if closed.endswith("ให้", 0, at) and kind != "courtesy":
        return True
    return _MATTER.match(closed, at) is not None


def _is_yes(seen: _Seen) -> bool:
    if seen.strong:
        return True
    return not seen.benign and (seen.weak or (seen.bare and not seen.looked))


def begins_with_approval(closed: str) -> int | None:
    """Where the approval ends with which a closed text begins; None when it begins with anything else."""
    match = _BEGINS.match(closed)
    return match.end() if match else None


_BEGINS: Final = Pattern(
    rf"(?:{NEUTRAL}|{GREETING}|{TO_THE_WEBMASTER}|{'|'.join(_BEFORE_IT)})*+"
    rf"(?P<yes>{DECIDE}(?:แล้ว|เลย|ได้)?|{'|'.join(f'(?:{pattern})' for pattern in _STRONG[1:])}"
    rf"|(?:ok(?:ay)?|โอเค|ชอบ(?![ใธกมอ])|[👍✅👌🆗]|ผ่าน(?!มา)|ได้(?={POLITE}|แต่)))"
    rf"{NEUTRAL}*+"
)
APPROVES: Final = Pattern(rf"{DECIDE}|{PUBLISH}{_CAN}")
"""A granting word anywhere: only for telling what an unclear text is about, never for a yes."""
SITE: Final = Pattern(WEBSITE)
