"""Handing letters to the mail server, with aiosmtplib over kept connections.

What the server says comes back as a ``Posted`` value. A letter is only «not for ever» when the server refused
this letter or its recipients with a 5xx; whatever else goes wrong (no connection, no login, a 4xx, silence)
may be tried again. It never changes a byte of a letter, and tells the password to nobody but the server.
"""

import asyncio
import re
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import aiosmtplib

from mailbot.ports import Parcel, Posted

Tls = Literal["tls", "starttls", "none"]

_LONGEST_TEXT = 300
_NOOP_AFTER = 20.0
_GOODBYE_SECONDS = 3.0
_NOT_PLAIN = re.compile(r"[\x00-\x20<>\x7f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_OUR_LOGIN = frozenset({530, 534, 535, 538})  # RFC 4954: says something about us, not about the letter


class _LostError(Exception):
    """The connection is gone. ``handed_over``: the letter may have arrived all the same."""

    def __init__(self, detail: str, *, handed_over: bool) -> None:
        super().__init__(detail)
        self.handed_over = handed_over


@dataclass(slots=True)
class _Kept:
    client: aiosmtplib.SMTP
    since: float
    fresh: bool = True
    """Nothing has been sent over it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusals:
    """The recipients a server did not take, each with its words."""

    later: dict[str, str] = field(default_factory=dict)
    never: dict[str, str] = field(default_factory=dict)

    def __contains__(self, address: object) -> bool:
        return address in self.never or address in self.later

    def __str__(self) -> str:
        return "; ".join(f"{address}: {said}" for address, said in {**self.never, **self.later}.items())


class SmtpPostman:
    """A postman who keeps up to ``connections`` lines to one server and opens them only when needed.

    Belongs to one event loop. Several letters may be posted at a time; each waits for a free line.
    """

    def __init__(  # noqa: PLR0913 - these are the settings of one server, each by its name
        self,
        *,
        host: str,
        port: int,
        user: str = "",
        password: str = "",
        tls: Tls = "starttls",
        hello: str = "localhost",
        timeout: float = 60.0,
        data_timeout: float = 600.0,
        idle_seconds: float = 60.0,
        connections: int = 2,
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        """``hello``: the name we introduce ourselves with. ``timeout``: seconds for one answer of the server.

        ``data_timeout``: seconds for the answer to a whole letter; RFC 5321, 4.5.3.2.6 asks for ten minutes,
        because who hangs up earlier sends again what has arrived. ``idle_seconds``: after so long without a
        letter a line is given up.
        """
        self._host, self._port, self._tls = host, port, tls
        self._user, self._password = user, password
        self._hello = hello
        self._timeout, self._data_timeout, self._idle_seconds = timeout, data_timeout, idle_seconds
        self._context = tls_context
        self._free: list[_Kept] = []
        self._lines = asyncio.Semaphore(connections)
        self._reaper: asyncio.TimerHandle | None = None
        self._goodbyes: set[asyncio.Task[None]] = set()

    async def post(self, parcel: Parcel) -> Posted:
        """Send one letter. ``ok``: the server has taken it, if need be without those in ``refused``.

        While the first recipient, whom the letter is for, is refused with a 4xx, nobody gets it yet.

        When a kept line turns out to be dead before the letter was handed over, it goes out over a new one.
        """
        if not parcel.recipients:
            return Posted(ok=False, permanent=True, detail="the letter has no recipient")
        async with self._lines:
            try:
                while True:
                    kept = await self._line()
                    was_used = not kept.fresh
                    try:
                        return await self._post_over(kept, parcel)
                    except _LostError as exc:
                        if exc.handed_over or not was_used:
                            raise
            except _LostError as exc:
                return Posted(ok=False, detail=self._clean(exc))

    async def check(self) -> Posted:
        """Connect, log in and say NOOP, as the doctor does; ``detail`` names the server."""
        async with self._lines:
            try:
                kept = await self._line()
                greeting = await kept.client.noop(timeout=self._timeout)
            except (_LostError, aiosmtplib.SMTPException, OSError) as exc:
                return Posted(ok=False, detail=self._clean(exc))
            self._keep(kept)
            limit = _limit(kept.client)
            size = f", letters up to {limit} bytes" if limit else ""
            return Posted(ok=True, detail=self._clean(f"{self._host}: {greeting.message}{size}"))

    async def close(self) -> None:
        """Say QUIT on all lines; never raises. The postman may be used again."""
        if self._reaper is not None:
            self._reaper.cancel()
            self._reaper = None
        free, self._free = self._free, []
        await asyncio.gather(*(self._quit(kept.client) for kept in free), *self._goodbyes)

    # Lines

    async def _line(self) -> _Kept:
        """A free line that is known to work, or a new one. Raises _LostError."""
        now = asyncio.get_running_loop().time()
        while self._free:
            kept = self._free.pop()
            if not kept.client.is_connected or now - kept.since > self._idle_seconds:
                self._say_goodbye(kept.client)
            elif now - kept.since < _NOOP_AFTER or await self._alive(kept.client):
                return kept
        return _Kept(client=await self._connect(), since=now)

    async def _alive(self, client: aiosmtplib.SMTP) -> bool:
        try:
            return (
                await client.noop(timeout=min(self._timeout, 10.0))
            ).code == aiosmtplib.SMTPStatus.completed
        except (aiosmtplib.SMTPException, OSError):
            client.close()
            return False

    async def _connect(self) -> aiosmtplib.SMTP:
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user or None,
            password=self._password if self._user else None,
            use_tls=self._tls == "tls",
            start_tls=self._tls == "starttls",
            local_hostname=self._hello,
            timeout=self._timeout,
            tls_context=self._context if self._tls != "none" else None,
        )
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
        except (aiosmtplib.SMTPException, OSError, ValueError) as exc:
            client.close()
            raise _LostError(self._why_not(exc), handed_over=False) from exc
        return client

    def _why_not(self, exc: Exception) -> str:
        """Why there is no line, and what to check."""
        where = f"{self._host}:{self._port}"
        cause = exc if isinstance(exc, ssl.SSLError) else exc.__cause__  # aiosmtplib wraps what TLS says
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {where} is not trusted ({cause.verify_message}): check host and clock"
        if isinstance(cause, ssl.SSLError) or isinstance(exc, aiosmtplib.SMTPNotSupported):
            return f"no TLS or login with {where} ({exc}): check port and tls (465 is 'tls', 587 'starttls')"
        if isinstance(exc, aiosmtplib.SMTPAuthenticationError):
            return f"{where} refused the login of {self._user}: {_said(exc)}; check user and password"
        if isinstance(exc, aiosmtplib.SMTPResponseException):
            return f"{where} does not want to talk to us: {_said(exc)}"
        if isinstance(exc, TimeoutError):
            return f"{where} did not answer within {self._timeout:g} s: check the SMTP port, or the network"
        return f"no connection to {where}: {exc}; check the SMTP host and port, or the server is down"

    def _keep(self, kept: _Kept) -> None:
        loop = asyncio.get_running_loop()
        kept.since, kept.fresh = loop.time(), False
        self._free.append(kept)
        if self._reaper is None:
            self._reaper = loop.call_later(self._idle_seconds, self._reap)

    def _reap(self) -> None:
        loop = asyncio.get_running_loop()
        old = [kept for kept in self._free if loop.time() - kept.since >= self._idle_seconds]
        self._free = [kept for kept in self._free if kept not in old]
        for kept in old:
            self._say_goodbye(kept.client)
        self._reaper = loop.call_later(self._idle_seconds, self._reap) if self._free else None

    def _say_goodbye(self, client: aiosmtplib.SMTP) -> None:
        goodbye = asyncio.get_running_loop().create_task(self._quit(client))
        self._goodbyes.add(goodbye)
        goodbye.add_done_callback(self._goodbyes.discard)

    @staticmethod
    async def _quit(client: aiosmtplib.SMTP) -> None:
        with suppress(aiosmtplib.SMTPException, OSError):
            if client.is_connected:
                await client.quit(timeout=_GOODBYE_SECONDS)
        client.close()

    # One letter

    async def _post_over(self, kept: _Kept, parcel: Parcel) -> Posted:
        """The letter over this line, which is kept unless it broke. Raises _LostError."""
        client = kept.client
        handed_over = False
        try:
            envelope = await self._envelope(client, parcel)
            if isinstance(envelope, _Refusals):
                handed_over = True
                answer = await self._hand_over(client, parcel, envelope)
            else:
                answer = envelope
            if not answer.ok and client.is_connected:
                await client.rset(timeout=self._timeout)
        except aiosmtplib.SMTPResponseException as exc:  # a server that cannot even RSET
            client.close()
            raise _LostError(_said(exc), handed_over=handed_over) from exc
        except (aiosmtplib.SMTPException, OSError) as exc:
            client.close()
            how = "fell silent" if isinstance(exc, TimeoutError) else "ended the connection"
            after = " after the letter was handed over, which may have arrived" if handed_over else ""
            raise _LostError(f"{self._host} {how}{after} ({exc})", handed_over=handed_over) from exc
        except BaseException:  # cancelled in the middle of a dialogue: nobody could go on with this line
            client.close()
            raise
        if client.is_connected:
            self._keep(kept)
        return answer

    async def _envelope(self, client: aiosmtplib.SMTP, parcel: Parcel) -> Posted | _Refusals:
        """MAIL and RCPT. The refused recipients if at least one was taken, else the answer for the letter."""
        addresses = (parcel.sender, *parcel.recipients)
        odd = [address for address in addresses if _NOT_PLAIN.search(address)]
        if odd:  # aiosmtplib would send to whatever it can make of them
            return Posted(ok=False, permanent=True, detail=self._clean(f"not a plain address: {odd[0]!r}"))
        international = not all(address.isascii() for address in addresses)
        if international and not client.supports_extension("smtputf8"):
            return Posted(
                ok=False, permanent=True, detail="the server takes no address beyond ASCII (SMTPUTF8)"
            )
        limit = _limit(client)
        if limit and len(parcel.raw) > limit:
            size = f"the letter has {len(parcel.raw)} bytes, the server takes at most {limit}"
            return Posted(ok=False, permanent=True, detail=size)
        encoding = "utf-8" if international else "ascii"
        options = list(_options(client, parcel, international=international))
        try:
            await client.mail(parcel.sender, options=options, encoding=encoding)
        except aiosmtplib.SMTPSenderRefused as exc:
            return self._refused("MAIL", exc)
        except ValueError as exc:
            return Posted(ok=False, permanent=True, detail=self._clean(f"bad sender address: {exc}"))
        refusals = _Refusals()
        for recipient in parcel.recipients:
            try:
                await client.rcpt(recipient, encoding=encoding)
            except aiosmtplib.SMTPRecipientRefused as exc:
                where = refusals.never if _for_ever(exc.code) else refusals.later
                where[recipient] = f"RCPT {_said(exc)}"
            except ValueError as exc:
                refusals.never[recipient] = f"bad address: {exc}"
        taken = [address for address in parcel.recipients if address not in refusals]
        # The first recipient is whom the letter is for. It waits for that one, and never for a copy.
        if taken and parcel.recipients[0] not in refusals.later:
            return refusals
        return Posted(ok=False, permanent=not refusals.later, detail=self._clean(refusals))

    async def _hand_over(self, client: aiosmtplib.SMTP, parcel: Parcel, refusals: _Refusals) -> Posted:
        try:
            taken = await client.data(parcel.raw, timeout=self._data_timeout)
        except aiosmtplib.SMTPDataError as exc:
            return self._refused("DATA", exc)
        return Posted(
            ok=True,
            detail=self._clean("; ".join(filter(None, (f"{taken.code} {taken.message}", str(refusals))))),
            refused=tuple(address for address in parcel.recipients if address in refusals),
        )

    def _refused(self, verb: str, exc: aiosmtplib.SMTPResponseException) -> Posted:
        return Posted(ok=False, permanent=_for_ever(exc.code), detail=self._clean(f"{verb} {_said(exc)}"))

    def _clean(self, said: object) -> str:
        """One short line without the password."""
        text = str(said)
        text = text.replace(self._password, "***") if self._password else text
        return _CONTROL.sub(" ", text).strip()[:_LONGEST_TEXT]


def _said(exc: aiosmtplib.SMTPResponseException) -> str:
    return f"{exc.code} {exc.message}"


def _for_ever(code: int) -> bool:
    """Whether the same letter will be refused again tomorrow (RFC 5321, 4.2.1)."""
    return 500 <= code < 600 and code not in _OUR_LOGIN  # noqa: PLR2004 - the 5xx of RFC 5321


def _limit(client: aiosmtplib.SMTP) -> int | None:
    """The largest letter the server takes, in bytes (RFC 1870); None when it sets no limit."""
    told = client.esmtp_extensions.get("size", "").strip()
    return int(told) or None if told.isdigit() else None


def _options(client: aiosmtplib.SMTP, parcel: Parcel, *, international: bool) -> Iterable[str]:
    if client.supports_extension("size"):
        yield f"SIZE={len(parcel.raw)}"
    if not parcel.raw.isascii() and client.supports_extension("8bitmime"):
        yield "BODY=8BITMIME"
    if international:
        yield "SMTPUTF8"
