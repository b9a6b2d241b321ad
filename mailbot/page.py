"""Everything on record, gathered for the page to look at offline. Reads; changes nothing.

Mails are read again from the archive, in the reader's children; letters are composed again, as they went out.
"""

import asyncio
import email
import email.policy
from collections.abc import Sequence
from pathlib import Path

from mailbot.config.settings import Settings
from mailbot.core.ledger import MailEntry
from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import Request
from mailbot.ports import Archive, Clock, Composer, Reader, Register
from mailbot.writing.page import Line, render_page

_BATCH = 50


async def write_page(
    path: Path,
    settings: Settings,
    *,
    register: Register,
    archive: Archive,
    reader: Reader,
    composer: Composer,
    clock: Clock,
) -> None:
    """Write the page, readable by its owner only: it holds everything the register holds."""
    requests = [request for month in register.months() for request in register.each(Request, month)]
    entries = [entry for month in register.months() for entry in register.each(MailEntry, month)]
    letters = [letter for month in register.months() for letter in register.each(Letter, month)]
    office_name = settings.office.short
    lines = await _mails(entries, archive, reader, office_name)
    lines += await asyncio.to_thread(_letters, letters, composer, office_name)
    lines.sort(key=lambda line: line.at)
    html = render_page(
        settings.office,
        requests,
        lines,
        made_at=clock.now(),
        language=settings.language,
        own=settings.templates,
    )
    await asyncio.to_thread(_write_privately, path, html)


def _write_privately(path: Path, html: str) -> None:
    path.touch(mode=0o600)
    path.write_text(html, encoding="utf-8")


async def _mails(entries: Sequence[MailEntry], archive: Archive, reader: Reader, office: str) -> list[Line]:
    lines = []
    for start in range(0, len(entries), _BATCH):
        batch = [entry for entry in entries[start : start + _BATCH] if archive.has(entry.sha256)]
        results = await reader.read([archive.get(entry.sha256) for entry in batch])
        for entry, result in zip(batch, results, strict=True):
            lines.append(
                Line(
                    at=entry.received_at,
                    sender=entry.sender_name or entry.sender or "?",
                    reader=office,
                    subject=entry.subject,
                    text=result.mail.own_words,
                    bot=False,
                    request=entry.requests[0] if entry.requests else None,
                    files=tuple(file.filename for file in result.mail.attachments),
                )
            )
    return lines


def _letters(letters: Sequence[Letter], composer: Composer, office: str) -> list[Line]:
    lines = []
    for letter in letters:
        if letter.state is not LetterState.SENT:
            continue
        message = email.message_from_bytes(composer.compose(letter).raw, policy=email.policy.default)
        text = message.get_body(("plain",))
        lines.append(
            Line(
                at=letter.sent_at or letter.owed_at,
                sender=office,
                reader=letter.to.name or letter.to.address,
                subject=str(message["Subject"]),
                text=str(text.get_content()) if text else "",
                bot=True,
                request=letter.request,
                files=tuple(part.get_filename() or "" for part in message.iter_attachments()),
            )
        )
    return lines
