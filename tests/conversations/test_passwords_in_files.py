"""A password inside an attached file (R20): head and webmaster are told which file; it is not altered."""

import io
from collections.abc import Callable

import pytest

from mailbot.core.request import Status
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import PDF, form
from tests.corpus.documents import ooxml

SECRET = "Wx9!kk2p"
WORDS = f"เข้าระบบด้วย username: admin รหัสผ่าน: {SECRET}"


def docx(words: str) -> bytes:
    return ooxml.docx(ooxml.line(words))


def pdf(words: str) -> bytes:
    """One page of text in a typeface every reader has."""
    said = f"BT /F1 14 Tf 60 700 Td (username: admin password: {words.rpartition(' ')[2]}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(said), said),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % (table, len(body))


def xlsx(words: str) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    head, value = ("ชื่อผู้ใช้", "รหัสผ่าน"), ("admin", words.rpartition(" ")[2])
    sheet.append(head)
    sheet.append(value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(words: str) -> bytes:
    return words.encode()


async def sent(office: Correspondence, name: str, data: bytes) -> None:
    office.write("somruedee", "ขอเผยแพร่ข้อมูลข่าวสาร", form(), files=[PDF, (name, data)])
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL, "it blocks nothing"


@pytest.mark.parametrize(("name", "make"), [("คู่มือ.docx", docx), ("บัญชีผู้ใช้.xlsx", xlsx), ("วิธีใช้.txt", text)])
async def test_head_and_webmaster_are_told_which_file_holds_a_password(
    office: Correspondence, name: str, make: Callable[[str], bytes]
) -> None:
    await sent(office, name, make(WORDS))
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    for who, kind in (("somruedee", "acknowledgement"), ("jiraporn", "approval_request"), ("thana", "task")):
        assert f"ไฟล์ «{name}» มีข้อความที่อาจเป็นรหัสผ่าน" in office.letter(who, kind).text
    for letter in office.letters():
        assert SECRET not in letter.text + letter.html, letter.subject
    assert SECRET not in office.request().model_dump_json()


async def test_the_file_itself_goes_on_as_it_came(office: Correspondence) -> None:
    data = docx(WORDS)
    await sent(office, "คู่มือ.docx", data)
    letter = office.letter("jiraporn", "approval_request")
    carried = {
        part.get_filename(): part.get_payload(decode=True) for part in letter.message.iter_attachments()
    }
    assert carried["คู่มือ.docx"] == data


async def test_a_clean_file_is_not_warned_of(office: Correspondence) -> None:
    await sent(office, "คู่มือ.docx", docx("ลืมรหัสผ่าน ติดต่อผู้ดูแลระบบ"))
    assert "มีข้อความที่อาจเป็นรหัสผ่าน" not in office.letter("jiraporn", "approval_request").text


async def test_a_file_sent_with_an_answer_is_looked_at_too(office: Correspondence) -> None:
    await sent(office, "คู่มือ.docx", docx("สวัสดี"))
    office.answer("somruedee", office.letter("somruedee"), "ส่งไฟล์เพิ่มค่ะ", files=[("ใหม่.docx", docx(WORDS))])
    await office.run()
    assert "ไฟล์ «ใหม่.docx»" in office.letter("jiraporn", "approval_request").text


async def test_a_cleaned_file_of_the_same_name_ends_the_warning(office: Correspondence) -> None:
    await sent(office, "คู่มือ.docx", docx(WORDS))
    clean = [("คู่มือ.docx", docx("แก้แล้ว"))]
    office.answer("somruedee", office.letter("somruedee"), "ส่งไฟล์ใหม่แทนค่ะ", files=clean)
    await office.run()
    assert "รหัสผ่าน" not in office.letter("jiraporn", "approval_request").text


async def test_no_picture_of_its_page_is_shown(office: Correspondence) -> None:
    await sent(office, "คู่มือ.pdf", pdf(WORDS))
    assert [file.preview for file in office.request().files if file.filename == "คู่มือ.pdf"] == [None]
