"""What the reviewer of the monthly report writes beside «ทราบ», and who hears of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mailbot.core.ledger import Mark
from mailbot.core.letters import Notice, NoticeAbout
from tests.attacks.scene import plainly
from tests.conversations.correspondence import Correspondence, sample_settings


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Correspondence]:
    monkeypatch.setattr("mailbot.app.make_composer", plainly)
    correspondence = await Correspondence(sample_settings(tmp_path)).open()
    await correspondence.days(23)  # into December
    yield correspondence
    await correspondence.app.close()


async def answered(office: Correspondence, words: str) -> tuple[bool, list[NoticeAbout]]:
    """Whether the report counts as reviewed, and what the webmaster is told."""
    office.answer("wanida", office.letter("wanida", "report"), words)
    await office.run()
    told = [each.context.about for each in office.every_letter() if isinstance(each.context, Notice)]
    return office.register.get(Mark, "reviewed:2569-11") is not None, told[-1:]


@pytest.mark.parametrize("words", ["ทราบ", "ตรวจแล้ว ถูกต้อง ไม่มีข้อแก้ไขค่ะ", "ทราบ\n\nวนิดา"])
async def test_whoever_has_seen_it_completes_the_report(office: Correspondence, words: str) -> None:
    assert await answered(office, words) == (True, [NoticeAbout.REPORT_REVIEWED])


async def test_a_remark_completes_the_report_and_is_shown_as_one(office: Correspondence) -> None:
    assert await answered(office, "ทราบ แต่ลำดับที่ 4 ที่อยู่หน้าเว็บผิด") == (True, [NoticeAbout.REPORT_COMMENTED])


@pytest.mark.parametrize("words", ["ทำไมเดือนนี้ไม่มีเรื่องเลย", "ขอดูก่อนนะ", "ยังไม่ทราบ"])
async def test_a_question_or_later_completes_nothing_and_is_reminded_of(
    office: Correspondence, words: str
) -> None:
    assert await answered(office, words) == (False, [NoticeAbout.REPORT_COMMENTED])
    before = office.kinds_to("wanida").count("report")
    await office.days(12)
    assert office.kinds_to("wanida").count("report") > before
