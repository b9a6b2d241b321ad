"""The dialogue about one letter: who sends it, whom it is for, its bytes, and what the server says to each.

A letter is only «not for ever» when the server refused this letter or its recipients with a 5xx; whatever
else goes wrong (a 4xx, silence, a login that has run out) may be tried again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import aiosmtplib

from mailbot.edge.smtp.line import Line, LostError, said_by
from mailbot.ports import Parcel, Posted

_NOT_PLAIN = re.compile(r"[\x00-\x20<>\x7f]")
_OUR_LOGIN = frozenset({530, 534, 535, 538})  # RFC 4954: says something about us, not about the letter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusals:
    """The recipients a server did not take, each with its words."""

    later: dict[str, str] = field(default_factory=dict)
    never: dict[str, str] = field(default_factory=dict)

    def __contains__(self, address: object) -> bool:
        return address in self.never or address in self.later

    def __str__(self) -> str:
        return "; ".join(f"{address}: {said}" for address, said in {**self.never, **self.later}.items())


async def hand_in(line: Line, parcel: Parcel, *, data_timeout: float) -> Posted:
    """Offer the letter over this line, which may be used again if it is still connected. Raises LostError."""
    client, host, timeout = line.client, line.account.host, line.account.timeout
    handed_over = False
    try:
        envelope = await _envelope(line, parcel)
        if isinstance(envelope, _Refusals):
            handed_over = True
            answer = await _hand_over(line, parcel, envelope, data_timeout)
        else:
            answer = envelope
        if not answer.ok and client.is_connected:
            await client.rset(timeout=timeout)
    except aiosmtplib.SMTPResponseException as exc:  # a server that cannot even RSET, or has logged us out
        client.close()
        locked_out = exc.code in _OUR_LOGIN
        raise LostError(line.clean(said_by(exc)), handed_over=handed_over, locked_out=locked_out) from exc
    except (aiosmtplib.SMTPException, OSError) as exc:
        client.close()
        how = "fell silent" if isinstance(exc, TimeoutError) else "ended the connection"
        after = " after the letter was handed over, which may have arrived" if handed_over else ""
        raise LostError(line.clean(f"{host} {how}{after} ({exc})"), handed_over=handed_over) from exc
    except BaseException:  # cancelled in the middle of a dialogue: nobody could go on with this line
        client.close()
        raise
    return answer


async def _envelope(line: Line, parcel: Parcel) -> Posted | _Refusals:
    """MAIL and RCPT. The refused recipients if at least one was taken, else the answer for the letter."""
    client = line.client
    addresses = (parcel.sender, *parcel.recipients)
    odd = [address for address in addresses if _NOT_PLAIN.search(address)]
    if odd:  # aiosmtplib would send to whatever it can make of them
        return Posted(ok=False, permanent=True, detail=line.clean(f"not a plain address: {odd[0]!r}"))
    international = not all(address.isascii() for address in addresses)
    if international and not client.supports_extension("smtputf8"):
        return Posted(ok=False, permanent=True, detail="the server takes no address beyond ASCII (SMTPUTF8)")
    limit = size_limit(client)
    if limit and len(parcel.raw) > limit:
        size = f"the letter has {len(parcel.raw)} bytes, the server takes at most {limit}"
        return Posted(ok=False, permanent=True, detail=size)
    encoding = "utf-8" if international else "ascii"
    options = list(_options(client, parcel, international=international))
    try:
        await client.mail(parcel.sender, options=options, encoding=encoding)
    except aiosmtplib.SMTPSenderRefused as exc:
        if exc.code in _OUR_LOGIN:
            raise  # the login has run out, as one with a token does: only a new line can log in anew
        return _refused(line, "MAIL", exc)
    except ValueError as exc:
        return Posted(ok=False, permanent=True, detail=line.clean(f"bad sender address: {exc}"))
    refusals = await _recipients(line, parcel, encoding)
    taken = [address for address in parcel.recipients if address not in refusals]
    # The first recipient is whom the letter is for. It waits for that one, and never for a copy.
    if taken and parcel.recipients[0] not in refusals.later:
        return refusals
    return Posted(ok=False, permanent=not refusals.later, detail=line.clean(refusals))


async def _recipients(line: Line, parcel: Parcel, encoding: str) -> _Refusals:
    """RCPT for each of them; who was refused."""
    refusals = _Refusals()
    for recipient in parcel.recipients:
        try:
            await line.client.rcpt(recipient, encoding=encoding)
        except aiosmtplib.SMTPRecipientRefused as exc:
            where = refusals.never if _for_ever(exc.code) else refusals.later
            where[recipient] = f"RCPT {said_by(exc)}"
        except ValueError as exc:
            refusals.never[recipient] = f"bad address: {exc}"
    return refusals


async def _hand_over(line: Line, parcel: Parcel, refusals: _Refusals, data_timeout: float) -> Posted:
    try:
        taken = await line.client.data(parcel.raw, timeout=data_timeout)
    except aiosmtplib.SMTPDataError as exc:
        return _refused(line, "DATA", exc)
    return Posted(
        ok=True,
        detail=line.clean("; ".join(filter(None, (f"{taken.code} {taken.message}", str(refusals))))),
        refused=tuple(address for address in parcel.recipients if address in refusals),
    )


def _refused(line: Line, verb: str, exc: aiosmtplib.SMTPResponseException) -> Posted:
    return Posted(ok=False, permanent=_for_ever(exc.code), detail=line.clean(f"{verb} {said_by(exc)}"))


def _for_ever(code: int) -> bool:
    """Whether the same letter will be refused again tomorrow (RFC 5321, 4.2.1)."""
    return 500 <= code < 600 and code not in _OUR_LOGIN  # noqa: PLR2004 - the 5xx of RFC 5321


def size_limit(client: aiosmtplib.SMTP) -> int | None:
    """The largest letter the server takes, in bytes (RFC 1870); None when it sets no limit."""
    told = client.esmtp_extensions.get("size", "").strip()
    return int(told) or None if told.isdigit() else None


def _options(client: aiosmtplib.SMTP, parcel: Parcel, *, international: bool) -> Iterable[str]:
    if client.supports_extension("size"):
        yield f"SIZE={len(parcel.raw)}"
    if not parcel.raw.isascii() and client.supports_extension("8bitmime"):
        yield "BODY=8BITMIME"
    if international:
        yield "SMTPUTF8"
