"""The doctor finds each fault, says what to do, and never lets a secret show."""

import os
import shutil
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, ClassVar

import pytest

from mailbot.config import Settings
from mailbot.config.problems import LANGUAGES
from mailbot.core.calendar import thai_date
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.doctor import Finding, Level, World, examine, worst
from mailbot.doctor.certificate import Certificate, CertificateError, certificate
from mailbot.doctor.findings import Words, _texts
from mailbot.doctor.servers import judge_vouchers, topmost
from mailbot.edge.archive import FileArchive
from mailbot.edge.memory_mailbox import MemoryMailbox
from mailbot.edge.memory_postman import MemoryPostman
from mailbot.edge.register import FileRegister
from mailbot.ports import Fetched, MailboxError, Parcel, Posted, SecretError
from tests import servers
from tests.config.sample import KEY, SettingsFolder, sample_office

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "a password"
GOOD = Certificate(until=NOW + timedelta(days=60), issuer="An Authority")


@dataclass
class StillClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


class LocalPost(MemoryPostman):
    """A mail server of one mailbox: what is posted arrives there, if need be with another clock."""

    def __init__(self, box: MemoryMailbox, *, said: Posted | None = None, clock: datetime = NOW) -> None:
        super().__init__()
        self.box, self.said, self.clock = box, said or Posted(ok=True, detail="250 taken"), clock
        self.delivers = True
        self.parcels: list[Parcel] = []

    async def check(self) -> Posted:
        return replace(self.said)

    async def post(self, parcel: Parcel) -> Posted:
        self.parcels.append(parcel)
        if self.said.ok and self.delivers:
            voucher = b"Authentication-Results: mx.sea.example; dmarc=pass\r\n"
            self.box.deliver(voucher + parcel.raw, internal_date=self.clock)
        return self.said


class QuickMailbox(MemoryMailbox):
    """A mailbox that does not make a test wait."""

    def wait(self, timeout: float) -> bool:
        return super().wait(min(timeout, 0.0))


def a_world(box: MemoryMailbox | None = None, **changes: Any) -> World:
    box = box or QuickMailbox(("done", "machines", "unknown", "shelf"))
    world = World(
        clock=StillClock(),
        mailbox=lambda _: box,
        postman=lambda _: LocalPost(box),
        capabilities=lambda _: frozenset({"MOVE", "IDLE"}),
        certificate=lambda _server, _protocol: GOOD,
        templates=lambda _: (),
        program=lambda _: "List of available languages:\neng\ntha\n",
        free_bytes=lambda _: 50_000_000_000,
    )
    return replace(world, **changes)


@pytest.fixture
def office(tmp_path: Path) -> SettingsFolder:
    return sample_office(tmp_path / "office")


async def findings(office: SettingsFolder, world: World, token: str | None = None) -> dict[str, Finding]:
    found = [f async for f in examine(office.path, env={}, world=world, token=token)]
    shown = repr(found)
    assert PASSWORD not in shown
    assert KEY not in shown
    for finding in found:
        assert finding.name, finding
        assert finding.tried, finding
        assert finding.came_back, finding
        assert finding.do or finding.level is Level.OK, finding
    return {finding.code: finding for finding in found}


# --- a healthy office ------------------------------------------------------------------------------


async def test_a_healthy_office_has_only_what_is_still_the_samples_to_look_at(office: SettingsFolder) -> None:
    box = QuickMailbox(("done", "machines", "unknown", "shelf"))
    found = await findings(office, a_world(box), token="t0ken")
    assert {code for code, finding in found.items() if finding.level is not Level.OK} <= {
        "settings.sample",
        "settings.writable",
        "trust.unsure",
    }
    assert {"settings.ok", "data.new", "register.new", "imap.ok", "smtp.ok", "self.ok", "clock.ok"} <= set(
        found
    )


async def test_the_test_mail_is_a_machines_and_ends_up_filed(office: SettingsFolder) -> None:
    box = QuickMailbox(("done", "machines", "unknown", "shelf"))
    await findings(office, a_world(box), token="t0ken")
    assert box.mails() == []
    (raw,) = box.mails("machines")
    assert b"Auto-Submitted: auto-generated" in raw
    assert b"<check.t0ken@sea.example>" in raw


async def test_without_a_token_nothing_is_sent(office: SettingsFolder) -> None:
    box = QuickMailbox()
    post = LocalPost(box)
    found = await findings(office, a_world(box, postman=lambda _: post))
    assert post.parcels == []
    assert "self.ok" not in found


async def test_the_answers_come_in_the_offices_language(office: SettingsFolder) -> None:
    assert (await findings(office, a_world()))["imap.ok"].name == "กล่องจดหมาย (IMAP)"
    office.edit("mailbot.toml", 'language = "th"', 'language = "en"')
    assert (await findings(office, a_world()))["imap.ok"].name == "Mailbox (IMAP)"


# --- faults here -----------------------------------------------------------------------------------


async def test_wrong_settings_are_all_told_and_no_server_is_bothered(office: SettingsFolder) -> None:
    office.edit("mailbot.toml", "port = 993", 'port = "x"')
    office.edit("policy.toml", "report_day = 1", "report_day = 99")

    def untouchable(_: Settings) -> MemoryMailbox:
        raise AssertionError("no connection before the settings are right")

    found = [f async for f in examine(office.path, env={}, world=a_world(mailbox=untouchable))]
    wrong = [finding for finding in found if finding.code == "settings.wrong"]
    assert [finding.level for finding in wrong] == [Level.FAIL, Level.FAIL]
    assert "mailbot.toml" in wrong[0].came_back
    assert worst(found) is Level.FAIL


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
async def test_a_data_folder_that_cannot_be_written_fails(office: SettingsFolder) -> None:
    (office.path / "data").mkdir(mode=0o500)
    assert (await findings(office, a_world()))["data.unwritable"].level is Level.FAIL


async def test_a_data_path_that_is_a_file_fails(office: SettingsFolder) -> None:
    (office.path / "data").write_text("not a folder")
    assert (await findings(office, a_world()))["data.unwritable"].level is Level.FAIL


@pytest.mark.parametrize(
    ("free", "code", "level"),
    [(100_000_000, "data.full", Level.FAIL), (1_000_000_000, "data.tight", Level.WARN)],
)
async def test_a_filling_disk_is_told_before_it_is_full(
    office: SettingsFolder, free: int, code: str, level: Level
) -> None:
    assert (await findings(office, a_world(free_bytes=lambda _: free)))[code].level is level


async def test_a_data_folder_others_can_open_is_a_warning(office: SettingsFolder) -> None:
    (office.path / "data").mkdir()
    (office.path / "data").chmod(0o755)
    assert "chmod 700" in (await findings(office, a_world()))["data.open"].do


async def test_a_check_that_breaks_is_told_without_its_words_and_hides_no_other(
    office: SettingsFolder,
) -> None:
    def broken(_: Settings) -> list[str]:
        raise RuntimeError(f"with the {PASSWORD} in it")

    found = await findings(office, a_world(templates=broken, capabilities=broken))
    assert found["broken.failed"].level is Level.FAIL
    assert {"tesseract.ok", "certificate.ok", "imap.ok"} <= set(found)


async def test_mails_that_are_filed_already_tell_who_vouches_for_senders(office: SettingsFolder) -> None:
    data = office.path / "data"
    archive, register = FileArchive(data / "archive"), FileRegister(data, now=NOW)
    for number, raw in enumerate(vouched(*["mx.sea.example"] * 3)):
        sha256 = archive.put(raw + b"%d" % number)
        register.commit(
            [
                MailEntry(
                    month="2569-11",
                    ledger_key=str(number),
                    sha256=sha256,
                    received_at=NOW,
                    outcome=Outcome.SHELVED,
                )
            ]
        )
    register.close()
    assert (await findings(office, a_world()))["trust.propose"].level is Level.WARN


async def test_the_register_is_looked_at_while_the_bot_runs(office: SettingsFolder) -> None:
    running = FileRegister(office.path / "data", now=NOW)
    try:
        assert (await findings(office, a_world()))["register.ok"].level is Level.OK
    finally:
        running.close()


async def test_a_damaged_register_is_told(office: SettingsFolder) -> None:
    (office.path / "data/register").mkdir(parents=True)
    (office.path / "data/register/2569-11.json").write_bytes(b"{")
    found = await findings(office, a_world())
    (told,) = {finding.level for code, finding in found.items() if code.startswith("register.")}
    assert told is not Level.OK


async def test_a_wrong_template_is_named(office: SettingsFolder) -> None:
    found = await findings(office, a_world(templates=lambda _: ["th/task/body.txt: no variable x"]))
    assert "th/task/body.txt" in found["templates.wrong"].came_back


@pytest.mark.parametrize(
    ("program", "codes"),
    [
        (lambda _: None, {"tesseract.missing", "antiword.missing"}),
        (lambda _: "List:\neng\n", {"tesseract.no_thai", "antiword.ok"}),
    ],
)
async def test_missing_programs_are_a_warning_for_they_are_optional(
    office: SettingsFolder, program: Callable[[Sequence[str]], str | None], codes: set[str]
) -> None:
    found = await findings(office, a_world(program=program))
    assert codes <= set(found)
    assert Level.FAIL not in {found[code].level for code in codes}


# --- faults of the servers -------------------------------------------------------------------------


async def test_a_certificate_that_ends_soon_is_a_warning_with_its_day(office: SettingsFolder) -> None:
    ending = Certificate(until=NOW + timedelta(days=3), issuer="An Authority")
    found = (await findings(office, a_world(certificate=lambda _s, _p: ending)))["certificate.ending"]
    assert found.level is Level.WARN
    assert thai_date(ending.until, short=True) in found.came_back


@pytest.mark.parametrize(
    ("reached", "code"), [(True, "certificate.untrusted"), (False, "certificate.silent")]
)
async def test_a_refused_certificate_fails(office: SettingsFolder, *, reached: bool, code: str) -> None:
    def refused(_server: object, _protocol: object) -> Certificate:
        raise CertificateError("certificate has expired", reached=reached)

    assert (await findings(office, a_world(certificate=refused)))[code].level is Level.FAIL


async def test_a_refused_login_fails_with_the_servers_words_and_spares_the_rest(
    office: SettingsFolder,
) -> None:
    box = QuickMailbox()
    box.fault = MailboxError("refused the login: check user and password", retry=False)
    found = await findings(office, a_world(box), token="t")
    assert "check user and password" in found["imap.refused"].came_back
    assert not {code for code in found if code.startswith(("self.", "trust."))}


REASONS = ("missing", "unusable", "failed", "late", "silent", "odd")


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize(
    ("stated", "check"),
    [
        ('login = "oauth2"\ntoken_command = ["token"]', "token"),
        ('password_command = ["vault"]', "password"),
    ],
)
async def test_a_command_that_gives_no_secret_fails_once_and_no_login_is_tried(
    office: SettingsFolder, stated: str, check: str, reason: str
) -> None:
    def ask(_settings: object, _server: object) -> None:
        raise SecretError("it would not", reason=reason)

    def nobody(_: object) -> frozenset[str]:
        raise AssertionError("nobody was to be logged in")

    office.edit("mailbot.toml", "[imap]\n", f"[imap]\n{stated}\n")
    box = QuickMailbox()
    found = await findings(office, a_world(box, secret=ask, capabilities=nobody), token="t")
    told = found[f"{check}.{reason}"]
    assert told.level is Level.FAIL
    assert told.do
    assert "[imap]" in told.tried
    assert not {code for code in found if code.startswith(("imap.", "smtp.", "self.", "trust."))}


async def test_a_command_for_sending_alone_leaves_the_reading_to_be_looked_at(office: SettingsFolder) -> None:
    def ask(_settings: object, _server: object) -> None:
        raise SecretError("it would not", reason="failed")

    office.edit("mailbot.toml", "[smtp]\n", '[smtp]\npassword_command = ["vault"]\n')
    found = await findings(office, a_world(secret=ask), token="t")
    assert "[smtp]" in found["password.failed"].tried
    assert found["imap.ok"].level is Level.OK
    assert not {code for code in found if code.startswith(("smtp.", "self."))}


async def test_one_command_for_both_servers_is_asked_once(office: SettingsFolder) -> None:
    asked: list[object] = []
    office.edit("mailbot.toml", "[imap]\n", '[imap]\nlogin = "oauth2"\ntoken_command = ["token"]\n')
    found = await findings(office, a_world(secret=lambda _, server: asked.append(server)))
    assert found["token.ok"].level is Level.OK
    assert {"imap.ok", "smtp.ok"} <= set(found)
    assert len(asked) == 1


async def test_what_the_server_cannot_do_is_told_and_no_fault(office: SettingsFolder) -> None:
    found = await findings(office, a_world(capabilities=lambda _: frozenset()))
    assert {found["imap.no_move"].level, found["imap.no_idle"].level} == {Level.WARN}


async def test_a_sending_server_that_refuses_fails_and_nothing_is_sent(office: SettingsFolder) -> None:
    box = QuickMailbox()
    post = LocalPost(box, said=Posted(ok=False, detail="535 no"))
    found = await findings(office, a_world(box, postman=lambda _: post), token="t")
    assert "535 no" in found["smtp.refused"].came_back
    assert post.parcels == []


async def test_a_mail_to_ourselves_that_never_comes_fails(office: SettingsFolder) -> None:
    box = QuickMailbox()
    post = LocalPost(box)
    post.delivers = False
    assert (await findings(office, a_world(box, postman=lambda _: post), token="t"))[
        "self.lost"
    ].level is Level.FAIL


async def test_a_running_bot_that_was_quicker_is_no_fault(office: SettingsFolder) -> None:
    box = QuickMailbox(("machines",))

    class Quicker(LocalPost):
        async def post(self, parcel: Parcel) -> Posted:
            posted = await super().post(parcel)
            box.file(box.uids(), "machines")
            return posted

    found = await findings(office, a_world(box, postman=lambda _: Quicker(box)), token="t")
    assert found["self.elsewhere"].level is Level.OK


@pytest.mark.parametrize(
    ("off", "level"),
    [
        (timedelta(seconds=20), Level.OK),
        (timedelta(minutes=-5), Level.WARN),
        (timedelta(hours=7), Level.FAIL),
    ],
)
async def test_clocks_that_disagree_are_told(office: SettingsFolder, off: timedelta, level: Level) -> None:
    box = QuickMailbox(("machines",))
    found = await findings(office, a_world(box, postman=lambda _: LocalPost(box, clock=NOW + off)), token="t")
    (clock,) = (finding for code, finding in found.items() if code.startswith("clock."))
    assert clock.level is level


# --- who vouches for senders -----------------------------------------------------------------------


def vouched(*names: str | None) -> list[bytes]:
    below = b"Authentication-Results: forged.example; dmarc=pass\r\nSubject: x\r\n\r\n"
    return [
        (f"Received: x\r\nAuthentication-Results: {name};\r\n spf=pass\r\n".encode() + below)
        if name
        else b"Subject: x\r\n\r\n"
        for name in names
    ]


@pytest.mark.parametrize(
    ("pinned", "names", "code"),
    [
        ("", ["mx.sea.example"] * 3, "trust.propose"),
        ("", ["mx.sea.example"] * 2, "trust.unsure"),
        ("", ["mx.sea.example"] * 5 + ["other.example"], "trust.unsure"),
        ("", ["mx.sea.example"] * 5 + [None], "trust.unsure"),
        ("", [None] * 5, "trust.none"),
        ("", [], "trust.no_mail"),
        ("mx.sea.example", [], "trust.unseen"),
        ("MX.sea.example", ["mx.sea.example", None], "trust.ok"),
        ("mx.sea.example", ["new.sea.example"] * 3, "trust.others"),
        ("mx.sea.example", [None] * 3, "trust.pinned_missing"),
    ],
)
def test_only_what_tops_every_mail_is_proposed_to_be_believed(
    office: SettingsFolder, pinned: str, names: list[str | None], code: str
) -> None:
    if pinned:
        office.edit("mailbot.toml", "authserv_ids = []", f'authserv_ids = ["{pinned}"]')
    finding = judge_vouchers(office.load(), vouched(*names), Words("th"))
    assert finding.code == code
    assert "forged" not in finding.came_back + finding.do


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("mx.sea.example; spf=pass", "mx.sea.example"),
        ("mx.SEA.example 1;\r\n dkim=none", "mx.sea.example"),
        ("(a comment) mx.sea.example (v2); none", "mx.sea.example"),
        ('"mx.sea.example"; none', "mx.sea.example"),
        ("", None),
        ("; spf=pass", None),
        ("two words; spf=pass", None),
    ],
)
def test_the_authserv_id_is_read_as_the_standard_writes_it(field: str, name: str | None) -> None:
    assert topmost(f"Authentication-Results: {field}\r\n\r\n".encode()) == name


# --- the words -------------------------------------------------------------------------------------


def test_both_languages_answer_the_same_questions() -> None:
    first, second = (_texts(language) for language in LANGUAGES)
    assert {check: set(texts) for check, texts in first.items()} == {
        check: set(texts) for check, texts in second.items()
    }


# --- certificates, of real sockets -----------------------------------------------------------------


class Greeter(StreamRequestHandler):
    """Speaks the few words before TLS, then TLS, then hangs up."""

    context: ClassVar[ssl.SSLContext]
    words: ClassVar[Sequence[tuple[bytes, bytes]]] = ()

    def handle(self) -> None:
        for wanted, answer in self.words:
            if wanted and not self.rfile.readline().startswith(wanted):
                return
            self.wfile.write(answer)
            self.wfile.flush()
        try:
            self.context.wrap_socket(self.request, server_side=True).close()
        except OSError:
            return


SMTP_WORDS = (
    (b"", b"220 hello\r\n"),
    (b"EHLO", b"250-here\r\n250 STARTTLS\r\n"),
    (b"STARTTLS", b"220 go\r\n"),
)
IMAP_WORDS = ((b"", b"* OK hello\r\n"), (b"a1 STARTTLS", b"* NOTE x\r\na1 OK go\r\n"))


@pytest.fixture
def greet(tmp_path: Path) -> Iterator[Callable[[Sequence[tuple[bytes, bytes]]], tuple[int, Path]]]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, so there is no certificate to show")
    made = servers.certificate(tmp_path)
    assert made
    opened: list[ThreadingTCPServer] = []

    def start(words: Sequence[tuple[bytes, bytes]]) -> tuple[int, Path]:
        handler = type("Handler", (Greeter,), {"context": made[0], "words": words})
        server = ThreadingTCPServer(("127.0.0.1", 0), handler)
        opened.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server.server_address[1], tmp_path / "cert.pem"

    yield start
    for server in opened:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("words", "protocol", "starttls"),
    [((), "imap", False), (IMAP_WORDS, "imap", True), (SMTP_WORDS, "smtp", True)],
)
def test_a_certificate_is_read_with_and_without_starttls(
    greet: Any, words: Any, protocol: Any, *, starttls: bool
) -> None:
    port, authority = greet(words)
    shown = certificate(
        host="127.0.0.1", port=port, protocol=protocol, starttls=starttls, ca_file=authority, timeout=5
    )
    left = shown.until - datetime.now(UTC)  # the certificate is made anew for two days
    assert timedelta(days=1) < left <= timedelta(days=2)
    assert shown.issuer == "127.0.0.1"


def test_a_certificate_nobody_vouches_for_is_refused_as_such(greet: Any) -> None:
    port, _ = greet(())
    with pytest.raises(CertificateError) as refused:
        certificate(host="127.0.0.1", port=port, protocol="imap", starttls=False, ca_file=None, timeout=5)
    assert refused.value.reached


@pytest.mark.parametrize(
    ("words", "starttls"),
    [([(b"", b"220 hello\r\n"), (b"EHLO", b"502 no\r\n")], True), ([(b"", b"* BYE full\r\n")], False)],
)
def test_a_server_without_tls_is_told_apart_from_a_bad_certificate(
    greet: Any, words: Any, *, starttls: bool
) -> None:
    port, authority = greet(words)
    with pytest.raises(CertificateError) as refused:
        certificate(
            host="127.0.0.1", port=port, protocol="smtp", starttls=starttls, ca_file=authority, timeout=5
        )
    assert not refused.value.reached
    assert str(refused.value)


def test_a_host_that_does_not_listen_is_told_as_such(greet: Any) -> None:
    _, authority = greet(())
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, but nobody listens
        port = deaf.getsockname()[1]
        with pytest.raises(CertificateError) as refused:
            certificate(
                host="127.0.0.1", port=port, protocol="imap", starttls=False, ca_file=authority, timeout=2
            )
    assert not refused.value.reached


def test_fetched_headers_are_what_the_port_promises() -> None:
    box = QuickMailbox()
    box.deliver(vouched("mx.sea.example")[0] + b"body\r\n")
    box.open()
    (fetched,) = box.fetch(box.uids(), max_bytes=0)
    assert isinstance(fetched, Fetched)
    assert topmost(fetched.raw) == "mx.sea.example"
