"""The server's folders against the ledger: which of the latest mails are not where they should be.

Only looks; nothing is moved. Opens a connection of its own, so it may run beside the bot.
"""

from collections.abc import Iterable

from mailbot.cli.words import say
from mailbot.core.ledger import ALL_FOLDERS, MailEntry
from mailbot.ports import Mailbox, Register

LATEST = 200
"""So many of the latest mails are looked for."""


def latest(register: Register, count: int = LATEST) -> list[MailEntry]:
    """The mails of the ledger that came last and have a Message-ID to be found by, newest first."""
    found: list[MailEntry] = []
    for month in reversed(register.months()):
        found += [entry for entry in register.each(MailEntry, month) if entry.message_id]
        if len(found) >= count:
            break
    return sorted(found, key=lambda entry: entry.received_at, reverse=True)[:count]


def strays(register: Register, mailbox: Mailbox) -> list[str]:
    """Mails in our folders that the ledger does not know, a line each: somebody put them there by hand.

    The bot reads the inbox only, so such a mail has never been looked at. Raises MailboxError.
    """
    mailbox.open()
    return [
        say("stray", message_id=message_id, folder=folder)
        for folder in ALL_FOLDERS
        for message_id in mailbox.lying_in(folder, LATEST)
        if register.get(MailEntry, message_id) is None
    ]


def gaps(entries: Iterable[MailEntry], mailbox: Mailbox, inbox: str = "INBOX") -> list[str]:
    """What differs, a line each: a mail that is nowhere on the server, or still in the inbox.

    Raises MailboxError.
    """
    lines = []
    mailbox.open()
    for entry in entries:
        folder = mailbox.search_everywhere(entry.message_id or "")
        if folder is None:
            lines.append(say("not_on_server", key=entry.key, subject=entry.subject, folder=entry.folder))
        elif folder == inbox:
            lines.append(say("still_in_inbox", key=entry.key, subject=entry.subject, folder=entry.folder))
    return lines
