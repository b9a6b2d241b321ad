from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.language.verdict import read_verdict
from mailbot.core.mail import VerdictIs
from tests.accuracy.verdicts import Case, cases, measure, read_head

FRAMED = {"approve_signed", "office_week_signed", "quotes_and_noise"}
"""Families in which something other than the decision stands last, where what is added would not count."""
HEADS = list(cases("heads"))
APPROVALS = [case.text for case in HEADS if case.is_ == "approve" and case.family not in FRAMED]
ONE_LINE = [text for text in APPROVALS if "\n" not in text]
NO_APPROVALS = [case for case in HEADS if case.is_ != "approve"]
STATED = [case for case in HEADS if {"reason", "delegate"} & case.expected.keys()]

DENIED = ["ไม่", "ยังไม่", "ไม่ได้", "มิได้", "ไม่ควร", "ไม่สามารถ", "อย่าเพิ่ง", "ห้าม", "not ", "don't ", "ไม่ใช่ว่า"]
ASKED = ["ใคร", "ทำไม", "เมื่อไหร่จะ", "ควร", "จะให้", "is it ", "who "]
LIMITED = [
    "ถ้า",
    "หาก",
    "เมื่อแก้แล้ว",
    "เฉพาะไฟล์ 1 ",
    "if ",
    "ขอ",
    "กรุณา",
    "รอ",
    "เดี๋ยว",
    "จะ",
    "น่าจะ",
    "ผอ.",
    "ท่านรอง",
]
ASKED_AFTER = ["?", "ไหม", "มั้ย", "หรือยัง", "หรือไม่", "เหรอ", "ใช่ไหม", "???"]
LIMITED_AFTER = [
    " แต่แก้หัวข้อก่อน",
    "แต่ยังไม่ต้องลง",
    " ถ้าแก้แล้ว",
    " เฉพาะไฟล์ที่ 1",
    " ยกเว้นรูป 3",
    "ไม่ได้",
    " but fix the date",
    " if the date is fixed",
    "\nให้ลงวันที่ 20",
]
DOUBTS = [
    *(
        "ไม่",
        "ยังไม่ได้",
        "แต่",
        "ถ้า",
        "รอ",
        "ผอ.บอกว่า",
        "คุณวนิดา",
        "ท่านรอง",
        "ก่อน",
        "ข้อ 2",
        "เฉพาะ",
        "หัวข้อยาวไป",
        "รูปเบลอ",
    ),
    *(
        "ไฟล์ที่ 2",
        "พรุ่งนี้",
        "เมื่อไหร่",
        "ใคร",
        "แก้",
        "ลบ",
        "ภายหลัง",
        "บางส่วน",
        "หน้า 2",
        "เขา",
        "จะ",
        "เคย",
        "น่าจะ",
        "ไม่ใช่",
        "ซ้ำ",
        "หรือ",
    ),
]
SLIPPED_IN = ["\u200b", "\u2060", "\ufeff", "\u00ad", " ", "\u00a0", "  "]


def _people(case: Case) -> dict[str, list[str]]:
    return {key: case.expected[key] for key in ("names", "nicknames") if key in case.expected}


def test_nothing_ever_written_down_is_falsely_approved_or_rejected() -> None:
    read = [(case, read_head(case)) for case in HEADS]
    false = [(case.text, got) for case, got in read if got != case.is_ and got in {"approve", "reject"}]
    assert false == []


def test_nine_of_ten_clear_answers_are_understood_in_every_family() -> None:
    clear = [case for case in HEADS if case.is_ != "unclear"]
    understood = Counter(case.family for case in clear if read_head(case) == case.is_)
    families = Counter(case.family for case in clear)
    assert {family: count for family, count in families.items() if understood[family] < 0.9 * count} == {}


def test_the_held_back_third_is_understood_as_well() -> None:
    heads = measure()["heads"]
    assert heads["cases"] > 300
    assert heads["false_approvals"] == heads["false_rejections"] == []
    assert heads["clear_understood"] >= 0.95


@pytest.mark.parametrize("case", STATED, ids=[case.text for case in STATED])
def test_reasons_and_delegates_are_kept_as_written(case: Case) -> None:
    verdict = read_verdict(case.text)
    assert verdict.is_.value == case.is_
    for name in {"reason", "delegate"} & case.expected.keys():
        assert getattr(verdict, name) == case.expected[name]


def test_the_deciding_words_are_kept() -> None:
    assert read_verdict("เรียน แอดมิน\nอนุ มัติ ครับ\nนายเอก ใจดี").words == "อนุ มัติ ครับ"
    assert read_verdict("ไม่ อนุมัติครับ เพราะซ้ำ").words == "ไม่ อนุมัติ"
    assert read_verdict("").words is None


@pytest.mark.parametrize("prefix", [*DENIED, *ASKED, *LIMITED])
@pytest.mark.parametrize("between", ["", " ", "\n"])
def test_no_approval_survives_a_denial_a_question_or_a_condition_before_it(prefix: str, between: str) -> None:
    thanked = [text for text in APPROVALS if (prefix + text).startswith("ขอขอบคุณ")]  # two words for one
    approved = [text for text in APPROVALS if text not in thanked and _approves(prefix + between + text)]
    assert approved == []


@pytest.mark.parametrize("suffix", [*ASKED_AFTER, *LIMITED_AFTER])
def test_no_approval_survives_a_question_or_a_limit_after_it(suffix: str) -> None:
    approved = [text for text in APPROVALS if _approves(text + suffix)]
    assert approved == []


@settings(deadline=None)
@given(st.sampled_from(ONE_LINE), st.integers(0, 20), st.sampled_from(DOUBTS), st.sampled_from([" ", ""]))
def test_no_approval_survives_a_word_of_doubt_inside_it(text: str, at: int, doubt: str, glue: str) -> None:
    words = text.split(" ")
    spoiled = " ".join([*words[:at], f"{glue}{doubt}{glue}", *words[at:]])
    assert not _approves(spoiled)


@given(st.sampled_from(NO_APPROVALS), st.lists(st.tuples(st.integers(0, 80), st.sampled_from(SLIPPED_IN))))
def test_nothing_slipped_in_makes_an_approval(case: Case, slips: list[tuple[int, str]]) -> None:
    text = case.text
    for at, slip in slips:
        text = text[:at] + slip + text[at:]
    assert read_verdict(text, **_people(case)).is_ is not VerdictIs.APPROVE


@given(st.sampled_from(APPROVALS), st.integers(0, 80), st.sampled_from(SLIPPED_IN))
def test_a_space_in_a_word_does_not_hide_an_approval(text: str, at: int, slip: str) -> None:
    assert _approves(text[:at] + slip + text[at:]) == _approves(text)


@given(st.sampled_from(HEADS), st.lists(st.tuples(st.integers(0, 80), st.sampled_from(SLIPPED_IN[:4]))))
def test_invisible_characters_change_nothing(case: Case, slips: list[tuple[int, str]]) -> None:
    text = case.text
    for at, slip in slips:
        text = text[:at] + slip + text[at:]
    assert read_verdict(text, **_people(case)) == read_verdict(case.text, **_people(case))


@given(st.lists(st.sampled_from([case.text for case in HEADS]), min_size=2, max_size=4))
def test_replies_put_together_approve_only_when_each_does(texts: list[str]) -> None:
    if _approves("\n".join(texts)):
        assert all(read_head(_case(text)) in {"approve", "unclear"} for text in texts)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_is_read(text: str) -> None:
    read_verdict(text)


@given(st.text(alphabet="อนุมัติไม่ได้ครับเห็นชอบแต่ถ้า รอแก้ลง12/?\n", max_size=60))
def test_any_heap_of_such_letters_is_read(text: str) -> None:
    if _approves(text):
        assert not any(word in "".join(text.split()) for word in ("แต่", "ถ้า", "?", "รอ"))


def test_a_long_text_is_never_an_approval() -> None:
    assert not _approves("อนุมัติ " * 1000)
    assert not _approves("อนุมัติ" + " " * 5000 + "ไม่")


@pytest.mark.parametrize(
    "piece", [*(case.text for case in HEADS[::7]), "ๆ", "คับ", "ครับผม", "นะ", "ผม", "ขอ", "👍"]
)
def test_repetition_comes_to_an_end(piece: str) -> None:
    for times in (5, 60, 600):
        read_verdict(piece * times + "จบ")


def test_a_name_of_the_office_is_a_signature_and_nobody_elses() -> None:
    assert _approves("อนุมัติ\nสมชาย", "นายสมชาย ใจดี")
    assert not _approves("อนุมัติ\nสมชาย")
    assert not _approves("อนุมัติให้\nสมหญิง", "นายสมชาย ใจดี")
    assert not _approves("สมชายอนุมัติแล้ว", "นายสมชาย ใจดี")


def _approves(text: str, *names: str) -> bool:
    return read_verdict(text, names=names).is_ is VerdictIs.APPROVE


def _case(text: str) -> Case:
    return next(case for case in HEADS if case.text == text)
