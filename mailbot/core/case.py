"""What one mail is about, gathered before it is decided: the mail, who sent it, what it answers.

Filled by ``flow.py`` from the register; everything behind it is a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.ledger import MailEntry, Mark, Outcome
from mailbot.core.letters import Letter, Purpose
from mailbot.core.mail import AuthResult, Mail
from mailbot.core.office import Office, Person
from mailbot.core.request import Party, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One mail on the desk, with everything on record that it touches."""

    mail: Mail
    key: str
    """Its ledger key."""
    now: datetime
    office: Office
    sender: Person | None
    """The person on record who sent it; None for a stranger or a sender without authority."""
    vocabulary: Vocabulary
    """The office's words, for reading answers in their context."""
    number: str
    """The number a request opened by this mail would get."""
    answered: tuple[Letter, ...] = ()
    """Our letters whose secret came with it, newest first; void, used and expired ones too."""
    beside: bool = False
    """It answers a mail that is none of our letters, though the secret of one came along with it."""
    thread: tuple[Letter, ...] = ()
    """All letters of the requests concerned."""
    requests: Mapping[str, Request] = field(default_factory=dict)
    """By number: those the answered letters belong to, and those named in subject or own words."""
    named: tuple[str, ...] = ()
    """The numbers written in subject or own words that exist."""
    similar: Request | None = None
    """An open request that this one may be meant to replace (S16)."""
    earlier: Request | None = None
    """The same person's latest request: what is known of the person."""
    waiting: Mapping[str, MailEntry] = field(default_factory=dict)
    """Mails of unknown senders that an answered digest lists, by ledger key."""
    admitted_by: Party | None = None
    """A webmaster has admitted this mail of an unknown sender."""
    mine: tuple[Request, ...] = ()
    """The sender's own open requests, for «สถานะ» without a number."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By name: what is on record about the monthly report whose draft is answered."""

    @property
    def by(self) -> Party:
        """The sender as recorded in histories."""
        address = self.mail.sender.address or ""
        if self.sender is None:
            return Party(address=address, name=self.mail.sender.name or "")
        return Party(
            address=self.sender.address,
            name=self.sender.name,
            position=self.sender.position,
            order=self.sender.order,
        )

    @property
    def forged(self) -> bool:
        """The sender's authentication failed: somebody writes in another's name."""
        return self.mail.authentication.result is AuthResult.FAIL

    @property
    def thread_id(self) -> tuple[str, ...]:
        """The mail's own id, for a letter that answers it."""
        return (self.mail.message_id,) if self.mail.message_id else ()

    def holds(self, letter: Letter | None, *purposes: Purpose) -> bool:
        """Lock 2: the secret of this letter counts, for one of these purposes.

        It was sent to this very person, was not used up or made void, and has not expired.
        """
        if letter is None or self.sender is None or letter.purpose not in purposes:
            return False
        current = letter.expires_at is None or self.now <= letter.expires_at
        unspent = not letter.void and letter.used_at is None
        return current and unspent and letter.to.address == self.sender.address

    @property
    def sent_at(self) -> datetime:
        """When the sender says it was sent, never later than now (a clock may be wrong)."""
        return min(self.mail.date, self.now) if self.mail.date else self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A kept mail that is to be decided anew because a webmaster admitted it."""

    key: str
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The one outcome of a mail, and everything that is committed with it."""

    outcome: Outcome
    reason: str
    """A short name of the rule that decided, for the ledger."""
    requests: tuple[Request, ...] = ()
    letters: tuple[Letter, ...] = ()
    entries: tuple[MailEntry, ...] = ()
    marks: tuple[Mark, ...] = ()
    replay: tuple[Replay, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The requests the mail belongs to."""
        return tuple(request.number for request in self.requests)
