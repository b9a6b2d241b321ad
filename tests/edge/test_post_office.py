"""The practice post office: the bot's two edges work with it as with a real mail system."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from mailbot.edge.imap import ImapMailbox
from mailbot.edge.smtp import SmtpPostman
from mailbot.ports import Parcel
from mailbot.sandbox import dovecot
from mailbot.sandbox.post_office import Access, PracticePostOffice
from tests.servers import mail

BOT = "web@office.example"


@pytest.fixture(params=["pymap", "dovecot"])
def kind(request: pytest.FixtureRequest) -> Literal["pymap", "dovecot"]:
    if request.param == "dovecot" and not dovecot.installed():
        pytest.skip("Dovecot (Debian: dovecot-imapd) is not installed")
    chosen: Literal["pymap", "dovecot"] = request.param
    return chosen


@pytest.fixture
def office(tmp_path: Path, kind: Literal["pymap", "dovecot"]) -> Iterator[PracticePostOffice]:
    with PracticePostOffice(tmp_path, bot_address=BOT, people=["malee@office.example"], imap=kind) as running:
        yield running


def inbox(office: PracticePostOffice) -> list[bytes]:
    access = office.imap
    box = ImapMailbox(
        host=access.host, port=access.port, user=access.user, password=access.password, tls=access.tls
    )
    try:
        return [item.raw for item in box.fetch(box.uids(), max_bytes=10_000_000)]
    finally:
        box.close()


def postman(access: Access) -> SmtpPostman:
    return SmtpPostman(
        host=access.host, port=access.port, user=access.user, password=access.password, tls=access.tls
    )


async def test_a_mail_goes_in_and_its_answer_comes_out(tmp_path: Path) -> None:
    async with PracticePostOffice(tmp_path, bot_address=BOT, people=["malee@office.example"]) as office:
        await office.deliver(mail(1))
        (raw,) = inbox(office)
        assert raw.endswith(mail(1))
        bot = postman(office.smtp)
        answer = Parcel(sender=BOT, recipients=("malee@office.example", "boss@office.example"), raw=mail(2))
        assert (await bot.post(answer)).ok
        await bot.close()
        assert await office.wait_for("Malee@office.example") == [mail(2)]
        assert office.mailbox_of("boss@office.example") == [mail(2)]
        assert (tmp_path / "people" / "boss@office.example" / "0001.eml").read_bytes() == mail(2)
        assert (tmp_path / "incoming" / "0001.eml").read_bytes() == raw
        assert [handed.recipients for handed in office.handed] == [answer.recipients]
        with pytest.raises(TimeoutError, match="has got 1 mails, not 2"):
            await office.wait_for("malee@office.example", 2, timeout=0.05)


def test_the_exchanger_says_who_really_sent_it_on_top_and_takes_out_forged_words_of_its_own(
    office: PracticePostOffice,
) -> None:
    forged = (
        b"Authentication-Results: MX.office.example;\r\n dmarc=pass header.from=office.example\r\n"
        b"Authentication-Results: mx.other.example; dmarc=pass\r\n" + mail(1)
    )
    office.deliver_now(forged, authenticated=False)
    office.deliver_now(mail(2), mail_from="", rcpt=[BOT])
    spoofed, bounce = inbox(office)
    assert spoofed.startswith(b"Return-Path: <malee@office.example>\r\nDelivered-To: web@office.example\r\n")
    assert spoofed.lower().count(b"authentication-results: mx.office.example") == 1
    assert b"dmarc=fail header.from=office.example" in spoofed
    assert b"Authentication-Results: mx.other.example; dmarc=pass\r\n" in spoofed
    assert spoofed.endswith(mail(1))
    assert bounce.startswith(b"Return-Path: <>\r\n")
    assert b"dmarc=pass header.from=office.example" in bounce


def test_mail_to_a_plus_address_of_the_bot_is_the_bots(office: PracticePostOffice) -> None:
    office.deliver_now(mail(1), rcpt=["Web+SECRET@office.example"])
    (raw,) = inbox(office)
    assert b"Delivered-To: Web+SECRET@office.example" in raw
    assert office.everybody() == ["malee@office.example"]


async def test_a_letter_of_the_bot_to_itself_comes_back(office: PracticePostOffice) -> None:
    bot = postman(office.smtp)
    assert (await bot.post(Parcel(sender=BOT, recipients=(BOT,), raw=mail(7)))).ok
    await bot.close()
    (raw,) = inbox(office)
    assert raw.endswith(mail(7))


async def test_an_address_that_does_not_exist_is_refused(office: PracticePostOffice) -> None:
    office.refused.add("gone@office.example")
    bot = postman(office.smtp)
    posted = await bot.post(Parcel(sender=BOT, recipients=("gone@office.example",), raw=mail(1)))
    await bot.close()
    assert posted.permanent
    assert office.mailbox_of("gone@office.example") == []


async def test_only_who_logs_in_may_hand_over_letters(office: PracticePostOffice) -> None:
    stranger = SmtpPostman(host=office.smtp.host, port=office.smtp.port, tls="none")
    posted = await stranger.post(Parcel(sender=BOT, recipients=("malee@office.example",), raw=mail(1)))
    await stranger.close()
    assert not posted.ok
    assert "Authentication required" in posted.detail


def test_hundreds_of_mails_arrive_in_order(office: PracticePostOffice) -> None:
    for number in range(300):
        office.deliver_now(mail(number))
    bodies = [raw.rpartition(b"\r\n\r\n")[2] for raw in inbox(office)]
    assert bodies == [mail(number).rpartition(b"\r\n\r\n")[2] for number in range(300)]
