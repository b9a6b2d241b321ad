"""Killed at random steps, over days of mixed mail, the bot keeps the laws."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.day import LOADS, Toll, a_day
from tests.faults.laws import AFTER_A_KILL, AT_THE_END

SEEDS = (0, LOADS, 2 * LOADS, 3 * LOADS, 1, 1 + 2 * LOADS)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_under_kills_ends_as_a_day_in_peace(seed: int) -> None:
    toll = Toll()
    a_day(seed, toll)
    assert toll.kills.total() >= 3, "it was really killed"
    for law in (*AFTER_A_KILL, *AT_THE_END):
        assert toll.held.times[law], law


def test_a_day_is_lived_again_by_its_number_step_by_step() -> None:
    toll = Toll()
    a_day(LOADS, toll)
    again = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--seed", str(LOADS)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": "1"},
    )  # fmt: skip
    assert f" {toll.course:08x}" in again.stdout
