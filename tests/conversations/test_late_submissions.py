"""Data that comes later than the office's period for sending in (R14) is counted and marked in the report."""

from pathlib import Path

from mailbot.core.letters import Report
from mailbot.core.report import report
from mailbot.core.request import Category, Request
from tests.conversations.correspondence import Correspondence, sample_settings
from tests.conversations.mails import CERTIFIED
from tests.conversations.test_main_road import published

FROM_WEDNESDAY = "เผยแพร่ตั้งแต่วันที่ 11 พฤศจิกายน 2569\n" + CERTIFIED
"""The mails are written on Monday the 9th: two working days before."""


def november(office: Correspondence) -> Report:
    return report(
        "2569-11",
        lambda month: office.register.each(Request, month),
        office.settings.office,
        made_at=office.clock.now(),
    )


async def made(tmp_path: Path, days: dict[Category, int], more: str = FROM_WEDNESDAY) -> Report:
    office = await Correspondence(sample_settings(tmp_path, submit_days=days)).open()
    await published(office, more=more)
    found = november(office)
    await office.app.close()
    return found


async def test_data_that_comes_after_its_due_day_is_counted_and_marked(tmp_path: Path) -> None:
    late = await made(tmp_path, {Category.BANNER_PHOTO_NEWS: 3})
    assert late.summary.late_submissions == 1
    assert late.per_site["main"].late_submissions == 1
    assert late.rows[0].remarks == ("late",)


async def test_data_that_comes_on_its_due_day_is_in_time(tmp_path: Path) -> None:
    assert (await made(tmp_path, {Category.BANNER_PHOTO_NEWS: 2})).summary.late_submissions == 0


async def test_another_categorys_period_does_not_count(tmp_path: Path) -> None:
    assert (await made(tmp_path, {Category.PROCUREMENT_RECRUITMENT: 5})).summary.late_submissions == 0


async def test_without_a_wanted_day_nothing_is_late(tmp_path: Path) -> None:
    found = await made(tmp_path, {Category.BANNER_PHOTO_NEWS: 5}, CERTIFIED)
    assert found.summary.late_submissions == 0


async def test_a_day_that_was_over_when_it_was_asked_for_is_late_by_any_rule(tmp_path: Path) -> None:
    over = "เผยแพร่ตั้งแต่วันที่ 5 พฤศจิกายน 2569\n" + CERTIFIED
    assert (await made(tmp_path, {}, over)).summary.late_submissions == 1


async def test_the_report_says_how_many_came_late(tmp_path: Path) -> None:
    office = await Correspondence(
        sample_settings(tmp_path, submit_days={Category.BANNER_PHOTO_NEWS: 3})
    ).open()
    await published(office, more=FROM_WEDNESDAY)
    office.clock.forward(days=20)
    await office.days(2)
    text = office.letter("wanida", "report").text
    assert "ส่งข้อมูลล่าช้ากว่ากำหนด" in text
    assert "ส่งช้า" in text
    await office.app.close()
