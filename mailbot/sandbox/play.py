"""Plays the practice month: people write and answer, the clock moves, the bot works on real servers.

Only the clock and the people are invented. What happens is told as it happens, and at the end everything is
checked: ``Stage.faults`` is empty when the month went as every scene says.
"""

import asyncio
import email
import email.policy
import heapq
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.app import App
from mailbot.core.calendar import WorkCalendar
from mailbot.core.ledger import MailEntry, Mark, Outcome
from mailbot.core.letters import Digest, Letter, LetterState
from mailbot.core.request import Request
from mailbot.gather import token_in
from mailbot.sandbox.people import Writer
from mailbot.sandbox.post_office import PracticePostOffice
from mailbot.sandbox.scenes import REPORT, Answer, Scene

FIRST_DAY = date(2026, 10, 1)
LAST_MOMENT = datetime(2026, 11, 6, 16, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
_LOOKS = ((8, 31), (12, 0), (16, 0))
"""Office hours at which the bot looks even when nobody wrote."""


class StageClock:
    """The clock of the practice office; only the play moves it."""

    def __init__(self, start: datetime) -> None:
        self.time = start

    def now(self) -> datetime:
        """The present moment; a little later each time, so that no two things happen at once."""
        self.time += timedelta(milliseconds=5)
        return self.time


@dataclass(order=True)
class _Happening:
    at: datetime
    order: int
    do: Callable[[], None] = field(compare=False)


@dataclass
class _Running:
    """A scene that is being played."""

    scene: Scene
    message_id: str
    number: str | None = None
    waiting: list[Answer] = field(default_factory=list)


Tell = Callable[[datetime, str, str, str, str], None]
"""(when, from, to, what, subject)"""


class Stage:
    """The practice office, played to the end."""

    def __init__(self, app: App, post_office: PracticePostOffice, clock: StageClock, tell: Tell) -> None:
        self._app = app
        self._post = post_office
        self._clock = clock
        self._tell = tell
        self._writer = Writer(app.settings.office)
        self._calendar = WorkCalendar.of(app.settings.office)
        self._queue: list[_Happening] = []
        self._order = 0
        self._running: list[_Running] = []
        self._seen: dict[str, int] = {}
        self._tasks: dict[tuple[str, str | None], bytes] = {}
        """Each webmaster's newest task of a request: a person reports on that one."""
        self._reviewed = False
        self.mails = 0
        self.letters = 0
        self.faults: list[str] = []

    async def play(self, scenes: tuple[Scene, ...]) -> None:
        """From the first working day to the review of the monthly report."""
        for scene in scenes:
            hour, _, minute = scene.at.partition(":")
            day = FIRST_DAY.replace(day=scene.day)
            at = datetime(
                day.year, day.month, day.day, int(hour), int(minute), tzinfo=self._clock.time.tzinfo
            )
            self._at(at, lambda scene=scene: self._open(scene))  # type: ignore[misc]  # bound per scene
        for day in self._days():
            for hour_, minute_ in _LOOKS:
                moment = datetime(
                    day.year, day.month, day.day, hour_, minute_, tzinfo=self._clock.time.tzinfo
                )
                self._at(moment, lambda: None)
        await self._pass()
        while self._queue:
            happening = heapq.heappop(self._queue)
            self._clock.time = max(self._clock.time, happening.at)
            happening.do()
            if self._queue and self._queue[0].at <= self._clock.time:
                continue  # what happens at the same moment is one visit to the mailbox
            await self._pass()

    def _days(self) -> list[date]:
        span = (LAST_MOMENT.date() - FIRST_DAY).days
        days = (FIRST_DAY + timedelta(days=n) for n in range(span + 1))
        return [day for day in days if self._calendar.is_workday(day)]

    def _at(self, moment: datetime, do: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._queue, _Happening(moment, self._order, do))

    async def _pass(self) -> None:
        """The bot looks into its mailbox, does what is due and sends what is owed; then people read."""
        await self._app.service.once()
        await asyncio.sleep(0)
        self._follow()
        for address in self._post.everybody():
            for raw in self._post.mailbox_of(address)[self._seen.get(address, 0) :]:
                self._seen[address] = self._seen.get(address, 0) + 1
                self.letters += 1
                self._receive(address, raw)

    # --- people write --------------------------------------------------------------------------------

    def _open(self, scene: Scene) -> None:
        raw = self._writer.write(
            scene.who,
            scene.subject,
            scene.body,
            self._clock.time,
            html=scene.html,
            charset=scene.charset,
            files=scene.files,
            headers=scene.headers,
        )
        message_id = re.search(rb"Message-ID: (<[^>]+>)", raw)
        self._running.append(
            _Running(scene, message_id[1].decode() if message_id else "", waiting=list(scene.answers))
        )
        self._send(scene.who, scene.subject, raw, authenticated=scene.authenticated)

    def _send(self, who: str, subject: str, raw: bytes, *, authenticated: bool = True) -> None:
        self.mails += 1
        self._tell(self._clock.time, who, "", "mail", subject)
        self._post.deliver_now(raw, authenticated=authenticated)

    # --- people read and answer ----------------------------------------------------------------------

    def _follow(self) -> None:
        """Find out which request each opening mail became."""
        for running in self._running:
            if running.number is None:
                entry = self._app.register.get(MailEntry, running.message_id)
                running.number = entry.requests[0] if entry is not None and entry.requests else None

    def _receive(self, address: str, raw: bytes) -> None:
        letter = self._letter(raw)
        if letter is None:
            self.faults.append(f"{address} got a letter that is not in the register")
            return
        self._tell(self._clock.time, "", address, letter.kind, str(_subject(raw)))
        if letter.kind == "task":
            self._tasks[address, letter.request] = raw
        if letter.kind == "report" and address == self._writer.address(REPORT.who) and not self._reviewed:
            self._reviewed = True
            self._answer(REPORT, raw, REPORT.words)
            return
        for running in self._running:
            answer, words = _fitting(running, letter, address, self._writer)
            if answer is not None:
                running.waiting.remove(answer)
                self._answer(answer, raw, words, task=(address, letter.request))
                if not isinstance(letter.context, Digest):
                    return

    def _letter(self, raw: bytes) -> Letter | None:
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        token = token_in(str(parsed["Message-ID"]))
        found = self._app.register.find(Letter, "token", self._app.mint.hash(token or ""))
        return found[0] if found else None

    def _answer(
        self, answer: Answer, letter: bytes, words: str, task: tuple[str, str | None] | None = None
    ) -> None:
        at = self._office_time(self._clock.time, answer.after)

        def do() -> None:
            newest = self._tasks.get(task, letter) if task and answer.kind == "task" else letter
            raw = self._writer.answer(
                answer.who, newest, words, self._clock.time, files=answer.files, automatic=answer.automatic
            )
            self._send(answer.who, f"↩ {words.splitlines()[0]}", raw, authenticated=True)

        self._at(at, do)

    def _office_time(self, start: datetime, hours: float) -> datetime:
        """So many office hours later."""
        moment = self._calendar.next_office_moment(start)
        left = timedelta(hours=hours)
        while True:
            closing = moment.replace(hour=16, minute=25, second=0, microsecond=0)
            if moment + left <= closing:
                return moment + left
            left -= max(closing - moment, timedelta())
            moment = self._calendar.next_office_moment(
                (moment + timedelta(days=1)).replace(hour=8, minute=35)
            )

    # --- how it ended --------------------------------------------------------------------------------

    def check(self) -> list[str]:
        """What is off; empty when the month went as it must."""
        faults = list(self.faults)
        for running in self._running:
            faults += self._check_scene(running)
        register = self._app.register
        if register.find(MailEntry, "waiting", Outcome.SHELVED.value):
            faults.append("a mail is on the shelf")
        if register.find(Letter, "state", LetterState.OWED.value):
            faults.append("a letter was never sent")
        if register.find(Letter, "state", LetterState.DEAD.value):
            faults.append("a letter was given up")
        if register.get(Mark, "reviewed:2569-10") is None:
            faults.append("the monthly report was not reviewed")
        entries = sum(1 for month in register.months() for _ in register.each(MailEntry, month))
        if entries != self.mails:
            faults.append(f"{self.mails} mails were written, {entries} have an outcome")
        return faults

    def _check_scene(self, running: _Running) -> list[str]:
        scene = running.scene
        request = self._app.register.get(Request, running.number) if running.number else None
        if scene.ends is None:
            return [f"{scene.name}: became {request.number}"] if request else []
        if request is None:
            return [f"{scene.name}: no request came of it"]
        faults = [f"{scene.name}: {a.who} got no {a.kind} to answer" for a in running.waiting]
        if request.status is not scene.ends:
            faults.append(f"{scene.name}: {request.number} is {request.status}, not {scene.ends}")
        return faults


def _fitting(running: _Running, letter: Letter, address: str, writer: Writer) -> tuple[Answer | None, str]:
    """The next answer of this scene to this letter, with its words."""
    for answer in running.waiting[:3]:
        if answer.kind != letter.kind:
            continue
        if letter.kind == "digest" and isinstance(letter.context, Digest):
            if writer.address(answer.who) != address:
                continue
            for line in letter.context.lines:
                if running.number is not None and line.number == running.number and line.section == "publish":
                    return answer, answer.words.format(item=line.item)
                if running.number is None and line.key == running.message_id:
                    return answer, answer.words.format(item=line.item)
            continue
        outsider = writer.address(answer.who) != address and answer.who.endswith("@outside.example")
        if letter.request == running.number and (writer.address(answer.who) == address or outsider):
            return answer, answer.words
    return None, ""


def _subject(raw: bytes) -> str:
    return str(email.message_from_bytes(raw, policy=email.policy.default)["Subject"])
