"""Cases that differ in one thing only: the client, the tick, the way a form is attached."""

from collections.abc import Iterator
from typing import Any

from tests.corpus.requests.clients import CLIENTS

LABELS = """เรียน ผู้ดูแลเว็บไซต์
ชื่อ-สกุล: นางมาลี สุขสวัสดิ์
ตำแหน่ง: นักทรัพยากรบุคคลชำนาญการ
สังกัด: กลุ่มบริหารงานบุคคล
โทร: ๐๘๑-๙๘๗-๖๕๔๓
ประเภท: ข่าวประชาสัมพันธ์
หัวข้อ: ประชุมบุคลากร “วันแรกของปี” – ครั้งที่ ๑
รายละเอียด: ประชุมบุคลากรทุกกลุ่ม ณ ห้องประชุมใหญ่
ขอรับรองว่าข้อมูลถูกต้อง สามารถเผยแพร่ได้"""
LABELS_READ: dict[str, Any] = {
    "person": "malee",
    "categories": ["banner_photo_news"],
    "topic": "ประชุมบุคลากร “วันแรกของปี” – ครั้งที่ ๑",
    "detail": "ประชุมบุคลากรทุกกลุ่ม ณ ห้องประชุมใหญ่",
    "certify": True,
}
TABLE = """ชื่อ - สกุล\tนายสมชาย รักเรียน
ตำแหน่ง\tนักวิเคราะห์นโยบายและแผนชำนาญการ
สังกัด / หน่วยงาน\tกลุ่มนโยบายและแผน
เบอร์โทรศัพท์\t089-8887777
ในหัวข้อ\t☐ การจัดซื้อจัดจ้าง ☑ แผน / โครงการ ☐ Banner
หัวข้อข่าวสาร/กิจกรรม\tแผนปฏิบัติราชการ ปี 2569
รายละเอียดข่าวสาร/กิจกรรม\tตามไฟล์แนบ"""
TABLE_READ: dict[str, Any] = {
    "person": "somchai",
    "categories": ["plan_project_report"],
    "topic": "แผนปฏิบัติราชการ ปี 2569",
    "detail": "ตามไฟล์แนบ",
    "delivery": ["email"],
}
_NO_BOX_SIGNS = {"outlook_desktop", "outlook_html", "html_meta", "roundcube_tis", "zimbra_tis", "raw_874"}
_WITH_TABLES = {
    "gmail_web",
    "gmail_app",
    "outlook_desktop",
    "outlook_html",
    "outlook_web",
    "samsung",
    "yahoo",
    "html_meta",
}

TICKS = {
    "ballot-x": ("☒", "☐"),
    "heavy-check": ("✔", "□"),
    "check-mark": ("✓", "( )"),
    "green-check": ("✅", "[ ]"),
    "check-in-brackets": ("(✓)", "( )"),
    "x-in-brackets": ("(x)", "( )"),
    "slash-in-squares": ("[/]", "[ ]"),
    "check-in-squares": ("[✓]", "○"),
    "x-in-braces": ("{x}", "{ }"),
    "starred-x": ("*X*", "-"),
    "black-square": ("■", "□"),
    "black-circle": ("●", "○"),
    "fisheye": ("◉", "○"),
    "bare-slash": ("/", ""),
    "wide-slash": ("(  /  )", "(     )"),
    "dotted-empty": ("(/)", "(....)"),
    "big-x": ("( X )", "(   )"),
    "ballot-check-vs16": ("☑️", "⬜"),
    "root-sign": ("(√)", "( )"),
}
CHOICES = [
    ("procurement_recruitment", "การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทุนการศึกษา"),
    ("plan_project_report", "แผน / โครงการ / รายงานผลการดำเนินงาน"),
    ("banner_photo_news", "Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์"),
    ("info_update", "ปรับปรุงข้อมูลสารสนเทศ"),
    ("other", "อื่น ๆ (โปรดระบุ)................"),
]
_PERSON = "ชื่อ-สกุล: นายเอก ใจดี  ตำแหน่ง: นปส.\nสังกัด: กลุ่มอำนวยการ  โทร: 075-341004 ต่อ 11\n"
_REST = "หัวข้อ: {topic}\nรายละเอียด: เอกสารของสำนักงาน\n"


def matrices() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(family, name, case)."""
    for number, client in enumerate(CLIENTS):
        yield (
            "clients",
            f"{client.replace('_', '-')}-labels",
            _mail(client, LABELS, LABELS_READ, "ขอเผยแพร่ข่าวประชุมบุคลากร", number),
        )
    for number, client in enumerate(sorted(_WITH_TABLES)):
        subject = "ขอเผยแพร่แผนปฏิบัติราชการ"
        yield (
            "clients",
            f"{client.replace('_', '-')}-table",
            _mail(client, TABLE, TABLE_READ, subject, number, ["แผน.pdf"]),
        )
    for number, (name, (tick, empty)) in enumerate(TICKS.items()):
        yield "ticks", f"{name}-before", _ticked(number % 5, tick, empty, "{mark} {label}", "ในหัวข้อ\n")
    for number, (name, (tick, empty)) in enumerate(TICKS.items()):
        if empty and name != "starred-x" and number % 2:
            yield (
                "ticks",
                f"{name}-after",
                _ticked((number + 2) % 5, tick, empty, "{label}  {mark}", "ในหัวข้อ\n"),
            )
        elif empty and name != "starred-x":
            yield (
                "ticks",
                f"{name}-in-a-line",
                _ticked((number + 1) % 4, tick, empty, "{mark} {label}", "ประเภท: ", "  "),
            )
    for name, only in {
        "only-the-line-left": "{label}\n",
        "only-the-line-left-numbered": "3. {label}\n",
        "by-word-yes": "{label} : ใช่\n",
        "others-struck-out": "~~แผน / โครงการ / รายงานผลการดำเนินงาน~~\n{label}\n~~ปรับปรุงข้อมูลสารสนเทศ~~\n",
        "by-number-kho": "หมวด ข้อ 3\n",
        "by-number-thai": "หมวด ๓.\n",
        "by-number-circled": "หมวด ③\n",
        "by-number-alone": "ประเภท: 3\n",
    }.items():
        text = _PERSON + "ในหัวข้อ\n" * (not name.startswith("by-number")) + only.format(label=CHOICES[2][1])
        topic = "เอกสารประชาสัมพันธ์ของสำนักงาน"
        expect = {
            "person": "ek",
            "categories": ["banner_photo_news"],
            "topic": topic,
            "detail": "เอกสารของสำนักงาน",
        }
        yield (
            "ticks",
            name,
            {"subject": "ขอเผยแพร่", "text": text + _REST.format(topic=topic), "expect": expect},
        )
    yield from _forms()


def _mail(
    client: str, text: str, read: dict[str, Any], subject: str, number: int, files: list[str] | None = None
) -> dict[str, Any]:
    if client in _NO_BOX_SIGNS - _WITH_TABLES:
        text = text.replace("☑", "(/)").replace("☐", "( )")
    names = files or (["ภาพกิจกรรม ครั้งที่ ๑.jpg"] if number % 2 else [])
    return {"client": client, "subject": subject, "text": text, "files": names, "expect": read}


def _ticked(which: int, tick: str, empty: str, order: str, lead: str, between: str = "\n") -> dict[str, Any]:
    lines = [
        order.format(mark=tick if n == which else empty, label=label).strip()
        for n, (_, label) in enumerate(CHOICES)
    ]
    topic = "เรื่องแจ้งเพื่อทราบของสำนักงาน"
    expect = {"person": "ek", "categories": [CHOICES[which][0]], "topic": topic, "detail": "เอกสารของสำนักงาน"}
    text = _PERSON + lead + between.join(lines) + "\n" + _REST.format(topic=topic)
    return {"subject": "ขอเผยแพร่", "text": text, "expect": expect}


FORMS = (
    "docx-box-control",
    "docx-box-wingdings-symbol",
    "docx-box-legacy-field",
    "docx-box-typed",
    "docx-table-unicode",
    "docx-value-tabs",
    "docx-value-form-text",
    "docx-value-tracked",
    "docx-strikes-1",
    "docx-bullets-1",
    "docx-text-boxes-1",
    "docx-block-controls-2",
    "xlsx-typed-1",
    "xlsx-true-false-2",
    "pdf-fillable-1",
    "pdf-fillable-thai-names-2",
)


def _forms() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The filled form attached; the mail itself empty, or only a word."""
    from tests.corpus.documents import docx_forms, pdf_forms, xlsx_forms

    made = {c.name: c for each in (docx_forms, xlsx_forms, pdf_forms) for c in each.cases()}
    printed = [name for name in made if name.startswith("pdf-") and "fillable" not in name][:6]
    for number, name in enumerate((*FORMS, *printed)):
        filling = made[name].filling
        expect: dict[str, Any] = {
            "name": filling.name,
            "position": filling.position,
            "unit": filling.unit,
            "phone": filling.phone,
            "extension": filling.extension,
            "categories": filling.categories,
            "category_other": filling.category_other,
            "topic": filling.topic,
            "detail": filling.detail,
            "delivery": filling.delivery,
            "certify": filling.certify,
            "group": filling.group,
            "site": "main" if filling.form == "main" else filling.group_path,
        }
        text = ("", "ตามแบบฟอร์มแนบครับ", "เรียน แอดมิน\nส่งแบบฟอร์มค่ะ\nขอบคุณค่ะ")[number % 3]
        subject = ("แบบฟอร์มขอเผยแพร่", "ส่งแบบฟอร์ม", "ขอเผยแพร่ข้อมูล")[number % 3]
        yield (
            "forms",
            name,
            {"subject": subject, "text": text, "form": [name], "files": ["ประกาศ.pdf"], "expect": expect},
        )
