"""The real process on real servers, killed at chosen steps: the same laws."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.sandbox.dovecot import DovecotServer, installed
from mailbot.sandbox.imap_server import PymapServer
from tests.faults.laws import AFTER_A_KILL, Held
from tests.faults.real import USER, Server, real_day


@pytest.fixture(params=["pymap", "dovecot"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    if request.param == "dovecot" and not installed():
        pytest.skip("dovecot is not installed (Debian: dovecot-imapd)")
    made = PymapServer({USER: "practice"}) if request.param == "pymap" else DovecotServer({USER: "practice"})
    made.start()
    yield made
    made.stop()


def test_the_real_process_keeps_the_laws_when_it_kills_itself(server: Server, tmp_path: Path) -> None:
    held = Held()
    office = real_day(server, tmp_path / "office", 5, held, kills=2)
    assert office.kills.total() >= 4
    assert all(held.times[law] for law in AFTER_A_KILL)
