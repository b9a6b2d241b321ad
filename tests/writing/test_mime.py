"""Headers and parts: whatever the values hold, a parser gets them back and finds no header more."""

import email
import email.policy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.writing import mime
from mailbot.writing.words import one_line

if TYPE_CHECKING:
    from email.headerregistry import Address

ANY = st.text(st.characters(codec="utf-8"), max_size=300)
HOSTILE = st.sampled_from(
    [
        "a\r\nBcc: all@office.example",
        "a\nX-Evil: 1",
        "a\r\n\r\n<html>",
        "=?utf-8?B?QmNjOg==?=",
        'quo"ted \\ name',
        "x" * 2000,
        "ก" * 900,
        "สวัสดี\u202eครับ\x00",
        "a, b <c@office.example>; d",
        "\u2028Bcc: a@office.example",
        "😀" * 50,
        "(comment) name",
    ]
)
TEXT = ANY | HOSTILE


def parsed(headers: list[mime.Header]) -> email.message.EmailMessage:
    block = mime.header_block([*headers, ("X-Last", "1")]) + b"\r\nbody"
    assert all(len(line) <= 998 for line in block.split(b"\r\n"))
    assert b"\n" not in block.replace(b"\r\n", b"")
    return email.message_from_bytes(block, policy=email.policy.default)


@given(TEXT)
def test_a_subject_comes_back_and_adds_no_header(text: str) -> None:
    mail = parsed([mime.unstructured("Subject", text)])
    assert mail.keys() == ["Subject", "X-Last"]
    assert mail["Subject"] == one_line(text)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_names_come_back_beside_their_addresses(names: list[str]) -> None:
    pairs = [(name, f"reader{index}@office.example") for index, name in enumerate(names)]
    mail = parsed([mime.addresses("To", pairs)])
    assert mail.keys() == ["To", "X-Last"]
    found: tuple[Address, ...] = mail["To"].addresses
    assert [address.addr_spec for address in found] == [address for _, address in pairs]
    # the standard library keeps the blanks between encoded words (RFC 2047 6.2 says to drop them)
    squeezed = [address.display_name.replace(" ", "") for address in found]
    assert squeezed == [one_line(name).replace(" ", "") for name in names]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b@c",
        "a b@office.example",
        "a@office.example\r\nBcc: x@y",
        "<a@office.example>",
        "ก@office.example",
    ],
)
def test_an_address_that_is_not_plain_is_refused(address: str) -> None:
    with pytest.raises(mime.AddressError):
        mime.addresses("To", [("name", address)])


@given(st.lists(TEXT | st.just("<good.1@office.example>"), max_size=6))
def test_only_message_ids_stand_in_references(texts: list[str]) -> None:
    good = [text for text in texts if mime.is_id(text)]
    mail = parsed([mime.ids("References", texts)])
    assert mail.keys() == ["References", "X-Last"]
    assert str(mail["References"]).split() == good


@given(TEXT, st.binary(max_size=500), TEXT)
def test_a_file_comes_back_under_its_name(name: str, data: bytes, content_type: str) -> None:
    part = mime.file_part(name, content_type, data)
    octets = part.octets()
    assert all(len(line) <= 998 for line in octets.split(b"\r\n"))
    mail = email.message_from_bytes(octets, policy=email.policy.default)
    assert sorted(mail.keys()) == ["Content-Disposition", "Content-Transfer-Encoding", "Content-Type"]
    assert mail.get_filename() == mime.file_name(name)
    assert mail.get_content() == data
    assert mail.get_content_disposition() == "attachment"


@given(TEXT)
def test_a_file_name_has_no_path_and_is_never_empty(name: str) -> None:
    found = mime.file_name(name)
    assert found
    assert not set(found) & set('/\\:*?"<>|\r\n\0')
    assert found not in {".", ".."}
    assert len(found) <= 120


@pytest.mark.parametrize(
    "content_type", ["text/html", "message/rfc822", "multipart/mixed", "TEXT/HTML", "image/svg+xml"]
)
def test_what_a_mail_program_would_show_or_open_is_sent_as_plain_octets(content_type: str) -> None:
    part = mime.file_part("page.html", content_type, b"<script>")
    mail = email.message_from_bytes(part.octets(), policy=email.policy.default)
    assert mail.get_content_type() == "application/octet-stream"


@given(TEXT)
def test_a_text_part_comes_back(text: str) -> None:
    part = mime.text_part("plain", text)
    mail = email.message_from_bytes(part.octets(), policy=email.policy.default)
    lines = text.replace("\r\n", "\n")
    data = mail.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert data.decode("utf-8").replace("\r\n", "\n") == lines.replace("\r\n", "\n")
    assert all(len(line) <= 998 for line in part.body.split(b"\r\n"))
