"""How the people of the practice office write mails: their programs' headers, quotes and files."""

import email.policy
import io
import zipfile
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cache

from mailbot.core.office import Office

_MIME = {
    "pdf": ("application", "pdf"),
    "jpg": ("image", "jpeg"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


class Writer:
    """Writes mails to the bot in people's names; each gets a Message-ID of its own."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._count = 0

    def address(self, who: str) -> str:
        """A first name of the sample office, or an address."""
        return who if "@" in who else f"{who}@{self._office.address.partition('@')[2]}"

    def write(
        self,
        who: str,
        subject: str,
        body: str,
        at: datetime,
        *,
        html: str = "",
        charset: str = "utf-8",
        files: tuple[str, ...] = (),
        headers: tuple[tuple[str, str], ...] = (),
        references: tuple[str, ...] = (),
    ) -> bytes:
        """One mail, as its program would send it."""
        self._count += 1
        address = self.address(who)
        person = self._office.person(address)
        message = EmailMessage(policy=email.policy.SMTP)
        message["From"] = formataddr((person.name if person else who.partition("@")[0], address))
        message["To"] = self._office.address
        message["Subject"] = subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<practice.{self._count:04d}@client.example>"
        if references:
            message["In-Reply-To"] = references[-1]
            message["References"] = " ".join(references)
        for name, value in headers:
            message[name] = value
        if html:
            message.set_content(html, subtype="html", charset="utf-8", cte="base64")
        else:
            message.set_content(body, charset="utf-8", cte="base64")
        for name in files:
            main, sub = _MIME[name.rpartition(".")[2]]
            message.add_attachment(made(name), maintype=main, subtype=sub, filename=name)
        raw = bytes(message)
        return _in_charset(raw, html, charset) if charset != "utf-8" else raw

    def answer(
        self,
        who: str,
        letter: bytes,
        words: str,
        at: datetime,
        *,
        files: tuple[str, ...] = (),
        automatic: bool = False,
    ) -> bytes:
        """An answer above the quoted letter, as mail programs make it."""
        parsed = email.message_from_bytes(letter, policy=email.policy.default)
        text = parsed.get_body(("plain",))
        quoted = "\n".join(f"> {line}" for line in (str(text.get_content()) if text else "").splitlines())
        lead = f"ในวันที่ {at:%d/%m/%Y} เวลา {at:%H:%M} {self._office.name} <{self._office.address}> เขียนว่า:"
        references = (*str(parsed.get("References", "")).split(), str(parsed["Message-ID"]))
        subject = f"{'ตอบกลับอัตโนมัติ' if automatic else 'Re'}: {parsed['Subject']}"
        headers = (("Auto-Submitted", "auto-replied"),) if automatic else ()
        body = words if automatic else f"{words}\n\n{lead}\n\n{quoted}\n"
        return self.write(who, subject, body, at, files=files, headers=headers, references=references)


def _in_charset(raw: bytes, html: str, charset: str) -> bytes:
    """The body part in another charset: what Outlook writes in Thailand, and Python has no name for."""
    import base64

    utf8 = base64.encodebytes((html + "\n").encode()).replace(b"\n", b"\r\n")
    thai = base64.encodebytes((html + "\n").encode("cp874", "xmlcharrefreplace")).replace(b"\n", b"\r\n")
    changed = raw.replace(utf8, thai).replace(b'charset="utf-8"', f'charset="{charset}"'.encode(), 1)
    if changed == raw:
        raise ValueError("the body was not found in the mail")
    return changed


@cache
def made(name: str) -> bytes:
    """The content of a file that people attach: small, real, and different for each name."""
    kind = name.rpartition(".")[2]
    return {"pdf": _pdf, "jpg": _jpg, "docx": _docx}[kind](name)


def _pdf(name: str) -> bytes:
    import json

    import typst

    from mailbot.packaged import packaged

    source = (
        b'#set page(width: 14cm, height: 8cm)\n#set text(font: "Sarabun", size: 20pt)\n'
        b"#json(bytes(sys.inputs.name))"
    )
    fonts = [str(packaged("templates") / "fonts")]
    made_pdf: bytes = typst.compile(  # type: ignore[misc]  # its stub does not say which input it takes
        source, font_paths=fonts, ignore_system_fonts=True, sys_inputs={"name": json.dumps(name)}
    )
    return made_pdf


def _jpg(name: str) -> bytes:
    from hashlib import sha256

    from PIL import Image

    colour = tuple(sha256(name.encode()).digest()[:3])
    file = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(file, "JPEG", quality=70)
    return file.getvalue()


_FILLED = (
    "แบบฟอร์มคำขอเผยแพร่ข้อมูลข่าวสาร และประชาสัมพันธ์ต่างๆ",
    "ส่วนที่ 1 สำหรับผู้ขอใช้บริการ",
    "ชื่อ - สกุล ......นางสาวสมฤดี ปิ่นแก้ว........ ตำแหน่ง .....นักวิชาการศึกษาปฏิบัติการ.....",
    "สังกัด / หน่วยงาน.....กลุ่มส่งเสริมการจัดการศึกษา.....",
    "เบอร์โทรศัพท์ 0 7512 3456 ต่อ 152",
    "☐ การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทุนการศึกษา",
    "☑ แผน / โครงการ / รายงานผลการดำเนินงาน",
    "☐ Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์",
    "☐ ปรับปรุงข้อมูลสารสนเทศ",
    "หัวข้อข่าวสาร/กิจกรรม โครงการพัฒนาครูแกนนำ ปีการศึกษา 2569",
    "รายละเอียดข่าวสาร/กิจกรรม.....ตามเอกสารแนบ.....",
    "โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล ☑ ทาง e-mail : somruedee@sea.example ☐ ทางระบบ my office",
    "และขอรับรองว่าข่าวสาร / ข้อความ/ข้อมูลทั้งหมดนี้ ได้ดำเนินการตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้",
    "ลงชื่อ.....สมฤดี.....ผู้ขอใช้บริการ",
)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def _docx(_: str) -> bytes:
    """The office's form, typed over in a word processor."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _FILLED)
    relations = f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/>'
    types = (
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.main+xml"/>'
    )
    parts = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_OPC}/content-types">{types}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_OPC}/relationships">{relations}</Relationships>',
        "word/document.xml": f'{_XML}<w:document xmlns:w="{_W}"><w:body>{paragraphs}</w:body></w:document>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return file.getvalue()
