"""Opening a zipped office package (DOCX, XLSX) that may be hostile.

Only named parts are read, each up to a limit; a part with a document type (where entity bombs live) is
refused, and so is nesting beyond reason. Nothing is written to disk.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final
from xml.etree import ElementTree as ET

from mailbot.reading.documents.document import MAX_DEPTH, MAX_PART, UnreadableError

_MAX_ENTRIES: Final = 4_000
_MAX_DIRECTORY: Final = 2_000_000
_END: Final = b"PK\x05\x06"
_END_ZIP64: Final = b"PK\x06\x07"
_PLAIN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_BIT: Final = 0x1
_MAX_ELEMENTS: Final = 400_000
"""Elements held at a time: a table of some 4,000 rows."""


class Package:
    """The parts of one zipped document, opened within limits. Raises UnreadableError."""

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as bad:
            raise UnreadableError("broken") from bad
        self._infos = {info.filename.lstrip("/"): info for info in self._zip.infolist()}

    @property
    def names(self) -> list[str]:
        """The parts' names, in the order of the package."""
        return list(self._infos)

    def has(self, name: str) -> bool:
        """Whether the package has this part."""
        return name in self._infos

    def size(self, name: str) -> int:
        """The size the package claims for a part; not to be trusted."""
        info = self._infos.get(name)
        return info.file_size if info else 0

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """One part, unpacked; UnreadableError when it is damaged, locked or larger than ``limit``."""
        info = self._infos.get(name)
        if info is None:
            raise UnreadableError("broken")
        if info.flag_bits & _ENCRYPTED_BIT:
            raise UnreadableError("encrypted")
        if info.compress_type not in _PLAIN:
            raise UnreadableError("broken")
        if info.file_size > limit:
            raise UnreadableError("too large to read")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            RuntimeError,
            ValueError,
            struct.error,
        ) as bad:
            raise UnreadableError("broken") from bad
        if len(data) > limit:
            raise UnreadableError("too large to read")
        _refuse_document_type(data)
        return data

    def tree(self, name: str, limit: int = 4_000_000) -> ET.Element | None:
        """A small part as a tree; None when the package has no such part."""
        if name not in self._infos:
            return None
        return next(elements(io.BytesIO(self.read(name, limit)), depth=0), None)


def elements(stream: IO[bytes], *, depth: int) -> Iterator[ET.Element]:
    """The elements of a part at this depth (0: the root) as they end.

    What was handed out may be cleared by the caller; memory then holds one element at a time.
    """
    level = -1
    held = 0
    try:
        for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314 - see above
            if event == "start":
                level += 1
                held += 1
                if level > MAX_DEPTH:
                    raise UnreadableError("broken")
                if held > _MAX_ELEMENTS:
                    raise UnreadableError("too large to read")
            else:
                if level == depth:
                    held = 0
                    yield element
                level -= 1
    except (ET.ParseError, ValueError, LookupError) as bad:
        raise UnreadableError("broken") from bad


def _check_directory(data: bytes) -> None:
    """Refuse a directory whose mere listing would fill the memory."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise UnreadableError("broken")
    entries, size = struct.unpack_from("<HI", data, end + 10)
    if entries > _MAX_ENTRIES or size > _MAX_DIRECTORY or data[max(0, end - 20) : end].startswith(_END_ZIP64):
        raise UnreadableError("too large to read")


def _refuse_document_type(data: bytes) -> None:
    """No office writes a document type into a package; entity bombs need one. UTF-16 is seen through."""
    plain = data if data[:200].count(0) == 0 else data.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableError("broken")
