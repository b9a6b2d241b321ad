"""The command verify: register, archive and evidence are whole, and on the server as the ledger says."""

import argparse

from mailbot.app import look_into, make_archive, make_mailbox
from mailbot.cli.common import FAILED, LOOK, WELL, complain, load_settings
from mailbot.cli.reconciling import gaps, latest, strays
from mailbot.cli.words import say
from mailbot.config.settings import Settings
from mailbot.core.evidence import register_code, verify_chain
from mailbot.core.ledger import MailEntry, Mark
from mailbot.core.report import requests_behind
from mailbot.core.request import Request
from mailbot.ports import MailboxError, Register, View


def verify(options: argparse.Namespace) -> int:
    """Register, archive and evidence are whole and unchanged."""
    from mailbot.edge.register import verify as examine

    settings = load_settings(options.config, secrets=options.server)
    if settings is None:
        return FAILED
    damage = [str(problem) for problem in examine(settings.data)]
    archive = make_archive(settings)
    requests = mails = files = 0
    with look_into(settings.data) as register:
        for month in register.months():
            for request in register.each(Request, month):
                requests += 1
                for file in request.files:
                    files += 1
                    damage += _missing(archive.has(file.sha256), request.number, file.filename)
                damage += verify_chain(request, _mails_of(request, register))
            for entry in register.each(MailEntry, month):
                mails += 1
                damage += _missing(archive.has(entry.sha256), entry.key, entry.subject)
        said = codes(register)
    for name, code, now in said:
        damage += [] if code == now else [say("other_code", month=name, code=code, now=now)]
    for line in damage:
        complain(say("damaged", text=line))
    for name, code, _ in said:
        print(say("register_code", month=name, code=code))
    if not damage:
        print(say("verified", requests=requests, mails=mails, files=files))
    differs = options.server and not _as_on_the_server(settings)
    return LOOK if damage or differs else WELL


def _as_on_the_server(settings: Settings) -> bool:
    """Whether the latest mails lie on the server where the ledger says."""
    mailbox = make_mailbox(settings)
    try:
        with look_into(settings.data) as register:
            entries = latest(register)
            found = gaps(entries, mailbox, settings.imap.inbox) + strays(register, mailbox)
    except MailboxError as error:
        found = [str(error)]
    finally:
        mailbox.close()
    for line in found:
        complain(line)
    if not found:
        print(say("reconciled", count=len(entries)))
    return not found


def codes(register: Register) -> list[tuple[str, str, str]]:
    """Each report that went out: its month, the code it carries, and what the register comes to now."""
    found = []
    for mark in register.find(Mark, "family", "report"):
        month = mark.name.partition(":")[2]
        if mark.value and mark.at is not None:
            behind = requests_behind(month, lambda key: register.each(Request, key))
            found.append((month, mark.value, register_code(behind, mark.at)))
    return found


def _mails_of(request: Request, register: View) -> dict[str, MailEntry]:
    """The ledger's entries that the events of a request name, by key."""
    entries = (register.get(MailEntry, key) for key in {event.mail for event in request.events if event.mail})
    return {entry.key: entry for entry in entries if entry is not None}


def _missing(here: bool, what: str, name: str) -> list[str]:  # noqa: FBT001  # a fact, not a switch
    return [] if here else [f"{what}: {name}"]
