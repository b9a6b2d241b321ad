"""A regular expression that is compiled when it is first asked, not when the program starts.

The vocabulary of an office is large; a command that reads no mail shall not pay for it.
"""

import re
from collections.abc import Iterator
from functools import cached_property


class Pattern:
    """Like a compiled ``re.Pattern``, as far as it is used here."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Take the expression; a mistake in it shows at first use, so every one is used in a test."""
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """A match that begins exactly at ``at``."""
        return self._compiled.match(text, at)

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        """The first match from ``at`` on."""
        return self._compiled.search(text, at)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """A match of the whole text."""
        return self._compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, in order, without overlaps."""
        return self._compiled.finditer(text)

    def sub(self, to: str, text: str, count: int = 0) -> str:
        """The text with matches replaced."""
        return self._compiled.sub(to, text, count=count)
