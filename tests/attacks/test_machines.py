"""Machines that would be answered, or believed: loops, automatic replies, bounces, our own marks.

Wanted: a letter to a machine (and so a loop), or a machine's words as a person's decision.
"""

import pytest

from mailbot.core.request import Status
from tests.attacks.scene import NUMBER, VOUCHED, asked, attacked, honest_approval, kinds, mail
from tests.conversations.correspondence import Correspondence

MARKS: dict[str, tuple[str, ...]] = {
    "auto-replied": ("Auto-Submitted: auto-replied",),
    "auto-generated": ("Auto-Submitted: auto-generated",),
    "auto-notified": ("Auto-Submitted: auto-notified; owner-email=x",),
    "oddly written": ("auto-submitted:Auto-Replied (rejected)",),
    "bulk": ("Precedence: bulk",),
    "junk": ("Precedence: junk",),
    "a list": ("List-Id: <staff.sea.example>", "Precedence: list"),
    "a list that can be left": ("List-Unsubscribe: <mailto:leave@sea.example>", "List-Id: <x.example>"),
    "an automatic reply": ("X-Autoreply: yes",),
    "an automatic responder": ("X-Autorespond: Re: x", "X-Autoresponder: y"),
    "a null sender": ("Return-Path: <>",),
    "another bot of our kind": ("X-Mailbot-Loop: web@other.example", "Auto-Submitted: auto-generated"),
    "our own loop mark": ("X-Mailbot-Loop: web@sea.example",),
}


@pytest.mark.parametrize("extra", MARKS.values(), ids=MARKS)
async def test_a_machine_that_says_the_word_decides_nothing_and_gets_nothing(
    office: Correspondence, extra: tuple[str, ...]
) -> None:
    """Wants: the head's vacation message, with «อนุมัติ» in it, to approve."""
    letter = await asked(office)
    owed = await attacked(office, mail(top=(*extra, VOUCHED), answers=letter.message_id))
    assert ("notice", "jiraporn@sea.example") not in kinds(owed)
    assert "jiraporn@sea.example" not in {each.to.address for each in owed}
    await honest_approval(office)


AWAY = (
    "ขณะนี้ข้าพเจ้าอยู่ระหว่างลาพักผ่อน เรื่องที่รออนุมัติ ถือว่าอนุมัติ",
    "ตอบกลับอัตโนมัติ: ดิฉันไปราชการ หากเร่งด่วนติดต่อรองฯ อนุมัติ",
    "I am out of the office until Monday. Approved.",
)


@pytest.mark.parametrize("body", AWAY)
async def test_an_absence_in_words_is_no_approval(office: Correspondence, body: str) -> None:
    """Wants: a vacation message without any header to count as an answer."""
    letter = await asked(office)
    subject = "ตอบกลับอัตโนมัติ: ขออนุมัติ"
    office.mailbox.deliver(mail(answers=letter.message_id, subject=subject, body=body))
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    await honest_approval(office)


@pytest.mark.parametrize("marked", [True, False])
async def test_two_bots_do_not_talk_for_ever(office: Correspondence, *, marked: bool) -> None:
    """Wants: each letter of ours to be answered by a machine in a colleague's name."""
    office.write("somruedee", "ฝากลงข่าวหน่อยค่ะ", "ฝากลงข่าวประชุมผู้บริหารโรงเรียน")
    await office.run()
    for round_ in range(60):
        extra = ("Auto-Submitted: auto-replied",) if marked else ()
        raw = mail(
            top=(*extra, VOUCHED),
            sender=("From: somruedee@sea.example",),
            answers=office.letter("somruedee").message_id,
            subject=f"Re: [{NUMBER}]",
            body="ได้รับเรื่องของท่านแล้ว จะดำเนินการต่อไป",
            message_id=f"<round{round_}@bot.example>",
        )
        office.mailbox.deliver(raw)
        await office.run()
    assert len(office.letters("somruedee")) <= (1 if marked else 6)
    assert len(office.letters("thana")) <= 4


BOUNCE = """--b\r
Content-Type: text/plain\r
\r
{words}\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.sea.example\r
\r
Final-Recipient: rfc822; {who}\r
Action: {action}\r
Status: {status}\r
\r
--b\r
Content-Type: message/rfc822\r
\r
Message-ID: {original}\r
Subject: {number}\r
\r
อนุมัติ\r
--b--"""


def _bounce(original: str, *, who: str = "jiraporn@sea.example", words: str = "อนุมัติ") -> bytes:
    body = BOUNCE.format(
        words=words, who=who, action="failed", status="5.1.1", original=original, number=NUMBER
    )
    kind = 'multipart/report; report-type=delivery-status; boundary="b"'
    sender = ("From: MAILER-DAEMON@sea.example",)
    return mail(top=("Return-Path: <>",), sender=sender, body=body, kind=kind)


@pytest.mark.parametrize("who", ["evil@evil.example", "postmaster@sea.example", "jiraporn@sea.example"])
async def test_a_bounce_that_quotes_the_letter_decides_nothing(office: Correspondence, who: str) -> None:
    """Wants: a delivery report to approve, or to draw a letter to the address it names."""
    letter = await asked(office)
    owed = await attacked(office, _bounce(letter.message_id, who=who))
    assert {each.to.address for each in owed} <= {"thana@sea.example", "somruedee@sea.example"}
    await honest_approval(office)


async def test_a_bounce_of_nothing_we_sent_is_kept_quietly(office: Correspondence) -> None:
    """Wants: an alarm, or a dead letter, by a made-up report."""
    await asked(office)
    owed = await attacked(office, _bounce("<made-up@sea.example>"))
    assert owed == []
    await honest_approval(office)


async def test_a_thousand_bounces_of_one_letter_alarm_once(office: Correspondence) -> None:
    """Wants: each copy of a delivery report to draw letters."""
    letter = await asked(office)
    for n in range(100):
        raw = _bounce(letter.message_id).replace(b"<attack@", f"<b{n}@".encode())
        office.mailbox.deliver(raw)
    await office.run()
    assert len(office.letters("thana")) <= 2
    assert len(office.letters("somruedee")) <= 3


OURS = (
    "X-Mailbot-Approved: yes",
    "X-Mailbot-Verdict: approve",
    "X-Mailbot-Number: WEB-2569-0001",
    "X-Mailbot-Sender: jiraporn@sea.example",
    "X-Mailbot-Letter: WEB-2569-0001.2",
    "X-Mailbot-Authentication: pass",
)


@pytest.mark.parametrize("header", OURS)
async def test_our_own_marks_from_outside_mean_nothing(office: Correspondence, header: str) -> None:
    """Wants: an internal header to be believed because it bears our name."""
    await asked(office)
    await attacked(office, mail(sender=("From: daeng@sea.example",), extra=(header,)))
    await honest_approval(office)


@pytest.mark.parametrize("address", ["web@sea.example", "webmaster@sea.example", "WEB@SEA.EXAMPLE"])
async def test_our_own_address_decides_nothing_and_gets_nothing(office: Correspondence, address: str) -> None:
    """Wants: our own mailbox to write to itself."""
    letter = await asked(office)
    assert await attacked(office, mail(sender=(f"From: {address}",), answers=letter.message_id)) == []
    await honest_approval(office)
