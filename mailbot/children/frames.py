"""What goes over the pipe between a child process and its parent: frames of JSON and raw bytes.

No pickle in either direction: a child that was taken over by what it works on can only send frames, and
its parent checks what they say. Knows neither mails nor letters.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

HEADER = struct.Struct(">cQI")
"""Kind, length of the JSON part, number of binary parts; each binary part is preceded by its length."""
SIZE = struct.Struct(">Q")

START = b"S"
"""Parent to child, once: the settings."""
READY = b"O"
"""Child to parent, once: limits are in force; says which."""
WORK = b"W"
"""Parent to child: do this."""
DONE = b"D"
"""Child to parent: it is done."""
FAILED = b"F"
"""Child to parent: it cannot be done; says why."""
ASK = b"A"
"""Child to parent: a question in the middle of the work."""
TOLD = b"T"
"""Parent to child: the answer, or nothing."""
_KINDS = frozenset({START, READY, WORK, DONE, FAILED, ASK, TOLD})

LONGEST_JSON = 16 * 1024 * 1024
LONGEST_PART = 80 * 1024 * 1024
MOST_PARTS = 1000


class WireError(Exception):
    """The other side sent something that is no frame, or not what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message."""

    kind: bytes
    text: bytes = b"{}"
    """JSON."""
    parts: tuple[bytes, ...] = ()

    def values(self) -> dict[str, Any]:
        """The JSON part. Raises WireError when it is no JSON object."""
        try:
            return _object().validate_json(self.text)
        except ValueError as error:
            raise WireError("not a JSON object") from error


def frame(kind: bytes, values: Mapping[str, Any], *parts: bytes) -> Frame:
    """A frame with these values as JSON."""
    return Frame(kind=kind, text=_object().dump_json(dict(values)), parts=parts)


def encode(message: Frame) -> list[bytes]:
    """The pieces to write, in order."""
    out = [HEADER.pack(message.kind, len(message.text), len(message.parts)), message.text]
    for part in message.parts:
        out.append(SIZE.pack(len(part)))
        out.append(part)
    return out


def check_header(data: bytes) -> tuple[bytes, int, int]:
    """Kind, JSON length and number of parts, within bounds. Raises WireError."""
    kind, length, parts = HEADER.unpack(data)
    if kind not in _KINDS or length > LONGEST_JSON or parts > MOST_PARTS:
        raise WireError("not a frame")
    return kind, length, parts


def check_size(data: bytes) -> int:
    """The length of the next binary part, within bounds. Raises WireError."""
    (length,) = SIZE.unpack(data)
    if length > LONGEST_PART:
        raise WireError("a part too long")
    return int(length)


@cache
def _object() -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(dict[str, Any])
