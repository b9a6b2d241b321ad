"""What the tests of the mail edges share: mails, and a person who uses the mailbox too."""

import asyncio
import imaplib
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from imap_tools import MailBoxUnencrypted
from imap_tools.imap_utf7 import utf7_encode

from mailbot.sandbox.dovecot import DovecotServer
from mailbot.sandbox.imap_server import PymapServer

PASSWORD = "s3cret-pass"
HOST = "127.0.0.1"

Server = PymapServer | DovecotServer


def mail(number: int = 1, *, message_id: str | None = "", subject: str = "", body: bytes = b"") -> bytes:
    """A small mail with CRLF lines; ``message_id`` None: without one."""
    lines = [b"From: malee@office.example", b"To: web@office.example", b"Subject: " + subject.encode()]
    if message_id is not None:
        lines.append(b"Message-ID: " + (message_id or f"<{number}@office.example>").encode())
    return b"\r\n".join([*lines, b"", body or f"number {number}".encode(), b""])


async def eventually(true: Callable[[], bool]) -> None:
    """Until something comes true in another thread; a minute at most."""
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.01)


class Person:
    """Somebody who has the same mailbox open in a mail program."""

    def __init__(self, server: Server, user: str) -> None:
        self._server, self._user = server, user

    def flag(self, uid: int, flag: str) -> None:
        with self._inbox() as box:
            box.client.uid("STORE", str(uid), "+FLAGS", f"({flag})")

    def remove(self, uid: int) -> None:
        with self._inbox() as box:
            box.client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            box.client.expunge()

    def put_aside(self, uid: int, folder: str) -> None:
        with self._inbox() as box:
            name = utf7_encode(self._name(box, folder)).decode()
            box.client.create(f'"{name}"')
            box.client.uid("COPY", str(uid), f'"{name}"')
            box.client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            box.client.expunge()

    def remove_folder(self, folder: str) -> None:
        with self._inbox() as box:
            box.folder.delete(self._name(box, folder))

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        with self._inbox() as box:
            box.folder.set(self._name(box, folder), readonly=True)
            _, data = box.client.uid("FETCH", "1:*", "(BODY.PEEK[])")
            return [item[1] for item in data if isinstance(item, tuple)]

    def flags(self, uid: int | str, folder: str = "INBOX") -> set[str]:
        with self._inbox() as box:
            box.folder.set(self._name(box, folder), readonly=True)
            _, data = box.client.uid("FETCH", str(uid), "(FLAGS)")
            said = b" ".join(item for item in data if isinstance(item, bytes))
            return {flag.decode() for flag in imaplib.ParseFlags(said)} - {r"\Recent"}

    def folders(self) -> list[str]:
        with self._inbox() as box:
            return [info.name.replace(info.delim, "/") for info in box.folder.list()]

    def subscribed(self) -> list[str]:
        with self._inbox() as box:
            listed = box.folder.list(subscribed_only=True)
            return [info.name.replace(info.delim, "/") for info in listed]

    def _name(self, box: MailBoxUnencrypted, folder: str) -> str:
        return folder.replace("/", box.folder.list("", "")[0].delim)

    @contextmanager
    def _inbox(self) -> Iterator[MailBoxUnencrypted]:
        box = MailBoxUnencrypted(self._server.host, self._server.port, timeout=10)
        try:
            box.login(self._user, PASSWORD)
            yield box
        finally:
            box.logout()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext] | None:
    """A self-signed certificate for loopback: (for the server, for who trusts it); None without openssl."""
    if shutil.which("openssl") is None:
        return None
    key, cert = folder / "key.pem", folder / "cert.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    wanted = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run(
        ["openssl", "req", *wanted, *subject, "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=str(cert))
