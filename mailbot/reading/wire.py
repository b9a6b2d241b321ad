"""What goes over the pipe between the reading child and its parent: frames of JSON and raw bytes.

No pickle in either direction: a child that was taken over by a hostile mail can only send values that
pydantic accepts as a ``Mail``, and files whose hashes the parent checks again.
"""

import struct
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from mailbot.core.mail import Mail
from mailbot.ports import ReadResult

HEADER = struct.Struct(">cQI")
"""Kind, length of the JSON part, number of binary parts; each binary part is preceded by its length."""
SIZE = struct.Struct(">Q")

READ = b"R"
"""Parent to child: read this mail."""
DONE = b"D"
"""Child to parent: a mail, read."""
ASK = b"A"
"""Child to parent: the DNS TXT record of this name, please."""
TOLD = b"T"
"""Parent to child: the record, or nothing."""
READY = b"O"
"""Child to parent: limits are in force; says which."""

LONGEST_JSON = 16 * 1024 * 1024
LONGEST_PART = 80 * 1024 * 1024
MOST_PARTS = 1000


class WireError(Exception):
    """The other side sent something that is no frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message."""

    kind: bytes
    text: bytes = b""
    parts: tuple[bytes, ...] = ()


def encode(frame: Frame) -> list[bytes]:
    """The pieces to write, in order."""
    out = [HEADER.pack(frame.kind, len(frame.text), len(frame.parts)), frame.text]
    for part in frame.parts:
        out.append(SIZE.pack(len(part)))
        out.append(part)
    return out


def check_header(data: bytes) -> tuple[bytes, int, int]:
    """Kind, JSON length and number of parts, within bounds. Raises WireError."""
    kind, length, parts = HEADER.unpack(data)
    if kind not in {READ, DONE, ASK, TOLD, READY} or length > LONGEST_JSON or parts > MOST_PARTS:
        raise WireError("not a frame")
    return kind, length, parts


def check_size(data: bytes) -> int:
    """The length of the next binary part, within bounds. Raises WireError."""
    (length,) = SIZE.unpack(data)
    if length > LONGEST_PART:
        raise WireError("a part too long")
    return int(length)


@cache
def mail_adapter() -> TypeAdapter[Mail]:
    """Validates and writes ``Mail`` as JSON."""
    return TypeAdapter(Mail)


@cache
def any_adapter() -> TypeAdapter[Any]:
    """Plain JSON values."""
    return TypeAdapter(dict[str, Any])


def result_frame(result: ReadResult) -> Frame:
    """A reading, as the child sends it. Each file is sent once."""
    text = mail_adapter().dump_json(result.mail)
    failure = (result.failure or "").encode()
    return Frame(kind=DONE, text=text, parts=(failure, *result.files.values()))


def result_of(frame: Frame, expected: str) -> ReadResult:
    """The reading in a frame. Raises WireError when it is not one of the mail with hash ``expected``."""
    try:
        mail = mail_adapter().validate_json(frame.text)
    except ValueError as error:
        raise WireError("not a mail") from error
    if mail.sha256 != expected or not frame.parts:
        raise WireError("an answer to another mail")
    failure = frame.parts[0].decode("utf-8", "replace")
    files = {sha256(part).hexdigest(): part for part in frame.parts[1:]}
    if any(one.sha256 not in files and one.size and one.note is None for one in mail.attachments):
        raise WireError("a file is missing")
    return ReadResult(mail=mail, files=files, failure=failure or None)
