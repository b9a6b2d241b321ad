"""A machine is never taken for a person, and, worse, never a person for a machine."""

# ruff: noqa: E501  # mails and pages stand here as they are sent, one a line

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Kind, Mail
from mailbot.reading.read import read_mail

OURS = Vocabulary(own_addresses=("web@sea.example",))


def read(
    *header: str, subject: str = "Re: x", body: str = "อนุมัติครับ", sender: str = "somchai@sea.example"
) -> Mail:
    lines = [*header, f"From: {sender}", "To: web@sea.example", f"Subject: {subject}", "", body, ""]
    return read_mail("\r\n".join(lines).encode(), OURS).mail


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "AUTO-SUBMITTED:Auto-Notified; owner=x",
        "Return-Path: <>", "Precedence: bulk", "Precedence: list", "Precedence: auto_reply", "List-Id: <a.example>",
        "List-Unsubscribe: <mailto:a@b.example>", "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: OOF, AutoReply", "X-Autoreply: yes", "X-Autorespond: x", "X-Mailbot-Loop: 1",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
        "Content-Type: text/calendar; method=REPLY",
    ],
)  # fmt: skip
def test_machines_are_known_by_their_headers(header: str) -> None:
    mail = read(header)
    assert (mail.kind, bool(mail.automatic)) == (Kind.AUTOMATIC, True)


@pytest.mark.parametrize(
    "sender",
    ["MAILER-DAEMON@mx.example", "postmaster@x.example", "no-reply@x.example", "noreply@x.example", "donotreply@x.example",
     "list-bounces@x.example", "web@sea.example", "Web+01ARZ3@SEA.example", "bounce+12@x.example"],
)  # fmt: skip
def test_machines_are_known_by_their_address(sender: str) -> None:
    assert read(sender=sender).kind is Kind.AUTOMATIC


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("ตอบกลับอัตโนมัติ: ขออนุมัติ", "ไปราชการ 14-16 ม.ค."),
        ("การตอบกลับอัตโนมัติ: x", "ลาพักร้อน"),
        ("Automatic reply: x", "I am out of the office until Monday"),
        ("Out of Office: x", "away"),
        ("Re: x", "ข้อความนี้เป็นการตอบกลับอัตโนมัติ ข้าพเจ้าไม่อยู่ที่สำนักงานระหว่างวันที่ 14-16 ม.ค."),
        ("Re: x", "This is an automatic reply. I am on annual leave."),
    ],
)
def test_out_of_office_is_known_by_words_where_headers_are_silent(subject: str, body: str) -> None:
    mail = read(subject=subject, body=body)
    assert (mail.kind, mail.out_of_office) == (Kind.AUTOMATIC, True)


def test_an_automatic_answer_about_something_else_is_no_absence() -> None:
    mail = read("Auto-Submitted: auto-replied", subject="Ticket", body="ได้รับเรื่องของท่านแล้ว เลขที่ 12")
    assert (mail.kind, mail.out_of_office) == (Kind.AUTOMATIC, False)


@pytest.mark.parametrize(
    ("header", "subject", "body"),
    [
        ("X-MS-Exchange-Inbox-Rules-Loop: somchai@sea.example", "Re: x", "อนุมัติครับ"),
        ("Auto-Submitted: no", "Re: x", "อนุมัติครับ"),
        ("Precedence: normal", "Re: x", "อนุมัติครับ"),
        ("Return-Path: <somchai@sea.example>", "Re: x", "อนุมัติครับ"),
        ("X-Priority: 1", "Re: x", "ผมไปราชการ 14-16 ม.ค. กลับมาจะดูให้"),
        ("X-Priority: 1", "ขอเผยแพร่ระบบตอบกลับอัตโนมัติ", "ฝากลงข่าว ระบบตอบกลับอัตโนมัติของโรงเรียนใช้ได้แล้ว"),
        ("X-Priority: 1", "Re: ลาป่วย", "วันนี้ลาป่วย ฝากคุณวีระอนุมัติแทน"),
        ("X-Auto-Response-Suppress: DR, RN, NRN", "Re: x", "อนุมัติครับ"),
        ("X-Priority: 1", "ประกาศอ่านแล้ว", "ขอลงประกาศ"),
        ("Content-Type: text/plain; charset=utf-8; method=reply", "Re: x", "อนุมัติ"),
    ],
)
def test_a_person_stays_a_person(header: str, subject: str, body: str) -> None:
    mail = read(header, subject=subject, body=body)
    assert mail.automatic is None
    assert mail.is_human


def test_an_automatic_mail_decides_and_asks_nothing() -> None:
    mail = read("Auto-Submitted: auto-replied", body="อนุมัติ")
    assert mail.verdict.words is None
    assert mail.fields.detail is None
