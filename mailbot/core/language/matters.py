"""How many matters a mail asks for at once (Q5): only where it says so and lists as many.

«ขอลงข่าว 2 เรื่อง ดังนี้  1. …  2. …». Nothing is split: which file belongs to which matter is the sender's to say.
"""

import re
from typing import Final

from mailbot.core.calendar import to_arabic_digits

_WORDS: Final = {"สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5}
_SAID: Final = re.compile(
    rf"(?<![\d.:/])(?P<count>[2-9]|{'|'.join(_WORDS)})\s*(?:เรื่อง|ข่าว|ประกาศ|กิจกรรม|หัวข้อ)(?!ที่|ทั้ง|\s*แรก)"
)
_LISTED: Final = re.compile(
    r"^[ \t]*(?:ข้อ|เรื่องที่|ข่าวที่|เรื่อง)?[ \t]*(?P<number>[1-9])[ \t]*[.):][ \t]*\S.*$", re.MULTILINE
)


def several_matters(text: str) -> int:
    """How many matters the text says it brings, if it lists exactly so many, numbered from 1; else 0."""
    plain = to_arabic_digits(text)
    for said in _SAID.finditer(plain):
        count = _WORDS.get(said["count"]) or int(said["count"])
        numbers = [int(line["number"]) for line in _LISTED.finditer(plain, said.end())]
        if numbers == list(range(1, count + 1)):
            return count
    return 0
