"""Names as they are typed, and when two spellings are one person."""

import pytest

from mailbot.core.language.names import find_person, full_name, same_person, tidy_name, without_title
from mailbot.core.language.vocabulary import PersonWords, Vocabulary


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  นางสาวสมฤดี   ปิ่นแก้ว ", "นางสาวสมฤดี ปิ่นแก้ว"),
        ("ว่าที่ ร.ต.หญิง กนกวรรณ  ศรีสุข", "ว่าที่ ร.ต.หญิง กนกวรรณ ศรีสุข"),
        ("ดร.ประไพ ณ ถลาง", "ดร.ประไพ ณ ถลาง"),
        ("นายเอก ใจดี โทร 075341004", "นายเอก ใจดี"),
        ("นายเอก ใจดี (พี่เอก)", "นายเอก ใจดี"),
        ("นายเอก ใจดี ตำแหน่ง นปส.", "นายเอก ใจดี"),
        ("....", None),
        ("-", None),
        ("12345", None),
    ],
)
def test_a_name_keeps_its_title_and_loses_what_follows(typed: str, name: str | None) -> None:
    assert tidy_name(typed) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("นางสาวสมฤดี ปิ่นแก้ว", "น.ส.สมฤดี ปิ่นแก้ว"),
        ("ว่าที่ ร.ต.หญิง กนกวรรณ ศรีสุข", "กนกวรรณ ศรีสุข"),
        ("ดร.ประเสริฐ ตั้งใจ", "นายประเสริฐ  ตั้งใจ"),
        ("นายวีระ ทองดี", "วีระ ทองดึ"),
    ],
)
def test_titles_and_a_slip_of_the_finger_do_not_make_two_people(one: str, other: str) -> None:
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("นายวีระ ทองดี", "นายวีระ แสงทอง"), ("นายสมชาย ใจดี", "นายสมหญิง ใจดี"), ("", ""), ("นาย", "นาง")],
)
def test_different_people_stay_different(one: str, other: str) -> None:
    assert not same_person(one, other)


@pytest.mark.parametrize("line", ["(นางสาวสมฤดี  ปิ่นแก้ว)", "นายวีระ ทองดี", "ดร.ประไพ ณ ถลาง"])
def test_a_line_that_is_a_full_name_is_recognised(line: str) -> None:
    assert full_name(line)


@pytest.mark.parametrize(
    "line", ["พรทิพย์", "ขอบคุณครับ", "นายจ้างขอความร่วมมือ ทุกคน ด้วย", "ครูแดง", "สมชาย นโยบาย ต่อ 15"]
)
def test_a_nickname_or_a_sentence_is_no_full_name(line: str) -> None:
    assert full_name(line) is None


def test_the_name_without_its_title() -> None:
    assert without_title("ผศ.ดร.สมชาย ใจดี") == "สมชาย ใจดี"
    assert without_title("นางสาวสมฤดี ปิ่นแก้ว") == "สมฤดี ปิ่นแก้ว"


def test_a_nickname_means_somebody_only_when_it_means_one_person() -> None:
    nid = PersonWords(address="a@sea.example", name="นางนิดา ใจดี", nickname="นิด")
    other = PersonWords(address="b@sea.example", name="นายสมชาย รักเรียน", nickname="ชาย")
    twin = PersonWords(address="c@sea.example", name="นายสมชาย ทองดี", nickname="นิด")
    assert find_person("พี่นิด", Vocabulary(people=(nid, other))) == nid
    assert find_person("รองฯ สมชาย", Vocabulary(people=(nid, other))) == other
    assert find_person("พี่นิด", Vocabulary(people=(nid, twin))) is None
    assert find_person("สมชาย", Vocabulary(people=(other, twin))) is None
