"""The words of a decision or a report are not the details of a request."""

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.reading.read import read_mail


def _answer(words: str) -> bytes:
    return (
        "From: jiraporn@sea.example\r\nTo: web@sea.example\r\nSubject: Re: [WEB-2569-0042] x\r\n"
        "In-Reply-To: <a@sea.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words
    ).encode()


@pytest.mark.parametrize(
    "words", ["มอบรองฯ สมชาย พิจารณา", "อนุมัติ", "เผยแพร่แล้ว https://www.sea.example/1", "ขอถอนคำขอ"]
)
def test_a_decision_or_report_fills_no_field(words: str) -> None:
    mail = read_mail(_answer(words), Vocabulary()).mail
    assert mail.fields.detail is None
    assert mail.fields.topic is None


def test_a_label_in_the_same_answer_is_still_read() -> None:
    mail = read_mail(_answer("รับรองค่ะ\nหัวข้อ: ข่าวอบรม"), Vocabulary()).mail
    assert mail.fields.topic == "ข่าวอบรม"
