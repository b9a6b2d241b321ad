"""One connection to the IMAP server: dialling, logging in, one command at a time, IDLE.

Whatever goes wrong leaves here as a MailboxError that says what to do, without the password. A line that
broke stays broken: after a lost byte nobody knows where a reply begins, so the mailbox dials a new one.
"""

import imaplib
import io
import re
import selectors
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import imap_tools

from mailbot.edge.imap.dial import Account, dial, said
from mailbot.edge.imap.login import log_in
from mailbot.edge.imap.replies import personal_namespace
from mailbot.ports import FolderState, MailboxError

_NEWS = re.compile(rb"\* \d+ (EXISTS|RECENT)\b", re.IGNORECASE)
_NOT_LOGGED_IN = re.compile(
    rb"\[(EXPIRED|AUTHENTICATIONFAILED)\]|AccessTokenExpired|authenticated but not connected", re.IGNORECASE
)
"""RFC 5530, and Exchange Online's own words: only a new login, with a new token, helps."""
_BROKEN = (imaplib.IMAP4.abort, OSError, EOFError, MemoryError, OverflowError, ValueError, LookupError)


class Line:
    """A logged-in connection. Everything raises MailboxError; a ``broken`` one cannot be used again."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.broken = False
        self._overdue = False
        self._box: imap_tools.BaseMailBox = dial(account)
        try:
            with self._says("log in"):
                log_in(self._box, account)
                _, capabilities = self.client.capability()
                # imaplib asks before the login only, when many servers keep MOVE and IDLE to themselves.
                self.client.capabilities = tuple(
                    bytes(capabilities[-1]).decode("ascii", "replace").upper().split()
                )
            self.prefix, self.delimiter = self._namespace()
        except MailboxError:
            self.hang_up()
            raise

    @property
    def client(self) -> imaplib.IMAP4:
        """The client of the standard library that imap-tools works with."""
        return self._box.client

    def can(self, capability: str) -> bool:
        """Whether the server announces this capability, now that we are logged in."""
        return capability in self.client.capabilities

    def do(self, what: str, work: Callable[[imap_tools.BaseMailBox], Any], *, slack: float = 0.0) -> Any:
        """Run ``work`` with the mailbox of imap-tools; ``what`` completes «could not ...» if it fails.

        ``slack``: seconds beyond the usual patience, for replies known to be large.
        """
        with self._says(what, slack):
            return work(self._box)

    def command(self, what: str, verb: str, *arguments: str | bytes, slack: float = 0.0) -> list[Any]:
        """One UID command; returns its untagged data. A refusal (NO, BAD) is a MailboxError."""
        with self._says(what, slack):
            status, data = self.client.uid(verb, *arguments)  # type: ignore[arg-type]  # bytes are fine too
            if status != "OK":
                raise imap_tools.errors.UnexpectedCommandStatusError((status, data), "OK")
            return list(data)

    def announced(self) -> bool:
        """Whether the server has told of mail (EXISTS) since the last time this was asked."""
        return self.client.untagged_responses.pop("EXISTS", None) is not None

    def select(self, folder: str, *, readonly: bool = False) -> FolderState:
        """Select a folder, by its name on the server."""
        with self._says(f"open the folder {folder}"):
            _, count = self._box.folder.set(folder, readonly=readonly)
            self.announced()
            uidnext = self._number("UIDNEXT")
            if uidnext is None:  # RFC 3501, 6.3.1: old servers may not say it
                uidnext = max((int(uid) for uid in self._box.uids(charset=None)), default=0) + 1
            uidvalidity = self._number("UIDVALIDITY") or 0
            return FolderState(uidvalidity=uidvalidity, uidnext=uidnext, count=int(count[-1] or 0))

    def idle(self, seconds: float, wake: socket.socket) -> bool:
        """Wait in IDLE until the server reports mail, ``wake`` can be read, or the time is over.

        True when mail was reported. Nothing is read in IDLE: the first byte ends it, and the ordinary reader
        takes everything up to the tagged reply, so that no half line can be lost.
        """
        with self._says("wait for mail"):
            early = self._start_idle()
        if not early and not self._has_input():
            with selectors.DefaultSelector() as ready:
                ready.register(self.client.sock, selectors.EVENT_READ)
                ready.register(wake, selectors.EVENT_READ)
                ready.select(max(seconds, 0.0))
        with self._says("end waiting for mail"):
            _, said = self._box.idle.stop()  # type: ignore[no-untyped-call]  # imap-tools leaves it bare
        return any(_NEWS.match(line) for line in (early, *said) if line)

    def log_out(self) -> None:
        """Say goodbye and hang up; never raises."""
        if not self.broken:
            with suppress(MailboxError), self._says("log out"):
                self.client.logout()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the socket; never raises."""
        self.broken = True
        with suppress(OSError):
            self.client.shutdown()

    def _namespace(self) -> tuple[str, str]:
        """Prefix and delimiter of one's own folders; the delimiter is empty when all are flat."""
        with self._says("ask for the folder names"):
            if self.can("NAMESPACE"):
                found = personal_namespace(self.client.namespace()[1])
                if found is not None:
                    return found
            root = self._box.folder.list("", "")
            return "", root[0].delim if root and root[0].delim != "NIL" else ""

    def _number(self, name: str) -> int | None:
        """A number the server told on selecting a folder."""
        said = self.client.untagged_responses.get(name)
        return int(bytes(said[-1])) if said and isinstance(said[-1], bytes) else None

    def _start_idle(self) -> bytes | None:
        try:
            self._box.idle.start()  # type: ignore[no-untyped-call]  # imap-tools leaves it bare
        except imap_tools.errors.MailboxTaggedResponseError as exc:
            said = exc.command_result[0]
            if isinstance(said, bytes) and said.startswith(b"* "):
                return said  # news came before the «+»; imap-tools takes it for a refusal
            raise
        return None

    def _has_input(self) -> bool:
        """Whether bytes have been read from the socket already, where no selector sees them."""
        reader = vars(self.client).get("file") or vars(self.client).get("_file")
        if not isinstance(reader, io.BufferedReader):
            return False
        self.client.sock.settimeout(0)
        try:
            return bool(reader.peek(1))
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True  # the end of the line; the reader will say so
        finally:
            self.client.sock.settimeout(self.account.timeout)

    @contextmanager
    def _says(self, what: str, slack: float = 0.0) -> Iterator[None]:
        """Turn everything that can go wrong into a MailboxError, within a bounded time."""
        account = self.account
        timer = threading.Timer(account.timeout * 5 + slack, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except MailboxError:
            raise
        except TimeoutError as exc:
            self.hang_up()
            raise MailboxError(
                f"could not {what}: {account.host} fell silent for {account.timeout:g} s"
            ) from exc
        except _BROKEN as exc:
            self.hang_up()
            why = "took too long" if self._overdue else f"ended the connection ({account.clean(exc)})"
            raise MailboxError(f"could not {what}: {account.host} {why}") from exc
        except (imap_tools.ImapToolsError, imaplib.IMAP4.error) as exc:
            if isinstance(exc, imaplib.IMAP4.error) and "command error: BAD" not in str(exc):
                self.hang_up()  # not an answer, but something imaplib could not read
            if _NOT_LOGGED_IN.search(said(exc)):
                self.hang_up()
            raise MailboxError(f"could not {what}: {account.host} said: {account.clean(said(exc))}") from exc
        finally:
            timer.cancel()

    def _cut(self) -> None:
        """End a reply that trickles in for ever; called from the timer's thread."""
        self._overdue = True
        with suppress(OSError):
            socket.socket.shutdown(self.client.sock, socket.SHUT_RDWR)
