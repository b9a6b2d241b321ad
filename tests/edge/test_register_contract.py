"""What every register promises, on disk and in memory alike."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailbot.core.ledger import MailEntry, Mark
from mailbot.core.letters import Letter, LetterState
from mailbot.core.record import Stored
from mailbot.core.request import Request, Status
from mailbot.edge.register import FileRegister, MemoryRegister
from mailbot.ports import Register, RegisterError
from tests.edge.records import NOW, SOMCHAI, a_letter, a_mail, a_mark, a_request

Between = Callable[[Register], Register]


def stay(register: Register) -> Register:
    return register


@pytest.fixture(
    params=[
        "memory",
        "journal",
        "nothing remembered",
        "months",
        "reopened",
        "reopened without index",
        "reopened to look",
    ]
)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Register, Between]]:
    """An empty register, and what happens to it between writing and looking."""
    opened: list[Register] = []

    def new(*, look: bool = False) -> Register:
        register = FileRegister(tmp_path / "data", now=None if look else NOW)
        if request.param == "nothing remembered":
            register._remembered._limit = 0  # every record is read from where it lies
        opened.append(register)
        return register

    def checkpoint(register: Register) -> Register:
        assert isinstance(register, FileRegister)
        assert register.checkpoint()
        return register

    def reopen(register: Register) -> Register:
        register.close()
        if request.param == "reopened without index":
            (tmp_path / "data/register/index.sqlite").unlink()
        return new(look=request.param == "reopened to look")

    between: dict[str, Between] = {
        "memory": stay,
        "journal": stay,
        "nothing remembered": stay,
        "months": checkpoint,
    }
    yield (MemoryRegister() if request.param == "memory" else new()), between.get(request.param, reopen)
    for register in opened:
        register.close()


ALL: tuple[Stored, ...] = (a_request(), a_mail(), a_letter(), a_mark())


@pytest.mark.parametrize("record", ALL, ids=lambda record: type(record).__name__)
def test_what_was_committed_is_found_by_its_key(kept: tuple[Register, Between], record: Stored) -> None:
    register, between = kept
    register.commit([record])
    register = between(register)
    assert register.get(type(record), record.key) == record
    assert register.get(type(record), record.key + "x") is None


def test_kinds_do_not_share_keys(kept: tuple[Register, Between]) -> None:
    register, between = kept
    register.commit([a_mark("same"), a_mail("same"), a_request("same")])
    register = between(register)
    assert register.get(Mark, "same") == a_mark("same")
    assert register.get(MailEntry, "same") == a_mail("same")
    assert register.get(Request, "same") == a_request("same")
    assert register.get(Letter, "same") is None


def test_the_last_word_on_a_record_counts(kept: tuple[Register, Between]) -> None:
    register, between = kept
    register.commit([a_request(), a_request(note="ก่อน"), a_mark(value="1")])
    register.commit([a_request(note="แก้ไข"), a_mark(value="2"), a_mark(value="3")])
    register = between(register)
    assert register.get(Request, "WEB-2569-0042") == a_request(note="แก้ไข")
    assert register.get(Mark, "number:2569") == a_mark(value="3")
    assert len(list(register.each(Request, "2569-11"))) == 1


def test_records_are_found_by_their_index_oldest_month_first(kept: tuple[Register, Between]) -> None:
    register, between = kept
    records = [
        a_request(f"R{n}", month) for n, month in enumerate(["2570-01", "2569-12", "2569-12", "2568-01"])
    ]
    register.commit(records)
    register.commit([a_request("closed", "2569-11", Status.WITHDRAWN)])
    register = between(register)
    assert [one.key for one in register.find(Request, "open", "yes")] == ["R3", "R1", "R2", "R0"]
    assert register.find(Request, "requester", SOMCHAI.address)[-1] == records[0]
    assert register.find(Request, "open", "no") == []
    assert register.find(Request, "no such index", "yes") == []


def test_a_record_is_no_longer_found_by_what_it_was(kept: tuple[Register, Between]) -> None:
    register, between = kept
    register.commit([a_letter(), a_request()])
    if isinstance(register, FileRegister):
        register.checkpoint()
    register.commit([a_letter(state=LetterState.SENT), a_request(status=Status.REJECTED)])
    register = between(register)
    assert register.find(Letter, "state", "owed") == []
    assert register.find(Letter, "request", "WEB-2569-0042") == [a_letter(state=LetterState.SENT)]
    assert register.find(Request, "open", "yes") == []
    assert register.find(Request, "status", "rejected") == [a_request(status=Status.REJECTED)]


def test_every_record_of_a_month_is_listed_once(kept: tuple[Register, Between]) -> None:
    register, between = kept
    register.commit([a_mail(f"<{n}@a.example>") for n in range(30)])
    if isinstance(register, FileRegister):
        register.checkpoint()
    register.commit([a_mail(f"<{n}@a.example>") for n in range(20, 40)] + [a_mail("<other>", "2569-12")])
    register = between(register)
    assert sorted(one.key for one in register.each(MailEntry, "2569-11")) == sorted(
        f"<{n}@a.example>" for n in range(40)
    )
    assert list(register.each(Letter, "2569-11")) == []
    assert list(register.each(MailEntry, "2500-01")) == []
    assert register.months() == ["2569-11", "2569-12"]


def test_a_record_that_moves_to_another_month_leaves_the_first(kept: tuple[Register, Between]) -> None:
    register, between = kept
    register.commit([a_mark(month="2569-11", value="1")])
    if isinstance(register, FileRegister):
        register.checkpoint()
    register.commit([a_mark(month="2569-12", value="2")])
    register = between(register)
    assert register.get(Mark, "number:2569") == a_mark(month="2569-12", value="2")
    assert register.find(Mark, "family", "number") == [a_mark(month="2569-12", value="2")]
    assert list(register.each(Mark, "2569-11")) == []
    assert register.months() == ["2569-12"]


def test_an_empty_register_knows_nothing(kept: tuple[Register, Between]) -> None:
    register, between = kept
    register.commit([])
    register = between(register)
    assert register.months() == []
    assert register.get(Request, "WEB-2569-0001") is None
    assert register.find(Request, "open", "yes") == []


BAD: dict[str, Stored] = {
    "a lone surrogate": a_request(note="x").model_copy(update={"hold_reason": "\ud800"}),
    "a value of the wrong type": a_request().model_copy(update={"letters": "many"}),
    "a month that is none": a_mark(month="../../x"),
    "a version that is not ours": a_mark().model_copy(update={"schema_version": 2}),
}


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings:UserWarning")
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_record_that_could_not_be_read_back_is_refused_with_its_whole_commit(
    kept: tuple[Register, Between], bad: Stored
) -> None:
    register, between = kept
    with pytest.raises(ValueError, match=r"."):
        register.commit([a_mail(), bad])
    register.commit([a_letter()])
    register = between(register)
    assert register.get(MailEntry, a_mail().key) is None
    assert register.get(Letter, a_letter().key) == a_letter()


def test_a_kind_the_register_does_not_keep_is_refused(kept: tuple[Register, Between]) -> None:
    class Other(Stored):
        pass

    register, _ = kept
    with pytest.raises(TypeError, match="Other"):
        register.commit([Other(month="2569-11")])
    with pytest.raises(TypeError, match="Other"):
        register.get(Other, "x")


def test_a_closed_register_says_so(kept: tuple[Register, Between]) -> None:
    register, _ = kept
    register.close()
    register.close()
    with pytest.raises(RegisterError, match="closed"):
        register.get(Mark, "x")
    with pytest.raises(RegisterError, match="closed"):
        register.commit([a_mark()])


def test_a_list_that_is_being_read_survives_commits(kept: tuple[Register, Between]) -> None:
    register, between = kept
    register.commit([a_mail(f"<{n}>") for n in range(5)])
    register = between(register)
    seen = set()
    for one in register.each(MailEntry, "2569-11"):
        seen.add(one.key)
        if isinstance(register, FileRegister) and register.pending == 0 and len(seen) == 2:
            try:
                register.commit([a_mail("<new>")])
                register.checkpoint()
            except RegisterError:
                pass  # opened only to look
    assert {f"<{n}>" for n in range(5)} <= seen
