"""The commands that write files: report, export, backup, restore, verify."""

import argparse
import asyncio
from pathlib import Path

from mailbot.app import (
    KeyedMint,
    SystemClock,
    look_into,
    make_archive,
    make_composer,
    make_reader,
    vocabulary,
)
from mailbot.cli.common import FAILED, WELL, complain, load_settings
from mailbot.cli.words import say
from mailbot.config.settings import Settings
from mailbot.core.ledger import MailEntry
from mailbot.core.letters import Letter
from mailbot.core.report import report as make_report
from mailbot.core.request import Request
from mailbot.ports import RegisterError


def report(options: argparse.Namespace) -> int:
    """The report of one month as PDF, XLSX and CSV."""
    from mailbot.writing.papers import Papers

    settings = load_settings(options.config, secrets=False)
    if settings is None:
        return FAILED
    now = SystemClock(settings.office.timezone).now()
    with look_into(settings.data) as register:
        try:
            made = make_report(
                options.month, lambda key: register.each(Request, key), settings.office, made_at=now
            )
        except ValueError:
            return complain(say("no_month", month=options.month))
    return _write(options.to, Papers(settings.office, settings.templates).report_files(made))


def export(options: argparse.Namespace) -> int:
    """Every request in the register as XLSX and CSV; with a number, that one's evidence as a zip (S14).

    With ``--mbox`` the raw mails of a request or a month (S10).
    """
    from mailbot.writing.papers import Papers

    settings = load_settings(options.config, secrets=False)
    if settings is None:
        return FAILED
    if options.mbox:
        from mailbot.cli.mbox import write_mbox

        return write_mbox(settings, options.number, options.to)
    if options.number:
        return _bundle(settings, options.number.upper(), options.to)
    with look_into(settings.data) as register:
        requests = [request for month in register.months() for request in register.each(Request, month)]
    if options.evidence:
        return max((_bundle(settings, request.number, options.to) for request in requests), default=WELL)
    return _write(options.to, Papers(settings.office, settings.templates).register_files(requests))


def _bundle(settings: Settings, number: str, folder: Path) -> int:
    """Form, raw mails, files and records of one request, readable by its owner only."""
    from mailbot.writing.papers import Papers

    with look_into(settings.data) as register:
        request = register.get(Request, number)
        if request is None:
            return complain(say("no_request", number=number))
        letters = register.find(Letter, "request", number)
        keys = dict.fromkeys(event.mail for event in request.events if event.mail)
        mails = [entry for key in keys if (entry := register.get(MailEntry, key)) is not None]
    made_at = SystemClock(settings.office.timezone).now()
    archive = make_archive(settings)
    papers = Papers(settings.office, settings.templates)
    made = papers.evidence(request, letters, mails, archive.get, made_at=made_at)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / made.filename).touch(mode=0o600)
    return _write(folder, {made.filename: made.data})


def page(options: argparse.Namespace) -> int:
    """The register as one page to look at offline, readable by its owner only."""
    settings = load_settings(options.config, secrets=False)
    if settings is None:
        return FAILED
    asyncio.run(_page(settings, options.to))
    print(say("wrote", path=options.to))
    return WELL


async def _page(settings: Settings, path: Path) -> None:
    from mailbot.page import write_page

    archive = make_archive(settings)
    reader = make_reader(settings, vocabulary(settings))
    # The page shows words only; the secrets of letters are never on it, so no key is needed to write it.
    composer = make_composer(settings, archive, KeyedMint(bytes(32)))
    try:
        with look_into(settings.data) as register:
            await write_page(
                path,
                settings,
                register=register,
                archive=archive,
                reader=reader,
                composer=composer,
                clock=SystemClock(settings.office.timezone),
            )
    finally:
        await reader.close()


def _write(folder: Path, files: dict[str, bytes]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
        print(say("wrote", path=folder / name))
    return WELL


def backup(options: argparse.Namespace) -> int:
    """Everything in one file, while the bot runs."""
    from mailbot.edge.register.backup import BackupError
    from mailbot.edge.register.backup import backup as make_backup

    settings = load_settings(options.config, secrets=False)
    if settings is None:
        return FAILED
    try:
        make_backup(settings.data, options.file)
    except (BackupError, OSError) as error:
        return complain(say("backup_refused", text=error))
    print(say("wrote", path=options.file))
    return WELL


def restore(options: argparse.Namespace) -> int:
    """Unpack a backup into an empty folder."""
    from mailbot.edge.register.backup import BackupError
    from mailbot.edge.register.backup import restore as unpack

    try:
        unpack(options.file, options.folder, now=SystemClock("UTC").now())
    except (BackupError, RegisterError, OSError) as error:
        return complain(say("restore_refused", text=error))
    print(say("restored", folder=options.folder))
    return WELL
