"""Delivery status notifications: which of our letters, to whom, and whether for good."""

# ruff: noqa: E501  # mails and pages stand here as they are sent, one a line

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Bounce, Kind, Mail
from mailbot.reading.read import read_mail

HEAD = "From: MAILER-DAEMON@mx.example\r\nTo: web@sea.example\r\nSubject: {subject}\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n"
REPORT = (
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nSorry.\r\n'
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{fields}\r\n--b\r\n{returned}\r\n--b--\r\n"
)
WHOLE = "Content-Type: message/rfc822\r\n\r\nMessage-ID: <letter.7@sea.example>\r\nFrom: web@sea.example\r\n\r\nbody"
HEADERS = (
    "Content-Type: text/rfc822-headers\r\n\r\nFrom: web@sea.example\r\nMessage-ID: <letter.7@sea.example>\r\n"
)


def read(fields: str, returned: str = WHOLE, subject: str = "Undelivered Mail Returned to Sender") -> Mail:
    raw = HEAD.format(subject=subject) + REPORT.format(fields=fields.replace("\n", "\r\n"), returned=returned)
    return read_mail(raw.encode(), Vocabulary()).mail


FAILED = "Final-Recipient: rfc822; head@sea.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"


@pytest.mark.parametrize("returned", [WHOLE, HEADERS], ids=["whole", "headers-only"])
def test_the_letter_is_found_by_its_message_id(returned: str) -> None:
    mail = read(FAILED, returned)
    assert mail.kind is Kind.BOUNCE
    assert mail.bounce == Bounce(
        original_message_id="<letter.7@sea.example>",
        recipient="head@sea.example",
        permanent=True,
        diagnostic="smtp; 550 no such user",
    )


@pytest.mark.parametrize(
    ("fields", "permanent"),
    [
        (FAILED, True),
        (FAILED.replace("failed", "delayed").replace("5.1.1", "4.4.7"), False),
        (FAILED.replace("5.1.1", "4.2.2"), False),
        ("Final-Recipient: rfc822;a@sea.example\nAction: failed\n", True),
    ],
)
def test_delays_are_not_for_good(fields: str, permanent: bool) -> None:  # noqa: FBT001  # a table
    bounce = read(fields).bounce
    assert bounce is not None
    assert bounce.permanent is permanent


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_automatic_but_no_bounce(action: str) -> None:
    mail = read(FAILED.replace("failed", action).replace("5.1.1", "2.0.0"))
    assert (mail.kind, mail.bounce) == (Kind.AUTOMATIC, None)


def test_of_several_recipients_the_failed_one_is_named() -> None:
    fields = "Final-Recipient: rfc822; ok@sea.example\nAction: delivered\nStatus: 2.0.0\n\n" + FAILED
    bounce = read(fields).bounce
    assert bounce is not None
    assert bounce.recipient == "head@sea.example"


@pytest.mark.parametrize(
    ("subject", "body", "recipient", "permanent"),
    [
        ("failure notice", "<head@sea.example>:\nUser unknown 550 5.1.1\n\nMessage-ID: <letter.7@sea.example>", "head@sea.example", True),
        ("ส่งไม่สำเร็จ", "ไม่สามารถนำส่งถึง head@sea.example กล่องจดหมายเต็ม 552 \nMessage-ID: <letter.7@sea.example>",
         "head@sea.example", True),
        ("Warning: message delayed 4 hours", "head@sea.example\n4.4.1 connection timed out\nMessage-Id: <letter.7@sea.example>",
         "head@sea.example", False),
    ],
)  # fmt: skip
def test_bounces_in_forms_of_their_own_are_read_by_their_words(
    subject: str,
    body: str,
    recipient: str,
    permanent: bool,  # noqa: FBT001  # a table
) -> None:
    raw = HEAD.format(subject=subject).replace("\r\n", "\n") + "\n" + body + "\n"
    mail = read_mail(raw.encode(), Vocabulary()).mail
    assert mail.kind is Kind.BOUNCE
    assert mail.bounce is not None
    assert (mail.bounce.original_message_id, mail.bounce.recipient, mail.bounce.permanent) == (
        "<letter.7@sea.example>", recipient, permanent,
    )  # fmt: skip


def test_a_person_who_writes_about_a_bounce_sends_none() -> None:
    raw = "From: somchai@sea.example\nSubject: Fwd: Undelivered Mail Returned to Sender\n\nส่งไม่ถึงค่ะ 550 no such user\n"
    assert read_mail(raw.encode(), Vocabulary()).mail.kind is Kind.REQUEST


@pytest.mark.parametrize("fields", ["", "\n\n\n", "Action:\n", "x" * 5000, "Status: 5.1.1\n" * 300])
def test_a_broken_report_still_gives_a_mail(fields: str) -> None:
    assert read(fields).kind in {Kind.BOUNCE, Kind.AUTOMATIC}
