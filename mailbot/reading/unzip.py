"""What is inside a zip file: listed always, unpacked within limits. Never follows a path, never nests."""

import io
import zipfile
import zlib
from dataclasses import dataclass

from mailbot.reading.charset import decode
from mailbot.reading.limits import LIMITS, Limits

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_FREE_RATIO = 1024 * 1024
_JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """One file of an archive."""

    name: str
    """Decoded, path and all; the caller makes it safe."""
    data: bytes = b""
    size: int = 0
    """As the archive says; ``data`` may be empty when it was not unpacked."""
    note: str | None = None


def read_zip(data: bytes, limits: Limits = LIMITS) -> tuple[list[Unpacked], str | None]:
    """The files of a zip, and what a person should know about the whole: ``broken``, ``encrypted``, ..."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, IndexError):
        return [], "broken"
    out: list[Unpacked] = []
    left = limits.unpacked
    note = "too many files to list" if len(entries) > limits.files else None
    for entry in entries[: limits.files]:
        name = _name(entry)
        if any(junk in name.lower() for junk in _JUNK):
            continue
        one = _unpack(archive, entry, name, left, limits)
        left -= len(one.data)
        out.append(one)
    if out and all(one.note == "encrypted" for one in out):
        note = "encrypted"
    return out, note


def _name(entry: zipfile.ZipInfo) -> str:
    """The name; without the UTF-8 flag zipfile reads it as cp437, and Thai Windows wrote cp874."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return decode(entry.filename.encode("cp437"))
    except UnicodeEncodeError:
        return entry.filename


def _unpack(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int, limits: Limits
) -> Unpacked:
    if entry.flag_bits & _ENCRYPTED:
        return Unpacked(name=name, size=entry.file_size, note="encrypted")
    packed = max(entry.compress_size, 1)
    if entry.file_size > left or (entry.file_size > _FREE_RATIO and entry.file_size / packed > limits.ratio):
        return Unpacked(name=name, size=entry.file_size, note="too large to read")
    try:
        with archive.open(entry) as opened:
            data = opened.read(min(entry.file_size, left) + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, zlib.error, ValueError):
        return Unpacked(name=name, size=entry.file_size, note="broken")
    if len(data) > entry.file_size:
        return Unpacked(name=name, size=entry.file_size, note="broken")
    return Unpacked(name=name, data=data, size=len(data))
