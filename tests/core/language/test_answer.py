"""Answers to what was asked: in any form, and never taken for what they are not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.answer import read_answer
from mailbot.core.request import Category, Confidence, Need
from tests.core.language.office import TODAY, VOCABULARY

POSITION, PHONE, CERTIFY = Need.POSITION, Need.PHONE, Need.CERTIFY
WHO = {"position": "นักวิชาการศึกษา", "phone": "0812345678"}


def answer(text: str, *asked: Need) -> dict[str, Any]:
    fields, found = read_answer(text, asked=asked, vocabulary=VOCABULARY, today=TODAY)
    assert {origin.source for origin in found.values()} <= {"answer"}
    assert {origin.confidence for origin in found.values()} <= {Confidence.SAID}
    return {str(name): getattr(fields, name) for name in found}


@pytest.mark.parametrize(
    "text",
    [
        "ตำแหน่ง: นักวิชาการศึกษา\nเบอร์โทร: 081-2345678",
        "1. นักวิชาการศึกษา\n2. 081-2345678",
        "๑) นักวิชาการศึกษา\n๒) ๐๘๑-๒๓๔๕๖๗๘",
        "ข้อ 1 นักวิชาการศึกษา\nข้อ 2 081-2345678",
        "นักวิชาการศึกษา\n081-2345678",
        "081-2345678\nนักวิชาการศึกษา",
        "> ตำแหน่ง: นักวิชาการศึกษา\n> เบอร์โทรศัพท์: 0812345678",
        "เรียน แอดมิน\nนักวิชาการศึกษา ค่ะ\n081-2345678 ค่ะ\nขอบคุณค่ะ\nสมศรี",
    ],
)
def test_two_questions_can_be_answered_in_any_form(text: str) -> None:
    read = answer(text, POSITION, PHONE)
    if text.startswith("081"):  # turned round: only the number tells what it is
        assert read["phone"] == "0812345678"
    else:
        assert read == WHO


@pytest.mark.parametrize(
    ("text", "need", "read"),
    [
        ("081-2345678 ครับ", Need.PHONE, {"phone": "0812345678"}),
        ("ต่อ 15 ค่ะ", Need.PHONE, {"phone": "075341004", "extension": "15"}),
        ("3", Need.CATEGORIES, {"categories": (Category.BANNER_PHOTO_NEWS,)}),
        ("ข้อ ๓ ค่ะ", Need.CATEGORIES, {"categories": (Category.BANNER_PHOTO_NEWS,)}),
        ("ข่าวประชาสัมพันธ์ครับ", Need.CATEGORIES, {"categories": (Category.BANNER_PHOTO_NEWS,)}),
        ("สมชาย ใจดี", Need.NAME, {"name": "สมชาย ใจดี"}),
        ("นักวิชาการเงินและบัญชีชำนาญการค่ะ", Need.POSITION, {"position": "นักวิชาการเงินและบัญชีชำนาญการ"}),
        ("กลุ่มนโยบายและแผน", Need.OWNER_UNIT, {"unit": "กลุ่มนโยบายและแผน"}),
        ("รับรอง", Need.CERTIFY, {"certify": True}),
        ("ขอรับรองค่ะ", Need.CERTIFY, {"certify": True}),
        ("ถูกต้องครับ", Need.CERTIFY, {"certify": True}),
        ("ไม่กระทบครับ", Need.NO_STAKEHOLDER_IMPACT, {"no_stakeholder_impact": True}),
        ("เว็บหลักครับ", Need.SITE, {"site": "main"}),
        (
            "https://www.sea.example/about ครับ",
            Need.TARGET_URL,
            {"target_url": "https://www.sea.example/about"},
        ),
        ("อบรมครู 50 คน\nวันที่ 5 ก.พ. 69", Need.DETAIL, {"detail": "อบรมครู 50 คน\nวันที่ 5 ก.พ. 69"}),
        ("เพจโรงเรียนปากพนัง", Need.SOURCE, {"source": "เพจโรงเรียนปากพนัง"}),
    ],
)
def test_one_question_is_answered_by_the_bare_value(text: str, need: Need, read: dict[str, Any]) -> None:
    assert answer(text, need) == read


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ต้องใส่อะไรบ้างคะ", [POSITION]),
        ("เดี๋ยวส่งให้นะคะ", [PHONE]),
        ("ไม่ทราบค่ะ", [POSITION]),
        ("โอเคค่ะ", [PHONE]),
        ("ขอบคุณครับ", [POSITION, PHONE]),
        ("ใช่", [CERTIFY]),
        ("ไม่รับรอง", [CERTIFY]),
        ("ยังไม่ได้ตรวจสอบ", [CERTIFY]),
        ("แนบแล้วค่ะ", [Need.FILES]),
        ("", [POSITION]),
        ("กระทบไหมไม่แน่ใจ", [Need.NO_STAKEHOLDER_IMPACT]),
    ],
)
def test_a_question_a_promise_or_a_courtesy_answers_nothing(text: str, asked: list[Need]) -> None:
    assert answer(text, *asked) == {}


def test_a_certification_comes_with_the_answers() -> None:
    assert answer("1. นักวิชาการศึกษา\n2. 081-2345678\n3. รับรอง", POSITION, PHONE, CERTIFY) == WHO | {
        "certify": True
    }


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ขอแก้หัวข้อเป็น ประกาศผลสอบ ครั้งที่ 2", {"topic": "ประกาศผลสอบ ครั้งที่ 2"}),
        ("เปลี่ยนเบอร์โทรเป็น 0899999999 นะครับ", {"phone": "0899999999"}),
        ("แก้ตำแหน่งจาก ครู เป็น ครูชำนาญการ", {"position": "ครูชำนาญการ"}),
    ],
)
def test_a_correction_is_read_though_nothing_was_asked(text: str, read: dict[str, Any]) -> None:
    assert answer(text) == read


def test_one_sentence_answers_one_question_only() -> None:
    read = answer("ไม่ส่งผลกระทบต่อผู้มีส่วนได้เสียค่ะ", Need.NO_STAKEHOLDER_IMPACT, Need.URGENT_REASON)
    assert read == {"no_stakeholder_impact": True}


@given(st.text(max_size=200), st.lists(st.sampled_from(list(Need)), unique=True, max_size=6))
def test_any_answer_to_any_question_is_read(text: str, asked: list[Need]) -> None:
    read_answer(text, asked=asked, vocabulary=VOCABULARY, today=TODAY)
