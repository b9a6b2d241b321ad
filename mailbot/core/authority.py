"""May this sender do this? The grades of trust, as one table.

``RULES`` is read top to bottom; the first row that fits decides, and what fits no row is explained
to the sender and changes nothing. The table in the docs is printed from it. Nothing here knows mails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mailbot.core.mail import AuthResult
from mailbot.core.office import Acting, Deputy, Office, Person, Unit
from mailbot.core.request import EventKind, Party, Request


class Act(StrEnum):
    """What somebody asks to have done by mail."""

    REQUEST = "request"
    COMPLETE = "complete"
    CERTIFY = "certify"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    REJECT = "reject"
    REVISE = "revise"
    HOLD = "hold"
    DELEGATE = "delegate"
    REVOKE = "revoke"
    PUBLISH = "publish"
    RETURN = "return"
    TAKE_DOWN = "take_down"
    REGISTER = "register"
    VOUCH = "vouch"
    RELEASE = "release"
    ADMIT = "admit"
    REVIEW = "review"
    PREPARE = "prepare"
    ASK = "ask"


class Role(StrEnum):
    """Who the sender is to the matter, by the address of record (lock 1)."""

    APPROVER = "approver"
    REQUESTER = "requester"
    SITE_WEBMASTER = "site_webmaster"
    WEBMASTER = "webmaster"
    REVIEWER = "reviewer"
    STAFF = "staff"
    ANYBODY = "anybody"


class Action(StrEnum):
    """What follows."""

    DO = "do"
    CONFIRM = "confirm"
    """A one-time question to the address on record."""
    PERSON = "person"
    """The webmaster is shown it and decides; no letter to the sender."""
    EXPLAIN = "explain"
    """Nothing changes; the sender on record is told why."""
    NOTE = "note"
    """Nothing changes, nobody is written to; it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: this act, by this role, with or without the secret of our letter (lock 2)."""

    acts: tuple[Act, ...]
    role: Role
    secret: bool
    """True: the row needs the secret of our letter; False: it also holds without."""
    passed: Action
    """The sender's authentication passed (lock 3)."""
    unknown: Action
    """Nobody can say."""
    failed: Action = Action.EXPLAIN
    """It failed: somebody writes in another's name."""


_DECISIONS = (Act.APPROVE, Act.REJECT, Act.REVISE, Act.HOLD, Act.DELEGATE, Act.REVOKE)
_REPORTS = (Act.PUBLISH, Act.RETURN, Act.TAKE_DOWN)

RULES: tuple[Rule, ...] = (
    # A head's decision needs all three locks; where lock 3 cannot be known, one question settles it (R23).
    Rule(acts=_DECISIONS, role=Role.APPROVER, secret=True, passed=Action.DO, unknown=Action.CONFIRM),
    # A new request is harmless until the head has seen it, so it is taken in unless it is a forgery.
    Rule(
        acts=(Act.REQUEST,),
        role=Role.STAFF,
        secret=False,
        passed=Action.DO,
        unknown=Action.DO,
        failed=Action.PERSON,
    ),
    Rule(
        acts=(Act.REQUEST,),
        role=Role.ANYBODY,
        secret=False,
        passed=Action.PERSON,
        unknown=Action.PERSON,
        failed=Action.PERSON,
    ),
    # The requester's signature is the mail from the address of record (R17).
    Rule(
        acts=(Act.COMPLETE, Act.CERTIFY, Act.WITHDRAW),
        role=Role.REQUESTER,
        secret=True,
        passed=Action.DO,
        unknown=Action.DO,
    ),
    Rule(
        acts=(Act.COMPLETE, Act.CERTIFY, Act.WITHDRAW),
        role=Role.REQUESTER,
        secret=False,
        passed=Action.DO,
        unknown=Action.EXPLAIN,
    ),
    # The site's own webmaster reports on the site (R21); whoever has the task letter is not enough.
    Rule(acts=_REPORTS, role=Role.SITE_WEBMASTER, secret=True, passed=Action.DO, unknown=Action.DO),
    Rule(acts=_REPORTS, role=Role.SITE_WEBMASTER, secret=False, passed=Action.DO, unknown=Action.EXPLAIN),
    # What a webmaster vouches for stands in for ink, so it is never taken from an unknown hand (R34).
    Rule(
        acts=(Act.REGISTER, Act.VOUCH, Act.RELEASE, Act.ADMIT),
        role=Role.WEBMASTER,
        secret=True,
        passed=Action.DO,
        unknown=Action.DO,
    ),
    Rule(
        acts=(Act.REGISTER, Act.RELEASE, Act.ADMIT, Act.VOUCH),
        role=Role.WEBMASTER,
        secret=False,
        passed=Action.DO,
        unknown=Action.CONFIRM,
    ),
    Rule(acts=(Act.REVIEW,), role=Role.REVIEWER, secret=True, passed=Action.DO, unknown=Action.DO),
    Rule(acts=(Act.REVIEW,), role=Role.REVIEWER, secret=False, passed=Action.DO, unknown=Action.EXPLAIN),
    # The report is the webmaster's own until it goes up (R39); only its draft's reader holds it back.
    Rule(acts=(Act.PREPARE,), role=Role.WEBMASTER, secret=True, passed=Action.DO, unknown=Action.DO),
    # An answer to a question only ever goes to the address on record.
    Rule(
        acts=(Act.ASK,),
        role=Role.STAFF,
        secret=False,
        passed=Action.DO,
        unknown=Action.DO,
        failed=Action.NOTE,
    ),
)


def judge(act: Act, roles: frozenset[Role], *, secret: bool, authentication: AuthResult) -> Action:
    """What follows when somebody in these roles asks for this act. The first fitting row decides."""
    for rule in RULES:
        if act in rule.acts and rule.role in roles and (secret or not rule.secret):
            return {
                AuthResult.PASS: rule.passed,
                AuthResult.UNKNOWN: rule.unknown,
                AuthResult.FAIL: rule.failed,
            }[authentication]
    return Action.EXPLAIN


def party(person: Person, *, acting: str | None = None, order: str = "") -> Party:
    """The person as recorded in a request's history."""
    return Party(
        address=person.address,
        name=person.name,
        position=person.position,
        acting=acting,
        order=order or person.order,
    )


def approvers(office: Office, request: Request, day: date) -> list[Party]:
    """Who may decide on this request today, in the order they are asked.

    The head first; while the head is away, missing or is the requester: the deputies in force, in the
    office's order; at last the director (R29, Q2). The requester is never among them unless the office
    says so.
    """
    unit = _deciding_unit(office, request)
    return list(_unique(_candidates(office, request, unit, day))) if unit else []


def _deciding_unit(office: Office, request: Request) -> Unit | None:
    unit = office.unit(request.unit)
    if unit is not None and unit.school:
        return office.unit(unit.approved_by_unit)
    return unit


def _candidates(office: Office, request: Request, unit: Unit, day: date) -> Iterator[Party]:
    own = _own_address(office, request)
    head = office.person(unit.head)
    present = head is not None and head.serves(day) and not _away(unit, day)
    if head is not None and present and _may(office, head, own):
        yield party(head)
    alone = not present or (head is not None and not _may(office, head, own))
    for deputy in _deputies_in_force(office, request, unit, day):
        yield deputy
        alone = False
    director = office.person(office.director)
    if alone and director and director.serves(day) and _may(office, director, own):
        yield party(director)


def _own_address(office: Office, request: Request) -> str:
    own = office.person(request.requester.address)
    return own.address if own else request.requester.address


def _deputies_in_force(office: Office, request: Request, unit: Unit, day: date) -> Iterator[Party]:
    own = _own_address(office, request)
    head = office.person(unit.head)
    for deputy in unit.deputies:
        person = office.person(deputy.address)
        if person and deputy.in_force(day) and person.serves(day) and _may(office, person, own):
            yield _standing_in(person, deputy, head, unit)


def deputies(office: Office, request: Request, day: date) -> list[Party]:
    """Who may be asked when the head does not answer: the deputies in force, then the director."""
    unit = _deciding_unit(office, request)
    if unit is None:
        return []
    found = list(_deputies_in_force(office, request, unit, day))
    director = office.person(office.director)
    if director and director.serves(day) and _may(office, director, _own_address(office, request)):
        found.append(party(director))
    return list(_unique(iter(found)))


def _may(office: Office, person: Person, requester: str) -> bool:
    return office.policy.self_approval or person.address != requester


def _away(unit: Unit, day: date) -> bool:
    return any(since <= day <= until for since, until in unit.head_away)


def _standing_in(person: Person, deputy: Deputy, head: Person | None, unit: Unit) -> Party:
    of_whom = head.position if head and head.position else unit.name
    return party(person, acting=f"{deputy.acting.value} {of_whom}", order=deputy.order)


def _unique(parties: Iterator[Party]) -> Iterator[Party]:
    seen: set[str] = set()
    for each in parties:
        if each.address not in seen:
            seen.add(each.address)
            yield each


def delegate_of(request: Request) -> Party | None:
    """Whom a head's reply has named to decide on this one request (R29), if that still stands."""
    event = request.last(EventKind.DELEGATED, EventKind.APPROVAL_VOIDED, EventKind.RECEIVED)
    if event is None or event.kind is not EventKind.DELEGATED or request.approver is None:
        return None
    return request.approver if request.approver.address == event.data.get("to") else None


def only_assigned(office: Office, request: Request, address: str, day: date) -> bool:
    """Whether this person may decide by a delegation alone; what was delegated is not handed on (R29)."""
    delegate = delegate_of(request)
    in_office = {each.address for each in (*approvers(office, request, day), *deputies(office, request, day))}
    return delegate is not None and delegate.address == address and address not in in_office


def assigned(person: Person, by: Party) -> Party:
    """The person a head has delegated one request to, as printed on the papers (S6)."""
    return party(person, acting=f"{Acting.ASSIGNED.value} {by.position or by.name}")


def roles(office: Office, person: Person | None, request: Request | None, day: date) -> frozenset[Role]:
    """Everything this person is to this request, today."""
    found = {Role.ANYBODY}
    if person is None or not person.serves(day):
        return frozenset(found)
    if person.requester:
        found.add(Role.STAFF)
    if person.address in office.webmasters:
        found |= {Role.WEBMASTER, Role.STAFF}
    if person.address in office.reviewers:
        found |= {Role.REVIEWER, Role.STAFF}
    if any(person.address == unit.head or person.address in _deputies(unit) for unit in office.units):
        found.add(Role.STAFF)
    if request is not None:
        found |= _roles_in(office, person, request, day)
    return frozenset(found)


def _deputies(unit: Unit) -> set[str]:
    return {deputy.address for deputy in unit.deputies}


def _roles_in(office: Office, person: Person, request: Request, day: date) -> set[Role]:
    found: set[Role] = set()
    own = office.person(request.requester.address)
    if person.address in {request.requester.address, own.address if own else None}:
        found.add(Role.REQUESTER)
    deciding = {each.address for each in (*approvers(office, request, day), *deputies(office, request, day))}
    delegate = delegate_of(request)
    if delegate is not None and _may(office, person, request.requester.address):
        deciding.add(delegate.address)
    if person.address in deciding:
        found.add(Role.APPROVER)
    own_sites = {site.id for site in office.sites_of(person.address)}
    if own_sites & {item.site for item in request.items}:
        found.add(Role.SITE_WEBMASTER)
    return found


def table() -> list[tuple[str, str, str, str, str, str]]:
    """The rules as rows for the docs: acts, role, secret, passed, unknown, failed."""
    return [
        (
            ", ".join(rule.acts),
            rule.role,
            "needed" if rule.secret else "not needed",
            rule.passed,
            rule.unknown,
            rule.failed,
        )
        for rule in RULES
    ]
