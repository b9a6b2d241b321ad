"""Twenty thousand damaged mails: each is read or named unreadable, none raises, none takes for ever.

Every tenth one is read whole; of the others only the bytes are read, because the office language has
tests of its own and takes most of the time. Mutations are seeded, so a failure comes again; its seed is
in the message.
"""

# ruff: noqa: E501  # the pieces stand here as they are put into mails

import random
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.reading import read as module
from mailbot.reading.read import read_mail
from mailbot.reading.understanding import Understood, read_documents, understand
from mailbot.reading.wire import mail_adapter

CORPUS = Path(__file__).parents[1] / "corpus"
MUTATED = 20_000
BATCHES = 8
WHOLE = 10
LARGEST = 6_000
CPU_SECONDS = 4.0
PIECES = (
    b"\r\n", b"\n\n", b"--", b"\0", b"\xff", b"=?utf-8?B?", b"?=", b'"', b"<", b">", b"\r", b"=", b";", b":", b"\xe0\xb8",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"From: a@b.example\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"charset=windows-874", b"<blockquote>", b"<table><tr><td>", b"begin 644 x\n",
    "เมื่อวันที่ 1 เขียนว่า:\n".encode(), "จาก: x\nถึง: y\n".encode(), b"> ", b"-- \n", b"PK\x03\x04", b"\x78\x9f\x3e\x22",
)  # fmt: skip


def parents() -> list[bytes]:
    """Small mails of every family of the corpus."""
    files = sorted(path for path in CORPUS.rglob("*.eml") if path.stat().st_size <= LARGEST)
    return [path.read_bytes() for path in files]


def _cut(raw: bytearray, chance: random.Random) -> bytearray:
    return raw[: chance.randrange(len(raw) + 1)]


def _flip(raw: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.randrange(1, 12)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return raw


def _insert(raw: bytearray, chance: random.Random) -> bytearray:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(PIECES) * chance.choice((1, 1, 2, 30)) + raw[at:]


def _remove(raw: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(raw))
    return raw[:start] + raw[start + chance.randrange(1, 200) :]


def _repeat(raw: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(raw))
    piece = raw[start : start + chance.randrange(1, 300)]
    return raw[:start] + piece * chance.choice((2, 3, 20)) + raw[start:]


def _swap_lines(raw: bytearray, chance: random.Random) -> bytearray:
    lines = raw.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return bytearray(b"\n").join(lines)


MUTATIONS: tuple[Callable[[bytearray, random.Random], bytearray], ...] = (
    _cut, _flip, _insert, _remove, _repeat, _swap_lines, _insert, _flip,
)  # fmt: skip


def mutate(raw: bytes, chance: random.Random) -> bytes:
    """A damaged copy: one to four mutations."""
    made = bytearray(raw)
    for _ in range(chance.randrange(1, 5)):
        made = chance.choice(MUTATIONS)(made, chance) or bytearray(b"x")
    return bytes(made)


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.timeout(300)
def test_damaged_mails_are_read_or_named_unreadable(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    mails, vocabulary = parents(), Vocabulary(authserv_ids=("mx.sea.example",))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        for number in range(MUTATED // BATCHES):
            seed = batch * MUTATED + number
            chance = random.Random(seed)  # noqa: S311  # the same damage every time
            raw = mutate(chance.choice(mails), chance)
            whole = number % WHOLE == 0
            monkeypatch.setattr(module, "understand", understand if whole else lambda *_: Understood())
            monkeypatch.setattr(module, "read_documents", read_documents if whole else lambda *_, **__: {})
            signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
            result = read_mail(raw, vocabulary)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            reason = result.failure or ""
            assert not reason.startswith(("reader failed", "too much")), f"seed {seed}: {reason}"
            if number % 20 == 0:
                mail_adapter().dump_json(result.mail)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
