"""Reading what an IMAP server replies: values from bytes, nothing else.

It never looks inside a mail. A reply it does not know is passed over: servers may send any untagged data at
any time (RFC 3501, section 7), for instance when a person marks a mail as read while we fetch it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz

_STARTS_A_REPLY = re.compile(rb"\d+ \(")
_FLAGS = re.compile(rb"FLAGS \([^()]*\)")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]+)"')
_QUOTED_BODY = re.compile(rb'\bBODY\[[^\]]*\](?:<\d+>)? "((?:[^"\\]|\\.)*)"')
_NAMESPACE = re.compile(rb'^\(\("((?:[^"\\]|\\.)*)" (?:"(\\?.)"|NIL)')
_LONGEST_SET = 7000  # RFC 7162, 4: a server takes command lines of 8,192 octets


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReply:
    """What one untagged FETCH reply says; absent items are None."""

    uid: int
    size: int | None = None
    internal_date: datetime | None = None
    raw: bytes | None = None


def fetch_replies(data: Sequence[object]) -> list[FetchReply]:
    """The replies in what imaplib gives for one FETCH.

    imaplib gives a literal as ``(what stands before it, the literal)`` and everything else as plain bytes; a
    reply is therefore a run of items, and unasked ones (new flags) may stand between any two of them.
    """
    replies: list[FetchReply] = []
    around, literal = b"", None

    def finish() -> None:
        reply = _reply(around, literal)
        if reply is not None:
            replies.append(reply)

    for item in data:
        before, inside = item if isinstance(item, tuple) else (item, None)
        if not isinstance(before, bytes):
            continue
        if _STARTS_A_REPLY.match(before):
            finish()
            around, literal = before, inside
        else:
            around += b" " + before
            literal = literal if inside is None else inside
    finish()
    return replies


def _reply(around: bytes, literal: bytes | None) -> FetchReply | None:
    around = _FLAGS.sub(b"", around)
    uid = _UID.search(around)
    if uid is None:
        return None
    size, date = _SIZE.search(around), _DATE.search(around)
    if literal is None and (quoted := _QUOTED_BODY.search(around)):
        # RFC 3501, 4.3: what fits may come as a quoted string instead of a literal, an empty mail for one.
        literal = re.sub(rb"\\(.)", rb"\1", quoted[1])
    return FetchReply(
        uid=int(uid[1]),
        size=int(size[1]) if size else None,
        internal_date=internal_date(date[1]) if date else None,
        raw=literal,
    )


def internal_date(text: bytes) -> datetime | None:
    """``17-Jul-2026 09:44:25 +0700`` as an aware moment in UTC; None when it is none."""
    parsed = parsedate_tz(text.decode("ascii", "replace").strip())
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(mktime_tz(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def personal_namespace(data: Sequence[object]) -> tuple[str, str] | None:
    """Prefix and delimiter of one's own folders (RFC 2342), or None when the reply does not say."""
    first = data[0] if data else None
    found = _NAMESPACE.match(first) if isinstance(first, bytes) else None
    if found is None:
        return None
    prefix, delimiter = found[1], found[2] or b""
    return prefix.decode("ascii", "replace"), delimiter.decode("ascii", "replace").lstrip(
        "\\"
    ) or "\\" * bool(delimiter)


def uid_sets(uids: Iterable[int]) -> list[str]:
    """UIDs as IMAP sets (``3:9,12``), as few as a server takes in one command line each."""
    sets: list[str] = []
    line = ""
    for first, last in _runs(sorted(set(uids))):
        run = str(first) if first == last else f"{first}:{last}"
        if line and len(line) + len(run) >= _LONGEST_SET:
            sets.append(line)
            line = ""
        line = f"{line},{run}" if line else run
    return [*sets, line] if line else sets


def _runs(ascending: Sequence[int]) -> Iterable[tuple[int, int]]:
    first = last = 0
    for uid in ascending:
        if first and uid == last + 1:
            last = uid
            continue
        if first:
            yield first, last
        first = last = uid
    if first:
        yield first, last


def header_only(raw: bytes) -> bytes:
    """The header block, ending with one blank line, whether ``raw`` goes on after it or was cut short."""
    end = raw.find(b"\r\n\r\n")
    if end >= 0:
        return raw[: end + 4]
    whole_lines = raw[: raw.rfind(b"\r\n") + 2] if b"\r\n" in raw else raw + b"\r\n"
    return whole_lines + b"\r\n"
