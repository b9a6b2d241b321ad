"""A head's own words -> approve, reject, revise, hold, delegate, revoke, or unclear.

A yes is only what the grammar of a yes eats whole (``approval.py``); everything else is told apart by
patterns (``verdict_words.py``), asked from the most dangerous mistake down, and never becomes a yes.
A question, an acknowledgement, a wish, another's approval and what is not understood are unclear, and the
head is asked. Who may decide, and what follows, is not known here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from mailbot.core.language import verdict_words as w
from mailbot.core.language.approval import ANUMAT, APPROVES, DECIDE, begins_with_approval, is_approval
from mailbot.core.language.choices import has_boxes, read_boxes, read_number, without_numbers
from mailbot.core.language.closed import Closed
from mailbot.core.language.frame import unframe
from mailbot.core.language.keyboard import as_thai
from mailbot.core.language.names import without_title
from mailbot.core.language.particles import NEUTRAL
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.publishing import PUBLISH
from mailbot.core.language.refusal import rejected, rejected_for_a_reason
from mailbot.core.language.thai import normalise
from mailbot.core.language.utterance import Words, trim, without_because
from mailbot.core.mail import Verdict, VerdictIs

_LONGEST: Final = 4000
_ONLY_COURTESY: Final = Pattern(rf"{NEUTRAL}*+")
_THAI_LETTER: Final = Pattern("[ก-ฮ]")
_UNCLEAR: Final = Verdict()


_STRUCK: Final = "~~"
"""How the reading of a page marks struck words."""


def read_verdict(own_words: str, *, names: Sequence[str] = (), nicknames: Sequence[str] = ()) -> Verdict:
    """What the own words decide.

    ``names``: people of the office, with or without titles; a line that is one of them is a signature, and
    they may be addressed. ``nicknames`` are only heard behind «พี่», «น้อง» or «คุณ»: most are common words.
    Total: any string is read; what is not surely understood is ``unclear``.
    """
    if _STRUCK in own_words:
        return _UNCLEAR  # what somebody struck out was not said, and it is not ours to say what is left
    text = unframe(own_words[:_LONGEST], names) if len(own_words) <= _LONGEST else ""
    words = Words.of(text, _called(tuple(names), tuple(nicknames)))
    if not words.text:
        return _UNCLEAR
    if has_boxes(words.text):
        is_ = read_boxes(words.text)
        return _UNCLEAR if is_ is VerdictIs.UNCLEAR else words.says(is_)
    if (numbered := _by_number(words)) is not None:
        return numbered
    ordered = Words.of(without_numbers(text), words.names)
    if is_approval(ordered.text, ordered.names):
        return words.says(VerdictIs.APPROVE)
    if not _THAI_LETTER.search(text) and (typed := _in_the_wrong_layout(words)) is not None:
        return typed
    return _not_a_plain_yes(ordered)


@lru_cache(maxsize=4)  # an office's names are the same for every mail
def _called(names: tuple[str, ...], nicknames: tuple[str, ...]) -> tuple[str, ...]:
    """The closed forms in which the people may be addressed: given name, whole name, «พี่» and nickname."""
    found: dict[str, None] = {}
    for name in names:
        bare = without_title(normalise(name))
        for part in (bare.split()[:1], [bare]):
            closed = Closed.of("".join(part)).text
            if len(closed) > 1:
                found[closed] = None
    for nickname in nicknames:
        closed = Closed.of(normalise(nickname)).text
        found |= dict.fromkeys(f"{elder}{closed}" for elder in ("พี่", "น้อง", "คุณ") if closed)
    return tuple(found)


def _in_the_wrong_layout(words: Words) -> Verdict | None:
    """«vo6,y9b»: only a plain yes or no typed with the keyboard in English."""
    thai = Closed.of(normalise(as_thai(words.whole))).text
    if re.fullmatch(f"(?:{ANUMAT}|{DECIDE})(?:{NEUTRAL})*+", thai):
        return words.says(VerdictIs.APPROVE)
    if re.fullmatch(f"ไม่(?:{DECIDE})(?:{NEUTRAL})*+", thai):
        return words.says(VerdictIs.REJECT)
    return None


def _by_number(words: Words) -> Verdict | None:
    """An answer by the number of our menu, with what follows as its reason; None: it is no such answer."""
    choice = read_number(words.closed)
    if choice is None:
        return None
    rest = words.closed.verbatim(choice.rest)
    follows = Words.of(rest, words.names)
    if choice.is_ is VerdictIs.APPROVE:
        if not rest or is_approval(follows.text, words.names) or _ONLY_COURTESY.fullmatch(follows.text):
            return words.says(VerdictIs.APPROVE)
        after = _with_marks(follows, 0)
        return after if after.is_ is VerdictIs.REVISE else None
    asked = choice.is_ is not VerdictIs.REVISE and w.ASKS_AT_THE_END.search(follows.text)
    if re.match("[0-9?]", follows.text) or asked:
        return None
    if begins_with_approval(follows.text) is not None:
        return _UNCLEAR
    if choice.is_ is VerdictIs.DELEGATE:
        who = rest.split("\n")[0].strip()
        return Verdict(is_=choice.is_, delegate=who or None, words=words.whole)
    if choice.is_ is VerdictIs.REJECT and (refused := w.REJECTS.match(follows.text)):
        rest = follows.closed.verbatim(refused.end())
    elif choice.is_ is VerdictIs.REJECT and rest and not _is_a_reason(follows.text):
        return _UNCLEAR
    return words.says(choice.is_, without_because(rest))


def _is_a_reason(closed: str) -> bool:
    """Whether words after «2» can be why not; «2 คิดว่าดี» contradicts itself or means two of something."""
    return w.A_REASON.search(closed) is not None and not w.NO_REASON.search(closed)


def _not_a_plain_yes(words: Words) -> Verdict:
    """Asked in this order: each step may only see what the steps before did not claim."""
    for step in (
        _revoked,
        _asked_or_both,
        _not_yet,
        rejected,
        _somebody_elses,
        rejected_for_a_reason,
        _approved_with_marks,
        _delegated,
        _later,
        _to_be_changed,
    ):
        verdict = step(words)
        if verdict is not None:
            return verdict
    return _UNCLEAR


def _revoked(words: Words) -> Verdict | None:
    match = w.REVOKES.match(words.text)
    if match is None and not w.REVOKES_IN_ENGLISH.search(words.plain):
        return _revoked_for_a_reason(words)
    if _asks(words):
        return _UNCLEAR
    reason = words.closed.verbatim(match.end()) if match else None
    return words.says(VerdictIs.REVOKE, without_because(reason))


def _revoked_for_a_reason(words: Words) -> Verdict | None:
    """«เมื่อเช้าอนุมัติผิดเรื่อง ขอยกเลิกการอนุมัติ»: the reason stands before."""
    match = w.REVOKES_FOR_A_REASON.search(words.text)
    if match is None or not words.closed.gap(match.start()) or _asks(words):
        return None
    before = words.text[: match.start()]
    if w.NO_REASON_TO_REVOKE.search(before) or w.REPORTS.search(before):
        return None
    return words.says(VerdictIs.REVOKE, without_because(words.closed.verbatim(0, match.start())))


def _asks(words: Words) -> bool:
    return bool(w.ASKS_AT_THE_END.search(words.text) or w.ASKS_IN_ENGLISH.search(words.plain))


def _asked_or_both(words: Words) -> Verdict | None:
    if _asks(words) or w.BOTH.search(words.text) or w.AUTOMATIC.search(words.plain):
        return _UNCLEAR
    if w.DOUBLE.search(words.text) or w.DOUBLE_IN_ENGLISH.search(words.plain):
        return words.says(VerdictIs.HOLD) if w.LATER.search(words.text) else _UNCLEAR
    return None


def _not_yet(words: Words) -> Verdict | None:
    match = w.NOT_YET.search(words.text)
    if match is None or w.REPORTS.search(words.text) or w.ASKS.search(words.text):
        return None
    if match.start() and not re.fullmatch(w.BEFORE, words.text[: match.start()]):
        before = words.text[: match.start()]
        if w.REJECTS.match(before) or begins_with_approval(before) is not None:
            return None
    return words.says(VerdictIs.HOLD, without_because(words.closed.verbatim(match.end())))


def _somebody_elses(words: Words) -> Verdict | None:
    text = words.text
    handed = any(pattern.match(text) for pattern in w.HANDS_ON)
    if w.OTHER_MATTER.search(text):
        return _UNCLEAR
    if handed:
        return None
    marked = w.MARKS.search(text) is not None
    if w.REPORTS.search(text) and not (marked and begins_with_approval(text) is not None):
        return None if w.LATER.match(text) else _UNCLEAR
    if any(heard.search(words.plain) for heard in (w.WOULD, w.REPORTS_IN_ENGLISH)) or w.WISHES.search(text):
        return _UNCLEAR
    return None


def _approved_with_marks(words: Words) -> Verdict | None:
    """An approval with something left over: a condition, a part, a date, a change go back as ``revise``."""
    text = words.text
    end = begins_with_approval(text)
    if end is None and w.CONDITION_IN_ENGLISH.search(words.plain):
        return words.says(VerdictIs.REVISE, words.whole)
    if end is not None:
        return _with_marks(words, end)
    english = re.match(
        r"(?:i(?: would|'d)? )?(?:partially )?(?:approved?|ok(?:ay)?|fine)(?![a-z])", words.plain
    )
    if english and (w.MARKS_IN_ENGLISH.search(words.plain) or w.MARKS.search(text)):
        return words.says(VerdictIs.REVISE, words.whole)
    if not APPROVES.search(text):
        return None
    if w.CONDITION_FIRST.search(text):
        return words.says(VerdictIs.REVISE, words.whole)
    negated = re.search(rf"(?:ไม่|ยังไม่)(?:{DECIDE}|{PUBLISH}|{NEUTRAL}|$)", text)
    if w.PARTS.search(text) and (negated or (w.PARTS.match(text) and not _one_part_only(words))):
        return words.says(VerdictIs.REVISE, words.whole)
    if w.MARKS.search(text) and not w.LATER.search(text):
        return words.says(VerdictIs.REVISE, words.whole)
    return words.says(VerdictIs.REVISE, words.whole) if re.search("จะ.*(?:เมื่อ|หลังจาก|ถ้า|หาก)", text) else None


def _one_part_only(words: Words) -> bool:
    """«ข้อ 3 อนุมัติ»: which three, and what of the others, nobody knows."""
    part = w.PARTS.match(words.text)
    return part is not None and is_approval(words.text[part.end() :], words.names)


def _with_marks(words: Words, end: int) -> Verdict:
    rest = words.text[end:]
    plain = words.plain
    if w.MARKS.search(rest) or w.CHANGES.match(rest) or w.MARKS_IN_ENGLISH.search(plain):
        reason = words.closed.verbatim(end)
        return words.says(VerdictIs.REVISE, re.sub(r"^\s*(?:แต่(?:ว่า)?|และ|but)\s*", "", reason))
    return _UNCLEAR


def _delegated(words: Words) -> Verdict | None:
    for pattern in w.HANDS_ON:
        match = pattern.match(words.text)
        if match and not w.NOT_A_DELEGATE.match(match.group("who")):
            who = words.closed.verbatim(match.start("who"), match.end("who"))
            return Verdict(is_=VerdictIs.DELEGATE, delegate=trim(who), words=words.whole)
    english = w.HANDS_ON_IN_ENGLISH.match(words.whole)
    if english:
        return Verdict(is_=VerdictIs.DELEGATE, delegate=trim(english.group("who")), words=words.whole)
    return None


def _later(words: Words) -> Verdict | None:
    if w.LATER.search(words.text) and not w.ASKS.search(words.text):
        return words.says(VerdictIs.HOLD, words.whole)
    if w.LATER_IN_ENGLISH.search(words.plain):
        return words.says(VerdictIs.HOLD, words.whole)
    return None


def _to_be_changed(words: Words) -> Verdict | None:
    if w.ASKS.search(words.text) or w.DONE_CHANGE.match(words.text):
        return None
    first = w.CHANGES_FIRST.match(words.text)
    begins = any(w.CHANGES.match(words.text, at) for at in range(len(words.text)) if words.closed.gap(at))
    later = begins or any(
        match.group().startswith(("ขอ", "ให้", "กรุณา", "ช่วย", "รบกวน"))
        for match in w.CHANGES.finditer(words.text)
    )
    english = re.match(
        rf"(?:(?:please|needs?|requires?|some|minor) )*{w.CHANGES_IN_ENGLISH.pattern}|.*please (?:fix"
        rf"|change|revise)",
        words.plain,
    )
    return words.says(VerdictIs.REVISE, words.whole) if first or later or english else None
