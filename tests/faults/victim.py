"""The real bot in a process of its own, which kills itself (SIGKILL) at a chosen step of one pass.

``python -m tests.faults.victim FOLDER --steps N [--only NAME] [--seed N]``. The program knows nothing of it:
the seams are wrapped from outside. Exit status 0: it came to the end of the pass.
"""

import argparse
import asyncio
import os
import signal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from mailbot.app import Parts, build, vocabulary
from mailbot.config import load
from mailbot.edge.imap import ImapMailbox
from mailbot.edge.register import FileRegister
from mailbot.edge.smtp import letter
from mailbot.reading.worker import InlineReader
from mailbot.writing.worker import InlineWriter
from tests.faults.strike import Strike

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> int:
    """One pass, or a part of one."""
    parser = argparse.ArgumentParser(prog="tests.faults.victim", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=0, help="0: live to the end")
    parser.add_argument("--only", default="", help="count only steps with this in their name")
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    strike = Strike(Random(wanted.seed))  # noqa: S311 - chosen, not secret
    strike.die = _kill
    wrap(strike)
    settings = load(wanted.folder, env=os.environ)
    strike.arm(wanted.steps or None, wanted.only)

    async def one_pass() -> None:
        app = build(settings, Parts(reader=InlineReader(vocabulary(settings)), writer=InlineWriter, batch=8))
        try:
            await app.service.once()
        finally:
            await app.close()

    with strike.on_the_disk():
        asyncio.run(one_pass())
    return 0


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wrap(strike: Strike) -> None:
    """Put a step before and after every command to the servers and every commit."""

    def around(owner: type, method: str, name: str) -> None:
        real: Callable[..., Any] = getattr(owner, method)

        def call(*arguments: Any, **options: Any) -> Any:
            strike.step(f"before {name}")
            done = real(*arguments, **options)
            strike.step(f"after {name}")
            return done

        setattr(owner, method, call)

    async def hand_over(*arguments: Any) -> Any:
        strike.step("before the final dot")
        answer = await real_hand_over(*arguments)
        strike.step("after the final dot")
        return answer

    real_hand_over: Callable[..., Any] = letter._hand_over
    letter._hand_over = hand_over  # type: ignore[assignment]  # from outside
    around(ImapMailbox, "_ask", "fetching")
    around(ImapMailbox, "file", "filing")
    around(ImapMailbox, "_open", "opening the inbox")
    around(FileRegister, "commit", "a commit")


if __name__ == "__main__":
    raise SystemExit(main())
