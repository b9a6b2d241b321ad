"""Who signed the form's part 2, and by which mail: as the requester's and the head's lines say it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from mailbot.core.office import Office
from mailbot.core.request import Item, Request
from mailbot.sandbox.enclosed import APPROVED
from mailbot.sandbox.samples import ITEM, NOW, NUMBER, OFFICE, WEBMASTER
from mailbot.writing.paper_form import Filing
from mailbot.writing.papers import Papers
from tests.conversations.correspondence import Correspondence, sample_settings
from tests.conversations.mails import form
from tests.writing.papers import bare, has, text

REPORTED = ITEM.model_copy(
    update={
        "given_at": NOW,
        "published_at": NOW - timedelta(days=1),
        "reported_at": NOW + timedelta(days=2),
        "reported_mail": "<up.1@sea.example>",
    }
)


def printed(item: Item, office: Office = OFFICE, **changes: Any) -> bytes:
    filled = APPROVED.model_copy(update={"items": (item.model_copy(update=changes),)})
    return Papers(office).form(Filing(number=NUMBER, received_at=NOW, form=filled), NOW).data


def test_the_webmaster_signs_by_the_mail_that_reported_the_publication() -> None:
    paper = printed(REPORTED)
    assert has(paper, f"ลงนามทางอิเล็กทรอนิกส์โดย {WEBMASTER.name} ({WEBMASTER.address}) วันที่ ๑๗ มกราคม ๒๕๖๙")
    assert has(paper, "อ้างอิง <up.1@sea.example>")
    assert has(paper, "ดำเนินการแล้วเสร็จเมื่อวันที่ ๑๔ มกราคม ๒๕๖๙"), "done before it was reported"


def test_a_register_of_before_names_the_day_it_went_up_and_no_mail() -> None:
    paper = printed(REPORTED, reported_at=None, reported_mail="")
    assert has(paper, f"ลงนามทางอิเล็กทรอนิกส์โดย {WEBMASTER.name} ({WEBMASTER.address}) วันที่ ๑๔ มกราคม ๒๕๖๙")
    assert bare(text(paper)).count(bare("อ้างอิง")) == 2, "of the requester and the head"


def test_what_is_not_up_is_not_signed_and_ink_leaves_room_for_itself() -> None:
    waiting = REPORTED.model_copy(
        update={"published_at": None, "published_by": None, "reported_at": None, "reported_mail": ""}
    )
    for paper in (printed(waiting), printed(REPORTED, OFFICE.model_copy(update={"blank_signature": True}))):
        assert not has(paper, f"ลงนามทางอิเล็กทรอนิกส์โดย {WEBMASTER.name}")
        assert not has(paper, "<up.1@sea.example>")


async def test_the_mail_that_says_published_is_kept_with_the_sites_share(tmp_path: Path) -> None:
    office = await Correspondence(sample_settings(tmp_path)).open()
    office.write("somruedee", "ขอเผยแพร่ข้อมูลข่าวสาร", form(), files=[("ประกาศ.pdf", b"%PDF-1.4 x")])
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    url = "https://www.sea.example/news/7"
    office.answer("thana", office.letter("thana", "task"), f"เผยแพร่แล้ว {url}")
    await office.run()
    (request,) = [
        each for month in office.app.register.months() for each in office.app.register.each(Request, month)
    ]
    (item,) = request.items
    last = request.events[-1]
    assert item.url == url
    assert item.reported_mail == last.mail
    assert item.reported_mail.startswith("<")
    assert item.reported_at == last.at
    await office.app.close()
