"""What the mailbox does when the server or the line misbehaves: it says so, goes on, and loses nothing."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from mailbot.edge.imap import ImapMailbox
from mailbot.ports import Mailbox, MailboxError
from mailbot.sandbox.imap_server import PymapServer
from mailbot.sandbox.wire import Wire
from tests.edge.conftest import FOLDERS
from tests.servers import PASSWORD, Person, Server, certificate, mail

DONE, SHELF = FOLDERS
LONG = 3600.0
pytestmark = pytest.mark.timeout(240)
"""Whoever overlooks mail would wait for an hour, and fails by this."""
BEGINS_IDLE = (b"+ idling", b"+ Idling.")
Dial = Callable[..., ImapMailbox]


@pytest.fixture
def wire(imap_server: Server) -> Iterator[Wire]:
    with Wire(imap_server.port) as line:
        yield line


@pytest.fixture
def dial(wire: Wire, user: str, opened: list[Mailbox]) -> Dial:
    """A mailbox behind the bad line."""

    def connect(**settings: object) -> ImapMailbox:
        wanted: dict[str, object] = {
            "host": wire.host,
            "port": wire.port,
            "user": user,
            "password": PASSWORD,
            "tls": "none",
            "folders": FOLDERS,
            "timeout": 10.0,
        }
        box = ImapMailbox(**{**wanted, **settings})  # type: ignore[arg-type]  # settings of a test
        opened.append(box)
        return box

    return connect


def raws(box: ImapMailbox) -> list[bytes]:
    return [item.raw for item in box.fetch(box.uids(), max_bytes=100_000)]


def test_a_kept_line_that_died_is_dialled_anew_without_a_word(
    dial: Dial, wire: Wire, imap_server: Server, user: str
) -> None:
    box = dial()
    imap_server.deliver_many(user, [mail(1), mail(2)])
    uids = box.uids()
    for work in (
        box.uids,
        lambda: list(box.fetch(uids, max_bytes=1000)),
        lambda: box.file(uids[:1], DONE),
        lambda: box.search_everywhere("<2@office.example>"),
        box.open,
        lambda: box.wait(0.1),
    ):
        wire.hang_up()
        before = wire.connections
        work()
        assert wire.connections == before + 1
    assert box.uids() == uids[1:]


def test_a_server_that_says_bye_is_called_again(dial: Dial, imap_server: Server, user: str) -> None:
    box = dial()
    imap_server.deliver_many(user, [mail(1)])
    box.open()
    imap_server.drop_connections()
    assert raws(box) == [mail(1)]


def test_a_line_cut_in_the_middle_of_a_mail_loses_nothing(
    dial: Dial, wire: Wire, imap_server: Server, user: str
) -> None:
    box = dial()
    mails = [mail(n, body=b"begin\r\nhere it breaks\r\nend" if n == 3 else b"whole") for n in range(6)]
    imap_server.deliver_many(user, mails)
    box.open()
    wire.cut(b"here it br")
    assert raws(box) == mails


def test_a_mail_the_server_chokes_on_every_time_costs_only_itself(
    dial: Dial, wire: Wire, imap_server: Server, user: str, person: Person
) -> None:
    box = dial()
    mails = [mail(n, body=b"poison" if n == 2 else b"fine") for n in range(5)]
    imap_server.deliver_many(user, mails)
    uids = box.uids()
    wire.cut(b"poison", times=None)
    for _ in range(2):
        assert raws(box) == [raw for raw in mails if b"poison" not in raw]
        assert list(box.unfetchable) == [uids[2]]
    assert person.mails() == mails
    wire.heal()
    assert sorted(raws(box)) == sorted(mails)
    assert box.unfetchable == {}


def test_several_choking_mails_in_a_row_do_not_hold_up_the_rest_for_ever(
    dial: Dial, wire: Wire, imap_server: Server, user: str
) -> None:
    box = dial()
    mails = [mail(n, body=b"poison" if n < 4 else b"fine") for n in range(6)]
    imap_server.deliver_many(user, mails)
    uids = box.uids()
    wire.cut(b"poison", times=None)
    got: list[bytes] = []
    for _ in range(3):
        try:
            got.extend(item.raw for item in box.fetch(uids, max_bytes=1000))
        except MailboxError as exc:
            assert exc.retry  # noqa: PT017 - both outcomes are right, the mails that came are what counts
    assert {mails[4], mails[5]} <= set(got)


def test_a_server_that_refuses_to_give_one_mail_gives_the_others(
    dial: Dial, wire: Wire, imap_server: Server, user: str
) -> None:
    box = dial()
    mails = [mail(n) for n in range(3)]
    imap_server.deliver_many(user, mails)
    box.open()
    # The whole batch is refused; asked one by one, all come.
    wire.instead(b" OK ", b" NO [SERVERBUG] ", times=None)
    with pytest.raises(MailboxError, match="SERVERBUG") as refused:
        box.uids()
    assert refused.value.retry
    wire.heal()
    assert raws(box) == mails


def test_a_silent_server_is_given_up_after_the_timeout(
    dial: Dial, wire: Wire, imap_server: Server, user: str
) -> None:
    box = dial(timeout=2)
    imap_server.deliver_many(user, [mail(1, body=b"never ends")])
    box.open()
    wire.stall(b"never e", times=None)
    fetched = list(box.fetch(box.uids(), max_bytes=1000))
    assert fetched == []
    (why,) = box.unfetchable.values()
    assert "silent for 2 s" in why


def test_a_server_that_does_not_answer_the_call_is_an_error_that_can_be_retried(
    dial: Dial, wire: Wire
) -> None:
    box = dial(timeout=2)
    wire.stall(b"* OK", times=None)
    with pytest.raises(MailboxError, match=r"did not answer within 2 s|fell silent") as silent:
        box.open()
    assert silent.value.retry


def test_nobody_listening_is_said_with_what_to_check() -> None:
    box = ImapMailbox(host="127.0.0.1", port=1, user="bot", password=PASSWORD, tls="none", timeout=5)
    with pytest.raises(MailboxError, match=r"127\.0\.0\.1:1: check the IMAP port") as nobody:
        box.open()
    assert nobody.value.retry


def test_an_unknown_host_is_said_with_its_name() -> None:
    box = ImapMailbox(host="mail.invalid", port=1, user="bot", password=PASSWORD, tls="none", timeout=5)
    with pytest.raises(MailboxError, match=r"mail\.invalid"):
        box.open()


@pytest.mark.parametrize("password", ["wrong-s3cret", "ผิด-s3cret", 'q"uo\\te'])
def test_a_refused_login_is_not_retried_and_the_password_is_told_to_nobody(
    dial: Dial, password: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    box = dial(password=password)
    with pytest.raises(MailboxError, match="refused the login of user") as refused:
        box.open()
    assert not refused.value.retry
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("mailbot")]
    assert password not in "".join([str(refused.value), repr(refused.value), *ours])
    assert password not in repr(vars(box))


def test_a_server_that_is_busy_at_login_is_tried_again_later(dial: Dial, wire: Wire) -> None:
    wire.instead(b"AUTHENTICATIONFAILED", b"UNAVAILABLE")
    with pytest.raises(MailboxError, match="it may work later") as busy:
        dial(password="wrong").open()
    assert busy.value.retry


def test_a_server_that_echoes_the_command_does_not_bring_out_the_password(dial: Dial, wire: Wire) -> None:
    wire.instead(b"Authentication", PASSWORD.encode())
    wire.instead(b"Invalid", PASSWORD.encode())
    box = dial(user="nobody-here")
    with pytest.raises(MailboxError) as refused:
        box.open()
    assert PASSWORD not in str(refused.value)
    assert "***" in str(refused.value)


def test_a_server_that_takes_no_password_on_an_open_line_never_gets_it(dial: Dial, wire: Wire) -> None:
    wire.instead(b"IMAP4rev1", b"IMAP4rev1 LOGINDISABLED")
    with pytest.raises(MailboxError, match="set tls to") as refused:
        dial().open()
    assert not refused.value.retry


def test_without_move_mails_are_copied_and_only_they_are_expunged(
    dial: Dial, wire: Wire, imap_server: Server, user: str, person: Person
) -> None:
    wire.instead(b" MOVE", b" EVOM")
    box = dial()
    imap_server.deliver_many(user, [mail(n) for n in range(4)])
    uids = box.uids()
    person.flag(uids[0], r"\Deleted")
    box.file(uids[1:3], DONE)
    assert person.mails(DONE) == [mail(1), mail(2)]
    assert person.mails() == [mail(0), mail(3)]
    assert box.uids() == uids[3:]


def test_without_move_and_uidplus_filed_mails_are_not_seen_again_and_nothing_is_expunged(
    dial: Dial, wire: Wire, imap_server: Server, user: str, person: Person
) -> None:
    wire.instead(b" MOVE", b" EVOM")
    wire.instead(b" UIDPLUS", b" PLUSUID")
    box = dial()
    imap_server.deliver_many(user, [mail(n) for n in range(3)])
    uids = box.uids()
    person.flag(uids[0], r"\Deleted")
    box.file(uids[1:2], DONE)
    assert person.mails(DONE) == [mail(1)]
    assert person.mails() == [mail(0), mail(1), mail(2)]
    assert box.uids() == uids[2:]


def test_without_idle_waiting_still_notices_mail(
    dial: Dial, wire: Wire, imap_server: Server, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.edge.imap.mailbox._POLL_SECONDS", 0.05)
    wire.instead(b" IDLE", b" ELDI")
    box = dial()
    box.open()
    assert not box.wait(0.2)
    arrival = threading.Timer(0.1, lambda: imap_server.deliver_many(user, [mail(1)]))
    arrival.start()
    assert box.wait(LONG)
    arrival.join()
    bell = threading.Timer(0.1, box.interrupt)
    box.uids()
    bell.start()
    assert not box.wait(LONG)
    bell.join()


def test_idle_is_issued_again_before_the_server_grows_tired_of_it(
    dial: Dial, wire: Wire, imap_server: Server, user: str
) -> None:
    box = dial(idle_seconds=0.05)
    box.open()
    arrival = threading.Timer(0.5, lambda: imap_server.deliver_many(user, [mail(1)]))
    arrival.start()
    assert box.wait(LONG)
    arrival.join()
    assert wire.connections == 1


def test_a_line_that_dies_while_waiting_is_dialled_anew_and_waiting_goes_on(
    dial: Dial, wire: Wire, imap_server: Server, user: str
) -> None:
    box = dial()
    box.open()
    cut = threading.Timer(0.2, wire.hang_up)
    arrival = threading.Timer(0.6, lambda: imap_server.deliver_many(user, [mail(1)]))
    cut.start()
    arrival.start()
    assert box.wait(LONG)
    cut.join()
    arrival.join()
    assert wire.connections == 2
    assert raws(box) == [mail(1)]


def test_news_in_the_same_breath_as_the_start_of_idle_is_not_overlooked(dial: Dial, wire: Wire) -> None:
    box = dial()
    box.open()
    # What the server says while IDLE begins arrives together with the «+» and is read together with it.
    for begins in BEGINS_IDLE:
        wire.instead(begins, begins + b"\r\n* 7 EXISTS\r\n* OK ", times=1)
    assert box.wait(LONG)


def test_news_before_the_start_of_idle_is_not_taken_for_a_refusal(dial: Dial, wire: Wire) -> None:
    box = dial()
    box.open()
    for begins in BEGINS_IDLE:
        wire.instead(begins, b"* 7 EXISTS\r\n" + begins, times=1)
    assert box.wait(LONG)
    assert box.uids() == []


def test_marks_a_person_sets_while_we_fetch_do_not_confuse_the_fetching(
    dial: Dial, wire: Wire, imap_server: Server, user: str
) -> None:
    box = dial()
    mails = [mail(n) for n in range(3)]
    imap_server.deliver_many(user, mails)
    uids = box.uids()
    wire.instead(b"* 2 FETCH (UID", b"* 1 FETCH (FLAGS (\\Seen UID 9 $x))\r\n* 2 EXPUNGE\r\n* 2 FETCH (UID")
    assert [(item.uid, item.raw) for item in box.fetch(uids, max_bytes=1000)] == list(
        zip(uids, mails, strict=True)
    )


def test_a_folder_the_server_does_not_let_us_create_is_said_by_name(dial: Dial, wire: Wire) -> None:
    box = dial()
    wire.instead(b" OK Create", b" NO [NOPERM]")
    wire.instead(b" OK [MAILBOXID", b" NO [NOPERM] [")
    with pytest.raises(MailboxError, match=r"create the folder .*เสร็จแล้ว.*NOPERM"):
        box.open()


def test_the_filing_folders_are_shown_by_mail_programs(dial: Dial, person: Person) -> None:
    dial(prefix="mailbot").open()
    assert {f"mailbot/{DONE}", f"mailbot/{SHELF}"} <= set(person.subscribed())


def test_what_a_person_has_marked_stays_marked_when_the_mail_is_filed(
    dial: Dial, imap_server: Server, user: str, person: Person
) -> None:
    box = dial()
    imap_server.deliver_many(user, [mail(1)])
    (uid,) = box.uids()
    person.flag(uid, r"$Important \Flagged")
    box.file([uid], SHELF)
    keywords = {"$Important"} if imap_server.kind == "dovecot" else set()  # pymap keeps none
    assert {r"\Flagged"} | keywords <= person.flags("1:*", SHELF)


def test_the_certificate_of_the_server_is_checked(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = certificate(tmp_path_factory.mktemp("tls"))
    if made is None:
        pytest.skip("openssl, which makes the certificate for this test, is not installed")
    for_server, for_client = made
    with PymapServer({"bot": PASSWORD}, tls_context=for_server) as server:
        server.deliver("bot", mail(1))
        trusting = ImapMailbox(
            host=server.host,
            port=server.port,
            user="bot",
            password=PASSWORD,
            timeout=10,
            tls_context=for_client,
        )
        assert trusting.open().count == 1
        bell = threading.Timer(0.2, lambda: server.deliver("bot", mail(2)))
        bell.start()
        trusting.uids()
        assert trusting.wait(LONG)
        bell.join()
        assert raws(trusting) == [mail(1), mail(2)]
        trusting.close()
        careful = ImapMailbox(host=server.host, port=server.port, user="bot", password=PASSWORD, timeout=10)
        with pytest.raises(MailboxError, match="is not trusted") as refused:
            careful.open()
        assert not refused.value.retry


def test_starttls_is_never_left_out_when_it_is_asked_for(dial: Dial) -> None:
    box = dial(tls="starttls")
    with pytest.raises(MailboxError):
        box.open()
