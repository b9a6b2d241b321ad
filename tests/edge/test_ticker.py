"""The ticker calls what it was told to, whatever the jobs do."""

import asyncio

import pytest

from mailbot.edge.ticker import Ticker


def no_errors(name: str, error: Exception) -> None:
    pytest.fail(f"{name}: {error!r}")


async def until(true: asyncio.Event) -> None:
    async with asyncio.timeout(60):
        await true.wait()


async def test_a_job_is_called_again_and_again() -> None:
    often = asyncio.Event()
    calls = 0

    async def job() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            often.set()

    ticker = Ticker("Asia/Bangkok", no_errors)
    ticker.every("job", 0.01, job)
    ticker.start()
    await until(often)
    await ticker.stop()
    await ticker.stop()
    before = calls
    await asyncio.sleep(0.05)
    assert calls == before


async def test_a_job_that_fails_is_reported_and_called_again_and_the_others_go_on() -> None:
    reported: list[tuple[str, str]] = []
    twice, other = asyncio.Event(), asyncio.Event()

    def report(name: str, error: Exception) -> None:
        reported.append((name, str(error)))
        if len(reported) == 2:
            twice.set()

    async def bad() -> None:
        raise OSError("no disk")

    async def good() -> None:
        if twice.is_set():
            other.set()

    ticker = Ticker("Asia/Bangkok", report)
    ticker.every("bad", 0.01, bad)
    ticker.every("good", 0.01, good)
    ticker.start()
    await until(twice)
    await until(other)
    await ticker.stop()
    assert set(reported) == {("bad", "no disk")}


async def test_a_job_that_outlasts_its_interval_never_runs_twice_at_a_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    running = most = calls = 0
    enough = asyncio.Event()

    async def slow() -> None:
        nonlocal running, most, calls
        running, calls = running + 1, calls + 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        if calls == 3:
            enough.set()

    ticker = Ticker("Asia/Bangkok", no_errors)
    ticker.every("slow", 0.01, slow)
    ticker.start()
    await until(enough)
    await ticker.stop()
    assert most == 1
    assert caplog.records == []


async def test_stopping_waits_for_the_job_that_runs() -> None:
    begun = asyncio.Event()
    finished = False

    async def job() -> None:
        nonlocal finished
        begun.set()
        await asyncio.sleep(0.05)
        finished = True

    ticker = Ticker("Asia/Bangkok", no_errors)
    ticker.every("job", 0.01, job)
    ticker.start()
    await until(begun)
    await ticker.stop()
    assert finished


async def test_a_machine_that_was_asleep_ticks_once_not_once_for_every_tick_missed() -> None:
    import time

    calls = 0
    called = asyncio.Event()

    async def job() -> None:
        nonlocal calls
        calls += 1
        ticker._scheduler.pause()  # the next tick, however slow this machine, is not counted
        called.set()

    ticker = Ticker("Asia/Bangkok", no_errors)
    ticker.every("job", 0.2, job)
    ticker.start()
    time.sleep(1.5)  # noqa: ASYNC251 - the whole loop stands still, as in a suspended machine
    await until(called)
    await asyncio.sleep(0.01)
    assert calls == 1
    await ticker.stop()


async def test_a_tick_that_comes_late_is_not_dropped() -> None:
    import time

    from apscheduler.events import EVENT_JOB_MISSED

    dropped: list[object] = []
    called = asyncio.Event()

    async def job() -> None:
        called.set()

    ticker = Ticker("Asia/Bangkok", no_errors)
    ticker._scheduler.add_listener(dropped.append, EVENT_JOB_MISSED)
    ticker.every("job", 1.05, job)
    ticker.start()
    time.sleep(2.08)  # noqa: ASYNC251 - the one tick that was due comes more than a second late
    await until(called)
    await ticker.stop()
    assert dropped == []


async def test_a_job_can_be_called_out_of_turn_and_replaced() -> None:
    calls: list[str] = []

    async def first() -> None:
        calls.append("first")

    async def second() -> None:
        calls.append("second")

    ticker = Ticker("Asia/Bangkok", no_errors)
    ticker.every("job", 3600, first)
    ticker.every("job", 3600, second)
    await ticker.now("job")
    ticker.start()
    await ticker.now("job")
    await ticker.stop()
    assert calls == ["second", "second"]
