"""The postman as the shell sees him (``ports.Postman``): a few kept lines, a value for every letter.

He opens a line only when there is a letter, and gives it up when it has been idle. He never raises for what
the server says.
"""

import asyncio
import ssl
from contextlib import suppress

import aiosmtplib

from mailbot.edge.smtp.letter import hand_in, size_limit
from mailbot.edge.smtp.line import Account, Line, LostError, Tls, connect
from mailbot.ports import Parcel, Posted, Secret

_NOOP_AFTER = 20.0
_GOODBYE_SECONDS = 3.0


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
        password: str | Secret = "",
        oauth2: bool = False,
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
        letter a line is given up. ``password``: the password or, asked for each new line, what gives it; with
        ``oauth2`` an access token.
        """
        self._account = Account(
            host=host,
            port=port,
            tls=tls,
            user=user,
            secret=password if callable(password) else lambda: password,
            oauth2=oauth2,
            hello=hello,
            timeout=timeout,
            tls_context=tls_context,
        )
        self._data_timeout, self._idle_seconds = data_timeout, idle_seconds
        self._free: list[Line] = []
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
                    except LostError as exc:
                        if exc.handed_over or not was_used:
                            raise
            except LostError as exc:
                return Posted(ok=False, detail=str(exc), locked_out=exc.locked_out)

    async def check(self) -> Posted:
        """Connect, log in and say NOOP, as the doctor does; ``detail`` names the server."""
        async with self._lines:
            try:
                kept = await self._line()
            except LostError as exc:
                return Posted(ok=False, detail=str(exc), locked_out=exc.locked_out)
            try:
                greeting = await kept.client.noop(timeout=self._account.timeout)
            except (aiosmtplib.SMTPException, OSError) as exc:
                kept.client.close()
                return Posted(ok=False, detail=kept.clean(exc))
            self._keep(kept)
            limit = size_limit(kept.client)
            size = f", letters up to {limit} bytes" if limit else ""
            return Posted(ok=True, detail=kept.clean(f"{self._account.host}: {greeting.message}{size}"))

    async def close(self) -> None:
        """Say QUIT on all lines; never raises. The postman may be used again."""
        if self._reaper is not None:
            self._reaper.cancel()
            self._reaper = None
        free, self._free = self._free, []
        await asyncio.gather(*(self._quit(kept.client) for kept in free), *self._goodbyes)

    async def _post_over(self, kept: Line, parcel: Parcel) -> Posted:
        """The letter over this line, which is kept unless it broke. Raises LostError."""
        answer = await hand_in(kept, parcel, data_timeout=self._data_timeout)
        if kept.client.is_connected:
            self._keep(kept)
        return answer

    # Lines

    async def _line(self) -> Line:
        """A free line that is known to work, or a new one. Raises LostError."""
        now = asyncio.get_running_loop().time()
        while self._free:
            kept = self._free.pop()
            if not kept.client.is_connected or now - kept.since > self._idle_seconds:
                self._say_goodbye(kept.client)
            elif now - kept.since < _NOOP_AFTER or await self._alive(kept.client):
                return kept
        return await connect(self._account)

    async def _alive(self, client: aiosmtplib.SMTP) -> bool:
        try:
            return (
                await client.noop(timeout=min(self._account.timeout, 10.0))
            ).code == aiosmtplib.SMTPStatus.completed
        except (aiosmtplib.SMTPException, OSError):
            client.close()
            return False

    def _keep(self, kept: Line) -> None:
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
