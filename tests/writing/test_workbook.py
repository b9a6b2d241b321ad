"""The report and the register for spreadsheets: typed, safe to open, the same bytes for the same data."""

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from mailbot.core.letters import Report
from mailbot.core.request import Category, Fields, Item, Request, Status
from mailbot.sandbox.samples import APPROVAL, NOW, OFFICE, SOMRUDEE, URL, WEBMASTER, report
from mailbot.writing.papers import Papers

PAPERS = Papers(OFFICE)
DANGEROUS = ("=1+1", "+66 75", "-cmd|' /C calc'!A0", "@SUM(A1)")


def request(number: int, **changes: Any) -> Request:
    made = Request(
        month="2569-01",
        number=f"WEB-2569-{number:04d}",
        status=Status.PUBLISHED,
        requester=SOMRUDEE,
        unit="finance",
        received_at=NOW,
        fields=Fields(
            topic="ประกาศผู้ชนะการเสนอราคา",
            detail="ตามเอกสารแนบ",
            phone="0 7512 3456",
            categories=(Category.PROCUREMENT_RECRUITMENT,),
        ),
        approval=APPROVAL,
        items=(
            Item(
                site="main",
                given_at=NOW,
                published_at=NOW + timedelta(hours=4),
                published_by=WEBMASTER,
                url=URL,
            ),
        ),
    )
    return made.model_copy(update=changes)


def files(made: Report) -> tuple[Any, list[list[str]], bytes]:
    """The workbook, the CSV's rows, and the CSV's bytes."""
    written = PAPERS.report_files(made)
    book = next(data for name, data in written.items() if name.endswith(".xlsx"))
    table = next(data for name, data in written.items() if name.endswith(".csv"))
    return load_workbook(io.BytesIO(book)), rows(table), table


def rows(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("count", [0, 1, 40])
def test_every_row_of_the_report_is_in_both_files(count: int) -> None:
    book, table, _ = files(report(count))
    sheet = book.worksheets[1]
    assert len(table) == count + 1
    assert sheet.max_row == max(count, 1) + 1
    assert [cell.value for cell in sheet[1]] == table[0]
    for number in range(1, count + 1):
        assert table[number][1] == sheet.cell(number + 1, 2).value == f"WEB-2569-{number:04d}"


def test_a_month_without_anything_says_so() -> None:
    book, table, _ = files(report(0))
    assert book.worksheets[1]["A2"].value == "ไม่มีรายการ"
    assert len(table) == 1


def test_cells_hold_dates_and_numbers_not_text() -> None:
    sheet = files(report(1))[0].worksheets[1]
    by_header = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert by_header["ลำดับ"].value == 1
    local = NOW + timedelta(hours=7)
    assert by_header["วันที่รับ"].value == datetime(local.year, local.month, local.day)  # noqa: DTZ001
    assert by_header["วันเวลาที่เผยแพร่"].value == (local + timedelta(hours=1)).replace(tzinfo=None, second=0)
    assert by_header["วันเวลาที่เผยแพร่"].number_format.startswith("[$-107041E]")  # shown in the Buddhist era
    assert by_header["URL"].hyperlink.target == URL


def test_the_head_stays_in_sight_filters_and_repeats_in_print() -> None:
    sheet = files(report(40))[0].worksheets[1]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:O41"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width


def test_the_summary_has_the_figures_of_the_report_and_a_chart_for_every_count() -> None:
    made = report(40)
    made = made.model_copy(update={"per_site": {"main": made.summary, "gone": made.summary}})
    sheet = files(made)[0].worksheets[0]
    figures = {row[0].value: [cell.value for cell in row[1:4]] for row in sheet.iter_rows(max_col=4)}
    assert figures["เผยแพร่แล้ว"] == [40, 40, 40]
    assert figures["มัธยฐานจากรับเรื่องถึงเผยแพร่ (วัน)"] == [1.5, 1.5, 1.5]
    assert figures["เผยแพร่ก่อน ยังค้างอนุมัติ"][0] == made.summary.urgent_owed
    assert [cell.value for cell in sheet[4]][2:4] == ["เว็บไซต์หลัก", "gone"]
    assert len(sheet._charts) == 3
    references = [chart.series[0].val.numRef.f for chart in sheet._charts]
    assert len(set(references)) == 3


def test_charts_do_not_lie_on_each_other() -> None:
    sheet = files(report(40))[0].worksheets[0]
    tops = [chart.anchor._from.row for chart in sheet._charts]
    heights = [chart.anchor.ext.height / 12_700 for chart in sheet._charts]  # EMU to points
    for above, height, below in zip(tops, heights, tops[1:], strict=False):
        room = sum(sheet.row_dimensions[row].height or 15 for row in range(above + 1, below + 1))
        assert height < room


def test_every_row_is_as_high_as_its_wrapped_words_need() -> None:
    made = report(2)
    long = made.rows[0].model_copy(update={"topic": "ประกาศรับสมัครสอบคัดเลือก" * 12})
    sheet = files(made.model_copy(update={"rows": (long, made.rows[1])}))[0].worksheets[1]
    width = sheet.column_dimensions["C"].width
    letters = sum(unicodedata.category(each) != "Mn" for each in long.topic)
    assert sheet.row_dimensions[2].height >= 16 * letters / width
    assert sheet.row_dimensions[3].height < sheet.row_dimensions[2].height / 2


def test_a_figure_that_nobody_knows_is_a_dash_and_days_have_one_place() -> None:
    sheet = files(report(40))[0].worksheets[0]
    figures = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2)}
    assert figures["เผยแพร่ในเดือนเดียวกันของปีก่อน"].value == "-"
    assert figures["เปอร์เซ็นไทล์ที่ 95 จากรับเรื่องถึงเผยแพร่ (วัน)"].number_format == "0.0"


def test_every_sheet_is_printed_across_a4_in_landscape() -> None:
    for name, data in {**PAPERS.report_files(report(3)), **PAPERS.register_files([request(1)])}.items():
        if name.endswith(".xlsx"):
            for sheet in load_workbook(io.BytesIO(data)).worksheets:
                assert int(sheet.page_setup.paperSize) == 9
                assert sheet.page_setup.orientation == "landscape"
                across = sheet.page_setup.fitToWidth
                width = sum(each.width for each in sheet.column_dimensions.values())
                assert width / across < 320, "smaller than can be read"


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_sender_wrote_is_never_a_formula(text: str) -> None:
    made = report(1)
    row = made.rows[0].model_copy(update={"topic": text})
    book, table, _ = files(made.model_copy(update={"rows": (row,)}))
    cell = book.worksheets[1]["C2"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert table[1][2] == f"'{text}"


def test_text_that_no_spreadsheet_can_hold_is_cleaned_not_refused() -> None:
    made = report(1)
    row = made.rows[0].model_copy(update={"topic": "ก\x00ข\u202eค", "unit": "x" * 40_000})
    book, table, _ = files(made.model_copy(update={"rows": (row,)}))
    assert book.worksheets[1]["C2"].value == "กขค"
    assert table[1][2] == "กขค"


def test_the_csv_opens_right_in_excel() -> None:
    data = files(report(2))[2]
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    assert "หัวข้อข่าวสาร/กิจกรรม" in data.decode("utf-8-sig")


def test_the_csv_names_moments_by_the_offices_clock_without_ambiguity() -> None:
    table = files(report(1))[1]
    head = table[0].index("วันเวลาที่เผยแพร่")
    assert table[1][head] == (NOW + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")


def test_the_same_data_gives_the_same_bytes() -> None:
    assert PAPERS.report_files(report(3)) == Papers(OFFICE).report_files(report(3))


def test_a_workbook_is_a_sound_archive() -> None:
    for name, data in PAPERS.report_files(report(3)).items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                assert book.testzip() is None
                assert "xl/charts/chart1.xml" in book.namelist()


def test_the_register_has_a_row_for_every_site_of_every_request() -> None:
    two = request(2, items=(Item(site="main"), Item(site="law", until=date(2026, 6, 30))))
    none = request(1, status=Status.NEEDS_INFO, items=(), approval=None)
    table = rows(next(d for n, d in PAPERS.register_files([two, none]).items() if n.endswith(".csv")))
    named = [dict(zip(table[0], row, strict=True)) for row in table[1:]]
    assert [row["เลขที่คำขอ"] for row in named] == ["WEB-2569-0001", "WEB-2569-0002", "WEB-2569-0002"]
    assert named[0]["สถานะ"] == "รอข้อมูลเพิ่ม"
    assert [row["เว็บไซต์"] for row in named] == ["", "เว็บไซต์หลัก", "กลุ่มกฎหมายและคดี"]
    assert named[2]["ครบกำหนดเผยแพร่"] == "2026-06-30"


def test_a_phone_with_an_extension_is_written_as_on_the_form() -> None:
    asked = request(1, fields=Fields(phone="0 7512 3456", extension="12"))
    table = rows(next(d for n, d in PAPERS.register_files([asked]).items() if n.endswith(".csv")))
    assert table[1][table[0].index("เบอร์โทรศัพท์")] == "0 7512 3456 ต่อ 12"


def test_the_register_counts_requests_not_rows() -> None:
    two = request(2, items=(Item(site="main"), Item(site="law")))
    book = next(d for n, d in PAPERS.register_files([two, request(1)]).items() if n.endswith(".xlsx"))
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    figures = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    assert figures["ทะเบียนคำขอ"] == 2
    assert figures["เผยแพร่แล้ว"] == 2


def test_an_empty_register_is_a_file_too() -> None:
    written = PAPERS.register_files([])
    assert sorted(name.rpartition(".")[2] for name in written) == ["csv", "xlsx"]
