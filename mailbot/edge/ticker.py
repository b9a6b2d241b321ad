"""What ticks: APScheduler 3 behind a typed wrapper.

It only calls jobs every so many seconds. It never decides what is owed (that is computed from the register,
so a missed tick loses nothing), and a job that fails is reported and called again at the next tick.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]
OnError = Callable[[str, Exception], object]

_scheduler_log = logging.getLogger(f"{__name__}.scheduler")
_scheduler_log.setLevel(logging.ERROR)  # a job that outlasts its interval is no news: the next tick comes


class Ticker:
    """Calls jobs at intervals in the running event loop, from ``start`` to ``stop``.

    A job never runs twice at a time, and after a pause of the machine once, not once for every missed tick.
    ``on_error`` gets the job's name and what it raised.
    """

    def __init__(self, timezone: str, on_error: OnError) -> None:
        self._on_error = on_error
        self._running: set[asyncio.Task[object]] = set()
        self._jobs: dict[str, Job] = {}
        self._scheduler = AsyncIOScheduler(
            timezone=ZoneInfo(timezone),
            logger=_scheduler_log,
            # The default grace of one second would drop the tick of a machine that was busy or asleep.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def every(self, name: str, seconds: float, job: Job) -> None:
        """Call ``job`` every ``seconds``, for the first time after that long. The same name replaces."""
        self._jobs[name] = job
        self._scheduler.add_job(
            partial(self._run, name), "interval", seconds=seconds, id=name, name=name, replace_existing=True
        )

    async def now(self, name: str) -> None:
        """Call this job out of turn and wait for it; its errors are reported like those of a tick."""
        await self._run(name)

    def start(self) -> None:
        """Begin to tick; needs a running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """No more ticks; waits for the jobs that run. Safe to call twice."""
        if self._scheduler.running:
            self._scheduler.pause()
        while self._running:
            await asyncio.wait(self._running)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # APScheduler ends in a callback of the loop: let it come

    async def _run(self, name: str) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
        try:
            await self._jobs[name]()
        except Exception as exc:  # noqa: BLE001 - whatever it was, the ticker goes on
            self._on_error(name, exc)
        finally:
            if task is not None:
                self._running.discard(task)
