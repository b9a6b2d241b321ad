"""Heads who do not write what the letter asked for: what they get back, and how it ends."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mailbot.core.letters import Notice, NoticeAbout
from mailbot.core.request import Status
from tests.attacks.scene import asked, plainly
from tests.conversations.correspondence import Correspondence, sample_settings
from tests.conversations.mails import PDF, form


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Correspondence]:
    monkeypatch.setattr("mailbot.app.make_composer", plainly)
    correspondence = await Correspondence(sample_settings(tmp_path)).open()
    yield correspondence
    await correspondence.app.close()


async def says(office: Correspondence, words: str, *, kind: str = "approval_request", **more: object) -> None:
    office.answer("jiraporn", office.letter("jiraporn", kind), words, **more)
    await office.run()


def notices(office: Correspondence) -> list[NoticeAbout]:
    return [each.context.about for each in office.every_letter() if isinstance(each.context, Notice)]


async def test_what_was_not_understood_is_asked_and_then_decided(office: Correspondence) -> None:
    await asked(office)
    await says(office, "อันนี้ใครตรวจแล้วบ้างคะ")
    assert office.status() == Status.AWAITING_APPROVAL
    await says(office, "อ๋อ โอเคค่ะ งั้นลงได้เลย")
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_a_question_behind_three_goes_to_the_requester(office: Correspondence) -> None:
    await asked(office)
    await says(office, "3 ใครตรวจแล้วบ้างคะ")
    assert office.status() == Status.NEEDS_INFO
    assert office.kinds_to("somruedee")[-1] == "decision"


async def test_an_unknown_delegate_is_asked_about_and_a_bare_name_answers(office: Correspondence) -> None:
    await asked(office)
    await says(office, "มอบรองสมศักดิ์พิจารณาแทน")
    assert notices(office) == [NoticeAbout.WHICH_PERSON]
    await says(office, "นายตะวัน ชูใจ ค่ะ", kind="notice")
    assert "approval_request" in office.kinds_to("tawan")
    office.answer("tawan", office.letter("tawan", "approval_request"), "อนุมัติครับ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_the_question_who_shall_decide_can_be_answered_by_a_decision(office: Correspondence) -> None:
    await asked(office)
    await says(office, "มอบรองสมศักดิ์พิจารณาแทน")
    await says(office, "ไม่เป็นไร ดิฉันอนุมัติเองค่ะ", kind="notice")
    assert office.status() == Status.AWAITING_APPROVAL
    await says(office, "อนุมัติค่ะ", kind="notice")
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_nobody_else_answers_who_shall_decide(office: Correspondence) -> None:
    await asked(office)
    await says(office, "มอบรองสมศักดิ์พิจารณาแทน")
    office.answer("somruedee", office.letter("jiraporn", "notice"), "นางวนิดา สุขใจ")
    await office.run()
    assert "approval_request" not in office.kinds_to("wanida")


async def test_a_head_may_name_the_request_by_number_and_topic(office: Correspondence) -> None:
    await asked(office)
    await says(office, "เรื่อง [WEB-2569-0001] ประชุมเชิงปฏิบัติการ Active Learning อนุมัติค่ะ")
    assert office.status() == Status.AWAITING_PUBLICATION
    approval = office.request().approval
    assert approval is not None
    assert approval.words.startswith("เรื่อง [WEB-2569-0001]")


async def test_an_approval_of_another_number_is_asked_about_and_approves_neither(
    office: Correspondence,
) -> None:
    await asked(office)
    office.write("somruedee", "ขอเผยแพร่", form("แผนปฏิบัติการประจำปี", tick=2), files=[PDF])
    await office.run()
    await says(office, "WEB-2569-0001 อนุมัติค่ะ")
    assert [office.status(), office.status("WEB-2569-0002")] == [Status.AWAITING_APPROVAL] * 2
    assert notices(office) == [NoticeAbout.SEVERAL]


async def test_what_only_one_of_two_versions_of_a_mail_says_is_not_heard(office: Correspondence) -> None:
    await asked(office)
    html = "<p>WEB-2569-0001 อนุมัติค่ะ</p>"
    await says(office, "WEB-2569-0001 ยังไม่อนุมัติค่ะ", html=html)
    assert office.status() == Status.AWAITING_APPROVAL


async def test_a_confirmation_is_a_yes_in_whole_words(office: Correspondence) -> None:
    await asked(office)
    await says(office, "อนุมัติค่ะ", authentication=None)
    assert office.status() == Status.AWAITING_APPROVAL
    await says(office, "ใช่ค่ะ ดิฉันตอบเอง", kind="confirm_decision", authentication=None)
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_who_denies_an_answer_is_asked_afresh_and_not_called_unclear(office: Correspondence) -> None:
    await asked(office)
    await says(office, "อนุมัติค่ะ", authentication=None)
    await says(office, "ไม่ใช่นะคะ ดิฉันไม่ได้ส่ง", kind="confirm_decision", authentication=None)
    assert office.status() == Status.AWAITING_APPROVAL
    newest = max(
        (each for each in office.every_letter() if each.kind == "approval_request"),
        key=lambda each: each.owed_at,
    )
    assert getattr(newest.context, "unclear", None) == ""


async def test_an_approval_given_for_a_reason_is_taken_back_for_a_reason(office: Correspondence) -> None:
    await asked(office)
    await says(office, "อนุมัติค่ะ")
    await says(office, "เมื่อเช้าอนุมัติผิดเรื่อง ขอยกเลิกการอนุมัตินะคะ", kind="decision_echo")
    assert office.status() == Status.AWAITING_APPROVAL


async def test_a_deputy_says_for_whom_the_decision_is_made(office: Correspondence) -> None:
    await asked(office)
    await office.days(8)
    office.answer("tawan", office.letter("tawan", "approval_request"), "ปฏิบัติราชการแทน ผอ.กลุ่ม อนุมัติครับ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("อนุมัติให้ลงเว็บกลุ่ม", Status.AWAITING_APPROVAL),
        ("อนุมัติให้เผยแพร่ เว็บกลุ่มนิเทศ ค่ะ", Status.AWAITING_APPROVAL),
        ("อนุมัติให้ลงเว็บหลัก", Status.AWAITING_PUBLICATION),
        ("อนุมัติให้ลงเว็บได้", Status.AWAITING_PUBLICATION),
    ],
)
async def test_an_approval_for_a_site_that_was_not_asked_for_is_asked_about(
    office: Correspondence, words: str, status: Status
) -> None:
    await asked(office)
    await says(office, words)
    assert office.status() == status


async def test_an_approval_dated_later_than_its_mail_is_asked_about(office: Correspondence) -> None:
    await asked(office)
    await says(office, "อนุมัติ 20 ม.ค. 2570")
    assert office.status() == Status.AWAITING_APPROVAL
    await says(office, "อนุมัติ 9 พ.ย. 2569")
    assert office.status() == Status.AWAITING_PUBLICATION
