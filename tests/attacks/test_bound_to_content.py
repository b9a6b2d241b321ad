"""What was decided, vouched for or reported holds for the content it was about, whatever crosses it."""

from mailbot.core.letters import Notice, NoticeAbout
from mailbot.core.request import EventKind, Status
from tests.attacks.scene import URL, approved, asked, honest_approval, honest_report
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import PDF, form

OTHER = ("ฉบับใหม่.pdf", b"%PDF-1.4\n% other\n%%EOF\n")


async def changed(office: Correspondence) -> None:
    """The requester sends another file in answer to the acknowledgement."""
    letter = office.letter("somruedee", "acknowledgement")
    office.answer("somruedee", letter, "ขอเปลี่ยนไฟล์แนบค่ะ", files=[OTHER])
    await office.run()


def about_to(office: Correspondence, who: str) -> list[NoticeAbout]:
    """What the notices to a person are about, in order."""
    letters = sorted(office.every_letter(), key=lambda letter: letter.owed_at)
    mine = [letter.context for letter in letters if letter.to.address == office.address(who)]
    return [context.about for context in mine if isinstance(context, Notice)]


async def test_an_approval_taken_back_while_returned_does_not_come_back(office: Correspondence) -> None:
    task = await approved(office)
    echo = office.letter("jiraporn", "decision_echo")
    office.answer("thana", task, "ไฟล์เปิดไม่ได้ ขอไฟล์ใหม่")
    await office.run()
    assert office.status() == Status.NEEDS_INFO
    office.answer("jiraporn", echo, "ยกเลิก")
    await office.run()
    assert office.request().approval is None
    assert about_to(office, "jiraporn") == [NoticeAbout.UNDONE]
    office.answer("somruedee", office.letter("somruedee"), "รับรองค่ะ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    await honest_approval(office)


async def test_the_same_content_again_keeps_an_approval_nobody_took_back(office: Correspondence) -> None:
    task = await approved(office)
    office.answer("thana", task, "ไฟล์เปิดไม่ได้ ขอไฟล์ใหม่")
    await office.run()
    office.answer("somruedee", office.letter("somruedee"), "รับรองค่ะ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_an_answer_to_an_old_echo_does_not_approve_new_content(office: Correspondence) -> None:
    await approved(office)
    echo = office.letter("jiraporn", "decision_echo")
    await changed(office)
    office.answer("jiraporn", echo, "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert about_to(office, "jiraporn") == [NoticeAbout.SUPERSEDED]
    await honest_approval(office)


async def test_a_change_of_what_was_approved_leaves_no_approval_behind(office: Correspondence) -> None:
    await approved(office)
    await changed(office)
    assert office.request().approval is None


async def test_ink_is_not_vouched_for_over_other_content(office: Correspondence) -> None:
    office.write("somruedee", "ขอเผยแพร่", form(more=""), files=[PDF])
    await office.run()
    office.write("thana", "WEB-2569-0001", "อนุมัติในกระดาษแล้ว", authentication=None)
    await office.run()
    question = office.letter("thana", "confirm_decision")
    office.write("somruedee", "Re: WEB-2569-0001", "หัวข้อข่าวสาร/กิจกรรม: เรื่องอื่นโดยสิ้นเชิงไม่เหมือนเดิม")
    await office.run()
    office.answer("thana", question, "ใช่")
    await office.run()
    assert office.request().approval is None
    assert about_to(office, "thana") == [NoticeAbout.SUPERSEDED]
    office.answer("thana", office.letter("thana", "notice"), "อนุมัติในกระดาษแล้ว")
    await office.run()
    approval = office.request().approval
    assert approval is not None, "the webmaster has seen the content now"
    assert approval.content_hash == office.request().content_hash


async def test_a_digest_from_before_a_change_does_not_report_the_new_content(office: Correspondence) -> None:
    await approved(office)
    await office.days(1)
    digest = office.letter("thana", "digest")
    await changed(office)
    await honest_approval(office)
    office.answer("thana", digest, f"1 ลงแล้ว {URL}")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
    assert NoticeAbout.SUPERSEDED in about_to(office, "thana")
    await honest_report(office)


async def test_a_report_that_crosses_a_revocation_is_ordered_down(office: Correspondence) -> None:
    task = await approved(office)
    office.answer("jiraporn", office.letter("jiraporn", "decision_echo"), "ยกเลิก")
    await office.run()
    office.answer("thana", task, f"เผยแพร่แล้ว {URL}")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert about_to(office, "thana")[-1] == NoticeAbout.UP_WITHOUT_APPROVAL
    assert about_to(office, "jiraporn")[-1] == NoticeAbout.UP_WITHOUT_APPROVAL
    noted = office.request().last(EventKind.NOTED)
    assert noted is not None
    assert noted.data["url"] == URL, "an auditor sees where it was up"
    await honest_approval(office)
    await honest_report(office)


async def test_a_report_that_crosses_a_withdrawal_is_recorded_and_ordered_down(
    office: Correspondence,
) -> None:
    task = await approved(office)
    office.answer("somruedee", office.letter("somruedee", "acknowledgement"), "ขอถอนเรื่อง")
    await office.run()
    office.answer("thana", task, f"เผยแพร่แล้ว {URL}")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ORDERED
    assert office.request().items[0].url == URL
    office.answer("thana", office.letter("thana", "takedown"), "นำลงแล้ว")
    await office.run()
    assert office.status() == Status.TAKEN_DOWN


async def test_a_report_before_any_approval_is_no_publication(office: Correspondence) -> None:
    await asked(office)
    office.write("thana", "WEB-2569-0001", f"เผยแพร่แล้ว {URL}")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert about_to(office, "thana") == [NoticeAbout.UP_WITHOUT_APPROVAL]
