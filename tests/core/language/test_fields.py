"""From a text to the form's fields: where a value came from, how sure it is, what wins."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.fields import read_fields
from mailbot.core.language.merging import merge_readings
from mailbot.core.language.topics import topic_of_request, topic_of_subject
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.request import Category, Confidence, Fields, Found
from tests.core.language.office import TODAY, VOCABULARY

FORM = """ชื่อ - สกุล ....นายวีระ ทองดี.... ตำแหน่ง ....ศึกษานิเทศก์....
สังกัด / หน่วยงาน ....กลุ่มนิเทศฯ....
เบอร์โทรศัพท์ 075341005 ต่อ 21
☑ Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์
หัวข้อข่าวสาร/กิจกรรม ....นิเทศการสอน....
รายละเอียดข่าวสาร/กิจกรรม ....ลงพื้นที่ 5 โรงเรียน....
และขอรับรองว่าข่าวสาร / ข้อความ/ข้อมูลทั้งหมดนี้ ได้ดำเนินการตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้"""


def read(text: str, subject: str = "", source: str = "label") -> tuple[Fields, dict[str, Found]]:
    fields, found = read_fields(text, subject=subject, vocabulary=VOCABULARY, today=TODAY, source=source)
    return fields, {str(name): value for name, value in found.items()}


def test_a_label_says_and_the_source_is_kept() -> None:
    fields, found = read(FORM, source="form.docx")
    assert (fields.name, fields.position, fields.unit) == ("นายวีระ ทองดี", "ศึกษานิเทศก์", "กลุ่มนิเทศฯ")
    assert (fields.phone, fields.extension) == ("075341005", "21")
    assert fields.categories == (Category.BANNER_PHOTO_NEWS,)
    assert (fields.topic, fields.detail, fields.certify) == ("นิเทศการสอน", "ลงพื้นที่ 5 โรงเรียน", True)
    assert {origin.source for origin in found.values()} == {"form.docx"}
    assert {origin.confidence for origin in found.values()} == {Confidence.SAID}


def test_everything_from_a_scan_is_only_suggested() -> None:
    _, found = read(FORM, source="form.scan")
    assert {origin.confidence for origin in found.values()} == {Confidence.SUGGESTED}


def test_an_empty_form_says_nothing_and_certifies_nothing() -> None:
    blank = (
        "ชื่อ - สกุล........ตำแหน่ง........\nเบอร์โทรศัพท์........\n( ) แผน / โครงการ\n"
        + FORM.rsplit("\n", maxsplit=1)[-1]
    )
    assert read(blank, source="form.docx") == (Fields(), {})


def test_no_prose_is_looked_for_in_a_form() -> None:
    fields, _ = read("ขอลงประกาศรับสมัครครูหน่อยครับ\nหัวข้อ: ข่าว 1", source="form.docx")
    assert (fields.topic, fields.detail) == ("ข่าว 1", None)


def test_prose_is_likely_and_a_weak_hint_only_suggested() -> None:
    fields, found = read("ฝากลงข่าวการอบรมครูให้ด้วยค่ะ", subject="ฝากหน่อย")
    assert fields.topic == "ข่าวการอบรมครู"
    assert found["topic"].confidence is Confidence.LIKELY
    assert found["categories"].confidence is Confidence.SUGGESTED


def test_the_forwarded_writer_is_not_the_requester() -> None:
    fields, found = read(FORM, source="forwarded")
    assert (fields.name, fields.position, fields.phone, fields.certify) == (None, None, None, False)
    assert (fields.topic, found["topic"].confidence) == ("นิเทศการสอน", Confidence.LIKELY)


def test_an_everyday_footer_is_no_description() -> None:
    undescribed = FORM.replace("รายละเอียดข่าวสาร/กิจกรรม ....ลงพื้นที่ 5 โรงเรียน....\n", "")
    fields, _ = read(undescribed + "\n---\nข้อมูลในอีเมลนี้เป็นความลับ หากท่านไม่ใช่ผู้รับโปรดลบ")
    assert fields.detail is None


def test_a_date_of_an_event_is_no_publication_period() -> None:
    fields, _ = read("หัวข้อ: อบรม\nรายละเอียด: อบรมวันที่ 5 - 9 ม.ค. 69")
    assert (fields.publish_from, fields.publish_until) == (None, None)


@pytest.mark.parametrize(
    ("text", "since", "until", "confidence"),
    [
        ("เผยแพร่ตั้งแต่วันที่ 20 ม.ค. 69 ถึงวันที่ 30 ม.ค. 69", date(2026, 1, 20), date(2026, 1, 30), Confidence.SAID),
        ("ระยะเวลาเผยแพร่: 20 ม.ค. - 20 ก.พ. 69", date(2026, 1, 20), date(2026, 2, 20), Confidence.SAID),
        ("ให้นำลงวันที่ 31 มี.ค. 69", None, date(2026, 3, 31), Confidence.SAID),
        ("รับสมัครถึงวันที่ ๓๐ มกราคมนี้", None, date(2026, 1, 30), Confidence.SUGGESTED),
        ("รับสมัครตั้งแต่วันที่ 19 - 23 ม.ค. 69", None, date(2026, 1, 23), Confidence.SUGGESTED),
    ],
)
def test_a_publication_period_is_read_from_what_is_said_of_the_publication(
    text: str, since: date | None, until: date | None, confidence: Confidence
) -> None:
    fields, found = read(text)
    assert (fields.publish_from, fields.publish_until) == (since, until)
    assert found["publish_until"].confidence is confidence


@pytest.mark.parametrize(
    ("subject", "topic"),
    [
        ("ขอเผยแพร่ประกาศรับสมัครลูกจ้างชั่วคราว", "ประกาศรับสมัครลูกจ้างชั่วคราว"),
        ("ด่วนที่สุด!! ขอขึ้นประกาศเลื่อนสอบครูผู้ช่วย ภายในวันนี้ก่อนเที่ยง", "ประกาศเลื่อนสอบครูผู้ช่วย"),
        ("ขอความอนุเคราะห์เผยแพร่รายงานผล ปี 2568 บนเว็บไซต์", "รายงานผล ปี 2568"),
        ("ขอลงเว็บ ภาพกิจกรรม", None),
        ("ฝากลงข่าวหน่อยค่ะ", None),
        ("แบบฟอร์มขอเผยแพร่", None),
        ("ขอเผยแพร่ข้อมูลข่าวสารบนเว็บไซต์ สพม.12", None),
        ("แจ้งส่งไฟล์ทาง my office", None),
        ("(ไม่มีหัวเรื่อง)", None),
        ("", None),
    ],
)
def test_the_topic_of_a_subject_is_what_is_left_without_the_asking(subject: str, topic: str | None) -> None:
    assert topic_of_subject(subject) == topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("พี่ฝากลงประกาศรับสมัครลูกจ้าง รร.ปากพนัง ให้หน่อยนะคะ", "ประกาศรับสมัครลูกจ้าง รร.ปากพนัง"),
        ("กลุ่มนโยบายและแผนส่งแผนปฏิบัติการ ปีงบฯ 2569 ขึ้นเว็บ", "แผนปฏิบัติการ ปีงบฯ 2569"),
        ("ด้วยกลุ่มบุคคลมีความประสงค์จะขอเผยแพร่รายชื่อผู้มีสิทธิ์สอบ บนเว็บไซต์ของสำนักงาน", "รายชื่อผู้มีสิทธิ์สอบ"),
        ("ตามแนบครับ", None),
        ("ประชุมเสร็จแล้วครับ", None),
    ],
)
def test_the_topic_of_a_favour_is_what_is_asked_to_be_published(text: str, topic: str | None) -> None:
    assert topic_of_request(text) == topic


def found_as(confidence: Confidence, source: str = "label") -> Found:
    return Found(source=source, confidence=confidence)


def test_the_surer_reading_wins_whatever_the_order() -> None:
    scan = (Fields(topic="เก่า"), {"topic": found_as(Confidence.SUGGESTED, "form.scan")})
    said = (Fields(topic="ใหม่"), {"topic": found_as(Confidence.SAID)})
    assert merge_readings([scan, said])[0].topic == "ใหม่"  # type: ignore[list-item]  # literal keys
    assert merge_readings([said, scan])[0].topic == "ใหม่"  # type: ignore[list-item]


def test_of_two_equally_sure_readings_the_earlier_wins() -> None:
    one = (Fields(topic="ก"), {"topic": found_as(Confidence.SAID, "form.docx")})
    two = (Fields(topic="ข"), {"topic": found_as(Confidence.SAID)})
    assert merge_readings([one, two])[0].topic == "ก"  # type: ignore[list-item]


def test_an_extension_never_joins_another_number() -> None:
    form = (Fields(phone="0812345678"), {"phone": found_as(Confidence.SAID)})
    body = (
        Fields(phone="075341004", extension="11"),
        {"phone": found_as(Confidence.LIKELY), "extension": found_as(Confidence.LIKELY)},
    )
    fields, found = merge_readings([form, body])  # type: ignore[list-item]
    assert (fields.phone, fields.extension, "extension" in found) == ("0812345678", None, False)


def test_nothing_merges_to_nothing() -> None:
    assert merge_readings([]) == (Fields(), {})


def test_it_works_for_an_office_nobody_described() -> None:
    fields, _ = read_fields(FORM, vocabulary=Vocabulary(), today=TODAY)
    assert fields.unit == "กลุ่มนิเทศฯ"


@given(
    st.text(max_size=400),
    st.text(max_size=60),
    st.sampled_from(["label", "form.docx", "form.scan", "forwarded"]),
)
def test_any_text_is_read_and_every_value_has_its_origin(text: str, subject: str, source: str) -> None:
    fields, found = read_fields(text, subject=subject, vocabulary=VOCABULARY, today=TODAY, source=source)
    filled = {name for name, value in fields.model_dump().items() if value not in (None, (), False)}
    assert filled <= set(found)


def test_a_table_with_a_head_row_is_read_downwards() -> None:
    fields, _ = read("ชื่อ-สกุล\tตำแหน่ง\tโทรศัพท์\nนายณัฐพล ขวัญเมือง\tนิติกรปฏิบัติการ\t091-234-5678")
    assert (fields.name, fields.position, fields.phone) == ("นายณัฐพล ขวัญเมือง", "นิติกรปฏิบัติการ", "0912345678")


@pytest.mark.parametrize(("tick", "cross"), [("✔", "✘"), ("(/)", "(x)"), ("☑", "☒")])
def test_beside_a_check_a_cross_says_no_and_alone_it_ticks(tick: str, cross: str) -> None:
    both, _ = read(f"{tick} แผน / โครงการ / รายงานผล\n{cross} ปรับปรุงข้อมูลสารสนเทศ")
    alone, _ = read(f"{cross} ปรับปรุงข้อมูลสารสนเทศ\n☐ แผน / โครงการ / รายงานผล")
    assert both.categories == (Category.PLAN_PROJECT_REPORT,)
    assert alone.categories == (Category.INFO_UPDATE,)


def test_the_unit_that_asks_is_not_the_site_that_is_asked_for() -> None:
    fields, _ = read("กลุ่มกฎหมายและคดี ขอลงประกาศ ในหน้า https://www.sea.example/contact ครับ")
    assert fields.site is None
