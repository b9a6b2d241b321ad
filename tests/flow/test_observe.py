"""A trial: everything is read, nobody but the operator hears of it, nothing is moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.app import App, Parts, build, look_into, vocabulary
from mailbot.cli import main
from mailbot.config import load
from mailbot.config.settings import Settings
from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import Request, Status
from mailbot.edge.memory_mailbox import MemoryMailbox
from mailbot.edge.memory_postman import MemoryPostman
from mailbot.edge.register import FileRegister
from mailbot.reading.worker import InlineReader
from mailbot.writing.worker import InlineWriter
from tests.config.sample import SettingsFolder, sample_office
from tests.conversations.correspondence import MovableClock
from tests.conversations.mails import form

OPERATOR = "thana@sea.example"


class Trial:
    """An office that observes, its mailbox, and what really leaves the house."""

    def __init__(self, office: SettingsFolder) -> None:
        self.office = office
        office.edit("mailbot.toml", 'mode = "on"', 'mode = "observe"')
        self.settings = load(office.path, env={})
        self.clock = MovableClock()
        self.mailbox = MemoryMailbox()
        self.postman = MemoryPostman()

    @contextmanager
    def app(self, settings: Settings | None = None) -> Iterator[App]:
        wanted = settings or self.settings
        reader = InlineReader(vocabulary(wanted))
        parts = Parts(
            clock=self.clock, mailbox=self.mailbox, postman=self.postman, reader=reader, writer=InlineWriter
        )
        app = build(wanted, parts)
        try:
            yield app
        finally:
            app.register.close()

    def write(self, name: str, body: str) -> None:
        self.mailbox.deliver(
            b"Authentication-Results: mx.sea.example; dmarc=pass header.from=sea.example\r\n"
            b"From: somruedee@sea.example\r\nTo: web@sea.example\r\nSubject: " + name.encode() + b"\r\n"
            b"Message-ID: <" + name.encode() + b"@client.example>\r\n"
            b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body.encode()
        )

    def to_real(self) -> Settings:
        self.office.edit("mailbot.toml", 'mode = "observe"', 'mode = "on"')
        return load(self.office.path, env={})

    def cli(self, *words: str) -> int:
        return main([*words, "--config", str(self.office.path)])

    def recipients(self) -> set[str]:
        return {address for parcel in self.postman.sent for address in parcel.recipients}


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    return Trial(sample_office(tmp_path / "office"))


def requests(app: App) -> list[Request]:
    return [each for month in app.register.months() for each in app.register.each(Request, month)]


def letters(app: App) -> list[Letter]:
    return [each for month in app.register.months() for each in app.register.each(Letter, month)]


async def observe(trial: Trial) -> None:
    """Two days of observing: one request complete, one without its certification."""
    with trial.app() as app:
        await app.service.once()
        trial.write("complete", form())
        trial.write("unfinished", form(topic="ภาพกิจกรรมวันลอยกระทง", more=""))
        await app.service.once()
        trial.clock.forward(days=1)
        await app.service.once()
        await app.service.once()


async def test_nothing_is_moved_and_nobody_is_written_to_but_the_operator_once_a_day(trial: Trial) -> None:
    await observe(trial)
    assert len(trial.mailbox.mails()) == 2, "the mails are still in the inbox"
    assert trial.recipients() == {OPERATOR}
    assert len(trial.postman.sent) == 1
    assert (trial.office.path / "data" / "observe" / "register").is_dir()
    assert not (trial.office.path / "data" / "register").exists()
    with trial.app() as app:
        assert len(requests(app)) == 2
        await app.service.once()
    assert len(trial.postman.sent) == 1, "nor again after a restart"


async def test_the_operator_reads_what_would_have_been_done(trial: Trial) -> None:
    await observe(trial)
    with trial.app() as app:
        (told,) = [letter.context for letter in letters(app) if letter.kind == "observed"]
        meant = [letter for letter in letters(app) if letter.kind != "observed"]
    assert told.kind == "observed"
    assert [mail.subject for mail in told.mails] == ["complete", "unfinished"]
    assert [letter.kind for letter in told.mails[0].letters] == ["approval_request", "acknowledgement"]
    assert [letter.kind for letter in told.mails[1].letters] == ["acknowledgement"]
    assert told.letters == len(meant) == 3


async def test_nobody_is_reminded_of_letters_that_never_went_out(trial: Trial) -> None:
    await observe(trial)
    trial.clock.forward(days=20)
    with trial.app() as app:
        await app.service.once()
        assert len([letter for letter in letters(app) if letter.kind != "observed"]) == 3


async def test_work_does_not_begin_before_somebody_said_what_becomes_of_the_trial(
    trial: Trial, capsys: pytest.CaptureFixture[str]
) -> None:
    await observe(trial)
    assert trial.cli("observed", "keep") == 2, "while it still observes"
    capsys.readouterr()
    trial.cli("status")
    assert "observe" in capsys.readouterr().out
    trial.to_real()
    assert trial.cli("once") == 2
    assert "mailbot observed keep" in capsys.readouterr().err
    assert trial.cli("observed") == 1, "there is something to decide"


async def test_kept_the_register_goes_on_and_everybody_hears_of_it_for_the_first_time(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    await observe(trial)
    settings = trial.to_real()
    trial.clock.forward(days=9)
    monkeypatch.setattr("mailbot.cli.observing.SystemClock", lambda _: trial.clock)
    assert trial.cli("observed", "keep") == 0
    assert not settings.observed.exists()
    trial.postman.sent.clear()
    with trial.app(settings) as app:
        before = {letter.id for letter in letters(app) if letter.state is not LetterState.OWED}
        assert all(
            letter.state is LetterState.DROPPED for letter in letters(app)
            if letter.id in before and letter.kind != "observed"
        ), "what never went out does not stand on record as sent"  # fmt: skip
        await app.service.once()
        assert len(requests(app)) == 2, "no mail is taken for new"
        assert trial.mailbox.mails() == [], "now the mails are filed"
        now = {(parcel.letter_id, parcel.recipients[0]) for parcel in trial.postman.sent}
        sent = [each for each in letters(app) if (each.id, each.to.address) in now]
        assert {(letter.kind, letter.to.address) for letter in sent} == {
            ("approval_request", "jiraporn@sea.example"),
            ("acknowledgement", "somruedee@sea.example"),
            ("digest", OPERATOR),
        }
        assert not any(getattr(letter.context, "reminder", 0) for letter in sent), "nobody is reminded"
        assert {each.status for each in requests(app)} == {Status.AWAITING_APPROVAL, Status.NEEDS_INFO}
    assert trial.cli("observed", "keep") == 0, "twice is once"


async def test_dropped_nothing_is_left_of_it_and_the_mails_stay(trial: Trial) -> None:
    await observe(trial)
    settings = trial.to_real()
    assert trial.cli("observed", "drop") == 0
    assert not settings.observed.exists()
    assert len(trial.mailbox.mails()) == 2
    with trial.app(settings) as app:
        await app.service.once()
        assert requests(app) == [], "they were there before the first real start"


async def test_a_register_in_real_use_is_never_replaced(trial: Trial) -> None:
    await observe(trial)
    settings = trial.to_real()
    FileRegister(settings.data, now=trial.clock.now()).close()
    assert trial.cli("observed", "keep") == 2
    with look_into(settings.observed) as register:
        assert len([each for month in register.months() for each in register.each(Request, month)]) == 2


async def test_a_trial_that_still_runs_cannot_be_dropped(trial: Trial) -> None:
    await observe(trial)
    settings = trial.to_real()
    running = FileRegister(settings.observed, now=trial.clock.now() + timedelta(minutes=1))
    try:
        assert trial.cli("observed", "drop") == 2
    finally:
        running.close()
    assert settings.observed.exists()


async def test_an_operator_on_record_under_another_address_is_written_to_all_the_same(
    tmp_path: Path,
) -> None:
    office = sample_office(tmp_path / "office")
    text = (office.path / "people.csv").read_text("utf-8-sig")
    row = next(line for line in text.splitlines() if line.startswith(OPERATOR))
    office.edit("people.csv", row, row.rsplit(",", 1)[0] + ",help@sea.example")
    office.edit("mailbot.toml", f'operator = "{OPERATOR}"', 'operator = "help@sea.example"')
    trial = Trial(office)
    await observe(trial)
    assert trial.recipients() == {"help@sea.example"}
