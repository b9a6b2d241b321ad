"""Word documents (DOCX) as lines of text, with every kind of tick box.

An own walk over the package: the libraries lose content controls, symbol ticks, text boxes or tracked
insertions. What the writer deleted, hid, or left as a placeholder is not read; what was struck out is
marked. Nothing here knows what a form is.
"""

import io
import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from mailbot.reading.documents.document import EMPTY, MAX_TEXT, TICKED, Document, Note, UnreadableError
from mailbot.reading.documents.drawn import Shape, attribute, lay_over, local, shapes
from mailbot.reading.documents.marks import in_symbol_font, mark_of, symbol_font
from mailbot.reading.documents.package import Package, elements
from mailbot.reading.documents.rows import row_lines

_WRAPPERS: Final = frozenset(
    {
        *("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "bdo", "dir"),
        *("sdtContent", "Choice", "oMath", "oMathPara", "ruby", "rubyBase"),
    }
)
"""Elements that only wrap what is to be read; ``del`` and ``moveFrom`` are left out on purpose."""
_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF: Final = frozenset({"0", "false", "off", "none"})
_BULLET_TICK: Final = "\ue0f1"  # a tick used as list bullet; decided at the end, when all bullets are known
_HEADER: Final = re.compile(r"word/(?:header|footer)[0-9]*\.xml")


def read_docx(package: Package) -> Document:
    """The text of a Word document. Raises UnreadableError."""
    main = _main_part(package)
    walk = _Walk(bullets=_bullets(package))
    note: Note | None = (
        "macro" if any(name.lower().endswith("vbaproject.bin") for name in package.names) else None
    )
    lines: list[str] = []
    size = 0
    for block in elements(io.BytesIO(package.read(main)), depth=2):
        for line in walk.block(block):
            lines.append(line)
            size += len(line) + 1
        block.clear()
        if size > MAX_TEXT:
            return Document(
                kind="docx", text="\n".join(walk.settle(lines))[:MAX_TEXT], note="too large to read"
            )
    lines += [line for line in _margins(package, walk) if line.strip() and line not in lines]
    return Document(kind="docx", text="\n".join(walk.settle(lines)), note=note)


def _main_part(package: Package) -> str:
    """The main document's part: nearly always word/document.xml, but the package says it itself."""
    relations = package.tree("_rels/.rels")
    for relation in relations if relations is not None else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            name = (relation.get("Target") or "").lstrip("/")
            if package.has(name):
                return name
    if not package.has("word/document.xml"):
        raise UnreadableError("broken")
    return "word/document.xml"


def _margins(package: Package, walk: "_Walk") -> list[str]:
    """Headers and footers, after the text: some offices put the form's title there."""
    lines: list[str] = []
    for name in [name for name in package.names if _HEADER.fullmatch(name)][:12]:
        try:
            root = package.tree(name)
        except UnreadableError:
            continue
        if root is not None:
            lines += walk.blocks(root)
    return lines


def _bullets(package: Package) -> dict[tuple[str, str], str]:
    """(list, level) -> mark, for lists whose bullet is a tick box of a symbol font."""
    try:
        root = package.tree("word/numbering.xml")
    except UnreadableError:
        return {}
    marks: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], str] = {}
    for element in root if root is not None else ():
        if local(element.tag) == "abstractNum":
            number = attribute(element, "abstractNumId") or ""
            for level in element:
                if local(level.tag) == "lvl" and (mark := _bullet(level)):
                    marks[number, attribute(level, "ilvl") or "0"] = mark
        elif local(element.tag) == "num":
            abstract = next((attribute(e, "val") for e in element if local(e.tag) == "abstractNumId"), None)
            for (number, level_no), mark in marks.items():
                if number == abstract:
                    found[attribute(element, "numId") or "", level_no] = mark
    return found


def _bullet(level: Element) -> str | None:
    text = font = None
    for element in level.iter():
        if local(element.tag) == "lvlText":
            text = attribute(element, "val")
        elif local(element.tag) == "rFonts":
            font = next((known for value in element.attrib.values() if (known := symbol_font(value))), None)
    if not text or len(text) != 1:
        return None
    if font is None:
        return {
            "☐": EMPTY,
            "□": EMPTY,
            "❑": EMPTY,
            "❏": EMPTY,
            "☑": _BULLET_TICK,
            "☒": _BULLET_TICK,
            "✓": _BULLET_TICK,
        }.get(text)
    mark = mark_of(font, ord(text))
    return _BULLET_TICK if mark == TICKED else mark


def _is_on(element: Element | None) -> bool:
    """Whether an on/off property is set; it is on when it has no value."""
    return element is not None and (attribute(element, "val") or "1").lower() not in _OFF


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being collected: pieces of (text, struck out, drawn box)."""

    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)
    boxes: list[Shape] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The finished lines: drawn boxes that cannot be told apart left out, strikes marked."""
        text = ""
        struck = False
        for piece, is_struck, _ in self._clear():
            if is_struck != struck and (piece.strip() or struck):
                text += "~~"
                struck = is_struck
            text += piece
        text = re.sub(r"~~(\s*)~~", r"\1", text + ("~~" if struck else ""))
        lines = [part for line in lay_over(text, self.boxes) for part in line.split("\n")]
        return lines if len(lines) == 1 else [_balanced(line) for line in _reopened(lines)]

    def _clear(self) -> list[tuple[str, bool, bool]]:
        """Without drawn boxes that are anchored side by side: nobody can say which words they are for."""
        kept: list[tuple[str, bool, bool]] = []
        group: list[tuple[str, bool, bool]] = []
        for piece in self.pieces:
            if piece[2]:
                group.append(piece)
            elif piece[0].strip():
                kept += group if len(group) == 1 else []
                group = []
                kept.append(piece)
            else:
                kept.append(piece)
        return kept + (group if len(group) == 1 else [])


def _reopened(lines: list[str]) -> list[str]:
    """A strike over a line end is closed on its line and opened again on the next."""
    out, is_open = [], False
    for line in lines:
        full = ("~~" if is_open else "") + line
        is_open = full.count("~~") % 2 == 1
        out.append(full + ("~~" if is_open else ""))
    return out


def _balanced(line: str) -> str:
    return line.replace("~~~~", "")


@dataclass(slots=True)
class _Walk:
    """The walk itself. ``hide`` counts the open fields whose result repeats a mark already written."""

    bullets: dict[tuple[str, str], str]
    hide: list[bool] = field(default_factory=list)
    empty_bullet: bool = False

    def settle(self, lines: list[str]) -> list[str]:
        """Ticks used as bullets count only beside empty boxes used as bullets; else they are ornament."""
        tick = f"{TICKED} " if self.empty_bullet else ""
        return [line.replace(f"{_BULLET_TICK} ", tick) for line in lines]

    def blocks(self, container: Element) -> list[str]:
        """The lines of everything in a body, cell, text box or header."""
        return [line for child in container for line in self.block(child)]

    def block(self, element: Element) -> list[str]:
        """The lines of one paragraph, table or wrapper around them."""
        name = local(element.tag)
        if name == "p":
            return self._paragraph(element)
        if name == "tbl":
            return [line for row in self._unwrapped(element, "tr") for line in self._row(row)]
        if name == "sdt":
            return self._block_control(element)
        if name == "AlternateContent":
            return [line for child in self._choice(element) for line in self.block(child)]
        return self.blocks(element) if name in _WRAPPERS or name == "body" else []

    def _block_control(self, control: Element) -> list[str]:
        """A content control around whole paragraphs; its placeholder text is nobody's words."""
        mark, placeholder = _control(control)
        if mark:
            return [mark]
        return (
            []
            if placeholder
            else [
                line for child in control if local(child.tag) == "sdtContent" for line in self.blocks(child)
            ]
        )

    def _row(self, row: Element) -> list[str]:
        deleted = any(local(e.tag) == "del" for p in row if local(p.tag) == "trPr" for e in p)
        return [] if deleted else row_lines([self.blocks(cell) for cell in self._unwrapped(row, "tc")])

    def _unwrapped(self, container: Element, wanted: str) -> list[Element]:
        """The rows of a table or the cells of a row, also those inside content controls."""
        out: list[Element] = []
        for child in container:
            name = local(child.tag)
            if name == wanted:
                out.append(child)
            elif name == "sdt" or name in _WRAPPERS:
                out += self._unwrapped(child, wanted)
        return out

    def _paragraph(self, element: Element) -> list[str]:
        out = _Paragraph()
        self.hide.clear()
        if mark := self._bullet_of(element):
            out.pieces.append((f"{mark} ", False, False))
        self._inline(element, out)
        return out.lines()

    def _bullet_of(self, paragraph: Element) -> str | None:
        for properties in paragraph:
            if local(properties.tag) != "pPr" or not self.bullets:
                continue
            for numbering in properties:
                if local(numbering.tag) == "numPr":
                    values = {local(e.tag): attribute(e, "val") or "0" for e in numbering}
                    mark = self.bullets.get((values.get("numId", ""), values.get("ilvl", "0")))
                    self.empty_bullet |= mark == EMPTY
                    return mark
        return None

    def _inline(self, element: Element, out: _Paragraph) -> None:
        for child in element:
            name = local(child.tag)
            if name == "r":
                self._run(child, out)
            elif name == "sdt":
                mark, placeholder = _control(child)
                if mark:
                    out.pieces.append((mark, False, False))
                elif not placeholder:
                    self._inline(child, out)
            elif name == "AlternateContent":
                for chosen in self._choice(child):
                    self._inline_or_drawing(chosen, out)
            elif name in _WRAPPERS:
                self._inline(child, out)

    def _inline_or_drawing(self, element: Element, out: _Paragraph) -> None:
        if local(element.tag) in {"drawing", "pict"}:
            self._drawing(element, out, struck=False)
        else:
            self._inline(element, out)

    @staticmethod
    def _choice(element: Element) -> list[Element]:
        """The children of the first choice only: the fallback says the same again."""
        for wanted in ("Choice", "Fallback"):
            for child in element:
                if local(child.tag) == wanted:
                    return list(child)
        return []

    def _run(self, run: Element, out: _Paragraph) -> None:
        font = None
        struck = False
        for properties in run:
            if local(properties.tag) != "rPr":
                continue
            named = {local(e.tag): e for e in properties}
            if _is_on(named.get("vanish")):
                return
            struck = _is_on(named.get("strike")) or _is_on(named.get("dstrike"))
            if (fonts := named.get("rFonts")) is not None:
                font = next((known for value in fonts.attrib.values() if (known := symbol_font(value))), None)
        for child in run:
            self._run_child(child, out, font=font, struck=struck)

    def _run_child(self, child: Element, out: _Paragraph, *, font: str | None, struck: bool) -> None:
        name = local(child.tag)
        if name == "fldChar":
            self._field(child, out)
        elif any(self.hide):
            return
        elif name == "t":
            text = child.text or ""
            out.pieces.append((in_symbol_font(font, text) if font else text, struck, False))
        elif name in _CHARACTERS:
            out.pieces.append((_CHARACTERS[name], struck, False))
        elif name == "sym":
            out.pieces.append((_symbol(child), struck, False))
        elif name in {"drawing", "pict"}:
            self._drawing(child, out, struck=struck)
        elif name == "AlternateContent":
            for chosen in self._choice(child):
                self._run_child(chosen, out, font=font, struck=struck)

    def _field(self, mark: Element, out: _Paragraph) -> None:
        """A legacy form field: its check box or list choice is in the field's own data."""
        kind = attribute(mark, "fldCharType")
        if kind == "end":
            if self.hide:
                self.hide.pop()
            return
        if kind != "begin":
            return
        value = None
        for data in mark.iter():
            name = local(data.tag)
            if name == "checkBox":
                value = _check_box(data)
            elif name == "ddList":
                value = _drop_down(data)
        if value is not None:
            out.pieces.append((value, False, False))
        self.hide.append(value is not None)

    def _drawing(self, drawing: Element, out: _Paragraph, *, struck: bool) -> None:
        hide, self.hide = self.hide, []
        for shape in shapes(drawing, self.blocks):
            if mark := shape.mark:
                floating = any(local(e.tag) == "anchor" for e in drawing) or local(drawing.tag) == "pict"
                out.pieces.append((mark, struck, floating))
            else:
                out.boxes.append(shape)
        self.hide = hide


def _symbol(element: Element) -> str:
    """``w:sym``: a character of a symbol font, by its code."""
    font = symbol_font(attribute(element, "font"))
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    return (mark_of(font, code) or "") if font else ""


def _control(control: Element) -> tuple[str | None, bool]:
    """A content control's mark, if it is a check box, and whether it still shows its placeholder."""
    mark = None
    placeholder = False
    for properties in control:
        if local(properties.tag) != "sdtPr":
            continue
        for prop in properties:
            name = local(prop.tag)
            if name == "checkbox":
                checked = next((e for e in prop if local(e.tag) == "checked"), None)
                mark = TICKED if _is_on(checked) else EMPTY
            elif name == "showingPlcHdr":
                placeholder = _is_on(prop)
    return mark, placeholder


def _check_box(data: Element) -> str:
    named = {local(e.tag): e for e in data}
    state = named.get("checked", named.get("default"))
    return TICKED if _is_on(state) else EMPTY


def _drop_down(data: Element) -> str:
    entries = [attribute(e, "val") or "" for e in data if local(e.tag) == "listEntry"]
    chosen = next((attribute(e, "val") for e in data if local(e.tag) in {"result", "default"}), "0") or "0"
    return (
        entries[int(chosen)]
        if chosen.isascii() and chosen.isdigit() and int(chosen[:6]) < len(entries)
        else ""
    )
