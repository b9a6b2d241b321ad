"""The whole way of a mail, from FETCH to the letters handed over, against the floor in the same run.

    python -m tests.bench.bench_flow [--mails N]

The floor does what nobody can leave out: fetch in bulk, parse, one fsync a mail, one SMTP transaction a
letter. Real Dovecot where it is installed, pymap elsewhere; a real SMTP server in a process of its own.
The bot has run before: its children live and its templates are compiled, as on any day but the first.
"""

import argparse
import asyncio
import email
import email.policy
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiosmtplib
from imap_tools import MailBoxUnencrypted

from mailbot.app import App, Parts, build
from mailbot.config.settings import Settings
from mailbot.core.letters import Letter, LetterState
from mailbot.core.office import Office, Person
from mailbot.sandbox.dovecot import DovecotServer, installed
from mailbot.sandbox.imap_server import PymapServer
from mailbot.sandbox.people import Writer
from mailbot.sandbox.scenes import CERTIFIED
from tests.bench.figures import Figure
from tests.conversations.correspondence import AUTHSERV, BANGKOK, sample_settings

READER, WRITER = "mailbot.reading.child", "mailbot.writing.child"
_WARM = 10
"""Mails before the measured ones."""
PEER = 34.0
"""Mails a second of the fastest help desk measured over IMAP on two cores."""
TOPIC = "ประชุมเชิงปฏิบัติการ Active Learning ครั้งที่ {n}"


def people(office: Office, count: int) -> tuple[Person, ...]:
    """A larger staff, spread over the units, so that no cap on letters to one person is reached."""
    units = [unit.id for unit in office.units if unit.head and not unit.school]
    return tuple(
        Person(
            address=f"staff{n}@sea.example", name=f"นางสาวทดสอบ คนที่{n}", position="นักวิชาการศึกษา",
            unit=units[n % len(units)], phone="0 7512 3456", extension=str(n),
        )
        for n in range(count)
    )  # fmt: skip


def mails(settings: Settings, count: int) -> Iterator[bytes]:
    """Mixed Thai mails: requests with and without a file, machines, questions, strangers."""
    writer = Writer(settings.office)
    at = datetime.now(BANGKOK)
    head = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from=sea.example\r\n".encode()
    for n in range(count):
        who = f"staff{n % 400}@sea.example"
        form = (
            f"ในหัวข้อ\n(/) Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์\nหัวข้อ: {TOPIC.format(n=n)}\n"
            f"รายละเอียด: มีผู้เข้าร่วม {n} คน\n{CERTIFIED}\n"
        )
        kind = n % 10
        if kind < 4:
            raw = writer.write(who, "ขอเผยแพร่ข้อมูลข่าวสาร", form, at)
        elif kind < 6:
            raw = writer.write(who, "ขอเผยแพร่ข้อมูลข่าวสาร", form, at, files=("ประกาศ.pdf",))
        elif kind < 8:
            machine = (("Auto-Submitted", "auto-replied"),)
            raw = writer.write(who, "ตอบกลับอัตโนมัติ", "ไปราชการ", at, headers=machine)
        elif kind < 9:
            raw = writer.write(who, "สถานะ", "สถานะ", at)
        else:
            raw = writer.write(f"stranger{n}@outside.example", "ขอเผยแพร่", form, at)
        yield head + raw


@contextmanager
def sink() -> Iterator[int]:
    """An SMTP server in a process of its own; gives its port."""
    command = [sys.executable, "-m", "mailbot.sandbox.smtp_server", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int("".join(c for c in process.stdout.readline() if c.isdigit()) or 0)
        try:
            yield port
        finally:
            process.terminate()
            process.wait()


def bench_settings(folder: Path, imap_port: int, smtp_port: int) -> Settings:
    settings = sample_settings(
        folder, letters_per_person_hour=10**6, letters_per_person_day=10**6,
        letters_per_domain_hour=10**7, letters_per_hour=10**7,
    )  # fmt: skip
    office = settings.office.model_copy(
        update={"people": (*settings.office.people, *people(settings.office, 400))}
    )
    imap = settings.imap.model_copy(
        update={"host": "127.0.0.1", "port": imap_port, "user": "web", "tls": "none"}
    )
    smtp = settings.smtp.model_copy(
        update={"host": "127.0.0.1", "port": smtp_port, "user": "", "tls": "none"}
    )
    return settings.model_copy(update={"office": office, "imap": imap, "smtp": smtp})


async def whole_way(app: App) -> float:
    """Seconds from the first FETCH until every letter is handed over."""
    started = time.perf_counter()
    taken = asyncio.Event()
    wake = asyncio.Event()
    app.flow.on_commit = wake.set

    async def send() -> None:
        while not taken.is_set() or app.outbox.owed():
            wake.clear()
            await app.outbox.send_owed()
            if not taken.is_set():
                await wake.wait()

    sending = asyncio.create_task(send())
    await app.flow.take_in()
    taken.set()
    wake.set()
    await sending
    return time.perf_counter() - started


async def floor(imap_port: int, smtp_port: int, folder: Path, letters: list[int]) -> float:
    """What nobody can leave out, for the same mails and letters of the same sizes."""
    started = time.perf_counter()
    with MailBoxUnencrypted("127.0.0.1", imap_port).login("web", "practice") as box:
        box.folder.set("floor")
        uids = box.uids()
        for start in range(0, len(uids), 50):
            reply = box.client.uid("FETCH", ",".join(uids[start : start + 50]), "(BODY.PEEK[])")[1]
            for part in reply:
                if isinstance(part, tuple):
                    email.message_from_bytes(part[1], policy=email.policy.default)
                    with (folder / f"{start}").open("wb") as file:
                        file.write(part[1])
                        file.flush()
                        os.fsync(file.fileno())
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=smtp_port, use_tls=False, start_tls=False)
    await client.connect()
    for size in letters:
        body = b"Subject: x\r\n\r\n" + (b"x" * 76 + b"\r\n") * (size // 78)
        await client.sendmail("web@sea.example", ["staff@sea.example"], body)
    await client.quit()
    return time.perf_counter() - started


async def throughput(count: int) -> list[Figure]:
    """The whole way against the floor, the rate, and where the CPU time goes."""
    server = DovecotServer({"web": "practice"}) if installed() else PymapServer({"web": "practice"})
    with tempfile.TemporaryDirectory() as temporary, sink() as smtp_port:
        folder = Path(temporary)
        server.start()
        try:
            settings = bench_settings(folder / "data", server.port, smtp_port)
            raws = list(mails(settings, count + _WARM))
            since = datetime.now(UTC) - timedelta(days=1)
            app = build(settings, Parts(since=since))
            with MailBoxUnencrypted("127.0.0.1", server.port).login("web", "practice") as box:
                box.folder.create("floor")
                for raw in raws[:_WARM]:
                    box.append(raw, "INBOX")
                await whole_way(app)
                before = len(_sent(app))
                for raw in raws[_WARM:]:
                    box.append(raw, "floor")
                    box.append(raw, "INBOX")
            busy, reading, writing = time.process_time(), spent(READER), spent(WRITER)
            seconds = await whole_way(app)
            busy = time.process_time() - busy
            reading, writing = spent(READER) - reading, spent(WRITER) - writing
            letters = sorted(_sent(app), key=lambda letter: letter.owed_at)[before:]
            papers = _papers(app, letters)
            sizes = [len(app.composer.compose(letter).raw) for letter in letters]
            await app.close()
            bottom = await floor(server.port, smtp_port, folder, sizes)
        finally:
            server.stop()
    name = "Dovecot" if isinstance(server, DovecotServer) else "pymap"
    print(f"over {name}: {count} mails, {len(letters)} letters in {seconds:.2f} s; floor {bottom:.2f} s")
    each = 1000 / count
    return [
        Figure(
            "mails from FETCH to the letters handed over",
            count / seconds,
            "mails/s",
            10 * PEER,
            at_least=True,
        ),
        Figure("times the floor", seconds / bottom, "", 2.0),
        Figure("CPU of the bot, a mail", busy * each, "ms"),
        Figure("CPU of the reading children, a mail", reading * each, "ms"),
        Figure("CPU of the writing child, a mail", writing * each, "ms"),
        Figure("  of it setting papers as PDF/A", papers * each, "ms"),
    ]


def spent(module: str) -> float:
    """CPU seconds of our children of this kind so far, from /proc; 0 where there is none."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[1]) == os.getpid() and module.encode() in (path.parent / "cmdline").read_bytes():
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _papers(app: App, letters: Iterable[Letter]) -> float:
    """CPU seconds the papers of these letters cost: each is written once more, with and without them."""
    spent = 0.0
    for letter in letters:
        if letter.papers:
            started = time.process_time()
            app.composer.compose(letter)
            between = time.process_time()
            app.composer.compose(letter.model_copy(update={"papers": ()}))
            spent += between - started - (time.process_time() - between)
    return max(spent, 0.0)


def _sent(app: App) -> list[Letter]:
    return [
        letter
        for month in app.register.months()
        for letter in app.register.each(Letter, month)
        if letter.state is LetterState.SENT
    ]


async def acknowledgements(count: int) -> list[Figure]:
    """Seconds from a mail's arrival to its acknowledgement at the SMTP server, under IDLE."""
    from mailbot.sandbox.smtp_server import Handed, SmtpServer

    arrived: dict[str, float] = {}

    def take(letter: Handed) -> None:
        for recipient in letter.recipients:
            arrived.setdefault(recipient, time.perf_counter())

    server = DovecotServer({"web": "practice"}) if installed() else PymapServer({"web": "practice"})
    smtp = SmtpServer(users={}, take=take, keep=False)
    with tempfile.TemporaryDirectory() as temporary:
        server.start()
        smtp.start()
        settings = bench_settings(Path(temporary) / "data", server.port, smtp.port)
        app = build(settings)
        running = asyncio.create_task(app.service.run())
        await asyncio.sleep(3)
        waits = []
        with MailBoxUnencrypted("127.0.0.1", server.port).login("web", "practice") as box:
            raws = [raw for n, raw in enumerate(mails(settings, count * 2)) if n % 10 < 4][:count]
            for raw in raws:
                who = str(email.message_from_bytes(raw)["From"]).rpartition("<")[2].rstrip(">")
                started = time.perf_counter()
                await asyncio.to_thread(box.append, raw, "INBOX")
                while who not in arrived and time.perf_counter() - started < 30:  # noqa: ASYNC110 - no event crosses the thread
                    await asyncio.sleep(0.005)
                waits.append(arrived.get(who, float("inf")) - started)
        app.service.stop()
        await running
        await app.close()
        smtp.stop()
        server.stop()
    waits.sort()
    slowest = waits[max(0, math.ceil(len(waits) * 0.95) - 1)]
    return [
        Figure("arrival to acknowledgement under IDLE, median", statistics.median(waits), "s"),
        Figure("  95th percentile", slowest, "s", 2.0),
    ]


def figures(*, count: int = 300, answers: int = 40) -> Iterator[Figure]:
    """Everything measured here."""
    yield from asyncio.run(throughput(count))
    yield from asyncio.run(acknowledgements(answers))


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=300)
    options = parser.parse_args(arguments)
    missed = 0
    for figure in figures(count=options.mails):
        print(figure, flush=True)
        missed += figure.missed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
