"""What a request asks of people: each function owes one kind of letter, and records that it was asked.

Nothing here decides what comes next; see ``intake.proceed``.
"""

from mailbot.core.authority import approvers, delegate_of, deputies
from mailbot.core.dossier import Dossier, row
from mailbot.core.letters import (
    Acknowledgement,
    ApprovalRequest,
    Attention,
    Letter,
    Notice,
    NoticeAbout,
    Purpose,
    Task,
)
from mailbot.core.merge import (
    Merged,
)
from mailbot.core.request import (
    EventKind,
    Need,
    Party,
    Request,
    Status,
)

CHECKLIST = ("files_open", "topic_matches", "source_given", "personal_data", "period")


def acknowledge(dossier: Dossier, merged: Merged | None = None, replaces: str | None = None) -> None:
    """To the requester: what was understood, what is missing, what happens next (S12).

    Files that were said to come another way are waited for, not asked for; whoever has certified is not
    asked to certify again, only whether what was guessed is right.
    """
    request = dossier.request
    said = {
        Need.FILES: request.status is Status.NEEDS_FILES,
        Need.CERTIFY: request.fields.certify and bool(request.suggestions),
    }
    older = (merged.older or {}) if merged else {}
    dossier.to_requester(
        Acknowledgement(
            summary=dossier.summary,
            missing=tuple(need for need in request.missing if not said.get(need)),
            suggestions=tuple(
                row(name, getattr(request.fields, name), request.found.get(name))
                for name in request.suggestions
            ),
            contradictions=tuple(
                row(name, getattr(request.fields, name), None).model_copy(update={"words": str(value)})
                for name, value in older.items()
            ),
            approver=request.approver,
            updated=merged is not None,
            merged=merged.changed if merged else (),
            replaces=replaces,
        )
    )


def webmasters_of(dossier: Dossier) -> list[Party]:
    """Everybody who will put up a part of the request, each once."""
    addresses = dict.fromkeys(item.webmaster for item in dossier.request.items if item.webmaster)
    return [person_party(dossier, address) for address in addresses]


def person_party(dossier: Dossier, address: str) -> Party:
    """The person on record behind an address, as a party."""
    person = dossier.office.person(address)
    if person is None:
        return Party(address=address)
    return Party(address=person.address, name=person.name, position=person.position, order=person.order)


def first_webmaster(dossier: Dossier) -> Party:
    """Who looks after the request: the first site's webmaster, else the main site's."""
    found = webmasters_of(dossier)
    return found[0] if found else person_party(dossier, dossier.office.webmasters[0])


def hold(dossier: Dossier, why: str, detail: str, words: str = "") -> None:
    """Bring in a person: the request stands still until the webmaster says how to go on."""
    dossier.change(hold_reason=why)
    dossier.happen(EventKind.HELD, None, detail, why=why)
    dossier.owe(
        Attention(summary=dossier.summary, why=why, detail=detail, words=words),
        first_webmaster(dossier),
        Purpose.ATTEND,
    )
    dossier.to_requester(Notice(about=NoticeAbout.HELD, summary=dossier.summary, detail=why), Purpose.NONE)


def live_decisions(thread: tuple[Letter, ...], request: Request) -> list[Letter]:
    """The approval letters of this request that may still be answered."""
    return [
        letter
        for letter in thread
        if letter.request == request.number and letter.purpose is Purpose.DECIDE and not letter.void
    ]


def ask_head(  # the reasons to ask a head are what they are
    dossier: Dossier,
    *,
    to: Party | None = None,
    changed: bool = False,
    reminder: int = 0,
    escalated: bool = False,
    delegated_by: Party | None = None,
    unclear: str = "",
    references: tuple[str, ...] = (),
) -> None:
    """Owe the approval letter to who may decide, bound to exactly this content."""
    request = dossier.request
    approver = to or delegate_of(request) or approvers(dossier.office, request, dossier.now.date())[0]
    owed_since = request.received_at if request.urgent else None
    if not escalated:
        dossier.change(approver=approver)
    if not reminder and not unclear and not escalated:
        dossier.change(approval_asked_at=dossier.now)
        dossier.happen(EventKind.APPROVAL_ASKED, None, approver.name, to=approver.address)
    dossier.owe(
        ApprovalRequest(
            summary=dossier.summary,
            approver=approver,
            content_hash=request.content_hash,
            reminder=reminder,
            escalated=escalated,
            owed_since=owed_since,
            changed=changed,
            delegated_by=delegated_by,
            unclear=unclear,
        ),
        approver,
        Purpose.DECIDE,
        files=request.content_files,
        papers=("form",),
        content_hash=request.content_hash,
        references=references,
    )


def ask_deputy(dossier: Dossier, thread: tuple[Letter, ...], head: Party) -> Party | None:
    """Ask the first deputy in force who has not been asked yet; None when there is nobody more to ask."""
    request, office, today = dossier.request, dossier.office, dossier.now.date()
    asked = {letter.to.address for letter in live_decisions(thread, request)} | {head.address}
    for deputy in deputies(office, request, today):
        if deputy.address not in asked:
            dossier.happen(EventKind.ESCALATED, None, deputy.name, to=deputy.address)
            ask_head(dossier, to=deputy, escalated=True)
            return deputy
    return None


def give_tasks(dossier: Dossier, *, owed: bool = False, reminder: int = 0) -> None:
    """Hand every site's webmaster the complete package (R24)."""
    items = []
    for item in dossier.request.items:
        given = item
        if item.published_at is None:
            given = item.model_copy(update={"given_at": item.given_at or dossier.now})
        items.append(given)
    dossier.change(items=tuple(items))
    if not reminder:
        dossier.happen(EventKind.TASK_GIVEN)
    for item in dossier.request.items:
        site = dossier.office.site(item.site)
        if item.published_at is None and item.webmaster and site is not None:
            dossier.owe(
                Task(
                    summary=dossier.summary,
                    site=site.id,
                    site_address=site.address,
                    approval=dossier.request.approval,
                    owed=owed,
                    publish_from=dossier.request.fields.publish_from,
                    publish_until=dossier.request.fields.publish_until,
                    reminder=reminder,
                    checklist=CHECKLIST,
                ),
                person_party(dossier, item.webmaster),
                Purpose.PUBLISH,
                files=dossier.request.content_files,
                papers=("form",),
                content_hash=dossier.request.content_hash,
            )
