"""People's names: titles and ranks, and how two spellings of one person are compared.

A name is kept as typed, title and all («ว่าที่ ร.ต.หญิง กนกวรรณ ศรีสุข»); the title is only taken off to
compare. Nicknames mean somebody only through the directory.
"""

import re
from difflib import SequenceMatcher
from typing import Final

from mailbot.core.language.offsets import digits_in_place
from mailbot.core.language.thai import skeleton
from mailbot.core.language.vocabulary import PersonWords, Vocabulary

_TITLE: Final = (
    r"(?:(?:ว่าที่\s?)?(?:[ก-ฮ]{1,2}\.){2,4}\s?(?:หญิง)?(?=\s|[ก-ฮเ-ไ])|(?:ผู้ช่วยศาสตราจารย์|รองศาสตราจารย์|ศาสตราจารย์|ผศ|รศ|ศ)\.?\s*(?:ดร\.?|พิเศษ)?"
    r"|ว่าที่\s?(?:ร้อย(?:ตรี|โท|เอก)|พัน(?:ตรี|โท)|เรือ(?:ตรี|โท)|เรืออากาศ(?:ตรี|โท)"
    r"|[ก-ฮ]{1,2}\.?\s?[ก-ฮ]\.?(?![ก-ฮะ-์]))"
    r"\s*(?:หญิง)?"
    r"|พระ(?:มหา|ครู|ปลัด|ครูสมุห์)?(?=[ก-ฮเ-ไ])|สามเณร"
    r"|ร้อย(?:ตรี|โท|เอก)|พัน(?:ตรี|โท|เอก)|สิบ(?:ตรี|โท|เอก)|จ่าสิบ(?:ตรี|โท|เอก)|ดาบตำรวจ"
    r"|หม่อม(?:หลวง|ราชวงศ์)|นางสาว|น\.?\s?ส\.|นส\.|นาย|นาง|เด็ก(?:ชาย|หญิง)|คุณครู|คุณ|ครู|อาจารย์|อ\.|ดร\.?"
    r"|Mr\.?s?|Mrs\.?|Miss|Ms\.?|Dr\.?)"
)
_TITLES: Final = re.compile(rf"(?:{_TITLE}\s*){{1,3}}", re.IGNORECASE)
_CIVIL: Final = re.compile(
    r"นางสาว|น\.?\s?ส\.|นส\.|นาย|นาง|ว่าที่\s?|ดร\.|ผศ|รศ|(?:[ก-ฮ]{1,2}\.){2,4}\s?(?:หญิง)?\s?[ก-ฮเ-ไ]|หม่อม|Mr"
    r"|Mrs|Miss"
)
_WORD: Final = r"[ก-ฮเ-ไ][ก-ฮะ-์]+"
_FULL: Final = re.compile(
    rf"(?:{_TITLE}\s*){{1,3}}{_WORD}\s+(?:ณ\s+)?{_WORD}(?:\s+ณ\s+{_WORD})?", re.IGNORECASE
)
_AFTER_A_NAME: Final = re.compile(
    r"\s*(?:[,;|]|\s-\s|\bโทร|ตำแหน่ง|สังกัด|กลุ่ม(?=[ก-ฮเ-ไ])|ผู้ขอ|ผู้ประสาน|วันที่|[0-9]|https?:|<|\().*$", re.DOTALL
)
_ALIKE: Final = 0.86


def tidy_name(text: str) -> str | None:
    """A name as it is printed: as typed, spaces folded, without what follows it. None: not a name."""
    name = _AFTER_A_NAME.sub("", digits_in_place(" ".join(text.split()).strip(" .:-–()/")))
    name = name.strip(" .:-–")
    letters = skeleton(name)
    if len(letters) < 3 or len(name) > 80 or not re.search(r"[ก-ฮa-z]", letters):  # noqa: PLR2004 - «ใจ» is a word, not a name
        return None
    return name


def has_title(text: str) -> bool:
    """Whether a text begins with a title that only a full name has (not «ครู» or «คุณ»)."""
    return _CIVIL.match(text.strip()) is not None


def full_name(line: str) -> str | None:
    """The titled full name that a line consists of, in brackets or not; None for anything more or less."""
    bare = " ".join(line.strip(" ()\t.…_").split())
    return bare if has_title(bare) and _FULL.fullmatch(bare) else None


def leading_name(text: str) -> str | None:
    """The titled full name a text begins with («นายวีระ ทองดี ศึกษานิเทศก์»); None when it begins otherwise."""
    match = _FULL.match(text) if has_title(text) else None
    return match.group() if match else None


def without_title(name: str) -> str:
    """The name without titles and ranks, for comparing only."""
    name = " ".join(name.split())
    match = _TITLES.match(name)
    rest = name[match.end() :] if match else name
    return rest if len(skeleton(rest)) > 2 else name  # noqa: PLR2004 - «ครูใจ»: a title alone is a nickname


def same_person(one: str, other: str) -> bool:
    """Whether two spellings name one person: titles, tones and spaces aside, a slip of the finger allowed."""
    a, b = skeleton(without_title(one)), skeleton(without_title(other))
    return bool(a) and bool(b) and (a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE)


def find_person(text: str, vocabulary: Vocabulary) -> PersonWords | None:
    """The person of the directory a short text names («รองฯ สมชาย», «พี่นิด»); None for nobody or several."""
    wanted = skeleton(without_title(re.sub(r"^(?:พี่|น้อง|ท่าน|หน\.|ผอ\.|รอง(?:ผอ\.|ฯ)?)\s*", "", text.strip())))
    if not wanted:
        return None
    hits = [
        person
        for person in vocabulary.people
        if wanted
        in (
            skeleton(without_title(person.name)),
            skeleton(person.nickname),
            skeleton(without_title(person.name).split(" ")[0]),
        )
    ]
    return hits[0] if len(hits) == 1 else None
