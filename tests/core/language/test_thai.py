import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.thai import digits, normalise, skeleton

THAI = st.text(alphabet=[chr(c) for c in range(0x0E01, 0x0E5C)] + [" ", "\n", "\u200b", "\uf70a", "\uf711"])
ANY = st.text(alphabet=st.characters(exclude_categories=()))  # lone surrogates too

SPELLINGS = {
    "zero width space": ("อนุ\u200bมัติ", "อนุมัติ"),
    "zero width joiner": ("อนุ\u200dมัติ", "อนุมัติ"),
    "word joiner": ("อนุ\u2060มัติ", "อนุมัติ"),
    "byte order mark": ("\ufeffอนุมัติ", "อนุมัติ"),
    "soft hyphen": ("อนุ\u00adมัติ", "อนุมัติ"),
    "right-to-left mark": ("อนุมัติ\u200f", "อนุมัติ"),
    "bidi override": ("\u202eอนุมัติ\u202c", "อนุมัติ"),
    "variation selector": ("☑\ufe0f ข่าว", "☑ ข่าว"),
    "no-break space": ("ไม่\u00a0อนุมัติ", "ไม่ อนุมัติ"),
    "thin space": ("ไม่\u2009อนุมัติ", "ไม่ อนุมัติ"),
    "ideographic space": ("ไม่\u3000อนุมัติ", "ไม่ อนุมัติ"),
    "decomposed sara am": ("ด\u0e4d\u0e32เนิน", "ดำเนิน"),
    "sara am the wrong way round": ("ด\u0e32\u0e4dเนิน", "ดำเนิน"),
    "sara am with the tone inside": ("น\u0e4d\u0e49\u0e32", "น้ำ"),
    "sara am with the tone before": ("น\u0e49\u0e4d\u0e32", "น้ำ"),
    "sara am with the tone after": ("น\u0e33\u0e49", "น้ำ"),
    "sara am and nikhahit": ("น\u0e33\u0e4d", "นำ"),
    "nikhahit and sara am": ("น\u0e4d\u0e33", "นำ"),
    "sara am twice": ("นำำ", "นำ"),
    "two sara e": ("ตําเเหน่ง", "ตำแหน่ง"),
    "doubled vowel": ("อนุมัติิ", "อนุมัติ"),
    "doubled tone": ("ไม่่", "ไม่"),
    "two different tones": ("ไม้่", "ไม่"),
    "tone before the vowel": ("ท\u0e48\u0e35", "ที่"),
    "tone before sara u": ("ต\u0e49\u0e39", "ตู้"),
    "thanthakhat before sara u": ("พันธ\u0e4c\u0e38", "พันธุ์"),
    "vowel on both sides of the tone": ("ท\u0e35\u0e48\u0e35", "ที่"),
    "tone after sara aa": ("หน\u0e32\u0e49", "หน้า"),
    "lakkhangyao for sara aa": ("ว\u0e45", "วา"),
    "windows font mai ek": ("ไม\uf70aอนุมัติ", "ไม่อนุมัติ"),
    "windows font mai tho low": ("ป\uf706า", "ป้า"),
    "windows font sara i": ("ป\uf701", "ปิ"),
    "mac font mai ek": ("ไม\uf88bอนุมัติ", "ไม่อนุมัติ"),
    "windows font nikhahit": ("ป\uf711า", "ปำ"),
    "windows font yo ying without foot": ("\uf70fู", "ญู"),
    "carriage returns": ("ก\r\nข\rค", "ก\nข\nค"),
    "line separator": ("ก\u2028ข", "ก\nข"),
    "nul": ("ก\x00ข", "กข"),
    "lone surrogate": ("ก\ud800", "ก\ufffd"),
}


@pytest.mark.parametrize(("typed", "right"), SPELLINGS.values(), ids=SPELLINGS)
def test_what_looks_the_same_becomes_the_same(typed: str, right: str) -> None:
    assert normalise(typed) == right


@pytest.mark.parametrize(
    "text", ["ฤๅษี", "น้ำ", "เสร็จสิ้น", "สิทธิ์", "กลุ่มนิเทศฯ  ต่าง ๆ", "\tก\n\n  ข ", "café 👍🏽", "ถํ"]
)
def test_what_is_right_stays_untouched(text: str) -> None:
    assert normalise(text) == text


GUIDELINE = Path(__file__).parents[4] / "shared" / "guideline-th.txt"


@pytest.mark.skipif(not GUIDELINE.exists(), reason="the office's guideline does not lie beside this checkout")
def test_the_whole_guideline_stays_untouched() -> None:
    text = GUIDELINE.read_text(encoding="utf-8")
    changed = [line for line in text.splitlines() if normalise(line) != line.replace("\u00a0", " ")]
    assert changed == []


@given(ANY)
def test_normalising_any_string_ends_and_can_be_repeated(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    once.encode("utf-8")


@given(THAI)
def test_normalising_thai_can_be_repeated(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(THAI)
def test_every_line_stays_a_line(text: str) -> None:
    assert normalise(text).count("\n") == text.count("\n")


@given(ANY)
def test_skeleton_and_digits_take_any_string(text: str) -> None:
    assert not re.search("[๐-๙\u0e48-\u0e4e\\s]", skeleton(text))
    assert not re.search("[๐-๙０-９①-⑳]", digits(text))


@pytest.mark.parametrize(
    ("text", "ascii_digits"),
    [("๒๕๖๙", "2569"), ("หมวด ②", "หมวด 2"), ("０７５", "075"), ("⑩ ❸ ⓵ ⑷", "10 3 1 4"), ("1\u20e3", "1")],
)
def test_digits_become_ascii(text: str, ascii_digits: str) -> None:
    assert digits(text) == ascii_digits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ชื่อ - สกุล", "ชือสกุล"),
        ("ตําเเหน่ง", "ตำแหน่ง:"),
        ("O-NET ๒๕๖๘", "onet2568"),
        ("กลุ่มนิเทศฯ", "กลุมนิเทศ"),
        ("น้ำ", "นา"),
    ],
)
def test_skeletons_agree(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_skeleton_keeps_what_tells_words_apart() -> None:
    assert skeleton("กลุ่มนโยบาย") != skeleton("กลุ่มนิเทศ")
