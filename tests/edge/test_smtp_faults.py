"""What the postman answers when the server refuses, hangs up or falls silent at each verb."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable

import pytest

from mailbot.edge.smtp import SmtpPostman
from mailbot.ports import Parcel, Posted
from mailbot.sandbox.smtp_server import Fault, SmtpServer, Verb
from tests.servers import PASSWORD, certificate, eventually, mail

Hire = Callable[..., SmtpPostman]
LETTER = Parcel(sender="web@office.example", recipients=("a@b.example",), raw=mail(1))


@pytest.fixture
async def hire() -> AsyncIterator[Hire]:
    """Postmen who say goodbye when the test is over."""
    hired: list[SmtpPostman] = []

    def one(server: SmtpServer, **settings: object) -> SmtpPostman:
        wanted = {"host": server.host, "port": server.port, "tls": "none", "timeout": 10.0, **settings}
        postman = SmtpPostman(**wanted)  # type: ignore[arg-type]  # settings of a test
        hired.append(postman)
        return postman

    yield one
    for postman in hired:
        await postman.close()


def outcome(posted: Posted) -> str:
    return "ok" if posted.ok else "never" if posted.permanent else "later"


@pytest.mark.parametrize(
    ("verb", "reply", "expected"),
    [
        ("CONNECT", "421 4.3.2 too many connections", "later"),
        ("CONNECT", "554 5.7.1 no service for you", "later"),
        ("EHLO", "421 4.3.0 closing", "later"),
        ("AUTH", "454 4.7.0 temporary authentication failure", "later"),
        ("AUTH", "535 5.7.8 bad credentials", "later"),
        ("MAIL", "451 4.3.0 try later", "later"),
        ("MAIL", "421 4.7.0 rate limit", "later"),
        ("MAIL", "530 5.7.0 authentication required", "later"),
        ("MAIL", "550 5.7.1 sender not allowed", "never"),
        ("RCPT", "450 4.2.0 greylisted", "later"),
        ("RCPT", "452 4.2.2 mailbox full", "later"),
        ("RCPT", "550 5.1.1 no such user", "never"),
        ("DATA", "451 4.3.0 try later", "later"),
        ("DATA", "554 5.5.1 no valid recipients", "never"),
        ("DOT", "451 4.3.0 queue full", "later"),
        ("DOT", "452 4.3.1 disk full", "later"),
        ("DOT", "552 5.3.4 too big", "never"),
        ("DOT", "554 5.7.1 looks like spam", "never"),
    ],
)
async def test_4xx_is_later_5xx_about_the_letter_is_never_and_the_next_letter_goes(
    hire: Hire, verb: Verb, reply: str, expected: str
) -> None:
    with SmtpServer(users={"web": PASSWORD}) as server:
        postman = hire(server, user="web", password=PASSWORD)
        server.fail(verb, Fault(reply=reply), times=9 if verb == "AUTH" else 1)  # every way to log in
        posted = await postman.post(LETTER)
        server.heal()
        assert outcome(posted) == expected
        assert reply[:9] in posted.detail
        assert posted.locked_out == (verb == "AUTH" or reply.startswith("530"))
        assert server.handed == []
        assert outcome(await postman.post(LETTER)) == "ok"
        assert [letter.raw for letter in server.handed] == [LETTER.raw]


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "BODY", "DOT"])
async def test_a_line_cut_anywhere_is_later_and_the_letter_goes_at_the_next_try(
    hire: Hire, verb: Verb
) -> None:
    with SmtpServer(users={"web": PASSWORD}) as server:
        postman = hire(server, user="web", password=PASSWORD)
        server.fail(verb, Fault(cut=True))
        assert outcome(await postman.post(LETTER)) == "later"
        assert server.handed == []
        assert outcome(await postman.post(LETTER)) == "ok"
        assert len(server.handed) == 1


async def test_a_line_cut_after_the_final_dot_is_later_because_nobody_knows_and_says_so(hire: Hire) -> None:
    with SmtpServer() as server:
        postman = hire(server)
        server.fail("STORED", Fault(cut=True))
        posted = await postman.post(LETTER)
        assert outcome(posted) == "later"
        assert "may have arrived" in posted.detail
        assert outcome(await postman.post(LETTER)) == "ok"
        # The one duplicate there can be: the same letter, with the same Message-ID.
        assert [letter.raw for letter in server.handed] == [LETTER.raw] * 2


@pytest.mark.parametrize("verb", ["BODY", "STORED"])
async def test_a_letter_that_may_have_arrived_is_not_sent_again_unasked(hire: Hire, verb: Verb) -> None:
    with SmtpServer() as server:
        postman = hire(server)
        assert outcome(await postman.post(LETTER)) == "ok"
        server.fail(verb, Fault(cut=True))
        posted = await postman.post(LETTER)
        assert outcome(posted) == "later"
        assert "may have arrived" in posted.detail
        assert len(server.handed) == (2 if verb == "STORED" else 1)


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
async def test_a_silent_server_is_given_up_after_the_timeout(hire: Hire, verb: Verb) -> None:
    with SmtpServer() as server:
        postman = hire(server, timeout=0.2, data_timeout=0.2)
        server.fail(verb, Fault(stall=60))
        posted = await postman.post(LETTER)
        assert outcome(posted) == "later"
        assert "silent" in posted.detail or "did not answer" in posted.detail
        assert server.handed == []


async def test_a_slow_server_is_waited_for(hire: Hire) -> None:
    with SmtpServer() as server:
        postman = hire(server)
        for verb in ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"):
            server.fail(verb, Fault(stall=0.05) if verb != "DOT" else Fault(stall=0.05, reply="250 at last"))
        assert outcome(await postman.post(LETTER)) == "ok"


async def test_greylisting_ends_with_the_second_try(hire: Hire) -> None:
    with SmtpServer(greylist=True) as server:
        postman = hire(server)
        letter = Parcel(sender="web@office.example", recipients=("a@b.example", "c@d.example"), raw=mail(1))
        assert outcome(await postman.post(letter)) == "later"
        posted = await postman.post(letter)
        assert outcome(posted) == "ok"
        assert posted.refused == ()
        assert [handed.recipients for handed in server.handed] == [("a@b.example", "c@d.example")]


async def test_one_line_is_kept_for_many_letters(hire: Hire) -> None:
    with SmtpServer() as server:
        postman = hire(server, connections=1)
        for number in range(5):
            assert (
                outcome(
                    await postman.post(
                        Parcel(sender="w@o.example", recipients=("a@b.example",), raw=mail(number))
                    )
                )
                == "ok"
            )
        assert server.connections == 1
        assert [handed.raw for handed in server.handed] == [mail(number) for number in range(5)]


async def test_many_letters_at_a_time_share_the_lines(hire: Hire) -> None:
    with SmtpServer() as server:
        postman = hire(server, connections=3)
        parcels = [
            Parcel(sender="w@o.example", recipients=(f"a{n}@b.example",), raw=mail(n)) for n in range(30)
        ]
        assert all(posted.ok for posted in await asyncio.gather(*map(postman.post, parcels)))
        assert server.connections == 3
        handed = {letter.recipients[0]: letter.raw for letter in server.handed}
        assert handed == {p.recipients[0]: p.raw for p in parcels}


async def test_a_kept_line_that_died_meanwhile_is_replaced_within_the_same_letter(hire: Hire) -> None:
    with SmtpServer() as server:
        postman = hire(server)
        assert outcome(await postman.post(LETTER)) == "ok"
        server.hang_up()
        assert outcome(await postman.post(LETTER)) == "ok"
        # Noticed only while talking, and before anything was handed over: the same.
        server.fail("MAIL", Fault(cut=True))
        assert outcome(await postman.post(LETTER)) == "ok"
        server.fail("RCPT", Fault(cut=True))
        assert outcome(await postman.post(LETTER)) == "ok"
        assert len(server.handed) == 4


async def test_a_line_idle_for_long_is_asked_before_it_is_trusted(
    hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.edge.smtp.postman._NOOP_AFTER", 0.0)
    with SmtpServer() as server:
        postman = hire(server)
        assert outcome(await postman.post(LETTER)) == "ok"
        server.fail("NOOP", Fault(reply="421 4.4.2 idle for too long"))
        assert outcome(await postman.post(LETTER)) == "ok"
        assert server.connections == 2
        assert len(server.handed) == 2


async def test_a_line_without_letters_is_given_up_politely(hire: Hire) -> None:
    with SmtpServer() as server:
        postman = hire(server, idle_seconds=0.1)
        assert outcome(await postman.post(LETTER)) == "ok"
        await eventually(lambda: not server.open_connections)
        assert outcome(await postman.post(LETTER)) == "ok"
        assert server.connections == 2


async def test_a_letter_cancelled_half_way_leaves_no_line_in_the_middle_of_a_dialogue(hire: Hire) -> None:
    with SmtpServer() as server:
        postman = hire(server, connections=1)
        assert outcome(await postman.post(LETTER)) == "ok"
        server.fail("RCPT", Fault(stall=30))
        going = asyncio.create_task(postman.post(LETTER))
        await eventually(lambda: server.commands.count("RCPT") == 2)
        going.cancel()
        with pytest.raises(asyncio.CancelledError):
            await going
        assert outcome(await postman.post(LETTER)) == "ok"
        assert len(server.handed) == 2


async def test_bytes_beyond_ascii_and_long_letters_arrive_unchanged(hire: Hire) -> None:
    with SmtpServer() as server:
        postman = hire(server)
        raw = mail(
            1, subject="หัวเรื่อง", body=b"\r\n".join([bytes(range(14, 256)), b".", b"..", b"x" * 900] * 2000)
        )
        assert (
            outcome(await postman.post(Parcel(sender="w@o.example", recipients=("a@b.example",), raw=raw)))
            == "ok"
        )
        assert server.handed[0].raw == raw


async def test_an_answer_without_sender_goes_out_with_the_empty_envelope_sender(hire: Hire) -> None:
    with SmtpServer() as server:
        posted = await hire(server).post(Parcel(sender="", recipients=("a@b.example",), raw=mail(1)))
        assert outcome(posted) == "ok"
        assert server.handed[0].sender == ""


@pytest.mark.parametrize("smtputf8", [True, False])
async def test_an_address_beyond_ascii_needs_a_server_that_takes_it(hire: Hire, *, smtputf8: bool) -> None:
    with SmtpServer(smtputf8=smtputf8) as server:
        posted = await hire(server).post(
            Parcel(sender="w@o.example", recipients=("มาลี@b.example",), raw=mail(1))
        )
        assert outcome(posted) == ("ok" if smtputf8 else "never")
        assert [handed.recipients for handed in server.handed] == ([("มาลี@b.example",)] if smtputf8 else [])


@pytest.mark.parametrize("bad", ["a@b.example>\r\nRCPT TO:<evil@b.example", "a\x00@b.example"])
async def test_an_address_cannot_bring_in_commands(hire: Hire, bad: str) -> None:
    with SmtpServer() as server:
        postman = hire(server)
        assert (
            outcome(await postman.post(Parcel(sender="w@o.example", recipients=(bad,), raw=mail(1))))
            == "never"
        )
        assert (
            outcome(await postman.post(Parcel(sender=bad, recipients=("a@b.example",), raw=mail(1))))
            == "never"
        )
        assert server.handed == []
        assert outcome(await postman.post(LETTER)) == "ok"


async def test_nobody_listening_is_later_with_what_to_check() -> None:
    postman = SmtpPostman(host="127.0.0.1", port=1, tls="none", timeout=5)
    posted = await postman.post(LETTER)
    assert outcome(posted) == "later"
    assert "check the SMTP host and port" in posted.detail


@pytest.mark.parametrize("password", ["wrong-s3cret", "ผิด-s3cret"])
async def test_a_refused_login_says_what_to_check_and_tells_the_password_to_nobody(
    hire: Hire, password: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with SmtpServer(users={"web": PASSWORD}) as server:
        server.fail(
            "AUTH", Fault(reply=f"535 5.7.8 bad password {password}".encode().decode("ascii", "ignore"))
        )
        postman = hire(server, user="web", password=password)
        for _ in range(2):
            posted = await postman.post(LETTER)
            assert outcome(posted) == "later"
            assert "refused the login of web" in posted.detail
            assert password not in posted.detail
        assert password not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("mailbot"))


async def test_the_doctor_sees_the_server_and_its_limit(hire: Hire) -> None:
    with SmtpServer(size_limit=1_234_567) as server:
        seen = await hire(server).check()
        assert seen.ok
        assert "1234567" in seen.detail
        server.fail("CONNECT", Fault(reply="554 5.7.1 go away"))
        refused = await hire(server).check()
        assert not refused.ok
        assert "go away" in refused.detail


@pytest.mark.parametrize("tls", ["tls", "starttls"])
async def test_letters_travel_in_tls_and_the_certificate_is_checked(
    hire: Hire, tls: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = certificate(tmp_path_factory.mktemp("tls"))
    if made is None:
        pytest.skip("openssl, which makes the certificate for this test, is not installed")
    for_server, for_client = made
    with SmtpServer(users={"web": PASSWORD}, tls_context=for_server, implicit_tls=tls == "tls") as server:
        trusting = hire(server, tls=tls, tls_context=for_client, user="web", password=PASSWORD)
        assert outcome(await trusting.post(LETTER)) == "ok"
        assert server.handed[0].user == "web"
        careful = hire(
            server, tls=tls, tls_context=ssl.create_default_context(), user="web", password=PASSWORD
        )
        posted = await careful.post(LETTER)
        assert outcome(posted) == "later"
        assert "is not trusted" in posted.detail
        assert len(server.handed) == 1


async def test_starttls_is_never_left_out_when_it_is_asked_for(hire: Hire) -> None:
    with SmtpServer(users={"web": PASSWORD}) as server:
        posted = await hire(server, tls="starttls", user="web", password=PASSWORD).post(LETTER)
        assert outcome(posted) == "later"
        assert "AUTH" not in server.commands
