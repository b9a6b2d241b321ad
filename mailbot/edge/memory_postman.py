"""A postman without a server: keeps what was posted. For tests, and for ``mode = "observe"``.

It passes the contract tests of the real one. It never loses a letter and never sends one.
"""

from collections import deque
from typing import TYPE_CHECKING

from mailbot.ports import Parcel, Posted

if TYPE_CHECKING:
    from collections.abc import Callable


class MemoryPostman:
    """Takes every letter, unless told otherwise.

    ``size_limit``: larger letters are refused for ever. ``refuse``: addresses refused for ever; ``defer``:
    addresses refused for now.
    """

    def __init__(self, *, size_limit: int | None = None) -> None:
        self.sent: list[Parcel] = []
        self.size_limit = size_limit
        self.refuse: set[str] = set()
        self.defer: set[str] = set()
        self.answers: deque[Posted | Callable[[Parcel], Posted]] = deque()
        """Answers to give first, one a letter; letters answered so are not sent unless the answer is ok."""
        self.closed = False

    async def post(self, parcel: Parcel) -> Posted:
        """Keep the letter, or answer as told."""
        answer = self._answer(parcel)
        if answer.ok:
            self.sent.append(parcel)
        return answer

    async def close(self) -> None:
        """Nothing to say goodbye to."""
        self.closed = True

    def _answer(self, parcel: Parcel) -> Posted:
        if self.answers:
            told = self.answers.popleft()
            return told if isinstance(told, Posted) else told(parcel)
        if not parcel.recipients:
            return Posted(ok=False, permanent=True, detail="the letter has no recipient")
        if self.size_limit is not None and len(parcel.raw) > self.size_limit:
            return Posted(
                ok=False, permanent=True, detail=f"the server takes at most {self.size_limit} bytes"
            )
        refused = tuple(a for a in parcel.recipients if a in self.refuse or a in self.defer)
        if parcel.recipients[0] in self.defer:
            return Posted(ok=False, detail="RCPT 450 not now")
        if len(refused) == len(parcel.recipients):
            return Posted(
                ok=False, permanent=not self.defer.intersection(refused), detail="RCPT 550 no such user"
            )
        return Posted(ok=True, detail="250 kept", refused=refused)
