"""The kinds of value the settings files hold, each with its own check.

The error types raised here are codes of ``templates/<language>/settings.toml``.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import PurePath
from typing import Annotated, Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from mailbot.config.dates import read_date, read_time
from mailbot.core.calendar import WEEKDAYS

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
_ADDRESS_LENGTH: Final = 254  # RFC 5321, 4.5.3.1.3
_HOST: Final = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?)+|\[?[0-9A-Fa-f:.]+\]?")
_WORD: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_PATH: Final = re.compile(r"(?:[A-Za-z0-9._~%-]+(?:/[A-Za-z0-9._~%-]+)*)?")
_PREFIX: Final = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_SERVER_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,253}")
_ENGLISH_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_address(text: str) -> bool:
    """Whether the text is one plain mail address, as people are identified by."""
    return len(text) <= _ADDRESS_LENGTH and _ADDRESS.fullmatch(text) is not None


def _wrong(code: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{code}", {"code": code})


def _address(text: str) -> str:
    if not is_address(text):
        raise _wrong("not_an_address")
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise _wrong("not_a_host")
    return text


def _server_id(text: str) -> str:
    if not _SERVER_ID.fullmatch(text):
        raise _wrong("not_a_host")
    return text


def _word(text: str) -> str:
    if not _WORD.fullmatch(text):
        raise _wrong("not_a_word")
    return text


def _path(text: str) -> str:
    if not _PATH.fullmatch(text):
        raise _wrong("not_a_path")
    return text


def _prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        raise _wrong("not_a_prefix")
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (OSError, ValueError, LookupError):  # ZoneInfo's four ways to say no
        raise _wrong("not_a_zone") from None
    return text


def _date(value: object) -> date:
    found = read_date(value)
    if found is None:
        raise _wrong("not_a_date")
    return found


def _time(value: object) -> time:
    found = read_time(value)
    if found is None:
        raise _wrong("not_a_time")
    return found


def _workday(value: object) -> int:
    """A day's name in Thai or English, in full or its first three letters -> Monday 0."""
    text = value.strip().casefold().removeprefix("วัน") if isinstance(value, str) else ""
    for number, (thai, english) in enumerate(zip(WEEKDAYS, _ENGLISH_DAYS, strict=True)):
        if text in {thai, english, english[:3]}:
            return number
    raise _wrong("not_a_workday")


def _period(value: object) -> tuple[date, date]:
    """``{ from = "...", until = "..." }`` -> both ends included."""
    if not isinstance(value, Mapping) or set(value) != {"from", "until"}:
        raise _wrong("not_a_period")
    start, end = _date(value["from"]), _date(value["until"])
    if end < start:
        raise _wrong("from_after_until")
    return start, end


def _folder(value: Any) -> PurePath:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise _wrong("empty" if value == "" else "want_text")
    return PurePath(value)


def _command(words: tuple[str, ...]) -> tuple[str, ...]:
    if words and (not words[0].strip() or any("\0" in word for word in words)):
        raise _wrong("not_a_command")
    return words


Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True)]
Filled: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address: TypeAlias = Annotated[Text, AfterValidator(_address)]
Host: TypeAlias = Annotated[Text, AfterValidator(_host)]
ServerId: TypeAlias = Annotated[Text, AfterValidator(_server_id)]
"""An authserv-id: mostly a host name, but any token (RFC 8601, 2.5)."""
Word: TypeAlias = Annotated[Text, AfterValidator(_word)]
"""An id: lower-case letters, digits, ``-`` and ``_``."""
WebPath: TypeAlias = Annotated[Text, AfterValidator(lambda text: _path(text.strip("/")))]
Prefix: TypeAlias = Annotated[Text, AfterValidator(_prefix)]
Zone: TypeAlias = Annotated[Text, AfterValidator(_zone)]
Day: TypeAlias = Annotated[date, BeforeValidator(_date)]
TimeOfDay: TypeAlias = Annotated[time, BeforeValidator(_time)]
Workday: TypeAlias = Annotated[int, BeforeValidator(_workday)]
Period: TypeAlias = Annotated[tuple[Day, Day], BeforeValidator(_period)]
Folder: TypeAlias = Annotated[PurePath, BeforeValidator(_folder)]
Command: TypeAlias = Annotated[tuple[str, ...], AfterValidator(_command)]
"""A program and its arguments, as it is started without a shell; empty: none."""
