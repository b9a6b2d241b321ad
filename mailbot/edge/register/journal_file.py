r"""The lines of a journal, and what a journal and its copy hold together.

    register/journal.jsonl          the truth since the last housekeeping
    register/copies/journal.jsonl   a second copy, written behind the first without waiting for the disk

A line is ``CRC32 {"seq": 17, "sizes": [...], "puts": [...]}\n``. The first line says after which
transaction the journal starts. A last line that is not whole was never committed and is dropped; a
line that is damaged is taken from the copy, and when that fails too, is reported as lost: never silently.

Nothing here knows what a record is, and nothing here writes.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from mailbot.edge.register.disk import Problem, read_or_none

FORMAT = 1
NAME = "journal.jsonl"
_HEAD = re.compile(rb'[0-9a-f]{8} \{"seq":(\d+),"sizes":\[([\d,]+)\],"puts":\[')
_NAMED = 5  # damaged lines named in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One put of a transaction."""

    table: str
    month: str
    key: str
    found: tuple[int, ...]
    """The hashes it is found by."""
    raw: bytes
    """The document, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One committed transaction."""

    seq: int
    line: bytes
    """As it is on disk, without the line's end."""

    def puts(self) -> Iterator[Said]:
        """What it puts. The documents are cut out of the line, not parsed."""
        head = _HEAD.match(self.line)
        if head is None:
            raise ValueError("not a transaction")
        start = head.end()
        for size in map(int, head[2].split(b",")):
            put = self.line[start : start + size]
            # Quotes in a key are escaped: these bytes can only be the name of the last field.
            cut = put.index(b',"doc":{')
            yield Said(**orjson.loads(put[:cut] + b"}"), raw=put[cut + len(b',"doc":') : -1])
            start += size + 1


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


def transaction_line(seq: int, puts: Sequence[bytes]) -> bytes:
    """The line of one transaction; each put is the JSON of its object."""
    sizes = b",".join(b"%d" % len(put) for put in puts)
    return _line(b'{"seq":%d,"sizes":[%s],"puts":[%s]}' % (seq, sizes, b",".join(puts)))


def put_json(table: str, month: str, key: str, found: Sequence[int], raw: bytes) -> bytes:
    """One put, as it stands in a transaction's line."""
    return b'{"table":"%s","month":"%s","key":%s,"found":%s,"doc":%s}' % (
        table.encode(),
        month.encode(),
        orjson.dumps(key),
        orjson.dumps(found),
        raw,
    )


def _line(payload: bytes) -> bytes:
    return b"%08x %s\n" % (zlib.crc32(payload), payload)


def _is_whole(line: bytes) -> bool:
    """Whether a line is exactly what was written."""
    return line[:9] == b"%08x " % zlib.crc32(memoryview(line)[9:])


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
        head = _HEAD.match(line)
        if not _is_whole(line):
            if number > len(lines):
                file.torn = True
            else:
                file.damaged.append(number)
        elif head is not None:
            seq = int(head[1])
            file.transactions[seq] = Transaction(seq=seq, line=line)
        else:
            file.header = orjson.loads(line[9:])
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
