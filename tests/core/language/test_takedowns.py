"""Words about a take-down: what allows it, what refuses it, and what is about the opposite (Q7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.takedowns import TakedownWord, is_urgent_wrong, read_takedown_answer


@pytest.mark.parametrize(
    "words",
    [
        "อนุมัติ",
        "อนุมัติค่ะ",
        "เห็นชอบ",
        "อนุมัติให้นำลง",
        "อนุมัติให้นำลงจากเว็บไซต์ได้เลยครับ",
        "ให้นำลงได้",
        "เอาลงเลย",
        "นำข่าวนี้ลงได้ทันที",
    ],
)
def test_a_plain_yes_allows(words: str) -> None:
    assert read_takedown_answer(words) is TakedownWord.ALLOW


@pytest.mark.parametrize(
    "words",
    ["ไม่อนุมัติ", "ไม่อนุมัติให้นำลง", "ไม่อนุมัติ เนื่องจากยังต้องใช้", "ไม่ต้องนำลง", "อย่าเพิ่งนำลง", "ให้คงไว้", "คงไว้ตามเดิมค่ะ"],
)
def test_a_no_refuses(words: str) -> None:
    assert read_takedown_answer(words) is TakedownWord.REFUSE


@pytest.mark.parametrize(
    "words",
    [
        "ลงได้เลย", "เผยแพร่ได้ตามปกติ", "อนุมัติให้เผยแพร่", "ให้นำลงเว็บ", "นำลงเว็บได้เลย", "ไม่ต้องแก้",
        "ขึ้นเว็บได้", "อนุมัติให้เผยแพร่ต่อ", "ไม่อนุมัติให้เผยแพร่", "ทราบ", "นำลงไหม",
        "อนุมัติไหมคะ", "ok to publish", "", "อนุมัติ" + " " * 5000,
    ],
)  # fmt: skip
def test_the_opposite_a_question_and_nothing_allow_nothing(words: str) -> None:
    assert read_takedown_answer(words) is not TakedownWord.ALLOW


def test_a_condition_is_not_this_take_down() -> None:
    assert read_takedown_answer("อนุมัติ แต่ให้แก้เฉพาะชื่อแทน") is not TakedownWord.ALLOW


@pytest.mark.parametrize(
    "words",
    [
        "ขอให้นำลง เพราะมีเลขบัตรประชาชน",
        "มีข้อมูลส่วนบุคคลของนักเรียน",
        "ละเมิดลิขสิทธิ์ภาพ",
        "ผิด PDPA",
        "ภาพเด็กนักเรียนยังไม่ได้รับอนุญาต",
    ],
)
def test_a_wrong_that_grows_is_urgent(words: str) -> None:
    assert is_urgent_wrong(words)


@pytest.mark.parametrize("words", ["ขอให้นำลง", "ขอให้นำลง เนื่องจากเลื่อนกิจกรรม", "ข้อมูลเก่าแล้ว", "ลับมีด"])
def test_other_reasons_are_not(words: str) -> None:
    assert not is_urgent_wrong(words)


@given(st.text(max_size=300))
def test_reading_is_total(words: str) -> None:
    read_takedown_answer(words)
    is_urgent_wrong(words)
