"""``mailbot export --mbox``: what any mail program opens, and what comes out again as it came in (S10)."""

import mailbox
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cli import main
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.request import Event, EventKind, Party, Request
from mailbot.edge.archive import FileArchive
from mailbot.edge.register import FileRegister
from mailbot.writing.mbox import mbox
from tests.config.sample import SettingsFolder, sample_office

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
NUMBER = "WEB-2569-0001"


def raw(subject: str, body: str) -> bytes:
    return f"From: somruedee@sea.example\r\nSubject: {subject}\r\n\r\n{body}".encode()


MAILS = (
    raw("first", "From here on the text looks like an envelope.\r\n>From quoted already\r\n"),
    raw("second", "no line end at the end"),
    raw("of nobody", "somebody else's mail\r\n"),
)


@pytest.fixture
def office(tmp_path: Path) -> SettingsFolder:
    folder = sample_office(tmp_path / "office")
    data = folder.path / "data"
    kept = FileArchive(data / "archive").put_many(MAILS)
    entries = [
        MailEntry(
            month="2569-11",
            ledger_key=f"<{n}@sea.example>",
            sha256=sha256,
            received_at=NOW + timedelta(minutes=n),
            sender="somruedee@sea.example" if n < 2 else None,
            outcome=Outcome.OPENED if n < 2 else Outcome.AUTOMATIC,
            requests=(NUMBER,) if n == 0 else (),
        )
        for n, sha256 in enumerate(kept)
    ]
    request = Request(
        month="2569-11",
        number=NUMBER,
        requester=Party(address="somruedee@sea.example", name="นางสาวสมฤดี ปิ่นแก้ว"),
        received_at=NOW,
        events=(Event(at=NOW, kind=EventKind.INFO_ADDED, mail="<1@sea.example>"),),
    )
    register = FileRegister(data, now=NOW)
    register.commit([request, *entries])
    register.close()
    return folder


def export(office: SettingsFolder, *more: str) -> int:
    out = str(office.path / "out")
    return main(["export", *more, "--mbox", "--config", str(office.path), "--to", out])


def unquoted(file: Path) -> list[bytes]:
    """The mails as a reader of the reversible format takes them out."""
    parts = re.split(rb"(?m)^From \S+ \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\n", file.read_bytes())
    return [re.sub(rb"(?m)^>(>*From )", rb"\1", part).removesuffix(b"\n") for part in parts[1:]]


def test_every_mail_comes_out_of_the_file_as_it_came_in(office: SettingsFolder) -> None:
    assert export(office, "2569-11") == 0
    found = unquoted(office.path / "out" / "2569-11.mbox")
    assert [mail.rstrip(b"\n") for mail in found] == [
        mail.replace(b"\r\n", b"\n").rstrip(b"\n") for mail in MAILS
    ]


def test_a_mail_program_finds_each_mail_in_order(office: SettingsFolder) -> None:
    assert export(office, "2569-11") == 0
    box = mailbox.mbox(office.path / "out" / "2569-11.mbox", create=False)
    assert [message["Subject"] for message in box] == ["first", "second", "of nobody"]
    box.close()


def test_a_requests_file_holds_its_mails_alone(office: SettingsFolder) -> None:
    assert export(office, NUMBER.lower()) == 0
    box = mailbox.mbox(office.path / "out" / f"{NUMBER}.mbox", create=False)
    assert [message["Subject"] for message in box] == ["first", "second"]
    box.close()


def test_it_is_for_its_owner_alone(office: SettingsFolder) -> None:
    export(office, NUMBER)
    (made,) = (office.path / "out").iterdir()
    assert made.stat().st_mode & 0o077 == 0


def test_a_mail_the_archive_lost_is_said_by_name(
    office: SettingsFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (lost,) = (path for path in (office.path / "data" / "archive").rglob("*") if _holds(path, b"second"))
    lost.unlink()
    assert export(office, "2569-11") == 1
    assert "<1@sea.example>" in capsys.readouterr().err
    assert len(unquoted(office.path / "out" / "2569-11.mbox")) == 2


def _holds(path: Path, words: bytes) -> bool:
    return path.is_file() and words in path.read_bytes()


@pytest.mark.parametrize("what", [[], ["WEB-2569-0099"], ["2560-01"]])
def test_nothing_to_write_is_said_and_nothing_is_written(office: SettingsFolder, what: list[str]) -> None:
    assert export(office, *what) == 2
    assert not (office.path / "out").exists()


@given(st.lists(st.binary(max_size=200), max_size=4), st.one_of(st.none(), st.text(max_size=30)))
def test_no_mail_and_no_sender_can_break_the_file(bodies: list[bytes], sender: str | None) -> None:
    made = b"".join(mbox((body, sender, NOW) for body in bodies))
    assert len(re.findall(rb"(?m)^From ", made)) == len(bodies)
