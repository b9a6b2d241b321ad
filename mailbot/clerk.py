"""One mail that was read: gather -> decide -> what it puts over the register. Commits nothing.

Whatever one mail does, the next one is not touched: what we fail on is the shelf, with the reason.
"""

import logging
import traceback
from dataclasses import dataclass

from mailbot.core.calendar import WorkCalendar
from mailbot.core.case import Case, Decision, Replay
from mailbot.core.decide import decide
from mailbot.core.evidence import authentication_text, sealed
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.ledger import DONE, FOLDERS, MailEntry, Outcome
from mailbot.core.mail import Mail
from mailbot.core.office import Office
from mailbot.core.request import Party
from mailbot.gather import counted, gather
from mailbot.owe import owe
from mailbot.ports import Clock, Fetched, FolderState, Mint, ReadResult
from mailbot.recognise import message_id_of
from mailbot.staged import Staged

_log = logging.getLogger("mailbot.clerk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A mail of the batch on its way: what the server gave, and where its bytes lie."""

    fetched: Fetched
    sha256: str
    key: str
    known: MailEntry | None
    result: ReadResult


class Clerk:
    """Decides mails one by one, each over what those before it have staged."""

    def __init__(
        self, *, office: Office, vocabulary: Vocabulary, mint: Mint, clock: Clock, max_bytes: int
    ) -> None:
        """``max_bytes``: what a mail may have at most to be fetched whole."""
        self._office = office
        self._vocabulary = vocabulary
        self._mint = mint
        self._clock = clock
        self._max_bytes = max_bytes

    def decide(
        self, arrived: Arrived, staged: Staged, state: FolderState
    ) -> tuple[MailEntry, tuple[Replay, ...]]:
        """Decide one mail over what the batch has staged so far; a failure is the shelf, never the batch."""
        mine = Staged(staged)
        replays: tuple[Replay, ...] = ()
        try:
            entry, replays = self._decide_mail(arrived, mine, state)
        except Exception as error:  # noqa: BLE001  # a bug of ours must not lose this mail nor stop the next
            mine = Staged(staged)
            _log.error("shelved", extra={"key": arrived.key, "error": repr(error)})
            entry = self._entry(arrived, state, Outcome.SHELVED, repr(error)).model_copy(
                update={"detail": traceback.format_exc()}
            )
            mine.put(entry)
        staged.absorb(mine)
        return entry, replays

    def _decide_mail(
        self, arrived: Arrived, mine: Staged, state: FolderState
    ) -> tuple[MailEntry, tuple[Replay, ...]]:
        result = arrived.result
        replays: tuple[Replay, ...] = ()
        if result.failure is not None:
            entry = self._entry(arrived, state, Outcome.SHELVED, result.failure)
        elif not arrived.fetched.whole:
            limit = f"too large: over {self._max_bytes} bytes, only its header was fetched"
            entry = self._entry(arrived, state, Outcome.SHELVED, limit)
        elif arrived.key != (message_id_of(arrived.fetched.raw) or arrived.key):
            entry = self._entry(arrived, state, Outcome.SHELVED, "same id, different mail")
        else:
            decision = self.decide_one(result.mail, arrived.key, mine)
            entry = self._entry(arrived, state, decision.outcome, decision.reason).model_copy(
                update={"requests": decision.numbers}
            )
            replays = decision.replay
        mine.put(entry)
        return entry, replays

    def decide_one(self, mail: Mail, key: str, staged: Staged, admitted_by: Party | None = None) -> Decision:
        """Decide one mail and stage everything it owes."""
        case = self._case(mail, key, staged, admitted_by)
        decision = decide(case)
        self._stage(decision, case, staged)
        return decision

    def _case(self, mail: Mail, key: str, staged: Staged, admitted_by: Party | None = None) -> Case:
        """What this mail is about, against the register and what is staged."""
        now = self._clock.now()
        return gather(
            mail,
            key,
            view=staged,
            office=self._office,
            mint=self._mint,
            vocabulary=self._vocabulary,
            now=now,
            admitted_by=admitted_by,
        )

    def _stage(self, decision: Decision, case: Case, staged: Staged) -> None:
        """Put what was decided over the register."""
        if any(request.number == case.number for request in decision.requests):
            staged.put(counted(case.number, case.now))
        staged.put(*(sealed(request, case) for request in decision.requests))
        staged.put(*decision.entries, *decision.marks)
        for letter in decision.letters:
            staged.put(owe(letter, staged, self._office, self._mint))

    def _entry(self, arrived: Arrived, state: FolderState, outcome: Outcome, reason: str) -> MailEntry:
        now = self._clock.now()
        mail = arrived.result.mail
        return MailEntry(
            month=WorkCalendar.of(self._office).month(now),
            ledger_key=arrived.key,
            sha256=arrived.sha256,
            message_id=mail.message_id,
            uidvalidity=state.uidvalidity,
            uid=arrived.fetched.uid,
            received_at=now,
            sender=mail.sender.address,
            sender_name=mail.sender.name,
            subject=mail.subject[:300],
            outcome=outcome,
            reason=reason[:500],
            folder=FOLDERS.get(outcome, DONE),
            evidence=authentication_text(mail),
        )
