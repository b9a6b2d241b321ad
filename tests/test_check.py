"""``mailbot check`` against real mail servers on loopback: what a new operator sees."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.cli import main
from mailbot.sandbox import dovecot
from mailbot.sandbox.post_office import PracticePostOffice
from tests.config.sample import SettingsFolder, sample_office
from tests.servers import PASSWORD, Person

SAMPLE_ONLY = {
    "settings.sample",
    "settings.writable",
    "tesseract.missing",
    "antiword.missing",
}
"""What is to be looked at in the sample office on any machine."""


@pytest.fixture(params=["pymap", "dovecot"])
def post_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PracticePostOffice]:
    if request.param == "dovecot" and not dovecot.installed():
        pytest.skip("Dovecot (Debian: dovecot-imapd) is not installed")
    with PracticePostOffice(
        tmp_path / "post",
        bot_address="web@sea.example",
        imap=request.param,
        authserv_id="mx.sea.example",
        password=PASSWORD,
    ) as opened:
        yield opened


@pytest.fixture
def office(post_office: PracticePostOffice, tmp_path: Path) -> SettingsFolder:
    folder = sample_office(tmp_path / "office")
    for protocol in ("imap", "smtp"):
        access = post_office.imap if protocol == "imap" else post_office.smtp
        port = 993 if protocol == "imap" else 465
        folder.edit("mailbot.toml", f'host = "{protocol}.sea.example"', f'host = "{access.host}"')
        folder.edit("mailbot.toml", f"\nport = {port}\n", f"\nport = {access.port}\n")
        folder.edit("mailbot.toml", '\ntls = "tls"\n', '\ntls = "none"\n')
        folder.edit("mailbot.toml", '\nuser = "web@sea.example"\n', f'\nuser = "{access.user}"\n')
    folder.secret("imap_password", post_office.imap.password)
    return folder


def check(
    office: SettingsFolder, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, dict[str, str]]:
    status = main(["check", "--config", str(office.path), "--json", *more])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return status, {finding["code"]: finding["level"] for finding in found}


def test_a_working_office_passes_with_a_mail_there_and_back(
    office: SettingsFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    _, found = check(office, capsys, "--send")
    assert {code for code, level in found.items() if level == "ok"} >= {
        "settings.ok", "data.new", "register.new", "templates.ok",
        "imap.ok", "smtp.ok", "self.ok", "clock.ok",
    }  # fmt: skip
    assert {code for code, level in found.items() if level != "ok"} <= SAMPLE_ONLY | {"trust.unsure"}


def test_who_vouches_for_senders_is_proposed_from_real_mails(
    office: SettingsFolder, post_office: PracticePostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        post_office.deliver_now(
            b"From: kamon@sea.example\r\nMessage-ID: <%d@sea.example>\r\n\r\nx\r\n" % number
        )
    _, found = check(office, capsys)
    assert found["trust.propose"] == "warn"
    office.edit("mailbot.toml", "authserv_ids = []", 'authserv_ids = ["mx.sea.example"]')
    _, found = check(office, capsys)
    assert found["trust.ok"] == "ok"


def test_looking_leaves_the_mailbox_as_it_was(
    office: SettingsFolder, post_office: PracticePostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    post_office.deliver_now(b"From: kamon@sea.example\r\nSubject: x\r\n\r\nx\r\n")
    person = Person(post_office.imap_server, post_office.imap.user)
    before = person.mails()
    check(office, capsys, "--send")
    assert person.mails() == before
    assert "\\Seen" not in person.flags(1)


def test_a_wrong_password_fails_with_status_2_and_is_not_shown(
    office: SettingsFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    office.secret("imap_password", "not-the-right-one")
    assert main(["check", "--config", str(office.path), "--send"]) == 2
    shown = capsys.readouterr()
    assert "✗" in shown.out
    assert "not-the-right-one" not in shown.out + shown.err


def test_wrong_settings_fail_before_any_server_is_asked(
    office: SettingsFolder, post_office: PracticePostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    office.edit("policy.toml", "report_day = 1", "report_day = 99")
    status, found = check(office, capsys)
    assert status == 2
    assert set(found) <= {"settings.wrong"} | {
        f"{p}.{o}" for p in ("tesseract", "antiword") for o in ("ok", "missing")
    }
    assert post_office.smtp_server.connections == 0
