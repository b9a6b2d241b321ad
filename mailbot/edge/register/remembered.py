"""Records kept in memory as values, the most recently used ones, up to a size."""

from collections import OrderedDict

from mailbot.core.record import Stored
from mailbot.edge.register.kinds import Name

_LIMIT = 2 * 1024 * 1024
"""Bytes, counted as JSON; the values themselves take about five times that."""


class Remembered:
    """A bounded memory of records. They are frozen, so that everybody may have the same one."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._records: OrderedDict[Name, tuple[Stored, int]] = OrderedDict()

    def get(self, name: Name) -> Stored | None:
        """The record, when it is remembered."""
        known = self._records.get(name)
        if known is None:
            return None
        self._records.move_to_end(name)
        return known[0]

    def keep(self, name: Name, record: Stored, size: int) -> None:
        """Remember the newest word on a record, and forget the least used."""
        before = self._records.pop(name, None)
        self._size += size - (before[1] if before else 0)
        self._records[name] = (record, size)
        while self._size > self._limit:
            self._size -= self._records.popitem(last=False)[1][1]
