"""A mail to ourselves, there and back: sending, delivery, filing and the server's clock at once."""

import asyncio
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from mailbot.config import Settings
from mailbot.doctor.findings import Finding, Words
from mailbot.ports import Clock, Fetched, Mailbox, MailboxError, Parcel, Postman

_ROUNDS: Final = 12
_ROUND_SECONDS: Final = 5.0
_SKEW_WARN: Final = timedelta(seconds=60)
_SKEW_FAIL: Final = timedelta(minutes=30)
_FOLDER: Final = "machines"
_BYTES: Final = 1_000_000


async def round_trip(
    settings: Settings, box: Mailbox, postman: Postman, clock: Clock, words: Words, *, token: str
) -> tuple[list[Finding], bytes | None]:
    """Send one mail to our own address and find it again; ``token`` makes its Message-ID unique.

    Returns the findings, and the mail as it arrived.
    """
    address = settings.office.address
    message_id = f"<check.{token}@{address.rpartition('@')[2]}>"
    try:
        before = (await asyncio.to_thread(box.open)).uidnext
    except MailboxError as error:
        return [words.fail("self", "unread", address=address, reason=error)], None
    sent_at = clock.now()
    raw = _compose(address, message_id, sent_at, words)
    posted = await postman.post(Parcel(sender=address, recipients=(address,), raw=raw))
    if not posted.ok:
        return [words.fail("self", "unsent", address=address, reason=posted.detail)], None
    try:
        found, elsewhere = await asyncio.to_thread(_find, box, before, message_id)
    except MailboxError as error:
        return [words.fail("self", "unread", address=address, reason=error)], None
    if found is None:
        if elsewhere is not None:
            return [words.ok("self", "elsewhere", address=address, folder=elsewhere)], None
        return [words.fail("self", "lost", address=address, seconds=int(_ROUNDS * _ROUND_SECONDS))], None
    back_at = clock.now()
    seconds = f"{(back_at - sent_at).total_seconds():.1f}"
    findings = [words.ok("self", address=address, seconds=seconds)]
    if found.internal_date is not None:
        findings.append(_skew(found.internal_date, sent_at, back_at, words))
    return findings, found.raw


def _compose(address: str, message_id: str, now: datetime, words: Words) -> bytes:
    """A mail that every robot, ours included, takes for a robot's (RFC 3834)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = message["To"] = address
    message["Subject"] = words.text("self", "subject")
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Mailbot-Loop"] = address
    message.set_content(words.text("self", "body"))
    return message.as_bytes()


def _find(box: Mailbox, before: int, message_id: str) -> tuple[Fetched | None, str | None]:
    """Wait for the mail, and file it. Another folder means a running bot was quicker. Blocks."""
    wanted = message_id.encode("ascii")
    for _ in range(_ROUNDS):
        for fetched in box.fetch(box.uids(before - 1), max_bytes=_BYTES):
            if wanted in fetched.raw:
                box.file([fetched.uid], _FOLDER)
                return fetched, None
        if (folder := box.search_everywhere(message_id)) is not None:
            return None, folder
        box.wait(_ROUND_SECONDS)
    return None, None


def _skew(arrived: datetime, sent: datetime, back: datetime, words: Words) -> Finding:
    """How far the server's clock lies outside the time the mail was under way."""
    if arrived.tzinfo is None:
        return words.ok("clock", "unknown")
    skew = max(sent - arrived, arrived - back, timedelta(0))
    seconds = int(skew.total_seconds())
    if skew >= _SKEW_FAIL:
        return words.fail("clock", "off", seconds=seconds)
    return words.warn("clock", "off", seconds=seconds) if skew >= _SKEW_WARN else words.ok("clock")
