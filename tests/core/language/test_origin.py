"""Own data or compiled by others (R11): only what is said as an answer counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.fields import read_fields
from mailbot.core.language.origin import find_origin, read_origin
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.request import Confidence, Origin

TODAY = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("line", "origin", "source"),
    [
        ("ลักษณะข้อมูล: ข้อมูลปฐมภูมิ", Origin.PRIMARY, None),
        ("ลักษณะข้อมูล: จัดทำเอง", Origin.PRIMARY, None),
        ("ลักษณะของข้อมูล : ทุติยภูมิ (รวบรวมจาก สพฐ.)", Origin.SECONDARY, "สพฐ."),
        ("แหล่งที่มา: รวบรวมจากเว็บไซต์ สพฐ.", Origin.SECONDARY, "รวบรวมจากเว็บไซต์ สพฐ."),
        ("( ) ข้อมูลปฐมภูมิ (/) ข้อมูลทุติยภูมิ", Origin.SECONDARY, None),
        ("(/) จัดทำเอง ( ) รวบรวมจาก ........", Origin.PRIMARY, None),
        ("( ) จัดทำเอง\n(/) รวบรวมจาก สำนักงาน ก.พ.", Origin.SECONDARY, "สำนักงาน ก.พ."),
        ("ข้อมูลทุติยภูมิ", Origin.SECONDARY, None),
    ],
)
def test_what_is_labelled_or_ticked_is_read(line: str, origin: Origin, source: str | None) -> None:
    fields, found = read_fields(f"หัวข้อ: สถิติ\n{line}\n", vocabulary=Vocabulary(), today=TODAY)
    assert (fields.origin, fields.source) == (origin, source)
    assert found["origin"].confidence is Confidence.SAID
    assert fields.topic == "สถิติ"


@pytest.mark.parametrize(
    "line",
    [
        "รายละเอียด: อบรมการเก็บข้อมูลปฐมภูมิและข้อมูลทุติยภูมิ",
        "ข้อมูลปฐมภูมิเป็นเรื่องสำคัญของงานวิจัย",
        "ลักษณะข้อมูล: ไม่ใช่ข้อมูลปฐมภูมิ",
        "ลักษณะข้อมูล: ปฐมภูมิและทุติยภูมิ",
        "( ) ข้อมูลปฐมภูมิ ( ) ข้อมูลทุติยภูมิ",
        "(/) ข้อมูลปฐมภูมิ (/) ข้อมูลทุติยภูมิ",
        "ลักษณะข้อมูล: ปฐมภูมิ\n(/) ข้อมูลทุติยภูมิ",
    ],
)
def test_news_about_data_a_denial_and_both_are_no_answer(line: str) -> None:
    fields, _ = read_fields(f"หัวข้อ: สถิติ\n{line}\n", vocabulary=Vocabulary(), today=TODAY)
    if line.startswith("ลักษณะข้อมูล: ปฐมภูมิ\n"):
        assert fields.origin is Origin.PRIMARY, "the label's own answer comes first"
    else:
        assert fields.origin is None


@given(st.text(max_size=400))
def test_reading_is_total(text: str) -> None:
    read_origin(text)
    find_origin(text.splitlines())
