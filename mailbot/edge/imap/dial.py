"""Reaching the IMAP server: the account, the socket and TLS, up to the server's greeting.

Whatever goes wrong leaves here as a MailboxError that says what to check. Nobody is logged in here.
"""

import imaplib
import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import imap_tools

from mailbot.edge.sasl import blotted
from mailbot.ports import MailboxError

Tls = Literal["tls", "starttls", "none"]

_LONGEST_TEXT = 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the mailbox is and who opens it."""

    host: str
    port: int
    tls: Tls
    user: str
    password: str = field(repr=False)
    """With ``oauth2`` an access token: what was asked for this one line."""
    oauth2: bool = False
    timeout: float = 60.0
    """Seconds without a byte from the server after which a line is given up."""
    tls_context: ssl.SSLContext | None = field(default=None, repr=False)
    """None: certificates are checked against the system's authorities."""

    def clean(self, words: object) -> str:
        """What a server said, as one short line that does not hold the password or token."""
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        return _CONTROL.sub(" ", blotted(text, self.password)).strip()[:_LONGEST_TEXT]


def dial(account: Account) -> imap_tools.BaseMailBox:
    """A connection that has been greeted. Raises MailboxError."""
    where = f"{account.host}:{account.port}"
    try:
        box = _connect(account)
        box.client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    except socket.gaierror as exc:
        raise MailboxError(
            f"there is no host {account.host}: check the IMAP host, or the name service"
        ) from exc
    except ssl.SSLCertVerificationError as exc:
        raise MailboxError(
            f"the certificate of {where} is not trusted ({exc.verify_message}): check the IMAP host, "
            "the server's certificate, and the clock of this machine",
            retry=False,
        ) from exc
    except ssl.SSLError as exc:
        raise MailboxError(
            f'no TLS with {where} ({account.clean(exc.reason or exc)}): check port and tls (993 is "tls", '
            '143 is "starttls")',
            retry=False,
        ) from exc
    except TimeoutError as exc:
        raise MailboxError(
            f"{where} did not answer within {account.timeout:g} s: check the IMAP port, or the network"
        ) from exc
    except ConnectionRefusedError as exc:
        raise MailboxError(f"nobody listens at {where}: check the IMAP port, or the server is down") from exc
    except (imap_tools.ImapToolsError, imaplib.IMAP4.error, OSError, ValueError) as exc:
        raise MailboxError(f"{where} does not talk IMAP to us: {account.clean(said(exc))}") from exc
    return box


class _StartTls(imap_tools.BaseMailBox):
    """imap-tools leaves the socket open when the server refuses STARTTLS; this does not."""

    def __init__(self, account: Account, context: ssl.SSLContext) -> None:
        self._account, self._context = account, context
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._account.host, self._account.port, timeout=self._account.timeout)
        try:
            client.starttls(self._context)
        except BaseException:
            with suppress(OSError):
                client.shutdown()
            raise
        return client


def _connect(account: Account) -> imap_tools.BaseMailBox:
    host, port, timeout = account.host, account.port, account.timeout
    if account.tls == "none":
        return imap_tools.MailBoxUnencrypted(host, port, timeout=timeout)
    # Without a context imaplib would accept any certificate.
    context = account.tls_context or ssl.create_default_context()
    if account.tls == "starttls":
        return _StartTls(account, context)
    return imap_tools.MailBox(host, port, timeout=timeout, ssl_context=context)


def said(exc: BaseException) -> bytes:
    """The server's own words in an error of either library."""
    if isinstance(exc, imap_tools.errors.UnexpectedCommandStatusError):
        data = exc.command_result[1]
        last = data[-1] if isinstance(data, list) and data else data
        return last if isinstance(last, bytes) else str(last).encode()
    first = exc.args[0] if exc.args else exc
    return first if isinstance(first, bytes) else str(first).encode()
