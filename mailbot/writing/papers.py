"""The papers that letters carry, by name: made when the letter is composed, the same for the same letter."""

from collections.abc import Sequence

from mailbot.core.letters import Letter
from mailbot.core.office import Office
from mailbot.writing.compose import Enclosure


class Papers:
    """Makes the papers of one office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __call__(self, name: str, letter: Letter) -> Sequence[Enclosure]:
        """The files of this paper for this letter."""
        del name, letter
        return ()
