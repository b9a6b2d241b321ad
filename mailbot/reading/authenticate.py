"""Lock 3: whether the From domain really sent this mail.

What is believed: the topmost Authentication-Results field, if its authserv-id is one the office has
pinned (RFC 8601); else our own DKIM check (``dkim_check``). Nothing below the topmost run counts,
whatever name it bears. ARC counts only when a forwarder that is trusted by name sealed it. Failing is
not the same as not knowing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Authentication, AuthResult, Sender
from mailbot.reading.addresses import mailboxes
from mailbot.reading.dkim_check import Txt, check_dkim, sealed_by, twice_in
from mailbot.reading.domains import aligned
from mailbot.reading.headers import Headers, clean_line, unfold

_NAME = "authentication-results"
_BETWEEN = re.compile(
    r"^(?:arc-|x-|received-spf|return-path|delivered-to|dmarc-filter|dkim-filter"
    r"|authentication-results-original)"
)
"""What receiving servers put between their own results; any other field ends the run."""
_MOST = 20
_EVIDENCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """One method's result in an Authentication-Results field."""

    method: str
    result: str
    properties: dict[str, str]


def authenticate(
    raw: bytes, headers: Headers, sender: Sender, vocabulary: Vocabulary, *, txt: Txt | None = None
) -> Authentication:
    """The verdict on the sender's domain. A sender without authority is never authenticated."""
    if sender.address is None or not sender.authority:
        return Authentication(detail=sender.why_not or "no sender")
    found = _authenticated(raw, headers, sender.address, vocabulary, txt)
    reservation = _reservation(headers, sender.address)
    if found.result is not AuthResult.PASS or reservation is None:
        return found
    return replace(found, result=AuthResult.UNKNOWN, detail=f"{found.detail}, but {reservation}")


def _reservation(headers: Headers, address: str) -> str | None:
    """Why a mail that the domain vouches for may still not be what this person sent, as this mail.

    A signature covers the lowest field of a name and readers take the highest (RFC 6376 8.15); ``Sender`` and
    ``Resent-From`` name somebody else who sent it (RFC 5322 3.6.2, 3.6.6). Then the person is asked.
    """
    twice = twice_in(headers)
    if twice is not None:
        return f"it has two {twice} fields"
    for name in ("sender", "resent-from", "resent-sender"):
        for value in headers.all(name):
            if {box.address for box in mailboxes(value)} - {address}:
                return f"{name} names somebody else"
    return None


def _authenticated(
    raw: bytes, headers: Headers, address: str, vocabulary: Vocabulary, txt: Txt | None
) -> Authentication:
    domain = address.rpartition("@")[2]
    said = _from_results(headers, domain, vocabulary)
    if said.result is AuthResult.PASS or (
        said.result is AuthResult.FAIL and not vocabulary.trusted_forwarders
    ):
        return said
    forwarded = _from_arc(headers, domain, vocabulary, raw, txt)
    if forwarded is not None:
        return forwarded
    if said.result is AuthResult.FAIL or not vocabulary.verify_dkim or txt is None:
        return said
    return check_dkim(raw, headers, domain, txt)


def _from_results(headers: Headers, domain: str, vocabulary: Vocabulary) -> Authentication:
    if not vocabulary.authserv_ids:
        return Authentication(detail="no authserv-id is pinned")
    run = list(_topmost_run(headers, {name.lower() for name in vocabulary.authserv_ids}))
    if not run:
        present = any(name == _NAME for name, _ in headers.fields)
        return Authentication(
            detail="the topmost Authentication-Results is not from a pinned server"
            if present
            else "no Authentication-Results"
        )
    results = [result for _, _, found in run for result in found]
    said = [clean_line(unfold(value).decode("utf-8", "replace"))[:_EVIDENCE] for _, value, _ in run]
    evidence = tuple(f"Authentication-Results: {line}" for line in said)
    verdict, method, detail = judge(results, domain)
    return Authentication(result=verdict, method=method, by=run[0][0], detail=detail, headers=evidence)


def _topmost_run(headers: Headers, pinned: set[str]) -> Iterator[tuple[str, bytes, list[_Result]]]:
    """The first Authentication-Results and those that follow it, while they are of pinned servers.

    One server speaks of a method once; a second word on it comes from below, from the mail itself.
    """
    begun = False
    spoken: set[str] = set()
    for name, value in headers.fields[:200]:
        if name != _NAME:
            if begun and not _BETWEEN.match(name):
                return
            continue
        server, results = parse_results(value)
        methods = {each.method for each in results}
        if server not in pinned or methods & spoken:
            return
        begun = True
        spoken |= methods
        yield server, value, results


def parse_results(value: bytes) -> tuple[str, list[_Result]]:
    """The authserv-id, lower-case, and the results of one field. Nonsense gives an empty id."""
    import authres

    text = unfold(value).decode("ascii", "replace")[: 8 * 1024]
    try:
        parsed = authres.AuthenticationResultsHeader.parse_value(text)
    except Exception:  # noqa: BLE001  # a parser of hostile text; whatever it raises, the field says nothing
        return "", []
    results = [
        _Result(
            method=str(one.method).lower(),
            result=str(one.result).lower(),
            properties={f"{prop.type}.{prop.name}".lower(): str(prop.value) for prop in one.properties},
        )
        for one in parsed.results[:_MOST]
        if one.method
    ]
    return str(parsed.authserv_id or "").lower(), results


def judge(results: list[_Result], domain: str) -> tuple[AuthResult, str | None, str]:
    """DMARC says it all where it speaks; else an aligned DKIM or SPF pass."""
    for one in (one for one in results if one.method == "dmarc"):
        about = one.properties.get("header.from", domain).lower()
        if one.result == "pass" and about == domain:
            return AuthResult.PASS, "dmarc", f"dmarc=pass for {domain}"
        if one.result in {"pass", "fail"}:
            return AuthResult.FAIL, "dmarc", f"dmarc={one.result} for {clean_line(about)[:100]}"
    for one in (one for one in results if one.method == "dkim" and one.result == "pass"):
        signer = one.properties.get("header.d") or one.properties.get("header.i", "").rpartition("@")[2]
        if aligned(signer, domain):
            return AuthResult.PASS, "dkim", f"dkim=pass by {clean_line(signer)[:100]}"
    for one in (one for one in results if one.method == "spf" and one.result == "pass"):
        mailfrom = one.properties.get("smtp.mailfrom", "").rpartition("@")[2].strip(" <>")
        if aligned(mailfrom, domain):
            return AuthResult.PASS, "spf", f"spf=pass for {clean_line(mailfrom)[:100]}"
    said = {one.method: one.result for one in results if one.method in {"dkim", "spf"}}
    if "fail" in said.values() and "pass" not in said.values():
        return (
            AuthResult.FAIL,
            next(key for key, value in said.items() if value == "fail"),
            "not authenticated by its domain",
        )
    if said and "temperror" not in said.values():
        return AuthResult.UNKNOWN, None, "nothing aligned with the From domain passed"
    return AuthResult.UNKNOWN, None, "the server checked nothing that counts"


def _from_arc(
    headers: Headers, domain: str, vocabulary: Vocabulary, raw: bytes, txt: Txt | None
) -> Authentication | None:
    """The results an ARC seal of a trusted forwarder vouches for (RFC 8617); None when there are none."""
    if not vocabulary.trusted_forwarders or txt is None or not headers.has("arc-seal"):
        return None
    trusted = tuple(name.lower() for name in vocabulary.trusted_forwarders)
    sealer, results = sealed_by(raw, headers, txt)
    if sealer is None or sealer not in trusted:
        return None
    server, parsed = parse_results(results)
    verdict, method, detail = judge(parsed, domain)
    if verdict is not AuthResult.PASS:
        return None
    line = f"ARC-Authentication-Results: {clean_line(results.decode('utf-8', 'replace'))[:_EVIDENCE]}"
    return Authentication(
        result=verdict,
        method="arc",
        by=sealer,
        detail=f"{method}: {detail} (seen by {server})",
        headers=(line,),
    )
