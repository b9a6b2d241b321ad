"""What the register costs, with 1 thousand, 10 thousand and 100 thousand requests stored over ten years.

    python -m tests.bench.bench_register [--folder DIR] [--sizes 1000,10000,100000]

One run compares the sizes with one another: commits to the three registers take turns, so that what the
machine does meanwhile is the same for all. Not run by the tests.
"""

import argparse
import gc
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from mailbot.core.ledger import MailEntry, Mark
from mailbot.core.letters import Letter, LetterState
from mailbot.core.record import Stored
from mailbot.core.request import Request, Status
from mailbot.edge.register import FileRegister
from tests.edge.records import a_letter, a_mail, a_mark, a_request

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MONTHS = [f"{year}-{month:02d}" for year in range(2560, 2570) for month in range(1, 13)]
TARGET = 1.10
DETAIL = "ขอเผยแพร่ประกาศรับสมัครสอบคัดเลือกบุคคลเพื่อเป็นลูกจ้างชั่วคราว ตำแหน่งเจ้าหน้าที่ธุรการ " * 3


def one_request(number: int, month: str, status: Status) -> list[Stored]:
    """What one request leaves behind: itself, its mail, two letters."""
    name = f"WEB-{month[:4]}-{number:06d}"
    request = a_request(name, month, status, note=DETAIL)
    request = request.model_copy(update={"events": request.events * 6})
    mails = [a_mail(f"<{number}.{n}.CAJ8x4Y2h@mail.example>", month, name) for n in range(1)]
    letters = [a_letter(f"{name}.{n}", month, LetterState.SENT) for n in range(2)]
    mails = [mail.model_copy(update={"sha256": f"{number * 2 + n:064x}"}) for n, mail in enumerate(mails)]
    letters = [
        letter.model_copy(update={"token_hash": f"{number * 3 + n:064x}"}) for n, letter in enumerate(letters)
    ]
    return [request, *mails, *letters]


def fill(folder: Path, requests: int) -> float:
    """A register of ten years; the last forty requests are open. Returns seconds."""
    started = time.perf_counter()
    register = FileRegister(folder, now=NOW, journal_limit=64 * 1024 * 1024)
    stream = iter(range(requests))
    while batch := list(islice(stream, 200)):
        records: list[Stored] = []
        for number in batch:
            status = Status.AWAITING_APPROVAL if number >= requests - 40 else Status.TAKEN_DOWN
            records += one_request(number, MONTHS[number * len(MONTHS) // requests], status)
        register.commit(records)
    register.close()
    return time.perf_counter() - started


def mails_of_the_day(start: int) -> Iterator[list[Stored]]:
    """Transactions as the flow makes them, for requests that come in now."""
    number = start
    while True:
        number += 1
        request, mail, letter, *_ = one_request(number, MONTHS[-1], Status.TAKEN_DOWN)
        yield [request, mail, letter, a_mark(month=MONTHS[-1], value=str(number))]


def timed(call: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def commits(folders: dict[int, Path], count: int) -> dict[int, list[float]]:
    """Commit ``count`` transactions to each register, in turns."""
    registers = {size: FileRegister(folder, now=NOW) for size, folder in folders.items()}
    streams = {size: mails_of_the_day(10_000_000) for size in folders}
    took: dict[int, list[float]] = {size: [] for size in folders}
    gc.disable()
    for turn in range(count + 20):
        for size, register in registers.items():
            transaction = next(streams[size])
            seconds = timed(lambda register=register, transaction=transaction: register.commit(transaction))  # type: ignore[misc]
            if turn >= 20:
                took[size].append(seconds)
    gc.enable()
    for register in registers.values():
        register.close()
    return took


def look_ups(folder: Path, requests: int) -> dict[str, float]:
    """Median microseconds of the questions a mail asks."""
    register = FileRegister(folder, now=NOW)
    step = max(1, requests // 500)
    known = list(range(0, requests, step))[:500]

    def median(calls: list[Callable[[], object]]) -> float:
        return statistics.median(timed(call) for call in calls) * 1e6

    def mail(number: int) -> Callable[[], object]:
        return lambda: register.get(MailEntry, f"<{number}.0.CAJ8x4Y2h@mail.example>")

    def token(number: int) -> Callable[[], object]:
        return lambda: register.find(Letter, "token", f"{number * 3:064x}")

    recent = [requests - 1 - n for n in range(40)]
    for number in known:
        mail(number)()  # opens the months
    answers = {
        "get, unknown mail": median([lambda n=n: register.get(MailEntry, f"<new.{n}>") for n in known]),  # type: ignore[misc]
        "find by token, not in memory": median([token(n) for n in recent]),
        "find by token, again": median([token(n) for n in recent]),
        "get, not in memory": median([mail(n) for n in recent]),
        "get, again": median([mail(n) for n in recent]),
        "find the open requests": median([lambda: register.find(Request, "open", "yes")] * 20),
        "get a mark": median([lambda: register.get(Mark, "number:2569")] * 50),
    }
    register.close()
    return answers


PROBE = """
import sys, time, json, gc
from datetime import datetime, UTC
from pathlib import Path
import mailbot.edge.register
before = time.perf_counter()
register = mailbot.edge.register.FileRegister(Path(sys.argv[1]), now=datetime.now(UTC))
opened = time.perf_counter() - before
from mailbot.core.request import Request
register.find(Request, "open", "yes")
gc.collect()
status = Path("/proc/self/status").read_text()
rss = int(status.split("VmRSS:")[1].split()[0])
register._let_go()
print(json.dumps({"opened": opened, "rss": rss / 1024}))
"""


def start(folder: Path) -> dict[str, float]:
    """Seconds to open in a new process, and its resident megabytes when idle."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(folder)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def say(line: str) -> None:
    """To the person who watches."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def compare_commits(folders: dict[int, Path], count: int) -> Iterator[str]:
    """Print what a commit costs; gives the targets that were missed."""
    took = commits(folders, count)
    medians = {size: statistics.median(seconds) for size, seconds in took.items()}
    smallest = medians[min(folders)]
    say("\ncommit (4 records, one fsync)     median      mean  against the smallest")
    for size, middle in medians.items():
        mean = statistics.fmean(took[size])
        grown = middle / smallest
        say(f"  {size:>7} requests          {middle * 1e3:8.3f} ms {mean * 1e3:6.3f} ms   {grown:5.2f}")
    grown = medians[max(folders)] / smallest
    if grown > TARGET:
        yield f"commit cost grows by {grown:.2f}, target {TARGET}"


def measure_start(size: int, folder: Path, transactions: int) -> Iterator[str]:
    """Print what a start costs, after a close and after a kill; gives the targets that were missed."""
    clean = start(folder)
    register = FileRegister(folder, now=NOW)
    for transaction in islice(mails_of_the_day(20_000_000), transactions):
        register.commit(transaction)
    pending = register.pending
    register._let_go()  # as if killed
    killed = start(folder)
    keeping_house = timed(FileRegister(folder, now=NOW).close)
    say(
        f"\nwith {size} requests: start {clean['opened'] * 1e3:.0f} ms, {clean['rss']:.0f} MB resident; "
        f"after a kill with {pending / 1e6:.1f} MB in the journal: start {killed['opened'] * 1e3:.0f} ms, "
        f"{killed['rss']:.0f} MB; then housekeeping {keeping_house * 1e3:.0f} ms"
    )
    if max(clean["opened"], killed["opened"]) > 1:
        yield f"start with {size} requests takes over 1 s"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description="What the register costs.")
    parser.add_argument("--folder", type=Path, help="keep the registers here, and use them again")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--commits", type=int, default=600)
    parser.add_argument("--pending", type=int, default=1500, help="transactions in the journal at the kill")
    options = parser.parse_args(arguments)
    base = options.folder or Path(tempfile.mkdtemp(prefix="mailbot-bench-"))
    folders = {int(size): base / size for size in options.sizes.split(",")}
    missed: list[str] = []
    try:
        for size, folder in folders.items():
            if not folder.exists():
                say(f"filled with {size:>7} requests in {fill(folder, size):6.1f} s")
        missed += compare_commits(folders, options.commits)
        for size, folder in folders.items():
            missed += measure_start(size, folder, options.pending)
            for question, microseconds in look_ups(folder, size).items():
                say(f"  {question:<30} {microseconds:8.1f} us")
    finally:
        if options.folder is None:
            shutil.rmtree(base)
    for what in missed:
        say(f"MISSED: {what}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
