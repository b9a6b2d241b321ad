"""The register as a page: searched and filtered in a real browser, reaching for nothing outside itself."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

import pytest

from mailbot.core.request import Event, EventKind, Fields, Item, Party, Request, Status
from mailbot.sandbox.browser import Browser, chromium
from mailbot.sandbox.samples import OFFICE
from mailbot.writing.page import Line, render_page
from tests.conversations.correspondence import BANGKOK

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=BANGKOK)
EVIL = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


def _request(number: int, topic: str, status: Status, month: str = "2569-11") -> Request:
    return Request(
        month=month,
        number=f"WEB-2569-{number:04d}",
        status=status,
        requester=Party(address="a@sea.example", name="นางสาวสมฤดี ปิ่นแก้ว"),
        unit=OFFICE.units[0].id,
        received_at=NOW,
        fields=Fields(topic=topic, detail="รายละเอียด"),
        items=(Item(site=OFFICE.sites[0].id),),
        events=(Event(at=NOW, kind=EventKind.RECEIVED),),
    )


def _page() -> str:
    requests = [
        _request(1, "ข่าวประชุมผู้บริหาร", Status.PUBLISHED),
        _request(2, EVIL, Status.AWAITING_APPROVAL),
        _request(3, "แผนปฏิบัติการ", Status.PUBLISHED, "2569-10"),
    ]
    lines = [
        Line(at=NOW, sender=EVIL, reader="สพม.", subject=EVIL, text=EVIL, bot=False, request="WEB-2569-0002"),
        Line(
            at=NOW,
            sender="สพม.",
            reader="ก",
            subject="ตอบ",
            text="รับเรื่องแล้ว",
            bot=True,
            request="WEB-2569-0001",
        ),
    ]
    return render_page(OFFICE, requests, lines, made_at=NOW)


def test_the_page_names_nothing_outside_itself() -> None:
    html = _page()
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", html)
    assert "default-src 'none'" in html
    assert '<html lang="th">' in html


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("chromium is not installed")
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(_page(), encoding="utf-8")
    with Browser() as browser:
        browser.open(path, width=360)
        yield browser


def _shown(browser: Browser, script: str) -> list[str]:
    found = browser.evaluate(
        f"(() => {{ {script}; return JSON.stringify([...document.querySelectorAll('#requests > details')]"
        ".filter(row => !row.hidden).map(row => row.id)) })()"
    )
    return list(json.loads(found))


def _choose(field: str, value: str) -> str:
    clear = "for (const id of ['search', 'status', 'unit', 'month']) document.getElementById(id).value = ''"
    set_value = f"const f = document.getElementById({field!r}); f.value = {value!r}"
    return f"{clear}; {set_value}; f.dispatchEvent(new Event('input', {{bubbles: true}}))"


def test_it_is_searched_and_filtered(opened: Browser) -> None:
    assert len(_shown(opened, _choose("search", ""))) == 3
    assert _shown(opened, _choose("search", "ประชุม")) == ["WEB-2569-0001"]
    assert _shown(opened, _choose("status", "awaiting_approval")) == ["WEB-2569-0002"]
    assert _shown(opened, _choose("month", "2569-10")) == ["WEB-2569-0003"]
    assert _shown(opened, _choose("search", "ไม่มีเรื่องนี้")) == []
    assert opened.evaluate("!document.getElementById('none').hidden") is True


def test_what_people_wrote_is_only_shown(opened: Browser) -> None:
    assert "taken" not in opened.evaluate("document.title")
    assert opened.evaluate("document.querySelectorAll('#requests img').length") == 0


def test_it_fits_a_phone_and_every_field_has_a_name(opened: Browser) -> None:
    _shown(opened, _choose("search", ""))
    root = "document.documentElement"
    fits = opened.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    named = opened.evaluate(
        "[...document.querySelectorAll('input, select')].every(f => f.labels.length === 1)"
    )
    small = opened.evaluate(
        "[...document.querySelectorAll('summary, input, select')]"
        ".filter(f => f.getBoundingClientRect().height < 44).map(f => f.tagName + ' ' + f.id).join()"
    )
    assert fits is True
    assert named is True
    assert small == ""
