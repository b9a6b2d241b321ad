"""A new working folder: the packaged settings, copied for the office to fill in, and the office's key.

Never overwrites a file that is there.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mailbot.packaged import packaged

PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600


def init_folder(target: Path, *, key: str) -> tuple[list[Path], list[Path]]:
    """Fill ``target`` with commented settings and the key (hex or base64, at least 32 bytes).

    Returns what was written and what was already there and left alone. Only the owner may read any of it.
    Raises OSError when the folder cannot be written.
    """
    written: list[Path] = []
    left: list[Path] = []
    target.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for name in ("secrets", "data", "templates"):
        (target / name).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    for relative, content in [*_samples(), (Path("secrets/key"), f"{key}\n".encode())]:
        path = target / relative
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        except FileExistsError:
            left.append(path)
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        written.append(path)
    return written, left


def _samples() -> Iterator[tuple[Path, bytes]]:
    source = packaged("config")
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.name.startswith(("_", ".")):
            yield path.relative_to(source), path.read_bytes()
