"""The laws: what holds after every kill, and at the end of every day, whatever happened."""

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256

from mailbot.core.ledger import Outcome
from mailbot.core.letters import LetterState
from mailbot.core.request import EventKind
from mailbot.edge.archive import FileArchive
from mailbot.edge.memory_mailbox import INBOX
from mailbot.ports import RegisterError
from mailbot.recognise import message_id_of
from tests.faults.office import Office, Records

OPENS = "the register opens, and has lost nothing"
COMMITTED_FIRST = "a mail leaves the inbox only after its outcome is on disk"
KEPT_FIRST = "every mail in the ledger lies in the archive"
OWED_FIRST = "a letter is sent only after it is owed on disk"
ONE_IN_FLIGHT = "at a kill at most one letter is in flight"
WHOLE = "no request is half there"
ONE_OUTCOME = "each mail has exactly one outcome"
INBOX_EMPTY = "nothing is left in the inbox, nothing vanished from the server"
ARRIVED = "every owed letter arrives"
ONCE = "a letter comes twice only when it was in flight, and then it is the same byte for byte"
NO_ATTACK = "no mail of somebody else moves a request"
SAME_DAY = "the day ends as it would have without the kills"
AFTER_A_KILL = (OPENS, COMMITTED_FIRST, KEPT_FIRST, OWED_FIRST, ONE_IN_FLIGHT, WHOLE)
AT_THE_END = (ONE_OUTCOME, INBOX_EMPTY, ARRIVED, ONCE, NO_ATTACK, SAME_DAY)


class BrokenLawError(AssertionError):
    """A law did not hold; says which, and how."""

    def __init__(self, law: str, how: object) -> None:
        super().__init__(f"{law}: {how}")
        self.law = law


@dataclass(slots=True)
class Held:
    """How often each law was looked at and held."""

    times: Counter[str] = field(default_factory=Counter)

    def hold(self, law: str, how: object = "", *, true: bool) -> None:
        """Look at one law. Raises BrokenLawError."""
        if not true:
            raise BrokenLawError(law, how)
        self.times[law] += 1


def keys(delivered: list[bytes]) -> set[str]:
    """The ledger keys these mails must have: an id known with another body is another mail."""
    first: dict[str, bytes] = {}
    found = set()
    for raw in delivered:
        own = f"sha256:{sha256(raw).hexdigest()}"
        key = message_id_of(raw) or own
        body = raw.partition(b"\r\n\r\n")[2]
        found.add(key if first.setdefault(key, body) == body else own)
    return found


def after_a_kill(office: Office, held: Held) -> None:
    """What must be true on disk at the very moment of death."""
    try:
        with office.records() as records:
            held.hold(OPENS, records.lost, true=not records.lost)
            _at_rest(office, records, held)
    except RegisterError as error:
        if office.folder.exists() and (office.folder / "register").exists() and office.filed():
            raise BrokenLawError(OPENS, error) from error
        held.hold(OPENS, true=True)  # died before there was one
    except BrokenLawError:
        raise
    except Exception as error:
        raise BrokenLawError(OPENS, repr(error)) from error


def _at_rest(office: Office, records: Records, held: Held) -> None:
    known = {mail.sha256 for mail in records.mails}
    known_keys = {mail.ledger_key for mail in records.mails}
    loose = [
        raw for raw in office.filed()
        if sha256(raw).hexdigest() not in known and message_id_of(raw) not in known_keys
    ]  # fmt: skip
    held.hold(COMMITTED_FIRST, [message_id_of(raw) for raw in loose], true=not loose)
    archive = FileArchive(office.folder / "archive")
    missing = [mail.ledger_key for mail in records.mails if not archive.has(mail.sha256)]
    held.hold(KEPT_FIRST, missing, true=not missing)
    on_disk = {letter.id: letter for letter in records.letters}
    unknown = [parcel.letter_id for parcel in office.postman.sent if parcel.letter_id not in on_disk]
    held.hold(OWED_FIRST, unknown, true=not unknown)
    times = Counter(parcel.letter_id for parcel in office.postman.sent)
    flying = [
        name for name, count in times.items()
        if on_disk[name].state is LetterState.OWED and count > office.repeats[name]
    ]  # fmt: skip
    held.hold(ONE_IN_FLIGHT, flying, true=len(flying) <= 1)
    office.repeats.update(flying)
    halves = _halves(records)
    held.hold(WHOLE, halves, true=not halves)


def _halves(records: Records) -> list[str]:
    """Requests whose mail, letters or number are not there, and mails whose request is not."""
    numbers = {request.number for request in records.requests}
    mails = {mail.ledger_key for mail in records.mails} | {mark.name for mark in records.marks}
    wrong = [f"{mail.ledger_key} -> {n}" for mail in records.mails for n in mail.requests if n not in numbers]
    wrong += [
        f"{request.number} <- {event.mail}"
        for request in records.requests for event in request.events
        if event.mail is not None and event.mail not in mails
    ]  # fmt: skip
    written = {letter.request for letter in records.letters}
    wrong += [f"{number} without a letter" for number in numbers - written]
    ordered = sorted(int(number.rpartition("-")[2]) for number in numbers)
    wrong += [] if ordered == list(range(1, len(ordered) + 1)) else [f"numbers {ordered}"]
    return wrong


def at_the_end(office: Office, held: Held) -> None:
    """What must be true when the bot was left to finish."""
    with office.records() as records:
        _at_rest(office, records, held)
        office.shelved = Counter(mail.reason for mail in records.mails if mail.outcome is Outcome.SHELVED)
        wanted, found = keys(office.delivered), Counter(mail.ledger_key for mail in records.mails)
        different = wanted ^ found.keys()
        held.hold(ONE_OUTCOME, different, true=not different and set(found.values()) <= {1})
        left = office.mailbox.mails(INBOX)
        there = Counter(office.filed()) == Counter(office.delivered)
        held.hold(INBOX_EMPTY, f"{len(left)} left", true=not left and there)
        times = Counter(parcel.letter_id for parcel in office.postman.sent)
        silent = [
            letter.id for letter in records.letters
            if letter.state is not LetterState.DROPPED
            and (letter.state is not LetterState.SENT or letter.id not in times)
        ]  # fmt: skip
        held.hold(ARRIVED, silent, true=not silent)
        often = {name: count for name, count in times.items() if count > 1 + office.repeats[name]}
        versions = {(parcel.letter_id, parcel.raw) for parcel in office.postman.sent}
        moved = [
            (request.number, event.kind) for request in records.requests for event in request.events
            if (event.mail or "").startswith("<attack.") and event.kind is not EventKind.NOTED
        ]  # fmt: skip
        held.hold(NO_ATTACK, moved, true=not moved)
        held.hold(ONCE, often or "other bytes", true=not often and len(versions) == len(times))


Day = dict[str, object]


def the_day(office: Office) -> Day:
    """The office's day as a value, without what a restart may change: when exactly things were done."""
    with office.records() as records:
        day: Day = {
            f"mail {mail.ledger_key}": (mail.outcome, mail.reason, mail.requests, mail.folder)
            for mail in records.mails
        }
        for request in records.requests:
            events = [(event.kind, event.mail) for event in request.events]
            day[f"request {request.number}"] = (request.status, request.content_hash, events)
        for letter in records.letters:
            day[f"letter {letter.id}"] = (letter.kind, letter.to.address, letter.state, letter.void)
        day["marks"] = sorted(mark.name for mark in records.marks)
        return day


def same_day(day: Day, undisturbed: Day, held: Held) -> None:
    """Compare with the day on which nothing happened."""
    different = sorted(key for key in day.keys() | undisturbed.keys() if day.get(key) != undisturbed.get(key))
    shown = [(key, day.get(key), undisturbed.get(key)) for key in different[:3]]
    held.hold(SAME_DAY, shown, true=not different)
