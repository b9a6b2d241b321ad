"""The harness sees what it is for: with one thing done as others do it, a law is broken."""

from collections.abc import Callable

import pytest

from mailbot.app import App
from tests.faults import mutants
from tests.faults.day import LOADS, Toll, a_day
from tests.faults.laws import (
    ARRIVED,
    COMMITTED_FIRST,
    INBOX_EMPTY,
    ONCE,
    ONE_OUTCOME,
    OPENS,
    OWED_FIRST,
    SAME_DAY,
    WHOLE,
    BrokenLawError,
)
from tests.faults.office import nothing_wrong

DAYS = 12


def broken(wrong: Callable[[App], App] = nothing_wrong, register: object = None) -> str:
    """The first law that does not hold, within a few days."""
    for day in range(DAYS):
        try:
            a_day(day * LOADS, Toll(), wrong=wrong, register=register)  # type: ignore[arg-type]  # a mutant's
        except BrokenLawError as error:
            return error.law
    return "none"


@pytest.mark.parametrize(
    ("wrong", "laws"),
    [
        (mutants.settles_before_the_commit, {COMMITTED_FIRST}),
        (mutants.sends_before_the_commit, {OWED_FIRST, ONCE}),
        (mutants.marks_sent_before_sending, {ARRIVED}),
        (mutants.goes_by_seen, {INBOX_EMPTY, ONE_OUTCOME}),
        (mutants.answers_anew, {ONE_OUTCOME, SAME_DAY}),
    ],
    ids=["settle before commit", "send before commit", "sent before sending", "seen as state", "no ledger"],
)
def test_what_others_do_wrong_breaks_a_law(wrong: Callable[[App], App], laws: set[str]) -> None:
    assert broken(wrong) in laws


def test_the_storage_tinydb_comes_with_breaks_a_law() -> None:
    assert broken(register=mutants.stock_tinydb) in {OPENS, WHOLE, COMMITTED_FIRST}
