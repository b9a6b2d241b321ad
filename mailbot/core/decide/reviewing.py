"""The monthly report's review (R38): «ทราบ» is a correct and complete answer here."""

from mailbot.core.authority import Act, Action, judge, roles
from mailbot.core.calendar import WorkCalendar
from mailbot.core.case import Case, Decision
from mailbot.core.decide.drafting import answer_draft, drafted_month
from mailbot.core.dossier import free_letter
from mailbot.core.language.review import Review, read_review
from mailbot.core.ledger import Mark, Outcome
from mailbot.core.letters import (
    Letter,
    Notice,
    NoticeAbout,
    Purpose,
    Report,
)
from mailbot.core.request import Party


def review(case: Case, letter: Letter) -> Decision:
    """The reviewer's «ทราบ», or a remark, is recorded with the report and shown to the webmasters.

    A question, or «later», completes nothing: it is shown to them, and the report still waits.
    """
    drafted = drafted_month(letter)
    if drafted is not None:
        return answer_draft(case, letter, drafted)
    report = letter.context
    who = roles(case.office, case.sender, None, case.now.date())
    secret = case.holds(letter, Purpose.REVIEW)
    action = judge(Act.REVIEW, who, secret=secret, authentication=case.mail.authentication.result)
    if not isinstance(report, Report) or action is not Action.DO:
        return Decision(outcome=Outcome.NOTED, reason="not_authorised")
    if not case.mail.own_words.strip() and case.mail.command is None:
        return Decision(outcome=Outcome.NOTED, reason="empty_review")
    names = [person.name for person in case.office.people]
    words = case.mail.own_words.strip()
    word = read_review(words, names=names) if words else Review.ACKNOWLEDGED
    mark = Mark(
        month=WorkCalendar.of(case.office).month(case.now),
        name=f"reviewed:{report.month}",
        value=f"{case.by.name}: {case.mail.own_words[:1000]}",
        at=case.now,
    )
    notice = Notice(
        about=NoticeAbout.REPORT_REVIEWED if word is Review.ACKNOWLEDGED else NoticeAbout.REPORT_COMMENTED,
        by=case.by,
        words=case.mail.own_words[:1000],
        at=case.now,
        detail=report.month,
    )
    letters = tuple(
        free_letter(notice, Party(address=address, name=_name(case, address)), now=case.now, cause=case.key)
        for address in case.office.webmasters[:1]
    )
    if word is Review.UNCLEAR:
        return Decision(outcome=Outcome.ANSWERED, reason="not_reviewed_yet", letters=letters)
    return Decision(outcome=Outcome.ANSWERED, reason="reviewed", marks=(mark,), letters=letters)


def _name(case: Case, address: str) -> str:
    person = case.office.person(address)
    return person.name if person else ""
