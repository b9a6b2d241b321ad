"""Taking a page down: the order to whoever put it up, for whatever reason (R15, R31, Q7)."""

from datetime import date

from mailbot.core.decide.intake import person_party
from mailbot.core.dossier import Dossier
from mailbot.core.letters import Purpose, TakeDown
from mailbot.core.request import EventKind


def order_takedown(dossier: Dossier, why: str, reason: str = "") -> None:
    """Record the order and tell every webmaster who has put it up. ``why``: as in ``TakeDown.why``."""
    dossier.happen(EventKind.TAKEDOWN_ORDERED, None, reason, why=why)
    owe_takedowns(dossier, why, reason=reason)


def owe_takedowns(
    dossier: Dossier, why: str, *, due: date | None = None, reason: str = "", reminder: int = 0
) -> None:
    """Owe the letter about each item that is still up to its webmaster."""
    for item in dossier.request.items:
        if item.webmaster and item.published_at and not item.taken_down_at:
            site = dossier.office.site(item.site)
            order = TakeDown(
                summary=dossier.summary,
                site=site.address if site else item.site,
                items=(item,),
                why=why,
                due=due,
                reason=reason,
                reminder=reminder,
            )
            dossier.owe(order, person_party(dossier, item.webmaster), Purpose.PUBLISH)
