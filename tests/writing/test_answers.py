"""Every prepared answer, sent as it is or filled in, is read as what its button says.

The letters and the reading meet here: a word that one offers and the other does not know is found.
"""

import re
import tomllib
from datetime import date
from html import unescape
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from mailbot.core.language.answer import read_answer
from mailbot.core.language.command import read_command
from mailbot.core.language.marks import certifies
from mailbot.core.language.verdict import read_verdict
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.language.webmaster import read_items, read_webmaster
from mailbot.core.request import Need
from mailbot.packaged import packaged
from mailbot.sandbox.gallery import SampleMint, Shown, composer, taken_apart
from mailbot.sandbox.samples import OFFICE, samples
from mailbot.writing.mailto import mailto

WORDS = {
    language: tomllib.loads((packaged("templates") / language / "words.toml").read_text("utf-8"))
    for language in ("th", "en")
}
DAY = date(2026, 1, 15)
SENT_AS_IT_IS = {
    "approve": "approve", "reject": "reject", "revise": "revise", "yes": "yes", "no": "no",
    "cancel": "cancel",
    "certify": "certify", "withdraw": "withdraw", "published": "published", "url": "published",
    "returned": "returned", "delayed": "delayed", "wrong_site": "wrong_site", "taken_down": "taken_down",
    "take_down": "take_down", "proceed": "proceed", "acknowledged": "acknowledged", "admit": "admit",
    "admit_person": "admit_person", "drop": "drop", "files_arrived": "files_arrived",
    "status": "status",
    "history": "history", "form": "form",
}  # fmt: skip
VERDICTS = {"approve", "reject", "revise", "delegate"}
REPORTS = {"published", "url", "returned", "delayed", "wrong_site", "taken_down"}


def understood(key: str, words: str) -> str:
    """What the reader of this answer makes of the words: a head's, a webmaster's, or anybody's."""
    if key in VERDICTS:
        return read_verdict(words).is_.value
    if key in REPORTS:
        return read_webmaster(words).is_.value
    command = read_command(words)
    return command.value if command else "nothing"


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("key", sorted(SENT_AS_IT_IS))
def test_a_prepared_answer_is_read_as_its_button_says(language: str, key: str) -> None:
    body = WORDS[language]["answer"][key]["body"]
    assert understood(key, body.strip()) == SENT_AS_IT_IS[key]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("key", sorted(SENT_AS_IT_IS))
def test_the_words_to_type_are_read_too(language: str, key: str) -> None:
    menu = WORDS[language]["answer"][key]["menu"]
    typed = re.split(r" = |, and |, | \(| ตามด้วย", menu)[0]
    assert understood(key, typed) == SENT_AS_IT_IS[key]


@pytest.mark.parametrize("language", ["th", "en"])
def test_answers_that_are_filled_in_are_read_with_what_was_filled_in(language: str) -> None:
    answers = WORDS[language]["answer"]
    rejected = read_verdict(answers["reject"]["body"] + "ข้อมูลยังไม่ครบ")
    assert (rejected.is_, rejected.reason) == ("reject", "ข้อมูลยังไม่ครบ")
    delegated = read_verdict(answers["delegate"]["body"] + "รองวิชัย")
    assert (delegated.is_, delegated.delegate) == ("delegate", "รองวิชัย")
    revised = read_verdict(answers["revise"]["body"] + "คำผิดหน้า 2")
    assert revised.is_ == "revise"
    published = read_webmaster(answers["published"]["body"] + "https://www.sea.example/news/1", today=DAY)
    assert published.url == "https://www.sea.example/news/1"


@pytest.mark.parametrize("key", ["delegate", "fill", "impact", "request"])
def test_an_answer_to_be_filled_in_decides_nothing_while_it_is_empty(key: str) -> None:
    verdict = read_verdict(WORDS["th"]["answer"][key]["body"].strip())
    assert verdict.is_ in {"unclear", "delegate"}
    assert verdict.is_ != "approve"


@pytest.mark.parametrize(
    ("number", "verdict"), [("1", "approve"), ("2", "reject"), ("3", "revise"), ("4", "delegate")]
)
def test_the_numbers_of_the_menu_mean_what_the_menu_says(
    number: str, verdict: str, shown: dict[str, Shown]
) -> None:
    text = shown["approval"].text
    menu = dict(re.findall(r"(?m)^  ([1-4]) = (.+)$", text))
    assert menu[number] == WORDS["th"]["answer"][verdict]["menu"]
    assert read_verdict(number).is_ == verdict


FILLED = {
    Need.NAME: ("name", "นายวีระ ทองดี"),
    Need.POSITION: ("position", "ศึกษานิเทศก์"),
    Need.UNIT: ("unit", "กลุ่มบริหารงานการเงินและสินทรัพย์"),
    Need.PHONE: ("phone", "0812345678"),
    Need.CATEGORY_OTHER: ("category_other", "ประกวดร้องเพลง"),
    Need.TOPIC: ("topic", "ประกวดร้องเพลงวันเด็ก"),
    Need.DETAIL: ("detail", "ตามเอกสารแนบ"),
    Need.SITE: ("site", "เว็บไซต์หลัก"),
    Need.TARGET_URL: ("target_url", "https://www.sea.example/about"),
    Need.SOURCE: ("source", "กรมอุตุนิยมวิทยา"),
    Need.URGENT_REASON: ("urgent_reason", "ปิดถนนพรุ่งนี้"),
    Need.OWNER_UNIT: ("unit", "กลุ่มบริหารงานการเงินและสินทรัพย์"),
}


@pytest.mark.parametrize("need", sorted(FILLED))
def test_a_line_to_fill_in_is_read_as_the_field_it_asks_for(need: Need) -> None:
    field, value = FILLED[need]
    label = WORDS["th"]["need"][need.value]["fill"]
    words = f"{label}: {value}\n"
    fields, _ = read_answer(words, asked=(need,), vocabulary=Vocabulary.of(OFFICE), today=DAY)
    assert getattr(fields, field) == ("main" if need is Need.SITE else value)


def test_nothing_to_fill_in_certifies_or_denies_impact_by_itself() -> None:
    for language in ("th", "en"):
        empty = "".join(f"{need['fill']}: \n" for need in WORDS[language]["need"].values() if need["fill"])
        assert certifies(empty) is None
        fields, _ = read_answer(empty, asked=tuple(Need), vocabulary=Vocabulary.of(OFFICE), today=DAY)
        assert fields.no_stakeholder_impact is None
        assert not fields.certify


def test_the_urgent_answer_gives_both_statements_at_once() -> None:
    words = WORDS["th"]["answer"]["impact"]["body"] + "ปิดถนนพรุ่งนี้"
    fields, _ = read_answer(words, asked=(), vocabulary=Vocabulary.of(OFFICE), today=DAY)
    assert fields.no_stakeholder_impact is True
    assert fields.urgent_reason == "ปิดถนนพรุ่งนี้"


def links(page: str) -> list[tuple[str, str, str]]:
    """(to, subject, body) of every prepared answer."""
    found = []
    for href in re.findall(r'href="(mailto:[^"]*)"', page):
        parts = urlsplit(unescape(href))
        fields = dict(parse_qsl(parts.query.replace("+", "%2B"), strict_parsing=True))
        found.append((unquote(parts.path), fields.get("subject", ""), fields.get("body", "")))
    return found


def test_a_digest_is_answered_by_the_number_of_its_line(shown: dict[str, Shown]) -> None:
    bodies = [body for _, _, body in links(shown["digest"].page)]
    assert "ข้อ 2 เผยแพร่แล้ว " in bodies
    for body in bodies:
        (item,) = read_items(body.strip())
        assert body.startswith(f"ข้อ {item.item} ")
        report = understood("published", item.text)
        assert item.word.is_.value != "unclear" or read_command(item.text) is not None, (body, report)


def test_prepared_answers_go_to_our_mailbox_with_number_and_secret(shown: dict[str, Shown]) -> None:
    letters = {sample.name: sample.letter for sample in samples()}
    for name, letter in shown.items():
        sent = letters[name]
        for to, subject, _ in links(letter.page):
            assert to == OFFICE.address
            if sent.purpose.value != "none" and sent.request:
                assert subject == f"[{sent.request}] {SampleMint().token(sent.id)}", name


def test_prepared_answers_are_written_as_every_mail_program_reads_them(shown: dict[str, Shown]) -> None:
    for name, letter in shown.items():
        for href in re.findall(r'href="(mailto:[^"]*)"', letter.page):
            address = unescape(href)
            assert len(address) < 2000, name
            assert re.fullmatch(r"[A-Za-z0-9:@%?&=._~-]+", address), (name, address)
            assert "%0A" not in address.replace("%0D%0A", ""), name


def test_line_ends_blanks_and_plus_signs_survive_in_a_mailto() -> None:
    made = mailto("web+abc@office.example", subject="a b\r\nBcc: x", body="ก\nb + c&d=e")
    assert made == (
        "mailto:web%2Babc@office.example?subject=a%20b%20Bcc%3A%20x&body=%E0%B8%81%0D%0Ab%20%2B%20c%26d%3De"
    )


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_letter_that_asks_has_one_line_above_which_the_answer_stands(
    language: Literal["th", "en"],
) -> None:
    asking = {
        "approval_request",
        "confirm_decision",
        "decision_echo",
        "task",
        "takedown",
        "attention",
        "digest",
    }
    line = re.compile(r"(?m)^(Type your answer above this line \()?พิมพ์คำตอบเหนือเส้นนี้")
    write = composer(language=language)
    for sample in samples():
        if sample.letter.kind in asking and sample.name != "digest-empty":
            letter = taken_apart(write.compose(sample.letter))
            assert len(line.findall(letter.text)) == 1, sample.name
            assert letter.page.count('class="marker"') == 1, sample.name
            above = letter.page.partition('class="marker"')[0]
            assert all(
                answer in above for answer in re.findall(r'class="go-link" href="([^"]*)"', letter.page)
            )


def test_nothing_is_decided_by_our_own_menu_coming_back(shown: dict[str, Shown]) -> None:
    for name, letter in shown.items():
        above = letter.text.partition("พิมพ์คำตอบเหนือเส้นนี้")[0]
        assert read_verdict(above).is_ != "approve", name
        assert read_verdict(letter.text).is_ != "approve", name
