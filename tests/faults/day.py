"""One day of an office under kills, from a seed: the same seed dies the same deaths."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from random import Random

from tests.faults.laws import BrokenLawError, Day, Held, after_a_kill, at_the_end, same_day, the_day
from tests.faults.load import ROUNDS, Post
from tests.faults.office import Office, OpenRegister, Wrong, an_office, nothing_wrong, real_children
from tests.faults.strike import SELDOM

LOADS = 16
"""How many different days of mails there are; a seed chooses one of them and its own kills."""
KILLS_A_ROUND = 6
KILLS_WITH_CHILDREN = 1


@dataclass(slots=True)
class Toll:
    """What was done to the office, and what held."""

    kills: Counter[str] = field(default_factory=Counter)
    held: Held = field(default_factory=Held)
    mails: int = 0
    letters: int = 0
    repeats: int = 0
    left_open: int = 0
    shelved: Counter[str] = field(default_factory=Counter)
    """Why mails lie on the shelf at the end of a day, and how many."""
    course: int = 0
    """A checksum of every step of the last day, to know it again by."""


def a_day(
    seed: int,
    toll: Toll,
    *,
    wrong: Wrong = nothing_wrong,
    register: OpenRegister | None = None,
    children: bool = False,
) -> None:
    """Live through one day with kills. Raises BrokenLawError.

    ``children``: mails are read as the program reads them, by real child processes, some of which break; such
    a day takes long, so it is killed less often, and not compared with an undisturbed one.
    """
    load = seed % LOADS
    undisturbed = None if children else _undisturbed(load)
    with an_office(seed) as office:
        office.wrong = wrong
        if register is not None:
            office.open_register = office.look_into = register
        try:
            kills = KILLS_WITH_CHILDREN if children else KILLS_A_ROUND
            _rounds(office, load, toll.held, kills=kills, children=children)
            if undisturbed is not None:
                same_day(the_day(office), undisturbed, toll.held)
        except BrokenLawError as error:
            error.add_note(
                f"seed {seed}, course {office.strike.course:08x}, killed {dict(office.strike.kills)}"
            )
            raise
        finally:
            toll.kills += office.strike.kills
            toll.left_open += office.left_open
            toll.course = office.strike.course
            toll.shelved += office.shelved
            toll.mails += len(office.delivered)
            toll.letters += len(office.postman.sent)
            toll.repeats += len(office.postman.sent) - len({each.letter_id for each in office.postman.sent})


@cache
def _undisturbed(load: int) -> Day:
    with an_office(load) as office:
        _rounds(office, load, Held(), kills=0)
        return the_day(office)


def _rounds(office: Office, load: int, held: Held, *, kills: int, children: bool = False) -> None:
    """The first start on an empty mailbox, then the rounds; each ends with a pass that is left in peace."""
    post = Post(load, poison=children)
    if children:
        office.reader = real_children
    _live_through(office, held, 0)
    known = 0
    for part in range(ROUNDS):
        letters = office.letters(known)
        known = len(office.postman.sent)
        office.clock.time = post.at(part)
        office.deliver(post.mails(part, letters))
        _live_through(office, held, kills)
        at_the_end(office, held)


def _live_through(office: Office, held: Held, kills: int) -> None:
    for _ in range(kills):
        if office.live(*_until(office.chance)):
            break
        after_a_kill(office, held)
    if not office.live(None):
        raise AssertionError("it died without being killed")


def _until(chance: Random) -> tuple[int, str]:
    """How long to live: so many steps of any kind, or of one that comes seldom."""
    if chance.random() < 0.5:
        return chance.randint(1, 40 * chance.choice((1, 3, 8))), ""
    return chance.choice((1, 1, 2, 3, 5)), chance.choice(SELDOM)
