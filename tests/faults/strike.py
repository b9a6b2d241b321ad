"""Death at a chosen step: what ``kill -9`` leaves behind, without leaving the process.

Every durable step of the bot (a write, a sync, a rename, a command to a server) passes here. At the chosen
one it stops, in the middle of the bytes if it is a write, and from then on no step works any more: the
cleaning up that Python would do on the way out does not happen either.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from mailbot.edge import archive
from mailbot.edge.archive import FileArchive

SELDOM = (
    "after fetching", "after the archive", "in the middle of writing journal", "before syncing journal",
    "after a commit", "before filing", "in the middle of filing", "after filing", "before the final dot",
    "after the final dot", "month", "index.sum", "renaming journal",
)  # fmt: skip
"""Steps that matter most and come seldom: half of all lives end at one of them."""

LONGEST = 150
"""Steps after which a life ends that has not come to its end before."""


class Killed(BaseException):
    """The process is gone; nothing may catch this."""


class Strike:
    """Counts the steps and kills at one of them."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._left: int | None = None
        self._only = ""
        self._lock = threading.Lock()
        self.dead = False
        self.at = ""
        """The step it died at."""
        self.passed = 0
        self.course = 0
        """A checksum of every step so far, in order: two days with the same one went the same way."""
        self.kills: Counter[str] = Counter()
        """How often it died at each step, over all lives."""
        self.die: Callable[[], None] = self._raise
        """What dying is; the real process sends itself SIGKILL here."""

    def arm(self, steps: int | None, only: str = "") -> None:
        """A new life, which ends at the so-manieth step (of this name only) from now; None: never."""
        self._left, self._only, self.dead, self.at, self.passed = steps, only, False, "", 0

    def step(self, name: str) -> None:
        """A durable step is about to be done, or has just been done."""
        if self.due(name):
            self.die()

    def due(self, name: str) -> bool:
        """Whether this is the step to die at; the dead do nothing any more."""
        with self._lock:
            if self.dead:
                raise Killed(self.at)
            self.passed += 1
            self.course = crc32(name.encode(), self.course)
            if self._left is None:
                return False
            if self._only in name:
                self._left -= 1
            if self._left > 0 and self.passed < LONGEST:
                return False
            self.dead, self.at = True, name
            self.kills[name] += 1
            return True

    def _raise(self) -> None:
        raise Killed(self.at)

    def write(self, real: Callable[[int, Any], int], descriptor: int, data: Any) -> int:
        """A write to a file, of which a part may be done."""
        if self.due(f"in the middle of writing {_kind(descriptor)}"):
            real(descriptor, data[: self._chance.randrange(len(data) + 1)])
            self.die()
        return real(descriptor, data)

    @contextmanager
    def on_the_disk(self) -> Iterator[None]:
        """Every write, sync and rename of this process is a step."""
        write, sync, replace, cut, unlink = os.write, os.fsync, os.replace, os.ftruncate, os.unlink
        sync_all, put_many = archive._sync_file_system, FileArchive.put_many

        def around(name: str, real: Callable[..., Any], what: Callable[[Any], str]) -> Callable[..., Any]:
            def call(first: Any, *more: Any, **options: Any) -> Any:
                if what(first) == "lock":  # it goes with the process, which here goes on
                    return real(first, *more, **options)
                self.step(f"before {name} {what(first)}")
                done = real(first, *more, **options)
                self.step(f"after {name} {what(first)}")
                return done

            return call

        def kept(kept_in: FileArchive, items: Any) -> list[str]:
            names = put_many(kept_in, items)
            self.step("after the archive")
            return names

        try:
            os.write = partial(self.write, write)
            os.fsync = around("syncing", sync, _kind)
            os.replace = around("renaming", replace, _kind_of)
            os.ftruncate = around("cutting", cut, _kind)
            os.unlink = around("removing", unlink, _kind_of)
            archive._sync_file_system = around("syncing all in", sync_all, lambda _: "archive")
            FileArchive.put_many = kept  # type: ignore[method-assign, assignment]  # the step after keeping
            yield
        finally:
            os.write, os.fsync, os.replace, os.ftruncate, os.unlink = write, sync, replace, cut, unlink
            archive._sync_file_system = sync_all
            FileArchive.put_many = put_many  # type: ignore[method-assign]  # put back


def _kind(descriptor: object) -> str:
    return _kind_of(Path(f"/proc/self/fd/{descriptor}").readlink())


def _kind_of(path: object) -> str:
    """Which of the files it is, without the names that differ from run to run."""
    named = Path(str(path))
    if "archive" in named.parts:
        return "archive"
    name = named.name.removesuffix(".tmp")
    return "month" if name[:4].isdigit() else name
