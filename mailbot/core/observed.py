"""Records -> what the operator reads once a day while mailbot only observes: what would have been done."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from mailbot.core.language.marks import mask_passwords
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.letters import Letter, LetterState, Observed, ObservedLetter, ObservedMail

SHOWN = 60
"""Mails a letter shows; the others are counted, and `mailbot show` and the page have them."""


def observed_for(day: date, mails: Iterable[MailEntry], letters: Iterable[Letter]) -> Observed:
    """What these mails would have led to. ``letters``: those they caused, and any others."""
    entries = sorted((entry for entry in mails), key=lambda entry: (entry.received_at, entry.key))
    caused = defaultdict(list)
    for letter in letters:
        if letter.state is not LetterState.DROPPED and letter.cause is not None:
            caused[letter.cause].append(letter)
    return Observed(
        day=day,
        mails=tuple(_observed(entry, caused[entry.key]) for entry in entries[:SHOWN]),
        total=len(entries),
        letters=sum(len(caused[entry.key]) for entry in entries),
        shelved=sum(entry.outcome is Outcome.SHELVED for entry in entries),
    )


def _observed(entry: MailEntry, letters: Iterable[Letter]) -> ObservedMail:
    return ObservedMail(
        at=entry.received_at,
        sender=entry.sender_name or entry.sender or "",
        subject=mask_passwords(entry.subject),
        outcome=entry.outcome.value,
        number=entry.requests[0] if entry.requests else None,
        letters=tuple(
            ObservedLetter(kind=letter.kind, to=letter.to.name or letter.to.address) for letter in letters
        ),
    )
