"""The practice IMAP server: pymap, in memory, on loopback, in a thread of its own.

It is a real IMAP server on a real socket (UIDPLUS, MOVE, IDLE, keywords), and needs nothing but PyPI.
It never listens beyond loopback, and keeps no mail after ``stop``.
"""

import asyncio
import logging
import ssl
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any, Self

from mailbot.sandbox.background import Background

log = logging.getLogger(__name__)


class PymapServer:
    """An IMAP server with these users (name -> password), from ``start`` to ``stop``."""

    kind = "pymap"

    def __init__(
        self,
        users: Mapping[str, str],
        *,
        host: str = "127.0.0.1",
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        """``tls_context``: talk TLS from the first byte."""
        self.users = dict(users)
        self.host = host
        self.port = 0
        self._tls_context = tls_context
        self._background = Background("practice-imap")
        self._stack: AsyncExitStack | None = None
        self._mailboxes: dict[str, Any] = {}
        self._config: Any = None
        self._login: Any = None
        self._sessions: set[asyncio.Task[Any]] = set()

    def start(self) -> Self:
        """Listen; ``port`` is known afterwards."""
        self._background.start()
        self._background.call(self._start())
        return self

    def stop(self) -> None:
        """Say BYE to everybody and end."""
        if self._stack is not None:
            self._background.call(self._stack.aclose())
            self._stack = None
        self._background.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def add_user(self, user: str, password: str) -> None:
        """One more mailbox, from now on."""
        self.users[user] = password

        async def work() -> None:
            self._add(user, password)

        self._background.call(work())

    def change_password(self, user: str, password: str) -> None:
        """The mailbox stays; nobody stays logged in."""
        from pymap.user import UserMetadata

        self._login.users_dict[user] = UserMetadata(self._config, user, password=password)
        self.drop_connections()

    def drop_connections(self) -> None:
        """Say BYE to everybody, as a restart of the server does."""

        async def work() -> None:
            sessions = list(self._sessions)
            for task in sessions:
                task.cancel()
            if sessions:
                await asyncio.wait(sessions, timeout=5)

        self._background.call(work())

    def deliver(self, user: str, raw: bytes, *, flags: Iterable[str] = (), folder: str = "INBOX") -> int:
        """Put one mail into a folder, as a delivery agent would; returns its UID."""
        return self._background.call(self._append(user, raw, tuple(flags), folder))

    def deliver_many(self, user: str, raws: Iterable[bytes]) -> list[int]:
        """Put several mails into the inbox, in order."""

        async def work() -> list[int]:
            return [await self._append(user, raw, (), "INBOX") for raw in raws]

        return self._background.call(work(), timeout=None)

    def mails(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """The raw mails of a folder, by UID; empty when there is no such folder."""
        return [raw for _, raw in self._background.call(self._read(user, folder))]

    def flags(self, user: str, folder: str = "INBOX") -> dict[int, set[str]]:
        """UID -> flags of the mails of a folder, except the Recent one."""
        return self._background.call(self._flags(user, folder))

    def folders(self, user: str) -> list[str]:
        """The names of all folders, decoded."""

        async def work() -> list[str]:
            tree = await self._mailboxes[user].list_mailboxes()
            return [entry.name for entry in tree.list() if entry.exists]

        return self._background.call(work())

    def subscribed(self, user: str) -> list[str]:
        """The names of the folders a mail program shows."""

        async def work() -> list[str]:
            tree = await self._mailboxes[user].list_subscribed()
            return [entry.name for entry in tree.list() if entry.exists]

        return self._background.call(work())

    def renumber(self, user: str) -> None:
        """Give the inbox a new UIDVALIDITY and its mails new UIDs, as a restored or rebuilt server does."""

        async def work() -> None:
            boxes = self._mailboxes[user]
            # RFC 3501, 6.3.5: renaming INBOX moves its mails away and leaves a new, empty one.
            await boxes.rename_mailbox("INBOX", "renumbered")
            old, new = await boxes.get_mailbox("renumbered"), await boxes.get_mailbox("INBOX")
            if new.uid_validity <= old.uid_validity:  # pymap numbers by the second
                new._uid_validity = old.uid_validity + 1  # noqa: SLF001 - the backend offers no other way
            for uid in [message.uid async for message in old.messages()]:
                await old.copy(uid, new)
            await boxes.delete_mailbox("renumbered")

        self._background.call(work())
        self.drop_connections()

    async def _start(self) -> None:
        from proxyprotocol.reader import ProxyProtocolReader
        from pymap.imap import IMAPServer

        backend, config = await self._backend()
        self._stack = AsyncExitStack()
        await backend.start(self._stack)
        serve = IMAPServer(backend.login, config)

        async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: Any) -> None:
            task = asyncio.current_task()
            if task is not None:
                self._sessions.add(task)
                task.add_done_callback(self._sessions.discard)
            try:
                await serve(reader, writer, peer)
            except Exception:  # pymap has said BYE already; nobody else awaits this
                log.warning("pymap ended a session over a command it cannot read", exc_info=True)

        answer = ProxyProtocolReader(config.proxy_protocol).get_callback(session)
        server = await asyncio.start_server(answer, self.host, 0, ssl=self._tls_context)
        self._stack.callback(server.close)
        self.port = server.sockets[0].getsockname()[1]

    async def _backend(self) -> tuple[Any, Any]:
        from argparse import Namespace
        from hmac import compare_digest

        from pymap.backend.dict import Config, DictBackend, Login
        from pymap.concurrent import Subsystem
        from pysasl.hashing import Cleartext

        class Plain(Config):
            @property
            def greeting(self) -> bytes:
                return b"practice office ready"  # pymap asks the resolver for a name, which may take seconds

        class Compared(Cleartext):
            """Compares also passwords beyond ASCII, over which the original stumbles."""

            def verify(self, secret: str, hash: str) -> bool:  # noqa: A002 - the name is part of the interface
                return compare_digest(secret.encode(), hash.encode())

            def copy(self, **_: Any) -> "Compared":
                return self

        arguments = Namespace(passlib_cfg=None, proxy_protocol=None)
        config = Plain(
            arguments,
            host=self.host,
            port=0,
            tls_enabled=False,
            reject_dnsbl=False,
            hash_context=Compared(),
            cpu_subsystem=Subsystem.for_asyncio(),
            demo_data=False,
            demo_user="",
            demo_password="",
        )
        self._config, self._login = config, Login(config)
        config.apply_context()
        for name, password in self.users.items():
            self._add(name, password)
        return DictBackend(self._login, config), config

    def _add(self, user: str, password: str) -> None:
        from pymap.backend.dict.filter import FilterSet
        from pymap.backend.dict.mailbox import MailboxSet
        from pymap.user import UserMetadata

        self._login.users_dict[user] = UserMetadata(self._config, user, password=password)
        self._mailboxes[user] = MailboxSet()
        self._config.set_cache[user] = (self._mailboxes[user], FilterSet())

    async def _append(self, user: str, raw: bytes, flags: tuple[str, ...], folder: str) -> int:
        from pymap.parsing.message import AppendMessage
        from pymap.parsing.specials.flag import Flag

        mailbox = await self._mailboxes[user].get_mailbox(folder)
        wanted = frozenset(Flag(flag.encode()) for flag in flags)
        mail = AppendMessage(raw, datetime.now(UTC), wanted)
        message = await mailbox.append(mail, recent=True)
        return int(message.uid)

    async def _read(self, user: str, folder: str) -> list[tuple[int, bytes]]:
        from pymap.parsing.specials import FetchRequirement

        try:
            mailbox = await self._mailboxes[user].get_mailbox(folder)
        except KeyError:
            return []
        found = []
        async for message in mailbox.messages():
            loaded = await message.load_content(FetchRequirement.CONTENT)
            found.append((int(message.uid), bytes(loaded.get_body(binary=True))))
        return found

    async def _flags(self, user: str, folder: str) -> dict[int, set[str]]:
        mailbox = await self._mailboxes[user].get_mailbox(folder)
        return {
            int(message.uid): {bytes(flag).decode() for flag in message.permanent_flags}
            async for message in mailbox.messages()
        }
