"""The composition root: reads settings, builds the edges, hands them to the shell.

The only file that reads the clock and makes secrets.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.config.settings import Settings
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.ledger import ALL_FOLDERS
from mailbot.flow import Flow
from mailbot.outbox import Outbox
from mailbot.ports import Archive, Clock, Composer, Mailbox, Mint, Postman, Reader, Register, Writer
from mailbot.service import Pulse, Service
from mailbot.timers import Timers

if TYPE_CHECKING:
    from mailbot.edge.register import FileRegister

_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
OFFICE_TIME = "Asia/Bangkok"
"""Until the settings say otherwise."""
IDLE_HOUSEKEEPING = 1_000_000
"""Bytes of transactions that are worth a checkpoint when there is nothing else to do."""
_SECRET_BYTES = 16
"""128 bits (design section 7)."""


class SystemClock:
    """The real clock, in the office's time zone."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(self._zone)


class KeyedMint:
    """Derives each letter's secret from the office's key, so that no secret is ever kept (HMAC-SHA256)."""

    def __init__(self, key: bytes) -> None:
        if len(key) < _SECRET_BYTES:
            raise ValueError("the office's key must have at least 16 bytes")
        self._key = key

    def token(self, letter_id: str) -> str:
        """The secret of this letter: 26 characters of Crockford base32."""
        made = hmac.new(self._key, b"letter:" + letter_id.encode(), hashlib.sha256).digest()[:_SECRET_BYTES]
        return base64.b32encode(made).decode().rstrip("=").translate(_CROCKFORD)

    def hash(self, token: str) -> str:
        """What the register keeps of it."""
        return hashlib.sha256(b"mailbot:" + token.upper().encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything built for one run."""

    settings: Settings
    register: Register
    archive: Archive
    flow: Flow
    outbox: Outbox
    timers: Timers
    service: Service
    reader: Reader
    composer: Composer
    clock: Clock
    mint: Mint

    async def close(self) -> None:
        """Leave the servers, end the children, write everything out."""
        await self.reader.close()
        await self.outbox.close()
        await self.flow.close()
        self.register.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Stand-ins for parts of the world, for the practice office and the tests. None: the real one."""

    clock: Clock | None = None
    mailbox: Mailbox | None = None
    postman: Postman | None = None
    register: Register | None = None
    archive: Archive | None = None
    reader: Reader | None = None
    writer: Callable[[Composer], Writer] | None = None
    """Made with the office's composer."""
    since: datetime | None = None
    batch: int = 50


def build(settings: Settings, parts: Parts | None = None) -> App:
    """Build the bot from its settings. Raises RegisterError when the data folder is in use or damaged."""
    given = parts or Parts()
    observing = settings.mode == "observe"
    if observing:
        given = _observing(settings, given)
    office = settings.office
    clock = given.clock or SystemClock(office.timezone)
    mint = KeyedMint(bytes.fromhex(settings.key.get_secret_value()))
    archive = given.archive or make_archive(settings)
    register = given.register or open_register(settings, clock)
    mailbox = given.mailbox or make_mailbox(settings)
    reader = given.reader or make_reader(settings, vocabulary(settings))
    composer = make_composer(settings, archive, mint)
    flow = Flow(
        office=office,
        mailbox=mailbox,
        register=register,
        archive=archive,
        reader=reader,
        vocabulary=vocabulary(settings),
        mint=mint,
        clock=clock,
        batch=given.batch,
        max_bytes=settings.reading.max_bytes,
        since=given.since,
    )
    writer = given.writer(composer) if given.writer else make_writer(settings, archive, mint)
    postman = given.postman or make_postman(settings)
    outbox = Outbox(office=office, register=register, writer=writer, postman=postman, clock=clock)
    timers = Timers(office=office, register=register, mint=mint, clock=clock, observing=observing)
    service = Service(
        flow=flow,
        outbox=outbox,
        timers=timers,
        mailbox=mailbox,
        clock=clock,
        beat=_heartbeat(settings.data, clock),
        keep_house=_housekeeping(register),
        poll_seconds=settings.imap.poll_seconds,
        idle=settings.imap.idle,
    )
    return App(
        settings=settings,
        register=register,
        archive=archive,
        flow=flow,
        outbox=outbox,
        timers=timers,
        service=service,
        reader=reader,
        composer=composer,
        clock=clock,
        mint=mint,
    )


def open_register(settings: Settings, clock: Clock) -> "FileRegister":
    """The register of this data folder, for this process alone."""
    from mailbot.edge.register import FileRegister

    return FileRegister(settings.data, now=clock.now())


def _observing(settings: Settings, given: Parts) -> Parts:
    """Nothing is moved on the server; nobody is written to but the operator, once a day."""
    from mailbot.edge.untouched import QuietPostman, UntouchedMailbox

    mailbox = UntouchedMailbox(given.mailbox or make_mailbox(settings))
    postman = QuietPostman(
        given.postman or make_postman(settings), reader=settings.office.operator, prefix="observed:"
    )
    return replace(given, mailbox=mailbox, postman=postman)


@contextlib.contextmanager
def look_into(data: Path) -> Iterator["FileRegister"]:
    """The register for looking only, also while the bot runs; what it writes from now on is not seen."""
    from mailbot.edge.register import FileRegister

    register = FileRegister(data, now=None)
    try:
        yield register
    finally:
        register.close()


def make_archive(settings: Settings) -> Archive:
    """The archive beside the register."""
    from mailbot.edge.archive import FileArchive

    return FileArchive(settings.data / "archive")


def make_mailbox(settings: Settings) -> Mailbox:
    """The mailbox on the IMAP server."""
    from mailbot.edge.imap import ImapMailbox
    from mailbot.edge.secret_command import secret_of

    imap = settings.imap
    return ImapMailbox(
        host=imap.host,
        port=imap.port,
        user=imap.user,
        password=secret_of(imap, settings.folder),
        oauth2=imap.login == "oauth2",
        tls=imap.tls,
        inbox=imap.inbox,
        folders=ALL_FOLDERS,
        prefix=imap.folders,
        timeout=imap.timeout,
        tls_context=_tls(imap.ca_file),
    )


def make_postman(settings: Settings) -> Postman:
    """The postman who hands letters to the SMTP server."""
    from mailbot.edge.secret_command import secret_of
    from mailbot.edge.smtp import SmtpPostman

    smtp = settings.smtp
    return SmtpPostman(
        host=smtp.host,
        port=smtp.port,
        user=smtp.user,
        password=secret_of(smtp, settings.folder),
        oauth2=smtp.login == "oauth2",
        tls=smtp.tls,
        hello=settings.office.address.rpartition("@")[2],
        timeout=smtp.timeout,
        connections=smtp.connections,
        tls_context=_tls(smtp.ca_file),
    )


def _tls(ca_file: PurePath | None) -> "ssl.SSLContext | None":
    import ssl

    return ssl.create_default_context(cafile=str(ca_file)) if ca_file else None


def vocabulary(settings: Settings) -> Vocabulary:
    """The words of this office, for reading its mails."""
    trust = settings.trust
    return Vocabulary.of(
        settings.office,
        authserv_ids=trust.authserv_ids,
        verify_dkim=trust.verify_dkim,
        trusted_forwarders=trust.trusted_forwarders,
    )


def make_reader(settings: Settings | None, words: Vocabulary) -> Reader:
    """The reader, in children with the limits of the settings; without settings, with the default ones."""
    from mailbot.edge.dns import txt
    from mailbot.reading.worker import ChildReader

    if settings is None:
        return ChildReader(words)
    limits = settings.reading
    return ChildReader(
        words,
        children=limits.children,
        seconds=limits.seconds,
        memory=limits.memory_mb * 1024 * 1024,
        txt=txt,
    )


def make_composer(settings: Settings, archive: Archive, mint: Mint) -> Composer:
    """The composer with the office's templates and papers."""
    return _letterhead(settings).composer(archive, mint)


def make_writer(settings: Settings, archive: Archive, mint: Mint) -> Writer:
    """What the running bot writes its letters with: the composer, in a child with limits."""
    from mailbot.writing.worker import ChildWriter

    return ChildWriter(_letterhead(settings), archive, mint)


def _letterhead(settings: Settings) -> "Letterhead":
    from mailbot.writing.compose import Sending
    from mailbot.writing.letterhead import Letterhead

    return Letterhead(
        office=settings.office,
        templates=settings.templates,
        sending=Sending(
            name=settings.smtp.from_name,
            language=settings.language,
            plus_addressing=settings.trust.plus_addressing,
        ),
    )


def _housekeeping(register: Register) -> Callable[[], None]:
    """Write the journal into the months while nothing else is to do, once it is worth it."""
    from mailbot.edge.register import FileRegister

    def keep_house() -> None:
        if isinstance(register, FileRegister) and register.pending > IDLE_HOUSEKEEPING:
            register.checkpoint()

    return keep_house


def _heartbeat(data: Path, clock: Clock) -> Callable[[Pulse], None]:
    """Write ``heartbeat.json`` beside the register: it does not travel by the mailbox it watches."""
    path = data / "heartbeat.json"

    def beat(pulse: Pulse) -> None:
        state = {
            "at": clock.now().isoformat(),
            "pid": os.getpid(),
            "polled_at": pulse.polled_at.isoformat() if pulse.polled_at else None,
            "sent_at": pulse.sent_at.isoformat() if pulse.sent_at else None,
            "ticked_at": pulse.ticked_at.isoformat() if pulse.ticked_at else None,
            "trouble": pulse.trouble,
            "sending": pulse.sending,
            "held_back": pulse.held_back,
            "breaker": pulse.breaker,
            "unfetchable": pulse.unfetchable,
        }
        text = json.dumps(state)
        try:
            draft = path.with_suffix(".new")
            draft.write_text(text, encoding="utf-8")
            draft.replace(path)
        except OSError:
            # A full disk must not silence the news of it: the room of the old text is there still.
            with contextlib.suppress(OSError), path.open("r+b") as old:
                old.write(text.encode().ljust(os.fstat(old.fileno()).st_size))

    return beat


if TYPE_CHECKING:
    import ssl

    from mailbot.writing.letterhead import Letterhead
