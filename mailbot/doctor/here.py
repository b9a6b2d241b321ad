"""What can be looked at without a connection: the settings, the data folder, templates, fonts, programs."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Final

from mailbot.config import Settings, SettingsError
from mailbot.core.ledger import MailEntry
from mailbot.doctor.findings import Finding, Words
from mailbot.doctor.world import World, disk_free, run_program
from mailbot.packaged import packaged
from mailbot.ports import RegisterError

_MB: Final = 1_000_000
_DISK_FAIL: Final = 200 * _MB
_DISK_WARN: Final = 2_000 * _MB
_RECENT: Final = 20
"""Mails looked at for who vouches for senders."""
_INVENTED: Final = ".example"
"""The top-level domain of the sample office (RFC 2606); no real office has it."""


def refused_settings(error: SettingsError, words: Words) -> Iterator[Finding]:
    """One finding for each mistake and warning."""
    for problem in error.problems:
        say = words.warn if problem.warning else words.fail
        yield say("settings", "wrong", where=problem.where, wrong=problem.wrong, right=problem.right)


def settings_read(settings: Settings, words: Words) -> Iterator[Finding]:
    """What the settings say, and what in them deserves a look."""
    office = settings.office
    counts = {"people": len(office.people), "units": len(office.units), "sites": len(office.sites)}
    yield words.ok("settings", folder=settings.folder, **counts)
    for warning in settings.warnings:
        yield words.warn("settings", "wrong", where=warning.where, wrong=warning.wrong, right=warning.right)
    if office.address.endswith(_INVENTED):
        yield words.warn("settings", "sample", address=office.address)
    if settings.mode == "observe":
        yield words.warn("settings", "observe")
    if os.name == "posix":
        mode = stat.S_IMODE(settings.folder.stat().st_mode)
        if mode & 0o022:
            yield words.warn("settings", "writable", folder=settings.folder, mode=f"{mode:04o}")


def data_folder(settings: Settings, world: World, words: Words) -> Iterator[Finding]:
    """Whether the data folder can be written, has room, and is our own."""
    data = settings.data
    place = data
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        free = (world.free_bytes or disk_free)(place)
        with tempfile.NamedTemporaryFile(dir=place, prefix=".mailbot-check-") as file:
            file.write(b"mailbot check\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        yield words.fail("data", "unwritable", folder=data, reason=error.strerror or type(error).__name__)
        return
    shown = f"{free / 1e9:.1f}"
    if free < _DISK_FAIL:
        yield words.fail("data", "full", folder=data, free=shown)
    elif free < _DISK_WARN:
        yield words.warn("data", "tight", folder=data, free=shown)
    else:
        yield words.ok("data", "ok" if data.exists() else "new", folder=data, free=shown)
    if data.exists() and os.name == "posix":
        mode = stat.S_IMODE(data.stat().st_mode)
        if mode & 0o077:
            yield words.warn("data", "open", folder=data, mode=f"{mode:04o}")


def register(settings: Settings, words: Words) -> Iterator[Finding]:
    """Whether the register is whole, down to every byte. Only looks; a running bot goes on."""
    from mailbot.edge.register import FileRegister, verify

    if not (settings.data / "register").is_dir():
        yield words.ok("register", "new")
        return
    try:
        problems = verify(settings.data)
        with closing(FileRegister(settings.data, now=None)) as opened:
            months = opened.months()
    except RegisterError as error:
        yield words.fail("register", "closed", reason=error)
        return
    for problem in problems:
        yield words.warn("register", "mended", problem=problem)
    if not problems:
        yield words.ok("register", months=len(months), last=months[-1] if months else "-")


def kept_mails(settings: Settings) -> list[bytes]:
    """The latest mails that were taken in, from the archive: a running bot leaves few in the inbox."""
    from mailbot.edge.archive import FileArchive
    from mailbot.edge.register import FileRegister

    if not ((settings.data / "register").is_dir() and (settings.data / "archive").is_dir()):
        return []
    mails: list[bytes] = []
    archive = FileArchive(settings.data / "archive")
    with suppress(RegisterError), closing(FileRegister(settings.data, now=None)) as opened:
        for month in reversed(opened.months()):
            entries = sorted(opened.each(MailEntry, month), key=lambda entry: entry.received_at, reverse=True)
            for entry in entries[: _RECENT - len(mails)]:
                with suppress(KeyError):
                    mails.append(archive.get(entry.sha256))
            if len(mails) >= _RECENT:
                break
    return mails


def templates(settings: Settings, world: World, words: Words) -> Iterator[Finding]:
    """Whether every letter can be written with the templates there are."""
    wrong = (world.templates or _check_templates)(settings)
    folder = settings.templates or packaged("templates")
    for problem in wrong:
        yield words.fail("templates", "wrong", folder=folder, problem=problem)
    if not wrong:
        yield words.ok("templates", folder=folder)


def _check_templates(settings: Settings) -> list[str]:
    from mailbot.writing.check import check_templates
    from mailbot.writing.papers import Papers

    letters = check_templates(settings.templates, settings.office, languages=[settings.language])
    return [*letters, *Papers(settings.office, settings.templates).check()]


def fonts(settings: Settings, words: Words) -> Finding:
    """Whether the fonts for papers are there."""
    folders = [packaged("templates"), *([settings.templates] if settings.templates else [])]
    found = sorted(
        path.name
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix.lower() in {".ttf", ".otf"}
    )
    return words.ok("fonts", count=len(found), first=found[0]) if found else words.fail("fonts", "missing")


def programs(world: World, words: Words) -> Iterator[Finding]:
    """The optional programs: without them some mails are read less well, none is lost."""
    run = world.program or run_program
    languages = run(("tesseract", "--list-langs"))
    if languages is None:
        yield words.warn("tesseract", "missing")
    elif "tha" not in languages.split():
        yield words.warn("tesseract", "no_thai")
    else:
        yield words.ok("tesseract")
    yield words.ok("antiword") if run(("antiword",)) is not None else words.warn("antiword", "missing")
