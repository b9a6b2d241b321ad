"""The webmaster's desk, and everybody's questions.

Digest answers, holds, registrations, admissions, the report's review, «สถานะ», «ประวัติ» and help.
"""

from mailbot.core.authority import Act, Action, Role, judge, roles
from mailbot.core.calendar import WorkCalendar
from mailbot.core.case import Case, Decision, Replay
from mailbot.core.decide.answers import done, order_takedown, withdraw
from mailbot.core.decide.intake import give_tasks, open_request, person_party, proceed, release_urgent
from mailbot.core.decide.people import find_person
from mailbot.core.decide.publishing import report_task
from mailbot.core.dossier import Dossier, free_letter, summary
from mailbot.core.language.command import read_command
from mailbot.core.ledger import Mark, Outcome
from mailbot.core.letters import (
    ConfirmDecision,
    Context,
    Digest,
    DigestLine,
    Help,
    Letter,
    Notice,
    NoticeAbout,
    Pending,
    Purpose,
    Report,
    StatusAnswer,
)
from mailbot.core.mail import AuthResult, Command, ItemWord, WebmasterIs
from mailbot.core.request import Approval, Delivery, EventKind, Party, Request, Status

_EVERY_TASK = frozenset({"all", "rest"})
_WAITS_FOR_FILES = frozenset({Status.NEEDS_FILES, Status.NEEDS_INFO})


def _reply(case: Case, context: Context, papers: tuple[str, ...] = ()) -> Decision:
    """Answer the sender with a letter that belongs to no request."""
    references = (case.mail.message_id,) if case.mail.message_id else ()
    letter = free_letter(context, case.by, now=case.now, cause=case.key, references=references, papers=papers)
    return Decision(outcome=Outcome.ANSWERED, reason=context.kind, letters=(letter,))


# --- questions anybody registered may ask ----------------------------------------------------------


def answer_command(case: Case, command: Command) -> Decision:
    """«สถานะ», «ประวัติ», «ช่วยเหลือ», «ขอแบบฟอร์ม»."""
    who = roles(case.office, case.sender, None, case.now.date())
    action = judge(Act.ASK, who, secret=False, authentication=case.mail.authentication.result)
    if action is not Action.DO:
        return Decision(outcome=Outcome.NOTED, reason="question_not_answered")
    if command is Command.HELP:
        return _reply(case, Help())
    if command is Command.FORM:
        return _reply(case, Help(form=True), papers=("empty_forms",))
    return _status(case, history=command is Command.HISTORY)


def _status(case: Case, *, history: bool) -> Decision:
    if not case.requests:
        return _reply(case, StatusAnswer(own=tuple(summary(each, case.office) for each in case.mine)))
    visible = [request for request in case.requests.values() if _may_see(case, request)]
    if not visible:
        return _reply(case, Notice(about=NoticeAbout.NOT_FOUND, detail=", ".join(case.requests)))
    request = visible[0]
    dossier = Dossier(request, case.office, case.now, case.key)
    references = (case.mail.message_id,) if case.mail.message_id else ()
    answer = StatusAnswer(
        summary=dossier.summary,
        waiting_for=waiting_for(request, case),
        events=request.events if history else (),
    )
    dossier.owe(answer, case.by, Purpose.NONE, references=references)
    return done(dossier, Outcome.ANSWERED, "status")


def _may_see(case: Case, request: Request) -> bool:
    """Requester, who decides on it, webmasters and the operator; nobody else learns that it exists."""
    who = roles(case.office, case.sender, request, case.now.date())
    allowed = {Role.REQUESTER, Role.APPROVER, Role.WEBMASTER, Role.SITE_WEBMASTER}
    return bool(who & allowed) or (case.sender is not None and case.sender.address == case.office.operator)


def waiting_for(request: Request, case: Case) -> str:
    """The name of who has to act now."""
    if request.status in {Status.AWAITING_APPROVAL, Status.PUBLISHED_UNAPPROVED}:
        return request.approver.name if request.approver else ""
    if request.status in {Status.NEEDS_INFO, Status.NEEDS_FILES}:
        return request.requester.name
    people = (case.office.person(item.webmaster) for item in request.items)
    return ", ".join(dict.fromkeys(person.name for person in people if person))


# --- a held request: the webmaster says how to go on -----------------------------------------------


def attend(case: Case, letter: Letter | None, request: Request) -> Decision:
    """A webmaster's word about a request that stands still, or waits for files."""
    dossier = Dossier(request, case.office, case.now, case.key)
    who = roles(case.office, case.sender, request, case.now.date())
    secret = letter is not None and case.sender is not None and letter.to.address == case.sender.address
    command = case.mail.command
    act = Act.VOUCH if command is Command.PAPER_APPROVED else Act.RELEASE
    action = judge(act, who, secret=secret, authentication=case.mail.authentication.result)
    if action is Action.CONFIRM:
        return _confirm_attendance(dossier, case)
    if action is not Action.DO:
        about = NoticeAbout.NOT_AUTHORISED
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome=about.value)
        return done(dossier, Outcome.NOTED, about.value)
    return _attended(dossier, case, command)


def _confirm_attendance(dossier: Dossier, case: Case) -> Decision:
    command = case.mail.command
    pending = Pending(
        act=f"attend:{command.value if command else ''}",
        words=case.mail.own_words[:400],
        mail=case.key,
        at=case.sent_at,
    )
    question = ConfirmDecision(
        summary=dossier.summary, act=command.value if command else "", words=pending.words, at=case.sent_at
    )
    dossier.owe(question, case.by, Purpose.CONFIRM, pending=pending)
    return done(dossier, Outcome.ANSWERED, "confirmation_asked")


def confirm_attendance(case: Case, letter: Letter, request: Request) -> Decision:
    """The webmaster confirms what was asked back."""
    from mailbot.core.decide.approval import says_yes

    dossier = Dossier(request, case.office, case.now, case.key)
    pending = letter.pending
    right = case.sender is not None and case.sender.address == letter.to.address
    stale = letter.void or letter.used_at is not None
    if pending is None or not right or stale or not says_yes(case) or _failed(case):
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="not_confirmed")
        return done(dossier, Outcome.NOTED, "not_confirmed")
    dossier.retire(case.thread, Purpose.CONFIRM, used=letter)
    return _attended(dossier, case, Command(pending.act.removeprefix("attend:")))


def _failed(case: Case) -> bool:
    return case.mail.authentication.result is AuthResult.FAIL


def _attended(dossier: Dossier, case: Case, command: Command | None) -> Decision:
    request = dossier.request
    if command is Command.PAPER_APPROVED:
        return vouch(dossier, case)
    if command is Command.FILES_ARRIVED and request.status in _WAITS_FOR_FILES:
        dossier.happen(EventKind.FILES_ARRIVED, case.by, case.mail.own_words[:400])
        proceed(dossier, case)
        return done(dossier, Outcome.ANSWERED, "files_arrived")
    if command is Command.TAKE_DOWN:
        order_takedown(dossier, "asked", case.mail.own_words[:400])
        return done(dossier, Outcome.ANSWERED, "takedown_ordered")
    if command is Command.WITHDRAW:
        return withdraw(dossier, case)
    if command in {Command.PROCEED, Command.YES}:
        return _proceed(dossier, case)
    if case.mail.webmaster.is_ is not WebmasterIs.UNCLEAR:
        word = case.mail.webmaster
        return report_task(case, request, word, letter=None, words=case.mail.own_words)
    notice = Notice(
        about=NoticeAbout.UNCLEAR,
        summary=dossier.summary,
        words=case.mail.own_words[:400],
        detail="attention",
    )
    dossier.happen(EventKind.UNCLEAR, case.by, case.mail.own_words[:400])
    dossier.owe(notice, case.by, Purpose.ATTEND)
    return done(dossier, Outcome.ANSWERED, "unclear_attendance")


def _proceed(dossier: Dossier, case: Case) -> Decision:
    """The webmaster lets the request go on; an urgent one may be published first (R30: PB decides)."""
    asked_urgent = any(event.data.get("urgent") == "barred" for event in dossier.request.events)
    if dossier.request.status is Status.AWAITING_APPROVAL and asked_urgent:
        release_urgent(dossier, case, by=case.by)
        return done(dossier, Outcome.ANSWERED, "urgent_released")
    if dossier.request.status is not Status.ON_HOLD:
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="late")
        return done(dossier, Outcome.NOTED, "late")
    dossier.change(hold_reason=None, unclear_rounds=0)
    dossier.happen(EventKind.RELEASED, case.by, case.mail.own_words[:400])
    proceed(dossier, case)
    return done(dossier, Outcome.ANSWERED, "released")


def vouch(dossier: Dossier, case: Case) -> Decision:
    """A paper approval counts because the webmaster says so, and is marked as paper for ever (R34)."""
    request = dossier.request
    open_to_paper = {
        Status.RECEIVED, Status.NEEDS_INFO, Status.NEEDS_FILES, Status.ON_HOLD, Status.AWAITING_APPROVAL,
        Status.URGENT_RELEASED, Status.PUBLISHED_UNAPPROVED,
    }  # fmt: skip
    if request.status not in open_to_paper:
        dossier.happen(EventKind.NOTED, case.by, case.mail.own_words[:400], outcome="late")
        return done(dossier, Outcome.NOTED, "late")
    unit = case.office.unit(request.unit)
    head = unit.head if unit else None
    approver = request.approver or person_party(dossier, head or case.by.address)
    dossier.change(
        approval=Approval(
            mode="paper",
            by=approver,
            at=case.sent_at,
            content_hash=request.content_hash,
            words=case.mail.own_words[:400],
            mail=case.key,
            vouched_by=case.by,
        ),
        missing=(),
    )
    dossier.retire(case.thread, Purpose.DECIDE, Purpose.CONFIRM)
    was = request.status
    dossier.happen(
        EventKind.APPROVED, approver, case.mail.own_words[:400], mode="paper", vouched=case.by.address
    )
    from mailbot.core.letters import DecisionNotice

    notice = DecisionNotice(summary=dossier.summary, act="approve", by=approver, at=case.sent_at, paper=True)
    dossier.to_requester(notice)
    if was not in {Status.URGENT_RELEASED, Status.PUBLISHED_UNAPPROVED}:
        give_tasks(dossier)
    return done(dossier, Outcome.ANSWERED, "paper_approved")


# --- registering for somebody else (R33 to R35) ----------------------------------------------------


def register(case: Case) -> Decision:
    """A delivery outside mail: my office, in person, a flash drive. The case exists from now on."""
    registration = case.mail.registration
    who = roles(case.office, case.sender, None, case.now.date())
    for_another = registration is not None and registration.person is not None
    if registration is None or (Role.WEBMASTER not in who and for_another):
        return open_request(case)
    if Role.WEBMASTER not in who:
        return open_request(case, reason="registered_by_requester")
    action = judge(Act.REGISTER, who, secret=False, authentication=case.mail.authentication.result)
    if action is Action.EXPLAIN:
        return Decision(outcome=Outcome.NOTED, reason="not_authenticated")
    person = find_person(case.office, registration.person or "")
    requester = case.by if person is None else Party(
        address=person.address, name=person.name, position=person.position, order=person.order
    )  # fmt: skip
    opened = open_request(case, requester=requester, reason="registered")
    dossier = Dossier(opened.requests[0], case.office, case.now, case.key)
    delivery = {"my_office": Delivery.MY_OFFICE, "media": Delivery.MEDIA}.get(
        registration.channel, Delivery.IN_PERSON
    )
    dossier.change(delivered_by=registration.person)
    fields = dossier.request.fields.model_copy(
        update={"delivery": (delivery,), "register_no": registration.register_no}
    )
    dossier.change(fields=fields)
    if person is None and registration.person:
        question = Notice(about=NoticeAbout.WHICH_PERSON, summary=dossier.summary, detail=registration.person)
        dossier.owe(question, case.by, Purpose.ATTEND)
    letters = (*opened.letters, *dossier.letters)
    if registration.paper_approved and action is Action.DO and person is not None:
        vouched = vouch(dossier, case)
        return Decision(
            outcome=Outcome.OPENED,
            reason="registered_with_paper",
            requests=vouched.requests,
            letters=(*opened.letters, *vouched.letters),
        )
    return Decision(outcome=Outcome.OPENED, reason="registered", requests=(dossier.request,), letters=letters)


# --- the digest, answered by numbers ---------------------------------------------------------------


def answer_digest(case: Case, letter: Letter) -> Decision:
    """«1 ลงแล้ว https://…  2 ไฟล์เปิดไม่ได้  5 รับ»: each numbered line is its own small decision."""
    digest = letter.context
    right = case.sender is not None and case.sender.address == letter.to.address
    if not isinstance(digest, Digest) or not right or _failed(case):
        return Decision(outcome=Outcome.NOTED, reason="not_authorised")
    parts: list[Decision] = []
    latest: dict[str, Request] = dict(case.requests)
    unknown: list[str] = []
    for item in _items(case, digest):
        line = _line(digest, item.item)
        if line is None:
            unknown.append(item.item)
            continue
        part = _answer_line(case, latest, line, item, letter)
        latest.update({request.number: request for request in part.requests})
        parts.append(part)
    if not parts or unknown:
        choices = tuple(str(line.item) for line in digest.lines)
        notice = Notice(
            about=NoticeAbout.UNCLEAR, words=case.mail.own_words[:400], detail="digest", choices=choices
        )
        parts.append(_reply(case, notice))
    return _together(parts, latest)


def _items(case: Case, digest: Digest) -> list[ItemWord]:
    """The items as written; «ทั้งหมด» is every task line; a bare word to a one-line digest is that line's."""
    words: list[ItemWord] = []
    named = {item.item for item in case.mail.items}
    for item in case.mail.items:
        if item.item in _EVERY_TASK:
            numbers = [str(line.item) for line in digest.lines if line.section in {"publish", "takedown"}]
            rest = [number for number in numbers if item.item == "all" or number not in named]
            words += [ItemWord(item=number, word=item.word, text=item.text) for number in rest]
        else:
            words.append(item)
    if not words and len(digest.lines) == 1 and case.mail.own_words:
        words = [ItemWord(item=str(digest.lines[0].item), word=case.mail.webmaster, text=case.mail.own_words)]
    return words


def _line(digest: Digest, item: str) -> DigestLine | None:
    for line in digest.lines:
        if item == str(line.item) or (line.number and item.casefold() == line.number.casefold()):
            return line
        if line.number and len(item) == 4 and line.number.endswith(f"-{item}"):  # noqa: PLR2004  # «0042»
            return line
    return None


def _answer_line(
    case: Case, latest: dict[str, Request], line: DigestLine, item: ItemWord, letter: Letter
) -> Decision:
    if line.section == "unknown":
        return _admit(case, line.key, read_command(item.text))
    request = latest.get(line.number or line.key)
    if request is None:
        return Decision(outcome=Outcome.NOTED, reason="no_request")
    return report_task(case, request, item.word, letter=letter, words=item.text or case.mail.own_words)


def _admit(case: Case, key: str, command: Command | None) -> Decision:
    """One word admits a stranger's mail, or drops it (and, when said so, takes the person on record)."""
    entry = case.waiting.get(key)
    if entry is None:
        return Decision(outcome=Outcome.NOTED, reason="already_decided")
    if command in {Command.DROP, Command.NO}:
        dropped = entry.model_copy(
            update={"outcome": Outcome.DROPPED, "reason": f"dropped by {case.by.name}"}
        )
        return Decision(outcome=Outcome.ANSWERED, reason="dropped", entries=(dropped,))
    if command not in {Command.ADMIT, Command.ADMIT_PERSON, Command.YES}:
        return Decision(outcome=Outcome.NOTED, reason="unclear_admission")
    marks: tuple[Mark, ...] = ()
    if command is Command.ADMIT_PERSON and entry.sender:
        month = WorkCalendar.of(case.office).month(case.now)
        marks = (
            Mark(
                month=month,
                name=f"person:{entry.sender}",
                value=entry.sender_name or entry.sender,
                at=case.now,
            ),
        )
    return Decision(
        outcome=Outcome.ANSWERED, reason="admitted", marks=marks, replay=(Replay(key=key, by=case.by),)
    )


def _together(parts: list[Decision], latest: dict[str, Request]) -> Decision:
    touched = dict.fromkeys(number for part in parts for number in part.numbers)
    return Decision(
        outcome=Outcome.ANSWERED,
        reason="digest_answered",
        requests=tuple(latest[number] for number in touched),
        letters=tuple(letter for part in parts for letter in part.letters),
        entries=tuple(entry for part in parts for entry in part.entries),
        marks=tuple(mark for part in parts for mark in part.marks),
        replay=tuple(replay for part in parts for replay in part.replay),
    )


# --- the monthly report's review (R38) -------------------------------------------------------------


def review(case: Case, letter: Letter) -> Decision:
    """The reviewer's «ทราบ», or a remark, is recorded with the report and shown to the webmasters."""
    report = letter.context
    who = roles(case.office, case.sender, None, case.now.date())
    secret = case.sender is not None and letter.to.address == case.sender.address
    action = judge(Act.REVIEW, who, secret=secret, authentication=case.mail.authentication.result)
    if not isinstance(report, Report) or (action is not Action.DO and not report.draft):
        return Decision(outcome=Outcome.NOTED, reason="not_authorised")
    if not case.mail.own_words.strip() and case.mail.command is None:
        return Decision(outcome=Outcome.NOTED, reason="empty_review")
    family = "draft" if report.draft else "reviewed"
    mark = Mark(
        month=WorkCalendar.of(case.office).month(case.now),
        name=f"{family}:{report.month}",
        value=f"{case.by.name}: {case.mail.own_words[:1000]}",
        at=case.now,
    )
    notice = Notice(
        about=NoticeAbout.REPORT_REVIEWED,
        by=case.by,
        words=case.mail.own_words[:1000],
        at=case.now,
        detail=report.month,
    )
    letters = tuple(
        free_letter(notice, Party(address=address, name=_name(case, address)), now=case.now, cause=case.key)
        for address in case.office.webmasters[:1]
        if not report.draft
    )
    return Decision(outcome=Outcome.ANSWERED, reason=family, marks=(mark,), letters=letters)


def _name(case: Case, address: str) -> str:
    person = case.office.person(address)
    return person.name if person else ""
