"""A power cut keeps only what was synced. Modelled here, in the worst way the rules of the disk allow.

The model: a file's bytes last from the moment the file is synced; a name (new, replaced or gone) lasts
from the moment its folder is synced. Everything else is lost. The index is SQLite's own business and
derived, so it is always lost here.
"""

import os
import shutil
from pathlib import Path

import pytest

from mailbot.edge.archive import FileArchive
from tests.edge.records import a_mark
from tests.edge.test_register_crash import IN_MEMORY, everything, opened, prefixes, tmp_path, transactions

__all__ = ["tmp_path"]

# tmpfs never gives a file's number to another one; elsewhere the model would mistake one for the other.
pytestmark = pytest.mark.skipif(IN_MEMORY is None, reason="needs /dev/shm")


class Disk:
    """What would be there after a power cut."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.contents: dict[int, bytes] = {}
        self.folders: dict[Path, dict[str, int]] = {}
        self.moments: list[tuple[dict[int, bytes], dict[Path, dict[str, int]], int]] = []
        self.promised = 0
        monkeypatch.setattr(os, "fsync", self.sync)

    def sync(self, descriptor: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))  # noqa: PTH115 - the name may be gone
        if path.is_dir():
            self.folders[path] = {entry.name: entry.stat().st_ino for entry in path.iterdir()}
        else:
            self.contents[os.fstat(descriptor).st_ino] = path.read_bytes()
        self.note()

    def note(self) -> None:
        self.moments.append((dict(self.contents), dict(self.folders), self.promised))

    def keep_promise(self) -> None:
        self.promised += 1
        self.note()


def build(moment: tuple[dict[int, bytes], dict[Path, dict[str, int]], int], root: Path, where: Path) -> None:
    """The folder as the power cut leaves it."""
    contents, folders, _ = moment
    todo = [root]
    for folder in todo:
        (where / folder.relative_to(root)).mkdir(parents=True, exist_ok=True)
        for name, number in folders.get(folder, {}).items():
            path = folder / name
            if name.startswith("index"):
                continue
            if path in folders or path.is_dir():
                todo.append(path)
            else:
                (where / path.relative_to(root)).write_bytes(contents.get(number, b""))


def test_a_power_cut_at_any_moment_loses_nothing_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = transactions(7)
    states = prefixes(steps)
    root = tmp_path / "data"
    root.mkdir()
    with monkeypatch.context() as patch:
        disk = Disk(patch)
        register = opened(root, journal_limit=2500)
        for step in steps:
            register.commit(step)
            disk.keep_promise()
        register.checkpoint()
        disk.note()
        register.close()
    checked = 0
    for position, moment in enumerate(disk.moments):
        promised = moment[2]
        where = tmp_path / "after"
        build(moment, root, where)
        if not promised and not (where / "register").exists():
            continue
        register = opened(where)
        held = everything(register)
        assert held in states[promised : promised + 2], (position, promised)
        assert not any(problem.lost for problem in register.problems), (position, register.problems)
        register.commit([a_mark("after")])
        register.close()
        shutil.rmtree(where)
        checked += 1
    assert checked > 40


def test_what_the_archive_has_returned_outlives_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "archive"
    with monkeypatch.context() as patch:
        disk = Disk(patch)
        archive = FileArchive(root)
        names: list[str] = []
        for number in range(12):
            names += archive.put_many([b"%d %d" % (number, other) for other in range(1 + number % 3)])
            disk.note()
            where = tmp_path / "after"
            build(disk.moments[-1], root, where)
            after = FileArchive(where)
            assert all(after.get(name) for name in names)
            shutil.rmtree(where)


def test_the_model_sees_a_missing_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its sync a commit would be lost: the test above can fail."""
    root = tmp_path / "data"
    root.mkdir()

    with monkeypatch.context() as patch:
        disk = Disk(patch)
        register = opened(root)
        patch.setattr(os, "fsync", lambda _: None)
        register.commit([a_mark()])
        disk.note()
        register._let_go()
    build(disk.moments[-1], root, tmp_path / "after")
    register = opened(tmp_path / "after")
    held = everything(register)
    register.close()
    assert held == {}
