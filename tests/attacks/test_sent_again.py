"""An authentic mail of the head's, used for what the head did not write it for: the head is asked, once."""

import pytest

from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.request import Status
from tests.attacks.scene import HEAD, NUMBER, VOUCHED, asked, mail
from tests.conversations.correspondence import AUTHSERV, Correspondence

DATE = b"Date: Mon, 09 Nov 2026 09:30:00 +0700"
FAILED = f"Authentication-Results: {AUTHSERV}; dmarc=fail header.from=sea.example"
LEAVE = "<leave@client.example>"


async def put(office: Correspondence, raw: bytes) -> None:
    """One mail comes in."""
    office.mailbox.deliver(raw, internal_date=office.clock.time)
    await office.run()


async def only_asked(office: Correspondence) -> None:
    """Nothing is decided, the head is asked; and the head's yes still settles it (the honest twin)."""
    assert office.status() == Status.AWAITING_APPROVAL
    question = office.letter("jiraporn", "confirm_decision")
    office.answer("jiraporn", question, "ใช่")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def denied(office: Correspondence) -> None:
    """The head says no to the question."""
    office.answer("jiraporn", office.letter("jiraporn", "confirm_decision"), "ไม่ใช่")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL


async def test_a_mail_written_before_the_letter_is_no_answer_to_it(office: Correspondence) -> None:
    letter = await asked(office)
    raw = mail(answers=letter.message_id).replace(DATE, b"Date: Mon, 02 Nov 2026 09:30:00 +0700")
    await put(office, raw)
    await only_asked(office)


async def test_a_mail_without_a_date_is_asked_about(office: Correspondence) -> None:
    letter = await asked(office)
    await put(office, mail(answers=letter.message_id).replace(DATE + b"\r\n", b""))
    await only_asked(office)


async def test_a_clock_minutes_behind_ours_is_nobody_in_disguise(office: Correspondence) -> None:
    letter = await asked(office)
    await put(office, mail(answers=letter.message_id).replace(DATE, b"Date: Mon, 09 Nov 2026 08:40:00 +0700"))
    assert office.status() == Status.AWAITING_PUBLICATION


@pytest.mark.parametrize(
    "field",
    [
        "Subject: another",
        "Content-Type: text/plain; charset=tis-620",
        "Content-Transfer-Encoding: 8bit",
        "In-Reply-To: <another@client.example>",
        "Date: Mon, 09 Nov 2026 09:31:00 +0700",
        "Message-ID: <another@client.example>",
        "To: somebody@evil.example",
        "Sender: somruedee@sea.example",
        "Sender: Secretary <secretary@sea.example>",
        "Resent-From: somruedee@sea.example",
        "Resent-Sender: x@evil.example",
        "Sender: jiraporn@sea.example, somruedee@sea.example",
    ],
)
async def test_a_field_that_a_signature_need_not_cover_brings_a_question(
    office: Correspondence, field: str
) -> None:
    letter = await asked(office)
    await put(office, mail(answers=letter.message_id, extra=[field]))
    await only_asked(office)


@pytest.mark.parametrize("field", ["Sender: jiraporn@sea.example", "Sender: Head <JIRAPORN@sea.example>"])
async def test_a_sender_field_of_the_same_person_changes_nothing(office: Correspondence, field: str) -> None:
    letter = await asked(office)
    await put(office, mail(answers=letter.message_id, extra=[field]))
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_a_yes_to_another_mail_with_our_letter_in_its_thread_is_asked_about(
    office: Correspondence,
) -> None:
    letter = await asked(office)
    thread = [f"In-Reply-To: {LEAVE}", f"References: {letter.message_id} {LEAVE}"]
    await put(office, mail(subject="Re: ขออนุมัติลาพักผ่อน", extra=thread))
    await denied(office)


@pytest.mark.parametrize("where", ["quote", "subject", "cc"])
async def test_a_yes_to_another_mail_with_our_code_in_it_is_asked_about(
    office: Correspondence, where: str
) -> None:
    letter = await asked(office)
    code = letter.message_id.strip("<").partition(".")[0].upper()
    quote = f"\r\n\r\n> ขออนุมัติลาพักผ่อน\r\n> {code}" if where == "quote" else ""
    subject = f"Re: ขออนุมัติลา {code}" if where == "subject" else "Re: ขออนุมัติลา"
    cc = [f"Cc: web+{code.lower()}@sea.example"] if where == "cc" else []
    thread = [f"In-Reply-To: {LEAVE}", f"References: {LEAVE}", *cc]
    await put(office, mail(subject=subject, body=f"อนุมัติ{quote}", extra=thread))
    await denied(office)


async def test_the_code_in_a_new_mail_still_answers_the_letter(office: Correspondence) -> None:
    letter = await asked(office)
    code = letter.message_id.strip("<").partition(".")[0].upper()
    await put(office, mail(subject=f"อนุมัติ {code}"))
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_a_take_back_of_old_is_asked_about(office: Correspondence) -> None:
    letter = await asked(office)
    await put(office, mail(answers=letter.message_id))
    echo = office.letter("jiraporn", "decision_echo")
    raw = mail(answers=echo.message_id, body="ยกเลิก", message_id="<again@client.example>")
    await put(office, raw.replace(DATE, b"Date: Mon, 02 Nov 2026 09:30:00 +0700"))
    assert office.status() == Status.AWAITING_PUBLICATION
    assert office.kinds_to("jiraporn")[-1] == "confirm_decision"


@pytest.mark.parametrize(
    "first",
    [
        mail(top=[FAILED], answers=None),
        mail(top=[], sender=["From: x@evil.example"]),
        mail(top=[], extra=["Auto-Submitted: auto-generated"]),
        mail(top=[], subject="Re: other"),
    ],
    ids=["forged", "stranger", "automatic", "subject"],
)
async def test_a_false_copy_that_came_first_does_not_silence_the_true_mail(
    office: Correspondence, first: bytes
) -> None:
    letter = await asked(office)
    await put(office, first)
    await put(office, mail(answers=letter.message_id))
    ledger = {
        entry.key: entry
        for month in office.register.months()
        for entry in office.register.each(MailEntry, month)
    }
    shelved = [entry for entry in ledger.values() if entry.outcome is Outcome.SHELVED]
    heard = office.status() == Status.AWAITING_PUBLICATION
    assert heard or [entry.reason for entry in shelved] == ["same id, different mail"], (
        "heard, or before a person"
    )


async def test_the_true_copy_counts_after_one_that_nobody_could_vouch_for(office: Correspondence) -> None:
    letter = await asked(office)
    await put(office, mail(top=[FAILED], answers=letter.message_id))
    assert office.status() == Status.AWAITING_APPROVAL
    await put(office, mail(top=[VOUCHED], answers=letter.message_id))
    assert office.status() == Status.AWAITING_PUBLICATION
    entry = office.entry("<attack@client.example>")
    assert entry.requests == (NUMBER,)
    assert HEAD.endswith(entry.sender or "-")


async def test_the_second_copy_of_what_counted_does_nothing(office: Correspondence) -> None:
    letter = await asked(office)
    await put(office, mail(answers=letter.message_id))
    events = len(office.request().events)
    await put(office, mail(top=["Received: from list.example", VOUCHED], answers=letter.message_id))
    assert len(office.request().events) == events
