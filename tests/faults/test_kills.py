"""Killed at random steps, over days of mixed mail, the bot keeps the laws."""

import pytest

from tests.faults.day import LOADS, Toll, a_day
from tests.faults.laws import AFTER_A_KILL, AT_THE_END

SEEDS = (0, LOADS, 2 * LOADS, 3 * LOADS, 1, 1 + LOADS)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_under_kills_ends_as_a_day_in_peace(seed: int) -> None:
    toll = Toll()
    a_day(seed, toll)
    assert toll.kills.total() >= 3, "it was really killed"
    for law in (*AFTER_A_KILL, *AT_THE_END):
        assert toll.held.times[law], law
