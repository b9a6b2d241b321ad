"""What every postman keeps to: in memory, and over SMTP to a real server."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from mailbot.edge.memory_postman import MemoryPostman
from mailbot.edge.smtp import SmtpPostman
from mailbot.ports import Parcel, Postman
from mailbot.sandbox.smtp_server import Fault, SmtpServer
from tests.servers import mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A postman, and what became of the letters behind the counter."""

    postman: Postman
    arrived: Callable[[], list[tuple[tuple[str, ...], bytes]]]
    """The envelope's recipients and the bytes of each letter taken."""
    refuse: Callable[[str], None]
    """From now on this address is refused for ever."""
    defer: Callable[[str], None]
    """At the next try this address is refused for now."""


@pytest.fixture(params=["memory", "smtp"])
async def counter(request: pytest.FixtureRequest) -> AsyncIterator[Counter]:
    if request.param == "memory":
        twin = MemoryPostman(size_limit=100_000)
        yield Counter(
            postman=twin,
            arrived=lambda: [
                (tuple(a for a in p.recipients if a not in twin.refuse | twin.defer), p.raw)
                for p in twin.sent
            ],
            refuse=twin.refuse.add,
            defer=twin.defer.add,
        )
        return
    with SmtpServer(size_limit=100_000) as server:
        postman = SmtpPostman(host=server.host, port=server.port, tls="none", timeout=10)
        yield Counter(
            postman=postman,
            arrived=lambda: [(letter.recipients, letter.raw) for letter in server.handed],
            refuse=lambda address: server.fail(
                "RCPT", Fault(reply="550 5.1.1 no such user", only=address), 9
            ),
            defer=lambda address: server.fail("RCPT", Fault(reply="450 4.2.0 greylisted", only=address)),
        )
        await postman.close()


def parcel(*recipients: str, raw: bytes = b"") -> Parcel:
    return Parcel(sender="web@office.example", recipients=recipients, raw=raw or mail(1))


async def test_a_letter_arrives_as_it_was_written(counter: Counter) -> None:
    raw = mail(1, body=".\r\n..\r\n.x\r\nสวัสดี\r\n\r\n".encode() + b"a" * 900 + b"\r\n.")
    posted = await counter.postman.post(parcel("a@b.example", "c@d.example", raw=raw))
    assert posted.ok
    assert posted.refused == ()
    assert counter.arrived() == [(("a@b.example", "c@d.example"), raw)]


async def test_letters_go_out_one_after_the_other_and_after_a_goodbye(counter: Counter) -> None:
    for number in range(3):
        assert (await counter.postman.post(parcel("a@b.example", raw=mail(number)))).ok
        await counter.postman.close()
    await counter.postman.close()
    assert [raw for _, raw in counter.arrived()] == [mail(0), mail(1), mail(2)]


async def test_a_letter_over_the_servers_limit_is_refused_for_ever_with_the_limit(counter: Counter) -> None:
    posted = await counter.postman.post(parcel("a@b.example", raw=mail(1, body=b"line\r\n" * 20_000)))
    assert (posted.ok, posted.permanent) == (False, True)
    assert "at most 100000" in posted.detail
    assert counter.arrived() == []


async def test_a_letter_without_a_recipient_is_refused_for_ever(counter: Counter) -> None:
    posted = await counter.postman.post(parcel())
    assert (posted.ok, posted.permanent) == (False, True)


async def test_one_bad_recipient_does_not_keep_the_letter_from_the_others(counter: Counter) -> None:
    counter.refuse("bad@b.example")
    for recipients in (("bad@b.example", "good@b.example"), ("good@b.example", "bad@b.example")):
        posted = await counter.postman.post(parcel(*recipients))
        assert posted.ok
        assert posted.refused == ("bad@b.example",)
    assert [recipients for recipients, _ in counter.arrived()] == [("good@b.example",)] * 2


async def test_a_letter_all_of_whose_recipients_are_refused_is_refused_for_ever(counter: Counter) -> None:
    counter.refuse("bad@b.example")
    posted = await counter.postman.post(parcel("bad@b.example"))
    assert (posted.ok, posted.permanent) == (False, True)
    assert "550" in posted.detail
    assert counter.arrived() == []


async def test_a_letter_whose_addressee_is_refused_for_now_waits_also_for_the_copies(
    counter: Counter,
) -> None:
    counter.defer("head@b.example")
    posted = await counter.postman.post(parcel("head@b.example", "copy@b.example"))
    assert (posted.ok, posted.permanent) == (False, False)
    assert "450" in posted.detail
    assert counter.arrived() == []


async def test_a_copy_refused_for_now_does_not_hold_up_the_letter_and_is_named(counter: Counter) -> None:
    counter.defer("copy@b.example")
    posted = await counter.postman.post(parcel("head@b.example", "copy@b.example"))
    assert posted.ok
    assert posted.refused == ("copy@b.example",)
    assert [recipients for recipients, _ in counter.arrived()] == [("head@b.example",)]
