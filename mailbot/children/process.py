"""The parent's side of a child process: start it, speak to it, end it.

What a child works on can end it, never its parent; what became of it is a ``ChildError`` with the reason.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, BinaryIO, Self

from mailbot.children import frames

_START_SECONDS = 60.0
_BUFFER = 1024 * 1024
_LAST_BREATH = 2.0
"""Seconds between the end of the pipe and the end of the process."""


class ChildError(Exception):
    """A child must go: it took too long, answered nonsense, or ``ended`` by itself or from outside."""

    def __init__(self, reason: str, *, ended: bool = False) -> None:
        super().__init__(reason)
        self.ended = ended


class Child:
    """One child process."""

    def __init__(self, process: asyncio.subprocess.Process, name: str) -> None:
        """``name``: what it is called in reasons."""
        self.process = process
        self.confined: dict[str, bool] = {}
        """What it could give up; see ``confine``."""
        self._name = name

    @classmethod
    async def start(cls, module: str, name: str, settings: Mapping[str, Any]) -> Self:
        """Start ``python -m module`` and wait until its limits are in force. Raises ChildError.

        ``settings``: what it is told first; must hold ``memory`` in bytes of address space, and ``seconds``.
        """
        try:
            with tempfile.TemporaryFile() as complaints:
                return await cls._started(module, name, settings, complaints)
        except OSError as error:
            raise ChildError(f"{name} cannot be started: {error}") from error

    @classmethod
    async def _started(
        cls, module: str, name: str, settings: Mapping[str, Any], complaints: BinaryIO
    ) -> Self:
        """``complaints``: where the child says why it cannot start; it lets go of it when it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I" if _installed() else "-P", "-m", module,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=complaints,
            limit=_BUFFER, env=_environment(),
        )  # fmt: skip
        child = cls(process, name)
        child.write(frames.frame(frames.START, settings))
        try:
            child.confined = (await child.read(_START_SECONDS)).values()
        except ChildError as error:
            await child.end()
            raise ChildError(f"{error}{_last_line(complaints)}", ended=error.ended) from error
        except BaseException:
            await child.end()
            raise
        return child

    def write(self, frame: frames.Frame) -> None:
        """Send a frame; it waits in the pipe until the child takes it."""
        assert self.process.stdin is not None  # noqa: S101  # opened with a pipe
        self.process.stdin.writelines(frames.encode(frame))

    async def read(self, seconds: float) -> frames.Frame:
        """The child's next frame, within this time. Raises ChildError."""
        try:
            async with asyncio.timeout(seconds):
                return await self._frame()
        except TimeoutError as error:
            raise ChildError(f"took longer than {seconds:g} s") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise await self._hung_up() from error
        except frames.WireError as error:
            raise self.nonsense(error) from error

    def nonsense(self, error: frames.WireError) -> ChildError:
        """The reason when what it answered is not what was asked for."""
        return ChildError(f"{self._name} answered nonsense: {error}")

    async def _hung_up(self) -> ChildError:
        """Why its pipe is closed. A child that closed it and lives on would be waited for without end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_BREATH):
                ending = _ending(await self.process.wait())
                return ChildError(f"{self._name} ended ({ending})", ended=True)
        await self.end()
        return ChildError(f"{self._name} closed its pipe and went on")

    async def end(self) -> None:
        """Kill it, if it still lives, and take it off the list of processes."""
        if self.process.returncode is None:
            with suppress(ProcessLookupError):
                self.process.kill()
        await self.process.wait()
        transport: Any = getattr(self.process, "_transport", None)
        if transport is not None:
            transport.close()

    async def _frame(self) -> frames.Frame:
        source = self.process.stdout
        assert source is not None  # noqa: S101  # opened with a pipe
        kind, length, count = frames.check_header(await source.readexactly(frames.HEADER.size))
        text = await source.readexactly(length)
        parts = [await _part(source) for _ in range(count)]
        return frames.Frame(kind=kind, text=text, parts=tuple(parts))


async def _part(source: asyncio.StreamReader) -> bytes:
    return await source.readexactly(frames.check_size(await source.readexactly(frames.SIZE.size)))


def _installed() -> bool:
    return "site-packages" in __file__


def _environment() -> dict[str, str]:
    """The child sees no secret of ours: only where Python and the OCR program find their files."""
    kept = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "TESSDATA_PREFIX", "TMPDIR", "HOME")
    made = {name: os.environ[name] for name in kept if name in os.environ}
    return made | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "MALLOC_ARENA_MAX": "2",
        "OMP_THREAD_LIMIT": "1",
    }


def _last_line(complaints: BinaryIO) -> str:
    """What a child that could not start said last; it had seen nothing of anybody's yet."""
    complaints.seek(0)
    lines = complaints.read(100_000).decode("utf-8", "replace").split("\n")
    said = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {said[:300]}" if said else ""


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"status {code}"
