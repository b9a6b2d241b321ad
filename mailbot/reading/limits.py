"""How much of a mail is read. Beyond these the rest is left alone and said so; nothing is ever unbounded.

Sizes are bytes unless named otherwise. Real office mail stays far below every one of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one reading."""

    mail: int = 64 * 1024 * 1024
    header_block: int = 512 * 1024
    header: int = 32 * 1024
    """One header field, folded lines together."""
    headers: int = 1000
    parts: int = 400
    depth: int = 24
    addresses: int = 500
    references: int = 200
    text: int = 1024 * 1024
    """Characters of one text part that are read as words."""
    words: int = 20_000
    """Characters of own words, a form or a forwarded mail that are understood; the rest is kept."""
    word_lines: int = 400
    """Lines of the same."""
    lines: int = 8_000
    """Lines of a body that are looked at for own words; what follows counts as quoted."""
    parameters: int = 64
    elements: int = 60_000
    """HTML elements of one part."""
    files: int = 200
    unpacked: int = 64 * 1024 * 1024
    """All files of one archive together, after unpacking."""
    ratio: int = 200
    """Unpacked to packed size of one archived file, above 1 MB."""
    links: int = 100


LIMITS = Limits()
"""What the reader uses; tests pass smaller ones."""
