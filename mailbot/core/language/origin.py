"""Whose data it is: the office's own («ปฐมภูมิ», «จัดทำเอง») or compiled from others («ทุติยภูมิ», «รวบรวมจาก...»).

Only what is said as an answer counts: behind a label, ticked, or a line of its own. A sentence that merely
speaks of such data is the news itself. Two kinds at once, or a denial, are nobody's answer.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from mailbot.core.request import Origin

_OWN: Final = (
    r"(?:เป็น)?(?:ข้อมูล)?ปฐมภูมิ|(?:หน่วยงาน|กลุ่ม|โรงเรียน)?(?:จัดทำ|ผลิต|(?:เก็บ)?รวบรวม|เก็บข้อมูล)(?:ขึ้น|ข้อมูล)?เอง"
    r"|\bprimary(?: data)?"
)
_COMPILED: Final = (
    r"(?:เป็น)?(?:ข้อมูล)?ทุติยภูมิ|\bsecondary(?: data)?"
    r"|(?:รวบรวม|นำ|คัดลอก|อ้างอิง|เรียบเรียง)(?:ข้อมูล)?(?:มา)?(?P<from>จาก)"
)
_CHOICE: Final = re.compile(
    rf"(?P<box>[(\[{{]\s?[/xX✓✔√]?\s?[)\]}}]|[☐☑☒✓✔□])?\s?(?:(?P<own>{_OWN})|(?P<compiled>{_COMPILED}))",
    re.IGNORECASE,
)
_TICKED: Final = re.compile(r"[/xX✓✔√☑☒]")
_DENIED: Final = re.compile(r"ไม่|มิ(?:ใช่|ได้)|\bnot?\b", re.IGNORECASE)
_ALONE: Final = re.compile(r"\s*(?:\([^()\n]{0,60}\))?[\s.…]*(?:ครับ|ค่ะ|คะ)?[\s.…]*$")
_LEADERS: Final = re.compile(r"[.…_]{2,}")
_LONGEST: Final = 300


class OriginWord(NamedTuple):
    """What was said, and whom it was compiled from if that was said with it."""

    origin: Origin
    source: str | None = None


def read_origin(value: str) -> OriginWord | None:
    """What stands behind a label («ลักษณะข้อมูล: ทุติยภูมิ (รวบรวมจาก สพฐ.)»); None for neither and for both."""
    value = value[:_LONGEST]
    found = list(_CHOICE.finditer(value))
    if any(each["box"] for each in found):
        found = [each for each in found if each["box"] and _TICKED.search(each["box"])]
    origins = {Origin.PRIMARY if each["own"] else Origin.SECONDARY for each in found}
    if len(origins) != 1 or _DENIED.search(value[: found[0].start()]):
        return None
    named = (_named(value, each) for each in found if each["from"])
    return OriginWord(origins.pop(), next((name for name in named if name), None))


def _named(value: str, at: re.Match[str]) -> str | None:
    """Who stands behind «รวบรวมจาก», up to the next choice or the end of the line."""
    rest = value[at.end() :].split("\n", 1)[0]
    following = _CHOICE.search(rest)
    rest = _LEADERS.sub(" ", rest[: following.start()] if following else rest)
    return " ".join(rest.strip(" :：()").split()) or None


def find_origin(lines: Iterable[str]) -> OriginWord | None:
    """A ticked box, or a line that is nothing but the kind of data; None when several differ."""
    said = [word for line in lines if _is_an_answer(line) and (word := read_origin(line)) is not None]
    return said[0] if len({word.origin for word in said}) == 1 else None


def _is_an_answer(line: str) -> bool:
    first = _CHOICE.match(line.strip())
    if first is None or len(line) > _LONGEST:
        return False
    return first["box"] is not None or bool(_ALONE.match(line.strip(), first.end()))
