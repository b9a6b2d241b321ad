"""The reading child: ``python -m mailbot.reading.child``. Mails in, readings out; see ``children.inside``.

Gives up memory, files and network before the first mail, and CPU time before each.
"""

import sys
from datetime import datetime

from mailbot.children import frames
from mailbot.children.inside import Pipe


def main() -> int:
    """Read mails until the pipe ends."""
    pipe = Pipe()

    from mailbot.core.language.vocabulary import Vocabulary
    from mailbot.reading import wire
    from mailbot.reading.read import read_mail

    vocabulary = Vocabulary.from_json(pipe.settings["vocabulary"])
    pipe.ready()

    def txt(name: str) -> bytes | None:
        pipe.write(frames.frame(frames.ASK, {"name": name}))
        told = pipe.read()
        return told.parts[0] if told.kind == frames.TOLD and told.parts else None

    for order in pipe.work():
        about = order.values()
        received = datetime.fromisoformat(about["received"]) if about.get("received") else None
        result = read_mail(
            order.parts[0], vocabulary, received=received, txt=txt if pipe.settings["dns"] else None
        )
        pipe.write(wire.result_frame(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
