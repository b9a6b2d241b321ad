"""The commands that make the bot work: init, run, once, add."""

import argparse
import asyncio
import contextlib
import secrets
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.cli.common import FAILED, LOOK, WELL, complain, load_settings
from mailbot.cli.words import say
from mailbot.config.settings import Settings
from mailbot.ports import ArchiveError, MailboxError, ReaderError, RegisterError

if TYPE_CHECKING:
    from mailbot.flow import Flow

TICK_SECONDS = 30.0
ALIVE_SECONDS = 15.0
"""How often systemd is told that all loops turn; its WatchdogSec must be longer."""
Work = Callable[[Settings, datetime | None], Coroutine[None, None, int]]


def init(options: argparse.Namespace) -> int:
    """A working folder with commented settings and a new office key."""
    from mailbot.config import init_folder

    try:
        written, left = init_folder(options.folder, key=secrets.token_hex(32))
    except OSError as error:
        return complain(say("cannot_open", file=options.folder, error=error))
    for path in written:
        print(say("init_wrote", path=path))
    for path in left:
        print(say("init_left", path=path))
    print(say("init_next", folder=options.folder))
    return WELL


def run(options: argparse.Namespace) -> int:
    """The service, until SIGTERM or SIGINT."""
    return _with_settings(options, _serve)


def once(options: argparse.Namespace) -> int:
    """One pass: take in, owe, send."""
    return _with_settings(options, _pass)


def _with_settings(options: argparse.Namespace, work: Work) -> int:
    from mailbot.cli.logs import start_logs
    from mailbot.observed import waiting
    from mailbot.writing.checked import check_once

    settings = load_settings(options.config)
    if settings is None:
        return FAILED
    if settings.mode == "on" and waiting(settings.observed):
        return complain(say("observed_waits"))
    start_logs(settings)
    problems = check_once(
        settings.data / "templates.checked",
        settings.templates,
        settings.office,
        languages=(settings.language,),
    )
    if problems:
        complain(say("templates_wrong", count=len(problems)))
        for problem in problems:
            complain(f"  {problem}")
        return FAILED
    try:
        return asyncio.run(work(settings, _day(options.since, settings)))
    except (RegisterError, ArchiveError) as error:
        return complain(say("register_wrong", text=error))
    except (MailboxError, ReaderError) as error:
        return complain(say("mailbox_wrong", text=error))


def _day(text: str | None, settings: Settings) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(settings.office.timezone)) if text else None


def _show_progress(flow: "Flow", since: datetime | None) -> None:
    """How far the old mails are, on a terminal. It can be stopped at any time; the next start goes on."""
    if since is not None and sys.stderr.isatty():
        flow.on_progress = lambda done, total: print(
            f"\r{done}/{total} ", end="", file=sys.stderr, flush=True
        )


async def _serve(settings: Settings, since: datetime | None) -> int:
    from mailbot.app import Parts, build
    from mailbot.edge import malloc, systemd
    from mailbot.edge.ticker import Ticker

    malloc.one_heap()
    app = build(settings, Parts(since=since))
    _show_progress(app.flow, since)
    ticker = Ticker(settings.office.timezone, lambda name, error: complain(f"{name}: {error!r}"))
    ticker.every("tick", TICK_SECONDS, app.service.tick)

    async def alive() -> None:
        if app.service.alive():
            state = app.service.pulse.trouble or say("running")
            await asyncio.to_thread(systemd.notify, systemd.ALIVE, systemd.status(state))

    ticker.every("alive", ALIVE_SECONDS, alive)
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, app.service.stop)
    ticker.start()
    print(say("running"), flush=True)
    systemd.notify(systemd.READY)
    try:
        await ticker.now("tick")
        await app.service.run()
    finally:
        systemd.notify(systemd.STOPPING)
        await ticker.stop()
        await app.close()
    print(say("stopped"))
    return WELL


async def _pass(settings: Settings, since: datetime | None) -> int:
    from mailbot.app import Parts, build

    app = build(settings, Parts(since=since))
    _show_progress(app.flow, since)
    try:
        intake, due, sent = await app.service.once()
    finally:
        await app.close()
    print(say("took_in", mails=intake.mails, due=due, sent=sent.sent, deferred=sent.deferred, dead=sent.dead))
    return LOOK if sent.dead or sent.held_back or intake.outcomes.get("shelved") else WELL


def add(options: argparse.Namespace) -> int:
    """Take in mail files as if they had arrived; letters wait for the next round of sending."""
    settings = load_settings(options.config)
    if settings is None:
        return FAILED
    raws: list[bytes] = []
    for path in options.files:
        try:
            raws.append(Path(path).read_bytes())
        except OSError as error:
            return complain(say("cannot_open", file=path, error=error.strerror))
    try:
        return asyncio.run(_add(settings, raws))
    except RegisterError as error:
        return complain(say("register_wrong", text=error))


async def _add(settings: Settings, raws: list[bytes]) -> int:
    from mailbot.app import Parts, build
    from mailbot.edge.memory_mailbox import MemoryMailbox

    mailbox = MemoryMailbox()
    for raw in raws:
        mailbox.deliver(raw)
    app = build(settings, Parts(mailbox=mailbox, since=datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))))
    try:
        intake = await app.flow.take_in()
    finally:
        with contextlib.suppress(MailboxError):
            await app.close()
    print(say("took_in", mails=intake.mails, due=0, sent=0, deferred=0, dead=0))
    return LOOK if intake.outcomes.get("shelved") else WELL
