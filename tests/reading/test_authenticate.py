"""Lock 3: which results are believed, and what they must say about the From domain."""

# ruff: noqa: E501  # mails and pages stand here as they are sent, one a line

import base64
import random
from functools import cache

import dkim
import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Authentication, AuthResult
from mailbot.reading.domains import aligned
from mailbot.reading.read import read_mail

PINNED = Vocabulary(authserv_ids=("mx.sea.example",))
OWN_CHECK = Vocabulary(verify_dkim=True)
MAIL = (
    "From: somchai@sea.example\r\nTo: web@sea.example\r\nSubject: Re: x\r\nDate: Thu, 15 Jan 2026 09:30:00 +0700\r\n"
    "Message-ID: <1@sea.example>\r\n\r\nอนุมัติ\r\n"
)


def verdict(*top: str, mail: str = MAIL, vocabulary: Vocabulary = PINNED) -> Authentication:
    raw = "".join(f"{line}\r\n" for line in top) + mail
    return read_mail(raw.encode(), vocabulary).mail.authentication


@pytest.mark.parametrize(
    ("results", "method"),
    [
        ("dmarc=pass header.from=sea.example", "dmarc"),
        (
            "dmarc=pass (p=reject dis=none) header.from=sea.example; spf=fail smtp.mailfrom=x@evil.example",
            "dmarc",
        ),
        ("dkim=pass header.d=sea.example header.s=k1", "dkim"),
        ("dkim=pass header.i=@mail.sea.example", "dkim"),
        ("spf=pass smtp.mailfrom=somchai@sea.example", "spf"),
        ("dmarc=none header.from=sea.example; dkim=pass header.d=sea.example", "dkim"),
    ],
)
def test_the_pinned_server_is_believed(results: str, method: str) -> None:
    found = verdict(f"Authentication-Results: mx.sea.example; {results}")
    assert (found.result, found.method, found.by) == (AuthResult.PASS, method, "mx.sea.example")
    assert results in found.headers[0]


@pytest.mark.parametrize(
    ("results", "result"),
    [
        ("dmarc=fail header.from=sea.example; dkim=pass header.d=sea.example", AuthResult.FAIL),
        ("dmarc=pass header.from=evil.example", AuthResult.FAIL),
        ("dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example", AuthResult.UNKNOWN),
        ("dkim=fail header.d=sea.example; spf=softfail smtp.mailfrom=somchai@sea.example", AuthResult.FAIL),
        ("spf=fail smtp.mailfrom=somchai@sea.example", AuthResult.FAIL),
        ("none", AuthResult.UNKNOWN),
        ("dkim=pass header.d=example", AuthResult.UNKNOWN),
        ("dkim=temperror; spf=fail smtp.mailfrom=a@sea.example", AuthResult.FAIL),
    ],
)
def test_what_the_pinned_server_does_not_vouch_for_does_not_pass(results: str, result: AuthResult) -> None:
    assert verdict(f"Authentication-Results: mx.sea.example; {results}").result is result


GOOD = "Authentication-Results: mx.sea.example; dmarc=pass header.from=sea.example"
BAD = "Authentication-Results: mx.sea.example; dmarc=fail header.from=sea.example"
FOREIGN = "Authentication-Results: mx.evil.example; dmarc=pass header.from=sea.example"


def test_only_the_topmost_field_counts() -> None:
    assert (
        verdict(BAD, "Received: from a by b; Thu, 15 Jan 2026 09:30:00 +0700", GOOD).result is AuthResult.FAIL
    )


def test_a_forged_field_below_a_foreign_one_is_not_believed() -> None:
    found = verdict(FOREIGN, GOOD)
    assert (found.result, found.detail) == (
        AuthResult.UNKNOWN,
        "the topmost Authentication-Results is not from a pinned server",
    )


def test_a_field_of_another_server_is_not_believed() -> None:
    assert verdict(FOREIGN).result is AuthResult.UNKNOWN


def test_fields_that_one_server_adds_in_a_row_belong_together() -> None:
    dkim_part = "Authentication-Results: mx.sea.example; dkim=none"
    found = verdict(dkim_part, "DKIM-Filter: OpenDKIM", GOOD)
    assert (found.result, len(found.headers)) == (AuthResult.PASS, 2)


def test_nothing_is_believed_where_nothing_is_pinned() -> None:
    found = verdict(GOOD, vocabulary=Vocabulary())
    assert (found.result, found.detail) == (AuthResult.UNKNOWN, "no authserv-id is pinned")


def test_a_sender_without_authority_is_never_authenticated() -> None:
    found = verdict(GOOD, mail="From: boss@sea.example\r\n" + MAIL)
    assert (found.result, found.detail) == (AuthResult.UNKNOWN, "two From headers")


@pytest.mark.parametrize(
    "value", ["", ";;;;", "mx.sea.example", "mx.sea.example; dmarc=", "mx.sea.example; " + "x" * 9000]
)
def test_a_broken_field_passes_nothing(value: str) -> None:
    assert verdict(f"Authentication-Results: {value}").result is AuthResult.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("sea.example", "sea.example", True),
        ("mail.sea.example", "sea.example", True),
        ("a.sea.example", "b.sea.example", True),
        ("sea.example", "sea2.example", False),
        ("notsea.example", "sea.example", False),
        ("example", "sea.example", False),
        ("a.go.xx", "b.go.xx", False),
        ("go.xx", "a.go.xx", False),
        ("mail.a.go.xx", "a.go.xx", True),
        ("", "sea.example", False),
    ],
)
def test_domains_are_aligned_only_inside_one_registered_domain(one: str, other: str, same: bool) -> None:  # noqa: FBT001  # a table
    assert aligned(one, other) is same
    assert aligned(other, one) is same


def _prime(chance: random.Random, bits: int) -> int:
    """A number that is prime beyond reasonable doubt (Miller and Rabin)."""
    while True:
        number = chance.getrandbits(bits) | (3 << (bits - 2)) | 1
        if all(_passes(number, chance.randrange(2, number - 1)) for _ in range(24)):
            return number


def _passes(number: int, base: int) -> bool:
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    value = pow(base, odd, number)
    if value in {1, number - 1}:
        return True
    return any((value := pow(value, 2, number)) == number - 1 for _ in range(twos - 1))


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes((size,)) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes((tag,)) + length + content


def _numbers(*values: int) -> bytes:
    return _der(
        0x30, b"".join(_der(2, value.to_bytes(value.bit_length() // 8 + 1, "big")) for value in values)
    )


@cache
def keys() -> tuple[bytes, bytes]:
    """A throw-away private key as PEM, and the DNS record of its public half."""
    chance = random.Random(2569)  # noqa: S311  # the same throw-away key every time
    p, q = _prime(chance, 512), _prime(chance, 512)
    n, e = p * q, 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    private = _numbers(0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    public = _der(0x30, algorithm + _der(3, b"\0" + _numbers(n, e)))
    pem = b"-----BEGIN RSA KEY-----\n" + base64.b64encode(private) + b"\n-----END RSA KEY-----\n"
    return pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def signed(
    mail: bytes, *, domain: bytes = b"sea.example", headers: list[bytes] | None = None, length: bool = False
) -> bytes:
    fields = headers or [b"from", b"to", b"subject", b"date", b"message-id"]
    return bytes(dkim.sign(mail, b"k1", domain, keys()[0], include_headers=fields, length=length)) + mail


def own_check(raw: bytes) -> Authentication:
    records = {"k1._domainkey.sea.example": keys()[1], "k1._domainkey.evil.example": keys()[1]}
    return read_mail(raw, OWN_CHECK, txt=records.get).mail.authentication


def test_an_aligned_signature_passes_our_own_check() -> None:
    found = own_check(signed(MAIL.encode()))
    assert (found.result, found.method, found.by) == (AuthResult.PASS, "dkim", "mailbot")
    assert found.headers[0].startswith("DKIM-Signature: v=1")


@pytest.mark.parametrize(
    ("raw", "result", "detail"),
    [
        (MAIL.encode, AuthResult.UNKNOWN, "no DKIM signature aligned with the From domain"),
        (
            lambda: signed(MAIL.encode(), domain=b"evil.example"),
            AuthResult.UNKNOWN,
            "no DKIM signature aligned",
        ),
        (lambda: signed(MAIL.encode(), length=True), AuthResult.UNKNOWN, "does not cover the whole body"),
        (lambda: signed(MAIL.encode(), length=True) + "ไม่".encode(), AuthResult.UNKNOWN, "does not cover"),
        (
            lambda: signed(MAIL.encode(), headers=[b"from", b"date"]),
            AuthResult.UNKNOWN,
            "subject is not signed",
        ),
        (
            lambda: signed(MAIL.encode()).replace("อนุมัติ".encode(), "ไม่อนุมัติ".encode()),
            AuthResult.FAIL,
            "is wrong",
        ),
        (lambda: signed(MAIL.encode()).replace(b"Re: x", b"Re: y"), AuthResult.FAIL, "is wrong"),
        (lambda: b"Subject: other\r\n" + signed(MAIL.encode()), AuthResult.UNKNOWN, "two subject fields"),
    ],
)
def test_a_signature_that_leaves_room_does_not_pass(raw: object, result: AuthResult, detail: str) -> None:
    assert callable(raw)
    found = own_check(raw())
    assert found.result is result
    assert detail in found.detail


def test_a_key_that_cannot_be_had_is_not_a_failure() -> None:
    found = read_mail(signed(MAIL.encode()), OWN_CHECK, txt=lambda _: None).mail.authentication
    assert (found.result, found.detail) == (AuthResult.UNKNOWN, "signature of sea.example cannot be checked")


def test_what_the_pinned_server_says_comes_before_our_own_check() -> None:
    both = Vocabulary(authserv_ids=("mx.sea.example",), verify_dkim=True)
    raw = BAD.encode() + b"\r\n" + signed(MAIL.encode())
    found = read_mail(raw, both, txt={"k1._domainkey.sea.example": keys()[1]}.get).mail.authentication
    assert (found.result, found.method) == (AuthResult.FAIL, "dmarc")


def test_a_trusted_forwarder_may_vouch_for_what_it_saw() -> None:
    vocabulary = Vocabulary(authserv_ids=("mx.sea.example",), trusted_forwarders=("forward.example",))
    seen = b"Authentication-Results: forward.example; dmarc=pass header.from=sea.example\r\n"
    mail = seen + MAIL.encode()
    seals = dkim.arc_sign(
        mail, b"k1", b"forward.example", keys()[0], b"forward.example", include_headers=[b"from", b"subject"]
    )
    raw = BAD.encode() + b"\r\n" + b"".join(seals) + MAIL.encode()
    records = {"k1._domainkey.forward.example": keys()[1]}
    assert read_mail(raw, vocabulary, txt=records.get).mail.authentication.method == "arc"
    stranger = Vocabulary(authserv_ids=("mx.sea.example",), trusted_forwarders=("other.example",))
    assert read_mail(raw, stranger, txt=records.get).mail.authentication.result is AuthResult.FAIL
