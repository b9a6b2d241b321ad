"""Every order in which a decision can come: each a named outcome, with a letter to those who must know.

The outcome is the name in the letter's record; what the letters say is proved elsewhere.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest

from mailbot.core.letters import Notice, NoticeAbout
from mailbot.core.request import Status
from tests.attacks.scene import approved, asked, plainly, published
from tests.conversations.correspondence import Correspondence, sample_settings


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Correspondence]:
    monkeypatch.setattr("mailbot.app.make_composer", plainly)
    correspondence = await Correspondence(sample_settings(tmp_path)).open()
    yield correspondence
    await correspondence.app.close()


def told(office: Correspondence) -> list[tuple[str, str]]:
    """The named outcomes that were explained, and to whom."""
    return [
        (letter.context.about.value, letter.to.address.partition("@")[0])
        for letter in sorted(office.every_letter(), key=lambda each: each.owed_at)
        if isinstance(letter.context, Notice)
    ]


async def _head(office: Correspondence, words: str, *, who: str = "jiraporn", kind: str = "") -> None:
    letter = office.letter("jiraporn", kind or "approval_request")
    office.answer(who, letter, words)
    await office.run()


async def _late(office: Correspondence) -> None:
    await asked(office)
    office.answer("somruedee", office.letter("somruedee"), "ขอถอนคำขอค่ะ")
    await office.run()
    await _head(office, "อนุมัติ")


async def _second(office: Correspondence) -> None:
    await approved(office)
    await _head(office, "อนุมัติค่ะ")


async def _contradictory(office: Correspondence) -> None:
    await approved(office)
    await _head(office, "ไม่อนุมัติ ข้อมูลผิด")


async def _superseded(office: Correspondence) -> None:
    old = await asked(office)
    office.answer("somruedee", office.letter("somruedee"), "หัวข้อ: เรื่องใหม่")
    await office.run()
    office.answer("jiraporn", old, "อนุมัติ")
    await office.run()


async def _expired(office: Correspondence) -> None:
    await asked(office)
    office.clock.forward(days=61)
    await _head(office, "อนุมัติ")


async def _wrong_person(office: Correspondence) -> None:
    await asked(office)
    await _head(office, "อนุมัติ", who="somchai")


async def _forwarded(office: Correspondence) -> None:
    """The head forwards the letter, and the colleague answers it."""
    letter = await asked(office)
    office.write(
        "tawan",
        f"Re: Fw: {letter.subject}",
        "อนุมัติครับ\n\n---------- Forwarded message ---------\nFrom: jiraporn@sea.example\n"
        f"Subject: {letter.subject}\n",
        references=["<forwarded@sea.example>", letter.message_id],
    )
    await office.run()


async def _own_request(office: Correspondence) -> None:
    await asked(office)
    await _head(office, "อนุมัติ", who="somruedee")


async def _has_left(office: Correspondence) -> None:
    await asked(office)
    old = office.settings.office
    people = tuple(
        each.model_copy(update={"until": date(2026, 11, 8)})
        if each.address == "jiraporn@sea.example"
        else each
        for each in old.people
    )
    office.settings = office.settings.model_copy(update={"office": old.model_copy(update={"people": people})})
    office.restart()
    await _head(office, "อนุมัติ")


async def _forged(office: Correspondence) -> None:
    letter = await asked(office)
    office.answer("jiraporn", letter, "อนุมัติ", authentication="fail")
    await office.run()


async def _without_letter(office: Correspondence) -> None:
    await asked(office)
    office.write("jiraporn", "[WEB-2569-0001]", "อนุมัติ")
    await office.run()


async def _taken_back(office: Correspondence) -> None:
    await approved(office)
    await _head(office, "ยกเลิก", kind="decision_echo")


async def _rejection_taken_back(office: Correspondence) -> None:
    await asked(office)
    await _head(office, "ไม่อนุมัติ ข้อมูลผิด")
    await _head(office, "ยกเลิก", kind="decision_echo")


async def _late_after_publication(office: Correspondence) -> None:
    await published(office)
    await _head(office, "ไม่อนุมัติ ข้อมูลผิด")


OUTCOMES: dict[str, tuple[Callable[[Correspondence], Awaitable[None]], NoticeAbout, str, Status]] = {
    "late": (_late, NoticeAbout.LATE, "jiraporn", Status.WITHDRAWN),
    "second": (_second, NoticeAbout.SECOND, "jiraporn", Status.AWAITING_PUBLICATION),
    "contradictory": (
        _contradictory, NoticeAbout.CONTRADICTORY, "jiraporn", Status.AWAITING_PUBLICATION,
    ),
    "superseded": (_superseded, NoticeAbout.SUPERSEDED, "jiraporn", Status.AWAITING_APPROVAL),
    "expired": (_expired, NoticeAbout.EXPIRED, "jiraporn", Status.AWAITING_APPROVAL),
    "from the wrong person": (
        _wrong_person, NoticeAbout.NOT_AUTHORISED, "somchai", Status.AWAITING_APPROVAL,
    ),
    "from a forwarded letter": (
        _forwarded, NoticeAbout.NOT_AUTHORISED, "tawan", Status.AWAITING_APPROVAL,
    ),
    "by the requester": (_own_request, NoticeAbout.SELF_APPROVAL, "somruedee", Status.AWAITING_APPROVAL),
    "by someone who has left": (
        _has_left, NoticeAbout.NOT_AUTHORISED, "jiraporn", Status.AWAITING_APPROVAL,
    ),
    "forged": (_forged, NoticeAbout.NOT_AUTHENTICATED, "jiraporn", Status.AWAITING_APPROVAL),
    "without the letter": (_without_letter, NoticeAbout.NO_LETTER, "jiraporn", Status.AWAITING_APPROVAL),
    "after publication": (
        _late_after_publication, NoticeAbout.CONTRADICTORY, "jiraporn", Status.PUBLISHED,
    ),
    "taken back": (_taken_back, NoticeAbout.UNDONE, "jiraporn", Status.AWAITING_APPROVAL),
    "taken back, the requester hears of it": (
        _taken_back, NoticeAbout.UNDONE, "somruedee", Status.AWAITING_APPROVAL,
    ),
    "taken back, the webmaster hears of it": (
        _taken_back, NoticeAbout.UNDONE, "thana", Status.AWAITING_APPROVAL,
    ),
    "a rejection taken back": (
        _rejection_taken_back, NoticeAbout.UNDONE, "somruedee", Status.AWAITING_APPROVAL,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("way", "about", "who", "status"), OUTCOMES.values(), ids=OUTCOMES)
async def test_each_order_of_answers_has_its_name_and_its_letter(
    office: Correspondence,
    way: Callable[[Correspondence], Awaitable[None]],
    about: NoticeAbout,
    who: str,
    status: Status,
) -> None:
    await way(office)
    assert (about.value, who) in told(office), told(office)
    assert office.status() == status
    if status is Status.AWAITING_APPROVAL:
        assert office.request().approval is None


async def test_somebody_who_has_left_is_replaced_by_who_may_decide(office: Correspondence) -> None:
    await _has_left(office)
    assert "approval_request" in office.kinds_to("tawan")


async def test_after_an_approval_taken_back_the_head_decides_anew(office: Correspondence) -> None:
    await _taken_back(office)
    await _head(office, "อนุมัติ")
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_after_a_rejection_taken_back_the_head_decides_anew(office: Correspondence) -> None:
    await _rejection_taken_back(office)
    await _head(office, "อนุมัติ")
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_after_publication_taking_back_is_a_question_and_counts_once(office: Correspondence) -> None:
    await published(office)
    await _head(office, "ยกเลิก", kind="decision_echo")
    assert office.status() == Status.PUBLISHED
    question = office.letter("jiraporn", "confirm_decision")
    office.answer("jiraporn", question, "ยืนยัน")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ORDERED
    orders = office.kinds_to("thana").count("takedown")
    office.answer("jiraporn", question, "ยืนยัน")
    await office.run()
    assert office.kinds_to("thana").count("takedown") == orders


async def test_a_threads_subject_stays_when_the_topic_is_corrected(office: Correspondence) -> None:
    await asked(office)
    first = [each.context.summary.topic for each in office.every_letter() if each.kind == "acknowledgement"]  # type: ignore[union-attr]  # an acknowledgement
    office.answer("somruedee", office.letter("somruedee"), "หัวข้อ: เรื่องใหม่ทั้งหมด")
    await office.run()
    newest = max(office.every_letter(), key=lambda each: each.owed_at)
    assert newest.context.summary is not None  # type: ignore[union-attr]  # about a request
    assert newest.context.summary.topic == "เรื่องใหม่ทั้งหมด"  # type: ignore[union-attr]  # as above
    assert newest.context.summary.headline == first[0]  # type: ignore[union-attr]  # as above
