"""A head's words heard as an answer about this very request, when they name it by its number or its topic.

The mail is read before anybody knows which request it is about; here it is known.
"""

from dataclasses import replace
from typing import Final

from mailbot.core.case import Case
from mailbot.core.language.reference import with_this
from mailbot.core.language.thai import normalise
from mailbot.core.language.verdict import read_verdict
from mailbot.core.mail import VerdictIs
from mailbot.core.request import Request

_UNDECIDED: Final = frozenset({VerdictIs.UNCLEAR, VerdictIs.REVISE})
_TWO_VERSIONS: Final = "text and html differ"


def heard(case: Case, request: Request) -> Case:
    """The case with the verdict its words have about this request; as it is when they do not name it.

    Nothing is heard anew in a mail whose two versions say different things.
    """
    mail = case.mail
    if mail.verdict.is_ not in _UNDECIDED or mail.out_of_office or _TWO_VERSIONS in mail.anomalies:
        return case
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
