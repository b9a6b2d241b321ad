"""A document that gives a password away is found, in sentences and in columns; other documents are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.passwords import holds_password


@pytest.mark.parametrize(
    "text",
    [
        "เข้าระบบ username: admin รหัสผ่าน: Sea#2569",
        "คู่มือ\n" * 3000 + "password = abcd1234",
        "ชื่อ\tusername\tpassword\nสมชาย\tsomchai\tWx9!kk2p",
        "ลำดับ\tรหัสผ่าน (ชั่วคราว)\n\t\n1\tAb12cd34",
        "รหัสผ่าน\tAb12cd34",
    ],
)
def test_a_password_is_found(text: str) -> None:
    assert holds_password(text)


@pytest.mark.parametrize(
    "text",
    [
        "ประกาศรายชื่อผู้มีสิทธิ์สอบ\nเลขประจำตัว\tชื่อ\n0001\tนายสมชาย",
        "ลืมรหัสผ่าน ติดต่อผู้ดูแลระบบ",
        "รหัสผ่านต้องมีอย่างน้อย 8 ตัวอักษร",
        "ชื่อ\tรหัสผ่าน\nสมชาย\tแจ้งทางโทรศัพท์",
        "pass\nfail",
        "",
    ],
)
def test_other_documents_hold_none(text: str) -> None:
    assert not holds_password(text)


@given(st.text(max_size=500))
def test_looking_is_total(text: str) -> None:
    holds_password(text)


def test_endless_documents_come_to_an_end() -> None:
    for text in (
        "password\t" * 60_000,
        "รหัสผ่าน " * 60_000,
        "password" + " " * 500_000,
        "password\tx\n" * 50_000,
    ):
        holds_password(text)
