"""What goes wrong around the running service is said and tried again, or ends it with a clear word."""

import asyncio
import errno
import json
import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from mailbot import service
from mailbot.app import App, Parts, build, vocabulary
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.record import Stored
from mailbot.core.request import Request
from mailbot.edge import systemd
from mailbot.edge.memory_mailbox import MemoryMailbox
from mailbot.edge.memory_postman import MemoryPostman
from mailbot.edge.register import FileRegister
from mailbot.ports import MailboxError, RegisterError
from mailbot.reading.worker import InlineReader
from mailbot.sandbox.people import Writer
from mailbot.writing.worker import InlineWriter
from tests.conversations.correspondence import MovableClock, sample_settings
from tests.conversations.mails import form
from tests.faults.load import GENUINE, office
from tests.faults.strike import Strike


class Bot:
    """A bot on a real register and archive, with a mailbox and a postman in memory."""

    def __init__(self, folder: Path) -> None:
        self.settings = sample_settings(folder / "data")
        self.mailbox, self.postman, self.clock = MemoryMailbox(), MemoryPostman(), MovableClock()
        self.writer = Writer(office())
        self.app = self.build()

    def build(self, **more: Any) -> App:
        parts = Parts(
            clock=self.clock,
            mailbox=self.mailbox,
            postman=self.postman,
            reader=InlineReader(vocabulary(self.settings)),
            writer=InlineWriter,
            **more,
        )
        return build(self.settings, parts)

    def write(self, topic: str) -> None:
        raw = GENUINE + self.writer.write("somruedee", "ขอเผยแพร่", form(topic), self.clock.time)
        self.mailbox.deliver(raw, internal_date=self.clock.now())

    def requests(self) -> list[Request]:
        return [r for month in self.app.register.months() for r in self.app.register.each(Request, month)]

    def entries(self) -> list[MailEntry]:
        return [m for month in self.app.register.months() for m in self.app.register.each(MailEntry, month)]

    def heartbeat(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.settings.data / "heartbeat.json").read_text())
        return found

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(8):
            while not true():  # noqa: ASYNC110 - no event tells of it
                await asyncio.sleep(0.01)


@pytest.fixture
async def bot(tmp_path: Path) -> Any:
    made = Bot(tmp_path)
    await made.app.service.once()
    yield made
    made.app.service.stop()
    await made.app.close()


async def test_a_register_that_cannot_be_trusted_ends_the_service_with_its_word(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Iterable[Stored]) -> None:
        raise RegisterError("the register was changed by somebody else", retry=False)

    monkeypatch.setattr(bot.app.register, "commit", refuse)
    bot.write("ข่าว")
    async with asyncio.timeout(8):
        with pytest.raises(RegisterError, match="somebody else"):
            await bot.app.service.run()
    assert "somebody else" in bot.heartbeat()["trouble"]
    assert len(bot.mailbox.mails()) == 1


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("where", ["archive", "journal"])
async def test_a_full_or_read_only_disk_is_said_and_the_work_goes_on_when_there_is_room(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, where: str, error: int
) -> None:
    monkeypatch.setattr(service, "LONGEST_PAUSE", 0.02)
    full, write = True, os.write

    def no_room(descriptor: int, data: bytes) -> int:
        if full and where in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(error, os.strerror(error))
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", no_room)
    bot.write("ข่าว")
    running = asyncio.create_task(bot.app.service.run())
    await bot.until(lambda: os.strerror(error) in bot.heartbeat()["trouble"])
    assert bot.requests() == []
    assert len(bot.mailbox.mails()) == 1
    full = False
    await bot.until(lambda: not bot.mailbox.mails() and len(bot.postman.sent) >= 2)
    assert len(bot.requests()) == 1
    await bot.until(lambda: bot.heartbeat()["trouble"] == "")
    bot.app.service.stop()
    await running


async def test_a_wrong_password_is_said_and_tried_again_slowly(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    def refused() -> None:
        nonlocal tries
        tries += 1
        raise MailboxError("imap.sea.example refused the login of web: check user and password", retry=False)

    monkeypatch.setattr(bot.mailbox, "open", refused)
    running = asyncio.create_task(bot.app.service.run())
    await bot.until(lambda: "check user and password" in bot.heartbeat()["trouble"])
    await asyncio.sleep(0.2)
    assert tries == 1
    bot.app.service.stop()
    await running


async def test_a_record_that_could_not_be_read_back_shelves_its_mail_and_no_other(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = bot.app.register.commit

    def picky(records: Iterable[Stored]) -> None:
        kept = list(records)
        if any(isinstance(each, Request) and "พิษ" in (each.fields.topic or "") for each in kept):
            raise ValueError("lone surrogate")
        commit(kept)

    monkeypatch.setattr(bot.app.register, "commit", picky)
    for topic in ("หนึ่ง", "พิษ", "สอง"):
        bot.write(topic)
    intake, _, _ = await bot.app.service.once()
    assert sorted(request.fields.topic or "" for request in bot.requests()) == ["สอง", "หนึ่ง"]
    (shelved,) = [entry for entry in bot.entries() if entry.outcome is Outcome.SHELVED]
    assert "lone surrogate" in shelved.reason
    assert bot.mailbox.mails() == []
    assert intake.mails == 3
    assert len(bot.mailbox.mails("shelf")) == 1


async def test_a_mail_too_large_to_fetch_is_shelved_with_its_header(tmp_path: Path) -> None:
    bot = Bot(tmp_path)
    bot.settings = bot.settings.model_copy(
        update={"reading": bot.settings.reading.model_copy(update={"max_bytes": 4000})}
    )
    await bot.app.close()
    bot.app = bot.build()
    await bot.app.service.once()
    bot.write("ยาวมาก" * 2000)
    bot.write("สั้น")
    await bot.app.service.once()
    (shelved,) = [entry for entry in bot.entries() if entry.outcome is Outcome.SHELVED]
    assert "too large" in shelved.reason
    assert shelved.sender == "somruedee@sea.example"
    assert [request.fields.topic for request in bot.requests()] == ["สั้น"]
    await bot.app.close()


async def test_the_months_are_written_while_there_is_nothing_to_do(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.app.IDLE_HOUSEKEEPING", 100)
    register = bot.app.register
    assert isinstance(register, FileRegister)
    bot.write("ข่าว")
    running = asyncio.create_task(bot.app.service.run())
    await bot.until(lambda: len(bot.requests()) == 1 and register.pending == 0)
    bot.app.service.stop()
    await running


async def test_the_heartbeat_stops_when_a_loop_hangs(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    running = asyncio.create_task(bot.app.service.run())
    await bot.until(lambda: len(bot.app.service._stepped) == 2)
    monkeypatch.setattr(service, "STANDS_STILL", 0.0)  # as if nothing had happened for half an hour
    assert not bot.app.service.alive()
    before = bot.heartbeat()
    await bot.app.service.tick()
    assert bot.heartbeat() == before
    bot.app.service.stop()
    await running


def test_systemd_is_told_and_its_absence_is_fine(tmp_path: Path) -> None:
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(path)
        here = {"NOTIFY_SOCKET": path}
        assert systemd.notify(systemd.ALIVE, systemd.status("all\nis well"), environment=here)
        assert supervisor.recv(1000) == b"WATCHDOG=1\nSTATUS=all is well"
    assert not systemd.notify(systemd.READY, environment={"NOTIFY_SOCKET": path})
    assert not systemd.notify(systemd.READY, environment={})


def test_a_strike_never_lets_the_dead_go_on() -> None:
    from random import Random

    from tests.faults.strike import Killed

    strike = Strike(Random(1))  # noqa: S311 - chosen, not secret
    strike.arm(2)
    strike.step("one")
    for _ in range(2):
        with pytest.raises(Killed):
            strike.step("two")
