"""The bytes of a mail: headers that nothing can break out of, and parts that any mail program reads.

Written by hand, because the standard library takes several milliseconds to fold one Thai header and
folds long encoded words wrongly; every mail is parsed back in the tests and must give the same values.
Lines end in CRLF and stay under 78 octets in headers and 76 in bodies (RFC 5322 2.1.1, RFC 2045 6.7).
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mailbot.writing.words import one_line

_LINE = 76
_WORD_OCTETS = 42
"""Octets of UTF-8 in one encoded word: 56 characters of base64 and 12 of frame, under 75 (RFC 2047 2)."""
_PARAM_OCTETS = 60
_CHARSET = "utf-8''"
_MAX_7BIT_LINE = 900
_PLAIN = re.compile(r"[\x20-\x7e]*")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,100}")
_REFUSED_TYPES = ("message/", "multipart/", "text/html", "text/plain", "application/xhtml", "image/svg")
"""Sent as plain octets: a mail program would take them for parts of this mail and show them."""

Header = tuple[str, str]
"""A name and its value, already encoded and folded."""


class AddressError(ValueError):
    """Not a plain address that can stand in a header."""


# --- headers ---------------------------------------------------------------------------------------


def unstructured(name: str, text: str) -> Header:
    """A header of free text. Line ends and controls are gone, whatever the text holds (RFC 2047)."""
    return name, _folded(_words(one_line(text)), len(name) + 2)


def addresses(name: str, parties: Iterable[tuple[str, str]]) -> Header:
    """A header of (display name, address) pairs. Raises AddressError for an address that is not plain."""
    groups = [_mailbox(display, address) for display, address in parties]
    for group in groups[:-1]:
        group[-1] += ","
    return name, _folded([word for group in groups for word in group], len(name) + 2)


def ids(name: str, message_ids: Iterable[str]) -> Header:
    """A header of Message-IDs. What is not one is left out."""
    return name, _folded([i for i in message_ids if is_id(i)], len(name) + 2)


def is_id(text: str) -> bool:
    """Whether this can stand as a Message-ID: printable ASCII in angle brackets, one line, bounded."""
    return re.fullmatch(r"<[!-;=?-~]{1,400}>", text) is not None


def _mailbox(display: str, address: str) -> list[str]:
    if not _ADDRESS.fullmatch(address):
        raise AddressError(f"not a plain address: {address!r}")
    display = one_line(display)
    if not display:
        return [address]
    plain = "=?" not in display and len(display) < _LINE
    if plain and _ATOMS.fullmatch(display):
        return [*display.split(), f"<{address}>"]
    if plain and _PLAIN.fullmatch(display):
        quoted = display.replace("\\", "\\\\").replace('"', '\\"')
        return [f'"{quoted}"', f"<{address}>"]
    return [*_encoded(display), f"<{address}>"]


def _words(text: str) -> list[str]:
    """Plain words up to the first that needs encoding, then encoded words for all the rest."""
    plain: list[str] = []
    words = text.split(" ")
    for index, word in enumerate(words):
        if _PLAIN.fullmatch(word) and "=?" not in word and len(word) < _LINE:
            plain.append(word)
        else:
            return [*plain, *_encoded(" ".join(words[index:]))]
    return plain


def _encoded(text: str) -> list[str]:
    """Encoded words in UTF-8, never cut inside a character (RFC 2047 section 5)."""
    return [f"=?utf-8?B?{b64encode(chunk).decode('ascii')}?=" for chunk in _chunks(text, _WORD_OCTETS)]


def _chunks(text: str, limit: int) -> Iterator[bytes]:
    chunk = b""
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(chunk) + len(octets) > limit:
            yield chunk
            chunk = b""
        chunk += octets
    if chunk:
        yield chunk


def _folded(words: Sequence[str], used: int) -> str:
    """The words separated by blanks, a new line begun before one that would not fit."""
    out: list[str] = []
    for index, word in enumerate(words):
        if index == 0:
            out.append(word)
            used += len(word)
        elif used + 1 + len(word) > _LINE:
            out.append(f"\r\n {word}")
            used = 1 + len(word)
        else:
            out.append(f" {word}")
            used += 1 + len(word)
    return "".join(out)


# --- parts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a mail: its headers and its encoded body."""

    headers: tuple[Header, ...]
    body: bytes

    def octets(self) -> bytes:
        """The part as it stands between two boundaries."""
        return header_block(self.headers) + b"\r\n" + self.body


def text_part(subtype: str, text: str) -> Part:
    """A text part in UTF-8; base64 unless it is ASCII with short lines anyway."""
    text = text.replace("\r\n", "\n")
    data = text.encode("utf-8", "replace")
    content_type = ("Content-Type", f'text/{subtype}; charset="utf-8"')
    if text.isascii() and all(len(line) <= _MAX_7BIT_LINE for line in text.split("\n")):
        return Part(
            headers=(content_type, ("Content-Transfer-Encoding", "7bit")), body=data.replace(b"\n", b"\r\n")
        )
    return Part(
        headers=(content_type, ("Content-Transfer-Encoding", "base64")),
        body=base64_lines(data.replace(b"\n", b"\r\n")),
    )


def file_part(filename: str, content_type: str, data: bytes, *, content_id: str | None = None) -> Part:
    """A file: attached, or inline when it has a Content-ID. Its name travels by RFC 2231."""
    name = file_name(filename)
    if not _TYPE.fullmatch(content_type) or content_type.lower().startswith(_REFUSED_TYPES):
        content_type = "application/octet-stream"
    headers = [
        ("Content-Type", f"{content_type};\r\n {_legacy_name(name)}"),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", ("inline" if content_id else "attachment") + _parameters("filename", name)),
    ]
    if content_id:
        headers.append(("Content-ID", f"<{content_id}>"))
    return Part(headers=tuple(headers), body=base64_lines(data))


def file_name(name: str) -> str:
    """The name without path, controls or what a shell or Windows would trip over; never empty."""
    name = one_line(name).replace("\\", "/").rsplit("/", 1)[-1]
    name = re.sub(r'[:*?"<>|]', "_", name).strip(" .")
    if len(name) > 120:  # noqa: PLR2004 - file systems end at 255 octets, and one Thai letter has three
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem[:100]}…{dot}{suffix[:12]}" if dot else name[:120]
    return name or "file"


def multipart(subtype: str, parts: Sequence[Part], seed: str, *, extra: str = "") -> Part:
    """Parts in one. The boundary is derived from ``seed`` and cannot occur in any body we write."""
    boundary = f"=_{hashlib.sha256(f'{seed}/{subtype}'.encode()).hexdigest()[:32]}"
    mark = boundary.encode("ascii")
    body = b"".join(b"--" + mark + b"\r\n" + part.octets() + b"\r\n" for part in parts)
    headers = (("Content-Type", f'multipart/{subtype};{extra}\r\n boundary="{boundary}"'),)
    return Part(headers=headers, body=body + b"--" + mark + b"--\r\n")


def header_block(headers: Iterable[Header]) -> bytes:
    """The headers as bytes, each on its own lines."""
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode("ascii")


def base64_lines(data: bytes) -> bytes:
    """Base64 in lines of 76 (RFC 2045 6.8)."""
    encoded = b64encode(data)
    return b"".join(encoded[i : i + _LINE] + b"\r\n" for i in range(0, len(encoded), _LINE))


def _legacy_name(name: str) -> str:
    """``name=`` for Outlook, which looks there first; encoded words, though RFC 2047 does not ask for it."""
    if _PLAIN.fullmatch(name) and "=?" not in name:
        return f'name="{name}"'
    return 'name="' + "\r\n ".join(_encoded(name)) + '"'


def _parameters(key: str, value: str) -> str:
    """A header parameter, in pieces when it is long (RFC 2231 section 3)."""
    if _PLAIN.fullmatch(value) and len(value) <= _PARAM_OCTETS:
        return f';\r\n {key}="{value}"'
    escaped = [quote(character, safe="") for character in value]
    pieces = [""]
    for octets in escaped:
        if len(pieces[-1]) + len(octets) > _PARAM_OCTETS:
            pieces.append("")
        pieces[-1] += octets
    if len(pieces) == 1:
        return f";\r\n {key}*={_CHARSET}{pieces[0]}"
    return "".join(
        f";\r\n {key}*{index}*={_CHARSET if index == 0 else ''}{piece}" for index, piece in enumerate(pieces)
    )
