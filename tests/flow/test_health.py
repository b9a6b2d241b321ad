"""What is wrong with the world around the bot is told: in the heartbeat, by ``status``, by its exit."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from mailbot.app import App, Parts, build, vocabulary
from mailbot.cli import main
from mailbot.core.letters import Digest, Letter, LetterState
from mailbot.edge.memory_mailbox import MemoryMailbox
from mailbot.edge.memory_postman import MemoryPostman
from mailbot.edge.register import FileRegister
from mailbot.ports import Posted
from mailbot.reading.worker import InlineReader
from mailbot.sandbox.imap_server import PymapServer
from tests.config.sample import SettingsFolder, sample_office
from tests.conversations.correspondence import Correspondence, MovableClock, sample_settings
from tests.conversations.mails import form
from tests.flow.practice import ENVIRONMENT, mailbot, settings_folder

REFUSED = "AUTH 535 the password has expired"


@pytest.fixture
def office(tmp_path: Path) -> SettingsFolder:
    return sample_office(tmp_path / "office")


@pytest.fixture
def postman() -> MemoryPostman:
    return MemoryPostman()


@pytest.fixture
def bot(office: SettingsFolder, postman: MemoryPostman) -> Iterator[App]:
    settings = office.load()
    reader = InlineReader(vocabulary(settings))
    parts = Parts(mailbox=MemoryMailbox(), postman=postman, reader=reader)
    app = build(settings, parts)
    yield app
    app.register.close()


async def ask(bot: App, topic: str) -> None:
    """One mail comes in, and the bot makes one pass."""
    raw = (
        "Authentication-Results: mx.sea.example; dmarc=pass header.from=sea.example\r\n"
        f"From: somruedee@sea.example\r\nTo: web@sea.example\r\nSubject: x\r\n"
        f"Message-ID: <{topic}@client.example>\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{form()}"
    )
    bot.flow._mailbox.deliver(raw.encode())  # type: ignore[attr-defined]
    await bot.service.once()


def status(office: SettingsFolder, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["status", "--json", "--config", str(office.path)])
    return code, json.loads(capsys.readouterr().out)


async def test_a_sending_server_that_takes_nothing_is_told_until_it_takes_letters_again(
    bot: App, office: SettingsFolder, postman: MemoryPostman, capsys: pytest.CaptureFixture[str]
) -> None:
    await bot.service.once()
    postman.answers.extend(Posted(ok=False, detail=REFUSED) for _ in range(2))
    await ask(bot, "one")
    code, told = status(office, capsys)
    assert code == 2
    assert any(REFUSED in line for line in told["stands"])
    assert told["backlog"] == 2
    await ask(bot, "two")
    code, told = status(office, capsys)
    assert told["sending"] is None
    assert not any(REFUSED in line for line in told["stands"])


async def test_one_reader_whose_server_is_busy_is_no_trouble_of_ours(
    bot: App, office: SettingsFolder, postman: MemoryPostman, capsys: pytest.CaptureFixture[str]
) -> None:
    await bot.service.once()
    postman.defer.add("jiraporn@sea.example")
    await ask(bot, "one")
    _, told = status(office, capsys)
    assert told["sending"] is None
    assert told["backlog"] == 1


async def test_the_digest_names_mails_that_the_server_does_not_hand_out(tmp_path: Path) -> None:
    class Hiding(MemoryMailbox):
        unfetchable = {7: "the server sent a NO"}  # noqa: RUF012 - as the real mailbox shows it

    office = Correspondence(sample_settings(tmp_path), mailbox=Hiding())
    await office.open()
    office.clock.forward(days=1)
    await office.run()
    digests = [each for each in office.every_letter() if isinstance(each.context, Digest)]
    assert {digest.to.address for digest in digests} == {"thana@sea.example"}, "the first webmaster's only"
    assert "1 ฉบับในกล่องเข้าที่เครื่องแม่ข่ายไม่ยอมให้อ่าน" in office.letter("thana", "digest").text


def test_a_register_of_a_newer_program_is_refused_with_status_2(tmp_path: Path) -> None:
    folder = settings_folder(tmp_path / "office", imap_port=1, smtp_port=1)
    FileRegister(folder / "data", now=MovableClock().now()).close()
    marker = folder / "data" / "register" / "format"
    said = orjson.loads(marker.read_bytes())
    marker.write_bytes(orjson.dumps(said | {"format": said["format"] + 1}))
    result = mailbot("run", "--config", folder)
    assert result.returncode == 2
    assert "newer" in result.stderr
    assert "Traceback" not in result.stderr


_DISTRUSTED = """
import sys
from mailbot.cli import main
from mailbot.edge.register import FileRegister
from mailbot.ports import RegisterError

def commit(self, records):
    raise RegisterError("the register was changed by somebody else", retry=False)

FileRegister.commit = commit
sys.exit(main(["run", "--config", sys.argv[1]]))
"""


def test_a_register_that_cannot_be_trusted_any_more_ends_the_process_with_status_2(tmp_path: Path) -> None:
    server = PymapServer({"web": "practice"})
    server.start()
    try:
        folder = settings_folder(tmp_path / "office", imap_port=server.port, smtp_port=1)
        command = [sys.executable, "-c", _DISTRUSTED, str(folder)]
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=240
        )
    finally:
        server.stop()
    assert ended.returncode == 2
    assert "changed by somebody else" in ended.stderr


async def test_a_letter_given_up_can_be_sent_once_more_with_the_same_bytes(
    bot: App, office: SettingsFolder, postman: MemoryPostman, capsys: pytest.CaptureFixture[str]
) -> None:
    await bot.service.once()
    postman.answers.append(Posted(ok=False, permanent=True, detail="DATA 552 too large today"))
    await ask(bot, "one")
    (dead,) = bot.register.find(Letter, "state", LetterState.DEAD.value)
    bytes_of = bot.composer.compose(dead).raw
    bot.register.close()
    assert main(["outbox", "retry", dead.id, "--config", str(office.path)]) == 0
    assert dead.id in capsys.readouterr().out
    settings = office.load()
    again = build(
        settings,
        Parts(mailbox=MemoryMailbox(), postman=postman, reader=InlineReader(vocabulary(settings))),
    )
    try:
        await again.service.once()
        sent = again.register.get(Letter, dead.id)
        assert sent is not None
        assert sent.state is LetterState.SENT
        assert [parcel.raw for parcel in postman.sent if parcel.letter_id == dead.id] == [bytes_of]
    finally:
        await again.close()
    assert main(["outbox", "retry", dead.id, "--config", str(office.path)]) == 2
