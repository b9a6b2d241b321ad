"""Writing in the head's name: tricks with From and its neighbours.

The attacker knows the secret of the approval letter, and his server's check is as good as it gets; he wants
the approval. The honest twin is the head's own plain mail right after.
"""

import pytest

from tests.attacks.scene import EVIL, HEAD, VOUCHED, asked, attacked, honest_approval, kinds, mail
from tests.conversations.correspondence import Correspondence

AT_EVIL = "From: evil@evil.example"
NAMED = "=?utf-8?B?amlyYXBvcm5Ac2VhLmV4YW1wbGU=?="
"""«jiraporn@sea.example» as an encoded word."""

TWO_READERS: dict[str, tuple[str, ...]] = {
    "two From headers, the head first": (HEAD, AT_EVIL),
    "two From headers, the head last": (AT_EVIL, HEAD),
    "two From headers, both the head": (HEAD, HEAD),
    "From with a space before the colon": (AT_EVIL, "From : jiraporn@sea.example"),
    "From with a tab before the colon": (AT_EVIL, "From\t: jiraporn@sea.example"),
    "only a From with a space before the colon": ("From : jiraporn@sea.example",),
    "From folded before the colon": (AT_EVIL, "From\r\n : jiraporn@sea.example"),
    "From of another case besides": (AT_EVIL, "FROM: jiraporn@sea.example"),
    "From indented as a continuation": ("X-Note: x", " From: jiraporn@sea.example", AT_EVIL),
    "From inside From": ("From: From: jiraporn@sea.example",),
    "two addresses, the head first": ("From: jiraporn@sea.example, evil@evil.example",),
    "two addresses, the head last": ("From: evil@evil.example, jiraporn@sea.example",),
    "two addresses, a semicolon between": ("From: jiraporn@sea.example; evil@evil.example",),
    "two addresses in angles": ("From: <jiraporn@sea.example> <evil@evil.example>",),
    "two addresses, a colon between": ('From: "x" <jiraporn@sea.example>:<evil@evil.example>',),
    "two addresses, an escaped comma between": (r"From: <jiraporn@sea.example>\,<evil@evil.example>",),
    "an address before the angle": ("From: jiraporn@sea.example <evil@evil.example>",),
    "the head in the angle, another before": ("From: evil@evil.example <jiraporn@sea.example>",),
    "an address in a comment": ("From: (evil@evil.example) jiraporn@sea.example",),
    "an address in a comment behind": ("From: jiraporn@sea.example (<evil@evil.example>)",),
    "a comment inside the address": ("From: jiraporn(x)@sea.example <evil@evil.example>",),
    "nested angles": ("From: <<jiraporn@sea.example>@evil.example>",),
    "nested angles, the head inside": ("From: <evil@evil.example <jiraporn@sea.example>>",),
    "a source route": ("From: <@evil.example:jiraporn@sea.example>",),
    "a source route of two": ("From: <@evil.example,@sea.example:jiraporn@sea.example>",),
    "a group": ("From: heads: jiraporn@sea.example;",),
    "a group of two": ("From: heads: jiraporn@sea.example, evil@evil.example;",),
    "a group, and an address behind": ("From: heads: evil@evil.example; jiraporn@sea.example",),
    "an empty group": ("From: undisclosed:;", "Sender: jiraporn@sea.example"),
    "a percent route": ("From: jiraporn%sea.example@evil.example",),
    "a bang path": ("From: sea.example!jiraporn@evil.example",),
    "an address cut by NUL": ("From: jiraporn@sea.example\0@evil.example",),
    "NUL behind the address": ("From: jiraporn@sea.example\0, evil@evil.example",),
    "a lone CR in From": ("From: evil@evil.example\rFrom: jiraporn@sea.example",),
    "an address that is an encoded word": (f"From: {NAMED}",),
    "an encoded word in the angle": ("From: <=?utf-8?Q?jiraporn=40sea.example?=>",),
    "an encoded word that closes the angle": (
        "From: =?utf-8?Q?=3Cjiraporn=40sea.example=3E?= <evil@evil.example>",
    ),
    "an address with white space": ("From: jiraporn @sea.example, evil@evil.example",),
    "an unfinished quote": ('From: "jiraporn@sea.example> <evil@evil.example>',),
    "an unfinished angle": ("From: <jiraporn@sea.example, evil@evil.example",),
    "a domain literal": ("From: jiraporn@[sea.example]",),
    "a trailing dot": ("From: jiraporn@sea.example.evil.example.",),
    "no From at all": ("Sender: jiraporn@sea.example",),
    "an empty From": ("From:", "Sender: jiraporn@sea.example"),
    "a null From": ("From: <>", "Sender: jiraporn@sea.example"),
    "only a name": ("From: jiraporn", "Reply-To: jiraporn@sea.example"),
}

SOMEBODY_ELSE: dict[str, tuple[str, ...]] = {
    "the head's address as a name": ('From: "jiraporn@sea.example" <evil@evil.example>',),
    "the head's name": ("From: ดร.จิราพร แสงทอง <evil@evil.example>",),
    "the head's address as an encoded name": (f"From: {NAMED} <evil@evil.example>",),
    "name, address and blanks before the real one": (
        f'From: "jiraporn@sea.example{" " * 300}" <evil@evil.example>',
    ),
    "a very long name": (f'From: "{"จิราพร " * 2000}" <evil@evil.example>',),
    "Sender is the head": (AT_EVIL, "Sender: jiraporn@sea.example"),
    "Reply-To is the head": (AT_EVIL, "Reply-To: jiraporn@sea.example"),
    "Return-Path is the head": ("Return-Path: <jiraporn@sea.example>", AT_EVIL),
    "Resent-From is the head": ("Resent-From: jiraporn@sea.example", AT_EVIL),
    "X-Original-From is the head": (AT_EVIL, "X-Original-From: jiraporn@sea.example"),
    "X-Google-Original-From is the head": (AT_EVIL, "X-Google-Original-From: jiraporn@sea.example"),
    "a Cyrillic letter in the domain": ("From: jiraporn@s\u0435a.example",),
    "a Cyrillic letter in the name": ("From: jir\u0430porn@sea.example",),
    "the Cyrillic domain in punycode": ("From: jiraporn@xn--sa-7kc.example",),
    "a full-width at sign": ("From: jiraporn\uff20sea.example",),
    "a zero-width space in the address": ("From: jira\u200bporn@sea.example",),
    "a direction mark in the address": ("From: jiraporn@\u202esea.example",),
    "a look-alike of the domain": ("From: jiraporn@sea-example.example",),
    "the domain as a subdomain": ("From: jiraporn@sea.example.evil.example",),
    "a host below the domain": ("From: jiraporn@mail.sea.example",),
    "the parent of the domain": ("From: jiraporn@example",),
    "a plus-address of the head": ("From: jiraporn+x@sea.example",),
    "rn for m": ("From: jiraporn@sea.exarnple",),
}


@pytest.mark.parametrize("sender", TWO_READERS.values(), ids=TWO_READERS)
async def test_a_from_that_can_be_read_two_ways_decides_nothing(
    office: Correspondence, sender: tuple[str, ...]
) -> None:
    """Wants: our reader to see the head where the mail server saw somebody else."""
    letter = await asked(office)
    raw = mail(top=(VOUCHED,), sender=sender, answers=letter.message_id)
    assert kinds(await attacked(office, raw)) == []
    await honest_approval(office)


@pytest.mark.parametrize("sender", SOMEBODY_ELSE.values(), ids=SOMEBODY_ELSE)
@pytest.mark.parametrize("top", [EVIL, VOUCHED], ids=["his own domain passed", "the server was fooled too"])
async def test_who_only_looks_like_the_head_decides_nothing(
    office: Correspondence, sender: tuple[str, ...], top: str
) -> None:
    """Wants: a name, a neighbouring header or a similar address to be taken for the head."""
    letter = await asked(office)
    raw = mail(top=(top,), sender=sender, answers=letter.message_id)
    assert kinds(await attacked(office, raw)) == []
    await honest_approval(office)
