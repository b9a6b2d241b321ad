"""Taking a page down, for whatever reason (R15, R31, Q7): asked for by the requester, ordered, reminded of.

What a head has approved comes down with a head's approval too. What may do harm while it is up is put before
the webmaster at the same time; ``deciding_takedown.py`` reads the head's answer.
"""

import hashlib
from datetime import date

from mailbot.core.authority import approvers, deputies
from mailbot.core.decide.asking import person_party
from mailbot.core.dossier import Dossier
from mailbot.core.language.takedowns import is_urgent_wrong
from mailbot.core.letters import ApprovalRequest, Attention, Letter, Notice, NoticeAbout, Purpose, TakeDown
from mailbot.core.request import EventKind, Item, Party, Request, Status


def order_takedown(dossier: Dossier, why: str, reason: str = "") -> None:
    """Record the order and tell every webmaster who has put it up. ``why``: as in ``TakeDown.why``."""
    dossier.happen(EventKind.TAKEDOWN_ORDERED, None, reason, why=why)
    owe_takedowns(dossier, why, reason=reason)


def owe_takedowns(
    dossier: Dossier, why: str, *, due: date | None = None, reason: str = "", reminder: int = 0
) -> None:
    """Owe the letter about each item that is still up to its webmaster."""
    for item in still_up(dossier.request):
        if item.webmaster:
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


def still_up(request: Request) -> tuple[Item, ...]:
    """The items that were published and not taken down."""
    return tuple(item for item in request.items if item.published_at and not item.taken_down_at)


# --- asked for by the requester -----------------------------------------------------------------------


def ask_takedown(dossier: Dossier, by: Party, words: str) -> str:
    """A requester wants it down (Q7). Returns a short name of what followed, for the ledger.

    Published with approval: the head decides. An urgent wrong, or nobody to decide: the webmaster hears of it
    at once. Published before its approval, or ordered down already: the webmaster alone.
    """
    request = dossier.request
    deciding = approvers(dossier.office, request, dossier.now.date())
    if request.status not in {Status.PUBLISHED, Status.TAKEDOWN_ASKED} or not deciding:
        dossier.happen(EventKind.NOTED, by, words, asked="take_down")
        _tell_webmasters(dossier, by, words)
        return "takedown_asked"
    again = request.status is Status.TAKEDOWN_ASKED
    dossier.happen(EventKind.NOTED if again else EventKind.TAKEDOWN_ASKED, by, words)
    if is_urgent_wrong(words):
        _tell_webmasters(dossier, by, words)
    if not again:
        dossier.change(unclear_rounds=0)
        ask_takedown_head(dossier, deciding[0])
    head = dossier.request.approver
    dossier.to_requester(
        Notice(about=NoticeAbout.TAKEDOWN_ASKED, summary=dossier.summary, by=head), Purpose.COMPLETE
    )
    return "takedown_asked"


def _tell_webmasters(dossier: Dossier, by: Party, words: str) -> None:
    attention = Attention(summary=dossier.summary, why="takedown_asked", detail=by.name, words=words)
    for address in dict.fromkeys(item.webmaster for item in dossier.request.items if item.webmaster):
        dossier.owe(attention, person_party(dossier, address), Purpose.ATTEND)


def takedown_hash(request: Request) -> str:
    """What a head decides on: that this content, asked about at this moment, comes down."""
    asked = request.last(EventKind.TAKEDOWN_ASKED)
    moment = f"{asked.at.timestamp():.6f}" if asked else ""
    return hashlib.sha256(f"take_down\n{request.content_hash}\n{moment}".encode()).hexdigest()


def ask_takedown_head(  # the reasons to ask a head are what they are
    dossier: Dossier,
    to: Party,
    *,
    reminder: int = 0,
    escalated: bool = False,
    unclear: str = "",
    references: tuple[str, ...] = (),
) -> None:
    """Owe the letter that asks whether it may come down, bound to this very question."""
    asked = dossier.request.last(EventKind.TAKEDOWN_ASKED)
    if not escalated:
        dossier.change(approver=to)
    bound = takedown_hash(dossier.request)
    letter = ApprovalRequest(
        summary=dossier.summary,
        approver=to,
        content_hash=bound,
        reminder=reminder,
        escalated=escalated,
        unclear=unclear,
        action="take_down",
        reason=asked.note if asked else "",
        items=still_up(dossier.request),
    )
    dossier.owe(letter, to, Purpose.DECIDE, content_hash=bound, references=references)


def ask_takedown_deputy(dossier: Dossier, thread: tuple[Letter, ...]) -> Party | None:
    """The head does not answer: the first deputy in force who was not asked yet; None when there is none."""
    bound = takedown_hash(dossier.request)
    asked = {letter.to.address for letter in thread if letter.content_hash == bound and not letter.void}
    for deputy in deputies(dossier.office, dossier.request, dossier.now.date()):
        if deputy.address not in asked:
            dossier.happen(EventKind.ESCALATED, None, deputy.name, to=deputy.address)
            ask_takedown_head(dossier, deputy, escalated=True)
            return deputy
    return None
