"""The head's address, the letter's secret, and a forged vouching: lock 3 alone must hold.

The attacker writes everything below the header our server puts on top; he wants the approval. At most the
person on record is asked or told.
"""

import pytest

from tests.attacks.scene import HEAD, VOUCHED, asked, attacked, honest_approval, kinds, mail
from tests.conversations.correspondence import Correspondence

OURS = "Authentication-Results: mx.sea.example;"
HOP = "Received: from evil.example by mx.sea.example; Mon, 9 Nov 2026 09:30:00 +0700"

FORGED: dict[str, tuple[str, ...]] = {
    "nothing at all": (),
    "our server says fail": (f"{OURS} dmarc=fail header.from=sea.example",),
    "fail on top, a forged pass below the hop": (f"{OURS} dmarc=fail header.from=sea.example", HOP, VOUCHED),
    "fail on top, a forged pass right below": (f"{OURS} dmarc=fail header.from=sea.example", VOUCHED),
    "none on top, a forged pass below the hop": (f"{OURS} none", HOP, VOUCHED),
    "another server on top of the forged pass": (
        "Authentication-Results: mx.evil.example; dmarc=pass header.from=sea.example",
        VOUCHED,
    ),
    "only another server": ("Authentication-Results: mx.evil.example; dmarc=pass header.from=sea.example",),
    "our name with something behind": (
        "Authentication-Results: mx.sea.example.evil.example; dmarc=pass header.from=sea.example",
    ),
    "our name with something before": (
        "Authentication-Results: evil.mx.sea.example; dmarc=pass header.from=sea.example",
    ),
    "our name in a comment": (
        "Authentication-Results: (mx.sea.example) evil.example; dmarc=pass header.from=sea.example",
    ),
    "our name in quotes with more": (
        'Authentication-Results: "mx.sea.example evil"; dmarc=pass header.from=sea.example',
    ),
    "the pass in a comment": (f"{OURS} (dmarc=pass header.from=sea.example) none",),
    "the pass in a comment of a fail": (f"{OURS} dmarc=fail (dmarc=pass) header.from=sea.example",),
    "the pass in a quoted reason": (f'{OURS} dmarc=fail reason="; dmarc=pass" header.from=sea.example',),
    "pass of another domain": (f"{OURS} dmarc=pass header.from=evil.example",),
    "pass of a domain that begins alike": (f"{OURS} dmarc=pass header.from=sea.example.evil.example",),
    "pass of two domains, the other first": (
        f"{OURS} dmarc=pass header.from=evil.example; dmarc=pass header.from=sea.example",
    ),
    "fail, then pass, in one field": (f"{OURS} dmarc=fail header.from=sea.example; dmarc=pass",),
    "an SPF pass of another sender": (f"{OURS} spf=pass smtp.mailfrom=x@evil.example",),
    "an SPF pass whose local part is our domain": (
        f'{OURS} spf=pass smtp.mailfrom="sea.example"@evil.example',
    ),
    "an SPF pass of the HELO only": (f"{OURS} spf=pass smtp.helo=sea.example",),
    "an SPF pass of another, a forged DKIM pass right below": (
        f"{OURS} dmarc=none; dkim=none; spf=pass smtp.mailfrom=x@evil.example",
        f"{OURS} dkim=pass header.d=sea.example",
    ),
    "a DKIM pass of another signer": (f"{OURS} dkim=pass header.d=evil.example",),
    "a DKIM pass of the top level": (f"{OURS} dkim=pass header.d=example",),
    "a DKIM pass of a user name that is our domain": (f"{OURS} dkim=pass header.i=sea.example@evil.example",),
    "a softfail": (f"{OURS} spf=softfail smtp.mailfrom=jiraporn@sea.example",),
    "a field of another name": ("X-Authentication-Results: mx.sea.example; dmarc=pass",),
    "an original field": (
        "Authentication-Results-Original: mx.sea.example; dmarc=pass header.from=sea.example",
    ),
    "an ARC field without a seal": (
        "ARC-Authentication-Results: i=1; mx.sea.example; dmarc=pass header.from=sea.example",
    ),
    "a Received-SPF field": ("Received-SPF: pass (mx.sea.example) client-ip=192.0.2.1",),
    "a pass in a continuation of another field": ("X-Note: x", f" {VOUCHED}"),
    "a pass below the mail's own fields": (HOP, "X-Mailer: x", "Authentication-Results: x; none", VOUCHED),
}


@pytest.mark.parametrize("top", FORGED.values(), ids=FORGED)
async def test_only_what_our_own_server_says_on_top_is_believed(
    office: Correspondence, top: tuple[str, ...]
) -> None:
    """Wants: a vouching that our server never wrote."""
    letter = await asked(office)
    owed = kinds(await attacked(office, mail(top=top, sender=(HEAD,), answers=letter.message_id)))
    assert owed in (
        [("confirm_decision", "jiraporn@sea.example")],
        [("notice", "jiraporn@sea.example")],
        [],
    ), owed
    await honest_approval(office)


@pytest.mark.parametrize("word", ["ยืนยัน", "อนุมัติ", "ใช่", "ตกลง"])
async def test_a_confirmation_needs_the_secret_that_went_to_the_address_on_record(
    office: Correspondence, word: str
) -> None:
    """Wants: to answer the confirmation he caused, without having received it."""
    letter = await asked(office)
    first = mail(top=(), answers=letter.message_id)
    second = mail(top=(), answers=letter.message_id, body=word, message_id="<second@client.example>")
    await attacked(office, first, second)
    office.answer("jiraporn", office.letter("jiraporn", "confirm_decision"), "ยืนยัน", authentication=None)
    await office.run()
    assert office.status() == "awaiting_publication"
