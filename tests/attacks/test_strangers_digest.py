"""Strangers in any number cannot make the digest too large to send, nor hide one another's mail in it."""

from datetime import datetime

from mailbot.core.digest import Desk, digest_for
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.request import Party
from tests.attacks.scene import mail
from tests.conversations.correspondence import MONDAY, Correspondence, sample_settings


def entry(sender: str, number: int, at: datetime = MONDAY) -> MailEntry:
    """One mail that waits for the webmaster's word."""
    return MailEntry(
        month="2569-11",
        ledger_key=f"<{number}.{sender}>",
        sha256="0" * 64,
        received_at=at,
        sender=sender,
        subject=f"mail {number}",
        outcome=Outcome.UNKNOWN_SENDER,
    )


def test_thousands_of_mails_make_a_digest_of_bounded_length(tmp_path: object) -> None:
    from pathlib import Path

    office = sample_settings(Path(str(tmp_path))).office
    flood = tuple(entry(f"s{n}@evil.example", n) for n in range(5000))
    honest = entry("teacher@school-two.example", 1)
    digest = digest_for(
        Party(address="thana@sea.example"), Desk(mails=(*flood, honest)), office, MONDAY, MONDAY
    )
    assert len(digest.lines) == 60
    assert digest.unlisted == 4941
    assert [line.who for line in digest.lines if line.key == honest.key] == ["teacher@school-two.example"]


def test_few_mails_are_all_listed(tmp_path: object) -> None:
    from pathlib import Path

    office = sample_settings(Path(str(tmp_path))).office
    mails = tuple(entry(f"s{n}@evil.example", n) for n in range(60))
    digest = digest_for(Party(address="thana@sea.example"), Desk(mails=mails), office, MONDAY, MONDAY)
    assert [line.key for line in digest.lines] == [each.key for each in mails]
    assert digest.unlisted == 0


async def test_what_was_not_listed_comes_when_the_rest_is_answered(office: Correspondence) -> None:
    for number in range(130):
        raw = mail(
            top=[],
            sender=[f"From: s{number}@evil.example"],
            subject="spam",
            message_id=f"<q{number}@x.example>",
        )
        office.mailbox.deliver(raw, internal_date=office.clock.time)
    await office.days(1)
    words = "\n".join(f"{number} ไม่รับ" for number in range(1, 61))
    office.answer("thana", office.letter("thana", "digest"), words)
    await office.days(1)
    newest = [letter for letter in office.every_letter() if letter.kind == "digest"][-1]
    assert newest.context.kind == "digest"
    assert len(newest.context.lines) == 60
    assert newest.context.unlisted == 10
