"""The index: where each record lies and what it is found by. Derived from the months, never the truth.

An SQLite file of numbers only: the hash of "table, index, value" -> month and document. It follows the
months at every housekeeping and is never ahead of them: for every month it notes the seal it was made
from, and whoever opens it makes anew what differs. A checksum of the whole file is kept beside it,
because a damaged index would not fail, it would say "unknown".
"""

import os
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from mailbot.edge.register.disk import PRIVATE, replace_file

_SCHEMA = """
CREATE TABLE entry (hash INTEGER NOT NULL, month INTEGER NOT NULL, number INTEGER NOT NULL,
                    PRIMARY KEY (hash, month, number)) WITHOUT ROWID;
CREATE TABLE month (month INTEGER PRIMARY KEY, seal TEXT NOT NULL);
CREATE TABLE made (fingerprint TEXT NOT NULL);
"""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a document lies."""

    month: str
    number: int


Row = tuple[int, Place]
"""(hash, where a document with it lies)"""


def _number(month: str) -> int:
    return int(month[:4] + month[5:])


def _month(number: int) -> str:
    return f"{number // 100:04d}-{number % 100:02d}"


class Index:
    """The index of one register."""

    def __init__(self, folder: Path, fingerprint: str, *, read_only: bool = False) -> None:
        """Open the index if it is whole and made by today's rules; else start an empty one.

        Read-only nothing is written: an empty one, or one that has to follow a month, lives in memory.
        """
        self._path, self._sum = folder / "index.sqlite", folder / "index.sum"
        self._read_only = read_only
        self._fingerprint = fingerprint
        self.fresh = False
        """True when nothing of an earlier index could be used."""
        try:
            self._db = self._open_existing()
        except (OSError, sqlite3.Error, ValueError):
            self._db = self._create()
            self.fresh = True

    def _open_existing(self) -> sqlite3.Connection:
        note = orjson.loads(self._sum.read_bytes())
        unfinished = note.get("writing") is True
        if unfinished and self._read_only:
            raise ValueError("its writer has stopped half-way")
        if not unfinished and note != _checksum(self._path):
            raise ValueError("not as written")
        address = f"{self._path.absolute().as_uri()}?mode=" + ("ro&immutable=1" if self._read_only else "rw")
        database = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
        try:
            usable = not unfinished or database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            made_by = database.execute("SELECT fingerprint FROM made").fetchall()
        except sqlite3.Error:
            usable, made_by = False, []
        if usable and made_by == [(self._fingerprint,)]:
            return database
        database.close()
        raise ValueError("damaged, or made by other rules")

    def _create(self) -> sqlite3.Connection:
        if self._read_only:
            database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        else:
            for name in (self._sum, self._path, self._path.with_name("index.sqlite-journal")):
                name.unlink(missing_ok=True)
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, PRIVATE))
            database = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        database.executescript(f"BEGIN;{_SCHEMA}")
        database.execute("INSERT INTO made VALUES (?)", (self._fingerprint,))
        database.execute("COMMIT")
        return database

    def seals(self) -> dict[str, str]:
        """Month -> the mark of the seal its entries were made from."""
        return {_month(number): seal for number, seal in self._db.execute("SELECT month, seal FROM month")}

    def places(self, hashed: int) -> list[Place]:
        """Where documents with this hash lie, oldest month first."""
        rows = self._db.execute(
            "SELECT month, number FROM entry WHERE hash = ? ORDER BY month, number", (hashed,)
        )
        return [Place(_month(month), number) for month, number in rows]

    def update(self, gone: Iterable[Row], new: Iterable[Row], seals: dict[str, str | None]) -> None:
        """Follow the months, in one transaction. Raises OSError; then nothing has changed."""
        self._change(
            [
                ("DELETE FROM entry WHERE hash = ? AND month = ? AND number = ?", _values(gone)),
                ("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", _values(new)),
            ],
            seals,
        )

    def replace_month(self, month: str, rows: Iterable[Row], seal: str | None) -> None:
        """Make a month's entries anew. Raises OSError; then nothing has changed."""
        self._change(
            [
                ("DELETE FROM entry WHERE month = ?", [(_number(month),)]),
                ("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", _values(rows)),
            ],
            {month: seal},
        )

    def _change(
        self, statements: Sequence[tuple[str, Iterable[tuple[int, ...]]]], seals: dict[str, str | None]
    ) -> None:
        try:
            if self._read_only:
                self._move_to_memory()
            else:
                replace_file(self._sum, [orjson.dumps({"writing": True})], durable=False)
            self._db.execute("BEGIN")
            try:
                for statement, values in statements:
                    self._db.executemany(statement, values)
                for month, seal in seals.items():
                    self._db.execute("DELETE FROM month WHERE month = ?", (_number(month),))
                    if seal is not None:
                        self._db.execute("INSERT INTO month VALUES (?, ?)", (_number(month), seal))
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a failed COMMIT may have rolled back already
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise OSError(f"the index cannot be written: {error}") from error

    def _move_to_memory(self) -> None:
        """Go on with a copy, when a writer was stopped between the months and the index."""
        if self._db.execute("PRAGMA database_list").fetchone()[2]:
            copy = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            self._db.backup(copy)
            self._db.close()
            self._db = copy

    def seal(self) -> None:
        """Note the checksum of the index as it is now on disk. Raises OSError."""
        if not self._read_only:
            replace_file(self._sum, [orjson.dumps(_checksum(self._path))])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _values(rows: Iterable[Row]) -> list[tuple[int, int, int]]:
    return sorted((hashed, _number(place.month), place.number) for hashed, place in rows)


def _checksum(path: Path) -> dict[str, int]:
    """Size and CRC32 of a file.

    SQLite's own lock on the file does not survive this (POSIX); the folder's lock stands in for it.
    """
    crc = size = 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
    return {"crc32": crc, "size": size}
