"""The reading child: ``python -m mailbot.reading.child``. Frames in on stdin, frames out on stdout.

Lives as long as its parent keeps the pipe open. Gives up memory, files and network before the first
mail, and CPU time before each. Whatever libraries print goes to stderr.
"""

import faulthandler
import os
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from mailbot.reading import wire


def _write(out: BinaryIO, pieces: Iterable[bytes]) -> None:
    out.writelines(pieces)
    out.flush()


def _exactly(source: BinaryIO, length: int) -> bytes:
    data = source.read(length)
    if len(data) != length:
        raise EOFError
    return data


def read_frame(source: BinaryIO) -> wire.Frame:
    """The next frame. Raises EOFError at the end of the pipe, WireError for nonsense."""
    kind, length, count = wire.check_header(_exactly(source, wire.HEADER.size))
    text = _exactly(source, length)
    parts = tuple(_exactly(source, wire.check_size(_exactly(source, wire.SIZE.size))) for _ in range(count))
    return wire.Frame(kind=kind, text=text, parts=parts)


def main() -> int:
    """Read mails until the pipe ends."""
    source, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # prints of libraries must not get between the frames
    faulthandler.enable(file=sys.stderr)
    first = read_frame(source)
    settings = wire.any_adapter().validate_json(first.text)

    from mailbot.core.language.vocabulary import Vocabulary
    from mailbot.reading.confine import allow_cpu, confine
    from mailbot.reading.read import read_mail

    vocabulary = Vocabulary.from_json(settings["vocabulary"])
    done = confine(memory=int(settings["memory"]))
    _write(out, wire.encode(wire.Frame(kind=wire.READY, text=wire.any_adapter().dump_json(done))))

    def txt(name: str) -> bytes | None:
        _write(out, wire.encode(wire.Frame(kind=wire.ASK, text=wire.any_adapter().dump_json({"name": name}))))
        told = read_frame(source)
        return told.parts[0] if told.kind == wire.TOLD and told.parts else None

    while True:
        try:
            frame = read_frame(source)
        except EOFError:
            return 0
        about = wire.any_adapter().validate_json(frame.text)
        received = datetime.fromisoformat(about["received"]) if about.get("received") else None
        allow_cpu(float(settings["seconds"]))
        result = read_mail(
            frame.parts[0], vocabulary, received=received, txt=txt if settings["dns"] else None
        )
        _write(out, wire.encode(wire.result_frame(result)))


if __name__ == "__main__":
    sys.exit(main())
