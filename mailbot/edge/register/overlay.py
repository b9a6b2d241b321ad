"""What the journal holds and the months do not yet: the newest word on every record in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.edge.register.kinds import Name, Put


@dataclass(slots=True)
class Overlay:
    """The puts since the last housekeeping, by name and by what they are found by."""

    _puts: dict[Name, Put] = field(default_factory=dict)
    _found: dict[int, dict[Name, None]] = field(default_factory=dict)

    def put(self, put: Put) -> None:
        """Take the newest word on a record."""
        before = self._puts.get(put.name)
        if before is not None:
            for hashed in before.hashes:
                del self._found[hashed][put.name]
        self._puts[put.name] = put
        for hashed in put.hashes:
            self._found.setdefault(hashed, {})[put.name] = None

    def get(self, name: Name) -> Put | None:
        """The newest word on a record, when it is here."""
        return self._puts.get(name)

    def find(self, hashed: int) -> list[Put]:
        """Everything here that is found by this hash."""
        return [self._puts[name] for name in self._found.get(hashed, ())]

    def __contains__(self, name: Name) -> bool:
        return name in self._puts

    def __iter__(self) -> Iterator[Put]:
        return iter(list(self._puts.values()))

    def __len__(self) -> int:
        return len(self._puts)

    def clear(self) -> None:
        """The months hold everything now."""
        self._puts.clear()
        self._found.clear()
