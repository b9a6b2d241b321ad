"""The mail servers: certificates, logins, what the mailbox can do, and who vouches for senders."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import Final

from mailbot.config import Settings
from mailbot.config.settings import Server
from mailbot.core.calendar import thai_date
from mailbot.doctor.certificate import CertificateError
from mailbot.doctor.commands import PROTOCOLS
from mailbot.doctor.findings import Finding, Words
from mailbot.doctor.world import World, announced, server_certificate
from mailbot.ports import Fetched, Mailbox, MailboxError, Parcel, Posted, Postman

_SOON: Final = timedelta(days=21)
"""A certificate that ends within it deserves a look: renewals run thirty days ahead."""
_RECENT: Final = 20
"""Mails looked at for their Authentication-Results."""
_ENOUGH: Final = 3
"""Mails that must agree before their authserv-id is proposed."""
_AUTHSERV_ID: Final = re.compile(r'(?:\([^()]*\)|\s)*("?)([A-Za-z0-9._-]+)\1(?:\s+\d+)?\s*(?:;|\(|$)')


async def certificates(settings: Settings, world: World, words: Words) -> AsyncIterator[Finding]:
    """Until when the servers' certificates hold."""
    for protocol in PROTOCOLS:
        server = settings.imap if protocol == "imap" else settings.smtp
        where = {"protocol": protocol.upper(), "host": server.host, "port": server.port}
        if server.tls == "none":
            yield words.ok("certificate", "none", **where)
            continue
        try:
            shown = await asyncio.to_thread(world.certificate or server_certificate, server, protocol)
        except CertificateError as error:
            yield words.fail("certificate", "untrusted" if error.reached else "silent", reason=error, **where)
            continue
        left = shown.until - world.clock.now()
        when = _day(shown.until, settings)
        facts = {"until": when, "days": left.days, "issuer": shown.issuer} | where
        yield (
            words.ok("certificate", **facts) if left > _SOON else words.warn("certificate", "ending", **facts)
        )


def _day(moment: datetime, settings: Settings) -> str:
    return thai_date(moment, short=True) if settings.language == "th" else moment.strftime("%Y-%m-%d")


async def mailbox(settings: Settings, box: Mailbox, world: World, words: Words) -> AsyncIterator[Finding]:
    """The login, the inbox, the filing folders (made when missing), and what the server can do."""
    imap = settings.imap
    facts = {"host": imap.host, "port": imap.port, "user": imap.user, "inbox": imap.inbox}
    try:
        state = await asyncio.to_thread(box.open)
    except MailboxError as error:
        yield words.fail("imap", _refused(imap), reason=error, **facts)
        return
    yield words.ok("imap", count=state.count, folders=imap.folders, **facts)
    try:
        able = await asyncio.to_thread(world.capabilities or announced, box)
    except MailboxError as error:
        yield words.fail("imap", _refused(imap), reason=error, **facts)
        return
    for capability in ("MOVE", "IDLE"):
        if able is not None and capability not in able:
            yield words.warn("imap", f"no_{capability.lower()}", seconds=imap.poll_seconds, **facts)


async def letters(settings: Settings, postman: Postman, words: Words) -> Finding:
    """Whether the server that takes letters lets us in. Nothing is sent."""
    smtp = settings.smtp
    facts = {"host": smtp.host, "port": smtp.port, "user": smtp.user or "-"}
    check = getattr(postman, "check", None)
    said: Posted = (
        await check()
        if check is not None
        else await postman.post(Parcel(sender=settings.office.address, recipients=(), raw=b""))
    )
    if said.ok:
        return words.ok("smtp", detail=said.detail, **facts)
    return words.fail("smtp", _refused(smtp), reason=said.detail, **facts)


def _refused(server: Server) -> str:
    """What to do about it is another thing with an access token than with a password."""
    return "refused_token" if server.login == "oauth2" else "refused"


async def vouchers(settings: Settings, box: Mailbox, words: Words, more: Sequence[bytes]) -> Finding:
    """Whose Authentication-Results the mails in the inbox, and those that are filed already, bear."""
    try:
        recent = (await asyncio.to_thread(box.uids))[-_RECENT:]
        raws = [fetched.raw for fetched in await asyncio.to_thread(_headers, box, recent)]
    except MailboxError as error:
        return words.fail("trust", "unread", reason=error)
    return judge_vouchers(settings, [*raws, *more], words)


def _headers(box: Mailbox, uids: list[int]) -> list[Fetched]:
    return list(box.fetch(uids, max_bytes=0))


def judge_vouchers(settings: Settings, raws: Iterable[bytes], words: Words) -> Finding:
    """What the topmost Authentication-Results of these mails say about whom to believe.

    Only the topmost counts: anybody can write one further down. A name is proposed only when every mail
    looked at bears it, because a server that writes none lets the sender's own stand on top.
    """
    tops = [topmost(raw) for raw in raws]
    seen = Counter(name for name in tops if name)
    counted = ", ".join(f"{name} ({count})" for name, count in seen.most_common(5))
    pinned = {name.casefold() for name in settings.trust.authserv_ids}
    facts = {"count": len(tops), "seen": counted, "pinned": ", ".join(settings.trust.authserv_ids)}
    if not tops:
        return words.warn("trust", "no_mail", **facts) if not pinned else words.ok("trust", "unseen", **facts)
    if not seen:
        return words.warn("trust", "none" if not pinned else "pinned_missing", **facts)
    if pinned:
        return words.ok("trust", **facts) if pinned & set(seen) else words.warn("trust", "others", **facts)
    name, count = seen.most_common(1)[0]
    if count == len(tops) >= _ENOUGH:
        return words.warn("trust", "propose", name=name, **facts)
    return words.warn("trust", "unsure", **facts)


def topmost(raw: bytes) -> str | None:
    """The authserv-id of the topmost Authentication-Results field, lower-case; None when there is none."""
    header = BytesHeaderParser(policy=compat32).parsebytes(raw)
    fields: Iterator[object] = (
        value for name, value in header.raw_items() if name.lower() == "authentication-results"
    )
    first = next(fields, None)
    found = _AUTHSERV_ID.match(str(first)) if first is not None else None
    return found[2].casefold() if found else None
