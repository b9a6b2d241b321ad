"""Raw bytes -> a tree of parts with raw headers. Bounded, never raises, decodes nothing.

Our own splitter, because the standard library's parser recurses on nesting (982 levels end it), copies
every line into an object of its own, and needs quadratic time for a long parameter. The parts are
slices of the raw bytes. A ``message/*`` part is a leaf here: what is inside is not the sender's words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.reading.headers import Headers, parameters
from mailbot.reading.limits import LIMITS, Limits

_BLANK = re.compile(rb"\r?\n\r?\n|\A\r?\n|\r\r(?!\n)")
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_FIRST_LINE_RUBBISH = re.compile(rb"(?:>?From (?![ \t]*:)[^\r\n]*\r?\n|\xef\xbb\xbf|[ \t]*\r?\n)+")
_TYPE = re.compile(r"\s*([A-Za-z0-9!#$&^_.+-]+)\s*/\s*([A-Za-z0-9!#$&^_.+*-]+)")


@dataclass(slots=True, kw_only=True)
class Part:
    """One part of a mail: raw headers, and either raw content or children."""

    headers: Headers
    content_type: str
    """Lower-case ``type/subtype``."""
    params: dict[str, bytes]
    """Content-Type's parameters, raw, continuations joined (see ``headers.parameters``)."""
    body: bytes | memoryview = b""
    """Raw content, before Content-Transfer-Encoding is undone; empty for a multipart."""
    children: list["Part"] = field(default_factory=list)
    preamble: bytes = b""
    """What a multipart says before its first boundary; only kept when no boundary was found."""

    @property
    def maintype(self) -> str:
        """The part before the slash."""
        return self.content_type.partition("/")[0]

    def leaves(self) -> Iterator["Part"]:
        """The parts that hold content, in order."""
        if self.children:
            for child in self.children:
                yield from child.leaves()
        else:
            yield self


@dataclass(slots=True)
class _Walk:
    limits: Limits
    anomalies: list[str]
    parts: int = 0

    def note(self, what: str) -> None:
        if what not in self.anomalies:
            self.anomalies.append(what)


def parse_structure(raw: bytes, limits: Limits = LIMITS) -> tuple[Part, list[str]]:
    """The tree of a mail, and what was odd about its bytes."""
    walk = _Walk(limits, [])
    if len(raw) > limits.mail:
        walk.note("mail too large, cut")
        raw = raw[: limits.mail]
    start = 0
    rubbish = _FIRST_LINE_RUBBISH.match(raw)
    if rubbish:
        start = rubbish.end()
    return _part(raw, start, len(raw), walk, depth=0, default="text/plain"), walk.anomalies


def _split_head(raw: bytes, start: int, end: int, walk: _Walk) -> tuple[bytes, int]:
    """The header block, and where the content begins."""
    if raw[start : start + 1] == b"\n":
        return b"", start + 1
    if raw[start : start + 2] == b"\r\n":
        return b"", start + 2
    found = _BLANK.search(raw, start, end)
    if found is None:
        return _head_without_end(raw, start, end, walk)
    head_end, body = found.start(), found.end()
    if head_end - start > walk.limits.header_block:
        walk.note("header block too long, cut")
        head_end = start + walk.limits.header_block
    return raw[start:head_end], body


def _head_without_end(raw: bytes, start: int, end: int, walk: _Walk) -> tuple[bytes, int]:
    """No blank line: all header while the lines look like it, else all content."""
    if _FIELD.match(raw, start, end):
        walk.note("no blank line after the header")
        return raw[start : min(end, start + walk.limits.header_block)], end
    return b"", start


def _part(raw: bytes, start: int, end: int, walk: _Walk, *, depth: int, default: str) -> Part:
    walk.parts += 1
    head, body_start = _split_head(raw, start, end, walk)
    headers = Headers.parse(head, walk.limits)
    for anomaly in headers.anomalies:
        walk.note(anomaly)
    kind, params = content_type_of(headers, default)
    part = Part(headers=headers, content_type=kind, params=params)
    if kind.startswith("multipart/") and depth < walk.limits.depth and walk.parts < walk.limits.parts:
        _split_children(raw, body_start, end, walk, part, depth)
        if part.children:
            return part
        part.content_type = "text/plain"
        walk.note("multipart without parts")
    elif kind.startswith("multipart/"):
        walk.note("nested too deep" if depth >= walk.limits.depth else "too many parts")
        part.content_type = "application/octet-stream"
    part.body = memoryview(raw)[min(body_start, end) : end] if body_start < end else b""
    return part


def content_type_of(headers: Headers, default: str) -> tuple[str, dict[str, bytes]]:
    """The type, lower-case, and its parameters. Without a usable type: the default."""
    values = headers.all("content-type")
    for value in values:
        text = value.decode("latin-1")
        found = _TYPE.match(text)
        if found:
            return f"{found[1]}/{found[2]}".lower(), parameters(value)
    if values:
        bare = values[0].decode("latin-1").partition(";")[0].strip().lower()
        params = parameters(values[0])
        if bare in {"text", "html", "plain"}:
            return ("text/html" if bare == "html" else "text/plain"), params
        if bare == "multipart" and "boundary" in params:
            return "multipart/mixed", params
        return default if not bare else "application/octet-stream", params
    return default, {}


def _split_children(raw: bytes, start: int, end: int, walk: _Walk, part: Part, depth: int) -> None:
    boundary = part.params.get("boundary", b"").rstrip()
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    spans = _spans(raw, start, end, boundary, walk.limits.parts) if boundary else []
    if not spans and not boundary:
        boundary = _guessed_boundary(raw, start, end)
        spans = _spans(raw, start, end, boundary, walk.limits.parts) if boundary else []
    for first, last in spans:
        if walk.parts >= walk.limits.parts:
            walk.note("too many parts")
            break
        part.children.append(_part(raw, first, last, walk, depth=depth + 1, default=default))


def _guessed_boundary(raw: bytes, start: int, end: int) -> bytes:
    found = re.compile(rb"(?:\A|\n)--([^\r\n]{1,200})\r?\n(?=[A-Za-z-]+[ \t]*:)").search(raw, start, end)
    return found[1] if found else b""


def _spans(raw: bytes, start: int, end: int, boundary: bytes, most: int) -> list[tuple[int, int]]:
    """Where the parts between the boundary's lines begin and end."""
    marker = b"--" + boundary
    spans: list[tuple[int, int]] = []
    opened = -1
    at = start
    while len(spans) < most:
        at = raw.find(marker, at, end)
        if at < 0:
            break
        line_end = raw.find(b"\n", at, end)
        line_end = end if line_end < 0 else line_end + 1
        tail = raw[at + len(marker) : min(line_end, at + len(marker) + 80)].strip()
        if (at > start and raw[at - 1 : at] not in {b"\n", b"\r"}) or tail not in {b"", b"--"}:
            at += len(marker)
            continue
        if opened >= 0:
            spans.append((opened, _before_line_end(raw, opened, at)))
        opened = -1 if tail == b"--" else line_end
        at = line_end
        if tail == b"--":
            break
    if opened >= 0 and len(spans) < most:
        spans.append((opened, end))
    return [(first, last) for first, last in spans if last >= first]


def _before_line_end(raw: bytes, start: int, at: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if at > start and raw[at - 1 : at] == b"\n":
        at -= 1
    if at > start and raw[at - 1 : at] == b"\r":
        at -= 1
    return max(at, start)
