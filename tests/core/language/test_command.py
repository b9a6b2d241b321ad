import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.command import read_command
from mailbot.core.language.registration import read_registration
from mailbot.core.mail import Command, Registration
from tests.accuracy.verdicts import Case, cases, measure, read_requester_case

ORDERS = {
    "สถานะ": Command.STATUS,
    "สถานะครับ": Command.STATUS,
    "ขอทราบสถานะคำขอ 0042 ค่ะ": Command.STATUS,
    "สถานะ WEB-2569-0042": Command.STATUS,
    "สอบถามสถานะหน่อยครับ": Command.STATUS,
    "สถานะ?": Command.STATUS,
    "status": Command.STATUS,
    "เรื่องถึงไหนแล้วครับ": Command.STATUS,
    "ประวัติ ๐๐๔๒": Command.HISTORY,
    "ขอประวัติคำขอค่ะ": Command.HISTORY,
    "ช่วยเหลือ": Command.HELP,
    "ขอความช่วยเหลือครับ": Command.HELP,
    "วิธีใช้": Command.HELP,
    "วิธีการใช้งานระบบ": Command.HELP,
    "HELP": Command.HELP,
    "ขอแบบฟอร์ม": Command.FORM,
    "ขอแบบฟอร์มเปล่าค่ะ": Command.FORM,
    "รบกวนขอแบบฟอร์มหน่อยครับ": Command.FORM,
    "แบบฟอร์ม": Command.FORM,
    "รับรอง": Command.CERTIFY,
    "รับรองค่ะ": Command.CERTIFY,
    "ขอรับรองว่าข้อมูลถูกต้อง": Command.CERTIFY,
    "ขอรับรองว่าข่าวสาร / ข้อความ/ข้อมูลทั้งหมดนี้ ได้ดำเนินการตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้": Command.CERTIFY,
    "รับรองความถูกต้องครับ": Command.CERTIFY,
    "รับ รอง": Command.CERTIFY,
    "ถอนคำขอ": Command.WITHDRAW,
    "ขอถอนคำขอ เนื่องจากข้อมูลผิด": Command.WITHDRAW,
    "ขอให้นำลงค่ะ เนื่องจาก มีข้อมูลส่วนบุคคล": Command.TAKE_DOWN,
    "ขอถอนคำขอครับ": Command.WITHDRAW,
    "ยกเลิกคำขอ": Command.WITHDRAW,
    "ขอยกเลิกคำขอ 0042 ค่ะ": Command.WITHDRAW,
    "ยกเลิก": Command.CANCEL,
    "ขอยกเลิกครับ": Command.CANCEL,
    "cancel": Command.CANCEL,
    "ใช่": Command.YES,
    "ใช่ค่ะ": Command.YES,
    "ถูกต้องแล้วครับ": Command.YES,
    "ไม่ใช่": Command.NO,
    "ไม่ใช่ครับ": Command.NO,
    "รับ": Command.ADMIT,
    "รับครับ": Command.ADMIT,
    "รับเรื่องไว้": Command.ADMIT,
    "รับ และเพิ่มบุคคล": Command.ADMIT_PERSON,
    "รับและเพิ่มชื่อในทะเบียนค่ะ": Command.ADMIT_PERSON,
    "ไม่รับ": Command.DROP,
    "ทิ้ง": Command.DROP,
    "ทราบ": Command.ACKNOWLEDGED,
    "ตรวจสอบแล้ว": Command.ACKNOWLEDGED,
    "ทราบและตรวจสอบแล้วครับ": Command.ACKNOWLEDGED,
    "ได้รับไฟล์แล้ว": Command.FILES_ARRIVED,
    "ได้รับไฟล์ครบถ้วนแล้วค่ะ": Command.FILES_ARRIVED,
    "มีลายมือชื่ออนุมัติแล้ว": Command.PAPER_APPROVED,
    "ผอ.กลุ่มเซ็นอนุมัติในแบบฟอร์มแล้ว": Command.PAPER_APPROVED,
    "ดำเนินการต่อ": Command.PROCEED,
    "ดำเนินการต่อได้เลยครับ": Command.PROCEED,
    "ขอให้นำลง": Command.TAKE_DOWN,
    "ขอให้นำข่าวนี้ลงจากเว็บไซต์ค่ะ": Command.TAKE_DOWN,
    "เรียน ผู้ดูแลเว็บไซต์\nขอถอนคำขอ\n\nนางสุดา แก้วมณี\nกลุ่มอำนวยการ": Command.WITHDRAW,
    "สถานะ\nส่งจาก iPhone ของฉัน": Command.STATUS,
}


@pytest.mark.parametrize(("words", "order"), ORDERS.items())
def test_an_order_is_known(words: str, order: Command) -> None:
    assert read_command(words) is order


@pytest.mark.parametrize(
    "words",
    [
        "ขอลงข่าวประชาสัมพันธ์ สถานะโครงการ",
        "สถานะการเงินไตรมาส 1 ตามแนบ",
        "ไม่ต้องถอนคำขอ",
        "ขอถอนคำขอ เพราะข้อมูลผิด แต่ขอดูก่อน",
        "อย่าเพิ่งนำลง เนื่องจากยังใช้อยู่",
        "รับ เพราะรู้จักกัน",
        "ถ้าจะถอนคำขอต้องทำอย่างไร",
        "ยกเลิกประกาศสอบราคา เลขที่ 5/2569 ให้ด้วย ตามเอกสารแนบ",
        "หนังสือรับรอง",
        "ขอหนังสือรับรองเงินเดือน",
        "ยังไม่รับรอง",
        "ไม่รับรอง",
        "รับสมัครลูกจ้าง",
        "รับทราบแล้ว แต่ขอแก้หัวข้อ",
        "ยังไม่ได้รับไฟล์",
        "ยังไม่มีลายมือชื่ออนุมัติ",
        "นำลงเว็บไซต์",
        "ใช่หรือไม่",
        "ยกเลิก?",
        "ขอประวัติผู้บริหารลงเว็บ",
        "",
        "   ",
    ],
)
def test_a_sentence_with_the_word_in_it_is_no_order(words: str) -> None:
    assert read_command(words) is None


def test_the_subject_counts_only_when_nothing_was_written() -> None:
    assert read_command("", "Re: ขอแบบฟอร์ม") is Command.FORM
    assert read_command("  \n", "[WEB-2569-0042] สถานะ") is Command.STATUS
    assert read_command("ขอลงข่าวค่ะ", "สถานะ") is None
    assert read_command("", "ขอเผยแพร่ข่าว") is None


REGISTRATIONS = {
    "รับทาง my office เลขรับ 00123/2569 ลว. 14 ม.ค. 69": Registration(
        channel="my_office", register_no="00123/2569"
    ),
    "กลุ่มนโยบายและแผนส่งแผน ไฟล์ 68MB ส่งทาง My-Office แล้ว เลขที่รับ ๐๐๑๒๓/๒๕๖๙ ลว. 14 ม.ค.69": Registration(
        channel="my_office", register_no="00123/2569"
    ),
    "ส่งไฟล์ทางระบบ my office แล้วค่ะ": Registration(channel="my_office"),
    "รับด้วยตนเองจากพี่แดง การเงิน แฟลชไดร์ฟ 1 อัน รูป 40 รูป ผอ.กลุ่มเซ็นอนุมัติในแบบฟอร์มแล้ว (แนบสแกน)": Registration(
        channel="in_person", person="พี่แดง การเงิน", paper_approved=True
    ),
    "รับด้วยตนเองจากนางสุดา แก้วมณี เมื่อเช้า": Registration(channel="in_person", person="นางสุดา แก้วมณี"),
    "ได้รับ CD จากกลุ่มนิเทศฯ แล้ว มีลายมือชื่ออนุมัติแล้ว": Registration(
        channel="media", person="กลุ่มนิเทศฯ", paper_approved=True
    ),
    "รับแฟลชไดรฟ์จากครูสมชาย ยังไม่มีลายเซ็นอนุมัติ": Registration(channel="media", person="ครูสมชาย"),
}


@pytest.mark.parametrize(("words", "registered"), REGISTRATIONS.items())
def test_a_delivery_outside_mail_is_registered(words: str, registered: Registration) -> None:
    assert read_registration(words) == registered


def test_the_subject_belongs_to_the_registration() -> None:
    registered = read_registration("เลขรับ 55/2569", "แจ้งส่งไฟล์ทาง my office")
    assert registered == Registration(channel="my_office", register_no="55/2569")


@pytest.mark.parametrize(
    "words",
    [
        "โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล (/) ทาง e-mail : a@sea12.example ( ) ทางระบบ my office ( ) CD, DVD, Flash Drive",
        "[ ] ทางระบบ my office  [x] e-mail",
        "จะส่งทาง my office พรุ่งนี้",
        "ส่งทาง my office ได้ไหม",
        "ยังไม่ได้รับทาง my office",
        "ขอลงข่าวรับสมัครลูกจ้าง",
        "",
    ],
)
def test_a_box_an_intention_or_a_question_registers_nothing(words: str) -> None:
    assert read_registration(words) is None


@given(st.text(alphabet=st.characters(exclude_categories=())), st.text())
def test_any_text_is_read(words: str, subject: str) -> None:
    read_command(words, subject)
    read_registration(words, subject)


REQUESTERS = list(cases("requesters"))


@pytest.mark.parametrize("case", REQUESTERS, ids=[case.text for case in REQUESTERS])
def test_a_requesters_short_answer_is_read_right(case: Case) -> None:
    assert read_requester_case(case) == case.is_


def test_the_held_back_third_of_short_answers_is_read_as_well() -> None:
    assert measure()["requesters"]["wrong"] == []
