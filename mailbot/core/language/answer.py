"""An answer to a letter that asked for what is missing: labels, a numbered list, bare values, one word.

People answer in the order asked, on the lines asked, or with the value alone. A value is taken only when it
can be what was asked: a telephone number, a name, a known box. A question or a promise answers nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mailbot.core.language import values
from mailbot.core.language.categories import numbered_categories, read_category
from mailbot.core.language.fields import read_fields
from mailbot.core.language.labels import Labelled, find_labels, label_of
from mailbot.core.language.marks import certifies, read_urgent
from mailbot.core.language.names import has_title, tidy_name
from mailbot.core.language.phone import find_phones
from mailbot.core.language.prose import body_text, is_handoff
from mailbot.core.language.thai import normalise
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.request import Confidence, FieldName, Fields, Found, Need

_NUMBER: Final = re.compile(
    r"^\s*(?:ข้อ(?:ที่)?\s*)?(?P<n>[0-9๐-๙]{1,2}|[①-⑨])\s*(?:[.):\-–]+\s*|\s+)(?P<value>\S.*)$"
)
_OPEN: Final = re.compile(
    r"\?|ไหม|มั้ย|หรือ(?:เปล่า|ไม่|ยัง|ป่าว)|อะไร|ยังไง|อย่างไร|ตรงไหน|เดี๋ยว|พรุ่งนี้ส่ง|รอก่อน|ไม่ทราบ|ไม่แน่ใจ|ไม่รู้|ไม่มีครับ|ไม่มีค่ะ|จะส่ง|จะแจ้ง|ตามที่แจ้ง|แจ้งไปแล้ว"
)
_THANKS: Final = re.compile(
    r"\s*(?:ขอบ(?:คุณ|คุน|พระคุณ|ใจ)|(?:ขอแสดง)?ความนับถือ|ด้วยความ|--\s*$|Thank|Regards|Best)"
)
_CORRECTION: Final = re.compile(
    r"(?:ขอ)?(?:แก้(?:ไข)?|เปลี่ยน|ปรับ)(?P<label>[^\n]{2,40}?)(?:ใหม่)?\s*(?:จาก[^\n]{1,80}?)?เป็น(?:ว่า)?\s*[:：]?\s*[«“\"]?(?P<value>[^\n»”\"]+)"
)
_POLITE: Final = re.compile(
    r"^\s*(?:คือ|เป็น|ตอบ|ครับ|ค่ะ|ได้แก่|ใช่(?:ครับ|ค่ะ)?[\s,]+)?\s*|\s*(?:นะ)?(?:ครับ(?:ผม)?|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ)[\s.!]*$"
)
_YES: Final = re.compile(r"^(?:ขอ)?(?:ยืนยัน|ถูกต้อง|ข้อมูลถูกต้อง|ตรวจสอบแล้ว)+(?:แล้ว|ตามนี้|ทั้งหมด)*$")
_NO_IMPACT: Final = re.compile(r"^(?:ข่าวนี้|ข้อมูลนี้|เรื่องนี้)?(?:ไม่(?:มี|ส่ง|เกิด)?(?:ผล)?กระทบ)[^\n]{0,40}$")
_IMPACT: Final = re.compile(r"^(?:ข่าวนี้|ข้อมูลนี้|เรื่องนี้)?(?:มี|ส่ง|น่าจะมี|อาจมี|อาจ)?(?:ผล)?กระทบ[^\n]{0,40}$")
_WORDS_OF_A_NAME: Final = range(1, 7)
_LONGEST_NAME: Final = 60
_LONGEST_CHOICE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    vocabulary: Vocabulary
    today: date


def read_answer(
    own_words: str, *, asked: Sequence[Need], vocabulary: Vocabulary, today: date
) -> tuple[Fields, dict[FieldName, Found]]:
    """What an answer says (source ``answer``): under labels, as corrections, by number, or as bare values.

    ``asked`` is what the letter asked for, in its order. Whether an answer contradicts what was known is
    found by the caller, who has both.
    """
    text = normalise(own_words)
    text = "\n".join(re.sub(r"^\s*(?:>\s?)+", "", line) for line in text.split("\n"))
    said: dict[str, Any] = {}
    words: dict[str, str] = {}
    context = _Asked(vocabulary=vocabulary, today=today)

    def take(found: dict[str, Any], spoken: str) -> None:
        for name, value in found.items():
            if value not in (None, "", ()) and name not in said:
                said[name], words[name] = value, spoken

    for correction in _CORRECTION.finditer(text):
        take(_corrected(correction, context), correction.group())
    labelled, found = read_fields(_without_corrections(text), vocabulary=vocabulary, today=today)
    take(
        {n: getattr(labelled, n) for n, f in found.items() if f.confidence is Confidence.SAID},
        " ".join(text.split())[:200],
    )
    for need, value in _unlabelled(text, [need for need in asked if not _answered(need, said)]):
        take(_READERS[need](value, context), value)
    return Fields(**said), {
        name: Found(source="answer", confidence=Confidence.SAID, words=words[name])  # type: ignore[misc]  # field names
        for name in said
    }


def _without_corrections(text: str) -> str:
    return _CORRECTION.sub("", text)


def _corrected(match: re.Match[str], context: _Asked) -> dict[str, Any]:
    """«ขอแก้หัวข้อเป็น …»: the field named, with its new value."""
    need = _NEED_OF_LABEL.get(label_of(match.group("label")) or Labelled.FRAME)
    return _READERS[need](match.group("value"), context) if need else {}


def _answered(need: Need, said: dict[str, Any]) -> bool:
    return _FIELD_OF.get(need, need.value) in said


def _unlabelled(text: str, asked: list[Need]) -> Iterator[tuple[Need, str]]:
    """Values without a label, each with the question it answers."""
    wanted = [need for need in asked if need in _READERS]
    lines = [
        line
        for line in _value_lines(text, wanted)
        if _is_sentence_of(line) in (None, *wanted) or _NUMBER.match(line)
    ]
    if not wanted or not lines:
        return
    numbered = [(int(m.group("n")), m.group("value")) for line in lines if (m := _NUMBER.match(line))]
    every = [need for need in asked if need is not Need.CERTIFY]
    if numbered and len(numbered) == len(lines) and len(lines) > 1:
        order = every if len(every) >= max(n for n, _ in numbered) else asked
        yield from (
            (order[n - 1], value) for n, value in numbered if 0 < n <= len(order) and order[n - 1] in wanted
        )
        return
    spoken = [need for need in wanted if need is not Need.CERTIFY]
    if len(wanted) == 1:
        yield wanted[0], "\n".join(lines)
    elif len(lines) == len(spoken) and _in_order(lines, spoken):
        yield from zip(spoken, lines, strict=True)
    else:
        yield from _by_look(lines, spoken)


def _in_order(lines: Sequence[str], needs: Sequence[Need]) -> bool:
    """Whether the values can stand in the order asked: none looks like the answer to another question."""
    for line, need in zip(lines, needs, strict=True):
        seems = {other for other in needs if other in _LOOKS and _LOOKS[other](line)}
        if seems and need not in seems:
            return False
    return True


def _by_look(lines: Sequence[str], wanted: Sequence[Need]) -> Iterator[tuple[Need, str]]:
    """Fewer or more values than questions: only those whose look tells what they are."""
    left = list(wanted)
    for line in lines:
        for need in left:
            if need in _LOOKS and _LOOKS[need](line):
                yield need, line
                left.remove(need)
                break


def _value_lines(text: str, wanted: Sequence[Need]) -> list[str]:
    """The lines that can be values: no labels, greetings, thanks, questions, and nothing after the thanks."""
    lines = text.split("\n")
    closed = next((n for n, line in enumerate(lines) if n and _THANKS.match(line)), len(lines))
    kept = []
    for line in body_text(lines[:closed], frozenset()).split("\n"):
        bare = _POLITE.sub("", line).strip()
        ours = [spot for spot in find_labels(line) if spot.kind not in {Labelled.FRAME, Labelled.EVENT}]
        named = Need.CATEGORIES in wanted and read_category(bare) is not None
        if bare and not ours and not _OPEN.search(line) and (named or not is_handoff(bare)):
            kept.append(bare)
    return kept


def _is_sentence_of(line: str) -> Need | None:
    """The question that a line answers by a sentence of its own; it is no value of another."""
    if read_urgent(line).no_stakeholder_impact is not None:
        return Need.NO_STAKEHOLDER_IMPACT
    return Need.CERTIFY if certifies(line) else None


def _name(text: str, _: _Asked) -> dict[str, Any]:
    found = tidy_name(text)
    fits = found and len(found) <= _LONGEST_NAME and len(found.split()) in _WORDS_OF_A_NAME
    return {"name": found} if fits and not re.search(r"[0-9@]|ตามแนบ|แนบ", text) else {}


def _position(text: str, _: _Asked) -> dict[str, Any]:
    return {"position": values.position(text)} if "\n" not in text else {}


def _unit(text: str, _: _Asked) -> dict[str, Any]:
    return {"unit": values.unit(text)} if "\n" not in text and not re.search(r"[0-9]{5}", text) else {}


def _phone(text: str, context: _Asked) -> dict[str, Any]:
    found = find_phones(text, office_phone=context.vocabulary.office_phone)
    return {"phone": found[0].phone.number, "extension": found[0].phone.extension} if found else {}


def _categories(text: str, _: _Asked) -> dict[str, Any]:
    if boxes := numbered_categories(text):
        return {"categories": boxes}
    box = read_category(text) if len(text) <= _LONGEST_CHOICE else None
    return {"categories": (box,)} if box else {}


def _certify(text: str, _: _Asked) -> dict[str, Any]:
    bare = re.sub(r"(?:นะ)?(?:ครับ(?:ผม)?|ค่ะ|คะ|ค่า|จ้า)$", "", "".join(text.split()))
    return {"certify": True} if certifies(text) or _YES.match(bare) else {}


def _site(text: str, context: _Asked) -> dict[str, Any]:
    found, group = values.sites(text if "เว็บ" in text else f"เว็บไซต์{text}", context.vocabulary)
    if not found:
        return {"group": group} if group else {}
    return {"site": found[0], "sites": found if len(found) > 1 else None, "group": group}


def _impact(text: str, _: _Asked) -> dict[str, Any]:
    said = read_urgent(text).no_stakeholder_impact
    bare = "".join(text.split())
    if said is None and _NO_IMPACT.match(bare):
        said = True
    elif said is None and _IMPACT.match(bare):
        said = False
    return {} if said is None else {"no_stakeholder_impact": said}


def _words(name: str) -> Callable[[str, _Asked], dict[str, Any]]:
    def read(text: str, _: _Asked) -> dict[str, Any]:
        value = values.passage(text) if name == "detail" else values.line(text)
        return {name: value} if value and not _YES.match("".join(value.split())) else {}

    return read


_READERS: Final[dict[Need, Callable[[str, _Asked], dict[str, Any]]]] = {
    Need.NAME: _name,
    Need.POSITION: _position,
    Need.UNIT: _unit,
    Need.OWNER_UNIT: _unit,
    Need.PHONE: _phone,
    Need.CATEGORIES: _categories,
    Need.CATEGORY_OTHER: _words("category_other"),
    Need.TOPIC: _words("topic"),
    Need.DETAIL: _words("detail"),
    Need.CERTIFY: _certify,
    Need.SITE: _site,
    Need.TARGET_URL: lambda text, _: {"target_url": values.url(text)},
    Need.SOURCE: _words("source"),
    Need.URGENT_REASON: _words("urgent_reason"),
    Need.NO_STAKEHOLDER_IMPACT: _impact,
}
_FIELD_OF: Final = {Need.OWNER_UNIT: "unit"}
_NEED_OF_LABEL: Final[dict[Labelled, Need]] = {
    Labelled.NAME: Need.NAME,
    Labelled.POSITION: Need.POSITION,
    Labelled.UNIT: Need.UNIT,
    Labelled.PHONE: Need.PHONE,
    Labelled.CATEGORIES: Need.CATEGORIES,
    Labelled.TOPIC: Need.TOPIC,
    Labelled.MATTER: Need.TOPIC,
    Labelled.DETAIL: Need.DETAIL,
    Labelled.SOURCE: Need.SOURCE,
    Labelled.TARGET_URL: Need.TARGET_URL,
    Labelled.SITE: Need.SITE,
    Labelled.URGENT_REASON: Need.URGENT_REASON,
}
_LOOKS: Final[dict[Need, Callable[[str], bool]]] = {
    Need.PHONE: lambda line: bool(find_phones(line)),
    Need.NAME: lambda line: has_title(line) and tidy_name(line) is not None,
    Need.CATEGORIES: lambda line: bool(numbered_categories(line)),
    Need.TARGET_URL: lambda line: values.url(line) is not None,
    Need.UNIT: lambda line: re.match(r"(?:กลุ่ม|หน่วย|ฝ่าย|โรงเรียน|รร\.|งาน)", line) is not None,
    Need.POSITION: lambda line: (
        re.match(r"(?:เจ้าพนักงาน|เจ้าหน้าที่|นักวิชาการ|นัก[ก-ฮ]|ศึกษานิเทศก์|ครู|นิติกร|พนักงาน|ผู้อำนวยการ|ศน\.)", line)
        is not None
    ),
    Need.OWNER_UNIT: lambda line: re.match(r"กลุ่ม|หน่วย", line) is not None,
    Need.NO_STAKEHOLDER_IMPACT: lambda line: "กระทบ" in line,
    Need.URGENT_REASON: lambda line: re.match(r"เนื่องจาก|เพราะ", line) is not None,
}
