"""Many mails, many letters: who pays for a flood.

Wanted: to bury a colleague, a third party or the mail server in letters that we send.
"""

from collections import Counter

import pytest

from mailbot.core.letters import LetterState
from tests.attacks.scene import EVIL, VOUCHED, asked, honest_approval, mail, on_record_only
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import form

MANY = 70
"""More than a person's cap for a day; what holds for these holds for a thousand."""


def _sent(office: Correspondence) -> Counter[str]:
    return Counter(received.to for received in office.letters())


async def test_a_thousand_mails_of_a_stranger_draw_no_letter(office: Correspondence) -> None:
    """Wants: a thousand answers to an address he forged."""
    for n in range(1000):
        office.mailbox.deliver(
            mail(
                top=(EVIL,),
                sender=("From: victim@outside.example",),
                subject=f"ขอเผยแพร่ {n}",
                body="ฝากลงข่าว",
                message_id=f"<flood{n}@x.example>",
            )
        )
    await office.run()
    assert office.letters() == []
    assert office.requests() == []
    await asked(office)
    await honest_approval(office)


@pytest.mark.parametrize(
    "words",
    ["สถานะ", "ช่วยเหลือ", "อนุมัติ", "ฝากลงข่าวเรื่องที่ {n} ด้วยค่ะ", "หัวข้อ: เรื่องที่ {n}"],
)
async def test_a_colleague_in_whose_name_a_flood_comes_is_not_buried(
    office: Correspondence, words: str
) -> None:
    """Wants: letters to pour on somebody on record, where no server says who really wrote."""
    await asked(office)
    before = _sent(office)["daeng@sea.example"]
    for n in range(MANY):
        office.mailbox.deliver(
            mail(
                top=(),
                sender=("From: daeng@sea.example",),
                subject=f"เรื่องที่ {n}" if "{n}" in words else "ถาม",
                body=words.format(n=n),
                message_id=f"<flood{n}@x.example>",
            )
        )
    await office.run()
    policy = office.settings.office.policy
    assert _sent(office)["daeng@sea.example"] - before <= policy.letters_per_person_hour
    for hour in range(5):
        office.clock.forward(hours=1)
        office.mailbox.deliver(
            mail(top=(), sender=("From: daeng@sea.example",), body="สถานะ", message_id=f"<h{hour}@x.example>")
        )
        await office.run()
    assert all(count <= policy.letters_per_person_day for count in _sent(office).values())
    await honest_approval(office)


async def test_a_flood_of_whole_requests_does_not_bury_the_head(office: Correspondence) -> None:
    """Wants: the head of a group to get a hundred approval letters in an hour."""
    for n in range(MANY):
        office.mailbox.deliver(
            mail(
                top=(VOUCHED,),
                sender=("From: somruedee@sea.example",),
                subject="ขอเผยแพร่",
                body=form(f"เรื่องที่ {n} ของวันนี้", tick=4, more="รับรองว่าข้อมูลถูกต้อง เผยแพร่ได้"),
                message_id=f"<flood{n}@x.example>",
            )
        )
    await office.run()
    policy = office.settings.office.policy
    assert all(count <= policy.letters_per_person_hour for count in _sent(office).values())
    dropped = [each for each in office.every_letter() if each.state is LetterState.DROPPED]
    assert all("cap" in each.error for each in dropped), "what is not sent says why"
    on_record_only(office)


async def test_the_same_words_go_to_a_person_once_a_day(office: Correspondence) -> None:
    """Wants: the same answer again and again; the honest second question next day is answered."""
    for n in range(5):
        office.write("daeng", f"ถาม {n}", "ช่วยเหลือ")
        await office.run()
    assert office.kinds_to("daeng") == ["help"]
    office.clock.forward(days=1)
    office.write("daeng", "ถาม", "ช่วยเหลือ")
    await office.run()
    assert office.kinds_to("daeng") == ["help", "help"]
