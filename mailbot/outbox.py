"""One letter: compose -> send -> sent | deferred | dead.

The only place that talks to a postman. A letter is committed before it comes here, and marked sent only
after the server took it; between the two a crash sends that one letter again, with the same Message-ID.
While one letter is in flight the next ones are written, elsewhere; each leaves only when its turn comes.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.letters import Letter, LetterState, sent_hour
from mailbot.core.office import Office
from mailbot.ports import Clock, Parcel, Posted, Postman, Register, Writer, WritingError

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
LOGIN_AGAIN = timedelta(minutes=5)
"""How long letters wait when we could not log in: no letter is to blame, however long that goes on."""
CONNECTION_DOWN = 3
"""After so many failures in a row the server is down: the rest waits for the next round."""
AHEAD = 8
AHEAD_BYTES = 8_000_000
"""So many letters, with files of so many bytes, are written before their turn."""


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
        self, *, office: Office, register: Register, writer: Writer, postman: Postman, clock: Clock
    ) -> None:
        self._office = office
        self._register = register
        self._writer = writer
        self._postman = postman
        self._clock = clock
        self._recent: deque[tuple[datetime, str]] = deque()
        self._per_domain: Counter[str] = Counter()
        self._recalled = False

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
        begun: dict[str, _Writing] = {}
        try:
            for place, letter in enumerate(owed):
                if failures >= CONNECTION_DOWN or not self._under_caps(letter):
                    done.held_back += 1
                    done.breaker = done.breaker or self._full
                    continue
                self._begin(owed[place : place + (1 if failures else AHEAD)], begun)
                written = await begun.pop(letter.id)
                if isinstance(written, Parcel):
                    posted = await self._postman.post(written)
                    failures = 0 if posted.ok or posted.permanent else failures + 1
                    if posted.locked_out:  # knocking again for each letter would only close the account
                        failures = CONNECTION_DOWN
                else:
                    posted = written
                self._mark(letter, posted)
                self._count(letter, posted, done)
        finally:
            for writing in begun.values():
                writing.cancel()
        return done

    def _begin(self, letters: Sequence[Letter], begun: dict[str, "_Writing"]) -> None:
        """Have these written if they are not yet: the first in any case, the others as far as they may go."""
        waiting = sum(_bytes(letter) for letter in letters if letter.id in begun)
        for place, letter in enumerate(letters):
            if letter.id in begun:
                continue
            waiting += _bytes(letter)
            if place and (waiting > AHEAD_BYTES or not self._under_caps(letter)):
                return
            begun[letter.id] = asyncio.create_task(self._write(letter))

    async def _write(self, letter: Letter) -> Parcel | Posted:
        """The letter as bytes; a letter we cannot write must not stop the others."""
        try:
            return await self._writer.write(letter)
        except WritingError as error:
            _log.exception("not composed", extra={"letter": letter.id})
            return Posted(ok=False, permanent=not error.retry, detail=f"could not be composed: {error}")

    def _mark(self, letter: Letter, posted: Posted) -> None:
        # A mail may have changed the letter meanwhile: used its secret, or made it void.
        current = self._register.get(Letter, letter.id) or letter
        self._register.commit([self._after(current, posted)])

    def _after(self, letter: Letter, posted: Posted) -> Letter:
        """The letter's next state."""
        now = self._clock.now()
        attempts = letter.attempts + 1
        if posted.ok:
            error = f"refused for {', '.join(posted.refused)}" if posted.refused else ""
            change = {"state": LetterState.SENT, "sent_at": now, "attempts": attempts, "error": error}
        elif posted.locked_out:
            change = {"not_before": now + LOGIN_AGAIN, "error": posted.detail[:500]}
        elif _given_up(letter, posted):
            change = {"state": LetterState.DEAD, "attempts": attempts, "error": posted.detail[:500]}
        else:
            not_before = now + BACKOFF[attempts - 1]
            change = {"not_before": not_before, "attempts": attempts, "error": posted.detail[:500]}
        return letter.model_copy(update=change)

    def _count(self, letter: Letter, posted: Posted, done: Sent) -> None:
        if posted.ok:
            done.sent += 1
            self._remember(self._clock.now(), letter)
        elif _given_up(letter, posted):
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
        """Leave the mail server, end the writer's child."""
        await self._postman.close()
        await self._writer.close()


_Writing = asyncio.Task[Parcel | Posted]


def _given_up(letter: Letter, posted: Posted) -> bool:
    return posted.permanent or (not posted.locked_out and letter.attempts >= len(BACKOFF))


def _bytes(letter: Letter) -> int:
    return sum(file.size for file in letter.files)


def _domain(letter: Letter) -> str:
    return letter.to.address.rpartition("@")[2].casefold()
