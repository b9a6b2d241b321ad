"""A bad line between a client and a server on loopback: cuts, stalls and alters what the server says.

Put between the real thing and a real server, it shows what a network or an overloaded server does to them. It
knows no protocol: it looks for bytes in what the server sends.
"""

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Self

from mailbot.sandbox.background import Background


@dataclass(slots=True, kw_only=True)
class Trouble:
    """What happens when the server has sent ``at``: the line is cut, falls silent, or says something else."""

    at: bytes
    what: Literal["cut", "stall", "instead"]
    instead: bytes = b""
    times: int | None = 1
    """None: every time."""


class Wire:
    """Listens on loopback and passes everything on to ``port``, with the troubles told."""

    def __init__(self, port: int, *, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = 0
        self._target = port
        self._troubles: list[Trouble] = []
        self._lock = threading.Lock()
        self._background = Background("practice-wire")
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self.connections = 0
        """How many lines were opened so far."""

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

    def cut(self, at: bytes, *, times: int | None = 1) -> None:
        """Hang up when the server has sent these bytes; they still arrive."""
        self._add(Trouble(at=at, what="cut", times=times))

    def stall(self, at: bytes, *, times: int | None = 1) -> None:
        """Pass nothing on any more when the server has sent these bytes."""
        self._add(Trouble(at=at, what="stall", times=times))

    def instead(self, at: bytes, say: bytes, *, times: int | None = None) -> None:
        """Pass on ``say`` instead of these bytes."""
        self._add(Trouble(at=at, what="instead", instead=say, times=times))

    def heal(self) -> None:
        """No more troubles."""
        with self._lock:
            self._troubles.clear()

    def hang_up(self) -> None:
        """Drop all lines now."""

        async def work() -> None:
            for line in list(self._lines):
                line.transport.abort()

        self._background.call(work())

    def _add(self, trouble: Trouble) -> None:
        with self._lock:
            self._troubles.append(trouble)

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._connect, self.host, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for line in list(self._lines):
            line.transport.abort()
        await asyncio.sleep(0)

    async def _connect(self, client_says: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        self.connections += 1
        server_says, to_server = await asyncio.open_connection(self.host, self._target)
        ends = {to_client, to_server}
        self._lines |= ends
        try:
            await asyncio.gather(
                self._pass(client_says, to_server), self._pass_with_trouble(server_says, to_client)
            )
        finally:
            self._lines -= ends
            for end in ends:
                end.transport.abort()

    @staticmethod
    async def _pass(says: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await says.read(65536):
                to.write(data)
                await to.drain()
        to.transport.abort()

    async def _pass_with_trouble(self, says: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await says.read(65536):
                data, what = self._strike(data)
                to.write(data)
                await to.drain()
                if what == "cut":
                    # Closed, not aborted: what was said before shall arrive.
                    to.close()
                    await to.wait_closed()
                    break
                if what == "stall":
                    await asyncio.Event().wait()
        to.transport.abort()

    def _strike(self, data: bytes) -> tuple[bytes, str]:
        with self._lock:
            for trouble in list(self._troubles):
                if trouble.at not in data:
                    continue
                if trouble.times is not None:
                    trouble.times -= 1
                    if trouble.times <= 0:
                        self._troubles.remove(trouble)
                if trouble.what == "instead":
                    data = data.replace(trouble.at, trouble.instead)
                    continue
                return data[: data.index(trouble.at) + len(trouble.at)], trouble.what
        return data, ""
