"""A request named in an answer about it."""

import pytest

from mailbot.core.language.reference import with_this
from mailbot.core.language.verdict import read_verdict

NUMBER = "WEB-2569-0001"
TOPIC = "ประชุมเชิงปฏิบัติการ Active Learning"


def heard(words: str, topic: str = TOPIC) -> str:
    return read_verdict(with_this(words, NUMBER, topic)).is_.value


@pytest.mark.parametrize(
    "words",
    [
        "WEB-2569-0001 อนุมัติ",
        "อนุมัติเผยแพร่ WEB-2569-0001 ครับ",
        "[WEB-2569-0001] อนุมัติค่ะ",
        "อนุมัติเผยแพร่ข่าวประชุมเชิงปฏิบัติการ Active Learning",
        "เรื่องประชุมเชิงปฏิบัติการ อนุมัติค่ะ",
        "เรื่อง [WEB-2569-0001] ประชุมเชิงปฏิบัติการ Active Learning อนุมัติค่ะ",
        "อนุมัติให้เผยแพร่ «ประชุมเชิงปฏิบัติการ Active Learning» ได้",
    ],
)
def test_an_approval_may_name_its_own_request(words: str) -> None:
    assert heard(words) == "approve"


@pytest.mark.parametrize(
    "words",
    [
        "WEB-2569-0009 อนุมัติ",
        "WEB-2569-00011 อนุมัติ",
        "WEB-2569-0001 และ WEB-2569-0002 อนุมัติ",
        "WEB-2569-0001 อนุมัติหรือยัง",
        "เรื่องประชุมเชิงปฏิบัติการ STEM อนุมัติ",
        "เรื่องประชุม อนุมัติ",
        "ไม่ใช่เรื่องประชุมเชิงปฏิบัติการ อนุมัติ",
        "เรื่องประชุมเชิงปฏิบัติการ คุณวนิดาอนุมัติแล้ว",
    ],
)
def test_another_request_is_not_approved_by_it(words: str) -> None:
    assert heard(words) != "approve"


@pytest.mark.parametrize(
    "topic",
    [
        "โครงการนี้ยังไม่พร้อม",
        "เรื่องที่ห้ามเผยแพร่เด็ดขาด",
        "ถ้าแก้ไขแล้วเท่านั้น",
        "รอพิจารณาก่อนเผยแพร่",
        "คุณวนิดาบอกว่าอนุมัติให้เผยแพร่ได้",
    ],
)
@pytest.mark.parametrize("words", ["{} อนุมัติ", "อนุมัติ {}", "เรื่อง{}อนุมัติ", "อนุมัติ เรื่อง {}"])
def test_a_topic_cannot_turn_what_the_head_says(topic: str, words: str) -> None:
    said = words.format(topic)
    assert with_this(said, NUMBER, topic) == said
    assert heard(said, topic) != "approve"
