r"""The journal: one line is one transaction, and it is committed when the line is on the disk.

    register/journal.jsonl          the truth since the last housekeeping
    register/journal.old.jsonl      the journal before it, kept for a person
    register/copies/journal.jsonl   a second copy, written behind the first without waiting for the disk

A line is ``CRC32 {"seq": 17, "puts": [...]}\n``. The first line says after which transaction the
journal starts. A last line that is not whole was never committed and is dropped; a line that is
damaged is taken from the copy, and when that fails too, is reported as lost: never silently.

Nothing here knows what a record is.
"""

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from mailbot.edge.register.disk import (
    PRIVATE,
    Problem,
    read_or_none,
    replace_file,
    set_aside,
    sync_folder,
    write_all,
)

FORMAT = 1
NAME = "journal.jsonl"
OLD_NAME = "journal.old.jsonl"
_NAMED = 5  # damaged lines named in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One committed transaction."""

    seq: int
    puts: tuple[dict[str, Any], ...]
    """Each ``{"table", "month", "key", "found", "doc"}``; ``found``: the hashes it is found by."""
    line: bytes
    """As it is on disk, without the line's end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a journal and its copy hold together."""

    after: int
    """The journal starts after this transaction."""
    transactions: tuple[Transaction, ...]
    rules: str = ""
    """By which rules the hashes were made; they count only for a program with the same."""
    problems: tuple[Problem, ...] = ()
    sure: bool = True
    """The journal's own first line says where it starts."""

    @property
    def last(self) -> int:
        """The number of the last transaction."""
        return self.transactions[-1].seq if self.transactions else self.after

    def lines(self) -> Iterator[bytes]:
        """The journal as it ought to be on disk."""
        yield header_line(self.after, self.rules)
        for transaction in self.transactions:
            yield transaction.line + b"\n"


def header_line(after: int, rules: str) -> bytes:
    """The first line of a journal."""
    return _line(b'{"journal":%d,"after":%d,"rules":"%s"}' % (FORMAT, after, rules.encode()))


def transaction_line(seq: int, puts: Iterable[bytes]) -> bytes:
    """The line of one transaction; each put is the JSON of its object."""
    return _line(b'{"seq":%d,"puts":[%s]}' % (seq, b",".join(puts)))


def put_json(table: str, month: str, key: str, found: Sequence[int], raw: bytes) -> bytes:
    """One put, as it stands in a transaction's line."""
    return b'{"table":"%s","month":"%s","key":%s,"found":%s,"doc":%s}' % (
        table.encode(),
        month.encode(),
        orjson.dumps(key),
        orjson.dumps(found),
        raw,
    )


def raw_of(put: dict[str, Any]) -> bytes:
    """The JSON of one put's document."""
    return orjson.dumps(put["doc"])


def _line(payload: bytes) -> bytes:
    return b"%08x %s\n" % (zlib.crc32(payload), payload)


def _payload(line: bytes) -> dict[str, Any] | None:
    """What a line says, or None when it is not exactly what was written."""
    payload = line[9:]
    if line[:9] != b"%08x " % zlib.crc32(payload):
        return None
    try:
        value = orjson.loads(payload)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


@dataclass(slots=True)
class _File:
    """The lines of one file, sorted out."""

    header: dict[str, Any] | None = None
    transactions: dict[int, Transaction] = field(default_factory=dict)
    damaged: list[int] = field(default_factory=list)
    """Numbers of lines that were ended but are not what was written."""
    torn: bool = False
    """The last line has no end and is not whole."""


def _sort(content: bytes) -> _File:
    file = _File()
    lines = content.split(b"\n")
    tail = lines.pop()
    for number, line in enumerate([*lines, tail] if tail else lines, start=1):
        said = _payload(line)
        if said is None:
            if number > len(lines):
                file.torn = True
            else:
                file.damaged.append(number)
        elif "journal" in said:
            file.header = said
        else:
            file.transactions[said["seq"]] = Transaction(seq=said["seq"], puts=tuple(said["puts"]), line=line)
    return file


def read(content: bytes | None, copy: bytes | None, rules: str) -> Reading:
    """Everything that was committed, from the journal and its copy; what is wrong is in ``problems``.

    Transactions come in order. Ones the months already hold may be among them when a header was lost:
    the caller knows, from the months, what is old. ``rules`` are those of a journal begun today.
    """
    if content is None and copy is None:
        return Reading(after=0, transactions=(), rules=rules)
    main, second = _sort(content or b""), _sort(copy or b"")
    problems: list[Problem] = []
    header = main.header or second.header
    after = int(header["after"]) if header else 0
    begun_by = str(header["rules"]) if header else "unknown"
    merged = {seq: one for seq, one in second.transactions.items() if seq > after}
    restored = len(merged.keys() - main.transactions.keys())
    merged |= main.transactions
    ordered = tuple(merged[seq] for seq in sorted(merged))
    if header is None and ordered:
        after = ordered[0].seq - 1
    if content is None:
        problems.append(
            Problem(where=NAME, what="missing", done=f"{len(ordered)} transactions taken from its copy")
        )
    elif main.damaged or main.header is None:
        problems.append(
            Problem(
                where=NAME,
                what=f"{_which(main)} damaged",
                done=f"{restored} transactions taken from its copy",
            )
        )
    elif restored:
        problems.append(
            Problem(where=NAME, what="cut short", done=f"{restored} transactions taken from its copy")
        )
    elif main.torn:
        problems.append(Problem(where=NAME, what="the last transaction was not finished", done="left out"))
    problems += _gaps(after, ordered, last_damaged=bool(main.damaged) and not restored)
    return Reading(
        after=after,
        transactions=ordered,
        rules=begun_by,
        problems=tuple(problems),
        sure=main.header is not None,
    )


def _which(file: _File) -> str:
    lines = ", ".join(map(str, file.damaged[:_NAMED])) + (" ..." if len(file.damaged) > _NAMED else "")
    return f"line {lines} is" if file.damaged else "its first line is"


def _gaps(after: int, ordered: tuple[Transaction, ...], *, last_damaged: bool) -> list[Problem]:
    """Transactions that were committed and are nowhere."""
    seqs = [one.seq for one in ordered]
    gaps = [
        f"{low + 1}" if high == low + 2 else f"{low + 1} to {high - 1}"
        for low, high in zip([after, *seqs], seqs, strict=False)
        if high > low + 1
    ]
    if not gaps and last_damaged:
        gaps = ["the last"]
    return [
        Problem(where=NAME, what=f"transaction {gap} could not be read from either copy", lost=True)
        for gap in gaps
    ]


def read_both(folder: Path) -> tuple[bytes | None, bytes | None]:
    """The journal of a register and its copy; None where there is none."""
    return read_or_none(folder / NAME), read_or_none(folder / "copies" / NAME)


class Journal:
    """The open journal of a register, to append to."""

    def __init__(self, folder: Path, rules: str) -> None:
        """Read and mend the journal; ``reading`` tells what it holds. Raises OSError."""
        self.path = folder / NAME
        self._copy_path = folder / "copies" / NAME
        self._old = folder / OLD_NAME
        content, copy = read_both(folder)
        self.reading = read(content, copy, rules)
        self._rules = rules
        self.seq = self.reading.last
        self._uncertain = self._replaced = False
        right = b"".join(self.reading.lines())
        if content != right:
            if content is not None and self.reading.problems:
                self.reading = _with_note(self.reading, set_aside(self.path, folder / "damaged"))
            replace_file(self.path, [right])
        if copy != right:
            replace_file(self._copy_path, [right], durable=False)
        self._header = len(header_line(self.reading.after, self.reading.rules))
        self.size = len(right)
        self._descriptor = _open_to_append(self.path)
        self._second = _open_to_append(self._copy_path)

    @property
    def pending(self) -> int:
        """Bytes of transactions since the journal was started."""
        return self.size - self._header

    def append(self, puts: Iterable[bytes]) -> int:
        """Commit one transaction; it is on the disk on return. Returns its number.

        Raises OSError, and then it is not committed and the journal is as it was.
        """
        if self._replaced:
            self._follow()
        if self._uncertain:
            self._retreat()
        line = transaction_line(self.seq + 1, puts)
        try:
            write_all(self._descriptor, line)
            os.fsync(self._descriptor)
        except BaseException:
            # Also for KeyboardInterrupt: half a line must never be followed by another.
            self._uncertain = True
            with suppress(OSError):  # tried again before the next append
                self._retreat()
            raise
        self.size += len(line)
        self.seq += 1
        self._write_behind(line)
        return self.seq

    def _retreat(self) -> None:
        """Cut off what a failed append may have left."""
        os.ftruncate(self._descriptor, self.size)
        os.fsync(self._descriptor)
        self._uncertain = False

    def _write_behind(self, line: bytes) -> None:
        """Add to the copy. It may fail: the transaction is committed, and the next start mends the copy."""
        if self._second < 0:
            return
        try:
            write_all(self._second, line)
        except OSError:
            self._second = _closed(self._second)

    def start_anew(self) -> None:
        """Begin an empty journal after the present transaction; the months hold everything. Raises OSError.

        When it raises, the old journal goes on, or the new one: both are right.
        """
        header = header_line(self.seq, self._rules)
        with suppress(OSError):  # kept for a person only, and not every file system has links
            self._old.unlink(missing_ok=True)
            os.link(self.path, self._old)
        self._replaced = True
        replace_file(self.path, [header])
        self._follow()
        with suppress(OSError):
            self._second = _closed(self._second)
            replace_file(self._copy_path, [header], durable=False)
            self._second = _open_to_append(self._copy_path)

    def _follow(self) -> None:
        """Append to the file that now has the journal's name, and make sure that name lasts."""
        sync_folder(self.path.parent)
        opened = _open_to_append(self.path)
        if os.path.sameopenfile(opened, self._descriptor):
            os.close(opened)
        else:
            os.close(self._descriptor)
            self._descriptor = opened
            self.size = self._header = os.fstat(opened).st_size
            self._uncertain = False
        self._replaced = False

    def close(self) -> None:
        """Let go of the files."""
        self._descriptor, self._second = _closed(self._descriptor), _closed(self._second)


def _open_to_append(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, PRIVATE)


def _closed(descriptor: int) -> int:
    if descriptor >= 0:
        os.close(descriptor)
    return -1


def _with_note(reading: Reading, kept: str) -> Reading:
    first, *others = reading.problems
    noted = Problem(
        where=first.where, what=first.what, done="; ".join(filter(None, [first.done, kept])), lost=first.lost
    )
    return replace(reading, problems=(noted, *others))
