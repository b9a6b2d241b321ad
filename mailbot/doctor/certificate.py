"""Until when a mail server's certificate holds, asked of the server itself, with or without STARTTLS.

Logs in nowhere and sends nothing but the few words before TLS. The certificate is checked as a mail client
would: against the system's authorities or the office's own, and against the host's name.
"""

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Literal

Protocol = Literal["imap", "smtp"]
_LONGEST_REPLY = 64_000


class CertificateError(Exception):
    """There was no certificate to be had, or it is not to be trusted; ``reached`` tells which."""

    def __init__(self, reason: str, *, reached: bool) -> None:
        super().__init__(reason)
        self.reached = reached
        """The server was there; its certificate was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What the server showed."""

    until: datetime
    issuer: str


def certificate(
    *, host: str, port: int, protocol: Protocol, starttls: bool, ca_file: PurePath | None, timeout: float
) -> Certificate:
    """The certificate of this server, verified. Raises CertificateError. Blocks."""
    context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    try:
        with socket.create_connection((host, port), timeout=timeout) as plain:
            if starttls:
                _ask_for_tls(plain, protocol)
            with context.wrap_socket(plain, server_hostname=host.strip("[]")) as secured:
                shown = secured.getpeercert()
    except ssl.SSLCertVerificationError as error:
        raise CertificateError(error.verify_message, reached=True) from error
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        raise CertificateError(str(reason) or type(error).__name__, reached=False) from error
    if not shown:
        raise CertificateError("no certificate", reached=True)
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
    return Certificate(until=until, issuer=_issuer(shown.get("issuer", ())))


def _issuer(names: object) -> str:
    parts = [pair for group in names for pair in group] if isinstance(names, tuple) else []
    found: dict[object, object] = dict(
        pair for pair in parts if isinstance(pair, tuple) and len(pair) == len(("key", "value"))
    )
    return str(found.get("organizationName") or found.get("commonName") or "?")


def _ask_for_tls(line: socket.socket, protocol: Protocol) -> None:
    """The few words before TLS. Raises OSError when the server wants none."""
    with line.makefile("rb") as replies:

        def hear(wanted: bytes) -> None:
            heard = 0
            while said := replies.readline(_LONGEST_REPLY):
                heard += len(said)
                if said.startswith(wanted):
                    return
                more = said[3:4] == b"-" if protocol == "smtp" else said.startswith(b"* ")
                if not more or heard > _LONGEST_REPLY:
                    raise OSError(said.decode("ascii", "replace").strip()[:200])
            raise OSError("the server hung up")

        if protocol == "smtp":
            hear(b"220 ")
            line.sendall(b"EHLO localhost\r\n")
            hear(b"250 ")
            line.sendall(b"STARTTLS\r\n")
            hear(b"220 ")
        else:
            hear(b"* ")
            line.sendall(b"a1 STARTTLS\r\n")
            hear(b"a1 OK")
