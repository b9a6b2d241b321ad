"""The real process, a real IMAP server and a real SMTP server: killed with SIGKILL at chosen steps."""

import email
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from imap_tools import MailBoxUnencrypted

from mailbot.app import KeyedMint
from mailbot.edge.memory_mailbox import INBOX
from mailbot.edge.register import FileRegister
from mailbot.ports import Parcel
from mailbot.sandbox.dovecot import DovecotServer
from mailbot.sandbox.imap_server import PymapServer
from mailbot.sandbox.smtp_server import SmtpServer
from tests.faults.day import _until
from tests.faults.laws import Held, after_a_kill, at_the_end
from tests.faults.load import ROUNDS, Post
from tests.faults.office import Records
from tests.flow.practice import ENVIRONMENT, KEY, settings_folder

Server = PymapServer | DovecotServer
USER = "web"
DIED = -9
ROOT = Path(__file__).parents[2]


@dataclass(kw_only=True)
class RealOffice:
    """What ``laws`` look at, over real servers."""

    home: Path
    server: Server
    smtp: SmtpServer
    chance: Random
    delivered: list[bytes] = field(default_factory=list)
    repeats: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    shelved: Counter[str] = field(default_factory=Counter)

    @property
    def folder(self) -> Path:
        return self.home / "data"

    @property
    def mailbox(self) -> "RealOffice":
        return self

    @property
    def postman(self) -> "RealOffice":
        return self

    def mails(self, folder: str) -> list[bytes]:
        """The mails of a folder on the server, as a mail program gets them."""
        with MailBoxUnencrypted(self.server.host, self.server.port).login(USER, "practice", folder) as box:
            found = box.client.uid("FETCH", "1:*", "(BODY.PEEK[])")[1] if box.uids() else []
            return [bytes(part[1]) for part in found if isinstance(part, tuple)]

    def filed(self) -> list[bytes]:
        """Every mail that is no longer in the inbox."""
        with MailBoxUnencrypted(self.server.host, self.server.port).login(USER, "practice") as box:
            names = [info.name for info in box.folder.list() if "\\Noselect" not in info.flags]
        return [raw for name in names if name != INBOX for raw in self.mails(name)]

    @contextmanager
    def records(self) -> Iterator[Records]:
        """What lies on the disk now."""
        register = FileRegister(self.folder, now=None)
        try:
            yield Records.of(register)
        finally:
            register.close()

    @property
    def sent(self) -> list[Parcel]:
        """Every letter the SMTP server took, with the id it has in the register."""
        mint = KeyedMint(bytes.fromhex(KEY))
        with self.records() as records:
            ids = {mint.token(letter.id).lower(): letter.id for letter in records.letters}
        parcels = []
        for handed in self.smtp.handed:
            message_id = str(email.message_from_bytes(handed.raw)["Message-ID"]).lower()
            name = next((known for token, known in ids.items() if token in message_id), message_id)
            parcels.append(
                Parcel(sender=handed.sender, recipients=handed.recipients, raw=handed.raw, letter_id=name)
            )
        return parcels

    def letters(self, since: int) -> list[tuple[str, Parcel]]:
        """The letters that came after so many, each once, with their kind."""
        with self.records() as records:
            kinds = {letter.id: letter.kind for letter in records.letters}
        fresh = {parcel.letter_id: parcel for parcel in self.sent[since:]}
        return [(kinds[name], parcel) for name, parcel in fresh.items() if name in kinds]

    def deliver(self, mails: list[bytes]) -> None:
        """Mails arrive; without the byte that servers may refuse."""
        clean = [raw.replace(b"\x00", b"0") for raw in mails]
        self.delivered += clean
        for raw in clean:
            self.server.deliver(USER, raw)

    def live(self, steps: int, only: str = "") -> bool:
        """One pass in a process of its own; False when it was killed."""
        command = [sys.executable, "-m", "tests.faults.victim", str(self.home), "--steps", str(steps)]
        command += ["--only", only, "--seed", str(self.chance.randrange(10**6))]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, timeout=120,
            check=False,
        )  # fmt: skip
        if done.returncode not in {0, DIED}:
            raise AssertionError(done.stderr[-2000:])
        self.kills[only or "any"] += done.returncode == DIED
        return done.returncode == 0


def real_day(server: Server, folder: Path, seed: int, held: Held, *, kills: int) -> RealOffice:
    """Rounds of mails, with so many kills in each. Raises BrokenLawError."""
    with SmtpServer(users={USER: "practice"}) as smtp:
        home = settings_folder(folder, imap_port=server.port, smtp_port=smtp.port)
        office = RealOffice(home=home, server=server, smtp=smtp, chance=Random(seed))  # noqa: S311 - chosen
        post = Post(seed)
        assert office.live(0), "the first start"
        known = 0
        for part in range(ROUNDS):
            letters = office.letters(known)
            known = len(smtp.handed)
            office.deliver(post.mails(part, letters))
            for _ in range(kills):
                if office.live(*_until(office.chance)):
                    break
                after_a_kill(office, held)  # type: ignore[arg-type]  # has what the laws look at
            assert office.live(0), "left in peace"
            at_the_end(office, held)  # type: ignore[arg-type]  # likewise
        return office
