"""An office on access tokens, whole: the doctor, a day on which the token runs out, where no token lies."""

import asyncio
import json
import logging
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.app import Parts, build
from mailbot.cli import main
from mailbot.core.request import Request
from mailbot.edge.register.backup import backup
from mailbot.sandbox import dovecot
from mailbot.sandbox.dovecot import DovecotServer
from mailbot.sandbox.people import Writer
from mailbot.sandbox.smtp_server import SmtpServer
from mailbot.sandbox.token_server import TokenServer
from mailbot.writing.worker import InlineWriter
from tests.config.sample import SettingsFolder, sample_office
from tests.conversations.correspondence import MovableClock
from tests.conversations.mails import form
from tests.faults.load import GENUINE
from tests.faults.office import Reading
from tests.servers import eventually

USER = "web@sea.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The office's settings, its servers, and the file its command prints."""

    office: SettingsFolder
    provider: TokenServer
    imap: DovecotServer
    smtp: SmtpServer
    printed: Path
    given: list[str]

    def new_token(self) -> str:
        token = self.provider.issue(USER)
        self.given.append(token)
        self.printed.write_text(token + "\n")
        return token

    def run_out(self) -> None:
        """The provider and both servers end what was logged in with the tokens so far."""
        self.provider.expire()
        self.imap.drop_connections()
        self.smtp.hang_up()

    def shows_no_token(self, *texts: str) -> None:
        assert self.given
        for token in self.given:
            assert token not in "".join(texts)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    if not dovecot.installed():
        pytest.skip("Dovecot (Debian: dovecot-imapd) is not installed")
    office = sample_office(tmp_path / "office")
    (office.path / "secrets/imap_password").unlink()
    provider = TokenServer()
    with (
        provider,
        DovecotServer({}, tokens=provider.url, mechanisms="xoauth2 oauthbearer") as imap,
        SmtpServer(tokens=provider.user_of) as smtp,
    ):
        for protocol, port, server in (("imap", 993, imap), ("smtp", 465, smtp)):
            office.edit("mailbot.toml", f'host = "{protocol}.sea.example"', f'host = "{server.host}"')
            office.edit("mailbot.toml", f"\nport = {port}\n", f"\nport = {server.port}\n")
            office.edit("mailbot.toml", '\ntls = "tls"\n', '\ntls = "none"\n')
        printed = tmp_path / "printed"
        office.edit(
            "mailbot.toml", "[imap]\n", f'[imap]\nlogin = "oauth2"\ntoken_command = ["cat", "{printed}"]\n'
        )
        yield Place(office=office, provider=provider, imap=imap, smtp=smtp, printed=printed, given=[])


def check(place: Place, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, dict[str, str]]:
    main(["check", "--config", str(place.office.path), "--json", *more])
    said = capsys.readouterr()
    place.shows_no_token(said.out, said.err)
    return {finding["code"]: finding for finding in map(json.loads, said.out.splitlines())}


def test_the_doctor_is_content_with_a_token_that_opens_both_servers(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.new_token()
    found = check(place, capsys)
    assert {"token.ok", "imap.ok", "smtp.ok"} <= set(found)
    assert not {code for code, finding in found.items() if finding["level"] == "fail"}


def test_the_doctor_tells_a_command_that_fails_and_troubles_no_server(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.new_token()
    place.printed.unlink()
    found = check(place, capsys, "--send")
    assert "status 1" in found["token.failed"]["came_back"]
    assert found["token.failed"]["do"]
    assert not {code for code in found if code.startswith(("imap.", "smtp.", "self.", "trust."))}
    assert place.provider.asked == []
    assert place.smtp.connections == 0


@pytest.mark.parametrize(
    ("printed", "code"), [("", "token.silent"), ("{}", "token.odd"), (None, "token.missing")]
)
def test_the_doctor_tells_apart_what_is_wrong_with_a_command(
    place: Place, capsys: pytest.CaptureFixture[str], printed: str | None, code: str
) -> None:
    place.new_token()
    if printed is None:
        place.office.edit("mailbot.toml", '"cat"', '"/nowhere/token"')
    else:
        place.printed.write_text(printed)
    found = check(place, capsys)
    assert found[code]["level"] == "fail"
    assert found[code]["do"]


def test_the_doctor_tells_a_token_that_the_servers_refuse_and_what_it_needs(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.new_token()
    place.provider.expire()
    found = check(place, capsys)
    assert found["token.ok"]["level"] == "ok"
    for code, right in (("imap.refused_token", "IMAP.AccessAsUser.All"), ("smtp.refused_token", "SMTP.Send")):
        assert found[code]["level"] == "fail"
        assert "expired" in found[code]["came_back"]
        assert right in found[code]["do"]


async def test_a_token_that_runs_out_while_the_command_fails_is_told_and_nothing_is_lost(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings, clock = place.office.load(), MovableClock()
    first = place.new_token()
    app = build(settings, Parts(clock=clock, reader=Reading(), writer=InlineWriter))
    writer = Writer(settings.office)

    def arrive(topic: str) -> None:
        place.imap.deliver(USER, GENUINE + writer.write("somruedee", "ขอเผยแพร่", form(topic), clock.time))

    def topics() -> set[str]:
        register = app.register
        requests = [each for month in register.months() for each in register.each(Request, month)]
        return {request.fields.topic or "" for request in requests}

    def heartbeat() -> dict[str, str]:
        with suppress(OSError):
            return dict(json.loads((settings.data / "heartbeat.json").read_text()))
        return {}

    await app.service.once()
    running = asyncio.create_task(app.service.run())
    try:
        arrive("เรื่องแรก")
        await eventually(lambda: len(place.smtp.handed) > 0)
        assert topics() == {"เรื่องแรก"}
        letters = len(place.smtp.handed)

        place.printed.unlink()
        place.run_out()
        arrive("เรื่องที่สอง")
        await eventually(lambda: "ended with status 1" in heartbeat().get("trouble", ""))
        await asyncio.to_thread(main, ["status", "--config", str(place.office.path)])
        status = capsys.readouterr().out
        assert "ended with status 1" in status
        assert topics() == {"เรื่องแรก"}

        second = place.new_token()
        await eventually(lambda: len(place.smtp.handed) > letters)
        await eventually(lambda: heartbeat().get("trouble") == "")
        assert topics() == {"เรื่องแรก", "เรื่องที่สอง"}
        assert first != second
        assert {letter.user for letter in place.smtp.handed} == {USER}
        backup(settings.data, tmp_path / "backup.zip")
        shown = [repr(settings), repr(app), status, json.dumps(heartbeat())]
    finally:
        app.service.stop()
        await running
        await app.close()

    with zipfile.ZipFile(tmp_path / "backup.zip") as kept:
        inside = [kept.read(name) for name in kept.namelist()]
    data = [file.read_bytes() for file in settings.data.rglob("*") if file.is_file()]
    logged = [
        record.getMessage() for record in caplog.records if record.name != "mail.log"
    ]  # the practice server's
    place.shows_no_token(*shown, *logged, *(content.decode("latin-1") for content in inside + data))
    assert inside
    assert data
