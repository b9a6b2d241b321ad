"""What the register keeps besides requests: the ledger of mails, and marks of what was done once.

A mail with an entry here has had its one outcome; a mark that exists will not be done again.
"""

from datetime import datetime
from enum import StrEnum

from mailbot.core.record import Stored


class Outcome(StrEnum):
    """The one outcome of a mail."""

    OPENED = "opened"  # a new request
    ANSWERED = "answered"  # it moved or completed a request, or was answered with a letter
    AUTOMATIC = "automatic"  # a machine's: kept, never answered
    BOUNCE = "bounce"
    UNKNOWN_SENDER = "unknown_sender"  # waits for the webmaster's word
    ADMITTED = "admitted"
    DROPPED = "dropped"
    NOTED = "noted"  # kept with the request it belongs to, nothing to do
    SHELVED = "shelved"  # we failed on it; a person must look
    BASELINE = "baseline"  # was there before the first start


FOLDERS = {
    Outcome.SHELVED: "shelf",
    Outcome.AUTOMATIC: "machines",
    Outcome.BOUNCE: "machines",
    Outcome.UNKNOWN_SENDER: "unknown",
    Outcome.DROPPED: "unknown",
}
"""Where a mail is filed on the server, by its outcome; everything else goes to ``done``."""
DONE = "done"
ALL_FOLDERS = (DONE, "machines", "unknown", "shelf")


class MailEntry(Stored):
    """One incoming mail in the ledger."""

    ledger_key: str
    """The Message-ID, or ``sha256:...`` of the raw bytes (no id, or the id is known with other bytes)."""
    sha256: str
    message_id: str | None = None
    uidvalidity: int = 0
    uid: int = 0
    received_at: datetime
    sender: str | None = None
    sender_name: str | None = None
    subject: str = ""
    outcome: Outcome
    reason: str = ""
    """Why, in one short phrase of the program's vocabulary."""
    detail: str = ""
    """For a shelved mail: the traceback."""
    requests: tuple[str, ...] = ()
    folder: str | None = None
    """Where the mail is filed on the server."""
    evidence: str = ""
    """The authentication verdict and the headers it rests on, as JSON, where it decided something."""

    @property
    def key(self) -> str:
        """The ledger key."""
        return self.ledger_key

    def index(self) -> dict[str, tuple[str, ...]]:
        """By content, by outcome that waits for a person, by request."""
        waiting = self.outcome in {Outcome.SHELVED, Outcome.UNKNOWN_SENDER}
        return {
            "sha256": (self.sha256,),
            "waiting": (self.outcome.value,) if waiting else (),
            "request": self.requests,
        }


class Mark(Stored):
    """Something that is done once: a digest, a report, a reminder; or a running number.

    Keys: ``digest:2026-11-22:address``, ``report:2569-10``, ``number:2569``, ``position:INBOX``.
    """

    name: str
    value: str = ""
    at: datetime | None = None

    @property
    def key(self) -> str:
        """The mark's name."""
        return self.name

    def index(self) -> dict[str, tuple[str, ...]]:
        """By what comes before the first colon."""
        return {"family": (self.name.partition(":")[0],)}
