"""A request that was only observed becomes real: everybody it concerns hears of it for the first time."""

from datetime import datetime

from mailbot.core.decide.asking import acknowledge, ask_head, give_tasks, hold
from mailbot.core.dossier import Dossier
from mailbot.core.letters import Letter, LetterState
from mailbot.core.office import Office
from mailbot.core.request import EventKind, Request, Status

NEVER_SENT = "only observed"
CAUSE = "observed"


def never_sent(letter: Letter) -> Letter:
    """The letter as it is to stand on record: it was written, and went to nobody."""
    return letter.model_copy(
        update={"state": LetterState.DROPPED, "sent_at": None, "void": True, "error": NEVER_SENT}
    )


def begin(request: Request, office: Office, now: datetime) -> Dossier:
    """Where the request stands, said anew as of ``now``; all periods run from here."""
    dossier = Dossier(request, office, now, None)
    dossier.happen(EventKind.NOTED, None, begun=CAUSE)
    if request.status is Status.AWAITING_APPROVAL:
        ask_head(dossier, to=request.approver)
        acknowledge(dossier)
    elif request.status is Status.NEEDS_INFO:
        dossier.happen(EventKind.INFO_MISSING, None, ", ".join(request.missing))
        acknowledge(dossier)
    elif request.status is Status.NEEDS_FILES:
        dossier.happen(EventKind.FILES_AWAITED)
        acknowledge(dossier)
    elif request.status is Status.ON_HOLD:
        held = request.last(EventKind.HELD)
        hold(dossier, request.hold_reason or "", held.note if held else "")
    elif request.status in {Status.URGENT_RELEASED, Status.AWAITING_PUBLICATION}:
        dossier.change(items=tuple(item.model_copy(update={"given_at": None}) for item in request.items))
        give_tasks(dossier, owed=request.urgent)
        if request.approval is None:
            ask_head(dossier, to=request.approver)
        acknowledge(dossier)
    return dossier
