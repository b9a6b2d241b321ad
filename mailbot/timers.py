"""One tick: what is owed now -> the same commit.

The scheduler only ticks. What is done has a mark with its key; what has none is owed, however long the
machine was off. Nothing here sends.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.core.calendar import WorkCalendar, previous_month_key
from mailbot.core.digest import Desk, digest_for
from mailbot.core.dossier import Dossier, free_letter
from mailbot.core.due import due_for
from mailbot.core.ledger import MailEntry, Mark, Outcome
from mailbot.core.letters import Letter, LetterState, Purpose
from mailbot.core.observed import observed_for
from mailbot.core.office import Office
from mailbot.core.request import Request
from mailbot.monthly import MonthlyReport
from mailbot.ports import Clock, Mint, Register
from mailbot.staged import Staged
from mailbot.ticking import Ticking

_log = logging.getLogger("mailbot.timers")


class Timers:
    """Looks at the register and the calendar and owes what has come due."""

    def __init__(
        self, *, office: Office, register: Register, mint: Mint, clock: Clock, observing: bool = False
    ) -> None:
        """``observing``: nobody is reminded of letters that never went out; the operator is told."""
        self._observing = observing
        self._office = office
        self._register = register
        self._clock = clock
        self._calendar = WorkCalendar.of(office)
        self._tick = Ticking(office, mint)
        self._monthly = MonthlyReport(office=office, register=register, tick=self._tick)

    def tick(self, *, unfetchable: int = 0) -> int:
        """Owe everything due, in one commit. Returns how many letters that made.

        ``unfetchable``: mails in the inbox that the server does not hand out; the digest says so.
        """
        now = self._clock.now()
        if not self._calendar.is_office_time(now):
            return 0
        staged = Staged(self._register)
        if self._observing:
            self._observed(staged, now)
        else:
            self._requests(staged, now)
            self._digests(staged, now, unfetchable)
            self._monthly.owe_due(staged, now)
        if staged.records:
            self._register.commit(staged.records)
        return sum(isinstance(record, Letter) for record in staged.records)

    def _requests(self, staged: Staged, now: datetime) -> None:
        waiting = self._register.find(Request, "open", "yes")
        ending = self._register.find(Request, "period", "yes")
        for request in {each.number: each for each in (*waiting, *ending)}.values():
            thread = tuple(self._register.find(Letter, "request", request.number))
            owed = [
                due
                for due in due_for(request, thread, self._office, now)
                if not self._tick.done(staged, due.key)
            ]
            if not owed:
                continue
            dossier = Dossier(request, self._office, now, owed[-1].key)
            latest = {_family(due.key): due for due in owed}  # after a week off one reminder is enough
            for due in latest.values():
                due.do(dossier)
            for due in owed:
                self._tick.mark(staged, due.key, now)
            staged.put(dossier.request)
            self._tick.owe(staged, dossier.letters)

    # --- the digest, every working morning -----------------------------------------------------------

    def _digests(self, staged: Staged, now: datetime, unfetchable: int) -> None:
        day = self._calendar.day(now).isoformat()
        owed = [
            each for each in self._office.webmasters if not self._tick.done(staged, f"digest:{day}:{each}")
        ]
        if not owed:
            return
        since = self._last_digest(now)
        desk = replace(self._desk(staged, now), unfetchable=unfetchable)
        for address in owed:
            key = f"digest:{day}:{address}"
            webmaster = self._tick.party(address)
            digest = digest_for(webmaster, desk, self._office, now, since)
            empty = not (digest.lines or digest.new or digest.published or digest.unfetchable)
            self._tick.mark(staged, key, now, "empty" if empty else "")
            if not empty:
                letter = free_letter(digest, webmaster, now=now, cause=key, purpose=Purpose.DIGEST)
                self._tick.owe(staged, [letter])

    def _last_digest(self, now: datetime) -> datetime:
        day = self._calendar.day(now)
        for back in range(1, 15):
            before = day - timedelta(days=back)
            marks = (
                self._register.get(Mark, f"digest:{before.isoformat()}:{a}") for a in self._office.webmasters
            )
            moments = [mark.at for mark in marks if mark is not None and mark.at is not None]
            if moments:
                return min(moments)
        return now - timedelta(days=1)

    def _desk(self, staged: Staged, now: datetime) -> Desk:
        month = self._calendar.month(now)
        recent = [
            request
            for key in (previous_month_key(month), month)
            for request in self._register.each(Request, key)
        ]
        waiting = [
            entry
            for outcome in (Outcome.UNKNOWN_SENDER, Outcome.SHELVED)
            for entry in staged.find(MailEntry, "waiting", outcome.value)
        ]
        open_requests = (*staged.find(Request, "open", "yes"), *staged.find(Request, "period", "yes"))
        return Desk(
            open=tuple({request.number: request for request in open_requests}.values()),
            recent=tuple(recent),
            mails=tuple(waiting),
            dead=tuple(staged.find(Letter, "state", LetterState.DEAD.value)),
        )

    # --- while observing ------------------------------------------------------------------------------

    def _observed(self, staged: Staged, now: datetime) -> None:
        """Every working morning with something to tell: what would have been done since the last time."""
        day = self._calendar.day(now)
        key = f"observed:{day.isoformat()}"
        if self._tick.done(staged, key):
            return
        told = [mark.at for mark in staged.find(Mark, "family", "observed") if mark.at is not None]
        since = max(told, default=None)
        month = self._calendar.month(now)
        months = (previous_month_key(month), month)
        mails = [
            entry
            for each in months
            for entry in self._register.each(MailEntry, each)
            if entry.outcome is not Outcome.BASELINE and (since is None or entry.received_at >= since)
        ]
        self._tick.mark(staged, key, now)
        if mails:
            letters = [letter for each in months for letter in self._register.each(Letter, each)]
            # Where the settings say, though the person may be on record under another address.
            reader = self._tick.party(self._office.operator)
            reader = reader.model_copy(update={"address": self._office.operator})
            observed = observed_for(day, mails, letters)
            self._tick.owe(staged, [free_letter(observed, reader, now=now, cause=key)])


def _family(key: str) -> str:
    """``reminder:approval`` of a key like ``reminder:approval:WEB-2569-0042:...``."""
    return ":".join(key.split(":", 2)[:2])
