"""Files that do something when they are opened are said to be programs, whatever they are called."""

import pytest

from mailbot.app import vocabulary
from mailbot.core.mail import Attachment
from mailbot.reading.files import PROGRAMS, safe_name, suffix_of
from mailbot.reading.read import read_mail
from tests.attacks.scene import HEAD, VOUCHED
from tests.conversations.correspondence import sample_settings


def attached(name: str, data: bytes, tmp_path: object) -> Attachment:
    """The file as it is read from a mail."""
    from pathlib import Path
    from urllib.parse import quote

    head = f"{VOUCHED}\r\n{HEAD}\r\nSubject: x\r\nMessage-ID: <a@b.example>\r\nMIME-Version: 1.0\r\n"
    kind = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n"
    shown = quote(name, safe="")
    part = (
        f"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=utf-8''{shown}"
    )
    raw = (head + kind + part + "\r\n\r\n").encode() + data + b"\r\n--b--\r\n"
    result = read_mail(raw, vocabulary(sample_settings(Path(str(tmp_path)))))
    assert ("program" in result.mail.warnings) == (result.mail.attachments[0].note == "program")
    return result.mail.attachments[0]


@pytest.mark.parametrize(
    "name",
    [
        *(f"a{ending}" for ending in sorted(PROGRAMS)),
        "ใบเสร็จ.exe\u2060",
        "a.exe\u00ad",
        "a.exe\ufe0f",
        "a.exe\u3164",
        "a.ex\u180ee",
        "a.exe.",
        "a.ｅｘｅ",
        "a.EXE\u200b",
    ],
)
def test_a_program_is_known_by_its_ending(name: str, tmp_path: object) -> None:
    assert attached(name, b"data", tmp_path).note == "program"


@pytest.mark.parametrize("name", ["ประกาศ.pdf", "ภาพ.jpg", "แผน.docx", "ไม่มีนามสกุล"])
@pytest.mark.parametrize("data", [b"MZ\x90\x00\x03", b"\x7fELF\x02\x01"])
def test_a_program_is_known_by_its_first_bytes(name: str, data: bytes, tmp_path: object) -> None:
    assert attached(name, data, tmp_path).note == "program"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg><script>alert(1)</script></svg>",
        b"<svg xmlns:s='x'><s:script href='x'/></svg>",
        b"<svg onload=alert(1)>",
        b"<svg><a href='javascript:alert(1)'>",
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]>",
        b"<svg><foreignObject><iframe src=x></foreignObject></svg>",
        b"<svg/onload='x'>",
    ],
)
@pytest.mark.parametrize("name", ["logo.svg", "news.html", "page.xhtml", "saved.mht"])
def test_a_page_or_drawing_with_a_script_in_it_is_a_program(name: str, data: bytes, tmp_path: object) -> None:
    assert attached(name, data, tmp_path).note == "program"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>"),
        ("news.html", "<p>ข่าวประชาสัมพันธ์ description=ดี</p>".encode()),
        ("ข้อมูล.xml", b"<rows><row>1</row></rows>"),
        ("ประกาศ.pdf", b"%PDF-1.4\n%%EOF\n"),
    ],
)
def test_an_honest_page_is_not(name: str, data: bytes, tmp_path: object) -> None:
    assert attached(name, data, tmp_path).note != "program"


def test_what_nobody_sees_is_no_part_of_a_name() -> None:
    assert safe_name("ประกาศ\u2060\u00ad\u3164\U000e0041.pdf") == "ประกาศ.pdf"
    assert suffix_of("a.ＰＤＦ") == ".pdf"
