"""One letter: compose -> send -> sent | deferred | dead.

The only place that talks to a postman. A letter is committed before it comes here, and marked sent only
after the server took it; between the two a crash sends that one letter again, with the same Message-ID.
While one letter is in flight the next is written, in a thread; it leaves only when its turn comes.
"""

import asyncio
import logging
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from mailbot.core.letters import Letter, LetterState, sent_hour
from mailbot.core.office import Office
from mailbot.ports import Clock, Composer, Parcel, Posted, Postman, Register

_log = logging.getLogger("mailbot.outbox")

BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)
"""How long to wait after the n-th failure; after the last one the letter is dead, which the digest shows."""
CONNECTION_DOWN = 3
"""After so many failures in a row the server is down: the rest waits for the next round."""


@dataclass(slots=True)
class Sent:
    """What one round of sending did."""

    sent: int = 0
    deferred: int = 0
    dead: int = 0
    trouble: str = ""
    """What the server said to the last letter it would not take for now."""
    held_back: int = 0
    """Letters that wait because a cap was reached, or because the server is down."""
    breaker: bool = False
    """The hour's cap for the whole office is reached: nothing goes out, and the operator must know."""


class Outbox:
    """Sends what is owed, one letter in flight at a time."""

    def __init__(
        self, *, office: Office, register: Register, composer: Composer, postman: Postman, clock: Clock
    ) -> None:
        self._office = office
        self._register = register
        self._composer = composer
        self._postman = postman
        self._clock = clock
        self._recent: deque[tuple[datetime, str]] = deque()
        self._per_domain: Counter[str] = Counter()
        self._recalled = False
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")

    def owed(self) -> list[Letter]:
        """The letters that may go now, oldest first."""
        now = self._clock.now()
        waiting = self._register.find(Letter, "state", LetterState.OWED.value)
        return sorted(
            (letter for letter in waiting if letter.not_before <= now), key=lambda letter: letter.owed_at
        )

    async def send_owed(self) -> Sent:
        """Send everything that may go now, one after the other. Raises RegisterError only."""
        done = Sent()
        failures = 0
        owed = self.owed()
        ahead: _Writing | None = None
        for letter, following in zip_longest(owed, owed[1:]):
            writing, ahead = ahead, None
            if failures >= CONNECTION_DOWN or not self._under_caps(letter):
                done.held_back += 1
                done.breaker = done.breaker or self._full
                continue
            writing = writing or self._begin(letter)
            if following is not None and not failures:
                ahead = self._begin(following)
            posted = await self._send(letter, writing)
            failures = 0 if posted.ok or posted.permanent else failures + 1
            self._count(letter, posted, done)
        return done

    def _begin(self, letter: Letter) -> "_Writing":
        return asyncio.get_running_loop().run_in_executor(self._writer, self._write, letter)

    def _write(self, letter: Letter) -> Parcel | Posted:
        """The letter as bytes; a letter we cannot write must not stop the others."""
        try:
            return self._composer.compose(letter)
        except Exception as error:  # noqa: BLE001  # whatever a template or a paper makes of it
            _log.exception("not composed", extra={"letter": letter.id})
            return Posted(ok=False, permanent=True, detail=f"could not be composed: {error!r}")

    async def _send(self, letter: Letter, writing: "_Writing") -> Posted:
        written = await writing
        posted = written if isinstance(written, Posted) else await self._postman.post(written)
        # A mail may have changed the letter meanwhile: used its secret, or made it void.
        current = self._register.get(Letter, letter.id) or letter
        self._register.commit([self._after(current, posted)])
        return posted

    def _after(self, letter: Letter, posted: Posted) -> Letter:
        """The letter's next state."""
        now = self._clock.now()
        attempts = letter.attempts + 1
        if posted.ok:
            error = f"refused for {', '.join(posted.refused)}" if posted.refused else ""
            change = {"state": LetterState.SENT, "sent_at": now, "attempts": attempts, "error": error}
        elif posted.permanent or attempts > len(BACKOFF):
            change = {"state": LetterState.DEAD, "attempts": attempts, "error": posted.detail[:500]}
        else:
            not_before = now + BACKOFF[attempts - 1]
            change = {"not_before": not_before, "attempts": attempts, "error": posted.detail[:500]}
        return letter.model_copy(update=change)

    def _count(self, letter: Letter, posted: Posted, done: Sent) -> None:
        if posted.ok:
            done.sent += 1
            self._remember(self._clock.now(), letter)
        elif posted.permanent or letter.attempts >= len(BACKOFF):
            done.dead += 1
            _log.warning("dead", extra={"letter": letter.id, "error": posted.detail})
        else:
            done.deferred += 1
            done.trouble = posted.detail
            _log.info("deferred", extra={"letter": letter.id, "error": posted.detail})

    def _under_caps(self, letter: Letter) -> bool:
        """The hour's caps per domain and overall: what is over them waits, it is not lost."""
        if not self._recalled:
            self._recall()
        since = self._clock.now() - timedelta(hours=1)
        while self._recent and self._recent[0][0] <= since:
            self._per_domain[self._recent.popleft()[1]] -= 1
        return not self._full and (
            self._per_domain[_domain(letter)] < self._office.policy.letters_per_domain_hour
        )

    @property
    def _full(self) -> bool:
        return len(self._recent) >= self._office.policy.letters_per_hour

    def _remember(self, at: datetime, letter: Letter) -> None:
        self._recent.append((at, _domain(letter)))
        self._per_domain[_domain(letter)] += 1

    def _recall(self) -> None:
        """What left within the last hour counts also after a restart."""
        now = self._clock.now()
        hours = dict.fromkeys((sent_hour(now - timedelta(hours=1)), sent_hour(now)))
        letters = [letter for hour in hours for letter in self._register.find(Letter, "sent", hour)]
        for at, letter in sorted(
            ((each.sent_at, each) for each in letters if each.sent_at), key=lambda pair: pair[0]
        ):
            self._remember(at, letter)
        self._recalled = True

    async def close(self) -> None:
        """Leave the mail server."""
        await self._postman.close()
        self._writer.shutdown(wait=True, cancel_futures=True)


_Writing = asyncio.Future[Parcel | Posted]


def _domain(letter: Letter) -> str:
    return letter.to.address.rpartition("@")[2].casefold()
