"""What is staged and what is below are seen as one, however records replace one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.letters import Letter, LetterState
from mailbot.core.record import Stored
from mailbot.core.request import Request, Status
from mailbot.edge.register import MemoryRegister
from mailbot.ports import View
from mailbot.staged import Staged, delivered_meanwhile
from tests.edge.records import a_letter, a_request

MONTHS = st.sampled_from(["2569-10", "2569-11"])
LETTERS = st.builds(
    a_letter, st.sampled_from(["WEB-2569-0001.1", "WEB-2569-0001.2", "WEB-2569-0002.1"]), MONTHS,
    st.sampled_from([LetterState.OWED, LetterState.SENT, LetterState.DEAD]),
)  # fmt: skip
REQUESTS = st.builds(
    a_request, st.sampled_from(["WEB-2569-0001", "WEB-2569-0002"]), MONTHS,
    st.sampled_from([Status.RECEIVED, Status.TAKEN_DOWN]),
)  # fmt: skip
RECORDS = st.lists(st.one_of(LETTERS, REQUESTS), max_size=6)
QUESTIONS: list[tuple[type[Stored], str, str]] = [
    (Letter, "state", "owed"),
    (Letter, "state", "dead"),
    (Letter, "request", "WEB-2569-0001"),
    (Letter, "request", "nobody"),
    (Request, "open", "yes"),
    (Request, "requester", "somchai@school.example"),
]


def looked_through(below: View, put: list[Stored], question: tuple[type[Stored], str, str]) -> list[Stored]:
    """The answer by looking at every record, one by one."""
    kind, index, value = question
    laid = {(type(record), record.key): record for record in put}
    under = [record for record in below.find(kind, index, value) if (kind, record.key) not in laid]
    over = [r for r in laid.values() if type(r) is kind and value in r.index().get(index, ())]
    return [*under, *sorted(over, key=lambda record: record.month)]


@given(RECORDS, RECORDS, RECORDS)
def test_a_look_up_finds_what_looking_at_every_record_finds(
    kept: list[Stored], batch: list[Stored], mail: list[Stored]
) -> None:
    register = MemoryRegister()
    register.commit(kept)
    staged = Staged(register)
    staged.put(*batch)
    mine = Staged(staged)
    mine.put(*mail)
    for question in QUESTIONS:
        assert staged.find(*question) == looked_through(register, batch, question)
        assert mine.find(*question) == looked_through(staged, mail, question)
    staged.absorb(mine)
    for question in QUESTIONS:
        assert staged.find(*question) == looked_through(register, [*batch, *mail], question)
    assert {record.key: record for record in staged.records} == {r.key: r for r in [*batch, *mail]}


@pytest.mark.parametrize("looked_up_as", [LetterState.OWED, LetterState.DROPPED])
def test_a_letter_sent_meanwhile_stays_sent_and_keeps_what_the_mail_did_to_it(
    looked_up_as: LetterState,
) -> None:
    register = MemoryRegister()
    register.commit([a_letter(state=LetterState.SENT)])
    staged = a_letter(state=looked_up_as).model_copy(update={"void": True})
    (kept,) = delivered_meanwhile([staged], register)
    assert isinstance(kept, Letter)
    assert kept.state is LetterState.SENT
    assert kept.void


def test_a_letter_that_has_not_gone_out_can_still_be_dropped() -> None:
    register = MemoryRegister()
    register.commit([a_letter()])
    (kept,) = delivered_meanwhile([a_letter(state=LetterState.DROPPED)], register)
    assert isinstance(kept, Letter)
    assert kept.state is LetterState.DROPPED
