"""Writing in a child process with limits: a template or a paper can end its child, never the service.

``ChildWriter`` keeps one long-lived child, feeds it several letters ahead, and replaces it when it dies;
Typst, fonts and templates are in its memory and leave with it. ``InlineWriter`` writes in this process, for
tests, and where no child can be started. Both give the same bytes.
"""

import asyncio
import logging
from collections import deque
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

from mailbot.children import frames
from mailbot.children.process import Child, ChildError
from mailbot.core.letters import Letter
from mailbot.ports import Composer, Kept, Parcel, Tokens, WritingError
from mailbot.writing import wire
from mailbot.writing.letterhead import Letterhead

_log = logging.getLogger("mailbot.writing")


class InlineWriter:
    """Writes in a thread of this process (``ports.Writer``), one letter after the other. No limits."""

    def __init__(self, composer: Composer, threads: Executor | None = None) -> None:
        """``threads``: what it writes in; it must do one thing at a time."""
        self._composer = composer
        self._threads = threads or ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")

    async def write(self, letter: Letter) -> Parcel:
        """See ``ports.Writer``."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._compose, letter)

    def _compose(self, letter: Letter) -> Parcel:
        try:
            return self._composer.compose(letter)
        except Exception as error:  # whatever a template or a paper makes of it
            raise WritingError(repr(error)) from error

    async def close(self) -> None:
        """See ``ports.Writer``."""
        self._threads.shutdown(wait=True, cancel_futures=True)


@dataclass(slots=True, kw_only=True)
class _Job:
    letter: Letter
    order: frames.Frame
    written: asyncio.Future[Parcel]
    tries: int = 0

    def settle(self, outcome: Parcel | WritingError) -> None:
        """Tell who waits; nobody does when the round of sending was broken off."""
        if self.written.done():
            return
        if isinstance(outcome, WritingError):
            self.written.set_exception(outcome)
        else:
            self.written.set_result(outcome)


class ChildWriter:
    """Writes letters in a child process (``ports.Writer``).

    ``seconds`` is the time one letter may take, ``memory`` the bytes of address space of the child, ``idle``
    the seconds after which an unused child ends. The child has no network, no archive and no key.
    """

    def __init__(
        self,
        letterhead: Letterhead,
        archive: Kept,
        mint: Tokens,
        *,
        seconds: float = 60.0,
        memory: int = 1536 * 1024 * 1024,
        idle: float = 300.0,
    ) -> None:
        self._letterhead = letterhead
        self._archive = archive
        self._mint = mint
        self._seconds = seconds
        self._memory = memory
        self._idle = idle
        self._here = InlineWriter(letterhead.composer(archive, mint))
        """Writes while no child can be started."""
        self._waiting: deque[_Job] = deque()
        """In the order the child has them; it works on the first."""
        self._child: Child | None = None
        self._listening: asyncio.Task[None] | None = None
        self._sweeper: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._not_before = 0.0
        """When starting a child is tried again, after one could not be started; in the loop's time."""
        self.confined: dict[str, bool] = {}
        """What the last started child could give up; see ``children.confine``."""

    async def write(self, letter: Letter) -> Parcel:
        """See ``ports.Writer``."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._not_before:
            return await self._here.write(letter)
        job = _Job(letter=letter, order=await self._order(letter), written=loop.create_future())
        self._waiting.append(job)
        if self._child is not None:
            self._child.write(job.order)
        if self._listening is None or self._listening.done():
            self._listening = loop.create_task(self._listen())
        return await job.written

    async def close(self) -> None:
        """See ``ports.Writer``."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])
        self._sweep()
        if self._ending:
            await asyncio.wait(self._ending)
        await self._here.close()

    async def _order(self, letter: Letter) -> frames.Frame:
        """What the child is told; the files are read in a thread."""
        what = (letter, self._letterhead.office, self._archive, self._mint)
        try:
            return (
                await asyncio.to_thread(wire.order_frame, *what) if letter.files else wire.order_frame(*what)
            )
        except Exception as error:  # whatever the archive makes of it
            raise WritingError(repr(error), retry=True) from error

    async def _listen(self) -> None:
        """Take the child's answers while any are awaited; a new child takes over where one died."""
        while self._waiting:
            try:
                child = self._child or await self._start()
            except ChildError as error:
                _log.warning("no writing child, writing in this process", extra={"error": str(error)})
                self._not_before = asyncio.get_running_loop().time() + self._idle
                await self._write_here()
            else:
                await self._take(child)
        if self._sweeper is not None:
            self._sweeper.cancel()
        self._sweeper = asyncio.get_running_loop().call_later(self._idle, self._sweep)

    async def _take(self, child: Child) -> None:
        """The child's next answer. The letter it died on gets one more try: memory may have been short."""
        job = self._waiting[0]
        outcome: Parcel | WritingError
        try:
            outcome = wire.parcel_of(await child.read(self._seconds), job.letter, self._letterhead.office)
        except WritingError as error:
            outcome = error
        except (ChildError, frames.WireError) as error:
            reason = child.nonsense(error) if isinstance(error, frames.WireError) else error
            self._child = None
            await child.end()
            job.tries += 1
            if reason.ended and job.tries == 1:
                return
            outcome = WritingError(str(reason), retry=True)
        self._waiting.popleft()
        job.settle(outcome)

    async def _start(self) -> Child:
        settings = {
            "letterhead": self._letterhead.as_json(),
            "seconds": self._seconds,
            "memory": self._memory,
        }
        child = await Child.start("mailbot.writing.child", "the writer", settings)
        self.confined = child.confined
        for job in self._waiting:
            child.write(job.order)
        self._child = child
        return child

    async def _write_here(self) -> None:
        while self._waiting:
            job = self._waiting.popleft()
            try:
                job.settle(await self._here.write(job.letter))
            except WritingError as error:
                job.settle(error)

    def _sweep(self) -> None:
        """End the child when it has nothing to do."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        if self._child is None or self._waiting:
            return
        child, self._child = self._child, None
        task = asyncio.get_running_loop().create_task(child.end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
