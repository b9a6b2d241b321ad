"""A head takes a decision back: open again before publication, a take-down question afterwards."""

from mailbot.core.authority import Act, Action, Role, judge
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done
from mailbot.core.decide.asking import ask_head, person_party
from mailbot.core.decide.confirming import ask_to_confirm, explain, in_doubt, pending_of, roles_in, says_yes
from mailbot.core.decide.takedown import order_takedown
from mailbot.core.dossier import Dossier
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    ConfirmDecision,
    DecisionEcho,
    Letter,
    Notice,
    NoticeAbout,
    Pending,
    Purpose,
)
from mailbot.core.request import EventKind, Party, Request, Status

_BACK_AT_WORK = frozenset({Status.NEEDS_INFO, Status.NEEDS_FILES, Status.ON_HOLD})
"""Where an approved request can lie again before it is published, with its approval."""


def revoke(dossier: Dossier, case: Case, letter: Letter, by: Party, words: str) -> None:
    """A head takes a decision back: before publication it is open again, afterwards it becomes a question."""
    request = dossier.request
    if request.status in {Status.PUBLISHED, Status.PUBLISHED_UNAPPROVED, Status.TAKEDOWN_ASKED}:
        dossier.happen(EventKind.NOTED, by, words, asked="take_down")
        question = ConfirmDecision(summary=dossier.summary, act="take_down", words=words, at=case.now)
        pending = Pending(act="take_down", words=words, mail=case.key, at=case.sent_at)
        dossier.owe(question, by, Purpose.UNDO, pending=pending, references=case.thread_id)
        return
    if request.status in _BACK_AT_WORK and request.approval is not None:
        _forget_approval(dossier, case, letter, by, words)
        return
    if request.status is not Status.AWAITING_PUBLICATION:
        dossier.happen(EventKind.NOTED, by, words, outcome="nothing_to_revoke")
        dossier.owe(Notice(about=NoticeAbout.LATE, summary=dossier.summary, words=words), by)
        return
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, Purpose.PUBLISH, Purpose.UNDO, used=letter)
    dossier.change(approval=None)
    dossier.happen(EventKind.APPROVAL_REVOKED, by, words)
    notice = Notice(about=NoticeAbout.UNDONE, summary=dossier.summary, by=by, words=words)
    dossier.owe(notice, by, references=case.thread_id)
    dossier.to_requester(notice, Purpose.NONE)
    for item in dossier.request.items:
        if item.webmaster:
            dossier.owe(notice, person_party(dossier, item.webmaster))
    ask_head(dossier, to=by, changed=False)


def _forget_approval(dossier: Dossier, case: Case, letter: Letter, by: Party, words: str) -> None:
    """What the webmaster sent back keeps its approval for the same content (R23), unless its head says no."""
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, Purpose.UNDO, used=letter)
    dossier.change(approval=None)
    dossier.happen(EventKind.APPROVAL_REVOKED, by, words)
    notice = Notice(about=NoticeAbout.UNDONE, summary=dossier.summary, by=by, words=words)
    dossier.owe(notice, by, references=case.thread_id)
    dossier.to_requester(notice)


def undo(case: Case, letter: Letter, request: Request) -> Decision:
    """«ยกเลิก» to an echo: the decision is taken back, if the echo's reader still may decide today."""
    dossier = Dossier(request, case.office, case.now, case.key)
    trouble = _undo_trouble(case, letter, request)
    if trouble is not None:
        return explain(dossier, case, letter, trouble)
    if letter.pending is not None and letter.pending.act == "take_down":
        return _confirm_takedown(dossier, case, letter)
    words = case.mail.own_words[:400]
    action = judge(
        Act.REVOKE, roles_in(case, request), secret=True, authentication=case.mail.authentication.result
    )
    if action is Action.DO and in_doubt(case, letter):
        action = Action.CONFIRM
    if action is Action.CONFIRM and case.office.policy.confirm_unknown_sender:
        return ask_to_confirm(dossier, letter.to, pending_of(case, Act.REVOKE, case.mail.verdict), case)
    if action is not Action.DO:
        return explain(dossier, case, letter, NoticeAbout.NOT_AUTHENTICATED)
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
    if not mine or Role.APPROVER not in roles_in(case, request):
        return NoticeAbout.NOT_AUTHORISED
    if letter.used_at is not None or letter.void:
        return NoticeAbout.SECOND
    if letter.expires_at is not None and case.now > letter.expires_at:
        return NoticeAbout.EXPIRED
    return None


def take_back(dossier: Dossier, case: Case, letter: Letter, by: Party, words: str) -> None:
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
