"""Several matters in one mail are noticed only where the mail says so and lists them (Q5)."""

import pytest

from mailbot.core.language.matters import several_matters

SEVERAL = (
    ("ขอลงข่าว 2 เรื่องดังนี้ค่ะ\n1. ประกาศรับสมัครครู\n2. ภาพกิจกรรมวันลอยกระทง", 2),
    ("รบกวนลง ๓ ข่าว\n๑) ข่าวหนึ่ง\n๒) ข่าวสอง\n๓) ข่าวสาม\nขอบคุณค่ะ", 3),
    ("ฝากสองเรื่องครับ\nเรื่องที่ 1: ประกาศ\nเรื่องที่ 2: ภาพข่าว", 2),
)
ONE = (
    "ขอลงข่าวอบรม\n1. ชื่อ สมฤดี\n2. ตำแหน่ง นักวิชาการ",  # a form's lines
    "ขอลงประกาศ 2 เรื่อง ตามไฟล์แนบ",  # not listed
    "แนบไฟล์ 2 รายการ\n1. ประกาศ.pdf\n2. รูป.jpg",  # files of one matter
    "ตามประกาศเรื่องที่ 2 ขอแก้ไข\n1. วันที่\n2. สถานที่",
    "แก้ 3 เรื่อง\n1. วันที่\n2. สถานที่",  # the list is another
    "ประชุมเวลา 9.2 เรื่องอาหาร\n1. ข้าว\n2. น้ำ",
    "",
)


@pytest.mark.parametrize(("text", "count"), SEVERAL)
def test_matters_that_are_counted_and_listed_are_several(text: str, count: int) -> None:
    assert several_matters(text) == count


@pytest.mark.parametrize("text", ONE)
def test_a_list_of_something_else_is_one_matter(text: str) -> None:
    assert several_matters(text) == 0
