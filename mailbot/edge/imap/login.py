"""Logging in to the IMAP server: with a password, or with an access token (XOAUTH2, OAUTHBEARER).

A login is tried once. Whether trying again can help is in the MailboxError; the refused command never is.
"""

import imaplib
import re
from typing import NoReturn

import imap_tools

from mailbot.edge import sasl
from mailbot.edge.imap.dial import Account, said
from mailbot.ports import MailboxError

_COMES_BACK = re.compile(rb"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN|ALERT)\]", re.IGNORECASE)
_LATER = "it may work later"


def log_in(box: imap_tools.BaseMailBox, account: Account) -> None:
    """Log in on a line that was greeted. Raises MailboxError; whatever breaks the line goes up as it is."""
    if account.oauth2:
        _with_token(box.client, account)
    else:
        _with_password(box, account)


def _with_password(box: imap_tools.BaseMailBox, account: Account) -> None:
    if "LOGINDISABLED" in box.client.capabilities:
        raise MailboxError(
            f"{account.host} takes no password on an open connection: set tls to 'tls' or 'starttls'",
            retry=False,
        )
    try:
        if account.user.isascii() and account.password.isascii():
            box.login(account.user, account.password, initial_folder=None)
        else:
            box.login_utf8(account.user, account.password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (imap_tools.errors.MailboxLoginError, imaplib.IMAP4.error) as exc:
        hint = "check user and password (an app password, or login = 'oauth2', may be needed)"
        _refused(account, said(exc), "login", hint)


def _with_token(client: imaplib.IMAP4, account: Account) -> None:
    offered = [name.removeprefix("AUTH=") for name in client.capabilities if name.startswith("AUTH=")]
    mechanism = sasl.choose(offered)
    if mechanism is None:
        raise MailboxError(
            f"{account.host} takes no access token (it offers {', '.join(offered) or 'nothing'}): "
            "set login to 'password', or tls to 'tls' or 'starttls'",
            retry=False,
        )
    complaints: list[bytes] = []
    first = sasl.response(
        mechanism, user=account.user, token=account.password, host=account.host, port=account.port
    )
    spoken = False

    def answer(challenge: bytes) -> bytes:
        nonlocal spoken
        if not spoken:
            spoken = True
            return first
        complaints.append(challenge)
        return sasl.after_a_refusal(mechanism)

    try:
        client.authenticate(mechanism, answer)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as exc:
        why = "; ".join(sasl.why(complaint) for complaint in complaints).encode()
        hint = "check that the token is for this user and may read mail over IMAP"
        _refused(account, b": ".join(filter(None, (said(exc), why))), "access token", hint)


def _refused(account: Account, words: bytes, what: str, hint: str) -> NoReturn:
    temporary = _COMES_BACK.search(words) is not None
    raise MailboxError(
        f"{account.host} refused the {what} of {account.user}: {account.clean(words)}; "
        f"{_LATER if temporary else hint}",
        retry=temporary,
    ) from None  # the refused command line must not travel along
