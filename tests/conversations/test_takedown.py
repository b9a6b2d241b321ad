"""A take-down a requester asks for (Q7): the head decides; urgent wrongs reach a person at once."""

import pytest

from mailbot.core.report import report
from mailbot.core.request import EventKind, Request, Status
from tests.conversations.correspondence import Correspondence
from tests.conversations.test_main_road import URL, asked, published

WHY = "ขอให้นำลง เนื่องจากเลื่อนกิจกรรมไม่มีกำหนด"


async def asked_down(office: Correspondence, words: str = WHY) -> None:
    """What was published is asked to come down; the head has the question."""
    await published(office)
    office.answer("somruedee", office.letter("somruedee", "published"), words)
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED


async def test_a_take_down_needs_the_heads_approval_and_is_then_ordered(office: Correspondence) -> None:
    await asked_down(office)
    assert "takedown" not in office.kinds_to("thana")
    assert office.kinds_to("thana")[-1] != "attention", "no urgent wrong: the head is asked first"
    letter = office.letter("jiraporn", "approval_request")
    assert "อนุมัติให้นำลง" in letter.text
    assert URL in letter.text, "what would come down"
    assert "เลื่อนกิจกรรมไม่มีกำหนด" in letter.text, "why"

    office.answer("jiraporn", letter, "อนุมัติให้นำลง")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ORDERED
    order = office.letter("thana", "takedown")
    assert URL in order.text
    assert "อนุมัติให้นำลงแล้ว" in office.letter("somruedee", "notice").text

    office.answer("thana", order, "นำลงแล้ว")
    await office.run()
    assert office.status() == Status.TAKEN_DOWN
    assert office.kinds_to("somruedee")[-1] == "taken_down"


async def test_who_asked_and_who_approved_is_on_record(office: Correspondence) -> None:
    await asked_down(office)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    request = office.request()
    asked_for = request.last(EventKind.TAKEDOWN_ASKED)
    allowed = request.last(EventKind.TAKEDOWN_APPROVED)
    assert asked_for is not None
    assert allowed is not None
    assert asked_for.by is not None
    assert asked_for.by.address == "somruedee@sea.example"
    assert asked_for.note == WHY
    assert allowed.by is not None
    assert allowed.by.address == "jiraporn@sea.example"
    assert {"chain", "letter"} <= set(allowed.data), "sealed, with the letter it answers"
    assert request.approval is not None, "the approval of the content stays on record"


async def test_a_refusal_leaves_it_up_with_the_heads_words(office: Correspondence) -> None:
    await asked_down(office)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "ไม่อนุมัติ เนื่องจากยังต้องใช้อ้างอิง")
    await office.run()
    assert office.status() == Status.PUBLISHED
    assert "ยังต้องใช้อ้างอิง" in office.letter("somruedee", "notice").text
    assert "takedown" not in office.kinds_to("thana")


@pytest.mark.parametrize("words", ["ลงได้เลย", "เผยแพร่ได้ตามปกติ", "อนุมัติให้เผยแพร่ต่อ", "ทราบ", "นำลงไหมคะ"])
async def test_words_that_are_not_about_this_question_take_nothing_down(
    office: Correspondence, words: str
) -> None:
    await asked_down(office)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), words)
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED
    assert office.kinds_to("jiraporn")[-1] == "approval_request", "asked again"


async def test_an_answer_to_the_approval_of_the_content_takes_nothing_down(office: Correspondence) -> None:
    await asked(office)
    old = office.letter("jiraporn", "approval_request")
    office.answer("jiraporn", old, "อนุมัติ")
    await office.run()
    echo = office.letter("jiraporn", "decision_echo")
    office.answer("thana", office.letter("thana", "task"), f"เผยแพร่แล้ว {URL}")
    await office.run()
    office.answer("somruedee", office.letter("somruedee", "published"), WHY)
    await office.run()
    for letter in (old, echo):
        office.answer("jiraporn", letter, "อนุมัติ")
        await office.run()
        assert office.status() == Status.TAKEDOWN_ASKED, letter.subject


async def test_an_earlier_questions_answer_does_not_count_for_a_later_one(office: Correspondence) -> None:
    await asked_down(office)
    first = office.letter("jiraporn", "approval_request")
    office.answer("jiraporn", first, "ไม่อนุมัติ")
    await office.run()
    office.answer("somruedee", office.letter("somruedee", "published"), WHY)
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED
    office.answer("jiraporn", first, "อนุมัติ")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED


@pytest.mark.parametrize("who", ["somruedee", "thana", "daeng"])
async def test_nobody_but_who_may_decide_approves_it(office: Correspondence, who: str) -> None:
    await asked_down(office)
    office.answer(who, office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED


async def test_a_forged_approval_is_told_to_the_head_and_takes_nothing_down(office: Correspondence) -> None:
    await asked_down(office)
    letter = office.letter("jiraporn", "approval_request")
    office.answer("jiraporn", letter, "อนุมัติ", authentication="fail")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED
    assert office.kinds_to("jiraporn")[-1] == "notice"


async def test_a_sender_nobody_can_vouch_for_confirms_once(office: Correspondence) -> None:
    await asked_down(office)
    letter = office.letter("jiraporn", "approval_request")
    office.answer("jiraporn", letter, "อนุมัติ", authentication=None)
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED
    question = office.letter("jiraporn", "confirm_decision")
    assert "อนุมัติให้นำลง" in question.text
    office.answer("jiraporn", question, "ใช่", authentication=None)
    await office.run()
    assert office.status() == Status.TAKEDOWN_ORDERED


async def test_an_authentic_mail_from_before_the_question_is_confirmed_first(office: Correspondence) -> None:
    await asked_down(office)
    old = {"Date": "Mon, 02 Nov 2026 09:00:00 +0700"}
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ", headers=old)
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED
    assert office.kinds_to("jiraporn")[-1] == "confirm_decision"


async def test_after_some_unclear_answers_a_person_is_told(office: Correspondence) -> None:
    await asked_down(office)
    for words in ("ทราบ", "รับทราบค่ะ", "ขอบคุณ"):
        assert office.kinds_to("thana")[-1] != "attention"
        office.answer("jiraporn", office.letter("jiraporn", "approval_request"), words)
        await office.run()
    assert office.kinds_to("thana")[-1] == "attention"
    assert office.status() == Status.TAKEDOWN_ASKED


async def test_a_no_to_the_confirmation_takes_nothing_down(office: Correspondence) -> None:
    await asked_down(office)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ", authentication=None)
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "confirm_decision"), "ไม่ใช่")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED


async def test_personal_data_reaches_the_webmaster_at_once_who_may_take_it_down(
    office: Correspondence,
) -> None:
    await asked_down(office, "ขอให้นำลง เนื่องจากมีเลขบัตรประชาชนของนักเรียน")
    assert office.kinds_to("thana")[-1] == "attention"
    assert "approval_request" in office.kinds_to("jiraporn")
    office.answer("thana", office.letter("thana", "attention"), "นำลงแล้ว")
    await office.run()
    assert office.status() == Status.TAKEN_DOWN

    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "ไม่อนุมัติ")
    await office.run()
    assert office.status() == Status.TAKEN_DOWN, "a late answer puts nothing up again"


async def test_an_urgent_reason_may_follow_later(office: Correspondence) -> None:
    await asked_down(office)
    office.answer("somruedee", office.letter("somruedee", "notice"), "ขอให้นำลง เพราะมีข้อมูลส่วนบุคคล")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ASKED
    assert office.kinds_to("thana")[-1] == "attention"
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ORDERED, "the head's letter still counts"


async def test_a_published_request_is_not_withdrawn_without_the_head(office: Correspondence) -> None:
    await asked_down(office, "ขอถอนคำขอ")
    assert "takedown" not in office.kinds_to("thana")


async def test_a_silent_head_is_reminded_and_then_the_deputy_is_asked(office: Correspondence) -> None:
    await asked_down(office)
    before = office.kinds_to("jiraporn").count("approval_request")
    await office.days(9)
    assert office.kinds_to("jiraporn").count("approval_request") == before + 2
    assert office.status() == Status.TAKEDOWN_ASKED, "nothing comes down by silence"
    deputy = next(
        letter.to.address
        for letter in office.every_letter()
        if letter.kind == "approval_request" and letter.to.address != "jiraporn@sea.example"
    )
    office.answer(deputy, office.letter(deputy, "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ORDERED


async def test_the_report_counts_it(office: Correspondence) -> None:
    await asked_down(office)
    made = report(
        "2569-11",
        lambda month: office.register.each(Request, month),
        office.settings.office,
        made_at=office.clock.now(),
    )
    assert (made.summary.takedowns_asked, made.summary.taken_down, made.summary.published) == (1, 0, 1)
