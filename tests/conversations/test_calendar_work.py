"""What the calendar owes: reminders, digests, take-downs and the monthly report."""

from mailbot.core.ledger import Mark
from mailbot.core.request import Status
from tests.conversations.correspondence import BANGKOK, Correspondence
from tests.conversations.mails import CERTIFIED, PDF, form
from tests.conversations.test_main_road import approved, asked, published


async def test_a_silent_head_is_reminded_and_then_the_deputy_is_asked(office: Correspondence) -> None:
    office.write("daeng", "ขอเผยแพร่", form(), files=[PDF])
    await office.run()
    await office.days(4)
    assert office.kinds_to("pornthip").count("approval_request") == 3, "the letter and two reminders"
    assert "approval_request" not in office.kinds_to("anucha")
    await office.days(3)
    assert "approval_request" in office.kinds_to("anucha")
    assert office.status() == Status.AWAITING_APPROVAL, "nothing is approved by silence"

    office.answer("anucha", office.letter("anucha", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
    approval = office.request().approval
    assert approval is not None
    assert approval.by.acting is not None
    assert "ปฏิบัติราชการแทน" in approval.by.acting


async def test_after_two_weeks_off_one_reminder_goes_not_all(office: Correspondence) -> None:
    await asked(office)
    office.clock.forward(days=14)
    await office.run()
    assert office.kinds_to("jiraporn").count("approval_request") == 2


async def test_nothing_goes_out_by_itself_at_night_or_on_a_holiday(office: Correspondence) -> None:
    await asked(office)
    office.clock.forward(days=5, hours=1)  # Saturday
    before = len(office.letters())
    await office.run()
    assert len(office.letters()) == before


async def test_the_digest_numbers_todays_work_and_is_answered_by_number(office: Correspondence) -> None:
    await approved(office)
    office.write("somruedee", "ขอเผยแพร่", form("เรื่องที่สอง"), files=[PDF])
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    await office.days(1)
    digest = office.letter("thana", "digest")
    assert "WEB-2569-0001" in digest.text
    assert "WEB-2569-0002" in digest.text

    office.answer("thana", digest, "ข้อ 1 https://www.sea.example/news/1\nข้อ 2 ไฟล์เปิดไม่ได้")
    await office.run()
    states = {office.status("WEB-2569-0001"), office.status("WEB-2569-0002")}
    assert states == {Status.PUBLISHED, Status.NEEDS_INFO}


async def test_a_quiet_morning_has_no_digest(office: Correspondence) -> None:
    await office.days(2)
    assert office.letters() == []


async def test_the_end_of_a_publication_period_is_announced_until_it_is_down(office: Correspondence) -> None:
    more = "เผยแพร่ถึงวันที่ 20 พฤศจิกายน 2569\n" + CERTIFIED
    await published(office, more=more)
    assert office.request().period_ends is not None
    await office.days(12)
    assert "takedown" in office.kinds_to("thana")
    office.answer("thana", office.letter("thana", "takedown"), "นำลงแล้ว")
    await office.run()
    assert office.status() == Status.TAKEN_DOWN


async def test_the_monthly_report_is_sent_reviewed_and_not_sent_again(office: Correspondence) -> None:
    await published(office)
    await office.days(23)  # into December
    assert "report" in office.kinds_to("wanida")
    report = office.letter("wanida", "report")
    assert "WEB-2569-0001" in report.text

    office.answer("wanida", report, "ทราบ")
    await office.run()
    mark = office.register.get(Mark, "reviewed:2569-11")
    assert mark is not None
    assert "ทราบ" in mark.value
    count = office.kinds_to("wanida").count("report")
    await office.days(15)
    assert office.kinds_to("wanida").count("report") == count


async def test_a_report_nobody_has_acknowledged_is_reminded_of(office: Correspondence) -> None:
    await office.days(23)
    assert office.kinds_to("wanida").count("report") == 1, "a month with nothing has a report too"
    await office.days(12)
    assert office.kinds_to("wanida").count("report") == 3


async def test_the_first_working_day_of_the_next_month_is_the_reports_day(office: Correspondence) -> None:
    await office.days(21)  # Monday 30 November
    assert "report" not in office.kinds_to("wanida")
    await office.days(1)
    assert office.clock.time.astimezone(BANGKOK).date().isoformat() == "2026-12-01"
    assert "report" in office.kinds_to("wanida")


async def test_what_was_rejected_after_an_urgent_release_is_no_longer_owed(office: Correspondence) -> None:
    from mailbot.core.report import report
    from mailbot.core.request import Request
    from tests.conversations.test_urgent_and_paper import released

    await released(office)
    office.answer("thana", office.letter("thana", "task"), "เผยแพร่แล้ว https://www.sea.example/news/7")
    await office.run()

    def made() -> tuple[int, int]:
        found = report(
            "2569-11",
            lambda month: office.register.each(Request, month),
            office.settings.office,
            made_at=office.clock.now(),
        )
        return found.summary.urgent_owed, found.summary.rejected

    assert made() == (1, 0)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "ไม่อนุมัติ ข้อมูลผิด")
    await office.run()
    assert made() == (0, 1)


async def test_the_numbers_of_a_digest_run_in_the_order_it_is_read(office: Correspondence) -> None:
    await asked(office)
    office.write("someone@outside.example", "ขอเผยแพร่", form("จากภายนอก"), files=[PDF])
    await office.run()
    office.write("tawan", "ขอเผยแพร่", form("อีกเรื่อง"), files=[PDF])
    await office.run()
    await office.days(1)
    text = office.letter("thana", "digest").text
    numbers = [
        int(line.strip().split(".")[0])
        for line in text.splitlines()
        if line.strip()[:2] in {"1.", "2.", "3."}
    ]
    assert numbers == [1, 2, 3]
