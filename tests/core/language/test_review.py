"""What a reviewer's answer completes, and what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.review import Review, read_review
from tests.accuracy.verdicts import Case, cases, measure, read_reviewer_case

REVIEWERS = list(cases("reviewers"))
COMPLETE = [case.text for case in REVIEWERS if case.is_ == "acknowledged" and "names" not in case.expected]


@pytest.mark.parametrize("case", REVIEWERS, ids=[case.text for case in REVIEWERS])
def test_a_reviewers_answer_is_read_right(case: Case) -> None:
    assert read_reviewer_case(case) == case.is_


@pytest.mark.parametrize("suffix", ["?", "ไหม", " แต่รายการที่ 3 ผิด", " ขอแก้ข้อ 2", " ยังไม่ได้ตรวจ"])
@pytest.mark.parametrize("text", COMPLETE)
def test_no_report_is_completed_by_a_question_or_a_remark(text: str, suffix: str) -> None:
    assert read_review(text + suffix) is not Review.ACKNOWLEDGED


def test_the_held_back_third_is_read_as_well() -> None:
    assert measure()["reviewers"]["wrong"] == []


@given(st.text(alphabet="ทราบแล้วตรวจถูกต้องครับ และขอ?1 \n", max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert read_review(text) in Review


def test_what_is_too_long_to_be_read_whole_completes_nothing() -> None:
    assert read_review("ทราบ " * 1000) is not Review.ACKNOWLEDGED
