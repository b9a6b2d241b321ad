"""A head's answer: the three locks, the verdict, and every order in which answers can come.

The decision counts only when the right person, our letter's secret and the sender's authentication come
together (design section 7); everything else is a named outcome that changes nothing and is explained.
"""

from mailbot.core.authority import Act, Action, Role, approvers, assigned, judge, roles
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done
from mailbot.core.decide.intake import ask_deputy, ask_head, first_webmaster, give_tasks, person_party
from mailbot.core.decide.people import find_person
from mailbot.core.decide.takedown import order_takedown
from mailbot.core.dossier import Dossier
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    Attention,
    ConfirmDecision,
    DecisionEcho,
    DecisionNotice,
    Letter,
    Notice,
    NoticeAbout,
    Pending,
    Purpose,
)
from mailbot.core.mail import Verdict, VerdictIs
from mailbot.core.request import Approval, EventKind, Party, Request, Status

_WAITING = frozenset({Status.AWAITING_APPROVAL, Status.URGENT_RELEASED, Status.PUBLISHED_UNAPPROVED})
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
        return _explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    trouble = _trouble(case, letter, request, act)
    if trouble is not None:
        return _explain(dossier, case, letter, trouble)
    if act is None:
        return _ask_again(dossier, case)
    action = judge(act, _roles(case, request), secret=True, authentication=case.mail.authentication.result)
    pending = _pending(case, act, case.mail.verdict)
    if action is Action.CONFIRM and case.office.policy.confirm_unknown_sender:
        return _confirm(dossier, letter.to, pending, case)
    if action is not Action.DO:
        return _explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    carry_out(dossier, case, letter, pending, letter.to)
    return done(dossier, Outcome.ANSWERED, act.value)


def _roles(case: Case, request: Request) -> frozenset[Role]:
    return roles(case.office, case.sender, request, case.now.date())


def _trouble(
    case: Case, letter: Letter, request: Request, act: Act | None
) -> NoticeAbout | None:  # one line a rule
    """Why this answer cannot count, whoever it is from; None when it may."""
    sender = case.sender.address if case.sender else None
    if sender == request.requester.address and not case.office.policy.self_approval:
        return NoticeAbout.SELF_APPROVAL
    if sender != letter.to.address or Role.APPROVER not in _roles(case, request):
        return NoticeAbout.NOT_AUTHORISED
    if request.status not in _WAITING and act is not Act.REVOKE:
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


def _explain(dossier: Dossier, case: Case, letter: Letter, about: NoticeAbout) -> Decision:
    """Nothing changes; who must know is told. A forger never gets a letter: the address on record does."""
    words = case.mail.own_words[:400]
    dossier.happen(EventKind.NOTED, case.by, words, outcome=about.value)
    notice = Notice(about=about, summary=dossier.summary, by=case.by, words=words, at=case.now)
    if about is NoticeAbout.NOT_AUTHENTICATED:
        if _serves(dossier, letter.to):
            dossier.owe(notice, letter.to)
    elif case.sender is not None:
        # Whoever has nothing to do with it (any more) does not see what it has become.
        shown = dossier.summary if _roles(case, dossier.request) & _CONCERNED else None
        dossier.owe(notice.model_copy(update={"summary": shown}), case.by, references=_thread(case))
    still_open = dossier.request.status in _WAITING
    if about is NoticeAbout.EXPIRED and still_open:
        ask_head(dossier, references=_thread(case))
    if about in {NoticeAbout.NOT_AUTHORISED, NoticeAbout.SELF_APPROVAL} and still_open:
        _ask_who_may(dossier, letter)
    return done(dossier, Outcome.NOTED, about.value)


_CONCERNED = frozenset({Role.APPROVER, Role.REQUESTER, Role.SITE_WEBMASTER})


def _serves(dossier: Dossier, who: Party) -> bool:
    person = dossier.office.person(who.address)
    return person is not None and person.serves(dossier.now.date())


def _ask_who_may(dossier: Dossier, letter: Letter) -> None:
    """The letter's reader may not decide any more (left, no longer acting): the one who may is asked."""
    allowed = approvers(dossier.office, dossier.request, dossier.now.date())
    if allowed and letter.to.address not in {party.address for party in allowed}:
        ask_head(dossier, to=allowed[0])


def _thread(case: Case) -> tuple[str, ...]:
    return (case.mail.message_id,) if case.mail.message_id else ()


def _ask_again(dossier: Dossier, case: Case) -> Decision:
    """Not understood: nothing changes, the head is asked again, and after some rounds a person is told."""
    words = case.mail.own_words[:400]
    rounds = dossier.request.unclear_rounds + 1
    dossier.change(unclear_rounds=rounds)
    dossier.happen(EventKind.UNCLEAR, case.by, words)
    if rounds <= case.office.policy.unclear_rounds:
        ask_head(dossier, to=case.by, unclear=words or "-", references=_thread(case))
    else:
        attention = Attention(summary=dossier.summary, why="unclear", detail=case.by.name, words=words)
        dossier.owe(attention, first_webmaster(dossier), Purpose.ATTEND)
    return done(dossier, Outcome.ANSWERED, "unclear_verdict")


def _pending(case: Case, act: Act, verdict: Verdict) -> Pending:
    authentication = case.mail.authentication
    return Pending(
        act=act.value,
        reason=verdict.reason or "",
        words=case.mail.own_words.strip()[:1000],
        delegate=verdict.delegate,
        mail=case.key,
        at=case.sent_at,
        authentication=" ".join(
            each for each in (authentication.result.value, authentication.method, authentication.by) if each
        ),
    )


def _confirm(dossier: Dossier, to: Party, pending: Pending, case: Case) -> Decision:
    """Lock 3 cannot be known here: one question to the address on record settles it."""
    dossier.happen(EventKind.CONFIRMATION_ASKED, case.by, pending.words, act=pending.act)
    question = ConfirmDecision(
        summary=dossier.summary, act=pending.act, words=case.mail.own_words[:400], at=case.sent_at
    )
    dossier.owe(
        question,
        to,
        Purpose.CONFIRM,
        content_hash=dossier.request.content_hash,
        pending=pending,
        references=_thread(case),
    )
    return done(dossier, Outcome.ANSWERED, "confirmation_asked")


def confirm_decision(case: Case, letter: Letter, request: Request) -> Decision:
    """The answer to the one-time question: only a clear yes carries the pending decision out."""
    dossier = Dossier(request, case.office, case.now, case.key)
    pending = letter.pending
    act = Act(pending.act) if pending else None
    trouble = _trouble(case, letter, request, act)
    if case.forged or pending is None:
        return _explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    if trouble is not None:
        return _explain(dossier, case, letter, trouble)
    if not says_yes(case):
        dossier.retire(case.thread, Purpose.CONFIRM, used=letter)
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="not_confirmed")
        ask_head(dossier, to=letter.to, unclear=case.mail.own_words[:400] or "-", references=_thread(case))
        return done(dossier, Outcome.ANSWERED, "not_confirmed")
    carry_out(dossier, case, letter, pending, letter.to)
    return done(dossier, Outcome.ANSWERED, f"confirmed_{pending.act}")


def says_yes(case: Case) -> bool:
    """A yes to a question that can only be answered yes or no."""
    from mailbot.core.mail import Command

    return case.mail.command in {Command.YES, Command.CERTIFY} or case.mail.verdict.is_ is VerdictIs.APPROVE


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
        _take_back(dossier, case, letter, by, pending.words)
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
        references=_thread(case),
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
    absent = person is None or not person.serves(dossier.now.date())
    if person is None or absent or person.address in {own, by.address}:
        dossier.happen(EventKind.NOTED, by, pending.words, outcome="which_person")
        notice = Notice(
            about=NoticeAbout.WHICH_PERSON,
            summary=dossier.summary,
            words=pending.words,
            detail=pending.delegate or "",
        )
        dossier.owe(notice, by, references=_thread(case))
        return
    to = assigned(person, by)
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, used=letter)
    dossier.happen(EventKind.DELEGATED, by, pending.words, to=to.address)
    dossier.change(approver=to)
    _tell(dossier, case, Act.DELEGATE, pending, by, delegate=to)
    ask_head(dossier, to=to, delegated_by=by)


def revoke(dossier: Dossier, case: Case, letter: Letter, by: Party, words: str) -> None:
    """A head takes a decision back: before publication it is open again, afterwards it becomes a question."""
    request = dossier.request
    if request.status in {Status.PUBLISHED, Status.PUBLISHED_UNAPPROVED}:
        dossier.happen(EventKind.NOTED, by, words, asked="take_down")
        question = ConfirmDecision(summary=dossier.summary, act="take_down", words=words, at=case.now)
        pending = Pending(act="take_down", words=words, mail=case.key, at=case.sent_at)
        dossier.owe(question, by, Purpose.UNDO, pending=pending, references=_thread(case))
        return
    if request.status is not Status.AWAITING_PUBLICATION:
        dossier.happen(EventKind.NOTED, by, words, outcome="nothing_to_revoke")
        dossier.owe(Notice(about=NoticeAbout.LATE, summary=dossier.summary, words=words), by)
        return
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, Purpose.PUBLISH, Purpose.UNDO, used=letter)
    dossier.change(approval=None)
    dossier.happen(EventKind.APPROVAL_REVOKED, by, words)
    notice = Notice(about=NoticeAbout.UNDONE, summary=dossier.summary, by=by, words=words)
    dossier.owe(notice, by, references=_thread(case))
    dossier.to_requester(notice, Purpose.NONE)
    for item in dossier.request.items:
        if item.webmaster:
            dossier.owe(notice, person_party(dossier, item.webmaster))
    ask_head(dossier, to=by, changed=False)


def undo(case: Case, letter: Letter, request: Request) -> Decision:
    """«ยกเลิก» to an echo: the decision is taken back, if the echo's reader still may decide today."""
    dossier = Dossier(request, case.office, case.now, case.key)
    trouble = _undo_trouble(case, letter, request)
    if trouble is not None:
        return _explain(dossier, case, letter, trouble)
    if letter.pending is not None and letter.pending.act == "take_down":
        return _confirm_takedown(dossier, case, letter)
    words = case.mail.own_words[:400]
    action = judge(
        Act.REVOKE, _roles(case, request), secret=True, authentication=case.mail.authentication.result
    )
    if action is Action.CONFIRM and case.office.policy.confirm_unknown_sender:
        return _confirm(dossier, letter.to, _pending(case, Act.REVOKE, case.mail.verdict), case)
    if action is not Action.DO:
        return _explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
    if isinstance(letter.context, DecisionEcho) and letter.context.act == Act.APPROVE:
        revoke(dossier, case, letter, letter.to, words)
    else:
        _reopen(dossier, case, letter, letter.to, words)
    return done(dossier, Outcome.ANSWERED, "undone")


def _undo_trouble(case: Case, letter: Letter, request: Request) -> NoticeAbout | None:
    """Why this «ยกเลิก» cannot count; None when it may."""
    if case.forged:
        return NoticeAbout.NOT_AUTHENTICATED
    mine = case.sender is not None and case.sender.address == letter.to.address
    if not mine or Role.APPROVER not in _roles(case, request):
        return NoticeAbout.NOT_AUTHORISED
    if letter.used_at is not None or letter.void:
        return NoticeAbout.SECOND
    if letter.expires_at is not None and case.now > letter.expires_at:
        return NoticeAbout.EXPIRED
    return None


def _take_back(dossier: Dossier, case: Case, letter: Letter, by: Party, words: str) -> None:
    """Whatever was decided last: an approval is revoked, anything else is asked about anew."""
    last = dossier.request.last(*_DECIDED)
    refused = {EventKind.REJECTED, EventKind.REVISION_ASKED, EventKind.DELEGATED}
    if last is not None and last.kind in refused:
        _reopen(dossier, case, letter, by, words)
    else:
        revoke(dossier, case, letter, by, words)


_DECIDED = (
    EventKind.APPROVED, EventKind.REJECTED, EventKind.REVISION_ASKED, EventKind.DELEGATED,
    EventKind.DECISION_REVOKED, EventKind.APPROVAL_REVOKED,
)  # fmt: skip


def _reopen(dossier: Dossier, case: Case, letter: Letter, by: Party, words: str) -> None:
    """A rejection, a revision or a delegation is taken back: the head is asked again."""
    if dossier.request.status in {Status.REJECTED, Status.NEEDS_INFO, Status.AWAITING_APPROVAL}:
        dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, Purpose.UNDO, used=letter)
        dossier.happen(EventKind.DECISION_REVOKED, by, words)
        notice = Notice(about=NoticeAbout.UNDONE, summary=dossier.summary, by=by, words=words)
        dossier.to_requester(notice, Purpose.NONE)
        ask_head(dossier, to=by)
    else:
        dossier.owe(Notice(about=NoticeAbout.LATE, summary=dossier.summary, words=words), by)


def _confirm_takedown(dossier: Dossier, case: Case, letter: Letter) -> Decision:
    if not says_yes(case):
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="not_confirmed")
        return done(dossier, Outcome.NOTED, "not_confirmed")
    dossier.retire(case.thread, Purpose.UNDO, used=letter)
    order_takedown(dossier, "revoked", letter.pending.words if letter.pending else "")
    acknowledge_takedown(dossier)
    return done(dossier, Outcome.ANSWERED, "takedown_ordered")


def acknowledge_takedown(dossier: Dossier) -> None:
    """Tell the requester that the page is coming down."""
    dossier.to_requester(
        Notice(about=NoticeAbout.UNDONE, summary=dossier.summary, detail="take_down"), Purpose.NONE
    )


def away(dossier: Dossier, letter: Letter, case: Case) -> Decision:
    """A head's out-of-office answer shortens the wait: the deputy in force is asked as well."""
    dossier.happen(EventKind.AWAY, letter.to, case.mail.own_words[:200])
    deputy = ask_deputy(dossier, case.thread, letter.to) if dossier.request.status in _WAITING else None
    if deputy is not None:
        notice = Notice(about=NoticeAbout.AWAY, summary=dossier.summary, by=letter.to, detail=deputy.name)
        dossier.to_requester(notice, Purpose.NONE)
    return done(dossier, Outcome.AUTOMATIC, "away")
