"""A mailbox without a server: folders of mails in memory. For tests, and quick for whole conversations.

It passes the contract tests of the real one. Besides ``ports.Mailbox`` it has what others do to a mailbox:
``deliver`` is the mail server, ``read``, ``remove`` and ``put_aside`` a person, ``renumber`` a restore.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.ports import Fetched, FolderState, MailboxError

INBOX = "INBOX"


@dataclass(slots=True, kw_only=True)
class _Kept:
    uid: int
    raw: bytes
    internal_date: datetime | None = None
    flags: set[str] = field(default_factory=set)


class MemoryMailbox:
    """A mailbox of mails in memory; safe to use from several threads."""

    def __init__(self, folders: Sequence[str] = (), *, uidvalidity: int = 1) -> None:
        self._filing = tuple(folders)
        self._folders: dict[str, list[_Kept]] = {INBOX: []}
        self._next = 1
        self._uidvalidity = uidvalidity
        self._opened: int | None = None
        self._known_up_to = 0
        self._news = threading.Condition()
        self._interrupted = False
        self.fault: MailboxError | None = None
        """Raised once by the next call of the bot, as a lost connection is."""

    # The bot

    def open(self) -> FolderState:
        """See ``ports.Mailbox``."""
        with self._news:
            self._stumble()
            self._select()
            return FolderState(
                uidvalidity=self._uidvalidity, uidnext=self._next, count=len(self._folders[INBOX])
            )

    def uids(self, after: int = 0) -> list[int]:
        """See ``ports.Mailbox``; mails marked as deleted are not there."""
        with self._news:
            self._at_inbox()
            found = self._after(after)
            self._known_up_to = max(self._known_up_to, after, *found)
            return found

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        """See ``ports.Mailbox``."""
        for uid in uids:
            with self._news:
                self._at_inbox()
                mail = next((mail for mail in self._folders[INBOX] if mail.uid == uid), None)
            if mail is not None:
                raw = mail.raw
                whole = len(raw) <= max_bytes
                if not whole:
                    header, blank, _ = raw.partition(b"\r\n\r\n")
                    raw = header + (blank or b"\r\n\r\n")
                yield Fetched(uid=uid, raw=raw, internal_date=mail.internal_date, whole=whole)

    def file(self, uids: Sequence[int], folder: str) -> None:
        """See ``ports.Mailbox``."""
        with self._news:
            self._at_inbox()
            self._move(set(uids), folder)

    def wait(self, timeout: float) -> bool:
        """See ``ports.Mailbox``."""
        with self._news:
            self._at_inbox()
            self._news.wait_for(lambda: self._interrupted or self._after(self._known_up_to), timeout)
            self._interrupted = False
            return bool(self._after(self._known_up_to))

    def interrupt(self) -> None:
        """See ``ports.Mailbox``."""
        with self._news:
            self._interrupted = True
            self._news.notify_all()

    def search_everywhere(self, message_id: str) -> str | None:
        """See ``ports.Mailbox``."""
        with self._news:
            self._at_inbox()
            for folder in dict.fromkeys((*self._filing, *self._folders)):
                if any(
                    _message_id(mail.raw) == message_id.encode() for mail in self._folders.get(folder, ())
                ):
                    return folder
        return None

    def lying_in(self, folder: str, latest: int) -> list[str]:
        """See ``ports.Mailbox``."""
        with self._news:
            self._at_inbox()
            stated = [_message_id(mail.raw) for mail in self._folders.get(folder, ())[-latest:]]
        return [each.decode("utf-8", "surrogateescape") for each in stated if each]

    def close(self) -> None:
        """See ``ports.Mailbox``."""

    # Everybody else

    def deliver(self, raw: bytes, *, internal_date: datetime | None = None) -> int:
        """A mail arrives; returns its UID."""
        with self._news:
            uid, self._next = self._next, self._next + 1
            self._folders[INBOX].append(_Kept(uid=uid, raw=raw, internal_date=internal_date))
            self._news.notify_all()
            return uid

    def deliver_many(self, raws: Iterable[bytes]) -> list[int]:
        """Several arrive, in order."""
        return [self.deliver(raw) for raw in raws]

    def read(self, uid: int) -> None:
        """A person opens the mail in a mail program."""
        self._flag(uid, "\\Seen")

    def mark_deleted(self, uid: int) -> None:
        """A person deletes the mail; it is expunged some time later, or never."""
        self._flag(uid, "\\Deleted")

    def remove(self, uid: int) -> None:
        """A person deletes the mail for good."""
        with self._news:
            self._folders[INBOX] = [mail for mail in self._folders[INBOX] if mail.uid != uid]

    def put_aside(self, uid: int, folder: str) -> None:
        """A person moves the mail to a folder of their own."""
        with self._news:
            self._move({uid}, folder)

    def remove_folder(self, folder: str) -> None:
        """A person deletes a folder with all that is in it."""
        with self._news:
            del self._folders[folder]

    def renumber(self) -> None:
        """The server is restored or rebuilt: a new UIDVALIDITY, and new UIDs for the same mails."""
        with self._news:
            self._uidvalidity += 1
            for uid, mail in enumerate(self._folders[INBOX], start=1):
                mail.uid = uid
            self._next = len(self._folders[INBOX]) + 1

    def mails(self, folder: str = INBOX) -> list[bytes]:
        """The raw mails of a folder, in order."""
        with self._news:
            return [mail.raw for mail in self._folders.get(folder, ())]

    def flags(self, uid: int) -> set[str]:
        """The flags of a mail in the inbox."""
        with self._news:
            return {flag for mail in self._folders[INBOX] if mail.uid == uid for flag in mail.flags}

    def folders(self) -> list[str]:
        """The names of all folders."""
        with self._news:
            return list(self._folders)

    def _stumble(self) -> None:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault

    def _select(self) -> None:
        for folder in self._filing:
            self._folders.setdefault(folder, [])
        if self._opened != self._uidvalidity:
            self._known_up_to = self._next - 1
        self._opened = self._uidvalidity

    def _at_inbox(self) -> None:
        self._stumble()
        if self._opened is None:
            self._select()
        if self._opened != self._uidvalidity:
            raise MailboxError("the server has numbered the inbox anew (UIDVALIDITY): open it again")

    def _after(self, uid: int) -> list[int]:
        return [m.uid for m in self._folders[INBOX] if m.uid > uid and "\\Deleted" not in m.flags]

    def _move(self, uids: set[int], folder: str) -> None:
        moved = [mail for mail in self._folders[INBOX] if mail.uid in uids]
        self._folders[INBOX] = [mail for mail in self._folders[INBOX] if mail.uid not in uids]
        self._folders.setdefault(folder, []).extend(moved)

    def _flag(self, uid: int, flag: str) -> None:
        with self._news:
            for mail in self._folders[INBOX]:
                if mail.uid == uid:
                    mail.flags.add(flag)


def _message_id(raw: bytes) -> bytes | None:
    header = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ")
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"message-id":
            return value.strip()
    return None
