"""Who a mail is from, and every known way to make that unclear."""

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Mail
from mailbot.reading.read import read_mail


def read(*header: str | bytes) -> Mail:
    lines = [line.encode() if isinstance(line, str) else line for line in header]
    raw = b"\r\n".join([*lines, b"To: web@sea.example", b"Subject: x", b"", b"x", b""])
    return read_mail(raw, Vocabulary()).mail


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("somchai@sea.example", None),
        ("<Somchai@SEA.example>", None),
        ("Somchai Jaidee <somchai@sea.example>", "Somchai Jaidee"),
        ('"Jaidee, Somchai" <somchai@sea.example>', "Jaidee, Somchai"),
        ("somchai@sea.example (Somchai)", "Somchai"),
        ("somchai@sea.example <somchai@sea.example>", "somchai@sea.example"),
        ('"boss@other.example" <somchai@sea.example>', "boss@other.example"),
        ("=?utf-8?B?4Liq4Lih4LiK4Liy4Lii?= <somchai@sea.example>", "สมชาย"),
        ("\r\n Somchai\r\n <somchai@sea.example>", "Somchai"),
    ],
)
def test_one_plain_address_has_authority(value: str, name: str | None) -> None:
    sender = read(f"From: {value}").sender
    assert (sender.address, sender.name, sender.authority) == ("somchai@sea.example", name, True), (
        sender.why_not
    )


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (["From: a@sea.example", "From: b@sea.example"], "two From headers"),
        (["From: a@sea.example", "from: b@sea.example"], "two From headers"),
        (["From : a@sea.example"], "a From header that is written oddly"),
        (["From: a@sea.example", "From\t: b@sea.example"], "two From headers"),
        ([" From: a@sea.example"], "a From header that is written oddly"),
        (["From: a@sea.example, b@sea.example"], "two addresses in From"),
        (["From: <a@sea.example>, <b@evil.example>"], "two addresses in From"),
        (['From: "S" <a@sea.example>:<b@evil.example>'], "two addresses in From"),
        (["From: <a@sea.example>\\,<b@evil.example>"], "two addresses in From"),
        (["From: <@evil.example,@x.example:a@sea.example>"], "From is not one plain address"),
        (['From: "a@sea.example"@evil.example'], "From is not one plain address"),
        (["From: a@sea.example <b@evil.example>"], "From is not one plain address"),
        (["From: <a@sea.example> b@evil.example"], "From is not one plain address"),
        (["From: <a@sea.example(<b@evil.example>)>"], "From is not one plain address"),
        (["From: Group: a@sea.example;"], "From is not one plain address"),
        (["From: =?utf-8?B?PGFAc2VhLmV4YW1wbGU+?="], "no address in From"),
        (["From: Somchai"], "no address in From"),
        (["From: "], "no address in From"),
        (["X-From: a@sea.example"], "no From header"),
        (["Sender: a@sea.example", "Reply-To: a@sea.example"], "no From header"),
        (["From: a@localhost"], "From is not one plain address"),
        (["From: a b@sea.example"], "From is not one plain address"),
    ],
)
def test_anything_else_has_none_and_says_why(header: list[str], why: str) -> None:
    sender = read(*header).sender
    assert (sender.authority, sender.why_not) == (False, why)


@pytest.mark.parametrize(
    "header",
    [
        b"From: <a@sea.example>\x00<b@evil.example>",
        b"From: a@sea.example\rFrom: b@evil.example",
        b"From: a@sea.example\r\n\tFrom: b@evil.example",
        "From: a@sеa.example".encode(),  # a Cyrillic letter
        b"From: a@sea.example\x0bb@evil.example",
    ],
)
def test_odd_bytes_never_give_authority(header: bytes) -> None:
    assert not read(header).sender.authority


def test_reply_to_and_sender_are_never_identity() -> None:
    sender = read("From: a@sea.example", "Reply-To: boss@sea.example", "Sender: boss@sea.example").sender
    assert (sender.address, sender.authority) == ("a@sea.example", True)


def test_a_look_alike_domain_is_left_as_it_is() -> None:
    sender = read("From: a@xn--sa-tlc.example").sender
    assert (sender.address, sender.authority) == ("a@xn--sa-tlc.example", True)


def test_a_second_parser_that_reads_otherwise_takes_authority_away(monkeypatch: pytest.MonkeyPatch) -> None:
    from mailbot.reading import read as module
    from mailbot.reading.second_opinion import SecondOpinion

    monkeypatch.setattr(module, "second_opinion", lambda _: SecondOpinion(senders=("b@evil.example",)))
    assert read("From: a@sea.example").sender.why_not == "two parsers read different senders"


def test_a_second_parser_that_gives_up_takes_authority_away(monkeypatch: pytest.MonkeyPatch) -> None:
    from mailbot.reading import read as module
    from mailbot.reading.second_opinion import SecondOpinion

    monkeypatch.setattr(module, "second_opinion", lambda _: SecondOpinion())
    assert read("From: a@sea.example").sender.why_not == "the second parser could not read From"
