"""The calendar's laws: working days add up, eras and fiscal years fall where Thailand puts them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core import calendar as c
from mailbot.core.calendar import WorkCalendar
from mailbot.core.office import Office, OfficeHours

BANGKOK = ZoneInfo("Asia/Bangkok")
NEW_YEAR = frozenset({date(2026, 1, 1), date(2026, 1, 2)})
OFFICE = WorkCalendar(holidays=NEW_YEAR)

days = st.dates(date(1950, 1, 1), date(2400, 12, 31))
moments = st.datetimes(timezones=st.just(UTC)).map(
    lambda m: m.replace(year=2000 + m.year % 100, day=min(m.day, 28))
)
counts = st.integers(-60, 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


# --- eras ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 9, 30), 2568),
        (date(2025, 10, 1), 2569),
        (date(2026, 9, 30), 2569),
        (date(2026, 10, 1), 2570),
    ],
)
def test_the_fiscal_year_turns_on_the_first_of_october(day: date, year: int) -> None:
    assert c.fiscal_year(day) == year


def test_month_keys_are_of_the_buddhist_era_and_cross_the_new_year() -> None:
    assert c.month_key(date(2026, 11, 23)) == "2569-11"
    assert c.previous_month_key("2570-01") == "2569-12"
    assert c.next_month_key("2569-12") == "2570-01"
    assert c.first_day("2569-02") == date(2026, 2, 1)
    assert c.last_day("2567-02") == date(2024, 2, 29)


def test_fiscal_months_begin_in_october_and_end_with_the_month_itself() -> None:
    assert c.fiscal_months("2569-01") == ("2568-10", "2568-11", "2568-12", "2569-01")
    assert c.fiscal_months("2569-10") == ("2569-10",)
    assert len(c.fiscal_months("2569-09")) == 12


@pytest.mark.parametrize(
    "key", ["", "2569", "2569-13", "2569-00", "69-11", "2569-1", "๒๕๖๙-๑๑", "2569/11", "0001-01"]
)
def test_what_is_no_month_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        c.first_day(key)


@given(days)
def test_a_month_key_leads_back_to_its_month(day: date) -> None:
    key = c.month_key(day)
    assert c.first_day(key) <= day <= c.last_day(key)
    assert c.previous_month_key(c.next_month_key(key)) == key


def test_a_month_is_the_offices_month_not_greenwichs() -> None:
    assert OFFICE.month(datetime(2026, 10, 31, 18, 0, tzinfo=UTC)) == "2569-11"


# --- as printed ------------------------------------------------------------------------------------


def test_dates_are_printed_as_an_office_prints_them() -> None:
    day = date(2026, 1, 15)
    assert c.thai_date(day) == "15 มกราคม 2569"
    assert c.thai_date(day, short=True) == "15 ม.ค. 69"
    assert c.thai_date(day, digits="thai") == "๑๕ มกราคม ๒๕๖๙"
    assert c.thai_date(day, short=True, digits="thai") == "๑๕ ม.ค. ๖๙"
    assert c.thai_date(date(2057, 3, 2), short=True) == "2 มี.ค. 00"
    assert c.thai_weekday(day) == "วันพฤหัสบดี"


def test_times_have_a_dot_and_two_digits() -> None:
    assert c.thai_time(time(10, 23)) == "10.23 น."
    assert c.thai_time(at("2026-01-15T09:05"), digits="thai") == "๐๙.๐๕ น."
    assert c.thai_datetime(at("2026-01-15T10:23")) == "15 มกราคม 2569 เวลา 10.23 น."
    assert c.thai_datetime(at("2026-01-15T10:23"), short=True) == "15 ม.ค. 69 10.23 น."


def test_months_are_printed_from_their_key() -> None:
    assert c.thai_month("2569-10") == "ตุลาคม 2569"
    assert c.thai_month("2569-10", short=True, digits="thai") == "ต.ค. ๖๙"


@given(st.text())
def test_digits_turn_thai_and_back(text: str) -> None:
    arabic = c.to_arabic_digits(text)
    assert c.to_arabic_digits(c.to_thai_digits(arabic)) == arabic


# --- working days ----------------------------------------------------------------------------------


def test_weekends_and_holidays_are_no_working_days() -> None:
    assert not OFFICE.is_workday(date(2026, 1, 1))
    assert not OFFICE.is_workday(date(2026, 1, 3))
    assert OFFICE.is_workday(date(2026, 1, 5))


def test_new_year_is_jumped_over() -> None:
    assert OFFICE.add_workdays(date(2025, 12, 31), 1) == date(2026, 1, 5)
    assert OFFICE.add_workdays(date(2026, 1, 5), -1) == date(2025, 12, 31)
    assert OFFICE.add_workdays(date(2026, 1, 3), 0) == date(2026, 1, 3)
    assert OFFICE.workdays_between(date(2025, 12, 31), date(2026, 1, 6)) == 2


@given(days, counts)
def test_working_days_counted_are_the_working_days_added(day: date, count: int) -> None:
    start = OFFICE.this_or_next_workday(day)
    assert OFFICE.workdays_between(start, OFFICE.add_workdays(start, count)) == count


@given(days, st.integers(1, 60))
def test_adding_working_days_ends_on_one(day: date, count: int) -> None:
    end = OFFICE.add_workdays(day, count)
    assert OFFICE.is_workday(end)
    assert end > day


@pytest.mark.parametrize(
    ("received", "starts"),
    [
        ("2026-01-05T10:23", "2026-01-05T10:23"),
        ("2026-01-05T07:00", "2026-01-05T08:30"),
        ("2026-01-05T16:29:59", "2026-01-05T16:29:59"),
        ("2026-01-05T16:30", "2026-01-06T08:30"),
        ("2026-01-09T17:00", "2026-01-12T08:30"),
        ("2026-01-10T03:00", "2026-01-12T08:30"),
        ("2025-12-31T23:59", "2026-01-05T08:30"),
        ("2026-01-01T10:00", "2026-01-05T08:30"),
    ],
)
def test_the_clock_starts_when_the_office_is_open(received: str, starts: str) -> None:
    assert OFFICE.sla_start(at(received)) == at(starts)


@given(moments)
def test_the_next_office_moment_is_open_and_never_earlier(moment: datetime) -> None:
    there = OFFICE.next_office_moment(moment)
    assert there >= moment
    assert OFFICE.is_office_time(there)
    assert OFFICE.next_office_moment(there) == there


def test_what_comes_after_hours_is_waited_for_from_the_next_morning() -> None:
    friday_evening = at("2026-01-09T18:00")
    assert OFFICE.add_workdays(friday_evening, 1) == at("2026-01-13T08:30")
    assert OFFICE.workdays_between(friday_evening, at("2026-01-11T12:00")) == 0
    assert OFFICE.workdays_between(friday_evening, at("2026-01-13T09:00")) == 1
    assert OFFICE.add_workdays(at("2026-01-09T15:00"), 1) == at("2026-01-12T15:00")


def test_a_report_is_owed_on_the_first_working_day_of_the_month() -> None:
    assert OFFICE.first_workday_of_month("2569-01") == date(2026, 1, 5)
    assert OFFICE.nth_workday_of_month("2569-01", 3) == date(2026, 1, 7)
    assert OFFICE.first_workday_of_month("2569-11") == date(2026, 11, 2)


def test_an_office_may_work_on_saturdays() -> None:
    shop = WorkCalendar(hours=OfficeHours(opens=time(9), closes=time(12), workdays=(5,)))
    assert shop.next_office_moment(at("2026-01-05T10:00")) == at("2026-01-10T09:00")


def test_the_calendar_is_the_offices_own() -> None:
    office = Office(
        name="สำนักงานตัวอย่าง", short="สต.", domain="www.sea.example", address="web@sea.example",
        operator="it@sea.example", holidays=NEW_YEAR,
    )  # fmt: skip
    assert WorkCalendar.of(office) == OFFICE


def test_a_calendar_without_working_days_says_so_instead_of_searching_for_ever() -> None:
    closed = WorkCalendar(hours=OfficeHours(workdays=()))
    with pytest.raises(ValueError, match="no working day"):
        closed.add_workdays(date(2026, 1, 5), 1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        OFFICE.sla_start(at("2026-01-05T10:00").replace(tzinfo=None))


@given(moments, st.integers(0, 30))
def test_a_deadline_in_working_days_never_lies_before_that_many_days(moment: datetime, count: int) -> None:
    deadline = OFFICE.add_workdays(moment, count)
    assert deadline - moment >= timedelta(days=count) - timedelta(hours=24) * (count > 0)
    assert OFFICE.workdays_between(moment, deadline) == count
