"""The pictures of attached files that a letter shows, taken from the archive. Nothing is opened here."""

from collections.abc import Callable, Sequence

from mailbot.core.letters import Letter
from mailbot.core.request import File
from mailbot.ports import Kept
from mailbot.writing.compose import Preview

_KINDS = frozenset({"approval_request", "task"})
"""Letters whose reader decides on the files or puts them up."""
_MOST = 4
_LARGEST = 60_000
_JPEG = b"\xff\xd8\xff"


def pictured(letter: Letter) -> Sequence[File]:
    """The files of a letter whose pictures it shows, if the archive still has them."""
    return tuple(file for file in letter.files if file.preview) if letter.kind in _KINDS else ()


def archived_previews(archive: Kept) -> Callable[[Letter], Sequence[Preview]]:
    """A ``compose.Previews``: the pictures that were made of a letter's files when their mails were read.

    A picture the archive lost, or that is not what our reader makes, is left out.
    """

    def previews(letter: Letter) -> Sequence[Preview]:
        found: list[Preview] = []
        for file in pictured(letter):
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
