"""A head's answer: the three locks, the verdict, and every order in which answers can come.

The decision counts only when the right person, our letter's secret and the sender's authentication come
together (design section 7); everything else is a named outcome that changes nothing and is explained.
"""

from mailbot.core.authority import Act, Action, Role, assigned, judge, only_assigned
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done
from mailbot.core.decide.asking import ask_deputy, ask_head, first_webmaster, give_tasks, person_party
from mailbot.core.decide.confirming import (
    WAITING,
    ask_to_confirm,
    explain,
    in_doubt,
    pending_of,
    roles_in,
    says_yes,
)
from mailbot.core.decide.people import find_person
from mailbot.core.decide.takedown import order_takedown
from mailbot.core.decide.taking_back import take_back
from mailbot.core.dossier import Dossier
from mailbot.core.language.reference import names_another
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    Attention,
    DecisionEcho,
    DecisionNotice,
    Letter,
    Notice,
    NoticeAbout,
    Pending,
    Purpose,
)
from mailbot.core.mail import Command, VerdictIs
from mailbot.core.request import Approval, EventKind, Party, Request, Status

_ACTS = {
    VerdictIs.APPROVE: Act.APPROVE,
    VerdictIs.REJECT: Act.REJECT,
    VerdictIs.REVISE: Act.REVISE,
    VerdictIs.HOLD: Act.HOLD,
    VerdictIs.DELEGATE: Act.DELEGATE,
    VerdictIs.REVOKE: Act.REVOKE,
}


_EVENTS = {
    Act.APPROVE: EventKind.APPROVED,
    Act.REJECT: EventKind.REJECTED,
    Act.REVISE: EventKind.REVISION_ASKED,
}


def answer_decision(case: Case, letter: Letter, request: Request) -> Decision:
    """What the answer to an approval letter does. ``letter`` is the one whose secret came with it."""
    dossier = Dossier(request, case.office, case.now, case.key)
    if case.mail.out_of_office:
        return away(dossier, letter, case)
    act = _ACTS.get(case.mail.verdict.is_)
    if case.forged:
        return explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    trouble = _trouble(case, letter, request, act)
    if trouble is not None:
        return explain(dossier, case, letter, trouble)
    if act is None and names_another(case.mail.own_words, request.number):
        return explain(dossier, case, letter, NoticeAbout.SEVERAL)
    if act is None:
        return _ask_again(dossier, case)
    action = judge(act, roles_in(case, request), secret=True, authentication=case.mail.authentication.result)
    pending = pending_of(case, act, case.mail.verdict)
    if action is Action.DO and in_doubt(case, letter):
        action = Action.CONFIRM
    if action is Action.CONFIRM and case.office.policy.confirm_unknown_sender:
        return ask_to_confirm(dossier, letter.to, pending, case)
    if action is not Action.DO:
        return explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    carry_out(dossier, case, letter, pending, letter.to)
    return done(dossier, Outcome.ANSWERED, act.value)


def _trouble(
    case: Case, letter: Letter, request: Request, act: Act | None
) -> NoticeAbout | None:  # one line a rule
    """Why this answer cannot count, whoever it is from; None when it may."""
    sender = case.sender.address if case.sender else None
    if sender == request.requester.address and not case.office.policy.self_approval:
        return NoticeAbout.SELF_APPROVAL
    if sender != letter.to.address or Role.APPROVER not in roles_in(case, request):
        return NoticeAbout.NOT_AUTHORISED
    if request.status not in WAITING and act is not Act.REVOKE:
        return _too_late(request, act)
    if letter.void or letter.content_hash != request.content_hash:
        return NoticeAbout.SUPERSEDED
    if letter.expires_at is not None and case.now > letter.expires_at:
        return NoticeAbout.EXPIRED
    if letter.used_at is not None and act is not Act.REVOKE:
        return NoticeAbout.SECOND
    return None


def _too_late(request: Request, act: Act | None) -> NoticeAbout:
    """The same word again, the opposite word, or simply late."""
    last = request.last(EventKind.APPROVED, EventKind.REJECTED, EventKind.REVISION_ASKED)
    if last is None or act is None:
        return NoticeAbout.LATE
    if act not in _EVENTS:
        return NoticeAbout.LATE
    return NoticeAbout.SECOND if last.kind is _EVENTS[act] else NoticeAbout.CONTRADICTORY


def _ask_again(dossier: Dossier, case: Case) -> Decision:
    """Not understood: nothing changes, the head is asked again, and after some rounds a person is told."""
    words = case.mail.own_words[:400]
    rounds = dossier.request.unclear_rounds + 1
    dossier.change(unclear_rounds=rounds)
    dossier.happen(EventKind.UNCLEAR, case.by, words)
    if rounds <= case.office.policy.unclear_rounds:
        ask_head(dossier, to=case.by, unclear=words or "-", references=case.thread_id)
    elif rounds == case.office.policy.unclear_rounds + 1:  # once, also for a machine that goes on
        attention = Attention(summary=dossier.summary, why="unclear", detail=case.by.name, words=words)
        dossier.owe(attention, first_webmaster(dossier), Purpose.ATTEND)
    return done(dossier, Outcome.ANSWERED, "unclear_verdict")


def confirm_decision(case: Case, letter: Letter, request: Request) -> Decision:
    """The answer to the one-time question: only a clear yes carries the pending decision out."""
    dossier = Dossier(request, case.office, case.now, case.key)
    pending = letter.pending
    act = Act(pending.act) if pending else None
    trouble = _trouble(case, letter, request, act)
    if case.forged or pending is None:
        return explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    if trouble is not None:
        return explain(dossier, case, letter, trouble)
    if not says_yes(case):
        dossier.retire(case.thread, Purpose.CONFIRM, used=letter)
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="not_confirmed")
        denied = case.mail.command is Command.NO  # not an unclear answer: somebody else's words
        words = "" if denied else case.mail.own_words[:400] or "-"
        ask_head(dossier, to=letter.to, unclear=words, references=case.thread_id)
        return done(dossier, Outcome.ANSWERED, "not_confirmed")
    carry_out(dossier, case, letter, pending, letter.to)
    return done(dossier, Outcome.ANSWERED, f"confirmed_{pending.act}")


def carry_out(dossier: Dossier, case: Case, letter: Letter, pending: Pending, by: Party) -> None:
    """Do what the head decided, echo it to the head at once and tell the requester."""
    act = Act(pending.act)
    if act is Act.DELEGATE:
        _delegate(dossier, case, letter, pending, by)
        return
    if act is Act.HOLD:
        dossier.happen(EventKind.POSTPONED, by, pending.words)
        _tell(dossier, case, act, pending, by)
        return
    if act is Act.REVOKE:
        take_back(dossier, case, letter, by, pending.words)
        return
    approval = _approval(dossier, pending, by) if act is Act.APPROVE else None
    was = dossier.request.status
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, used=letter)
    dossier.change(approval=approval, unclear_rounds=0)
    dossier.happen(_EVENTS[act], by, pending.reason or pending.words, words=pending.words)
    _tell(dossier, case, act, pending, by)
    if act is Act.APPROVE:
        _after_approval(dossier, was)
    else:
        _after_refusal(dossier, case, was, pending)


def _approval(dossier: Dossier, pending: Pending, by: Party) -> Approval:
    asked = dossier.request.approval_asked_at or dossier.request.received_at
    return Approval(
        by=by,
        at=pending.at if pending.at >= asked else dossier.now,  # a wrong clock cannot date it back
        content_hash=dossier.request.content_hash,
        words=pending.words,
        mail=pending.mail,
        authentication=pending.authentication,
    )


def _tell(
    dossier: Dossier, case: Case, act: Act, pending: Pending, by: Party, *, delegate: Party | None = None
) -> None:
    echo = DecisionEcho(
        summary=dossier.summary, act=act.value, by=by, at=case.now, words=pending.words, delegate=delegate
    )
    dossier.owe(
        echo,
        by,
        Purpose.UNDO,
        references=case.thread_id,
        content_hash=dossier.request.content_hash,
    )
    notice = DecisionNotice(
        summary=dossier.summary,
        act=act.value,
        by=by,
        at=pending.at,
        reason=pending.words if act is not Act.APPROVE else "",  # the head's own words, whole (S13)
        delegate=delegate,
    )
    purpose = Purpose.COMPLETE if act in {Act.REVISE, Act.HOLD} else Purpose.NONE
    dossier.to_requester(notice, purpose)


def _after_approval(dossier: Dossier, was: Status) -> None:
    """Released to the webmaster (R19); an urgent one is there already, only the debt is paid (R31)."""
    if was is Status.AWAITING_APPROVAL:
        give_tasks(dossier)


def _after_refusal(dossier: Dossier, case: Case, was: Status, pending: Pending) -> None:
    if was is Status.PUBLISHED_UNAPPROVED:
        # The status is there already by the table; the order goes to whoever put it up.
        order_takedown(dossier, "rejected", pending.reason or pending.words)
    elif was is Status.URGENT_RELEASED:
        dossier.retire(case.thread, Purpose.PUBLISH)
        stop = Notice(
            about=NoticeAbout.WITHDRAWN, summary=dossier.summary, words=pending.words, detail="rejected"
        )
        for item in dossier.request.items:
            if item.webmaster and not item.published_at:
                dossier.owe(stop, person_party(dossier, item.webmaster))
        if any(item.published_at for item in dossier.request.items):
            order_takedown(dossier, "rejected", pending.reason or pending.words)


def _delegate(dossier: Dossier, case: Case, letter: Letter, pending: Pending, by: Party) -> None:
    """The head names who shall decide this one request (R29); an unknown name is asked about."""
    person = find_person(case.office, pending.delegate or "", unit=dossier.request.unit)
    own = dossier.request.requester.address
    if only_assigned(dossier.office, dossier.request, by.address, dossier.now.date()):
        _not_delegated(dossier, case, pending, by, NoticeAbout.DELEGATED_ON)
        return
    absent = person is None or not person.serves(dossier.now.date())
    if person is None or absent or person.address in {own, by.address}:
        _not_delegated(dossier, case, pending, by, NoticeAbout.WHICH_PERSON)
        return
    to = assigned(person, by)
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, used=letter)
    dossier.happen(EventKind.DELEGATED, by, pending.words, to=to.address)
    dossier.change(approver=to)
    _tell(dossier, case, Act.DELEGATE, pending, by, delegate=to)
    ask_head(dossier, to=to, delegated_by=by)


def _not_delegated(dossier: Dossier, case: Case, pending: Pending, by: Party, about: NoticeAbout) -> None:
    """Nothing changes; the letter that says why can be answered with a decision."""
    dossier.happen(EventKind.NOTED, by, pending.words, outcome=about.value)
    notice = Notice(about=about, summary=dossier.summary, words=pending.words, detail=pending.delegate or "")
    bound = dossier.request.content_hash
    dossier.owe(notice, by, Purpose.DECIDE, content_hash=bound, references=case.thread_id)


def _known_to_be_away(request: Request, who: Party) -> bool:
    """Whether this very person's absence has brought in a deputy already, for what is asked now.

    A machine answers every reminder; each must not bring in one person more.
    """
    since = next((n for n, e in enumerate(reversed(request.events)) if e.kind is EventKind.APPROVAL_ASKED), 0)
    recent = request.events[len(request.events) - since :]
    return any(
        event.kind is EventKind.AWAY and event.by is not None and event.by.address == who.address
        for event in recent
    )


def away(dossier: Dossier, letter: Letter, case: Case) -> Decision:
    """A head's out-of-office answer shortens the wait: the deputy in force is asked as well."""
    known = _known_to_be_away(dossier.request, letter.to)
    dossier.happen(EventKind.AWAY, letter.to, case.mail.own_words[:200])
    if known:
        return done(dossier, Outcome.AUTOMATIC, "away_again")
    deputy = ask_deputy(dossier, case.thread, letter.to) if dossier.request.status in WAITING else None
    if deputy is not None:
        notice = Notice(about=NoticeAbout.AWAY, summary=dossier.summary, by=letter.to, detail=deputy.name)
        dossier.to_requester(notice, Purpose.NONE)
    return done(dossier, Outcome.AUTOMATIC, "away")
