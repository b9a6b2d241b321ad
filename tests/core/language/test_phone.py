"""Telephone numbers as they are typed in Thai offices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.phone import Phone, canonical, find_phones, read_phone


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("๐๘๑-๒๓๔-๕๖๗๘ ต่อ ๑๒", "0812345678", "12"),
        ("0-7534-1005 ต่อ 21", "075341005", "21"),
        ("081-9876543", "0819876543", None),
        ("๐๗๕๓๔๑๐๐๔ # ๑๑", "075341004", "11"),
        ("086 1112222", "0861112222", None),
        ("075-341004 ต่อ 31-32", "075341004", "31-32"),
        ("(075) 341004", "075341004", None),
        ("โทร.0812345678", "0812345678", None),
        ("+66 81 234 5678", "0812345678", None),
        ("+66 (0) 81 234 5678", "0812345678", None),
        ("02-123-4567 ต่อ 12, 13", "021234567", "12,13"),
        ("081 234 5678 ext. 4", "0812345678", "4"),
        ("075 341004 เบอร์ภายใน 7", "075341004", "7"),
        ("055-711234-5", "055711234-5", None),
        ("0 2288 5511-15", "022885511-15", None),
        ("โทรสาร 075-341005 โทร 075-341004", "075341004", None),
    ],
)
def test_a_number_is_read_however_it_is_grouped(text: str, number: str, extension: str | None) -> None:
    assert read_phone(text) == Phone(number=number, extension=extension)


@pytest.mark.parametrize(
    "text",
    [
        "075-356-xxx",
        "1-1037-02071-81-1",
        "เลขที่รับ 00123/2569",
        "โทรสาร 075-341005",
        "0812345678901",
        "123-4-56789-0",
        "15 มกราคม 2569",
        "ดำเนินการต่อ 2 เรื่อง",
        "ติดต่อ 3 ครั้ง",
    ],
)
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert read_phone(text) is None


def test_an_extension_alone_is_the_offices_number() -> None:
    assert read_phone("สมชาย นโยบาย ต่อ 15", office_phone="0-7534-1004") == Phone(
        number="075341004", extension="15"
    )
    assert read_phone("ต่อ 15") == Phone(number=None, extension="15")


def test_two_numbers_are_both_found_in_order() -> None:
    found = find_phones("075-341004, 081-2345678")
    assert [one.phone.number for one in found] == ["075341004", "0812345678"]


@given(st.from_regex(r"0[689][0-9]{8}", fullmatch=True), st.sampled_from([" ", "-", ".", ""]))
def test_a_mobile_number_survives_any_grouping(number: str, sep: str) -> None:
    assert canonical(sep.join((number[:3], number[3:6], number[6:]))) == number


@given(st.text(alphabet="0123456789+() -.ต่อ#", max_size=40))
def test_found_numbers_lie_in_the_text(text: str) -> None:
    for found in find_phones(text):
        assert text[found.start : found.end] == found.words
