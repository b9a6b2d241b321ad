"""What is said in a login with a token, byte for byte, and what a server's refusal means."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.edge import sasl

TOKEN = "vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg=="


def test_xoauth2_is_said_as_its_providers_describe_it() -> None:
    said = sasl.response("XOAUTH2", user="someuser@example.com", token=TOKEN, host="", port=993)
    # The example in Google's and Microsoft's descriptions.
    assert base64.b64encode(said).startswith(b"dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB2Rjlk")
    assert said == f"user=someuser@example.com\x01auth=Bearer {TOKEN}\x01\x01".encode()


def test_oauthbearer_is_said_as_rfc_7628_has_it() -> None:
    said = sasl.response(
        "OAUTHBEARER", user="user@example.com", token=TOKEN, host="server.example.com", port=143
    )
    # RFC 7628, 4.1
    example = (
        "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyI"
        "HZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2c9PQEB"
    )
    assert base64.b64encode(said).decode() == example


def test_signs_with_a_meaning_in_the_header_are_written_another_way() -> None:
    said = sasl.response("OAUTHBEARER", user="a=b,c", token="t", host="h", port=1)
    assert said.startswith(b"n,a=a=3Db=2Cc,\x01")


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["PLAIN", "OAUTHBEARER", "XOAUTH2"], "XOAUTH2"),
        (["plain", "oauthbearer"], "OAUTHBEARER"),
        (["PLAIN", "LOGIN"], None),
        ([], None),
    ],
)
def test_what_the_large_providers_run_is_chosen_first(offered: list[str], chosen: str | None) -> None:
    assert sasl.choose(offered) == chosen


def test_a_refusal_is_answered_as_each_mechanism_wants_it() -> None:
    assert sasl.after_a_refusal("XOAUTH2") == b""
    assert sasl.after_a_refusal("OAUTHBEARER") == b"\x01"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"status": "invalid_token", "schemes": "bearer"}, "expired"),
        ({"status": "insufficient_scope"}, "scope"),
        ({"status": "invalid_request"}, "does not understand"),
        ({"status": "400", "schemes": "Bearer", "scope": "https://mail.google.com/"}, "expired"),
        ({"status": 401}, "expired"),
    ],
)
def test_the_reason_of_a_refusal_is_put_into_words(said: object, words: str) -> None:
    told = sasl.why(json.dumps(said).encode())
    assert words in told
    assert "status" in told


@pytest.mark.parametrize(
    "said", [b"", b"not json", b"[1]", b"null", b'{"status": "brand_new"}', b"\xff", b"[" * 9999]
)
def test_a_reason_nobody_knows_is_told_as_it_stands(said: bytes) -> None:
    assert sasl.why(said) == said.decode("utf-8", "replace")


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_base64_brings_out_the_secret_wherever_it_begins(before: bytes, after: bytes) -> None:
    echoed = base64.b64encode(before + TOKEN.encode() + after).decode()
    assert TOKEN not in sasl.blotted(f"500 what is {TOKEN}", TOKEN)
    left, stars, right = sasl.blotted(echoed, TOKEN).partition("***")
    assert stars
    # Two characters at either end share their base64 with what stands beside them.
    assert len(left) // 4 * 3 <= len(before) + 2
    assert len(right.rstrip("=")) * 3 // 4 <= len(after) + 2


def test_a_short_password_does_not_blot_out_ordinary_words() -> None:
    assert sasl.blotted("refused", "") == "refused"
    assert sasl.blotted("535 no such user, no", "no") == "535 *** such user, ***"
