"""The monthly report on paper: the memo, the figures with their bars, and every row of the list."""

from typing import Any

import pytest

from mailbot.core.letters import Report, ReportRow
from mailbot.core.office import Office
from mailbot.core.request import Category
from mailbot.sandbox.samples import LONG, NOW, OFFICE, REVIEWER, WEBMASTER, letter, report
from mailbot.writing.papers import Papers
from tests.writing.papers import bare, has, metadata, pages, picture, shapes, text

PAPERS = Papers(OFFICE)
BAR = 9
"""Height of a bar in points."""


def printed(made: Report, office: Office | None = None) -> bytes:
    papers = Papers(office) if office else PAPERS
    (paper,) = papers("report", letter(made, REVIEWER, papers=("report",)))
    return paper.data


def words(page: Any) -> str:
    return str(page.get_textpage().get_text_bounded())


def with_row(made: Report, **changes: Any) -> Report:
    first = made.rows[0].model_copy(update=changes)
    return made.model_copy(update={"rows": (first, *made.rows[1:])})


def bars(page: Any) -> list[float]:
    """The widths of the bars on a page, from top to bottom."""
    drawn = [shape for shape in shapes(page) if BAR - 1 < shape.height < BAR + 2.2 and shape.width > 1.2]
    return [shape.width for shape in sorted(drawn, key=lambda each: each.top)]


# --- the memo ----------------------------------------------------------------------------------------------


def test_the_first_page_is_a_memo_to_the_reviewer() -> None:
    memo = words(pages(printed(report(40)))[0])
    for said in (
        "บันทึกข้อความ",
        f"ส่วนราชการ {OFFICE.name} โทร. {OFFICE.phone}",
        "วันที่ ๑๕ มกราคม ๒๕๖๙",
        "เรื่อง รายงานสรุปข้อมูลที่เผยแพร่ ประจำเดือนธันวาคม ๒๕๖๘",
        f"เรียน {REVIEWER.position}",
        "จึงเรียนมาเพื่อโปรดทราบและตรวจสอบ",
        "ได้รับคำขอเผยแพร่ ๔๒ เรื่อง และเผยแพร่ข้อมูลบนเว็บไซต์ ๔๐ รายการ",
        "ผู้จัดทำ",
        WEBMASTER.name,
        "ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่",
        "ความเห็น/ข้อสั่งการ",
        "หัวหน้าหน่วยงานหรือผู้ที่ได้รับมอบหมาย",
        REVIEWER.name,
    ):
        assert bare(said) in bare(memo), said


def test_the_number_of_the_memo_is_left_to_the_clerk() -> None:
    memo = words(pages(printed(report(1)))[0])
    assert "ศธ ............../.............." in memo


def test_the_reviewer_finds_two_boxes_and_neither_is_ticked() -> None:
    page = pages(printed(report(1)))[0]
    squares = [s for s in shapes(page) if abs(s.width - s.height) < 0.05 and 9 < s.width < 12]
    assert len(squares) == 2
    dark = picture(page, 4).convert("L")
    for box in squares:
        inside = (box.left + 3, box.top + 3, box.left + box.width - 3, box.top + box.height - 3)
        assert dark.crop(tuple(round(side * 4) for side in inside)).getextrema()[0] > 128


def test_approvals_still_owed_are_said_in_the_memo_itself() -> None:
    made = report(2)
    assert bare("ยังค้างการอนุมัติ ๑ รายการ") in bare(words(pages(printed(made))[0]))
    paid = made.model_copy(update={"summary": made.summary.model_copy(update={"urgent_owed": 0})})
    assert bare("ยังค้างการอนุมัติ") not in bare(words(pages(printed(paid))[0]))


def test_a_draft_says_so() -> None:
    assert words(pages(printed(report(1).model_copy(update={"draft": True})))[0]).startswith("ร่าง")
    assert not words(pages(printed(report(1)))[0]).startswith("ร่าง")


def test_without_a_reviewer_the_memo_is_still_addressed() -> None:
    made = report(1).model_copy(update={"reviewer": None, "prepared_by": None, "made_at": None})
    assert bare("เรียน หัวหน้าหน่วยงาน") in bare(words(pages(printed(made))[0]))


# --- the summary -------------------------------------------------------------------------------------------


def test_the_summary_has_the_guidelines_title_and_every_figure() -> None:
    summary = words(pages(printed(report(40)))[1])
    for said in (
        "แบบรายงานสรุปข้อมูลที่เผยแพร่ ประจำเดือนธันวาคม ๒๕๖๘",
        "คำขอที่รับ ๔๒",
        "ไม่อนุมัติ ๑",
        "ส่งคืน ๐",
        "เผยแพร่ก่อน อนุมัติแล้วภายหลัง ๑",
        "เผยแพร่ก่อน ยังค้างอนุมัติ ๑",
        "มัธยฐาน (วัน) ๑.๕",
        "ร้อยละ ๙๕ ภายใน (วัน) ๔",
        "สะสมปีงบประมาณ ๒๕๖๙ ๑๑๘",
        "จำแนกตามหมวด",
        "จำแนกตามหน่วยงาน",
        "จำแนกตามเว็บไซต์",
        "เดือนก่อน (พ.ย. ๖๘)",
        "ปีก่อน (ธ.ค. ๖๗)",
    ):
        assert bare(said) in bare(summary), said


def test_bars_are_as_long_as_their_counts() -> None:
    made = report(40)
    counts = {Category.OTHER.value: 30, Category.INFO_UPDATE.value: 15, Category.BANNER_PHOTO_NEWS.value: 3}
    made = made.model_copy(
        update={
            "summary": made.summary.model_copy(
                update={
                    "by_category": counts,
                    "by_unit": {},
                    "by_site": {},
                    "month_before": 20,
                    "year_before": 10,
                }
            )
        }
    )
    this, before, year, most, half, tenth = (width - 0.6 for width in bars(pages(printed(made))[1]))
    assert before / this == pytest.approx(20 / 40, abs=0.01)
    assert year / this == pytest.approx(10 / 40, abs=0.01)
    assert half / most == pytest.approx(15 / 30, abs=0.01)
    assert tenth / most == pytest.approx(3 / 30, abs=0.01)


def test_many_units_are_drawn_together_and_none_is_dropped() -> None:
    made = report(40)
    units = {f"หน่วยงานที่ {n}": 50 - n for n in range(1, 41)}
    made = made.model_copy(update={"summary": made.summary.model_copy(update={"by_unit": units})})
    assert sum(units.values()) - sum(sorted(units.values())[-13:]) == 621
    assert has(printed(made), "อื่น ๆ อีก ๒๗ แห่ง ๖๒๑")


def test_what_went_up_before_its_approval_is_listed_by_itself() -> None:
    made = with_row(report(3), approved=None)
    summary = bare(words(pages(printed(made))[1]))
    start = summary.index(bare("รายการที่เผยแพร่ก่อนได้รับอนุมัติ"))
    assert bare("WEB-2569-0001") in summary[start:]
    assert bare("ค้างอนุมัติ") in summary[start:]
    assert bare("WEB-2569-0002") not in summary[start:]


def test_every_site_has_its_line() -> None:
    made = report(5)
    made = made.model_copy(update={"per_site": {"main": made.summary, "law": made.summary}})
    assert has(printed(made), "กลุ่มกฎหมายและคดี ๗ ๕ ๑ ๑ ๑ ๐ ๐ ๑.๕ ๔ ๑๑๘")


# --- the list ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 40, 130])
def test_every_row_is_on_the_list_once(count: int) -> None:
    listing = "\n".join(words(page) for page in pages(printed(report(count)))[2:])
    for number in range(1, count + 1):
        assert listing.count(f"WEB-2569-{number:04d}") == 1


def test_every_page_of_the_list_repeats_the_head() -> None:
    sheets = pages(printed(report(40)))[2:]
    assert len(sheets) > 1
    for sheet in sheets:
        assert sheet.get_width() > sheet.get_height()
        for head in ("ลำดับ", "เลขที่คำขอ", "หมวด", "ผู้ขอ", "URL", "วันที่รับ", "หมายเหตุ"):
            assert bare(head) in bare(words(sheet))


def test_a_month_without_anything_is_a_report_too() -> None:
    paper = printed(report(0))
    assert len(pages(paper)) == 3
    assert has(paper, "ไม่มีรายการที่เผยแพร่บนเว็บไซต์")
    assert bare("ไม่มีรายการ") in bare(words(pages(paper)[2]))


def test_a_row_says_everything_it_holds() -> None:
    made = with_row(
        report(1), topic=LONG, category="info_update", until=NOW.date(), remarks=("urgent", "taken_down")
    )
    row: ReportRow = made.rows[0]
    listing = words(pages(printed(made))[2]).replace("\r\n", "")
    for said in (LONG, "ปรับปรุงสารสนเทศ", row.unit, row.requester, row.site, row.url, row.approved_by,
                 row.published_by, "๑๕ ม.ค. ๖๙", "เร่งด่วน, นำลงแล้ว"):  # fmt: skip
        assert bare(said) in bare(listing), said


def test_long_values_stay_in_their_columns() -> None:
    made = with_row(
        report(1), topic="x" * 500, url="https://www.sea.example/" + "long-path/" * 40, unit="y" * 90
    )
    for page in pages(printed(made)):
        image = picture(page, 1).convert("L")
        for side in ((image.width - 25, 0, image.width, image.height), (0, 0, 25, image.height)):
            assert image.crop(side).getextrema()[0] > 128


def test_an_office_may_want_arabic_digits() -> None:
    paper = printed(report(40), OFFICE.model_copy(update={"thai_digits_on_paper": False}))
    assert not set("๐๑๒๓๔๕๖๗๘๙") & set(text(paper))
    assert has(paper, "ประจำเดือนธันวาคม 2568")


def test_the_same_report_gives_the_same_bytes_and_an_archive_pdf() -> None:
    assert printed(report(3)) == printed(report(3), OFFICE)
    assert "<pdfaid:part>2</pdfaid:part>" in metadata(printed(report(3)))


def test_three_papers_come_under_one_name() -> None:
    names = [PAPERS(name, letter(report(1), REVIEWER))[0].filename for name in ("report", "workbook", "csv")]
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "xlsx", "csv"]
    assert len({name.rpartition(".")[0] for name in names}) == 1
    assert sorted(PAPERS.report_files(report(1))) == sorted(names)
