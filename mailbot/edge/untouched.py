"""A world that is only looked at: for ``mode = "observe"``.

Nothing is moved on the server, and nobody is written to. What would have been filed is remembered and not
offered again, so that each mail is observed once. One letter does go out: the operator's, of what would
have been done.
"""

from collections.abc import Iterator, Sequence

from mailbot.ports import Fetched, FolderState, Mailbox, Parcel, Posted, Postman


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

    def lying_in(self, folder: str, latest: int) -> list[str]:
        """See ``ports.Mailbox``."""
        return self._mailbox.lying_in(folder, latest)

    def close(self) -> None:
        """See ``ports.Mailbox``."""
        self._mailbox.close()


class QuietPostman:
    """Another postman, who is handed only letters that begin with ``prefix`` and go to ``reader`` alone."""

    def __init__(self, postman: Postman, *, reader: str, prefix: str) -> None:
        self._postman = postman
        self._reader = reader
        self._prefix = prefix

    async def post(self, parcel: Parcel) -> Posted:
        """See ``ports.Postman``; what is for anybody else goes nowhere, and counts as gone."""
        if parcel.recipients == (self._reader,) and parcel.letter_id.startswith(self._prefix):
            return await self._postman.post(parcel)
        return Posted(ok=True, detail="only observed")

    async def close(self) -> None:
        """See ``ports.Postman``."""
        await self._postman.close()
