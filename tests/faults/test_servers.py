"""Servers that break: late is fine; lost, twice or stuck is not. The whole bot, on real servers."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.app import App, Parts, build
from mailbot.core.ledger import ALL_FOLDERS, MailEntry
from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import Request
from mailbot.edge.imap import ImapMailbox
from mailbot.edge.smtp import SmtpPostman
from mailbot.ports import MailboxError
from mailbot.sandbox.imap_server import PymapServer
from mailbot.sandbox.people import Writer
from mailbot.sandbox.smtp_server import Fault, SmtpServer, Verb
from mailbot.sandbox.wire import Wire
from mailbot.writing.worker import InlineWriter
from tests.conversations.correspondence import MovableClock, sample_settings
from tests.conversations.mails import form
from tests.faults.load import GENUINE, office
from tests.faults.office import Reading

MAILS = 5
TRIES = 8
OTHERS = 2


class Place:
    """A bot with a real mailbox behind a bad line, and a real SMTP server."""

    def __init__(
        self, app: App, imap: PymapServer, wire: Wire, smtp: SmtpServer, clock: MovableClock
    ) -> None:
        self.app, self.imap, self.wire, self.smtp, self.clock = app, imap, wire, smtp, clock
        self.errors: list[str] = []
        self._writer = Writer(office())

    def mail(self, number: int) -> bytes:
        return GENUINE + self._writer.write("somruedee", "ขอเผยแพร่", form(f"เรื่องที่ {number}"), self.clock.time)

    async def until_done(self) -> None:
        """Pass after pass, as the service does, with the time that goes by."""
        for _ in range(TRIES):
            self.clock.forward(minutes=20)
            try:
                await self.app.service.once()
            except MailboxError as error:
                self.errors.append(str(error))
                continue
            if not self.imap.mails("web") and not self.letters(LetterState.OWED):
                return
        raise AssertionError(f"still stuck after {TRIES} passes: {self.errors}")

    def letters(self, state: LetterState | None = None) -> list[Letter]:
        register = self.app.register
        found = [each for month in register.months() for each in register.each(Letter, month)]
        return [each for each in found if state in {None, each.state}]

    def check(self, mails: int = MAILS, *, twice: int = 0) -> None:
        """The laws."""
        register = self.app.register
        months = register.months()
        assert len([each for month in months for each in register.each(MailEntry, month)]) == mails
        requests = [each for month in months for each in register.each(Request, month)]
        assert sorted(r.fields.topic or "" for r in requests) == [f"เรื่องที่ {n}" for n in range(mails)]
        there = [
            raw
            for name in self.imap.folders("web")
            if name != "INBOX"
            for raw in self.imap.mails("web", name)
        ]
        assert len(there) == mails
        times = Counter(each.raw for each in self.smtp.handed)
        sent = self.letters(LetterState.SENT)
        assert len(times) == len(sent)
        assert times.total() - len(times) <= twice
        assert not self.letters(LetterState.OWED)


@asynccontextmanager
async def a_place(
    folder: Path, *, greylist: bool = False, size_limit: int | None = None
) -> AsyncIterator[Place]:
    settings, clock = sample_settings(folder / "data"), MovableClock()
    with (
        PymapServer({"web": "practice"}) as imap,
        Wire(imap.port) as wire,
        SmtpServer(greylist=greylist, size_limit=size_limit) as smtp,
    ):
        mailbox = ImapMailbox(
            host=wire.host, port=wire.port, user="web", password="practice", tls="none", folders=ALL_FOLDERS,
            timeout=1.0,
        )  # fmt: skip
        postman = SmtpPostman(host=smtp.host, port=smtp.port, tls="none", timeout=2.0, data_timeout=2.0)
        parts = Parts(
            clock=clock, mailbox=mailbox, postman=postman, reader=Reading(), writer=InlineWriter, batch=2
        )
        app = build(settings, parts)
        await app.service.once()
        place = Place(app, imap, wire, smtp, clock)
        try:
            yield place
        finally:
            wire.heal()
            await app.close()


@pytest.mark.parametrize(
    "trouble",
    [
        lambda wire: wire.cut(b"Subject: ", times=3),
        lambda wire: wire.cut(b"FETCH", times=2),
        lambda wire: wire.stall(b"Subject: ", times=1),
        lambda wire: wire.instead(b"OK", b"NO [UNAVAILABLE] not now, it was not OK", times=2),
        lambda wire: wire.instead(b"* SEARCH", b"* BYE going down\r\n* SEARCH", times=1),
        lambda wire: wire.cut(b"COPYUID", times=1),
        lambda wire: wire.hang_up(),
    ],
    ids=["cut in a mail", "cut before", "stalls in a mail", "NO", "BYE", "cut while filing", "hangs up"],
)
async def test_a_bad_line_to_the_mailbox_loses_nothing_and_repeats_nothing(
    tmp_path: Path, trouble: Callable[[Wire], None]
) -> None:
    async with a_place(tmp_path) as place:
        for number in range(MAILS):
            place.imap.deliver("web", place.mail(number))
        trouble(place.wire)
        await place.until_done()
        assert not place.wire._troubles, "the trouble was met"
        place.check()


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("what", ["4xx", "cut"])
async def test_a_letter_the_server_does_not_take_now_goes_later(
    tmp_path: Path, verb: Verb, what: str
) -> None:
    async with a_place(tmp_path) as place:
        for number in range(OTHERS):
            place.imap.deliver("web", place.mail(number))
        place.smtp.fail(
            verb, Fault(reply="451 4.3.0 Try later") if what == "4xx" else Fault(cut=True), times=2
        )
        await place.until_done()
        place.check(OTHERS)


async def test_a_letter_that_was_taken_before_the_line_broke_comes_at_most_once_more(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        place.imap.deliver("web", place.mail(0))
        place.smtp.fail("STORED", Fault(cut=True))
        await place.until_done()
        place.check(1, twice=1)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "DOT"])
async def test_a_letter_refused_for_ever_is_dead_and_the_others_go(tmp_path: Path, verb: Verb) -> None:
    async with a_place(tmp_path) as place:
        for number in range(OTHERS):
            place.imap.deliver("web", place.mail(number))
        place.smtp.fail(verb, Fault(reply="550 5.7.1 Never"))
        await place.until_done()
        place.check(OTHERS)
        (dead,) = place.letters(LetterState.DEAD)
        assert "5.7.1 Never" in dead.error


async def test_greylisting_delays_and_loses_nothing(tmp_path: Path) -> None:
    async with a_place(tmp_path, greylist=True) as place:
        for number in range(OTHERS):
            place.imap.deliver("web", place.mail(number))
        await place.until_done()
        place.check(OTHERS)


async def test_a_letter_over_the_servers_limit_is_dead_with_the_limit_named(tmp_path: Path) -> None:
    async with a_place(tmp_path, size_limit=1000) as place:
        place.imap.deliver("web", place.mail(0))
        await place.until_done()
        assert {("1000" in letter.error) for letter in place.letters(LetterState.DEAD)} == {True}
        assert not place.smtp.handed


async def test_a_renumbered_inbox_is_recognised_and_nothing_happens_twice(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        for number in range(MAILS):
            place.imap.deliver("web", place.mail(number))
        await place.until_done()
        place.imap.deliver("web", place.mail(0).replace(b"practice.0006@", b"practice.0001@"))
        place.imap.renumber("web")
        letters = len(place.letters())
        place.clock.forward(days=0, minutes=1)
        await place.until_done()
        assert len(place.letters()) == letters
        assert len(place.imap.mails("web", "done")) == MAILS + 1


async def test_more_time_does_not_send_anything_again(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        place.imap.deliver("web", place.mail(0))
        await place.until_done()
        handed = len(place.smtp.handed)
        place.clock.time += timedelta(minutes=10)
        await place.app.service.once()
        assert len(place.smtp.handed) == handed
