"""Requests come in and are made complete: opening, answers that merge, and what happens next.

``proceed`` is the one place that decides what a request needs now; whatever changed it comes here.
"""

from typing import Literal

from mailbot.core.authority import approvers, delegate_of, deputies
from mailbot.core.case import Case, Decision
from mailbot.core.decide.sites import items_for
from mailbot.core.dossier import Dossier, row
from mailbot.core.language.units import resolve_unit
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    Acknowledgement,
    ApprovalRequest,
    Attention,
    Letter,
    Notice,
    NoticeAbout,
    Purpose,
    Task,
    UrgentQuestion,
)
from mailbot.core.mail import Command, Mail
from mailbot.core.merge import (
    Merged,
    add_files,
    complete_from,
    confirm_suggestions,
    files_of,
    known_of,
    suggested,
)
from mailbot.core.needs import comes_outside_mail, missing_for_urgent, missing_needs
from mailbot.core.request import (
    EventKind,
    Fields,
    File,
    Need,
    Party,
    Request,
    Status,
)

CHECKLIST = ("files_open", "topic_matches", "source_given", "personal_data", "period")


def open_request(case: Case, *, requester: Party | None = None, reason: str = "new_request") -> Decision:
    """A new request, taken as far as it goes at once."""
    mail = case.mail
    who = requester or case.by
    known = known_of(case.office.person(who.address), case.office, case.earlier)
    merged = complete_from(known, mail.fields, dict(mail.found))
    unit = _unit_of(case, merged.fields, who)
    request = Request(
        month=_month(case),
        number=case.number,
        requester=_named(who, merged.fields),
        unit=unit,
        received_at=case.now,
        fields=merged.fields,
        found=merged.found,
        files=files_of(mail, case.key),
        suggestions=suggested(merged.found),
        items=items_for(case.office, merged.fields),
        original_sender=mail.forwarded.sender if mail.forwarded else None,
        speed=mail.speed,
        warnings=_warnings(mail),
        references=(mail.message_id,) if mail.message_id and requester is None else (),
        follows=None,
    )
    dossier = Dossier(request, case.office, case.now, case.key)
    dossier.happen(EventKind.RECEIVED, case.by, channel="email", headline=request.title)
    if mail.secrecy:
        hold(dossier, "secrecy", mail.secrecy)
    else:
        proceed(dossier, case, first=True)
    return _done(dossier, Outcome.OPENED, reason)


def _done(dossier: Dossier, outcome: Outcome, reason: str) -> Decision:
    return Decision(
        outcome=outcome, reason=reason, requests=(dossier.request,), letters=tuple(dossier.letters)
    )


def _warnings(mail: Mail) -> tuple[str, ...]:
    """What people are told of the mail; who first wrote what was forwarded is one of it (R32)."""
    sender = mail.forwarded.sender if mail.forwarded else None
    return (*mail.warnings, f"original_sender:{sender}") if sender else mail.warnings


def _month(case: Case) -> str:
    from mailbot.core.calendar import WorkCalendar

    return WorkCalendar.of(case.office).month(case.now)


def _named(who: Party, fields: Fields) -> Party:
    """A stranger who was admitted is called as the mail says."""
    return who if who.name else who.model_copy(update={"name": fields.name or who.address})


def _unit_of(case: Case, fields: Fields, who: Party) -> str | None:
    """The unit whose head decides: the directory's word, else what the mail names."""
    person = case.office.person(who.address)
    if person is not None and person.unit is not None:
        return person.unit
    return resolve_unit(fields.unit, case.vocabulary) if fields.unit else None


def proceed(
    dossier: Dossier,
    case: Case,
    *,
    first: bool = False,
    merged: Merged | None = None,
) -> None:
    """Work out what the request needs now, record it, and owe the letters for it."""
    request = dossier.request
    missing = _missing(request)
    urgent = urgent_state(request, case)
    replaces = case.similar.number if first and case.similar else None
    if not approvers(case.office, request, case.now.date()) and Need.UNIT not in missing:
        _nobody_decides(dossier)
        return
    dossier.change(missing=missing)
    if missing:
        dossier.happen(EventKind.INFO_MISSING, None, ", ".join(missing))
        acknowledge(dossier, merged, replaces)
    elif comes_outside_mail(request.fields) and not _files_here(request):
        _await_files(dossier, merged)
    elif urgent == "grant":
        release_urgent(dossier, case)
    else:
        _complete(dossier, case, merged, replaces)
    if urgent in {"ask", "barred"}:
        _urgent_question(dossier, barred=urgent == "barred")


def _missing(request: Request) -> tuple[Need, ...]:
    missing = missing_needs(request.fields, files=len(request.content_files))
    if request.unit is None and Need.UNIT not in missing:
        missing = (*missing, Need.UNIT)
    if request.suggestions and Need.CERTIFY not in missing:
        return (*missing, Need.CERTIFY)  # one yes confirms what was only guessed
    return missing


def _files_here(request: Request) -> bool:
    return request.last(EventKind.FILES_ARRIVED) is not None or bool(request.content_files)


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


def _await_files(dossier: Dossier, merged: Merged | None) -> None:
    dossier.happen(EventKind.FILES_AWAITED)
    dossier.change(missing=(Need.FILES,))
    acknowledge(dossier, merged)
    for webmaster in _webmasters(dossier):
        dossier.owe(
            Notice(about=NoticeAbout.REGISTERED, summary=dossier.summary, by=dossier.request.requester),
            webmaster,
            Purpose.ATTEND,
        )


def _webmasters(dossier: Dossier) -> list[Party]:
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
    found = _webmasters(dossier)
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


def _nobody_decides(dossier: Dossier) -> None:
    """Nobody on record may decide: the webmaster and the requester hear of it, nothing is guessed."""
    unit = dossier.office.unit(dossier.request.unit)
    if unit is not None and unit.school:
        dossier.change(missing=(Need.OWNER_UNIT,))
        dossier.happen(EventKind.INFO_MISSING, None, Need.OWNER_UNIT)
        dossier.to_requester(Acknowledgement(summary=dossier.summary, missing=(Need.OWNER_UNIT,)))
        return
    hold(dossier, "no_approver", unit.name if unit else dossier.request.fields.unit or "")


def _complete(dossier: Dossier, case: Case, merged: Merged | None, replaces: str | None) -> None:
    """Everything is here: the head is asked (R18), the requester is told."""
    request = dossier.request
    if request.approval is not None and request.approval.content_hash == request.content_hash:
        # The webmaster had sent it back and the same content came again: the approval stands (R23).
        dossier.happen(EventKind.COMPLETED)
        dossier.happen(EventKind.APPROVED, request.approval.by, request.approval.words, again="same content")
        give_tasks(dossier)
        return
    changed = request.approval is not None or bool(_live_decisions(case.thread, request))
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM)
    dossier.change(approval=None)
    dossier.happen(EventKind.COMPLETED)
    ask_head(dossier, changed=changed)
    acknowledge(dossier, merged, replaces)


def _live_decisions(thread: tuple[Letter, ...], request: Request) -> list[Letter]:
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


def _urgent_question(dossier: Dossier, *, barred: bool) -> None:
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


def said_yes(mail: Mail) -> bool:
    """The requester certifies what was shown (R56). Silence never does."""
    return mail.fields.certify or mail.command in {Command.CERTIFY, Command.YES}


def certified(merged: Merged) -> Merged:
    """The reading after a «รับรอง»: certified, and what was only suggested is confirmed with it."""
    return Merged(
        fields=merged.fields.model_copy(update={"certify": True}),
        found=confirm_suggestions(merged.found),
        changed=merged.changed,
        older=merged.older,
    )


def take_files(dossier: Dossier, files: tuple[File, ...]) -> None:
    """Add the files of an answer to the request."""
    if files:
        dossier.change(files=add_files(dossier.request.files, files))


def ask_deputy(dossier: Dossier, thread: tuple[Letter, ...], head: Party) -> Party | None:
    """Ask the first deputy in force who has not been asked yet; None when there is nobody more to ask."""
    request, office, today = dossier.request, dossier.office, dossier.now.date()
    asked = {letter.to.address for letter in _live_decisions(thread, request)} | {head.address}
    for deputy in deputies(office, request, today):
        if deputy.address not in asked:
            dossier.happen(EventKind.ESCALATED, None, deputy.name, to=deputy.address)
            ask_head(dossier, to=deputy, escalated=True)
            return deputy
    return None
