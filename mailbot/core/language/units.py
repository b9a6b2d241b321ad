"""Which unit and which site a text means.

By name, by alias, by an abbreviation with «ฯ», and by a near spelling when only one unit comes near.
Two units that could be meant are no answer: the sender is asked. Nothing about one office is in here.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from mailbot.core.language.thai import skeleton
from mailbot.core.language.vocabulary import SiteWords, UnitWords, Vocabulary

_NEAR: Final = 0.85
_MARGIN: Final = 0.06
"""How much nearer the best unit must be than the next one."""
_SHORTEST_PREFIX: Final = 4
_FRAME: Final = re.compile(r"^(?:สังกัด|กลุมงาน|กลุม|ฝาย|หนวย|งาน|โรงเรียน|รร)+")
_OFFICE_TAIL: Final = re.compile(r"(?:สพม|สพป|สนง|สานักงานเขต).*$")


def _key(text: str) -> str:
    """What is compared: no «กลุ่ม», no «ฯ», no office name after it."""
    bones = skeleton(re.sub(r"ฯลฯ|ฯ|ๆ", "", text))
    return _OFFICE_TAIL.sub("", _FRAME.sub("", bones)) or bones


def _names(unit: UnitWords) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for name in (unit.name, *unit.aliases) if (key := _key(name))))


def resolve_unit(text: str, vocabulary: Vocabulary) -> str | None:
    """The id of the unit a text names, or None when none, or more than one, is meant."""
    wanted = _key(text)
    if not wanted:
        return None
    for test in (_same, _begins, _contains):
        hits = [unit.id for unit in vocabulary.units if any(test(wanted, name) for name in _names(unit))]
        if len(hits) == 1:
            return hits[0]
        if hits:
            return None
    scored = sorted(
        (
            (max(_ratio(wanted, name) for name in _names(unit)), unit.id)
            for unit in vocabulary.units
            if _names(unit)
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < _NEAR:
        return None
    return scored[0][1] if len(scored) == 1 or scored[0][0] - scored[1][0] >= _MARGIN else None


def resolve_site(text: str, vocabulary: Vocabulary) -> str | None:
    """The id of the group site a text names («กลุ่มกฎหมาย»), or None when none, or more than one, is meant."""
    groups = tuple(
        UnitWords(id=site.id, name=site.name, aliases=site.aliases)
        for site in vocabulary.sites
        if not site.main
    )
    return resolve_unit(text, Vocabulary(units=groups))


def find_unit(text: str, vocabulary: Vocabulary) -> tuple[UnitWords, str] | None:
    """The one unit a running text mentions as a word of its own, and the words; None for none or several.

    «จิ๊บ บุคคล 081-…» mentions the personnel group; «ประกาศรับสมัครบุคคลทั่วไป» does not.
    """
    words = re.findall(r"[^\s,()/:;|]+", text)
    hits: dict[str, tuple[UnitWords, str]] = {}
    for unit in vocabulary.units:
        names = {skeleton(re.sub("ฯ", "", name)) for name in (unit.name, *unit.aliases)}
        bare = {_FRAME.sub("", name) for name in names}
        for size in (1, 2, 3, 4):
            for at in range(len(words) - size + 1):
                spoken = " ".join(words[at : at + size])
                bones = skeleton(re.sub("ฯ", "", spoken))
                framed = re.sub(r"^(?:จาก|ของ|ทาง)", "", bones)
                if framed in names or (framed and framed in bare):
                    hits.setdefault(unit.id, (unit, spoken))
    return next(iter(hits.values())) if len(hits) == 1 else None


_ASKING_UNIT: Final = re.compile(
    r"^(?:ด้วย|เนื่องด้วย|เนื่องจาก|เรียน[^\n]{0,40}?\s(?=กลุ่ม))?\s*(?:ทาง)?(?P<unit>(?:กลุ่ม|หน่วย|ฝ่าย|โรงเรียน|รร\.)[^\n]{2,80}?)\s*"
    r"(?:ขอ(?!ง)|มีความประสงค์|ประสงค์|ใคร่ขอ|ต้องการ|ได้จัด|ได้ดำเนินการ|จะจัด|กำหนดจัด|จัดทำ|ส่ง(?!เสริม))",
    re.MULTILINE,
)


def asking_unit(text: str, vocabulary: Vocabulary) -> str | None:
    """The unit on record, as written, that a sentence makes the one who asks («กลุ่มนิเทศฯ ขอเผยแพร่ …»)."""
    for match in _ASKING_UNIT.finditer(text):
        unit = " ".join(match.group("unit").split())
        if resolve_unit(unit, vocabulary):
            return unit
    return None


_WEBSITE: Final = re.compile(r"เว็[บป](?:ไซ[ตดท]์?|เพจ)?|website|web\s?site", re.IGNORECASE)
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s]+", re.IGNORECASE)
_BESIDE: Final = 14
"""So many letters may stand between «เว็บไซต์» and a site's name: «หลักและของ»."""


def find_sites(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The ids of the sites a text names by address («www.sea.example/law»), name or alias, in order.

    A name means a site only right after «เว็บไซต์»: a unit that asks is not the place that is asked for.
    """
    lowered = re.sub(r"[\s.…]*\.{2,}|…", "", text.lower())
    named = [
        (
            match.start(),
            skeleton(match.group()),
            skeleton(plain[match.end() : match.end() + 120].split("\n")[0]),
        )
        for plain in [_URL.sub(lambda m: " " * len(m.group()), text)]
        for match in _WEBSITE.finditer(plain)
    ]
    found = [(at, site.id) for site in vocabulary.sites if (at := _site_at(site, lowered, named)) is not None]
    return tuple(dict.fromkeys(site_id for _, site_id in sorted(found)))


def _site_at(site: SiteWords, lowered: str, named: Sequence[tuple[int, str, str]]) -> int | None:
    if site.path:
        match = re.search(
            rf"{re.escape(site.host.lower().removeprefix('www.'))}/\W*{re.escape(site.path.lower())}(?![a-z0-9])",
            lowered,
        )
        if match:
            return match.start()
    keys = [skeleton(name.replace("ฯ", "")) for name in (site.name, *site.aliases)]
    hits = [
        start + at
        for start, word, after in named
        for key in keys
        if len(key) >= _SHORTEST_PREFIX  # shorter: part of other words
        and (at := 0 if (word + after).startswith(key) else after.find(key)) in range(_BESIDE + 1)
    ]
    return min(hits) if hits else None


def _same(wanted: str, name: str) -> bool:
    return wanted == name


def _begins(wanted: str, name: str) -> bool:
    """«การเงินฯ» for «การเงินและสินทรัพย์»."""
    return len(wanted) >= _SHORTEST_PREFIX and name.startswith(wanted)


def _contains(wanted: str, name: str) -> bool:
    """«กลุ่มนิเทศ ติดตามและประเมินผลฯ สพม.12» begins with what the unit is called."""
    return len(name) >= _SHORTEST_PREFIX and wanted.startswith(name)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
