"""The practice SMTP server: aiosmtpd on loopback, in a thread of its own, with faults to order.

Alone (``python -m mailbot.sandbox.smtp_server --port 0 --store FOLDER``) it is a sink for measurements: it
prints its port, takes every letter, and writes each to a file. It never sends anything anywhere.
"""

import asyncio
import base64
import itertools
import json
import logging
import re
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailbot.sandbox.background import Background

# aiosmtpd warns about its own use of a property of its own, at every login.
logging.getLogger("mail.log").setLevel(logging.ERROR)

_LONGEST_ANSWER = 12_288  # RFC 4954, 4
_TOKEN_MECHANISMS = ("XOAUTH2", "OAUTHBEARER")
_XOAUTH2 = re.compile(rb"user=(?P<user>[^\x01]*)\x01auth=Bearer (?P<token>[^\x01]*)\x01\x01")
_OAUTHBEARER = re.compile(
    rb"n,a=(?P<user>[^,]*),\x01(?:[^\x01]+\x01)*auth=Bearer (?P<token>[^\x01]*)\x01\x01"
)
_PLAIN_PATH = re.compile(r"<([\w.+=-]+@[\w.-]+)>(.*)", re.ASCII)

Verb = Literal["CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "BODY", "DOT", "STORED", "RSET", "NOOP"]
"""Where a fault strikes. BODY: while the letter comes in; DOT: instead of taking it; STORED: after that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One letter as it was handed over: the envelope, and the bytes without dot-stuffing."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    user: str = ""
    """Who was logged in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens instead of (reply, cut) or before (stall) the ordinary answer."""

    reply: str = ""
    cut: bool = False
    stall: float = 0.0
    only: str = ""
    """Strikes only when the command holds this text, a recipient for instance."""


class SmtpServer:
    """An SMTP server, from ``start`` to ``stop``. ``handed`` holds every letter it took.

    ``take`` is called for each letter in the server's thread; a text it returns is the reply instead of 250.
    ``refuse`` tells which recipients do not exist. ``tokens`` tells whom an access token is for, None if it
    does not count; with it one can log in by ``token_mechanisms``, without it only with a password.
    """

    def __init__(  # noqa: PLR0913 - each is one property of the server, by its name
        self,
        *,
        users: Mapping[str, str] | None = None,
        tokens: Callable[[str], str | None] | None = None,
        token_mechanisms: Iterable[str] = _TOKEN_MECHANISMS,
        take: Callable[[Handed], str | None] | None = None,
        size_limit: int | None = 35_000_000,
        smtputf8: bool = True,
        tls_context: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        greylist: bool = False,
        refuse: Callable[[str], bool] | None = None,
        keep: bool = True,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.host, self.port = host, port
        self.users = dict(users or {})
        self.handed: list[Handed] = []
        self.connections = 0
        """How many lines were opened so far."""
        self.commands: list[str] = []
        """Every verb received, in order, without arguments."""
        self.tokens = tokens
        self._token_mechanisms = tuple(token_mechanisms) if tokens else ()
        self._take = take
        self._keep = keep
        self._refuse = refuse
        self._size_limit, self._smtputf8 = size_limit, smtputf8
        self._tls_context, self._implicit_tls = tls_context, implicit_tls
        self._greylist: set[str] | None = set() if greylist else None
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._lock = threading.Lock()
        self._background = Background("practice-smtp")
        self._server: asyncio.Server | None = None
        self._open: set[_Session] = set()

    def start(self) -> Self:
        """Listen; ``port`` is known afterwards."""
        self._background.start()
        self._background.call(self._start())
        return self

    def stop(self) -> None:
        """Hang up on everybody and end."""
        if self._server is not None:
            self._background.call(self._stop())
            self._server = None
        self._background.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def open_connections(self) -> int:
        """How many lines are open now."""
        return len(self._open)

    def fail(self, verb: Verb, fault: Fault, times: int = 1) -> None:
        """The next ``times`` commands of this kind meet this fault. Faults of one verb queue up."""
        with self._lock:
            self._faults[verb].extend([fault] * times)

    def heal(self) -> None:
        """No more faults."""
        with self._lock:
            self._faults.clear()

    def hang_up(self) -> None:
        """Drop all connections without a word, as a restart does."""

        async def work() -> None:
            for session in list(self._open):
                session.drop()

        self._background.call(work())

    def fault(self, verb: str, argument: str) -> Fault | None:
        """The fault that strikes now; used by the sessions."""
        with self._lock:
            waiting = self._faults[verb]
            if waiting and waiting[0].only.casefold() in argument.casefold():
                return waiting.popleft()
        return None

    async def _start(self) -> None:
        loop = asyncio.get_running_loop()

        def answer() -> _Session:
            return _Session(
                self,
                _Desk(self),
                hostname="mx.office.example",
                ident="practice office",
                data_size_limit=self._size_limit,
                enable_SMTPUTF8=self._smtputf8,
                tls_context=None if self._implicit_tls else self._tls_context,
                authenticator=self._authenticate,
                auth_require_tls=False,
                auth_exclude_mechanism=self._excluded(),
                loop=loop,
            )

        implicit = self._tls_context if self._implicit_tls else None
        self._server = await loop.create_server(answer, self.host, self.port, ssl=implicit)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for session in list(self._open):
            session.drop()
        await asyncio.sleep(0)

    @property
    def closed_to_strangers(self) -> bool:
        """Whether one must log in to hand over letters."""
        return bool(self.users) or self.tokens is not None

    def _excluded(self) -> list[str]:
        """The ways to log in that this server does not have."""
        by_token = [name for name in _TOKEN_MECHANISMS if name not in self._token_mechanisms]
        return [*([] if self.users else ["PLAIN", "LOGIN"]), *by_token]

    def _authenticate(
        self, _s: SMTP, _session: Session, _e: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        known = (
            isinstance(data, LoginPassword)
            and data.password == self.users.get(data.login.decode(), "").encode()
        )
        return AuthResult(success=known, handled=False, auth_data=data)

    def opened(self, session: "_Session") -> None:
        """A line was opened; used by the sessions."""
        self._open.add(session)
        self.connections += 1

    def closed(self, session: "_Session") -> None:
        """A line was closed; used by the sessions."""
        self._open.discard(session)

    def heard(self, verb: str) -> None:
        """A command came in; used by the sessions."""
        if self._keep:
            self.commands.append(verb)

    def refuses(self, recipient: str) -> bool:
        """Whether there is no such recipient."""
        return self._refuse is not None and self._refuse(recipient)

    def unknown_pair(self, sender: str, recipient: str) -> bool:
        """Greylisting: whether this pair has never been seen before."""
        if self._greylist is None:
            return False
        pair = f"{sender} {recipient}"
        new = pair not in self._greylist
        self._greylist.add(pair)
        return new

    def took(self, letter: Handed) -> str:
        """Take a letter; returns the reply."""
        if self._keep:
            self.handed.append(letter)
        return (self._take(letter) if self._take else None) or "250 2.0.0 Ok: taken"


class _Desk:
    """The hooks of aiosmtpd."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds hooks by these names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._server.refuses(address):
            return "550 5.1.1 No such user here"
        if self._server.unknown_pair(envelope.mail_from or "", address):
            return "450 4.7.1 Greylisted, please try again"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: "_Session", session: Session, envelope: Envelope) -> str:  # noqa: N802
        if fault := self._server.fault("DOT", ""):
            return await server.strike(fault) or fault.reply
        known: object = session.auth_data  # declared as None, set by the authenticator
        login = known.login.decode() if isinstance(known, LoginPassword) else ""
        reply = self._server.took(
            Handed(
                sender=(envelope.mail_from or "").strip("<>"),
                recipients=tuple(envelope.rcpt_tos),
                raw=bytes(envelope.original_content or b""),
                user=login,
            )
        )
        if fault := self._server.fault("STORED", ""):
            return await server.strike(fault) or fault.reply or reply
        return reply


class _Session(SMTP):
    """One connection; asks for a fault before every command."""

    def __init__(self, server: SmtpServer, handler: _Desk, **settings: Any) -> None:
        self._practice = server
        super().__init__(handler, **settings)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._practice.opened(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._practice.closed(self)
        super().connection_lost(error)

    def drop(self) -> None:
        """Hang up without a word."""
        if self.transport is not None:
            self.transport.abort()  # type: ignore[attr-defined]  # every transport of a socket has it

    async def strike(self, fault: Fault) -> str:
        """Wait and hang up as the fault says; nothing is returned, the reply is for the caller to give."""
        if fault.stall:
            await asyncio.sleep(fault.stall)
        if fault.cut:
            self.drop()
            await asyncio.Event().wait()  # until aiosmtpd cancels this, having noticed
        return ""

    async def _struck(self, verb: str, argument: str | None = None) -> bool:
        """Whether a fault has answered the command already."""
        self._practice.heard(verb)
        fault = self._practice.fault(verb, argument or "")
        if fault is None:
            return False
        await self.strike(fault)
        if fault.reply:
            await self.push(fault.reply)
            if fault.reply.startswith("421") and self.transport is not None:
                self.transport.close()
        return bool(fault.reply)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        # The parser of the standard library takes longer than all the rest of a letter.
        plain = _PLAIN_PATH.fullmatch(arg)
        return (plain[1], plain[2]) if plain else super()._getaddr(arg)

    async def _handle_client(self) -> None:
        if await self._struck("CONNECT"):
            if self.transport is not None:
                self.transport.close()
            return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd finds verbs by these names
        if not await self._struck("EHLO", hostname):
            await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._struck("AUTH"):
            await super().smtp_AUTH(arg)

    async def auth_XOAUTH2(self, _: object, arguments: list[str]) -> AuthResult:  # noqa: N802
        return await self._by_token(arguments, _XOAUTH2, goes_on=b"")

    async def auth_OAUTHBEARER(self, _: object, arguments: list[str]) -> AuthResult:  # noqa: N802
        return await self._by_token(arguments, _OAUTHBEARER, goes_on=b"\x01")

    async def _long_answer(self) -> object:
        """A token is longer than a line of a letter may be, which is what aiosmtpd reads at most."""
        reader: Any = self._reader  # asyncio has no other way to change the limit
        usual, reader._limit = reader._limit, _LONGEST_ANSWER  # noqa: SLF001
        try:
            return await self.challenge_auth("")
        finally:
            reader._limit = usual  # noqa: SLF001

    async def _by_token(self, arguments: list[str], form: re.Pattern[bytes], *, goes_on: bytes) -> AuthResult:
        """Who is refused is first told why as JSON, and must answer with ``goes_on`` (RFC 7628, 3.2.3)."""
        said: object = base64.b64decode(arguments[1]) if arguments[1:] else await self._long_answer()
        if not isinstance(said, bytes):
            return AuthResult(success=False, handled=True)
        found = form.fullmatch(said)
        tokens = self._practice.tokens
        if found and tokens and tokens(found["token"].decode()) == found["user"].decode():
            return AuthResult(success=True, auth_data=LoginPassword(found["user"], b""))
        complaint = json.dumps({"status": "invalid_token", "schemes": "bearer", "scope": "mail"})
        if await self.challenge_auth(complaint) != goes_on:
            return AuthResult(success=False, handled=False, message="501 5.5.2 not what had to be answered")
        return AuthResult(success=False, handled=False, message="535 5.7.3 Authentication unsuccessful")

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        if await self._struck("MAIL", arg):
            return
        if self._practice.closed_to_strangers and not (self.session and self.session.authenticated):
            await self.push("530 5.7.0 Authentication required")
            return
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        if not await self._struck("RCPT", arg):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if await self._struck("DATA"):
            return
        if fault := self._practice.fault("BODY", ""):
            await self.push("354 go ahead")
            await self._reader.readline()
            await self.strike(fault)
            return
        await super().smtp_DATA(arg)

    async def smtp_RSET(self, arg: str) -> None:  # noqa: N802
        if not await self._struck("RSET"):
            await super().smtp_RSET(arg)

    async def smtp_NOOP(self, arg: str) -> None:  # noqa: N802
        if not await self._struck("NOOP"):
            await super().smtp_NOOP(arg)


def main(arguments: list[str] | None = None) -> int:
    """Run as a sink until interrupted; prints the port, and at the end how many letters came."""
    import argparse
    import signal

    parser = argparse.ArgumentParser(prog="mailbot.sandbox.smtp_server", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--store", type=Path, help="write every letter to a file in this folder")
    wanted = parser.parse_args(arguments)
    numbers = itertools.count(1)
    taken = 0

    def take(letter: Handed) -> None:
        nonlocal taken
        taken = next(numbers)
        if wanted.store is not None:
            (wanted.store / f"{taken:07d}.eml").write_bytes(letter.raw)

    if wanted.store is not None:
        wanted.store.mkdir(parents=True, exist_ok=True)
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    with SmtpServer(port=wanted.port, take=take, keep=False) as server:
        print(server.port, flush=True)
        over.wait()
    print(f"{taken} letters", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
