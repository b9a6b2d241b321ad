"""``kill -9`` in the middle of the work, then a restart: nothing is lost and nobody is asked twice."""

import email
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailbot.core.ledger import MailEntry
from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import Request
from mailbot.edge.register import FileRegister
from mailbot.sandbox.dovecot import DovecotServer, installed
from mailbot.sandbox.imap_server import PymapServer
from mailbot.sandbox.smtp_server import Handed, SmtpServer
from tests.conversations.correspondence import BANGKOK
from tests.conversations.mails import form
from tests.flow.practice import running, settings_folder

MAILS = 24
KILLS = 4


def _mail(number: int) -> bytes:
    from datetime import datetime

    from mailbot.config import load
    from mailbot.packaged import packaged
    from mailbot.sandbox.people import Writer

    office = load(packaged("config"), env={}, secrets=False).office
    writer = Writer(office)
    who = ("daeng", "tawan", "somruedee", "wichai", "kamon", "ratree", "naree", "malee")[number % 8]
    raw = writer.write(who, "ขอเผยแพร่", form(f"เรื่องที่ {number}"), datetime.now(BANGKOK))
    raw = raw.replace(b"practice.0001@", f"kill.{number}@".encode())
    return b"Authentication-Results: mx.sea.example; dmarc=pass header.from=sea.example\r\n" + raw


@pytest.fixture(params=["pymap", "dovecot"])
def server(request: pytest.FixtureRequest) -> Iterator[PymapServer | DovecotServer]:
    if request.param == "dovecot" and not installed():
        pytest.skip("dovecot is not installed (Debian: dovecot-imapd)")
    made = (
        PymapServer({"web": "practice"}) if request.param == "pymap" else DovecotServer({"web": "practice"})
    )
    made.start()
    yield made
    made.stop()


@pytest.mark.timeout(900)
def test_killed_again_and_again_it_loses_nothing_and_repeats_only_the_letter_in_flight(
    server: PymapServer | DovecotServer, tmp_path: Path
) -> None:
    handed: list[Handed] = []
    smtp = SmtpServer(users={"web": "practice"}, take=handed.append, keep=False)
    smtp.start()
    try:
        folder = settings_folder(tmp_path / "office", imap_port=server.port, smtp_port=smtp.port)
        with running(folder) as process:  # the first start sets the baseline
            _until(lambda: (folder / "data" / "heartbeat.json").exists() or process.poll() is not None)
            assert process.poll() is None, process.stdout and process.stdout.read()
            process.send_signal(signal.SIGTERM)
            process.wait(90)
        chance = random.Random(7)  # noqa: S311 - the same moments in every run
        for number in range(MAILS):
            server.deliver("web", _mail(number))
        for _ in range(KILLS):
            with running(folder) as process:
                _until((folder / "data" / "lock").exists)
                time.sleep(chance.uniform(1.0, 3.0))
                process.kill()
        with running(folder) as process:
            _until(lambda: _all_sent(folder), 240)
            process.send_signal(signal.SIGTERM)
            process.wait(90)
        _check_laws(folder, handed)
    finally:
        smtp.stop()


def _until(true: Callable[[], bool], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.1)


def _all_sent(folder: Path) -> bool:
    register = FileRegister(folder / "data", now=None)
    try:
        requests = sum(1 for month in register.months() for _ in register.each(Request, month))
        return requests == MAILS and not register.find(Letter, "state", LetterState.OWED.value)
    finally:
        register.close()


def _check_laws(folder: Path, handed: list[Handed]) -> None:
    register = FileRegister(folder / "data", now=None)
    try:
        entries = [each for month in register.months() for each in register.each(MailEntry, month)]
        requests = [each for month in register.months() for each in register.each(Request, month)]
        letters = [each for month in register.months() for each in register.each(Letter, month)]
    finally:
        register.close()
    assert Counter(entry.key for entry in entries) == Counter(
        f"<kill.{n}@client.example>" for n in range(MAILS)
    )
    assert len(requests) == MAILS
    assert len({request.number for request in requests}) == MAILS
    assert {request.fields.topic for request in requests} == {f"เรื่องที่ {n}" for n in range(MAILS)}
    arrived = Counter(str(email.message_from_bytes(each.raw)["Message-ID"]) for each in handed)
    sent = [letter for letter in letters if letter.state is LetterState.SENT]
    assert len(arrived) == len(sent), "every owed letter arrived"
    repeated = sum(count - 1 for count in arrived.values())
    assert repeated <= KILLS, "at most the one letter in flight at each kill came twice"
    assert all(letter.state in {LetterState.SENT, LetterState.DROPPED} for letter in letters)
