"""``make faults``: a thousand random kills and every named fault; ``make soak``: many days under faults.

Prints which laws were looked at and how often each held, where it was killed, and every named fault with its
result. A day that fails is named by its number: ``python -m tests.faults --seed N`` lives it again step by
step, on any machine (its course, a checksum of all steps, says so). Days of real processes on real servers
(``--real-seed N``) kill at the same steps again, but what the processes and servers do at the same time is
theirs.
"""

import argparse
import logging
import tempfile
import time
import traceback
from pathlib import Path

import pytest

from mailbot.sandbox.dovecot import DovecotServer, installed
from mailbot.sandbox.imap_server import PymapServer
from tests.faults.day import Toll, a_day
from tests.faults.laws import AFTER_A_KILL, AT_THE_END, Held
from tests.faults.real import USER, Server, real_day

KILLS = 1000
REAL_KILLS = 60


def main() -> int:
    """Exit status 0: every law held in every case."""
    parser = argparse.ArgumentParser(
        prog="tests.faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, help="live this one day again, step by step")
    parser.add_argument("--real-seed", type=int, help="live this day of real processes again")
    parser.add_argument("--kills", type=int, default=KILLS, help="go on until so many kills")
    parser.add_argument("--real", type=int, default=REAL_KILLS, help="and until so many of real processes")
    parser.add_argument(
        "--soak", action="store_true", help="several thousand mails; watch what is left behind"
    )
    wanted = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if wanted.soak:
        from tests.faults.soak import soak

        return soak()
    if wanted.seed is not None:
        return int(bool(days(wanted.seed, 1)))
    if wanted.real_seed is not None:
        return int(bool(real_days(wanted.real_seed, 1)))
    failed = [f"--seed {seed}" for seed in days(0, wanted.kills)]
    failed += [f"--real-seed {seed}" for seed in real_days(0, wanted.real)]
    named = named_faults()
    print(f"\n{named.counts['passed']} named faults held, {named.counts['skipped']} skipped", end="")
    print(f", {named.counts['failed']} FAILED" if named.counts["failed"] else "")
    for each in failed:
        print(f"FAILED: python -m tests.faults {each}")
    return int(bool(failed or named.counts["failed"]))


def days(seed: int, kills: int) -> list[int]:
    """Live day after day until so many kills; the numbers of those on which a law was broken."""
    toll, failed, began, first = Toll(), [], time.monotonic(), seed
    while seed == first or toll.kills.total() < kills:
        try:
            a_day(seed, toll)
        except Exception:  # noqa: BLE001 - every failure is said, with its number
            failed.append(seed)
            traceback.print_exc()
        seed += 1
        if (seed - first) % 20 == 0:
            print(f"  {toll.kills.total()} kills on {seed - first} days", flush=True)
        if kills == 1:
            break
    seconds = time.monotonic() - began
    print(f"\n{toll.kills.total()} kills, {toll.mails} mails, {toll.letters} letters, {seconds:.0f} s")
    print(f"{toll.repeats} letters came twice, each in flight at a kill; {toll.left_open} files left open")
    print(f"course of the last day {toll.course:08x}\n")
    tell(toll.held)
    print("\nkilled")
    for step, count in toll.kills.most_common():
        print(f"  {count:6d}  {step}")
    return failed


def real_days(seed: int, kills: int) -> list[int]:
    """Kill real processes on a real IMAP server (Dovecot where it is) and a real SMTP server."""
    held, failed, done, began = Held(), [], 0, time.monotonic()
    kind: type[Server] = DovecotServer if installed() else PymapServer
    while done < kills:
        server = kind({USER: "practice"})
        server.start()
        try:
            with tempfile.TemporaryDirectory() as folder:
                done += max(1, real_day(server, Path(folder) / "office", seed, held, kills=6).kills.total())
        except Exception:  # noqa: BLE001 - every failure is said, with its number
            failed.append(seed)
            done += 1
            traceback.print_exc()
        finally:
            server.stop()
        seed += 1
        print(f"  {done} real processes killed", flush=True)
    print(f"\n{done} real processes killed (SIGKILL) on {kind.__name__}, {time.monotonic() - began:.0f} s\n")
    tell(held)
    return failed


def tell(held: Held) -> None:
    """Which laws held, and how often."""
    for law in (*AFTER_A_KILL, *AT_THE_END):
        print(f"  {held.times[law]:6d}  {law}")


class Named:
    """A pytest plugin that prints every named fault with its result, and nothing else."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(("passed", "skipped", "failed"), 0)
        self._part = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest after each phase of each test."""
        if report.when != "call" and report.outcome == "passed":
            return
        file, _, name = report.nodeid.partition("::")
        part = Path(file).stem.removeprefix("test_").replace("_", " ")
        if part != self._part:
            self._part = part
            print(f"\n{part}")
        word = {"passed": "held", "skipped": "skipped", "failed": "FAILED"}[report.outcome]
        print(f"  {word:8s}{name.removeprefix('test_').replace('_', ' ')}", flush=True)
        if report.outcome == "failed":
            print(report.longreprtext)
        self.counts[report.outcome] += 1


def named_faults() -> Named:
    """Break the world in every way that has a name."""
    named = Named()
    logging.disable(logging.NOTSET)
    options = [
        "-o",
        "addopts=--import-mode=importlib",
        "-p",
        "no:terminal",
        "-p",
        "no:randomly",
        str(Path(__file__).parent),
    ]
    if pytest.main(options, plugins=[named]) not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        named.counts["failed"] += 1
    return named


if __name__ == "__main__":
    raise SystemExit(main())
