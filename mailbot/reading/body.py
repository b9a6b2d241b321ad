"""The body of a mail: which parts are words, which are files, and the words as lines.

Attached mails are files here; nothing inside ``message/*`` is ever the sender's own. Where a mail has
an HTML and a plain version, the HTML is read (tables, ticks and quotes are explicit there) and the
plain one is kept to compare.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.reading.charset import codec_of, decode
from mailbot.reading.files import disposition, part_name
from mailbot.reading.html import Line, Page, read_html
from mailbot.reading.limits import LIMITS, Limits
from mailbot.reading.quote import lines_of
from mailbot.reading.structure import Part
from mailbot.reading.transfer import decode_transfer

_META = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_.:-]{1,40})")
_LOOKS_HTML = re.compile(rb"\s*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE)
_WORDS = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"})
_MACHINE = frozenset({"message/delivery-status", "message/disposition-notification",
    "message/feedback-report",
                      "text/rfc822-headers", "message/global-delivery-status"})  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Body:
    """What a mail holds."""

    lines: list[Line] = field(default_factory=list)
    plain: list[Line] = field(default_factory=list)
    """The plain version, where an HTML one was read; else empty."""
    html: bool = False
    hidden: bool = False
    links: list[str] = field(default_factory=list)
    images: set[str] = field(default_factory=set)
    files: list[Part] = field(default_factory=list)
    machine: list[Part] = field(default_factory=list)
    """Report parts that are written for programs."""
    mails: list[Part] = field(default_factory=list)
    """Attached mails, also among ``files``."""
    raw_text: list[bytes] = field(default_factory=list)
    """The decoded bytes of plain text parts, for files written into the text."""


def content_of(part: Part) -> bytes:
    """A leaf's content with Content-Transfer-Encoding undone."""
    encoding = part.headers.raw("content-transfer-encoding").decode("ascii", "replace")
    return decode_transfer(bytes(part.body), encoding) if encoding else bytes(part.body)


def text_of_part(part: Part, limits: Limits = LIMITS) -> str:
    """A text part as text, in whatever charset it really is."""
    data = content_of(part)[: 4 * limits.text]
    label = part.params.get("charset", b"").decode("ascii", "replace") or None
    if part.content_type == "text/html" and (
        label is None or codec_of(label) is None or codec_of(label) == "ascii"
    ):
        meta = _META.search(data, 0, 4096) or _XML.match(data)
        label = meta[1].decode("ascii") if meta else label
    text = decode(data, label)
    return text.replace("\0", "")[: limits.text]


def read_body(root: Part, limits: Limits = LIMITS) -> Body:
    """Sort the parts of a mail into words and files."""
    body = Body()
    for part in _visit(root, body):
        _words(part, body, limits)
    return body


def _visit(root: Part, body: Body) -> Iterator[list[Part]]:
    """Groups of text parts that say the same, in order; files go to ``body``."""
    stack = [root]
    while stack:
        part = stack.pop()
        if part.content_type == "multipart/alternative":
            words, others = _alternatives(part)
            stack.extend(reversed(others))
            if words:
                yield words
        elif part.children:
            stack.extend(reversed(part.children))
        elif part.content_type in _MACHINE:
            body.machine.append(part)
        elif _is_words(part):
            yield [part]
        else:
            _file(part, body)


def _alternatives(part: Part) -> tuple[list[Part], list[Part]]:
    """The versions of the text, and everything else that lies among them."""
    words: list[Part] = []
    others: list[Part] = []
    stack = list(reversed(part.children))
    while stack:
        child = stack.pop()
        if child.content_type in {"multipart/related", "multipart/alternative"} and child.children:
            stack.extend(reversed(child.children))
        elif child.children:
            others.append(child)
        elif child.content_type in _WORDS and disposition(child) != "attachment":
            words.append(child)
        else:
            others.append(child)
    return words, others


def _is_words(part: Part) -> bool:
    if part.content_type not in _WORDS or disposition(part) == "attachment":
        return False
    return not part_name(part)


def _file(part: Part, body: Body) -> None:
    if part.maintype == "message" or part.content_type == "message/rfc822":
        body.mails.append(part)
    body.files.append(part)


def _words(versions: list[Part], body: Body, limits: Limits) -> None:
    html = next((part for part in reversed(versions) if part.content_type == "text/html"), None)
    plain = next((part for part in versions if part.content_type != "text/html"), None)
    plain_lines: list[Line] = []
    if plain is not None:
        plain_lines = _plain(plain, body, limits)
    if html is None:
        body.lines.extend(plain_lines)
        return
    page = read_html(text_of_part(html, limits), limits)
    body.html = True
    body.hidden |= page.hidden
    body.images |= page.images
    body.links.extend(page.links)
    if not any(line.text.strip() for line in page.lines) and plain_lines:
        body.lines.extend(plain_lines)
        return
    body.lines.extend(page.lines)
    body.plain.extend(plain_lines)


def _plain(part: Part, body: Body, limits: Limits) -> list[Line]:
    data = content_of(part)
    if _LOOKS_HTML.match(data, 0, 400):
        page: Page = read_html(text_of_part(part, limits), limits)
        body.html = True
        body.hidden |= page.hidden
        return page.lines
    text = text_of_part(part, limits)
    if b"begin " in data:
        body.raw_text.append(data)
    if part.params.get("format", b"").lower() == b"flowed":
        return _flowed(lines_of(text), delete=part.params.get("delsp", b"").lower() == b"yes")
    return lines_of(text)


def _flowed(lines: list[Line], *, delete: bool) -> list[Line]:
    """Join the soft line ends of format=flowed (RFC 3676), which ``lines_of`` has kept as trailing spaces."""
    out: list[Line] = []
    open_line = False
    for line in lines:
        text = line.text[1:] if line.text.startswith(" ") and not line.depth else line.text
        soft = text.endswith(" ") and text != "-- "
        kept = text[:-1] if soft and delete else text
        if open_line and out[-1].depth == line.depth and text != "-- ":
            out[-1] = Line(out[-1].text + kept, line.depth)
        else:
            out.append(Line(kept, line.depth))
        open_line = soft
    return [Line(line.text.rstrip(), line.depth, line.mark) for line in out]
