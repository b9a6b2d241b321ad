"""Answers that point at a choice: a number from the menu of our letter, or a ticked box.

A number is an answer only when it stands alone at the beginning, or before a reason; «2 ไฟล์» counts files.
A box is an answer only when exactly one is ticked and every choice is understood.
"""

import re
from dataclasses import dataclass
from typing import Final

from mailbot.core.language.approval import DECIDE, is_approval
from mailbot.core.language.closed import Closed
from mailbot.core.language.particles import NEUTRAL
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.words_dates import DATE
from mailbot.core.mail import VerdictIs

_CHOICES: Final = {
    "1": VerdictIs.APPROVE,
    "2": VerdictIs.REJECT,
    "3": VerdictIs.REVISE,
    "4": VerdictIs.DELEGATE,
}
_CHOSEN: Final = Pattern(
    r"(?:(?:เลือก|กด)(?:ข้อ|หมายเลข|เลข|เบอร์)?)?[(\[]?(?P<number>[1-4])[)\]]?(?P<mark>[.:=)]?)(?![0-9])"
)
_COURTESY: Final = Pattern(rf"{NEUTRAL}*+")
_COUNTS: Final = Pattern(
    r"[-–/,%+]|[0-9]|และ|หรือ|กับ|ถึง|(?:เรื่อง|ไฟล์|รูป|ภาพ|วัน|คน|ข้อ(?!มูล|ความ)|หน้า|โมง|นาที|ชั่วโมง|ชม|รายการ|อัน"
    r"|ชุด|ฉบับ"
    r"|แผ่น|เดือน|ปี|"
    r"สัปดาห์|อาทิตย์|ครั้ง|โรง|ท่าน|กลุ่ม|เท่า|บาท|ที่|จุด|ย่อหน้า|บรรทัด|st|nd|rd|th|files?|days?|pages?|photos?|weeks?)"
)
_ANOTHER_NUMBER: Final = Pattern(r"(?<![0-9])[1-4][.)=:]*(?:อนุ|ไม่อนุ|ขอแก้|มอบ)")
_NUMBERED_LINE: Final = Pattern(r"^\s*[(\[]?(?P<number>[1-9๑-๙])\s*[.)\]]\s*(?P<words>\S.*)$")

_TICKED: Final = r"(?:\((?:/|x|✓|✔|√|v)\)|\[(?:/|x|✓|✔|√|v)\]|☑|☒|■|●|◉)"
_EMPTY: Final = r"(?:\(\)|\[\]|☐|□|○)"
_BOX: Final = Pattern(rf"(?P<ticked>{_TICKED})|{_EMPTY}")
_LABEL: Final = Pattern(
    rf"(?:(?P<no>ไม่(?:{DECIDE})|rejected?|notapproved?)|(?P<yes>{DECIDE}(?:ให้เผยแพร่)?|approved?)"
    rf"|(?P<change>(?:ขอ|ให้)?แก้ไข)|(?P<other>มอบ(?:หมาย)?(?:ผู้อื่น)?))"
    rf"{NEUTRAL}*+"
)
_BEFORE_BOXES: Final = Pattern(r"(?:ผล(?:การ)?พิจารณา|ความเห็น|คำสั่ง)?:?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen, and where in the closed text the words after the number begin."""

    is_: VerdictIs
    rest: int
    """Index into the closed text; its length when nothing follows."""


def read_number(closed: Closed) -> Choice | None:
    """The choice of the menu a text begins with; None when its first number is none.

    For an approval everything after the number is still to be read: here it is only a claim.
    """
    match = _CHOSEN.match(closed.text)
    if match is None or _ANOTHER_NUMBER.search(closed.text[match.end("number") :]):
        return None
    rest = _COURTESY.match(closed.text, match.end())
    start = rest.end() if rest else match.end()
    tail = closed.text[match.end() :]
    if _COUNTS.match(tail) or _COUNTS.match(closed.text, start) or re.match(DATE, closed.text):
        return None
    if match.group("number") == "2" and is_approval(closed.text[start:]):
        return None
    return Choice(is_=_CHOICES[match.group("number")], rest=start)


def without_numbers(text: str) -> str:
    """An order in numbered lines («๑. ทราบ ๒. อนุมัติ») without its numbers; any other text as it is."""
    lines = [line for line in text.split("\n") if line.strip()]
    matches = [_NUMBERED_LINE.match(line) for line in lines]
    found = [match for match in matches if match]
    if len(found) != len(lines) or [int(match.group("number")) for match in found] != list(
        range(1, len(lines) + 1)
    ):
        return text
    return "\n".join(match.group("words") for match in found) if len(found) > 1 else text


def has_boxes(closed: str) -> bool:
    """Whether there is any box in the text, ticked or empty."""
    return _BOX.search(closed) is not None


def read_boxes(closed: str) -> VerdictIs:
    """The one ticked choice; unclear when none, several, or anything besides known choices is there."""
    boxes = list(_BOX.finditer(closed))
    chosen: list[VerdictIs] = []
    if not boxes or not _BEFORE_BOXES.fullmatch(closed[: boxes[0].start()]):
        return VerdictIs.UNCLEAR
    for number, box in enumerate(boxes):
        end = boxes[number + 1].start() if number + 1 < len(boxes) else len(closed)
        label = _LABEL.fullmatch(closed[box.end() : end])
        if label is None:
            return VerdictIs.UNCLEAR
        if box.group("ticked"):
            chosen.append(_meaning(label))
    return chosen[0] if len(chosen) == 1 else VerdictIs.UNCLEAR


def _meaning(label: re.Match[str]) -> VerdictIs:
    if label.group("no"):
        return VerdictIs.REJECT
    if label.group("yes"):
        return VerdictIs.APPROVE
    return VerdictIs.REVISE if label.group("change") else VerdictIs.DELEGATE
