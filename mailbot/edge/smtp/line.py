"""One connection to the SMTP server: dialling, logging in with a password or an access token.

Whatever goes wrong leaves here as a LostError that says what to check, without the password or token. A login
is tried once a line: who is refused is asked about by the outbox, later.
"""

import asyncio
import base64
import re
import ssl
from dataclasses import dataclass, field
from typing import Literal

import aiosmtplib

from mailbot.edge import sasl
from mailbot.ports import Secret, SecretError

Tls = Literal["tls", "starttls", "none"]

_LONGEST_TEXT = 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class LostError(Exception):
    """The connection is gone, or there is none.

    ``handed_over``: the letter may have arrived all the same. ``locked_out``: we could not log in.
    """

    def __init__(self, detail: str, *, handed_over: bool = False, locked_out: bool = False) -> None:
        super().__init__(detail)
        self.handed_over = handed_over
        self.locked_out = locked_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the server is, how to reach it, and who we are there."""

    host: str
    port: int
    tls: Tls
    user: str
    """Empty: no login."""
    secret: Secret = field(repr=False)
    """Gives the password or, with ``oauth2``, an access token."""
    oauth2: bool
    hello: str
    timeout: float
    """Seconds for one answer of the server."""
    tls_context: ssl.SSLContext | None = field(repr=False)

    @property
    def where(self) -> str:
        """Host and port, for people."""
        return f"{self.host}:{self.port}"


@dataclass(slots=True)
class Line:
    """A connection that is logged in if need be."""

    client: aiosmtplib.SMTP
    account: Account
    secret: str = field(repr=False)
    """What this line was logged in with, so that it can be kept out of what is said."""
    since: float
    """When it was last used, by the clock of the event loop."""
    fresh: bool = True
    """Nothing has been sent over it yet."""

    def clean(self, words: object) -> str:
        """One short line without the password or token."""
        return _CONTROL.sub(" ", sasl.blotted(str(words), self.secret)).strip()[:_LONGEST_TEXT]


async def connect(account: Account) -> Line:
    """A new line, greeted and logged in. Raises LostError."""
    try:
        secret = await asyncio.to_thread(account.secret) if account.user else ""
    except SecretError as exc:
        raise LostError(f"could not log in: {exc}", locked_out=True) from None
    by_password = bool(account.user) and not account.oauth2
    client = aiosmtplib.SMTP(
        hostname=account.host,
        port=account.port,
        username=account.user if by_password else None,
        password=secret if by_password else None,
        use_tls=account.tls == "tls",
        start_tls=account.tls == "starttls",
        local_hostname=account.hello,
        timeout=account.timeout,
        tls_context=account.tls_context if account.tls != "none" else None,
    )
    line = Line(client, account, secret, asyncio.get_running_loop().time())
    try:
        await client.connect()
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
        if account.user and account.oauth2:
            await _log_in_with_token(line)
    except (aiosmtplib.SMTPException, OSError, ValueError) as exc:
        client.close()
        locked_out = isinstance(exc, aiosmtplib.SMTPAuthenticationError)
        raise LostError(line.clean(_why_not(account, exc)), locked_out=locked_out) from exc
    except BaseException:
        client.close()
        raise
    return line


async def _log_in_with_token(line: Line) -> None:
    """XOAUTH2 or OAUTHBEARER. Raises LostError when refused, and what aiosmtplib raises for a broken line.

    The token goes in a line of its own, since it is longer than an AUTH command may be (RFC 4954, 4).
    """
    account, client = line.account, line.client
    offered = client.server_auth_methods
    mechanism = sasl.choose(offered)
    if mechanism is None:
        known = ", ".join(offered) or "nothing"
        raise LostError(
            f"{account.where} takes no access token (it offers {known}): check port and tls "
            "(465 is 'tls', 587 'starttls'), or set login to 'password'",
            locked_out=True,
        )
    first = sasl.response(
        mechanism, user=account.user, token=line.secret, host=account.host, port=account.port
    )
    why = ""
    said = await client.execute_command(b"AUTH", mechanism.encode())
    if said.code == aiosmtplib.SMTPStatus.auth_continue:
        said = await client.execute_command(base64.b64encode(first))
        if said.code == aiosmtplib.SMTPStatus.auth_continue:
            why = f" ({sasl.why(sasl.decoded(said.message))})"
            said = await client.execute_command(base64.b64encode(sasl.after_a_refusal(mechanism)))
    if said.code != aiosmtplib.SMTPStatus.auth_successful:
        later = 400 <= said.code < 500  # noqa: PLR2004 - the 4xx of RFC 5321
        hint = "it may work later" if later else "check that it is for this user and may send mail over SMTP"
        refused = f"{account.where} refused the access token of {account.user}"
        raise LostError(line.clean(f"{refused}: {said.code} {said.message}{why}; {hint}"), locked_out=True)


def _why_not(account: Account, exc: Exception) -> str:
    """Why there is no line, and what to check."""
    where = account.where
    cause = exc if isinstance(exc, ssl.SSLError) else exc.__cause__  # aiosmtplib wraps what TLS says
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate of {where} is not trusted ({cause.verify_message}): check host and clock"
    if isinstance(cause, ssl.SSLError) or isinstance(exc, aiosmtplib.SMTPNotSupported):
        return f"no TLS or login with {where} ({exc}): check port and tls (465 is 'tls', 587 'starttls')"
    if isinstance(exc, aiosmtplib.SMTPAuthenticationError):
        return f"{where} refused the login of {account.user}: {said_by(exc)}; check user and password"
    if isinstance(exc, aiosmtplib.SMTPResponseException):
        return f"{where} does not want to talk to us: {said_by(exc)}"
    if isinstance(exc, TimeoutError):
        return f"{where} did not answer within {account.timeout:g} s: check the SMTP port, or the network"
    return f"no connection to {where}: {exc}; check the SMTP host and port, or the server is down"


def said_by(exc: aiosmtplib.SMTPResponseException) -> str:
    """The server's answer: code and words."""
    return f"{exc.code} {exc.message}"
