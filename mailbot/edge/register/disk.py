"""Files that are either the old or the new one, whatever happens in between.

Knows nothing of what is in them.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that was found wrong on the disk, and what became of it."""

    where: str
    """The file, relative to the folder it was found in."""
    what: str
    done: str = ""
    """What was done about it; empty when nothing was."""
    lost: bool = False
    """True when something that had been committed could not be brought back."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"; {self.done}" if self.done else "")


def make_folder(folder: Path) -> None:
    """Create a private folder, with its parents, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make renames, creations and removals in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; the system may take them in pieces."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def replace_file(path: Path, chunks: Iterable[bytes], *, durable: bool = True) -> None:
    """Put new content under a name: a reader sees the old file or the new one, never a part.

    ``durable`` also waits for the disk, for the content and then for the name. Raises OSError, and
    then the old file is untouched and no temporary one is left.
    """
    temporary = path.with_name(path.name + ".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE)
    try:
        try:
            for chunk in chunks:
                write_all(descriptor, chunk)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)  # noqa: PTH105 - named as the system call it is; fault tests reach it here
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def read_or_none(path: Path) -> bytes | None:
    """The file's bytes, or None when there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def set_aside(path: Path, damaged: Path) -> str:
    """Copy a damaged file to where a person can look at it; returns its new name.

    Best effort: a full disk must not keep the register from opening.
    """
    content = read_or_none(path)
    if content is None:
        return "nothing to keep"
    try:
        make_folder(damaged)
        number = 1
        while (kept := damaged / f"{path.name}.{number}").exists():
            if kept.read_bytes() == content:
                return f"kept as {damaged.name}/{kept.name}"
            number += 1
        replace_file(kept, [content])
    except OSError as error:
        return f"could not be kept aside ({error.strerror})"
    return f"kept as {damaged.name}/{kept.name}"
