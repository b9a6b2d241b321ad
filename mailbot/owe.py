"""From a decision to records: letters get their secrets and pass the caps before they are owed.

The same words never go to the same person twice a day, and nobody is flooded (design promise 4). A letter
that is dropped is kept with the reason, never silently left out. What a request waits for is never dropped:
above a cap it waits for its turn.
"""

from datetime import datetime, timedelta

from mailbot.core.letters import (
    ApprovalRequest,
    Digest,
    Letter,
    LetterState,
    Observed,
    Report,
    TakeDown,
    Task,
)
from mailbot.core.office import Office
from mailbot.ports import Mint, View

_DAY = "the day's cap for this person is reached"
_HOUR = "the hour's cap for this person is reached"
_CAPS = {_DAY, _HOUR}
_CHANGING = {"received_at", "at", "status"}


def owe(letter: Letter, view: View, office: Office, mint: Mint) -> Letter:
    """The letter as it is committed: with the hash of its secret, and perhaps dropped for a cap."""
    if letter.token_hash:
        return letter  # one of ours again, with another state
    minted = letter.model_copy(update={"token_hash": mint.hash(mint.token(letter.id))})
    reason = _over_a_cap(minted, view, office)
    if reason in _CAPS and _waited_for(minted):
        return minted.model_copy(update={"not_before": _turn(minted, view, office)})
    if reason:
        return minted.model_copy(update={"state": LetterState.DROPPED, "error": reason})
    return minted


def _waited_for(letter: Letter) -> bool:
    """Whether somebody's request stands still until this letter is answered. Reminders come again anyway."""
    return isinstance(letter.context, ApprovalRequest | Task | TakeDown) and not letter.context.reminder


def _turn(letter: Letter, view: View, office: Office) -> datetime:
    """When it may go: at once, or when its reader's cap lets it. A flood must not silence other people's."""
    policy = office.policy
    today = _others(letter, letter.owed_at, view)
    hour_ago = letter.owed_at - timedelta(hours=1)
    hours = sum(other.owed_at > hour_ago for other in today) // policy.letters_per_person_hour
    days = len(today) // policy.letters_per_person_day
    return letter.not_before + (timedelta(days=days) if days else timedelta(hours=max(hours, 1)))


def _over_a_cap(letter: Letter, view: View, office: Office) -> str:
    """Why the letter must not go; empty when it may. Digests and reports always go."""
    if isinstance(letter.context, Digest | Observed | Report):
        return ""
    today = _others(letter, letter.owed_at, view)
    if any(_same_words(other, letter) for other in today):
        return "the same words went to this person today"
    if len(today) >= office.policy.letters_per_person_day:
        return _DAY
    hour_ago = letter.owed_at - timedelta(hours=1)
    lately = today if hour_ago.date() == letter.owed_at.date() else [*today, *_others(letter, hour_ago, view)]
    if sum(other.owed_at > hour_ago for other in lately) >= office.policy.letters_per_person_hour:
        return _HOUR
    return ""


def _others(letter: Letter, at: datetime, view: View) -> list[Letter]:
    """The other letters owed to the same person on the day of ``at``, but for those dropped."""
    found = view.find(Letter, "to", f"{letter.to.address}|{at.date().isoformat()}")
    return [other for other in found if other.state is not LetterState.DROPPED and other.id != letter.id]


def _same_words(one: Letter, other: Letter) -> bool:
    """Whether a reader would see the same letter twice. A newer secret for new content is another letter."""
    if one.kind != other.kind or one.request != other.request or one.void or one.used_at is not None:
        return False
    if one.content_hash != other.content_hash or one.purpose is not other.purpose:
        return False
    return one.context.model_dump(exclude=_CHANGING) == other.context.model_dump(exclude=_CHANGING)
