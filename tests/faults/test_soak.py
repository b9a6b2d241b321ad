"""A short soak: nothing is lost, and nothing is left behind, whatever comes in and however it ends."""

import logging

import pytest

from tests.faults.soak import soak


def test_days_of_mixed_mail_under_kills_leave_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    logging.disable(logging.CRITICAL)
    try:
        assert soak(150, warm=80, with_children=4) == 0, capsys.readouterr().out
    finally:
        logging.disable(logging.NOTSET)
    said = capsys.readouterr().out
    assert "the reader" in said, "there was poison"
