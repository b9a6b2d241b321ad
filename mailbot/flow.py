"""One mail: fetch -> read -> gather -> decide -> commit -> settle.

Batches overlap: while one is decided, the next is fetched, kept and read, and the one before is filed.
A mail leaves the inbox only after its effects are on disk. Whatever one mail does, the next one is
not touched: what we fail on is shelved with the reason. At every instant the state is one of M1 to M4
(design section 3), and each step here takes all mails of a batch one state further. Sends nothing.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from mailbot.baseline import Baseline
from mailbot.clerk import Arrived, Clerk
from mailbot.core.calendar import WorkCalendar
from mailbot.core.case import Replay
from mailbot.core.evidence import authentication_text
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.ledger import DONE, MailEntry, Outcome
from mailbot.core.mail import AuthResult, Mail
from mailbot.core.office import Office
from mailbot.core.request import Party
from mailbot.ports import Archive, Clock, Fetched, FolderState, Mailbox, Mint, Reader, ReadResult, Register
from mailbot.recognise import Recogniser
from mailbot.staged import Staged, delivered_meanwhile

_log = logging.getLogger("mailbot.flow")
T = TypeVar("T")

_BATCH_BYTES = 16_000_000
"""A batch ends with the mail that reaches this, so that memory is bounded by bytes too."""


@dataclass(slots=True)
class Intake:
    """What one pass over the inbox did."""

    mails: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    shelved: int = 0

    def count(self, outcome: Outcome) -> None:
        """One more mail with this outcome."""
        self.mails += 1
        self.outcomes[outcome.value] = self.outcomes.get(outcome.value, 0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Mails that are kept in the archive (M2) and read, in the order they came. Nothing is decided yet."""

    fetched: list[Fetched]
    hashes: list[str]
    results: list[ReadResult]
    count: int = 1
    """How many mails were looked at, with those that are left alone."""

    def apart(self) -> "Iterator[_Batch]":
        """Each mail as a batch of its own."""
        for fetched, sha256, result in zip(self.fetched, self.hashes, self.results, strict=True):
            yield _Batch(fetched=[fetched], hashes=[sha256], results=[result])


class Flow:
    """Takes mails in, batch by batch."""

    def __init__(  # noqa: PLR0913  # the composition root hands in every seam by name
        self,
        *,
        office: Office,
        mailbox: Mailbox,
        register: Register,
        archive: Archive,
        reader: Reader,
        vocabulary: Vocabulary,
        mint: Mint,
        clock: Clock,
        batch: int = 50,
        max_bytes: int = 50_000_000,
        since: datetime | None = None,
    ) -> None:
        self._mailbox = mailbox
        self._register = register
        self._archive = archive
        self._reader = reader
        self._batch = batch
        self._max_bytes = max_bytes
        self._baseline = Baseline(office=office, register=register, clock=clock, since=since)
        self._clerk = Clerk(office=office, vocabulary=vocabulary, mint=mint, clock=clock, max_bytes=max_bytes)
        self.deciding = asyncio.Lock()
        """Held from looking a request up until what follows is committed; ticks wait for it too."""
        self.on_commit: Callable[[], None] = lambda: None
        """Called when letters may be owed; the service wakes the outbox with it."""
        self.on_progress: Callable[[int, int], None] = lambda *_: None
        """Called after each batch: how many mails of how many in the inbox were looked at."""
        self._left_alone: list[int] = []
        month = WorkCalendar.of(office).month
        self._ledger = Recogniser(register, archive, clock.now, month)
        self._imap = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imap")
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")

    async def on_imap(self, call: Callable[[], T]) -> T:
        """Run one call to the mail server in the thread that owns the connection."""
        return await asyncio.get_running_loop().run_in_executor(self._imap, call)

    async def take_in(self, *, enough: Callable[[], bool] = lambda: False) -> Intake:
        """Process everything in the inbox. Raises MailboxError or RegisterError when the world is broken."""
        intake = Intake()
        state = await self.on_imap(self._mailbox.open)
        floor = self._baseline.floor(state)
        uids = await self.on_imap(lambda: self._mailbox.uids(floor))
        self._left_alone = []
        looked_at = 0
        mails = self._mailbox.fetch(uids, max_bytes=self._max_bytes)
        coming = asyncio.create_task(self._bring(mails, state))
        filing: list[asyncio.Future[None]] = []
        try:
            while (batch := await coming) is not None and not enough():
                coming = asyncio.create_task(self._bring(mails, state))
                async with self.deciding:
                    ready = await self._commit_batch(batch, state, intake)  # M3
                await asyncio.gather(*filing)
                filing = [self._file(numbers, folder) for folder, numbers in ready.items()]  # M4
                looked_at += batch.count
                self.on_progress(looked_at, len(uids))
        finally:
            await asyncio.gather(coming, *filing, return_exceptions=True)
        await asyncio.gather(*filing)
        if batch is None and self._left_alone and not getattr(self._mailbox, "unfetchable", None):
            self._baseline.move_up(max(self._left_alone), state)
        return intake

    async def _bring(self, mails: Iterator[Fetched], state: FolderState) -> _Batch | None:
        """The next mails: fetched, in the archive (M2), and read. None when there are no more."""
        fetched = await self.on_imap(lambda: list(self._some(mails)))
        if not fetched:
            return None
        count = len(fetched)
        self._left_alone += [each.uid for each in fetched if self._baseline.leaves(each, state)]
        fetched = [each for each in fetched if not self._baseline.leaves(each, state)]
        raws = [each.raw for each in fetched]
        hashes = await self._archived(raws)
        results = await self._reader.read(raws) if raws else []
        await self._archive_files(results)
        return _Batch(fetched=fetched, hashes=hashes, results=results, count=count)

    def _some(self, mails: Iterator[Fetched]) -> Iterator[Fetched]:
        """One batch of mails, bounded in number and in bytes."""
        size = 0
        for count, mail in enumerate(mails, start=1):
            yield mail
            size += len(mail.raw)
            if count >= self._batch or size >= _BATCH_BYTES:
                return

    def _file(self, numbers: list[int], folder: str) -> asyncio.Future[None]:
        file = partial(self._mailbox.file, numbers, folder)
        return asyncio.get_running_loop().run_in_executor(self._imap, file)

    async def _commit_batch(self, batch: _Batch, state: FolderState, intake: Intake) -> dict[str, list[int]]:
        """Decide the mails of a batch in order and commit all they owe at once. Says what is filed where."""
        arrived = self._recognised(batch)
        decided: list[Outcome] = []
        staged = Staged(self._register)
        filing: dict[str, list[int]] = {}
        for each in arrived:
            if each.known is not None:
                filing.setdefault(each.known.folder or DONE, []).append(each.fetched.uid)
                continue
            entry, replays = self._clerk.decide(each, staged, state)
            for replay in replays:
                await self._replay(replay, staged)
            decided.append(entry.outcome)
            filing.setdefault(entry.folder or DONE, []).append(each.fetched.uid)
        if staged.records:
            try:
                self._register.commit(delivered_meanwhile(staged.records, self._register))
            except ValueError as error:  # a record that could not be read back; nothing was committed
                return await self._commit_apart(batch, state, intake, error)
            self.on_commit()
        for outcome in decided:
            intake.count(outcome)
        return filing

    async def _commit_apart(
        self, batch: _Batch, state: FolderState, intake: Intake, error: ValueError
    ) -> dict[str, list[int]]:
        """One mail of the batch cannot be committed: the others are, one by one, and that one is shelved."""
        filing: dict[str, list[int]] = {}
        if len(batch.fetched) > 1:
            for one in batch.apart():
                for folder, numbers in (await self._commit_batch(one, state, intake)).items():
                    filing.setdefault(folder, []).extend(numbers)
            return filing
        (arrived,) = self._recognised(batch)
        _log.error("shelved", extra={"key": arrived.key, "error": repr(error)})
        unkept = ReadResult(
            mail=Mail(sha256=arrived.sha256), failure=f"what it asks for cannot be kept: {error!r}"
        )
        entry, _ = self._clerk.decide(replace(arrived, result=unkept), Staged(self._register), state)
        self._register.commit([entry])
        intake.count(entry.outcome)
        return {entry.folder or DONE: [arrived.fetched.uid]}

    def _recognised(self, batch: _Batch) -> list[Arrived]:
        """Which mails have had their outcome already, and under which key the others are kept."""
        seen: dict[str, str] = {}
        arrived = []
        for each, sha256, result in zip(batch.fetched, batch.hashes, batch.results, strict=True):
            better = result.mail.authentication.result is AuthResult.PASS
            key, known = self._ledger.recognise(each.raw, sha256, seen, better=better)
            seen.setdefault(key, sha256)
            arrived.append(Arrived(fetched=each, sha256=sha256, key=key, known=known, result=result))
        return arrived

    async def _archived(self, items: Sequence[bytes]) -> list[str]:
        """Keep these bytes, in the one thread that writes the archive, and give their hashes."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._disk, self._archive.put_many, items)

    async def _archive_files(self, results: Iterable[ReadResult]) -> None:
        files = {sha: data for result in results for sha, data in result.files.items()}
        if files:
            await self._archived(list(files.values()))

    async def _replay(self, replay: Replay, staged: Staged) -> None:
        """Decide a kept mail anew because a webmaster admitted it."""
        entry = staged.get(MailEntry, replay.key)
        if entry is None or entry.outcome is not Outcome.UNKNOWN_SENDER:
            return
        await self.take_again(entry, staged, admitted_by=replay.by)

    async def take_again(
        self, entry: MailEntry, staged: Staged, admitted_by: Party | None = None
    ) -> MailEntry:
        """Read and decide a kept mail once more: an admitted stranger's, or one from the shelf."""
        (result,) = await self._reader.read([self._archive.get(entry.sha256)])
        await self._archive_files([result])
        mine = Staged(staged)
        if result.failure is not None:
            return entry
        decision = self._clerk.decide_one(result.mail, entry.key, mine, admitted_by)
        reason = "admitted" if admitted_by else f"taken again: {decision.reason}"
        again = entry.model_copy(
            update={
                "outcome": decision.outcome,
                "reason": reason,
                "requests": decision.numbers,
                "detail": "",
                "message_id": result.mail.message_id,
                "sender": result.mail.sender.address,
                "evidence": authentication_text(result.mail),
            }
        )
        mine.put(again)
        staged.absorb(mine)
        return again

    async def close(self) -> None:
        """Leave the mail server."""
        await self.on_imap(self._mailbox.close)
        self._imap.shutdown(wait=True)
        self._disk.shutdown(wait=True)
