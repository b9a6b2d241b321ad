"""The whole program as a process: how soon it works, and how much memory it holds.

    python -m tests.bench.bench_process [--register FOLDER] [--mails N]

``mailbot run`` on loopback servers, looked at from outside through /proc. Linux only.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from mailbot.sandbox.dovecot import DovecotServer, installed
from mailbot.sandbox.imap_server import PymapServer
from tests.bench.bench_flow import READER, WRITER, bench_settings, mails, people, sink
from tests.bench.figures import Figure
from tests.conversations.correspondence import sample_settings
from tests.flow.practice import running, settings_folder

_PATIENCE = 120.0
_STILL = 1.0
_BIG = 25_000_000


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident megabytes, now and at the most since the last ``forget``."""

    now: float
    peak: float


def memory(pid: int) -> Memory:
    """What /proc tells of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = {name: int(status.split(f"{name}:")[1].split()[0]) for name in ("VmRSS", "VmHWM")}
    return Memory(kilobytes["VmRSS"] / 1024, kilobytes["VmHWM"] / 1024)


def forget(pid: int) -> None:
    """Begin the peak anew."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def children(pid: int, module: str) -> list[int]:
    """The processes of this kind that this one has started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text(encoding="ascii").split())
    return [each for each in found if module.encode() in Path(f"/proc/{each}/cmdline").read_bytes()]


def until(bot: subprocess.Popen[str], what: Callable[[], bool]) -> float:
    """Seconds until it is so. Raises RuntimeError when the bot has ended, and TimeoutError."""
    started = time.perf_counter()
    while not what():
        if bot.poll() is not None:
            said = bot.stdout.read() if bot.stdout else ""
            raise RuntimeError(f"the bot ended with {bot.returncode}: {said[-2000:]}")
        if time.perf_counter() - started > _PATIENCE:
            raise TimeoutError(f"not within {_PATIENCE:g} s")
        time.sleep(0.01)
    return time.perf_counter() - started


def until_still(pid: int) -> None:
    """Wait until the process has nothing to do: no CPU tick for a while."""
    ticks, since = -1, time.perf_counter()
    while time.perf_counter() - since < _STILL:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        if int(fields[11]) + int(fields[12]) > ticks + 1:
            ticks, since = int(fields[11]) + int(fields[12]), time.perf_counter()
        time.sleep(0.05)


def hire(folder: Path) -> None:
    """Put those who write the mails on record, so that they are answered."""
    office = sample_settings(folder / "unused").office
    units = {unit.id: unit.name for unit in office.units}
    with (folder / "people.csv").open("a", encoding="utf-8") as file:
        for person in people(office, 400):
            unit = units[person.unit or ""]
            known = (person.address, person.name, "", person.position, unit, person.phone, person.extension)
            file.write(",".join((*known, "ใช่", "", "", "", "")) + "\n")


@contextmanager
def world() -> Iterator[tuple[Path, int]]:
    """A settings folder for servers that run; and the port of the mail server."""
    server = DovecotServer({"web": "practice"}) if installed() else PymapServer({"web": "practice"})
    with tempfile.TemporaryDirectory() as temporary, sink() as smtp_port:
        server.start()
        try:
            folder = settings_folder(Path(temporary), imap_port=server.port, smtp_port=smtp_port)
            hire(folder)
            settings = folder / "mailbot.toml"
            imap, _, smtp = settings.read_text(encoding="utf-8").rpartition('user = "web"')
            settings.write_text(f'{imap}user = ""{smtp}', encoding="utf-8")  # the sink knows no login
            yield folder, server.port
        finally:
            server.stop()


def polled(folder: Path) -> bool:
    """Whether the bot has looked through its inbox."""
    try:
        beat = json.loads((folder / "data/heartbeat.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(beat["polled_at"])


def deliver(port: int, raws: list[bytes]) -> None:
    """Put mails into the inbox."""
    with MailBoxUnencrypted("127.0.0.1", port).login("web", "practice") as box:
        for raw in raws:
            box.append(raw, "INBOX")


def inbox(port: int) -> int:
    """How many mails are in it."""
    with MailBoxUnencrypted("127.0.0.1", port).login("web", "practice") as box:
        return box.folder.status("INBOX", ["MESSAGES"])["MESSAGES"]


def big_mail(size: int) -> bytes:
    """A mail of so many bytes, nearly all of them in one attachment."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "somruedee@sea.example", "web@sea.example", "ขอเผยแพร่"
    mail["Message-ID"] = "<big@client.example>"
    mail.set_content("ขอเผยแพร่ไฟล์ที่แนบ\n")
    mail.add_attachment(b"\x07" * int(size / 1.37), maintype="video", subtype="mp4", filename="a.mp4")
    return mail.as_bytes()


def starts(register: Path | None, times: int) -> Iterator[Figure]:
    """From the command to the first look through the inbox."""
    with world() as (folder, _):
        for name, kept in (("an empty register", None), ("100 thousand requests", register)):
            if kept is not None:
                shutil.copytree(kept, folder / "data", dirs_exist_ok=True)
            elif name != "an empty register" or times == 1:
                continue
            for _ in range(times):  # the second time nothing is compiled any more
                (folder / "data/heartbeat.json").unlink(missing_ok=True)
                with running(folder) as bot:
                    seconds = until(bot, lambda: polled(folder))
                    bot.terminate()
                    bot.wait(30)
            yield Figure(f"start with {name}", seconds, "s", 1.0)


def memories(count: int, big: int) -> Iterator[Figure]:
    """Idle, under load, and for one big mail; the bot and its readers apart."""
    with world() as (folder, port):
        settings = bench_settings(folder / "unused", 1, 1)
        with running(folder) as bot:
            until(bot, lambda: polled(folder))
            until_still(bot.pid)
            yield Figure("memory idle, the bot", memory(bot.pid).now, "MB", 80)
            deliver(port, list(mails(settings, count)))
            until(bot, lambda: inbox(port) == 0)
            until_still(bot.pid)
            yield Figure(f"memory at the peak of {count} mails, the bot", memory(bot.pid).peak, "MB")
            for name, module in (("  each reader", READER), ("  the writer", WRITER)):
                yield Figure(name, max(memory(pid).peak for pid in children(bot.pid, module)), "MB")
            yield Figure("memory idle again after them, the bot", memory(bot.pid).now, "MB", 80)
            for pid in (bot.pid, *children(bot.pid, READER)):
                forget(pid)
            deliver(port, [big_mail(big)])
            until(bot, lambda: inbox(port) == 0)
            until_still(bot.pid)
            yield Figure(f"memory for a mail of {big / 1e6:g} MB, the bot", memory(bot.pid).peak, "MB")
            yield Figure("  the reader", max(memory(pid).peak for pid in children(bot.pid, READER)), "MB")
            bot.terminate()
            bot.wait(30)


def imported() -> Figure:
    """CPU seconds of ``import mailbot.cli``, without those of Python itself."""
    program = "import time; a = time.process_time(); import mailbot.cli; print(time.process_time() - a)"
    took = [
        float(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout)
        for _ in range(3)
    ]
    return Figure("import of the command line, CPU", min(took), "s", 0.25)


def figures(
    *, register: Path | None = None, count: int = 200, big: int = _BIG, times: int = 2
) -> Iterator[Figure]:
    """Everything measured here."""
    yield imported()
    yield from starts(register, times)
    yield from memories(count, big)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--register", type=Path, help="a data folder with a filled register")
    parser.add_argument("--mails", type=int, default=200)
    options = parser.parse_args(arguments)
    missed = 0
    for figure in figures(register=options.register, count=options.mails):
        print(figure, flush=True)
        missed += figure.missed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
