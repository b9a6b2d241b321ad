r"""The mailbox as the shell sees it (``ports.Mailbox``): UIDs only, raw bytes only, never ``\Seen``.

It keeps one line to the server and dials a new one when the old one broke. What it never does: parse a mail,
touch a mail it was not told to file, expunge what somebody else has marked as deleted.
"""

import logging
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

import imap_tools

from mailbot.edge.imap.chunks import HEADER_BYTES, Chunk, chunks, fetched
from mailbot.edge.imap.dial import Account, Tls
from mailbot.edge.imap.line import Line
from mailbot.edge.imap.looking import folder_of, message_ids
from mailbot.edge.imap.replies import FetchReply, fetch_replies, uid_sets
from mailbot.ports import Fetched, FolderState, MailboxError, Secret, SecretError

T = TypeVar("T")
log = logging.getLogger(__name__)

_SLOWEST_BYTES_PER_SECOND = 10_000
_IDLE_SECONDS = 540.0  # RFC 2177 asks for less than 29 minutes; firewalls forget a silent line after ten
_POLL_SECONDS = 30.0
_LOST_IN_A_ROW = 3
_NO_SUCH_FOLDER = "[TRYCREATE]"


class ImapMailbox:
    """A mailbox on an IMAP server. Blocking; one thread at a time, except ``interrupt``.

    ``folders`` are the filing folders, with ``/`` between levels whatever the server uses; ``prefix`` is the
    folder they lie in («mailbot»). Names may be Thai.
    """

    def __init__(  # noqa: PLR0913 - these are the settings of one mailbox, each by its name
        self,
        *,
        host: str,
        port: int,
        user: str,
        password: str | Secret,
        oauth2: bool = False,
        tls: Tls = "tls",
        inbox: str = "INBOX",
        folders: Sequence[str] = (),
        prefix: str = "",
        timeout: float = 60.0,
        idle_seconds: float = _IDLE_SECONDS,
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        """``password``: the password, or what gives it for each line; with ``oauth2`` a token."""
        self._secret: Secret = password if callable(password) else lambda: password
        self._account = partial(
            Account,
            host=host,
            port=port,
            tls=tls,
            user=user,
            oauth2=oauth2,
            timeout=timeout,
            tls_context=tls_context,
        )
        self._inbox = inbox
        self._folders = tuple(folders)
        self._prefix = prefix
        self._idle_seconds = idle_seconds
        self._line: Line | None = None
        self._state: FolderState | None = None
        self._renumbered = False
        self._idle_refused = False
        self._lost_idle = False
        self._known_up_to = 0
        self._lock = threading.RLock()
        self._wake, self._waker = socket.socketpair()
        self._wake.settimeout(0)
        self._waker.settimeout(0)
        self.unfetchable: dict[int, str] = {}
        """UIDs the server lists but could not give us at the last try, and why."""

    def open(self) -> FolderState:
        """Log in if needed, create what is missing of the filing folders, select the inbox anew.

        After a new UIDVALIDITY this is the only call that goes on: all UIDs known before mean nothing.
        """
        with self._lock:
            return self._again(self._open)

    def uids(self, after: int = 0) -> list[int]:
        """The UIDs in the inbox greater than ``after``, ascending, without mails marked as deleted."""
        with self._lock:
            found = self._again(lambda: self._search(after))
            self._known_up_to = max(self._known_up_to, after, *found)
            return found

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        """The raw mails in the order given, in chunks bounded by number and bytes.

        A mail that is gone is left out. So is one the server fails to give when asked for it alone; it is
        named in ``unfetchable`` and stays in the inbox. An oversized one comes as its header block.
        """
        if not uids:
            return
        with self._lock:
            sizes = self._again(lambda: self._sizes(uids))
        present = [uid for uid in uids if uid in sizes]
        suspects = [uid for uid in present if uid in self.unfetchable]
        for chunk in chunks([uid for uid in present if uid not in suspects], sizes, max_bytes):
            try:
                with self._lock:
                    found = self._again(partial(self._ask, chunk, max_bytes))
            except MailboxError as exc:
                log.warning("%s; now fetching mail by mail", exc)
                yield from self._one_by_one(chunk.uids, sizes, max_bytes)
            else:
                yield from found
        yield from self._one_by_one(suspects, sizes, max_bytes)

    def file(self, uids: Sequence[int], folder: str) -> None:
        """Move the mails to a filing folder with one MOVE (one more for every 7,000 characters of UIDs).

        A folder that was removed meanwhile is created again; mails that are gone are fine.
        """
        with self._lock:
            for uid_set in uid_sets(uids):
                try:
                    self._again(partial(self._move, uid_set, folder))
                except MailboxError as exc:
                    if _NO_SUCH_FOLDER not in str(exc).upper():
                        raise
                    self._create(self._at_inbox(), self._on_server(folder))
                    self._move(uid_set, folder)

    def wait(self, timeout: float) -> bool:
        """Wait for mail: IDLE, or a look every half minute where the server has none.

        True at once when mail arrived since the last ``uids``, so nothing that came in between a poll and
        IDLE waits for the next one. An ``interrupt`` that came before the call ends it too.
        """
        ends = time.monotonic() + timeout
        with self._lock:
            try:
                while not self._again(lambda: self._search(self._known_up_to)):
                    left = ends - time.monotonic()
                    if left <= 0 or self._interrupted():
                        return False
                    if self._watch(left):
                        break
                return True
            finally:
                self._interrupted()

    def _watch(self, seconds: float) -> bool:
        """One IDLE, or one pause where there is none; True when the server reported mail."""
        line = self._at_inbox()
        if not line.can("IDLE") or self._idle_refused:
            self._sleep(min(seconds, _POLL_SECONDS))
            return False
        try:
            return line.idle(min(seconds, self._idle_seconds), self._wake)
        except MailboxError as exc:
            if not line.broken:
                log.warning("%s; looking every %g s instead", exc, _POLL_SECONDS)
                self._idle_refused = True
            elif self._lost_idle:
                raise
            # Many servers hang up on who idles for long: the first time in a row is no news.
            self._lost_idle = not self._lost_idle
            return False

    def interrupt(self) -> None:
        """End a ``wait`` from another thread; if none is going on, the next one ends at once."""
        with suppress(OSError):  # full: it is ringing already
            self._waker.send(b"!")

    def search_everywhere(self, message_id: str) -> str | None:
        """The folder that holds this Message-ID, as ``file`` names it; the filing folders come first."""
        with self._lock:
            return self._again(
                lambda: self._looking(
                    partial(folder_of, ours=self._ours(), inbox=self._inbox, message_id=message_id)
                )
            )

    def lying_in(self, folder: str, latest: int) -> list[str]:
        """The Message-IDs of the mails that came last into a filing folder."""
        with self._lock:
            return self._again(
                lambda: self._looking(lambda line: message_ids(line, self._on_server(folder), latest))
            )

    def close(self) -> None:
        """Log out, ending a ``wait`` first; never raises. The mailbox may be opened again."""
        self.interrupt()
        with self._lock:
            self._interrupted()
            line, self._line = self._line, None
            if line is not None:
                line.log_out()

    def __del__(self) -> None:
        # The line says goodbye in ``close``; these two may be needed until the very end.
        for end in (getattr(self, "_wake", None), getattr(self, "_waker", None)):
            if end is not None:
                end.close()

    # The line

    def _again(self, work: Callable[[], T]) -> T:
        """Run ``work``; when a line kept from before turns out to be dead, dial anew and run it once more."""
        kept = self._line is not None and not self._line.broken
        try:
            return work()
        except MailboxError as exc:
            if not (kept and self._line is not None and self._line.broken):
                raise
            log.info("reconnecting: %s", exc)
            return work()

    def _dialled(self) -> Line:
        if self._line is None or self._line.broken:
            self._line = None
            try:
                account = self._account(password=self._secret())
            except SecretError as exc:
                raise MailboxError(f"could not log in: {exc}", retry=exc.retry) from None
            self._line = Line(account)
        return self._line

    def _open(self) -> FolderState:
        fresh = self._line is None or self._line.broken
        line = self._dialled()
        if fresh and self._folders:
            existing = {info.name for info in line.do("list the folders", lambda box: box.folder.list())}
            for folder in self._folders:
                name = self._on_server(folder)
                if name not in existing:
                    self._create(line, name)
        state = line.select(self._inbox)
        if self._state is None or self._state.uidvalidity != state.uidvalidity:
            self._known_up_to = state.uidnext - 1
        self._state, self._renumbered = state, False
        return state

    def _at_inbox(self) -> Line:
        """A line with the inbox selected, whose UIDs mean what they meant when it was opened."""
        if self._state is None:
            self._open()
        elif self._line is None or self._line.broken:
            now = self._dialled().select(self._inbox)
            self._renumbered = self._renumbered or now.uidvalidity != self._state.uidvalidity
        if self._renumbered:
            raise MailboxError("the server has numbered the inbox anew (UIDVALIDITY): open it again")
        return self._dialled()

    def capabilities(self) -> frozenset[str]:
        """What the server announces after the login, in upper case."""
        with self._lock:
            return self._again(lambda: frozenset(self._dialled().client.capabilities))

    # The commands

    def _search(self, after: int) -> list[int]:
        line = self._at_inbox()
        # «n:*» always names the last mail, even when its UID is below n (RFC 3501, 6.4.8).
        criteria = f"UID {after + 1}:* UNDELETED"
        # Servers search what this session knows so far (Dovecot, pymap). NOOP makes them look for new mail;
        # what they announce while searching is not in the result, nor would IDLE announce it again.
        line.do("ask for new mail", lambda box: box.client.noop())
        line.announced()
        found = line.do("list the inbox", lambda box: box.uids(criteria, charset=None))
        if line.announced():
            found = line.do("list the inbox", lambda box: box.uids(criteria, charset=None))
        return sorted(uid for uid in map(int, found) if uid > after)

    def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        line = self._at_inbox()
        sizes: dict[int, int] = {}
        for uid_set in uid_sets(uids):
            data = line.command("ask for the sizes of mails", "FETCH", uid_set, "(UID RFC822.SIZE)")
            sizes.update({reply.uid: reply.size for reply in fetch_replies(data) if reply.size is not None})
        return sizes

    def _one_by_one(self, uids: Sequence[int], sizes: Mapping[int, int], max_bytes: int) -> Iterator[Fetched]:
        """Each mail alone, so that one the server chokes on costs only itself.

        Raises when the server is down, renumbered, or fails three times in a row: then it is not the mails.
        """
        lost_in_a_row = 0
        for uid in uids:
            self._at_inbox()
            chunk = Chunk(uids=(uid,), size=sizes[uid], whole=sizes[uid] <= max_bytes)
            try:
                found = self._ask(chunk, max_bytes)
            except MailboxError as exc:
                log.warning("mail UID %d stays in the inbox: %s", uid, exc)
                self.unfetchable[uid] = str(exc)
                lost_in_a_row += 1
                if lost_in_a_row >= _LOST_IN_A_ROW:
                    raise
                continue
            lost_in_a_row = 0
            self.unfetchable.pop(uid, None)
            yield from found

    def _ask(self, chunk: Chunk, max_bytes: int) -> list[Fetched]:
        section = "BODY.PEEK[]" if chunk.whole else f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>"
        slack = chunk.size / _SLOWEST_BYTES_PER_SECOND
        line = self._at_inbox()
        by_uid: dict[int, FetchReply] = {}
        for uid_set in uid_sets(chunk.uids):
            data = line.command("fetch mails", "FETCH", uid_set, f"(UID INTERNALDATE {section})", slack=slack)
            by_uid.update({reply.uid: reply for reply in fetch_replies(data) if reply.raw is not None})
        replies = [by_uid[uid] for uid in chunk.uids if uid in by_uid]
        return [fetched(reply, whole=chunk.whole, max_bytes=max_bytes) for reply in replies]

    def _move(self, uid_set: str, folder: str) -> None:
        line = self._at_inbox()
        target = imap_tools.utils.encode_folder(self._on_server(folder))
        if line.can("MOVE"):
            line.command(f"move mails to {folder}", "MOVE", uid_set, target)
            return
        line.command(f"copy mails to {folder}", "COPY", uid_set, target)
        line.command("mark the copied mails as deleted", "STORE", uid_set, "+FLAGS.SILENT", r"(\Deleted)")
        if line.can("UIDPLUS"):
            # Never a plain EXPUNGE: it would also remove what a person has marked. Without UIDPLUS the mails
            # stay marked, and ``uids`` does not see them any more.
            line.command("expunge the copied mails", "EXPUNGE", uid_set)

    def _create(self, line: Line, name: str) -> None:
        line.do(f"create the folder {name}", lambda box: box.folder.create(name))
        with suppress(MailboxError):  # a mail program may not show it then; filing works all the same
            line.do(f"subscribe to the folder {name}", lambda box: box.folder.subscribe(name, value=True))

    def _ours(self) -> dict[str, str]:
        """The filing folders by their names on the server."""
        return {self._on_server(folder): folder for folder in self._folders}

    def _looking(self, look: Callable[[Line], T]) -> T:
        """Look into other folders; the inbox is selected again, whatever comes of it."""
        line = self._at_inbox()
        try:
            return look(line)
        finally:
            if not line.broken:
                line.select(self._inbox)

    # Names and sleep

    def _on_server(self, folder: str) -> str:
        line = self._dialled()
        levels = [level for level in f"{self._prefix}/{folder}".split("/") if level]
        return line.prefix + (line.delimiter or "_").join(levels)

    def _interrupted(self) -> bool:
        try:
            return bool(self._wake.recv(4096))
        except BlockingIOError:
            return False

    def _sleep(self, seconds: float) -> None:
        select.select([self._wake], [], [], seconds)
