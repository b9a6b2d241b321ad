"""Machines' mails about our letters: who is away and what came back is only believed as far as it can be."""

import pytest

from mailbot.core.letters import LetterState
from mailbot.core.request import EventKind
from tests.attacks.scene import HEAD, VOUCHED, asked, honest_approval, mail
from tests.conversations.correspondence import AUTHSERV, Correspondence

AWAY = "Automatic reply: out of office"
AUTO = ["Auto-Submitted: auto-replied"]
FAILED = f"Authentication-Results: {AUTHSERV}; dmarc=fail header.from=sea.example"


async def put(office: Correspondence, raw: bytes) -> int:
    """One mail comes in; how many letters it owed that went."""
    before = len(office.letters())
    office.mailbox.deliver(raw, internal_date=office.clock.time)
    await office.run()
    return len(office.letters()) - before


def away(answers: str, *, top: str = VOUCHED, sender: str = HEAD, number: int = 1) -> bytes:
    """An out-of-office answer."""
    return mail(
        top=[top],
        sender=[sender],
        subject=AWAY,
        answers=answers,
        body="I am out of office",
        extra=AUTO,
        message_id=f"<away{number}@client.example>",
    )


@pytest.mark.parametrize("sender", ["From: somruedee@sea.example", "From: x@evil.example", "From: <>"])
async def test_nobody_else_says_that_the_head_is_away(office: Correspondence, sender: str) -> None:
    letter = await asked(office)
    assert await put(office, away(letter.message_id, sender=sender)) == 0
    assert office.request().last(EventKind.AWAY, EventKind.ESCALATED) is None
    await honest_approval(office)


async def test_a_forged_absence_brings_in_nobody(office: Correspondence) -> None:
    letter = await asked(office)
    assert await put(office, away(letter.message_id, top=FAILED)) == 0
    assert office.request().last(EventKind.ESCALATED) is None


async def test_an_absence_after_the_answer_brings_in_nobody(office: Correspondence) -> None:
    letter = await asked(office)
    await honest_approval(office)
    assert await put(office, away(letter.message_id)) == 0
    assert office.request().last(EventKind.AWAY) is None


async def test_a_machine_that_says_it_five_times_brings_in_one_deputy(office: Correspondence) -> None:
    letter = await asked(office)
    for number in range(5):
        await put(office, away(letter.message_id, number=number))
    assert office.kinds_to("tawan") == ["approval_request"]
    assert office.kinds_to("prasert") == []
    assert office.kinds_to("somruedee").count("notice") == 1


async def test_the_deputys_own_absence_brings_in_the_next(office: Correspondence) -> None:
    letter = await asked(office)
    await put(office, away(letter.message_id))
    second = office.letter("tawan", "approval_request")
    await put(office, away(second.message_id, sender="From: tawan@sea.example", number=2))
    assert office.kinds_to("prasert") == ["approval_request"]


async def test_a_flood_of_bounces_is_one_alarm(office: Correspondence) -> None:
    letter = await asked(office)
    for number in range(30):
        body = f"user unknown 5.1.{number % 9} attempt {number}\r\n\r\nMessage-ID: {letter.message_id}\r\n"
        raw = mail(
            top=["Return-Path: <>"],
            sender=["From: MAILER-DAEMON@evil.example"],
            subject="Undelivered Mail Returned to Sender",
            body=body,
            message_id=f"<bounce{number}@client.example>",
        )
        await put(office, raw)
    assert office.kinds_to("thana") == ["attention"]
    assert sum(event.kind is EventKind.UNDELIVERABLE for event in office.request().events) == 1
    states = {each.id: each.state for each in office.every_letter()}
    assert LetterState.DEAD in states.values()
    await honest_approval(office)
