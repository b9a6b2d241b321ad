from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.urls import page_of, read_urls
from mailbot.core.language.webmaster import read_items, read_webmaster
from mailbot.core.mail import WebmasterIs
from tests.accuracy.verdicts import TODAY, Case, cases, measure, read_webmaster_case

REPLIES = list(cases("webmasters"))
PUBLISHED = [case.text for case in REPLIES if case.family == "published"]


@pytest.mark.parametrize("case", REPLIES, ids=[f"{case.family}: {case.text}" for case in REPLIES])
def test_a_webmasters_reply_is_read_right(case: Case) -> None:
    word = read_webmaster(case.text, today=TODAY)
    assert word.is_.value == case.is_
    for name in {"url", "reason", "site"} & case.expected.keys():
        assert getattr(word, name) == case.expected[name]
    assert (word.at.isoformat() if word.at else None) == case.expected.get("at")


@pytest.mark.parametrize("case", REPLIES, ids=[f"{case.family}: {case.text}" for case in REPLIES])
def test_every_numbered_item_gets_its_own_word(case: Case) -> None:
    items = {item.item: item.word for item in read_items(case.text, today=TODAY)}
    assert {item: word.is_.value for item, word in items.items()} == case.expected.get("items", {})
    for item, url in case.expected.get("urls", {}).items():
        assert items[item].url == url


def test_the_held_back_third_is_understood() -> None:
    webmasters = measure()["webmasters"]
    assert webmasters["clear_understood"] >= 0.9


@pytest.mark.parametrize("before", ["ยังไม่ได้", "ถ้า", "ใคร", "เดี๋ยว", "จะ", "ขอให้"])
@pytest.mark.parametrize("done", ["ลงแล้ว", "เผยแพร่แล้ว", "ขึ้นเว็บแล้ว", "ดำเนินการแล้ว"])
def test_what_has_not_happened_is_not_published(before: str, done: str) -> None:
    assert read_webmaster(before + done).is_ is not WebmasterIs.PUBLISHED


@pytest.mark.parametrize("question", ["?", "หรือยัง", "ไหม", "ใช่ไหมครับ", "หรือเปล่าคะ"])
def test_a_question_reports_nothing(question: str) -> None:
    assert {read_webmaster(text + question).is_ for text in PUBLISHED if "iPhone" not in text} <= {
        WebmasterIs.UNCLEAR
    }


def test_a_date_in_the_topic_or_a_last_day_is_not_when_it_went_up() -> None:
    assert read_webmaster("ลงข่าววันเด็ก 10 ม.ค. 69 แล้วครับ", today=TODAY).at is None
    assert read_webmaster("ลงแล้ว ถึงวันที่ 15 ม.ค. 69", today=TODAY).at is None
    assert read_webmaster("ลงแล้ว 20 ม.ค. 69", today=TODAY).at is None


def test_without_the_mails_date_no_time_is_read() -> None:
    assert read_webmaster("ลงแล้ววันนี้ 10.00 น.").at is None


URLS = {
    "https://www.sea12.example/news/1234ครับ": ["https://www.sea12.example/news/1234"],
    "https://www.sea12.example/news/1234ค่ะ.": ["https://www.sea12.example/news/1234"],
    "https://www.sea12.example/news/1234นะครับ": ["https://www.sea12.example/news/1234"],
    "https://www.sea12.example/news/1234ลงแล้วครับ": ["https://www.sea12.example/news/1234"],
    "(https://www.sea12.example/a)": ["https://www.sea12.example/a"],
    "<https://www.sea12.example/a>": ["https://www.sea12.example/a"],
    "“https://www.sea12.example/a”": ["https://www.sea12.example/a"],
    "https://www.sea12.example/a(1)": ["https://www.sea12.example/a(1)"],
    "https://www.sea12.example/ประกาศ-รับสมัคร/": ["https://www.sea12.example/ประกาศ-รับสมัคร/"],
    "https://www.sea12.example/ข่าว/๒๕๖๙ ค่ะ": ["https://www.sea12.example/ข่าว/๒๕๖๙"],
    "https://www.sea12.example/\u200bnews": ["https://www.sea12.example/news"],
    "https://a.example/1https://a.example/2": ["https://a.example/1", "https://a.example/2"],
    "https://a.example/1 https://a.example/1": ["https://a.example/1"],
    "sea12.example/news/5 ค่ะ": ["sea12.example/news/5"],
    "somchai@sea12.example": [],
    "ไม่มี": [],
    "https://www.sea12.example/news/\nลงแล้ว": ["https://www.sea12.example/news/"],
    "https://www.sea12.example/news/\n2 เรื่อง": ["https://www.sea12.example/news/"],
    "https://www.sea12.example/news/\nhttps://www.sea12.example/b": [
        "https://www.sea12.example/news/",
        "https://www.sea12.example/b",
    ],
}


@pytest.mark.parametrize(("text", "urls"), URLS.items())
def test_an_address_is_what_was_meant(text: str, urls: list[str]) -> None:
    assert read_urls(text) == urls


def test_the_page_is_not_a_social_network_while_there_is_another() -> None:
    assert page_of(["https://fb.com/x", "https://www.sea12.example/1"]) == "https://www.sea12.example/1"
    assert page_of(["https://fb.com/x"]) == "https://fb.com/x"
    assert page_of([]) is None


def test_every_unclear_reply_is_left_for_a_person() -> None:
    assert {
        case.text for case in REPLIES if case.is_ == "unclear" and read_webmaster_case(case) != "unclear"
    } == set()


@pytest.mark.parametrize(
    "piece",
    [
        *(case.text for case in REPLIES[::5]),
        "ลงข้อมูล",
        "https://",
        "www.a.",
        "ข้อ 1 ",
        "1,",
        "0042 ",
        ",",
        "a.",
    ],
)
def test_repetition_comes_to_an_end(piece: str) -> None:
    for times in (5, 60, 600):
        read_webmaster(piece * times + "จบ", today=TODAY)
        read_items(piece * times + "จบ", today=TODAY)
        read_urls(piece * times + "จบ")


@given(st.text(alphabet=st.characters(exclude_categories=())), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_text_is_read(text: str, today: date) -> None:
    read_webmaster(text, today=today)
    read_items(text, today=today)


@given(st.text(alphabet="ลงแล้วข้อ0123 ,-ไม่ได้นำ\nhttps://a.example", max_size=80))
def test_any_heap_of_such_letters_is_read(text: str) -> None:
    word = read_webmaster(text, today=TODAY)
    assert word.url is None or word.url in read_urls(text)
