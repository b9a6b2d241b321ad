"""A reading on its way from the child to its parent, as a frame.

A child that was taken over by a hostile mail can only send values that pydantic accepts as a ``Mail``, and
files whose hashes the parent checks again.
"""

from functools import cache
from hashlib import sha256

from pydantic import TypeAdapter

from mailbot.children.frames import DONE, Frame, WireError
from mailbot.core.mail import Mail
from mailbot.ports import ReadResult


@cache
def mail_adapter() -> TypeAdapter[Mail]:
    """Validates and writes ``Mail`` as JSON."""
    return TypeAdapter(Mail)


def result_frame(result: ReadResult) -> Frame:
    """A reading, as the child sends it. Each file is sent once."""
    text = mail_adapter().dump_json(result.mail)
    failure = (result.failure or "").encode()
    return Frame(kind=DONE, text=text, parts=(failure, *result.files.values()))


def result_of(frame: Frame, expected: str) -> ReadResult:
    """The reading in a frame. Raises WireError when it is not one of the mail with hash ``expected``."""
    try:
        mail = mail_adapter().validate_json(frame.text)
    except ValueError as error:
        raise WireError("not a mail") from error
    if mail.sha256 != expected or not frame.parts:
        raise WireError("an answer to another mail")
    failure = frame.parts[0].decode("utf-8", "replace")
    files = {sha256(part).hexdigest(): part for part in frame.parts[1:]}
    if any(one.sha256 not in files and one.size and one.note is None for one in mail.attachments):
        raise WireError("a file is missing")
    return ReadResult(mail=mail, files=files, failure=failure or None)
