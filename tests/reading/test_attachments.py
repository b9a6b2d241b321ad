"""Attached files: names made safe, roles, archives, winmail.dat, attached mails."""

# ruff: noqa: E501  # mails and pages stand here as they are sent, one a line

import io
import struct
import zipfile
from email.message import EmailMessage

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Mail, Role
from mailbot.reading.files import safe_name
from mailbot.reading.read import read_mail
from mailbot.reading.tnef import read_tnef
from tests.corpus.hostile.make import attached


def read(raw: bytes) -> Mail:
    return read_mail(raw, Vocabulary()).mail


def message(html: str | None = None) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@sea.example", "web@sea.example", "x"
    made.set_content("ตามแนบ")
    if html is not None:
        made.add_alternative(html, subtype="html")
    return made


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\TEMP\\ประกาศ.pdf", "ประกาศ.pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("ประกาศ\u202efdp.exe", "ประกาศ fdp.exe"),
        ('a:b*c?d"e<f>g|h.pdf', "a_b_c_d_e_f_g_h.pdf"),
        ("...", "file-1.pdf"),
        ("", "file-1.pdf"),
        ("con.pdf", "_con.pdf"),
        ("ก" * 400 + ".pdf", "ก" * 236 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(written: str, safe: str) -> None:
    assert safe_name(written, "application/pdf") == safe


def test_content_inline_pictures_and_logos_are_told_apart() -> None:
    made = message('<p>ตามแนบ</p><img src="cid:logo"><img src="cid:big">')
    page = made.get_payload()[1]  # type: ignore[index]  # a multipart
    assert isinstance(page, EmailMessage)
    page.add_related(b"\x89PNG" + b"x" * 900, "image", "png", cid="<logo>", filename="image001.png")
    page.add_related(b"\xff\xd8\xff" + b"x" * 90_000, "image", "jpeg", cid="<big>", filename="ภาพ.jpg")
    made.add_attachment(
        b"\xff\xd8\xff" + b"y" * 90_000, maintype="image", subtype="jpeg", filename="กิจกรรม.jpg"
    )
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="ประกาศ.pdf")
    made.add_attachment(b"sig", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert [(one.filename, one.role) for one in read(made.as_bytes()).attachments] == [
        ("image001.png", Role.SIGNATURE), ("ภาพ.jpg", Role.INLINE), ("กิจกรรม.jpg", Role.CONTENT),
        ("ประกาศ.pdf", Role.CONTENT), ("smime.p7s", Role.SIGNATURE),
    ]  # fmt: skip


def zipped(names: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_a_zip_is_listed_with_its_files_behind_it() -> None:
    mail = read(
        attached(
            b"files.zip", zipped({"../ประกาศ.txt": "เนื้อหา".encode(), "__MACOSX/x": b"", "b/ก.csv": b"1"})
        )
    )
    assert [(one.filename, one.role, one.inside) for one in mail.attachments] == [
        ("files.zip", Role.ARCHIVE, None), ("ประกาศ.txt", Role.CONTENT, "files.zip"), ("ก.csv", Role.CONTENT, "files.zip"),
    ]  # fmt: skip


def test_thai_names_in_a_zip_without_the_utf_8_flag_are_read() -> None:
    thai = "ประกาศ"
    stand_in = "AAAAAA"
    data = zipped({stand_in: b"x"}).replace(stand_in.encode(), thai.encode("cp874"))
    assert read(attached(b"files.zip", data)).attachments[1].filename == thai


def test_an_encrypted_zip_is_noted_and_not_opened() -> None:
    data = bytearray(zipped({"a.txt": b"secret"}))
    data[6] |= 1
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    mail = read(attached(b"files.zip", bytes(data)))
    assert [(one.filename, one.note) for one in mail.attachments] == [
        ("files.zip", "encrypted"),
        ("a.txt", "encrypted"),
    ]
    assert "encrypted_file" in mail.warnings


def _attribute(level: int, ident: int, body: bytes) -> bytes:
    return struct.pack("<BII", level, ident, len(body)) + body + struct.pack("<H", sum(body) & 0xFFFF)


def _property(kind: int, ident: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, ident, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def winmail() -> bytes:
    name = "ประกาศรับสมัคร.pdf".encode("utf-16-le") + b"\0\0"
    html = "<p>ฝากลงเว็บครับ</p>".encode()
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + _attribute(1, 0x00069003, struct.pack("<I", 1) + _property(0x0102, 0x1013, html))
        + _attribute(2, 0x00069002, b"\0" * 14)
        + _attribute(2, 0x00018010, b"8DOT3~1.PDF\0")
        + _attribute(2, 0x0006800F, b"%PDF-1.4 data")
        + _attribute(2, 0x00069005, struct.pack("<I", 1) + _property(0x001F, 0x3707, name))
    )


def test_winmail_dat_is_unpacked() -> None:
    mail = read(attached(b"winmail.dat", winmail()).replace(b"see file", b""))
    assert [(one.filename, one.inside, one.size) for one in mail.attachments] == [
        ("ประกาศรับสมัคร.pdf", "winmail.dat", 13)
    ]
    assert mail.own_words == "ฝากลงเว็บครับ"


@pytest.mark.parametrize("cut", range(0, len(winmail()), 7))
def test_a_damaged_winmail_dat_never_fails(cut: int) -> None:
    assert read_tnef(winmail()[:cut]).whole in {True, False}


def test_an_attached_mail_is_a_file_and_its_files_are_listed() -> None:
    inner = message()
    inner.replace_header("Subject", "ขอประชาสัมพันธ์ทุน")
    inner.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="ทุน.pdf")
    made = message()
    made.add_attachment(inner)
    mail = read(made.as_bytes())
    assert [(one.filename, one.inside) for one in mail.attachments] == [
        ("ขอประชาสัมพันธ์ทุน.eml", None), ("ทุน.pdf", "ขอประชาสัมพันธ์ทุน.eml"),
    ]  # fmt: skip
    assert mail.own_words == "ตามแนบ"
    assert mail.forwarded is not None
    assert (mail.forwarded.sender, mail.forwarded.subject, mail.forwarded.text) == (
        "a@sea.example", "ขอประชาสัมพันธ์ทุน", "ตามแนบ",
    )  # fmt: skip


def test_files_written_into_the_text_are_found() -> None:
    raw = b"From: a@sea.example\r\nSubject: x\r\n\r\nsee\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n"
    (one,) = read(raw).attachments
    assert (one.filename, one.size) == ("a.txt", 3)


def test_a_calendar_part_is_no_content() -> None:
    made = message()
    made.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="invite.ics")
    assert [one.role for one in read(made.as_bytes()).attachments] == [Role.INLINE]


def test_a_program_and_a_macro_document_are_noted() -> None:
    assert read(attached(b"a.exe", b"MZ")).attachments[0].note == "program"
    assert read(attached(b"a.docm", b"PK\x03\x04")).warnings == ("macro",)


def test_links_to_cloud_drives_are_noticed() -> None:
    raw = "From: a@sea.example\nSubject: x\n\nไฟล์อยู่ที่ https://drive.google.com/file/d/1ครับ และ https://www.sea.example/1\n"
    mail = read(raw.encode())
    assert mail.links == ("https://drive.google.com/file/d/1", "https://www.sea.example/1")
    assert "drive_link" in mail.warnings
