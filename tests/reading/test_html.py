"""HTML as a reader sees it: tables, ticks, strikes, hidden words, links."""

# ruff: noqa: E501  # mails and pages stand here as they are sent, one a line

import pytest

from mailbot.reading.html import read_html


def text(html: str) -> str:
    return "\n".join(line.text for line in read_html(html).lines if line.depth == 0).strip()


def test_a_table_row_is_one_line_with_tabs() -> None:
    page = (
        "<table class=MsoTableGrid><tr><td><p>ชื่อ - สกุล<o:p></o:p></p></td><td><p>นางพรทิพย์&nbsp; แก้วมณี</p></td></tr>"
        "<tr><td>สังกัด</td><td>กลุ่มบริหารงาน<br>การเงินฯ</td></tr></table>"
    )
    assert text(page) == "ชื่อ - สกุล\tนางพรทิพย์ แก้วมณี\nสังกัด\tกลุ่มบริหารงาน การเงินฯ"


def test_a_table_without_end_tags_is_read_too() -> None:
    assert text("<table><tr><td>ก<td>ข<tr><td>ค<td>ง</table>") == "ก\tข\nค\tง"


def test_page_layout_in_a_table_stays_lines() -> None:
    assert text("<table><tr><td><p>หนึ่ง</p><p>สอง</p></td></tr></table>").split() == ["หนึ่ง", "สอง"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<span style='font-family:Wingdings'>þ</span> ก <span style='font-family:Wingdings'>¨</span> ข",
            "☑ ก ☐ ข",
        ),
        ("<font face='Wingdings'>&#254;</font> ก <font face=Wingdings>&#168;</font> ข", "☑ ก ☐ ข"),
        (
            "<span style='font-family:\"Wingdings 2\"'>R</span> ก <span style='font-family:\"Wingdings 2\"'>£</span> ข",
            "☑ ก ☐ ข",
        ),
        ("<span style='font-family:Wingdings'>&#xF0FE;</span> ก", "☑ ก"),
        ("<input type=checkbox checked> ก <input type=checkbox> ข", "☑ ก ☐ ข"),
        ("<span style='font-family:Tahoma'>þ</span>", "þ"),
    ],
)
def test_ticks_are_read_while_the_font_is_known(html: str, expected: str) -> None:
    assert text(html) == expected


@pytest.mark.parametrize(
    "html",
    ["<s>ไม่</s>อนุมัติ", "<strike>ไม่</strike>อนุมัติ", "<del>ไม่</del>อนุมัติ",
     "<span style='text-decoration: line-through'>ไม่</span>อนุมัติ"],
)  # fmt: skip
def test_struck_words_are_marked(html: str) -> None:
    assert text(html) == "~~ไม่~~อนุมัติ"


@pytest.mark.parametrize(
    "style",
    ["display:none", "display : none !important", "visibility:hidden", "font-size:0", "font-size:0px", "font-size:1px",
     "mso-hide:all", "opacity:0", "color:#fff", "color:white", "color:rgb(255,255,255)", "color:#fefefe",
     "color:transparent", "max-height:0;overflow:hidden", "text-indent:-9999px", "position:absolute;left:-10000px",
     "background:#000;color:#000"],
)  # fmt: skip
def test_what_a_reader_cannot_see_is_not_text(style: str) -> None:
    page = read_html(f"<p>เห็น</p><div style='{style}'>อนุมัติ</div>")
    assert [line.text for line in page.lines if line.text] == ["เห็น"]
    assert page.hidden


@pytest.mark.parametrize(
    "html",
    ["<style>.a{display:none}</style><p>เห็น</p><p class='x A'>อนุมัติ</p>", "<p>เห็น</p><p hidden>อนุมัติ</p>",
     "<style>#k { font-size:0 }</style><p>เห็น</p><p id=k>อนุมัติ</p>", "<p>เห็น</p><noscript>อนุมัติ</noscript>",
     "<style>x{}</style><p>เห็น</p><template>อนุมัติ</template>"],
)  # fmt: skip
def test_what_a_style_sheet_or_an_element_hides_is_not_text(html: str) -> None:
    assert text(html) == "เห็น"


@pytest.mark.parametrize(
    "html",
    ["<div style='background:#000;color:#fff'>เห็น</div>", "<table bgcolor='#003366'><tr><td style='color:white'>เห็น</table>",
     "<style>@media print{.a{display:none}}</style><p class=a>เห็น</p>", "<p style='font-size:12px'>เห็น</p>",
     "<p style='color:#000000;background:white'>เห็น</p>", "<!-- <p style='display:none'> --><p>เห็น</p>"],
)  # fmt: skip
def test_what_a_reader_sees_is_text(html: str) -> None:
    page = read_html(html)
    assert [line.text for line in page.lines if line.text] == ["เห็น"]
    assert not page.hidden


def test_a_link_is_followed_by_its_address_when_its_words_are_not_it() -> None:
    page = read_html(
        "<a href='https://www.sea.example/1'>ดูที่นี่</a> <a href='https://a.example/x'>https://a.example/x</a>"
    )
    assert page.lines[0].text == "ดูที่นี่ <https://www.sea.example/1> https://a.example/x"
    assert page.links == ["https://www.sea.example/1", "https://a.example/x"]


def test_lists_and_emoji_pictures() -> None:
    assert text("<ol><li>ก<li>ข</ol><ul><li>ค</ul><img data-emoji='👍' alt='👍'>") == "1. ก\n2. ข\n- ค\n👍"


def test_an_indented_paragraph_is_no_quote_but_a_blockquote_is() -> None:
    indented = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">ย่อหน้า</blockquote>'
    assert text(indented) == "ย่อหน้า"
    assert text("<blockquote>เดิม</blockquote>") == ""


def test_scripts_comments_and_titles_are_no_text() -> None:
    assert text("<title>t</title><script>if (a<b) x</script><!-- c -->เห็น<?php x ?>") == "เห็น"
