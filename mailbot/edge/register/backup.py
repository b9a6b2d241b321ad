"""One file that holds a whole data folder: the register and the archive. Taken from a running bot.

The file is a ZIP of plain files, with ``MANIFEST.json`` naming each with its size and SHA-256:

    register/format, register/journal.jsonl, register/2569-11.json ..., archive/3f/a9/3fa9...

While it is made the writer goes on committing; only its housekeeping waits. The journal is read first,
and what it names lies in the archive since before it was committed: so the backup is the state of one
instant. It holds no secrets and no settings: the office's key and passwords never lie in the data folder's
register or archive.
"""

import hashlib
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from mailbot import __version__
from mailbot.edge.register import journal_file, marker
from mailbot.edge.register.disk import (
    PRIVATE,
    PRIVATE_FOLDER,
    Problem,
    make_folder,
    read_or_none,
    replace_file,
    sync_folder,
)
from mailbot.edge.register.kinds import fingerprint
from mailbot.edge.register.lock import Guard
from mailbot.edge.register.month_file import DamagedError, check_seal
from mailbot.edge.register.months import Months
from mailbot.edge.register.on_disk import FileRegister
from mailbot.edge.register.verify import verify
from mailbot.ports import NoRegisterError, RegisterError

FORMAT = 1
_MANIFEST = "MANIFEST.json"
_MEMBER = re.compile(
    r"register/(format|journal\.jsonl|\d{4}-\d{2}\.json)|archive/([0-9a-f]{2})/([0-9a-f]{2})/\2\3[0-9a-f]{60}"
)
_CHUNK = 1 << 20
_NOT_WHOLE = (
    zipfile.BadZipFile, zlib.error, struct.error,
    EOFError, ValueError, LookupError, TypeError, AttributeError, RuntimeError,
)  # fmt: skip
"""What the standard library says of a damaged ZIP, or a manifest that is none."""


class BackupError(Exception):
    """The backup cannot be made, or is not whole; the text says what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds."""

    path: Path
    files: int
    size: int
    """Bytes of the files in it."""
    problems: tuple[Problem, ...] = ()
    """What was damaged in the folder, and so is not in it or was taken from its copy."""


def backup(data_folder: Path, to_file: Path) -> Backup:
    """Write everything into one new file, read it back, and give it its name.

    Raises BackupError, and NoRegisterError.
    """
    register = data_folder / "register"
    if not register.is_dir():
        raise NoRegisterError(data_folder)
    if to_file.exists():
        raise BackupError(f"{to_file} exists already; a backup never replaces another.")
    beside = to_file.with_name(to_file.name + ".part")
    try:
        with _told(f"{to_file} cannot be written"), _standing_still(register):
            problems: list[Problem] = []
            with _create(beside) as out, zipfile.ZipFile(out, "w", compresslevel=1) as archive:
                manifest = dict(_add_register(archive, register, problems))
                manifest |= _add_archive(archive, data_folder / "archive", problems)
                said = {"format": FORMAT, "mailbot": __version__, "files": manifest}
                archive.writestr(_info(_MANIFEST), orjson.dumps(said, option=orjson.OPT_INDENT_2))
            _settle(beside)
        made = check(beside)
        with _told(f"{to_file} cannot be written"):
            beside.rename(to_file)
            sync_folder(to_file.absolute().parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return Backup(path=to_file, files=made.files, size=made.size, problems=tuple(problems))


def check(file: Path) -> Backup:
    """Read a backup back, every byte. Raises BackupError when it is not what was written."""
    with _told(f"{file} cannot be read"), _opened(file) as (archive, manifest):
        for name, said in manifest.items():
            digest, size = hashlib.sha256(), 0
            for chunk in _chunks(archive, name, said["size"]):
                digest.update(chunk)
                size += len(chunk)
            if {"size": size, "sha256": digest.hexdigest()} != said:
                raise BackupError(f"{file} is damaged: {name} is not what was written.")
        return Backup(path=file, files=len(manifest), size=sum(said["size"] for said in manifest.values()))


def restore(file: Path, folder: Path, *, now: datetime) -> Backup:
    """Make a data folder from a backup, whole or not at all. Raises BackupError.

    The folder must be empty or absent. ``now`` is for the register's lock: it is opened once, so that
    its index is ready and what the backup holds is known to open.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is not empty. Give an empty folder, or move the old one away.")
    check(file)
    beside = folder.with_name(folder.name + ".restoring")
    if beside.exists():
        raise BackupError(f"{beside} is left from a restore that was stopped. Remove it, and try again.")
    with _told(f"{folder} cannot be written"), _opened(file) as (archive, manifest):
        make_folder(beside)
        for name, said in manifest.items():
            path = beside / name
            path.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
            with _create(path) as out:
                for chunk in _chunks(archive, name, said["size"]):
                    out.write(chunk)
        _second_copies(beside / "register")
        os.sync()
        try:
            FileRegister(beside, now=now).close()
        except RegisterError as error:
            raise BackupError(f"the register in {file} cannot be opened: {error}") from error
        beside.rename(folder)
        sync_folder(folder.absolute().parent)
    return Backup(
        path=folder,
        files=len(manifest),
        size=sum(said["size"] for said in manifest.values()),
        problems=tuple(verify(folder)),
    )


def _add_register(
    archive: zipfile.ZipFile, register: Path, problems: list[Problem]
) -> Iterator[tuple[str, dict[str, Any]]]:
    reading = journal_file.read(*journal_file.read_both(register), fingerprint())
    problems += reading.problems
    yield _add(archive, f"register/{journal_file.NAME}", b"".join(reading.lines()))
    mark = read_or_none(register / marker.NAME)
    if mark is not None:
        yield _add(archive, f"register/{marker.NAME}", mark)
    months = Months(register, read_only=True)
    for month in months.names():
        yield _add(archive, f"register/{month}.json", _month(months, month, problems))


def _month(months: Months, month: str, problems: list[Problem]) -> bytes:
    why = ""
    for path in (months.path(month), months.copy(month)):
        content = read_or_none(path)
        try:
            if content is not None:
                check_seal(content, month)
                if why:
                    problems.append(Problem(where=path.name, what=why, done="taken from its copy"))
                return content
            why = why or "it is missing"
        except DamagedError as error:
            why = why or str(error)
    raise BackupError(
        f"{month}.json is damaged ({why}), and its copy too. Start mailbot once: it saves what is whole."
    )


def _add_archive(
    archive: zipfile.ZipFile, folder: Path, problems: list[Problem]
) -> dict[str, dict[str, Any]]:
    added: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("??/??/*")):
        name = f"archive/{path.relative_to(folder)}"
        if _MEMBER.fullmatch(name):
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == path.name:
                added[name] = _add(archive, name, content)[1]
            else:
                problems.append(Problem(where=name, what="its bytes are not what they were", lost=True))
    return added


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> tuple[str, dict[str, Any]]:
    archive.writestr(_info(name), content)
    return name, {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _info(name: str) -> zipfile.ZipInfo:
    """A member's entry; without a date, so that the same folder gives the same file."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = PRIVATE << 16
    return info


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, dict[str, Any]]]]:
    """A backup and its manifest, with nothing in it that does not belong."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        if _MANIFEST not in names:
            raise BackupError(f"{file} is not a backup of mailbot, or is cut short.")
        said = orjson.loads(archive.read(_MANIFEST))
        if said["format"] > FORMAT:
            raise BackupError(f"{file} was made by a newer mailbot ({said['mailbot']}).")
        manifest: dict[str, dict[str, Any]] = said["files"]
        strange = sorted(name for name in manifest if not _MEMBER.fullmatch(name))
        if strange or sorted(names) != sorted([*manifest, _MANIFEST]):
            raise BackupError(f"{file} does not hold what its manifest says.")
        yield archive, manifest


def _chunks(archive: zipfile.ZipFile, name: str, size: int) -> Iterator[bytes]:
    """The bytes of a member; never more than the manifest says, and one."""
    left = size + 1
    with archive.open(name) as member:
        while left and (chunk := member.read(min(left, _CHUNK))):
            left -= len(chunk)
            yield chunk


def _second_copies(register: Path) -> None:
    """The copies that the register keeps of its journal and months."""
    make_folder(register / "copies")
    for path in [register / journal_file.NAME, *register.glob("????-??.json")]:
        replace_file(register / "copies" / path.name, [path.read_bytes()], durable=False)


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE), "w+b")


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _standing_still(register: Path) -> Iterator[None]:
    guard = Guard(register)
    held = guard.hold()
    try:
        yield
    finally:
        guard.let_go(held)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{what}: {error.strerror or error}") from error
    except _NOT_WHOLE as error:
        raise BackupError(f"{what}: {error}") from error
