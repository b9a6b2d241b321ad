"""What is done with an answer that does not count by itself: explained, or confirmed once.

A forger never gets a letter; the address on record does. Nothing here carries a decision out.
"""

from datetime import timedelta

from mailbot.core.authority import Act, Role, approvers, roles
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done
from mailbot.core.decide.asking import ask_head
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
from mailbot.core.mail import Verdict, VerdictIs
from mailbot.core.request import EventKind, Party, Request, Status

WAITING = frozenset({Status.AWAITING_APPROVAL, Status.URGENT_RELEASED, Status.PUBLISHED_UNAPPROVED})
"""States in which a head's decision is waited for."""
_CLOCKS_DIFFER = timedelta(hours=1)
"""By so much the head's clock may be behind ours."""
_CONCERNED = frozenset({Role.APPROVER, Role.REQUESTER, Role.SITE_WEBMASTER})


def roles_in(case: Case, request: Request) -> frozenset[Role]:
    """Everything the sender is to this request, today."""
    return roles(case.office, case.sender, request, case.now.date())


def explain(dossier: Dossier, case: Case, letter: Letter, about: NoticeAbout) -> Decision:
    """Nothing changes; who must know is told. A forger never gets a letter: the address on record does."""
    words = case.mail.own_words[:400]
    dossier.happen(EventKind.NOTED, case.by, words, outcome=about.value)
    notice = Notice(about=about, summary=dossier.summary, by=case.by, words=words, at=case.now)
    if about is NoticeAbout.NOT_AUTHENTICATED:
        if _serves(dossier, letter.to):
            dossier.owe(notice, letter.to)
    elif case.sender is not None:
        # Whoever has nothing to do with it (any more) does not see what it has become.
        shown = dossier.summary if roles_in(case, dossier.request) & _CONCERNED else None
        dossier.owe(notice.model_copy(update={"summary": shown}), case.by, references=case.thread_id)
    still_open = dossier.request.status in WAITING
    if about is NoticeAbout.EXPIRED and still_open:
        ask_head(dossier, references=case.thread_id)
    if about in {NoticeAbout.NOT_AUTHORISED, NoticeAbout.SELF_APPROVAL} and still_open:
        _ask_who_may(dossier, letter)
    return done(dossier, Outcome.NOTED, about.value)


def _serves(dossier: Dossier, who: Party) -> bool:
    person = dossier.office.person(who.address)
    return person is not None and person.serves(dossier.now.date())


def _ask_who_may(dossier: Dossier, letter: Letter) -> None:
    """The letter's reader may not decide any more (left, no longer acting): the one who may is asked."""
    allowed = approvers(dossier.office, dossier.request, dossier.now.date())
    if allowed and letter.to.address not in {party.address for party in allowed}:
        ask_head(dossier, to=allowed[0])


def pending_of(case: Case, act: Act, verdict: Verdict) -> Pending:
    """What the head's words ask to have done, as kept until it is confirmed or carried out."""
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


def in_doubt(case: Case, letter: Letter) -> bool:
    """Whether an authentic mail may be no answer to this letter; then the head is asked once, not refused.

    What answers another mail, with our letter's secret beside it: the head's «อนุมัติ» was perhaps for that
    other mail. What says that it was written before the letter: an authentic mail can be sent again by
    anybody who has one, its signed date stays; but a clock may be wrong.
    """
    if case.beside:
        return True
    return case.mail.date is None or case.mail.date < letter.owed_at - _CLOCKS_DIFFER


def ask_to_confirm(dossier: Dossier, to: Party, pending: Pending, case: Case) -> Decision:
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
        references=case.thread_id,
    )
    return done(dossier, Outcome.ANSWERED, "confirmation_asked")


def says_yes(case: Case) -> bool:
    """A yes to a question that can only be answered yes or no."""
    from mailbot.core.mail import Command

    return case.mail.command in {Command.YES, Command.CERTIFY} or case.mail.verdict.is_ is VerdictIs.APPROVE
