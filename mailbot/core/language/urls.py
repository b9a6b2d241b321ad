"""Web addresses as people paste them: a polite word stuck to the end, in brackets, over two lines.

A Thai page has Thai letters in its address, so an address cannot end at the first Thai letter: only
the words and marks that are never part of one are taken off its end. Whose it is, is not asked here.
"""

import re
from dataclasses import dataclass
from typing import Final

from mailbot.core.language.pattern import Pattern
from mailbot.core.language.thai import normalise

_BODY: Final = r"[^\s<>\"'«»“”‘’|\\^`]{1,2000}"
_START: Final = Pattern(
    rf"https?://{_BODY}|(?<![a-z0-9@.])www\.{_BODY}"
    rf"|(?<![a-z0-9@./-])(?:[a-z0-9-]+\.)+(?:go\.th|ac\.th|or\.th|co\.th|in\.th|mi\.th|com|net|org"
    rf"|example)(?:/{_BODY})",
    re.IGNORECASE,
)
_ANOTHER: Final = Pattern(r"(?<=.)https?://", re.IGNORECASE)
_STUCK: Final = Pattern(
    r"(?:(?:(?<=[a-zA-Z0-9/])(?:ลง(?:ให้)?แล้ว|เรียบร้อย(?:แล้ว)?|แล้ว|ขอบคุณ|รบกวน.{0,12}))?"
    r"(?:นะ)?(?:ครับผม|ครับ|คับ|ค้าบ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|จ้ะ|นะ|ๆ)+"
    r"|(?<=[a-zA-Z0-9/])(?:ลง(?:ให้)?แล้ว|แล้ว|และ|กับ)|[.,;:!?…*·]+|&gt;|&quot;|%20)$"
)
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}
_WRAPPED: Final = Pattern(r"\n(?P<rest>[A-Za-z0-9%._~/?#=&+-]+)(?=[ \t]*(?:ครับ|ค่ะ|คะ|นะ|จ้า)*[ \t]*(?:\n|$))")
_LONG_LINE: Final = 60
_SOCIAL: Final = Pattern(
    r"^(?:https?://)?(?:[a-z0-9-]+\.)*(?:facebook\.com|fb\.com|fb\.me|fb\.watch|line\.me|youtu\.be"
    r"|youtube\.com|x\.com|twitter\.com|"
    r"instagram\.com|tiktok\.com|drive\.google\.com|docs\.google\.com|1drv\.ms|dropbox\.com)(?:[/:?]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUrl:
    """An address and where it stood in the text, with what was stuck to it left outside."""

    url: str
    start: int
    end: int


def find_urls(text: str) -> list[FoundUrl]:
    """Every web address in a normalised text, in order."""
    found: list[FoundUrl] = []
    at = 0
    while match := _START.search(text, at):
        url, start, end = match.group(), match.start(), match.end()
        if another := _ANOTHER.search(url):
            end = start + another.start()
            url = url[: another.start()]
        if (wrapped := _continued(text, start, end)) is not None:
            url += wrapped.group("rest")
            end = wrapped.end("rest")
        bare = _without_what_sticks(url)
        found.append(FoundUrl(url=bare, start=start, end=end - (len(url) - len(bare))))
        at = max(end, start + 1)
    return found


def read_urls(text: str) -> list[str]:
    """The web addresses in any text, without repeats."""
    return list(dict.fromkeys(found.url for found in find_urls(normalise(text))))


def page_of(urls: list[str]) -> str | None:
    """The address most likely to be the page: the first that is not on a social network or a drive."""
    return next((url for url in urls if not _SOCIAL.match(url)), urls[0] if urls else None)


def _continued(text: str, start: int, end: int) -> re.Match[str] | None:
    """The rest of an address that a mail client broke at the end of its line."""
    wrapped = _WRAPPED.match(text, end)
    if wrapped is None or re.match(r"https?:|www\.", wrapped.group("rest"), re.IGNORECASE):
        return None
    line_start = text.rfind("\n", 0, start) + 1
    rest = wrapped.group("rest")
    cut_inside = text[end - 1] in "-/=&?%_" and (re.search("[A-Za-z]", rest) or "/" in rest)
    long = end - line_start >= _LONG_LINE and re.search("[/.=&%_-]|[0-9]", rest)
    return wrapped if cut_inside or long else None


def _without_what_sticks(url: str) -> str:
    while True:
        before = url
        url = _STUCK.sub("", url)
        opening = _CLOSING.get(url[-1:])
        if opening and url.count(url[-1]) > url.count(opening):
            url = url[:-1]
        if url == before:
            return url
