"""``make soak``: day after day of mixed mail under kills, while memory, files and processes are watched."""

import gc
import os
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from tests.faults.day import Toll, a_day
from tests.faults.office import forget_reading

MAILS = 3000
WARM = 300
"""Mails after which everything that is loaded once has been loaded."""
GROWTH = 1.25
"""How much more memory than when warm is too much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What this process holds."""

    memory: int
    """Bytes."""
    children: int

    @classmethod
    def now(cls) -> "Use":
        """Measured now."""
        forget_reading()
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        return cls(
            memory=pages * os.sysconf("SC_PAGE_SIZE"),
            children=len(children),
        )


def soak(mails: int = MAILS, *, warm: int = WARM) -> int:
    """Live so many mails long; 0: the laws held, and nothing was left behind."""
    toll, began, seed, failed = Toll(), time.monotonic(), 0, 0
    start: Use | None = None
    while toll.mails < mails:
        try:
            a_day(seed, toll)
        except Exception:  # noqa: BLE001 - every failure is said, with its seed
            failed += 1
            traceback.print_exc()
            print(f"FAILED: python -m tests.faults --seed {seed}", file=sys.stderr)
        seed += 1
        if start is None and toll.mails >= warm:
            start = Use.now()
    end = Use.now()
    seconds = time.monotonic() - began
    start = start or end
    print(
        f"{toll.mails} mails on {seed} days, {toll.kills.total()} kills, "
        f"{toll.letters} letters, {seconds:.0f} s"
    )
    print(f"memory {start.memory / 1e6:.0f} MB when warm, {end.memory / 1e6:.0f} MB at the end")
    print(f"files left open {toll.left_open}, child processes {start.children} and {end.children}")
    flat = end.memory <= start.memory * GROWTH
    nothing_left = toll.left_open == 0 and end.children <= start.children
    return 0 if flat and nothing_left and not failed else 1
