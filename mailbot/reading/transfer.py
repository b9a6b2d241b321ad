"""Content-Transfer-Encoding -> bytes, forgiving. Never raises; what cannot be decoded is left as it is."""

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^[ `]?\r?\n?end[ \t]*\r?$", re.MULTILINE)
_GROUP = 4


def from_base64(data: bytes) -> bytes:
    """Base64 with anything else between its letters, with or without padding, several ones in a row."""
    try:
        return (
            binascii.a2b_base64(data, strict_mode=False) if b"=" not in data[:-4].rstrip() else _joined(data)
        )
    except binascii.Error:
        return _joined(data)


def _joined(data: bytes) -> bytes:
    out = []
    for piece in re.split(rb"=+", _NOT_BASE64.sub(b"", data)):
        usable = piece[: len(piece) - 1] if len(piece) % _GROUP == 1 else piece
        out.append(binascii.a2b_base64(usable + b"=" * (-len(usable) % _GROUP)))
    return b"".join(out)


def from_quoted_printable(data: bytes) -> bytes:
    """Quoted-printable; a broken escape stays as written."""
    return binascii.a2b_qp(data)


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """The bytes behind a Content-Transfer-Encoding of this name (any case, with rubbish around it)."""
    name = encoding.strip(" \t\"'").lower().partition(";")[0].strip()
    if name == "base64":
        return from_base64(data)
    if name in {"quoted-printable", "quotedprintable", "quoted_printable"}:
        return from_quoted_printable(data)
    if name in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        found = find_uuencoded(data)
        return found[0][1] if found else data
    return data


def find_uuencoded(data: bytes, most: int = 20) -> list[tuple[bytes, bytes, tuple[int, int]]]:
    """Files written into a text in the uuencode way: (raw name, content, where they stand)."""
    found: list[tuple[bytes, bytes, tuple[int, int]]] = []
    at = 0
    while len(found) < most and (begin := _UU_BEGIN.search(data, at)):
        end = _UU_END.search(data, begin.end())
        if end is None:
            break
        found.append(
            (begin[1].strip(), _from_uu(data[begin.end() : end.start()]), (begin.start(), end.end()))
        )
        at = end.end()
    return found


def _from_uu(block: bytes) -> bytes:
    out = []
    for line in block.splitlines():
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # A mailer cut the trailing spaces or added one; the length sign says how much counts.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                out.append(binascii.a2b_uu(line[:wanted]))
            except binascii.Error:
                continue
    return b"".join(out)
