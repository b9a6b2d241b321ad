"""Has this very mail had its outcome already? The ledger's key of raw bytes, and the entry under it.

A Message-ID that is known with another body is not the same mail; the same body that came by another way is.
"""

from collections.abc import Callable
from datetime import datetime

from mailbot.core.ledger import MailEntry, Outcome
from mailbot.ports import Archive, View

_DECISIVE = frozenset(
    {b"from", b"sender", b"subject", b"date", b"in-reply-to", b"references", b"auto-submitted"}
)
_DID_NOTHING = frozenset({Outcome.NOTED, Outcome.UNKNOWN_SENDER})


class Recogniser:
    """Looks mails up in the ledger by their bytes."""

    def __init__(
        self,
        register: View,
        archive: Archive,
        now: Callable[[], datetime],
        month: Callable[[datetime], str],
    ) -> None:
        self._register = register
        self._archive = archive
        self._now = now
        self._month = month

    def recognise(
        self, raw: bytes, sha256: str, seen: dict[str, str], *, better: bool = False
    ) -> tuple[str, MailEntry | None]:
        """The ledger key, and the entry if this very mail is in the ledger already.

        ``better``: this copy's sender is authenticated. A copy that nobody could vouch for, and that did
        nothing, must not keep the true one from being heard.
        """
        message_id = message_id_of(raw)
        own = f"sha256:{sha256}"
        key = message_id or own
        known = self._register.get(MailEntry, key) or self._register.get(MailEntry, own)
        if known is None and key not in seen:
            return key, None
        other = known.sha256 if known else seen[key]
        if other == sha256 or self._same_mail(other, raw):
            if better and other != sha256 and known is not None and known.outcome in _DID_NOTHING:
                return key, None
            month = self._month(self._now())
            again = MailEntry(
                month=month,
                ledger_key=key,
                sha256=sha256,
                received_at=self._now(),
                outcome=Outcome.NOTED,
            )
            return key, known or again
        return own, None

    def _same_mail(self, sha256: str, raw: bytes) -> bool:
        """The same mail that came by two ways differs in its trace headers only."""
        try:
            other = self._archive.get(sha256)
        except KeyError:
            return False
        return body_of(other) == body_of(raw) and _says(other) == _says(raw)


def message_id_of(raw: bytes) -> str | None:
    """The Message-ID as the ledger's key, read from the header block alone; None when there is not one."""
    for line in _lines(raw):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"message-id":
            found = value.strip().decode("ascii", "replace")
            return found if found.startswith("<") and found.endswith(">") and len(found) < 500 else None  # noqa: PLR2004  # longer is no id
    return None


def _lines(raw: bytes) -> list[bytes]:
    """The fields of the header block, each on one line."""
    head = raw[:65_536].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return head.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n")


def _says(raw: bytes) -> list[tuple[bytes, bytes]]:
    """Who says what to which letter: the fields that no relay changes and a decision rests on."""
    fields = (line.partition(b":") for line in _lines(raw))
    named = ((name.strip().lower(), b" ".join(value.split())) for name, _, value in fields)
    return sorted(each for each in named if each[0] in _DECISIVE)


def body_of(raw: bytes) -> bytes:
    """Everything after the header block, with plain line ends."""
    return raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
