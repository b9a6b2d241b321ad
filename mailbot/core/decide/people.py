"""Finding the one person somebody means by a name («มอบรองฯ สมชาย»). Unsure is nobody."""

import re

from mailbot.core.language.thai import skeleton
from mailbot.core.office import Office, Person

_TITLES = re.compile(
    r"^(?:ว่าที่\s*ร\.?ต\.?(?:หญิง)?|นางสาว|น\.ส\.|นาง|นาย|ดร\.|คุณ|พี่|น้อง|รองฯ?|รอง ?ผอ\.?|หน\.|ผอ\.?)\s*"
)

_SHORTEST = 2
"""Letters a name needs, on its skeleton."""


def find_person(office: Office, words: str, *, unit: str | None = None) -> Person | None:
    """The only person on record whose given name, full name or nickname the words are; else None.

    A unit's name behind it decides between two («พี่แดง การเงิน»), else ``unit`` does.
    """
    bare = _bare(words)
    name, _, behind = bare.partition(" ")
    found = [person for person in office.people if _is(person, bare)]
    if not found and behind:
        found = [person for person in office.people if _is(person, name) and _in_unit(office, person, behind)]
    if len(found) > 1:
        found = [person for person in found if person.unit == unit]
    return found[0] if len(found) == 1 else None


def _bare(name: str) -> str:
    bare = name.strip()
    while (shorter := _TITLES.sub("", bare)) != bare:
        bare = shorter
    return bare


def _is(person: Person, words: str) -> bool:
    wanted = skeleton(words)
    full = _bare(person.name)
    given = full.split()[0] if full.split() else ""
    return len(wanted) >= _SHORTEST and wanted in {skeleton(full), skeleton(given), skeleton(person.nickname)}


def _in_unit(office: Office, person: Person, words: str) -> bool:
    unit = office.unit(person.unit)
    wanted = skeleton(words)
    return unit is not None and any(wanted in skeleton(name) for name in (unit.name, *unit.aliases))
