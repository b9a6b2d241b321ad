"""A head's answer to whether a page may come down (Q7): the same three locks as for putting it up.

The letter is bound to this very question: an answer to the approval of the content, or to an earlier
question, never counts here, nor an answer here for the content.
"""

from mailbot.core.authority import Act, Action, Role, judge
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done
from mailbot.core.decide.asking import first_webmaster
from mailbot.core.decide.confirming import explain, in_doubt, pending_of, roles_in, says_yes
from mailbot.core.decide.takedown import (
    ask_takedown_deputy,
    ask_takedown_head,
    owe_takedowns,
    takedown_hash,
)
from mailbot.core.dossier import Dossier
from mailbot.core.language.takedowns import TakedownWord, read_takedown_answer
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    ApprovalRequest,
    Attention,
    ConfirmDecision,
    Letter,
    Notice,
    NoticeAbout,
    Pending,
    Purpose,
)
from mailbot.core.request import EventKind, Party, Request, Status

PREFIX = "takedown:"
"""Before the act of a pending decision, so that it is never taken for one about the content."""
_ACTS = {
    TakedownWord.ALLOW: Act.APPROVE,
    TakedownWord.REFUSE: Act.REJECT,
    TakedownWord.LATER: Act.HOLD,
}
_OUTCOME = {
    Act.APPROVE: (EventKind.TAKEDOWN_APPROVED, NoticeAbout.TAKEDOWN_APPROVED),
    Act.REJECT: (EventKind.TAKEDOWN_REFUSED, NoticeAbout.TAKEDOWN_REFUSED),
    Act.HOLD: (EventKind.POSTPONED, NoticeAbout.TAKEDOWN_POSTPONED),
}


def about_takedown(letter: Letter) -> bool:
    """Whether this letter asked a head about a take-down."""
    return isinstance(letter.context, ApprovalRequest) and letter.context.action == "take_down"


def answer_takedown(case: Case, letter: Letter, request: Request) -> Decision:
    """What the head's answer does. ``letter`` is the one whose secret came with it."""
    dossier = Dossier(request, case.office, case.now, case.key)
    act = _act(case)
    trouble = NoticeAbout.NOT_AUTHENTICATED if case.forged else _trouble(case, letter, request)
    if trouble is NoticeAbout.EXPIRED:
        ask_takedown_head(dossier, letter.to, references=case.thread_id)
    if trouble is not None:
        return explain(dossier, case, letter, trouble)
    if act is None:
        return _ask_again(dossier, case, letter)
    action = judge(act, roles_in(case, request), secret=True, authentication=case.mail.authentication.result)
    if action is Action.DO and in_doubt(case, letter):
        action = Action.CONFIRM
    pending = pending_of(case, act, case.mail.verdict).model_copy(update={"act": f"{PREFIX}{act}"})
    if action is Action.CONFIRM and case.office.policy.confirm_unknown_sender:
        return _ask_to_confirm(dossier, letter.to, pending, case)
    if action is not Action.DO:
        return explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    _carry_out(dossier, case, letter, pending)
    return done(dossier, Outcome.ANSWERED, pending.act)


def confirm_takedown(case: Case, letter: Letter, request: Request) -> Decision:
    """The answer to the one-time question: only a clear yes carries the pending decision out."""
    dossier = Dossier(request, case.office, case.now, case.key)
    if case.forged or letter.pending is None:
        return explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    trouble = _trouble(case, letter, request)
    if trouble is not None:
        return explain(dossier, case, letter, trouble)
    if not says_yes(case):
        dossier.retire(case.thread, Purpose.CONFIRM, used=letter)
        return _ask_again(dossier, case, letter)
    _carry_out(dossier, case, letter, letter.pending)
    return done(dossier, Outcome.ANSWERED, f"confirmed_{letter.pending.act}")


def away_from_takedown(case: Case, letter: Letter, request: Request) -> Decision:
    """An out-of-office answer never counts; it brings in the deputy sooner."""
    dossier = Dossier(request, case.office, case.now, case.key)
    dossier.happen(EventKind.AWAY, letter.to, case.mail.own_words[:200])
    if request.status is Status.TAKEDOWN_ASKED:
        ask_takedown_deputy(dossier, case.thread)
    return done(dossier, Outcome.AUTOMATIC, "away")


def _act(case: Case) -> Act | None:
    """What the head's own words say to this question; never what they would say about the content.

    Where a mail's two versions differ nobody knows which one was meant.
    """
    if "text and html differ" in case.mail.anomalies:
        return None
    names = [person.name for person in case.office.people if person.name]
    return _ACTS.get(read_takedown_answer(case.mail.own_words, names))


def _trouble(case: Case, letter: Letter, request: Request) -> NoticeAbout | None:
    """Why this answer cannot count, whoever it is from; None when it may."""
    sender = case.sender.address if case.sender else None
    if sender == request.requester.address and not case.office.policy.self_approval:
        return NoticeAbout.SELF_APPROVAL
    if sender != letter.to.address or Role.APPROVER not in roles_in(case, request):
        return NoticeAbout.NOT_AUTHORISED
    if request.status is not Status.TAKEDOWN_ASKED:
        return NoticeAbout.LATE
    if letter.void or letter.content_hash != takedown_hash(request):
        return NoticeAbout.SUPERSEDED
    if letter.expires_at is not None and case.now > letter.expires_at:
        return NoticeAbout.EXPIRED
    return NoticeAbout.SECOND if letter.used_at is not None else None


def _ask_again(dossier: Dossier, case: Case, letter: Letter) -> Decision:
    """Not understood: nothing changes, the head is asked again, and after some rounds a person is told."""
    words = case.mail.own_words[:400]
    rounds = dossier.request.unclear_rounds + 1
    dossier.change(unclear_rounds=rounds)
    dossier.happen(EventKind.UNCLEAR, case.by, words)
    if rounds <= case.office.policy.unclear_rounds:
        ask_takedown_head(dossier, letter.to, unclear=words or "-", references=case.thread_id)
    elif rounds == case.office.policy.unclear_rounds + 1:  # once, as with an approval
        attention = Attention(summary=dossier.summary, why="unclear", detail=case.by.name, words=words)
        dossier.owe(attention, first_webmaster(dossier), Purpose.ATTEND)
    return done(dossier, Outcome.ANSWERED, "unclear_verdict")


def _ask_to_confirm(dossier: Dossier, to: Party, pending: Pending, case: Case) -> Decision:
    """Lock 3 cannot be known here: one question to the address on record settles it."""
    dossier.happen(EventKind.CONFIRMATION_ASKED, case.by, pending.words, act=pending.act)
    question = ConfirmDecision(
        summary=dossier.summary,
        act=f"{pending.act.removeprefix(PREFIX)}_takedown",
        words=case.mail.own_words[:400],
        at=case.sent_at,
    )
    bound = takedown_hash(dossier.request)
    dossier.owe(question, to, Purpose.CONFIRM, content_hash=bound, pending=pending, references=case.thread_id)
    return done(dossier, Outcome.ANSWERED, "confirmation_asked")


def _carry_out(dossier: Dossier, case: Case, letter: Letter, pending: Pending) -> None:
    """Record it, order it when it was approved, and tell head and requester in the head's own words."""
    act = Act(pending.act.removeprefix(PREFIX))
    kind, about = _OUTCOME[act]
    asked = dossier.request.last(EventKind.TAKEDOWN_ASKED)
    if act is not Act.HOLD:
        dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, used=letter)
    dossier.happen(kind, letter.to, pending.words, why="approved", asked=takedown_hash(dossier.request))
    notice = Notice(about=about, summary=dossier.summary, by=letter.to, words=pending.words, at=pending.at)
    dossier.owe(notice, letter.to, references=case.thread_id)
    dossier.to_requester(notice, Purpose.NONE if act is Act.APPROVE else Purpose.COMPLETE)
    if act is Act.APPROVE:
        owe_takedowns(dossier, "approved", reason=asked.note if asked else pending.words)
