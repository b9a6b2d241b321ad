"""Questions anybody registered may ask: «สถานะ», «ประวัติ», «ช่วยเหลือ», «ขอแบบฟอร์ม»."""

from mailbot.core.authority import Act, Action, Role, judge, roles
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done
from mailbot.core.dossier import Dossier, free_letter, summary
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    Context,
    Help,
    Notice,
    NoticeAbout,
    Purpose,
    StatusAnswer,
)
from mailbot.core.mail import Command
from mailbot.core.request import Request, Status


def reply(case: Case, context: Context, papers: tuple[str, ...] = ()) -> Decision:
    """Answer the sender with a letter that belongs to no request."""
    letter = free_letter(
        context, case.by, now=case.now, cause=case.key, references=case.thread_id, papers=papers
    )
    return Decision(outcome=Outcome.ANSWERED, reason=context.kind, letters=(letter,))


def answer_command(case: Case, command: Command) -> Decision:
    """«สถานะ», «ประวัติ», «ช่วยเหลือ», «ขอแบบฟอร์ม»."""
    who = roles(case.office, case.sender, None, case.now.date())
    action = judge(Act.ASK, who, secret=False, authentication=case.mail.authentication.result)
    if action is not Action.DO:
        return Decision(outcome=Outcome.NOTED, reason="question_not_answered")
    if command is Command.HELP:
        return reply(case, Help())
    if command is Command.FORM:
        return reply(case, Help(form=True), papers=("empty_forms",))
    return _status(case, history=command is Command.HISTORY)


def _status(case: Case, *, history: bool) -> Decision:
    if not case.requests and not case.mail.numbers:
        return reply(case, StatusAnswer(own=tuple(summary(each, case.office) for each in case.mine)))
    visible = [request for request in case.requests.values() if _may_see(case, request)]
    if not visible:
        return reply(
            case, Notice(about=NoticeAbout.NOT_FOUND, detail=", ".join(case.mail.numbers or case.requests))
        )
    request = visible[0]
    dossier = Dossier(request, case.office, case.now, case.key)
    answer = StatusAnswer(
        summary=dossier.summary,
        waiting_for=waiting_for(request, case),
        events=request.events if history else (),
    )
    dossier.owe(answer, case.by, Purpose.NONE, references=case.thread_id)
    return done(dossier, Outcome.ANSWERED, "status")


def _may_see(case: Case, request: Request) -> bool:
    """Requester, who decides on it, webmasters and the operator; nobody else learns that it exists."""
    who = roles(case.office, case.sender, request, case.now.date())
    allowed = {Role.REQUESTER, Role.APPROVER, Role.WEBMASTER, Role.SITE_WEBMASTER}
    return bool(who & allowed) or (case.sender is not None and case.sender.address == case.office.operator)


def waiting_for(request: Request, case: Case) -> str:
    """The name of who has to act now."""
    if request.status in {Status.AWAITING_APPROVAL, Status.PUBLISHED_UNAPPROVED, Status.TAKEDOWN_ASKED}:
        return request.approver.name if request.approver else ""
    if request.status in {Status.NEEDS_INFO, Status.NEEDS_FILES}:
        return request.requester.name
    people = (case.office.person(item.webmaster) for item in request.items)
    return ", ".join(dict.fromkeys(person.name for person in people if person))
