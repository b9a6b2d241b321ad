"""One tick: what is owed now -> the same commit.

The scheduler only ticks. What is done has a mark with its key; what has none is owed, however long the
machine was off. Nothing here sends.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from mailbot.core.calendar import WorkCalendar, next_month_key, previous_month_key
from mailbot.core.digest import Desk, digest_for
from mailbot.core.dossier import Dossier, free_letter
from mailbot.core.due import due_for, waited
from mailbot.core.ledger import MailEntry, Mark, Outcome
from mailbot.core.letters import Letter, LetterState, Purpose, Report
from mailbot.core.office import Office
from mailbot.core.report import report
from mailbot.core.request import Party, Request
from mailbot.owe import owe
from mailbot.ports import Clock, Mint, Register
from mailbot.staged import Staged

_log = logging.getLogger("mailbot.timers")


class Timers:
    """Looks at the register and the calendar and owes what has come due."""

    def __init__(self, *, office: Office, register: Register, mint: Mint, clock: Clock) -> None:
        self._office = office
        self._register = register
        self._mint = mint
        self._clock = clock
        self._calendar = WorkCalendar.of(office)

    def tick(self) -> int:
        """Owe everything due, in one commit. Returns how many letters that made."""
        now = self._clock.now()
        if not self._calendar.is_office_time(now):
            return 0
        staged = Staged(self._register)
        self._requests(staged, now)
        self._digests(staged, now)
        self._reports(staged, now)
        if staged.records:
            self._register.commit(staged.records)
        return sum(isinstance(record, Letter) for record in staged.records)

    def _done(self, staged: Staged, key: str) -> bool:
        return staged.get(Mark, key) is not None

    def _mark(self, staged: Staged, key: str, now: datetime, value: str = "") -> None:
        staged.put(Mark(month=self._calendar.month(now), name=key, value=value, at=now))

    def _owe(self, staged: Staged, letters: Iterable[Letter]) -> None:
        for letter in letters:
            staged.put(owe(letter, staged, self._office, self._mint))

    def _requests(self, staged: Staged, now: datetime) -> None:
        waiting = self._register.find(Request, "open", "yes")
        ending = self._register.find(Request, "period", "yes")
        for request in {each.number: each for each in (*waiting, *ending)}.values():
            thread = tuple(self._register.find(Letter, "request", request.number))
            owed = [
                due for due in due_for(request, thread, self._office, now) if not self._done(staged, due.key)
            ]
            if not owed:
                continue
            dossier = Dossier(request, self._office, now, owed[-1].key)
            latest = {_family(due.key): due for due in owed}  # after a week off one reminder is enough
            for due in latest.values():
                due.do(dossier)
            for due in owed:
                self._mark(staged, due.key, now)
            staged.put(dossier.request)
            self._owe(staged, dossier.letters)

    # --- the digest, every working morning -----------------------------------------------------------

    def _digests(self, staged: Staged, now: datetime) -> None:
        day = self._calendar.day(now).isoformat()
        owed = [each for each in self._office.webmasters if not self._done(staged, f"digest:{day}:{each}")]
        if not owed:
            return
        since = self._last_digest(now)
        desk = self._desk(staged, now)
        for address in owed:
            key = f"digest:{day}:{address}"
            webmaster = self._party(address)
            digest = digest_for(webmaster, desk, self._office, now, since)
            empty = not digest.lines and not digest.new and not digest.published
            self._mark(staged, key, now, "empty" if empty else "")
            if not empty:
                letter = free_letter(digest, webmaster, now=now, cause=key, purpose=Purpose.DIGEST)
                self._owe(staged, [letter])

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

    def _party(self, address: str) -> Party:
        person = self._office.person(address)
        if person is None:
            return Party(address=address)
        return Party(address=person.address, name=person.name, position=person.position)

    # --- the monthly report --------------------------------------------------------------------------

    def _reports(self, staged: Staged, now: datetime) -> None:
        month = previous_month_key(self._calendar.month(now))
        due = self._calendar.nth_workday_of_month(next_month_key(month), self._office.policy.report_day)
        if self._calendar.day(now) >= due and self._started_before(next_month_key(month)):
            self._report(staged, month, now)
        self._review_reminders(staged, now)

    def _started_before(self, month: str) -> bool:
        """There is nothing to report on a month before the first start."""
        baseline = self._register.get(Mark, "baseline:inbox")
        return baseline is not None and baseline.month < month

    def _report(self, staged: Staged, month: str, now: datetime) -> None:
        if self._done(staged, f"report:{month}") or not self._office.reviewers:
            return
        hours = self._office.policy.report_draft_hours
        draft = self._register.get(Mark, f"report-draft:{month}")
        made = report(month, lambda key: self._register.each(Request, key), self._office, made_at=now)
        if hours and draft is None:
            self._mark(staged, f"report-draft:{month}", now)
            context = made.model_copy(update={"draft": True})
            self._send_report(staged, context, self._office.webmasters[:1], f"report-draft:{month}", now)
        elif not hours or (
            draft is not None and draft.at is not None and now - draft.at >= timedelta(hours=hours)
        ):
            self._mark(staged, f"report:{month}", now)
            self._send_report(staged, made, self._office.reviewers, f"report:{month}", now)
            self._copy_report(staged, made, now)

    def _send_report(
        self, staged: Staged, made: Report, readers: Iterable[str], cause: str, now: datetime
    ) -> None:
        for address in readers:
            reviewer = self._party(address)
            context = made.model_copy(update={"reviewer": reviewer})
            letter = free_letter(
                context,
                reviewer,
                now=now,
                cause=cause,
                purpose=Purpose.REVIEW,
                papers=("report", "workbook", "csv"),
            )
            self._owe(staged, [letter])

    def _copy_report(self, staged: Staged, made: Report, now: datetime) -> None:
        """The webmasters get what goes out in their name."""
        for address in self._office.webmasters[:1]:
            if address not in self._office.reviewers:
                letter = free_letter(
                    made,
                    self._party(address),
                    now=now,
                    cause=f"report:{made.month}",
                    papers=("report", "workbook", "csv"),
                )
                self._owe(staged, [letter])

    def _review_reminders(self, staged: Staged, now: datetime) -> None:
        """Remind the reviewer of the last report when no «ทราบ» came."""
        month = previous_month_key(self._calendar.month(now))
        sent = staged.get(Mark, f"report:{month}")
        if sent is None or sent.at is None or staged.get(Mark, f"reviewed:{month}") is not None:
            return
        days = waited(sent.at, now, self._calendar)
        for count, after in enumerate(self._office.policy.report_remind_after, start=1):
            key = f"reminder:report:{month}:{count}"
            if days >= after and not self._done(staged, key):
                self._mark(staged, key, now)
                made = report(month, lambda k: self._register.each(Request, k), self._office, made_at=sent.at)
                context = made.model_copy(update={"reminder": count})
                self._send_report(staged, context, self._office.reviewers, key, now)


def _family(key: str) -> str:
    """``reminder:approval`` of a key like ``reminder:approval:WEB-2569-0042:...``."""
    return ":".join(key.split(":", 2)[:2])
