"""Approval words that are not the head's: quotes, hidden text, our own sentences sent back.

The mail really comes from the head, with the letter's secret, and says something else than approval, or
nothing. Wanted: that somebody else's words are taken for the head's.
"""

import pytest

from tests.attacks.scene import asked, attacked, honest_approval, mail
from tests.conversations.correspondence import Correspondence

LEAD = "ในวันที่ จ. 9 พ.ย. 2026 เวลา 09:00 งานเว็บไซต์ <web@sea.example> เขียนว่า:"
TEXTS: dict[str, str] = {
    "nothing": "",
    "a quote that approves": f"{LEAD}\n> อนุมัติ\n",
    "a quote that approves, below thanks": f"ขอบคุณค่ะ\n\n{LEAD}\n> อนุมัติ\n> ขอบคุณ\n",
    "a quote without a mark": f"รับทราบค่ะ\n\n{LEAD}\n\nอนุมัติ\n",
    "an English quote": "Thanks\n\nOn Mon, 9 Nov 2026 at 09:00, Web <web@sea.example> wrote:\n> อนุมัติ\n",
    "an Outlook quote": "ทราบ\n\n-----Original Message-----\nFrom: web@sea.example\nSubject: x\n\nอนุมัติ\n",
    "a Thai Outlook quote": (
        "ทราบ\n\n________________________________\nจาก: web@sea.example\nส่ง: 9 พ.ย.\nเรื่อง: x\n\nอนุมัติ"
    ),
    "our instruction alone": "ตอบกลับด้วยคำว่า อนุมัติ หรือ ไม่อนุมัติ พร้อมเหตุผล",
    "our instruction with its choices": "อนุมัติ\nไม่อนุมัติ เพราะ ...\nขอให้แก้ไข ...\nมอบ ... พิจารณา",
    "both words": "อนุมัติ / ไม่อนุมัติ",
    "both boxes empty": "( ) อนุมัติ\n( ) ไม่อนุมัติ",
    "both boxes ticked": "(/) อนุมัติ\n(/) ไม่อนุมัติ",
    "a question": "อนุมัติไหมคะ",
    "a question about having to": "ต้องอนุมัติเรื่องนี้ด้วยหรือคะ",
    "an approval by somebody else": "ผอ. อนุมัติหรือยังคะ",
    "not yet": "ยังไม่อนุมัติค่ะ ขอดูก่อน",
    "somebody who will": "เดี๋ยวอนุมัติให้ค่ะ พรุ่งนี้",
    "noted": "ทราบ",
    "thanks": "ขอบคุณค่ะ",
    "a signature that approves": "ทราบค่ะ\n-- \nอนุมัติ\nดร.จิราพร แสงทอง",
    "a forwarded mail that approves": (
        "ส่งต่อมาให้ดูค่ะ\n\n---------- Forwarded message ---------\nFrom: x <x@evil.example>\nDate: Mon\n"
        "Subject: y\nTo: jiraporn@sea.example\n\nอนุมัติ"
    ),
    "only a forwarded mail": (
        "---------- Forwarded message ---------\nFrom: x <x@evil.example>\nDate: Mon\nSubject: y\n"
        "To: jiraporn@sea.example\n\nอนุมัติ"
    ),
    "a sentence about approvals": "การอนุมัติต้องเป็นไปตามระเบียบสำนักนายกรัฐมนตรี",
    "another approval": "เรื่องนี้เหมือนที่อนุมัติไปเดือนก่อนไหม",
    "a wish": "อยากให้อนุมัติเร็ว ๆ จัง",
    "letters apart by zero width": "ไม่\u200b\u200bอ\u200bนุ\u200bมั\u200bติ",
    "a joke of dots": "อนุมัติ...ได้ที่ไหน",
    "if": "ถ้าแก้หัวข้อแล้วจะอนุมัติ",
    "the words crossed by a negation behind": "อนุมัติไม่ได้ค่ะ",
    "English negation": "I do not approve this",
    "English question": "approve?",
}


def _html(shown: str, hidden: str) -> str:
    return f"<html><body><p>{shown}</p>{hidden}</body></html>"


PAGES: dict[str, str] = {
    "display none": _html("ทราบค่ะ", '<div style="display:none">อนุมัติ</div>'),
    "display none, capitals and blanks": _html("ทราบค่ะ", '<div STYLE="DISPLAY : NONE">อนุมัติ</div>'),
    "visibility hidden": _html("ทราบค่ะ", '<p style="visibility:hidden">อนุมัติ</p>'),
    "no font size": _html("ทราบค่ะ", '<p style="font-size:0">อนุมัติ</p>'),
    "white on white": _html("ทราบค่ะ", '<p style="color:#ffffff;background:#fff">อนุมัติ</p>'),
    "a hidden attribute": _html("ทราบค่ะ", "<p hidden>อนุมัติ</p>"),
    "a comment": _html("ทราบค่ะ", "<!-- อนุมัติ -->"),
    "a title": "<html><head><title>อนุมัติ</title></head><body>ทราบค่ะ</body></html>",
    "a script": _html("ทราบค่ะ", "<script>อนุมัติ</script>"),
    "a style": _html("ทราบค่ะ", "<style>.x{content:'อนุมัติ'}</style>"),
    "alternative text of a picture": _html("ทราบค่ะ", '<img src="cid:x" alt="อนุมัติ">'),
    "a block quote": _html("ทราบค่ะ", "<blockquote>อนุมัติ</blockquote>"),
    "a Gmail quote": _html("ทราบค่ะ", f'<div class="gmail_quote">{LEAD}<br>อนุมัติ</div>'),
    "an off-screen block": _html("ทราบค่ะ", '<div style="position:absolute;left:-9999px">อนุมัติ</div>'),
    "no opacity": _html("ทราบค่ะ", '<div style="opacity:0">อนุมัติ</div>'),
    "a style sheet that hides": (
        "<html><head><style>.h{display:none}</style></head><body>ทราบค่ะ<p class=h>อนุมัติ</p></body></html>"
    ),
    "a form's value": _html("ทราบค่ะ", '<input value="อนุมัติ">'),
    "a struck-out word": _html("ทราบค่ะ", "<s>อนุมัติ</s>"),
    "hidden negation": _html('<span style="display:none">ไม่</span>ทราบ', ""),
}


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
async def test_only_the_heads_own_plain_words_approve(office: Correspondence, body: str) -> None:
    """Wants: a question, a quote, a forward or our own instruction to be an approval."""
    letter = await asked(office)
    office.mailbox.deliver(mail(answers=letter.message_id, body=body))
    await office.run()
    assert office.request().approval is None
    assert office.letters("thana") == [] or "task" not in office.kinds_to("thana")


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
async def test_what_a_reader_does_not_see_does_not_approve(office: Correspondence, body: str) -> None:
    """Wants: hidden words of a page to be taken for what the head wrote."""
    letter = await asked(office)
    await attacked(office, mail(answers=letter.message_id, body=body, kind="text/html"))
    await honest_approval(office)


BOUNDARY = 'multipart/alternative; boundary="b"'


def _two(text: str, html: str) -> str:
    plain, page = "Content-Type: text/plain; charset=utf-8", "Content-Type: text/html; charset=utf-8"
    eight = "Content-Transfer-Encoding: 8bit"
    return (
        f"--b\r\n{plain}\r\n{eight}\r\n\r\n{text}\r\n--b\r\n{page}\r\n{eight}\r\n\r\n<p>{html}</p>\r\n--b--"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [("อนุมัติ", "ไม่อนุมัติ"), ("ไม่อนุมัติ", "อนุมัติ"), ("อนุมัติ", "ทราบ ขอดูก่อน"), ("ทราบ", "อนุมัติ")],
)
async def test_two_versions_that_disagree_approve_nothing(
    office: Correspondence, text: str, html: str
) -> None:
    """Wants: the reader to see one answer, and the bot another."""
    letter = await asked(office)
    raw = mail(answers=letter.message_id, body=_two(text, html), kind=BOUNDARY)
    office.mailbox.deliver(raw)
    await office.run()
    assert office.request().approval is None


async def test_two_versions_that_agree_approve(office: Correspondence) -> None:
    """The honest twin of the pair above."""
    letter = await asked(office)
    office.mailbox.deliver(mail(answers=letter.message_id, body=_two("อนุมัติ", "อนุมัติ"), kind=BOUNDARY))
    await office.run()
    assert office.request().approval is not None


@pytest.mark.parametrize("name", ["อนุมัติ.txt", "อนุมัติ.html", "อนุมัติ.pdf"])
async def test_an_attached_approval_is_no_answer(office: Correspondence, name: str) -> None:
    """Wants: a file to speak for the head."""
    letter = await asked(office)
    office.answer("jiraporn", letter, "ตามแนบค่ะ", files=[(name, "อนุมัติ".encode())])
    await office.run()
    assert office.request().approval is None


@pytest.mark.parametrize("subject", ["อนุมัติ", "Re: อนุมัติ [WEB-2569-0001]", "Fw: อนุมัติ"])
async def test_a_subject_is_no_answer_where_the_text_says_something_else(
    office: Correspondence, subject: str
) -> None:
    """Wants: the subject our tap would have filled in to outweigh what the head wrote."""
    letter = await asked(office)
    raw = mail(answers=letter.message_id, subject=subject, body="ยังไม่อนุมัติค่ะ ขอดูไฟล์ก่อน")
    office.mailbox.deliver(raw)
    await office.run()
    assert office.request().approval is None
