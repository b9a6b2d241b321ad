"""What a webmaster's answer to the draft of the report says. Only a whole «ส่งได้» sends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.draft import DraftSays, read_draft_answer


@pytest.mark.parametrize(
    "words",
    [
        "ส่งได้",
        "ส่งได้เลยค่ะ",
        "ตรวจแล้วถูกต้อง ส่งได้เลยครับ",
        "เสนอ ผอ. ได้เลย",
        "ไม่มีแก้ไข ส่งได้",
        "send it",
        "Go ahead, thanks",
    ],
)
def test_a_whole_yes_sends(words: str) -> None:
    assert read_draft_answer(words).says is DraftSays.SEND


@pytest.mark.parametrize(
    "words",
    [
        "ยังไม่ส่ง", "แก้ก่อน", "รอก่อน", "ยังส่งไม่ได้", "ไม่ส่งได้", "ส่งได้ไหม", "ส่งได้ แต่ขอแก้ข้อ 2", "แก้ก่อนส่งได้",
        "ไม่ถูกต้อง", "รายการที่ 3 ผิดหมวด", "ส่งได้เลยพรุ่งนี้", "ห้ามส่งเลย", "not yet", "don't send it", "ส่งได้" * 600,
    ],
)  # fmt: skip
def test_whatever_else_is_said_holds_it_back(words: str) -> None:
    assert read_draft_answer(words).says is DraftSays.HOLD


@pytest.mark.parametrize("words", ["", "ทราบ", "ถูกต้อง", "ตรวจแล้ว", "ขอบคุณค่ะ", "โอเค", "รับทราบแล้วครับ"])
def test_thanks_and_seen_say_nothing(words: str) -> None:
    assert read_draft_answer(words).says is DraftSays.NOTHING


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("หมายเหตุ: เว็บปิด\n3 วัน", DraftSays.REMARK),
        ("ส่งได้\nหมายเหตุ: เว็บปิด\n3 วัน", DraftSays.SEND),
        ("หมายเหตุ: เว็บปิด 3 วัน\nส่งได้ครับ", DraftSays.SEND),
        ("ยังไม่ส่ง ขอเพิ่มหมายเหตุว่า เว็บปิด 3 วัน", DraftSays.HOLD),
    ],
)
def test_what_stands_behind_the_label_is_for_the_report(words: str, says: DraftSays) -> None:
    found = read_draft_answer(words)
    assert (found.says, found.remark) == (says, "เว็บปิด 3 วัน")


@given(st.text(max_size=200))
def test_reading_is_total_and_nothing_unknown_sends(words: str) -> None:
    found = read_draft_answer(words)
    assert (
        found.says is not DraftSays.SEND
        or "ส่ง" in words
        or "เสนอ" in words
        or "send" in words.lower()
        or "go" in words.lower()
    )


@pytest.mark.parametrize("tail", ["นะ", "จ้", "ๆ", "ครับ", ".", "และ", "ถูกต้อง", "ส่งได้เลย", "ต่อ"])
def test_a_long_tail_is_read_in_bounded_time(tail: str) -> None:
    read_draft_answer("ส่งได้" + tail * (1900 // len(tail)) + "ก")
    read_draft_answer(tail * (1900 // len(tail)) + "ก")
