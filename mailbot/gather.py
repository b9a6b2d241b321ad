"""Everything on record that one mail touches, looked up before it is decided.

The only place that turns Message-IDs, codes and numbers of a mail into letters and requests.
"""

from datetime import datetime, timedelta

from mailbot.core.calendar import WorkCalendar, buddhist_year
from mailbot.core.case import Case
from mailbot.core.decide.drafting import drafted_month
from mailbot.core.language.thai import skeleton
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.ledger import MailEntry, Mark, Outcome
from mailbot.core.letters import Acknowledgement, Digest, Letter
from mailbot.core.mail import Mail
from mailbot.core.masking import without_passwords
from mailbot.core.office import Office, Person
from mailbot.core.request import CLOSED, Party, Request
from mailbot.ports import Mint, View


def gather(  # the seams a look-up needs are what they are
    mail: Mail,
    key: str,
    *,
    view: View,
    office: Office,
    mint: Mint,
    vocabulary: Vocabulary,
    now: datetime,
    admitted_by: Party | None = None,
) -> Case:
    """The case of one mail. Reads only; the same mail against the same register gives the same case."""
    sender = person_of(mail, view, office)
    answered = _answered(mail, view, mint)
    named = tuple(number for number in mail.numbers if view.get(Request, number) is not None)
    requests = _requests(view, answered, named)
    thread = tuple(
        letter for number in _concerned(answered, named) for letter in view.find(Letter, "request", number)
    )
    address = sender.address if sender else mail.sender.address or ""
    history = view.find(Request, "requester", address) if address else []
    return Case(
        mail=without_passwords(mail),
        key=key,
        now=now,
        office=office,
        sender=sender,
        vocabulary=vocabulary,
        number=next_number(view, office, now),
        answered=answered,
        beside=_answers_another(mail, view, mint),
        thread=thread,
        requests=requests,
        named=named,
        similar=_similar(mail, history, now, office),
        earlier=history[-1] if history else None,
        waiting=_waiting(answered, view),
        admitted_by=admitted_by,
        mine=tuple(request for request in history if request.status not in CLOSED)[-20:],
        marks=_report_marks(answered, view),
    )


def person_of(mail: Mail, view: View, office: Office) -> Person | None:
    """The person on record who sent it: by people.csv, or taken on record by a webmaster's word."""
    if not mail.sender.authority:
        return None
    person = office.person(mail.sender.address)
    if person is not None:
        return person
    taken = view.get(Mark, f"person:{mail.sender.address}")
    if taken is None or mail.sender.address is None:
        return None
    return Person(address=mail.sender.address, name=taken.value)


def next_number(view: View, office: Office, now: datetime) -> str:
    """The running number of the Buddhist year (S1)."""
    year = buddhist_year(WorkCalendar.of(office).local(now))
    counter = view.get(Mark, f"number:{year}")
    count = int(counter.value) + 1 if counter else 1
    return f"{office.number_prefix}-{year}-{count:04d}"


def counted(number: str, now: datetime) -> Mark:
    """The mark that this number is taken."""
    _, year, count = number.rsplit("-", 2)
    return Mark(month=f"{year}-01", name=f"number:{year}", value=str(int(count)), at=now)


def _answered(mail: Mail, view: View, mint: Mint) -> tuple[Letter, ...]:
    """Our letters whose secret this mail carries; a bounce carries it as the original's Message-ID."""
    original = mail.bounce.original_message_id if mail.bounce else None
    ids = [original, mail.in_reply_to, *reversed(mail.references)]
    tokens = [token for each in ids if each for token in [token_in(each)] if token]
    found: dict[str, Letter] = {}
    for token in dict.fromkeys([*mail.codes, *tokens]):
        for letter in view.find(Letter, "token", mint.hash(token)):
            found.setdefault(letter.id, letter)
    return tuple(found.values())


def _answers_another(mail: Mail, view: View, mint: Mint) -> bool:
    """Whether the mail answered is somebody else's: anybody can put our Message-ID or code into a mail.

    Without In-Reply-To it is as if the letter itself were answered: mail programs that lose it, and the
    prepared answers, bring the code.
    """
    if mail.in_reply_to is None:
        return False
    token = token_in(mail.in_reply_to)
    return token is None or not view.find(Letter, "token", mint.hash(token))


def token_in(message_id: str) -> str | None:
    """The secret inside one of our Message-IDs: the local part up to the first dot, upper-case."""
    local = message_id.strip().strip("<>").partition("@")[0].partition(".")[0].upper()
    return local if len(local) == 26 and local.isalnum() and local.isascii() else None  # noqa: PLR2004  # 128 bits


def _concerned(answered: tuple[Letter, ...], named: tuple[str, ...]) -> list[str]:
    numbers = [letter.request for letter in answered if letter.request]
    asked = [letter.context.replaces for letter in answered if isinstance(letter.context, Acknowledgement)]
    return list(dict.fromkeys([*numbers, *named, *(number for number in asked if number)]))


def _requests(view: View, answered: tuple[Letter, ...], named: tuple[str, ...]) -> dict[str, Request]:
    numbers = _concerned(answered, named)
    for letter in answered:
        if isinstance(letter.context, Digest):
            numbers += [line.number for line in letter.context.lines if line.number]
    found = {number: view.get(Request, number) for number in dict.fromkeys(numbers)}
    return {number: request for number, request in found.items() if request is not None}


def _waiting(answered: tuple[Letter, ...], view: View) -> dict[str, MailEntry]:
    keys = [
        line.key
        for letter in answered
        if isinstance(letter.context, Digest)
        for line in letter.context.lines
        if line.section == "unknown"
    ]
    entries = {key: view.get(MailEntry, key) for key in keys}
    return {
        key: entry
        for key, entry in entries.items()
        if entry is not None and entry.outcome is Outcome.UNKNOWN_SENDER
    }


def _report_marks(answered: tuple[Letter, ...], view: View) -> dict[str, Mark]:
    """Whether the report whose draft is answered has gone to its reviewer."""
    months = {month for letter in answered if (month := drafted_month(letter)) is not None}
    marks = (view.get(Mark, f"report:{month}") for month in months)
    return {mark.name: mark for mark in marks if mark is not None}


def _similar(mail: Mail, history: list[Request], now: datetime, office: Office) -> Request | None:
    """The same person's open request on the same topic within days: perhaps sent again (S16)."""
    topic = skeleton(mail.fields.topic or "")
    since = now - timedelta(days=office.policy.duplicate_window_days)
    if len(topic) < 4:  # noqa: PLR2004  # too short to be a topic
        return None
    for request in reversed(history):
        if request.received_at < since or request.status in CLOSED:
            continue
        if skeleton(request.fields.topic or "") == topic:
            return request
    return None
