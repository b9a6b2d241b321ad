"""``make bench``: every figure beside its target, and why one is not reached.

    python -m tests.bench [--smoke] [--mails N]

Ratios are measured in one run, so that they hold on another machine too; seconds and rates are those of
two quiet cores. Ends with 0 whenever it could measure: a missed target is told, not an error.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.bench import bench_flow, bench_process, bench_register
from tests.bench.figures import Figure

_WHY = {
    "mails from FETCH": (
        "six of ten mails are requests, and each of their approval letters carries its form as PDF/A; the "
        "lines above say what that costs the writing child, which shares two cores with the bot, the readers "
        "and both servers. Letters leave one by one, each committed with an fsync of its own before the next "
        "one goes: that is the promise, and it is kept at the price of the rate."
    ),
    "times the floor": (
        "the floor neither understands a mail nor writes a letter: it sends blanks of the same size. Its "
        "fsyncs and dialogues are ours too; the rest is reading Thai, deciding, writing letters and papers."
    ),
    "memory idle again": "what the last mails were about is kept in memory as values, up to a bound.",
    "start with": "interpreter, settings, register and the first look through the inbox, all in one process.",
}


def main(arguments: list[str] | None = None) -> int:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--smoke", action="store_true", help="tiny sizes: shows that it works, measures nothing"
    )
    parser.add_argument("--mails", type=int, default=300, help="mails for the whole way")
    options = parser.parse_args(arguments)
    smoke: bool = options.smoke
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}" + (": not quiet, read ratios only" if load > 1 else ""))
    with tempfile.TemporaryDirectory(prefix="mailbot-bench-") as temporary:
        sizes = "20,40" if smoke else "1000,10000,100000"
        commits, pending = ("5", "10") if smoke else ("400", "1500")
        bench_register.main(
            ["--folder", temporary, "--sizes", sizes, "--commits", commits, "--pending", pending]
        )
        print()
        missed = [figure for figure in _flow(options.mails, smoke=smoke) if figure.missed]
        print()
        register = Path(temporary) / sizes.rpartition(",")[2]
        missed += [figure for figure in _process(register, smoke=smoke) if figure.missed]
    if missed and not smoke:
        print("\nnot reached:")
    for figure in missed if not smoke else ():
        why = next((text for name, text in _WHY.items() if figure.name.startswith(name)), "")
        print(f"{figure}\n    {why}")
    return 0


def _flow(mails: int, *, smoke: bool) -> list[Figure]:
    return _told(bench_flow.figures(count=10, answers=2) if smoke else bench_flow.figures(count=mails))


def _process(register: Path, *, smoke: bool) -> list[Figure]:
    if smoke:
        return _told(bench_process.figures(register=register, count=3, big=100_000, times=1))
    return _told(bench_process.figures(register=register))


def _told(figures: Iterable[Figure]) -> list[Figure]:
    """The figures, each printed as soon as it is known."""
    told = []
    for figure in figures:
        print(figure, flush=True)
        told.append(figure)
    return told


if __name__ == "__main__":
    sys.exit(main())
