"""Dates in all the ways Thai officers write them, and what only looks like one."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.dates import BANGKOK, find_dates, find_datetime, forward, read_date

TODAY = date(2026, 1, 15)
MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]


@pytest.mark.parametrize(
    "text",
    [
        "15 มกราคม 2569",
        "๑๕ มกราคม ๒๕๖๙",
        "15 ม.ค. 69",
        "15 ม.ค.69",
        "15มค69",
        "15 มค 69",
        "15 ม.ค. 2026",
        "15/1/69",
        "15/01/2569 10.30 น.",
        "15-1-2569",
        "15.01.2569",
        "วันที่ 15.1.69",
        "ลว. 15/1/69",
        "2026-01-15",
        "15 Jan 2026",
        "January 15, 2026",
        "วันที่ 15 เดือนมกราคม พ.ศ. 2569",
        "วันพฤหัสบดีที่ ๑๕ มกราคม พุทธศักราช ๒๕๖๙ ณ ห้องประชุม".replace("พุทธศักราช", "พ.ศ."),
    ],
)
def test_every_way_of_writing_a_day_is_the_same_day(text: str) -> None:
    assert read_date(text, TODAY) == date(2026, 1, 15)


@pytest.mark.parametrize(
    "text",
    [
        "081-234-5678",
        "0-7534-1005 ต่อ 21",
        "เลขที่รับ 00123/2569",
        "ที่ ศธ 04242/123",
        "เลขรับ 12/3/2569",
        "ข้อ 5.1.26",
        "5.1.26",
        "31 ก.พ. 69",
        "ณัฐ5กันย์",
        "รวมคะแนน 5 มคอ",
        "เดือน ธ.ค.68",
        "มกราคม 2569",
        "โทร 02-12-69",
        "1-1037-02071-81-1",
        "45 คน",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text, TODAY) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("5 - 9 ม.ค.", date(2026, 1, 5), date(2026, 1, 9)),
        ("5-9 ม.ค. 69", date(2026, 1, 5), date(2026, 1, 9)),
        ("๕ ถึง ๙ มกราคม ๒๕๖๙", date(2026, 1, 5), date(2026, 1, 9)),
        ("14–16 ม.ค.", date(2026, 1, 14), date(2026, 1, 16)),
        ("28 ม.ค. - 5 ก.พ. 69", date(2026, 1, 28), date(2026, 2, 5)),
        ("28 ธ.ค. 68 - 5 ม.ค. 69", date(2025, 12, 28), date(2026, 1, 5)),
        ("1 และ 2 ก.พ. 69", date(2026, 2, 1), date(2026, 2, 2)),
    ],
)
def test_a_range_keeps_both_ends(text: str, first: date, last: date) -> None:
    days = find_dates(text, TODAY)
    assert days[0].date == first
    assert (days[0].until or days[-1].date) == last


def test_two_written_dates_are_two() -> None:
    found = find_dates("ระหว่างวันที่ 1 ตุลาคม 2568 ถึงวันที่ 30 กันยายน 2569", TODAY)
    assert [one.date for one in found] == [date(2025, 10, 1), date(2026, 9, 30)]


def test_a_number_of_people_is_not_a_year() -> None:
    (found,) = find_dates("12 ม.ค. 45 คน", TODAY)
    assert (found.date, found.has_year, found.words) == (date(2026, 1, 12), False, "12 ม.ค.")


def test_a_day_without_a_year_is_the_nearest_and_can_be_moved_ahead() -> None:
    (found,) = find_dates("๑๐ มกราคมนี้", date(2026, 12, 20))
    assert found.date == date(2027, 1, 10)
    (past,) = find_dates("10 มกราคม", TODAY)
    assert past.date == date(2026, 1, 10)
    assert forward(past, TODAY) == date(2027, 1, 10)


def test_the_words_are_cut_from_the_text_as_typed() -> None:
    text = "เมื่อวันที่ ๑๕ ม.ค. ๖๙ ณ ห้องประชุม"
    (found,) = find_dates(text, TODAY)
    assert text[found.start : found.end] == found.words == "๑๕ ม.ค. ๖๙"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ดำเนินการแล้วเสร็จเมื่อวันที่ ๑๖ ม.ค. ๖๙ เวลา ๑๔.๑๕ น.", datetime(2026, 1, 16, 14, 15, tzinfo=BANGKOK)),
        ("ลงแล้ว 16/1/69 14:15", datetime(2026, 1, 16, 14, 15, tzinfo=BANGKOK)),
        ("ลงแล้วเมื่อวานเวลา 15.00 น.", datetime(2026, 1, 14, 15, 0, tzinfo=BANGKOK)),
        ("ขึ้นเว็บแล้ว 14.15 น.", datetime(2026, 1, 15, 14, 15, tzinfo=BANGKOK)),
        ("เวลา 9 น.", datetime(2026, 1, 15, 9, 0, tzinfo=BANGKOK)),
        ("ลงแล้วเมื่อวันที่ 14 ม.ค.", datetime(2026, 1, 14, 0, 0, tzinfo=BANGKOK)),
        ("ลงแล้ว 2 เรื่อง เหลือเรื่องที่ 3", None),
        ("เผยแพร่แล้ว https://www.sea.example/news/1234", None),
    ],
)
def test_when_something_happened(text: str, expected: datetime | None) -> None:
    assert find_datetime(text, TODAY) == expected


@given(st.dates(date(2007, 1, 1), date(2045, 12, 31)))
def test_every_day_written_out_is_read_back(day: date) -> None:
    written = f"วันที่ {day.day} {MONTHS[day.month - 1]} {day.year + 543} ณ"
    assert read_date(written, TODAY) == day
    assert read_date(f"{day:%d/%m}/{day.year + 543}", TODAY) == day


@given(st.integers(-3000, 3000))
def test_two_digits_of_a_year_mean_the_nearest_one(days: int) -> None:
    day = TODAY + timedelta(days=days)
    assert read_date(f"{day.day} {MONTHS[day.month - 1]} {(day.year + 543) % 100:02}", TODAY) == day


@given(st.text(alphabet="0123456789๐๑๒๕๖๙ .-/มกคพยีเ.", max_size=40))
def test_any_text_gives_dates_that_lie_in_it(text: str) -> None:
    for found in find_dates(text, TODAY):
        assert text[found.start : found.end] == found.words


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("4 โมงเย็น", "16:00"),
        ("บ่ายสองโมงครึ่ง", "14:30"),
        ("บ่ายโมงครึ่ง", "13:30"),
        ("บ่าย 3", "15:00"),
        ("เที่ยงตรง", "12:00"),
        ("9 โมงเช้า", "09:00"),
        ("สิบเอ็ดโมง 20 นาที", "11:20"),
        ("๒ ทุ่ม", "20:00"),
        ("ตี 5", "05:00"),
    ],
)
def test_a_spoken_hour_is_in_its_part_of_the_day(text: str, hour: str) -> None:
    found = find_datetime(f"เมื่อวานตอน {text}", TODAY)
    assert found is not None
    assert found.strftime("%H:%M") == hour


@pytest.mark.parametrize("text", ["เวลา 2 โมง", "ตี 8", "7 ทุ่ม", "9 โมงเย็น", "เที่ยงคืน"])
def test_an_hour_that_the_clock_does_not_have_is_no_time(text: str) -> None:
    assert find_datetime(text, TODAY) is None
