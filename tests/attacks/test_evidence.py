"""Rewriting history in the register: any change of a decision, or of the mail it rests on, shows.

Wanted: a register that says somebody else approved, something else, or at another time.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from mailbot.cli.verifying import codes
from mailbot.core.evidence import CHAIN, DECIDING, records, verify_chain
from mailbot.core.ledger import MailEntry
from mailbot.core.letters import Purpose, Report
from mailbot.core.request import Event, EventKind, Request
from tests.attacks.scene import published
from tests.conversations.correspondence import Correspondence


def _mails(office: Correspondence) -> dict[str, MailEntry]:
    entries = (office.register.get(MailEntry, each.mail) for each in office.request().events if each.mail)
    return {entry.key: entry for entry in entries if entry is not None}


def _approved(request: Request, change: Callable[[Event], Event]) -> Request:
    events = tuple(change(each) if each.kind is EventKind.APPROVED else each for each in request.events)
    return request.model_copy(update={"events": events})


def _data(name: str, value: str) -> Callable[[Request], Request]:
    return lambda request: _approved(
        request, lambda event: event.model_copy(update={"data": {**event.data, name: value}})
    )


def _field(**change: object) -> Callable[[Request], Request]:
    return lambda request: _approved(request, lambda event: event.model_copy(update=change))


def _somebody_else(event: Event) -> Event:
    assert event.by is not None
    return event.model_copy(update={"by": event.by.model_copy(update={"address": "tawan@sea.example"})})


FORGERIES: dict[str, Callable[[Request], Request]] = {
    "another person": lambda request: _approved(request, _somebody_else),
    "another moment": lambda request: _approved(
        request, lambda event: event.model_copy(update={"at": event.at - timedelta(days=1)})
    ),
    "another kind": _field(kind=EventKind.REJECTED),
    "other words": _field(note="อนุมัติทุกอย่าง"),
    "other content": _data("content", "0" * 64),
    "other files": _data("files", "[]"),
    "another letter": _data("letter", "WEB-2569-0001.99"),
    "another seal": _data(CHAIN, "0" * 64),
    "no seal": lambda request: _approved(request, lambda event: event.model_copy(update={"data": {}})),
    "the decision left out": lambda request: request.model_copy(
        update={"events": tuple(each for each in request.events if each.kind is not EventKind.APPROVED)}
    ),
    "two decisions in another order": lambda request: request.model_copy(
        update={"events": tuple(reversed(request.events))}
    ),
    "an approval nobody gave": lambda request: request.model_copy(
        update={
            "approval": request.approval and request.approval.model_copy(update={"content_hash": "0" * 64})
        }
    ),
    "a fact that bears a stolen seal": lambda request: request.model_copy(
        update={
            "events": (
                *request.events,
                Event(at=request.received_at, kind=EventKind.NOTED, data={CHAIN: "0" * 64}),
            )
        }
    ),
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
async def test_a_changed_decision_shows(office: Correspondence, forge: Callable[[Request], Request]) -> None:
    await published(office)
    mails = _mails(office)
    assert verify_chain(office.request(), mails) == []
    assert verify_chain(forge(office.request()), mails) != []


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"sender": "tawan@sea.example"},
        {"message_id": "<other@x.example>"},
        {"evidence": "{}"},
    ],
)
async def test_a_changed_ledger_entry_shows(office: Correspondence, change: Mapping[str, str]) -> None:
    await published(office)
    request, mails = office.request(), _mails(office)
    approved = request.last(EventKind.APPROVED)
    assert approved is not None
    assert approved.mail is not None
    mails[approved.mail] = mails[approved.mail].model_copy(update=dict(change))
    assert verify_chain(request, mails) != []


async def test_a_decision_whose_mail_is_gone_shows(office: Correspondence) -> None:
    await published(office)
    assert verify_chain(office.request(), {}) != []


async def test_every_character_of_a_decision_is_covered(office: Correspondence) -> None:
    await published(office)
    request, mails = office.request(), _mails(office)
    for place, event in enumerate(request.events):
        if event.kind not in DECIDING:
            continue
        for name, value in event.data.items():
            for at in range(0, len(value), max(1, len(value) // 7)):
                other = value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]
                changed = event.model_copy(update={"data": {**event.data, name: other}})
                events = (*request.events[:place], changed, *request.events[place + 1 :])
                assert verify_chain(request.model_copy(update={"events": events}), mails) != []


def _last(request: Request) -> Event:
    return next(event for event in reversed(request.events) if CHAIN in event.data)


def _until_the_last(request: Request) -> Request:
    return request.model_copy(update={"events": request.events[: request.events.index(_last(request))]})


def _sealed_anew(request: Request) -> Request:
    last = _last(request)
    other = last.model_copy(update={"note": "อนุมัติทุกอย่าง", "data": {**last.data, CHAIN: "0" * 64}})
    return request.model_copy(
        update={"events": tuple(other if each == last else each for each in request.events)}
    )


CUTS: dict[str, Callable[[Request], Request]] = {
    "the last decision, as if it had never been": _until_the_last,
    "all of a request": lambda request: request.model_copy(update={"events": ()}),
    "a decision sealed anew": _sealed_anew,
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
async def test_what_is_cut_off_shows_by_the_code_in_the_last_report(
    office: Correspondence, cut: Callable[[Request], Request]
) -> None:
    """The chain alone cannot show its own missing end; the report that lies at the reviewer's can."""
    await published(office)
    await office.days(23)
    (report,) = [each.context for each in office.every_letter() if each.purpose is Purpose.REVIEW]
    ((month, code, now),) = codes(office.register)
    assert (month, code) == ("2569-11", now)
    assert isinstance(report, Report)
    assert report.register_code == code
    office.register.commit([cut(office.request())])
    ((_, code, now),) = codes(office.register)
    assert code != now


async def test_what_is_decided_after_a_report_does_not_change_its_code(office: Correspondence) -> None:
    await published(office)
    await office.days(23)
    task = office.letter("thana", "task")
    office.answer("thana", task, "นำลงแล้ว")
    await office.run()
    ((_, code, now),) = codes(office.register)
    assert code == now


async def test_the_records_say_what_each_decision_rests_on(office: Correspondence) -> None:
    await published(office)
    request = office.request()
    approval = next(each for each in records(request, _mails(office)) if each["event"]["kind"] == "approved")
    assert approval["mail"]["sender"] == "jiraporn@sea.example"
    assert "dmarc=pass" in approval["mail"]["authentication"]
    assert approval["event"]["data"]["content"] == request.content_hash
    assert "ประกาศ.pdf" in approval["event"]["data"]["files"]
    assert approval["event"]["data"]["letter"]
    assert approval["previous"] == ""
    seals = [each[CHAIN] for each in records(request, _mails(office))]
    assert all(seals)
    assert len(set(seals)) == len(seals)
