"""The seams of the shell: what it needs from the world, as small Protocols.

Every real thing and its double pass the same contract tests.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from mailbot.core.letters import Letter
from mailbot.core.mail import Mail
from mailbot.core.record import Stored

R = TypeVar("R", bound=Stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One mail as the server gave it: bytes, never parsed in the fetch loop."""

    uid: int
    raw: bytes
    internal_date: datetime | None = None
    whole: bool = True
    """False: larger than was asked for, and this is its header block only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """Where a folder stands on the server."""

    uidvalidity: int
    uidnext: int
    count: int


class SecretError(Exception):
    """There is no password or access token to log in with; the text says why and never holds one.

    ``reason`` names why in one word, for the doctor. ``retry`` tells whether asking again can help.
    """

    def __init__(self, what: str, *, reason: str, retry: bool = True) -> None:
        super().__init__(what)
        self.reason = reason
        self.retry = retry


Secret = Callable[[], str]
"""Gives the password or the access token for one login, and is asked anew for each. Raises SecretError."""


class MailboxError(Exception):
    """The mail server did not do what was asked. ``retry`` tells whether trying again can help."""

    def __init__(self, what: str, *, retry: bool = True) -> None:
        super().__init__(what)
        self.retry = retry


class Mailbox(Protocol):
    """The webmaster's mailbox. UIDs only; never marks a mail as seen. Raises MailboxError."""

    def open(self) -> FolderState:
        """Log in if needed, select the inbox, create the filing folders, and say where it stands."""

    def uids(self, after: int = 0) -> list[int]:
        """The UIDs now in the inbox that are greater than ``after``, ascending."""

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        """The raw mails, in order; one that is gone meanwhile is left out.

        A mail over ``max_bytes`` comes with its header block only (``raw`` ends after the blank line).
        """

    def file(self, uids: Sequence[int], folder: str) -> None:
        """Move the mails to a filing folder, in one command where the server can. Gone ones are fine."""

    def wait(self, timeout: float) -> bool:
        """IDLE for at most ``timeout`` seconds; True when something may have arrived."""

    def interrupt(self) -> None:
        """End a ``wait`` from another thread, soon."""

    def search_everywhere(self, message_id: str) -> str | None:
        """The folder that holds this Message-ID, for reconciliation."""

    def lying_in(self, folder: str, latest: int) -> list[str]:
        """The Message-IDs of the mails that came last into a filing folder, for reconciliation."""

    def close(self) -> None:
        """Log out; never raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of one letter at the postman's."""

    ok: bool
    permanent: bool = False
    """With ``ok`` false: trying again will not help."""
    detail: str = ""
    refused: tuple[str, ...] = ()
    """Recipients the server refused while it took the letter for the others."""
    locked_out: bool = False
    """With ``ok`` false: we could not log in, so the letter was not even offered and is not to blame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A composed letter, ready for the postman."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    letter_id: str = ""


class Postman(Protocol):
    """Hands letters to the mail server. Answers with a value; never raises for what the server says."""

    async def post(self, parcel: Parcel) -> Posted:
        """Send one letter over the kept connection."""

    async def close(self) -> None:
        """Say goodbye to the server; never raises."""


class RegisterError(Exception):
    """The register cannot be opened or written; the text says what to do.

    ``retry``: nothing was changed, and the same may succeed later (a full disk, for one).
    """

    def __init__(self, what: str, *, retry: bool = False) -> None:
        super().__init__(what)
        self.retry = retry


class NoRegisterError(RegisterError):
    """There is nothing to look into yet."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"{folder} holds no register.")
        self.folder = folder


class ArchiveError(Exception):
    """The archive cannot be written; nothing that was there has changed. Trying again may help."""


class ReaderError(Exception):
    """No mail can be read now: no child process can be started. Trying again may help."""


class View(Protocol):
    """Looking things up in the register."""

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of this kind under this key, in whatever month."""

    def find(self, kind: type[R], index: str, value: str) -> list[R]:
        """All records of this kind with this value in this index (``Stored.index``), oldest month first.

        Within a month by key.
        """


class Register(View, Protocol):
    """The register. One commit is all or nothing, and on disk when it returns."""

    def each(self, kind: type[R], month: str) -> Iterator[R]:
        """Every record of this kind that lives in this month."""

    def months(self) -> list[str]:
        """The months that hold anything, ascending."""

    def commit(self, records: Iterable[Stored]) -> None:
        """Put all these records, replacing those of the same kind and key, in one transaction.

        Raises RegisterError when it could not be written (then nothing was), and ValueError when a
        record is not one that could be read back: the fault of that record, not of the disk.
        """

    def close(self) -> None:
        """Write everything out and let go of the data folder."""


class Kept(Protocol):
    """Looking things up in the archive."""

    def get(self, sha256: str) -> bytes:
        """The bytes, verified against their name. Raises KeyError when absent or damaged."""

    def has(self, sha256: str) -> bool:
        """Whether the bytes are here."""

    def path(self, sha256: str) -> str:
        """Where the file lies, for a person who looks for it."""


class Archive(Kept, Protocol):
    """Files by content hash: raw mails, attachments, papers. Durable when ``put`` returns."""

    def put(self, data: bytes) -> str:
        """Keep these bytes; returns their SHA-256 in hex. Keeping the same bytes twice is free."""

    def put_many(self, items: Sequence[bytes]) -> list[str]:
        """Keep several, with as few disk syncs as the platform allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """A mail read in the child, and the bytes of the files found in it."""

    mail: Mail
    files: dict[str, bytes] = field(default_factory=dict)
    """SHA-256 -> bytes, for every attachment of ``mail``."""
    failure: str | None = None
    """Why the child was stopped or failed; then ``mail`` is a bare unreadable one."""


class Reader(Protocol):
    """Reads raw mails, in order, in child processes with limits. Never raises for what a mail holds.

    Raises ReaderError when nothing can be read.
    """

    async def read(self, raws: Sequence[bytes]) -> list[ReadResult]:
        """One result a mail, in the order given."""

    async def close(self) -> None:
        """End the children."""


class Composer(Protocol):
    """A letter -> the bytes that go out. The same letter gives the same bytes."""

    def compose(self, letter: Letter) -> Parcel:
        """Render, attach, and address one letter."""


class WritingError(Exception):
    """A letter cannot be written; the text says why. ``retry``: it was not the letter, later it may go."""

    def __init__(self, what: str, *, retry: bool = False) -> None:
        super().__init__(what)
        self.retry = retry


class Writer(Protocol):
    """Composes letters in a child process with limits. The same letter gives the same bytes."""

    async def write(self, letter: Letter) -> Parcel:
        """One letter; several may be asked for at a time. Raises WritingError, and nothing else."""

    async def close(self) -> None:
        """End the child."""


class Clock(Protocol):
    """The only way to know what time it is."""

    def now(self) -> datetime:
        """The present moment, aware, in the office's time zone."""


class Tokens(Protocol):
    """Knows the secrets of letters."""

    def token(self, letter_id: str) -> str:
        """The 128-bit secret of this letter: 26 characters of Crockford base32, always the same."""


class Mint(Tokens, Protocol):
    """Makes the secrets of letters from the office's key, so that they need not be kept."""

    def hash(self, token: str) -> str:
        """What the register keeps of a secret: SHA-256 in hex."""
