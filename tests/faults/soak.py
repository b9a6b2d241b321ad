"""``make soak``: day after day of mixed mail under kills; memory, files, processes and threads are watched.

Requests, answers, machines, strangers, attacks and poison; every so often a day is read by the program's
own child processes, whose parser breaks on some of its mails.
"""

import gc
import os
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from tests.faults.day import Toll, a_day
from tests.faults.laws import AFTER_A_KILL, AT_THE_END
from tests.faults.office import forget_reading, open_files
from tests.faults.poison import children

MAILS = 3000
WARM = 300
"""Mails after which everything that is loaded once has been loaded."""
GROWTH = 1.25
"""How much more memory than when warm is too much."""
WITH_CHILDREN = 10
"""One day in so many is read by real children."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What this process holds."""

    memory: int
    """Bytes."""
    files: int
    children: int
    threads: int

    @classmethod
    def now(cls) -> "Use":
        """Measured now."""
        forget_reading()
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            memory=pages * os.sysconf("SC_PAGE_SIZE"),
            files=open_files(),
            children=len(children()),
            threads=threading.active_count(),
        )


def soak(mails: int = MAILS, *, warm: int = WARM, with_children: int = WITH_CHILDREN) -> int:
    """Live so many mails long; 0: the laws held, and nothing was left behind."""
    toll, began, seed, failed = Toll(), time.monotonic(), 0, 0
    others = len(children())
    start: Use | None = None
    while toll.mails < mails:
        try:
            a_day(seed, toll, children=seed % with_children == 1)
        except Exception:  # noqa: BLE001 - every failure is said, with its seed
            failed += 1
            traceback.print_exc()
            print(f"FAILED: python -m tests.faults --seed {seed}", file=sys.stderr)
        seed += 1
        if seed % 20 == 0:
            print(f"  {toll.mails} mails, {toll.kills.total()} kills", flush=True)
        if start is None and toll.mails >= warm:
            start = Use.now()
    end = Use.now()
    return tell(toll, seed, time.monotonic() - began, start or end, end, others=others) or int(failed > 0)


def tell(toll: Toll, days: int, seconds: float, start: Use, end: Use, *, others: int = 0) -> int:
    """What was lived through, and what was left behind; 0: nothing. ``others``: children before it began."""
    print(
        f"\n{toll.mails} mails on {days} days, {toll.kills.total()} kills, "
        f"{toll.letters} letters, {seconds:.0f} s\n"
    )
    for law in (*AFTER_A_KILL, *AT_THE_END):
        print(f"  {toll.held.times[law]:6d}  {law}")
    print("\non the shelf")
    for reason, count in toll.shelved.most_common():
        print(f"  {count:6d}  {reason}")
    flat = end.memory <= start.memory * GROWTH
    print(f"\nmemory {start.memory / 1e6:.0f} MB when warm, {end.memory / 1e6:.0f} MB at the end")
    print(f"files left open by lives {toll.left_open}; open now {start.files} and {end.files}")
    print(f"child processes {others} and {end.children}, threads {start.threads} and {end.threads}")
    nothing_left = toll.left_open == 0 and end.files <= start.files and end.children <= others
    return 0 if flat and nothing_left and end.threads <= start.threads else 1
