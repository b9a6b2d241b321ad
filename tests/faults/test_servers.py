"""Servers that break: late is fine; lost, twice or stuck is not. The whole bot, on real servers."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted

from mailbot.app import App, Parts, build
from mailbot.core.ledger import ALL_FOLDERS, MailEntry
from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import Request
from mailbot.edge.imap import ImapMailbox
from mailbot.edge.smtp import SmtpPostman
from mailbot.ports import Fetched, MailboxError
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
        self,
        app: App,
        mailbox: ImapMailbox,
        imap: PymapServer,
        wire: Wire,
        smtp: SmtpServer,
        clock: MovableClock,
    ) -> None:
        self.app, self.mailbox, self.imap, self.wire = app, mailbox, imap, wire
        self.smtp, self.clock = smtp, clock
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

    @contextmanager
    def by_hand(self) -> Iterator[MailBoxUnencrypted]:
        """A person who has the same mailbox open in a mail program."""
        with MailBoxUnencrypted(self.imap.host, self.imap.port).login("web", "practice") as box:
            yield box

    def meanwhile(self, act: Callable[[MailBoxUnencrypted], object]) -> None:
        """A person does this when the next mails have been fetched, before they are filed."""
        fetch = self.mailbox.fetch

        def fetch_and_act(uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
            self.mailbox.fetch = fetch  # type: ignore[method-assign]  # once is enough
            fetched = list(fetch(uids, max_bytes=max_bytes))
            with self.by_hand() as box:
                act(box)
            yield from fetched

        self.mailbox.fetch = fetch_and_act  # type: ignore[method-assign]  # from outside

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
    folder: Path,
    *,
    greylist: bool = False,
    size_limit: int | None = None,
    users: dict[str, str] | None = None,
    refuse: Callable[[str], bool] | None = None,
) -> AsyncIterator[Place]:
    settings, clock = sample_settings(folder / "data"), MovableClock()
    with (
        PymapServer({"web": "practice"}) as imap,
        Wire(imap.port) as wire,
        SmtpServer(greylist=greylist, size_limit=size_limit, users=users, refuse=refuse) as smtp,
    ):
        mailbox = ImapMailbox(
            host=wire.host, port=wire.port, user="web", password="practice", tls="none", folders=ALL_FOLDERS,
            timeout=1.0,
        )  # fmt: skip
        postman = SmtpPostman(
            host=smtp.host, port=smtp.port, tls="none", timeout=2.0, data_timeout=2.0,
            user="web" if users else "", password="practice" if users else "",
        )  # fmt: skip
        parts = Parts(
            clock=clock, mailbox=mailbox, postman=postman, reader=Reading(), writer=InlineWriter, batch=2
        )
        app = build(settings, parts)
        await app.service.once()
        place = Place(app, mailbox, imap, wire, smtp, clock)
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


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
async def test_a_letter_whose_server_falls_silent_goes_later(tmp_path: Path, verb: Verb) -> None:
    async with a_place(tmp_path) as place:
        place.imap.deliver("web", place.mail(0))
        place.smtp.fail(verb, Fault(stall=20.0))
        await place.until_done()
        place.check(1, twice=verb == "DOT")


@pytest.mark.parametrize("reply", ["535 5.7.8 Password expired", "454 4.7.0 Try later"])
async def test_a_refused_login_is_no_fault_of_the_letters_and_they_wait(tmp_path: Path, reply: str) -> None:
    async with a_place(tmp_path, users={"web": "practice"}) as place:
        for number in range(OTHERS):
            place.imap.deliver("web", place.mail(number))
        place.smtp.fail("AUTH", Fault(reply=reply), times=3)
        await place.until_done()
        place.check(OTHERS)
        assert not place.letters(LetterState.DEAD)


async def test_a_server_that_takes_so_many_an_hour_gets_the_rest_later(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        for number in range(MAILS):
            place.imap.deliver("web", place.mail(number))
        place.smtp.fail("MAIL", Fault(reply="421 4.7.0 Too many letters from you, closing"), times=4)
        await place.until_done()
        place.check()


async def test_a_recipient_who_is_not_there_costs_only_the_letters_to_him(tmp_path: Path) -> None:
    async with a_place(tmp_path, refuse=lambda address: address.startswith("somruedee")) as place:
        place.imap.deliver("web", place.mail(0))
        await place.until_done()
        place.check(1)
        dead = place.letters(LetterState.DEAD)
        assert {letter.to.address for letter in dead} == {"somruedee@sea.example"}
        assert place.letters(LetterState.SENT), "the head got his"


async def test_a_login_that_expires_and_is_renewed_costs_nothing(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        for number in range(MAILS):
            place.imap.deliver("web", place.mail(number))
        place.imap.change_password("web", "another")
        with pytest.raises(MailboxError, match="check user and password"):
            await place.app.service.once()
        place.imap.change_password("web", "practice")
        await place.until_done()
        place.check()


async def test_a_server_that_accepts_and_says_nothing_is_given_up_and_called_again(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        for number in range(MAILS):
            place.imap.deliver("web", place.mail(number))
        place.wire.stall(b"* OK", times=2)
        place.wire.hang_up()
        await place.until_done()
        place.check()
        assert "did not answer within" in place.errors[0]


async def test_a_filing_folder_that_is_gone_is_made_again(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        with place.by_hand() as box:
            box.folder.delete("done")
        for number in range(OTHERS):
            place.imap.deliver("web", place.mail(number))
        await place.until_done()
        place.check(OTHERS)


async def test_a_mail_the_server_shows_twice_is_one_request(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        place.imap.deliver("web", twice := place.mail(0))
        place.imap.deliver("web", twice)
        await place.until_done()
        place.imap.deliver("web", twice)
        await place.until_done()
        register = place.app.register
        assert len([r for month in register.months() for r in register.each(Request, month)]) == 1
        assert len(place.imap.mails("web", "done")) == 3
        assert len({each.raw for each in place.smtp.handed}) == len(place.smtp.handed)


@pytest.mark.parametrize("what", ["deleted", "moved"])
async def test_a_mail_a_person_takes_away_meanwhile_has_its_outcome_all_the_same(
    tmp_path: Path, what: str
) -> None:
    def act(box: MailBoxUnencrypted) -> None:
        (first, *_) = box.uids()
        if what == "deleted":
            box.delete([first])
        else:
            box.folder.create("private")
            box.move([first], "private")

    async with a_place(tmp_path) as place:
        for number in range(MAILS):
            place.imap.deliver("web", place.mail(number))
        place.meanwhile(act)
        await place.until_done()
        register = place.app.register
        found = [r.fields.topic for month in register.months() for r in register.each(Request, month)]
        assert sorted(topic or "" for topic in found) == [f"เรื่องที่ {n}" for n in range(MAILS)]
        assert len(place.imap.mails("web", "done")) == MAILS - 1
        assert not place.errors


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
        mails = [place.mail(number) for number in range(MAILS)]
        for mail in mails:
            place.imap.deliver("web", mail)
        await place.until_done()
        place.imap.deliver("web", b"X-Came-Again: by another way\r\n" + mails[0])
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
