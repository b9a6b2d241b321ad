"""A view of the register with what is about to be committed laid over it.

So that the second mail of a batch sees what the first one did, before either is on disk; and so that a
mail that fails takes only its own records with it.
"""

from collections.abc import Iterable

from mailbot.core.record import Stored
from mailbot.ports import R, View


class Staged:
    """Records laid over a view. Hand ``records`` to ``Register.commit``, or ``absorb`` it into another."""

    def __init__(self, below: View) -> None:
        self._below = below
        self._records: dict[tuple[type[Stored], str], Stored] = {}

    def put(self, *records: Stored) -> None:
        """Lay these records over the view."""
        for record in records:
            self._records[type(record), record.key] = record

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
        mine = {key: record for (k, key), record in self._records.items() if k is kind}
        below = [record for record in self._below.find(kind, index, value) if record.key not in mine]
        found = [
            record
            for record in mine.values()
            if isinstance(record, kind) and value in record.index().get(index, ())
        ]
        return [*below, *_in_order(found)]


def _in_order(records: Iterable[R]) -> list[R]:
    return sorted(records, key=lambda record: record.month)
