"""What people and machines write to the office in one day, from a seed: three rounds of mixed mails."""

import email
import email.policy
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from random import Random

from mailbot.config import load
from mailbot.core.office import Office
from mailbot.packaged import packaged
from mailbot.ports import Parcel
from mailbot.sandbox.people import Writer
from tests.conversations.correspondence import AUTHSERV, MONDAY
from tests.conversations.mails import CERTIFIED, form
from tests.faults.poison import poison

STAFF = ("daeng", "tawan", "somruedee", "wichai", "kamon", "ratree", "naree", "malee")
GENUINE = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from=sea.example\r\n".encode()
ROUNDS = 3
_AUTOMATIC = (("Auto-Submitted", "auto-replied"),)
_LIST = (("List-Id", "<s.shop.example>"),)
_REPLY_TO = b"Reply-To: evil@stranger.example\r\n"
_MESSAGE_ID = re.compile(rb"(?im)^Message-ID: <[^>]*>")
_BOUNDARY = re.compile(rb"={15}\d+==")
"""What the standard library makes up anew each time, between the parts of a mail."""
_POISON = (
    b"From: tawan@sea.example\r\nMessage-ID: <poison.%d@client.example>\r\nSubject: =?utf-8?b?////?=\r\n"
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/pdf\r\n"
    b'Content-Disposition: attachment; filename="..\\..\\a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    b"JVBERi0xLjcKJf//\x00\xff\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n\xff\xfe\r\n--x--\r\n"
)


QUICK = ("raise", "recurse", "exit", "segfault", "killed", "nonsense", "many-files")
"""The kinds of poison that need no waiting."""


def chance_of(seed: int) -> Random:
    """What is drawn from this seed."""
    return Random(seed)  # noqa: S311 - chosen, not secret


@cache
def office() -> Office:
    """The sample office."""
    return load(packaged("config"), env={}, secrets=False).office


class Post:
    """The mails of one seed. The same seed and the same letters give the same mails."""

    def __init__(self, seed: int, *, poison: bool = False) -> None:
        """``poison``: also mails that break the parser of a reading child, see ``tests.faults.poison``."""
        self._seed = seed
        self._poison = poison
        self._chance = chance_of(seed)
        self._writer = Writer(office())

    def at(self, part: int) -> datetime:
        """When the mails of this round come."""
        return MONDAY + timedelta(hours=2 * part, minutes=5)

    def mails(self, part: int, letters: Iterable[tuple[str, Parcel]]) -> list[bytes]:
        """What comes in this round, after these letters (kind, as sent) of the round before."""
        mails = self._morning() if part == 0 else self._answers(self.at(part), letters)
        return [_BOUNDARY.sub(b"=====%d==" % self._seed, raw) for raw in mails]

    def _morning(self) -> list[bytes]:
        at, chance = self.at(0), self._chance
        mails = []
        for n in range(chance.randint(2, 4)):
            who, topic = chance.choice(STAFF), f"เรื่องที่ {self._seed} ข้อ {n}"
            certified = CERTIFIED if chance.random() < 0.8 else ""
            files = ("ภาพ.jpg",) if chance.random() < 0.3 else ()
            mails.append(
                GENUINE + self._writer.write(who, "ขอเผยแพร่", form(topic, more=certified), at, files=files)
            )
        mails += [
            mails[0],  # the same mail by another way
            mails[0].replace(b"\r\n\r\n", b"\r\n\r\nQUFB\r\n", 1),  # its id on another mail
            b"Received: from elsewhere\r\n" + mails[-1],
            _without_id(GENUINE + self._writer.write(chance.choice(STAFF), "ขอเผยแพร่", form("ไม่มีเลข"), at)),
            self._writer.write("ann@stranger.example", "สวัสดี", "ขอเผยแพร่ข่าวหน่อย", at),
            self._writer.write("daeng", "Out of office", "ไม่อยู่", at, headers=_AUTOMATIC),
            self._writer.write("noreply@shop.example", "Sale", "50%", at, headers=_LIST),
            _POISON % self._seed,
            *self._breaking(at),
            GENUINE + self._writer.write(chance.choice(STAFF), "สอบถาม", "ส่งเรื่องยังไงครับ", at),
        ]  # fmt: skip
        chance.shuffle(mails)
        return mails

    def _breaking(self, at: datetime) -> list[bytes]:
        """Mails that break the parser, where the real child reads."""
        kinds = chance_of(self._seed).sample(QUICK, 2) if self._poison else []
        return [
            poison(kind, GENUINE + self._writer.write("tawan", "ขอเผยแพร่", form(f"พิษ {kind}"), at))
            for kind in kinds
        ]

    def _answers(self, at: datetime, letters: Iterable[tuple[str, Parcel]]) -> list[bytes]:
        mails = []
        for kind, parcel in sorted(letters, key=lambda each: each[1].letter_id):
            words = self._words(kind)
            if not words:
                continue
            who = parcel.recipients[0]
            mail = GENUINE + self._writer.answer(who, parcel.raw, words, at)
            if kind.startswith("approval") and self._chance.random() < 0.5:
                mails += self._attacks(at, parcel)
            mails.append(mail)
            if self._chance.random() < 0.2:
                mails.append(mail)
            if self._chance.random() < 0.2:
                mails.append(self._writer.answer(who, parcel.raw, "ไม่อยู่", at, automatic=True))
        return mails

    def _attacks(self, at: datetime, parcel: Parcel) -> list[bytes]:
        """Somebody else tries to answer a head's letter; or somebody answers in the head's name."""
        head = parcel.recipients[0]
        genuine = self._writer.answer(head, parcel.raw, "อนุมัติ", at)
        failed = GENUINE.replace(b"dmarc=pass", b"dmarc=fail")
        thief = self._writer.answer("ann@stranger.example", parcel.raw, "อนุมัติ", at)
        number = email.message_from_bytes(parcel.raw, policy=email.policy.default)["Subject"]
        guess = self._writer.write("daeng", f"Re: {number}", "อนุมัติ", at)
        return [
            _as_attack(raw, f"{self._seed}.{count}.{parcel.letter_id}")
            for count, raw in enumerate((
                failed + genuine,
                GENUINE + b"From: evil@stranger.example\r\n" + genuine,
                thief,
                GENUINE + guess,
                GENUINE.replace(AUTHSERV.encode(), b"mx.stranger.example") + _REPLY_TO + thief,
            ))
        ]  # fmt: skip

    def _words(self, kind: str) -> str:
        """What the reader of such a letter answers, if anything."""
        if kind.startswith("approval"):
            return self._chance.choice(("อนุมัติ", "อนุมัติครับ", "ไม่อนุมัติ เพราะข้อมูลไม่ครบ", "ขอดูก่อน", ""))
        if kind == "task":
            return "เผยแพร่แล้ว https://www.sea.example/news/1"
        return self._chance.choice(("", "", "", "ขอบคุณครับ"))


def _as_attack(raw: bytes, name: str) -> bytes:
    """This mail under an id by which it is known as an attack."""
    return _MESSAGE_ID.sub(b"Message-ID: <attack.%s@stranger.example>" % name.encode(), raw, count=1)


def _without_id(raw: bytes) -> bytes:
    return b"\r\n".join(line for line in raw.split(b"\r\n") if not line.lower().startswith(b"message-id:"))
