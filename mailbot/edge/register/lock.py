"""Who may use a data folder: one writer at a time, and readers that hold off its housekeeping.

``FolderLock`` is held for the life of the process; ``Guard`` for a moment. Both are advisory locks of
the operating system: they end with the process, however it ends, and leave nothing to clean up.
"""

import fcntl
import json
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mailbot.edge.register.disk import PRIVATE
from mailbot.ports import RegisterError

_held: "weakref.WeakSet[FolderLock]" = weakref.WeakSet()


class FolderLock:
    """The right to write in a data folder."""

    def __init__(self, folder: Path, now: datetime) -> None:
        """Take the lock. Raises RegisterError naming the holder (process, since when, machine)."""
        self._path = folder / "lock"
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _describe(os.pread(self._descriptor, 4096, 0))
            os.close(self._descriptor)
            raise RegisterError(
                f"{folder} is in use by {holder}. Stop that one first, or give this one another data folder."
            ) from None
        except OSError as error:
            os.close(self._descriptor)
            raise RegisterError(
                f"{self._path} cannot be locked ({error.strerror}). The data folder must be on a local disk."
            ) from error
        mine = {"pid": os.getpid(), "since": now.isoformat(timespec="seconds"), "host": os.uname().nodename}
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps(mine).encode() + b"\n", 0)
        _held.add(self)

    def release(self) -> None:
        """Let go, also for children that were forked; a second call does nothing."""
        if self._descriptor >= 0:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        self.forget()

    def forget(self) -> None:
        """Close this process's hold on the lock, and leave another's alone."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        _held.discard(self)


def _describe(content: bytes) -> str:
    try:
        holder = json.loads(content)
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "another process"


def _forget_in_child() -> None:
    """Drop the locks in a forked child: it would otherwise keep them after its parent has died."""
    for lock in list(_held):
        lock.forget()


os.register_at_fork(after_in_child=_forget_in_child)


class Guard:
    """Keeps the files of a register standing still while somebody reads them as a whole.

    The writer's commits go on; only its housekeeping (rewriting months, starting a new journal) waits.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "guard"

    @contextmanager
    def housekeeping(self) -> Iterator[bool]:
        """For the writer: True when nobody reads, and then nobody starts to; False: try again later."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)

    def hold(self) -> int:
        """For a reader: wait until housekeeping is over and keep it off; give the answer to ``let_go``."""
        # Read-only first: a reader may have no right to write in the folder.
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return descriptor

    @staticmethod
    def let_go(descriptor: int) -> None:
        """End a ``hold``."""
        os.close(descriptor)
