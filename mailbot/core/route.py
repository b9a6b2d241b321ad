"""Where a mail belongs: ordered small guards, read top to bottom; the first that fits decides.

Machines come first, so that nothing below ever answers one; then answers to letters of ours, by what
the letter was for; then what names a request; then new requests. A guard looks, it never decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mailbot.core.case import Case
from mailbot.core.letters import ApprovalRequest, Letter, Purpose
from mailbot.core.mail import Command, Kind, Role, VerdictIs, WebmasterIs
from mailbot.core.request import Request


class Route(StrEnum):
    """The names of the ways a mail can go."""

    OWN_MAIL = "own_mail"
    BOUNCE = "bounce"
    AWAY = "away"
    AUTOMATIC = "automatic"
    UNREADABLE = "unreadable"
    SEVERAL = "several"
    REVIEW = "review"
    DIGEST = "digest"
    CONFIRM = "confirm"
    UNDO = "undo"
    DECIDE = "decide"
    PUBLISH = "publish"
    ATTEND = "attend"
    COMPLETE = "complete"
    UNKNOWN = "unknown"
    COMMAND = "command"
    NAMED = "named"
    REGISTER = "register"
    LOST_ANSWER = "lost_answer"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """The route, with the letter and the request it concerns."""

    route: Route
    letter: Letter | None = None
    request: Request | None = None


_BY_PURPOSE = {
    Purpose.REVIEW: Route.REVIEW,
    Purpose.DIGEST: Route.DIGEST,
    Purpose.CONFIRM: Route.CONFIRM,
    Purpose.UNDO: Route.UNDO,
    Purpose.DECIDE: Route.DECIDE,
    Purpose.PUBLISH: Route.PUBLISH,
    Purpose.ATTEND: Route.ATTEND,
    Purpose.COMPLETE: Route.COMPLETE,
}


def own_mail(case: Case) -> Routed | None:
    """Our own letters coming back, or somebody using our address: never answered."""
    ours = case.office.is_ours(case.mail.sender.address)
    return Routed(route=Route.OWN_MAIL) if ours else None


def bounce(case: Case) -> Routed | None:
    """A delivery status; the letter it is about is found by its Message-ID."""
    if case.mail.kind is not Kind.BOUNCE:
        return None
    return Routed(route=Route.BOUNCE, letter=_newest(case), request=_of(case, _newest(case)))


def away(case: Case) -> Routed | None:
    """Out-of-office to an approval letter shortens the wait; it never counts as an answer."""
    letter = _newest(case)
    if case.mail.out_of_office and letter is not None and _from_its_reader(case, letter):
        return Routed(route=Route.AWAY, letter=letter, request=_of(case, letter))
    return None


def _from_its_reader(case: Case, letter: Letter) -> bool:
    """Whether whom a live approval letter asked is the one who is away; nobody else can say so."""
    live = letter.purpose is Purpose.DECIDE and not letter.void and letter.used_at is None
    mine = case.sender is not None and case.sender.address == letter.to.address
    return live and mine and not case.forged


def automatic(case: Case) -> Routed | None:
    """Every other machine: kept, never answered (RFC 3834)."""
    return Routed(route=Route.AUTOMATIC) if case.mail.kind is Kind.AUTOMATIC else None


def unreadable(case: Case) -> Routed | None:
    """Nothing could be made of the bytes: the shelf."""
    return Routed(route=Route.UNREADABLE) if case.mail.kind is Kind.UNREADABLE else None


def several(case: Case) -> Routed | None:
    """Live secrets of letters about different requests in one answer: asked, never guessed."""
    live = [letter for letter in case.answered if not letter.void and letter.used_at is None]
    binding = {Purpose.DECIDE, Purpose.CONFIRM, Purpose.PUBLISH}
    deciding = [letter for letter in live if letter.purpose in binding]
    requests = {letter.request for letter in deciding}
    return Routed(route=Route.SEVERAL, letter=deciding[0]) if len(requests) > 1 else None


def answers_letter(case: Case) -> Routed | None:
    """It carries the secret of a letter of ours: what the letter was for says what it may do."""
    letter = _newest(case)
    if letter is None or letter.purpose not in _BY_PURPOSE:
        return None
    request = _of(case, letter)
    if request is None and letter.request is not None:
        return None
    if case.mail.command in {Command.STATUS, Command.HISTORY}:
        return Routed(route=Route.COMMAND, request=request)
    if letter.purpose is Purpose.UNDO and letter.pending is None and not _undoes(case):
        return _after_echo(case, letter, request)
    return Routed(route=_BY_PURPOSE[letter.purpose], letter=letter, request=request)


def _undoes(case: Case) -> bool:
    undoing = {Command.CANCEL, Command.WITHDRAW}
    return case.mail.command in undoing or case.mail.verdict.is_ is VerdictIs.REVOKE


def _after_echo(case: Case, echo: Letter, request: Request | None) -> Routed:
    """Another word after the echo: read as an answer to the approval letter it followed.

    Only about the same content: an echo of what was decided before says nothing about what is asked now.
    """
    deciding = [
        letter
        for letter in case.thread
        if letter.purpose is Purpose.DECIDE
        and not (isinstance(letter.context, ApprovalRequest) and letter.context.action == "take_down")
        and request is not None
        and letter.request == request.number
        and letter.content_hash == echo.content_hash
        and case.sender is not None
        and letter.to.address == case.sender.address
    ]
    if case.mail.verdict.is_ is VerdictIs.UNCLEAR or not deciding:
        return Routed(route=Route.NAMED, request=request)
    return Routed(route=Route.DECIDE, letter=deciding[-1], request=request)


def unknown_sender(case: Case) -> Routed | None:
    """A stranger, or a sender nobody vouches for: no letter, the webmaster is shown the mail."""
    if case.admitted_by is not None:
        return None
    return Routed(route=Route.UNKNOWN) if case.sender is None or not case.mail.sender.authority else None


def command(case: Case) -> Routed | None:
    """A question to the bot."""
    asked = {Command.STATUS, Command.HISTORY, Command.HELP, Command.FORM}
    with_files = any(file.role in {Role.FORM, Role.CONTENT, Role.ARCHIVE} for file in case.mail.attachments)
    if case.mail.command in asked and not with_files:
        named = case.requests.get(case.named[0]) if case.named else None
        return Routed(route=Route.COMMAND, request=named)
    return None


def named(case: Case) -> Routed | None:
    """It names a request of ours by number, without a secret: a number is never authority."""
    if not case.named:
        return None
    return Routed(route=Route.NAMED, request=case.requests[case.named[0]])


def registration(case: Case) -> Routed | None:
    """A delivery outside mail is registered (R33 to R35)."""
    return Routed(route=Route.REGISTER) if case.mail.registration is not None else None


def lost_answer(case: Case) -> Routed | None:
    """Looks like an answer, but to nothing we know: asked to answer the letter itself."""
    decided = case.mail.verdict.is_ is not VerdictIs.UNCLEAR
    reported = case.mail.webmaster.is_ is not WebmasterIs.UNCLEAR
    bare = case.mail.fields.topic is None or case.mail.kind is Kind.ANSWER
    if (case.mail.kind is Kind.ANSWER and bare) or (
        (decided or reported) and bare and not case.mail.attachments
    ):
        return Routed(route=Route.LOST_ANSWER)
    return None


def new_request(_: Case) -> Routed | None:
    """Everything else from a person on record is a request, however it is written."""
    return Routed(route=Route.NEW)


GUARDS: tuple[Callable[[Case], Routed | None], ...] = (
    own_mail,
    bounce,
    away,
    automatic,
    unreadable,
    several,
    unknown_sender,  # before anything that writes a letter
    answers_letter,
    command,
    registration,
    named,
    lost_answer,
    new_request,
)


def route(case: Case) -> Routed:
    """The first guard that fits. Total: ``new_request`` always does."""
    for guard in GUARDS:
        routed = guard(case)
        if routed is not None:
            return routed
    raise AssertionError("new_request takes everything")


def _newest(case: Case) -> Letter | None:
    """The letter answered: a live one before a void or used one, the newest first."""
    live = [letter for letter in case.answered if not letter.void and letter.used_at is None]
    return next(iter(live or list(case.answered)), None)


def _of(case: Case, letter: Letter | None) -> Request | None:
    return case.requests.get(letter.request) if letter is not None and letter.request else None
