"""The webmaster's mailbox over IMAP, with imap-tools.

``mailbox`` is what the shell sees, ``line`` is one connection, which begins with ``dial`` and ``login``;
``replies`` reads what the server says.
Nothing here parses a mail, and nothing here ever marks one as seen.
"""

from mailbot.edge.imap.dial import Account, Tls
from mailbot.edge.imap.mailbox import ImapMailbox

__all__ = ["Account", "ImapMailbox", "Tls"]
