"""What was only observed becomes the real register, or is let go.

Kept, each open request is told about anew, as of now: nobody had heard of it. The mails themselves lie in
the inbox until the bot files them.
"""

import shutil
from pathlib import Path

from mailbot.core.calendar import WorkCalendar
from mailbot.core.decide.begin import begin, never_sent
from mailbot.core.ledger import Mark
from mailbot.core.letters import Letter, LetterState
from mailbot.core.office import Office
from mailbot.core.request import Request
from mailbot.ports import Clock, Mint, Register

_DONE = "begun:observed"
_FOLDERS = ("archive", "register")
"""In this order: a register is never where its archive is not."""


def waiting(shadow: Path) -> bool:
    """Whether something observed lies here that nobody has yet decided about."""
    return (shadow / "register").is_dir()


def begin_for_real(register: Register, office: Office, mint: Mint, clock: Clock) -> int:
    """Owe the first real letters of what was observed, in one commit; returns how many. Twice is once."""
    if register.get(Mark, _DONE) is not None:
        return 0
    now = clock.now()
    # The caps against floods are left aside: this is asked for once, and the outbox spaces what goes out.
    past = [
        never_sent(letter)
        for month in register.months()
        for letter in register.each(Letter, month)
        if letter.kind != "observed" and letter.state is not LetterState.DROPPED
    ]
    begun = [begin(request, office, now) for request in register.find(Request, "open", "yes")]
    letters = [letter for dossier in begun for letter in dossier.letters]
    minted = [each.model_copy(update={"token_hash": mint.hash(mint.token(each.id))}) for each in letters]
    done = Mark(month=WorkCalendar.of(office).month(now), name=_DONE, at=now)
    register.commit([*past, *(dossier.request for dossier in begun), *minted, done])
    return len(minted)


def move_in(shadow: Path, data: Path) -> None:
    """Make the shadow's register and archive the real ones. Interrupted, it can be done again."""
    for name in _FOLDERS:
        if (shadow / name).is_dir():
            (shadow / name).rename(data / name)
    let_go(shadow)


def let_go(shadow: Path) -> None:
    """Remove what was observed; the mails still lie in the mailbox."""
    shutil.rmtree(shadow)
