"""The writing child: ``python -m mailbot.writing.child``. Orders in, letters out; see ``children.inside``.

Reads the templates and their fonts, and no other file; what a letter carries comes with its order.
"""

import sys
import traceback

from mailbot.children.inside import Pipe


def main() -> int:
    """Write letters until the pipe ends."""
    pipe = Pipe()

    from mailbot.writing import wire
    from mailbot.writing.letterhead import Letterhead

    desk = wire.Desk()
    composer = Letterhead.from_json(pipe.settings["letterhead"]).composer(desk, desk)
    pipe.ready()
    for frame in pipe.work():
        letter = desk.lay(frame)
        try:
            answer = wire.parcel_frame(composer.compose(letter))
        except MemoryError:
            raise  # nothing is certain in this process any more
        except Exception as error:  # noqa: BLE001  # whatever a template or a paper makes of it
            answer = wire.failure_frame(letter, repr(error), traceback.format_exc())
        pipe.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
