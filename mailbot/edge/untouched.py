"""A mailbox that is only looked at: for ``mode = "observe"``. Nothing is ever moved on the server.

What would have been filed is remembered and not offered again, so that each mail is observed once.
"""

from collections.abc import Iterator, Sequence

from mailbot.ports import Fetched, FolderState, Mailbox


class UntouchedMailbox:
    """Another mailbox, with filing left out."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._seen: set[int] = set()

    def open(self) -> FolderState:
        """See ``ports.Mailbox``; the filing folders are made, nothing is put into them."""
        return self._mailbox.open()

    def uids(self, after: int = 0) -> list[int]:
        """See ``ports.Mailbox``, without what was observed already."""
        return [uid for uid in self._mailbox.uids(after) if uid not in self._seen]

    def fetch(self, uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        """See ``ports.Mailbox``."""
        return self._mailbox.fetch(uids, max_bytes=max_bytes)

    def file(self, uids: Sequence[int], folder: str) -> None:
        """Leaves the mails where they are."""
        del folder
        self._seen.update(uids)

    def wait(self, timeout: float) -> bool:
        """See ``ports.Mailbox``."""
        return self._mailbox.wait(timeout)

    def interrupt(self) -> None:
        """See ``ports.Mailbox``."""
        self._mailbox.interrupt()

    def search_everywhere(self, message_id: str) -> str | None:
        """See ``ports.Mailbox``."""
        return self._mailbox.search_everywhere(message_id)

    def close(self) -> None:
        """See ``ports.Mailbox``."""
        self._mailbox.close()
