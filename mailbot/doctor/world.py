"""What the doctor touches, so that a test can hand it a world with a fault in it."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.config import Settings
from mailbot.config.settings import Server
from mailbot.doctor.certificate import Certificate, Protocol, certificate
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
    capabilities: Callable[[Settings], frozenset[str]] | None = None
    """What the IMAP server announces after the login."""
    certificate: Callable[[Server, Protocol], Certificate] | None = None
    templates: Callable[[Settings], Sequence[str]] | None = None
    """What is wrong with the templates."""
    program: Callable[[Sequence[str]], str | None] | None = None
    """What a program prints; None when it is not installed."""
    free_bytes: "Callable[[Path], int] | None" = None


def imap_capabilities(settings: Settings) -> frozenset[str]:
    """What the server announces after the login. Raises MailboxError. Blocks."""
    import ssl

    from mailbot.edge.imap import Account
    from mailbot.edge.imap.line import Line

    imap = settings.imap
    line = Line(
        Account(
            host=imap.host,
            port=imap.port,
            tls=imap.tls,
            user=imap.user,
            password=imap.password.get_secret_value(),
            timeout=imap.timeout,
            tls_context=ssl.create_default_context(cafile=str(imap.ca_file)) if imap.ca_file else None,
        )
    )
    try:
        return frozenset(name for name in ("MOVE", "IDLE", "UIDPLUS") if line.can(name))
    finally:
        line.log_out()


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
