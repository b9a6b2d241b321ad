"""A stop at any instant leaves all of a transaction or nothing, and never less than was promised."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mailbot.core.ledger import MailEntry, Mark
from mailbot.core.letters import Letter, LetterState
from mailbot.core.record import Stored
from mailbot.core.request import Request, Status
from mailbot.edge.register import FileRegister, MemoryRegister
from mailbot.ports import Register, RegisterError
from tests.edge.records import NOW, a_letter, a_mail, a_mark, a_request

IN_MEMORY = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - folders are made with mkdtemp


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A killed process leaves what it wrote, synced or not: no need to wait for a disk here."""
    folder = Path(tempfile.mkdtemp(dir=IN_MEMORY))
    yield folder
    shutil.rmtree(folder)


KINDS: tuple[type[Stored], ...] = (Request, MailEntry, Letter, Mark)


def everything(register: Register) -> dict[tuple[str, str], Stored]:
    """All that a register holds, by every way there is to look; the ways must agree."""
    found: dict[tuple[str, str], Stored] = {}
    for month in register.months():
        for kind in KINDS:
            for record in register.each(kind, month):
                assert (kind.__name__, record.key) not in found
                assert record.month == month
                found[kind.__name__, record.key] = record
    for (_, key), record in found.items():
        assert register.get(type(record), key) == record
        for index, values in record.index().items():
            for value in values:
                assert record in register.find(type(record), index, value)
    return found


def opened(folder: Path, **options: Any) -> FileRegister:
    return FileRegister(folder, now=NOW, **options)


def transactions(count: int) -> list[list[Stored]]:
    """Transactions over several months that replace, add and move records."""
    return [
        [
            a_mark(value=str(n), month=f"2569-{1 + n % 12:02d}"),
            a_mail(f"<{n}@a.example>", "2569-11", f"R{n % 3}"),
            a_request(f"R{n % 3}", "2569-10", list(Status)[n % 13], note=f"ครั้งที่ {n}"),
        ]
        for n in range(1, count + 1)
    ]


def prefixes(steps: list[list[Stored]]) -> list[dict[tuple[str, str], Stored]]:
    """What a register holds after none, one, two ... of these transactions."""
    twin = MemoryRegister()
    states: list[dict[tuple[str, str], Stored]] = [{}]
    for step in steps:
        twin.commit(step)
        states.append(everything(twin))
    return states


def test_a_journal_cut_at_any_byte_opens_with_a_prefix_of_its_transactions(tmp_path: Path) -> None:
    steps = transactions(4)
    states = prefixes(steps)
    register = opened(tmp_path / "data")
    sizes = [(tmp_path / "data/register/journal.jsonl").stat().st_size]
    for step in steps:
        register.commit(step)
        sizes.append((tmp_path / "data/register/journal.jsonl").stat().st_size)
    content = (tmp_path / "data/register/journal.jsonl").read_bytes()
    register._let_go()  # no housekeeping: as if killed
    folder = tmp_path / "data/register"
    for cut in range(sizes[0], len(content) + 1, 19):
        (folder / "journal.jsonl").write_bytes(content[:cut])
        (folder / "copies/journal.jsonl").unlink(missing_ok=True)
        register = opened(tmp_path / "data")
        # A line that lacks only its end is whole.
        whole = sum(cut >= size - 1 for size in sizes[1:])
        assert everything(register) == states[whole], cut
        assert not any(problem.lost for problem in register.problems)
        register._let_go()


def test_a_journal_that_was_cut_is_completed_from_its_copy(tmp_path: Path) -> None:
    steps = transactions(5)
    register = opened(tmp_path)
    for step in steps:
        register.commit(step)
    register._let_go()
    path = tmp_path / "register/journal.jsonl"
    for cut in range(0, path.stat().st_size, 311):
        whole = path.read_bytes()
        path.write_bytes(whole[:cut])
        register = opened(tmp_path)
        assert everything(register) == prefixes(steps)[-1]
        assert [problem.lost for problem in register.problems] == [False]
        register._let_go()
        assert path.read_bytes() == whole


def test_after_a_cut_the_register_goes_on_where_it_was(tmp_path: Path) -> None:
    register = opened(tmp_path)
    register.commit([a_mark("a")])
    register.commit([a_mark("b")])
    register._let_go()
    path = tmp_path / "register/journal.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    (tmp_path / "register/copies/journal.jsonl").unlink()
    register = opened(tmp_path)
    register.commit([a_mark("c")])
    register._let_go()
    register = opened(tmp_path)
    assert {key for _, key in everything(register)} == {"a", "c"}
    assert register.problems == ()


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_half_a_line_that_failed_is_gone_before_the_next_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    register = opened(tmp_path)
    register.commit([a_mark("a")])
    with monkeypatch.context() as patch:
        patch.setattr(
            os, failing, Fuse(1, OSError(errno.ENOSPC, "full"), for_ever=False).wrap(getattr(os, failing))
        )
        with pytest.raises(RegisterError, match="nothing was changed") as refused:
            register.commit([a_mark("b")])
    assert refused.value.retry
    register.commit([a_mark("c")])
    register._let_go()  # no housekeeping: as if killed
    (tmp_path / "register/copies/journal.jsonl").unlink()
    register = opened(tmp_path)
    assert {key for _, key in everything(register)} == {"a", "c"}
    assert register.problems == ()
    register.close()


# -- the disk says no, or the process ends, at every single call

CALLS = ("write", "fsync", "replace", "ftruncate", "open")


class Ended(BaseException):
    """Stands for a kill: nothing after it runs but what Python must."""


class Fuse:
    """Counts calls to the disk, and at the chosen one fails, or ends the process."""

    def __init__(self, at: int, failure: BaseException, *, for_ever: bool) -> None:
        self.left, self.failure, self.for_ever, self.blown = at, failure, for_ever, False

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def fused(*args: Any, **kwargs: Any) -> Any:
            if self.blown and self.for_ever:
                raise self.failure
            self.left -= 1
            if self.left == 0:
                self.blown = True
                if call.__name__ == "write" and isinstance(self.failure, (Ended, OSError)):
                    call(args[0], bytes(args[1])[: len(args[1]) // 2])  # torn: half of it got there
                raise self.failure
            return call(*args, **kwargs)

        return fused


def run_with_fuse(
    folder: Path, fuse: Fuse, monkeypatch: pytest.MonkeyPatch
) -> tuple[FileRegister, int, list[int]]:
    """Commit and keep house until the fuse blows: the register, the last promised, the refused."""
    register = opened(folder, journal_limit=1500)
    promised, refused = 0, []
    with monkeypatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, fuse.wrap(getattr(os, name)))
        try:
            for number, step in enumerate(transactions(6), start=1):
                try:
                    register.commit(step)
                    promised = number
                except RegisterError:
                    refused.append(number)
                if number == 4:
                    with suppress(RegisterError):
                        register.checkpoint()
        except Ended:
            pass
    return register, promised, refused


def highest_fuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    fuse = Fuse(10**9, Ended(), for_ever=False)
    register, promised, refused = run_with_fuse(tmp_path / "dry", fuse, monkeypatch)
    register.close()
    assert (promised, refused) == (6, [])
    return 10**9 - fuse.left


@pytest.mark.parametrize("part", range(4))
def test_a_kill_at_any_call_to_the_disk_loses_nothing_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    states = prefixes(transactions(6))
    total = highest_fuse(tmp_path, monkeypatch)
    assert total > 60  # every step of housekeeping is in it
    for at in range(1 + part, total + 1, 4):
        folder = tmp_path / str(at)
        register, promised, _ = run_with_fuse(folder, Fuse(at, Ended(), for_ever=True), monkeypatch)
        register._let_go()
        register = opened(folder)
        held = everything(register)
        # The one in flight may be there or not; nothing else may differ.
        assert held in states[promised : promised + 2], at
        assert not any(problem.lost for problem in register.problems), at
        register.checkpoint()
        register.commit([a_mark("after")])
        register.close()
        register = opened(folder)
        assert everything(register) == {**held, ("Mark", "after"): a_mark("after")}, at
        assert register.problems == (), at
        register.close()
        shutil.rmtree(folder)


@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EROFS, errno.EIO], ids=["full", "read-only", "broken"]
)
def test_a_disk_that_says_no_leaves_the_register_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, for_ever: bool
) -> None:
    steps = transactions(6)
    total = highest_fuse(tmp_path, monkeypatch)
    for at in range(1 + number % 8, total + 1, 8):
        folder = tmp_path / str(at)
        failure = OSError(number, os.strerror(number))
        register, _, refused = run_with_fuse(folder, Fuse(at, failure, for_ever=for_ever), monkeypatch)
        twin = MemoryRegister()
        for position, step in enumerate(steps, start=1):
            if position not in refused:
                twin.commit(step)
        assert everything(register) == everything(twin), at
        register.commit(steps[0])
        twin.commit(steps[0])
        assert register.checkpoint()
        assert everything(register) == everything(twin), at
        register.close()
        register = opened(folder)
        assert everything(register) == everything(twin), at
        assert register.problems == ()
        register.close()
        shutil.rmtree(folder)


# -- both registers, any history

KEYS = st.sampled_from(["a", "b", "ค", 'quo"te\\', "line\nend"])
MONTHS = st.sampled_from(["2568-12", "2569-01", "2569-02"])
RECORDS = st.one_of(
    st.builds(
        a_request, KEYS, MONTHS, st.sampled_from(Status), st.text(st.characters(codec="utf-8"), max_size=20)
    ),
    st.builds(a_letter, KEYS, MONTHS, st.sampled_from(LetterState)),
    st.builds(a_mark, KEYS, MONTHS, st.text(st.characters(codec="utf-8"), max_size=5)),
    st.builds(
        lambda key, month, requests: a_mail(key, month, *requests), KEYS, MONTHS, st.lists(KEYS, max_size=2)
    ),
)


class BothRegisters(RuleBasedStateMachine):
    """Whatever is done, disk and memory say the same; a kill undoes nothing that was committed."""

    @initialize(forgetful=st.booleans())
    def start(self, *, forgetful: bool) -> None:
        self.forgetful = forgetful  # every record is read from where it lies, not from memory
        self.base = Path(tempfile.mkdtemp(dir=IN_MEMORY))
        self.generation = 0
        self.open()
        self.twin = MemoryRegister()

    def open(self) -> None:
        self.register = opened(self.folder, journal_limit=4000)
        if self.forgetful:
            self.register._remembered._limit = 0

    @property
    def folder(self) -> Path:
        return self.base / str(self.generation)

    @rule(records=st.lists(RECORDS, max_size=5))
    def commit(self, records: list[Stored]) -> None:
        self.register.commit(records)
        self.twin.commit(records)

    @rule()
    def keep_house(self) -> None:
        assert self.register.checkpoint()

    @rule()
    def close_and_open(self) -> None:
        self.register.close()
        self.open()

    @rule()
    def kill_and_open(self) -> None:
        """A copy of the folder as it is this instant is what a killed process leaves."""
        here = self.folder
        self.generation += 1
        shutil.copytree(here, self.folder)
        self.register._let_go()
        self.open()

    @rule()
    def lose_the_index(self) -> None:
        self.register.close()
        (self.folder / "register/index.sqlite").unlink()
        self.open()

    @rule(kind=st.sampled_from(KINDS), key=KEYS)
    def get(self, kind: type[Stored], key: str) -> None:
        assert self.register.get(kind, key) == self.twin.get(kind, key)

    @rule(
        question=st.sampled_from(
            [
                (Request, "open", "yes"),
                (Request, "status", "published"),
                (Letter, "state", "owed"),
                (Letter, "request", "a"),
                (MailEntry, "request", "a"),
                (Mark, "family", "ค"),
            ]
        )
    )
    def find(self, question: tuple[type[Stored], str, str]) -> None:
        assert self.register.find(*question) == self.twin.find(*question)

    @invariant()
    def they_agree(self) -> None:
        if hasattr(self, "register"):
            assert self.register.months() == self.twin.months()
            assert everything(self.register) == everything(self.twin)
            assert self.register.problems == ()

    def teardown(self) -> None:
        if hasattr(self, "register"):
            self.register.close()
            shutil.rmtree(self.base)


BothRegisters.TestCase.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestBothRegisters = BothRegisters.TestCase
