"""A head's no: at the beginning with its reason after it, or at the end with its reason before it.

A no that is taken back, limited, asked or told of somebody else is none: a false rejection is the second
worst mistake there is.
"""

import re

from mailbot.core.language import verdict_words as w
from mailbot.core.language.approval import APPROVES, begins_with_approval
from mailbot.core.language.particles import NEUTRAL
from mailbot.core.language.utterance import Words, without_because
from mailbot.core.mail import Verdict, VerdictIs


def rejected(words: Words) -> Verdict | None:
    """A no at the beginning; what follows is its reason, unless it takes the no back or limits it."""
    if w.CROSSED.fullmatch(words.text):
        return words.says(VerdictIs.REJECT)
    match = w.REJECTS.match(words.text)
    if match is None:
        return _rejected_in_english(words)
    end = match.end()
    rest = words.text[end:]
    if w.REFUSAL_UNTIL.match(rest) or (APPROVES.search(rest) and w.PARTS.search(rest)):
        return words.says(VerdictIs.REVISE, words.whole)
    if w.REFUSAL_UNDONE.match(rest) or w.ASKS.match(rest) or _takes_it_back(rest):
        return Verdict()
    reason = without_because(words.closed.verbatim(end))
    separated = words.closed.gap(end) or _starts_a_reason(rest)
    if not separated:
        return Verdict()
    return words.says(VerdictIs.REJECT, reason, words.closed.verbatim(match.start("no"), end))


def _takes_it_back(rest: str) -> bool:
    """«ไม่ครับ อนุมัติแล้ว», «ไม่เห็นด้วย แต่อนุมัติ»: a yes after the no."""
    return begins_with_approval(rest) is not None or w.YES_AFTER_BUT.search(rest) is not None


def _starts_a_reason(rest: str) -> bool:
    return bool(re.match(rf"$|{NEUTRAL}|เนื่องจาก|เพราะ|ด้วยเหตุ|เหตุผล|because|[(:]", rest))


def _rejected_in_english(words: Words) -> Verdict | None:
    match = w.REJECTS_IN_ENGLISH.match(words.plain)
    if match is None:
        return None
    rest = words.plain[match.end() :]
    if re.match(r"\s*(?:n?or|the (?:photo|picture|image|file|phone))(?![a-z])", rest):
        return Verdict()
    if re.match(
        rf"[\s,.!:;–-]*(?:it'?s |that'?s |please |you (?:can"
        rf"|may) )*{w.APPROVES_IN_ENGLISH.pattern}",
        rest,
    ):
        return Verdict()
    if w.MARKS_IN_ENGLISH.search(rest) and w.APPROVES_IN_ENGLISH.search(rest):
        return words.says(VerdictIs.REVISE, words.whole)
    if re.match(r"\s*(?:if|unless|until|yet)(?![a-z])", rest):
        return words.says(VerdictIs.HOLD if rest.strip().startswith("yet") else VerdictIs.REVISE, words.whole)
    flat = " ".join(words.whole.split())
    reason = without_because(flat[match.end() :]) if len(flat) == len(words.plain) else None
    return words.says(VerdictIs.REJECT, reason, flat[match.start("no") : match.end()])


def rejected_for_a_reason(words: Words) -> Verdict | None:
    """A no at the end, after its reason: «เอกสารไม่ครบ จึงไม่อนุมัติ»."""
    match = w.REJECTS_AT_THE_END.search(words.text)
    if match is None or not match.start():
        return None
    before = words.text[: match.start()]
    if begins_with_approval(before) is not None or not re.search("[ก-ฮa-z]{2}", before):
        return None
    doubtful = w.ASKS.search(before) or w.CONDITION_FIRST.search(before) or APPROVES.search(before)
    if doubtful or w.PARTS.match(before) or re.search(r"(?:ว่า|ใช่|ยัง|ที่|จะ|ไม่|ก็|ถ้า|หาก)$", before):
        return None
    if not (match.group("therefore") or words.closed.gap(match.start()) or re.search(NEUTRAL + "$", before)):
        return None
    reason = without_because(words.closed.verbatim(0, match.start()))
    return words.says(VerdictIs.REJECT, reason, words.closed.verbatim(match.start("no")))
