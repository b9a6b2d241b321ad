"""Python runs this when it starts with this folder on its path: the reading child, in these tests.

Breaks the first thing the reader does with a mail, when a line of the mail asks for it (``X-Poison``).
"""

import ctypes
import os
import re
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

_KIND = re.compile(rb"(?:\A|\n)X-Poison: ([a-z-]+)\r\n")


def _spin() -> None:
    while True:
        pass


def _sleep() -> None:
    time.sleep(3600)


def _memory() -> None:
    held = []
    while True:
        held.append(bytearray(32_000_000))


def _recurse() -> None:
    _recurse()


def _raise() -> None:
    raise KeyError("no such part")


def _raise_odd() -> None:
    raise SystemExit(1)


def _exit() -> None:
    os._exit(3)


def _segfault() -> None:
    ctypes.string_at(0)


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _nonsense() -> None:
    for descriptor in range(3, 64):  # the pipe to the parent is one of them
        try:
            os.write(descriptor, b"what a nice mail, thank you\n" * 10)
        except OSError:
            continue
    time.sleep(3600)


def _silence() -> None:
    for descriptor in range(3, 64):
        try:
            os.close(descriptor)
        except OSError:
            continue
    time.sleep(3600)


def _large_file() -> None:
    path = Path(os.environ["TMPDIR"]) / "large"
    with path.open("wb") as file:
        while True:
            file.write(b"x" * 10_000_000)


def _many_files() -> None:
    held = []
    while True:
        held.append(os.open("/dev/null", os.O_RDONLY))


def _network() -> None:
    socket.create_connection(("127.0.0.1", 25))


def _once() -> None:
    """Hangs the first time it is met; tells that it was."""
    met = Path(os.environ["TMPDIR"]) / "met"
    if not met.exists():
        met.touch()
        time.sleep(3600)


def _hurt() -> None:
    from mailbot.reading import read

    reader: Any = read
    parse = reader.parse_structure

    def poisoned(raw: bytes, *more: Any) -> Any:
        found = _KIND.search(raw)
        if found:
            globals()["_" + found[1].decode().replace("-", "_")]()
        return parse(raw, *more)

    reader.parse_structure = poisoned


if sys.argv[0] == "-m":  # only what is run as a module: the child
    _hurt()
