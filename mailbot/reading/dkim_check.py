"""Our own check of DKIM signatures and ARC seals with dkimpy. DNS comes through a callable; no network here.

A signature counts when it covers the whole body (no ``l=``), signs From, Subject and Date, stands alone
over fields that occur once, and its domain is aligned with From. Old hashes and short keys do not count.
"""

import re
from collections.abc import Callable

from mailbot.core.mail import Authentication, AuthResult
from mailbot.reading.domains import aligned
from mailbot.reading.headers import Headers, clean_line, unfold

Txt = Callable[[str], bytes | None]
"""Looks up one DNS TXT record by name; None when there is none or it cannot be had."""

_TAG = re.compile(r"(?:^|;)\s*([a-z]+)\s*=\s*([^;]*)", re.IGNORECASE)
_MUST_SIGN = ("from", "subject", "date")
_ONCE = ("from", "subject", "date", "to", "cc", "reply-to", "in-reply-to", "references",
    "message-id", "content-type",
         "mime-version", "content-transfer-encoding")  # fmt: skip
_MOST = 6
_SHORTEST_KEY = 1024
_EVIDENCE = 2000
_NAME = re.compile(r"^[A-Za-z0-9._-]{1,250}$")


def twice_in(headers: Headers) -> str | None:
    """A field that may stand once and stands twice: two readers can take different ones."""
    return next((name for name in _ONCE if len(headers.all(name)) > 1), None)


def tags_of(value: bytes) -> dict[str, str]:
    """The tags of a signature field."""
    text = unfold(value).decode("ascii", "replace")
    return {found[1].lower(): re.sub(r"\s+", "", found[2]) for found in _TAG.finditer(text)}


def check_dkim(raw: bytes, headers: Headers, domain: str, txt: Txt) -> Authentication:
    """Verify the signatures that could speak for ``domain``; FAIL only when one of its own is broken."""
    twice = twice_in(headers)
    detail = "no DKIM signature aligned with the From domain"
    result = AuthResult.UNKNOWN
    evidence: tuple[str, ...] = ()
    for index, value in enumerate(headers.all("dkim-signature")[:_MOST]):
        tags = tags_of(value)
        signer = tags.get("d", "").lower()
        if not aligned(signer, domain):
            continue
        evidence = (f"DKIM-Signature: {clean_line(value.decode('utf-8', 'replace'))[:_EVIDENCE]}",)
        refused = _refused(tags) or (f"two {twice} fields" if twice else None)
        if refused is not None:
            detail = f"signature of {signer} does not count: {refused}"
            continue
        outcome = _verified(raw, index, txt)
        if outcome is True:
            return Authentication(
                result=AuthResult.PASS,
                method="dkim",
                by="mailbot",
                detail=f"signed by {signer}",
                headers=evidence,
            )
        detail = (
            f"signature of {signer} cannot be checked"
            if outcome is None
            else f"signature of {signer} is wrong"
        )
        result = AuthResult.FAIL if outcome is False else result
    return Authentication(
        result=result, method="dkim" if evidence else None, by="mailbot", detail=detail, headers=evidence
    )


def _refused(tags: dict[str, str]) -> str | None:
    if "l" in tags:
        return "it does not cover the whole body (l=)"
    signed = {name.lower() for name in tags.get("h", "").split(":")}
    unsigned = next((name for name in _MUST_SIGN if name not in signed), None)
    if unsigned is not None:
        return f"{unsigned} is not signed"
    if tags.get("a", "").lower() not in {"rsa-sha256", "ed25519-sha256"}:
        return "its algorithm is too old"
    return None


def _verified(raw: bytes, index: int, txt: Txt) -> bool | None:
    """True, False, or None when the key could not be had."""
    import dkim

    asked: list[bytes | None] = []

    def lookup(name: bytes, timeout: float = 5) -> bytes | None:  # noqa: ARG001  # dkimpy's signature
        asked.append(_key(name, txt))
        return asked[-1]

    try:
        good = dkim.DKIM(raw, minkey=_SHORTEST_KEY).verify(idx=index, dnsfunc=lookup)
    except Exception:  # noqa: BLE001  # dkimpy raises many kinds on hostile input; none of them is a pass
        return None if asked and asked[-1] is None else False
    if not good and asked and asked[-1] is None:
        return None
    return bool(good)


def _key(name: bytes, txt: Txt) -> bytes | None:
    text = name.decode("ascii", "replace").rstrip(".")
    return txt(text) if _NAME.match(text) and "._domainkey." in text else None


def sealed_by(raw: bytes, headers: Headers, txt: Txt) -> tuple[str | None, bytes]:
    """Who put the last valid ARC seal on the mail, and the results that seal vouches for."""
    import dkim

    def lookup(name: bytes, timeout: float = 5) -> bytes | None:  # noqa: ARG001  # dkimpy's signature
        return _key(name, txt)

    try:
        verdict, _, _ = dkim.ARC(raw, minkey=_SHORTEST_KEY).verify(dnsfunc=lookup)
    except Exception:  # noqa: BLE001  # as above
        return None, b""
    if verdict != dkim.CV_Pass:
        return None, b""
    seals = {tags_of(value).get("i", ""): value for value in headers.all("arc-seal")}
    last = max((number for number in seals if number.isdigit()), key=int, default="")
    vouched = next(
        (
            value
            for value in headers.all("arc-authentication-results")
            if tags_of(b";" + value).get("i") == last
        ),
        b"",
    )
    sealer = tags_of(seals[last]).get("d", "").lower() if last else None
    return sealer, vouched.partition(b";")[2].strip()
