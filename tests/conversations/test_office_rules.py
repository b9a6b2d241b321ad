"""Single rules of the guideline, each as the mails in which an office would meet it."""

from pathlib import Path

from mailbot.core.request import EventKind, Need, Status
from tests.conversations.correspondence import Correspondence, sample_settings
from tests.conversations.mails import CERTIFIED, PDF, form
from tests.conversations.test_main_road import NUMBER, approved, asked, published

FROM_SCHOOL = (
    "ชื่อ - สกุล: นางสาวกานดา ครูดี\nตำแหน่ง: ครูชำนาญการ\nสังกัด: โรงเรียนตัวอย่างวิทยาคม\n"
    "เบอร์โทรศัพท์: 08 1234 5678\nหมวด: ภาพกิจกรรม\nหัวข้อ: กีฬาสีภายใน\nรายละเอียด: แข่งขันวันที่ 12 พ.ย. 2569\n"
)


async def test_without_a_site_named_it_is_for_the_main_site(office: Correspondence) -> None:
    await asked(office)
    assert [item.site for item in office.request().items] == ["main"]


async def test_the_history_of_a_request_is_told_on_asking(office: Correspondence) -> None:
    await published(office)
    office.write("somruedee", f"ประวัติ {NUMBER}", f"ประวัติ {NUMBER}")
    await office.run()
    history = office.letter("somruedee", "status").text
    for what in ("รับเรื่อง", "อนุมัติ", "เผยแพร่แล้ว", "ดร.จิราพร แสงทอง", "นายธนา วงศ์ดี"):
        assert what in history


async def test_a_schools_request_goes_to_the_head_of_the_group_that_owns_it(office: Correspondence) -> None:
    office.write("teacher@school-one.example", "ขอลงข่าว", FROM_SCHOOL + CERTIFIED, files=[PDF])
    await office.run()
    assert office.kinds_to("jiraporn") == ["approval_request"]


async def test_an_update_of_a_page_asks_which_page(office: Correspondence) -> None:
    office.write("somruedee", "ขอปรับปรุงข้อมูล", form("ปรับปรุงทำเนียบบุคลากร", tick=4), files=[PDF])
    await office.run()
    assert Need.TARGET_URL in office.request().missing


async def test_other_must_say_what_it_is(office: Correspondence) -> None:
    words = form("ข่าวทั่วไป", tick=0, more="(/) อื่น ๆ (โปรดระบุ) ........\n" + CERTIFIED)
    office.write("somruedee", "ขอลงเว็บ", words, files=[PDF])
    await office.run()
    assert Need.CATEGORY_OTHER in office.request().missing


async def test_no_ticked_box_is_never_refused(office: Correspondence) -> None:
    office.write("somruedee", "ขอลงเว็บ", form("ภาพกิจกรรมวันเด็ก", tick=0), files=[PDF])
    await office.run()
    request = office.request()
    assert request.fields.categories or Need.CATEGORIES in request.missing
    assert request.status in {Status.NEEDS_INFO, Status.AWAITING_APPROVAL}


async def test_a_file_of_an_unknown_type_reaches_the_webmaster(office: Correspondence) -> None:
    strange = ("แผนที่.xyz", b"\x00\x01 no known type \xff")
    office.write("somruedee", "ขอเผยแพร่ข้อมูลข่าวสาร", form(), files=[strange])
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    assert "แผนที่.xyz" in office.letter("thana", "task").attachments


async def test_every_request_is_certified_anew(office: Correspondence) -> None:
    await published(office)
    office.write("somruedee", "ขอเผยแพร่", form("ข่าวอีกเรื่องหนึ่ง", more=""), files=[("b.pdf", b"%PDF-1.4 b")])
    await office.run()
    assert Need.CERTIFY in office.request("WEB-2569-0002").missing


async def test_the_task_has_a_checklist_and_the_whole_package(office: Correspondence) -> None:
    await approved(office)
    task = office.letter("thana", "task")
    assert "รายการตรวจก่อนเผยแพร่" in task.text
    assert "ดร.จิราพร แสงทอง" in task.text
    assert "อนุมัติ" in task.text
    assert any(name.endswith(".pdf") and NUMBER in name for name in task.attachments), task.attachments


async def test_a_category_with_a_period_comes_down_after_it(office: Correspondence) -> None:
    await published(office)
    (item,) = office.request().items
    assert item.published_at is not None
    assert item.until is not None
    assert (item.until - item.published_at.date()).days == 180


async def test_a_password_is_warned_of_and_shown_to_nobody(office: Correspondence) -> None:
    words = form(detail="เข้าระบบด้วย username admin รหัสผ่าน: Secret#99 แล้วลงข่าว")
    office.write("somruedee", "ขอลงเว็บ", words, files=[PDF])
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    office.answer("thana", office.letter("thana", "task"), "ข้อมูลไม่ครบ password: Other#88 ใช้ไม่ได้")
    await office.run()
    assert "password" in office.request().warnings
    for letter in office.letters():
        assert "Secret#99" not in letter.text + letter.html, letter.subject
        assert "Other#88" not in letter.text + letter.html, letter.subject
    assert "Secret#99" not in office.request().model_dump_json()


async def test_a_secrecy_mark_stops_the_request_for_a_person(office: Correspondence) -> None:
    office.write("somruedee", "ขอลงเว็บ", "ลับ\n" + form(), files=[PDF])
    await office.run()
    assert office.status() == Status.ON_HOLD
    assert office.letters("jiraporn") == []
    assert office.kinds_to("thana") == ["attention"]


async def test_a_secrecy_mark_in_a_file_name_stops_it_too(office: Correspondence) -> None:
    office.write("somruedee", "ขอลงเว็บ", form(), files=[("(ลับ) รายชื่อ.pdf", b"%PDF-1.4\n%%EOF\n")])
    await office.run()
    assert office.status() == Status.ON_HOLD


async def test_personal_numbers_are_shown_as_a_warning_and_block_nothing(office: Correspondence) -> None:
    office.write("somruedee", "ขอลงเว็บ", form(detail="ผู้ได้รับทุน เลขประจำตัว 1-1017-00230-70-8"), files=[PDF])
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    for who in ("somruedee", "jiraporn"):
        assert "เลขประจำตัวประชาชน" in office.letter(who).text


async def test_words_taken_from_others_are_asked_about(office: Correspondence) -> None:
    office.write("somruedee", "ขอลงเว็บ", form(detail="ภาพจากเว็บ pinterest"), files=[PDF])
    await office.run()
    assert "แหล่งที่มา" in office.letter("somruedee").text
    assert "แหล่งที่มา" in office.letter("jiraporn", "approval_request").text


async def test_files_said_to_be_attached_and_forgotten_are_asked_for(office: Correspondence) -> None:
    office.write("somruedee", "ขอลงเว็บ", form(more="(/) ทาง e-mail : somruedee@sea.example\n" + CERTIFIED))
    await office.run()
    assert Need.FILES in office.request().missing


async def test_a_link_to_a_drive_is_pointed_out(office: Correspondence) -> None:
    words = form(more="ไฟล์อยู่ที่ https://drive.google.com/file/d/abc/view\n" + CERTIFIED)
    office.write("somruedee", "ขอลงเว็บ", words)
    await office.run()
    assert "drive_link" in office.request().warnings


async def test_what_the_webmaster_forwards_names_who_wrote_it(office: Correspondence) -> None:
    words = (
        "ฝากดำเนินการค่ะ\n\n---------- Forwarded message ---------\n"
        "From: นางสาวสมฤดี ปิ่นแก้ว <somruedee@sea.example>\n"
        "Date: Mon, 9 Nov 2026 at 08:00\nSubject: ขอลงเว็บ\nTo: <thana@sea.example>\n\n" + form()
    )
    office.write("thana", "Fwd: ขอลงเว็บ", words, files=[PDF])
    await office.run()
    request = office.request()
    assert request.requester.address == "somruedee@sea.example"
    assert "somruedee@sea.example" in (request.original_sender or "")
    assert request.missing == (Need.CERTIFY,), "what was forwarded certifies nothing"
    assert office.kinds_to("somruedee") == ["acknowledgement"]
    office.answer("somruedee", office.letter("somruedee"), "รับรอง")
    await office.run()
    assert office.kinds_to("jiraporn") == ["approval_request"]
    assert "เรื่องนี้ส่งต่อมา" in office.letter("jiraporn").text


async def test_what_somebody_else_forwards_is_the_forwarders_request(office: Correspondence) -> None:
    inner = (
        "---------- Forwarded message ---------\nFrom: <jiraporn@sea.example>\nSubject: ขอลงเว็บ\n\n" + form()
    )
    office.write("somruedee", "Fwd: ขอลงเว็บ", "ฝากลงเว็บค่ะ\n\n" + inner, files=[PDF])
    await office.run()
    assert office.request().requester.address == "somruedee@sea.example"


async def test_a_webmaster_who_forwards_an_own_mail_asks_for_it(office: Correspondence) -> None:
    inner = "---------- Forwarded message ---------\nFrom: <thana@sea.example>\nSubject: ขอลงเว็บ\n\n" + form()
    office.write("thana", "Fwd: ขอลงเว็บ", f"{CERTIFIED}\n\n{inner}", files=[PDF])
    await office.run()
    assert office.request().requester.address == "thana@sea.example"
    assert Need.CERTIFY not in office.request().missing


async def test_an_unproven_forward_makes_nobody_else_the_requester(office: Correspondence) -> None:
    inner = (
        "---------- Forwarded message ---------\nFrom: <jiraporn@sea.example>\nSubject: ขอลงเว็บ\n\n" + form()
    )
    office.write("thana", "Fwd: ขอลงเว็บ", f"ฝากด้วย\n\n{inner}", files=[PDF], authentication="fail")
    await office.run()
    assert office.requests() == []
    assert office.letters("jiraporn") == []


async def test_the_same_again_is_asked_about_and_a_yes_replaces_the_first(office: Correspondence) -> None:
    await asked(office)
    office.write("somruedee", "ส่งใหม่ ไฟล์เดิมผิด", form(), files=[("ใหม่.pdf", b"%PDF-1.4 new\n%%EOF\n")])
    await office.run()
    question = office.letter("somruedee")
    assert NUMBER in question.text
    assert "แทนที่" in question.text
    office.answer("somruedee", question, "ใช่ค่ะ")
    await office.run()
    assert office.status() == Status.WITHDRAWN
    assert office.status("WEB-2569-0002") == Status.AWAITING_APPROVAL
    assert office.request("WEB-2569-0002").follows == NUMBER


async def test_a_no_keeps_both(office: Correspondence) -> None:
    await asked(office)
    office.write("somruedee", "ส่งอีกเรื่อง", form(), files=[("ใหม่.pdf", b"%PDF-1.4 new\n%%EOF\n")])
    await office.run()
    office.answer("somruedee", office.letter("somruedee"), "ไม่ใช่ค่ะ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.status("WEB-2569-0002") == Status.AWAITING_APPROVAL


async def test_a_correction_after_publication_is_a_new_request_that_is_approved_again(
    office: Correspondence,
) -> None:
    await published(office)
    last = office.letter("somruedee", "published")
    office.answer(
        "somruedee", last, "หัวข้อ: ประชุมเชิงปฏิบัติการ (แก้ไข)\n" + CERTIFIED, files=[("แก้.pdf", b"%PDF-1.4 2")]
    )
    await office.run()
    assert office.status() == Status.PUBLISHED
    second = office.request("WEB-2569-0002")
    assert second.follows == NUMBER
    assert second.approval is None


async def test_all_dates_of_a_request_are_on_record_with_who_and_by_which_mail(
    office: Correspondence,
) -> None:
    await published(office)
    request = office.request()
    facts = {event.kind: event for event in request.events}
    for kind, who in (
        (EventKind.RECEIVED, "somruedee@sea.example"),
        (EventKind.APPROVED, "jiraporn@sea.example"),
        (EventKind.PUBLISHED, "thana@sea.example"),
    ):
        by = facts[kind].by
        assert by is not None
        assert by.address == who
        assert facts[kind].mail is not None
        assert facts[kind].at.tzinfo is not None


async def test_people_are_kept_as_they_were_on_the_day(office: Correspondence) -> None:
    await published(office)
    assert office.request().requester.position == "นักวิชาการศึกษาปฏิบัติการ"
    assert "คำสั่งที่ 125/2568" in office.request().requester.order


async def test_numbers_run_through_the_year(office: Correspondence) -> None:
    for topic in ("เรื่องแรก", "เรื่องที่สอง"):
        office.write("somruedee", topic, form(topic), files=[(f"{topic}.pdf", topic.encode())])
        await office.run()
    assert sorted(each.number for each in office.requests()) == ["WEB-2569-0001", "WEB-2569-0002"]


async def test_letters_ask_to_obey_the_laws(office: Correspondence) -> None:
    await asked(office)
    letter = office.letter("jiraporn", "approval_request").text
    assert "คอมพิวเตอร์" in letter
    assert "พ.ศ. 2540" in letter or "๒๕๔๐" in letter


async def test_a_picture_from_an_agency_is_pointed_out(office: Correspondence) -> None:
    office.write(
        "somruedee", "ขอลงเว็บ", form(), files=[("shutterstock_1234.jpg", b"\xff\xd8\xff no picture")]
    )
    await office.run()
    assert "ลิขสิทธิ์" in office.letter("jiraporn", "approval_request").text


async def test_the_webmaster_sees_a_draft_before_the_report_goes_up(tmp_path: Path) -> None:
    office = await Correspondence(sample_settings(tmp_path, report_draft_hours=24)).open()
    await office.days(22)
    assert "report" in office.kinds_to("thana")
    assert "report" not in office.kinds_to("wanida")
    await office.days(2)
    assert "report" in office.kinds_to("wanida")
    await office.app.close()


async def test_several_matters_in_one_mail_are_pointed_out_and_not_split_by_guess(
    office: Correspondence,
) -> None:
    matters = "ขอลงข่าว 2 เรื่องดังนี้\n1. ประกาศรับสมัครครู\n2. ภาพกิจกรรมวันลอยกระทง\n\n"
    office.write("somruedee", "ขอลงเว็บ", matters + form(), files=[("ไฟล์.pdf", b"%PDF-1.4")])
    await office.run()
    assert len(office.requests()) == 1
    assert "มี 2 เรื่อง แต่นับเป็นคำขอเดียว" in office.letter("somruedee", "acknowledgement").text
    assert "มี 2 เรื่อง แต่นับเป็นคำขอเดียว" in office.letter("jiraporn", "approval_request").text


async def test_a_site_the_office_does_not_have_is_asked_about(office: Correspondence) -> None:
    body = "ขอเผยแพร่บนเว็บไซต์กลุ่มดาราศาสตร์\n" + form()
    office.write("somruedee", "ขอลงเว็บ", body, files=[("ไฟล์.pdf", b"%PDF-1.4")])
    await office.run()
    letter = office.letter("somruedee", "acknowledgement")
    assert "เว็บไซต์หลัก หรือเว็บไซต์ของกลุ่มใด" in letter.text
    assert "approval_request" not in office.kinds_to("jiraporn")
    office.answer("somruedee", letter, "เว็บไซต์หลักค่ะ")
    await office.run()
    assert "approval_request" in office.kinds_to("jiraporn")
    assert [item.site for item in office.request().items] == ["main"]
