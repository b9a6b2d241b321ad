"""HTML of any quality -> a stream of tags and texts. One pass, linear time, no tree.

A tree builder obeys the HTML5 repair rules, and those can be made to cost quadratic time and memory
(nested blocks, unclosed formatting). For reading what a mail says, a stream is enough.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_NAME = re.compile(r"[A-Za-z][^\s/>]{0,40}")
_ATTRIBUTE = re.compile(r"([^\s=/>\"']{1,60})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_RAW = {
    name: re.compile(f"</{name}[\\s/>]", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "noframes")
}
_LONGEST_TAG = 16_384
_TRIES = 40


@dataclass(slots=True)
class Tag:
    """A start or end tag."""

    name: str
    """Lower-case."""
    attributes: dict[str, str] = field(default_factory=dict)
    closing: bool = False


def tokens(html: str, most: int) -> Iterator[Tag | str]:
    """Tags and unescaped texts in order; at most ``most`` tags, then the rest is left out.

    The text inside ``style`` comes as a ``Tag("style")`` with its content under ``content``; scripts,
    titles, comments and declarations are left out.
    """
    at = count = 0
    while at < len(html) and count < most:
        opened = html.find("<", at)
        if opened < 0:
            yield unescape(html[at:])
            return
        if opened > at:
            yield unescape(html[at:opened])
        after = html[opened + 1 : opened + 2]
        if after in {"!", "?"}:
            at = _after_declaration(html, opened)
        elif after == "/" or after.isalpha():
            tag, at = _tag(html, opened, closing=after == "/")
            if tag is None:
                continue
            count += 1
            if tag.name in _RAW and not tag.closing:
                content_at = at
                at = _after_raw(html, at, tag.name)
                if tag.name == "style":
                    tag.attributes["content"] = html[content_at : min(at, content_at + 100_000)]
                    yield tag
                continue
            yield tag
        else:
            count += 1
            yield "<"
            at = opened + 1


def _after_declaration(html: str, opened: int) -> int:
    if html.startswith("<!--", opened):
        if html.startswith("<!-->", opened):
            return opened + 5
        end = html.find("-->", opened + 4)
        return len(html) if end < 0 else end + 3
    end = html.find(">", opened)
    return len(html) if end < 0 else end + 1


def _after_raw(html: str, at: int, name: str) -> int:
    end = _RAW[name].search(html, at)
    if end is None:
        return len(html)
    close = html.find(">", end.start())
    return len(html) if close < 0 else close + 1


def _tag(html: str, opened: int, *, closing: bool) -> tuple[Tag | None, int]:
    name = _NAME.match(html, opened + 1 + closing)
    end = html.find(">", opened)
    if end < 0:
        return None, len(html)
    if name is None:
        return None, end + 1
    inside = html[name.end() : end]
    tries = 0
    while (inside.count('"') % 2 or ("'" in inside and _open_single(inside))) and tries < _TRIES:
        further = html.find(">", end + 1, opened + _LONGEST_TAG)
        if further < 0:
            break
        end, tries = further, tries + 1
        inside = html[name.end() : end]
    lowered = name[0].lower()
    if closing or not inside.strip():
        return Tag(lowered, {}, closing), end + 1
    return Tag(lowered, _attributes(inside), closing), end + 1


def _open_single(inside: str) -> bool:
    """A single quote that opens a value and is not closed; an apostrophe inside double quotes is none."""
    outside = re.sub(r'"[^"]*"', "", inside)
    return bool(outside.count("'") % 2)


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(inside[:_LONGEST_TAG]):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), unescape(value))
    return found
