"""Secrets guessed, reused, expired, or meant for something else: lock 2 alone must hold.

Everything is sent from the head's own authenticated address unless the case says otherwise; wanted is an
approval of the one request that waits.
"""

from collections.abc import Callable

import pytest

from mailbot.core.letters import Purpose
from mailbot.core.request import Status
from tests.attacks.scene import (
    VOUCHED,
    approved,
    asked,
    attacked,
    honest_approval,
    mail,
    secret_of,
)
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import PDF, form


def _token(office: Correspondence, who: str, purpose: Purpose) -> str:
    return secret_of(office, who, purpose).strip("<").partition(".")[0]


GUESSES: dict[str, Callable[[str], bytes]] = {
    "no secret": lambda _: mail(),
    "the number in the subject": lambda _: mail(subject="Re: [WEB-2569-0001] อนุมัติ"),
    "the number in the text": lambda _: mail(body="อนุมัติ WEB-2569-0001"),
    "the number as a Message-ID": lambda _: mail(answers="<web-2569-0001.1@sea.example>"),
    "the subject alone, as some programs thread": lambda _: mail(subject="Re: [WEB-2569-0001] ขออนุมัติ"),
    "a secret of zeros": lambda _: mail(answers=f"<{'0' * 26}.letter@sea.example>"),
    "one character too few": lambda t: mail(answers=f"<{t[:-1]}.letter@sea.example>"),
    "one character too many": lambda t: mail(answers=f"<{t}0.letter@sea.example>"),
    "the last character changed": lambda t: mail(
        answers=f"<{t[:-2]}{'1' if t[-2] != '1' else '2'}{t[-1]}.letter@sea.example>"
    ),
    "the first half": lambda t: mail(answers=f"<{t[:13]}{'0' * 13}.letter@sea.example>"),
    "backwards": lambda t: mail(answers=f"<{t[::-1]}.letter@sea.example>"),
    "a guessed plus-address": lambda _: mail(extra=(f"Delivered-To: web+{'7' * 26}@sea.example",)),
    "many guesses in one mail": lambda _: mail(
        extra=("References: " + " ".join(f"<{n:026d}.x@sea.example>" for n in range(400)),)
    ),
    "many guesses in the text": lambda _: mail(body="อนุมัติ\n" + "\n".join(f"{n:026d}" for n in range(200))),
    "its hash": lambda t: mail(answers=f"<{t.encode().hex()[:26]}.letter@sea.example>"),
}


@pytest.mark.parametrize("guess", GUESSES.values(), ids=GUESSES)
async def test_a_guess_is_no_secret(office: Correspondence, guess: Callable[[str], bytes]) -> None:
    """Wants: the approval by a number, a thread or a lucky guess."""
    await asked(office)
    await attacked(office, guess(_token(office, "jiraporn", Purpose.DECIDE)))
    await honest_approval(office)


OTHERS = ("tawan", "somruedee", "thana", "wanida", "somchai", "teacher@school-one.example")


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("way", ["references", "plus-address", "subject code", "text code"])
async def test_the_heads_secret_in_another_hand_decides_nothing(
    office: Correspondence, who: str, way: str
) -> None:
    """Wants: a forwarded letter, its tap or its typed code to work for the colleague who has it."""
    letter = await asked(office)
    token = _token(office, "jiraporn", Purpose.DECIDE)
    address = office.address(who)
    more = {
        "references": {"answers": letter.message_id},
        "plus-address": {"extra": (f"Delivered-To: web+{token}@sea.example",)},
        "subject code": {"subject": f"อนุมัติ [WEB-2569-0001] รหัส {token.upper()}"},
        "text code": {"body": f"อนุมัติ\nรหัส {token.upper()}"},
    }[way]
    vouched = VOUCHED.replace("header.from=sea.example", f"header.from={address.partition('@')[2]}")
    raw = mail(top=(vouched,), sender=(f"From: {address}",), **more)  # type: ignore[arg-type]  # a table
    owed = await attacked(office, raw)
    assert all(letter.kind in {"notice", "acknowledgement"} for letter in owed), owed
    await honest_approval(office)


@pytest.mark.parametrize("way", ["plus-address", "subject code"])
async def test_the_head_may_answer_by_tap_or_by_typed_code(office: Correspondence, way: str) -> None:
    """The honest twin of the ways above."""
    await asked(office)
    token = _token(office, "jiraporn", Purpose.DECIDE)
    if way == "plus-address":
        raw = mail(extra=(f"Delivered-To: web+{token}@sea.example",))
    else:
        raw = mail(subject=f"อนุมัติ [WEB-2569-0001] รหัส {token.lower()}")
    office.mailbox.deliver(raw)
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_a_secret_for_another_purpose_decides_nothing(office: Correspondence) -> None:
    """Wants: the head's own request's secret to approve the request of somebody else."""
    await asked(office)
    office.write("jiraporn", "ขอเผยแพร่", form("เรื่องของหัวหน้าเอง"), files=[PDF])
    await office.run()
    completing = secret_of(office, "jiraporn", Purpose.COMPLETE)
    await attacked(office, mail(answers=completing, body="อนุมัติ"))
    await honest_approval(office)


async def test_a_secret_of_another_request_decides_only_that_one(office: Correspondence) -> None:
    """Wants: the letter of one request to approve another by naming its number."""
    first = await asked(office)
    office.write("somruedee", "ขอเผยแพร่", form("อีกเรื่องหนึ่งที่ยังไม่ได้ดู"), files=[PDF])
    await office.run()
    office.mailbox.deliver(
        mail(answers=first.message_id, subject="Re: [WEB-2569-0002] ขออนุมัติ", body="อนุมัติ WEB-2569-0002")
    )
    await office.run()
    assert office.status("WEB-2569-0002") == Status.AWAITING_APPROVAL
    assert office.request("WEB-2569-0002").approval is None


async def test_two_live_secrets_in_one_answer_are_asked_about(office: Correspondence) -> None:
    """Wants: one «อนุมัติ» to count for two."""
    first = await asked(office)
    office.write("somruedee", "ขอเผยแพร่", form("อีกเรื่องหนึ่งที่ยังไม่ได้ดู"), files=[PDF])
    await office.run()
    second = office.letter("jiraporn", "approval_request")
    both = mail(answers=f"{first.message_id} {second.message_id}")
    owed = await attacked(office, both)
    assert [letter.kind for letter in owed] == ["notice"]
    office.answer("jiraporn", first, "อนุมัติ")
    office.answer("jiraporn", second, "อนุมัติ")
    await office.run()
    assert [each.status for each in office.requests()] == [Status.AWAITING_PUBLICATION] * 2


async def test_two_live_tasks_in_one_report_are_asked_about(office: Correspondence) -> None:
    """Wants: one «ลงแล้ว» to close another task."""
    first = await approved(office)
    office.write("somruedee", "ขอเผยแพร่", form("อีกเรื่องหนึ่งที่ยังไม่ได้ดู"), files=[PDF])
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    second = office.letter("thana", "task")
    raw = mail(
        sender=("From: thana@sea.example",),
        answers=f"{first.message_id} {second.message_id}",
        body="เผยแพร่แล้ว",
    )
    await attacked(office, raw)
    office.answer("thana", first, "เผยแพร่แล้ว https://www.sea.example/a")
    await office.run()
    assert office.status() == Status.PUBLISHED
    assert office.status("WEB-2569-0002") == Status.AWAITING_PUBLICATION


async def test_an_expired_secret_is_explained_and_asked_anew(office: Correspondence) -> None:
    """Wants: a letter found in an old mailbox to decide."""
    old = await asked(office)
    office.clock.forward(days=61)
    owed = await attacked(office, mail(answers=old.message_id))
    assert "approval_request" in [letter.kind for letter in owed]
    await honest_approval(office)


async def test_a_void_secret_is_explained(office: Correspondence) -> None:
    """Wants: the approval of the content before it was changed."""
    old = await asked(office)
    office.answer("somruedee", office.letter("somruedee"), "หัวข้อ: เรื่องใหม่ที่ยังไม่มีใครเห็น")
    await office.run()
    owed = await attacked(office, mail(answers=old.message_id))
    assert [letter.kind for letter in owed] == ["notice"]
    await honest_approval(office)


@pytest.mark.parametrize("word", ["อนุมัติ", "ไม่อนุมัติ", "ขอให้แก้ไขหัวข้อ", "มอบ นายตะวัน ชูใจ พิจารณา"])
async def test_a_used_secret_decides_nothing_more(office: Correspondence, word: str) -> None:
    """Wants: a second, other decision by the letter that was already answered."""
    await approved(office)
    used = office.letter("jiraporn", "approval_request")
    await attacked(office, mail(answers=used.message_id, body=word))
    office.answer("thana", office.letter("thana", "task"), "เผยแพร่แล้ว https://www.sea.example/a")
    await office.run()
    assert office.status() == Status.PUBLISHED


@pytest.mark.parametrize("who", ["tawan", "somruedee", "thana", "somchai"])
async def test_an_undo_in_another_hand_undoes_nothing(office: Correspondence, who: str) -> None:
    """Wants: to take the head's approval back with the echo the head received."""
    await approved(office)
    echo = office.letter("jiraporn", "decision_echo")
    raw = mail(sender=(f"From: {who}@sea.example",), answers=echo.message_id, body="ยกเลิก")
    await attacked(office, raw)
    office.answer("jiraporn", echo, "ยกเลิก")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL


async def test_an_undo_nobody_vouches_for_is_asked_about(office: Correspondence) -> None:
    """Wants: to stop a publication in the head's name, knowing the echo."""
    await approved(office)
    echo = office.letter("jiraporn", "decision_echo")
    owed = await attacked(office, mail(top=(), answers=echo.message_id, body="ยกเลิก"))
    assert [letter.kind for letter in owed] == ["confirm_decision"]
    office.answer("jiraporn", office.letter("jiraporn", "confirm_decision"), "ยืนยัน", authentication=None)
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
