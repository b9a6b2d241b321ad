"""Mails as one mbox file, which every mail program opens (S10): the reversible kind, «mboxrd».

A line that begins with ``From `` is quoted, also one that is quoted already, so that taking one ``>`` away
gives the mail back. Line ends become LF, as the format wants; bytes are otherwise as they were received.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

_FROM: Final = re.compile(rb"^(>*From )", re.MULTILINE)
_PLAIN: Final = re.compile(r"[!-~]+")
_NOBODY: Final = "MAILER-DAEMON"
"""Stands where a mail names no sender; the format's own word."""
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def mbox(mails: Iterable[tuple[bytes, str | None, datetime]]) -> Iterator[bytes]:
    """The file's pieces, one a mail: its raw bytes, its sender's address, and when it was received."""
    for raw, sender, received_at in mails:
        body = _FROM.sub(rb">\1", raw.replace(b"\r\n", b"\n"))
        yield _separator(sender, received_at) + body + (b"\n" if body.endswith(b"\n") else b"\n\n")


def _separator(sender: str | None, at: datetime) -> bytes:
    """``From sender@office.example Mon Nov  9 02:00:01 2026``, in UTC, with English names in every locale."""
    who = sender if sender and _PLAIN.fullmatch(sender) else _NOBODY
    moment = at.astimezone(UTC)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"From {who} {day} {month} {moment.day:2d} {moment:%H:%M:%S} {moment.year:04d}\n".encode()
