"""Attached files: names, sizes, hashes and roles; archives, winmail.dat and attached mails opened once.

A role here is what the mail's structure says. Whether a file is the office's form is asked of
``documents``; what a file says is not looked at here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from mailbot.core.mail import Attachment, Role
from mailbot.reading.body import Body, content_of
from mailbot.reading.files import (
    ARCHIVES,
    MACROS,
    PAGES,
    PROGRAMS,
    disposition,
    part_name,
    safe_name,
    suffix_of,
)
from mailbot.reading.headers import text_of
from mailbot.reading.limits import LIMITS, Limits
from mailbot.reading.structure import Part, parse_structure
from mailbot.reading.tnef import read_tnef
from mailbot.reading.transfer import find_uuencoded
from mailbot.reading.unzip import read_zip

_LOGO_BYTES = 30_000
_GENERIC_IMAGE = re.compile(
    r"(?i)^(?:image\d{1,4}|outlook-\w+|~wrd\d+|oledata|logo|signature|att\d{5})\.(?:png|jpe?g|gif|bmp"
    r"|mso|emz)$"
)
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature",
    "application/x-pkcs7-signature",
                         "application/pgp-encrypted"})  # fmt: skip
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_VBA = b"vbaProject.bin"
_SCRIPT = re.compile(
    rb"<[^<>]{0,40}?script|javascript:|vbscript:|[\s\"'/]on[a-z]{3,20}\s*=|<!ENTITY|<foreignObject|<i?frame|<object|<embed",
    re.IGNORECASE,
)
"""What makes a page or a drawing do something of its own accord."""
_LOOKED_AT = 2_000_000
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(slots=True, kw_only=True)
class Files:
    """The attached files, with their bytes by hash."""

    attachments: list[Attachment] = field(default_factory=list)
    data: dict[str, bytes] = field(default_factory=dict)
    text: str = ""
    """Words found in a winmail.dat, used when the mail itself has none."""
    html: str = ""
    anomalies: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    name: str
    content_type: str
    data: bytes
    role: Role = Role.CONTENT
    inside: str | None = None
    note: str | None = None
    size: int | None = None


def read_files(body: Body, limits: Limits = LIMITS) -> Files:
    """Every file of a mail, in order, those of archives behind their archive."""
    files = Files()
    for part in body.files:
        for found in _from_part(part, body, files, limits):
            _add(found, files, limits)
    for data in body.raw_text:
        for raw_name, content, _ in find_uuencoded(data):
            _add(
                _Found(name=text_of(raw_name), content_type="application/octet-stream", data=content),
                files,
                limits,
            )
    return files


def _add(found: _Found, files: Files, limits: Limits) -> None:
    if len(files.attachments) >= limits.files:
        if "too many files" not in files.anomalies:
            files.anomalies.append("too many files")
        return
    digest = sha256(found.data).hexdigest()
    name = safe_name(found.name, found.content_type, len(files.attachments) + 1)
    files.data[digest] = found.data
    files.attachments.append(
        Attachment(
            filename=name,
            content_type=found.content_type,
            size=len(found.data) if found.size is None else found.size,
            sha256=digest,
            role=found.role,
            inside=found.inside,
            note=found.note or _note(name, found.data),
        )
    )


def _note(name: str, data: bytes) -> str | None:
    suffix = suffix_of(name)
    if suffix in PROGRAMS or data[:2] == b"MZ" or data[:4] == b"\x7fELF":
        return "program"
    if suffix in PAGES and _SCRIPT.search(data[:_LOOKED_AT]):
        return "program"
    if suffix in MACROS or (data[:2] == b"PK" and _VBA in data[-65536:]):
        return "macro"
    if data[:4] == _OLE and b"_\0V\0B\0A\0_\0P\0R\0O\0J" in data:
        return "macro"
    return "empty" if not data else None


def _from_part(part: Part, body: Body, files: Files, limits: Limits) -> Iterator[_Found]:
    data = content_of(part)
    name = part_name(part)
    kind = part.content_type
    if kind in _TNEF or name.lower() == "winmail.dat":
        yield from _from_tnef(name or "winmail.dat", kind, data, files)
    elif kind.startswith("message/"):
        yield from _from_mail(part, name, data, limits)
    elif _is_zip(name, data):
        yield from _from_zip(name, kind, data, limits)
    else:
        yield _Found(name=name, content_type=kind, data=data, role=_role(part, name, data, body))


def _role(part: Part, name: str, data: bytes, body: Body) -> Role:
    kind = part.content_type
    if kind in _SIGNATURES:
        return Role.SIGNATURE
    if suffix_of(name) in ARCHIVES:
        return Role.ARCHIVE
    if kind in {"text/calendar", "application/ics"}:
        return Role.INLINE
    if not kind.startswith("image/"):
        return Role.CONTENT
    cid = part.headers.raw("content-id").decode("ascii", "replace").strip("<> ").lower()
    location = part.headers.text("content-location").lower()
    shown = bool(body.html and cid and cid in body.images) or bool(location and location in body.images)
    generic = (
        body.html and bool(_GENERIC_IMAGE.match(name or "image1.png")) and disposition(part) != "attachment"
    )
    if not shown and not generic:
        return Role.CONTENT
    return Role.SIGNATURE if len(data) <= _LOGO_BYTES else Role.INLINE


def _is_zip(name: str, data: bytes) -> bool:
    """A zip by its bytes, but not an office document (those are zips inside)."""
    if data[:4] not in {b"PK\x03\x04", b"PK\x05\x06"}:
        return False
    suffix = suffix_of(name)
    if suffix == ".zip":
        return True
    return (
        suffix in {"", ".dat", ".bin"}
        and b"[Content_Types].xml" not in data[:4096]
        and b"mimetype" not in data[:64]
    )


def _from_zip(name: str, kind: str, data: bytes, limits: Limits) -> Iterator[_Found]:
    unpacked, note = read_zip(data, limits)
    shown = safe_name(name, "application/zip")
    yield _Found(name=shown, content_type=kind, data=data, role=Role.ARCHIVE, note=note)
    for one in unpacked:
        role = Role.ARCHIVE if suffix_of(one.name) in ARCHIVES else Role.CONTENT
        yield _Found(
            name=one.name,
            content_type="application/octet-stream",
            data=one.data,
            inside=shown,
            note=one.note,
            size=one.size,
            role=role,
        )


def _from_tnef(name: str, kind: str, data: bytes, files: Files) -> Iterator[_Found]:
    tnef = read_tnef(data)
    files.text = files.text or tnef.text
    files.html = files.html or tnef.html
    if not tnef.whole:
        files.anomalies.append("winmail.dat is damaged")
    if not tnef.files and not tnef.whole:
        yield _Found(name=name, content_type=kind, data=data, role=Role.ARCHIVE, note="broken")
    for one in tnef.files:
        shown = (
            bool(one.content_id) and one.content_type.startswith("image/") and len(one.data) <= _LOGO_BYTES
        )
        yield _Found(
            name=one.name,
            content_type=one.content_type or "application/octet-stream",
            data=one.data,
            inside=safe_name(name, kind),
            role=Role.SIGNATURE if shown else Role.CONTENT,
        )


def _from_mail(part: Part, name: str, data: bytes, limits: Limits) -> Iterator[_Found]:
    """An attached mail is one file; the files inside it are listed behind it, one level deep."""
    inner, _ = parse_structure(data, limits)
    shown = name or safe_name(inner.headers.text("subject")[:80] or "message", "") + ".eml"
    yield _Found(name=shown, content_type=part.content_type, data=data)
    if part.content_type != "message/rfc822":
        return
    for leaf in inner.leaves():
        held = part_name(leaf)
        if held and not leaf.content_type.startswith("message/"):
            yield _Found(
                name=held, content_type=leaf.content_type, data=content_of(leaf), inside=safe_name(shown)
            )
