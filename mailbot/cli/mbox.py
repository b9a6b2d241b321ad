"""``mailbot export --mbox``: the raw mails of one request or one month as one file (S10).

Only what came in; readable by its owner only, since raw mails hold what is masked everywhere else.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mailbot.app import look_into, make_archive
from mailbot.cli.common import LOOK, WELL, complain
from mailbot.cli.words import say
from mailbot.config.settings import Settings
from mailbot.core.ledger import MailEntry
from mailbot.core.request import Request
from mailbot.ports import Archive, Register, View
from mailbot.writing.mbox import mbox

_MONTH = re.compile(r"\d{4}-\d{2}")


def write_mbox(settings: Settings, what: str | None, folder: Path) -> int:
    """``what``: a request's number or a month like 2569-11. Mails that the archive lost are said by name."""
    if what is None:
        return complain(say("mbox_of_what"))
    what = what.upper()
    with look_into(settings.data) as register:
        entries = _of_month(what, register) if _MONTH.fullmatch(what) else _of_request(what, register)
    if entries is None:
        return complain(say("no_request", number=what))
    if not entries:
        return complain(say("no_mails", what=what))
    folder.mkdir(parents=True, exist_ok=True)
    return _write(folder / f"{what}.mbox", entries, make_archive(settings))


def _of_month(month: str, register: Register) -> list[MailEntry]:
    return _in_order(register.each(MailEntry, month))


def _of_request(number: str, register: View) -> list[MailEntry] | None:
    """The mails that belong to the request, and those its history names; None without such a request."""
    request = register.get(Request, number)
    if request is None:
        return None
    named = (register.get(MailEntry, key) for key in {event.mail for event in request.events if event.mail})
    found = [*register.find(MailEntry, "request", number), *(entry for entry in named if entry)]
    return _in_order({entry.key: entry for entry in found}.values())


def _in_order(entries: Iterable[MailEntry]) -> list[MailEntry]:
    return sorted(entries, key=lambda entry: (entry.received_at, entry.key))


def _write(path: Path, entries: list[MailEntry], archive: Archive) -> int:
    """One mail in memory at a time; the file has its name when it is whole."""
    lost: list[MailEntry] = []
    beside = path.with_name(f"{path.name}.tmp")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in mbox(_raw(entries, archive, lost)):
                file.write(piece)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return complain(str(error))
    print(say("wrote", path=path))
    for entry in lost:
        complain(say("damaged", text=f"{entry.key}: {entry.subject}"))
    return LOOK if lost else WELL


def _raw(
    entries: list[MailEntry], archive: Archive, lost: list[MailEntry]
) -> Iterator[tuple[bytes, str | None, datetime]]:
    for entry in entries:
        try:
            raw = archive.get(entry.sha256)
        except KeyError:
            lost.append(entry)
            continue
        yield raw, entry.sender, entry.received_at
