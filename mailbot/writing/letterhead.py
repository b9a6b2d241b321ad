"""What all letters of one office are written with: its composer with everything belonging to it.

Can be sent to a child process as plain values. Holds no secret, and nothing of a single letter.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from mailbot.core.office import Office
from mailbot.ports import Kept, Tokens
from mailbot.writing.compose import LetterComposer, Sending
from mailbot.writing.papers import Papers
from mailbot.writing.previews import archived_previews


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """One office, its own templates over the program's, and how its letters are addressed."""

    office: Office
    templates: Path | None = None
    sending: Sending

    def composer(self, archive: Kept, mint: Tokens) -> LetterComposer:
        """The composer with the office's papers and previews."""
        return LetterComposer(
            office=self.office,
            archive=archive,
            mint=mint,
            templates=self.templates,
            papers=Papers(self.office, self.templates),
            previews=archived_previews(archive),
            sending=self.sending,
        )

    def as_json(self) -> dict[str, Any]:
        """As plain values; see ``from_json``."""
        return {
            "office": self.office.model_dump(mode="json"),
            "templates": None if self.templates is None else str(self.templates.absolute()),
            "sending": asdict(self.sending),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """From what ``as_json`` gave. Raises pydantic's ValidationError for anything else."""
        return cls(
            office=Office.model_validate(values["office"]),
            templates=None if values["templates"] is None else Path(values["templates"]),
            sending=Sending(**values["sending"]),
        )
