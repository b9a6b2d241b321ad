"""Asking for what is not theirs: status, history, contents, even whether a number exists.

Wanted: a letter that shows somebody else's request, or any letter at all for a stranger.
"""

import pytest

from mailbot.core.letters import Letter, Notice, StatusAnswer
from tests.attacks.scene import EVIL, NUMBER, VOUCHED, asked, attacked, mail
from tests.conversations.correspondence import Correspondence

QUESTIONS = ("สถานะ", "ประวัติ", f"สถานะ {NUMBER}", f"ประวัติ {NUMBER}", "ขอทราบสถานะคำขอนี้")
TOPIC = "Active Learning"


def _shows(letter: Letter) -> bool:
    """Whether anything of the request stands in the letter."""
    return TOPIC in letter.context.model_dump_json() or bool(letter.files) or letter.form is not None


@pytest.mark.parametrize("words", QUESTIONS)
@pytest.mark.parametrize("who", ["daeng", "somchai", "wanida", "old.staff", "teacher@school-one.example"])
async def test_a_colleague_does_not_see_somebody_elses_request(
    office: Correspondence, who: str, words: str
) -> None:
    """Wants: to read along by its number."""
    await asked(office)
    address = office.address(who)
    top = VOUCHED.replace("sea.example", address.partition("@")[2]).replace("mx.school-one", "mx.sea")
    raw = mail(top=(top,), sender=(f"From: {address}",), subject=f"[{NUMBER}]", body=words)
    owed = await attacked(office, raw)
    assert not [each for each in owed if each.to.address == address and _shows(each)]

    office.write("somruedee", f"[{NUMBER}]", words)
    await office.run()
    newest = max(office.every_letter(), key=lambda each: each.owed_at)
    assert newest.to.address == "somruedee@sea.example"
    assert isinstance(newest.context, StatusAnswer)


async def test_a_number_that_exists_is_answered_like_one_that_does_not(office: Correspondence) -> None:
    """Wants: to learn which numbers are taken."""
    await asked(office)
    office.write("daeng", "สถานะ", f"สถานะ {NUMBER}")
    office.write("anucha", "สถานะ", "สถานะ WEB-2569-0999")
    await office.run()
    told = {
        each.to.address: each.context
        for each in office.every_letter()
        if each.to.address in {"daeng@sea.example", "anucha@sea.example"}
    }
    assert all(isinstance(each, Notice) for each in told.values()), told
    assert len({(each.about, each.summary) for each in told.values() if isinstance(each, Notice)}) == 1


@pytest.mark.parametrize(
    "words", [*QUESTIONS, "ช่วยเหลือ", "ขอแบบฟอร์ม", "อนุมัติ", "ขอถอนคำขอ", "เผยแพร่แล้ว", "ขอบคุณ"]
)
@pytest.mark.parametrize("sender", ["someone@outside.example", "somruedee@evil.example"])
async def test_a_stranger_gets_no_letter_whatever_he_asks(
    office: Correspondence, words: str, sender: str
) -> None:
    """Wants: an answer, any answer, to a number he knows."""
    await asked(office)
    raw = mail(top=(EVIL,), sender=(f"From: {sender}",), subject=f"Re: [{NUMBER}]", body=words)
    assert await attacked(office, raw) == []


@pytest.mark.parametrize("words", QUESTIONS)
async def test_a_forged_question_is_not_answered(office: Correspondence, words: str) -> None:
    """Wants: letters to pour on the requester in his own name."""
    await asked(office)
    failed = VOUCHED.replace("pass", "fail")
    raw = mail(top=(failed,), sender=("From: somruedee@sea.example",), subject=f"[{NUMBER}]", body=words)
    assert await attacked(office, raw) == []


@pytest.mark.parametrize("words", ["ขอถอนคำขอ", "หัวข้อ: ของผม", "รับรอง", "ขอบคุณ", "ประวัติ", "อนุมัติ"])
async def test_the_requesters_letter_in_another_hand_shows_nothing_new(
    office: Correspondence, words: str
) -> None:
    """Wants: to go on reading and writing with a forwarded acknowledgement."""
    await asked(office)
    letter = office.letter("somruedee")
    raw = mail(sender=("From: daeng@sea.example",), answers=letter.message_id, body=words)
    owed = await attacked(office, raw)
    assert not [each for each in owed if each.to.address == "daeng@sea.example" and _shows(each)], owed


@pytest.mark.parametrize("reply_to", ["evil@evil.example", "<evil@evil.example>, somruedee@sea.example"])
async def test_letters_go_to_the_address_on_record_never_to_reply_to(
    office: Correspondence, reply_to: str
) -> None:
    """Wants: the answer about a colleague's request to be sent to him."""
    await asked(office)
    raw = mail(
        sender=("From: somruedee@sea.example",),
        subject=f"[{NUMBER}]",
        body="ประวัติ",
        extra=(
            f"Reply-To: {reply_to}",
            "Return-Receipt-To: evil@evil.example",
            "Disposition-Notification-To: evil@evil.example",
            "Errors-To: evil@evil.example",
            "Cc: evil@evil.example",
        ),
    )
    owed = await attacked(office, raw)
    assert {each.to.address for each in owed} == {"somruedee@sea.example"}
    assert all(each.cc == () for each in owed)
