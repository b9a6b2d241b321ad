"""An office that outlives its bot: a mailbox, a postman and a data folder, and bots that die there."""

import asyncio
import shutil
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from random import Random
from typing import Any

from mailbot.app import App, Parts, build, vocabulary
from mailbot.children.process import Child
from mailbot.config.settings import Settings
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.ledger import ALL_FOLDERS, MailEntry, Mark
from mailbot.core.letters import Letter, LetterState
from mailbot.core.record import Stored
from mailbot.core.request import Request
from mailbot.edge.archive import FileArchive
from mailbot.edge.memory_mailbox import INBOX, MemoryMailbox
from mailbot.edge.memory_postman import MemoryPostman
from mailbot.edge.register import FileRegister
from mailbot.ports import Fetched, FolderState, Parcel, Posted, Reader, ReaderError, ReadResult, Register
from mailbot.reading.read import read_mail
from mailbot.reading.worker import ChildReader
from mailbot.writing.worker import InlineWriter
from tests.conversations.correspondence import MovableClock, sample_settings
from tests.faults.poison import HERE
from tests.faults.strike import Killed, Strike

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - folders are made with mkdtemp
PLENTY = {"letters_per_hour": 10_000, "letters_per_domain_hour": 10_000, "letters_per_person_hour": 1000,
          "letters_per_person_day": 1000}  # fmt: skip


class Server(MemoryMailbox):
    """A mailbox whose every command is a step, before and after the server has done it."""

    def __init__(self, strike: Strike) -> None:
        super().__init__(folders=ALL_FOLDERS)
        self._strike = strike

    def open(self) -> FolderState:
        self._strike.step("before opening the inbox")
        return super().open()

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        for mail in super().fetch(uids, max_bytes=max_bytes):
            self._strike.step("in the middle of fetching")
            yield mail
        self._strike.step("after fetching")

    def file(self, uids: Sequence[int], folder: str) -> None:
        self._strike.step("before filing")
        for uid in uids:  # a server may do them one by one
            super().file([uid], folder)
            self._strike.step("in the middle of filing")
        self._strike.step("after filing")


class Door(MemoryPostman):
    """A mail server for letters; before and after the final dot are steps."""

    def __init__(self, strike: Strike) -> None:
        super().__init__()
        self._strike = strike

    async def post(self, parcel: Parcel) -> Posted:
        self._strike.step("before the final dot")
        posted = await super().post(parcel)
        self._strike.step("after the final dot")
        return posted


class Steps:
    """A register whose commit is a step, before and after. Everything else is the real one's."""

    def __init__(self, register: Register, strike: Strike) -> None:
        self._register, self._strike = register, strike
        self.get, self.find, self.each = register.get, register.find, register.each
        self.months, self.close = register.months, register.close

    def commit(self, records: Sequence[Stored]) -> None:
        self._strike.step("before a commit")
        self._register.commit(records)
        self._strike.step("after a commit")


class Turns(Executor):
    """Does in the event loop what the bot does in a thread: its calls in order, each when its turn is drawn.

    So a day depends on its seed alone, and yet fetching, keeping, deciding and filing overlap differently on
    every day. Real threads are met where real processes are killed.
    """

    LONGEST = 6
    """Rounds of the loop a call waits at most."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """See ``Executor``."""
        done: Future[Any] = Future()
        self._waiting.append((done, partial(call, *arguments, **options)))
        self._turn(self._chance.randrange(self.LONGEST))
        return done

    def _turn(self, rounds: int) -> None:
        loop = asyncio.get_running_loop()
        if rounds:
            loop.call_soon(self._turn, rounds - 1)
        else:
            loop.call_soon(self._next)

    def _next(self) -> None:
        done, call = self._waiting.popleft()
        if not done.set_running_or_notify_cancel():
            return
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - also the end of this life is for who waits
            done.set_exception(error)
        else:
            done.set_result(result)


@cache
def _settings() -> Settings:
    return sample_settings(Path("nowhere"), **PLENTY)


_THREADS = (("flow", "_imap"), ("flow", "_disk"))
"""Where the bot keeps its threads, but for the writer's, which it is given."""
Wrong = Callable[[App], App]
"""What a mutant does to the bot before it starts; see ``mutants``."""
OpenRegister = Callable[["Office"], Register]


def real_register(office: "Office") -> Register:
    """The register of the program."""
    limit = office.chance.choice((20_000, 200_000, 8_000_000))
    return FileRegister(office.folder, now=office.clock.time, journal_limit=limit)


def looked_into(office: "Office") -> Register:
    """The register, while nobody writes in it; nothing is mended."""
    return FileRegister(office.folder, now=None)


def nothing_wrong(app: App) -> App:
    """The program as it is."""
    return app


@dataclass(kw_only=True)
class Office:
    """What is outside the bot, and what the bot left behind."""

    folder: Path
    chance: Random
    strike: Strike
    mailbox: MemoryMailbox
    postman: Door
    clock: MovableClock = field(default_factory=MovableClock)
    delivered: list[bytes] = field(default_factory=list)
    repeats: Counter[str] = field(default_factory=Counter)
    """The letters in flight at a kill: these may come once more each."""
    left_open: int = 0
    """Files that lives have left open, whether they came to their end or not."""
    shelved: Counter[str] = field(default_factory=Counter)
    """The reasons of the mails on the shelf, as the day ended."""
    since: datetime | None = None
    wrong: Wrong = nothing_wrong
    open_register: OpenRegister = real_register
    look_into: OpenRegister = looked_into
    reader: Callable[[], Reader] = field(default_factory=lambda: Reading)

    def deliver(self, mails: Sequence[bytes]) -> None:
        """Mails arrive."""
        self.delivered += mails
        for raw in mails:
            self.mailbox.deliver(raw, internal_date=self.clock.time)

    def live(self, steps: int | None, only: str = "") -> bool:
        """Start the bot for one pass; False when it died before the end of it."""
        self.strike.arm(steps, only)
        before = open_files()
        opened: list[Register] = []
        with self.strike.on_the_disk():
            try:
                opened.append(self.open_register(self))
                asyncio.run(self._pass(opened[0]))
            except Killed:
                pass
            except ReaderError:
                if not self.strike.dead:  # the dead cannot write into a child's pipe either
                    raise
        self.strike.dead, died = False, self.strike.dead
        for register in opened:
            let_go = getattr(register, "_let_go", register.close)
            let_go()  # the system takes the locks of the dead; nothing is written out
        self.left_open += max(0, open_files() - before)
        return not died

    async def _pass(self, register: Register) -> None:
        settings = _settings().model_copy(update={"data": self.folder})
        parts = Parts(
            clock=self.clock,
            mailbox=self.mailbox,
            postman=self.postman,
            register=Steps(register, self.strike),  # type: ignore[arg-type]  # takes sequences, which it is given
            archive=FileArchive(self.folder / "archive"),
            reader=self.reader(),
            writer=partial(InlineWriter, threads=Turns(self.chance)),
            batch=self.chance.choice((1, 3, 8, 50)),
            since=self.since,
        )
        app = build(settings, parts)
        for owner, name in _THREADS:
            part = getattr(app, owner)
            getattr(part, name).shutdown()  # before its thread is started
            setattr(part, name, Turns(self.chance))
        app = self.wrong(app)
        try:
            await app.service.once()
        finally:
            if isinstance(parts.reader, Mortal):
                await parts.reader.bury()

    @contextmanager
    def records(self) -> Iterator["Records"]:
        """What lies on the disk now."""
        register = self.look_into(self)
        try:
            yield Records.of(register)
        finally:
            register.close()

    def filed(self) -> list[bytes]:
        """Every mail that is no longer in the inbox."""
        return [raw for name in self.mailbox.folders() if name != INBOX for raw in self.mailbox.mails(name)]

    def letters(self, since: int) -> list[tuple[str, Parcel]]:
        """The letters that came after so many, each once, with their kind."""
        with self.records() as records:
            kinds = {letter.id: letter.kind for letter in records.letters}
        fresh = {parcel.letter_id: parcel for parcel in self.postman.sent[since:]}
        return [(kinds[name], parcel) for name, parcel in fresh.items() if name in kinds]


class Mortal(ChildReader):
    """The reader of the program; its children end with the life they were started in."""

    def __init__(self) -> None:
        limits = _settings().reading
        super().__init__(_words(), seconds=limits.seconds, memory=limits.memory_mb * 1024 * 1024)
        self._started: list[Child] = []

    async def _start(self) -> Child:
        child = await super()._start()
        self._started.append(child)
        return child

    async def bury(self) -> None:
        """What the system does to the children of the dead (PR_SET_PDEATHSIG)."""
        for child in self._started:
            await child.end()


def real_children() -> Reader:
    """Children whose parser breaks on poison."""
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    return Mortal()


def open_files() -> int:
    """How many files this process holds open."""
    return len(list(Path("/proc/self/fd").iterdir()))


class Reading:
    """Reads each mail once, however often the bot dies: the same bytes read the same."""

    async def read(self, raws: Sequence[bytes]) -> list[ReadResult]:
        return [_read(raw) for raw in raws]

    async def close(self) -> None:
        pass


@lru_cache(maxsize=1000)
def _read(raw: bytes) -> ReadResult:
    return read_mail(raw, _words())


def forget_reading() -> None:
    """Let go of what was read, so that memory can be measured."""
    _read.cache_clear()


@cache
def _words() -> Vocabulary:
    return vocabulary(_settings())


@dataclass(frozen=True, kw_only=True)
class Records:
    """Everything a register holds."""

    mails: list[MailEntry]
    requests: list[Request]
    letters: list[Letter]
    marks: list[Mark]
    lost: list[str]

    @classmethod
    def of(cls, register: Register) -> "Records":
        """Read it all."""
        months = register.months()
        problems = getattr(register, "problems", ())
        return cls(
            mails=[each for month in months for each in register.each(MailEntry, month)],
            requests=[each for month in months for each in register.each(Request, month)],
            letters=[each for month in months for each in register.each(Letter, month)],
            marks=[each for month in months for each in register.each(Mark, month)],
            lost=[str(problem) for problem in problems if problem.lost],
        )

    def owed(self) -> list[Letter]:
        """What waits to be sent."""
        return [letter for letter in self.letters if letter.state is LetterState.OWED]


@contextmanager
def an_office(seed: int) -> Iterator[Office]:
    """An office on its first morning, with nothing in it."""
    place = Path(tempfile.mkdtemp(dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    folder = place / "office"  # a name that is the same each time
    folder.mkdir()
    chance = Random(seed)  # noqa: S311 - chosen, not secret
    strike = Strike(chance)
    try:
        yield Office(
            folder=folder / "data", chance=chance, strike=strike, mailbox=Server(strike), postman=Door(strike)
        )
    finally:
        shutil.rmtree(place)
