"""Mails made to hurt a reader are read, or said to be unreadable, in bounded time and memory."""

import resource
import signal
from collections.abc import Callable, Iterator
from types import FrameType

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.reading.read import read_mail
from tests.corpus.hostile.make import mails

CPU_SECONDS = 6.0
"""Of one mail in this process; the goal is 2, the rest is for slow machines."""
MEMORY = 300 * 1024
"""Growth in KB."""


@pytest.fixture
def guarded() -> Iterator[None]:
    """Ends what burns CPU for ever, by an alarm on CPU time rather than by a clock."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"more than {CPU_SECONDS:g} s of CPU")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


HOSTILE = dict(mails())


@pytest.fixture
def raw(request: pytest.FixtureRequest) -> bytes:
    make: Callable[[], bytes] = HOSTILE[request.param]
    return make()


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("raw", HOSTILE, indirect=True)
def test_a_hostile_mail_is_survived(raw: bytes) -> None:
    vocabulary = Vocabulary(verify_dkim=True, authserv_ids=("mx.sea.example",))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = read_mail(raw, vocabulary, txt=lambda _: None)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert result.mail.size == len(raw)
    assert not (result.failure or "").startswith(("reader failed", "too much"))
    assert grown < MEMORY


def test_the_sender_of_an_overlong_mail_is_still_read() -> None:
    mail = read_mail(HOSTILE["parts-10000"](), Vocabulary()).mail
    assert mail.sender.address == "somchai@sea.example"
    assert "too many parts" in mail.anomalies


def test_a_zip_bomb_is_listed_and_not_unpacked() -> None:
    mail = read_mail(HOSTILE["zip-bomb"](), Vocabulary()).mail
    assert [(one.filename, one.note) for one in mail.attachments] == [
        ("bomb.zip", None), ("zeros.txt", "too large to read"),
    ]  # fmt: skip


def test_a_mail_behind_a_broken_first_line_is_read() -> None:
    mail = read_mail(HOSTILE["broken-first-line"](), Vocabulary()).mail
    assert (mail.sender.address, mail.own_words) == ("somchai@sea.example", "x")
