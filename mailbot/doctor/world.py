"""What the doctor touches, so that a test can hand it a world with a fault in it."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.config import Settings
from mailbot.config.settings import Server
from mailbot.doctor.certificate import Certificate, Protocol, certificate
from mailbot.edge.secret_command import secret_of
from mailbot.ports import Clock, Mailbox, Postman

if TYPE_CHECKING:
    from pathlib import Path

_PROGRAM_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The edges, made when they are needed. ``app`` hands in the first three; None: the real thing."""

    clock: Clock
    mailbox: Callable[[Settings], Mailbox]
    postman: Callable[[Settings], Postman]
    capabilities: Callable[[Mailbox], frozenset[str]] | None = None
    """What the IMAP server announces after the login; None: as the mailbox says."""
    secret: Callable[[Settings, Server], None] | None = None
    """Asks the office's command for a password or token. Raises SecretError."""
    certificate: Callable[[Server, Protocol], Certificate] | None = None
    templates: Callable[[Settings], Sequence[str]] | None = None
    """What is wrong with the templates."""
    program: Callable[[Sequence[str]], str | None] | None = None
    """What a program prints; None when it is not installed."""
    free_bytes: "Callable[[Path], int] | None" = None


def announced(box: Mailbox) -> frozenset[str] | None:
    """What the server announces after the login; None: on no server. Raises MailboxError."""
    from mailbot.edge.imap import ImapMailbox

    return box.capabilities() if isinstance(box, ImapMailbox) else None


def ask_for_secret(settings: Settings, server: Server) -> None:
    """Have the server's command give a password or token, and forget it. Raises SecretError. Blocks."""
    secret_of(server, settings.folder)()


def server_certificate(server: Server, protocol: Protocol) -> Certificate:
    """The certificate a server shows, verified. Raises CertificateError. Blocks."""
    return certificate(
        host=server.host,
        port=server.port,
        protocol=protocol,
        starttls=server.tls == "starttls",
        ca_file=server.ca_file,
        timeout=server.timeout,
    )


def run_program(command: Sequence[str]) -> str | None:
    """What a program prints, on either stream; None when it is not installed or does not end."""
    if shutil.which(command[0]) is None:
        return None
    try:
        done = subprocess.run(
            list(command),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PROGRAM_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout + done.stderr


def disk_free(path: "Path") -> int:
    """Bytes free where ``path`` lies."""
    return shutil.disk_usage(path).free
