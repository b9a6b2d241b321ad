"""What every tick does with what is due: look for its mark, set it, owe its letters."""

from collections.abc import Iterable
from datetime import datetime

from mailbot.core.calendar import WorkCalendar
from mailbot.core.ledger import Mark
from mailbot.core.letters import Letter
from mailbot.core.office import Office
from mailbot.core.request import Party
from mailbot.owe import owe
from mailbot.ports import Mint
from mailbot.staged import Staged


class Ticking:
    """One office's marks and letters, staged; commits nothing."""

    def __init__(self, office: Office, mint: Mint) -> None:
        self._office = office
        self._mint = mint
        self._calendar = WorkCalendar.of(office)

    def done(self, staged: Staged, key: str) -> bool:
        """Whether this was done once already."""
        return staged.get(Mark, key) is not None

    def mark(self, staged: Staged, key: str, now: datetime, value: str = "") -> None:
        """It is done, and will not be done again."""
        staged.put(Mark(month=self._calendar.month(now), name=key, value=value, at=now))

    def owe(self, staged: Staged, letters: Iterable[Letter]) -> None:
        """Owe these letters, under the caps."""
        for letter in letters:
            staged.put(owe(letter, staged, self._office, self._mint))

    def party(self, address: str) -> Party:
        """The person on record behind an address, or the bare address."""
        person = self._office.person(address)
        if person is None:
            return Party(address=address)
        return Party(address=person.address, name=person.name, position=person.position)
