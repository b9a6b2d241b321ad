"""Who wrote the mail, and whether that can be said at all.

Authority needs exactly one From field holding exactly one plain address, and mail-parser's reading of
the same header block must agree. Reply-To, Sender and display names are never identity. What an
address may do, and whether its domain really sent the mail, are other questions.
"""

import re

from mailbot.core.mail import Sender
from mailbot.reading.addresses import Mailbox, mailboxes
from mailbot.reading.headers import Headers
from mailbot.reading.second_opinion import SecondOpinion

_FROM_IN_VALUE = re.compile(rb"(?i)\A\s*from\s*:")


def read_sender(headers: Headers, opinion: SecondOpinion) -> Sender:
    """The sender, and why not when it has no authority."""
    values = headers.all("from")
    found = [box for value in values for box in mailboxes(value)]
    named = next((box for box in found if box.address), found[0] if found else None)
    why_not = _why_not(headers, values, found, opinion)
    single = len(values) == 1 and len(found) == 1
    return Sender(
        address=(named.address or None) if named is not None and single and named.address else None,
        name=(named.name or None) if named is not None else None,
        authority=why_not is None,
        why_not=why_not,
    )


def _why_not(
    headers: Headers, values: list[bytes], found: list[Mailbox], opinion: SecondOpinion
) -> str | None:
    if not values:
        return "no From header"
    if len(values) > 1:
        return f"{_COUNT.get(len(values), str(len(values)))} From headers"
    if headers.odd & {"from", "*"}:
        return "a From header that is written oddly"
    return _why_not_this(values[0], found) or _why_disagree(found[0].address, opinion)


def _why_not_this(value: bytes, found: list[Mailbox]) -> str | None:
    addressed = [box for box in found if box.address]
    if not addressed:
        return "no address in From"
    if len(found) > 1:
        return f"{_COUNT.get(len(found), str(len(found)))} addresses in From"
    if b"\0" in value or _FROM_IN_VALUE.match(value):
        return "a From header that is written oddly"
    if not addressed[0].plain:
        return "From is not one plain address"
    return None


def _why_disagree(address: str, opinion: SecondOpinion) -> str | None:
    if opinion.senders is None:
        return "the second parser could not read From"
    if opinion.senders != (address,):
        return "two parsers read different senders"
    return None


_COUNT = {2: "two", 3: "three", 4: "four", 5: "five"}


def recipients(headers: Headers) -> tuple[str, ...]:
    """The addresses of To and Cc, lower-case, without repeats."""
    found = (box for name in ("to", "cc") for value in headers.all(name) for box in mailboxes(value))
    return tuple(dict.fromkeys(box.address for box in found if box.address))


def delivered_to(headers: Headers) -> tuple[str, ...]:
    """Every address the mail says it was brought to, for finding the secret in a plus-address."""
    names = ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "x-envelope-to")
    found = (box.address for name in names for value in headers.all(name) for box in mailboxes(value))
    return tuple(dict.fromkeys((*recipients(headers), *found)))
