"""Titles without prefixes, our numbers, and the secrets of our letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.reading.titles import read_title
from mailbot.reading.tokens import find_codes, find_numbers

CODE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.mark.parametrize(
    ("subject", "title", "replying", "forwarding"),
    [
        ("Re: [WEB-2569-0042] ขออนุมัติ", "ขออนุมัติ", True, False),
        ("ตอบกลับ: Re: FW: [web-๒๕๖๙-๐๐๔๒] x", "x", True, False),
        ("Fwd: ส่งต่อ: ขอประชาสัมพันธ์", "ขอประชาสัมพันธ์", False, True),
        ("[EXTERNAL] AW: x", "x", True, False),
        ("Re[2]: x", "x", True, False),
        ("RE：x", "x", True, False),
        ("ด่วนที่สุด!! ขอขึ้นประกาศ", "ขอขึ้นประกาศ", False, False),
        ("[ด่วน] ข่าวปิดถนน", "ข่าวปิดถนน", False, False),
        ("(ไม่มีหัวเรื่อง)", "", False, False),
        ("เรื่อง: ขอเผยแพร่", "เรื่อง: ขอเผยแพร่", False, False),
        ("Report: x", "Report: x", False, False),
        ("รายงาน WEB-2569-0042", "รายงาน", False, False),
        ("", "", False, False),
    ],
)
def test_the_title_is_what_the_person_named_it(
    subject: str, title: str, *, replying: bool, forwarding: bool
) -> None:
    found = read_title(subject, "WEB")
    assert (found.text, found.replying, found.forwarding) == (title, replying, forwarding)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("[WEB-2569-0042] x", ("WEB-2569-0042",)),
        ("เลขที่ web-๒๕๖๙-๐๐๔๒ และ WEB 2569 0043", ("WEB-2569-0042", "WEB-2569-0043")),
        ("WEB–2569–0042 WEB-2569-0042", ("WEB-2569-0042",)),
        ("XWEB-2569-0042 WEB-2569-00 WEB-1999-0042 02-2569-0042", ()),
    ],
)
def test_our_numbers_are_found_as_people_copy_them(text: str, numbers: tuple[str, ...]) -> None:
    assert find_numbers("WEB", [text]) == numbers


@pytest.mark.parametrize(
    ("recipient", "subject", "body"),
    [
        (f"web+{CODE}@sea.example", "", ""),
        (f"web+{CODE.lower()}@sea.example", "", ""),
        ("web@sea.example", f"อนุมัติ รหัส {CODE}", ""),
        ("web@sea.example", "อนุมัติ รหัส 01arz-3ndek-tsv4r-rffq6-9g5fa-v", ""),
        ("web@sea.example", "อนุมัติ รหัส OIARZ 3NDEK TSV4R RFFQ6 9G5FA V", ""),
        ("web@sea.example", "", f"> รหัส {CODE}\n"),
        ("web@sea.example", "", f"({CODE})."),
    ],
)
def test_a_secret_is_found_wherever_clients_leave_it(recipient: str, subject: str, body: str) -> None:
    assert find_codes(recipients=[recipient], subject=subject, body=[body]) == (CODE,)


@pytest.mark.parametrize(
    "text", [CODE[:-1], CODE + "7", "ABCDEFGHJKMNPQRSTVWXYZABCD", "8" + CODE[1:], f"x{CODE}"]
)
def test_what_is_no_secret_is_not_taken_for_one(text: str) -> None:
    assert find_codes(recipients=[f"web+{text}@sea.example"], subject=text, body=[text]) == ()


@given(st.integers(min_value=0, max_value=2**128 - 1))
def test_every_secret_can_be_found_again(value: int) -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    code = "".join(alphabet[(value >> shift) & 31] for shift in range(125, -1, -5))
    if any(sign.isdigit() for sign in code):
        assert find_codes(recipients=[], subject="", body=[f"รหัส {code} ครับ"]) == (code,)
