"""The archive: raw mails, attachments and papers, each a file named by the SHA-256 of its bytes.

    archive/3f/a9/3fa9...   0600, in folders of 0700; written beside, synced, then given its name

A file that has its name is whole and never changes. What it is and whom it belongs to is the
register's to know: the archive only keeps bytes, and never deletes any.
"""

import ctypes
import hashlib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from mailbot.ports import ArchiveError

_NAME = re.compile("[0-9a-f]{64}")

_MANY = 4
"""From so many files on, syncing the file system twice is quicker than every file and folder."""


class FileArchive:
    """An archive in a folder. Several processes may read and write it at once."""

    def __init__(self, folder: Path) -> None:
        """Use (or create) the folder. Raises ArchiveError."""
        self._folder = folder
        self._known: set[Path] = set()  # folders that are on the disk for certain
        with _told():
            self._make(folder, sync=True)

    def put(self, data: bytes) -> str:
        """See ``ports.Archive``. Raises ArchiveError."""
        return self.put_many([data])[0]

    def put_many(self, items: Sequence[bytes]) -> list[str]:
        """See ``ports.Archive``. Raises ArchiveError; then some may be kept and others not.

        Every file's bytes are on disk before it gets its name, and every name before this returns.
        """
        names = [hashlib.sha256(data).hexdigest() for data in items]
        fresh = {
            self._path(name): data for name, data in zip(names, items, strict=True) if not self._holds(name)
        }
        if fresh:
            waiting = {path: path.with_name(f"{path.name}.{os.getpid()}.tmp") for path in fresh}
            try:
                with _told():
                    self._keep(waiting, list(fresh.values()))
            except BaseException:
                for beside in waiting.values():
                    with suppress(OSError):
                        beside.unlink(missing_ok=True)
                raise
        return names

    def _keep(self, waiting: dict[Path, Path], contents: list[bytes]) -> None:
        """Write, sync, rename, sync; a few files are synced one by one, many all together."""
        together = len(waiting) >= _MANY and _can_sync_all()
        for (path, beside), data in zip(waiting.items(), contents, strict=True):
            self._make(path.parent, sync=not together)
            _write(beside, data, sync=not together)
        if together:
            _sync_file_system(self._folder)
        for path, beside in waiting.items():
            os.replace(beside, path)  # noqa: PTH105 - named as the system call it is
        if together:
            _sync_file_system(self._folder)
            return
        for folder in {path.parent for path in waiting}:
            _sync_folder(folder)

    def get(self, sha256: str) -> bytes:
        """See ``ports.Archive``."""
        try:
            data = self._path(sha256).read_bytes()
        except OSError as error:
            raise KeyError(sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise KeyError(sha256)
        return data

    def has(self, sha256: str) -> bool:
        """See ``ports.Archive``. Does not read the bytes."""
        return _NAME.fullmatch(sha256) is not None and self._path(sha256).is_file()

    def path(self, sha256: str) -> str:
        """See ``ports.Archive``. Raises KeyError for what is no name."""
        return str(self._path(sha256))

    def damaged(self) -> Iterator[str]:
        """Reads everything; gives the names of the files whose bytes are not what they were."""
        for path in sorted(self._folder.glob("??/??/*")):
            if _NAME.fullmatch(path.name) and not self._holds(path.name):
                yield path.name

    def _path(self, sha256: str) -> Path:
        if _NAME.fullmatch(sha256) is None:
            raise KeyError(sha256)
        return self._folder / sha256[:2] / sha256[2:4] / sha256

    def _holds(self, name: str) -> bool:
        """Whether these very bytes are kept already; a damaged file is written again."""
        try:
            self.get(name)
        except KeyError:
            return False
        return True

    def _make(self, folder: Path, *, sync: bool) -> None:
        if folder in self._known:
            return
        if not folder.is_dir():
            self._make(folder.parent, sync=sync)
            folder.mkdir(0o700, exist_ok=True)
        if sync:
            # Also for one that was there: whoever made it may have been stopped before it was on disk.
            _sync_folder(folder.parent)
            self._known.add(folder)


class MemoryArchive:
    """The archive's twin in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        """See ``ports.Archive``."""
        name = hashlib.sha256(data).hexdigest()
        self._kept[name] = bytes(data)
        return name

    def put_many(self, items: Sequence[bytes]) -> list[str]:
        """See ``ports.Archive``."""
        return [self.put(data) for data in items]

    def get(self, sha256: str) -> bytes:
        """See ``ports.Archive``."""
        return self._kept[sha256]

    def has(self, sha256: str) -> bool:
        """See ``ports.Archive``."""
        return sha256 in self._kept

    def path(self, sha256: str) -> str:
        """See ``ports.Archive``."""
        if _NAME.fullmatch(sha256) is None:
            raise KeyError(sha256)
        return f"memory:{sha256}"


def _write(path: Path, data: bytes, *, sync: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        if sync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _can_sync_all() -> bool:
    """Linux from 5.8 on: since then ``syncfs`` reports what failed."""
    if sys.platform != "linux":
        return False
    return tuple(map(int, re.findall(r"\d+", os.uname().release)[:2])) >= (5, 8)


def _sync_file_system(folder: Path) -> None:
    """Wait until everything written to the folder's file system is on disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)


@contextmanager
def _told() -> Iterator[None]:
    """Say what the disk did in the archive's own words."""
    try:
        yield
    except OSError as error:
        what = f"{error.strerror or error} {error.filename or ''}".rstrip()
        raise ArchiveError(f"the archive cannot be written: {what}") from error
