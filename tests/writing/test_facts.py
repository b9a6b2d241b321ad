"""Both parts say the same, everything outside is escaped, and nothing but allowed HTML and CSS is used."""

import re
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.letters import Digest, Letter, Summary
from mailbot.packaged import packaged
from mailbot.sandbox.gallery import Shown, composer, taken_apart
from mailbot.sandbox.samples import samples
from mailbot.writing.html import StyleError, StyleSheet

SHARED = packaged("templates") / "shared"
SUPPORT = tomllib.loads((Path(__file__).parent / "css_support.toml").read_text("utf-8"))
VOID = {"meta", "br", "img"}


class Page(HTMLParser):
    """The words a reader sees, the tags, and whether they nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.words.append(data)


def squeezed(text: str) -> str:
    return re.sub(r"[\s|>*•-]+", "", text)


BUTTONS = re.compile(r'<a class="(?:small-)?(?:go|stop|plain)-link"[^>]*>[^<]*</a>')
HINT = re.compile(r'<p class="menu"[^>]*>(หรือตอบกลับ|Or answer)[^<]*</p>')
ONLY_IN_PICTURES = re.compile(r'<h2 class="section"[^>]*>(ตัวอย่างไฟล์|Preview)</h2>')


@pytest.mark.parametrize("language", ["th", "en", "th+en"])
def test_everything_the_html_part_says_is_in_the_text_part(language: Any) -> None:
    write = composer(language=language)
    for sample in samples():
        shown = taken_apart(write.compose(sample.letter))
        text = squeezed(shown.text)
        page = ONLY_IN_PICTURES.sub("", HINT.sub("", BUTTONS.sub("", shown.page)))
        for words in Page(page).words:
            assert squeezed(words).strip("()·:") in text, (sample.name, words)


def test_both_parts_begin_with_what_to_do(shown: dict[str, Shown]) -> None:
    for name, letter in shown.items():
        headline = re.search(r'<h1 class="action"[^>]*>([^<]*)</h1>', letter.page)
        assert headline, name
        first = letter.text.splitlines()[0]
        assert squeezed(Page(headline[1]).words[0]) in squeezed(first), name


def test_every_fact_of_a_letter_is_shown(shown: dict[str, Shown]) -> None:
    for sample in samples():
        summary = getattr(sample.letter.context, "summary", None)
        if not isinstance(summary, Summary) or sample.name == "edge-hostile":
            continue
        text = squeezed(shown[sample.name].text)
        for value in (summary.number, summary.unit, summary.requester.name):
            assert squeezed(value) in text, (sample.name, value)


def test_what_comes_from_outside_is_escaped_and_cannot_look_like_ours(shown: dict[str, Shown]) -> None:
    letter = shown["edge-hostile"]
    assert "<script>" not in letter.page
    assert "<img src=x" not in letter.page
    assert "{{ 7*7 }}" in letter.text
    assert "\u202e" not in letter.text + letter.page + letter.subject
    assert 'href="javascript:' not in letter.page
    assert not re.search(r"(?m)^พิมพ์คำตอบเหนือเส้นนี้ ---$", letter.text)
    assert re.search(r"(?m)^ +พิมพ์คำตอบเหนือเส้นนี้ ---$", letter.text)


def test_pages_are_closed_well_and_load_nothing(shown: dict[str, Shown]) -> None:
    for name, letter in shown.items():
        page = Page(letter.page)
        assert not page.crossed, name
        assert not page.open, name
        assert page.tags <= {
            "html", "head", "meta", "title", "style", "body", "table", "tr", "td", "th", "p", "h1", "h2",
            "span", "a", "ul", "li", "br", "img",
        }, name  # fmt: skip
        for attribute, value in page.attributes:
            assert not attribute.startswith("on"), name
            if attribute == "src":
                assert value.startswith("data:image/"), name
            if attribute == "href":
                assert value.startswith(("mailto:", "https://www.sea.example/")), (name, value)
        assert "url(" not in letter.page, name
        assert "@import" not in letter.page, name


def test_a_page_is_not_clipped_by_gmail(shown: dict[str, Shown]) -> None:
    """Gmail shows the first 102 KB of a letter."""
    for name, letter in shown.items():
        page = re.sub(r"data:image/[^\"]*", "cid:x", letter.page)
        assert len(page.encode()) < 102_000, (name, len(page.encode()))


def test_a_digest_of_a_bad_day_is_not_clipped_either(sample: Callable[[str], Letter]) -> None:
    letter = sample("digest")
    assert isinstance(letter.context, Digest)
    lines = tuple(letter.context.lines[1].model_copy(update={"item": n}) for n in range(1, 81))
    busy = letter.model_copy(update={"context": letter.context.model_copy(update={"lines": lines})})
    shown = taken_apart(composer().compose(busy))
    assert len(shown.page.encode()) < 102_000
    assert shown.text.count("WEB-2569-0002") == shown.page.count("WEB-2569-0002") == 80


# --- style sheets -----------------------------------------------------------------------------------


def declarations(css: str) -> list[tuple[str, str]]:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = []
    for body in re.findall(r"\{([^{}]*)\}", css):
        for line in filter(str.strip, body.split(";")):
            name, _, value = line.partition(":")
            found.append((name.strip(), value.strip()))
    return found


@pytest.mark.parametrize("sheet", ["style.css", "narrow.css", "dark.css"])
def test_only_css_that_mail_programs_know_is_used(sheet: str) -> None:
    allowed = {*SUPPORT["safe"], *SUPPORT["degrades"]}
    longhands = {
        "padding-left",
        "padding-right",
        "padding-top",
        "padding-bottom",
        "border-right",
        "border-color",
    }
    for name, value in declarations((SHARED / sheet).read_text("utf-8")):
        assert name not in SUPPORT["refused"], (name, SUPPORT["refused"].get(name))
        assert name in allowed | (longhands if sheet != "style.css" else set()), name
        if name in SUPPORT["values"]:
            assert value.removesuffix("!important").strip() in SUPPORT["values"][name], (name, value)


def test_the_list_of_css_contradicts_itself_nowhere() -> None:
    assert not (set(SUPPORT["safe"]) | set(SUPPORT["degrades"])) & set(SUPPORT["refused"])


def test_every_class_used_is_in_the_sheet_and_every_rule_is_used() -> None:
    sources = "".join((SHARED / name).read_text("utf-8") for name in ("pieces.html", "layout.html"))
    used = {name for names in re.findall(r'class="([^"]*)"', sources) for name in names.split()}
    known = set(
        re.findall(
            r"\.([a-z][a-z0-9-]*)", re.sub(r"\{[^}]*\}", "", (SHARED / "style.css").read_text("utf-8"))
        )
    )
    assert used == known
    for sheet in ("narrow.css", "dark.css"):
        text = re.sub(r"/\*.*?\*/", "", (SHARED / sheet).read_text("utf-8"), flags=re.DOTALL)
        assert set(re.findall(r"\.([a-z][a-z-]*)", text)) <= known


def test_thai_lines_have_room_for_tone_marks() -> None:
    for name, value in declarations((SHARED / "style.css").read_text("utf-8")):
        if name == "line-height" and not value.endswith("px"):
            assert float(value) >= 1.5, value


def test_styles_reach_the_tags_in_the_order_of_the_sheet() -> None:
    sheet = StyleSheet(".a { color: #111111; margin: 0; } .b { color: #222222; }")
    styled = sheet.inline('<p class="a b">{{ x }}</p><td class="b" colspan="2">y</td><p class="none">z</p>')
    assert "color:#222222" in styled.split("{{ x }}")[0]
    assert "margin:0" in styled.split("{{ x }}")[0]
    assert styled.count("style=") == 2
    assert "colspan" in styled


def test_a_style_sheet_with_other_selectors_is_refused() -> None:
    with pytest.raises(StyleError):
        StyleSheet("td { color: #000000 }")
