"""Signatures that leave room: our own DKIM check is lock 3 where no server is pinned.

The attacker has a mail that the head's domain really signed, or can sign for his own; he wants a signature
to cover what it does not. The honest twin is signed whole.
"""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from mailbot.app import App, Parts, build, vocabulary
from mailbot.reading.worker import InlineReader
from mailbot.writing.worker import InlineWriter
from tests.attacks.scene import asked, attacked, kinds, mail, plainly
from tests.conversations.correspondence import Correspondence, sample_settings
from tests.reading.test_authenticate import keys, signed

RECORDS = {
    "k1._domainkey.sea.example": keys()[1],
    "k1._domainkey.evil.example": keys()[1],
    "k1._domainkey.example": keys()[1],
    "gone._domainkey.sea.example": b"v=DKIM1; k=rsa; p=",
}
FIELDS = [b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"references"]


class Checking(Correspondence):
    """An office that checks signatures itself, with the keys of this test in its DNS."""

    def _build(self) -> App:
        words = vocabulary(self.settings)
        parts = Parts(
            clock=self.clock,
            mailbox=self.mailbox,
            postman=self.postman,
            register=self.register,
            archive=self.archive,
            reader=InlineReader(words, txt=RECORDS.get),
            writer=InlineWriter,
        )
        return build(self.settings, parts)


@pytest.fixture
async def checking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Correspondence]:
    monkeypatch.setattr("mailbot.app.make_composer", plainly)
    settings = sample_settings(tmp_path)
    trust = settings.trust.model_copy(update={"authserv_ids": (), "verify_dkim": True})
    office = await Checking(settings.model_copy(update={"trust": trust})).open()
    yield office
    await office.app.close()


def _resigned(raw: bytes, **how: object) -> bytes:
    return signed(raw, **{"headers": FIELDS, **how})  # type: ignore[arg-type]  # passed on


def _without(name: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: _resigned(raw, headers=[field for field in FIELDS if field != name])


def _hold(raw: bytes) -> bytes:
    """What the head really wrote and signed: not an approval."""
    return raw.replace("อนุมัติ".encode(), "รอก่อน".encode())


FORGERIES: dict[str, Callable[[bytes], bytes]] = {
    "no signature": lambda raw: raw,
    "signed for another domain": lambda raw: _resigned(raw, domain=b"evil.example"),
    "signed for the top level": lambda raw: _resigned(raw, domain=b"example"),
    "only the first octets are signed (l=)": lambda raw: _resigned(raw, length=True),
    "the approval stands behind what is signed (l=)": lambda raw: (
        _resigned(_hold(raw), length=True) + "อนุมัติ\r\n".encode()
    ),
    "the subject is not signed": _without(b"subject"),
    "the date is not signed": _without(b"date"),
    "the body was changed": lambda raw: _resigned(_hold(raw)).replace("รอก่อน".encode(), "อนุมัติ".encode()),
    "the subject was changed": lambda raw: _resigned(raw).replace(b"Subject: Re:", b"Subject: Fw:"),
    "the sender was changed": lambda raw: _resigned(raw.replace(b"jiraporn@", b"thana@")).replace(
        b"thana@", b"jiraporn@"
    ),
    "the references were changed": lambda raw: _resigned(
        raw.replace(b"References: <", b"References: <x")
    ).replace(b"References: <x", b"References: <"),
    "a second From on top": lambda raw: b"From: jiraporn@sea.example\r\n" + _resigned(raw),
    "a second Subject on top": lambda raw: b"Subject: x\r\n" + _resigned(raw),
    "a second Content-Type on top": lambda raw: b"Content-Type: text/html\r\n" + _resigned(raw),
    "second References on top": lambda raw: b"References: <x@y.example>\r\n" + _resigned(raw),
    "a second Date on top": lambda raw: b"Date: Mon, 09 Nov 2026 09:30:00 +0700\r\n" + _resigned(raw),
    "a key that was taken back": lambda raw: _resigned(raw).replace(b"s=k1;", b"s=gone;"),
    "a key nobody published": lambda raw: _resigned(raw).replace(b"s=k1;", b"s=none;"),
    "an old algorithm": lambda raw: _resigned(raw).replace(b"a=rsa-sha256", b"a=rsa-sha1"),
    "a signature without its value": lambda raw: _resigned(raw).replace(b" b=", b" z="),
    "a signature of another mail": lambda raw: _resigned(_hold(raw)).split(b"From:")[0] + raw,
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
async def test_a_signature_that_leaves_room_decides_nothing(
    checking: Correspondence, forge: Callable[[bytes], bytes]
) -> None:
    """Wants: the approval, by a signature that does not cover it."""
    letter = await asked(checking)
    owed = kinds(await attacked(checking, forge(mail(top=(), answers=letter.message_id))))
    assert {who for _, who in owed} <= {"jiraporn@sea.example"}
    assert {kind for kind, _ in owed} <= {"confirm_decision", "notice"}

    honest = mail(top=(), answers=letter.message_id, message_id="<honest@sea.example>")
    checking.mailbox.deliver(_resigned(honest))
    await checking.run()
    assert checking.status() == "awaiting_publication"


async def test_a_signed_approval_played_again_decides_nothing_new(checking: Correspondence) -> None:
    """Wants: the head's signed approval to count once more, after it was taken back."""
    letter = await asked(checking)
    fields = [field for field in FIELDS if field != b"message-id"]
    first = mail(top=(), answers=letter.message_id, message_id="<first@sea.example>")
    checking.mailbox.deliver(_resigned(first, headers=fields))
    await checking.run()
    echo = checking.letter("jiraporn", "decision_echo")
    undo = mail(top=(), answers=echo.message_id, body="ยกเลิก", message_id="<undo@sea.example>")
    checking.mailbox.deliver(_resigned(undo))
    await checking.run()
    assert checking.status() == "awaiting_approval"

    again = _resigned(first, headers=fields)
    await attacked(
        checking,
        again,
        b"Received: from x by y; Mon, 9 Nov 2026 10:00:00 +0700\r\n" + again,
        again.replace(b"<first@", b"<again@"),
    )
    newest = checking.letter("jiraporn", "approval_request")
    fresh = mail(top=(), answers=newest.message_id, message_id="<new@sea.example>")
    checking.mailbox.deliver(_resigned(fresh))
    await checking.run()
    assert checking.status() == "awaiting_publication"
