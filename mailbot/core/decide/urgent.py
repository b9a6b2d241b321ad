"""The urgent branch (R30, R31): both conditions, the question for them, publishing before approval."""

from typing import Literal

from mailbot.core.case import Case
from mailbot.core.decide.asking import acknowledge, ask_head, first_webmaster, give_tasks
from mailbot.core.dossier import Dossier
from mailbot.core.letters import (
    Attention,
    Purpose,
    UrgentQuestion,
)
from mailbot.core.needs import missing_for_urgent
from mailbot.core.request import (
    EventKind,
    Party,
    Request,
)


def urgent_state(request: Request, case: Case) -> Literal["no", "ask", "barred", "grant"]:
    """Where the request stands with the urgent branch: both conditions of R30, and not a barred category."""
    fields = request.fields
    if not fields.urgent or request.urgent:
        return "no"
    if fields.no_stakeholder_impact is False or set(case.office.policy.urgent_barred) & set(
        fields.categories
    ):
        return "barred"
    return "ask" if missing_for_urgent(fields) else "grant"


def urgent_question(dossier: Dossier, *, barred: bool) -> None:
    """Ask for the conditions, or say that the branch is not open; once. The webmaster may open it (R30)."""
    if any(event.data.get("urgent") for event in dossier.request.events):
        return
    missing = missing_for_urgent(dossier.request.fields)
    dossier.happen(EventKind.NOTED, None, urgent="barred" if barred else "asked")
    dossier.to_requester(UrgentQuestion(summary=dossier.summary, missing=missing, barred=barred))
    if barred:
        attention = Attention(summary=dossier.summary, why="urgent_barred")
        dossier.owe(attention, first_webmaster(dossier), Purpose.ATTEND)


def release_urgent(dossier: Dossier, case: Case, by: Party | None = None) -> None:
    """Publish first, the approval is owed (R31): webmaster and head are asked at the same time."""
    dossier.change(urgent=True)
    reason = dossier.request.fields.urgent_reason or ""
    dossier.happen(EventKind.URGENT_RELEASED, by or dossier.request.requester, reason)
    give_tasks(dossier, owed=True)
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM)
    ask_head(dossier)
    acknowledge(dossier)
