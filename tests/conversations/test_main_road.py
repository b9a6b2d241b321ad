"""From the first mail to the published page, and the ways a head can answer."""

from mailbot.core.request import Status
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import PDF, form

NUMBER = "WEB-2569-0001"
URL = "https://www.sea.example/news/1234"


async def asked(office: Correspondence, **more: object) -> None:
    """A complete request has come in; the head has been asked."""
    office.write("somruedee", "ขอเผยแพร่ข้อมูลข่าวสาร", form(**more), files=[PDF])  # type: ignore[arg-type]  # passed on
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL, office.request()


async def approved(office: Correspondence, **more: object) -> None:
    """The head has approved; the webmaster has the task."""
    await asked(office, **more)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def published(office: Correspondence, **more: object) -> None:
    await approved(office, **more)
    office.answer("thana", office.letter("thana", "task"), f"เผยแพร่แล้ว {URL}")
    await office.run()
    assert office.status() == Status.PUBLISHED


async def test_a_complete_request_is_approved_and_published(office: Correspondence) -> None:
    await published(office)

    assert office.kinds_to("somruedee") == ["acknowledgement", "decision", "published"]
    assert NUMBER in office.letters("somruedee")[0].subject
    assert URL in office.letter("somruedee", "published").text
    assert "ประกาศ.pdf" in office.letter("jiraporn", "approval_request").attachments
    assert "ประกาศ.pdf" in office.letter("thana", "task").attachments
    request = office.request()
    assert request.approval is not None
    assert request.approval.by.address == "jiraporn@sea.example"
    assert request.approval.content_hash == request.content_hash
    assert request.items[0].url == URL
    assert request.items[0].published_by is not None
    assert request.items[0].published_by.address == "thana@sea.example"


async def test_one_letter_asks_for_all_that_is_missing_and_the_answer_merges(office: Correspondence) -> None:
    office.write("somruedee", "ฝากลงข่าวหน่อยค่ะ", "ฝากลงข่าวประชุมผู้บริหารโรงเรียนหน่อยนะคะ ขอบคุณค่ะ")
    await office.run()
    assert office.status() == Status.NEEDS_INFO
    assert office.kinds_to("somruedee") == ["acknowledgement"]

    office.answer(
        "somruedee",
        office.letter("somruedee"),
        "หัวข้อ: ประชุมผู้บริหารโรงเรียน\nรายละเอียด: ประชุมวันที่ 12 พ.ย. 69 ณ ห้องประชุมใหญ่\nหมวด 3\nรับรอง",
    )
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL, office.request().missing
    assert office.request().fields.topic == "ประชุมผู้บริหารโรงเรียน"
    assert office.request().fields.phone, "known from the directory"


async def test_certification_is_never_inferred_from_silence(office: Correspondence) -> None:
    office.write("somruedee", "ขอเผยแพร่", form(more=""), files=[PDF])
    await office.run()
    assert office.status() == Status.NEEDS_INFO
    assert [need.value for need in office.request().missing] == ["certify"]

    office.answer("somruedee", office.letter("somruedee"), "รับรองค่ะ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL


async def test_a_rejection_reaches_the_requester_with_the_reason_word_for_word(
    office: Correspondence,
) -> None:
    await asked(office)
    reason = "เนื่องจากยังไม่ได้รับหนังสือยินยอมจากผู้ปกครอง"
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), f"ไม่อนุมัติ {reason}")
    await office.run()

    assert office.status() == Status.REJECTED
    assert reason in office.letter("somruedee", "decision").text
    assert "decision_echo" in office.kinds_to("jiraporn")
    assert office.letters("thana") == []


async def test_a_conditional_approval_is_not_an_approval(office: Correspondence) -> None:
    await asked(office)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ แต่ขอให้แก้ชื่อหัวข้อให้สั้นลงก่อน")
    await office.run()
    assert office.status() == Status.NEEDS_INFO
    assert office.request().approval is None
    assert "แก้ชื่อหัวข้อ" in office.letter("somruedee", "decision").text

    office.answer("somruedee", office.letter("somruedee", "decision"), "หัวข้อ: อบรม Active Learning")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.kinds_to("jiraporn").count("approval_request") == 2


async def test_noted_is_not_approved(office: Correspondence) -> None:
    await asked(office)
    for _ in range(3):
        office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "ทราบ")
        await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.request().approval is None
    assert office.kinds_to("thana") == ["attention"], "after some rounds a person is brought in"


async def test_a_head_delegates_one_request_by_name(office: Correspondence) -> None:
    await asked(office)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "มอบ นายตะวัน ชูใจ พิจารณา")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    letter = office.letter("tawan", "approval_request")

    office.answer("tawan", letter, "อนุมัติครับ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
    approval = office.request().approval
    assert approval is not None
    assert approval.by.acting is not None
    assert "ผู้ได้รับมอบหมาย" in approval.by.acting


async def test_delegating_to_nobody_on_record_is_asked_about(office: Correspondence) -> None:
    await asked(office)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "มอบรองฯ ปริศนา พิจารณา")
    await office.run()
    assert office.kinds_to("jiraporn")[-1] == "notice"
    approver = office.request().approver
    assert approver is not None
    assert approver.address == "jiraporn@sea.example"


async def test_the_requester_never_approves_the_own_request(office: Correspondence) -> None:
    office.write("jiraporn", "ขอเผยแพร่", form().replace("นางสาวสมฤดี ปิ่นแก้ว", "ดร.จิราพร แสงทอง"), files=[PDF])
    await office.run()
    approver = office.request().approver
    assert approver is not None
    assert approver.address != "jiraporn@sea.example"


async def test_a_request_for_two_sites_becomes_two_items(office: Correspondence) -> None:
    office.write(
        "somruedee",
        "ขอเผยแพร่ขึ้นเว็บไซต์หลัก และเว็บกลุ่มกฎหมาย",
        form(
            more="เผยแพร่บนเว็บไซต์หลัก และเว็บไซต์กลุ่มกฎหมายและคดี (www.sea.example/law)\nรับรองว่าข้อมูลถูกต้อง เผยแพร่ได้"
        ),
        files=[PDF],
    )
    await office.run()
    assert [item.site for item in office.request().items] == ["main", "law"]
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()

    office.answer("thana", office.letter("thana", "task"), f"ลงแล้วครับ {URL}")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION, "one of two sites is not all"
    office.answer("naree", office.letter("naree", "task"), "เผยแพร่แล้ว https://www.sea.example/law/55")
    await office.run()
    assert office.status() == Status.PUBLISHED


async def test_a_url_on_another_site_does_not_count(office: Correspondence) -> None:
    await approved(office)
    office.answer("thana", office.letter("thana", "task"), "เผยแพร่แล้ว https://www.sea.example/law/55")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
    assert office.kinds_to("thana")[-1] == "notice"


async def test_published_without_an_address_counts_and_the_address_is_asked_once(
    office: Correspondence,
) -> None:
    await approved(office)
    office.answer("thana", office.letter("thana", "task"), "เรียบร้อยครับ ลงเว็บให้แล้ว")
    await office.run()
    assert office.status() == Status.PUBLISHED
    assert office.kinds_to("thana") == ["task", "task"]

    office.answer("thana", office.letter("thana", "task"), URL)
    await office.run()
    assert office.request().items[0].url == URL
    assert URL in office.letter("somruedee", "published").text


async def test_what_the_webmaster_returns_comes_back_to_the_head_when_it_changed(
    office: Correspondence,
) -> None:
    await approved(office)
    office.answer("thana", office.letter("thana", "task"), "ไฟล์เปิดไม่ได้ครับ ขอใหม่")
    await office.run()
    assert office.status() == Status.NEEDS_INFO
    assert "ไฟล์เปิดไม่ได้" in office.letter("somruedee", "returned").text

    office.answer(
        "somruedee",
        office.letter("somruedee", "returned"),
        "ส่งไฟล์ใหม่ค่ะ",
        files=[("ประกาศ.pdf", b"%PDF-1.5 new\n%%EOF\n")],
    )
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert len(office.request().content_files) == 1, "a file of the same name replaces the older one"


async def test_a_change_after_approval_voids_it(office: Correspondence) -> None:
    await approved(office)
    office.answer("somruedee", office.letters("somruedee")[0], "ขอแก้ไข\nหัวข้อ: หัวข้อใหม่ที่ยังไม่มีใครอนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.request().approval is None
    assert "notice" in office.kinds_to("thana")

    old = office.letters("jiraporn")[0]
    office.answer("jiraporn", old, "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL, "the old letter is void"


async def test_withdrawing_ends_the_request_and_tells_who_waits(office: Correspondence) -> None:
    await asked(office)
    office.answer("somruedee", office.letter("somruedee"), "ขอถอนคำขอค่ะ")
    await office.run()
    assert office.status() == Status.WITHDRAWN
    assert office.kinds_to("jiraporn") == ["approval_request", "notice"]
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.WITHDRAWN


async def test_the_threads_of_two_readers_share_no_id(office: Correspondence) -> None:
    await approved(office)
    ids: dict[str, set[str]] = {}
    for letter in office.letters():
        known = ids.setdefault(letter.to, set())
        known |= {letter.message_id, *str(letter.message.get("References", "")).split()}
    people = list(ids)
    for one in people:
        for other in people:
            assert one == other or not ids[one] & ids[other]


async def test_a_correction_is_shown_back_without_asking_for_anything(office: Correspondence) -> None:
    await asked(office)
    office.answer("somruedee", office.letter("somruedee"), "หัวข้อ: อบรม Active Learning")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    text = office.letter("somruedee", "acknowledgement").text
    assert "ไม่ต้องดำเนินการเพิ่ม" in text.splitlines()[0]
    assert "รอข้อมูลเพิ่ม" not in text
    assert "เดิม: ประชุมเชิงปฏิบัติการ Active Learning" in text
