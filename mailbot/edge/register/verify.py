"""Reading a whole register, and saying what is wrong with it. Changes nothing.

The doctor's and the operator's view: opening the register mends what it meets; this looks at
everything, also at what nobody has asked for in years.
"""

from collections.abc import Iterator
from pathlib import Path

from mailbot.edge.register import journal_file, marker
from mailbot.edge.register.disk import Problem, read_or_none
from mailbot.edge.register.index import Index
from mailbot.edge.register.kinds import Name, decode_raw, fingerprint, hashes
from mailbot.edge.register.lock import Guard
from mailbot.edge.register.month_file import DamagedError, Seal, check_seal, parse_line, scan
from mailbot.edge.register.months import Months
from mailbot.edge.register.settled import kind_of
from mailbot.ports import NoRegisterError, RegisterError


def verify(folder: Path) -> list[Problem]:
    """Everything that is wrong with the register of a data folder; a running bot may go on.

    Reads every byte: the journal and its copy, each month and its copy, each record, and the index.
    Raises RegisterError when it cannot be read at all, or was written by a newer mailbot.
    """
    register = folder / "register"
    if not register.is_dir():
        raise NoRegisterError(folder)
    guard = Guard(register)
    try:
        held = guard.hold()
    except OSError as error:
        raise RegisterError(f"{register} cannot be read: {error.strerror}") from error
    try:
        return list(_problems(register))
    except OSError as error:
        raise RegisterError(f"{error.filename or register} cannot be read: {error.strerror}") from error
    finally:
        guard.let_go(held)


def _problems(register: Path) -> Iterator[Problem]:
    content, copy = journal_file.read_both(register)
    names = Months(register, read_only=True).names()
    yield from marker.check(register, used=content is not None or bool(names), read_only=True)
    reading = journal_file.read(content, copy, fingerprint())
    yield from reading.problems
    newer: set[Name] = set()
    for transaction in reading.transactions:
        for said in transaction.puts():
            newer.add((said.table, said.key))
            yield from _readable(journal_file.NAME, said.table, said.key, said.raw)
    seen: dict[Name, str] = {}
    seals: dict[str, Seal] = {}
    for month in names:
        good: list[bytes] = []
        for path in (register / f"{month}.json", register / "copies" / f"{month}.json"):
            where = str(path.relative_to(register))
            found = read_or_none(path)
            if found is None:
                yield Problem(where=where, what="it is missing")
                continue
            try:
                seals.setdefault(month, check_seal(found, month))
                good.append(found)
            except DamagedError as error:
                yield Problem(where=where, what=str(error))
        if len(good) > 1 and good[0] != good[1]:
            yield Problem(where=f"copies/{month}.json", what="is not the same as the month")
        if good:
            yield from _records(month, good[0], seen, newer)
        else:
            yield Problem(where=f"{month}.json", what="neither the month nor its copy is whole", lost=True)
    yield from _index(register, seals)


def _records(month: str, content: bytes, seen: dict[Name, str], newer: set[Name]) -> Iterator[Problem]:
    for table, offset, length in scan(content):
        where = f"{month}.json"
        try:
            _, key, raw = parse_line(table, content[offset : offset + length])
        except DamagedError as error:
            yield Problem(where=where, what=str(error))
            continue
        yield from _readable(where, table, key, raw)
        other = seen.setdefault((table, key), month)
        if other != month and (table, key) not in newer:
            yield Problem(where=where, what=f"{table} {key!r} is in {other} too")


def _readable(where: str, table: str, key: str, raw: bytes) -> Iterator[Problem]:
    try:
        record = decode_raw(kind_of(table), raw)
        hashes(table, record)
        if record.key != key:
            yield Problem(where=where, what=f"{table} {key!r} is kept under the wrong key")
    except RegisterError as error:
        yield Problem(where=where, what=f"{table} {key!r}: {error}")


def _index(register: Path, seals: dict[str, Seal]) -> Iterator[Problem]:
    """The index is derived: what is wrong with it is mended at the next start, and loses nothing."""
    index = Index(register, fingerprint(), read_only=True)
    try:
        if index.fresh:
            yield Problem(where="index.sqlite", what="is damaged, unfinished or older than this program")
        elif index.seals() != {month: seal.mark for month, seal in seals.items()}:
            yield Problem(where="index.sqlite", what="does not match the months")
    finally:
        index.close()
