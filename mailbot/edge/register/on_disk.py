"""The register on disk: commits to the journal, looks up in journal, index and months, keeps house.

    commit        one line in the journal, one fsync: that is all a transaction costs
    look up       the overlay (what the journal holds), then the index -> month -> document
    housekeeping  every month touched is written anew with its copy, then the index follows, then the
                  journal starts anew. A stop anywhere in between is safe: until the last step the
                  journal still holds everything, and putting a record twice is putting it once.

Nothing here knows what a mail or an approval is. No clock, no ids.
"""

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import TypeVar, cast

from mailbot.core.record import Stored
from mailbot.edge.register import journal_file, marker
from mailbot.edge.register.disk import Problem, make_folder
from mailbot.edge.register.index import Place
from mailbot.edge.register.journal import Journal, open_journal
from mailbot.edge.register.kinds import Name, Put, decode_raw, fingerprint, hash_of, hashes, prepare, table_of
from mailbot.edge.register.lock import FolderLock, Guard
from mailbot.edge.register.month_file import DamagedError
from mailbot.edge.register.overlay import Overlay
from mailbot.edge.register.remembered import Remembered
from mailbot.edge.register.settled import Settled, kind_of
from mailbot.ports import NoRegisterError, RegisterError

R = TypeVar("R", bound=Stored)

JOURNAL_LIMIT = 8 * 1024 * 1024
"""Bytes in the journal at which a commit keeps house by itself; bounds start-up time and memory."""

_log = logging.getLogger(__name__)


class FileRegister:
    """A register in a folder. Safe to use from several threads; one process may write at a time."""

    def __init__(self, folder: Path, *, now: datetime | None, journal_limit: int = JOURNAL_LIMIT) -> None:
        """Open the register of a data folder, and mend what can be mended; ``problems`` tells.

        ``now``: for the lock, so that a second start can say since when this one runs. None: only to
        look: nothing is written, the writer may go on, and what it does from now on is not seen.
        Raises RegisterError.
        """
        self._folder = folder / "register"
        self._limit = self._next_limit = journal_limit
        self._thread = RLock()
        self._overlay = Overlay()
        self._remembered = Remembered()
        self._problems: list[Problem] = []
        self._lock: FolderLock | None = None
        self._held: int | None = None
        self._journal: Journal | None = None
        self._settled: Settled | None = None
        self._guard = Guard(self._folder)
        try:
            with _told(f"{folder} cannot be opened"):
                self._open(folder, now)
        except BaseException:
            self._let_go()
            raise
        for problem in self.problems:
            _log.warning("register: %s", problem)

    def _open(self, folder: Path, now: datetime | None) -> None:
        if now is None:
            if not self._folder.is_dir():
                raise NoRegisterError(folder)
            self._held = self._guard.hold()
        else:
            make_folder(folder)
            self._lock = FolderLock(folder, now)
            make_folder(self._folder / "copies")
        content, copy = journal_file.read_both(self._folder)
        used = content is not None or any(self._folder.glob("????-??.json"))
        self._problems += marker.check(self._folder, used=used, read_only=now is None)
        if now is None:
            reading = journal_file.read(content, copy, fingerprint())
        else:
            self._journal, reading = open_journal(self._folder, fingerprint())
        self._problems += reading.problems
        self._settled = Settled(self._folder, read_only=now is None)
        latest = max((seal.seq for seal in self._settled.seals.values()), default=0)
        if reading.last < latest:
            self._problems.append(Problem(where=journal_file.NAME, what="older than the months", lost=True))
        self._replay(reading)
        if self._journal is not None and reading.last < latest:
            self._journal.seq = latest
            self._keep_house()

    def _replay(self, reading: journal_file.Reading) -> None:
        seals = self._now_settled.seals
        known = reading.rules == fingerprint()
        for transaction in reading.transactions:
            for said in transaction.puts():
                seal = seals.get(said.month)
                if not reading.sure and seal is not None and transaction.seq <= seal.seq:
                    continue  # without the journal's first line, only the months tell what is old
                kind = kind_of(said.table)
                found = said.found if known else hashes(said.table, decode_raw(kind, said.raw))
                self._overlay.put(
                    Put(table=said.table, month=said.month, key=said.key, raw=said.raw, hashes=tuple(found))
                )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong on the disk since the register was opened, and what was done about it."""
        return (*self._problems, *(self._settled.problems if self._settled else ()))

    @property
    def pending(self) -> int:
        """Bytes of transactions that wait for housekeeping."""
        return self._journal.pending if self._journal is not None else 0

    @property
    def _now_settled(self) -> Settled:
        if self._settled is None:
            raise RegisterError("the register is closed.")
        return self._settled

    # -- looking up

    def get(self, kind: type[R], key: str) -> R | None:
        """See ``ports.View``."""
        name = (table_of(kind), key)
        with self._thread, _told("the register cannot be read"):
            settled = self._now_settled
            known = self._remembered.get(name)
            if known is not None:
                return cast("R", known)
            put = self._overlay.get(name)
            if put is not None:
                return self._value(kind, name, put.raw)
            found = settled.find(name)
            return self._value(kind, name, found[-1][1]) if found else None

    def find(self, kind: type[R], index: str, value: str) -> list[R]:
        """See ``ports.View``."""
        table = table_of(kind)
        hashed = hash_of(table, index, value)
        found: list[R] = []
        with self._thread, _told("the register cannot be read"):
            for place in self._now_settled.places(hashed):
                at = self._now_settled.document(place, table)
                if at is not None and (table, at[0]) not in self._overlay:
                    found.append(self._value(kind, (table, at[0]), at[1]))
            newer = [put for put in self._overlay.find(hashed) if put.table == table]
            found += [self._value(kind, put.name, put.raw) for put in newer]
        right = {record.key: record for record in found if value in record.index().get(index, ())}
        return sorted(right.values(), key=lambda record: (record.month, record.key))

    def each(self, kind: type[R], month: str) -> Iterator[R]:
        """See ``ports.Register``. In no promised order; a commit meanwhile may show or not."""
        table = table_of(kind)
        with self._thread, _told("the register cannot be read"):
            newer = [put.key for put in self._overlay if put.table == table and put.month == month]
            numbers = self._now_settled.numbers(month, table)
        for key in newer:
            record = self.get(kind, key)
            if record is not None and record.month == month:
                yield record
        seen = set(newer)
        for number in numbers:
            with self._thread, _told("the register cannot be read"):
                at = self._now_settled.document(Place(month, number), table)
                if at is None or at[0] in seen or (table, at[0]) in self._overlay:
                    continue
                record = decode_raw(kind, at[1])
            yield record

    def months(self) -> list[str]:
        """See ``ports.Register``."""
        with self._thread, _told("the register cannot be read"):
            held = {month: seal.count for month, seal in self._now_settled.seals.items()}
            for put in self._overlay:
                for place, _ in self._now_settled.find(put.name):
                    held[place.month] -= 1
                held[put.month] = held.get(put.month, 0) + 1
            return sorted(month for month, count in held.items() if count)

    def _value(self, kind: type[R], name: Name, raw: bytes) -> R:
        known = self._remembered.get(name)
        if known is not None:
            return cast("R", known)
        record = decode_raw(kind, raw)
        self._remembered.keep(name, record, len(raw))
        return record

    # -- writing

    def commit(self, records: Iterable[Stored]) -> None:
        """See ``ports.Register``."""
        prepared = {put.name: (put, record) for put, record in map(prepare, records)}
        if not prepared:
            return
        with self._thread:
            journal = self._writable()
            lines = [
                journal_file.put_json(put.table, put.month, put.key, put.hashes, put.raw)
                for put, _ in prepared.values()
            ]
            with _told("the register cannot be written, nothing was changed", retry=True):
                journal.append(lines)
            for put, record in prepared.values():
                self._overlay.put(put)
                self._remembered.keep(put.name, record, len(put.raw))
            if journal.pending >= self._next_limit:
                self._keep_house_or_wait()

    def _writable(self) -> Journal:
        if self._journal is None:
            raise RegisterError(f"the register {'was opened only to look' if self._held else 'is closed'}.")
        return self._journal

    def checkpoint(self) -> bool:
        """Keep house now, e.g. while there is nothing else to do. False: somebody reads; nothing was done.

        Raises RegisterError; then nothing is lost, and it can be tried again.
        """
        with self._thread, _told("the months of the register cannot be written, nothing is lost", retry=True):
            self._writable()
            return self._keep_house() if self._overlay else True

    def _keep_house_or_wait(self) -> None:
        """Keep house if it can be done. What was committed is on disk either way."""
        journal = self._writable()
        try:
            with _told("the months of the register cannot be written now"):
                done = self._keep_house()
        except RegisterError as error:
            _log.warning("register: %s", error)
            done = False
        self._next_limit = self._limit if done else journal.pending + self._limit // 4

    def _keep_house(self) -> bool:
        journal = self._writable()
        with self._guard.housekeeping() as free:
            if free:
                self._now_settled.fold(self._overlay, journal.seq)
                self._overlay.clear()
                journal.start_anew()
            return free

    def close(self) -> None:
        """See ``ports.Register``. Never raises for the disk: what the journal holds is safe."""
        with self._thread:
            if self._journal is not None and self._overlay:
                self._keep_house_or_wait()
            self._let_go()

    def _let_go(self) -> None:
        if self._settled is not None:
            self._settled.close()
        if self._journal is not None:
            self._journal.close()
        if self._held is not None:
            Guard.let_go(self._held)
        if self._lock is not None:
            self._lock.release()
        self._settled = self._journal = self._held = self._lock = None


@contextmanager
def _told(what: str, *, retry: bool = False) -> Iterator[None]:
    """Say what the disk did in the register's own words."""
    try:
        yield
    except OSError as error:
        raise RegisterError(
            f"{what}: {error.strerror or error} {error.filename or ''}".rstrip(), retry=retry
        ) from error
    except (DamagedError, sqlite3.Error) as error:
        raise RegisterError(f"{what}: {error}", retry=False) from error
