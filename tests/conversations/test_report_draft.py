"""The draft of the monthly report (R39): its webmaster holds it back, releases it or adds a remark."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mailbot.core.ledger import Mark
from tests.conversations.correspondence import Correspondence, sample_settings
from tests.conversations.test_main_road import published


@pytest.fixture
async def drafted(tmp_path: Path) -> AsyncIterator[Correspondence]:
    """It is the first of December; the webmaster has the draft since this morning."""
    office = await Correspondence(sample_settings(tmp_path, report_draft_hours=24)).open()
    await published(office)
    office.clock.forward(days=20)
    await office.days(2)
    assert office.kinds_to("wanida") == []
    yield office
    await office.app.close()


def reports(office: Correspondence, who: str = "wanida") -> int:
    """How many reports or drafts of November this person has got."""
    return sum("พฤศจิกายน" in letter.subject for letter in office.letters(who))


async def test_a_word_of_the_webmaster_holds_the_report_back(drafted: Correspondence) -> None:
    draft = drafted.letter("thana", "report")
    assert "2 ธันวาคม 2569" in draft.text, "when it goes out without an answer"
    drafted.answer("thana", draft, "ยังไม่ส่งนะคะ ขอแก้ข้อมูลรายการที่ 1 ก่อน")
    await drafted.run()
    assert "ส่งได้" in drafted.letter("thana", "notice").text
    await drafted.days(4)
    assert reports(drafted) == 0, "nothing goes out by silence any more"


async def test_a_report_held_back_is_reminded_of_and_never_forgotten(drafted: Correspondence) -> None:
    drafted.answer("thana", drafted.letter("thana", "report"), "รอก่อน ยอดเดือนนี้ไม่ตรง")
    await drafted.run()
    before = reports(drafted, "thana")
    for _ in range(5):  # into the month after next
        drafted.clock.forward(days=6)
        await drafted.days(1)
    assert reports(drafted) == 0
    assert reports(drafted, "thana") == before + 5
    reminder = next(each for each in drafted.letters("thana") if "แจ้งเตือนครั้งที่ 2" in each.text)
    assert "รอก่อน ยอดเดือนนี้ไม่ตรง" in reminder.text
    assert "พฤศจิกายน 2569" in drafted.letter("wanida", "notice").text, "who reviews it knows that it is late"
    assert drafted.kinds_to("wanida").count("notice") == 1

    drafted.answer("thana", reminder, "ส่งได้")
    await drafted.run()
    assert reports(drafted) == 1, "the report of November, sent in January"


async def test_send_it_sends_at_once_and_only_once(drafted: Correspondence) -> None:
    drafted.answer("thana", drafted.letter("thana", "report"), "ตรวจแล้วถูกต้อง ส่งได้เลยครับ")
    await drafted.run()
    assert reports(drafted) == 1
    await drafted.days(2)
    assert reports(drafted) == 1


async def test_what_was_held_is_sent_from_the_data_of_the_day_it_is_released(drafted: Correspondence) -> None:
    drafted.answer("thana", drafted.letter("thana", "report"), "ยังไม่ส่ง ขอแก้ที่อยู่หน้าเว็บก่อน")
    drafted.answer("thana", drafted.letter("thana", "task"), "https://www.sea.example/news/moved")
    await drafted.run()
    drafted.answer("thana", drafted.letter("thana", "notice"), "ส่งได้ค่ะ")
    await drafted.run()
    assert reports(drafted) == 1
    (item,) = drafted.request().items
    assert item.url == "https://www.sea.example/news/moved"


async def test_a_remark_is_printed_in_the_report_and_the_order_is_not(drafted: Correspondence) -> None:
    words = "ยังไม่ส่ง ขอแก้ก่อน\nหมายเหตุ: เว็บไซต์ปิดปรับปรุง 3 วันปลายเดือน"
    drafted.answer("thana", drafted.letter("thana", "report"), words)
    await drafted.run()
    drafted.answer("thana", drafted.letter("thana", "notice"), "ส่งได้")
    await drafted.run()
    report = drafted.letter("wanida", "report")
    assert "เว็บไซต์ปิดปรับปรุง 3 วันปลายเดือน" in report.text
    assert "ขอแก้ก่อน" not in report.text


async def test_a_remark_alone_changes_no_date(drafted: Correspondence) -> None:
    drafted.answer("thana", drafted.letter("thana", "report"), "หมายเหตุ: เดือนนี้มีวันหยุดยาว")
    await drafted.run()
    assert reports(drafted) == 0
    await drafted.days(2)
    assert "เดือนนี้มีวันหยุดยาว" in drafted.letter("wanida", "report").text


@pytest.mark.parametrize("words", ["ทราบ", "ขอบคุณค่ะ", "รับทราบครับ 🙏"])
async def test_thanks_hold_nothing_and_send_nothing(drafted: Correspondence, words: str) -> None:
    drafted.answer("thana", drafted.letter("thana", "report"), words)
    await drafted.run()
    assert reports(drafted) == 0
    await drafted.days(2)
    assert reports(drafted) == 1


@pytest.mark.parametrize("words", ["ส่งได้ไหม", "ส่งได้ แต่ขอแก้ข้อ 2", "ยังส่งไม่ได้", "อย่าส่งเลย", "ส่งได้หลังวันที่ 5"])
async def test_a_question_or_a_condition_does_not_send_it(drafted: Correspondence, words: str) -> None:
    drafted.answer("thana", drafted.letter("thana", "report"), words)
    await drafted.run()
    await drafted.days(2)
    assert reports(drafted) == 0


@pytest.mark.parametrize("who", ["wanida", "somruedee", "jiraporn"])
async def test_nobody_else_holds_the_report_back(drafted: Correspondence, who: str) -> None:
    drafted.answer(who, drafted.letter("thana", "report"), "ยังไม่ส่ง")
    await drafted.run()
    await drafted.days(2)
    assert reports(drafted) == 1


async def test_without_the_drafts_secret_nothing_is_held(drafted: Correspondence) -> None:
    drafted.write("thana", "รายงานประจำเดือน", "ยังไม่ส่งรายงาน รอก่อน")
    await drafted.run()
    await drafted.days(2)
    assert reports(drafted) == 1


async def test_a_forged_sender_holds_nothing(drafted: Correspondence) -> None:
    drafted.answer("thana", drafted.letter("thana", "report"), "ยังไม่ส่ง", authentication="fail")
    await drafted.run()
    await drafted.days(2)
    assert reports(drafted) == 1


async def test_the_answer_to_the_draft_of_a_report_that_is_out_is_explained(drafted: Correspondence) -> None:
    draft = drafted.letter("thana", "report")
    await drafted.days(2)
    assert reports(drafted) == 1
    drafted.answer("thana", draft, "ยังไม่ส่ง ขอแก้ก่อน")
    await drafted.run()
    assert "เสนอผู้ตรวจสอบแล้ว" in drafted.letter("thana", "notice").text
    assert drafted.register.get(Mark, "report-held:2569-11") is None


async def test_a_report_sent_late_is_still_reviewed_and_reminded_of(drafted: Correspondence) -> None:
    drafted.answer("thana", drafted.letter("thana", "report"), "ยังไม่ส่ง")
    await drafted.run()
    drafted.clock.forward(days=34)
    drafted.answer("thana", drafted.letter("thana", "notice"), "ส่งได้")
    await drafted.run()
    assert reports(drafted) == 1
    drafted.clock.forward(days=7)
    await drafted.run()
    assert reports(drafted) == 2, "a reminder"
    report = next(each for each in drafted.letters("wanida") if "พฤศจิกายน" in each.subject)
    drafted.answer("wanida", report, "ทราบ")
    await drafted.run()
    assert drafted.register.get(Mark, "reviewed:2569-11") is not None
