"""``verify --server`` on a real server: every mail lies where the ledger says, and what does not is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted

from mailbot.sandbox.dovecot import DovecotServer, installed
from mailbot.sandbox.imap_server import PymapServer
from tests.flow.practice import PASSWORD, mailbot, settings_folder


def mail(name: str) -> bytes:
    return (
        "Authentication-Results: mx.sea.example; dmarc=pass header.from=sea.example\r\n"
        f"From: somruedee@sea.example\r\nTo: web@sea.example\r\nSubject: {name}\r\n"
        f"Message-ID: <{name}@client.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nขอลงข่าว\r\n"
    ).encode()


@pytest.fixture(params=["pymap", "dovecot"])
def server(request: pytest.FixtureRequest) -> Iterator[PymapServer | DovecotServer]:
    if request.param == "dovecot" and not installed():
        pytest.skip("dovecot is not installed (Debian: dovecot-imapd)")
    made = (PymapServer if request.param == "pymap" else DovecotServer)({"web": PASSWORD})
    made.start()
    yield made
    made.stop()


def test_what_a_person_removed_or_put_back_is_named(
    server: PymapServer | DovecotServer, tmp_path: Path
) -> None:
    folder = settings_folder(tmp_path / "office", imap_port=server.port, smtp_port=1)
    mailbot("once", "--config", folder)
    for name in ("kept", "removed", "put-back"):
        server.deliver("web", mail(name))
    mailbot("once", "--config", folder)
    well = mailbot("verify", "--server", "--config", folder)
    assert well.returncode == 0, well.stdout + well.stderr
    with MailBoxUnencrypted("127.0.0.1", server.port).login("web", PASSWORD, None) as person:
        done = next(each.name for each in person.folder.list() if each.name.endswith("done"))
        person.folder.set(done)
        by_subject = {each.subject: each.uid for each in person.fetch(mark_seen=False)}
        person.delete([uid for name, uid in by_subject.items() if name == "removed" and uid])
        person.move([uid for name, uid in by_subject.items() if name == "put-back" and uid], "INBOX")
        person.append(mail("by-hand"), done)
    named = mailbot("verify", "--server", "--config", folder)
    assert named.returncode == 1
    assert "<removed@client.example>" in named.stderr
    assert "<put-back@client.example>" in named.stderr
    assert "<by-hand@client.example>" in named.stderr, "the bot never saw it"
    assert "<kept@client.example>" not in named.stderr
    assert "Traceback" not in named.stderr
