"""A requester's answer: it completes, corrects, certifies or withdraws the request it belongs to.

Whatever is said is merged and shown back. After approval a change of content voids the approval (R23);
after publication it becomes a new request that follows the old one (Q6).
"""

from mailbot.core.authority import Act, Action, judge, roles
from mailbot.core.case import Case, Decision
from mailbot.core.decide.asking import acknowledge, give_tasks, hold, person_party
from mailbot.core.decide.intake import certified, open_request, proceed, said_yes, take_files
from mailbot.core.decide.sites import items_for
from mailbot.core.decide.takedown import ask_takedown, order_takedown
from mailbot.core.decide.urgent import release_urgent, urgent_state
from mailbot.core.dossier import Dossier
from mailbot.core.language.answer import read_answer
from mailbot.core.language.courtesy import is_courtesy
from mailbot.core.language.marks import mask_passwords
from mailbot.core.language.units import resolve_unit
from mailbot.core.ledger import Outcome
from mailbot.core.letters import Acknowledgement, Notice, NoticeAbout, Purpose
from mailbot.core.mail import Command, Mail
from mailbot.core.merge import Merged, files_of, merge, suggested
from mailbot.core.request import (
    SETTLED,
    Confidence,
    EventKind,
    FieldName,
    Fields,
    File,
    Found,
    Need,
    Request,
    Status,
)

_PUBLISHED = frozenset(
    {Status.PUBLISHED, Status.PUBLISHED_UNAPPROVED, Status.TAKEDOWN_ASKED, Status.TAKEDOWN_ORDERED}
)
_WITH_APPROVAL = frozenset({Status.PUBLISHED, Status.TAKEDOWN_ASKED})
"""What a head has approved to be up comes down with a head's approval (Q7)."""
_INTAKE = frozenset({Status.NEEDS_INFO, Status.NEEDS_FILES, Status.ON_HOLD, Status.RECEIVED})


def answer_request(case: Case, request: Request, *, secret: bool) -> Decision:
    """What a requester's answer does to the request."""
    act = Act.WITHDRAW if case.mail.command is Command.WITHDRAW else Act.COMPLETE
    who = roles(case.office, case.sender, request, case.now.date())
    action = judge(act, who, secret=secret, authentication=case.mail.authentication.result)
    dossier = Dossier(request, case.office, case.now, case.key)
    if action is not Action.DO:
        return _not_believed(dossier, case)
    _remember(dossier, case)
    if act is Act.WITHDRAW:
        return _asks_takedown(dossier, case) if request.status in _WITH_APPROVAL else withdraw(dossier, case)
    if case.mail.command in {Command.YES, Command.NO} and (older := _asked_to_replace(case, request)):
        return _replace(dossier, case, older)
    if case.mail.secrecy and not _has_content(case.mail, request):
        return _noted(dossier, case, "secrecy_in_answer")
    if request.status in SETTLED | _PUBLISHED:
        return _after_the_end(dossier, case)
    return _merge(dossier, case)


def _not_believed(dossier: Dossier, case: Case) -> Decision:
    """Somebody writes in the requester's name, and nobody vouches for it: the requester is told."""
    notice = Notice(
        about=NoticeAbout.NOT_AUTHENTICATED, summary=dossier.summary, words=case.mail.own_words[:400]
    )
    dossier.to_requester(notice)
    dossier.happen(EventKind.NOTED, None, "not_authenticated")
    return done(dossier, Outcome.NOTED, "not_authenticated")


def done(dossier: Dossier, outcome: Outcome, reason: str) -> Decision:
    """The decision about one request."""
    return Decision(
        outcome=outcome, reason=reason, requests=(dossier.request,), letters=tuple(dossier.letters)
    )


def _remember(dossier: Dossier, case: Case) -> None:
    """The requester's own mails are the thread that later letters continue."""
    message_id = case.mail.message_id
    if message_id and message_id not in dossier.request.references:
        dossier.change(references=(*dossier.request.references, message_id)[-20:])


def withdraw(dossier: Dossier, case: Case) -> Decision:
    """The requester takes the request back; what is already up is taken down on request (Q7)."""
    status = dossier.request.status
    up = [item for item in dossier.request.items if item.published_at and not item.taken_down_at]
    if status in {Status.TAKEN_DOWN, Status.REJECTED, Status.WITHDRAWN}:
        dossier.to_requester(Notice(about=NoticeAbout.LATE, summary=dossier.summary), Purpose.NONE)
        return done(dossier, Outcome.NOTED, "late_withdrawal")
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, Purpose.PUBLISH)
    approver = dossier.request.approver
    dossier.happen(EventKind.WITHDRAWN, case.by, case.mail.own_words[:400])
    notice = Notice(about=NoticeAbout.WITHDRAWN, summary=dossier.summary, by=case.by)
    dossier.to_requester(notice, Purpose.NONE)
    if approver is not None and status in {Status.AWAITING_APPROVAL, Status.URGENT_RELEASED}:
        dossier.owe(notice, approver)
    for item in dossier.request.items:
        if item.webmaster and (item.given_at or item in up):
            dossier.owe(notice, person_party(dossier, item.webmaster))
    if up:
        order_takedown(dossier, "withdrawn", case.mail.own_words[:400])
    return done(dossier, Outcome.ANSWERED, "withdrawn")


def _asked_to_replace(case: Case, request: Request) -> Request | None:
    """The older request that our letter asked about, when that letter is answered (S16)."""
    for letter in case.answered:
        if letter.request == request.number and isinstance(letter.context, Acknowledgement):
            return case.requests.get(letter.context.replaces or "")
    return None


def _replace(dossier: Dossier, case: Case, older: Request) -> Decision:
    """Yes: the older one ends, unless it is up already. It certifies nothing: that was not the question."""
    yes = case.mail.command is Command.YES
    ended = Dossier(older, case.office, case.now, case.key)
    if yes and older.status not in SETTLED | _PUBLISHED:
        withdraw(ended, case)
    dossier.change(follows=older.number if yes else None)
    dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], replaces=older.number if yes else "")
    if dossier.request.missing:
        acknowledge(dossier)
    return Decision(
        outcome=Outcome.ANSWERED,
        reason="replaced" if yes else "kept_both",
        requests=(ended.request, dossier.request),
        letters=(*ended.letters, *dossier.letters),
    )


def _after_the_end(dossier: Dossier, case: Case) -> Decision:
    """An answer to what is finished: thanks are kept, new content opens a request that follows this one."""
    request, mail = dossier.request, case.mail
    if mail.command is Command.TAKE_DOWN and request.status in _PUBLISHED:
        return _asks_takedown(dossier, case)
    if is_courtesy(mail.own_words) or not _has_content(mail, request):
        return _noted(dossier, case, "after_the_end")
    opened = open_request(case, reason="follows")
    following = opened.requests[0].model_copy(update={"follows": request.number})
    return Decision(
        outcome=Outcome.OPENED,
        reason="follows",
        requests=(following, dossier.request),
        letters=opened.letters,
    )


def _asks_takedown(dossier: Dossier, case: Case) -> Decision:
    return done(dossier, Outcome.ANSWERED, ask_takedown(dossier, case.by, case.mail.own_words.strip()[:1000]))


def _noted(dossier: Dossier, case: Case, reason: str) -> Decision:
    dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:200])
    return done(dossier, Outcome.NOTED, reason)


def _has_content(mail: Mail, request: Request) -> bool:
    known = {file.sha256 for file in request.files}
    new_files = [file for file in files_of(mail, "") if file.sha256 not in known and file.role != "inline"]
    said = [name for name, found in mail.found.items() if found.confidence is Confidence.SAID]
    return bool(new_files) or any(name in {"topic", "detail", "categories"} for name in said)


def _merge(dossier: Dossier, case: Case) -> Decision:
    """Lay the answer over the request and see what it needs now."""
    request, mail = dossier.request, case.mail
    fields, found = _answered(case, request)
    merged = merge(request.fields, request.found, fields, found)
    yes = said_yes(mail) or fields.certify
    if yes:
        merged = certified(merged)
    known = {file.sha256 for file in request.files}
    files = tuple(file for file in files_of(mail, case.key) if file.sha256 not in known)
    if not merged.changed and not files and not yes:
        return _nothing_new(dossier, case)
    before = request.content_hash
    dossier.change(fields=merged.fields, found=merged.found, suggestions=suggested(merged.found))
    if {"site", "sites", "group"} & set(merged.changed):
        dossier.change(items=items_for(case.office, merged.fields))
    _resolve_unit(dossier, case, merged)
    take_files(dossier, files)
    dossier.change(warnings=_warned(dossier.request, mail, files))
    note = ", ".join((*merged.changed, *(file.filename for file in files)))
    dossier.happen(EventKind.CERTIFIED if yes and not note else EventKind.INFO_ADDED, case.by, note)
    _carry_on(dossier, case, merged, changed=dossier.request.content_hash != before)
    return done(dossier, Outcome.ANSWERED, "completed")


def _warned(request: Request, mail: Mail, files: tuple[File, ...]) -> tuple[str, ...]:
    """The warnings after an answer: its own are added, those about a file it replaced are gone."""
    replaced = {f"password_file:{mask_passwords(file.filename)}" for file in files}
    return tuple(dict.fromkeys([*(w for w in request.warnings if w not in replaced), *mail.warnings]))


def _answered(case: Case, request: Request) -> tuple[Fields, dict[FieldName, Found]]:
    """What the answer says: to what was asked, and outright under labels or in a filled form."""
    asked = request.missing or (Need.CERTIFY,)
    fields, found = read_answer(
        case.mail.own_words, asked=asked, vocabulary=case.vocabulary, today=case.now.date()
    )
    sure: dict[FieldName, Found] = {
        name: f for name, f in case.mail.found.items() if f.confidence is Confidence.SAID
    }
    spoken = case.mail.fields.model_dump(include={str(name) for name in sure})
    values = {**fields.model_dump(), **{name: value for name, value in spoken.items() if name not in found}}
    return Fields(**values), {**sure, **found}


def _resolve_unit(dossier: Dossier, case: Case, merged: Merged) -> None:
    if dossier.request.unit is None and merged.fields.unit:
        dossier.change(unit=resolve_unit(merged.fields.unit, case.vocabulary))
    owner = merged.fields.unit if dossier.request.missing == (Need.OWNER_UNIT,) else None
    if owner:
        dossier.change(unit=resolve_unit(owner, case.vocabulary))


def _nothing_new(dossier: Dossier, case: Case) -> Decision:
    """Words without an answer in them: asked again, and after some rounds a person is brought in."""
    request = dossier.request
    if is_courtesy(case.mail.own_words) or not request.missing or request.status not in _INTAKE:
        return _noted(dossier, case, "nothing_new")
    rounds = request.unclear_rounds + 1
    dossier.change(unclear_rounds=rounds)
    dossier.happen(EventKind.UNCLEAR, case.by, case.mail.own_words[:400])
    if rounds >= case.office.policy.unclear_rounds and request.status is not Status.ON_HOLD:
        hold(dossier, "unclear", ", ".join(request.missing), case.mail.own_words[:400])
    elif request.status is not Status.ON_HOLD:
        acknowledge(dossier, Merged(fields=request.fields, found=request.found))
    return done(dossier, Outcome.ANSWERED, "unclear_answer")


def _carry_on(dossier: Dossier, case: Case, merged: Merged, *, changed: bool) -> None:
    """What a changed request needs now, by where it stands."""
    status = dossier.request.status
    if status in _INTAKE:
        proceed(dossier, case, merged=merged)
        return
    if not changed:
        proceed_unchanged(dossier, case, merged)
        return
    voided = dossier.request.approval
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM, Purpose.PUBLISH)
    dossier.change(approval=None)
    dossier.happen(EventKind.APPROVAL_VOIDED, case.by, ", ".join(merged.changed))
    if status is Status.AWAITING_PUBLICATION and voided is not None:
        notice = Notice(about=NoticeAbout.CHANGE_AFTER_APPROVAL, summary=dossier.summary, by=case.by)
        for item in dossier.request.items:
            if item.webmaster:
                dossier.owe(notice, person_party(dossier, item.webmaster))
    proceed(dossier, case, merged=merged)
    if status is Status.URGENT_RELEASED:
        give_tasks(dossier, owed=True)


def proceed_unchanged(dossier: Dossier, case: Case, merged: Merged) -> None:
    """Something was corrected that the head does not decide on, or a condition of R30 was stated."""
    if urgent_state(dossier.request, case) == "grant" and dossier.request.status is Status.AWAITING_APPROVAL:
        release_urgent(dossier, case)
    else:
        acknowledge(dossier, merged)
