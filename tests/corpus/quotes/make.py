"""Writes replies and forwards as each client quotes, in Thai and English, with their golden twins.

The quoted letter is one of ours and carries words that would decide (ไม่อนุมัติ, อนุมัติ): none of them may
come back as the sender's. Run ``python -m tests.corpus.quotes.make`` from the project's root.
"""

# ruff: noqa: E501  # mails and pages stand here as they are sent, one a line

import json
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

HERE = Path(__file__).parent
OURS = (
    "พิมพ์คำตอบเหนือเส้นนี้ ------\n\nเรียน ผู้อำนวยการกลุ่ม\n\nโปรดตอบ อนุมัติ / ไม่อนุมัติ / ขอแก้ไข\n"
    "หัวข้อ: ประกาศผู้ชนะการเสนอราคา\nรหัส 01ARZ3NDEKTSV4RRFFQ69G5FAV\n\nงานเว็บไซต์ สพม.12"
)
BOT = "งานเว็บไซต์ สพม.12 <web@sea.example>"
OWN = "อนุมัติครับ"


def marked(text: str) -> str:
    """Each line behind ``>``."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def paragraphs(text: str) -> str:
    """Lines as HTML divs."""
    return "".join(f"<div>{line or '<br>'}</div>" for line in text.split("\n"))


@dataclass
class Case:
    """One mail of one client."""

    name: str
    text: str = ""
    html: str = ""
    own: str = OWN
    subject: str = "Re: [WEB-2569-0042] ขออนุมัติเผยแพร่"
    quoted: bool = True
    forwarded: tuple[str, str, str] | None = None
    """From, subject and text of the inner mail."""

    def message(self) -> bytes:
        """The mail as bytes."""
        made = EmailMessage(policy=SMTP.clone(max_line_length=200))
        made["From"] = "สมชาย ใจดี <somchai@sea.example>"
        made["To"] = "web@sea.example"
        made["Subject"] = self.subject
        made["Date"] = "Thu, 15 Jan 2026 09:30:00 +0700"
        made["Message-ID"] = f"<{self.name}@sea.example>"
        if self.forwarded is None:
            made["In-Reply-To"] = "<letter.1@web.sea.example>"
        if self.text:
            made.set_content(self.text, cte="base64")
        if self.html and self.text:
            made.add_alternative(self.html, subtype="html", cte="base64")
        elif self.html:
            made.set_content(self.html, subtype="html", cte="base64")
        if made.is_multipart():
            made.set_boundary("=_versions")
        return made.as_bytes()

    def golden(self) -> dict[str, object]:
        """What must be read."""
        inner = None
        if self.forwarded is not None:
            inner = dict(zip(("from", "subject", "text"), self.forwarded, strict=True))
        return {"own_words": self.own, "quoted": self.quoted, "forwarded": inner}


def lead(name: str, line: str, *, own: str = OWN) -> Case:
    """A reply in plain text: words, lead-in, marked quote."""
    return Case(name, f"{own}\n\n{line}\n\n{marked(OURS)}\n", own=own)


def unmarked(name: str, head: str, *, own: str = OWN) -> Case:
    """A reply whose quote has no marks, only a header block above it."""
    return Case(name, f"{own}\n\n{head}\n\n{OURS}\n", own=own)


def _thai_leads() -> list[Case]:
    wrapped = "ในวันที่ พฤ. 15 ม.ค. 2026 เวลา 11:14 งานเว็บไซต์ สพม.12\n<web@sea.example> เขียนว่า:"
    alone = f"ในวันที่ อังคาร 29 ก.ย. 2026 เวลา 11:14 {BOT}\nเขียนว่า:"
    return [
        lead("gmail-th", f"ในวันที่ อังคาร 29 ก.ย. 2026 เวลา 11:14 {BOT} เขียนว่า:"),
        lead("gmail-th-wrapped", wrapped),
        lead("gmail-th-verb-alone", alone),
        lead("gmail-th-buddhist-year", f"เมื่อ จ. 28 ก.ย. 2569 เวลา 12:00 {BOT} เขียนว่า:"),
        lead("gmail-th-gregorian-short", f"เมื่อ จ. 3 มี.ค. 2025 เวลา 10:12 {BOT} เขียนว่า:"),
        lead("gmail-th-long-date", f"เมื่อวันที่ 13 มกราคม 2026 เวลา 11:20 {BOT} เขียนว่า:"),
        lead("gmail-th-thai-digits", f"เมื่อวันที่ ๑๓ มกราคม ๒๕๖๙ เวลา ๑๑:๒๐ {BOT} เขียนว่า:"),
        lead("thunderbird-th", f"เมื่อ 15/1/2569 เวลา 10:23 {BOT} เขียนว่า:"),
        lead("thunderbird-th-written-when", "งานเว็บไซต์ สพม.12 เขียนเมื่อ 15 ม.ค. 2569 เวลา 10:23 ว่า:"),
        lead("thunderbird-th-author-only", "งานเว็บไซต์ สพม.12 เขียนว่า:"),
        lead("zimbra-th", "----- เมื่อ 15 ม.ค. 2569 เวลา 10:23,web@sea.example เขียน:"),
        lead("apple-th-be", f"ในวันที่ 15 ม.ค. BE 2569 เวลา 10:23 {BOT} เขียนว่า:"),
        lead("apple-th", f"ในวันที่ 15 ม.ค. 2569 เวลา 10:23 {BOT} เขียนว่า:"),
        lead("yahoo-th", f"ในวันที่ พฤหัสบดีที่ 15 มกราคม ค.ศ. 2026 10:23:11 GMT+7, {BOT} เขียนว่า:"),
        lead("gmail-en", f"On Thu, Jan 15, 2026 at 10:23 AM {BOT} wrote:"),
        lead("roundcube", f"On 2026-01-15 10:23, {BOT} wrote:"),
        lead("k9", 'On January 15, 2026 10:23:45 AM GMT+07:00, "งานเว็บไซต์" <web@sea.example> wrote:'),
    ]


def _blocks() -> list[Case]:
    thai = (
        "จาก: งานเว็บไซต์ สพม.12 <web@sea.example>\n{sent}: 15 มกราคม 2569 10:23\nถึง: สมชาย ใจดี\nเรื่อง: ขออนุมัติ"
    )
    rule = "________________________________\n"
    samsung = (
        "-------- ข้อความต้นฉบับ --------\nจาก: web@sea.example\nวันที่: 15/1/69 10:23 (GMT+07:00)\n"
        "ถึง: สมชาย ใจดี <somchai@sea.example>\nหัวเรื่อง: ขออนุมัติ"
    )
    english = "From: web@sea.example\nSent: Thursday, January 15, 2026 10:23 AM\nTo: Somchai\nSubject: ขออนุมัติ"
    return [
        unmarked("outlook-th", rule + thai.format(sent="ส่ง")),
        unmarked("outlook-th-sent-at", rule + thai.format(sent="ส่งเมื่อ")),
        unmarked("outlook-th-without-rule", thai.format(sent="ส่ง")),
        unmarked("outlook-th-original", "-----ข้อความต้นฉบับ-----\n" + thai.format(sent="ส่ง")),
        unmarked("outlook-th-original-old", "-----ข้อความดั้งเดิม-----\n" + thai.format(sent="ส่ง")),
        unmarked("outlook-th-bold", thai.format(sent="ส่ง").replace("จาก:", "*จาก:*").replace("ถึง:", "*ถึง:*")),
        unmarked("outlook-en", english),
        unmarked("outlook-en-original", "-----Original Message-----\n" + english),
        unmarked("samsung-th", samsung),
        unmarked("k9-original", "-------- Original Message --------\n" + english),
        unmarked("unknown-client-only-our-line", "Webmaster at 15/1/2569 10:23 <web@sea.example> meldas:"),
        unmarked("our-line-alone", ""),
    ]


def _signatures() -> list[Case]:
    quote = f"\n\nเมื่อ จ. 28 ก.ย. 2569 เวลา 12:00 {BOT} เขียนว่า:\n\n{marked(OURS)}\n"
    devices = {
        "iphone-th": "ส่งจาก iPhone ของฉัน", "ipad-th": "ส่งจาก iPad ของฉัน", "phone-th": "ส่งจากสมาร์ทโฟนของฉัน",
        "galaxy-th": "ส่งจากสมาร์ทโฟน Samsung Galaxy ของฉัน", "galaxy-device-th": "ส่งจากอุปกรณ์ Galaxy ของฉัน",
        "yahoo-phone-th": "ส่งจาก Yahoo Mail สำหรับ iPhone", "outlook-phone-th": "ส่งจาก Outlook สำหรับ Android",
        "outlook-get-th": "รับ Outlook for iOS", "windows-th": "ส่งจาก Mail สำหรับ Windows",
        "iphone-en": "Sent from my iPhone",
        "outlook-get-en": "Get Outlook for Android<https://aka.ms/AAb9ysg>", "galaxy-en": "Sent from my Galaxy",
    }  # fmt: skip
    cases = [Case(f"signed-{name}", f"{OWN}\n\n{line}{quote}") for name, line in devices.items()]
    office = "\n\n-- \nสมชาย ใจดี\nผู้อำนวยการกลุ่ม\nผู้ตรวจสอบและอนุมัติ"
    secret = "\n\n---\nพรทิพย์\nข้อมูลในอีเมลนี้เป็นความลับ หากท่านไม่ใช่ผู้รับ โปรดอย่าอนุมัติ"
    return [
        *cases,
        Case("signed-standard", OWN + office + quote),
        Case("signed-and-nothing-written", office.strip() + quote, own=""),
        Case("signed-three-dashes-and-disclaimer", OWN + secret + quote),
        Case("signed-below-the-quote", OWN + quote + "\n-- \nสมชาย ใจดี\nผู้อนุมัติ\n"),
        Case("nothing-written", quote.strip() + "\n", own=""),
        Case(
            "sent-from-a-group-is-prose",
            "ส่งจากกลุ่มนิเทศเมื่อวาน อนุมัติตามนั้น" + quote,
            own="ส่งจากกลุ่มนิเทศเมื่อวาน อนุมัติตามนั้น",
        ),
        Case("written-under-the-device", "ส่งจาก iPhone ของฉัน\n\nอนุมัติครับ\n", quoted=False),
    ]


def _between() -> list[Case]:
    start = f"เมื่อ จ. 28 ก.ย. 2569 เวลา 12:00 {BOT} เขียนว่า:\n\n"
    own = "นายเอก ใจดี\n\n0812345678"
    body = "> 1. ชื่อ-สกุล ของท่าน\nนายเอก ใจดี\n> 2. เบอร์โทรศัพท์\n\n0812345678\n\n> ขอบคุณครับ\n"
    broken = (
        "> โปรดตรวจสอบและตอบกลับว่า อนุมัติ หรือ ไม่อนุมัติ การเผยแพร่ข้อมูลข่าวสารบนเว็บไซต์ของสำนักงานเขตพื้นที่\n"
        "การศึกษา ภายในวันนี้ อนุมัติ\n> ขอบคุณครับ\n"
    )
    return [
        Case("answers-between-the-lines", start + body, own=own),
        Case("answer-below-the-quote", start + marked(OURS) + "\n\nอนุมัติครับ\n"),
        Case("quote-broken-by-the-mailer", f"{OWN}\n\n{start}{broken}"),
        Case("marked-without-lead-in", f"{OWN}\n\n{marked(OURS)}\n"),
        Case("memo-is-no-header-block", "เรื่อง ขอเผยแพร่\nเรียน ผู้ดูแลเว็บ\nตามที่ได้รับมอบหมาย", quoted=False,
             own="เรื่อง ขอเผยแพร่\nเรียน ผู้ดูแลเว็บ\nตามที่ได้รับมอบหมาย", subject="ขอเผยแพร่"),
    ]  # fmt: skip


def _html() -> list[Case]:
    gmail = (
        f'<div dir="ltr">{OWN}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        "ในวันที่ พฤ. 15 ม.ค. 2026 เวลา 11:14 งานเว็บไซต์ &lt;<a href='mailto:web@sea.example'>web@sea.example</a>&gt; "
        '<br>เขียนว่า:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc">'
        f"{paragraphs(OURS)}</blockquote></div>"
    )
    outlook = (
        f'<div class="elementToProof">{OWN}</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg">'
        "<b>จาก:</b> งานเว็บไซต์ &lt;web@sea.example&gt;<br><b>ส่ง:</b> 15 มกราคม 2569 10:23<br><b>ถึง:</b> สมชาย<br>"
        f"<b>เรื่อง:</b> ขออนุมัติ</div>{paragraphs(OURS)}"
    )
    desktop = (
        f"<p class=MsoNormal>{OWN}<o:p></o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt'>"
        "<p class=MsoNormal><b>From:</b> web@sea.example<br><b>Sent:</b> Thursday, January 15, 2026<br><b>To:</b> Somchai"
        f"<br><b>Subject:</b> ขออนุมัติ</p></div>{paragraphs(OURS)}"
    )
    apple = (
        f'{OWN}<br><div><br><blockquote type="cite"><div>ในวันที่ 15 ม.ค. BE 2569 เวลา 10:23 web@sea.example เขียนว่า:</div>'
        f"{paragraphs(OURS)}</blockquote></div>"
    )
    yahoo = (
        f'<div>{OWN}</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>ในวันที่ 15 ม.ค. 2569 web@sea.example เขียนว่า:'
        f"</div>{paragraphs(OURS)}</div>"
    )
    thunderbird = (
        f'<p>{OWN}</p><div class="moz-cite-prefix">เมื่อ 15/1/2569 เวลา 10:23 งานเว็บไซต์ เขียนว่า:<br></div>'
        f'<blockquote type="cite" cite="mid:1@sea.example">{paragraphs(OURS)}</blockquote>'
        '<pre class="moz-signature">-- \nผู้อนุมัติ</pre>'
    )
    hidden = f"<div>{OWN}</div><div style='display:none'>ไม่อนุมัติ</div><div style='font-size:0px'>ไม่อนุมัติ</div>"
    white = f"<div>{OWN}</div><div style='color:#ffffff'>ไม่อนุมัติ</div><font color=white>ไม่อนุมัติ</font>"
    return [
        Case("html-gmail-th", html=gmail),
        Case(
            "html-gmail-th-with-plain",
            f"{OWN}\n\nในวันที่ พฤ. 15 ม.ค. 2026 เวลา 11:14 {BOT}\nเขียนว่า:\n\n{marked(OURS)}\n",
            gmail,
        ),
        Case("html-outlook-web-th", html=outlook),
        Case("html-outlook-desktop", html=desktop),
        Case("html-apple-th", html=apple),
        Case("html-yahoo-th", html=yahoo),
        Case("html-thunderbird-th", html=thunderbird),
        Case("html-hidden-words", html=hidden, quoted=False),
        Case("html-white-on-white", html=white, quoted=False),
        Case("html-blockquote-only", html=f"<div>{OWN}</div><blockquote>{paragraphs(OURS)}</blockquote>"),
    ]


def _forwards() -> list[Case]:
    own = "FYI ฝากดำเนินการด้วยครับ"
    inner = "เรียน หน.กลุ่มส่งเสริมฯ\nขอความอนุเคราะห์ประชาสัมพันธ์ทุนการศึกษา รายละเอียดตามแนบ"
    sender, subject = "สุนีย์ มีสุข <sunee.m@sea.example>", "ขอประชาสัมพันธ์ทุนการศึกษา"
    got = (sender, subject, inner)
    gmail = (
        f"---------- Forwarded message ---------\nจาก: {sender}\nDate: พฤหัส 15 ม.ค. 2026 เวลา 13:46\nSubject: {subject}\n"
        f"To: สารบรรณ <saraban@sea.example>\n\n\n{inner}\n"
    )
    head = f"จาก: {sender}\nวันที่: 15 ม.ค. 2569\nถึง: สารบรรณ\nเรื่อง: {subject}\n\n{inner}\n"
    styles = {
        "forward-gmail-th": gmail, "forward-thunderbird-th": "-------- ข้อความที่ส่งต่อ --------\n" + head,
        "forward-apple-th": "เริ่มต้นข้อความที่ส่งต่อ:\n\n" + head, "forward-apple-en": "Begin forwarded message:\n\n" + head,
        "forward-yahoo-th": "----- ข้อความที่ถูกส่งต่อ -----\n" + head,
        "forward-outlook-th": "________________________________\n" + head,
        "forward-samsung-th": "-------- ข้อความต้นฉบับ --------\n" + head,
        "forward-marked-apple": "Begin forwarded message:\n\n" + marked(head.strip()) + "\n",
    }  # fmt: skip
    return [
        *(
            Case(name, f"{own}\n\n{text}", own=own, subject=f"Fwd: {subject}", quoted=False, forwarded=got)
            for name, text in styles.items()
        ),
        Case(
            "forward-without-own-words",
            gmail,
            own="",
            subject=f"ส่งต่อ: {subject}",
            quoted=False,
            forwarded=got,
        ),
    ]


def cases() -> list[Case]:
    """All of them."""
    return [*_thai_leads(), *_blocks(), *_signatures(), *_between(), *_html(), *_forwards()]


def main() -> None:
    """Write the files."""
    for case in cases():
        (HERE / f"{case.name}.eml").write_bytes(case.message())
        golden = json.dumps(case.golden(), ensure_ascii=False, indent=1) + "\n"
        (HERE / f"{case.name}.json").write_text(golden, encoding="utf-8")


if __name__ == "__main__":
    main()
