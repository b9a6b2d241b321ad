"""HTML of a mail -> lines of text that know whether they were quoted, signed or hidden.

Tables become one line a row with tabs, ticks in symbol fonts become ☑ and ☐ while the font is still
known, struck words stand in ``~~``. What a reader cannot see is not text. Nothing is fetched, and
nothing of the HTML itself goes any further.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.reading.documents.marks import in_symbol_font, symbol_font
from mailbot.reading.html_style import Look, hidden_selectors, look_of
from mailbot.reading.html_tokens import Tag, tokens
from mailbot.reading.limits import LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

CUT = "cut"
"""A line that stands for the place where a client put the mail that is answered."""
SIGNATURE = "signature"
"""A line inside what the client marks as the signature."""

_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "col", "area", "base", "wbr", "embed", "param",
                   "source", "track"})  # fmt: skip
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3",
    "h4", "h5", "h6", "table",
                     "tbody", "thead", "tfoot", "tr", "td", "th", "blockquote", "pre", "center",
                     "form", "fieldset",
                     "section", "article", "header", "footer", "address", "caption", "body",
                     "html"})  # fmt: skip
_CLOSES_P = _BLOCKS - {"td", "th", "tr", "tbody", "body", "html"}
_WALLS = frozenset({"td", "th", "table"})
_UNSEEN = frozenset(
    {"head", "template", "noscript", "object", "svg", "iframe", "select", "datalist", "audio", "video"}
)
_STRUCK = frozenset({"s", "strike", "del"})
_DEEPEST = 256
_CELL = 400
_CELL_LINES = 4
_EMOJI = 8
_SIGNATURES = re.compile(
    r"gmail_signature|moz-signature|applemailsignature|ms-outlook-mobile-signature|yahoo-?signature"
    r"|\bsignature\b"
    r"|composer_signature|protonmail_signature|tutanota_signature",
    re.IGNORECASE,
)
_QUOTES = re.compile(
    r"yahoo_quoted|protonmail_quote|tutanota_quote|moz-cite-prefix|gmail_attr|zmail_extra|isforwardcontent"
    r"|messagereplysection|__quoted_text__|iphone-quote|reply-intro|mailcontainer|gmail_extra_quote|yqt\d",
    re.IGNORECASE,
)
_CUTS = re.compile(
    r"divrplyfwdmsg|appendonsend|outlookmessageheader|mail-editor-reference-message"
    r"|ms-outlook-mobile-reference-message"
    r"|zwchr|replysplit|stopspelling",
    re.IGNORECASE,
)
_OUTLOOK_RULE = re.compile(r"border-top:\s*solid\s*#?(?:e1e1e1|b5c4df)", re.IGNORECASE)
_INDENT = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    depth: int = 0
    """How many quotes it stands in; 0 is the writer's own."""
    mark: str = ""
    """``CUT``, ``SIGNATURE`` or nothing."""


@dataclass(slots=True)
class Page:
    """What an HTML part says."""

    lines: list[Line] = field(default_factory=list)
    hidden: bool = False
    """Words were there that a reader cannot see."""
    links: list[str] = field(default_factory=list)
    images: set[str] = field(default_factory=set)
    """Content-IDs of the pictures shown inside the text."""


@dataclass(slots=True)
class _Frame:
    tag: str
    depth: int = 0
    hidden: bool = False
    font: str | None = None
    struck: bool = False
    pre: bool = False
    signature: bool = False
    look: Look = field(default_factory=Look)
    cells: list[list[Line]] | None = None
    number: int = 0
    href: str = ""


@dataclass(slots=True)
class _Sink:
    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)


class _Reader:
    """Walks the token stream with a bounded stack of open elements."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.page = Page()
        self.stack: list[_Frame] = [_Frame("#root")]
        self.sinks: list[_Sink] = [_Sink()]
        self.unseen_selectors: frozenset[str] = frozenset()
        self.overflow = 0
        self.opening: dict[str, Callable[[Tag, _Frame], None]] = {
            "li": self._item, "tr": self._row, "td": self._cell, "th": self._cell, "a": self._anchor,
        }  # fmt: skip

    def read(self, html: str) -> Page:
        for token in tokens(html[: 4 * self.limits.text], self.limits.elements):
            if isinstance(token, str):
                self._words(token)
            elif token.name == "style":
                self.unseen_selectors |= hidden_selectors(token.attributes.get("content", ""))
            elif token.closing:
                self._close(token.name)
            elif token.name in _VOID:
                self._void(token)
            else:
                self._open(token)
        while len(self.stack) > 1:
            self._pop()
        self._break()
        self.page.lines = self.sinks[0].lines
        return self.page

    # -- elements

    def _open(self, tag: Tag) -> None:
        if len(self.stack) >= _DEEPEST:
            self.overflow += 1
            if tag.name in _BLOCKS:
                self._break()
            return
        self._imply_ends(tag.name)
        if tag.name in _BLOCKS:
            self._break(blank=tag.name == "p" and "msonormal" not in tag.attributes.get("class", "").lower())
        above = self.stack[-1]
        frame = self._frame(tag, above)
        self.stack.append(frame)
        special = self.opening.get(tag.name)
        if special is not None:
            special(tag, frame)
        if frame.struck and not above.struck:
            self._put("~~")

    def _frame(self, tag: Tag, above: _Frame) -> _Frame:
        names = " ".join(tag.attributes.get(key, "") for key in ("class", "id", "name", "data-marker"))
        style = tag.attributes.get("style", "")
        look = look_of(tag, above.look) if tag.attributes else above.look
        frame = _Frame(
            tag.name, above.depth, above.hidden, above.font, above.struck, above.pre, above.signature, look
        )
        frame.hidden |= tag.name in _UNSEEN or look.invisible or self._unseen_by_class(tag)
        frame.struck |= tag.name in _STRUCK or look.struck
        frame.pre |= tag.name == "pre" or look.pre
        if look.font is not None:
            frame.font = symbol_font(look.font)
        self._quoting(tag, names, style, frame)
        return frame

    def _quoting(self, tag: Tag, names: str, style: str, frame: _Frame) -> None:
        if tag.name == "blockquote" and not _is_indent(tag, names, style):
            frame.depth += 1
        if names:
            frame.signature |= bool(_SIGNATURES.search(names))
            if _QUOTES.search(names):
                frame.depth += 1
        if (names and _CUTS.search(names)) or (style and _OUTLOOK_RULE.search(style)):
            self._break()
            self.sinks[-1].lines.append(Line("", frame.depth, CUT))

    def _unseen_by_class(self, tag: Tag) -> bool:
        if not self.unseen_selectors:
            return False
        names = {f".{name}" for name in tag.attributes.get("class", "").lower().split()}
        return bool(self.unseen_selectors & (names | {f"#{tag.attributes.get('id', '').lower()}", tag.name}))

    def _imply_ends(self, name: str) -> None:
        if name in _CLOSES_P:
            self._close("p", reach=6)
        if name in {"li", "dt", "dd"}:
            self._close(name, reach=12, walls=_WALLS | {"ul", "ol", "dl"})
        elif name in {"td", "th"}:
            self._close_cell()
        elif name == "tr":
            self._close_cell()
            self._close("tr", reach=40, walls=frozenset({"table"}))

    def _close_cell(self) -> None:
        walls = frozenset({"table", "tr"})
        for name in ("td", "th"):
            self._close(name, reach=_DEEPEST, walls=walls)

    def _close(self, name: str, *, reach: int = _DEEPEST, walls: frozenset[str] | None = None) -> None:
        if self.overflow and walls is None and reach == _DEEPEST:
            self.overflow -= 1
            return
        if walls is None:
            walls = frozenset({"table"}) if name in {"td", "th", "tr", "tbody", "thead"} else _WALLS
        if name in {"table", "body", "html"}:
            walls = frozenset()
        for back in range(1, min(reach, len(self.stack) - 1) + 1):
            tag = self.stack[-back].tag
            if tag == name:
                for _ in range(back):
                    self._pop()
                return
            if tag in walls:
                return

    def _pop(self) -> None:
        frame = self.stack.pop()
        if frame.struck and not self.stack[-1].struck:
            self._put("~~")
        if frame.href and not frame.hidden:
            self._after_link(frame)
        if frame.tag in {"td", "th"}:
            self._end_cell(frame)
        elif frame.tag == "tr":
            self._end_row(frame)
        elif frame.tag in _BLOCKS:
            self._break(frame=frame, blank=frame.tag == "p" and not frame.look.tight)

    def _void(self, tag: Tag) -> None:
        top = self.stack[-1]
        if tag.name in {"br", "hr"}:
            if tag.name == "hr" and _CUTS.search(tag.attributes.get("id", "")):
                self._break()
                self.sinks[-1].lines.append(Line("", top.depth, CUT))
            self._break(keep_empty=tag.name == "br")
        elif tag.name == "input" and tag.attributes.get("type", "").lower() in {"checkbox", "radio"}:
            self._put("☑" if "checked" in tag.attributes else "☐")
        elif tag.name == "img":
            self._picture(tag)

    def _picture(self, tag: Tag) -> None:
        source = tag.attributes.get("src", "")
        if source[:4].lower() == "cid:":
            self.page.images.add(source[4:].strip("<> ").lower())
        shown = tag.attributes.get("data-emoji") or tag.attributes.get("alt", "")
        wordless = not shown.isascii() and not any(letter.isalpha() for letter in shown)
        if wordless and len(shown) <= _EMOJI:
            self._put(shown)

    def _item(self, tag: Tag, frame: _Frame) -> None:
        holder = next((held for held in reversed(self.stack[:-1]) if held.tag in {"ol", "ul"}), None)
        if holder is not None and holder.tag == "ol":
            holder.number += 1
            self._put(f"{tag.attributes.get('value') or holder.number}. ")
        elif not frame.hidden:
            self._put("- ")

    def _row(self, _tag: Tag, frame: _Frame) -> None:
        frame.cells = []

    def _cell(self, _tag: Tag, _frame: _Frame) -> None:
        self.sinks.append(_Sink())

    def _anchor(self, tag: Tag, frame: _Frame) -> None:
        target = tag.attributes.get("href", "").strip()
        if _WEB.match(target) and len(self.page.links) < self.limits.links and not frame.hidden:
            if target not in self.page.links:
                self.page.links.append(target)
            if frame.depth == 0:
                frame.href = target
                frame.number = len(self.sinks[-1].pieces)

    def _after_link(self, frame: _Frame) -> None:
        """The words of a link that are not its address are followed by the address."""
        pieces = self.sinks[-1].pieces
        shown = "".join(pieces[frame.number :]).strip()
        if _WEB.match(shown) or shown.startswith("www."):
            if "…" in shown or "..." in shown:
                pieces[frame.number :] = [frame.href]
        elif shown:
            pieces.append(f" <{frame.href}>")

    def _end_cell(self, frame: _Frame) -> None:
        self._break(frame=frame)
        lines = self.sinks.pop().lines if len(self.sinks) > 1 else []
        row = next((held for held in reversed(self.stack) if held.cells is not None), None)
        if row is not None and row.cells is not None:
            row.cells.append(lines)
        else:
            self.sinks[-1].lines.extend(lines)

    def _end_row(self, frame: _Frame) -> None:
        self._break()
        cells = frame.cells or []
        target = self.sinks[-1].lines
        if _is_data_row(cells):
            first = next(line for cell in cells for line in cell if line.text)
            text = "\t".join(" ".join(line.text for line in cell if line.text) for cell in cells)
            target.append(Line(text.rstrip("\t"), first.depth, first.mark))
        else:
            for cell in cells:
                target.extend(cell)

    # -- text

    def _words(self, text: str) -> None:
        frame = self.stack[-1]
        if frame.hidden:
            self.page.hidden |= bool(_SPACES.sub("", text).strip("\u200b\u200c\u200d\u034f\ufeff\u00ad"))
            return
        if frame.font is not None:
            text = in_symbol_font(frame.font, text)
        if frame.pre and "\n" in text:
            first, *rest = text.split("\n")
            self._put(first)
            for line in rest:
                self._break(keep_empty=True)
                self._put(line)
            return
        self._put(text if frame.pre else _SPACES.sub(" ", text))

    def _put(self, text: str) -> None:
        if text and not self.stack[-1].hidden:
            self.sinks[-1].pieces.append(text)

    def _break(self, *, blank: bool = False, keep_empty: bool = False, frame: _Frame | None = None) -> None:
        """End the current line. ``blank``: a paragraph, so an empty line follows it."""
        top = frame or self.stack[-1]
        sink = self.sinks[-1]
        text = "".join(sink.pieces).strip() if sink.pieces else ""
        sink.pieces.clear()
        mark = SIGNATURE if top.signature else ""
        if text == "~~~~":
            text = ""
        if text or keep_empty:
            sink.lines.append(Line(text.replace("~~~~", ""), top.depth, mark))
        if blank and sink.lines and sink.lines[-1].text:
            sink.lines.append(Line("", top.depth, mark))


def _is_indent(tag: Tag, names: str, style: str) -> bool:
    """Mail programs indent with a blockquote too: no border, no class, no source."""
    return (
        not names.strip()
        and "type" not in tag.attributes
        and "cite" not in tag.attributes
        and bool(_INDENT.search(style))
    )


def _is_data_row(cells: list[list[Line]]) -> bool:
    """Label and value, not page layout: at least two short cells, nothing quoted or cut in them."""
    filled = [cell for cell in cells if any(line.text for line in cell)]
    if len(filled) < 2:  # noqa: PLR2004  # one cell alone is a block
        return False
    for cell in filled:
        texts = [line for line in cell if line.text]
        if len(texts) > _CELL_LINES or sum(len(line.text) for line in texts) > _CELL:
            return False
    lines = [line for cell in cells for line in cell]
    return len({line.depth for line in lines}) == 1 and not any(line.mark == CUT for line in lines)


def read_html(html: str, limits: Limits = LIMITS) -> Page:
    """The lines of an HTML part. Any text comes in; time is linear in its length."""
    return _Reader(limits).read(html)
