"""people.csv, as Excel or a person leaves it -> the office's people.

UTF-8 with or without a mark, UTF-16 or windows-874; comma, semicolon or tab; columns in any order under Thai
or English headings. A column nobody knows is named and left out; a cell that cannot be understood is a
mistake at its row, never a guess.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mailbot.config.dates import read_date
from mailbot.config.problems import Findings, nearest, shown
from mailbot.config.values import is_address
from mailbot.core.office import Person, Unit

NAME: Final = "people.csv"

HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "address": ("อีเมล", "อีเมล์", "อีเมลล์", "ที่อยู่อีเมล", "email", "emailaddress", "mail", "address"),
    "name": ("ชื่อสกุล", "ชื่อนามสกุล", "ชื่อและนามสกุล", "ชื่อ", "name", "fullname"),
    "position": ("ตำแหน่ง", "position", "title"),
    "unit": ("กลุ่ม", "สังกัด", "หน่วยงาน", "สังกัดหน่วยงาน", "กลุ่มงาน", "unit", "group"),
    "phone": ("โทรศัพท์", "เบอร์โทรศัพท์", "เบอร์โทร", "โทร", "หมายเลขโทรศัพท์", "phone", "telephone", "tel"),
    "extension": ("ต่อ", "เบอร์ต่อ", "เบอร์ภายใน", "หมายเลขภายใน", "extension", "ext"),
    "nickname": ("ชื่อเล่น", "nickname"),
    "requester": ("ผู้ขอ", "ขอเผยแพร่", "ขอเผยแพร่ได้", "ผู้รับผิดชอบในการให้ข้อมูล", "requester"),
    "since": ("ตั้งแต่", "ตั้งแต่วันที่", "วันที่เริ่ม", "เริ่ม", "from", "since"),
    "until": ("ถึง", "ถึงวันที่", "วันที่สิ้นสุด", "สิ้นสุด", "until", "to"),
    "order": ("คำสั่ง", "เลขที่คำสั่ง", "คำสั่งที่", "order", "orderno"),
    "aliases": ("อีเมลอื่น", "อีเมลอื่นๆ", "อีเมลสำรอง", "aliases", "alias", "otheremail", "otheremails"),
}
"""What a column may be called, as ``_plain`` leaves it."""
_BY_HEADING: Final = {heading: column for column, headings in HEADINGS.items() for heading in headings}
_YES: Final = frozenset({"", "ใช่", "ได้", "yes", "y", "true", "1", "✓", "✔", "/"})
_NO: Final = frozenset({"ไม่", "ไม่ใช่", "ไม่ได้", "no", "n", "false", "0"})
_NOTHING: Final = frozenset({"", "-"})
_LOST_ZERO: Final = re.compile(r"[2-9]\d{7,8}")
"""A Thai number without its first 0: Excel takes it for a number and drops it."""
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person's row, with where it stands for the checks that need the whole office."""

    number: int
    person: Person


def read_people(raw: bytes, units: Sequence[Unit] | None, findings: Findings) -> tuple[Row, ...] | None:
    """Everybody in people.csv, in order; what is wrong goes to ``findings``.

    ``units`` None: they could not be read, so nobody's unit is judged. Returns None when it is no table.
    """
    text = decode(raw, NAME, findings)
    if text is None:
        return None
    rows = _cells(text, findings)
    first = next(rows, None)
    if first is None:
        findings.add("people_empty", NAME)
        return None
    heading = _heading(*first, findings)
    if heading is None:
        return None
    known = (
        None
        if units is None
        else {
            spelling: unit.id
            for unit in units
            for spelling in map(_plain, (unit.id, unit.name, *unit.aliases))
        }
    )
    found = (_person(number, cells, heading, known, findings) for number, cells in rows)
    return tuple(row for row in found if row)


def decode(raw: bytes, name: str, findings: Findings) -> str | None:
    """A list the office edits -> its text, whatever its editor saved it as."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return unicodedata.normalize("NFC", text)
    findings.add("not_readable_text", name)
    return None


def _plain(text: str) -> str:
    """A heading or name without what people vary: case, spaces, dots, dashes, brackets."""
    return "".join(
        c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum() or "\u0e31" <= c <= "\u0e4e"
    )


def _cells(text: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the number Excel shows beside them."""
    delimiter = ""
    if text[:4].casefold() == "sep=":  # Excel's own line about the delimiter, which it reads and hides
        head, _, text = text.partition("\n")
        delimiter = head[4:5]
    if not delimiter or delimiter not in _DELIMITERS:
        heading = next((line for line in text.splitlines() if line.strip()), "")
        delimiter = max(_DELIMITERS, key=heading.count)
    number = 0
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1
        ):
            stripped = [" ".join(cell.split()) for cell in cells]
            if any(stripped):
                yield number, stripped
    except csv.Error as error:
        findings.add("not_csv", NAME, line=number + 1, reason=str(error))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """Which column holds what, and how many columns there are."""

    at: Mapping[str, int]
    width: int


def _heading(number: int, headings: list[str], findings: Findings) -> _Heading | None:
    """The heading row; None, and a problem, when the address or the name is in no column."""
    at: dict[str, int] = {}
    for index, heading in enumerate(headings):
        column = _BY_HEADING.get(_plain(heading))
        if column is None:
            if heading:
                near = nearest(_plain(heading), list(_BY_HEADING))
                findings.add("column_ignored", NAME, line=number, key=heading, warning=True, near=near)
        elif column in at:
            findings.add("column_twice", NAME, line=number, key=heading, other=headings[at[column]])
        else:
            at[column] = index
    missing = [wanted for column, wanted in (("address", "อีเมล"), ("name", "ชื่อ-สกุล")) if column not in at]
    for wanted in missing:
        findings.add("column_missing", NAME, line=number, heading=wanted, found=", ".join(headings))
    return None if missing else _Heading(at=at, width=len(headings))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """One row's cells by column, reporting what is wrong at its place."""

    number: int
    value: Mapping[str, str]
    findings: Findings

    def wrong(self, code: str, column: str, *, warning: bool = False, **facts: object) -> None:
        shown_value = shown(self.value.get(column, ""))
        self.findings.add(
            code, NAME, line=self.number, key=column, warning=warning, **{"value": shown_value} | facts
        )

    def __getitem__(self, column: str) -> str:
        return self.value.get(column, "")

    def day(self, column: str) -> date | None:
        written = self[column]
        day = read_date(written)
        if day is None and written not in _NOTHING:
            self.wrong("not_a_date", column)
        return day

    def address(self, column: str, candidate: str) -> str | None:
        if is_address(candidate):
            return candidate
        if candidate:
            self.wrong("not_an_address", column, value=shown(candidate))
        else:
            self.wrong("row_without_address", column)
        return None

    def requester(self) -> bool:
        answer = self["requester"].casefold()
        if answer not in _YES | _NO:
            self.wrong("not_yes_no", "requester")
        return answer in _YES


def _person(
    number: int, cells: list[str], heading: _Heading, units: Mapping[str, str] | None, findings: Findings
) -> Row | None:
    """One row -> a person; None when it cannot be known who it is."""
    value = {column: cells[index] if index < len(cells) else "" for column, index in heading.at.items()}
    row = _Cells(number=number, value=value, findings=findings)
    if any(cells[heading.width :]):
        findings.add("too_many_cells", NAME, line=number, count=len(cells), wanted=heading.width)
    address = row.address("address", row["address"])
    aliases = [row.address("aliases", alias) for alias in re.split(r"[\s,;]+", row["aliases"]) if alias]
    if not row["name"]:
        row.wrong("row_without_name", "name")
    since, until = row.day("since"), row.day("until")
    if since and until and until < since:
        row.wrong("from_after_until", "until")
    unit = units.get(_plain(row["unit"])) if units else None
    if units is not None and unit is None and row["unit"] not in _NOTHING:
        known = ", ".join(dict.fromkeys(units.values()))
        row.wrong("unknown_unit", "unit", near=nearest(_plain(row["unit"]), list(units)), known=known)
    if _LOST_ZERO.fullmatch(re.sub(r"[ -]", "", row["phone"])):
        row.wrong("phone_lost_zero", "phone", warning=True, better=f"0{row['phone']}")
    requester = row.requester()
    if address is None or not row["name"]:
        return None
    person = Person(
        address=address,
        name=row["name"],
        position=row["position"],
        unit=unit,
        phone=row["phone"],
        extension=row["extension"],
        nickname=row["nickname"],
        requester=requester,
        since=since,
        until=until,
        order=row["order"],
        aliases=tuple(alias for alias in aliases if alias),
    )
    return Row(number=number, person=person)
