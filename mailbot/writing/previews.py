"""The pictures of attached files that a letter shows, taken from the archive. Nothing is opened here."""

from collections.abc import Callable, Sequence

from mailbot.core.letters import Letter
from mailbot.ports import Archive
from mailbot.writing.compose import Preview

_KINDS = frozenset({"approval_request", "task"})
"""Letters whose reader decides on the files or puts them up."""
_MOST = 4
_LARGEST = 60_000
_JPEG = b"\xff\xd8\xff"


def archived_previews(archive: Archive) -> Callable[[Letter], Sequence[Preview]]:
    """A ``compose.Previews``: the pictures that were made of a letter's files when their mails were read.

    A picture the archive lost, or that is not what our reader makes, is left out.
    """

    def previews(letter: Letter) -> Sequence[Preview]:
        found: list[Preview] = []
        for file in letter.files if letter.kind in _KINDS else ():
            picture = file.preview
            if picture is None or len(found) == _MOST or not archive.has(picture.sha256):
                continue
            try:
                data = archive.get(picture.sha256)
            except KeyError:
                continue
            if data.startswith(_JPEG) and len(data) <= _LARGEST:
                found.append(
                    Preview(
                        filename=file.filename,
                        content_type="image/jpeg",
                        data=data,
                        width=picture.width,
                        height=picture.height,
                    )
                )
        return found

    return previews
