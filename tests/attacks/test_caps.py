"""How many letters may leave: per person, per domain, and the breaker for all; also after a restart.

Wanted: the office's mail server as a cannon. What is over an hour's cap waits; it is not lost, and the
operator hears of it where no letter is needed.
"""

import argparse
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.cli.looking import status
from mailbot.core.letters import LetterState, sent_hour
from tests.attacks.scene import plainly
from tests.conversations.correspondence import Correspondence, sample_settings

STAFF = ("somruedee", "tawan", "daeng", "anucha", "wichai", "malee", "ratree", "naree", "kamon", "chalerm")


async def _strict(folder: Path, **policy: int) -> Correspondence:
    return await Correspondence(sample_settings(folder, **policy)).open()


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.app.make_composer", plainly)


async def _everybody_asks(office: Correspondence) -> None:
    for who in STAFF:
        office.write(who, "ถาม", "ช่วยเหลือ")
    await office.run()


def _waiting(office: Correspondence) -> int:
    return sum(letter.state is LetterState.OWED for letter in office.every_letter())


async def test_the_breaker_stops_sending_and_says_so(tmp_path: Path) -> None:
    office = await _strict(tmp_path, letters_per_hour=4)
    await _everybody_asks(office)
    assert len(office.letters()) == 4
    assert _waiting(office) == 6
    assert office.app.service.pulse.breaker
    assert office.app.service.pulse.held_back == 6
    beat = json.loads((tmp_path / "heartbeat.json").read_text(encoding="utf-8"))
    assert (beat["breaker"], beat["held_back"]) == (True, 6)

    office.clock.forward(hours=1)
    await office.run()
    assert len(office.letters()) == 8, "what waited goes when the hour is over"
    office.clock.forward(hours=1)
    await office.run()
    assert len(office.letters()) == 10
    assert not office.app.service.pulse.breaker
    assert office.app.service.pulse.held_back == 0
    await office.app.close()


async def test_a_restart_does_not_open_the_breaker(tmp_path: Path) -> None:
    office = await _strict(tmp_path, letters_per_hour=4)
    await _everybody_asks(office)
    for _ in range(3):
        office.restart()
        office.clock.forward(minutes=5)
        await office.run()
    assert len(office.letters()) == 4
    office.clock.forward(hours=1)
    office.restart()
    await office.run()
    assert len(office.letters()) == 8
    await office.app.close()


async def test_one_domain_over_its_cap_does_not_hold_up_another(tmp_path: Path) -> None:
    office = await _strict(tmp_path, letters_per_domain_hour=3)
    await _everybody_asks(office)
    office.write("teacher@school-one.example", "ถาม", "ช่วยเหลือ")
    await office.run()
    assert len(office.letters()) == 4
    assert len(office.letters("teacher@school-one.example")) == 1
    assert not office.app.service.pulse.breaker, "only one domain waits"
    office.restart()
    await office.run()
    assert len(office.letters()) == 4, "the domain's count survives a restart"
    await office.app.close()


@pytest.mark.parametrize(("cap", "span"), [("letters_per_person_hour", 1), ("letters_per_person_day", 24)])
async def test_a_person_gets_no_more_than_the_cap(tmp_path: Path, cap: str, span: int) -> None:
    office = await _strict(tmp_path, **{cap: 3})
    for n in range(6):
        office.write("daeng", f"เรื่องที่ {n}", f"ฝากลงข่าวเรื่องที่ {n} ด้วยค่ะ")
        await office.run()
    assert len(office.letters("daeng")) == 3
    dropped = [letter for letter in office.every_letter() if letter.state is LetterState.DROPPED]
    assert dropped, "what is not sent is kept, with the reason"
    assert all("cap" in letter.error for letter in dropped)
    office.clock.forward(hours=span)
    office.write("daeng", "ถาม", "ช่วยเหลือ")
    await office.run()
    assert len(office.letters("daeng")) == 4
    await office.app.close()


async def test_the_hours_cap_does_not_begin_anew_at_midnight(tmp_path: Path) -> None:
    office = await _strict(tmp_path, letters_per_person_hour=3)
    office.clock.to(office.clock.time.replace(hour=23, minute=50))
    for n in range(6):
        if n == 3:
            office.clock.forward(minutes=15)
        office.write("daeng", f"เรื่องที่ {n}", f"ฝากลงข่าวเรื่องที่ {n} ด้วยค่ะ")
        await office.run()
    assert len(office.letters("daeng")) == 3
    await office.app.close()


@pytest.mark.parametrize(
    ("beat", "code"),
    [
        ({"held_back": 0, "breaker": False}, 0),
        ({"held_back": 3, "breaker": False}, 1),
        ({"held_back": 3, "breaker": True}, 2),
    ],
)
def test_the_operator_sees_by_the_exit_status_that_letters_wait(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    beat: dict[str, object],
    code: int,
) -> None:
    """Wants: a breaker nobody notices."""
    from mailbot.cli import looking

    settings = sample_settings(tmp_path)
    monkeypatch.setattr(looking, "load_settings", lambda *_, **__: settings)
    monkeypatch.setattr(looking, "LITTLE_DISK", 0)
    from mailbot.app import SystemClock, open_register

    clock = SystemClock("Asia/Bangkok")
    open_register(settings, clock).close()
    now = clock.now().isoformat()
    state = {"at": now, "polled_at": now, "sent_at": now, "ticked_at": now, "trouble": "", **beat}
    (tmp_path / "heartbeat.json").write_text(json.dumps(state), encoding="utf-8")
    assert status(argparse.Namespace(config=tmp_path, json=True)) == code
    assert json.loads(capsys.readouterr().out)["held_back"] == (beat["held_back"] or None)


def test_an_hour_is_the_same_in_every_time_zone() -> None:
    from zoneinfo import ZoneInfo

    at = datetime(2026, 11, 9, 9, 30, tzinfo=ZoneInfo("Asia/Bangkok"))
    assert sent_hour(at) == sent_hour(at.astimezone(ZoneInfo("UTC"))) == "2026-11-09T02"
    assert sent_hour(at + timedelta(hours=1)) == "2026-11-09T03"
