"""Finding the one person somebody means by a name («มอบรองฯ สมชาย»). Unsure is nobody."""

import re

from mailbot.core.language.thai import skeleton
from mailbot.core.office import Office, Person

_TITLES = re.compile(
    r"^(?:ว่าที่\s*ร\.?ต\.?(?:หญิง)?|นางสาว|น\.ส\.|นาง|นาย|ดร\.|คุณ|พี่|น้อง|รองฯ?|รอง ?ผอ\.?|หน\.|ผอ\.?)\s*"
)


def find_person(office: Office, words: str, *, unit: str | None = None) -> Person | None:
    """The only person on record whose given name, full name or nickname the words hold; else None."""
    wanted = skeleton(_bare(words))
    if len(wanted) < 2:  # noqa: PLR2004  # one letter is no name
        return None
    found = [person for person in office.people if _is(person, wanted)]
    if len(found) > 1:
        found = [person for person in found if person.unit == unit]
    return found[0] if len(found) == 1 else None


def _bare(name: str) -> str:
    bare = name.strip()
    while (shorter := _TITLES.sub("", bare)) != bare:
        bare = shorter
    return bare


def _is(person: Person, wanted: str) -> bool:
    full = _bare(person.name)
    given = full.split()[0] if full.split() else ""
    names = {skeleton(full), skeleton(given), skeleton(person.nickname)} - {""}
    return wanted in names or (len(skeleton(given)) > 2 and wanted.startswith(skeleton(full)))  # noqa: PLR2004
