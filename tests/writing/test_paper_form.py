"""The filled request form says what the guideline's form says and what the request holds, nothing else."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.dossier import Dossier, filled_form
from mailbot.core.letters import ApprovalRequest, FilledForm, Letter, Task
from mailbot.core.office import Office
from mailbot.core.request import (
    Approval,
    Category,
    Delivery,
    Event,
    EventKind,
    Fields,
    Item,
    Party,
    Request,
)
from mailbot.packaged import packaged
from mailbot.sandbox.samples import HEAD, ITEM, NOW, NUMBER, OFFICE, SOMRUDEE, URL, WEBMASTER, letter, summary
from mailbot.writing.papers import Papers
from mailbot.writing.templates import TemplateError
from tests.writing.papers import bare, boxes, has, metadata, pages, picture, text

ACTING = HEAD.model_copy(update={"acting": "ปฏิบัติราชการแทน ผู้อำนวยการกลุ่มการเงิน"})
FIELDS = Fields(
    name="นางสาวสมฤดี ปิ่นแก้ว",
    position="เจ้าพนักงานธุรการ",
    phone="0 7512 3456",
    extension="130",
    categories=(Category.PLAN_PROJECT_REPORT, Category.OTHER),
    category_other="ปฏิทินปฏิบัติงาน",
    topic="แผนปฏิบัติการประจำปี 2569",
    detail="ตามเอกสารแนบ",
    delivery=(Delivery.EMAIL,),
    certify=True,
)
APPROVAL = Approval(
    by=ACTING, at=NOW + timedelta(hours=2), content_hash="ab12" * 16, mail="<head.1@sea.example>"
)
DONE = ITEM.model_copy(update={"given_at": NOW + timedelta(hours=3), "remark": "ขึ้นหน้าแรก"})
FORM = FilledForm(
    fields=FIELDS,
    requester=SOMRUDEE,
    unit="กลุ่มบริหารงานการเงินและสินทรัพย์",
    signed_at=NOW,
    signed_mail="<asks.1@sea.example>",
    items=(Item(site="main", webmaster=WEBMASTER.address),),
)
COMPLETE = FORM.model_copy(update={"approval": APPROVAL, "items": (DONE,)})
PAPERS = Papers(OFFICE)
THAI = set("๐๑๒๓๔๕๖๗๘๙")


def asked(form: FilledForm = FORM, **changes: Any) -> Letter:
    context = ApprovalRequest(summary=summary(**changes), approver=HEAD, content_hash="cd34" * 16)
    return letter(context, HEAD, papers=("form",), form=form, content_hash="cd34" * 16)


def task(form: FilledForm = COMPLETE, site: str = "main", **changes: Any) -> Letter:
    context = Task(
        summary=summary(**changes), site=site, site_address="www.sea.example", approval=form.approval
    )
    return letter(context, WEBMASTER, papers=("form",), form=form)


def printed(about: Letter, office: Office | None = None) -> bytes:
    papers = Papers(office) if office else PAPERS
    (paper,) = papers("form", about)
    assert paper.content_type == "application/pdf"
    return paper.data


def with_fields(form: FilledForm = FORM, **changes: Any) -> FilledForm:
    return form.model_copy(update={"fields": form.fields.model_copy(update=changes)})


# --- the guideline's wording -------------------------------------------------------------------------------

GUIDELINE = (
    "แบบฟอร์มคำขอเผยแพร่ข้อมูลข่าวสาร และประชาสัมพันธ์ต่างๆ",
    "ส่วนที่ 1 สำหรับผู้ขอใช้บริการ",
    "ชื่อ - สกุล",
    "ตำแหน่ง",
    "สังกัด / หน่วยงาน",
    "เบอร์โทรศัพท์",
    "การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทุนการศึกษา",
    "แผน / โครงการ / รายงานผลการดำเนินงาน",
    "Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์",
    "ปรับปรุงข้อมูลสารสนเทศ",
    "อื่น ๆ (โปรดระบุ)",
    "หัวข้อข่าวสาร/กิจกรรม",
    "รายละเอียดข่าวสาร/กิจกรรม",
    "โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล",
    "ทาง e-mail :",
    "ทางระบบ my office",
    "CD, DVD, Flash Drive",
    "อื่นๆ (โปรดระบุ)",
    "และขอรับรองว่าข่าวสาร / ข้อความ/ข้อมูลทั้งหมดนี้ ได้ดำเนินการตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้",
    "ผู้รับผิดชอบในการให้ข้อมูล",
    "ผู้ขอใช้บริการ",
    "ผู้ตรวจสอบและอนุมัติ",
    "ผู้อนุมัตินำขึ้นเว็บไซต์",
    "ส่วนที่ 2 ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่ผ่านเว็บไซต์",
    "ได้รับข้อมูลเมื่อวันที่",
    "ดำเนินการแล้วเสร็จเมื่อวันที่",
    "หมายเหตุ (ถ้ามี)",
    "ผู้ดำเนินการนำข้อมูลขึ้นเว็บไซต์",
)


def test_the_form_for_the_main_site_has_the_guidelines_words_in_its_order() -> None:
    words = bare(text(printed(asked())))
    places = [words.find(bare(each), 0) for each in GUIDELINE]
    assert -1 not in places
    position = 0
    for each in GUIDELINE:
        position = words.index(bare(each), position)
    main = f"มีความประสงค์จะขอเผยแพร่ข้อมูลข่าวสาร ประชาสัมพันธ์บนเว็บไซต์{OFFICE.name} ในหัวข้อ"
    assert bare(f"บนเว็บไซต์{OFFICE.name} (www.sea.example)") in words
    assert bare(main) in words


def test_the_form_for_a_group_differs_only_in_name_and_address() -> None:
    group = with_fields().model_copy(update={"items": (Item(site="law"),)})
    words = bare(text(printed(asked(group))))
    assert all(bare(each) in words for each in GUIDELINE)
    assert bare(f"บนเว็บไซต์กลุ่มกฎหมายและคดี {OFFICE.short} (www.sea.example/law)") in words
    assert bare(f"ประชาสัมพันธ์บนเว็บไซต์กลุ่มกฎหมายและคดี {OFFICE.short} ในหัวข้อ") in words
    assert "กลุ่มกลุ่ม" not in unicodedata.normalize("NFC", text(printed(asked(group))))


def test_the_guidelines_slip_is_printed_right() -> None:
    assert not has(printed(asked()), "ทูลการศึกษา")


# --- what is filled in -------------------------------------------------------------------------------------


def test_part_one_holds_what_the_requester_said() -> None:
    paper = printed(asked())
    for words in (
        "นางสาวสมฤดี ปิ่นแก้ว",
        "เจ้าพนักงานธุรการ",
        FORM.unit,
        "0 7512 3456 ต่อ 130",
        "แผนปฏิบัติการประจำปี 2569",
        "ตามเอกสารแนบ",
        "ปฏิทินปฏิบัติงาน",
        SOMRUDEE.address,
    ):
        assert has(paper, words), words


@pytest.mark.parametrize(
    ("categories", "delivery", "ticked"),
    [
        ((), (), [False] * 5 + [True, False, False, False]),  # it came by mail with its files
        (tuple(Category), (), [True] * 6 + [False] * 3),
        (
            (Category.INFO_UPDATE,),
            (Delivery.MY_OFFICE,),
            [False] * 3 + [True] + [False] * 2 + [True] + [False] * 2,
        ),
        ((Category.OTHER,), (Delivery.MEDIA, Delivery.OTHER), [False] * 4 + [True, False, False, True, True]),
        ((Category.OTHER,), (Delivery.IN_PERSON,), [False] * 4 + [True, False, False, False, True]),
    ],
)
def test_exactly_the_right_boxes_are_ticked(
    categories: tuple[Category, ...], delivery: tuple[Delivery, ...], ticked: list[bool]
) -> None:
    paper = printed(asked(with_fields(categories=categories, delivery=delivery)))
    drawn = boxes(pages(paper)[0])
    assert [on for _, on in drawn] == ticked
    rows = [round(box.top) for box, _ in drawn]
    assert rows[6] == rows[7]  # my office and CD, DVD stand on one line, as in the guideline
    assert len(set(rows)) == 8


def test_a_delivery_in_person_is_written_where_the_form_has_no_box_for_it() -> None:
    assert has(printed(asked(with_fields(delivery=(Delivery.IN_PERSON,)))), "นำส่งด้วยตนเอง")


def test_nothing_is_ticked_as_sent_by_mail_that_somebody_else_registered() -> None:
    form = with_fields(delivery=(), categories=()).model_copy(update={"signed_at": None})
    assert not any(on for _, on in boxes(pages(printed(asked(form)))[0]))


def test_dates_are_thai_in_the_offices_zone_and_in_thai_digits() -> None:
    late = COMPLETE.model_copy(
        update={"signed_at": datetime(2026, 1, 31, 17, 30, tzinfo=UTC)}
    )  # 00.30 in Bangkok
    paper = printed(task(late))
    assert has(paper, "วันที่ ๑ / กุมภาพันธ์ / ๒๕๖๙")
    assert has(paper, "วันที่ ๑ กุมภาพันธ์ ๒๕๖๙ เวลา ๐๐.๓๐ น.")
    assert has(paper, "ได้รับข้อมูลเมื่อวันที่ ๑๕ มกราคม ๒๕๖๙ เวลา ๑๓.๒๓ น.")
    assert has(paper, "ดำเนินการแล้วเสร็จเมื่อวันที่ ๑๕ มกราคม ๒๕๖๙ เวลา ๑๔.๒๓ น.")


def test_an_office_may_want_arabic_digits() -> None:
    paper = printed(task(), OFFICE.model_copy(update={"thai_digits_on_paper": False}))
    assert not THAI & set(text(paper))
    assert has(paper, "วันที่ 15 / มกราคม / 2569")


def test_what_people_wrote_and_what_is_typed_again_keeps_its_digits() -> None:
    paper = printed(task())
    assert NUMBER in text(paper)
    assert URL in text(paper)
    assert has(paper, "ประจำปี 2569")


# --- signatures --------------------------------------------------------------------------------------------


def test_an_electronic_signature_names_who_when_and_by_which_mail() -> None:
    paper = printed(task())
    said = "ลงนามทางอิเล็กทรอนิกส์โดย {} ({}) วันที่ ๑๕ มกราคม ๒๕๖๙ เวลา {} น."
    assert has(paper, said.format(SOMRUDEE.name, SOMRUDEE.address, "๑๐.๒๓"))
    assert has(paper, said.format(HEAD.name, HEAD.address, "๑๒.๒๓"))
    assert has(paper, said.format(WEBMASTER.name, WEBMASTER.address, "๑๔.๒๓"))
    assert has(paper, "อ้างอิง <asks.1@sea.example>")
    assert has(paper, "อ้างอิง <head.1@sea.example>")


def test_who_stands_in_for_the_head_is_printed_as_standing_in() -> None:
    words = bare(text(printed(task())))
    assert words.index(bare(HEAD.position)) < words.index(bare(ACTING.acting or ""))


def test_without_an_approval_the_heads_signature_is_left_to_be_signed() -> None:
    paper = printed(asked())
    assert bare(text(paper)).count(bare("ลงนามทางอิเล็กทรอนิกส์โดย")) == 1  # the requester's
    assert has(paper, f"( {HEAD.name} )")  # the name and position are there to sign over
    assert not has(paper, "อ้างอิง <head.1@sea.example>")


def test_an_office_may_want_ink() -> None:
    paper = printed(task(), OFFICE.model_copy(update={"blank_signature": True}))
    assert not has(paper, "ลงนามทางอิเล็กทรอนิกส์")
    assert not re.search(r"๑๕\s*/", text(paper))  # who signs writes the date
    assert has(paper, f"( {HEAD.name} )")


def test_an_approval_on_paper_is_never_called_electronic() -> None:
    paper_approval = APPROVAL.model_copy(update={"mode": "paper", "vouched_by": WEBMASTER})
    paper = printed(task(COMPLETE.model_copy(update={"approval": paper_approval, "items": ()})))
    assert bare(text(paper)).count(bare("ลงนามทางอิเล็กทรอนิกส์โดย")) == 1  # the requester's
    assert has(paper, f"ลงลายมือชื่ออนุมัติในเอกสาร รับรองโดย {WEBMASTER.name}")
    assert len(re.findall(r"๑๕\s*/", text(paper))) == 1  # when the paper was signed stands on that paper


# --- what belongs to the request ---------------------------------------------------------------------------


def test_every_file_is_listed_with_its_hash() -> None:
    about = asked()
    context = about.context
    assert isinstance(context, ApprovalRequest)
    paper = printed(about)
    for file in context.summary.files:
        assert has(paper, file.filename)
        assert file.sha256[:16] in text(paper)


def test_the_content_that_is_decided_on_is_named() -> None:
    assert "cd34" * 16 in text(printed(asked())).replace("\n", "").replace("\r", "")


def test_an_urgent_request_is_stamped_and_states_its_reasons() -> None:
    paper = printed(asked(with_fields(urgent_reason="ปิดรับสมัครพรุ่งนี้", no_stakeholder_impact=True), urgent=True))
    assert has(paper, "เร่งด่วน")
    assert has(paper, "ปิดรับสมัครพรุ่งนี้")
    assert has(paper, "ไม่ส่งผลกระทบต่อผู้มีส่วนได้เสีย")
    assert not has(printed(asked()), "เร่งด่วน")


def test_a_webmaster_gets_the_own_sites_part_two() -> None:
    two = COMPLETE.model_copy(update={"items": (DONE, Item(site="law", given_at=NOW))})
    assert has(printed(task(two, "main")), URL)
    other = printed(task(two, "law"))
    assert not has(other, URL)
    assert has(other, "เว็บไซต์กลุ่มกฎหมายและคดี")


def test_two_sites_have_two_second_parts() -> None:
    two = FORM.model_copy(update={"items": (Item(site="main"), Item(site="law"))})
    words = bare(text(printed(asked(two))))
    assert words.count(bare("ดำเนินการแล้วเสร็จเมื่อวันที่")) == 2


def test_long_details_go_on_with_the_annex_and_nothing_is_lost() -> None:
    detail = "\n".join(f"ย่อหน้าที่ {n} ของรายละเอียดทั้งหมด" for n in range(1, 60))
    paper = printed(asked(with_fields(detail=detail)))
    assert has(paper, "รายละเอียดทั้งหมดอยู่ในรายการประกอบคำขอ")
    words = bare(text(paper))
    assert all(bare(line) in words for line in detail.split("\n"))


def test_the_form_itself_is_one_page() -> None:
    for form in (FORM, COMPLETE, with_fields(COMPLETE, detail="รายละเอียด " * 200, topic="หัวข้อที่ยาวมาก " * 8)):
        words = text(printed(task(form)))
        assert len(pages(printed(task(form)))) >= 2
        first = pages(printed(task(form)))[0].get_textpage().get_text_bounded()
        assert bare("ผู้ดำเนินการนำข้อมูลขึ้นเว็บไซต์") in bare(first), words


# --- the file ----------------------------------------------------------------------------------------------


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert printed(task()) == Papers(OFFICE)("form", task())[0].data


def test_another_letter_in_between_changes_nothing() -> None:
    papers = Papers(OFFICE)
    before = papers("form", task())[0].data
    papers("form", asked(with_fields(topic="เรื่องอื่น")))
    assert papers("form", task())[0].data == before


def test_it_is_an_archive_pdf() -> None:
    said = metadata(printed(asked()))
    assert "<pdfaid:part>2</pdfaid:part>" in said
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in said


@pytest.mark.parametrize(
    "words",
    [
        "#set page(fill: red)",
        "*หนา* _เอน_ $x^2$ @อ้าง",
        "\\ \" ' ` </script>",
        '#import "@preview/x:1.0.0": *',
        "// /*",
    ],
)
def test_what_people_write_is_never_markup(words: str) -> None:
    paper = printed(asked(with_fields(topic=words)))
    assert bare(words) in bare(text(paper))
    assert picture(pages(paper)[0]).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "words", ["ขอเชิญ 🎉🎉 ร่วมงาน", "中文 และ ไทย", "\ue000\uf8ff", "ก\u0e4d\u0e32 α → ✓ ½"]
)
def test_characters_without_a_shape_do_not_stop_a_letter(words: str) -> None:
    paper = printed(asked(with_fields(topic=words, detail=words)))
    assert "pdfaid" in metadata(paper)


def test_empty_fields_leave_lines_to_write_on() -> None:
    paper = printed(asked(FilledForm(fields=Fields(), requester=Party(address="x@sea.example"))))
    assert all(has(paper, words) for words in GUIDELINE)


def test_long_values_stay_on_the_page() -> None:
    form = with_fields(
        COMPLETE,
        name="ว่าที่ร้อยตรีหญิงกาญจนาภิเษกวรรณ ศรีสุวรรณพฤกษาชัยมงคล ณ นครศรีธรรมราช",
        position="นักวิเคราะห์นโยบายและแผนชำนาญการพิเศษ" * 3,
        target_url="https://www.sea.example/" + "very-long-path/" * 20,
        topic="x" * 400,
    )
    for page in pages(printed(task(form))):
        image = picture(page, 1).convert("L")
        right = image.crop((image.width - 40, 0, image.width, image.height))
        assert sum(right.histogram()[:128]) == 0


def test_the_qr_code_says_the_number() -> None:
    import segno

    code = segno.make_qr(NUMBER, error="m", boost_error=True)
    page = pages(printed(asked()))[0]
    image = picture(page, 8).convert("1")
    right, size = page.get_width() - 1.9 * 72 / 2.54, 2 * 72 / 2.54
    module = size / (len(code.matrix) + 8)
    dark = [
        (x, y) for y in range(int(3 * 28.35 * 8)) for x in range(int((right - size) * 8), int(right * 8))
        if image.getpixel((x, y)) == 0
    ]  # fmt: skip
    left, top = min(x for x, _ in dark) / 8, min(y for _, y in dark) / 8
    for row, modules in enumerate(code.matrix):
        for column, value in enumerate(modules):
            middle = ((left + (column + 0.5) * module) * 8, (top + (row + 0.5) * module) * 8)
            assert (image.getpixel((int(middle[0]), int(middle[1]))) == 0) == bool(value & 1)


def test_an_office_may_have_its_own_words_and_design(tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "words.toml").write_text('[form]\nurgent = "ด่วนที่สุดของเรา"\n', encoding="utf-8")
    paper = Papers(OFFICE, tmp_path)("form", asked(urgent=True))[0].data
    assert has(paper, "ด่วนที่สุดของเรา")
    (tmp_path / "paper" / "form.typ").write_text("#data.number #nowhere", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"paper/form\.typ.*nowhere"):
        Papers(OFFICE, tmp_path)("form", asked())


def test_the_papers_are_checked_before_the_first_letter_needs_one(tmp_path: Path) -> None:
    assert Papers(OFFICE).check() == []
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "report.typ").write_text("#data.nothing", encoding="utf-8")
    (tmp_path / "paper" / "words.toml").write_text('[sheet]\nsummary = "a/b"\n', encoding="utf-8")
    problems = Papers(OFFICE, tmp_path).check()
    assert [problem.partition(":")[0] for problem in problems] == ["paper/report", "paper/register"]


def test_the_filled_and_the_empty_form_share_an_offices_own_words(tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    words = (packaged("templates") / "paper" / "form.toml").read_text(encoding="utf-8")
    words = words.replace('part1 = "ส่วนที่ 1 สำหรับผู้ขอใช้บริการ"', 'part1 = "ตอนที่ 1 ผู้ขอ"')
    (tmp_path / "paper" / "form.toml").write_text(words, encoding="utf-8")
    papers = Papers(OFFICE, tmp_path)
    assert has(papers("form", asked())[0].data, "ตอนที่ 1 ผู้ขอ")
    empty = next(paper for paper in papers("empty_forms", asked()) if paper.filename.endswith(".pdf"))
    assert has(empty.data, "ตอนที่ 1 ผู้ขอ")


def test_a_letter_without_a_request_has_no_form() -> None:
    with pytest.raises(LookupError):
        PAPERS("form", asked().model_copy(update={"form": None}))


# --- where the facts come from -----------------------------------------------------------------------------


def request(**changes: Any) -> Request:
    made = Request(
        month="2569-01",
        number=NUMBER,
        requester=SOMRUDEE,
        unit="finance",
        received_at=NOW,
        fields=FIELDS,
        events=(Event(at=NOW, kind=EventKind.RECEIVED, by=SOMRUDEE, mail="<first@sea.example>"),),
    )
    return made.model_copy(update=changes)


def test_a_letter_that_carries_the_form_holds_what_it_prints() -> None:
    dossier = Dossier(request(), OFFICE, NOW, "<cause@sea.example>")
    context = ApprovalRequest(summary=dossier.summary, approver=HEAD, content_hash="")
    dossier.owe(context, HEAD, papers=("form",))
    dossier.owe(context, HEAD)
    with_form, without = dossier.letters
    assert with_form.form == filled_form(request(), OFFICE)
    assert without.form is None


def test_the_requester_signs_by_the_mail_that_certified() -> None:
    certified = Event(
        at=NOW + timedelta(days=1), kind=EventKind.CERTIFIED, by=SOMRUDEE, mail="<later@sea.example>"
    )
    assert filled_form(request(), OFFICE).signed_mail == "<first@sea.example>"
    later = filled_form(request(events=(*request().events, certified)), OFFICE)
    assert (later.signed_at, later.signed_mail) == (certified.at, "<later@sea.example>")


def test_nobody_signs_by_mail_who_did_not() -> None:
    uncertified = request(fields=FIELDS.model_copy(update={"certify": False}))
    brought = request(delivered_by="นายธนา")
    assert filled_form(uncertified, OFFICE).signed_at is None
    assert filled_form(brought, OFFICE).signed_at is None


def test_a_period_is_printed_in_words() -> None:
    form = with_fields(publish_from=date(2026, 2, 1), publish_until=date(2026, 12, 31))
    assert has(printed(asked(form)), "ตั้งแต่ ๑ กุมภาพันธ์ ๒๕๖๙ ถึง ๓๑ ธันวาคม ๒๕๖๙")
