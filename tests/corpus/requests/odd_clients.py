"""Mails that are no ordinary tree: pasted tables, winmail.dat, a mail inside a mail, a logo in the text."""

import html
import struct
from dataclasses import replace

from tests.corpus.requests.clients import (
    Client,
    Draft,
    attached,
    gmail_web,
    head,
    multi,
    part,
    with_files,
)

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000000030001"
    "5cfda1ee0000000049454e44ae426082"
)


def pasted(draft: Draft) -> bytes:
    """A table out of Word or Excel in the middle of the text, HTML only; ``draft.text`` is the markup."""
    body = part('text/html; charset="utf-8"', draft.text.encode())
    return head(draft) + with_files(draft, body, f"_pasted_{draft.key}", "utf-8")


def _attribute(level: int, tag: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) % 65536)


def _property(kind: int, ident: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, ident, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def winmail(draft: Draft) -> bytes:
    """Outlook's rich text: everything, the text too, is inside winmail.dat."""
    lines = "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in draft.text.split("\n"))
    packed = struct.pack("<IH", 0x223E9F78, 1)
    packed += _attribute(
        1, 0x00069003, struct.pack("<I", 1) + _property(0x0102, 0x1013, f"<div>{lines}</div>".encode())
    )
    for filename, _, data in draft.files:
        name = filename.encode("utf-16-le") + b"\0\0"
        packed += _attribute(2, 0x00069002, b"\0" * 14)
        packed += _attribute(2, 0x0006800F, data)
        packed += _attribute(2, 0x00069005, struct.pack("<I", 1) + _property(0x001F, 0x3707, name))
    body = part('text/plain; charset="us-ascii"', b"\n", "7bit")
    envelope = replace(draft, files=(("winmail.dat", "application/ms-tnef", packed),))
    return head(draft, "X-MS-TNEF-Correlator:") + with_files(envelope, body, f"_tnef_{draft.key}", "utf-8")


def attached_mail(draft: Draft) -> bytes:
    """«Forward as attachment»: the other mail is a file of this one; it is ``draft.files[0]``."""
    text = part('text/plain; charset="utf-8"', draft.text.encode())
    (_, _, inner), *files = draft.files
    nested = b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner
    more = attached(replace(draft, files=tuple(files)))
    return head(draft) + multi("mixed", f"_outer_{draft.key}", text, nested, *more)


def inline_logo(draft: Draft) -> bytes:
    """Outlook with a logo in the signature: related, and the picture is named by the markup."""
    lines = "".join(f"<p class=MsoNormal>{html.escape(line)}</p>" for line in draft.text.split("\n"))
    markup = f'<html><body>{lines}<p><img src="cid:logo@{draft.key}" width=90></p></body></html>'
    related = multi(
        "related",
        f"_rel_{draft.key}",
        part('text/html; charset="utf-8"', markup.encode()),
        part(
            'image/png; name="image001.png"',
            _PIXEL,
            "base64",
            f"Content-ID: <logo@{draft.key}>",
            'Content-Disposition: inline; filename="image001.png"',
        ),
    )
    return head(draft) + with_files(draft, related, f"_mix_{draft.key}", "utf-8")


def inner_mail(said: dict[str, str], files: tuple[tuple[str, str, bytes], ...], key: str) -> bytes:
    """The mail that is attached to another."""
    return gmail_web(
        Draft(
            subject=said["subject"],
            text=said["text"],
            sender=said["sender"],
            name=said["name"],
            files=files,
            key=f"inner{key}",
        )
    )


ODD: dict[str, Client] = {made.__name__: made for made in (pasted, winmail, attached_mail, inline_logo)}
