"""What each decision rests on, chained by hash, so that a later change in the register shows.

Sealed when a decision is committed, from the mail that made it; verified from what is stored. A record
takes in the one before it: a change, a removal or another order breaks every seal that follows. What is
cut off at the end, or whole, shows by the code that each monthly report carries away.
Nothing here reads files; whether the raw mail itself is unchanged is the archive's check.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.core.case import Case
from mailbot.core.ledger import MailEntry
from mailbot.core.mail import Mail
from mailbot.core.request import Event, EventKind, Request

DECIDING = frozenset({
    EventKind.CERTIFIED, EventKind.APPROVED, EventKind.REJECTED, EventKind.REVISION_ASKED,
    EventKind.POSTPONED, EventKind.DELEGATED, EventKind.APPROVAL_VOIDED, EventKind.APPROVAL_REVOKED,
    EventKind.DECISION_REVOKED, EventKind.RELEASED, EventKind.URGENT_RELEASED, EventKind.ITEM_PUBLISHED,
    EventKind.PUBLISHED, EventKind.RETURNED, EventKind.TAKEN_DOWN, EventKind.WITHDRAWN,
    EventKind.TAKEDOWN_ASKED, EventKind.TAKEDOWN_APPROVED, EventKind.TAKEDOWN_REFUSED,
})  # fmt: skip
"""The facts somebody answers for. Reminders, questions and notes are not among them."""
CHAIN = "chain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """The mail a decision rests on, as far as the seal covers it."""

    key: str
    sha256: str
    message_id: str | None
    sender: str | None
    authentication: str
    """The verdict and the headers it rests on, as in the ledger."""

    @classmethod
    def of(cls, entry: MailEntry) -> "Witness":
        """As the ledger holds it."""
        return cls(
            key=entry.ledger_key,
            sha256=entry.sha256,
            message_id=entry.message_id,
            sender=entry.sender,
            authentication=entry.evidence,
        )


def authentication_text(mail: Mail) -> str:
    """The authentication verdict and the headers it rests on, as the ledger keeps them."""
    found = mail.authentication
    said = {
        "result": found.result.value,
        "method": found.method,
        "by": found.by,
        "detail": found.detail,
        "headers": found.headers,
    }
    return json.dumps(said, ensure_ascii=False)


def sealed(request: Request, case: Case) -> Request:
    """The request with every decision of this mail sealed: content, files, the letter answered, the chain."""
    mail = case.mail
    witness = Witness(
        key=case.key,
        sha256=mail.sha256,
        message_id=mail.message_id,
        sender=mail.sender.address,
        authentication=authentication_text(mail),
    )
    answered = next((letter.id for letter in case.answered if letter.request == request.number), "")
    files = [[file.filename, file.sha256] for file in request.content_files]
    events: list[Event] = []
    previous = ""
    for each in request.events:
        event = each
        if event.kind in DECIDING and event.mail == case.key and CHAIN not in event.data:
            rests = {"content": request.content_hash, "files": json.dumps(files, ensure_ascii=False)}
            rests |= {"letter": answered} if answered else {}
            event = event.model_copy(update={"data": {**event.data, **rests}})
            seal = _seal(request.number, event, witness, previous)
            event = event.model_copy(update={"data": {**event.data, CHAIN: seal}})
        previous = event.data.get(CHAIN, previous)
        events.append(event)
    return request.model_copy(update={"events": tuple(events)})


def records(request: Request, mails: Mapping[str, MailEntry]) -> list[dict[str, Any]]:
    """Each decision's evidence, oldest first: what was decided, by whom, on what, and its seal."""
    found = []
    previous = ""
    for event in request.events:
        if event.kind not in DECIDING:
            continue
        entry = mails.get(event.mail or "")
        found.append(_record(request.number, event, Witness.of(entry) if entry else None, previous))
        found[-1][CHAIN] = event.data.get(CHAIN, "")
        previous = event.data.get(CHAIN, previous)
    return found


def register_code(requests: Iterable[Request], at: datetime) -> str:
    """What all decisions up to this moment come to, as a code of four groups that a person can compare.

    It goes out with the monthly report: what lies at the reviewer's cannot be changed with the register, so
    that a decision, or a whole request, that is missing later shows too.
    """
    last = {
        request.number: seals[-1]
        for request in requests
        if (
            seals := [event.data[CHAIN] for event in request.events if event.at <= at and CHAIN in event.data]
        )
    }
    text = "\n".join(f"{number} {last[number]}" for number in sorted(last))
    code = hashlib.sha256(text.encode()).hexdigest()[:16].upper()
    return "-".join(code[place : place + 4] for place in range(0, 16, 4))


def verify_chain(request: Request, mails: Mapping[str, MailEntry]) -> list[str]:
    """What does not fit any more; empty when every decision is as it was committed.

    ``mails``: the ledger's entries by key, at least those that the request's events name.
    """
    wrong = []
    previous = ""
    for number, event in enumerate(request.events, start=1):
        if event.kind not in DECIDING or event.mail is None:
            if CHAIN in event.data:
                wrong.append(
                    f"{request.number}: event {number} ({event.kind}) bears a seal that is not its own"
                )
            continue
        where = f"{request.number}: event {number} ({event.kind}, {event.at:%Y-%m-%d %H:%M})"
        entry = mails.get(event.mail)
        if entry is None:
            wrong.append(f"{where}: the mail {event.mail} is not in the ledger")
        elif CHAIN not in event.data:
            wrong.append(f"{where} is not sealed")
        elif event.data[CHAIN] != _seal(request.number, event, Witness.of(entry), previous):
            wrong.append(f"{where} or its mail was changed after it was committed")
        previous = event.data.get(CHAIN, previous)
    return wrong + _approval_fits(request)


def _approval_fits(request: Request) -> list[str]:
    """The approval in force is the one that was decided last, on the content it says."""
    if request.approval is None:
        return []
    last = request.last(EventKind.APPROVED)
    if last is not None and last.by == request.approval.by:
        content = last.data.get("content")
        if content in {None, request.approval.content_hash}:
            return []
    return [f"{request.number}: the approval in force is not the one that was decided"]


def _seal(number: str, event: Event, witness: Witness | None, previous: str) -> str:
    record = _record(number, event, witness, previous)
    text = json.dumps(record, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _record(number: str, event: Event, witness: Witness | None, previous: str) -> dict[str, Any]:
    said = event.model_dump(mode="json")
    said["data"] = {name: value for name, value in sorted(event.data.items()) if name != CHAIN}
    mail = None
    if witness is not None:
        mail = {
            "key": witness.key,
            "sha256": witness.sha256,
            "message_id": witness.message_id,
            "sender": witness.sender,
            "authentication": witness.authentication,
        }
    return {"previous": previous, "request": number, "event": said, "mail": mail}
