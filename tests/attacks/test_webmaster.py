"""In the webmaster's place: published, taken down, paper vouched for, strangers let in.

Wanted: that something counts as put up, taken down, signed on paper or admitted on a word that is not the
responsible webmaster's.
"""

import pytest

from mailbot.core.ledger import Mark, Outcome
from mailbot.core.letters import Purpose
from mailbot.core.request import Status
from tests.attacks.scene import (
    EVIL,
    URL,
    VOUCHED,
    approved,
    asked,
    attacked,
    honest_report,
    mail,
    published,
    secret_of,
)
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import PDF, form

FAILED = VOUCHED.replace("pass", "fail")
REPORTS = ("เผยแพร่แล้ว " + URL, "ไฟล์เปิดไม่ได้", "ไม่ใช่เว็บของผม เป็นของ law", "ลงแล้ว")


@pytest.mark.parametrize("words", REPORTS)
@pytest.mark.parametrize(
    ("sender", "top", "secret"),
    [
        ("thana@sea.example", (), False),
        ("thana@sea.example", (FAILED,), True),
        ("thana@sea.example", (FAILED,), False),
        ("naree@sea.example", (VOUCHED,), True),
        ("somruedee@sea.example", (VOUCHED,), True),
        ("jiraporn@sea.example", (VOUCHED,), True),
        ("thana@evil.example", (EVIL,), True),
    ],
)
async def test_only_the_sites_own_webmaster_reports(
    office: Correspondence, words: str, sender: str, top: tuple[str, ...], *, secret: bool
) -> None:
    """Wants: a report in the webmaster's name, or by a colleague who has the task letter."""
    task = await approved(office)
    answers = task.message_id if secret else None
    raw = mail(
        top=top, sender=(f"From: {sender}",), subject="Re: [WEB-2569-0001]", answers=answers, body=words
    )
    await attacked(office, raw)
    await honest_report(office)


ELSEWHERE = (
    "https://www.evil.example/news/1",
    "https://www.sea.example.evil.example/news/1",
    "https://www.sea.example@evil.example/news/1",
    "https://evil.example\\@www.sea.example/news/1",
    "https://evil.example/https://www.sea.example/news/1",
    "https://www.sea.example/law/1",
    "https://www.s\u0435a.example/news/1",
)


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_a_page_elsewhere_is_not_announced(office: Correspondence, url: str) -> None:
    """Wants: the office to announce an address that is not the site's."""
    task = await approved(office)
    office.answer("thana", task, f"เผยแพร่แล้ว {url}")
    await office.run()
    assert office.request().items[0].url in {None, ""}
    assert all(
        url not in item.url for each in office.requests() for item in each.items if item.url is not None
    )


@pytest.mark.parametrize(
    ("sender", "top"),
    [
        ("thana@sea.example", ()),
        ("thana@sea.example", (FAILED,)),
        ("somruedee@sea.example", (VOUCHED,)),
        ("jiraporn@sea.example", (VOUCHED,)),
        ("thana@evil.example", (EVIL,)),
    ],
)
@pytest.mark.parametrize("words", ["มีลายมือชื่ออนุมัติแล้ว", "ดำเนินการต่อ"])
async def test_paper_is_vouched_for_by_an_authentic_webmaster(
    office: Correspondence, sender: str, top: tuple[str, ...], words: str
) -> None:
    """Wants: a signature on paper that nobody has seen."""
    await asked(office)
    await attacked(office, mail(top=top, sender=(f"From: {sender}",), subject="WEB-2569-0001", body=words))
    office.write("thana", "WEB-2569-0001", "มีลายมือชื่ออนุมัติแล้ว")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


@pytest.mark.parametrize(
    ("sender", "top"),
    [
        ("thana@sea.example", (FAILED,)),
        ("naree@sea.example", (VOUCHED,)),
        ("somruedee@sea.example", (VOUCHED,)),
    ],
)
async def test_what_is_up_is_reported_down_by_its_webmaster_only(
    office: Correspondence, sender: str, top: tuple[str, ...]
) -> None:
    """Wants: a page to be closed in the register while it stays up."""
    await published(office)
    task = secret_of(office, "thana", Purpose.PUBLISH)
    await attacked(office, mail(top=top, sender=(f"From: {sender}",), answers=task, body="นำลงแล้ว"))
    office.answer("thana", office.letter("thana", "task"), "นำลงแล้ว")
    await office.run()
    assert office.status() == Status.TAKEN_DOWN


async def _digest(office: Correspondence) -> tuple[str, str]:
    """A stranger's mail waits in the webmaster's digest: its ledger key, and the digest's Message-ID."""
    stranger = office.write("someone@outside.example", "ขอเผยแพร่", form(), files=[PDF])
    await office.run()
    await office.days(1)
    return stranger, office.letter("thana", "digest").message_id


@pytest.mark.parametrize("words", ["ข้อ 1 รับ", "ข้อ 1 รับและเพิ่มบุคคล", "ข้อ 1 ไม่รับ", "1 รับ", "รับ"])
@pytest.mark.parametrize(
    ("sender", "top"),
    [
        ("thana@sea.example", (FAILED,)),
        ("somruedee@sea.example", (VOUCHED,)),
        ("jiraporn@sea.example", (VOUCHED,)),
        ("naree@sea.example", (VOUCHED,)),
        ("someone@outside.example", (VOUCHED.replace("sea.", "outside."),)),
    ],
)
async def test_only_the_digests_own_reader_lets_a_stranger_in(
    office: Correspondence, words: str, sender: str, top: tuple[str, ...]
) -> None:
    """Wants: to be let in, or to have a mail dropped, by somebody else's digest."""
    stranger, digest = await _digest(office)
    await attacked(office, mail(top=top, sender=(f"From: {sender}",), answers=digest, body=words))
    assert office.entry(stranger).outcome is Outcome.UNKNOWN_SENDER
    office.answer("thana", office.letter("thana", "digest"), "ข้อ 1 รับ")
    await office.run()
    assert office.entry(stranger).outcome is not Outcome.UNKNOWN_SENDER
    assert len(office.requests()) == 1


async def test_a_webmaster_who_has_left_lets_nobody_in(office: Correspondence) -> None:
    """Wants: an old digest to work after the last day in office."""
    from datetime import date

    stranger, digest = await _digest(office)
    old = office.settings.office
    people = tuple(
        each.model_copy(update={"until": date(2026, 11, 8)}) if each.address == "thana@sea.example" else each
        for each in old.people
    )
    office.settings = office.settings.model_copy(update={"office": old.model_copy(update={"people": people})})
    office.restart()
    raw = mail(sender=("From: thana@sea.example",), answers=digest, body="ข้อ 1 รับ")
    await attacked(office, raw)
    assert office.entry(stranger).outcome is Outcome.UNKNOWN_SENDER


async def test_an_admitted_mail_is_a_request_and_never_a_decision(office: Correspondence) -> None:
    """Wants: a stranger's «อนุมัติ» with the letter's secret to be let in as an approval."""
    letter = await asked(office)
    office.mailbox.deliver(
        mail(sender=("From: jiraporn@sea.example", "From: evil@evil.example"), answers=letter.message_id)
    )
    await office.run()
    await office.days(1)
    office.answer("thana", office.letter("thana", "digest"), "ทั้งหมด รับ\nข้อ 1 รับ\nข้อ 2 รับ")
    await office.run()
    assert office.request().approval is None


@pytest.mark.parametrize(
    ("sender", "top"),
    [
        ("wanida@sea.example", (FAILED,)),
        ("somruedee@sea.example", (VOUCHED,)),
        ("thana@sea.example", (VOUCHED,)),
        ("wanida@evil.example", (EVIL,)),
    ],
)
async def test_only_the_reviewer_reviews_the_report(
    office: Correspondence, sender: str, top: tuple[str, ...]
) -> None:
    """Wants: «ตรวจแล้ว» under a report in the reviewer's place."""
    await published(office)
    office.clock.forward(days=21)
    await office.days(3)
    report = office.letter("wanida", "report")
    await attacked(office, mail(top=top, sender=(f"From: {sender}",), answers=report.message_id, body="ทราบ"))
    assert office.register.find(Mark, "family", "reviewed") == []
    office.answer("wanida", report, "ทราบ")
    await office.run()
    assert len(office.register.find(Mark, "family", "reviewed")) == 1
