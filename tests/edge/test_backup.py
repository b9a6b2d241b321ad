"""A backup is the state of one instant, and what is restored from it is that state."""

import errno
import os
import threading
import zipfile
from pathlib import Path

import pytest

from mailbot.core.ledger import MailEntry, Mark
from mailbot.core.request import Request
from mailbot.edge.archive import FileArchive
from mailbot.edge.register import verify
from mailbot.edge.register.backup import BackupError, backup, check, restore
from mailbot.ports import NoRegisterError
from tests.edge.records import NOW, a_mail, a_mark, a_request
from tests.edge.test_register_crash import everything, opened, tmp_path, transactions

__all__ = ["tmp_path"]  # the fixture of the crash tests: in memory

RAWS = [b"mail one", b"mail two", b""]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with months, a journal and an archive; and things that are no business of a backup."""
    folder = tmp_path / "data"
    register = opened(folder)
    for step in transactions(8):
        register.commit(step)
    register.checkpoint()
    for step in transactions(11)[8:]:
        register.commit(step)
    register._let_go()
    FileArchive(folder / "archive").put_many(RAWS)
    (folder / "secret.key").write_text("very secret")
    return folder


def test_what_is_restored_is_what_was_there(data: Path, tmp_path: Path) -> None:
    register = opened(data)
    before = everything(register)
    register.close()
    made = backup(data, tmp_path / "b.zip")
    restored = restore(made.path, tmp_path / "new", now=NOW)
    assert (restored.files, restored.size, restored.problems) == (made.files, made.size, ())
    register = opened(tmp_path / "new")
    assert everything(register) == before
    assert register.problems == ()
    register.close()
    archive = FileArchive(tmp_path / "new/archive")
    names = FileArchive(data / "archive").put_many(RAWS)
    assert [archive.get(name) for name in names] == RAWS


def test_it_can_be_taken_while_the_bot_runs_and_commits_go_on_after_restoring(
    data: Path, tmp_path: Path
) -> None:
    register = opened(data)
    register.commit([a_mark("in the journal")])
    backup(data, tmp_path / "b.zip")
    register.commit([a_mark("later")])
    register.close()
    restore(tmp_path / "b.zip", tmp_path / "new", now=NOW)
    again = opened(tmp_path / "new")
    assert again.get(Mark, "in the journal") is not None
    assert again.get(Mark, "later") is None
    again.commit([a_mark("after")])
    again.close()
    assert verify(tmp_path / "new") == []


def test_a_backup_between_commits_is_all_or_nothing_of_each(data: Path, tmp_path: Path) -> None:
    """Each transaction writes one number into two months; no backup may see one without the other."""
    register = opened(data, journal_limit=6000)
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            register.commit([a_mark("left", "2569-01", str(number)), a_mark("right", "2569-02", str(number))])

    worker = threading.Thread(target=work)
    worker.start()
    try:
        seen = []
        for attempt in range(6):
            backup(data, tmp_path / f"{attempt}.zip")
            restore(tmp_path / f"{attempt}.zip", tmp_path / f"new{attempt}", now=NOW)
            copy = opened(tmp_path / f"new{attempt}")
            left, right = copy.get(Mark, "left"), copy.get(Mark, "right")
            seen.append((left and left.value, right and right.value))
            assert copy.problems == ()
            copy.close()
    finally:
        stop.set()
        worker.join()
    register.close()
    assert all(left == right for left, right in seen)
    assert len(set(seen)) > 1


def test_it_holds_the_register_and_the_archive_and_nothing_else(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        names = file.namelist()
        assert not any(b"very secret" in file.read(name) for name in names)
    assert {name.split("/")[0] for name in names} == {"register", "archive", "MANIFEST.json"}
    assert not any("index" in name or "damaged" in name or "copies" in name for name in names)
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600


def test_the_same_folder_gives_the_same_file(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "1.zip")
    backup(data, tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_a_damaged_month_is_taken_from_its_copy(data: Path, tmp_path: Path) -> None:
    register = opened(data)
    before = everything(register)
    register.close()
    path = data / "register/2569-10.json"
    path.write_bytes(path.read_bytes()[:-40])
    made = backup(data, tmp_path / "b.zip")
    assert [problem.done for problem in made.problems] == ["taken from its copy"]
    restore(made.path, tmp_path / "new", now=NOW)
    register = opened(tmp_path / "new")
    assert everything(register) == before
    register.close()


def test_a_damaged_file_of_the_archive_is_named_and_left_out(data: Path, tmp_path: Path) -> None:
    archive = FileArchive(data / "archive")
    Path(archive.path(archive.put(b"mail one"))).write_bytes(b"mail 0ne")
    made = backup(data, tmp_path / "b.zip")
    assert [(problem.where.split("/")[0], problem.lost) for problem in made.problems] == [("archive", True)]
    check(made.path)


def test_a_damaged_backup_is_never_restored(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "b.zip")
    content = (tmp_path / "b.zip").read_bytes()
    for where in range(0, len(content), len(content) // 25):
        for damaged in (
            content[:where],
            content[:where] + bytes([content[where] ^ 0x40]) + content[where + 1 :],
        ):
            (tmp_path / "bad.zip").write_bytes(damaged)
            try:
                check(tmp_path / "bad.zip")
            except BackupError:
                with pytest.raises(BackupError):
                    restore(tmp_path / "bad.zip", tmp_path / "new", now=NOW)
                assert not (tmp_path / "new").exists()
            else:  # a byte of the ZIP that means nothing, e.g. a date
                restore(tmp_path / "bad.zip", tmp_path / f"new{where}", now=NOW)
                assert verify(tmp_path / f"new{where}") == []


def test_it_is_restored_into_an_empty_folder_only(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "b.zip")
    with pytest.raises(BackupError, match="not empty"):
        restore(tmp_path / "b.zip", data, now=NOW)
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "b.zip", tmp_path / "empty", now=NOW)
    assert verify(tmp_path / "empty") == []


def test_a_backup_never_replaces_a_file(data: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"precious")
    with pytest.raises(BackupError, match="exists"):
        backup(data, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == b"precious"


def test_a_backup_of_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoRegisterError):
        backup(tmp_path, tmp_path / "b.zip")


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "register/../../evil", "settings.toml", "archive/aa/bb/short"]
)
def test_a_backup_with_a_foreign_name_in_it_is_refused(data: Path, tmp_path: Path, name: str) -> None:
    backup(data, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as file:
        file.writestr(name, b"evil")
    with pytest.raises(BackupError, match="manifest"):
        restore(tmp_path / "b.zip", tmp_path / "new", now=NOW)
    assert not (tmp_path / "evil").exists()


def test_a_full_disk_leaves_no_half_backup(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(BackupError, match="No space left"):
            backup(data, tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_restored_register_knows_the_old_mails(data: Path, tmp_path: Path) -> None:
    register = opened(data)
    register.commit([a_mail("<answered@a.example>"), a_request("R9")])
    register.close()
    backup(data, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "new", now=NOW)
    register = opened(tmp_path / "new")
    assert register.get(MailEntry, "<answered@a.example>") == a_mail("<answered@a.example>")
    assert register.get(Request, "R9") == a_request("R9")
    register.close()
