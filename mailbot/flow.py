"""One mail: fetch -> read -> gather -> decide -> commit -> settle.

Batches overlap: while one is decided, the next is fetched, kept and read, and the one before is filed.
A mail leaves the inbox only after its effects are on disk. Whatever one mail does, the next one is
not touched: what we fail on is shelved with the reason. At every instant the state is one of M1 to M4
(design section 3), and each step here takes all mails of a batch one state further. Sends nothing.
"""

import asyncio
import json
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from mailbot.core.calendar import WorkCalendar
from mailbot.core.case import Case, Decision, Replay
from mailbot.core.decide import decide
from mailbot.core.evidence import authentication_text, sealed
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.ledger import MailEntry, Mark, Outcome
from mailbot.core.mail import Mail
from mailbot.core.office import Office
from mailbot.core.request import Party
from mailbot.gather import counted, gather
from mailbot.owe import owe
from mailbot.ports import Archive, Clock, Fetched, FolderState, Mailbox, Mint, Reader, ReadResult, Register
from mailbot.recognise import Recogniser, message_id_of
from mailbot.staged import Staged, delivered_meanwhile

_log = logging.getLogger("mailbot.flow")
T = TypeVar("T")

FOLDERS = {
    Outcome.SHELVED: "shelf",
    Outcome.AUTOMATIC: "machines",
    Outcome.BOUNCE: "machines",
    Outcome.UNKNOWN_SENDER: "unknown",
    Outcome.DROPPED: "unknown",
}
"""Where a mail is filed, by its outcome; everything else goes to ``done``."""
DONE = "done"
ALL_FOLDERS = (DONE, "machines", "unknown", "shelf")
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
class _Arrived:
    """A mail of the batch on its way: what the server gave, and where its bytes lie."""

    fetched: Fetched
    sha256: str
    key: str
    known: MailEntry | None
    result: ReadResult


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
        self._office = office
        self._mailbox = mailbox
        self._register = register
        self._archive = archive
        self._reader = reader
        self._vocabulary = vocabulary
        self._mint = mint
        self._clock = clock
        self._batch = batch
        self._max_bytes = max_bytes
        self._since = since
        self.deciding = asyncio.Lock()
        """Held from looking a request up until what follows is committed; ticks wait for it too."""
        self.on_commit: Callable[[], None] = lambda: None
        """Called when letters may be owed; the service wakes the outbox with it."""
        self.on_progress: Callable[[int, int], None] = lambda *_: None
        """Called after each batch: how many mails of how many in the inbox were looked at."""
        self._left_alone: list[int] = []
        self._ledger = Recogniser(register, archive, clock.now, self._month)
        self._imap = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imap")
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")

    async def on_imap(self, call: Callable[[], T]) -> T:
        """Run one call to the mail server in the thread that owns the connection."""
        return await asyncio.get_running_loop().run_in_executor(self._imap, call)

    async def take_in(self, *, enough: Callable[[], bool] = lambda: False) -> Intake:
        """Process everything in the inbox. Raises MailboxError or RegisterError when the world is broken."""
        intake = Intake()
        state = await self.on_imap(self._mailbox.open)
        floor = self._floor(state)
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
            self._leave_alone(state)
        return intake

    async def _bring(self, mails: Iterator[Fetched], state: FolderState) -> _Batch | None:
        """The next mails: fetched, in the archive (M2), and read. None when there are no more."""
        fetched = await self.on_imap(lambda: list(self._some(mails)))
        if not fetched:
            return None
        count = len(fetched)
        self._left_alone += [each.uid for each in fetched if self._before_baseline(each, state)]
        fetched = [each for each in fetched if not self._before_baseline(each, state)]
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

    def _floor(self, state: FolderState) -> int:
        """The UID below which mail was there before the first start; sets the baseline when there is none."""
        mark = self._register.get(Mark, "baseline:inbox")
        if mark is None:
            now = self._clock.now()
            floor = state.uidnext - 1 if self._since is None else 0
            since = self._since.isoformat() if self._since else None
            value = {
                "uidvalidity": state.uidvalidity,
                "floor": floor,
                "count": state.count,
                "since": since,
            }
            self._register.commit(
                [Mark(month=self._month(now), name="baseline:inbox", value=json.dumps(value), at=now)]
            )
            _log.info("baseline", extra={"left_alone": state.count if floor else 0})
            return floor
        value = json.loads(mark.value)
        if self._since is not None and self._since.isoformat() != value.get("since"):
            value |= {"floor": 0, "since": self._since.isoformat()}
            self._register.commit([mark.model_copy(update={"value": json.dumps(value)})])
        return int(value["floor"]) if value["uidvalidity"] == state.uidvalidity else 0

    def _leave_alone(self, state: FolderState) -> None:
        """Note up to where the old mails lie in today's numbering, so that they are not fetched each time."""
        mark = self._register.get(Mark, "baseline:inbox")
        if mark is not None:
            value = json.loads(mark.value)
            value |= {"uidvalidity": state.uidvalidity, "floor": max(self._left_alone)}
            self._register.commit([mark.model_copy(update={"value": json.dumps(value)})])

    def _month(self, now: datetime) -> str:
        return WorkCalendar.of(self._office).month(now)

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
            entry, replays = self._decide(each, staged, state)
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
        entry, _ = self._decide(replace(arrived, result=unkept), Staged(self._register), state)
        self._register.commit([entry])
        intake.count(entry.outcome)
        return {entry.folder or DONE: [arrived.fetched.uid]}

    def _before_baseline(self, fetched: Fetched, state: FolderState) -> bool:
        """After a new UIDVALIDITY old mail shows up under new numbers; it is still left alone."""
        mark = self._register.get(Mark, "baseline:inbox")
        if mark is None or mark.at is None:
            return False
        value = json.loads(mark.value)
        since = datetime.fromisoformat(value["since"]) if value.get("since") else None
        if value["uidvalidity"] == state.uidvalidity or fetched.internal_date is None:
            return since is not None and _older(fetched, since)
        return _older(fetched, since or mark.at)

    def _recognised(self, batch: _Batch) -> list[_Arrived]:
        """Which mails have had their outcome already, and under which key the others are kept."""
        seen: dict[str, str] = {}
        arrived = []
        for each, sha256, result in zip(batch.fetched, batch.hashes, batch.results, strict=True):
            key, known = self._ledger.recognise(each.raw, sha256, seen)
            seen.setdefault(key, sha256)
            arrived.append(_Arrived(fetched=each, sha256=sha256, key=key, known=known, result=result))
        return arrived

    async def _archived(self, items: Sequence[bytes]) -> list[str]:
        """Keep these bytes, in the one thread that writes the archive, and give their hashes."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._disk, self._archive.put_many, items)

    async def _archive_files(self, results: Iterable[ReadResult]) -> None:
        files = {sha: data for result in results for sha, data in result.files.items()}
        if files:
            await self._archived(list(files.values()))

    def _decide(
        self, arrived: _Arrived, staged: Staged, state: FolderState
    ) -> tuple[MailEntry, tuple[Replay, ...]]:
        """Decide one mail over what the batch has staged so far; a failure is the shelf, never the batch."""
        mine = Staged(staged)
        replays: tuple[Replay, ...] = ()
        try:
            entry, replays = self._decide_mail(arrived, mine, state)
        except Exception as error:  # noqa: BLE001  # a bug of ours must not lose this mail nor stop the next
            mine = Staged(staged)
            _log.error("shelved", extra={"key": arrived.key, "error": repr(error)})
            entry = self._entry(arrived, state, Outcome.SHELVED, repr(error)).model_copy(
                update={"detail": traceback.format_exc()}
            )
            mine.put(entry)
        staged.absorb(mine)
        return entry, replays

    def _decide_mail(
        self, arrived: _Arrived, mine: Staged, state: FolderState
    ) -> tuple[MailEntry, tuple[Replay, ...]]:
        result = arrived.result
        replays: tuple[Replay, ...] = ()
        if result.failure is not None:
            entry = self._entry(arrived, state, Outcome.SHELVED, result.failure)
        elif not arrived.fetched.whole:
            limit = f"too large: over {self._max_bytes} bytes, only its header was fetched"
            entry = self._entry(arrived, state, Outcome.SHELVED, limit)
        elif arrived.key != (message_id_of(arrived.fetched.raw) or arrived.key):
            entry = self._entry(arrived, state, Outcome.SHELVED, "same id, different mail")
        else:
            decision = self.decide_one(result.mail, arrived.key, mine)
            entry = self._entry(arrived, state, decision.outcome, decision.reason).model_copy(
                update={"requests": decision.numbers}
            )
            replays = decision.replay
        mine.put(entry)
        return entry, replays

    def decide_one(self, mail: Mail, key: str, staged: Staged, admitted_by: Party | None = None) -> Decision:
        """Decide one mail and stage everything it owes."""
        case = self.case(mail, key, staged, admitted_by)
        decision = decide(case)
        self.stage(decision, case, staged)
        return decision

    def case(self, mail: Mail, key: str, staged: Staged, admitted_by: Party | None = None) -> Case:
        """What this mail is about, against the register and what is staged."""
        now = self._clock.now()
        return gather(
            mail,
            key,
            view=staged,
            office=self._office,
            mint=self._mint,
            vocabulary=self._vocabulary,
            now=now,
            admitted_by=admitted_by,
        )

    def stage(self, decision: Decision, case: Case, staged: Staged) -> None:
        """Put what was decided over the register."""
        if any(request.number == case.number for request in decision.requests):
            staged.put(counted(case.number, case.now))
        staged.put(*(sealed(request, case) for request in decision.requests))
        staged.put(*decision.entries, *decision.marks)
        for letter in decision.letters:
            staged.put(owe(letter, staged, self._office, self._mint))

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
        decision = self.decide_one(result.mail, entry.key, mine, admitted_by)
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

    def _entry(self, arrived: _Arrived, state: FolderState, outcome: Outcome, reason: str) -> MailEntry:
        now = self._clock.now()
        mail = arrived.result.mail
        return MailEntry(
            month=self._month(now),
            ledger_key=arrived.key,
            sha256=arrived.sha256,
            message_id=mail.message_id,
            uidvalidity=state.uidvalidity,
            uid=arrived.fetched.uid,
            received_at=now,
            sender=mail.sender.address,
            sender_name=mail.sender.name,
            subject=mail.subject[:300],
            outcome=outcome,
            reason=reason[:500],
            folder=FOLDERS.get(outcome, DONE),
            evidence=authentication_text(mail),
        )

    async def close(self) -> None:
        """Leave the mail server."""
        await self.on_imap(self._mailbox.close)
        self._imap.shutdown(wait=True)
        self._disk.shutdown(wait=True)


def _older(fetched: Fetched, moment: datetime) -> bool:
    return fetched.internal_date is not None and fetched.internal_date < moment
