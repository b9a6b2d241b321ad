"""The numbers in an answer to a digest: «ข้อ 1 … ข้อ 2 …», «1,2 ลงแล้ว», «0042», «เรื่องที่ 3».

Only numbers that name an item: «2 เรื่อง» counts, «รูปที่ 3» is a picture, «ต่อ 21» a telephone. What is said
of an item is read elsewhere.
"""

import re
from dataclasses import dataclass
from typing import Final

from mailbot.core.language.offsets import digits_in_place
from mailbot.core.language.pattern import Pattern

_REQUEST: Final = (
    r"\[?(?P<request>[A-Za-zก-ฮ]{2,8}[.]?[0-9]{0,3}-[0-9]{4}-[0-9]{3,6}"
    r"|(?<![0-9/:.-])0[0-9]{3}(?![0-9/:.-]))\]?"
)
_NUMBER: Final = r"[0-9]{1,2}(?![0-9/:]|[.][0-9])"
_COUNTER: Final = (
    r"(?!\s*(?:เรื่อง|รายการ|ข้อ|รูป|ภาพ|ไฟล์|งาน|คน|วัน|หน้า|น\.|โมง|นาที|ม\.ค|ก\.พ|มี\.ค|เม\.ย"
    r"|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค))"
)
_TIME: Final = r"(?!\s*(?:วัน|คน|น\.|โมง|นาที|ชั่วโมง))"
_AND: Final = (
    r"(?:\s*(?:,|และ|กับ|&|\+|-|–|ถึง|แล้วก็)\s*(?:(?:ข้อ|เรื่อง|รายการ|ลำดับ)(?:ที่)?\s*|#\s*)?|\s+(?=[0-9]))"
)
_NAMED: Final = rf"(?:(?:ข้อ|เรื่อง|รายการ|ลำดับ)(?:ที่)?|#)\s*(?P<named>{_NUMBER}(?:{_AND}{_NUMBER})*){_TIME}"
# At the beginning of a line, or as «1)» after a space.
_LINE: Final = (
    rf"(?:^|(?<=\n))[ \t]*\(?(?P<line>{_NUMBER}(?:{_AND}{_NUMBER})*)(?:[ \t]*[.):=-]|{_COUNTER})(?=\s"
    rf"|[^0-9\s.])"
)
_INLINE: Final = rf"(?<=\s)\(?(?P<inline>{_NUMBER})(?:\)|[.](?=\s*[^\s0-9น]))"
# After «ยกเว้น» a bare number is an item; elsewhere only the next one is: «1 ขึ้นแล้ว 2 เอาลงแล้ว».
_EXCEPT: Final = rf"(?<=เว้น)\s*(?P<but>{_NUMBER}(?:{_AND}{_NUMBER})*){_COUNTER}{_TIME}"
_NEXT: Final = (
    rf"(?<=\n)[ \t]*(?P<line_on>{_NUMBER})(?=[ \t]+(?:ไฟล์|รูป|ภาพ|หน้า))"
    rf"|(?<=[^0-9\s][ \t])(?P<on>{_NUMBER})(?=[ \t]+[^\s0-9]){_COUNTER}(?!\s*(?:ทุ่ม|โมง|ครั้ง|เดือน|ปี|บาท))"
)
_REST: Final = r"(?P<rest>นอกนั้น|นอกจาก(?:นี้|นั้น)|(?:ข้อ|เรื่อง|รายการ)?ที่เหลือ|(?:ข้อ|เรื่อง|รายการ)อื่น(?:\s*ๆ)?)"
_ITEM: Final = Pattern(f"{_REQUEST}|{_NAMED}|{_LINE}|{_INLINE}|{_EXCEPT}|{_NEXT}|{_REST}")
REST: Final = "rest"
_JOINED: Final = Pattern(r"\s*(?:,|และ|กับ|&)?\s*")
_RANGE: Final = Pattern(r"([0-9]{1,2})\s*(?:-|–|ถึง)\s*(?:(?:ข้อ|เรื่อง|รายการ|ลำดับ)(?:ที่)?\s*)?([0-9]{1,2})")
_LONGEST_RANGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """Items named together, and where the words naming them stand."""

    items: tuple[str, ...]
    start: int
    end: int


def find_numbered(text: str) -> list[Numbered]:
    """The groups of items a normalised text names, in order; neighbours are one group."""
    plain = digits_in_place(text)
    groups: list[Numbered] = []
    for match in _ITEM.finditer(plain):
        items = _items(match, groups)
        if not items:
            continue
        one = Numbered(items=items, start=match.start(), end=match.end())
        if groups and _JOINED.fullmatch(plain[groups[-1].end : one.start]):
            last = groups.pop()
            one = Numbered(items=(*last.items, *one.items), start=last.start, end=one.end)
        groups.append(one)
    named = {item for group in groups for item in group.items}
    return groups if named - {REST} else []


def _items(match: re.Match[str], before: list[Numbered]) -> tuple[str, ...]:
    """The items one match names; a bare number inside a line only when it is the next one."""
    if match["request"]:
        return (match["request"],)
    if match["rest"]:
        return (REST,)
    following = match["line_on"] or match["on"]
    if following:
        last = before[-1].items[-1] if before else ""
        return (str(int(following)),) if last.isdecimal() and int(following) == int(last) + 1 else ()
    return _numbers(match["named"] or match["line"] or match["inline"] or match["but"])


def _numbers(written: str) -> tuple[str, ...]:
    """«1,2», «1-3», «1 และ 3» as single numbers."""
    found: list[str] = []
    at = 0
    for match in _RANGE.finditer(written):
        found += re.findall("[0-9]+", written[at : match.start()])
        first, last = int(match.group(1)), int(match.group(2))
        if first < last <= first + _LONGEST_RANGE:
            found += map(str, range(first, last + 1))
        else:
            found += [match.group(1), match.group(2)]
        at = match.end()
    found += re.findall("[0-9]+", written[at:])
    return tuple(str(int(number)) for number in found)
