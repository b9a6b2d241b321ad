"""Holidays are a plain list a year, in any of the ways a date is written."""

from datetime import date

import pytest

from tests.config.sample import SettingsFolder


def test_every_way_of_writing_a_day_counts(office: SettingsFolder) -> None:
    (office.path / "holidays/2571.txt").write_text(
        "# ปีหน้า\n\n2571-01-03 หยุดพิเศษ\n๔ มกราคม วันหยุด # หมายเหตุ\n5 ม.ค. 2571 หยุด\n6/1/2571 หยุด\n7 มกราคม\n"
        "วันที่ 8 มกราคม พ.ศ. 2571 หยุด\n2028-01-09 หยุด\n",
        "cp874",
    )
    holidays = office.load().office.holidays
    assert {date(2028, 1, day) for day in range(3, 10)} <= holidays


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("วันขึ้นปีใหม่", "not_a_holiday"),
        ("31 กุมภาพันธ์ วันที่ไม่มี", "not_a_holiday"),
        ("1 มกรา วันปีใหม่", "not_a_holiday"),
        ("2570-01-01 วันขึ้นปีใหม่", "holiday_of_another_year"),
    ],
)
def test_a_line_that_is_no_day_of_the_year_is_named(office: SettingsFolder, line: str, code: str) -> None:
    at = office.append("holidays/2569.txt", line + "\n")
    problem = office.only_problem()
    assert (problem.file, problem.line, problem.code) == ("holidays/2569.txt", at, code)
    assert problem.right


def test_a_file_must_be_named_for_its_buddhist_year(office: SettingsFolder) -> None:
    (office.path / "holidays/2026.txt").write_text("1 มกราคม\n", "utf-8")
    problem = office.only_problem()
    assert (problem.code, "2569.txt" in problem.right) == ("not_a_year_file", True)


def test_a_current_year_without_its_list_is_a_warning(office: SettingsFolder) -> None:
    (office.path / "holidays/2569.txt").unlink()
    assert office.only_warning().code == "holidays_missing"
    assert office.load(today=None).warnings == ()


def test_in_december_the_next_year_is_missed_too(office: SettingsFolder) -> None:
    (office.path / "holidays/2570.txt").unlink()
    assert office.load(today=date(2026, 11, 30)).warnings == ()
    assert [w.file for w in office.load(today=date(2026, 12, 1)).warnings] == ["holidays/2570.txt"]
