"""Logging in with access tokens at real servers: each login has a fresh one; only the server sees it."""

import base64
import itertools
import logging
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from mailbot.edge.imap import ImapMailbox
from mailbot.edge.smtp import SmtpPostman
from mailbot.ports import MailboxError, Parcel, SecretError
from mailbot.sandbox import dovecot
from mailbot.sandbox.dovecot import DovecotServer
from mailbot.sandbox.smtp_server import Fault, SmtpServer
from mailbot.sandbox.token_server import TokenServer
from mailbot.sandbox.wire import Wire
from tests.servers import mail

LETTER = Parcel(sender="web@office.example", recipients=("a@b.example",), raw=mail(1))
USER = "web@office.example"
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def provider() -> Iterator[TokenServer]:
    with TokenServer() as server:
        yield server


@pytest.fixture(scope="module", params=["xoauth2 oauthbearer", "xoauth2", "oauthbearer"])
def imap(request: pytest.FixtureRequest, provider: TokenServer) -> Iterator[DovecotServer]:
    if not dovecot.installed():
        pytest.skip("Dovecot (Debian: dovecot-imapd) is not installed")
    with DovecotServer({}, tokens=provider.url, mechanisms=f"plain login {request.param}") as server:
        yield server


@pytest.fixture
def user() -> str:
    return f"user{next(_numbers)}@office.example"


class Desk:
    """The office's command: what it would print, and how often it was asked."""

    def __init__(self, provider: TokenServer, user: str, *, length: int = 48) -> None:
        self.provider, self.user, self.length = provider, user, length
        self.given: list[str] = []
        self.fault: SecretError | None = None

    def __call__(self) -> str:
        if self.fault:
            raise self.fault
        self.given.append(self.provider.issue(self.user, length=self.length))
        return self.given[-1]


@pytest.fixture
def desk(provider: TokenServer, user: str) -> Desk:
    return Desk(provider, user)


Dial = Callable[..., ImapMailbox]


@pytest.fixture
def dial(imap: DovecotServer, user: str) -> Iterator[Dial]:
    opened: list[ImapMailbox] = []

    def connect(secret: Callable[[], str] | str, **settings: object) -> ImapMailbox:
        wanted: dict[str, object] = {
            "host": imap.host,
            "port": imap.port,
            "user": user,
            "tls": "none",
            "timeout": 20.0,
            "oauth2": True,
        }
        wanted |= {"password": secret, **settings}
        box = ImapMailbox(**wanted)  # type: ignore[arg-type]  # settings of a test
        opened.append(box)
        return box

    yield connect
    for box in opened:
        box.close()


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def ours(told: pytest.LogCaptureFixture) -> str:
    """What mailbot itself has logged."""
    return "".join(record.getMessage() for record in told.records if record.name.startswith("mailbot"))


# --- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [48, 3000])
def test_a_token_opens_the_mailbox_however_long_it_is(
    imap: DovecotServer, provider: TokenServer, user: str, dial: Dial, length: int
) -> None:
    imap.deliver(user, mail(1))
    desk = Desk(provider, user, length=length)
    box = dial(desk)
    assert box.open().count == 1
    assert box.uids() == [1]
    assert provider.asked[-1] == desk.given[-1]


def test_each_login_asks_anew_so_a_token_that_ran_out_costs_nothing(
    imap: DovecotServer, provider: TokenServer, user: str, dial: Dial, desk: Desk
) -> None:
    imap.deliver(user, mail(1))
    box = dial(desk)
    box.open()
    provider.expire()
    imap.drop_connections()
    imap.deliver(user, mail(2))
    assert box.uids() == [1, 2]
    assert len(desk.given) == 2
    assert len(set(desk.given)) == 2


def test_a_refused_token_is_not_tried_again_at_once_and_told_in_plain_words(
    provider: TokenServer, dial: Dial, desk: Desk, told: pytest.LogCaptureFixture
) -> None:
    token = desk()
    provider.expire()
    before = len(provider.asked)
    box = dial(lambda: token)
    with pytest.raises(MailboxError, match=r"refused the access token of user.*expired.*status") as refused:
        box.open()
    assert not refused.value.retry
    assert provider.asked[before:] == [token]
    assert token not in "".join([str(refused.value), repr(refused.value), repr(vars(box)), ours(told)])
    assert refused.value.__cause__ is None


def test_after_a_refused_token_a_good_one_opens_the_mailbox(dial: Dial, desk: Desk) -> None:
    words = iter(["not-a-token-of-theirs", desk()])
    box = dial(lambda: next(words))
    with pytest.raises(MailboxError, match="refused the access token"):
        box.open()
    assert box.open().count == 0


def test_a_token_for_somebody_else_does_not_open_the_mailbox(provider: TokenServer, dial: Dial) -> None:
    box = dial(lambda: provider.issue("somebody@else.example"))
    with pytest.raises(MailboxError, match="refused the access token") as refused:
        box.open()
    assert not refused.value.retry


@pytest.mark.parametrize("retry", [True, False])
def test_a_command_that_gives_nothing_is_told_and_the_server_is_not_bothered(
    provider: TokenServer, dial: Dial, desk: Desk, *, retry: bool
) -> None:
    desk.fault = SecretError("the command token ended with status 3", reason="failed", retry=retry)
    before = len(provider.asked)
    with pytest.raises(MailboxError, match="could not log in: the command token ended with status 3") as why:
        dial(desk).open()
    assert why.value.retry is retry
    assert len(provider.asked) == before
    desk.fault = None
    dial(desk).open()


def test_a_server_without_tokens_is_not_shown_one(desk: Desk, dial: Dial) -> None:
    if not dovecot.installed():
        pytest.skip("Dovecot (Debian: dovecot-imapd) is not installed")
    with DovecotServer({desk.user: "pw"}) as plain:
        box = dial(desk, port=plain.port)
        with pytest.raises(MailboxError, match=r"takes no access token \(it offers .*PLAIN") as refused:
            box.open()
        box.close()
        assert not refused.value.retry
        assert desk.given[-1] not in str(refused.value) + plain.log()


@pytest.mark.parametrize("words", [b"[EXPIRED] token", b"User is authenticated but not connected."])
def test_a_server_that_wants_a_new_login_without_hanging_up_gets_one(
    imap: DovecotServer, user: str, dial: Dial, desk: Desk, words: bytes
) -> None:
    imap.deliver(user, mail(1))
    with Wire(imap.port) as wire:
        box = dial(desk, port=wire.port)
        box.open()
        wire.instead(b"OK Search completed", b"NO " + words, times=1)
        assert box.uids() == [1]
        box.close()
    assert len(desk.given) == 2


def test_a_server_that_repeats_what_it_was_sent_does_not_bring_out_the_token(
    provider: TokenServer, imap: DovecotServer, dial: Dial, desk: Desk
) -> None:
    token = desk()
    provider.expire()
    with Wire(imap.port) as wire:
        wire.instead(b"Authentication failed", token.encode(), times=None)
        with pytest.raises(MailboxError, match=r"\*\*\*") as refused:
            dial(lambda: token, port=wire.port).open()
    assert token not in str(refused.value)


@pytest.mark.parametrize(
    ("mechanism", "answered"), [("XOAUTH2", b"\r\n"), ("OAUTHBEARER", base64.b64encode(b"\x01") + b"\r\n")]
)
def test_the_reason_for_a_refusal_is_answered_as_the_mechanism_wants_and_the_token_sent_once(
    mechanism: str, answered: bytes
) -> None:
    why = base64.b64encode(b'{"status":"insufficient_scope"}')
    said: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            with line, line.makefile("rb") as client:
                line.sendall(b"* OK ready\r\n")
                tag = client.readline().split()[0]
                line.sendall(b"* CAPABILITY IMAP4rev1 AUTH=%s\r\n%s OK done\r\n" % (mechanism.encode(), tag))
                tag = client.readline().split()[0]
                for challenge in (b"", why):
                    line.sendall(b"+ " + challenge + b"\r\n")
                    said.append(client.readline())
                line.sendall(tag + b" NO AUTHENTICATE failed.\r\n")

        server = threading.Thread(target=serve)
        server.start()
        box = ImapMailbox(
            host="127.0.0.1",
            port=door.getsockname()[1],
            user=USER,
            password=lambda: "the-token",
            oauth2=True,
            tls="none",
            timeout=20,
        )
        with pytest.raises(MailboxError, match="scope") as refused:
            box.open()
        server.join()
    assert not refused.value.retry
    assert b"the-token" in base64.b64decode(said[0])
    assert said[1] == answered


# --- sending ---------------------------------------------------------------------------------------


@pytest.fixture
async def hire() -> AsyncIterator[Callable[..., SmtpPostman]]:
    hired: list[SmtpPostman] = []

    def one(server: SmtpServer, secret: Callable[[], str], **settings: object) -> SmtpPostman:
        wanted = {"user": USER, "tls": "none", "timeout": 10.0, "oauth2": True, **settings}
        postman = SmtpPostman(host=server.host, port=server.port, password=secret, **wanted)  # type: ignore[arg-type]  # settings of a test
        hired.append(postman)
        return postman

    yield one
    for postman in hired:
        await postman.close()


Hire = Callable[..., SmtpPostman]


@pytest.fixture
def sender() -> Desk:
    return Desk(TokenServer(), USER)


@pytest.mark.parametrize("length", [48, 3000])
@pytest.mark.parametrize("mechanisms", [("XOAUTH2", "OAUTHBEARER"), ("XOAUTH2",), ("OAUTHBEARER",)])
async def test_letters_go_out_with_a_token_however_long_it_is(
    hire: Hire, mechanisms: tuple[str, ...], length: int
) -> None:
    desk = Desk(TokenServer(), USER, length=length)
    with SmtpServer(tokens=desk.provider.user_of, token_mechanisms=mechanisms) as server:
        posted = await hire(server, desk).post(LETTER)
        assert posted.ok, posted.detail
        assert [letter.user for letter in server.handed] == [USER]


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
async def test_a_letter_whose_token_is_refused_waits_and_the_reason_is_told_in_plain_words(
    hire: Hire, sender: Desk, mechanism: str, told: pytest.LogCaptureFixture
) -> None:
    with SmtpServer(tokens=lambda _: None, token_mechanisms=[mechanism]) as server:
        postman = hire(server, sender)
        posted = await postman.post(LETTER)
        assert (posted.ok, posted.permanent) == (False, False)
        assert posted.locked_out
        assert "refused the access token of web@office.example: 535" in posted.detail
        assert "expired" in posted.detail
        assert server.commands.count("AUTH") == 1
        assert sender.given[-1] not in posted.detail + repr(vars(postman)) + ours(told)


async def test_a_kept_line_whose_login_ran_out_is_replaced_and_the_letter_goes_at_once(
    hire: Hire, sender: Desk
) -> None:
    with SmtpServer(tokens=sender.provider.user_of) as server:
        postman = hire(server, sender)
        assert (await postman.post(LETTER)).ok
        sender.provider.expire()
        server.fail("MAIL", Fault(reply="530 5.7.57 Client not authenticated to send mail"))
        assert (await postman.post(LETTER)).ok
        assert len(server.handed) == 2
        assert len(set(sender.given)) == 2


async def test_a_server_that_never_believes_the_login_gets_one_try_a_letter(hire: Hire, sender: Desk) -> None:
    with SmtpServer(tokens=sender.provider.user_of) as server:
        server.fail("MAIL", Fault(reply="530 5.7.57 Client not authenticated to send mail"), times=9)
        posted = await hire(server, sender).post(LETTER)
        assert (posted.ok, posted.permanent) == (False, False)
        assert posted.locked_out
        assert "530 5.7.57" in posted.detail
        assert server.commands.count("MAIL") == 1


async def test_a_command_that_gives_nothing_defers_the_letter_and_says_why(hire: Hire, sender: Desk) -> None:
    with SmtpServer(tokens=sender.provider.user_of) as server:
        postman = hire(server, sender)
        sender.fault = SecretError("the command token printed nothing", reason="silent")
        posted = await postman.post(LETTER)
        assert (posted.ok, posted.permanent) == (False, False)
        assert posted.locked_out
        assert posted.detail == "could not log in: the command token printed nothing"
        assert server.connections == 0
        sender.fault = None
        assert (await postman.post(LETTER)).ok


async def test_a_sending_server_without_tokens_is_not_shown_one(hire: Hire, sender: Desk) -> None:
    with SmtpServer(users={USER: "pw"}) as server:
        posted = await hire(server, sender).post(LETTER)
        assert (posted.ok, posted.permanent) == (False, False)
        assert "takes no access token (it offers login, plain)" in posted.detail
        assert "AUTH" not in server.commands


@pytest.mark.parametrize("reply", ["454 4.7.0 temporary failure of {}", "535 5.7.8 {}"])
async def test_a_sending_server_that_repeats_the_token_does_not_bring_it_out(
    hire: Hire, sender: Desk, reply: str
) -> None:
    token = sender()
    with SmtpServer(tokens=sender.provider.user_of) as server:
        server.fail("AUTH", Fault(reply=reply.format(token)))
        posted = await hire(server, lambda: token).post(LETTER)
        assert token not in posted.detail
        assert "***" in posted.detail
        assert ("later" in posted.detail) == reply.startswith("4")
