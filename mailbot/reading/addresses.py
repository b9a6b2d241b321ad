"""Address fields -> (display name, address) pairs, by our own reading of RFC 5322. Linear, bounded.

Written for judging, not for repairing: what is not exactly one plain address is said to be so.
Encoded words are decoded only in the display name, never looked into for an address.
"""

import re
from dataclasses import dataclass

from mailbot.reading.headers import clean_line, decode_words
from mailbot.reading.limits import LIMITS

_PLAIN = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_LOOSE = re.compile(r"[^\s<>()\[\]\",;:@\\]+@[^\s<>()\[\]\",;:@\\]+")
_LONGEST = 254  # RFC 5321 4.5.3.1, less the angle brackets
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"?|[<>,;:@()\\]|[^"<>,;:@()\\]+', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One address as it stands in a field."""

    name: str
    address: str
    """As written; lower-case domain and local part. Empty when there is none."""
    plain: bool
    """Exactly ``name <local@domain>`` or ``local@domain``, nothing nested, quoted, routed or grouped."""


def mailboxes(value: bytes, most: int = LIMITS.addresses) -> list[Mailbox]:
    """The addresses of an unfolded address field, in order."""
    found: list[Mailbox] = []
    for tokens, grouped in _split(value):
        one = _mailbox(tokens, grouped=grouped)
        if one is not None:
            found.append(one)
        if len(found) >= most:
            break
    return found


def _split(value: bytes) -> list[tuple[list[bytes], bool]]:
    """Cut at the commas and group marks that stand outside quotes, comments and angles."""
    pieces: list[tuple[list[bytes], bool]] = []
    current: list[bytes] = []
    angle = grouped = False
    comment = 0
    for token in _TOKEN.findall(value):
        if token == b"(":
            comment += 1
        elif token == b")" and comment:
            comment -= 1
        elif comment:
            current.append(b"\0" + token)  # a comment's words are a name of last resort
        elif token == b"<":
            angle = True
            current.append(token)
        elif token == b">":
            angle = False
            current.append(token)
        elif token == b":" and not angle:
            grouped = True
            pieces.append((current, True))
            current = []
        elif token in {b",", b";"} and not angle:
            pieces.append((current, grouped))
            current = []
            grouped = grouped and token == b","
        else:
            current.append(token)
    pieces.append((current, grouped or comment > 0 or angle))
    return pieces


def _mailbox(tokens: list[bytes], *, grouped: bool) -> Mailbox | None:
    comment = b" ".join(token[1:] for token in tokens if token.startswith(b"\0"))
    nested = b"@" in comment or b"<" in comment  # an address inside a comment: two readers may differ
    words = [token for token in tokens if not token.startswith(b"\0")]
    if b"<" in words:
        at = words.index(b"<")
        end = words.index(b">", at) if b">" in words[at:] else len(words)
        name, inside, after = words[:at], words[at + 1 : end], words[end + 1 :]
        address = _text(inside)
        odd = bool(_text(after)) or b"<" in inside or end == len(words)
        return _made(
            _name(name) or _name([comment]),
            address,
            grouped=grouped,
            odd=odd or nested or _odd_name(name, address),
        )
    address = _text(words)
    if not address:
        return None
    if "@" not in address:
        return None if grouped else Mailbox(name=_name(words), address="", plain=False)
    if not _PLAIN.fullmatch(address):
        inner = _LOOSE.findall(address)
        if len(inner) == 1 and " " in address:
            rest = address.replace(inner[0], " ")
            return _made(clean_line(rest), inner[0], grouped=grouped, odd=True)
    return _made(_name([comment]), address, grouped=grouped, odd=nested)


def _odd_name(name: list[bytes], address: str) -> bool:
    """An unquoted ``@`` before the angle: two readers may take different addresses from it.

    Phones write the address itself as its own name, without quotes; that says nothing else.
    """
    if b"@" not in name and b"\\" not in name:
        return False
    return _text(name).lower() != address.lower()


def _made(name: str, address: str, *, grouped: bool, odd: bool) -> Mailbox:
    plain = bool(_PLAIN.fullmatch(address)) and len(address) <= _LONGEST and not grouped and not odd
    return Mailbox(name=name, address=address.lower()[: _LONGEST + 1], plain=plain)


def _text(tokens: list[bytes]) -> str:
    return clean_line(b"".join(tokens).decode("utf-8", "replace"))


def _name(tokens: list[bytes]) -> str:
    """The display name: quotes taken off, encoded words decoded (also inside quotes, as many write them)."""
    raw = b"".join(
        re.sub(rb"\\(.)", rb"\1", token[1:-1] if token.endswith(b'"') and len(token) > 1 else token[1:])
        if token.startswith(b'"')
        else token
        for token in tokens
    )
    return clean_line(decode_words(raw.strip()))
