"""A head's words heard as an answer about this very request, when they name it by its number or its topic.

The mail is read before anybody knows which request it is about; here it is known.
"""

from dataclasses import replace
from typing import Final

from mailbot.core.case import Case
from mailbot.core.decide.people import find_person
from mailbot.core.language.particles import NEUTRAL
from mailbot.core.language.pattern import Pattern
from mailbot.core.language.reference import with_this
from mailbot.core.language.thai import normalise
from mailbot.core.language.verdict import read_verdict
from mailbot.core.letters import Letter, Notice, NoticeAbout
from mailbot.core.mail import Verdict, VerdictIs
from mailbot.core.request import Request

_UNDECIDED: Final = frozenset({VerdictIs.UNCLEAR, VerdictIs.REVISE})
_COURTESY: Final = Pattern(rf"(?:{NEUTRAL}|\s)+$")
_SITE: Final = Pattern(r"เว็[บป](?:ไซต์|เพจ)?\s*(?:ของ)?\s*(?:(?P<group>กลุ่ม)|หลัก|(?:สำนักงาน)?เขต|สำนักงาน)")
_BOTH_SITES: Final = Pattern(
    r"(?:ทั้ง|2|สอง)\s*เว็[บป]|เว็[บป]\S*\s*(?:และ|กับ)\s*(?:เว็[บป])?\S*(?:กลุ่ม|หลัก)|ทั้ง(?:สอง|2)"
)
_TWO_VERSIONS: Final = "text and html differ"


def heard(case: Case, letter: Letter, request: Request) -> Case:
    """The case with the verdict its words have about this request; as it is when they do not name it.

    An approval for a site that was not asked for is unclear.
    A name is an answer to the question who shall decide. Nothing is heard anew in a mail whose two versions
    say different things.
    """
    mail = case.mail
    if mail.verdict.is_ is VerdictIs.APPROVE and _means_other_sites(case, request):
        return replace(case, mail=replace(mail, verdict=Verdict(words=mail.verdict.words)))
    if mail.verdict.is_ not in _UNDECIDED or mail.out_of_office or _TWO_VERSIONS in mail.anomalies:
        return case
    name = _name(mail.own_words) if _asked_for_a_name(letter) else ""
    if name and find_person(case.office, name, unit=request.unit):
        named = Verdict(is_=VerdictIs.DELEGATE, delegate=name, words=mail.own_words.strip())
        return replace(case, mail=replace(mail, verdict=named))
    words = with_this(mail.own_words, request.number, request.fields.topic)
    if words == normalise(mail.own_words):
        return case
    people = case.office.people
    verdict = read_verdict(
        words,
        names=[person.name for person in people],
        nicknames=[person.nickname for person in people if person.nickname],
    )
    if verdict.is_ is VerdictIs.UNCLEAR:
        return case
    return replace(case, mail=replace(mail, verdict=replace(verdict, words=mail.own_words.strip())))


def _means_other_sites(case: Case, request: Request) -> bool:
    """«อนุมัติให้ลงเว็บกลุ่ม» of a request for the main site, or for both: which one, the head is asked."""
    words = normalise(case.mail.own_words)
    named = {match["group"] is not None for match in _SITE.finditer(words)}
    if not named or _BOTH_SITES.search(words):
        return False
    sites = [case.office.site(item.site) for item in request.items]
    return named != {not site.main for site in sites if site is not None}


def _name(own_words: str) -> str:
    """The words without the courtesy behind them."""
    return _COURTESY.sub("", normalise(own_words)).strip()


def _asked_for_a_name(letter: Letter) -> bool:
    return isinstance(letter.context, Notice) and letter.context.about is NoticeAbout.WHICH_PERSON
