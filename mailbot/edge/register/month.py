"""One month of the register: a TinyDB database in one file, read a document at a time.

Opening a month means finding where the lines of its documents begin; nothing is kept in memory but
that. Writing is staged in memory and put on disk as a whole by ``flush``: a new file under the old name.
A month file is never changed in place.
"""

import hashlib
import os
import re
from array import array
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, cast

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from mailbot.edge.register.disk import replace_file
from mailbot.edge.register.month_file import (
    Seal,
    check_seal,
    document_line,
    parse_line,
    scan,
    seal_begun,
    seal_ended,
)


class Lines(MutableMapping[str | int, Mapping[str, Any]]):
    """One table's documents, as TinyDB sees them: a mapping from number to document.

    Numbers are given and taken as ``int`` or ``str``: TinyDB uses both. A document is read from the
    file when it is asked for, and has its key under ``_key``.
    """

    def __init__(self, name: str, storage: "MonthStorage") -> None:
        self.name = name
        self._storage = storage
        self._places = array("Q")  # document number -> offset << 32 | length; 0: no such document
        self._count = 0
        self._staged: dict[int, bytes | None] = {}
        self._lent: dict[int, dict[str, Any]] | None = None

    def place(self, number: int, offset: int, length: int) -> None:
        """Note where a document of the file lies."""
        if number >= len(self._places):
            self._places.extend([0] * (number + 1 - len(self._places)))
        self._count += not self._places[number]
        self._places[number] = offset << 32 | length

    def line(self, number: int) -> bytes:
        """The document's line. Raises KeyError."""
        if number in self._staged:
            staged = self._staged[number]
            if staged is None:
                raise KeyError(number)
            return staged
        place = self._places[number] if 0 <= number < len(self._places) else 0
        if not place:
            raise KeyError(number)
        return self._storage.pread(place >> 32, place & 0xFFFFFFFF)

    def stage(self, number: int, line: bytes | None) -> None:
        """Put, replace or (None) remove a document, in memory."""
        self._count += (line is not None) - (number in self)
        self._staged[number] = line

    @property
    def next_number(self) -> int:
        """A number no document has or had in this file."""
        return max(len(self._places), 1 + max(self._staged, default=0), 1)

    def lend(self, updater: Callable[["Lines"], None]) -> None:
        """Run a change over the documents; what it changed is staged if it ends well, else nothing is."""
        before, count = dict(self._staged), self._count
        self._lent = {}
        try:
            updater(self)
            for number, document in self._lent.items():
                self._set(number, document)
        except BaseException:
            self._staged, self._count = before, count
            raise
        finally:
            self._lent = None

    def __getitem__(self, number: str | int) -> Mapping[str, Any]:
        wanted = int(number)
        if self._lent is not None and wanted in self._lent:
            return self._lent[wanted]
        _, key, raw = parse_line(self.name, self.line(wanted))
        document = cast("dict[str, Any]", orjson.loads(raw))
        document["_key"] = key
        if self._lent is not None:
            self._lent[wanted] = document
        return document

    def __setitem__(self, number: str | int, document: Mapping[str, Any]) -> None:
        self._set(int(number), document)
        if self._lent is not None:
            self._lent.pop(int(number), None)

    def _set(self, number: int, document: Mapping[str, Any]) -> None:
        content = {name: value for name, value in document.items() if name not in {"_key", "_sum"}}
        self.stage(number, document_line(self.name, number, str(document["_key"]), orjson.dumps(content)))

    def __delitem__(self, number: str | int) -> None:
        if number not in self:
            raise KeyError(number)
        self.stage(int(number), None)
        if self._lent is not None:
            self._lent.pop(int(number), None)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, (int, str)):
            return False
        wanted = int(number)
        if wanted in self._staged:
            return self._staged[wanted] is not None
        return 0 <= wanted < len(self._places) and bool(self._places[wanted])

    def __iter__(self) -> Iterator[str]:
        for number in range(1, self.next_number):
            if number in self:
                yield str(number)

    def __len__(self) -> int:
        return self._count


class MonthTable(Table):
    """A TinyDB table whose changes cost what they touch, not what the table holds."""

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        tables = self._storage.read() or {}
        known = tables.get(self.name)
        lines = (
            cast("MonthStorage", self._storage).new_table(self.name)
            if known is None
            else cast("Lines", known)
        )
        lines.lend(lambda table: updater(cast("dict[int, Mapping[str, Any]]", table)))
        self._storage.write({**tables, self.name: cast("dict[str, Any]", lines)})
        self.clear_cache()

    def put_raw(self, number: int | None, key: str, raw: bytes) -> int:
        """Put a document given as JSON, under its number or a new one; returns the number."""

        def updater(table: dict[int, Mapping[str, Any]]) -> None:
            nonlocal number
            lines = cast("Lines", table)
            number = number or lines.next_number
            lines.stage(number, document_line(self.name, number, key, raw))

        self._update_table(updater)
        return cast("int", number)

    def raw(self, number: int) -> tuple[str, bytes] | None:
        """Key and JSON of a document, or None."""
        if str(number) not in (lines := self._read_table()):
            return None
        _, key, raw = parse_line(self.name, cast("Lines", lines).line(number))
        return key, raw

    def numbers(self) -> list[int]:
        """The numbers of all documents, ascending."""
        return [int(number) for number in self._read_table()]


class MonthStorage(Storage):
    """TinyDB's storage: reads lines from the file, keeps changes in memory until ``flush``."""

    def __init__(self, path: str, month: str = "") -> None:
        """Open a month's file, or start an empty one. Raises DamagedError when it is not as written."""
        self._path = Path(path)
        self._month = month or self._path.name.partition(".")[0]
        self._descriptor = -1
        self.seal: Seal | None = None
        self._tables: dict[str, Lines] = {}
        self._load()

    def _load(self) -> None:
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            with open(descriptor, "rb", buffering=0, closefd=False) as file:
                content = file.readall()
            seal = check_seal(content, self._month)
            tables: dict[str, Lines] = {}
            for name, offset, length in scan(content):
                number = int(content[offset + 1 : content.index(b'"', offset + 1)])
                tables.setdefault(name, Lines(name, self)).place(number, offset, length)
        except BaseException:
            os.close(descriptor)
            raise
        self.close()
        self._descriptor, self.seal, self._tables = descriptor, seal, tables

    def pread(self, offset: int, length: int) -> bytes:
        """A piece of the file as it was opened."""
        return os.pread(self._descriptor, length, offset)

    def new_table(self, name: str) -> Lines:
        """An empty table."""
        if not re.fullmatch("[a-z]+", name):
            raise ValueError(f"{name!r} is not a table of the register")
        return Lines(name, self)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables, as TinyDB wants them; documents come when they are asked for."""
        return cast("dict[str, dict[str, Any]]", dict(self._tables)) or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take over TinyDB's tables; they go to disk with ``flush``."""
        tables: dict[str, Lines] = {}
        for name, table in data.items():
            lines = table if isinstance(table, Lines) else self.new_table(name)
            if lines is not table:
                lines.update(table)
            tables[name] = lines
        self._tables = tables

    def content(self, seq: int) -> Iterator[bytes]:
        """The file as it is to be, in pieces. Raises DamagedError rather than seal a damaged document."""
        digest, count, opening = hashlib.sha256(), 0, b"{"
        for name in sorted(self._tables):
            lines = self._tables[name]
            piece, between = [b'%s"%s":{\n' % (opening, name.encode())], b""
            for number in lines:
                line = lines.line(int(number))
                parse_line(name, line)
                piece += [between, line]
                between = b",\n"
                count += 1
            if between:
                piece.append(b"\n},\n")
                joined = b"".join(piece)
                digest.update(joined)
                yield joined
                opening = b""
        begun = opening + seal_begun(self._month, seq, count)
        digest.update(begun)
        yield begun + seal_ended(digest.hexdigest())

    def flush(self, seq: int, copy: Path) -> Seal:
        """Put the month on disk, and then its copy; both reach transaction ``seq``. Raises OSError."""
        chunks = list(self.content(seq))
        replace_file(self._path, chunks)
        replace_file(copy, chunks)
        self._load()
        return cast("Seal", self.seal)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class MonthDB(TinyDB):
    """TinyDB with our tables."""

    table_class = MonthTable


class Month:
    """An open month."""

    def __init__(self, path: Path) -> None:
        """Open its database. Raises DamagedError."""
        self._storage: MonthStorage

        def storage(*args: Any, **kwargs: Any) -> MonthStorage:
            self._storage = MonthStorage(*args, **kwargs)
            return self._storage

        self._db = MonthDB(str(path), storage=storage)

    @property
    def seal(self) -> Seal | None:
        """The seal of the file as it is on disk; None when there is no file yet."""
        return self._storage.seal

    def table(self, name: str) -> MonthTable:
        """One of its tables."""
        return cast("MonthTable", self._db.table(name))

    def tables(self) -> list[str]:
        """The names of its tables."""
        return sorted(self._db.tables())

    def flush(self, seq: int, copy: Path) -> Seal:
        """See ``MonthStorage.flush``."""
        return self._storage.flush(seq, copy)

    def close(self) -> None:
        """Let go of the file; what was not flushed is forgotten."""
        self._db.close()
