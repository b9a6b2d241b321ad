"""The register's twin in memory, for tests and for trying things: the same answers, nothing on disk."""

from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from mailbot.core.record import Stored
from mailbot.edge.register.kinds import Name, prepare, table_of
from mailbot.ports import RegisterError

R = TypeVar("R", bound=Stored)


class MemoryRegister:
    """A register that ends with the process. Records go through the same form as on disk."""

    def __init__(self) -> None:
        self._records: dict[Name, Stored] = {}
        self._closed = False

    def get(self, kind: type[R], key: str) -> R | None:
        """See ``ports.View``."""
        return cast("R | None", self._open().get((table_of(kind), key)))

    def find(self, kind: type[R], index: str, value: str) -> list[R]:
        """See ``ports.View``."""
        right = [record for record in self._all(kind) if value in record.index().get(index, ())]
        return sorted(right, key=lambda record: (record.month, record.key))

    def each(self, kind: type[R], month: str) -> Iterator[R]:
        """See ``ports.Register``."""
        yield from [record for record in self._all(kind) if record.month == month]

    def months(self) -> list[str]:
        """See ``ports.Register``."""
        return sorted({record.month for record in self._open().values()})

    def commit(self, records: Iterable[Stored]) -> None:
        """See ``ports.Register``."""
        prepared = [prepare(record) for record in records]
        self._open().update({put.name: record for put, record in prepared})

    def checkpoint(self) -> bool:
        """Nothing to do."""
        self._open()
        return True

    def close(self) -> None:
        """See ``ports.Register``."""
        self._closed = True

    def _open(self) -> dict[Name, Stored]:
        if self._closed:
            raise RegisterError("the register is closed.")
        return self._records

    def _all(self, kind: type[R]) -> list[R]:
        table = table_of(kind)
        return [cast("R", record) for (kept_in, _), record in self._open().items() if kept_in == table]
