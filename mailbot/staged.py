"""A view of the register with what is about to be committed laid over it.

So that the second mail of a batch sees what the first one did, before either is on disk; and so that a
mail that fails takes only its own records with it.
"""

from collections.abc import Iterable

from mailbot.core.letters import Letter, LetterState
from mailbot.core.record import Stored
from mailbot.ports import R, View

_Name = tuple[type[Stored], str]
_Found = tuple[type[Stored], str, str]


class Staged:
    """Records laid over a view. Hand ``records`` to ``Register.commit``, or ``absorb`` it into another.

    Kept by what they are found by, so that a batch of many mails costs each mail the same.
    """

    def __init__(self, below: View) -> None:
        self._below = below
        self._records: dict[_Name, Stored] = {}
        self._order: dict[_Name, int] = {}
        self._by: dict[_Found, dict[_Name, None]] = {}

    def put(self, *records: Stored) -> None:
        """Lay these records over the view."""
        for record in records:
            name = (type(record), record.key)
            before = self._records.get(name)
            if before is not None:
                for found in _found_by(before):
                    del self._by[found][name]
            for found in _found_by(record):
                self._by.setdefault(found, {})[name] = None
            self._records[name] = record
            self._order.setdefault(name, len(self._order))

    def absorb(self, other: "Staged") -> None:
        """Take over what was laid over this view."""
        self.put(*other.records)

    @property
    def records(self) -> list[Stored]:
        """Everything laid over, each record once, in order of first appearance."""
        return list(self._records.values())

    def get(self, kind: type[R], key: str) -> R | None:
        """As ``View.get``, newest first."""
        staged = self._records.get((kind, key))
        return staged if isinstance(staged, kind) else self._below.get(kind, key)

    def find(self, kind: type[R], index: str, value: str) -> list[R]:
        """As ``View.find``, with staged records in place of what they replace."""
        below = self._below.find(kind, index, value)
        names = self._by.get((kind, index, value))
        if self._records:
            below = [record for record in below if (kind, record.key) not in self._records]
        if not names:
            return below
        staged = [self._records[name] for name in sorted(names, key=self._order.__getitem__)]
        mine = [record for record in staged if isinstance(record, kind)]
        return [*below, *sorted(mine, key=lambda record: record.month)]


def _found_by(record: Stored) -> set[_Found]:
    kind = type(record)
    return {(kind, index, value) for index, values in record.index().items() for value in values}


def delivered_meanwhile(records: Iterable[Stored], register: View) -> list[Stored]:
    """The records, with what the outbox has noted on their letters since they were looked up.

    While a mail is read once more the outbox goes on, and a letter that was sent must not be owed again.
    """
    return [_as_delivered(each, register) if isinstance(each, Letter) else each for each in records]


def _as_delivered(letter: Letter, register: View) -> Letter:
    now = register.get(Letter, letter.id) if letter.state in _UNSENT else None
    if now is None or (letter.state is LetterState.DROPPED and now.state is LetterState.OWED):
        return letter  # new, or dropped before it went out
    return letter.model_copy(update={name: getattr(now, name) for name in _DELIVERY})


_UNSENT = frozenset({LetterState.OWED, LetterState.DROPPED})
_DELIVERY = ("state", "not_before", "attempts", "sent_at", "error")
