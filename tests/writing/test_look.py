"""How letters look in a real browser: nothing overflows, everything can be read and tapped.

Needs Debian's chromium, and is left out by name where it is not installed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.sandbox.browser import Browser, Scheme, chromium
from mailbot.sandbox.gallery import Shown, composer, taken_apart
from mailbot.sandbox.samples import samples

pytestmark = pytest.mark.skipif(
    chromium() is None, reason="needs chromium (Debian: apt-get install chromium)"
)

SMALLEST_TAP = 44
"""CSS pixels, as Apple's and WCAG 2.2's (2.5.5) guidelines ask."""
SMALL_TEXT, LARGE_TEXT = 4.5, 3.0
"""WCAG 2.2, 1.4.3 contrast (AA)."""

CONTRAST = """
(() => {
  const rgb = c => (c.match(/[0-9.]+/g) || []).map(Number);
  const light = c => { const f = rgb(c).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const behind = e => { for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor; const p = rgb(c);
      if (p.length < 4 || p[3] > 0) return c; } return 'rgb(255, 255, 255)'; };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim()) continue;
    const s = getComputedStyle(e), a = light(s.color), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(s.fontSize), bold = Number(s.fontWeight) >= 700;
    found.push({text: walk.currentNode.textContent.trim().slice(0, 40), ratio: ratio,
                large: size >= 24 || (bold && size >= 18.66)});
  }
  return found;
})()
"""
TAPS = """
[...document.querySelectorAll('a[href^=mailto]')].map(e => {
  const r = e.getBoundingClientRect();
  return {text: e.textContent, width: r.width, height: r.height, left: r.left, right: r.right}; })
"""
OVERFLOW = """
({page: document.documentElement.scrollWidth, room: document.documentElement.clientWidth,
  wide: [...document.querySelectorAll('td, p, h1, h2, a, span')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map(e => e.textContent.trim().slice(0, 60))})
"""


_NOTICES = frozenset({"notice-late", "notice-unclear-choices", "notice-not-found-bare"})
"""The others differ from these only in words."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, shown: dict[str, Shown]) -> dict[str, Path]:
    """Every letter as a file; the notices, which differ only in words, by a few of them."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    english = composer(language="th+en")
    both = {
        s.name: taken_apart(english.compose(s.letter))
        for s in samples()
        if s.name in {"approval", "digest", "task"}
    }
    letters = shown | {f"{name}-both": letter for name, letter in both.items()}
    for name, letter in letters.items():
        if not name.startswith("notice-") or name in _NOTICES:
            found[name] = folder / f"{name}.html"
            found[name].write_text(letter.page, encoding="utf-8")
    return found


SCREENS: tuple[tuple[int, Scheme], ...] = ((320, "light"), (360, "dark"), (800, "light"))
SCREEN = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}-{screen[1]}")
Looks = dict[tuple[str, tuple[int, Scheme]], dict[str, Any]]


@pytest.fixture(scope="module")
def looks(browser: Browser, pages: dict[str, Path]) -> Looks:
    """Every page looked at once on every screen."""
    found: Looks = {}
    for name, page in pages.items():
        for width, scheme in SCREENS:
            browser.open(page, width=width, scheme=scheme)
            found[name, (width, scheme)] = {
                "overflow": browser.evaluate(OVERFLOW),
                "words": browser.evaluate(CONTRAST),
                "taps": browser.evaluate(TAPS),
            }
    return found


@SCREEN
def test_no_letter_is_wider_than_its_screen(
    looks: Looks, pages: dict[str, Path], screen: tuple[int, Scheme]
) -> None:
    for name in pages:
        seen = looks[name, screen]["overflow"]
        assert seen["room"] == screen[0], name
        assert seen["page"] <= seen["room"], (name, seen)
        assert not seen["wide"], (name, seen)


def test_no_english_letter_is_wider_than_the_narrowest_phone(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = tmp_path_factory.mktemp("english") / "letter.html"
    write = composer(language="en")
    for sample in samples():
        if sample.letter.kind == "notice" and sample.name not in _NOTICES:
            continue
        page.write_text(taken_apart(write.compose(sample.letter)).page, encoding="utf-8")
        browser.open(page, width=320)
        seen = browser.evaluate(OVERFLOW)
        assert seen["page"] <= seen["room"] == 320, (sample.name, seen)
        assert not seen["wide"], (sample.name, seen)
        for tap in browser.evaluate(TAPS):
            assert min(tap["height"], tap["width"]) >= SMALLEST_TAP, (sample.name, tap)


def test_a_warning_is_read_before_the_answers_it_is_about(browser: Browser, pages: dict[str, Path]) -> None:
    """That there is something to check stands above the first button; what it is, above the facts."""
    browser.open(pages["approval-warnings"], width=360)
    places = browser.evaluate("""(() => { const top = e => e.getBoundingClientRect().top;
      const said = [...document.querySelectorAll('p.strong, p, h2')];
      return [said.find(e => e.innerText.includes('พบข้อที่ควรตรวจสอบ 3 ข้อ')),
              document.querySelector('a[href^=mailto]'),
              said.find(e => e.innerText === 'ข้อที่ควรตรวจสอบ'),
              said.find(e => e.innerText === 'เรื่องที่ขออนุมัติ')].map(top); })()""")
    assert places == sorted(places)


@SCREEN
def test_every_word_stands_out_from_what_is_behind_it(
    looks: Looks, pages: dict[str, Path], screen: tuple[int, Scheme]
) -> None:
    for name in pages:
        words = looks[name, screen]["words"]
        assert len(words) > 4, name
        for seen in words:
            enough = LARGE_TEXT if seen["large"] else SMALL_TEXT
            assert seen["ratio"] >= enough, (name, seen)


@SCREEN
def test_every_button_is_large_enough_for_a_thumb(
    looks: Looks, pages: dict[str, Path], screen: tuple[int, Scheme]
) -> None:
    assert len(looks["approval", screen]["taps"]) == 4
    for name in pages:
        for seen in looks[name, screen]["taps"]:
            assert seen["height"] >= SMALLEST_TAP, (name, seen)
            assert seen["width"] >= SMALLEST_TAP, (name, seen)
            assert seen["right"] <= screen[0], (name, seen)


def test_the_first_answer_is_seen_without_scrolling_on_a_phone(
    browser: Browser, pages: dict[str, Path]
) -> None:
    for name in ("approval", "confirm-decision", "task-need-url", "report", "acknowledgement-certify"):
        browser.open(pages[name], width=360, height=640)
        first = "document.querySelector('a[href^=mailto]').getBoundingClientRect().bottom"
        top = browser.evaluate(first)
        assert top <= 640, (name, top)


def test_thai_marks_are_not_cut_by_the_line_they_stand_in(browser: Browser, pages: dict[str, Path]) -> None:
    """Lines are at least half as high again as the letters, so ปั๊ม and ญู have room."""
    script = """[...document.querySelectorAll('td, p, h1, h2, li, a')]
      .filter(e => e.innerText.trim().length > 1)
      .map(e => { const s = getComputedStyle(e);
                  return parseFloat(s.lineHeight) / parseFloat(s.fontSize); }).filter(r => r < 1.5)"""
    for name in ("approval", "digest", "report", "edge-long"):
        browser.open(pages[name], width=360)
        assert browser.evaluate(script) == [], name


def test_no_word_of_ours_lacks_its_letters(browser: Browser, pages: dict[str, Path]) -> None:
    """A glyph that is missing is drawn as the same box as any other; Thai letters must differ from it."""
    script = """(() => {
      const draw = c => { const v = document.createElement('canvas'); v.width = v.height = 40;
        const x = v.getContext('2d');
        x.font = '24px ' + getComputedStyle(document.querySelector('h1')).fontFamily;
        x.fillText(c, 8, 30); return v.toDataURL(); };
      const missing = draw('\\u{10FFFD}');
      const used = new Set(document.body.innerText.replace(/[\\s\\u0300-\\u036f]/g, ''));
      return [...used].filter(c => draw(c) === missing); })()"""
    for name in ("approval", "help", "digest", "report", "task"):
        browser.open(pages[name], width=360)
        assert browser.evaluate(script) == [], name
