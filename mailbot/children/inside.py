"""The child's side of the pipe: frames in on stdin, frames out on stdout.

Lives as long as the parent keeps the pipe open. What libraries print at the start goes to stderr.
"""

import faulthandler
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from mailbot.children import frames
from mailbot.children.confine import allow_cpu, confine


class Pipe:
    """Standard input and output of this process, taken for frames."""

    def __init__(self) -> None:
        """Take them; prints of libraries must not get between the frames."""
        self._source, self._out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        faulthandler.enable(file=sys.stderr)
        self.settings: dict[str, Any] = self.read().values()
        """What the parent sent first; ``memory`` in bytes and ``seconds`` a piece of work are in it."""

    def ready(self) -> None:
        """Give up what is not needed, and say so. Call it when everything of one's own is imported.

        From now on nobody listens to what libraries print: it could hold words of a mail.
        """
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        self.write(frames.frame(frames.READY, confine(memory=int(self.settings["memory"]))))

    def work(self) -> Iterator[frames.Frame]:
        """One piece of work after the other, each with its CPU time, until the parent ends the pipe."""
        while True:
            try:
                order = self.read()
            except EOFError:
                return
            allow_cpu(float(self.settings["seconds"]))
            yield order

    def read(self) -> frames.Frame:
        """The next frame. Raises EOFError at the end of the pipe, WireError for nonsense."""
        source = self._source
        kind, length, count = frames.check_header(_exactly(source, frames.HEADER.size))
        text = _exactly(source, length)
        parts = tuple(
            _exactly(source, frames.check_size(_exactly(source, frames.SIZE.size))) for _ in range(count)
        )
        return frames.Frame(kind=kind, text=text, parts=parts)

    def write(self, frame: frames.Frame) -> None:
        """Send a frame."""
        self._out.writelines(frames.encode(frame))
        self._out.flush()


def _exactly(source: BinaryIO, length: int) -> bytes:
    data = source.read(length)
    if len(data) != length:
        raise EOFError
    return data
