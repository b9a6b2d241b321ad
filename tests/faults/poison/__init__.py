"""Parsers that break: what the reading child does with a mail that finds a bug nobody knows yet.

The mails of ``tests/corpus/hostile`` are survived by the parsers; a bug of tomorrow is not. Here the parser
itself is made to hang, to eat memory, to recurse or to die on mails that ask for it in a header, in the real
child with its real limits. The program knows nothing of it: see ``sitecustomize`` beside this.
"""

import os
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent / "site"
"""The folder that makes a child's parser break, when it is on its path."""

HURTS = {
    "spin": "took longer than",
    "sleep": "took longer than",
    "memory": "too much for the reader: MemoryError",
    "recurse": "too much for the reader: RecursionError",
    "raise": "reader failed: KeyError",
    "raise-odd": "the reader ended (status 1)",
    "exit": "the reader ended (status 3)",
    "segfault": "the reader ended (signal 11)",
    "killed": "the reader ended (signal 9)",
    "nonsense": "the reader answered nonsense",
    "silence": "the reader closed its pipe and went on",
    "large-file": "reader failed: OSError",
    "many-files": "reader failed: OSError",
    "network": "reader failed: PermissionError",
}
"""What a mail does to the child, and the reason it lies on the shelf for."""


def poison(kind: str, raw: bytes, *, in_the_head: bool = False) -> bytes:
    """This mail, with a line that breaks the child's parser."""
    line = b"X-Poison: " + kind.encode() + b"\r\n"
    return line + raw if in_the_head else raw + line


def children() -> list[int]:
    """The child processes of this one, whichever thread started them."""
    found: list[int] = []
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has ended meanwhile
            found += [int(pid) for pid in (task / "children").read_text().split()]
    return found
