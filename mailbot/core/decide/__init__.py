"""(what came, what is on record, now) -> the one outcome of a mail. Total; nothing here is raised.

``route.py`` says where a mail belongs; each route has one function here or in the files beside it.
"""

from collections.abc import Callable

from mailbot.core.authority import Act, Action, Role, judge, roles
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import answer_request, done
from mailbot.core.decide.approval import answer_decision, away, confirm_decision
from mailbot.core.decide.attendance import attend, confirm_attendance
from mailbot.core.decide.bounced import bounced
from mailbot.core.decide.deciding_takedown import (
    PREFIX,
    about_takedown,
    answer_takedown,
    away_from_takedown,
    confirm_takedown,
)
from mailbot.core.decide.hearing import heard
from mailbot.core.decide.intake import open_request
from mailbot.core.decide.numbered import answer_digest
from mailbot.core.decide.publishing import report_task
from mailbot.core.decide.questions import answer_command
from mailbot.core.decide.registering import forwarded, register
from mailbot.core.decide.reviewing import review
from mailbot.core.decide.taking_back import undo
from mailbot.core.dossier import Dossier, free_letter
from mailbot.core.language.courtesy import is_courtesy
from mailbot.core.ledger import Outcome
from mailbot.core.letters import Letter, Notice, NoticeAbout, Purpose
from mailbot.core.mail import AuthResult, Command, Kind, VerdictIs
from mailbot.core.request import Confidence, EventKind, Request
from mailbot.core.route import Route, Routed, route

_DESK_WORDS = frozenset({Command.FILES_ARRIVED, Command.PAPER_APPROVED, Command.PROCEED, Command.TAKE_DOWN})


def decide(case: Case) -> Decision:
    """The outcome of this mail, with the requests it changes and the letters that owes."""
    routed = route(case)
    return _HANDLERS[routed.route](case, routed)


def _machine(_: Case, routed: Routed) -> Decision:
    return Decision(outcome=Outcome.AUTOMATIC, reason=routed.route.value)


def _shelve(case: Case, _: Routed) -> Decision:
    return Decision(outcome=Outcome.SHELVED, reason="; ".join(case.mail.anomalies) or "unreadable")


def _unknown(case: Case, _: Routed) -> Decision:
    """Kept for the webmaster's digest; whoever sent it gets nothing (no backscatter)."""
    return Decision(outcome=Outcome.UNKNOWN_SENDER, reason=case.mail.sender.why_not or "not on record")


def _bounce(case: Case, routed: Routed) -> Decision:
    return bounced(case, routed.letter, routed.request)


def _away(case: Case, routed: Routed) -> Decision:
    letter, request = _both(routed)
    if about_takedown(letter):
        return away_from_takedown(case, letter, request)
    dossier = Dossier(request, case.office, case.now, case.key)
    return away(dossier, letter, case)


def _both(routed: Routed) -> tuple[Letter, Request]:
    if routed.letter is None or routed.request is None:
        raise AssertionError(f"{routed.route} comes with its letter and request")
    return routed.letter, routed.request


def _several(case: Case, routed: Routed) -> Decision:
    """Which one is meant? The answer was to several live letters at once."""
    numbers = tuple(dict.fromkeys(letter.request or "" for letter in case.answered))
    notice = Notice(about=NoticeAbout.SEVERAL, words=case.mail.own_words[:400], choices=numbers)
    return _tell_sender(case, notice, routed, "several")


def _tell_sender(case: Case, notice: Notice, routed: Routed, reason: str) -> Decision:
    """Explain to the sender on record; someone who only claims to be it is never written to."""
    if case.sender is None or case.mail.authentication.result is AuthResult.FAIL:
        return Decision(outcome=Outcome.NOTED, reason=reason)
    letter = free_letter(notice, case.by, now=case.now, cause=case.key, references=case.thread_id)
    outcome = Outcome.ANSWERED
    return Decision(outcome=outcome, reason=f"{routed.route}:{reason}", letters=(letter,))


def _digest(case: Case, routed: Routed) -> Decision:
    return answer_digest(case, routed.letter) if routed.letter else _machine(case, routed)


def _review(case: Case, routed: Routed) -> Decision:
    return review(case, routed.letter) if routed.letter else _machine(case, routed)


def _confirm(case: Case, routed: Routed) -> Decision:
    letter, request = _both(routed)
    if letter.pending is not None and letter.pending.act.startswith("attend:"):
        return confirm_attendance(case, letter, request)
    if letter.pending is not None and letter.pending.act.startswith(PREFIX):
        return confirm_takedown(case, letter, request)
    return confirm_decision(case, letter, request)


def _undo(case: Case, routed: Routed) -> Decision:
    return undo(case, *_both(routed))


def _decide(case: Case, routed: Routed) -> Decision:
    letter, request = _both(routed)
    if about_takedown(letter):
        return answer_takedown(case, letter, request)
    if case.mail.command is Command.CANCEL:
        return undo(case, letter, request)
    return answer_decision(heard(case, letter, request), letter, request)


def _publish(case: Case, routed: Routed) -> Decision:
    letter, request = _both(routed)
    if case.mail.command in _DESK_WORDS:
        return attend(case, letter, request)
    return report_task(case, request, case.mail.webmaster, letter=letter, words=case.mail.own_words)


def _attend(case: Case, routed: Routed) -> Decision:
    letter, request = _both(routed)
    return attend(case, letter, request)


def _complete(case: Case, routed: Routed) -> Decision:
    letter, request = _both(routed)
    mine = case.sender is not None and letter.to.address == case.sender.address
    if not mine:
        return _named(case, routed)
    return answer_request(case, request, secret=case.holds(letter, Purpose.COMPLETE))


def _command(case: Case, _: Routed) -> Decision:
    return answer_command(case, case.mail.command or Command.HELP)


def _named(case: Case, routed: Routed) -> Decision:
    """A number without a secret opens little: a decision is only taken in answer to our letter."""
    request = routed.request
    if request is None:
        return open_request(case)
    who = roles(case.office, case.sender, request, case.now.date())
    if Role.REQUESTER in who:
        return answer_request(case, request, secret=False)
    if _stands_alone(case):
        return _new(case, routed)
    if Role.WEBMASTER in who and case.mail.command in _DESK_WORDS:
        return attend(case, None, request)
    if Role.SITE_WEBMASTER in who:
        return report_task(case, request, case.mail.webmaster, letter=None, words=case.mail.own_words)
    dossier = Dossier(request, case.office, case.now, case.key)
    if is_courtesy(case.mail.own_words):
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:200])
        return done(dossier, Outcome.NOTED, "courtesy")
    about = NoticeAbout.NO_LETTER if Role.APPROVER in who else NoticeAbout.NOT_AUTHORISED
    dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome=about.value)
    if case.sender is not None and case.mail.authentication.result is not AuthResult.FAIL:
        shown = dossier.summary if Role.APPROVER in who else None
        notice = Notice(about=about, summary=shown, words=case.mail.own_words[:400])
        dossier.owe(notice, case.by, Purpose.NONE)
    return done(dossier, Outcome.ANSWERED, about.value)


def _stands_alone(case: Case) -> bool:
    """Whether a mail that only mentions somebody's request is a request of its own."""
    mail = case.mail
    said = {name for name, found in mail.found.items() if found.confidence is Confidence.SAID}
    answers = mail.command is not None or mail.verdict.is_ is not VerdictIs.UNCLEAR
    return mail.kind is Kind.REQUEST and not answers and {"topic", "detail"} <= said


def _lost(case: Case, routed: Routed) -> Decision:
    if is_courtesy(case.mail.own_words) and case.mail.verdict.is_ is VerdictIs.UNCLEAR:
        return Decision(outcome=Outcome.NOTED, reason="courtesy")
    notice = Notice(about=NoticeAbout.NO_LETTER, words=case.mail.own_words[:400])
    return _tell_sender(case, notice, routed, "no_letter")


def _new(case: Case, _: Routed) -> Decision:
    """A request, if the sender may make one today (R8); else it waits for the webmaster's word."""
    if case.admitted_by is not None:
        # Letters go where an answer can be believed: to the sender, else to whoever vouched for the mail.
        reachable = case.mail.sender.authority and case.mail.sender.address
        return open_request(case, requester=None if reachable else case.admitted_by, reason="admitted")
    who = roles(case.office, case.sender, None, case.now.date())
    action = judge(Act.REQUEST, who, secret=False, authentication=case.mail.authentication.result)
    if action is not Action.DO:
        failed = case.mail.authentication.result is AuthResult.FAIL
        reason = "not authenticated" if failed else "not appointed today"
        return Decision(outcome=Outcome.UNKNOWN_SENDER, reason=reason)
    if case.mail.registration is not None:
        return register(case)
    return forwarded(case) or open_request(case)


_HANDLERS: dict[Route, Callable[[Case, Routed], Decision]] = {
    Route.OWN_MAIL: _machine,
    Route.BOUNCE: _bounce,
    Route.AWAY: _away,
    Route.AUTOMATIC: _machine,
    Route.UNREADABLE: _shelve,
    Route.SEVERAL: _several,
    Route.REVIEW: _review,
    Route.DIGEST: _digest,
    Route.CONFIRM: _confirm,
    Route.UNDO: _undo,
    Route.DECIDE: _decide,
    Route.PUBLISH: _publish,
    Route.ATTEND: _attend,
    Route.COMPLETE: _complete,
    Route.UNKNOWN: _unknown,
    Route.COMMAND: _command,
    Route.NAMED: _named,
    Route.REGISTER: _new,
    Route.LOST_ANSWER: _lost,
    Route.NEW: _new,
}
