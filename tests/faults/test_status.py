"""After any fault ``mailbot status`` says in one screen what is wrong and what to do, and how bad it is."""

import asyncio
import errno
import json
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot import service
from mailbot.app import App, Parts, SystemClock, build, vocabulary
from mailbot.cli import main
from mailbot.config import load
from mailbot.config.settings import Settings
from mailbot.core.request import Request
from mailbot.ports import RegisterError
from mailbot.reading.worker import InlineReader
from mailbot.sandbox.imap_server import PymapServer
from mailbot.sandbox.people import Writer
from mailbot.sandbox.smtp_server import Fault as SmtpFault
from mailbot.sandbox.smtp_server import SmtpServer, Verb
from mailbot.sandbox.wire import Wire
from mailbot.writing.worker import InlineWriter
from tests.conversations.mails import form
from tests.faults.load import GENUINE, office
from tests.faults.poison import HERE, children, poison
from tests.flow.practice import ENVIRONMENT, settings_folder
from tests.servers import certificate

LINES, COLUMNS = 24, 80
WELL, LOOK, STANDS = 0, 1, 2
LATER = SmtpFault(reply="451 4.3.0 Try later")
NEVER = SmtpFault(reply="550 5.7.1 Never from you")
PATIENCE = 60.0
MANY = 50
"""So often a fault strikes that does not go away."""


@dataclass(kw_only=True)
class Place:
    """A running bot between real servers, whose world can be broken."""

    home: Path
    imap: PymapServer
    wire: Wire
    smtp: SmtpServer
    patch: pytest.MonkeyPatch
    settings: Settings
    written: int = 0
    running: list[asyncio.Task[None]] = field(default_factory=list)
    apps: list[App] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)
    closing: list[Callable[[], None]] = field(default_factory=list)
    broken: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)
    """What a fault has put in the place of the system's calls."""

    @property
    def data(self) -> Path:
        return self.settings.data

    def change(self, part: str, **values: object) -> None:
        """Change settings of one part, before the bot starts."""
        changed = getattr(self.settings, part).model_copy(update=values)
        self.settings = self.settings.model_copy(update={part: changed})

    async def start(self) -> None:
        self.patch.setattr(service, "LONGEST_PAUSE", 0.1)
        given = {"reader": InlineReader(vocabulary(self.settings)), "writer": InlineWriter, **self.parts}
        app = build(self.settings, Parts(**given))
        self.apps.append(app)
        await app.service.tick()
        self.running.append(asyncio.create_task(app.service.run()))

    def has_looked(self) -> bool:
        """Whether the first look into the mailbox is over; what comes later is new mail."""
        path = self.data / "heartbeat.json"
        return path.exists() and json.loads(path.read_text())["polled_at"] is not None

    async def stop(self) -> None:
        for app in self.apps:
            app.service.stop()
        await asyncio.gather(*self.running, return_exceptions=True)
        for app in self.apps:
            await app.close()
        self.running.clear()
        self.apps.clear()

    def write(self, change: Callable[[bytes], bytes] = bytes) -> None:
        """Somebody writes."""
        self.written += 1
        writer = Writer(office())
        topic = f"เรื่องที่ {self.written}"
        raw = GENUINE + writer.write(
            "somruedee", "ขอเผยแพร่", form(topic), datetime.now(SystemClock("Asia/Bangkok")._zone)
        )
        raw = raw.replace(b"practice.0001@", b"practice.%04d@" % self.written)
        self.imap.deliver("web", change(raw))

    def disk(self, error: int) -> None:
        """Nothing can be written in the data folder any more."""
        write, opened = os.write, Path.open

        def no_room(descriptor: int, data: bytes) -> int:
            if str(self.data) in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
                raise OSError(error, os.strerror(error))
            return write(descriptor, data)

        def no_file(path: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
            in_place = mode == "r+b" and error == errno.ENOSPC  # what is there can be written over
            if self.data in path.parents and set(mode) & set("wax+") and not in_place:
                raise OSError(error, os.strerror(error))
            return opened(path, mode, *more, **options)

        self.broken.setattr(os, "write", no_room)
        self.broken.setattr(Path, "open", no_file)

    def heal(self) -> None:
        """The world is as it was."""
        self.broken.undo()
        self.wire.heal()
        self.imap.change_password("web", "practice")

    def beat(self, **values: object) -> None:
        """Write into the heartbeat."""
        path = self.data / "heartbeat.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | values))


# -- the faults: each breaks the world of a running bot


async def all_is_well(place: Place) -> None:
    place.write()


async def login_refused(place: Place) -> None:
    place.imap.change_password("web", "another")


async def imap_gone(place: Place) -> None:
    place.imap.stop()
    place.wire.hang_up()


async def imap_silent(place: Place) -> None:
    place.wire.stall(b"* OK", times=None)
    place.wire.hang_up()


async def imap_says_bye(place: Place) -> None:
    place.wire.instead(b"* OK", b"* BYE too many connections, *")
    place.wire.hang_up()


async def imap_says_no(place: Place) -> None:
    place.wire.instead(b"OK ", b"NO [UNAVAILABLE] the disk of the server is full, ")
    place.wire.hang_up()


async def inbox_gone(place: Place) -> None:
    place.wire.instead(b"OK [READ-WRITE]", b"NO [NONEXISTENT] no such mailbox")
    place.wire.hang_up()


async def stalls_in_a_mail(place: Place) -> None:
    place.wire.stall(b"Message-ID: ", times=None)
    place.write()


async def one_mail_not_given(place: Place) -> None:
    place.wire.cut(b"X-Stone: ", times=None)
    place.write(lambda raw: b"X-Stone: 1\r\n" + raw)
    place.write()


async def smtp_gone(place: Place) -> None:
    place.smtp.stop()
    place.write()


async def smtp_login_refused(place: Place) -> None:
    place.smtp.users["web"] = "another"
    place.smtp.hang_up()
    place.write()


def smtp(verb: Verb, fault: SmtpFault, times: int = MANY) -> Callable[[Place], Awaitable[None]]:
    async def broken(place: Place) -> None:
        place.smtp.fail(verb, fault, times=times)
        place.smtp.hang_up()
        place.write()

    return broken


async def no_such_recipient(place: Place) -> None:
    place.smtp._refuse = lambda address: address.startswith("somruedee")
    place.write()


async def disk_full(place: Place) -> None:
    place.disk(errno.ENOSPC)
    place.write()


async def disk_nearly_full(place: Place) -> None:
    usage = shutil.disk_usage(place.data)._replace(free=50_000_000)
    place.broken.setattr(shutil, "disk_usage", lambda _: usage)


async def disk_read_only(place: Place) -> None:
    place.disk(errno.EROFS)
    told = os.statvfs(place.data)
    read_only = os.statvfs_result((*tuple(told)[:8], told.f_flag | os.ST_RDONLY, told.f_namemax))
    place.broken.setattr(os, "statvfs", lambda _: read_only)
    place.write()


async def month_damaged(place: Place) -> None:
    place.write()
    await _until(lambda: not place.imap.mails("web"))
    await place.stop()
    path = max((place.data / "register").glob("2???-??.json"), key=lambda each: each.stat().st_size)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    await place.start()


async def register_of_a_newer_program(place: Place) -> None:
    await place.stop()
    path = place.data / "register" / "format"
    assert path.exists()
    path.write_text(json.dumps({"format": 99, "schema": {}}))


async def clock_set_back(place: Place) -> None:
    await place.stop()
    now = SystemClock("Asia/Bangkok").now()
    place.beat(polled_at=(now + timedelta(days=3)).isoformat())


async def killed_long_ago(place: Place) -> None:
    await place.stop()
    now = SystemClock("Asia/Bangkok").now()
    place.beat(polled_at=(now - timedelta(hours=2)).isoformat(), pid=2**22 + 1)


async def hangs_for_long(place: Place) -> None:
    await place.stop()
    now = SystemClock("Asia/Bangkok").now()
    place.beat(polled_at=(now - timedelta(hours=2)).isoformat())


async def never_started(place: Place) -> None:
    await place.stop()
    shutil.rmtree(place.data)


async def started_twice(place: Place) -> None:
    with pytest.raises(RegisterError, match="is in use by process"):
        build(place.settings, Parts())
    place.write()


async def a_mail_breaks_the_parser(place: Place) -> None:
    await place.stop()
    place.patch.syspath_prepend(str(HERE))
    place.parts["reader"] = None
    await place.start()
    place.write(lambda raw: poison("segfault", raw))
    place.write()


async def no_child_can_be_started(place: Place) -> None:
    await place.stop()
    place.parts["reader"] = None

    async def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    place.broken.setattr(asyncio, "create_subprocess_exec", refused)
    await place.start()
    place.write()


async def cap_of_the_hour(place: Place) -> None:
    await place.stop()
    policy = place.settings.office.policy.model_copy(update={"letters_per_hour": 1})
    place.change("office", policy=policy)
    await place.start()
    place.write()
    place.write()


async def certificate_not_trusted(place: Place) -> None:
    made = certificate(place.home)
    if made is None:
        pytest.skip("openssl, which makes the certificate for this test, is not installed")
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=made[0])
    place.closing.append(server.close)
    await place.stop()
    place.change("imap", tls="tls", port=server.sockets[0].getsockname()[1])
    await place.start()


WAIT, KEPT, DEAD = "letters do not go out", "none is lost", "letters given up"
NOT_GIVEN = "does not hand out"
DOCTOR = "mailbot check"
FAULTS: dict[str, tuple[Callable[[Place], Awaitable[None]], int, tuple[str, ...]]] = {
    "nothing": (all_is_well, WELL, ("all is well",)),
    "login refused": (login_refused, STANDS, ("refused the login of web", "check user and password", DOCTOR)),
    "IMAP server gone": (imap_gone, STANDS, ("127.0.0.1", DOCTOR)),
    "IMAP server silent": (imap_silent, STANDS, ("did not answer within 1 s", "check the IMAP port")),
    "IMAP server says BYE": (imap_says_bye, STANDS, ("too many connections", DOCTOR)),
    "IMAP server says NO": (imap_says_no, STANDS, ("the disk of the server is full", DOCTOR)),
    "inbox gone": (inbox_gone, STANDS, ("open the folder INBOX", "no such mailbox", DOCTOR)),
    "IMAP stalls in a mail": (stalls_in_a_mail, LOOK, (NOT_GIVEN, "open them in a mail program")),
    "one mail is not given": (one_mail_not_given, LOOK, (NOT_GIVEN, ": 1", "open them in a mail program")),
    "certificate not trusted": (certificate_not_trusted, STANDS, ("is not trusted", "check the IMAP host")),
    "SMTP server gone": (smtp_gone, STANDS, (WAIT, KEPT, DOCTOR)),
    "SMTP login refused": (smtp_login_refused, STANDS, (WAIT, "password", DOCTOR)),
    "SMTP silent": (smtp("CONNECT", SmtpFault(stall=30.0)), STANDS, (WAIT, DOCTOR)),
    **{
        f"SMTP 4xx at {verb}": (smtp(verb, LATER), STANDS, (WAIT, KEPT, "Try later"))
        for verb in ("MAIL", "RCPT", "DATA", "DOT")
    },
    **{
        f"SMTP 5xx at {verb}": (smtp(verb, NEVER), LOOK, (DEAD, "mailbot outbox"))
        for verb in ("MAIL", "RCPT", "DATA", "DOT")
    },
    "SMTP 4xx at EHLO": (smtp("EHLO", LATER), STANDS, (WAIT, KEPT)),
    "SMTP rate limit": (
        smtp("MAIL", SmtpFault(reply="450 4.7.1 Too many letters this hour")), STANDS,
        ("Too many letters this hour", KEPT),
    ),
    "SMTP cut after DATA": (smtp("DOT", SmtpFault(cut=True)), STANDS, (WAIT, KEPT)),
    "one bad recipient": (no_such_recipient, LOOK, (DEAD, "people.csv")),
    "cap of the hour": (cap_of_the_hour, STANDS, ("the hour's cap is reached", "mailbot outbox")),
    "disk full": (disk_full, STANDS, ("No space left on device", DOCTOR)),
    "disk nearly full": (disk_nearly_full, STANDS, ("50 MB", "make room")),
    "disk read-only": (disk_read_only, STANDS, ("read-only", "mount it for writing")),
    "month damaged": (month_damaged, LOOK, ("register/damaged", "mailbot verify")),
    "register of a newer program": (register_of_a_newer_program, STANDS, ("Install that version again",)),
    "clock set back": (clock_set_back, LOOK, ("set the clock right",)),
    "killed long ago": (killed_long_ago, STANDS, ("start it again", "systemctl start mailbot")),
    "hangs for long": (hangs_for_long, STANDS, ("the process lives", "restart it")),
    "never started": (never_started, STANDS, ("never started",)),
    "started twice": (started_twice, WELL, ("all is well",)),
    "poison": (a_mail_breaks_the_parser, LOOK, ("mails on the shelf", ": 1", "mailbot shelf retry")),
    "no child can be started": (no_child_can_be_started, STANDS, ("no mail can be read", DOCTOR)),
}  # fmt: skip


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.02)


@asynccontextmanager
async def a_place(folder: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    for name, value in ENVIRONMENT.items():
        patch.setenv(name, value)
    with (
        PymapServer({"web": "practice"}) as imap,
        Wire(imap.port) as wire,
        SmtpServer(users={"web": "practice"}) as smtp_server,
    ):
        home = settings_folder(folder, imap_port=wire.port, smtp_port=smtp_server.port)
        settings = load(home, env=os.environ)
        place = Place(home=home, imap=imap, wire=wire, smtp=smtp_server, patch=patch, settings=settings)
        place.change("imap", timeout=1)
        place.change("smtp", timeout=1)
        await place.start()
        try:
            await _until(place.has_looked)
            yield place
        finally:
            patch.undo()
            place.broken.undo()
            wire.heal()
            smtp_server.heal()
            await place.stop()
            for close in place.closing:
                close()


def status(place: Place, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What an operator sees."""
    code = main(["status", "--config", str(place.home)])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("fault", FAULTS)
async def test_status_says_what_is_wrong_and_what_to_do(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it, code, words = FAULTS[fault]
    others = set(children())
    async with a_place(tmp_path / "office", monkeypatch) as place:
        await break_it(place)
        said = ""

        def tells() -> bool:
            nonlocal said
            found, said = status(place, capsys)
            return found == code and all(word in said for word in words)

        try:
            await _until(tells)
        except TimeoutError:
            pytest.fail(f"wanted {code} and {words}, found:\n{said}")
        width = [len(line) for line in said.splitlines()]
        assert sum(1 + length // COLUMNS for length in width) <= LINES, said
        assert "practice" not in said.replace(str(place.home), ""), "the password"
    assert set(children()) <= others


GOES_ON = (
    "login refused", "IMAP server silent", "IMAP server says BYE", "IMAP server says NO", "inbox gone",
    "IMAP stalls in a mail", "one mail is not given", "disk full", "disk read-only",
    "no child can be started",
)  # fmt: skip


@pytest.mark.parametrize("fault", GOES_ON)
async def test_when_a_fault_is_over_the_work_goes_on_by_itself_and_status_says_so(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it, code, _ = FAULTS[fault]
    async with a_place(tmp_path / "office", monkeypatch) as place:
        await break_it(place)
        place.write()
        await _until(lambda: status(place, capsys)[0] == code)
        place.heal()
        await _until(lambda: not place.imap.mails("web") and status(place, capsys)[0] == WELL)
        register = place.apps[-1].register
        requests = [each for month in register.months() for each in register.each(Request, month)]
        assert len(requests) == place.written
