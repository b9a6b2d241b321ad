"""A flood of one person's requests does not silence another's: what is waited for is not dropped."""

from datetime import timedelta

from mailbot.core.letters import ApprovalRequest, Letter, LetterState
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import form


def questions(office: Correspondence) -> list[Letter]:
    """The first approval letters of all requests."""
    letters = office.every_letter()
    return [
        each for each in letters if isinstance(each.context, ApprovalRequest) and not each.context.reminder
    ]


async def test_the_honest_request_behind_a_flood_reaches_its_head(office: Correspondence) -> None:
    for number in range(40):
        topic = f"การประชุมเชิงปฏิบัติการครั้งที่ {number} ประจำปี"
        office.write(
            "somruedee", topic, form(topic), files=[(f"{number}.pdf", b"%PDF-1.4\n" + bytes([number]))]
        )
    office.write(
        "tawan", "ประกาศผล", form("ประกาศผลการคัดเลือกครูดีเด่น"), files=[("ผล.pdf", b"%PDF-1.4\n%%EOF\n")]
    )
    await office.run()
    mine = next(each.number for each in office.requests() if each.requester.address == "tawan@sea.example")
    states = {each.request: each.state for each in questions(office)}
    assert LetterState.DROPPED not in states.values()
    assert sum(state is LetterState.SENT for state in states.values()) == 30, "the head's hour"
    assert states[mine] is LetterState.OWED
    for _ in range(3):
        office.clock.forward(hours=1)
        await office.run()
    assert {each.state for each in questions(office)} == {LetterState.SENT}


async def test_no_hour_brings_more_than_the_cap(office: Correspondence) -> None:
    for number in range(65):
        topic = f"การประชุมเชิงปฏิบัติการครั้งที่ {number} ประจำปี"
        office.write(
            "somruedee", topic, form(topic), files=[(f"{number}.pdf", b"%PDF-1.4\n" + bytes([number]))]
        )
    await office.run()
    turns = sorted(each.not_before for each in questions(office))
    hours = [sum(0 <= (later - turn) / timedelta(hours=1) < 1 for later in turns) for turn in turns]
    assert max(hours) <= 31


async def test_a_machine_behind_a_heads_address_brings_the_webmaster_one_letter(
    office: Correspondence,
) -> None:
    office.write("somruedee", "ขอเผยแพร่", form(), files=[("ก.pdf", b"%PDF-1.4\n%%EOF\n")])
    await office.run()
    for number in range(12):
        letter = office.letter("jiraporn", "approval_request")
        office.answer("jiraporn", letter, f"ขอบคุณที่ติดต่อ เราได้รับอีเมลของท่านแล้ว เลขที่ {number}")
        await office.run()
    assert office.kinds_to("thana") == ["attention"]
    assert office.kinds_to("jiraporn").count("approval_request") == 3
    assert office.status() == "awaiting_approval"
