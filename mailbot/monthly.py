"""The monthly report through its life (R37 to R39): the draft, held back or released, sent, reminded of.

One draft and one report a month; what is done has a mark with its key. A report that its webmaster holds
back waits for the webmaster's word and is reminded of, also when the month is over. Nothing here sends.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mailbot.core.calendar import WorkCalendar, next_month_key, previous_month_key
from mailbot.core.decide.drafting import HELD, RELEASED, REMARK
from mailbot.core.dossier import free_letter
from mailbot.core.due import waited
from mailbot.core.ledger import Mark
from mailbot.core.letters import Letter, Notice, NoticeAbout, Purpose, Report
from mailbot.core.office import Office
from mailbot.core.report import report
from mailbot.core.request import Request
from mailbot.ports import Register
from mailbot.staged import Staged
from mailbot.ticking import Ticking


class MonthlyReport:
    """Owes the letters of the monthly report."""

    def __init__(self, *, office: Office, register: Register, tick: Ticking) -> None:
        self._office = office
        self._register = register
        self._tick = tick
        self._calendar = WorkCalendar.of(office)

    def owe_due(self, staged: Staged, now: datetime) -> None:
        """Stage every report, draft and reminder that is due at this moment."""
        previous = previous_month_key(self._calendar.month(now))
        due = self._calendar.nth_workday_of_month(next_month_key(previous), self._office.policy.report_day)
        held = {mark.name.partition(":")[2] for mark in staged.find(Mark, "family", HELD)}
        on_time = self._calendar.day(now) >= due and self._started_before(next_month_key(previous))
        for month in sorted(held | ({previous} if on_time else set())):
            self._report(staged, month, now)
        for month in sorted(held | {previous}):
            self._review_reminders(staged, month, now)

    def _started_before(self, month: str) -> bool:
        """There is nothing to report on a month before the first start."""
        baseline = self._register.get(Mark, "baseline:inbox")
        return baseline is not None and baseline.month < month

    def _report(self, staged: Staged, month: str, now: datetime) -> None:
        """The draft first, where the office wants one; then, released or not answered, the report itself."""
        if self._tick.done(staged, f"report:{month}") or not self._office.reviewers:
            return
        hours = timedelta(hours=self._office.policy.report_draft_hours)
        draft = staged.get(Mark, f"report-draft:{month}")
        if draft is None and hours:
            self._tick.mark(staged, f"report-draft:{month}", now)
            context = self._made(staged, month, now).model_copy(
                update={"draft": True, "goes_at": now + hours}
            )
            self._send_report(staged, context, self._office.webmasters[:1], f"report-draft:{month}", now)
            return
        answer = self._draft_answer(staged, month)
        if answer is not None and answer.name.startswith(HELD):
            self._remind_of_held(staged, month, answer, now)
        elif answer is not None or draft is None or draft.at is None or now - draft.at >= hours:
            made = self._made(staged, month, now)
            self._tick.mark(staged, f"report:{month}", now, made.register_code)
            self._send_report(staged, made, self._office.reviewers, f"report:{month}", now)
            self._copy_report(staged, made, now)

    def _made(self, staged: Staged, month: str, at: datetime) -> Report:
        """The report as the register has it, with the webmaster's remark."""
        made = report(month, lambda key: self._register.each(Request, key), self._office, made_at=at)
        remark = staged.get(Mark, f"{REMARK}:{month}")
        return made.model_copy(update={"remark": remark.value}) if remark is not None else made

    def _draft_answer(self, staged: Staged, month: str) -> Mark | None:
        """The webmaster's latest answer to the draft that holds the report back or releases it (R39)."""
        marks = [staged.get(Mark, f"{family}:{month}") for family in (HELD, RELEASED)]
        answers = [mark for mark in marks if mark is not None and mark.at is not None]
        return max(answers, key=lambda mark: (mark.at, mark.name), default=None)

    def _remind_of_held(self, staged: Staged, month: str, held: Mark, now: datetime) -> None:
        """What is held back is never forgotten: its webmaster is reminded, its reviewer told once."""
        steps = self._office.policy.report_remind_after or (3,)
        days = waited(held.at, now, self._calendar)
        count = days // steps[0]
        key = f"reminder:{HELD}:{month}:{held.at:%Y%m%d%H%M%S}:{count}"
        if count and not self._tick.done(staged, key):
            self._tick.mark(staged, key, now)
            update = {"draft": True, "reminder": count, "held": held.value}
            context = self._made(staged, month, now).model_copy(update=update)
            self._send_report(staged, context, self._office.webmasters[:1], key, now)
        told = f"{HELD}-told:{month}"
        if days >= steps[-1] and not self._tick.done(staged, told):
            self._tick.mark(staged, told, now)
            notice = Notice(about=NoticeAbout.REPORT_WAITS, words=held.value, at=held.at, detail=month)
            readers = [self._tick.party(address) for address in self._office.reviewers]
            self._tick.owe(staged, [free_letter(notice, reader, now=now, cause=told) for reader in readers])

    def _send_report(
        self, staged: Staged, made: Report, readers: Iterable[str], cause: str, now: datetime
    ) -> None:
        for address in readers:
            reviewer = self._tick.party(address)
            context = made.model_copy(update={"reviewer": reviewer})
            letter = free_letter(
                context,
                reviewer,
                now=now,
                cause=cause,
                purpose=Purpose.REVIEW,
                papers=("report", "workbook", "csv"),
            )
            self._tick.owe(staged, [letter])

    def _copy_report(self, staged: Staged, made: Report, now: datetime) -> None:
        """The webmasters get what goes out in their name."""
        for address in self._office.webmasters[:1]:
            if address not in self._office.reviewers:
                letter = free_letter(
                    made,
                    self._tick.party(address),
                    now=now,
                    cause=f"report:{made.month}",
                    papers=("report", "workbook", "csv"),
                )
                self._tick.owe(staged, [letter])

    def _review_reminders(self, staged: Staged, month: str, now: datetime) -> None:
        """Remind the reviewer of a report when no «ทราบ» came."""
        sent = staged.get(Mark, f"report:{month}")
        if sent is None or sent.at is None or staged.get(Mark, f"reviewed:{month}") is not None:
            return
        days = waited(sent.at, now, self._calendar)
        for count, after in enumerate(self._office.policy.report_remind_after, start=1):
            key = f"reminder:report:{month}:{count}"
            if days >= after and not self._tick.done(staged, key):
                self._tick.mark(staged, key, now)
                context = self._as_sent(staged, month, sent.at).model_copy(update={"reminder": count})
                self._send_report(staged, context, self._office.reviewers, key, now)

    def _as_sent(self, staged: Staged, month: str, at: datetime) -> Report:
        """The report that lies at its reviewer's, whatever was corrected since."""
        for address in self._office.reviewers:
            letter = staged.get(Letter, f"report:report:{month}:{address}")
            if letter is not None and isinstance(letter.context, Report):
                return letter.context
        return self._made(staged, month, at)
