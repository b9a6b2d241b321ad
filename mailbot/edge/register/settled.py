"""What the months hold, found through the index, and folded into them from the overlay.

Keeps the two in step: an index entry always leads to a document of a month file, and a month whose
seal the index does not know is indexed anew. A month that turns out damaged while it is read is
restored, and read again.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from mailbot.core.record import Stored
from mailbot.edge.register.disk import Problem
from mailbot.edge.register.index import Index, Place, Row
from mailbot.edge.register.kinds import KINDS, Name, Put, decode_raw, fingerprint, hash_of, hashes
from mailbot.edge.register.month import Month
from mailbot.edge.register.month_file import DamagedError, Seal
from mailbot.edge.register.months import Months
from mailbot.ports import RegisterError

T = TypeVar("T")

_log = logging.getLogger(__name__)


def kind_of(table: str) -> type[Stored]:
    """What a table keeps. Raises RegisterError for a table this program does not know."""
    try:
        return KINDS[table]
    except KeyError:
        raise RegisterError(f"the register has a table {table!r} that this mailbot does not know.") from None


@dataclass(slots=True)
class _Work:
    """What housekeeping has to do in one month."""

    puts: list[tuple[int | None, Put]] = field(default_factory=list)
    """(number it has, or None for a new one; what to put)"""
    moved: list[tuple[str, int]] = field(default_factory=list)
    """(table, number) of records that live in another month now."""

    def do(self, month: Month, seq: int, copy: Path) -> tuple[list[tuple[int, int]], Seal]:
        """Write the month; gives (hash, number) of what was put, and the new seal."""
        for table, number in self.moved:
            if month.table(table).contains(doc_id=number):
                month.table(table).remove(doc_ids=[number])
        rows = []
        for known, put in self.puts:
            number = month.table(put.table).put_raw(known, put.key, put.raw)
            rows += [(hashed, number) for hashed in put.hashes]
        return rows, month.flush(seq, copy)


class Settled:
    """The months and the index of one register."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        """Check every month's end, restore what lacks it, and bring the index in step. Raises OSError."""
        self._months = Months(folder, read_only=read_only)
        with ExitStack() as if_it_fails:
            if_it_fails.callback(self._months.close)
            self.seals: dict[str, Seal] = {month: self._months.seal(month) for month in self._months.names()}
            """Month -> the seal of its file."""
            self._index = Index(folder, fingerprint(), read_only=read_only)
            if_it_fails.callback(self._index.close)
            self._unindexed = {
                month
                for month, mark in self._index.seals().items()
                if month not in self.seals or self.seals[month].mark != mark
            } | (self.seals.keys() - self._index.seals().keys())
            if self._index.fresh or self._unindexed:
                self.catch_up()
            if_it_fails.pop_all()

    @property
    def problems(self) -> list[Problem]:
        """What was damaged, and what was done about it."""
        return self._months.problems

    def places(self, hashed: int) -> list[Place]:
        """Where documents with this hash lie, oldest month first."""
        return self._index.places(hashed)

    def document(self, place: Place, table: str) -> tuple[str, bytes] | None:
        """Key and JSON of the document at a place; None when this table has none there."""
        return self._reading(place.month, lambda month: month.table(table).raw(place.number))

    def numbers(self, month: str, table: str) -> list[int]:
        """The numbers of a month's documents in one table."""
        if month not in self.seals:
            return []
        return self._reading(month, lambda opened: opened.table(table).numbers())

    def find(self, name: Name) -> list[tuple[Place, bytes]]:
        """Where a record lies, oldest month first; more than one place only in the middle of a move."""
        table, key = name
        found = []
        for place in self._index.places(hash_of(table, "", key)):
            at = self.document(place, table)
            if at is not None and at[0] == key:
                found.append((place, at[1]))
        return found

    def _reading(self, month: str, read: Callable[[Month], T]) -> T:
        try:
            return read(self._open(month))
        except DamagedError as error:
            self._months.restore(month, str(error))
            return read(self._open(month))

    def _open(self, month: str) -> Month:
        opened = self._months.open(month)
        known = self.seals.get(month)
        if opened.seal is not None and (known is None or known.mark != opened.seal.mark):
            # Restored just now, and not the generation that was indexed.
            self.seals[month] = opened.seal
            self._unindexed.add(month)
            self.catch_up()
        return opened

    def fold(self, overlay: Iterable[Put], seq: int) -> None:
        """Write everything newer into the months and the index. Raises OSError, DamagedError.

        When it raises, some months may be written and others not; the journal has everything, and a
        second fold makes it right.
        """
        self.catch_up()
        work: dict[str, _Work] = {}
        gone: set[Row] = set()
        for put in overlay:
            number = None
            for place, raw in self.find(put.name):
                gone |= {(hashed, place) for hashed in hashes(put.table, decode_raw(kind_of(put.table), raw))}
                if place.month == put.month:
                    number = place.number
                else:
                    work.setdefault(place.month, _Work()).moved.append((put.table, place.number))
            work.setdefault(put.month, _Work()).puts.append((number, put))
        new: set[Row] = set()
        self._unindexed |= work.keys()
        try:
            for month, todo in sorted(work.items()):
                new |= self._write(month, todo, seq)
        except BaseException:
            for month in work:
                self._months.drop(month)  # and with it what is staged there
            raise
        self._index.update(gone - new, new - gone, {month: self.seals[month].mark for month in work})
        self._unindexed -= work.keys()
        self._index.seal()

    def _write(self, month: str, todo: _Work, seq: int) -> set[Row]:
        copy = self._months.copy(month)
        try:
            rows, seal = todo.do(self._months.open(month), seq, copy)
        except DamagedError as error:
            self._months.restore(month, str(error))
            rows, seal = todo.do(self._months.open(month), seq, copy)
        self.seals[month] = seal
        return {(hashed, Place(month, number)) for hashed, number in rows}

    def catch_up(self) -> None:
        """Index anew what the index does not know. Raises OSError."""
        for month in sorted(self._unindexed):
            if len(self._unindexed) > 1:
                _log.info("register: indexing %s", month)
            self._index_month(month)
            self._unindexed.discard(month)
        self._index.seal()

    def _index_month(self, month: str) -> None:
        rows: list[Row] = []
        opened = self._months.open(month) if month in self._months.names() else None
        for table in opened.tables() if opened else ():
            kind = kind_of(table)
            for number in opened.table(table).numbers() if opened else ():
                at = opened.table(table).raw(number) if opened else None
                if at is not None:
                    place = Place(month, number)
                    rows += [(hashed, place) for hashed in hashes(table, decode_raw(kind, at[1]))]
        seal = opened.seal if opened else None
        if seal is not None:
            self.seals[month] = seal
        self._index.replace_month(month, rows, seal.mark if seal else None)

    def close(self) -> None:
        """Let go of every file."""
        self._months.close()
        self._index.close()
