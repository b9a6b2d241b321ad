"""A letter on its way to the writing child, with all it needs, and back from it as a parcel.

The child gets the secret of this letter only, never the office's key; and the bytes of the files that may
be attached, never the archive.
"""

from functools import cache

from pydantic import TypeAdapter

from mailbot.children.frames import DONE, FAILED, WORK, Frame, WireError, frame
from mailbot.core.letters import Letter
from mailbot.core.office import Office
from mailbot.ports import Kept, Parcel, Tokens, WritingError
from mailbot.writing.compose import addressed, left_behind
from mailbot.writing.previews import pictured


def order_frame(letter: Letter, office: Office, archive: Kept, mint: Tokens) -> Frame:
    """The letter with everything it is written from.

    Files it has no room for, whatever its papers weigh, stay where they are.
    """
    stay = left_behind(letter.files, office)
    wanted = [file.sha256 for place, file in enumerate(letter.files) if place not in stay]
    wanted += [file.preview.sha256 for file in pictured(letter) if file.preview]
    paths: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for sha256 in dict.fromkeys((*(file.sha256 for file in letter.files), *wanted)):
        try:
            paths[sha256] = archive.path(sha256)
            if sha256 in wanted:
                files[sha256] = archive.get(sha256)
        except KeyError:
            continue  # lost or damaged: the letter lists it as missing
    about = {"secret": mint.token(letter.id), "paths": paths, "files": list(files)}
    return frame(WORK, about, _letter().dump_json(letter), *files.values())


class Desk:
    """What lies before the child: stands in for the archive and the mint while one letter is written."""

    def __init__(self) -> None:
        """Nothing lies there yet."""
        self._secrets: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._files: dict[str, bytes] = {}

    def lay(self, order: Frame) -> Letter:
        """Take an order in place of the one before; gives its letter. Raises WireError or ValueError."""
        about, (text, *files) = order.values(), order.parts
        letter = _letter().validate_json(text)
        self._secrets = {letter.id: about["secret"]}
        self._paths = about["paths"]
        self._files = dict(zip(about["files"], files, strict=True))
        return letter

    def token(self, letter_id: str) -> str:
        """See ``ports.Tokens``. Raises KeyError for another letter than this."""
        return self._secrets[letter_id]

    def get(self, sha256: str) -> bytes:
        """See ``ports.Kept``."""
        return self._files[sha256]

    def has(self, sha256: str) -> bool:
        """See ``ports.Kept``."""
        return sha256 in self._files

    def path(self, sha256: str) -> str:
        """See ``ports.Kept``."""
        return self._paths[sha256]


def parcel_frame(parcel: Parcel) -> Frame:
    """A letter that is written, as the child sends it."""
    return frame(DONE, {"letter": parcel.letter_id}, parcel.raw)


def failure_frame(letter: Letter, reason: str, traceback: str) -> Frame:
    """A letter that cannot be written."""
    return frame(FAILED, {"letter": letter.id, "reason": reason, "traceback": traceback})


def parcel_of(answer: Frame, letter: Letter, office: Office) -> Parcel:
    """The parcel in a frame, addressed as the letter is, whatever the child says.

    Raises WritingError when it could not be written, WireError for the answer to anything else.
    """
    about = answer.values()
    if about.get("letter") != letter.id:
        raise WireError("an answer to another letter")
    if answer.kind == FAILED:
        error = WritingError(str(about.get("reason")))
        error.add_note(str(about.get("traceback")))
        raise error
    if answer.kind != DONE or len(answer.parts) != 1:
        raise WireError("no letter")
    return addressed(letter, office, answer.parts[0])


@cache
def _letter() -> TypeAdapter[Letter]:
    return TypeAdapter(Letter)
