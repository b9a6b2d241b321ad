"""Who may open a register, and which program."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.ledger import Mark
from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import Request, Status
from mailbot.edge.register import FileRegister, kinds, migrations, verify
from mailbot.ports import RegisterError
from tests.edge.records import NOW, a_letter, a_mail, a_mark, a_request
from tests.edge.test_register_crash import everything, opened, tmp_path

__all__ = ["tmp_path"]  # the fixture of the crash tests: in memory
FIXTURES = Path(__file__).parent.parent / "fixtures"

HOLDER = """
import sys, time
from datetime import datetime, UTC
from pathlib import Path
from mailbot.edge.register import FileRegister
register = FileRegister(Path(sys.argv[1]), now=datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
print("open", flush=True)
time.sleep(60)
"""


def test_a_second_start_is_refused_and_says_who_is_running(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(RegisterError) as refused:
            opened(tmp_path)
        assert f"process {holder.pid} on {os.uname().nodename} since 2026-11-22T09:00:00+00:00" in str(
            refused.value
        )
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    register = opened(tmp_path)  # a killed process leaves no lock behind
    register.close()


def test_in_one_process_too_only_one_may_write(tmp_path: Path) -> None:
    first = opened(tmp_path)
    with pytest.raises(RegisterError, match=f"process {os.getpid()} "):
        opened(tmp_path)
    first.close()
    opened(tmp_path).close()


def _wait_for(started: Event, stop: Event) -> None:
    started.set()
    stop.wait(30)


def test_a_forked_child_does_not_keep_the_lock_of_its_parent(tmp_path: Path) -> None:
    register = opened(tmp_path)
    context = multiprocessing.get_context("fork")
    started, stop = context.Event(), context.Event()
    child = context.Process(target=_wait_for, args=(started, stop))
    child.start()
    started.wait(30)
    assert register._lock is not None
    os.close(register._lock._descriptor)  # what the end of the parent does, however it ends
    register._lock._descriptor = -1
    register.close()
    try:
        opened(tmp_path).close()
    finally:
        stop.set()
        child.join()


def test_a_failed_start_lets_go_of_everything(tmp_path: Path) -> None:
    opened(tmp_path).close()
    (tmp_path / "register/format").write_text('{"format": 99, "schema": {}}')
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(RegisterError, match="newer"):
            opened(tmp_path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_nothing_stays_open_after_closing(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    register = opened(tmp_path)
    register.commit([a_mark(f"m{n}", f"25{n:02d}-01") for n in range(60)])
    register.checkpoint()
    assert len(everything(register)) == 60
    register.close()
    FileRegister(tmp_path, now=None).close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


# -- looking while another writes


def test_one_may_look_while_another_writes(tmp_path: Path) -> None:
    writer = opened(tmp_path)
    writer.commit([a_request()])
    writer.checkpoint()
    writer.commit([a_request(status=Status.REJECTED), a_mark()])
    looker = FileRegister(tmp_path, now=None)
    writer.commit([a_mark(value="43")])
    assert writer.checkpoint() is False  # housekeeping waits for the looker, commits do not
    assert looker.get(Request, "WEB-2569-0042") == a_request(status=Status.REJECTED)
    assert looker.get(Mark, "number:2569") == a_mark(value="42")
    with pytest.raises(RegisterError, match="only to look"):
        looker.commit([a_mark()])
    looker.close()
    assert writer.checkpoint() is True
    assert writer.get(Mark, "number:2569") == a_mark(value="43")
    writer.close()


def test_looking_where_there_is_no_register_says_so(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="holds no register"):
        FileRegister(tmp_path, now=None)
    assert list(tmp_path.iterdir()) == []


def test_threads_share_a_register(tmp_path: Path) -> None:
    register = opened(tmp_path, journal_limit=20_000)
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(40):
                register.commit([a_mark(f"{name}:{number}"), a_letter(f"{name}.{number}")])
                assert register.get(Mark, f"{name}:{number}") is not None
                assert len(register.find(Mark, "family", name)) == number + 1
        except BaseException as error:  # noqa: BLE001 - shown by the test itself
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    register.close()
    register = opened(tmp_path)
    assert len(everything(register)) == 240
    register.close()


def test_a_real_kill_in_the_middle_of_commits_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    script = HOLDER.replace("time.sleep(60)", "") + (
        "from mailbot.core.ledger import Mark\n"
        "for n in range(1, 100000):\n"
        "    both = [('2569-01', 'a'), ('2569-02', 'b')]\n"
        "    register.commit([Mark(month=month, name=name, value=str(n)) for month, name in both])\n"
        "    print(n, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "25\n":
            pass
        process.kill()
        confirmed = process.stdout.read().split("\n")[:-1] or ["25"]
    register = opened(tmp_path)
    left, right = register.get(Mark, "a"), register.get(Mark, "b")
    assert left is not None
    assert right is not None
    assert left.value == right.value
    assert int(left.value) in {int(confirmed[-1]), int(confirmed[-1]) + 1}
    register.close()


# -- versions


def _overlaid(newer: Any, older: Any) -> Any:
    """``newer`` with all of ``older`` put over it, at every depth."""
    if isinstance(newer, dict) and isinstance(older, dict):
        return {**newer, **{key: _overlaid(newer.get(key), value) for key, value in older.items()}}
    if isinstance(newer, list) and isinstance(older, list) and len(newer) == len(older):
        return [_overlaid(one, other) for one, other in zip(newer, older, strict=True)]
    return older


def test_a_register_of_version_1_opens_with_everything_in_it(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "register-v1", tmp_path / "data")
    register = opened(tmp_path / "data")
    expected = json.loads((FIXTURES / "register-v1.json").read_text())
    found = {
        f"{kind}/{key}": record.model_dump(mode="json")
        for (kind, key), record in everything(register).items()
    }
    assert found.keys() == expected.keys()
    assert _overlaid(found, expected) == found, "fields came since; none of version 1 is lost or changed"
    assert register.problems == ()
    register.commit([a_mark("written today")])
    register.close()
    assert verify(tmp_path / "data") == []


def test_every_older_version_has_its_step_to_the_next() -> None:
    for table, current in kinds.versions().items():
        assert {(table, version) for version in range(1, current)} <= migrations.MIGRATIONS.keys()


def test_an_old_record_is_carried_through_every_version() -> None:
    steps: dict[tuple[str, int], migrations.Step] = {
        ("mark", 1): lambda document: {**document, "value": document["value"] + "b"},
        ("mark", 2): lambda document: {**document, "value": document["value"] + "c"},
    }
    old = {"schema_version": 1, "value": "a"}
    assert migrations.migrate("mark", old, 3, steps) == {"schema_version": 3, "value": "abc"}
    assert old == {"schema_version": 1, "value": "a"}
    assert migrations.migrate("mark", {"schema_version": 3}, 3, steps) == {"schema_version": 3}


@pytest.mark.parametrize("version", [2, 99])
def test_a_newer_record_is_refused_with_a_clear_word(version: int) -> None:
    with pytest.raises(RegisterError, match="newer mailbot"):
        migrations.migrate("mark", {"schema_version": version}, 1)


@pytest.mark.parametrize("version", [None, 0, "1"])
def test_a_record_without_a_version_is_damage(version: object) -> None:
    with pytest.raises(RegisterError, match="schema_version"):
        migrations.migrate("mark", {"schema_version": version}, 1)


@pytest.mark.parametrize(
    "said",
    ['{"format":2,"schema":{}}', '{"format":1,"schema":{"request":2}}', '{"format":1,"schema":{"new":1}}'],
)
@pytest.mark.parametrize("look", [True, False])
def test_a_newer_register_is_refused_and_left_alone(tmp_path: Path, said: str, *, look: bool) -> None:
    register = opened(tmp_path)
    register.commit([a_request()])
    register.close()
    (tmp_path / "register/format").write_text(said)
    before = {path: path.read_bytes() for path in (tmp_path / "register").rglob("*") if path.is_file()}
    with pytest.raises(RegisterError, match=r"newer mailbot .* Install that version again"):
        FileRegister(tmp_path, now=None if look else NOW)
    assert {path: path.read_bytes() for path in before} == before


def test_a_register_made_by_other_rules_of_the_index_is_indexed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = opened(tmp_path)
    register.commit([a_letter()])
    register.checkpoint()
    register.commit([a_letter("WEB-2569-0043.1")])
    register._let_go()
    real = Letter.index
    monkeypatch.setattr(Letter, "index", lambda self: {**real(self), "greeting": (self.purpose.value,)})
    register = opened(tmp_path)
    assert len(register.find(Letter, "greeting", "none")) == 2
    register.close()


# -- the file of a month


def test_stock_tinydb_opens_a_month(tmp_path: Path) -> None:
    from tinydb import TinyDB, where

    register = opened(tmp_path)
    register.commit([a_request(f"R{n}") for n in range(3)] + [a_mail("<1>"), a_letter(), a_mark()])
    register.close()
    path = tmp_path / "register/2569-11.json"
    content = path.read_bytes()
    with TinyDB(str(path), access_mode="r", encoding="utf-8") as database:
        assert database.tables() == {"request", "mailentry", "letter", "mark", "_seal"}
        assert len(database.table("request")) == 3
        found = database.table("request").search(where("number") == "R1")
        assert [document["fields"]["topic"] for document in found] == [a_request().fields.topic]
        assert database.table("request").get(doc_id=1)
    assert path.read_bytes() == content


def test_a_month_keeps_the_promises_of_tinydb(tmp_path: Path) -> None:
    """TinyDB's own operations work on it, and what fails in the middle changes nothing."""
    from tinydb import where
    from tinydb.table import Document

    from mailbot.edge.register.month import MonthDB, MonthStorage

    path = tmp_path / "2569-11.json"
    database = MonthDB(str(path), storage=MonthStorage)
    table = database.table("mark")
    assert table.insert({"_key": "a", "value": 1}) == 1
    table.insert_multiple([{"_key": "b", "value": 2}, {"_key": "c", "value": 3}])
    table.insert(Document({"_key": "z", "value": 26}, 26))
    assert isinstance(database.storage, MonthStorage)
    database.storage.flush(7, tmp_path / "copy.json")
    table.update({"value": 20}, where("value") == 2)
    table.upsert(Document({"_key": "c", "more": True}, 3))
    table.remove(doc_ids=[1])
    assert {document["_key"]: document["value"] for document in table} == {"b": 20, "c": 3, "z": 26}

    def broken(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        table.update(broken)
    assert len(table) == 3
    assert path.read_bytes() == (tmp_path / "copy.json").read_bytes()  # nothing goes to disk before flush
    database.storage.flush(8, tmp_path / "copy.json")
    database.close()
    again = MonthDB(str(path), storage=MonthStorage)
    assert {int(document.doc_id): dict(document) for document in again.table("mark")} == {
        2: {"_key": "b", "value": 20},
        3: {"_key": "c", "value": 3, "more": True},
        26: {"_key": "z", "value": 26},
    }
    assert again.table("mark").insert({"_key": "d"}) == 27
    again.drop_table("mark")
    assert again.tables() == set()
    again.close()


def test_the_index_forgets_what_a_record_was(tmp_path: Path) -> None:
    """Else every letter ever sent would be looked at to find those still owed."""
    register = opened(tmp_path)
    for state in LetterState:
        register.commit([a_letter(f"L{n}", state=state) for n in range(20)])
        register.checkpoint()
    assert register._settled is not None
    hashed = kinds.hash_of("letter", "state", "owed")
    assert register._settled.places(hashed) == []
    assert len(register.find(Letter, "request", "L7")) == 1
    register.close()


def test_a_commit_costs_what_it_touches_not_what_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes written and files touched by one commit: the same with nothing stored and with much."""
    register = opened(tmp_path)
    written: list[int] = []
    real = os.write

    def noted(descriptor: int, data: bytes) -> int:
        written.append(len(data))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", noted)
    register.commit([a_request("R0"), a_mark(value="1000001")])
    empty, written[:] = list(written), []
    register.commit([a_request(f"R{n}", note="ก" * 300) for n in range(1, 2000)])
    register.checkpoint()
    written.clear()
    register.commit([a_request("R0"), a_mark(value="1000002")])
    assert len(written) == len(empty) == 2  # the journal and its copy
    assert abs(sum(written) - sum(empty)) < 10
    register.close()


def test_one_may_look_after_a_stop_between_the_months_and_the_index(tmp_path: Path) -> None:
    register = FileRegister(tmp_path, now=NOW)
    register.commit([a_request()])
    register.close()
    for name in ("index.sqlite", "index.sum"):
        (tmp_path / name).write_bytes((tmp_path / "register" / name).read_bytes())
    register = FileRegister(tmp_path, now=NOW)
    register.commit([a_request("WEB-2569-0043")])
    register.close()
    for name in ("index.sqlite", "index.sum"):  # the index as it was before the last housekeeping
        (tmp_path / "register" / name).write_bytes((tmp_path / name).read_bytes())
    looking = FileRegister(tmp_path, now=None)
    assert looking.get(Request, "WEB-2569-0043") is not None
    looking.close()
