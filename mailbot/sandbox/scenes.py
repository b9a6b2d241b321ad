"""The practice month: what the people of the sample office write, and how each story must end.

A scene is one conversation: its opening mail, and the answers people give to the letters they get. The mails
are written as people write; nothing here knows how the bot decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.request import Status

Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a letter: who gives it to which letter, and after how many office hours."""

    who: str
    kind: str
    words: str
    after: float = 1.0
    files: tuple[str, ...] = ()
    """Names of files to attach; ``.pdf``, ``.jpg`` and ``.docx`` are made on the spot."""
    automatic: bool = False
    """An out-of-office answer of the mail program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One conversation from its first mail to its end."""

    name: str
    day: int
    """Of the month."""
    at: str
    who: str
    subject: str
    body: str = ""
    html: str = ""
    charset: str = "utf-8"
    files: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    authenticated: bool = True
    answers: tuple[Answer, ...] = ()
    ends: Status | None = None
    """None: no request comes of it."""


CERTIFIED = "และขอรับรองว่าข่าวสาร / ข้อความ/ข้อมูลทั้งหมดนี้ ได้ดำเนินการตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้"
_BOXES = (
    "การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทุนการศึกษา",
    "แผน / โครงการ / รายงานผลการดำเนินงาน",
    "Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์",
    "ปรับปรุงข้อมูลสารสนเทศ",
)


def _form(topic: str, tick: int, detail: str = "ตามเอกสารแนบ", more: str = CERTIFIED) -> str:
    boxes = "\n".join(f"({'/' if n == tick else ' '}) {box}" for n, box in enumerate(_BOXES, start=1))
    return (
        f"เรียน ผู้ดูแลเว็บไซต์\nมีความประสงค์จะขอเผยแพร่ข้อมูลข่าวสาร ในหัวข้อ\n{boxes}\n"
        f"หัวข้อข่าวสาร/กิจกรรม: {topic}\nรายละเอียดข่าวสาร/กิจกรรม: {detail}\n{more}\n"
    )


def _up(who: str = "thana", path: str = "news", number: int = 1000, after: float = 2.0) -> Answer:
    url = f"https://www.sea.example/{path}/{number}"
    return Answer(who=who, kind="task", words=f"เผยแพร่แล้วครับ {url}", after=after)


def _yes(who: str, words: str = "อนุมัติ", after: float = 1.5) -> Answer:
    return Answer(who=who, kind="approval_request", words=words, after=after)


_OUTLOOK = """<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-874"></head><body>
<table border=1><tr><td><p>ชื่อ - สกุล<o:p></o:p></p></td><td><p>นางสาวดวงใจ&nbsp; ทองคำ</p></td></tr>
<tr><td>ตำแหน่ง</td><td>นักวิชาการพัสดุปฏิบัติการ</td></tr>
<tr><td>สังกัด / หน่วยงาน</td><td>กลุ่มบริหารงานการเงินและสินทรัพย์</td></tr>
<tr><td>เบอร์โทรศัพท์</td><td>0 7512 3456 ต่อ 132</td></tr>
<tr><td>ในหัวข้อ</td><td><span style='font-family:Wingdings'>þ</span> การจัดซื้อจัดจ้าง
<span style='font-family:Wingdings'>¨</span> แผน</td></tr>
<tr><td>หัวข้อข่าวสาร</td><td>ประกาศผู้ชนะการเสนอราคาจ้างเหมาทำความสะอาด</td></tr>
<tr><td>รายละเอียด</td><td>ตามเอกสารแนบ</td></tr></table>
<p class=MsoNormal>ขอรับรองว่าข้อมูลทั้งหมดนี้ตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้</p></body></html>"""

SCENES: tuple[Scene, ...] = (
    Scene(
        name="formal, complete, with a file",
        day=1, at="09:05", who="daeng", subject="ขอเผยแพร่ข้อมูลข่าวสารบนเว็บไซต์",
        body=_form("ประกาศผู้ชนะการเสนอราคาจ้างก่อสร้างอาคารเรียน ๓๒๔ ล./๕๕-ข", 1), files=("ประกาศผู้ชนะ.pdf",),
        answers=(_yes("pornthip", "เห็นชอบค่ะ ดำเนินการตามเสนอ"), _up(number=1001)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="short, with ticked boxes",
        day=1, at="10:20", who="tawan", subject="ขอลงเว็บ ภาพกิจกรรม",
        body="ชื่อ-สกุล: นายตะวัน ชูใจ   ตำแหน่ง: นักวิชาการศึกษาชำนาญการ\nสังกัด: กลุ่มส่งเสริมฯ   โทร: 0-7512-3456 ต่อ 151\n"
        "ประเภท: ☐ จัดซื้อจัดจ้าง ☐ แผน/โครงการ ☑️ Banner/ภาพกิจกรรม/ข่าว ☐ ปรับปรุงข้อมูล ☐ อื่นๆ\n"
        "หัวข้อ: ประชุมเชิงปฏิบัติการ Active Learning\nรายละเอียด: เมื่อวันที่ 29 ก.ย. 69 ผู้เข้าร่วม 45 คน\n"
        "รับรองว่าข้อมูลถูกต้อง เผยแพร่ได้",
        files=("ภาพ1.jpg", "ภาพ2.jpg"), answers=(_yes("jiraporn", "ok ค่ะ"), _up(number=1002)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="prose without a label; asked once, answered, certified",
        day=2, at="08:50", who="wichai", subject="ฝากลงข่าวหน่อยครับ",
        body="สวัสดีครับน้องเว็บ พี่ฝากลงประกาศรับสมัครลูกจ้างชั่วคราว ตำแหน่งเจ้าหน้าที่ธุรการ ให้หน่อยนะครับ\n"
        "ไฟล์แนบแล้ว ขอบคุณมากครับ\nชัย บุคคล",
        files=("ประกาศรับสมัคร.pdf",),
        answers=(
            Answer(who="wichai", kind="acknowledgement",
                   words="หัวข้อ: ประกาศรับสมัครลูกจ้างชั่วคราว ตำแหน่งเจ้าหน้าที่ธุรการ\nหมวด 1\nรับรองครับ"),
            _yes("surasak", "อนุญาตครับ"), _up(number=1003),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="only the form, as a Word file",
        day=2, at="11:10", who="somruedee", subject="แบบฟอร์มเผยแพร่", body="",
        files=("แบบฟอร์มคำขอเผยแพร่.docx", "กำหนดการ.pdf"),
        answers=(_yes("jiraporn"), _up(number=1004)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="forwarded from a colleague",
        day=5, at="09:30", who="ratree", subject="Fwd: ส่งต่อ: ขอประชาสัมพันธ์แผนปฏิบัติการ",
        body="หัวข้อ: แผนปฏิบัติการประจำปีงบประมาณ 2570\nรายละเอียด: ตามเอกสารแนบ\nหมวด 2\nรับรองว่าข้อมูลถูกต้อง เผยแพร่ได้\n\n"
        "---------- Forwarded message ---------\nจาก: สารบรรณ <saraban@sea.example>\nDate: พฤหัส 1 ต.ค. 2026 เวลา 13:46\n"
        "Subject: ขอประชาสัมพันธ์แผนปฏิบัติการ\nTo: ราตรี <ratree@sea.example>\n\nฝากดำเนินการด้วย\n",
        files=("แผนปฏิบัติการ.pdf",), answers=(_yes("chalerm", "อนุมัติครับ"), _up(number=1005)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="urgent with both conditions; approved afterwards",
        day=5, at="15:40", who="kamon", subject="[ด่วน] ข่าวปิดถนนหน้าสำนักงานพรุ่งนี้",
        body=_form("แจ้งปิดถนนหน้าสำนักงาน", 3, "ปิดถนนหน้าสำนักงานวันที่ 6 ต.ค. 69 เวลา 08.00-16.00 น.",
                   "จำเป็นเร่งด่วนเพราะปิดถนนพรุ่งนี้ ขอเผยแพร่ก่อนแล้วจะส่งแบบฟอร์มที่อนุมัติภายหลัง "
                   "ข่าวนี้ไม่ส่งผลกระทบต่อผู้มีส่วนได้เสีย\n" + CERTIFIED),
        answers=(_up(number=1006, after=0.3), _yes("wanida", "อนุมัติ", after=9)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="urgent, rejected afterwards, taken down",
        day=6, at="09:15", who="kamon", subject="ด่วน ขอขึ้นข่าวงดจ่ายน้ำ",
        body=_form("แจ้งงดจ่ายน้ำประปา", 3, "งดจ่ายน้ำวันนี้ 13.00-15.00 น.",
                   "กรณีจำเป็นเร่งด่วนเพราะงดจ่ายน้ำบ่ายนี้ ขอเผยแพร่ก่อนแล้วจะส่งแบบฟอร์มที่อนุมัติภายหลัง "
                   "ไม่ส่งผลกระทบต่อผู้มีส่วนได้เสีย\n" + CERTIFIED),
        answers=(
            _up(number=1007, after=0.3),
            _yes("wanida", "ไม่อนุมัติ ข้อมูลวันเวลาไม่ตรงกับประกาศของการประปา", after=3),
            Answer(who="thana", kind="takedown", words="นำลงแล้วครับ", after=0.5),
        ),
        ends=Status.TAKEN_DOWN,
    ),
    Scene(
        name="urgent in the subject only; waits for the head",
        day=6, at="10:05", who="wichai", subject="ด่วนที่สุด!! ขอขึ้นประกาศเลื่อนสอบ ภายในวันนี้",
        body=_form("ประกาศเลื่อนสอบคัดเลือกพนักงานราชการ", 1), files=("ประกาศเลื่อนสอบ.pdf",),
        answers=(_yes("surasak", after=0.5), _up(number=1008, after=0.5)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="for a group's own site",
        day=7, at="09:00", who="naree", subject="ขอเผยแพร่ข้อมูลบนเว็บไซต์กลุ่มกฎหมายและคดี",
        body="แบบฟอร์มคำขอเผยแพร่ฯ บนเว็บไซต์กลุ่มกฎหมายและคดี (www.sea.example/law)\n"
        + _form("รวมคำพิพากษาศาลปกครองที่น่าสนใจ", 2), files=("คำพิพากษา.pdf",),
        answers=(_yes("somchai", "ดำเนินการได้"), _up("naree", "law", 12)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="files through my office",
        day=7, at="13:20", who="ratree", subject="แจ้งส่งไฟล์ทาง my office",
        body=_form("รายงานผลการดำเนินงาน ไตรมาสที่ 4", 2, "ไฟล์ขนาดใหญ่",
                   "[x] ทางระบบ my office เลขที่รับ 00123/2569  [ ] e-mail\n" + CERTIFIED),
        answers=(
            Answer(who="thana", kind="notice", words="ได้รับไฟล์แล้ว", after=1),
            _yes("chalerm", "ชอบ ดำเนินการ"), _up(number=1010),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="brought in person, signed on paper, registered by the webmaster",
        day=8, at="10:45", who="thana", subject="บันทึกรับงาน",
        body="รับด้วยตนเองจากพี่แดง การเงิน แฟลชไดร์ฟ 1 อัน รูปงานเกษียณ 40 รูป "
        "ผอ.กลุ่มเซ็นอนุมัติในแบบฟอร์มแล้ว (แนบสแกน)",
        files=("สแกนแบบฟอร์ม.pdf",), answers=(_up(number=1011),), ends=Status.PUBLISHED,
    ),
    Scene(
        name="a table from Outlook in windows-874",
        day=8, at="11:30", who="daeng", subject="ขอเผยแพร่ประกาศผู้ชนะ", html=_OUTLOOK, charset="windows-874",
        files=("ประกาศผู้ชนะการเสนอราคา.pdf",), answers=(_yes("pornthip", "อนุญาติค่ะ"), _up(number=1012)),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="sloppy, from a phone",
        day=9, at="09:10", who="tawan", subject="(ไม่มีหัวเรื่อง)",
        body="ชือ-สกุลนายตะวัน ชูใจตําเเหน่งนักวิชาการศึกษา เบอรโทร0812345678\nขอลงรูปงานวันเด็ก ✓ข่าวปชส\n"
        "ขอบคุนครับ\nส่งจาก iPhone ของฉัน",
        files=("รูป.jpg",),
        answers=(
            Answer(who="tawan", kind="acknowledgement",
                   words="หัวข้อ: ภาพกิจกรรมวันเด็ก\nรายละเอียด: ภาพกิจกรรมวันเด็กแห่งชาติ\nหมวด 3\nรับรองครับ"),
            _yes("jiraporn", "👍"), _up(number=1013),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="rejected with a reason",
        day=9, at="13:40", who="somruedee", subject="ขอเผยแพร่รายชื่อนักเรียนทุน",
        body=_form("รายชื่อนักเรียนที่ได้รับทุนการศึกษา", 1), files=("รายชื่อ.pdf",),
        answers=(_yes("jiraporn", "ไม่อนุมัติ เนื่องจากยังไม่ได้รับหนังสือยินยอมจากผู้ปกครอง"),), ends=Status.REJECTED,
    ),
    Scene(
        name="approved on a condition, corrected, approved",
        day=12, at="09:25", who="somruedee", subject="ขอเผยแพร่ข่าวอบรม",
        body=_form("อบรมเชิงปฏิบัติการการใช้สื่อดิจิทัลเพื่อการเรียนการสอนในศตวรรษที่ 21", 3), files=("ข่าวอบรม.pdf",),
        answers=(
            _yes("jiraporn", "อนุมัติ แต่ขอให้แก้ชื่อหัวข้อให้สั้นลงก่อน"),
            Answer(who="somruedee", kind="decision", words="หัวข้อ: อบรมการใช้สื่อดิจิทัล"),
            _yes("jiraporn"), _up(number=1015),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="delegated to a colleague by name",
        day=12, at="10:30", who="somruedee", subject="ขอเผยแพร่ข่าวนิเทศ",
        body=_form("ข่าวการนิเทศติดตามโรงเรียน", 3, "นิเทศ 5 โรงเรียน"),
        answers=(_yes("jiraporn", "มอบ นายตะวัน ชูใจ พิจารณา"), _yes("tawan", "อนุมัติครับ"), _up(number=1016)),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="the head is silent; reminded, then the deputy decides",
        day=14, at="09:00", who="daeng", subject="ขอเผยแพร่งบทดลอง",
        body=_form("งบทดลอง ประจำเดือนกันยายน 2569", 2), files=("งบทดลอง.pdf",),
        answers=(_yes("anucha", "อนุมัติครับ"), _up(number=1017)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="the head is out of office; the deputy is asked at once",
        day=14, at="14:10", who="malee", subject="ขอเผยแพร่ประกาศบุคลากร",
        body=_form("ประกาศรายชื่อผู้ผ่านการประเมิน", 1), files=("ประกาศผล.pdf",),
        answers=(
            Answer(who="surasak", kind="approval_request", after=0.1, automatic=True,
                   words="ขณะนี้ไปราชการ กลับมาวันที่ 20 ต.ค. หากเร่งด่วนติดต่อคุณวิชัย อนุมัติแทนได้"),
            _yes("wichai", "อนุมัติครับ"), _up(number=1018),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="sent back by the webmaster, new file, approved again",
        day=15, at="09:45", who="ratree", subject="ขอเผยแพร่แผนพัฒนา",
        body=_form("แผนพัฒนาการศึกษา พ.ศ. 2570-2574", 2), files=("แผนพัฒนา.pdf",),
        answers=(
            _yes("chalerm", "เห็นควรอนุมัติ"),
            Answer(who="thana", kind="task", words="ไฟล์เปิดไม่ได้ครับ ขอใหม่"),
            Answer(who="ratree", kind="returned", words="ส่งไฟล์ใหม่ค่ะ", files=("แผนพัฒนา-แก้ไข.pdf",)),
            _yes("chalerm"), _up(number=1019),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="changed after approval: the approval is void",
        day=15, at="11:20", who="somruedee", subject="ขอเผยแพร่ผลการแข่งขัน",
        body=_form("ผลการแข่งขันทักษะวิชาการ", 3, "รอบคัดเลือก"),
        answers=(
            _yes("jiraporn", after=0.5),
            Answer(who="somruedee", kind="decision", words="ขอแก้ไข\nรายละเอียด: รอบคัดเลือกและรอบชิงชนะเลิศ", after=0.2),
            _yes("jiraporn", "อนุมัติค่ะ", after=1), _up(number=1020, after=4),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="for two sites at once",
        day=16, at="09:20", who="naree", subject="ขอเผยแพร่ทั้งเว็บไซต์หลัก และเว็บกลุ่มกฎหมาย",
        body=_form("แนวปฏิบัติการคุ้มครองข้อมูลส่วนบุคคล", 2, "ตามเอกสารแนบ",
                   "เผยแพร่บนเว็บไซต์หลัก และเว็บไซต์กลุ่มกฎหมายและคดี (www.sea.example/law)\n" + CERTIFIED),
        files=("แนวปฏิบัติ.pdf",),
        answers=(_yes("somchai"), _up(number=1021), _up("naree", "law", 13)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="published until a date, announced, taken down",
        day=16, at="10:10", who="kamon", subject="ขอเผยแพร่ Banner",
        body=_form("Banner วันปิยมหาราช", 3, "แบนเนอร์หน้าแรก", "เผยแพร่ถึงวันที่ 26 ตุลาคม 2569\n" + CERTIFIED),
        files=("banner.jpg",),
        answers=(_yes("wanida"), _up(number=1022), Answer(who="thana", kind="takedown", words="นำลงแล้วครับ", after=20)),
        ends=Status.TAKEN_DOWN,
    ),
    Scene(
        name="withdrawn by the requester",
        day=19, at="09:00", who="tawan", subject="ขอเผยแพร่ข่าวกีฬา", body=_form("ข่าวกีฬาสี", 3, "กีฬาสีภายใน"),
        answers=(Answer(who="tawan", kind="acknowledgement", words="ขอถอนคำขอครับ", after=0.2),), ends=Status.WITHDRAWN,
    ),
    Scene(
        name="«ทราบ» is asked about, then approved",
        day=19, at="10:00", who="somruedee", subject="ขอเผยแพร่ข่าว PLC", body=_form("ข่าวการประชุม PLC", 3, "ประชุม PLC"),
        answers=(_yes("jiraporn", "ทราบ"), _yes("jiraporn", "อนุมัติให้เผยแพร่ได้"), _up(number=1024)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="belongs to another site; passed on to its webmaster",
        day=19, at="13:00", who="malee", subject="ขอเผยแพร่ข่าวบุคคล", body=_form("ข่าวการย้ายข้าราชการครู", 3, "ตามประกาศ"),
        answers=(
            _yes("surasak", "อนุมัติครับ", after=6),
            Answer(who="thana", kind="task", words="อันนี้ของเว็บกลุ่มบุคคล ไม่ใช่เว็บหลัก"),
            _up("malee", "person", 7),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="the approval is taken back before publication, then given",
        day=20, at="09:10", who="somruedee", subject="ขอเผยแพร่ปฏิทิน", body=_form("ปฏิทินปฏิบัติงาน ภาคเรียนที่ 2", 2),
        files=("ปฏิทิน.pdf",),
        answers=(
            _yes("jiraporn", after=0.5),
            Answer(who="jiraporn", kind="decision_echo", words="ยกเลิก", after=0.2),
            _yes("jiraporn", "อนุมัติค่ะ ตรวจแล้ว", after=2), _up(number=1026, after=4),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="from a school; the unit in charge approves",
        day=20, at="14:30", who="teacher@school-one.example", subject="ขอประชาสัมพันธ์งานวิชาการโรงเรียน",
        body=_form("งานเปิดบ้านวิชาการ", 3, "วันที่ 15 พ.ย. 69 ณ หอประชุมโรงเรียน"),
        answers=(_yes("jiraporn", "อนุมัติ"), _up(number=1027)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="from an unknown address; admitted by the webmaster from the digest",
        day=21, at="09:00", who="volunteer@outside.example", subject="ขอประชาสัมพันธ์กิจกรรมจิตอาสา",
        body="ชื่อ-สกุล: นางสาวอาสา ใจกว้าง\nตำแหน่ง: ผู้ประสานงาน\nสังกัด: กลุ่มอำนวยการ\nโทร: 0812345678\n"
        + _form("กิจกรรมจิตอาสาพัฒนา", 3, "วันที่ 30 ต.ค. 69"),
        answers=(
            Answer(who="thana", kind="digest", words="ข้อ {item} รับ", after=0.5), _yes("wanida", "อนุมัติ"), _up(number=1028),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="marked for internal use; a person says go on",
        day=21, at="10:30", who="ratree", subject="ขอเผยแพร่คู่มือ",
        body="ใช้ภายใน\n" + _form("คู่มือการจัดทำแผน", 2), files=("คู่มือ.pdf",),
        answers=(
            Answer(who="thana", kind="attention", words="ดำเนินการต่อ"), _yes("chalerm", "อนุมัติครับ"), _up(number=1029),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="an update of a page that exists",
        day=22, at="09:30", who="kamon", subject="ขอปรับปรุงทำเนียบบุคลากร",
        body=_form("ปรับปรุงทำเนียบบุคลากร", 4, "แก้ไขตำแหน่งบุคลากรกลุ่มอำนวยการ",
                   "หน้าเว็บที่ให้ปรับปรุง: https://www.sea.example/staff\n" + CERTIFIED),
        answers=(_yes("wanida", "ไม่ขัดข้อง"), _up(number=1030)), ends=Status.PUBLISHED,
    ),
    Scene(
        name="answered from the digest, several by number",
        day=26, at="09:30", who="kamon", subject="ขอเผยแพร่ประกาศวันหยุด", body=_form("ประกาศวันหยุดราชการ", 3, "วันหยุดชดเชย"),
        answers=(
            _yes("wanida", "อนุมัติ", after=2),
            Answer(who="thana", kind="digest", words="ข้อ {item} เผยแพร่แล้ว https://www.sea.example/news/1031", after=0.5),
        ),
        ends=Status.PUBLISHED,
    ),
    Scene(
        name="someone else answers in the head's name: nothing happens",
        day=27, at="09:00", who="somruedee", subject="ขอเผยแพร่ข่าวค่าย", body=_form("ข่าวค่ายวิทยาศาสตร์", 3, "ค่าย 3 วัน"),
        answers=(_yes("malee@outside.example", "อนุมัติ"), _yes("jiraporn", "อนุมัติ", after=3), _up(number=1032)),
        ends=Status.PUBLISHED,
    ),
    Scene(name="a newsletter", day=13, at="08:45", who="news@vendor.example", subject="โปรโมชั่นประจำเดือน",
          body="ลดราคาหมึกพิมพ์", headers=(("List-Id", "<news.vendor.example>"), ("Precedence", "bulk"))),
    Scene(name="a forged request", day=13, at="09:50", who="daeng", subject="ขอเผยแพร่ด่วน",
          body=_form("ข่าวปลอม", 3, "ข่าวปลอม"), authenticated=False),
    Scene(name="asking how it works", day=28, at="09:00", who="malee", subject="ช่วยเหลือ", body="ช่วยเหลือ"),
    Scene(name="asking where things stand", day=28, at="09:05", who="somruedee", subject="สถานะ", body="สถานะ"),
)  # fmt: skip

REPORT = Answer(who="wanida", kind="report", words="ทราบ", after=2)
"""The reviewer's answer to the monthly report."""
