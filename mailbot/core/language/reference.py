"""A request named by its number or topic in an answer about it: «เรื่อง <topic> อนุมัติ» is «เรื่องนี้ อนุมัติ».

Only the very request that was asked about is recognised, and a topic only when nothing in it could be part of
an answer: the requester chooses the topic, and must not be able to choose what the head seems to say.
"""

import re
from typing import Final

from mailbot.core.language.approval import APPROVES
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.thai import normalise
from mailbot.core.language.verdict_words import ASKS, CHANGES, LATER, MARKS

_NUMBER: Final = Pattern(r"(?<![A-Za-z0-9-])[A-Za-z]{2,8}-25[0-9]{2}-[0-9]{4,6}(?![0-9-])")
_SHORTEST: Final = 10
"""Letters a topic, or the beginning of one, must have to be recognised."""
_THIS: Final = "เรื่องนี้"
_KIND: Final = r"(?:เรื่อง|ข่าว(?:สาร|ประชาสัมพันธ์)?|ประกาศ|หัวข้อ|คำขอ|รายการ|กิจกรรม)?[\s:]*[«“\"(\[]?\s*"
_CLOSED: Final = r"\s*[»”\")\]]?"
_COULD_ANSWER: Final = Pattern(
    r"^(?:ให้|ตาม|แทน|เสนอ|เป็น|โดย|เมื่อ|หลัง|ก่อน|หาก|ถ้า|ต่อเมื่อ|ภายใต้|เฉพาะ|เอา|ลบ|ตัด|เพิ่ม|ส่ง|ขอให้)"
    r"|จนกว่า|นอกจาก|เว้น|ปรึกษา|ผิด|อีกครั้ง|เท่านั้น|เงื่อนไข|ความลับ"
    r"|ไม่|มิ|ยัง|ห้าม|อย่า|งด|ปฏิเสธ|ระงับ|ยกเลิก|ถอน|มอบ(?!ตัว|ทุน|เกียรติ|รางวัล)|[?]|\b(?:no|not|reject)\b"
)


def with_this(own_words: str, number: str, topic: str | None) -> str:
    """The normalised own words with this request's own number and topic as «เรื่องนี้»; else as they are."""
    text = normalise(own_words)
    about = re.compile(
        rf"(?:เรื่อง|คำขอ)?(?:เลข)?(?:ที่)?[\s:]*[\[(]?\s*{re.escape(number)}\s*[\])]?(?![0-9-])", re.IGNORECASE
    )
    text = about.sub(f"{_THIS} ", text)
    named = _named(text, normalise(topic or "").strip())
    if named is None:
        return text
    both = re.compile(rf"{_KIND}{re.escape(named)}{_CLOSED}")
    text = both.sub(f"{_THIS} ", text, count=1)
    return re.sub(rf"(?:{_THIS}\s*){{2}}", f"{_THIS} ", text)


def names_another(own_words: str, number: str) -> bool:
    """Whether the words name a request by its whole number, and not this one."""
    return any(found.group().upper() != number.upper() for found in _NUMBER.finditer(normalise(own_words)))


def _named(text: str, topic: str) -> str | None:
    """The longest beginning of the topic that stands in the text, if it is long enough and says nothing."""
    known = (topic[:end] for end in range(len(topic), _SHORTEST - 1, -1))
    found = next((part for part in known if part in text), "").strip()
    answers = (_COULD_ANSWER, APPROVES, MARKS, ASKS, LATER, CHANGES)
    if len(found) < _SHORTEST or any(words.search("".join(found.split())) for words in answers):
        return None
    return found
