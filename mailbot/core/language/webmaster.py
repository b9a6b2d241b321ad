"""A webmaster's own words -> published, returned, delayed, taken down, wrong site, or unclear.

One task is read by ``read_webmaster``, the numbered answers to a digest by ``read_items``. What is stated
(an address, a time, a reason) is kept; nothing is concluded about which task is meant, or who may say so.
"""

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from mailbot.core.language import webmaster_words as w
from mailbot.core.language.closed import Closed
from mailbot.core.language.command import read_command
from mailbot.core.language.dates import find_dates, find_datetime
from mailbot.core.language.frame import unframe
from mailbot.core.language.items import REST, Numbered, find_numbered
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.thai import normalise
from mailbot.core.language.urls import find_urls, page_of
from mailbot.core.language.verdict_words import ASKS_AT_THE_END, ASKS_IN_ENGLISH
from mailbot.core.mail import Command, ItemWord, WebmasterIs, WebmasterWord

_LONGEST: Final = 8_000
_ALL: Final = "all"
_UNCLEAR: Final = WebmasterWord()
_SPARED: Final = Pattern(r"\s*(?:ยกเว้น|เว้น)\s*$")
_UNTIL: Final = Pattern(r"(?:ถึง|ภายใน|จน)(?:วันที่)?\s*$")


def read_webmaster(own_words: str, *, today: date | None = None) -> WebmasterWord:
    """What the own words report about one task.

    ``today`` is the mail's date in Bangkok; without it no time is read. A date without a time of day is
    midnight. Words about several numbered items are that report only when they say the same of all of them.
    """
    items = read_items(own_words, today=today)
    if items:
        said = {item.word.is_ for item in items}
        return items[0].word if len(said) == 1 else _UNCLEAR
    text = unframe(own_words[:_LONGEST])
    word = _read(text, today)
    counted = w.COUNTED.search(Closed.of(_without_urls(text)).text)
    return _UNCLEAR if counted and word.is_ is WebmasterIs.PUBLISHED and word.url is None else word


_ADMISSIONS: Final = frozenset({Command.ADMIT, Command.ADMIT_PERSON, Command.DROP})


@lru_cache(maxsize=8)  # asked twice for one mail
def read_items(own_words: str, *, today: date | None = None) -> tuple[ItemWord, ...]:
    """What the own words report about numbered items, in the order written; () when none is numbered.

    ``item`` is a position or a request number as written; ``all`` for every item of the digest, and
    ``rest`` for every one that is not named («ลงทั้งหมดแล้ว ยกเว้นข้อ 3»).
    """
    text = unframe(own_words[:_LONGEST])
    hidden = _without_urls(text)
    numbered = find_numbered(_without_urls(text, fill="\ufffc"))
    if not numbered:
        word = _read(text, today)
        everything = w.ALL.search(Closed.of(hidden).text)
        told = everything and word.is_ is not WebmasterIs.UNCLEAR
        return (ItemWord(item=_ALL, word=word),) if told else ()
    if len(numbered) == 1 and w.BUT_FIRST.fullmatch(Closed.of(text[: numbered[0].start]).text):
        return _all_but(numbered[0], _read(_after(text, numbered, 0), today))
    head = _read(text[: numbered[0].start], today)
    first_tail = _read(_after(text, numbered, 0), today)
    before = head.is_ is not WebmasterIs.UNCLEAR and first_tail.is_ is WebmasterIs.UNCLEAR
    found = list(_the_others(hidden[: numbered[0].start], head, numbered[0]))
    for index, group in enumerate(numbered):
        segment = _before(text, numbered, index) if before else _after(text, numbered, index)
        word = _read(_SPARED.sub("", segment), today)
        left = w.LEFT.search(Closed.of(_before(text, numbered, index)).text)
        if left and (before or word.is_ is WebmasterIs.UNCLEAR):
            word = WebmasterWord(is_=WebmasterIs.DELAYED)
        named = [ItemWord(item=item, word=word, text=segment.strip()) for item in group.items]
        if word.is_ is WebmasterIs.UNCLEAR:  # «ที่เหลือไม่สวย»: the rest is only named to say something of it
            named = [one for one in named if one.item != REST]
        if w.LEFT.search(Closed.of(_before(text, numbered, index)).text):  # «1-3 ลงแล้ว ยกเว้น 2»
            found = [one for one in found if one.item not in group.items]
        found += named
    if any(_says_something(one) for one in found):
        return tuple(found)
    whole = _read(text, today)  # «ลงข้อ 2 แล้ว»: the number stands inside the words
    told = len(numbered) == 1 and whole.is_ is not WebmasterIs.UNCLEAR
    return tuple(ItemWord(item=item, word=whole) for item in numbered[0].items) if told else ()


def _all_but(group: Numbered, word: WebmasterWord) -> tuple[ItemWord, ...]:
    """What is said holds for every item that is not named; the named ones still wait."""
    if word.is_ is WebmasterIs.UNCLEAR:
        return ()
    waiting = WebmasterWord(is_=WebmasterIs.DELAYED)
    named = [ItemWord(item=item, word=waiting) for item in group.items if word.is_ is not WebmasterIs.DELAYED]
    return (ItemWord(item=REST, word=word), *named)


def _says_something(one: ItemWord) -> bool:
    """A report on a task, or a word about a mail of an unknown sender («ข้อ 3 รับ»)."""
    return one.word.is_ is not WebmasterIs.UNCLEAR or read_command(one.text) in _ADMISSIONS


def _after(text: str, numbered: list[Numbered], index: int) -> str:
    end = numbered[index + 1].start if index + 1 < len(numbered) else len(text)
    return text[numbered[index].end : end]


def _before(text: str, numbered: list[Numbered], index: int) -> str:
    return text[numbered[index - 1].end if index else 0 : numbered[index].start]


def _the_others(head: str, word: WebmasterWord, group: Numbered) -> list[ItemWord]:
    """«ลงแล้ว 2 เรื่อง เหลือเรื่องที่ 3»: the two are 1 and 2; «ลงทั้งหมดแล้ว ยกเว้นข้อ 3»: the rest."""
    closed = Closed.of(head).text
    if not w.LEFT.search(closed) or word.is_ is WebmasterIs.UNCLEAR:
        return []
    if w.ALL.search(closed) or w.EXCEPT.search(closed):
        return [ItemWord(item=REST, word=word)]
    counted = w.COUNTED.search(closed)
    left = [int(item) for item in group.items if item.isdecimal()]
    if counted is None or len(left) != len(group.items):
        return []
    total = int(counted.group("count")) + len(left)
    done = [number for number in range(1, total + 1) if number not in left]
    if max(left) > total or len(done) != int(counted.group("count")):
        return []
    return [ItemWord(item=str(number), word=word) for number in done]


def _without_urls(text: str, fill: str = " ") -> str:
    """The text with every address blanked out, of the same length."""
    text = normalise(text)
    for found in reversed(find_urls(text)):
        text = text[: found.start] + fill * (found.end - found.start) + text[found.end :]
    return text


@lru_cache(maxsize=16)
def _read(text: str, today: date | None) -> WebmasterWord:
    """One report, without looking for items; asked in an order in which none hides behind another."""
    hidden = _without_urls(text)
    url = page_of([found.url for found in find_urls(text)])
    closed = Closed.of(hidden)
    plain = " ".join(hidden.replace("\u2019", "'").lower().split())
    reason = " ".join(text.split()).strip(" ,;:-–") or None
    up = _up(closed.text, url)
    politely = w.ASKED_FOR.search(closed.text)
    if _asks(closed.text, plain) and not (url and up) and not (politely and w.BAD.search(closed.text)):
        return _UNCLEAR
    if w.WRONG.search(closed.text) or w.WRONG_IN_ENGLISH.search(plain):
        site = w.SITE.search(text)
        return WebmasterWord(is_=WebmasterIs.WRONG_SITE, site=site and site.group("site"), reason=reason)
    if w.BAD.search(closed.text) or w.BAD_IN_ENGLISH.search(plain):
        done = up or w.DOWN.search(closed.text)
        return _UNCLEAR if done else WebmasterWord(is_=WebmasterIs.RETURNED, reason=reason)
    broken = w.OUT_OF_ORDER.search(closed.text) and not (up and url)  # up by now, with its address
    if broken or w.NOT_UP.search(closed.text) or w.NOT_UP_IN_ENGLISH.search(plain):
        return WebmasterWord(is_=WebmasterIs.DELAYED, reason=reason)
    return _read_done(closed, plain, url, today)


def _read_done(closed: Closed, plain: str, url: str | None, today: date | None) -> WebmasterWord:
    """Up or down. «ลงแล้วลบแล้ว» is both; «ปลดลงแล้ว» only holds the letters of «ลงแล้ว»."""
    up = _up(closed.text, url)
    down = w.DOWN.search(closed.text)
    if up and down and not down.start() <= up.start() <= up.end() <= down.end():
        return _UNCLEAR
    if down or w.DOWN_IN_ENGLISH.search(plain):
        return WebmasterWord(is_=WebmasterIs.TAKEN_DOWN, at=_stated(closed, down, today))
    if up and w.PARTLY.search(closed.text):
        return _UNCLEAR
    if up or w.UP_IN_ENGLISH.search(plain) or (url and w.NOTHING.fullmatch(closed.text)):
        return WebmasterWord(is_=WebmasterIs.PUBLISHED, url=url, at=_stated(closed, up, today))
    return _UNCLEAR


def _up(closed: str, url: str | None) -> re.Match[str] | None:
    finished = w.FINISHED.fullmatch(closed) or (w.FINISHED_FIRST.match(closed) if url else None)
    return w.UP.search(closed) or finished


def _asks(closed: str, plain: str) -> bool:
    return bool(
        w.ASKS_ABOUT_IT.search(closed) or ASKS_AT_THE_END.search(closed) or ASKS_IN_ENGLISH.search(plain)
    )


def _stated(closed: Closed, done: re.Match[str] | None, today: date | None) -> datetime | None:
    """When it happened, if said after the verb or with «เมื่อ»; a date in the topic is none, nor a last day."""
    if today is None or done is None:
        return None
    when = closed.verbatim(done.end())
    for found in find_dates(when, today):
        if _UNTIL.search(when[: found.start]) or found.date > today:
            return None
    at = find_datetime(when, today)
    if at and at.time() == time(0) and not find_dates(when, today) and at.date() == today:
        return None  # «เมื่อเช้า», «วันนี้»: the mail's own time says more
    return at if at is None or at.date() <= today else None
