"""What a subject line says besides its title: reply and forward prefixes, our number, speed marks."""

import re
from dataclasses import dataclass

_REPLY = (
    "re|aw|antw|antwort|sv|vs|rif|odp|ynt|回复|答复|回覆|답장|ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|การตอบกลับ|ตอบกลับ|ตอบ"
    "|automatic reply|ตอบรับ"
)
_FORWARD = "fwd?|wg|tr|rv|doorst|转发|轉寄|ส่งต่อ|การส่งต่อ|forward"
_PREFIX = re.compile(
    rf"^\s*(?:\[(?:external|ภายนอก|ext)\]|(?P<reply>{_REPLY})"
    rf"|(?P<forward>{_FORWARD}))(?:\s?[\[(][0-9]{{1,2}}[\])])?\s*(?:[:：]|(?<=\]))\s*",
    re.IGNORECASE,
)
_SPEED = re.compile(r"^\s*[\[(【]?\s*(?:ด่วนที่สุด|ด่วนมาก|ด่วน|urgent)\s*[\])】]?[!！:：\s]*", re.IGNORECASE)
_NUMBER = r"\s*\[?\(?{prefix}\s?[-–—_ ]\s?[0-9๐-๙]{{4}}\s?[-–—_/ ]\s?[0-9๐-๙]{{4,6}}\]?\)?\s*"
_EMPTY = re.compile(r"^\(?\s*(?:ไม่มีหัวเรื่อง|ไม่มีชื่อเรื่อง|no subject|ไม่มีเรื่อง|none)\s*\)?$", re.IGNORECASE)
_ROUNDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A subject, taken apart."""

    text: str
    replying: bool = False
    forwarding: bool = False
    """The outermost prefix is a forward's."""


def read_title(subject: str, prefix: str) -> Title:
    """Strip what mail programs and our letters put before the title. «เรื่อง:» is typed by people and stays."""
    text = subject
    replying = forwarding = False
    number = re.compile(_NUMBER.format(prefix=re.escape(prefix)), re.IGNORECASE)
    first = ""
    for _ in range(_ROUNDS):
        found = _PREFIX.match(text)
        if found is not None:
            kind = "forward" if found["forward"] else "reply" if found["reply"] else ""
            first = first or kind
            text = text[found.end() :]
            continue
        shorter = _SPEED.sub("", number.sub(" ", text, count=1).strip(), count=1)
        if shorter == text.strip():
            break
        text = shorter
    replying, forwarding = first == "reply", first == "forward"
    text = text.strip(" \t-–—:：")
    return Title(text="" if _EMPTY.match(text) else text, replying=replying, forwarding=forwarding)
