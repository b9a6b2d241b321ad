"""The urgent branch, paper approvals, and deliveries outside mail (R30 to R35)."""

from mailbot.core.request import Status
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import CERTIFIED, PDF, form
from tests.conversations.test_main_road import URL, asked

BOTH = (
    "จำเป็นเร่งด่วนเพราะถนนหน้าสำนักงานปิดพรุ่งนี้ ขอเผยแพร่ก่อนแล้วจะส่งแบบฟอร์มที่อนุมัติภายหลัง "
    "ข่าวนี้ไม่ส่งผลกระทบต่อผู้มีส่วนได้เสีย\n" + CERTIFIED
)


async def released(office: Correspondence) -> None:
    office.write(
        "somruedee", "[ด่วน] ข่าวปิดถนนหน้าสำนักงานพรุ่งนี้", form("แจ้งปิดถนนหน้าสำนักงาน", more=BOTH), files=[PDF]
    )
    await office.run()
    assert office.status() == Status.URGENT_RELEASED, office.request()


async def test_both_conditions_release_at_once_and_the_approval_is_owed(office: Correspondence) -> None:
    await released(office)
    assert office.kinds_to("thana") == ["task"]
    assert office.kinds_to("jiraporn") == ["approval_request"]

    office.answer("thana", office.letter("thana", "task"), f"เผยแพร่แล้ว {URL}")
    await office.run()
    assert office.status() == Status.PUBLISHED_UNAPPROVED

    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.PUBLISHED


async def test_an_urgent_mark_alone_releases_nothing(office: Correspondence) -> None:
    office.write("somruedee", "ด่วนที่สุด ข่าวประชุม", form("ข่าวประชุมพรุ่งนี้"), files=[PDF])
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.letters("thana") == []


async def test_asking_for_the_urgent_way_without_its_conditions_is_asked_back(office: Correspondence) -> None:
    more = "จำเป็นเร่งด่วน ขอเผยแพร่ก่อนแล้วจะส่งแบบฟอร์มที่อนุมัติภายหลัง\n" + CERTIFIED
    office.write("somruedee", "ด่วน ข่าวปิดถนน", form("แจ้งปิดถนน", more=more), files=[PDF])
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL, "the head is asked meanwhile"
    assert "urgent_question" in office.kinds_to("somruedee")
    assert office.letters("thana") == []


async def test_exam_results_are_not_released_before_approval(office: Correspondence) -> None:
    office.write(
        "somruedee", "ด่วนที่สุด ประกาศผลสอบ", form("ประกาศรับสมัครสอบครูผู้ช่วย", tick=1, more=BOTH), files=[PDF]
    )
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.kinds_to("thana") == ["attention"], "the webmaster decides"

    office.answer("thana", office.letter("thana", "attention"), "ดำเนินการต่อ")
    await office.run()
    assert office.status() == Status.URGENT_RELEASED


async def test_a_rejection_after_an_urgent_release_orders_the_take_down(office: Correspondence) -> None:
    await released(office)
    office.answer("thana", office.letter("thana", "task"), f"เผยแพร่แล้ว {URL}")
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "ไม่อนุมัติ ข้อมูลไม่ถูกต้อง")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ORDERED
    office.answer("thana", office.letter("thana", "takedown"), "นำลงแล้ว")
    await office.run()
    assert office.status() == Status.TAKEN_DOWN
    assert office.kinds_to("somruedee")[-1] == "taken_down"


async def test_the_debt_of_an_urgent_release_is_reminded_of_every_day(office: Correspondence) -> None:
    await released(office)
    await office.days(3)
    assert office.kinds_to("jiraporn").count("approval_request") == 4
    digest = office.letter("thana", "digest")
    assert "WEB-2569-0001" in digest.text


async def test_a_paper_approval_counts_when_the_webmaster_vouches(office: Correspondence) -> None:
    await asked(office)
    office.write("thana", "WEB-2569-0001", "มีลายมือชื่ออนุมัติแล้ว")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
    approval = office.request().approval
    assert approval is not None
    assert approval.mode == "paper"
    assert approval.vouched_by is not None
    assert approval.vouched_by.address == "thana@sea.example"


async def test_a_requester_cannot_vouch_for_paper(office: Correspondence) -> None:
    await asked(office)
    office.write("somruedee", "WEB-2569-0001", "มีลายมือชื่ออนุมัติแล้ว")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL


async def test_files_through_my_office_are_waited_for(office: Correspondence) -> None:
    more = "(/) ทางระบบ my office เลขที่รับ 00123/2569\n" + CERTIFIED
    office.write("somruedee", "แจ้งส่งไฟล์ทาง my office", form(more=more))
    await office.run()
    assert office.status() == Status.NEEDS_FILES, office.request()
    office.answer("thana", office.letter("thana", "notice"), "ได้รับไฟล์แล้ว")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL


async def test_the_webmaster_registers_what_was_brought_in_person(office: Correspondence) -> None:
    office.write(
        "thana",
        "บันทึกรับงาน",
        "รับด้วยตนเองจากพี่แดง การเงิน แฟลชไดร์ฟ 1 อัน รูปงานเกษียณ 40 รูป ผอ.กลุ่มเซ็นอนุมัติในแบบฟอร์มแล้ว (แนบสแกน)",
        files=[("สแกน.pdf", b"%PDF-1.4 scan\n%%EOF\n")],
    )
    await office.run()
    request = office.request()
    assert request.requester.address == "daeng@sea.example", "found by the nickname"
    assert request.status == Status.AWAITING_PUBLICATION
    assert request.approval is not None
    assert request.approval.mode == "paper"
