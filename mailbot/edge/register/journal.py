"""The open journal: a transaction is committed when its line is on the disk.

    register/journal.jsonl          appended to, and synced: the one thing a commit waits for
    register/copies/journal.jsonl   written behind it, without waiting
    register/journal.old.jsonl      the journal before the last housekeeping, kept for a person

What failed to be written is cut off again before anything else is appended.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mailbot.edge.register.disk import PRIVATE, Problem, replace_file, set_aside, sync_folder, write_all
from mailbot.edge.register.journal_file import NAME, Reading, header_line, read, read_both, transaction_line

OLD_NAME = "journal.old.jsonl"


def open_journal(folder: Path, rules: str) -> tuple["Journal", Reading]:
    """The journal of a register, mended, to append to; and what it holds. Raises OSError."""
    content, copy = read_both(folder)
    reading = read(content, copy, rules)
    right = b"".join(reading.lines())
    if content != right:
        if content is not None and reading.problems:
            reading = _with_note(reading, set_aside(folder / NAME, folder / "damaged"))
        replace_file(folder / NAME, [right])
    if copy != right:
        replace_file(folder / "copies" / NAME, [right], durable=False)
    header = len(header_line(reading.after, reading.rules))
    return Journal(folder, rules, size=len(right), header=header, seq=reading.last), reading


class Journal:
    """The open journal of a register, to append to."""

    def __init__(self, folder: Path, rules: str, *, size: int, header: int, seq: int) -> None:
        """See ``open_journal``."""
        self.path = folder / NAME
        self._copy_path = folder / "copies" / NAME
        self._old = folder / OLD_NAME
        self._rules = rules
        self._header = header
        self.size = size
        self.seq = seq
        self._uncertain = self._replaced = False
        self._descriptor = _open_to_append(self.path)
        self._second = _open_to_append(self._copy_path)

    @property
    def pending(self) -> int:
        """Bytes of transactions since the journal was started."""
        return self.size - self._header

    def append(self, puts: Sequence[bytes]) -> int:
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
