"""People who may not decide: the requester, colleagues, who has left, who stands in out of turn.

All mails here are authentic. Wanted: an approval by somebody who is not the one to approve.
"""

from datetime import date

import pytest

from mailbot.core.letters import Purpose
from mailbot.core.request import Status
from tests.attacks.scene import asked, attacked, honest_approval, honest_report, mail, secret_of
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import PDF, form


def _staffed(office: Correspondence, address: str, **change: object) -> None:
    """The office's record of one person changes, and the bot starts anew with it."""
    old = office.settings.office
    people = tuple(
        person.model_copy(update=change) if person.address == address else person for person in old.people
    )
    office.settings = office.settings.model_copy(update={"office": old.model_copy(update={"people": people})})
    office.restart()


async def test_the_requester_with_the_heads_letter_approves_nothing(office: Correspondence) -> None:
    """Wants: to approve the own request with a forwarded letter."""
    letter = await asked(office)
    owed = await attacked(office, mail(sender=("From: somruedee@sea.example",), answers=letter.message_id))
    assert [each.context.about.value for each in owed if each.kind == "notice"] == ["self_approval"]  # type: ignore[union-attr]  # a notice
    await honest_approval(office)


async def test_a_head_who_is_the_requester_is_not_asked(office: Correspondence) -> None:
    """Wants: the own «อนุมัติ» to the acknowledgement to count."""
    office.write("jiraporn", "ขอเผยแพร่", form("เรื่องของหัวหน้าเอง"), files=[PDF])
    await office.run()
    own = secret_of(office, "jiraporn", Purpose.COMPLETE)
    await attacked(office, mail(answers=own), mail(answers=own, body="อนุมัติค่ะ", message_id="<2@x.example>"))
    office.answer("tawan", office.letter("tawan", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_an_alias_is_the_same_person(office: Correspondence) -> None:
    """Wants: to request under one address and approve under the other."""
    _staffed(office, "jiraporn@sea.example", aliases=("jiraporn.s@sea.example",))
    office.write("jiraporn.s", "ขอเผยแพร่", form("เรื่องของหัวหน้าเอง"), files=[PDF])
    await office.run()
    assert office.request().requester.address == "jiraporn@sea.example"
    letter = office.letter("tawan", "approval_request")
    await attacked(office, mail(answers=letter.message_id))
    office.answer("tawan", letter, "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_a_head_may_answer_from_the_other_address(office: Correspondence) -> None:
    """The honest twin of the alias."""
    _staffed(office, "jiraporn@sea.example", aliases=("jiraporn.s@sea.example",))
    letter = await asked(office)
    office.answer("jiraporn.s", letter, "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


@pytest.mark.parametrize("word", ["อนุมัติ", "ไม่อนุมัติ", "ยกเลิก", "มอบ นายตะวัน ชูใจ พิจารณา", "ขอให้แก้ไขหัวข้อ"])
async def test_a_head_who_has_left_decides_nothing_and_sees_nothing(
    office: Correspondence, word: str
) -> None:
    """Wants: an old letter to work after the last day in office, or at least to show what came of it."""
    letter = await asked(office)
    _staffed(office, "jiraporn@sea.example", until=date(2026, 11, 8))
    owed = await attacked(office, mail(answers=letter.message_id, body=word))
    to_the_former = [each for each in owed if each.to.address == "jiraporn@sea.example"]
    assert all(each.kind == "notice" and each.context.summary is None for each in to_the_former)  # type: ignore[union-attr]  # a notice
    assert "approval_request" in office.kinds_to("tawan"), "who may decide now is asked"
    office.answer("tawan", office.letter("tawan", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_a_head_who_has_left_undoes_nothing(office: Correspondence) -> None:
    """Wants: to stop a publication with the echo of a decision from the time in office."""
    office.answer("jiraporn", await asked(office), "อนุมัติ")
    await office.run()
    echo = office.letter("jiraporn", "decision_echo")
    _staffed(office, "jiraporn@sea.example", until=date(2026, 11, 8))
    await attacked(office, mail(answers=echo.message_id, body="ยกเลิก"))
    await honest_report(office)


@pytest.mark.parametrize(
    "who", ["tawan", "old.staff", "wanida", "somchai", "prasert", "malee", "chalerm", "thana", "naree"]
)
async def test_who_was_not_asked_decides_nothing(office: Correspondence, who: str) -> None:
    """Wants: another head's, a deputy's or a webmaster's word to replace the head's."""
    letter = await asked(office)
    raw = mail(sender=(f"From: {who}@sea.example",), answers=letter.message_id)
    byname = mail(
        sender=(f"From: {who}@sea.example",), subject="[WEB-2569-0001]", message_id="<2@client.example>"
    )
    await attacked(office, raw, byname)
    await honest_approval(office)


async def test_a_deputy_out_of_force_decides_nothing(office: Correspondence) -> None:
    """Wants: a deputy's appointment to outlast its last day."""
    office.write("jiraporn", "ขอเผยแพร่", form("เรื่องของหัวหน้าเอง"), files=[PDF])
    await office.run()
    letter = office.letter("tawan", "approval_request")
    old = office.settings.office
    units = tuple(
        unit.model_copy(
            update={
                "deputies": tuple(d.model_copy(update={"until": date(2026, 11, 8)}) for d in unit.deputies)
            }
        )
        for unit in old.units
    )
    office.settings = office.settings.model_copy(update={"office": old.model_copy(update={"units": units})})
    office.restart()
    await attacked(office, mail(sender=("From: tawan@sea.example",), answers=letter.message_id))
    office.answer("prasert", office.letter("prasert", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


@pytest.mark.parametrize(
    "name", ["นางสาวสมฤดี ปิ่นแก้ว", "ฤดี", "นายบุญส่ง เกษียณสุข", "ตัวเอง", "ดร.จิราพร แสงทอง", "นายใครก็ได้ ไม่มีตัวตน"]
)
async def test_a_case_is_delegated_to_nobody_who_may_not_have_it(office: Correspondence, name: str) -> None:
    """Wants: the requester, somebody who has left, or nobody at all to be handed the decision."""
    letter = await asked(office)
    owed = await attacked(office, mail(answers=letter.message_id, body=f"มอบ {name} พิจารณา"))
    assert all(each.to.address == "jiraporn@sea.example" for each in owed), owed
    await honest_approval(office)


async def test_a_delegation_ends_with_the_next_content(office: Correspondence) -> None:
    """Wants: a delegation for one content to hold for another."""
    letter = await asked(office)
    office.answer("jiraporn", letter, "มอบ นายตะวัน ชูใจ พิจารณา")
    await office.run()
    old = office.letter("tawan", "approval_request")
    office.answer("somruedee", office.letter("somruedee"), "หัวข้อ: เรื่องใหม่ที่ยังไม่มีใครเห็น")
    await office.run()
    await attacked(office, mail(sender=("From: tawan@sea.example",), answers=old.message_id))
    await honest_approval(office)


async def test_a_delegate_hands_on_to_nobody(office: Correspondence) -> None:
    """Wants: a chain of delegations to end with somebody the head has never named."""
    office.answer("jiraporn", await asked(office), "มอบ นายกมล ใจงาม พิจารณา")
    await office.run()
    office.answer("kamon", office.letter("kamon", "approval_request"), "มอบ นางวนิดา สุขใจ พิจารณา")
    await office.run()
    assert "approval_request" not in office.kinds_to("wanida")
    told = office.letter("kamon", "notice")
    office.answer("kamon", told, "อนุมัติ")
    await office.run()
    approval = office.request().approval
    assert approval is not None
    assert approval.by.address == "kamon@sea.example"


async def test_a_head_who_has_a_case_back_may_delegate_it_anew(office: Correspondence) -> None:
    """The limit is for who decides by a delegation alone, not for the head."""
    office.answer("jiraporn", await asked(office), "มอบ นายตะวัน ชูใจ พิจารณา")
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "decision_echo"), "ยกเลิก")
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "มอบ นางวนิดา สุขใจ พิจารณา")
    await office.run()
    assert "approval_request" in office.kinds_to("wanida")


async def test_a_webmaster_does_not_vouch_for_the_own_paper(office: Correspondence) -> None:
    """Wants: the webmaster's own request to be approved by the webmaster's word for a signature."""
    office.write("thana", "ขอเผยแพร่", form("เรื่องของผู้ดูแลเว็บเอง"), files=[PDF])
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL, office.request().missing
    await attacked(
        office,
        mail(sender=("From: thana@sea.example",), subject="WEB-2569-0001", body="มีลายมือชื่ออนุมัติแล้ว"),
    )
    office.answer("wanida", office.letter("wanida", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
