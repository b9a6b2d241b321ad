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
from mailbot.ports import ArchiveError, Clock, Mailbox, MailboxError, ReaderError, RegisterError
from mailbot.timers import Timers

_log = logging.getLogger("mailbot.service")

LONGEST_PAUSE = 300.0
"""Seconds between two tries at a mail server that does not answer."""
STANDS_STILL = 1800.0
"""Seconds without a step or a commit after which a loop is taken to hang; the heartbeat stops then."""
SEND_AGAIN = 20.0
"""Seconds after which the outbox looks for deferred letters by itself."""


@dataclass(slots=True)
class Pulse:
    """When each loop last did its work; what the heartbeat and ``status`` show."""

    polled_at: datetime | None = None
    sent_at: datetime | None = None
    ticked_at: datetime | None = None
    trouble: str = ""
    """What is wrong right now with taking mails in, in plain words; empty when all is well."""
    sending: str = ""
    """What the sending server says while no letter goes out; empty when letters go, or none is owed."""
    held_back: int = 0
    breaker: bool = False
    """Sending has stopped: the hour's cap for the whole office is reached."""
    unfetchable: int = 0
    """Mails the server lists but does not give us; they stay in the inbox."""


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
        keep_house: Callable[[], None] = lambda: None,
        poll_seconds: float = 60.0,
        idle: bool = True,
    ) -> None:
        """``keep_house``: what the register does while there is nothing else to do; called in a thread."""
        self._flow = flow
        self._outbox = outbox
        self._timers = timers
        self._mailbox = mailbox
        self._clock = clock
        self._write_beat = beat
        self._keep_house = keep_house
        self._poll_seconds = poll_seconds
        self._idle = idle
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._broken: RegisterError | None = None
        self._stepped: dict[str, float] = {}
        self.pulse = Pulse()
        flow.on_commit = self._committed

    async def once(self) -> tuple[Intake, int, Sent]:
        """One pass: everything in the inbox, everything due, everything owed."""
        intake = await self._flow.take_in()
        self.pulse.polled_at = self._clock.now()
        due = self._timers.tick(unfetchable=self._unfetchable())
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
        if self._broken is not None:
            raise self._broken

    async def tick(self) -> None:
        """Called by the ticker: owe what has come due, and wake the outbox."""
        try:
            async with self._flow.deciding:
                owed = self._timers.tick(unfetchable=self._unfetchable())
        except RegisterError as error:
            self._trouble(error)
            return
        if owed:
            self._wake.set()
        self.pulse.ticked_at = self._clock.now()
        self._beat(self.pulse)

    def _unfetchable(self) -> int:
        return len(getattr(self._mailbox, "unfetchable", ()))

    def alive(self) -> bool:
        """Whether every loop still turns; false for a loop that hangs in a call that does not come back."""
        now = asyncio.get_running_loop().time()
        return all(now - stepped < STANDS_STILL for stepped in self._stepped.values())

    def _beat(self, pulse: Pulse) -> None:
        if self.alive():
            self._write_beat(pulse)

    def _committed(self) -> None:
        """A batch is on disk: letters may be owed, and a long intake shows that it goes on."""
        self._wake.set()
        if self._stepped:
            self._step_of(self._take_in)
            self.pulse.polled_at = self._clock.now()

    def _step_of(self, step: Callable[[int], Awaitable[bool]]) -> None:
        self._stepped[step.__name__] = asyncio.get_running_loop().time()

    def stop(self) -> None:
        """End all loops after what they are doing now."""
        self._stop.set()
        self._wake.set()
        self._mailbox.interrupt()

    async def _until_stopped(self, step: Callable[[int], Awaitable[bool]]) -> None:
        """Repeat a step; after a failure wait, longer each time, and try again."""
        failures = 0
        while not self._stop.is_set():
            self._step_of(step)
            retry = True
            try:
                well = await step(failures)
            except (MailboxError, RegisterError, ArchiveError, ReaderError) as error:
                well = False
                retry = getattr(error, "retry", True)
                self._trouble(error)
            failures = 0 if well else failures + 1
            if failures:
                await self._pause(min(2.0 ** min(failures, 10), LONGEST_PAUSE) if retry else LONGEST_PAUSE)

    def _trouble(self, error: Exception) -> None:
        """Say what is wrong. A register that cannot be trusted any more ends the service."""
        self._say(str(error))
        if isinstance(error, RegisterError) and not error.retry:
            self._broken = error
            self.stop()

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
        self.pulse.unfetchable = self._unfetchable()
        self._beat(self.pulse)
        if self._stop.is_set():
            return True
        await asyncio.to_thread(self._keep_house)
        if self._idle:
            await self._flow.on_imap(lambda: self._mailbox.wait(self._poll_seconds))
        else:
            await self._pause(self._poll_seconds)
        return True

    async def _send(self, failures: int) -> bool:
        self._wake.clear()
        sent = await self._outbox.send_owed()
        self._sent(sent)
        self._beat(self.pulse)
        if not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), SEND_AGAIN)
        return not (sent.deferred and not sent.sent) or failures > 0

    def _sent(self, sent: Sent) -> None:
        if sent.sent:
            self.pulse.sent_at = self._clock.now()
            self.pulse.sending = ""
        elif sent.deferred:
            self.pulse.sending = sent.trouble
        self.pulse.held_back = sent.held_back
        if sent.breaker and not self.pulse.breaker:
            _log.error("breaker", extra={"held_back": sent.held_back})
        self.pulse.breaker = sent.breaker
