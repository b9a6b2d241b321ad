"""What comes back to a request in the writer's own words: right questions only, nothing invented."""

from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import PDF

CERTIFIED = "ขอรับรองว่าข้อมูลถูกต้อง สามารถเผยแพร่ได้"


async def test_files_said_to_be_in_my_office_are_waited_for_and_not_asked_for(office: Correspondence) -> None:
    office.write(
        "ratree",
        "ส่งแผนพัฒนาการศึกษาทาง my office",
        "กลุ่มนโยบายและแผนขอเผยแพร่แผนพัฒนาการศึกษา พ.ศ. 2566-2570\n"
        f"ไฟล์ส่งทางระบบ my office แล้ว เลขทะเบียนรับ 01877/2569\n{CERTIFIED}",
    )
    await office.run()
    assert office.status() == "needs_files"
    letter = office.letter("ratree", "acknowledgement")
    assert "รอไฟล์ที่ท่านแจ้งว่าส่งทางอื่น" in letter.text
    assert "ไฟล์ที่จะเผยแพร่ (แนบมากับอีเมลตอบ)" not in letter.text


async def test_the_extension_on_record_is_not_put_to_another_number(office: Correspondence) -> None:
    office.write(
        "kamon",
        "ขอเผยแพร่ภาพกิจกรรม",
        f"ขอลงภาพกิจกรรมวันดินโลกครับ ภาพแนบ\n{CERTIFIED}\nกมล ใจงาม โทร 0862221133",
        files=[PDF],
    )
    await office.run()
    fields = office.request().fields
    assert (fields.phone, fields.extension) == ("0862221133", None)


async def test_questions_typed_back_are_not_taken_for_values(office: Correspondence) -> None:
    office.write(
        "tawan",
        "ขอลงข่าววันภาษาไทย",
        "1) ชื่อ-สกุล และตำแหน่งของท่าน\nนายตะวัน ชูใจ นักวิชาการศึกษาชำนาญการ\n2) หมวดของข่าว\nภาพกิจกรรม",
    )
    await office.run()
    fields = office.request().fields
    assert (fields.name, fields.position) == ("นายตะวัน ชูใจ", "นักวิชาการศึกษาชำนาญการ")


async def test_a_memo_is_the_request_and_is_not_published(office: Correspondence) -> None:
    from tests.corpus.requests.files import paper_file

    memo = (
        "บันทึกข้อความ\nส่วนราชการ  กลุ่มนโยบายและแผน  โทร. ๐ ๗๕๑๒ ๓๔๕๖ ต่อ ๑๖๑\n"
        "เรื่อง  ขอเผยแพร่แผนบริหารความเสี่ยง ประจำปี ๒๕๗๐\nเรียน  ผู้อำนวยการ\n"
        "ด้วยกลุ่มนโยบายและแผนได้จัดทำแผนบริหารความเสี่ยงแล้ว จึงขออนุญาตเผยแพร่บนเว็บไซต์\n"
        "(นางราตรี  เพียรดี)\nนักวิเคราะห์นโยบายและแผนชำนาญการ"
    )
    name, _, data = paper_file("บันทึกข้อความ.docx", memo)
    office.write("ratree", "ส่งบันทึกข้อความ", f"ตามแนบครับ {CERTIFIED}", files=[(name, data), PDF])
    await office.run()
    request = office.request()
    assert request.fields.topic == "แผนบริหารความเสี่ยง ประจำปี ๒๕๗๐"
    assert [file.filename for file in request.content_files] == [PDF[0]]
    assert request.found["topic"].source == "memo"


async def test_who_has_certified_is_only_asked_whether_the_guess_is_right(office: Correspondence) -> None:
    office.write("ratree", "แผน", f"ขอลงแผนเผชิญเหตุน้ำท่วมค่ะ ไฟล์แนบ\n{CERTIFIED}", files=[PDF])
    await office.run()
    letter = office.letter("ratree", "acknowledgement")
    assert office.request().suggestions == ("categories",)
    assert "โปรดยืนยันข้อมูลที่ระบบฯ ยังไม่แน่ใจ" in letter.text
    assert "รับรอง" not in letter.text
    office.answer("ratree", letter, "ใช่ค่ะ")
    await office.run()
    assert office.status() == "awaiting_approval"
