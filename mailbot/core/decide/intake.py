"""Requests come in and are made complete: opening, answers that merge, and what happens next.

``proceed`` is the one place that decides what a request needs now; whatever changed it comes here.
"""

from mailbot.core.authority import approvers
from mailbot.core.case import Case, Decision
from mailbot.core.decide.asking import acknowledge, ask_head, give_tasks, hold, live_decisions, webmasters_of
from mailbot.core.decide.sites import items_for, nowhere
from mailbot.core.decide.urgent import release_urgent, urgent_question, urgent_state
from mailbot.core.dossier import Dossier
from mailbot.core.language.units import resolve_unit
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    Acknowledgement,
    Notice,
    NoticeAbout,
    Purpose,
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
from mailbot.core.needs import comes_outside_mail, missing_needs
from mailbot.core.office import Office
from mailbot.core.request import (
    EventKind,
    Fields,
    File,
    Need,
    Party,
    Request,
)


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
    missing = _missing(request, case.office)
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
        urgent_question(dossier, barred=urgent == "barred")


def _missing(request: Request, office: Office) -> tuple[Need, ...]:
    missing = missing_needs(request.fields, files=len(request.content_files))
    if nowhere(office, request.fields) and Need.SITE not in missing:
        missing = (*missing, Need.SITE)
    if request.unit is None and Need.UNIT not in missing:
        missing = (*missing, Need.UNIT)
    if request.suggestions and Need.CERTIFY not in missing:
        return (*missing, Need.CERTIFY)  # one yes confirms what was only guessed
    return missing


def _files_here(request: Request) -> bool:
    return request.last(EventKind.FILES_ARRIVED) is not None or bool(request.content_files)


def _await_files(dossier: Dossier, merged: Merged | None) -> None:
    dossier.happen(EventKind.FILES_AWAITED)
    dossier.change(missing=(Need.FILES,))
    acknowledge(dossier, merged)
    for webmaster in webmasters_of(dossier):
        dossier.owe(
            Notice(about=NoticeAbout.REGISTERED, summary=dossier.summary, by=dossier.request.requester),
            webmaster,
            Purpose.ATTEND,
        )


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
    changed = request.approval is not None or bool(live_decisions(case.thread, request))
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM)
    dossier.change(approval=None)
    dossier.happen(EventKind.COMPLETED)
    ask_head(dossier, changed=changed)
    acknowledge(dossier, merged, replaces)


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
