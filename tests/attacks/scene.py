"""The scene of an attack: an office at work, mails written byte by byte, and what must not have moved.

Letters are composed without words or papers here: what an attack could get is a state, a file or an
addressee, and those are in the register.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.config.settings import Settings
from mailbot.core.letters import Letter, LetterState, Purpose
from mailbot.core.request import Request, Status
from mailbot.ports import Archive, Composer, Mint, Parcel
from tests.conversations.correspondence import AUTHSERV, Correspondence, Received
from tests.conversations.mails import PDF, form

NUMBER = "WEB-2569-0001"
HEAD = "From: jiraporn@sea.example"
VOUCHED = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from=sea.example"
EVIL = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from=evil.example"
URL = "https://www.sea.example/news/1234"


class PlainComposer:
    """Composes the headers a mail program answers to, and hardly any words."""

    def __init__(self, settings: Settings, _: Archive, mint: Mint) -> None:
        self._office = settings.office
        self._mint = mint

    def compose(self, letter: Letter) -> Parcel:
        domain = self._office.address.rpartition("@")[2]
        token = self._mint.token(letter.id).lower()
        number = f"[{letter.request}] " if letter.request else ""
        raw = (
            f"From: {self._office.address}\r\nTo: {letter.to.address}\r\nSubject: {number}{letter.kind}\r\n"
            f"Message-ID: <{token}.letter@{domain}>\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            f"{letter.kind}\r\n"
        )
        return Parcel(
            sender=self._office.address,
            recipients=(letter.to.address,),
            raw=raw.encode(),
            letter_id=letter.id,
        )


def plainly(settings: Settings, archive: Archive, mint: Mint) -> Composer:
    """In place of the composition root's ``make_composer``."""
    return PlainComposer(settings, archive, mint)


def mail(
    *,
    top: Sequence[str] = (VOUCHED,),
    sender: Sequence[str] = (HEAD,),
    subject: str = "Re: ขออนุมัติ",
    answers: str | None = None,
    body: str = "อนุมัติ",
    extra: Sequence[str] = (),
    kind: str = "text/plain",
    message_id: str = "<attack@client.example>",
) -> bytes:
    """One mail, header line by header line; ``answers``: the Message-ID in In-Reply-To and References."""
    lines = [*top, *sender, "To: web@sea.example", f"Subject: {subject}"]
    lines += ["Date: Mon, 09 Nov 2026 09:30:00 +0700", f"Message-ID: {message_id}"]
    if answers is not None:
        lines += [f"In-Reply-To: {answers}", f"References: {answers}"]
    lines += [*extra, "MIME-Version: 1.0", f"Content-Type: {kind}; charset=utf-8"]
    lines += ["Content-Transfer-Encoding: 8bit"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body + "\r\n").encode("utf-8", "surrogateescape")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Everything an attack on the register could move."""

    requests: tuple[tuple[object, ...], ...]
    tasks: int

    @classmethod
    def of(cls, office: Correspondence) -> "Standing":
        """How things stand now."""
        requests = tuple(_facts(each) for each in office.requests())
        tasks = sum(letter.kind in {"task", "takedown"} for letter in office.every_letter())
        return cls(requests=requests, tasks=tasks)


def _facts(request: Request) -> tuple[object, ...]:
    return (request.number, request.status, request.approval, request.items, request.content_hash)


def on_record_only(office: Correspondence) -> None:
    """No letter ever left, or is owed, for anybody but the people of the office."""
    known = {person.address for person in office.settings.office.people}
    asked = {letter.to.address for letter in office.every_letter()}
    posted = {received.to for received in office.letters()}
    assert asked | posted <= known, (asked | posted) - known


async def attacked(office: Correspondence, *raws: bytes) -> list[Letter]:
    """The mails come in; nothing moves, nobody outside hears of it. The letters that were owed for it."""
    before, known = Standing.of(office), {letter.id for letter in office.every_letter()}
    for raw in raws:
        office.mailbox.deliver(raw, internal_date=office.clock.time)
        await office.run()
    assert Standing.of(office) == before
    on_record_only(office)
    return [letter for letter in office.every_letter() if letter.id not in known]


async def asked(office: Correspondence) -> Received:
    """A complete request waits for its head; the approval letter."""
    office.write("somruedee", "ขอเผยแพร่ข้อมูลข่าวสาร", form(), files=[PDF])
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    return office.letter("jiraporn", "approval_request")


async def approved(office: Correspondence) -> Received:
    """The head has approved; the task letter."""
    letter = await asked(office)
    office.answer("jiraporn", letter, "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
    return office.letter("thana", "task")


async def published(office: Correspondence) -> None:
    """It is up."""
    office.answer("thana", await approved(office), f"เผยแพร่แล้ว {URL}")
    await office.run()
    assert office.status() == Status.PUBLISHED


async def honest_approval(office: Correspondence) -> None:
    """The honest twin: the same head, the same letter, the honest mail."""
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION, office.request().events[-3:]
    approval = office.request().approval
    assert approval is not None
    assert approval.by.address == "jiraporn@sea.example"


async def honest_report(office: Correspondence) -> None:
    """The honest twin: the webmaster reports on the own task."""
    office.answer("thana", office.letter("thana", "task"), f"เผยแพร่แล้ว {URL}")
    await office.run()
    assert office.status() == Status.PUBLISHED


def kinds(letters: Sequence[Letter]) -> list[tuple[str, str]]:
    """Who gets which letter, of those not dropped."""
    return [(letter.kind, letter.to.address) for letter in letters if letter.state is not LetterState.DROPPED]


def secret_of(office: Correspondence, who: str, purpose: Purpose) -> str:
    """The Message-ID of the newest letter to this person with this purpose."""
    letters = [
        letter
        for letter in office.every_letter()
        if letter.purpose is purpose and letter.to.address == office.address(who)
    ]
    newest = max(letters, key=lambda letter: letter.owed_at)
    return f"<{office.app.mint.token(newest.id).lower()}.letter@sea.example>"


Change = Callable[[bytes], bytes]
