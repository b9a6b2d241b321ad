"""A text laid out as labels and values: which words belong to which label.

A value runs to the next label of its line; a description runs on over the following lines; an empty label
takes the next line. The signature block and part 2 of the form are not the requester's and are set aside.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mailbot.core.language.labels import Labelled, Spot, find_labels, label_of
from mailbot.core.language.marks import certifies
from mailbot.core.language.names import full_name
from mailbot.core.language.thai import skeleton

_OF_OTHERS: Final = frozenset({Labelled.FRAME, Labelled.EVENT})
_SIGNATURES: Final = re.compile(
    r"^\s*(?:ลงชื่อ[\s.…_]*|\(?ลงชื่อ\)?[\s.…_]{3,}|ผู้รับผิดชอบในการให้ข้อมูล\s*(?:\t.*)?$|ส่วนที่\s*[2๒](?:\s|$)"
    r"|ความเห็น(?:ของ)?ผู้(?:อนุมัติ|บังคับบัญชา)|ผู้ตรวจสอบและอนุมัติ\s*$)"
)
_STOPS: Final = re.compile(
    r"^\s*(?:ขอบ(?:คุณ|คุน|พระคุณ)|ขอแสดงความนับถือ|ด้วยความเคารพ|ด้วยความนับถือ|จึงเรียนมา|โดยทั้งนี้|ทั้งนี้\s*ได้ส่ง"
    r"|(?:และ)?(?:ขอ)?รับรอง(?:ว่า|ความ|ข้อมูล|$)|ส่งจาก|Sent from|[-_=]{2,}\s*$"
    r"|[☑☐]|[(\[{]\s*[/xX✓✔√]?\s*[)\]}]|ลงชื่อ|จำเป็น(?:และ)?เร่งด่วน|(?:มี|ไม่มี|ไม่ส่ง)?(?:ผล)?กระทบ(?:ต่อ)?ผู้มีส่วน)"
)
_HINT: Final = re.compile(r"^\s*\([^()]{1,30}\)\s*(?=[^\s)])")
"""«ตำแหน่ง (ระดับ) ครู»: what stands in brackets right after a label explains the label."""
_LEADERS: Final = re.compile(r"[.…_·\s]+")
_NUMBER: Final = re.compile(r"\s*\(?(?P<n>[0-9๐-๙]{1,2})[.)]")
_LEAD: Final = 12
"""So many letters before a label are a sentence, not a heading."""
_LONG_VALUE: Final = frozenset({Labelled.DETAIL})
_WRAPPING: Final = frozenset({Labelled.TOPIC, Labelled.MATTER, Labelled.SOURCE, Labelled.URGENT_REASON})
_ON_NEXT_LINE: Final = frozenset(
    {
        Labelled.NAME,
        Labelled.POSITION,
        Labelled.UNIT,
        Labelled.PHONE,
        Labelled.TOPIC,
        Labelled.DETAIL,
        Labelled.MATTER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One label with its value, as typed."""

    kind: Labelled
    value: str
    words: str
    """Label and value, as evidence."""
    near: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A text as labels and values, and what is left of it."""

    body: tuple[str, ...]
    """The lines that are the requester's, signature block and part 2 cut off."""
    entries: tuple[Entry, ...]
    lines: frozenset[int]
    """Lines that a label or its value stands on."""
    leads: tuple[tuple[int, str], ...]
    """Prose that stands before the first label of such a line."""
    labels: int
    """How many labels of the form there are."""
    signed_name: str | None = None
    """The name in brackets under «ลงชื่อ … ผู้ขอใช้บริการ»."""


def upright(text: str) -> str:
    """The text with every table whose first row is nothing but labels turned: each cell behind its label."""
    lines = text.split("\n")
    turned: list[str] = []
    at = 0
    while at < len(lines):
        heads = [cell.strip() for cell in lines[at].split("\t")]
        cells = [cell.strip() for cell in lines[at + 1].split("\t")] if at + 1 < len(lines) else []
        if (
            len(heads) > 1
            and len(cells) == len(heads)
            and all(map(label_of, heads))
            and not any(map(label_of, cells))
        ):
            turned += [f"{head}: {cell}" for head, cell in zip(heads, cells, strict=True)]
            at += 2
        else:
            turned.append(lines[at])
            at += 1
    return "\n".join(turned)


def read_sheet(text: str) -> Sheet:
    """Lay a normalised text out."""
    lines = text.split("\n")
    spots = [find_labels(line) for line in lines]
    cut = _end_of_part_one(lines, spots)
    body, spots = lines[:cut], spots[:cut]
    entries: list[Entry] = []
    taken: set[int] = set()
    for number, (line, row) in enumerate(zip(body, spots, strict=True)):
        ours = [spot for spot in row if spot.kind not in _OF_OTHERS]
        if not ours:
            continue
        taken.add(number)
        for at, spot in enumerate(row):
            if spot.kind in _OF_OTHERS:
                continue
            value = line[spot.end : _value_end(line, row, at)]
            if not spot.separated:
                value = _HINT.sub("", value)
            last = at == len(row) - 1
            if last:
                more = _continued(spot, value, body, spots, number)
                taken.update(more)
                value = "\n".join([value, *(body[n] for n in more)])
            entries.append(
                Entry(kind=spot.kind, value=value, words=" ".join(line[spot.start :].split()), near=spot.near)
            )
    kinds = {entry.kind for entry in entries}
    return Sheet(
        body=tuple(body),
        entries=tuple(entries),
        lines=frozenset(taken),
        leads=tuple(
            (n, lead)
            for n in sorted(taken)
            if spots[n] and len(skeleton(lead := _lead(body[n], spots[n]))) >= _LEAD
        ),
        labels=len(kinds),
        signed_name=_signed_name(lines[cut:]),
    )


def _lead(line: str, row: Sequence[Spot]) -> str:
    """The prose before the first label; the whole line when it only mentions a register number in passing."""
    lead = line[: row[0].start].strip()
    return line if lead and all(spot.kind is Labelled.REGISTER_NO for spot in row) else lead


def _value_end(line: str, row: Sequence[Spot], at: int) -> int:
    """Where a value ends: at the next label. A description goes on over labels of places and times."""
    for later in row[at + 1 :]:
        if row[at].kind in _LONG_VALUE and later.kind is Labelled.EVENT:
            continue
        return later.start
    return len(line)


def _end_of_part_one(lines: list[str], spots: Sequence[Sequence[Spot]]) -> int:
    """The first line of the signatures, provided that labels came before it."""
    seen = 0
    for number, line in enumerate(lines):
        if seen and _SIGNATURES.match(line):
            return number
        seen += sum(spot.kind not in _OF_OTHERS for spot in spots[number])
    return len(lines)


def _continued(
    spot: Spot, value: str, lines: list[str], spots: Sequence[Sequence[Spot]], number: int
) -> list[int]:
    """The following lines that still belong to the value."""
    empty = not _LEADERS.sub("", value)
    limit = 40 if spot.kind in _LONG_VALUE else 2 if spot.kind in _WRAPPING else 1
    if not (
        spot.kind in _LONG_VALUE
        or (spot.kind in _WRAPPING and not empty)
        or (empty and spot.kind in _ON_NEXT_LINE)
    ):
        return []
    following = _next_label(spots, number)
    more: list[int] = []
    for n in range(number + 1, len(lines)):
        line = lines[n]
        ours = [s for s in spots[n] if s.kind not in _OF_OTHERS]
        frame = any(s.kind is Labelled.FRAME and not line[: s.start].strip() for s in spots[n])
        aside = (
            any(s.kind is Labelled.EVENT and s.separated for s in spots[n]) and spot.kind not in _LONG_VALUE
        )
        stop = ours or frame or aside or _STOPS.match(line) or certifies(line)
        if stop or len(more) >= limit or _is_next_number(lines[number], line):
            break
        if not line.strip():
            # A gap ends a value, unless the form goes on after it.
            if following is None or spot.kind not in _LONG_VALUE:
                break
            continue
        if spot.kind in _WRAPPING and not empty and not _wraps(lines, n, following):
            break
        more.append(n)
    return more


def _is_next_number(labelled: str, line: str) -> bool:
    """«7. รายละเอียด: …» ends at «8.»: it is the next question of the same list."""
    own, other = _NUMBER.match(labelled), _NUMBER.match(line)
    return own is not None and other is not None and int(other.group("n")) == int(own.group("n")) + 1


def _wraps(lines: list[str], number: int, following: int | None) -> bool:
    """Whether a line merely continues the one before: the next label follows close by."""
    return following is not None and following - number <= 2 and bool(lines[number].strip())  # noqa: PLR2004 - wrapped once or twice


def _next_label(spots: Sequence[Sequence[Spot]], number: int) -> int | None:
    return next(
        (n for n in range(number + 1, len(spots)) if any(s.kind not in _OF_OTHERS for s in spots[n])), None
    )


def _signed_name(lines: list[str]) -> str | None:
    """The requester's name in the signature block; the approver's stands in the second column or below."""
    for line in lines[:6]:
        if re.search(r"ผู้อนุมัติ|ผู้ตรวจสอบ", line) and "ผู้ขอ" not in line:
            return None
        first = line.split("\t")[0]
        bracket = re.match(r"\s*\(([^()]+)\)", first)
        if bracket and (name := full_name(bracket.group(1))):
            return name
    return None
