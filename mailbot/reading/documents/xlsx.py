"""Workbooks (XLSX) as lines: one line a row, cells separated by tabs.

An own walk, because a form made in a spreadsheet has its ticks in form controls, in true/false cells or
in a symbol font, and the libraries show none of the three. Hidden sheets and rows are not read.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element

from mailbot.reading.documents.controls import Control, controls
from mailbot.reading.documents.document import EMPTY, MAX_TEXT, TICKED, Document, Note, UnreadableError
from mailbot.reading.documents.drawn import attribute, local
from mailbot.reading.documents.marks import in_symbol_font, symbol_font
from mailbot.reading.documents.package import Package, elements
from mailbot.reading.documents.rows import joined

_MAX_SHEETS: Final = 12
_MAX_CELL: Final = 32_767
"""Characters of a cell, the format's own limit."""
_MAX_COLUMNS: Final = 120
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_BUILT_IN_DATES: Final = frozenset(
    {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)}
)
_DATE_CODE: Final = re.compile(r"[dyeDYEgGbB]|(?<![hH:])[mM]{1,4}(?!:)")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
_LAST_SERIAL: Final = 2_958_465
_EXACT: Final = 1e15
"""Up to here a spreadsheet's number is a whole number exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    symbols: str | None = None
    struck: bool = False
    is_date: bool = False


@dataclass(slots=True, kw_only=True)
class _Book:
    """What the sheets share."""

    strings: list[str] = field(default_factory=list)
    styles: list[_Style] = field(default_factory=list)


def read_xlsx(package: Package) -> Document:
    """The text of a workbook's visible sheets, in order. Raises UnreadableError."""
    book = _Book(strings=_shared_strings(package), styles=_styles(package))
    note: Note | None = "macro" if package.has("xl/vbaProject.bin") else None
    lines: list[str] = []
    size = 0
    for part in _sheets(package):
        for line in _sheet(package, part, book):
            lines.append(line)
            size += len(line) + 1
            if size > MAX_TEXT:
                return Document(kind="xlsx", text="\n".join(lines)[:MAX_TEXT], note="too large to read")
    return Document(kind="xlsx", text="\n".join(lines), note=note)


def _sheets(package: Package) -> list[str]:
    """The parts of the visible sheets, in the order of the tabs."""
    workbook = package.tree("xl/workbook.xml")
    if workbook is None:
        raise UnreadableError("broken")
    targets = relations(package, "xl/workbook.xml")
    parts = []
    for element in workbook.iter():
        if local(element.tag) == "sheet" and (attribute(element, "state") or "visible") == "visible":
            part = targets.get(attribute(element, "id") or "", "")
            if package.has(part):
                parts.append(part)
    return parts[:_MAX_SHEETS]


def relations(package: Package, part: str) -> dict[str, str]:
    """The parts this part refers to, by relation id, as names in the package."""
    folder, _, name = part.rpartition("/")
    root = package.tree(f"{folder}/_rels/{name}.rels")
    found = {}
    for relation in root if root is not None else ():
        target = relation.get("Target") or ""
        path = [] if target.startswith("/") else folder.split("/")
        for step in target.lstrip("/").split("/"):
            if step == "..":
                path = path[:-1]
            elif step != ".":
                path.append(step)
        found[relation.get("Id") or ""] = "/".join(path)
    return found


def _shared_strings(package: Package) -> list[str]:
    if not package.has("xl/sharedStrings.xml"):
        return []
    strings = []
    for item in elements(io.BytesIO(package.read("xl/sharedStrings.xml")), depth=1):
        strings.append(_rich_text(item))
        item.clear()
    return strings


def _rich_text(item: Element) -> str:
    """A string with its runs; struck runs marked, phonetic hints left out."""
    out = ""
    for part in item:
        name = local(part.tag)
        if name == "t":
            out += part.text or ""
        elif name == "r":
            text = "".join(t.text or "" for t in part if local(t.tag) == "t")
            props = [e for p in part if local(p.tag) == "rPr" for e in p]
            font = next((attribute(e, "val") for e in props if local(e.tag) == "rFont"), None)
            known = symbol_font(font)
            text = in_symbol_font(known, text) if known else text
            struck = any(local(e.tag) == "strike" and attribute(e, "val") != "0" for e in props)
            out += f"~~{text}~~" if struck and text.strip() else text
        if len(out) > _MAX_CELL:
            break
    return out[:_MAX_CELL]


def _styles(package: Package) -> list[_Style]:
    """What a cell's style index means: a symbol font, a strike, a date."""
    try:
        root = package.tree("xl/styles.xml")
    except UnreadableError:
        return []
    fonts: list[tuple[str | None, bool]] = []
    formats: dict[str, bool] = {}
    styles: list[_Style] = []
    for group in root if root is not None else ():
        name = local(group.tag)
        if name == "numFmts":
            formats = {
                attribute(e, "numFmtId") or "": _is_date_format(attribute(e, "formatCode") or "")
                for e in group
            }
        elif name == "fonts":
            fonts = [_font(font) for font in group]
        elif name == "cellXfs":
            for xf in group:
                number, font = attribute(xf, "numFmtId") or "0", _index(attribute(xf, "fontId"))
                symbols, struck = fonts[font] if font is not None and font < len(fonts) else (None, False)
                is_date = formats.get(
                    number, number.isascii() and number.isdigit() and int(number[:6]) in _BUILT_IN_DATES
                )
                styles.append(_Style(symbols=symbols, struck=struck, is_date=is_date))
    return styles


def _font(font: Element) -> tuple[str | None, bool]:
    name = next((attribute(e, "val") for e in font if local(e.tag) == "name"), None)
    struck = any(local(e.tag) == "strike" and attribute(e, "val") != "0" for e in font)
    return symbol_font(name), struck


def _is_date_format(code: str) -> bool:
    return bool(_DATE_CODE.search(_QUOTED.sub("", code[:200])))


def _sheet(package: Package, part: str, book: _Book) -> Iterator[str]:
    """The lines of one sheet; controls are put into the cell they lie on."""
    found = controls(package, relations(package, part))
    linked = {control.linked for control in found}
    waiting: dict[int, list[Control]] = {}
    for control in found:
        waiting.setdefault(control.row, []).append(control)
    number = 0
    for row in elements(io.BytesIO(package.read(part)), depth=2):
        if local(row.tag) == "row":
            number = _index(attribute(row, "r")) or number + 1
            for earlier in sorted(n for n in waiting if n < number):
                yield joined(_placed({}, waiting.pop(earlier)))
            if attribute(row, "hidden") not in {"1", "true"}:
                yield from _row(row, book, linked, waiting.pop(number, []))
        row.clear()
    for rest in sorted(waiting):
        yield joined(_placed({}, waiting[rest]))


def _row(row: Element, book: _Book, linked: set[str | None], found: list[Control]) -> Iterator[str]:
    cells: dict[int, str] = {}
    column = size = 0
    for cell in row:
        if local(cell.tag) != "c":
            continue
        reference = attribute(cell, "r") or ""
        match = _REFERENCE.fullmatch(reference)
        column = _column(match[1]) if match else column + 1
        if column > _MAX_COLUMNS or size > MAX_TEXT:
            break
        if reference in linked:
            continue
        text = _value(cell, book)
        size += len(text)
        if text.strip():
            cells[column] = text
    line = joined(_placed(cells, found))
    if line.strip():
        yield line


def _placed(cells: dict[int, str], found: list[Control]) -> list[str]:
    """The row's cells, with every control's mark in its cell, and its caption when it has one."""
    for control in sorted(found, key=lambda control: control.column, reverse=True):
        own = f"{control.mark} {control.caption}".strip()
        here = cells.get(control.column, "")
        cells[control.column] = f"{own}\t{here}" if control.caption and here else f"{own} {here}".strip()
    return [cells[column].replace("\n", " ") for column in sorted(cells)]


def _value(cell: Element, book: _Book) -> str:
    """What a cell shows."""
    kind = attribute(cell, "t") or "n"
    style_no = _index(attribute(cell, "s"))
    style = book.styles[style_no] if style_no is not None and style_no < len(book.styles) else _Style()
    raw = next((child.text or "" for child in cell if local(child.tag) == "v"), "")
    if kind == "inlineStr":
        text = "".join(_rich_text(child) for child in cell if local(child.tag) == "is")
    elif kind == "s":
        index = _index(raw)
        text = book.strings[index] if index is not None and index < len(book.strings) else ""
    elif kind == "b":
        text = TICKED if raw == "1" else EMPTY
    elif kind == "e":
        text = ""
    else:
        text = raw if kind == "str" else _number(raw, is_date=style.is_date)
    if style.symbols:
        text = in_symbol_font(style.symbols, text)
    text = text[:_MAX_CELL]
    return f"~~{text}~~" if style.struck and text.strip() else text


def _number(raw: str, *, is_date: bool) -> str:
    """A number as people write it: no «.0», a date as ISO 8601."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    if is_date and 0 < value <= _LAST_SERIAL:
        moment = _EPOCH + timedelta(days=value)
        return moment.strftime("%Y-%m-%d" if value == int(value) else "%Y-%m-%d %H:%M")
    return str(int(value)) if abs(value) < _EXACT and value == int(value) else raw


def _index(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None  # noqa: PLR2004 - no index is longer


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
