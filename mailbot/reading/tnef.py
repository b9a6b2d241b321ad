"""winmail.dat (TNEF): what Outlook wraps a mail in when it thinks the reader is Outlook too.

Gives the attached files and the body. Any bytes come in; a damaged file gives what was whole. The
layout is that of Microsoft's [MS-OXTNEF]. Nothing is executed, nothing nested is opened.
"""

import struct
from dataclasses import dataclass, field

from mailbot.reading.charset import decode

_SIGNATURE = 0x223E9F78
_ATT_BODY = 0x0002800C
_ATT_RENDER = 0x00069002
_ATT_TITLE = 0x00018010
_ATT_DATA = 0x0006800F
_ATT_PROPS = 0x00069005
_ATT_MESSAGE_PROPS = 0x00069003
_ATT_CODEPAGE = 0x00069007
_PR_BODY, _PR_HTML, _PR_DATA, _PR_LONG_NAME, _PR_NAME, _PR_MIME, _PR_CID = (
    0x1000, 0x1013, 0x3701, 0x3707, 0x3704, 0x370E, 0x3712,
)  # fmt: skip
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_COUNTED = frozenset({0x001E, 0x001F, 0x0102, 0x000D})
_MOST = 200
_MANY_VALUED = 0x1000
_NAMED = 0x8000


@dataclass(slots=True)
class PackedFile:
    """One file found inside."""

    name: str = ""
    content_type: str = ""
    content_id: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Tnef:
    """What a winmail.dat holds."""

    files: list[PackedFile] = field(default_factory=list)
    text: str = ""
    html: str = ""
    whole: bool = True
    """False: it ended early or made no sense somewhere."""


def read_tnef(data: bytes) -> Tnef:
    """Take it apart. Bytes that are no TNEF give an empty, broken one."""
    found = Tnef()
    try:
        _read(data, found)
    except (struct.error, IndexError, ValueError):
        found.whole = False
    found.files = [one for one in found.files if one.data or one.name][:_MOST]
    return found


def _read(data: bytes, found: Tnef) -> None:
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:  # noqa: PLR2004  # signature and key
        found.whole = False
        return
    at, codepage = 6, "cp874"
    while at + 9 <= len(data):
        _level, attribute, length = struct.unpack_from("<BII", data, at)
        body = data[at + 9 : at + 9 + length]
        if len(body) < length:
            found.whole = False
            return
        at += 9 + length + 2
        if attribute == _ATT_CODEPAGE and length >= 4:  # noqa: PLR2004  # one 32-bit number
            codepage = f"cp{struct.unpack_from('<I', body)[0]}"
        elif attribute == _ATT_RENDER:
            found.files.append(PackedFile())
        else:
            _attribute(attribute, body, found, codepage)


def _attribute(attribute: int, body: bytes, found: Tnef, codepage: str) -> None:
    last = found.files[-1] if found.files else None
    if attribute == _ATT_BODY:
        found.text = found.text or decode(body.rstrip(b"\0"), codepage)
    elif attribute == _ATT_MESSAGE_PROPS:
        _message(_properties(body), found, codepage)
    elif last is not None and attribute == _ATT_TITLE:
        last.name = last.name or decode(body.rstrip(b"\0"), codepage)
    elif last is not None and attribute == _ATT_DATA:
        last.data = body
    elif last is not None and attribute == _ATT_PROPS:
        _file(_properties(body), last, codepage)


def _message(properties: dict[int, tuple[int, bytes]], found: Tnef, codepage: str) -> None:
    if _PR_BODY in properties:
        found.text = _text(properties[_PR_BODY], codepage) or found.text
    if _PR_HTML in properties:
        found.html = decode(properties[_PR_HTML][1].rstrip(b"\0"), codepage)


def _file(properties: dict[int, tuple[int, bytes]], one: PackedFile, codepage: str) -> None:
    for key in (_PR_LONG_NAME, _PR_NAME):
        if key in properties:
            one.name = _text(properties[key], codepage) or one.name
            break
    if _PR_MIME in properties:
        one.content_type = _text(properties[_PR_MIME], codepage).lower()
    if _PR_CID in properties:
        one.content_id = _text(properties[_PR_CID], codepage)
    if not one.data and _PR_DATA in properties:
        kind, data = properties[_PR_DATA]
        one.data = data[16:] if kind == 0x000D else data  # noqa: PLR2004  # an object begins with its interface id


def _text(value: tuple[int, bytes], codepage: str) -> str:
    kind, data = value
    if kind == 0x001F:  # noqa: PLR2004  # PtypString: UTF-16
        return data.decode("utf-16-le", "replace").rstrip("\0")
    return decode(data.rstrip(b"\0"), codepage)


def _properties(body: bytes) -> dict[int, tuple[int, bytes]]:
    """MAPI properties: id -> (type, raw value of the first one)."""
    found: dict[int, tuple[int, bytes]] = {}
    (count,) = struct.unpack_from("<I", body)
    at = 4
    for _ in range(min(count, 2000)):
        kind, ident = struct.unpack_from("<HH", body, at)
        at += 4
        if ident >= _NAMED:
            at = _skip_name(body, at)
        many = bool(kind & _MANY_VALUED)
        kind &= ~_MANY_VALUED
        value, at = _value(body, at, kind, many=many)
        found.setdefault(ident, (kind, value))
    return found


def _skip_name(body: bytes, at: int) -> int:
    (named,) = struct.unpack_from("<I", body, at + 16)
    if named == 0:
        return at + 24
    (length,) = struct.unpack_from("<I", body, at + 20)
    return at + 24 + _padded(length)


def _value(body: bytes, at: int, kind: int, *, many: bool) -> tuple[bytes, int]:
    if kind in _COUNTED or many:
        (count,) = struct.unpack_from("<I", body, at)
        at += 4
        first = b""
        for index in range(min(count, 2000)):
            if kind in _COUNTED:
                (length,) = struct.unpack_from("<I", body, at)
                at += 4
            else:
                length = _FIXED[kind] if kind in _FIXED else _unknown(kind)
            value = body[at : at + length]
            first = value if index == 0 else first
            at += _padded(length)
        return first, at
    length = _FIXED.get(kind) or _unknown(kind)
    return body[at : at + length], at + _padded(length)


def _unknown(kind: int) -> int:
    raise ValueError(f"unknown property type {kind:#x}")


def _padded(length: int) -> int:
    return (length + 3) & ~3
