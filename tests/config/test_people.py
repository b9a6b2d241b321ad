"""people.csv is read as Excel leaves it; what cannot be understood is named at its row."""

import codecs
from datetime import date

import pytest

from mailbot.config.people import read_people
from mailbot.config.problems import Findings, Problem
from mailbot.core.office import Person, Unit
from tests.config.sample import SettingsFolder

UNITS = (Unit(id="law", name="กลุ่มกฎหมายและคดี", aliases=("นิติการ",)), Unit(id="hr", name="กลุ่มบริหารงานบุคคล"))
HEAD = "อีเมล,ชื่อ-สกุล,ตำแหน่ง,กลุ่ม,โทรศัพท์,ตั้งแต่,ถึง"
ROW = "naree@sea.example,นางสาวนารี บุญมี,นิติกร,นิติการ,0 7512 3456,1 ตุลาคม 2568,30/9/2570"
NAREE = Person(
    address="naree@sea.example",
    name="นางสาวนารี บุญมี",
    position="นิติกร",
    unit="law",
    phone="0 7512 3456",
    since=date(2025, 10, 1),
    until=date(2027, 9, 30),
)


def read(raw: bytes | str) -> tuple[list[Person], tuple[Problem, ...], tuple[Problem, ...]]:
    findings = Findings()
    rows = read_people(raw.encode() if isinstance(raw, str) else raw, UNITS, findings)
    return [row.person for row in rows or ()], findings.mistakes, findings.warnings


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("cp874", b""), ("utf-16-le", codecs.BOM_UTF16_LE)],
)
def test_every_way_excel_saves_a_table_reads_the_same(
    delimiter: str, newline: str, encoding: str, mark: bytes
) -> None:
    text = newline.join((HEAD, ROW, "")).replace(",", delimiter)
    assert read(mark + text.encode(encoding)) == ([NAREE], (), ())


def test_columns_stand_in_any_order_under_thai_or_english_headings() -> None:
    heading = "until,E-Mail,unit,phone,Name,since,position"
    row = "30 ก.ย. 70,naree@sea.example,law,0 7512 3456,นางสาวนารี บุญมี,2568-10-01,นิติกร"
    assert read(f"{heading}\n{row}") == ([NAREE], (), ())


def test_excels_own_line_about_the_delimiter_is_understood() -> None:
    assert read(f"sep=;\r\n{HEAD};x\r\n{ROW}".replace(",", ";"))[0] == [NAREE]


def test_a_unit_is_known_by_id_name_or_alias_however_it_is_spaced() -> None:
    for written in ("law", "LAW", "กลุ่มกฎหมายและคดี", "กลุ่ม กฎหมายและคดี ", "นิติการ"):
        people, mistakes, _ = read(f"อีเมล,ชื่อ,กลุ่ม\na@sea.example,ก,{written}")
        assert (people[0].unit, mistakes) == ("law", ())


@pytest.mark.parametrize(
    "written",
    [
        "2569-01-15",
        "2026-01-15",
        "15/1/2569",
        "15/01/2026",
        "๑๕ มกราคม ๒๕๖๙",
        "15 ม.ค. 69",
        "15 มค 2569",
        "15-1-2569",
        "วันที่ 15 มกราคม พ.ศ. 2569",
        "2026-01-15 00:00:00",
    ],
)
def test_dates_are_read_in_the_ways_people_write_them(written: str) -> None:
    people, mistakes, _ = read(f"อีเมล,ชื่อ,ตั้งแต่\na@sea.example,ก,{written}")
    assert (people[0].since, mistakes) == (date(2026, 1, 15), ())


@pytest.mark.parametrize("written", ["15/1/69", "1/15/2026", "31 กุมภาพันธ์ 2569", "ปีหน้า", "46037", "15 มกราคม"])
def test_a_date_that_could_mean_several_days_is_a_mistake_not_a_guess(written: str) -> None:
    _, mistakes, _ = read(f"อีเมล,ชื่อ,ตั้งแต่\n\na@sea.example,ก,{written}")
    assert [(p.code, p.line, p.key) for p in mistakes] == [("not_a_date", 3, "since")]
    assert "15 มกราคม 2569" in mistakes[0].right


@pytest.mark.parametrize(
    ("row", "code", "right"),
    [
        (",นายไม่มี ที่อยู่,,,,,", "row_without_address", "ลบทั้งแถว"),
        ("somchai,นายสมชาย รักธรรม,,,,,", "not_an_address", "somchai@sea.example"),
        ("นายสมชาย <s@sea.example>,นายสมชาย,,,,,", "not_an_address", "เฉพาะที่อยู่"),
        ("s@sea.example,,,,,,", "row_without_name", "คำนำหน้า"),
        ("s@sea.example,ก,,การเงิน,,,", "unknown_unit", "law, hr"),
        ("s@sea.example,ก,,กฎหมายและคดี,,,", "unknown_unit", "น่าจะหมายถึง"),
        ("s@sea.example,ก,,,,2569-10-01,2569-09-30", "from_after_until", "เริ่มก่อนสิ้นสุด"),
        ("s@sea.example,ก,ตำแหน่ง, อีกช่อง,1,,,,เกินมา", "too_many_cells", "เครื่องหมายคำพูด"),
    ],
)
def test_a_wrong_row_is_named_by_the_number_excel_shows(row: str, code: str, right: str) -> None:
    _, mistakes, _ = read(f"{HEAD}\n{ROW}\n{row}\n")
    found = [problem for problem in mistakes if problem.code == code]
    assert [(problem.file, problem.line) for problem in found] == [("people.csv", 3)]
    assert right in found[0].right
    assert "แถว 3" in found[0].where


def test_a_quoted_cell_may_hold_commas_and_lines_without_shifting_the_rows() -> None:
    _, mistakes, _ = read('อีเมล,ชื่อ\na@sea.example,"นาย ก,\nข"\nb@sea,ค\n')
    assert [(problem.code, problem.line) for problem in mistakes] == [("not_an_address", 3)]


@pytest.mark.parametrize(
    ("written", "may"), [("ใช่", True), ("", True), ("✓", True), ("ไม่ใช่", False), ("0", False)]
)
def test_who_may_request_is_said_in_yes_and_no(written: str, may: bool) -> None:  # noqa: FBT001 - a table
    people, mistakes, _ = read(f"อีเมล,ชื่อ,ผู้ขอ\na@sea.example,ก,{written}")
    assert (people[0].requester, mistakes) == (may, ())


def test_an_unclear_yes_or_no_is_a_mistake() -> None:
    _, mistakes, _ = read("อีเมล,ชื่อ,ผู้ขอ\na@sea.example,ก,บางครั้ง")
    assert [problem.code for problem in mistakes] == ["not_yes_no"]


def test_a_number_that_excel_beheaded_is_a_warning_with_the_likely_number() -> None:
    people, _, warnings = read("อีเมล,ชื่อ,โทร\na@sea.example,ก,812345678")
    assert people[0].phone == "812345678"
    assert [(w.code, w.line) for w in warnings] == [("phone_lost_zero", 2)]
    assert "0812345678" in warnings[0].right


def test_a_column_nobody_knows_is_noted_and_left_out() -> None:
    people, mistakes, warnings = read("อีเมล,ชื่อ,เงินเดือน,ตำเเหน่ง\na@sea.example,ก,1,นิติกร")
    assert (len(people), mistakes) == (1, ())
    assert [(w.code, w.key) for w in warnings] == [
        ("column_ignored", "เงินเดือน"),
        ("column_ignored", "ตำเเหน่ง"),
    ]
    assert "ตำแหน่ง" in warnings[1].right


def test_a_table_without_its_headings_says_which_are_needed() -> None:
    _, mistakes, _ = read(ROW)
    assert [problem.code for problem in mistakes] == ["column_missing", "column_missing"]
    assert "อีเมล" in mistakes[0].right


def test_two_columns_of_one_meaning_are_a_mistake() -> None:
    _, mistakes, _ = read("อีเมล,ชื่อ,email\na@sea.example,ก,b@sea.example")
    assert [(problem.code, problem.key) for problem in mistakes] == [("column_twice", "email")]


@pytest.mark.parametrize("raw", [b"", b"\n\n,,,\n", codecs.BOM_UTF8])
def test_an_empty_table_says_what_belongs_into_it(raw: bytes) -> None:
    assert [problem.code for problem in read(raw)[1]] == ["people_empty"]


def test_a_workbook_saved_under_the_wrong_name_is_no_table() -> None:
    assert [problem.code for problem in read(b"PK\x03\x04\x00\x00\xff\xfe\xdb")[1]] == ["not_readable_text"]


def test_one_address_of_two_people_is_a_mistake_also_as_an_alias(office: SettingsFolder) -> None:
    line = office.append("people.csv", "new@sea.example,นายใหม่ มาแล้ว,,,,,,,,,,THANA.W@mail.example\n")
    problem = office.only_problem()
    assert (problem.code, problem.line) == ("duplicate_address", line)
    assert "นายธนา วงศ์ดี" in problem.wrong


def test_our_own_address_is_nobodys(office: SettingsFolder) -> None:
    line = office.append("people.csv", "Webmaster@sea.example,งานเว็บไซต์,,,,,,,,,,\n")
    problem = office.only_problem()
    assert (problem.code, problem.file, problem.line) == ("own_address", "people.csv", line)
