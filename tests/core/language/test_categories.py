"""The form's boxes: ticked, numbered, named, hinted at."""

import pytest

from mailbot.core.language.categories import (
    numbered_categories,
    read_category,
    read_delivery,
    suggest_category,
)
from mailbot.core.language.ticks import read_choices
from mailbot.core.request import Category, Delivery

P, L, B, U, REST = Category
LABELS = {
    P: "การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทุนการศึกษา",
    L: "แผน / โครงการ / รายงานผลการดำเนินงาน",
    B: "Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์",
    U: "ปรับปรุงข้อมูลสารสนเทศ",
    REST: "อื่น ๆ (โปรดระบุ)..........",
}
SIGNS = [
    ("☒", "☐"),
    ("✔", "□"),
    ("✅", "[ ]"),
    ("(✓)", "( )"),
    ("(x)", "( )"),
    ("[/]", "[ ]"),
    ("{x}", "{ }"),
    ("■", "□"),
    ("●", "○"),
    ("◉", "○"),
]


@pytest.mark.parametrize(("tick", "empty"), SIGNS)
@pytest.mark.parametrize("chosen", list(Category))
@pytest.mark.parametrize("order", ["{mark} {label}", "{label} {mark}"])
def test_a_tick_counts_wherever_it_stands(tick: str, empty: str, chosen: Category, order: str) -> None:
    lines = [
        "ในหัวข้อ",
        *(order.format(mark=tick if c is chosen else empty, label=LABELS[c]) for c in Category),
    ]
    assert read_choices(lines).categories == (chosen,)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("หมวด: ข้อ 3", (B,)),
        ("หมวด ②", (L,)),
        ("หมวด ๓.", (B,)),
        ("ประเภท: 1,3", (P, B)),
        ("ประเภท: ข่าวประชาสัมพันธ์", (B,)),
        ("ประเภท: จัดซื้อจัดจ้าง, ภาพกิจกรรม", (P, B)),
        ("3. Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์", (B,)),
        ("แผน/โครงการ: ใช่\nBanner: ไม่ใช่", (L,)),
        ("ในหัวข้อ\n~~แผน / โครงการ~~\nปรับปรุงข้อมูลสารสนเทศ", (U,)),
        ("ในหัวข้อ\n( ) การจัดซื้อจัดจ้าง / ทูลการศึกษา\n( ) แผน", ()),
        ("\n".join(LABELS.values()), ()),
        ("✓ ครู 5 คน\n✓ นักเรียน 30 คน", ()),
        ("☐ แผน ☐ Banner", ()),
    ],
)
def test_an_answer_without_boxes_and_a_form_without_an_answer(
    text: str, chosen: tuple[Category, ...]
) -> None:
    assert read_choices(text.split("\n")).categories == chosen


def test_what_other_means_is_read_with_it() -> None:
    choices = read_choices(["☑ อื่น ๆ (โปรดระบุ) ประกาศเกียรติคุณ......"])
    assert (choices.categories, choices.category_other) == ((REST,), "ประกาศเกียรติคุณ")


def test_other_belongs_to_the_question_asked_last() -> None:
    lines = ["ประเภท: ☑ แผน ☐ อื่นๆ", "โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล", "( ) ทาง e-mail :", "(/) อื่นๆ (โปรดระบุ) ไลน์"]
    choices = read_choices(lines)
    assert (choices.categories, choices.delivery, choices.delivery_other) == ((L,), (Delivery.OTHER,), "ไลน์")


def test_deliveries_are_ticked_in_the_same_way() -> None:
    line = "โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล (/) ทาง e-mail : a@sea.example (/) ทางระบบ my office ( ) CD, DVD, Flash Drive"
    assert read_choices([line]).delivery == (Delivery.EMAIL, Delivery.MY_OFFICE)


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("ทูลการศึกษา", P),
        ("รายงานผลการจัดซื้อจัดจ้าง", L),
        ("ข่าวปชส", B),
        ("ปรับปรุงแผน", U),
        ("อื่น ๆ", REST),
        ("สวัสดี", None),
    ],
)
def test_the_first_word_of_a_choice_decides(words: str, category: Category | None) -> None:
    assert read_category(words) is category


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("ทางระบบ My-Office", Delivery.MY_OFFICE),
        ("แฟลชไดร์ฟ 1 อัน", Delivery.MEDIA),
        ("นำส่งด้วยตนเอง", Delivery.IN_PERSON),
        ("ยื่นใบสมัครด้วยตนเอง", None),
    ],
)
def test_ways_of_delivery(words: str, way: Delivery | None) -> None:
    assert read_delivery(words) is way


@pytest.mark.parametrize("text", ["3 ไฟล์", "6", "ข้อ 3 ไม่ครบ", "สามข้อ", ""])
def test_a_number_of_something_is_no_box(text: str) -> None:
    assert numbered_categories(text) == ()


@pytest.mark.parametrize(
    ("text", "category", "strong"),
    [
        ("ประกาศรับสมัครลูกจ้างชั่วคราว", P, True),
        ("ทุนการศึกษามูลนิธิ", P, True),
        ("แผนปฏิบัติการ 2569", L, True),
        ("ภาพกิจกรรมวันครู", B, True),
        ("ทำเนียบบุคลากร", U, True),
        ("การอบรมครู", B, False),
        ("ภาพกิจกรรมรับสมัครนักเรียน", B, False),
    ],
)
def test_a_hint_is_strong_only_when_it_is_alone(text: str, category: Category, *, strong: bool) -> None:
    hint = suggest_category(text)
    assert hint is not None
    assert (hint.category, hint.strong) == (category, strong)


@pytest.mark.parametrize("text", ["", "สวัสดีครับ", "ผู้ดูแลเว็บไซต์", "ข้อมูลข่าวสาร", "กลุ่มนโยบายและแผน", "สอบถามครับ"])
def test_everyday_office_words_hint_at_nothing(text: str) -> None:
    assert suggest_category(text) is None
