"""An undeliverable letter of ours: who must know is told, and nobody waits for an answer that cannot come."""

from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done
from mailbot.core.decide.asking import first_webmaster
from mailbot.core.dossier import Dossier
from mailbot.core.ledger import Outcome
from mailbot.core.letters import Attention, Letter, LetterState, Notice, NoticeAbout, Purpose
from mailbot.core.request import EventKind, Request


def bounced(case: Case, letter: Letter | None, request: Request | None) -> Decision:
    """A delivery status (RFC 3464), matched to the letter whose Message-ID it names."""
    bounce = case.mail.bounce
    permanent = bounce is None or bounce.permanent
    if letter is None or not permanent:
        return Decision(outcome=Outcome.BOUNCE, reason="bounce" if permanent else "delayed")
    if letter.state is LetterState.DEAD:
        return Decision(outcome=Outcome.BOUNCE, reason="undeliverable_again")  # said once is enough
    detail = (bounce.diagnostic if bounce else "")[:400]
    dead = letter.model_copy(update={"state": LetterState.DEAD, "error": detail or "undeliverable"})
    if request is None:
        return Decision(outcome=Outcome.BOUNCE, reason="undeliverable", letters=(dead,))
    dossier = Dossier(request, case.office, case.now, case.key)
    dossier.happen(EventKind.UNDELIVERABLE, None, detail, to=letter.to.address, letter=letter.id)
    webmaster = first_webmaster(dossier)
    if letter.purpose is Purpose.DECIDE and letter.to.address != webmaster.address:
        attention = Attention(
            summary=dossier.summary, why="undeliverable", detail=letter.to.address, words=detail
        )
        dossier.owe(attention, webmaster, Purpose.ATTEND)
        notice = Notice(about=NoticeAbout.UNDELIVERABLE, summary=dossier.summary, detail=letter.to.name)
        dossier.to_requester(notice, Purpose.NONE)
    decided = done(dossier, Outcome.BOUNCE, "undeliverable")
    return Decision(
        outcome=decided.outcome,
        reason=decided.reason,
        requests=decided.requests,
        letters=(dead, *decided.letters),
    )
