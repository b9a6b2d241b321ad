"""Mails that break the parser: each costs itself only, within its limits, and a person can deal with it."""

import asyncio
import email
import email.policy
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.app import App, Parts, build, make_reader, vocabulary
from mailbot.cli import main
from mailbot.config import load
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import Request
from mailbot.edge.memory_mailbox import MemoryMailbox
from mailbot.edge.memory_postman import MemoryPostman
from mailbot.ports import Parcel
from mailbot.sandbox.people import Writer
from tests.conversations.correspondence import MONDAY, MovableClock
from tests.conversations.mails import form
from tests.corpus.hostile.make import mails as hostile
from tests.faults.load import GENUINE, office
from tests.faults.poison import HERE, HURTS, children, poison
from tests.flow.practice import ENVIRONMENT, settings_folder

SECONDS, SHORT = 120, 12
"""What the reading of one mail may take here; short only where the limit itself is met."""
SLOW = ("spin", "sleep")
OPENED = {"before", "between", "after"}


class Poisoned:
    """A bot on a real register, archive and reading children whose parser can be broken."""

    def __init__(self, folder: Path, others: set[int]) -> None:
        """``others``: child processes that have nothing to do with it."""
        self._others = others
        self.home = settings_folder(folder, imap_port=1, smtp_port=1)
        path = self.home / "mailbot.toml"
        text = path.read_text(encoding="utf-8")
        for old, new in (
            ("seconds = 30\n", f"seconds = {SECONDS}\n"),
            ("memory_mb = 768", "memory_mb = 512"),
        ):
            assert old in text, old
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        self.settings = load(self.home, env=os.environ)
        self.mailbox, self.postman, self.clock = MemoryMailbox(), MemoryPostman(), MovableClock()
        self._writer = Writer(office())
        self.app = self.build()

    def build(self, **limits: int) -> App:
        limited = self.settings.reading.model_copy(update=limits)
        reader = make_reader(self.settings.model_copy(update={"reading": limited}), vocabulary(self.settings))
        parts = Parts(clock=self.clock, mailbox=self.mailbox, postman=self.postman, reader=reader)
        return build(self.settings, parts)

    def write(self, topic: str, kind: str = "", *, in_the_head: bool = False) -> bytes:
        raw = GENUINE + self._writer.write("somruedee", "ขอเผยแพร่", form(topic), self.clock.time)
        raw = poison(kind, raw, in_the_head=in_the_head) if kind else raw
        self.mailbox.deliver(raw, internal_date=self.clock.now())
        return raw

    def topics(self) -> set[str]:
        found = [r for month in self.app.register.months() for r in self.app.register.each(Request, month)]
        return {request.fields.topic or "" for request in found}

    def children(self) -> set[int]:
        """The child processes that live now."""
        return set(children()) - self._others

    def shelved(self) -> list[MailEntry]:
        return self.app.register.find(MailEntry, "waiting", Outcome.SHELVED.value)


def text_of(parcel: Parcel) -> str:
    part = email.message_from_bytes(parcel.raw, policy=email.policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Poisoned]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.syspath_prepend(str(HERE))
    others = set(children())
    made = Poisoned(tmp_path / "office", others)
    await made.app.service.once()
    yield made
    await made.app.close()
    assert made.children() == set()


@pytest.mark.parametrize(
    ("kinds", "seconds"), [([kind for kind in HURTS if kind not in SLOW], SECONDS), (SLOW, SHORT)],
    ids=["at once", "for ever"],
)  # fmt: skip
async def test_poison_of_every_kind_in_one_batch_costs_only_itself(
    bot: Poisoned, kinds: Sequence[str], seconds: int
) -> None:
    await bot.app.close()
    bot.app = bot.build(seconds=seconds)
    bot.write("before")
    keys: dict[str, bytes] = {}
    for number, kind in enumerate(kinds):
        keys[kind] = bot.write(kind, kind)
        if number == len(kinds) // 2:
            bot.write("between")
    bot.write("after")
    intake, _, _ = await bot.app.service.once()
    assert intake.mails == len(kinds) + len(OPENED)
    assert bot.topics() == OPENED
    reasons = {bot.app.archive.get(entry.sha256): entry.reason for entry in bot.shelved()}
    assert {kind: reasons[raw].startswith(HURTS[kind]) for kind, raw in keys.items()} == dict.fromkeys(
        kinds, True
    ), {kind: reasons[raw] for kind, raw in keys.items()}
    assert bot.mailbox.mails() == []
    assert sorted(bot.mailbox.mails("shelf")) == sorted(keys.values())
    assert len(bot.children()) <= bot.settings.reading.children + 1, "and the one that writes letters"


async def test_a_shelved_mail_is_listed_shown_put_in_the_digest_and_taken_in_again_when_the_bug_is_gone(
    bot: Poisoned, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bot.write("ประกาศรับสมัคร", "raise")
    await bot.app.service.once()
    (entry,) = bot.shelved()
    assert entry.sender == "somruedee@sea.example", "the head of the mail tells whose it is"

    def shelf(*arguments: str) -> tuple[int, str]:
        status = main(["shelf", *arguments, "--config", str(bot.home)])
        return status, capsys.readouterr().out

    status, listed = await asyncio.to_thread(shelf)
    assert status == 1
    assert all(word in listed for word in (entry.key, "somruedee@sea.example", "reader failed: KeyError"))
    status, shown = await asyncio.to_thread(shelf, "show", entry.key, "--json")
    assert status == 1
    assert json.loads(shown)["reason"] == entry.reason
    bot.clock.to(MONDAY + timedelta(days=1))
    sent = len(bot.postman.sent)
    await bot.app.service.once()
    (digest,) = [text_of(parcel) for parcel in bot.postman.sent[sent:] if "KeyError" in text_of(parcel)]
    assert "somruedee@sea.example" in digest

    await bot.app.close()
    status, said = await asyncio.to_thread(shelf, "retry", entry.key)
    assert status == 1
    assert "shelved" in said
    monkeypatch.setattr("sys.path", [path for path in sys.path if path != str(HERE)])  # the bug is mended
    status, said = await asyncio.to_thread(shelf, "retry", entry.key)
    assert status == 0
    assert "opened" in said
    status, said = await asyncio.to_thread(shelf)
    assert (status, said) == (0, "the shelf is empty\n")
    bot.app = bot.build()
    owed = bot.app.register.find(Letter, "state", LetterState.OWED.value)
    bot.clock.to(max(letter.not_before for letter in owed))
    await bot.app.service.once()
    assert bot.topics() == {"ประกาศรับสมัคร"}
    assert any(parcel.recipients == ("somruedee@sea.example",) for parcel in bot.postman.sent)


async def test_a_child_that_somebody_kills_in_the_middle_of_a_mail_costs_nothing(
    bot: Poisoned, tmp_path: Path
) -> None:
    for topic, kind in (("before", ""), ("between", "once"), ("after", "")):
        bot.write(topic, kind)
    running = asyncio.create_task(bot.app.service.once())
    async with asyncio.timeout(60):
        while not (tmp_path / "met").exists():  # noqa: ASYNC110 - a file tells of it
            await asyncio.sleep(0.01)
    for child in bot.children():
        os.kill(child, signal.SIGKILL)
    await running
    assert bot.topics() == OPENED
    assert bot.shelved() == []


async def test_a_mail_whose_very_head_is_poison_is_shelved_without_a_name(bot: Poisoned) -> None:
    bot.write("before")
    bot.write("พิษ", "segfault", in_the_head=True)
    bot.write("after")
    await bot.app.service.once()
    assert bot.topics() == {"before", "after"}
    (entry,) = bot.shelved()
    assert (entry.sender, entry.reason) == (None, "the reader ended (signal 11)")


async def test_every_hostile_mail_known_has_an_outcome_and_its_neighbours_theirs(bot: Poisoned) -> None:
    """Also those the parsers survive: through the child, the ledger, the decision and the register."""
    made = [make() for _, make in hostile()]
    topics = set()
    for number, raw in enumerate(made):
        bot.mailbox.deliver(raw, internal_date=bot.clock.now())
        if number % 6 == 0:
            topics.add(f"เรื่องที่ {number}")
            bot.write(f"เรื่องที่ {number}")
    intake = await bot.app.flow.take_in()
    assert intake.mails == len(made) + len(topics)
    assert bot.topics() - {""} == topics
    assert bot.mailbox.mails() == []
    surprises = ("reader failed", "too much", "the reader", "took longer")
    assert [entry.reason for entry in bot.shelved() if entry.reason.startswith(surprises)] == []
