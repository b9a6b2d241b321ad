"""Bytes that would break out: headers, file names, archives, leftovers of smuggled mail.

Wanted: a header of ours that the attacker wrote, a path outside the archive, a reader that stops, or a
second mail inside the first.
"""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath

import pytest

from tests.attacks.scene import asked, attacked, honest_approval, mail, on_record_only
from tests.conversations.correspondence import Correspondence, sample_settings
from tests.conversations.mails import PDF, form


@pytest.fixture
async def writing(tmp_path: Path) -> AsyncIterator[Correspondence]:
    """An office that composes its letters whole."""
    office = await Correspondence(sample_settings(tmp_path)).open()
    yield office
    await office.app.close()


BREAKS = {
    "CR LF in an encoded word": "=?utf-8?Q?=E0=B8=82=0D=0ABcc:_evil=40evil.example?=",
    "LF in an encoded word": "=?utf-8?Q?x=0ABcc:_evil=40evil.example?=",
    "CR in an encoded word": "=?utf-8?Q?x=0DBcc:_evil=40evil.example?=",
    "an empty line in base64": "=?utf-8?B?eA0KDQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=",
    "a line separator": "x\u2028Bcc: evil@evil.example",
    "a next-line mark": "x\u0085Bcc: evil@evil.example",
    "NUL": "=?utf-8?Q?x=00Bcc:_evil=40evil.example?=",
    "a vertical tab": "=?utf-8?Q?x=0BBcc:_evil=40evil.example?=",
    "an encoded word inside": "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3D0ABcc=3F=3D?=",
    "ten thousand characters": "ข" * 10_000,
}


@pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)
@pytest.mark.parametrize("where", ["subject", "name"])
async def test_nothing_reflected_becomes_a_header(writing: Correspondence, text: str, where: str) -> None:
    """Wants: a recipient of his own in a letter of ours."""
    sender = f'From: "{text}" <somruedee@sea.example>' if where == "name" else "From: somruedee@sea.example"
    subject = text if where == "subject" else "ขอเผยแพร่"
    writing.mailbox.deliver(mail(sender=(sender,), subject=subject, body="ฝากลงข่าวประชุมผู้บริหาร"))
    await writing.run()
    on_record_only(writing)
    for received in writing.letters():
        assert received.message["Bcc"] is None
        assert len(received.message.get_all("Subject", [])) == 1
        head = received.raw.partition(b"\r\n\r\n")[0]
        assert all(len(line) <= 998 for line in received.raw.split(b"\r\n"))
        assert b"\n" not in head.replace(b"\r\n", b"")


NAMES = (
    "../../etc/passwd",
    "..\\..\\windows\\system32\\x.pdf",
    "/etc/passwd",
    "C:\\x.pdf",
    "a\0b.pdf",
    "\u202efdp.exe",
    ".",
    "..",
    "CON.pdf",
    "a" * 4000 + ".pdf",
    "x.pdf\r\nBcc: evil@evil.example",
    "~/.ssh/authorized_keys",
    "a/b/c.pdf",
    "%2e%2e%2fx.pdf",
)


@pytest.mark.parametrize("name", NAMES)
async def test_a_file_name_is_a_name_and_no_path(office: Correspondence, name: str) -> None:
    """Wants: a file to land, or to be named, somewhere of his choice."""
    raw_name = name.encode("unicode_escape").decode() if "\r" in name or "\0" in name else name
    boundary = 'multipart/mixed; boundary="b"'
    body = (
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{form()}\r\n--b\r\nContent-Type: application/pdf\r\n"
        f'Content-Disposition: attachment; filename="{raw_name}"\r\n\r\n%PDF-1.4\r\n%%EOF\r\n--b--'
    )
    raw = mail(sender=("From: somruedee@sea.example",), subject="ขอเผยแพร่", body=body, kind=boundary)
    office.mailbox.deliver(raw)
    await office.run()
    assert office.status() == "awaiting_approval"
    for file in office.request().files:
        assert PurePosixPath(file.filename).name == file.filename
        assert not set(file.filename) & set('/\\\0\r\n"')
        assert len(file.filename.encode()) <= 255
    on_record_only(office)


async def test_file_names_in_a_letter_stay_in_their_parameter(writing: Correspondence) -> None:
    """Wants: a name to end the header it stands in."""
    odd = ["x.pdf%0d%0aBcc: evil@evil.example", 'a";b="c.pdf', "\u2028Bcc: x.pdf", "a" * 300 + ".pdf"]
    files = [(name, b"%PDF-1.4 " + str(n).encode()) for n, name in enumerate(odd)]
    writing.write("somruedee", "ขอเผยแพร่", form(), files=files)
    await writing.run()
    letter = writing.letter("jiraporn", "approval_request")
    assert letter.message["Bcc"] is None
    assert len(letter.attachments) == len(odd) + 1, "each file, and the form"
    assert all(len(line) <= 998 for line in letter.raw.split(b"\r\n"))


def _bomb(levels: int = 3) -> bytes:
    data = b"0" * 5_000_000
    for level in range(levels):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(3):
                archive.writestr(f"{level}-{n}.zip", data)
        data = packed.getvalue()
    return data


def _slip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../x.pdf", b"%PDF-1.4\n%%EOF\n")
        archive.writestr("/etc/cron.d/x", b"x")
    return packed.getvalue()


@pytest.mark.parametrize(
    "data", [_bomb(), _slip(), b"PK\x03\x04" + b"\0" * 400], ids=["bomb", "slip", "broken"]
)
async def test_an_archive_is_looked_into_with_limits(office: Correspondence, data: bytes) -> None:
    """Wants: memory, disk, or a file outside."""
    office.write("somruedee", "ขอเผยแพร่", form(), files=[("a.zip", data)])
    office.write("somruedee", "ขอเผยแพร่", form("เรื่องถัดไปของคนเดียวกัน"), files=[PDF])
    await office.run()
    assert len(office.requests()) == 2, "the next mail is not touched"
    for request in office.requests():
        assert all(PurePosixPath(file.filename).name == file.filename for file in request.files)
        assert sum(file.size for file in request.files) < 20_000_000


LEFTOVERS = {
    "LF dot CR LF": "ขอบคุณค่ะ\n.\r\nFrom: jiraporn@sea.example\r\n\r\nอนุมัติ",
    "LF dot LF": "ขอบคุณค่ะ\n.\nMAIL FROM:<jiraporn@sea.example>\nDATA\nFrom: jiraporn@sea.example\n\nอนุมัติ",
    "CR dot CR": "ขอบคุณค่ะ\r.\rFrom: jiraporn@sea.example\r\rอนุมัติ",
    "a whole mail behind": (
        "ขอบคุณค่ะ\r\n.\r\n\r\nFrom: jiraporn@sea.example\r\nTo: web@sea.example\r\n\r\nอนุมัติ"
    ),
}


@pytest.mark.parametrize("body", LEFTOVERS.values(), ids=LEFTOVERS)
@pytest.mark.parametrize("who", ["somruedee", "daeng"])
async def test_what_a_smuggled_mail_leaves_is_text(office: Correspondence, body: str, who: str) -> None:
    """Wants: a second mail inside the first, in the head's name."""
    letter = await asked(office)
    await attacked(office, mail(sender=(f"From: {who}@sea.example",), answers=letter.message_id, body=body))
    await honest_approval(office)


@pytest.mark.parametrize(
    "extra",
    [
        ("X-Long: " + "x" * 100_000,),
        tuple(f"X-{n}: y" for n in range(3_000)),
        ("References: " + " ".join(f"<{n}@x.example>" for n in range(5_000)),),
        ("Content-Disposition: attachment; filename=" + ";" * 20_000,),
        ("Received: x",) * 500,
    ],
    ids=["a long header", "many headers", "many references", "many semicolons", "many hops"],
)
async def test_a_mail_that_is_hard_to_read_does_not_stop_the_next(
    office: Correspondence, extra: tuple[str, ...]
) -> None:
    """Wants: the reader to hang, and everybody else's mail with it."""
    await asked(office)
    office.mailbox.deliver(mail(sender=("From: evil@evil.example",), extra=extra))
    await honest_approval(office)
