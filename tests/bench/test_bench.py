"""``make bench`` works: at tiny sizes it measures every figure and says what it must reach."""

import sys

import pytest

from tests.bench.__main__ import main


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc")
def test_every_figure_is_measured_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--smoke"]) == 0
    told = capsys.readouterr().out
    for figure in (
        "commit (4 records, one fsync)",
        "mails from FETCH to the letters handed over",
        "times the floor",
        "arrival to acknowledgement under IDLE",
        "start with 100 thousand requests",
        "memory idle, the bot",
        "memory for a mail of",
    ):
        assert figure in told
