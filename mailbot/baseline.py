"""What lay in the inbox before the first start is left alone (design section 4); ``--since`` takes it in.

The floor is kept in the register, so that old mails are not fetched again at each start. It fits one
numbering of the server only: after a new UIDVALIDITY old mails are told by their date.
"""

import json
import logging
from datetime import datetime

from mailbot.core.calendar import WorkCalendar
from mailbot.core.ledger import Mark
from mailbot.core.office import Office
from mailbot.ports import Clock, Fetched, FolderState, Register

_log = logging.getLogger("mailbot.baseline")
_NAME = "baseline:inbox"


class Baseline:
    """Which mails of the inbox are older than the bot."""

    def __init__(self, *, office: Office, register: Register, clock: Clock, since: datetime | None) -> None:
        """``since``: take in what came on or after this moment, although it is older."""
        self._office = office
        self._register = register
        self._clock = clock
        self._since = since

    def floor(self, state: FolderState) -> int:
        """The UID below which mail was there before the first start; sets the baseline when there is none."""
        mark = self._register.get(Mark, _NAME)
        if mark is None:
            now = self._clock.now()
            floor = state.uidnext - 1 if self._since is None else 0
            since = self._since.isoformat() if self._since else None
            value = {
                "uidvalidity": state.uidvalidity,
                "floor": floor,
                "count": state.count,
                "since": since,
            }
            self._register.commit(
                [
                    Mark(
                        month=WorkCalendar.of(self._office).month(now),
                        name=_NAME,
                        value=json.dumps(value),
                        at=now,
                    )
                ]
            )
            _log.info("baseline", extra={"left_alone": state.count if floor else 0})
            return floor
        value = json.loads(mark.value)
        if self._since is not None and self._since.isoformat() != value.get("since"):
            value |= {"floor": 0, "since": self._since.isoformat()}
            self._register.commit([mark.model_copy(update={"value": json.dumps(value)})])
        return int(value["floor"]) if value["uidvalidity"] == state.uidvalidity else 0

    def move_up(self, floor: int, state: FolderState) -> None:
        """Note up to where the old mails lie in today's numbering, so that they are not fetched each time."""
        mark = self._register.get(Mark, _NAME)
        if mark is not None:
            value = json.loads(mark.value)
            value |= {"uidvalidity": state.uidvalidity, "floor": floor}
            self._register.commit([mark.model_copy(update={"value": json.dumps(value)})])

    def leaves(self, fetched: Fetched, state: FolderState) -> bool:
        """After a new UIDVALIDITY old mail shows up under new numbers; it is still left alone."""
        mark = self._register.get(Mark, _NAME)
        if mark is None or mark.at is None:
            return False
        value = json.loads(mark.value)
        since = datetime.fromisoformat(value["since"]) if value.get("since") else None
        if value["uidvalidity"] == state.uidvalidity or fetched.internal_date is None:
            return since is not None and _older(fetched, since)
        return _older(fetched, since or mark.at)


def _older(fetched: Fetched, moment: datetime) -> bool:
    return fetched.internal_date is not None and fetched.internal_date < moment
