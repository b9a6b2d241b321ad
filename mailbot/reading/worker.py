"""Reading in child processes with limits: a mail can end its child, never the service.

``ChildReader`` keeps a few long-lived children, feeds each several mails ahead, and names the mail a
child died on. ``InlineReader`` reads in this process, for tests and one-off commands. Nothing here
looks into a mail.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from mailbot.children import frames
from mailbot.children.process import Child, ChildError
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Kind, Mail, Sender
from mailbot.ports import ReaderError, ReadResult
from mailbot.reading import wire

Txt = Callable[[str], bytes | None]

_AHEAD = 8
_AHEAD_BYTES = 8 * 1024 * 1024
_ASKS = 40
"""DNS questions a child may ask about one mail."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD = 64 * 1024
_HURT = ("too much for the reader", "reader failed")
"""How ``read_mail`` begins to say that something went wrong which it did not foresee."""
_SPENT = ChildError("it failed on a mail, and may have kept its memory or its files")
"""Such a child reads nothing more: the mail must not touch the next one."""


@dataclass(slots=True)
class _Job:
    index: int
    raw: bytes
    digest: str
    asks: int = 0
    tries: int = 0


def _head(raw: bytes) -> bytes:
    """The header block, cut where no honest one is as long."""
    end = _HEAD_END.search(raw, 0, _LONGEST_HEAD)
    return raw[: end.end()] if end else raw[:_LONGEST_HEAD]


def _failed(job: _Job, reason: str) -> ReadResult:
    mail = Mail(sha256=job.digest, size=len(job.raw), kind=Kind.UNREADABLE, anomalies=(reason,))
    return ReadResult(mail=mail, failure=reason)


class ChildReader:
    """Reads mails in child processes (``ports.Reader``).

    ``seconds`` is the time one mail may take, ``memory`` the bytes of address space of a child, ``idle``
    the seconds after which unused children end. ``txt`` looks up DNS TXT records for our own DKIM check;
    the children themselves have no network.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        children: int = 2,
        seconds: float = 20.0,
        memory: int = 1536 * 1024 * 1024,
        idle: float = 300.0,
        txt: Txt | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._most = max(1, children)
        self._seconds = seconds
        self._memory = memory
        self._idle = idle
        self._txt = txt
        self._free: list[Child] = []
        self._lock = asyncio.Lock()
        self._sweeper: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self.confined: dict[str, bool] = {}
        """What the last started child could give up; see ``confine``."""

    async def read(self, raws: Sequence[bytes]) -> list[ReadResult]:
        """One result a mail, in the order given. Never raises for what a mail holds."""
        async with self._lock:
            if self._sweeper is not None:
                self._sweeper.cancel()
            waiting = deque(_Job(index, raw, sha256(raw).hexdigest()) for index, raw in enumerate(raws))
            results: list[ReadResult | None] = [None] * len(raws)
            await self._work(waiting, results)
            await self._name(results, raws)
            self._sweeper = asyncio.get_running_loop().call_later(self._idle, self._sweep)
            return [result for result in results if result is not None]

    async def close(self) -> None:
        """End the children."""
        async with self._lock:
            if self._sweeper is not None:
                self._sweeper.cancel()
            free, self._free = self._free, []
            for child in free:
                await child.end()
            for task in list(self._ending):
                await task

    def _sweep(self) -> None:
        free, self._free = self._free, []
        for child in free:
            task = asyncio.get_running_loop().create_task(child.end())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _work(self, waiting: deque[_Job], results: list[ReadResult | None]) -> None:
        lanes = min(self._most, len(waiting))
        await asyncio.gather(*(self._lane(waiting, results) for _ in range(lanes)))

    async def _name(self, results: list[ReadResult | None], raws: Sequence[bytes]) -> None:
        """Say whose the mails are that could not be read, from their header block alone, if that can be."""
        failed = [index for index, one in enumerate(results) if one is not None and one.failure is not None]
        heads = [_head(raws[index]) for index in failed]
        jobs = deque(_Job(index, raw, sha256(raw).hexdigest()) for index, raw in enumerate(heads))
        named: list[ReadResult | None] = [None] * len(heads)
        await self._work(jobs, named)
        for index, head in zip(failed, named, strict=True):
            result = results[index]
            if result is not None and head is not None and head.failure is None:
                sender = Sender(address=head.mail.sender.address, name=head.mail.sender.name)
                known = replace(
                    result.mail, message_id=head.mail.message_id, subject=head.mail.subject, sender=sender
                )
                results[index] = replace(result, mail=known)

    async def _lane(self, waiting: deque[_Job], results: list[ReadResult | None]) -> None:
        """One child's share of a batch; a new child takes over where one died."""
        while waiting:
            child = await self._a_child()
            ahead: deque[_Job] = deque()
            reason = await self._feed(child, waiting, ahead, results)
            if reason is None:
                self._free.append(child)
                continue
            await child.end()
            waiting.extendleft(reversed(ahead))
            if ahead and reason is not _SPENT:
                self._blame(waiting, results, reason)

    def _blame(self, waiting: deque[_Job], results: list[ReadResult | None], reason: ChildError) -> None:
        """The mail a child died on gets one more try (memory may have been short), then fails."""
        guilty = waiting[0]
        guilty.tries += 1
        if reason.ended and guilty.tries == 1:
            return
        waiting.popleft()
        results[guilty.index] = _failed(guilty, str(reason))

    async def _a_child(self) -> Child:
        while self._free:
            child = self._free.pop()
            if child.process.returncode is None:
                return child
            await child.end()
        return await self._start()

    async def _feed(
        self, child: Child, waiting: deque[_Job], ahead: deque[_Job], results: list[ReadResult | None]
    ) -> ChildError | None:
        """Give mails to a child and take its answers; None when all went well, else why the child must go."""
        try:
            while waiting or ahead:
                self._send(child, waiting, ahead)
                frame = await child.read(self._seconds)
                if frame.kind == frames.ASK:
                    await self._answer(child, frame, ahead[0])
                    continue
                job = ahead[0]
                result = results[job.index] = wire.result_of(frame, job.digest)
                ahead.popleft()
                if (result.failure or "").startswith(_HURT):
                    return _SPENT
        except ChildError as error:
            return error
        except frames.WireError as error:
            return child.nonsense(error)
        return None

    def _send(self, child: Child, waiting: deque[_Job], ahead: deque[_Job]) -> None:
        """Fill the child's queue. With DNS questions possible it gets one mail at a time."""
        most = 1 if self._txt is not None else _AHEAD
        while waiting and len(ahead) < most:
            if ahead and sum(len(job.raw) for job in ahead) + len(waiting[0].raw) > _AHEAD_BYTES:
                return
            job = waiting.popleft()
            ahead.append(job)
            child.write(frames.Frame(kind=frames.WORK, parts=(job.raw,)))

    async def _answer(self, child: Child, frame: frames.Frame, job: _Job) -> None:
        job.asks += 1
        name = str(frame.values().get("name", ""))
        record: bytes | None = None
        if self._txt is not None and job.asks <= _ASKS and "._domainkey." in name:
            record = await asyncio.to_thread(self._txt, name)
        child.write(frames.Frame(kind=frames.TOLD, parts=() if record is None else (record,)))

    async def _start(self) -> Child:
        settings = {
            "vocabulary": self._vocabulary.as_json(), "seconds": self._seconds, "memory": self._memory,
            "dns": self._txt is not None,
        }  # fmt: skip
        try:
            child = await Child.start("mailbot.reading.child", "the reader", settings)
        except ChildError as error:
            raise ReaderError(f"no mail can be read: {error}") from error
        self.confined = child.confined
        return child


class InlineReader:
    """Reads in this process (``ports.Reader``): for tests and single files. No limits but the parser's."""

    def __init__(self, vocabulary: Vocabulary, *, txt: Txt | None = None) -> None:
        self._vocabulary = vocabulary
        self._txt = txt

    async def read(self, raws: Sequence[bytes]) -> list[ReadResult]:
        """One result a mail, in the order given."""
        from mailbot.reading.read import read_mail

        return [read_mail(raw, self._vocabulary, txt=self._txt) for raw in raws]

    async def close(self) -> None:
        """Nothing to end."""
