"""Which mails are asked for in one command: bounded in number and in bytes, so that memory is too.

Pure values; the asking is done elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mailbot.edge.imap.replies import FetchReply, header_only
from mailbot.ports import Fetched

HEADER_BYTES = 1_000_000
"""So much of the header block of an oversized mail is fetched."""
_CHUNK_MAILS = 200
_CHUNK_BYTES = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Mails that are asked for in one command: all whole, or all as header blocks."""

    uids: tuple[int, ...]
    size: int
    whole: bool


def chunks(uids: Sequence[int], sizes: Mapping[int, int], max_bytes: int) -> Iterator[Chunk]:
    """The mails in the order given, cut where number or bytes grow too many or whole mails end."""
    taken: list[int] = []
    size, whole = 0, True
    for uid in uids:
        fits = sizes[uid] <= max_bytes
        expected = sizes[uid] if fits else min(sizes[uid], HEADER_BYTES)
        full = len(taken) >= _CHUNK_MAILS or size + expected > _CHUNK_BYTES
        if taken and (full or fits != whole):
            yield Chunk(uids=tuple(taken), size=size, whole=whole)
            taken, size = [], 0
        taken.append(uid)
        size, whole = size + expected, fits
    if taken:
        yield Chunk(uids=tuple(taken), size=size, whole=whole)


def fetched(reply: FetchReply, *, whole: bool, max_bytes: int) -> Fetched:
    """The mail of a reply; the header block only, when it was asked for or the mail is larger than told."""
    raw = reply.raw or b""
    whole = whole and len(raw) <= max_bytes  # some servers guess the size
    raw = raw if whole else header_only(raw)
    return Fetched(uid=reply.uid, raw=raw, internal_date=reply.internal_date, whole=whole)
