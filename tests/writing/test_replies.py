"""A reader answers one of our letters in the mail program at hand; the answer and the letter are found.

The letter comes back quoted in every way programs quote, and never speaks for the person who sent it.
"""

import re
from collections.abc import Callable
from email.message import EmailMessage
from html import unescape
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.letters import Letter
from mailbot.core.mail import Mail
from mailbot.reading.read import read_mail
from mailbot.sandbox.gallery import SampleMint, Shown, composer, taken_apart
from mailbot.sandbox.samples import HEAD, OFFICE, samples

VOCABULARY = Vocabulary.of(OFFICE)
LETTERS = {sample.name: sample.letter for sample in samples()}
WRITE = composer(previews=False)


def reply(letter: Letter, text: str, page: str | None = None) -> Mail:
    mail = EmailMessage()
    mail["From"] = f"{HEAD.name} <{HEAD.address}>"
    mail["To"] = OFFICE.address
    mail["Subject"] = "Re: " + taken_apart(WRITE.compose(letter)).subject
    mail["Message-ID"] = "<reply@mail.sea.example>"
    mail["Date"] = "Thu, 15 Jan 2026 11:14:00 +0700"
    mail["In-Reply-To"] = mail["References"] = WRITE.message_id(letter)
    mail.set_content(text)
    if page is not None:
        mail.add_alternative(page, subtype="html")
    return read_mail(mail.as_bytes(), VOCABULARY).mail


def gmail(words: str, letter: Shown) -> tuple[str, str | None]:
    lead = f"ในวันที่ พฤ. 15 ม.ค. 2026 เวลา 10:23 {OFFICE.name} <{OFFICE.address}> เขียนว่า:"
    quoted = "".join(f"> {line}\n" for line in letter.text.splitlines())
    page = (
        f'<div dir="ltr">{words}</div><br><div class="gmail_quote"><div class="gmail_attr">{lead}<br></div>'
        f'<blockquote class="gmail_quote">{letter.page}</blockquote></div>'
    )
    return f"{words}\n\n{lead}\n\n{quoted}", page


def outlook(words: str, letter: Shown) -> tuple[str, str | None]:
    head = (
        f"________________________________\nจาก: {OFFICE.name}\nส่ง: 15 มกราคม 2569 10:23\n"
        f"ถึง: {HEAD.name}\nเรื่อง: {letter.subject}\n"
    )
    return f"{words}\n\n{head}\n{letter.text}", None


def bare(words: str, letter: Shown) -> tuple[str, str | None]:
    """Nothing marks the quotation: the worst case."""
    return f"{words}\n\n{letter.text}", None


PROGRAMS = pytest.mark.parametrize("program", [gmail, outlook])
Program = Callable[[str, Shown], tuple[str, str | None]]


@PROGRAMS
@pytest.mark.parametrize(
    ("words", "verdict"),
    [("อนุมัติ", "approve"), ("1", "approve"), ("ไม่อนุมัติ ข้อมูลไม่ครบ", "reject"), ("3", "revise"), ("", "unclear")],
)
def test_a_heads_answer_is_read_above_our_quoted_letter(program: Program, words: str, verdict: str) -> None:
    letter = LETTERS["approval"]
    mail = reply(letter, *program(words, taken_apart(WRITE.compose(letter))))
    assert mail.own_words == words
    assert mail.verdict.is_ == verdict
    assert any(SampleMint().token(letter.id).lower() in i for i in (mail.in_reply_to or "", *mail.references))


@pytest.mark.parametrize(
    "name", sorted(name for name in LETTERS if name.startswith(("approval", "confirm", "decision")))
)
def test_our_own_letter_never_approves_anything(name: str) -> None:
    letter = LETTERS[name]
    for program in (gmail, outlook, bare):
        for words in ("", "ขอดูก่อน", "ทราบ"):
            mail = reply(letter, *program(words, taken_apart(WRITE.compose(letter))))
            assert mail.verdict.is_ != "approve", (program.__name__, words)


@pytest.mark.parametrize("language", ["en", "th+en"])
def test_neither_does_it_in_english(language: Literal["en", "th+en"]) -> None:
    letter = LETTERS["approval"]
    shown = taken_apart(composer(language=language, previews=False).compose(letter))
    for program in (gmail, outlook, bare):
        assert reply(letter, *program("", shown)).verdict.is_ != "approve", program.__name__
    assert reply(letter, *gmail("approve", shown)).verdict.is_ == "approve"


@PROGRAMS
def test_a_webmasters_answer_is_read_above_our_quoted_task(program: Program) -> None:
    letter = LETTERS["task"]
    mail = reply(
        letter, *program("เผยแพร่แล้ว https://www.sea.example/news/9", taken_apart(WRITE.compose(letter)))
    )
    assert mail.webmaster.is_ == "published"
    assert mail.webmaster.url == "https://www.sea.example/news/9"


@PROGRAMS
def test_a_digest_is_answered_item_by_item(program: Program) -> None:
    letter = LETTERS["digest"]
    words = "ข้อ 1 เผยแพร่แล้ว https://www.sea.example/a\nข้อ 2 ไฟล์เปิดไม่ได้"
    mail = reply(letter, *program(words, taken_apart(WRITE.compose(letter))))
    assert [(item.item, item.word.is_.value) for item in mail.items] == [
        ("1", "published"),
        ("2", "returned"),
    ]


@pytest.mark.parametrize(
    ("name", "label", "verdict"),
    [("approval", "อนุมัติ", "approve"), ("approval-deputy", "ไม่อนุมัติ (ระบุเหตุผล)", "reject")],
)
def test_a_tapped_answer_brings_number_secret_and_verdict(name: str, label: str, verdict: str) -> None:
    letter = LETTERS[name]
    page = taken_apart(WRITE.compose(letter)).page
    href = unescape(re.findall(rf'href="(mailto:[^"]*)"[^>]*>{re.escape(label)}<', page)[0])
    fields = dict(parse_qsl(urlsplit(href).query))
    mail = EmailMessage()
    mail["From"] = HEAD.address
    mail["To"] = unquote(urlsplit(href).path)
    mail["Subject"] = fields["subject"]
    mail["Message-ID"] = "<tap@mail.sea.example>"
    mail.set_content(fields["body"] + "\n\nส่งจาก iPhone ของฉัน\n")
    read = read_mail(mail.as_bytes(), VOCABULARY).mail
    assert read.numbers == ("WEB-2569-0042",)
    assert read.codes == (SampleMint().token(letter.id),)
    assert read.verdict.is_ == verdict


def test_our_own_letter_coming_back_is_taken_for_a_machines() -> None:
    for name in ("approval", "decision-reject", "digest"):
        mail = read_mail(WRITE.compose(LETTERS[name]).raw, VOCABULARY).mail
        assert not mail.is_human, name
