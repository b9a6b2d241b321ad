"""``make faults``: a thousand random kills and every named fault; ``make soak``: many days under faults.

Prints which laws were looked at and how often each held. A failing seed is said, and lived again with
``python -m tests.faults --seed N``.
"""

import argparse
import logging
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from mailbot.sandbox.dovecot import DovecotServer, installed
from mailbot.sandbox.imap_server import PymapServer
from tests.faults.day import Toll, a_day
from tests.faults.laws import AFTER_A_KILL, AT_THE_END, Held
from tests.faults.real import USER, Server, real_day

KILLS = 1000
REAL_KILLS = 60


def main() -> int:
    """Exit status 0: every law held in every case."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, help="live this one day again")
    parser.add_argument("--kills", type=int, default=KILLS, help="go on until so many kills")
    parser.add_argument(
        "--soak", action="store_true", help="several thousand mails, and watch memory and files"
    )
    parser.add_argument("--real", type=int, default=REAL_KILLS, help="and until so many of real processes")
    wanted = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if wanted.soak:
        from tests.faults.soak import soak

        return soak()
    toll, failed = Toll(), []
    began, seed = time.monotonic(), wanted.seed or 0
    while True:
        try:
            a_day(seed, toll)
        except Exception:  # noqa: BLE001 - every failure is said, with its seed
            failed.append(seed)
            traceback.print_exc()
        seed += 1
        if wanted.seed is not None or toll.kills.total() >= wanted.kills:
            break
        if seed % 20 == 0:
            print(f"  {toll.kills.total()} kills on {seed} days", flush=True)
    tell(toll, time.monotonic() - began)
    if wanted.seed is None:
        failed += really(wanted.real)
    for each in failed:
        print(f"FAILED: python -m tests.faults --seed {each}")
    if wanted.seed is not None:
        return bool(failed)
    named = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", str(Path(__file__).parent)], check=False
    )
    return 1 if failed else named.returncode


def really(kills: int) -> list[int]:
    """Kill real processes on a real IMAP server (Dovecot where it is) and a real SMTP server."""
    held, failed, done, seed = Held(), [], 0, 0
    kind: type[Server] = DovecotServer if installed() else PymapServer
    while done < kills:
        server = kind({USER: "practice"})
        server.start()
        try:
            with tempfile.TemporaryDirectory() as folder:
                done += real_day(server, Path(folder) / "office", seed, held, kills=6).kills.total()
        except Exception:  # noqa: BLE001 - every failure is said, with its seed
            failed.append(seed)
            done += 1
            traceback.print_exc()
        finally:
            server.stop()
        seed += 1
        print(f"  {done} real processes killed, on {kind.__name__}", flush=True)
    for law in (*AFTER_A_KILL, *AT_THE_END):
        print(f"  {held.times[law]:6d}  {law}")
    return failed


def tell(toll: Toll, seconds: float) -> None:
    """Which laws held, and how often; what was done to the bot."""
    print(f"\n{toll.kills.total()} kills, {toll.mails} mails, {toll.letters} letters, {seconds:.0f} s")
    print(f"{toll.repeats} letters came twice, each in flight at a kill; {toll.left_open} files left open")
    print(
        f"course {toll.course:08x}: the same steps in the same order, wherever the last day is lived again\n"
    )
    for law in (*AFTER_A_KILL, *AT_THE_END):
        print(f"  {toll.held.times[law]:6d}  {law}")
    print("\nkilled at")
    for step, count in toll.kills.most_common():
        print(f"  {count:6d}  {step}")


if __name__ == "__main__":
    raise SystemExit(main())
