"""The running bot: takes mails in, sends what is owed, ticks, and goes on whatever the servers do.

Three loops share one event loop: the inbox (poll, IDLE), the outbox (woken by each commit), the ticker.
What fails is said and tried again later; the heartbeat stops when a loop stops. Decides nothing itself.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.flow import Flow, Intake
from mailbot.outbox import Outbox, Sent
from mailbot.ports import Clock, Mailbox, MailboxError, RegisterError
from mailbot.timers import Timers

_log = logging.getLogger("mailbot.service")

LONGEST_PAUSE = 300.0
"""Seconds between two tries at a mail server that does not answer."""
SEND_AGAIN = 20.0
"""Seconds after which the outbox looks for deferred letters by itself."""


@dataclass(slots=True)
class Pulse:
    """When each loop last did its work; what the heartbeat and ``status`` show."""

    polled_at: datetime | None = None
    sent_at: datetime | None = None
    ticked_at: datetime | None = None
    trouble: str = ""
    """What is wrong right now, in plain words; empty when all is well."""
    held_back: int = 0


Beat = Callable[[Pulse], None]


class Service:
    """Runs flow, outbox and timers until it is told to stop."""

    def __init__(
        self,
        *,
        flow: Flow,
        outbox: Outbox,
        timers: Timers,
        mailbox: Mailbox,
        clock: Clock,
        beat: Beat,
        poll_seconds: float = 60.0,
        idle: bool = True,
    ) -> None:
        self._flow = flow
        self._outbox = outbox
        self._timers = timers
        self._mailbox = mailbox
        self._clock = clock
        self._beat = beat
        self._poll_seconds = poll_seconds
        self._idle = idle
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self.pulse = Pulse()
        flow.on_commit = self._wake.set

    async def once(self) -> tuple[Intake, int, Sent]:
        """One pass: everything in the inbox, everything due, everything owed."""
        intake = await self._flow.take_in()
        self.pulse.polled_at = self._clock.now()
        due = self._timers.tick()
        self.pulse.ticked_at = self._clock.now()
        sent = await self._outbox.send_owed()
        self._sent(sent)
        self._beat(self.pulse)
        return intake, due, sent

    async def run(self) -> None:
        """Go on until ``stop``. Raises RegisterError when the register cannot be trusted any more."""
        async with asyncio.TaskGroup() as loops:
            loops.create_task(self._until_stopped(self._take_in))
            loops.create_task(self._until_stopped(self._send))

    async def tick(self) -> None:
        """Called by the ticker: owe what has come due, and wake the outbox."""
        async with self._flow.deciding:
            owed = self._timers.tick()
        if owed:
            self._wake.set()
        self.pulse.ticked_at = self._clock.now()
        self._beat(self.pulse)

    def stop(self) -> None:
        """End all loops after what they are doing now."""
        self._stop.set()
        self._wake.set()
        self._mailbox.interrupt()

    async def _until_stopped(self, step: Callable[[int], Awaitable[bool]]) -> None:
        """Repeat a step; after a failure wait, longer each time, and try again."""
        failures = 0
        while not self._stop.is_set():
            try:
                well = await step(failures)
            except MailboxError as error:
                well = False
                self._say(str(error))
            except RegisterError as error:
                well = False
                self._say(str(error))
            failures = 0 if well else failures + 1
            if failures:
                await self._pause(min(2.0**failures, LONGEST_PAUSE))

    def _say(self, trouble: str) -> None:
        self.pulse.trouble = trouble
        _log.error("trouble", extra={"error": trouble})
        self._beat(self.pulse)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    async def _take_in(self, _: int) -> bool:
        await self._flow.take_in(enough=self._stop.is_set)
        self.pulse.polled_at = self._clock.now()
        self.pulse.trouble = ""
        self._beat(self.pulse)
        if self._stop.is_set():
            return True
        if self._idle:
            await self._flow.on_imap(lambda: self._mailbox.wait(self._poll_seconds))
        else:
            await self._pause(self._poll_seconds)
        return True

    async def _send(self, failures: int) -> bool:
        self._wake.clear()
        sent = await self._outbox.send_owed()
        self._sent(sent)
        if not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), SEND_AGAIN)
        return not (sent.deferred and not sent.sent) or failures > 0

    def _sent(self, sent: Sent) -> None:
        if sent.sent:
            self.pulse.sent_at = self._clock.now()
        self.pulse.held_back = sent.held_back
