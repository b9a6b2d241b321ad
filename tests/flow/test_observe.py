"""The way an office tries mailbot: everything is read, nothing is sent, nothing is moved."""

from pathlib import Path

from mailbot.app import Parts, build
from mailbot.core.letters import Letter
from mailbot.core.request import Request
from mailbot.edge.memory_mailbox import MemoryMailbox
from mailbot.edge.memory_postman import MemoryPostman
from mailbot.reading.worker import InlineReader
from tests.conversations.correspondence import MovableClock, sample_settings
from tests.conversations.mails import form


async def test_observing_sends_nothing_moves_nothing_and_keeps_a_register_of_its_own(tmp_path: Path) -> None:
    from mailbot.app import vocabulary

    settings = sample_settings(tmp_path).model_copy(update={"mode": "observe"})
    mailbox = MemoryMailbox()
    postman = MemoryPostman()
    app = build(
        settings, Parts(clock=MovableClock(), mailbox=mailbox, reader=InlineReader(vocabulary(settings)))
    )
    try:
        await app.service.once()
        mailbox.deliver(
            b"Authentication-Results: mx.sea.example; dmarc=pass header.from=sea.example\r\n"
            b"From: somruedee@sea.example\r\nTo: web@sea.example\r\nSubject: =?utf-8?q?x?=\r\n"
            b"Message-ID: <o1@client.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            + form().encode()
        )
        await app.service.once()
        await app.service.once()
        assert len(mailbox.mails()) == 1, "the mail is still in the inbox"
        requests = [each for month in app.register.months() for each in app.register.each(Request, month)]
        letters = [each for month in app.register.months() for each in app.register.each(Letter, month)]
        assert len(requests) == 1
        assert len(letters) == 2
        assert postman.sent == []
        assert (tmp_path / "observe" / "register").is_dir()
        assert not (tmp_path / "register").exists()
    finally:
        await app.close()
