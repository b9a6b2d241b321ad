"""The office by post: people write mails, the bot runs, letters come back. Real parts except the servers.

Everything a test says is a mail somebody wrote, and everything it asserts is in a letter or the register.
"""

import email
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.app import App, Parts, build
from mailbot.config import load
from mailbot.config.settings import Settings
from mailbot.core.ledger import MailEntry
from mailbot.core.letters import Letter
from mailbot.core.office import Policy
from mailbot.core.request import Request
from mailbot.edge.archive import MemoryArchive
from mailbot.edge.memory_mailbox import MemoryMailbox
from mailbot.edge.memory_postman import MemoryPostman
from mailbot.edge.register import MemoryRegister
from mailbot.packaged import packaged
from mailbot.reading.worker import InlineReader
from mailbot.writing.worker import InlineWriter

BANGKOK = ZoneInfo("Asia/Bangkok")
MONDAY = datetime(2026, 11, 9, 9, 0, tzinfo=BANGKOK)
"""A working Monday in the sample calendar."""
AUTHSERV = "mx.sea.example"
KEY = "42" * 32


class MovableClock:
    """A clock the test moves."""

    def __init__(self, start: datetime = MONDAY) -> None:
        self.time = start

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)  # no two things happen at the same moment
        return self.time

    def forward(self, **span: float) -> None:
        self.time += timedelta(**span)

    def to(self, moment: datetime) -> None:
        assert moment >= self.time
        self.time = moment


@dataclass(frozen=True, kw_only=True)
class Received:
    """A letter as its reader gets it."""

    raw: bytes
    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        assert part is not None
        return str(part.get_content())

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or "" for part in self.message.iter_attachments()]


@dataclass
class Correspondence:
    """One office with its bot, for one test."""

    settings: Settings
    clock: MovableClock = field(default_factory=MovableClock)
    mailbox: MemoryMailbox = field(default_factory=MemoryMailbox)
    postman: MemoryPostman = field(default_factory=MemoryPostman)
    register: MemoryRegister = field(default_factory=MemoryRegister)
    archive: MemoryArchive = field(default_factory=MemoryArchive)
    written: int = 0
    read: int = 0

    def __post_init__(self) -> None:
        self.app: App = self._build()

    def _build(self) -> App:
        from mailbot.app import vocabulary

        return build(
            self.settings,
            Parts(
                clock=self.clock,
                mailbox=self.mailbox,
                postman=self.postman,
                register=self.register,
                archive=self.archive,
                reader=InlineReader(vocabulary(self.settings)),
                writer=InlineWriter,
            ),
        )

    def restart(self) -> None:
        """The process ends and starts again on what is stored."""
        self.app = self._build()

    async def open(self) -> "Correspondence":
        """The first start, on an empty mailbox."""
        await self.run()
        return self

    # --- people write --------------------------------------------------------------------------------

    def write(
        self,
        who: str,
        subject: str,
        body: str,
        *,
        files: Sequence[tuple[str, bytes]] = (),
        headers: dict[str, str] | None = None,
        authentication: str | None = "pass",
        references: Sequence[str] = (),
        html: str | None = None,
    ) -> str:
        """Somebody writes to the bot; returns the Message-ID. ``authentication``: what our server says."""
        self.written += 1
        message = EmailMessage(policy=email.policy.SMTP)
        address = self.address(who)
        person = self.settings.office.person(address)
        if authentication is not None:
            result = f"{AUTHSERV}; dmarc={authentication} header.from={address.rpartition('@')[2]}"
            message["Authentication-Results"] = result
        message["From"] = formataddr((person.name if person else who, address))
        message["To"] = self.settings.office.address
        message["Subject"] = subject
        message["Date"] = format_datetime(self.clock.time)
        message_id = f"<mail{self.written}@client.example>"
        message["Message-ID"] = message_id
        if references:
            message["In-Reply-To"] = references[-1]
            message["References"] = " ".join(references)
        for name, value in (headers or {}).items():
            del message[name]
            message[name] = value
        message.set_content(body)
        if html is not None:
            message.add_alternative(html, subtype="html")
        for name, data in files:
            kind = "pdf" if name.endswith(".pdf") else "octet-stream"
            message.add_attachment(data, maintype="application", subtype=kind, filename=name)
        self.mailbox.deliver(bytes(message), internal_date=self.clock.time)
        return message_id

    def answer(self, who: str, letter: Received, words: str, **more: object) -> str:
        """Somebody answers a letter, above the quote, as mail programs do."""
        quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
        sender = f"{self.settings.office.name} <{self.settings.office.address}>"
        body = f"{words}\n\nในวันที่ จ. 9 พ.ย. 2026 เวลา 09:00 {sender} เขียนว่า:\n\n{quoted}\n"
        references = [*str(letter.message.get("References", "")).split(), letter.message_id]
        return self.write(who, f"Re: {letter.subject}", body, references=references, **more)  # type: ignore[arg-type]  # passed on

    def address(self, who: str) -> str:
        """A first name of the sample office, or an address."""
        return who if "@" in who else f"{who}@sea.example"

    # --- the bot works -------------------------------------------------------------------------------

    async def run(self) -> None:
        """One pass of the bot."""
        await self.app.service.once()

    async def days(self, count: int) -> None:
        """So many calendar days go by, with the bot looking twice a day."""
        for _ in range(count):
            for hour in (9, 15):
                moment = self.clock.time.replace(hour=hour, minute=0, second=0, microsecond=0)
                if hour == 9:
                    moment += timedelta(days=1)
                if moment > self.clock.time:
                    self.clock.to(moment)
                await self.run()

    # --- people read ---------------------------------------------------------------------------------

    def letters(self, who: str | None = None) -> list[Received]:
        """Every letter posted so far, to one person or to all, oldest first."""
        received: list[Received] = []
        for parcel in self.postman.sent:
            message = email.message_from_bytes(parcel.raw, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            received.extend(
                Received(raw=parcel.raw, to=recipient, message=message)
                for recipient in parcel.recipients
                if who is None or recipient == self.address(who)
            )
        return received

    def letter(self, who: str, kind: str | None = None) -> Received:
        """The newest letter to this person, of a kind."""
        wanted = [each for each in self.letters(who) if kind is None or self.kind_of(each) == kind]
        assert wanted, f"no letter {kind or ''} to {who}; there are {self.overview()}"
        return wanted[-1]

    def kind_of(self, received: Received) -> str:
        """Which letter it is, by the register."""
        for letter in self.every_letter():
            if self.app.mint.token(letter.id).lower() in received.message_id.lower():
                return letter.kind
        raise AssertionError(f"{received.subject}: not in the register")

    def every_letter(self) -> list[Letter]:
        return [letter for month in self.register.months() for letter in self.register.each(Letter, month)]

    def overview(self) -> list[str]:
        return [f"{self.kind_of(each)} -> {each.to}: {each.subject}" for each in self.letters()]

    def kinds_to(self, who: str) -> list[str]:
        """The kinds of all letters to a person, in order."""
        return [self.kind_of(each) for each in self.letters(who)]

    # --- the register --------------------------------------------------------------------------------

    def request(self, number: str = "WEB-2569-0001") -> Request:
        found = self.register.get(Request, number)
        assert found is not None, f"no {number}"
        return found

    def status(self, number: str = "WEB-2569-0001") -> str:
        return self.request(number).status.value

    def requests(self) -> list[Request]:
        return [each for month in self.register.months() for each in self.register.each(Request, month)]

    def entry(self, key: str) -> MailEntry:
        found = self.register.get(MailEntry, key)
        assert found is not None, f"no ledger entry {key}"
        return found


def sample_settings(data: Path, **policy: object) -> Settings:
    """The sample office, with the practice secrets, as a test wants it."""
    environment = {
        "MAILBOT_IMAP_PASSWORD": "practice",
        "MAILBOT_SMTP_PASSWORD": "practice",
        "MAILBOT_KEY": KEY,
    }
    settings = load(packaged("config"), env=environment)
    office = settings.office.model_copy(
        update={"policy": Policy(**{**settings.office.policy.model_dump(), **policy})}
    )
    trust = settings.trust.model_copy(update={"authserv_ids": (AUTHSERV,), "verify_dkim": False})
    return settings.model_copy(update={"data": data, "office": office, "trust": trust})
