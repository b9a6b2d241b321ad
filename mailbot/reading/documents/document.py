"""What reading one attached file gives, and how far a reader may go.

Every reader in this package turns bytes into a ``Document`` and nothing else: no field is understood
here, no role decided. A file that cannot be read is a ``Document`` that says so.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["docx", "doc", "xlsx", "pdf", "scan", "text", "other"]
Source = Literal["form.docx", "form.doc", "form.xlsx", "form.pdf", "form.scan"]
Note = Literal[
    "encrypted", "broken", "macro", "too large to read", "no text layer", "ocr not available", "not readable"
]

TICKED: Final = "☑"
EMPTY: Final = "☐"

MAX_BYTES: Final = 40_000_000
"""A larger file is not opened; mail servers of the office take 25 MB."""
MAX_PART: Final = 24_000_000
"""Bytes of one part of a package, unpacked. A one-page form has 0.1 MB, a 300-page book 6 MB."""
MAX_TEXT: Final = 600_000
"""Characters kept of one document: some 300 pages."""
MAX_DEPTH: Final = 120
"""Nesting of elements; a text box in a table in a content control is about 30 deep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file, read.

    ``text`` has one line for each line or table row of the page, cells separated by tabs; a box that is
    ticked stands as ☑, an empty one as ☐, directly before the words it belongs to; ``~~`` is around
    what the writer struck out.
    """

    text: str = ""
    kind: Kind
    is_form: bool = False
    """It is the office's request form, by its title and labels; the filename has no say."""
    is_memo: bool = False
    """It is a memo that asks for something to be published: the request, not the content (R28)."""
    source: Source | None = None
    """Where values read from ``text`` come from, when it is a form."""
    values: dict[str, str] = field(default_factory=dict)
    """The fields of a fillable PDF by name; a tick is ☑ or ☐."""
    suggestion: bool = False
    """The words were recognised from a picture: asked about, never used silently."""
    note: Note | None = None
    pages: int = 0
    """Pages of a PDF or scan; 0 where the format has none before it is printed."""


class UnreadableError(Exception):
    """A reader gives up on a file; ``note`` is what a person is told about it."""

    def __init__(self, note: Note) -> None:
        super().__init__(note)
        self.note: Note = note
