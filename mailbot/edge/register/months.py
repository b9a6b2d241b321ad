"""The month files of a register: which there are, the open ones, and bringing back a damaged one.

    register/2569-11.json           the month
    register/copies/2569-11.json    the same, written right after it
    register/damaged/               what was found damaged, kept for a person

A damaged month is restored from its copy; when the copy is damaged too, every document that is still
as it was written is saved from both.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from mailbot.edge.register.disk import Problem, read_or_none, replace_file, set_aside, sync_folder
from mailbot.edge.register.kinds import KINDS
from mailbot.edge.register.month import Month
from mailbot.edge.register.month_file import DamagedError, Seal, check_seal, parse_line, read_seal, scan

_NAME = re.compile(r"\d{4}-\d{2}\.json")
_OPEN = 24
"""Months kept open. An open month is a file descriptor and 8 bytes a document."""


class Months:
    """The months of one register."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._folder = folder
        self._copies = folder / "copies"
        self._read_only = read_only
        self._open: OrderedDict[str, Month] = OrderedDict()
        self.problems: list[Problem] = []

    def names(self) -> list[str]:
        """The months that have a file or a copy, ascending."""
        found = {path.stem for folder in (self._folder, self._copies) for path in _files(folder)}
        return sorted(found)

    def path(self, month: str) -> Path:
        """Where a month's file is."""
        return self._folder / f"{month}.json"

    def copy(self, month: str) -> Path:
        """Where its copy is."""
        return self._copies / f"{month}.json"

    def seal(self, month: str) -> Seal:
        """The seal of a month's file; a file without one is restored first. Raises OSError."""
        try:
            return read_seal(self.path(month))
        except (DamagedError, FileNotFoundError) as error:
            self.restore(month, str(error) if isinstance(error, DamagedError) else "it is missing")
        return read_seal(self.copy(month) if self._read_only else self.path(month))

    def open(self, month: str) -> Month:
        """A month, opened if it is not; a damaged one is restored first. Raises OSError."""
        known = self._open.get(month)
        if known is not None:
            self._open.move_to_end(month)
            return known
        try:
            opened = Month(self.path(month))
        except DamagedError as error:
            self.restore(month, str(error))
            opened = Month(self.copy(month) if self._read_only else self.path(month))
        self._open[month] = opened
        while len(self._open) > _OPEN:
            self._open.popitem(last=False)[1].close()
        return opened

    def drop(self, month: str) -> None:
        """Close a month and forget what was staged in it."""
        opened = self._open.pop(month, None)
        if opened is not None:
            opened.close()

    def close(self) -> None:
        """Close every month."""
        for month in list(self._open):
            self.drop(month)

    def restore(self, month: str, why: str) -> None:
        """Bring a damaged month back, from its copy or document by document. Raises OSError, DamagedError."""
        self.drop(month)
        path, copy = self.path(month), self.copy(month)
        second = read_or_none(copy)
        try:
            good = second
            if second is not None:
                check_seal(second, month)
        except DamagedError:
            good = None
        if self._read_only:
            if good is None:
                raise DamagedError(f"{path.name} and its copy are damaged ({why})")
            self.problems.append(Problem(where=path.name, what=why, done="read from its copy"))
            return
        kept = set_aside(path, self._folder / "damaged")
        if good is not None:
            replace_file(path, [good])
            self.problems.append(Problem(where=path.name, what=why, done=f"restored from its copy, {kept}"))
            return
        set_aside(copy, self._folder / "damaged")
        self._salvage(month, why, kept, [read_or_none(path) or b"", second or b""])

    def _salvage(self, month: str, why: str, kept: str, contents: list[bytes]) -> None:
        saved = {
            (table, number): (key, raw)
            for content in reversed(contents)
            for table, number, key, raw in rescue(content)
        }
        path = self.path(month)
        fresh = Month(path.with_name(f"{month}.salvaged"))  # no such file: it starts empty
        for (table, number), (key, raw) in sorted(saved.items()):
            fresh.table(table).put_raw(number, key, raw)
        seq, expected = _last_known(contents)
        fresh.flush(seq, self.copy(month))
        fresh.close()
        path.with_name(f"{month}.salvaged").replace(path)
        sync_folder(path.parent)
        lost = (
            f"{expected - len(saved)} of {expected} documents lost"
            if expected is not None
            else "some may be lost"
        )
        self.problems.append(
            Problem(
                where=path.name,
                what=f"{why}, and its copy is damaged too: {lost}",
                done=f"{len(saved)} documents saved, {kept}",
                lost=expected is None or len(saved) < expected,
            )
        )


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def rescue(content: bytes) -> Iterator[tuple[str, int, str, bytes]]:
    """Every document of a damaged file that is still as it was written: (table, number, key, JSON)."""
    for supposed, offset, length in scan(content):
        # The line that names the table may be the damaged one; the checksum knows which it was.
        for table in dict.fromkeys([supposed, *KINDS]):
            try:
                number, key, raw = parse_line(table, content[offset : offset + length])
            except DamagedError:
                continue
            yield table, number, key, raw
            break


def _last_known(contents: list[bytes]) -> tuple[int, int | None]:
    """The last transaction and the number of documents, as the seals say that can still be read."""
    found = [
        (int(seal[1]), int(seal[2]))
        for content in contents
        if (seal := re.search(rb'"seq":(\d+),"count":(\d+),"sha256":', content[-256:]))
    ]
    return max(found, default=(0, None))
