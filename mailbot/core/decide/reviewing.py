"""The monthly report's review (R38): «ทราบ» is a correct and complete answer here."""

from mailbot.core.authority import Act, Action, Role, judge, roles
from mailbot.core.calendar import WorkCalendar
from mailbot.core.case import Case, Decision
from mailbot.core.dossier import free_letter
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
    """The reviewer's «ทราบ», or a remark, is recorded with the report and shown to the webmasters."""
    report = letter.context
    who = roles(case.office, case.sender, None, case.now.date())
    secret = case.holds(letter, Purpose.REVIEW)
    action = judge(Act.REVIEW, who, secret=secret, authentication=case.mail.authentication.result)
    drafting = secret and Role.WEBMASTER in who and not case.forged
    if not isinstance(report, Report) or not (drafting if report.draft else action is Action.DO):
        return Decision(outcome=Outcome.NOTED, reason="not_authorised")
    if not case.mail.own_words.strip() and case.mail.command is None:
        return Decision(outcome=Outcome.NOTED, reason="empty_review")
    family = "draft" if report.draft else "reviewed"
    mark = Mark(
        month=WorkCalendar.of(case.office).month(case.now),
        name=f"{family}:{report.month}",
        value=f"{case.by.name}: {case.mail.own_words[:1000]}",
        at=case.now,
    )
    notice = Notice(
        about=NoticeAbout.REPORT_REVIEWED,
        by=case.by,
        words=case.mail.own_words[:1000],
        at=case.now,
        detail=report.month,
    )
    letters = tuple(
        free_letter(notice, Party(address=address, name=_name(case, address)), now=case.now, cause=case.key)
        for address in case.office.webmasters[:1]
        if not report.draft
    )
    return Decision(outcome=Outcome.ANSWERED, reason=family, marks=(mark,), letters=letters)


def _name(case: Case, address: str) -> str:
    person = case.office.person(address)
    return person.name if person else ""
