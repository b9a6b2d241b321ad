"""The words of a login with an access token, for both mail servers: XOAUTH2 and OAUTHBEARER.

Pure: bytes from values and back, no connection. XOAUTH2 is what Google and Microsoft document; OAUTHBEARER is
its standard form (RFC 7628). A server that refuses the token first says why, as JSON in one more challenge;
the login only ends when that has been answered. What it says is put into words here, and no token ever is.
"""

import base64
import binascii
import json
from collections.abc import Iterable
from typing import Final, Literal

Mechanism = Literal["XOAUTH2", "OAUTHBEARER"]
MECHANISMS: Final[tuple[Mechanism, ...]] = ("XOAUTH2", "OAUTHBEARER")
"""The ones we speak. XOAUTH2 first: it is the one that the large providers describe and run."""
_AFTER_A_REFUSAL: Final = {"XOAUTH2": b"", "OAUTHBEARER": b"\x01"}
"""What the client must answer to the challenge that holds the error (for the second: RFC 7628, 3.2.3)."""
_SHORTEST: Final = 8
"""Nothing shorter is blotted out in its encoded forms: it would blot out ordinary words."""
_WORDS: Final = {
    "invalid_token": "the token is expired, withdrawn, or not one of this server's",
    "insufficient_scope": "the token does not allow this: it was made without the right to mail (scope)",
    "invalid_request": "the server does not understand the token: it may be of another kind or provider",
    "400": "the token is expired, or is not for this user or this server",
    "401": "the token is expired, or is not for this user or this server",
    "403": "the token does not allow this: it was made without the right to mail (scope)",
}
"""Status -> words. RFC 7628, 3.2.2 takes the names from RFC 6750, 3.1; Google sends the number of HTTP."""


def choose(offered: Iterable[str]) -> Mechanism | None:
    """The mechanism to use, out of the names a server offers in whatever case; None when it has neither."""
    known = {name.upper() for name in offered}
    return next((mechanism for mechanism in MECHANISMS if mechanism in known), None)


def response(mechanism: Mechanism, *, user: str, token: str, host: str, port: int) -> bytes:
    """What the client says first, before base64."""
    if mechanism == "XOAUTH2":
        return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
    name = user.replace("=", "=3D").replace(",", "=2C")  # RFC 5801, 4: the two signs a GS2 header uses
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01".encode()


def after_a_refusal(mechanism: Mechanism) -> bytes:
    """What the client answers to the challenge that says why the token was refused, before base64."""
    return _AFTER_A_REFUSAL[mechanism]


def why(challenge: bytes) -> str:
    """The reason in a server's error challenge (decoded from base64), in words; its own text when unknown."""
    text = challenge.decode("utf-8", "replace").strip()
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return text
    status = str(said.get("status", "")) if isinstance(said, dict) else ""
    words = _WORDS.get(status.lower())
    return f"{words} (status {status})" if words else text


def decoded(challenge: str) -> bytes:
    """A challenge as SMTP shows it, out of base64; as it stands when it is none."""
    try:
        return base64.b64decode(challenge, validate=True)
    except (binascii.Error, ValueError):
        return challenge.encode("utf-8", "replace")


def blotted(text: str, secret: str) -> str:
    """The text without the secret, as it stands or in base64: a server may repeat what it was sent."""
    if not secret:
        return text
    text = text.replace(secret, "***")
    if len(secret) < _SHORTEST:
        return text
    for shift in range(3):  # base64 takes three bytes at a time, and the secret may begin at any of them
        text = text.replace(_inside(secret.encode(), shift), "***")
    return text


def _inside(said: bytes, shift: int) -> str:
    """The base64 of bytes that begin ``shift`` bytes into a group, without what their neighbours change."""
    whole = base64.b64encode(b"\0" * shift + said).decode()
    return whole[4 if shift else 0 : -4 if whole.endswith("=") else None]
