"""A request that stands still: the webmaster says how to go on, or vouches for paper (R34)."""

from mailbot.core.authority import Act, Action, Role, judge, roles
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done, withdraw
from mailbot.core.decide.asking import first_webmaster, give_tasks, person_party
from mailbot.core.decide.intake import proceed
from mailbot.core.decide.publishing import report_task
from mailbot.core.decide.takedown import order_takedown
from mailbot.core.decide.urgent import release_urgent
from mailbot.core.dossier import Dossier
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    ConfirmDecision,
    Letter,
    Notice,
    NoticeAbout,
    Pending,
    Purpose,
)
from mailbot.core.mail import Command, WebmasterIs
from mailbot.core.request import Approval, EventKind, Request, Status

_WAITS_FOR_FILES = frozenset({Status.NEEDS_FILES, Status.NEEDS_INFO})


def attend(case: Case, letter: Letter | None, request: Request) -> Decision:
    """A webmaster's word about a request that stands still, or waits for files."""
    dossier = Dossier(request, case.office, case.now, case.key)
    who = _charged(case, request)
    secret = case.holds(letter, Purpose.ATTEND)
    command = case.mail.command
    act = Act.VOUCH if command is Command.PAPER_APPROVED else Act.RELEASE
    action = judge(act, who, secret=secret, authentication=case.mail.authentication.result)
    if action is Action.CONFIRM:
        return _confirm_attendance(dossier, case)
    if action is not Action.DO:
        return _refused(dossier, case)
    bound = letter.content_hash if letter is not None and act is Act.VOUCH else ""
    if bound and bound != request.content_hash:
        return _other_content(dossier, case)
    return _attended(dossier, case, command)


def _charged(case: Case, request: Request) -> frozenset[Role]:
    """The sender's roles; a webmaster only on the own sites, the main site's on all (R21, R34)."""
    who = roles(case.office, case.sender, request, case.now.date())
    main = {site.id for site in case.office.sites_of(case.by.address)} & {case.office.main_site.id}
    return who if Role.SITE_WEBMASTER in who or main else who - {Role.WEBMASTER}


def _refused(dossier: Dossier, case: Case) -> Decision:
    """Nothing changes; who is on record is told, without being shown what is none of theirs."""
    about = NoticeAbout.NOT_AUTHORISED
    dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome=about.value)
    if case.sender is not None and not case.forged:
        who_may = first_webmaster(dossier).name
        notice = Notice(about=about, words=case.mail.own_words[:400], detail=who_may)
        dossier.owe(notice, case.by, references=case.thread_id)
    return done(dossier, Outcome.NOTED, about.value)


def _confirm_attendance(dossier: Dossier, case: Case) -> Decision:
    command = case.mail.command
    pending = Pending(
        act=f"attend:{command.value if command else ''}",
        words=case.mail.own_words[:400],
        mail=case.key,
        at=case.sent_at,
    )
    question = ConfirmDecision(
        summary=dossier.summary, act=command.value if command else "", words=pending.words, at=case.sent_at
    )
    bound = dossier.request.content_hash
    dossier.owe(question, case.by, Purpose.CONFIRM, content_hash=bound, pending=pending)
    return done(dossier, Outcome.ANSWERED, "confirmation_asked")


def confirm_attendance(case: Case, letter: Letter, request: Request) -> Decision:
    """The webmaster confirms what was asked back."""
    from mailbot.core.decide.confirming import says_yes

    dossier = Dossier(request, case.office, case.now, case.key)
    pending = letter.pending
    in_office = Role.WEBMASTER in _charged(case, request)
    right = case.holds(letter, Purpose.CONFIRM) and in_office and not case.forged
    if pending is None or not right or not says_yes(case):
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="not_confirmed")
        return done(dossier, Outcome.NOTED, "not_confirmed")
    dossier.retire(case.thread, Purpose.CONFIRM, used=letter)
    command = Command(pending.act.removeprefix("attend:"))
    if command is Command.PAPER_APPROVED and letter.content_hash != request.content_hash:
        return _other_content(dossier, case)
    return _attended(dossier, case, command)


def _other_content(dossier: Dossier, case: Case) -> Decision:
    """Ink is on what was printed: whoever vouches for it vouches for that content only (R23, R34)."""
    about = NoticeAbout.SUPERSEDED
    dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome=about.value)
    notice = Notice(about=about, summary=dossier.summary, words=case.mail.own_words[:400], detail="attention")
    dossier.owe(notice, case.by, Purpose.ATTEND, content_hash=dossier.request.content_hash)
    return done(dossier, Outcome.ANSWERED, about.value)


def _attended(dossier: Dossier, case: Case, command: Command | None) -> Decision:
    request = dossier.request
    if command is Command.PAPER_APPROVED:
        return vouch(dossier, case)
    if command is Command.FILES_ARRIVED and request.status in _WAITS_FOR_FILES:
        dossier.happen(EventKind.FILES_ARRIVED, case.by, case.mail.own_words[:400])
        proceed(dossier, case)
        return done(dossier, Outcome.ANSWERED, "files_arrived")
    if command is Command.TAKE_DOWN:
        order_takedown(dossier, "asked", case.mail.own_words[:400])
        return done(dossier, Outcome.ANSWERED, "takedown_ordered")
    if command is Command.WITHDRAW:
        return withdraw(dossier, case)
    if command in {Command.PROCEED, Command.YES}:
        return _proceed(dossier, case)
    if case.mail.webmaster.is_ is not WebmasterIs.UNCLEAR:
        word = case.mail.webmaster
        return report_task(case, request, word, letter=None, words=case.mail.own_words)
    notice = Notice(
        about=NoticeAbout.UNCLEAR,
        summary=dossier.summary,
        words=case.mail.own_words[:400],
        detail="attention",
    )
    dossier.happen(EventKind.UNCLEAR, case.by, case.mail.own_words[:400])
    dossier.owe(notice, case.by, Purpose.ATTEND)
    return done(dossier, Outcome.ANSWERED, "unclear_attendance")


def _proceed(dossier: Dossier, case: Case) -> Decision:
    """The webmaster lets the request go on; an urgent one may be published first (R30: PB decides)."""
    asked_urgent = any(event.data.get("urgent") == "barred" for event in dossier.request.events)
    if dossier.request.status is Status.AWAITING_APPROVAL and asked_urgent:
        release_urgent(dossier, case, by=case.by)
        return done(dossier, Outcome.ANSWERED, "urgent_released")
    if dossier.request.status is not Status.ON_HOLD:
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="late")
        return done(dossier, Outcome.NOTED, "late")
    dossier.change(hold_reason=None, unclear_rounds=0)
    dossier.happen(EventKind.RELEASED, case.by, case.mail.own_words[:400])
    proceed(dossier, case)
    return done(dossier, Outcome.ANSWERED, "released")


def vouch(dossier: Dossier, case: Case) -> Decision:
    """A paper approval counts because the webmaster says so, and is marked as paper for ever (R34)."""
    request = dossier.request
    open_to_paper = {
        Status.RECEIVED, Status.NEEDS_INFO, Status.NEEDS_FILES, Status.ON_HOLD, Status.AWAITING_APPROVAL,
        Status.URGENT_RELEASED, Status.PUBLISHED_UNAPPROVED,
    }  # fmt: skip
    if case.by.address == request.requester.address and not case.office.policy.self_approval:
        about = NoticeAbout.SELF_APPROVAL  # nobody vouches for the ink on the own request (Q2)
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome=about.value)
        dossier.owe(Notice(about=about, summary=dossier.summary, by=case.by), case.by)
        return done(dossier, Outcome.NOTED, about.value)
    if request.status not in open_to_paper:
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="late")
        return done(dossier, Outcome.NOTED, "late")
    unit = case.office.unit(request.unit)
    head = unit.head if unit else None
    approver = request.approver or person_party(dossier, head or case.by.address)
    dossier.change(
        approval=Approval(
            mode="paper",
            by=approver,
            at=case.sent_at,
            content_hash=request.content_hash,
            words=case.mail.own_words[:400],
            mail=case.key,
            vouched_by=case.by,
        ),
        missing=(),
    )
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM)
    was = request.status
    dossier.happen(
        EventKind.APPROVED, approver, case.mail.own_words[:400], mode="paper", vouched=case.by.address
    )
    from mailbot.core.letters import DecisionNotice

    notice = DecisionNotice(summary=dossier.summary, act="approve", by=approver, at=case.sent_at, paper=True)
    dossier.to_requester(notice)
    if was not in {Status.URGENT_RELEASED, Status.PUBLISHED_UNAPPROVED}:
        give_tasks(dossier)
    return done(dossier, Outcome.ANSWERED, "paper_approved")
