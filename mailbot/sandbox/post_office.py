"""The practice post office: a whole mail system for one office, on loopback, in one process.

The bot has a mailbox on a real IMAP server and hands its letters to a real SMTP server. Mail to the bot comes
in as through the office's mail exchanger: with trace headers, and with the exchanger's own verdict on the
sender, forged ones taken out. Everybody else's mailbox is a list and a folder of ``.eml`` files. Nothing ever
leaves the machine.
"""

import asyncio
import email.policy
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import format_datetime, getaddresses
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from mailbot.sandbox.dovecot import DovecotServer
from mailbot.sandbox.imap_server import PymapServer
from mailbot.sandbox.smtp_server import Handed, SmtpServer

_HEADER_FIELD = re.compile(rb"[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*")
_UNSAFE = re.compile(r"[^\w.@+-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How one reaches a server."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: Literal["none"] = "none"


class PracticePostOffice:
    """A mail system from ``with`` (or ``async with``) to its end; every method may be called from any thread.

    ``folder``: where mails are kept as files, in ``people/<address>`` and ``incoming``. ``people``: whose
    mailboxes exist from the start; mail to anybody else opens one. ``imap``: ``dovecot`` where installed.
    ``now``: the clock for trace headers, which a practice office may move.
    """

    def __init__(
        self,
        folder: Path,
        *,
        bot_address: str = "web@office.example",
        people: Sequence[str] = (),
        imap: Literal["pymap", "dovecot"] = "pymap",
        authserv_id: str = "mx.office.example",
        password: str = "practice",  # noqa: S107 - of a mailbox on loopback that lives for a minute
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self.bot_address = bot_address
        self.authserv_id = authserv_id
        self.refused: set[str] = set()
        """Addresses that do not exist: RCPT is answered with 550."""
        self.handed: list[Handed] = []
        """Every letter the bot handed over, in order."""
        self._user = bot_address.partition("@")[0]
        self._password = password
        self._now = now
        users = {self._user: password}
        self.imap_server: PymapServer | DovecotServer = (
            DovecotServer(users) if imap == "dovecot" else PymapServer(users)
        )
        self.smtp_server = SmtpServer(users=users, take=self._take, refuse=self._is_refused, keep=False)
        self._mailboxes: dict[str, list[bytes]] = {_key(address): [] for address in people}
        self._arrived = threading.Condition()
        self._incoming = 0

    @property
    def imap(self) -> Access:
        """The bot's mailbox."""
        return Access(
            host=self.imap_server.host, port=self.imap_server.port, user=self._user, password=self._password
        )

    @property
    def smtp(self) -> Access:
        """Where the bot hands over its letters."""
        return Access(
            host=self.smtp_server.host, port=self.smtp_server.port, user=self._user, password=self._password
        )

    def start(self) -> Self:
        """Open for business."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.imap_server.start()
        try:
            self.smtp_server.start()
        except BaseException:
            self.imap_server.stop()
            raise
        return self

    def stop(self) -> None:
        """Close; the files stay."""
        self.smtp_server.stop()
        self.imap_server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.start)

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)

    async def deliver(
        self,
        raw: bytes,
        *,
        mail_from: str | None = None,
        rcpt: Sequence[str] = (),
        authenticated: bool = True,
    ) -> None:
        """Somebody sends a mail; see ``deliver_now``."""
        await asyncio.to_thread(
            self.deliver_now, raw, mail_from=mail_from, rcpt=rcpt, authenticated=authenticated
        )

    def deliver_now(
        self,
        raw: bytes,
        *,
        mail_from: str | None = None,
        rcpt: Sequence[str] = (),
        authenticated: bool = True,
    ) -> None:
        """A mail comes in for ``rcpt`` (the bot, if nobody is named).

        ``mail_from``: the envelope sender, «» for a bounce; by default the From address. ``authenticated``
        false: the sender's domain did not send it, and the exchanger says so.
        """
        sender = _from_address(raw) if mail_from is None else mail_from
        for recipient in rcpt or (self.bot_address,):
            if self._is_bot(recipient):
                self._deliver_to_bot(raw, sender, recipient, authenticated=authenticated)
            else:
                self._keep(recipient, raw)

    def mailbox_of(self, address: str) -> list[bytes]:
        """The mails this person has got so far, as they were sent."""
        with self._arrived:
            return list(self._mailboxes.get(_key(address), ()))

    def everybody(self) -> list[str]:
        """Whoever has a mailbox."""
        with self._arrived:
            return sorted(self._mailboxes)

    async def wait_for(self, address: str, count: int = 1, timeout: float = 30.0) -> list[bytes]:  # noqa: ASYNC109 - also used by scripts without a loop of their own
        """The person's mails, once there are ``count``; TimeoutError when they do not come."""
        return await asyncio.to_thread(self.wait_for_now, address, count, timeout)

    def wait_for_now(self, address: str, count: int = 1, timeout: float = 30.0) -> list[bytes]:
        """See ``wait_for``."""
        with self._arrived:
            if not self._arrived.wait_for(
                lambda: len(self._mailboxes.get(_key(address), ())) >= count, timeout
            ):
                got = len(self._mailboxes.get(_key(address), ()))
                raise TimeoutError(f"{address} has got {got} mails, not {count}, within {timeout:g} s")
            return list(self._mailboxes[_key(address)])

    def _take(self, letter: Handed) -> None:
        """The bot has handed over a letter; called in the thread of the SMTP server."""
        with self._arrived:
            self.handed.append(letter)
        for recipient in letter.recipients:
            if self._is_bot(recipient):
                self._deliver_to_bot(letter.raw, letter.sender, recipient, authenticated=True)
            else:
                self._keep(recipient, letter.raw)

    def _keep(self, recipient: str, raw: bytes) -> None:
        with self._arrived:
            mails = self._mailboxes.setdefault(_key(recipient), [])
            mails.append(raw)
            self._write(self.folder / "people" / _UNSAFE.sub("_", _key(recipient)), len(mails), raw)
            self._arrived.notify_all()

    def _deliver_to_bot(self, raw: bytes, sender: str, recipient: str, *, authenticated: bool) -> None:
        with self._arrived:
            self._incoming += 1
            number = self._incoming
        stamped = self.stamp(
            raw, sender=sender, recipient=recipient, authenticated=authenticated, number=number
        )
        self._write(self.folder / "incoming", number, stamped)
        self.imap_server.deliver(self._user, stamped)

    def stamp(
        self, raw: bytes, *, sender: str, recipient: str, authenticated: bool, number: int = 0
    ) -> bytes:
        """The mail as the exchanger passes it on: RFC 5321, 4.4 (trace) and RFC 8601, 5 (forged results)."""
        domain = _from_address(raw).rpartition("@")[2] or "unknown.example"
        verdict = "pass" if authenticated else "fail"
        mail_from = sender.rpartition("@")[2] or "postmaster"
        trace = (
            f"Return-Path: <{sender}>",
            f"Delivered-To: {recipient}",
            f"Authentication-Results: {self.authserv_id}; dmarc={verdict} header.from={domain};",
            f"\tspf={verdict} smtp.mailfrom={mail_from}",
            f"Received: from mail.{domain} (mail.{domain} [192.0.2.1])",
            f"\tby {self.authserv_id} with ESMTPS id P{number:06d}",
            f"\tfor <{recipient}>; {format_datetime(self._now())}",
            "",
        )
        return "\r\n".join(trace).encode("utf-8", "surrogateescape") + self._without_forged(raw)

    def _without_forged(self, raw: bytes) -> bytes:
        head, blank, body = raw.partition(b"\r\n\r\n")
        if not blank:
            return raw
        ours = re.compile(
            rb"authentication-results\s*:\s*" + re.escape(self.authserv_id.encode()) + rb"\b", re.IGNORECASE
        )
        kept = [line for line in _HEADER_FIELD.findall(head + b"\r\n") if not ours.match(line)]
        return b"".join(kept) + b"\r\n" + body

    def _is_bot(self, address: str) -> bool:
        local, _, domain = _key(address).partition("@")
        return f"{local.partition('+')[0]}@{domain}" == _key(self.bot_address)

    def _is_refused(self, address: str) -> bool:
        return _key(address) in {_key(refused) for refused in self.refused}

    @staticmethod
    def _write(folder: Path, number: int, raw: bytes) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:04d}.eml").write_bytes(raw)


def _key(address: str) -> str:
    return address.strip().casefold()


def _from_address(raw: bytes) -> str:
    header = BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)
    found = [address for _, address in getaddresses([str(value) for value in header.get_all("From", [])])]
    return next((address for address in found if "@" in address), "")
