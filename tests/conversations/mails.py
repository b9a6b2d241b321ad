"""Mails the people of the sample office write."""

FORM = """เรียน ผู้ดูแลเว็บไซต์
ชื่อ - สกุล: {name}
ตำแหน่ง: {position}
สังกัด / หน่วยงาน: {unit}
เบอร์โทรศัพท์: 0 7512 3456 ต่อ 152
มีความประสงค์จะขอเผยแพร่ข้อมูลข่าวสาร ในหัวข้อ
{ticks}
หัวข้อข่าวสาร/กิจกรรม: {topic}
รายละเอียดข่าวสาร/กิจกรรม: {detail}
{more}
"""
CERTIFIED = "และขอรับรองว่าข่าวสาร / ข้อความ/ข้อมูลทั้งหมดนี้ ได้ดำเนินการตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้"
_BOXES = (
    "การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทุนการศึกษา",
    "แผน / โครงการ / รายงานผลการดำเนินงาน",
    "Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์",
    "ปรับปรุงข้อมูลสารสนเทศ",
)
PDF = ("ประกาศ.pdf", b"%PDF-1.4\n%%EOF\n")


def form(
    topic: str = "ประชุมเชิงปฏิบัติการ Active Learning",
    *,
    tick: int = 3,
    detail: str = "มีผู้เข้าร่วม 45 คน",
    more: str = CERTIFIED,
) -> str:
    """The office's form typed into a mail, by นางสาวสมฤดี; ``tick``: the number of the ticked box."""
    ticks = "\n".join(f"({'/' if n == tick else ' '}) {box}" for n, box in enumerate(_BOXES, start=1))
    return FORM.format(
        name="นางสาวสมฤดี ปิ่นแก้ว",
        position="นักวิชาการศึกษาปฏิบัติการ",
        unit="กลุ่มส่งเสริมการจัดการศึกษา",
        ticks=ticks,
        topic=topic,
        detail=detail,
        more=more,
    )
