"""A disk that changes or cuts what was written is found out, said, and mended from what is left."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.core.ledger import MailEntry, Mark
from mailbot.core.record import Stored
from mailbot.core.request import Request
from mailbot.edge.register import FileRegister, Problem, verify
from mailbot.ports import RegisterError
from tests.edge.records import a_letter, a_mail, a_mark, a_request
from tests.edge.test_register_crash import everything, opened, tmp_path, transactions

__all__ = ["tmp_path"]  # the fixture of the crash tests: in memory

State = dict[tuple[str, str], Stored]


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, State]:
    """A register with something in its months and something in its journal, killed."""
    folder = tmp_path / "data"
    register = opened(folder)
    for step in transactions(8):
        register.commit(step)
    register.checkpoint()
    for step in transactions(11)[8:]:
        register.commit(step)
    state = everything(register)
    register._let_go()
    return folder, state


def files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "register").rglob("*") if path.is_file() and path.stat().st_size)


def flip(path: Path, where: int, to: int) -> None:
    content = bytearray(path.read_bytes())
    content[where] ^= to
    path.write_bytes(content)


def cut(path: Path, where: int) -> None:
    os.truncate(path, where)


def vanish(path: Path, _: int) -> None:
    path.unlink()


DAMAGES: dict[str, Callable[[Path, int], None]] = {
    "flipped": lambda path, where: flip(path, where, 1 << (where % 8)),
    "cut": cut,
    "gone": vanish,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_one_damaged_file_loses_nothing(
    filled: tuple[Path, State], tmp_path: Path, damage: Callable[[Path, int], None]
) -> None:
    folder, state = filled
    draw = random.Random(2569)  # noqa: S311 - which bytes to damage
    for name in [path.relative_to(folder) for path in files(folder)]:
        for attempt in range(1 if damage is vanish else 6):
            copy = tmp_path / "copy"
            shutil.copytree(folder, copy)
            path = copy / name
            damage(path, draw.randrange(path.stat().st_size))
            told = verify(copy)
            register = opened(copy)
            assert everything(register) == state, (name, attempt)
            assert not any(problem.lost for problem in register.problems), (name, register.problems)
            register.commit([a_mark("after")])
            register.close()
            register = opened(copy)
            assert everything(register) == {**state, ("Mark", "after"): a_mark("after")}
            assert register.problems == ()
            register.close()
            if name.name not in {"journal.old.jsonl", "guard", "lock"} and (name.name, damage) != (
                "index.sum",
                vanish,
            ):
                assert told or name.name.startswith("journal"), name
            # What opening has not met yet, e.g. the copy of a month, the next housekeeping replaces.
            shutil.rmtree(copy)


def test_a_month_damaged_while_it_is_open_is_restored_when_it_is_read(tmp_path: Path) -> None:
    register = opened(tmp_path)
    register.commit([a_request(f"R{n}", note="ก" * 50) for n in range(20)])
    register.checkpoint()
    register._remembered = type(register._remembered)()
    path = tmp_path / "register/2569-11.json"
    assert register.get(Request, "R0") is not None
    content = bytearray(path.read_bytes())
    start = content.index(b'"_key":"R7"') + 40
    with path.open("r+b") as file:  # in place, under the register's feet
        file.seek(start)
        file.write(b"XXXX")
    assert register.get(Request, "R7") == a_request("R7", note="ก" * 50)
    (problem,) = register.problems
    assert problem.where == "2569-11.json"
    assert "restored from its copy" in problem.done
    assert not problem.lost
    register.close()


def test_housekeeping_never_seals_a_damaged_document(tmp_path: Path) -> None:
    register = opened(tmp_path)
    register.commit([a_request(f"R{n}", note="ก" * 50) for n in range(20)])
    register.checkpoint()
    path = tmp_path / "register/2569-11.json"
    content = path.read_bytes()
    with path.open("r+b") as file:
        file.seek(content.index(b'"_key":"R7"') + 40)
        file.write(b"XXXX")
    register.commit([a_request("R1", note="ใหม่")])
    assert register.checkpoint()
    register.close()
    register = opened(tmp_path)
    assert register.get(Request, "R7") == a_request("R7", note="ก" * 50)
    assert register.get(Request, "R1") == a_request("R1", note="ใหม่")
    register.close()
    assert verify(tmp_path) == []


def test_with_both_copies_damaged_every_whole_document_is_saved_and_the_loss_is_said(tmp_path: Path) -> None:
    register = opened(tmp_path)
    register.commit(
        [a_request(f"R{n}") for n in range(20)]
        + [a_letter(f"L{n}") for n in range(20)]
        + [a_mark(month="2569-12")]
    )
    register.close()
    for folder, key in (("register", b"R7"), ("register/copies", b"R7"), ("register", b"L3")):
        path = tmp_path / folder / "2569-11.json"
        flip(path, path.read_bytes().index(b'"_key":"%s"' % key) + 60, 1)
    assert any(problem.lost is False and "checksum" in problem.what for problem in verify(tmp_path))
    register = opened(tmp_path)
    assert register.get(Mark, "number:2569") == a_mark(month="2569-12")  # the good months still open
    kept = [record.key for record in register.each(Request, "2569-11")]
    assert sorted(kept) == sorted(f"R{n}" for n in range(20) if n != 7)
    assert register.get(Request, "R7") is None
    assert len(everything(register)) == 40  # L3 was whole in the copy
    (problem,) = register.problems
    assert problem.lost
    assert "1 of 40 documents lost" in problem.what
    assert len(list((tmp_path / "register/damaged").iterdir())) == 2
    register.close()
    assert verify(tmp_path) == []


def test_a_transaction_damaged_in_both_journals_is_reported_and_the_others_count(tmp_path: Path) -> None:
    register = opened(tmp_path)
    for n in range(5):
        register.commit([a_mark(f"m{n}")])
    register._let_go()
    for path in (tmp_path / "register/journal.jsonl", tmp_path / "register/copies/journal.jsonl"):
        flip(path, path.read_bytes().index(b'"m2"') + 1, 1)
    assert [problem.lost for problem in verify(tmp_path)] == [False, True]
    register = opened(tmp_path)
    assert {key for _, key in everything(register)} == {"m0", "m1", "m3", "m4"}
    lost = [problem for problem in register.problems if problem.lost]
    assert [problem.what for problem in lost] == ["transaction 3 could not be read from either copy"]
    register.close()
    register = opened(tmp_path)
    assert register.problems == ()
    register.close()


def test_a_journal_that_vanished_with_its_copy_is_said(filled: tuple[Path, State]) -> None:
    folder, _ = filled
    (folder / "register/journal.jsonl").unlink()
    (folder / "register/copies/journal.jsonl").unlink()
    register = opened(folder)
    assert any(problem.lost for problem in register.problems)
    register.commit([a_mark("after")])
    register._let_go()
    register = opened(folder)
    assert register.get(Mark, "after") == a_mark("after")
    assert register.problems == ()
    register.close()


def test_a_healthy_register_has_no_problems(filled: tuple[Path, State]) -> None:
    folder, state = filled
    assert verify(folder) == []
    register = opened(folder)
    assert verify(folder) == []  # while it is in use
    assert everything(register) == state
    assert register.problems == ()
    register.close()
    assert verify(folder) == []


def test_verifying_what_is_no_register_says_so(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="holds no register"):
        verify(tmp_path)


def test_a_problem_is_one_line() -> None:
    assert str(Problem(where="a.json", what="bad", done="mended")) == "a.json: bad; mended"
    assert str(Problem(where="a.json", what="bad")) == "a.json: bad"


def test_a_register_opened_only_to_look_reads_around_the_damage_and_writes_nothing(
    filled: tuple[Path, State],
) -> None:
    folder, state = filled
    flip(folder / "register/2569-11.json", 200, 4)
    flip(folder / "register/index.sqlite", 5000, 4)
    before = {path: path.read_bytes() for path in files(folder)}
    register = FileRegister(folder, now=None)
    assert everything(register) == state
    assert any("read from its copy" in problem.done for problem in register.problems)
    register.close()
    assert {path: path.read_bytes() for path in files(folder)} == before


def test_a_month_put_back_by_hand_is_indexed_anew(tmp_path: Path) -> None:
    """Somebody replaces a month with one from elsewhere: what it holds is found, what it lacks is not."""
    here, elsewhere = opened(tmp_path / "here"), opened(tmp_path / "elsewhere")
    here.commit([a_mark("old"), a_letter("both")])
    elsewhere.commit([a_letter("both"), a_mark("new"), a_request("R1")])
    here.close()
    elsewhere.close()
    for name in ("2569-11.json", "copies/2569-11.json"):
        shutil.copy(tmp_path / "elsewhere/register" / name, tmp_path / "here/register" / name)
    register = opened(tmp_path / "here")
    assert {key for _, key in everything(register)} == {"both", "new", "R1"}
    assert register.get(Mark, "old") is None
    register.close()


def test_a_mail_is_still_known_when_the_index_is_damaged(tmp_path: Path) -> None:
    """An index that says "unknown" would have every old mail answered again."""
    register = opened(tmp_path)
    register.commit([a_mail(f"<{n}@a.example>") for n in range(500)])
    register.close()
    path = tmp_path / "register/index.sqlite"
    for where in range(100, path.stat().st_size, 1999):
        flip(path, where, 255)
        register = opened(tmp_path)
        assert all(register.get(MailEntry, f"<{n}@a.example>") for n in range(500))
        register.close()
