"""Marks that change how a mail is handled, and the everyday words around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.marks import (
    certifies,
    find_secrecy,
    find_speed,
    find_warnings,
    read_urgent,
    without_disclaimer,
)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("ลับ", "ลับ"),
        ("(ลับ)", "ลับ"),
        ("[ลับ] ผลสอบ", "ลับ"),
        ("เรียน ผอ.\nลับมาก\nขอเผยแพร่", "ลับมาก"),
        ("ลับที่สุด", "ลับที่สุด"),
        ("ชั้นความลับ: ลับ", "ลับ"),
        ("เอกสารฉบับนี้เป็นเอกสารลับ", "เอกสารลับ"),
        ("ใช้ภายในหน่วยงานเท่านั้น", "ใช้ภายในหน่วยงาน"),
        ("[ใช้ภายใน]", "ใช้ภายใน"),
        ("ห้ามเผยแพร่ต่อสาธารณะ", "ห้ามเผยแพร่ต่อสาธารณะ"),
        ("CONFIDENTIAL", "CONFIDENTIAL"),
    ],
)
def test_a_secrecy_mark_stops_the_mail(text: str, mark: str) -> None:
    assert find_secrecy(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "กลับมาดูให้",
        "ลับมีด",
        "เกมลับสมอง ประลองปัญญา",
        "ไม่ลับ",
        "ชั้นความลับ: ไม่มี",
        "ความลับของฟ้า",
        "ลับ ๆ ล่อ ๆ",
        "ใช้ภายในวันที่ 30 ม.ค. 69",
        "ใช้ภายใน 7 วัน",
        "ข้อมูลในอีเมลนี้เป็นความลับ หากท่านไม่ใช่ผู้รับโปรดลบทิ้ง",
        "This e-mail is confidential and intended for the addressee only.",
    ],
)
def test_a_word_that_contains_the_mark_is_no_mark(text: str) -> None:
    assert find_secrecy(text) is None


def test_a_footer_does_not_hide_a_mark_above_it() -> None:
    assert find_secrecy("ลับมาก\n\nข้อมูลในอีเมลนี้เป็นความลับ") == "ลับมาก"
    assert without_disclaimer("หัวข้อ: ข่าว\n\nข้อมูลในอีเมลนี้เป็นความลับ") == "หัวข้อ: ข่าว\n\n"


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        ("ด่วนที่สุด!! ขอขึ้นประกาศ", "ด่วนที่สุด"),
        ("[ด่วน] ข่าว", "ด่วน"),
        ("ด่วนมากค่ะ", "ด่วนมาก"),
        ("ด่วน และ ด่วนที่สุด", "ด่วนที่สุด"),
        ("จำเป็นเร่งด่วน", "ด่วน"),
        ("URGENT: x", "ด่วน"),
        ("สายด่วน 1669", None),
        ("ทางด่วนบางนา", None),
        ("อาหารจานด่วน", None),
        ("ไม่ด่วนครับ", None),
        ("ไม่เร่งด่วน", None),
        ("", None),
    ],
)
def test_the_highest_speed_mark_counts_and_look_alikes_do_not(text: str, speed: str | None) -> None:
    assert find_speed(text) == speed


def test_a_speed_mark_alone_never_asks_to_skip_the_approval() -> None:
    assert not read_urgent("ด่วนที่สุด ขอลงวันนี้").urgent


def test_both_conditions_of_the_urgent_branch_are_read() -> None:
    said = read_urgent("จำเป็นเร่งด่วน ขอเผยแพร่ก่อนแล้วจะส่งแบบฟอร์มที่อนุมัติภายหลัง ข่าวนี้ไม่ส่งผลกระทบต่อผู้มีส่วนได้เสีย")
    assert (said.urgent, said.no_stakeholder_impact) == (True, True)
    assert said.reason == "จำเป็นเร่งด่วน ขอเผยแพร่ก่อนแล้วจะส่งแบบฟอร์มที่อนุมัติภายหลัง"


@pytest.mark.parametrize(
    ("text", "urgent", "reason", "harmless"),
    [
        ("ตามแนบ ผอ.รับทราบด้วยวาจาแล้ว เดี๋ยวส่งบันทึกตามหลัง", True, None, None),
        ("ขอลงก่อนแล้วจะส่งเอกสารทีหลัง เนื่องจากน้ำท่วมถนน ไม่กระทบใคร", True, "น้ำท่วมถนน", True),
        ("กรณีจำเป็นเร่งด่วน แต่ส่งผลกระทบต่อผู้มีส่วนได้เสีย", True, "กรณีจำเป็นเร่งด่วน แต่ส่งผลกระทบต่อผู้มีส่วนได้เสีย", False),
        ("ไม่ใช่กรณีเร่งด่วน", False, None, None),
        ("ขอให้ลงก่อนวันที่ 20", False, None, None),
        ("ไม่มีผลกระทบต่อผู้มีส่วนได้ส่วนเสีย", False, None, True),
    ],
)
def test_what_is_said_about_urgency(
    text: str, reason: str | None, *, urgent: bool, harmless: bool | None
) -> None:
    said = read_urgent(text)
    assert (said.urgent, said.reason, said.no_stakeholder_impact) == (urgent, reason, harmless)


@pytest.mark.parametrize(
    "text",
    [
        "และขอรับรองว่าข่าวสาร / ข้อความ/ข้อมูลทั้งหมดนี้ ได้ดำเนินการตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้",
        "รับรองว่าข้อมูลถูกต้อง เผยแพร่ได้",
        "รับรอง",
        "ขอรับรองค่ะ",
        "รับรองความถูกต้องแล้ว",
        "ข้อมูลตรวจทานเรียบร้อยแล้ว ถูกต้อง เผยแพร่ได้ค่ะ",
        "ตรวจสอบแล้วถูกต้อง",
    ],
)
def test_a_certification_is_read_in_its_many_forms(text: str) -> None:
    assert certifies(text)


@pytest.mark.parametrize(
    "text",
    [
        "หนังสือรับรอง",
        "ขอหนังสือรับรองเงินเดือน",
        "ใบรับรองแพทย์",
        "การรับรองมาตรฐานโรงเรียน",
        "ห้องรับรอง",
        "ไม่รับรอง",
        "รับรองไม่ได้",
        "ยังไม่ได้ตรวจสอบ แต่ขอรับรองว่าถูกต้อง",
        "☐ ขอรับรองว่าข้อมูลถูกต้อง",
        "",
    ],
)
def test_certification_is_never_inferred(text: str) -> None:
    assert certifies(text) is None


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("รหัสผ่าน: abc12345", ("password",)),
        ("user admin password=Xy12!", ("password",)),
        ("ลืมรหัสผ่าน ขอใหม่", ()),
        ("เลขบัตร 1-1037-02071-81-1", ("thai_id:1",)),
        ("เลขบัตร ๑๑๐๓๗๐๒๐๗๑๘๑๑", ("thai_id:1",)),
        ("เลขบัตร 1-1037-02071-81-2", ()),
        ("เลขที่บัญชี 123-4-56789-0 ธนาคารกรุงไทย", ("bank_account",)),
        ("\n".join(f"081-000-000{n}" for n in range(5)), ("phone_list",)),
        ("รูปเอามาจาก Google", ("quotes_without_source",)),
        ("รูปเอามาจากเพจ ที่มา: เพจโรงเรียน", ()),
    ],
)
def test_people_are_warned_of_what_must_not_go_up(text: str, warnings: tuple[str, ...]) -> None:
    assert find_warnings(text) == warnings


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    find_secrecy(text)
    find_speed(text)
    find_warnings(text)
    read_urgent(text)
    certifies(text)
