"""The whole mail: kinds, JSON, versions that disagree, and totality."""

# ruff: noqa: E501  # mails and pages stand here as they are sent, one a line

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Kind, Mail, VerdictIs
from mailbot.reading.as_json import reading_as_json
from mailbot.reading.read import read_mail
from mailbot.reading.wire import mail_adapter

HEAD = "From: somchai@sea.example\nTo: web@sea.example\nMessage-ID: <1@sea.example>\nDate: Thu, 15 Jan 2026 09:30:00 +0700\n"


def read(rest: str) -> Mail:
    return read_mail((HEAD + rest).encode(), Vocabulary()).mail


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        ("Subject: ขอเผยแพร่ข่าว\n\nฝากลงข่าวครับ\n", Kind.REQUEST),
        ("Subject: Re: [WEB-2569-0042] x\n\nเรียบร้อย\n", Kind.ANSWER),
        ("Subject: x\nIn-Reply-To: <a@b.example>\n\nข้อความ\n", Kind.ANSWER),
        ("Subject: x\nReferences: <a@b.example>\n\nข้อความ\n", Kind.ANSWER),
        ("Subject: อนุมัติ\n\nอนุมัติ\n", Kind.ANSWER),
        ("Subject: Fwd: x\nReferences: <a@b.example>\n\n-------- ข้อความที่ส่งต่อ --------\nจาก: a@b.example\nถึง: c@d.example\nเรื่อง: y\n\nz\n", Kind.REQUEST),
        ("Subject: ขอเผยแพร่ WEB-2569-0042 ฉบับแก้ไข\n\nฝากลงข่าวเรื่องใหม่ครับ\n", Kind.REQUEST),
    ],
)  # fmt: skip
def test_what_continues_something_is_an_answer(rest: str, kind: Kind) -> None:
    assert read(rest).kind is kind


VERSIONS = (
    'Subject: Re: [WEB-2569-0042] x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n'
    "--b\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n{html}\n--b--\n"
)


def test_a_decision_that_only_one_version_holds_is_none() -> None:
    mail = read(VERSIONS.format(plain="ไม่อนุมัติ", html="<p>อนุมัติ</p>"))
    assert mail.verdict.is_ is VerdictIs.UNCLEAR
    assert "text and html differ" in mail.anomalies


def test_versions_that_agree_decide() -> None:
    mail = read(VERSIONS.format(plain="*อนุมัติ*ครับ", html="<p><b>อนุมัติ</b>ครับ</p>"))
    assert mail.verdict.is_ is VerdictIs.APPROVE
    assert "text and html differ" not in mail.anomalies


def test_the_json_is_as_documented() -> None:
    mail = read("Subject: ขอเผยแพร่ข่าว\n\nหัวข้อ: ประกาศ\nถอนคำ\n")
    found = reading_as_json(mail, "a.eml")
    assert list(found) == [
        "file", "message_id", "date", "subject", "sender", "kind", "automatic", "own_words", "forwarded", "attachments",
        "request", "missing", "verdict", "webmaster",
    ]  # fmt: skip
    assert found["date"] == "2026-01-15T09:30:00+07:00"
    assert found["sender"] == {
        "address": "somchai@sea.example",
        "name": None,
        "authority": True,
        "why_not": None,
    }
    assert list(found["request"])[:5] == ["site", "group", "name", "position", "unit"]
    assert "name" in found["missing"]
    json.dumps(found)


def test_taking_an_approval_back_reads_as_unclear_in_json() -> None:
    mail = read("Subject: Re: x\nIn-Reply-To: <a@b.example>\n\nยกเลิกการอนุมัติเดิม\n")
    assert mail.verdict.is_ is VerdictIs.REVOKE
    assert reading_as_json(mail, "x")["verdict"]["is"] == "unclear"


def test_an_unreadable_mail_is_an_object_too() -> None:
    found = reading_as_json(read_mail(b"\0\0\0", Vocabulary()).mail, "x")
    assert (found["kind"], found["missing"], found["sender"]["address"]) == ("unreadable", [], None)


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("Thu, 15 Jan 2026 09:30:00 +0700", datetime(2026, 1, 15, 2, 30, tzinfo=UTC)),
        ("15 Jan 2026 09:30", datetime(2026, 1, 15, 9, 30, tzinfo=UTC)),
        ("yesterday", None),
        ("Thu, 99 Jan 2026 09:30:00 +0700", None),
        ("Fri, 31 Dec 9999 23:59:59 -1400", None),
        ("", None),
    ],
)
def test_dates_are_aware_or_none(header: str, date: datetime | None) -> None:
    assert read_mail(f"From: a@b.example\nDate: {header}\n\nx".encode(), Vocabulary()).mail.date == date


def test_a_secret_in_the_quote_is_found_and_its_words_are_not() -> None:
    code = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    mail = read(
        f"Subject: Re: x\n\nเห็นชอบ\n\nOn Thu, Jan 15, 2026 at 10:23 AM <web@sea.example> wrote:\n> รหัส {code}\n> ไม่อนุมัติ\n"
    )
    assert (mail.codes, mail.own_words) == ((code,), "เห็นชอบ")


def test_no_line_break_gets_out_of_a_header() -> None:
    subject = "=?utf-8?B?" + "eA0KQmNjOiBhQGIuZXhhbXBsZQ==" + "?="
    mail = read(f"Subject: {subject}\n\nx\n")
    assert mail.subject == "x Bcc: a@b.example"


@given(st.binary(max_size=400))
def test_any_bytes_give_a_mail_that_can_be_kept(raw: bytes) -> None:
    for data in (
        raw,
        b"From: a@b.example\r\n" + raw,
        b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + raw,
    ):
        mail = read_mail(data, Vocabulary()).mail
        kept = mail_adapter().dump_json(mail)
        assert mail_adapter().validate_json(kept) == mail
        assert "\0" not in mail.own_words + mail.subject
        json.dumps(reading_as_json(mail, "x")).encode()
