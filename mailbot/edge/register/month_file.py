"""The file of a month: the JSON that TinyDB itself would write, one document a line.

``tinydb.TinyDB(path)`` opens it. Every document carries its key and a checksum; a seal at the end covers
the whole file and says up to which transaction of the journal it reaches:

    {"letter":{
    "1":{"_key":"WEB-2569-0042.1","_sum":"8d1f0c2a","schema_version":1,...},
    "2":{...}
    },
    "_seal":{"1":{"format":1,"month":"2569-11","seq":17,"count":2,"sha256":"..."}}}

Nothing here writes.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

FORMAT = 1
_DOCUMENT = re.compile(rb'"(\d{1,7})":\{"_key":("(?:[^"\\]|\\.)*"),"_sum":"([0-9a-f]{8})",')
_TABLE = re.compile(rb'\{?"([a-z]+)":\{')
_SEAL = re.compile(
    rb'[{]?"_seal":\{"1":\{"format":(\d+),"month":"([\d-]{7})","seq":(\d+),"count":(\d+),"sha256":"([0-9a-f]{64})"\}\}\}\n\Z'
)
_SEAL_ROOM = 256


class DamagedError(Exception):
    """A month file is not what was written; the text says how that shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The last line of a month file."""

    month: str
    seq: int
    """The last transaction of the journal that is in the file."""
    count: int
    """How many documents it holds."""
    sha256: str

    @property
    def mark(self) -> str:
        """Names this very content of this month."""
        return f"{self.seq}.{self.sha256}"


def _parse_seal(line: bytes) -> Seal:
    found = _SEAL.match(line)
    if found is None:
        raise DamagedError("its end is missing")
    version, month, seq, count, digest = found.groups()
    if int(version) > FORMAT:
        raise DamagedError(f"its format {int(version)} is newer than this program's {FORMAT}")
    return Seal(month=month.decode(), seq=int(seq), count=int(count), sha256=digest.decode())


def read_seal(path: Path) -> Seal:
    """The seal of a month file, without reading the rest. Raises DamagedError, FileNotFoundError."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _SEAL_ROOM))
        tail = file.read()
    seal = _parse_seal(tail[tail.rfind(b"\n", 0, -1) + 1 :])
    if seal.month != path.stem:
        raise DamagedError(f"it holds {seal.month}")
    return seal


def check_seal(content: bytes, month: str) -> Seal:
    """The seal of a whole month file, and that it is true and this month's. Raises DamagedError."""
    seal = _parse_seal(content[content.rfind(b"\n", 0, -1) + 1 :])
    if hashlib.sha256(content[: content.rindex(b',"sha256":"')]).hexdigest() != seal.sha256:
        raise DamagedError("its checksum is wrong")
    if seal.month != month:
        raise DamagedError(f"it holds {seal.month}")
    return seal


def _sum(table: str, number: int, key: bytes, raw: bytes) -> bytes:
    return b"%08x" % zlib.crc32(raw, zlib.crc32(b"%s %d %s " % (table.encode(), number, key)))


def document_line(table: str, number: int, key: str, raw: bytes) -> bytes:
    """One document as it stands in the file, without comma and line's end."""
    quoted = orjson.dumps(key)
    return b'"%d":{"_key":%s,"_sum":"%s",%s' % (number, quoted, _sum(table, number, quoted, raw), raw[1:])


def parse_line(table: str, line: bytes) -> tuple[int, str, bytes]:
    """Number, key and JSON of a document's line. Raises DamagedError."""
    found = _DOCUMENT.match(line)
    if found is None:
        raise DamagedError("a document cannot be read")
    number, key = int(found[1]), found[2]
    raw = b"{" + line[found.end() :]
    if _sum(table, number, key, raw) != found[3]:
        raise DamagedError(f"document {number} of {table} is damaged")
    return number, orjson.loads(key), raw


def scan(content: bytes) -> Iterator[tuple[str, int, int]]:
    """Where the documents' lines are: (table, offset, length), comma and line's end left out.

    Total: of a damaged file it gives what still looks like a document.
    """
    table, offset = "", 0
    for line in content.split(b"\n"):
        if line[:1] == b'"' and line[1:2].isdigit():
            yield table, offset, len(line) - line.endswith(b",")
        elif found := _TABLE.match(line):
            table = found[1].decode()
        offset += len(line) + 1


def seal_begun(month: str, seq: int, count: int) -> bytes:
    """The part of the last line that the checksum covers too."""
    return b'"_seal":{"1":{"format":%d,"month":"%s","seq":%d,"count":%d' % (
        FORMAT,
        month.encode(),
        seq,
        count,
    )


def seal_ended(sha256: str) -> bytes:
    """The rest of the last line."""
    return b',"sha256":"%s"}}}\n' % sha256.encode()
