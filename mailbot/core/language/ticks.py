"""Ticked boxes: the form's categories and ways of delivery, however they were ticked.

A tick may stand before or after its words, be a symbol of a font, a slash in brackets, a word («ใช่»), or be
the fact that only one line was left in. Words that are not the form's choices are never read as ticked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mailbot.core.language.categories import numbered_categories, read_category, read_delivery
from mailbot.core.language.labels import Labelled, find_labels
from mailbot.core.language.thai import skeleton
from mailbot.core.request import Category, Delivery

_TICK_SIGNS: Final = "☑☒✔✓✅🗹🗸✗✘⊠■●◉⬛◼▣⦿🔘√"
_EMPTY_SIGNS: Final = "☐□◻⬜▢❏❑❒○◯⚪⭕"
_IN_BRACKETS: Final = "/xX×*vVPüþ" + _TICK_SIGNS
_TICK: Final = (
    rf"[(\[{{<]\s*(?:[{re.escape(_IN_BRACKETS)}]|ใช่|yes)\s*[)\]}}>]|[{_TICK_SIGNS}]"
    r"|(?<![*\w])\*\s?[xX/]\s?\*(?!\*)"
)
_EMPTY: Final = rf"\(\s*[.…\-–_·]*\s*\)|\[\s*[.…\-–_]*\s*\]|\{{\s*[-–_]?\s*\}}|[{_EMPTY_SIGNS}]"
_CROSS: Final = "❌"
_CHECKS: Final = re.compile(r"[☑✔✓✅🗹🗸√]|[(\[]\s*/\s*[)\]]")
_SAYS_NO: Final = re.compile(r"[✗✘⊠☒×]|(?<=[(\[])\s*[xX]\s*(?=[)\]])")
"""Beside a check mark a cross says no; alone it ticks, as on any paper form."""
_MARK: Final = re.compile(rf"(?P<tick>{_TICK})|(?P<empty>{_EMPTY})|(?P<cross>{_CROSS})")
_BARE_HEAD: Final = re.compile(r"^[ \t]*(?P<tick>[/xX×✓vV*](?![/\w.])[ \t]*)(?=[ก-ฮเ-ไA-Z])")
_BARE_TAIL: Final = re.compile(
    r"[ \t:=\-–]+(?P<tick>/|[xX×]|ใช่|เลือก|yes)[ \t]*$"
    r"|[ \t:=]+(?P<empty>ไม่ใช่|ไม่|ไม่เลือก|-|no)[ \t]*$"
)
_BULLET: Final = re.compile(r"^[ \t]*(?:[-–•*·►▪>]+|\(?[0-9๐-๙][.)]|[①-⑤])[ \t]*")
_STRUCK: Final = re.compile(r"~~[^~\n]+~~|(?:[^\n]\u0336)+")
_OTHER_TEXT: Final = re.compile(
    r"อื่น\s?ๆ?\s*(?:\((?:โปรด)?ระบุ[^)]*\)|(?:โปรด)?ระบุ)?\s*[:：.…_\s]*", re.IGNORECASE
)
_NUMBERED: Final = re.compile(
    r"(?:หมวด|ประเภท)(?:หมู่)?(?:ที่|หมายเลข|ข้อ)?\s*(?P<n>[1-5๑-๕①-⑤])(?![0-9๐-๙.])(?!\s*(?:คน|ไฟล์|รูป))"
)
_SEVERAL: Final = re.compile(r"\s*(?:[,，;]|\s+และ\s*)\s*")
_LONGEST: Final = 90
"""A choice is short; a longer piece of text is somebody's bullet list."""
_BEGIN: Final = 24
_LEAD: Final = 12
_HEAD: Final = 4
"""So many letters before a box are a sentence; a choice would be named in the first few of them."""
_ALL: Final = 3
"""So many choices without any tick are the form itself, not an answer."""
_SECTIONS: Final = frozenset({Labelled.CATEGORIES, Labelled.DELIVERY})


class _State(StrEnum):
    TICKED = "ticked"
    EMPTY = "empty"
    CROSSED = "crossed"
    PLAIN = "plain"  # no mark at all


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    state: _State
    words: str
    section: Labelled | None
    line: int
    exact: bool = False
    """Under its label, or the very words of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was ticked, and on which lines choices stood (they are not prose)."""

    categories: tuple[Category, ...] = ()
    category_other: str | None = None
    category_words: str = ""
    delivery: tuple[Delivery, ...] = ()
    delivery_other: str | None = None
    delivery_words: str = ""
    lines: frozenset[int] = frozenset()
    beside: tuple[tuple[int, str], ...] = ()
    """Prose that stands before the boxes of such a line."""


def read_choices(lines: Sequence[str]) -> Choices:
    """The ticked categories and deliveries of normalised lines."""
    lines = [_STRUCK.sub("", line) for line in lines]
    if any(_CHECKS.search(line) for line in lines):
        lines = [_SAYS_NO.sub(_CROSS, line) for line in lines]
    entries = _entries(lines)
    chosen = _chosen([e for e in entries if _kind(e, entries) is Labelled.CATEGORIES])
    sent = _chosen([e for e in entries if _kind(e, entries) is Labelled.DELIVERY])
    boxes = tuple(dict.fromkeys(c for e in chosen if (c := read_category(e.words))))
    ways = tuple(dict.fromkeys(d for e in sent if (d := read_delivery(e.words))))
    on = frozenset(e.line for e in entries if e.state is not _State.PLAIN or e.section or e.exact)
    return Choices(
        categories=boxes or _by_number(lines),
        category_other=_other(chosen, Category.OTHER) if Category.OTHER in boxes else None,
        category_words=_words(chosen),
        delivery=ways,
        delivery_other=_other(sent, Delivery.OTHER) if Delivery.OTHER in ways else None,
        delivery_words=_words(sent),
        lines=on,
        beside=tuple((n, prose) for n in sorted(on) if (prose := _beside(lines[n]))),
    )


def _words(entries: Sequence[_Entry]) -> str:
    return " ".join(" ".join(entry.words.split()) for entry in entries)


def _beside(line: str) -> str:
    """The words before the first box of a line, when they are no choice and no label."""
    mark = _MARK.search(line)
    lead = line[: mark.start()].strip() if mark else ""
    if find_labels(line) or len(skeleton(lead)) < _LEAD or read_category(lead[:_HEAD]):
        return ""
    return lead


def _entries(lines: Sequence[str]) -> list[_Entry]:
    entries: list[_Entry] = []
    section: Labelled | None = None
    after = _ticks_follow(lines)
    for number, line in enumerate(lines):
        spots = find_labels(line)
        heads = [s for s in spots if s.kind in _SECTIONS]
        others = [s for s in spots if s.kind not in {*_SECTIONS, Labelled.FRAME}]
        body = line
        if heads:
            following = [s.start for s in others if s.start >= heads[-1].end]
            section, body = heads[-1].kind, line[heads[-1].end : following[0] if following else None]
        elif _opens_categories(line):
            section, body = Labelled.CATEGORIES, ""
        elif others or "รับรอง" in line:
            section = None
        entries += _of_line(body, section, number, after=after)
        if heads and others and others[-1].start > heads[-1].start:
            section = None
    return entries


def _opens_categories(line: str) -> bool:
    return re.search(r"(?:มีความประสงค์|ขอเผยแพร่)[^\n]*ในหัวข้อ[\s:.…]*$|^\s*ในหัวข้อ[\s:]*$", line) is not None


def _of_line(body: str, section: Labelled | None, number: int, *, after: bool) -> list[_Entry]:
    marks = list(_MARK.finditer(body))
    if not marks:
        return _unmarked(body, section, number)
    pieces: list[tuple[_State, str]] = []
    for at, mark in enumerate(marks):
        if after:
            piece = body[marks[at - 1].end() if at else 0 : mark.start()]
        else:
            piece = body[mark.end() : marks[at + 1].start() if at + 1 < len(marks) else None]
        pieces.append((_state(mark), piece))
    return [
        _Entry(state=state, words=words, section=section, line=number)
        for state, piece in pieces
        if (words := _BULLET.sub("", piece).strip()) and _is_choice(words, section)
    ]


def _unmarked(body: str, section: Labelled | None, number: int) -> list[_Entry]:
    """A line without a box: ticked by a bare sign, or only left in."""
    state, words = _State.PLAIN, body
    if head := _BARE_HEAD.match(body):
        state, words = _State.TICKED, body[head.end("tick") :]
    elif (tail := _BARE_TAIL.search(body)) and (read_category(body) or read_delivery(body)):
        state = _State.TICKED if tail.group("tick") else _State.EMPTY
        words = body[: tail.start()]
    words = _BULLET.sub("", words).strip()
    exact = skeleton(words) in _FORM_LABELS
    if not words or not (exact or ((section or state is _State.TICKED) and _is_choice(words, section))):
        return []
    several = [words] if exact or state is not _State.PLAIN else _SEVERAL.split(words)
    return [
        _Entry(state=state, words=each, section=section, line=number, exact=exact or section is not None)
        for each in several
        if each and (exact or _is_choice(each, section))
    ]


_FORM_LABELS: Final = frozenset(
    skeleton(label)
    for label in (
        "การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทุนการศึกษา",
        "การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทูลการศึกษา",
        "แผน / โครงการ / รายงานผลการดำเนินงาน",
        "Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์",
        "ปรับปรุงข้อมูลสารสนเทศ",
    )
)


def _state(mark: re.Match[str]) -> _State:
    if mark.group("tick"):
        return _State.TICKED
    return _State.CROSSED if mark.group("cross") else _State.EMPTY


def _ticks_follow(lines: Sequence[str]) -> bool:
    """Whether boxes stand after their words: told from lines with boxes, by what comes first and last."""
    before = behind = 0
    for line in lines:
        spots = [s for s in find_labels(line) if s.kind in _SECTIONS]
        body = _BULLET.sub("", line[spots[-1].end :] if spots else line).strip(" \t:.…")
        marks = list(_MARK.finditer(body))
        if not marks or not (read_category(body) or read_delivery(body)):
            continue
        led = bool(body[: marks[0].start()].strip())
        before += not led
        behind += led and not body[marks[-1].end() :].strip(" \t.…")
    return behind > before


def _is_choice(words: str, section: Labelled | None) -> bool:
    """Whether a marked piece is one of the form's choices: it names one, near its beginning."""
    if section is None and len(words) > _LONGEST:
        return False
    begin = re.sub(r"^(?:ทาง|ส่ง(?:ทาง)?|โดย|เป็น|การ|ระบบ|หมวด|ประเภท|ข้อ|[\s0-9๐-๙.)/])+", "", words)[:_BEGIN]
    return read_category(begin) is not None or read_delivery(begin) is not None


def _kind(entry: _Entry, entries: Sequence[_Entry]) -> Labelled:
    """Which of the two questions a choice answers; «อื่น ๆ» belongs to the one asked last."""
    if entry.section is not None:
        return entry.section
    box, way = read_category(entry.words), read_delivery(entry.words)
    if way is Delivery.OTHER or box is Category.OTHER:
        earlier = [e for e in entries if e.line <= entry.line and e is not entry]
        sent = [e for e in earlier if e.section is Labelled.DELIVERY or _is_delivery(e.words)]
        return Labelled.DELIVERY if sent else Labelled.CATEGORIES
    return Labelled.DELIVERY if _is_delivery(entry.words) else Labelled.CATEGORIES


def _is_delivery(words: str) -> bool:
    """Whether a choice names a way of delivery before it names any category."""
    way = next((n for n in range(1, len(words) + 1) if read_delivery(words[:n])), None)
    box = next((n for n in range(1, len(words) + 1) if read_category(words[:n])), None)
    return way is not None and (box is None or way <= box) and read_delivery(words) is not Delivery.OTHER


def _chosen(entries: Sequence[_Entry]) -> list[_Entry]:
    """The ticked ones; without any tick, the few that were left in alone."""
    for state in (_State.TICKED, _State.CROSSED):
        if marked := [e for e in entries if e.state is state]:
            return marked
    if any(e.state is _State.EMPTY for e in entries):
        return []
    left = [e for e in entries if e.exact]
    return left if len({read_category(e.words) or read_delivery(e.words) for e in left}) < _ALL else []


def _by_number(lines: Sequence[str]) -> tuple[Category, ...]:
    for line in lines:
        spots = find_labels(line)
        for spot in spots:
            if spot.kind is Labelled.CATEGORIES:
                later = [s.start for s in spots if s.start >= spot.end]
                value = line[spot.end : later[0] if later else None]
                if boxes := numbered_categories(re.sub(r"^\s*ที่", "", value)):
                    return boxes
        if match := _NUMBERED.search(line):
            return numbered_categories(match.group("n"))
    return ()


def _other(entries: Sequence[_Entry], other: Category | Delivery) -> str | None:
    for entry in entries:
        if other in (read_category(entry.words), read_delivery(entry.words)):
            rest = re.sub(r"[.…_]{2,}", " ", _OTHER_TEXT.sub("", entry.words, count=1))
            text = " ".join(re.sub(r"^\s*(?:ข้อ|ช่อง)?\s*[5๕][.)]?(?=\s)", "", rest).split()).strip(" .")
            text = text[1:-1].strip() if re.fullmatch(r"\([^()]+\)", text) else text
            if text and not re.fullmatch(r"\(?(?:โปรด)?ระบุ\)?", text):
                return text
    return None
