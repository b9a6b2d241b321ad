"""Which kinds of records the register keeps, in which table, and their form on disk.

A record is kept as the JSON object of its pydantic model, every field written out, so that a changed
default never changes what an old record says.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import orjson

from mailbot import __version__
from mailbot.core.ledger import MailEntry, Mark
from mailbot.core.letters import Letter
from mailbot.core.record import Stored
from mailbot.core.request import Request
from mailbot.edge.register.migrations import migrate
from mailbot.ports import RegisterError

R = TypeVar("R", bound=Stored)

KINDS: dict[str, type[Stored]] = {"request": Request, "mailentry": MailEntry, "letter": Letter, "mark": Mark}
"""Table name -> what is kept in it. A name is for ever."""

_TABLES: dict[type[Stored], str] = {kind: table for table, kind in KINDS.items()}

_MONTH = re.compile("[0-9]{4}-[0-9]{2}")

Name = tuple[str, str]
"""(table, key): one record among all."""


def current_version(kind: type[Stored]) -> int:
    """The schema version this program writes for a kind."""
    return cast("int", kind.model_fields["schema_version"].default)


def versions() -> dict[str, int]:
    """Table name -> the schema version this program writes."""
    return {table: current_version(kind) for table, kind in KINDS.items()}


def table_of(kind: type[Stored]) -> str:
    """The table a kind is kept in. Raises TypeError for a kind the register does not know."""
    try:
        return _TABLES[kind]
    except KeyError:
        raise TypeError(f"the register keeps no {kind.__name__}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """One record, ready to be written: where it goes, its JSON, and what it is found by."""

    table: str
    month: str
    key: str
    raw: bytes
    hashes: tuple[int, ...]

    @property
    def name(self) -> Name:
        """Which record it is."""
        return self.table, self.key


def prepare(record: Stored) -> tuple[Put, Stored]:
    """A record in the form that is written, and as it will be read back.

    Raises ValueError when it would not be read back (a value of the wrong type, a lone surrogate, a
    month that is none): what is refused here can never stand in the way later.
    """
    table = table_of(type(record))
    raw = record.model_dump_json().encode()
    again = type(record).model_validate_json(raw)
    if not _is_month(again.month):
        raise ValueError(f"{again.month!r} is not a month like 2569-11")
    if again.schema_version != current_version(type(record)):
        raise ValueError(f"{table} {again.key!r} says schema_version {again.schema_version}")
    put = Put(table=table, month=again.month, key=again.key, raw=raw, hashes=hashes(table, again))
    return put, again


def _is_month(text: str) -> bool:
    return _MONTH.fullmatch(text) is not None


def decode(kind: type[R], document: dict[str, Any]) -> R:
    """The record a kept document holds. Raises RegisterError when it cannot be read."""
    current = current_version(kind)
    if document.get("schema_version") != current:
        document = migrate(table_of(kind), document, current)
    try:
        return kind.model_validate(document)
    except ValueError as error:
        raise RegisterError(f"a record of {table_of(kind)} cannot be read: {error}") from error


def decode_raw(kind: type[R], raw: bytes) -> R:
    """``decode`` for the bytes of one document."""
    try:
        return kind.model_validate_json(raw) if _is_current(kind, raw) else decode(kind, orjson.loads(raw))
    except ValueError as error:
        raise RegisterError(f"a record of {table_of(kind)} cannot be read: {error}") from error


def _is_current(kind: type[Stored], raw: bytes) -> bool:
    return raw.startswith(b'{"schema_version":%d,' % current_version(kind))


def hash_of(table: str, index: str, value: str) -> int:
    """The 63-bit number under which the index keeps one value; index "" is the key itself.

    Only a hint: whoever looks something up compares the record that is found.
    """
    digest = hashlib.blake2b(f"{table}\0{index}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big") >> 1


def hashes(table: str, record: Stored) -> tuple[int, ...]:
    """Everything one record is found by; its key's hash comes first."""
    found = {hash_of(table, index, value) for index, values in record.index().items() for value in values}
    key = hash_of(table, "", record.key)
    return (key, *sorted(found - {key}))


def fingerprint(kinds: Iterable[type[Stored]] = tuple(KINDS.values())) -> str:
    """Changes whenever the index on disk may have been made by other rules than today's."""
    digest = hashlib.sha256(__version__.encode())
    for kind in kinds:
        code = kind.index.__code__
        digest.update(f"{kind.__name__} {current_version(kind)}".encode())
        digest.update(
            code.co_code + repr((code.co_names, [c for c in code.co_consts if isinstance(c, str)])).encode()
        )
    return digest.hexdigest()[:16]
