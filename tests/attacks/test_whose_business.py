"""Whose request it is: a webmaster of one site has no say on another's, and sees nothing of it (R21, R34)."""

import pytest

from mailbot.core.letters import LetterState, Purpose
from mailbot.core.request import Status
from tests.attacks.scene import URL, approved, asked, kinds, mail, published
from tests.conversations.correspondence import Correspondence

OTHERS = ("naree", "anucha", "malee", "tawan")


@pytest.mark.parametrize("who", OTHERS)
async def test_ink_on_a_request_for_another_site_is_not_vouched_for(office: Correspondence, who: str) -> None:
    await asked(office)
    office.write(who, "WEB-2569-0001", "อนุมัติในกระดาษแล้ว")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.request().approval is None
    assert office.kinds_to(who)[-1:] == ["notice"], "told, with a way on"


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("words", ["ขอให้นำลง", "ดำเนินการต่อ", "ได้รับไฟล์แล้ว"])
async def test_another_sites_webmaster_orders_nothing(office: Correspondence, who: str, words: str) -> None:
    await published(office)
    office.write(who, "WEB-2569-0001", words)
    await office.run()
    assert office.status() == Status.PUBLISHED
    assert office.kinds_to("thana").count("takedown") == 0


async def test_the_main_sites_webmaster_vouches(office: Correspondence) -> None:
    await asked(office)
    office.write("thana", "WEB-2569-0001", "อนุมัติในกระดาษแล้ว")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


@pytest.mark.parametrize("who", ["wichai", "ratree", "daeng"])
async def test_a_forwarded_task_tells_its_reader_nothing(office: Correspondence, who: str) -> None:
    task = await approved(office)
    known = {letter.id for letter in office.every_letter()}
    raw = mail(sender=[f"From: {who}@sea.example"], answers=task.message_id, body=f"ลงแล้ว {URL}")
    office.mailbox.deliver(raw, internal_date=office.clock.time)
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
    new = [letter for letter in office.every_letter() if letter.id not in known]
    assert kinds(new) == [("notice", office.address(who))]
    assert new[0].purpose is Purpose.NONE
    assert getattr(new[0].context, "summary", "?") is None
    assert new[0].state is LetterState.SENT
