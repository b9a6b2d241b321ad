"""Attached files as text: the office's forms and the content people send.

``read_document`` is the whole of it. It is total on any bytes: it never raises, and what it cannot read
is a ``Document`` with a note. It runs in the reading child, which bounds time and memory from outside;
the limits here keep an honest large file from being mistaken for an attack.
"""

from mailbot.reading.documents.document import EMPTY, TICKED, Document
from mailbot.reading.documents.door import read_document

__all__ = ["EMPTY", "TICKED", "Document", "read_document"]
