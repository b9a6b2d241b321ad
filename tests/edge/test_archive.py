"""What every archive promises, and what the one on disk does when the disk does not."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.edge import archive as module
from mailbot.edge.archive import FileArchive, MemoryArchive
from mailbot.ports import Archive, ArchiveError


@pytest.fixture(params=["file", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    return FileArchive(tmp_path / "archive") if request.param == "file" else MemoryArchive()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


MANY = [b"", b"a", "หนังสือราชการ".encode(), b"\0" * 100_000, b"a", *(b"%d" % n for n in range(50))]


def test_bytes_come_back_under_their_hash(archive: Archive) -> None:
    assert archive.put_many(MANY) == [sha(data) for data in MANY]
    assert [archive.get(sha(data)) for data in MANY] == MANY
    assert all(archive.has(sha(data)) for data in MANY)


def test_one_is_kept_like_many(archive: Archive) -> None:
    assert archive.put(b"mail") == sha(b"mail")
    assert archive.put(b"mail") == sha(b"mail")
    assert archive.get(sha(b"mail")) == b"mail"


def test_nothing_to_keep_is_fine(archive: Archive) -> None:
    assert archive.put_many([]) == []


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "A" * 64])
def test_what_was_never_kept_is_not_there(archive: Archive, name: str) -> None:
    assert not archive.has(name)
    with pytest.raises(KeyError):
        archive.get(name)


def test_the_path_leads_to_the_file(tmp_path: Path) -> None:
    archive = FileArchive(tmp_path)
    assert Path(archive.path(archive.put(b"mail"))).read_bytes() == b"mail"


def test_files_and_folders_are_private(tmp_path: Path) -> None:
    archive = FileArchive(tmp_path / "data" / "archive")
    path = Path(archive.path(archive.put(b"mail")))
    many = [Path(archive.path(name)) for name in archive.put_many(MANY)]
    for file in [path, *many]:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in list(file.parents)[:4]} == {0o700}


@pytest.mark.parametrize("damage", [b"", b"mail that is longer", b"mai1", None])
def test_a_damaged_file_is_absent_and_mended_when_its_bytes_come_again(
    tmp_path: Path, damage: bytes | None
) -> None:
    archive = FileArchive(tmp_path)
    name = archive.put(b"mail")
    path = Path(archive.path(name))
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
        assert list(archive.damaged()) == [name]
    with pytest.raises(KeyError):
        archive.get(name)
    archive.put(b"mail")
    assert archive.get(name) == b"mail"
    assert list(archive.damaged()) == []


def test_another_process_sees_what_one_has_kept(tmp_path: Path) -> None:
    first, second = FileArchive(tmp_path), FileArchive(tmp_path)
    name = first.put(b"mail")
    assert second.get(name) == b"mail"
    assert second.put_many([b"mail", b"other"])[0] == name


Calls = Callable[..., object]


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("call", ["write", "fsync", "replace", "open"])
def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, count: int
) -> None:
    archive = FileArchive(tmp_path)
    before = archive.put(b"before")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    items = [b"%d" % n for n in range(count)]
    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        patch.setattr(module, "_sync_file_system", full)
        with pytest.raises(ArchiveError, match="No space left"):
            archive.put_many(items)
    assert not list(tmp_path.glob("**/*.tmp"))
    assert archive.get(before) == b"before"
    assert [archive.get(name) for name in archive.put_many(items)] == items


@pytest.mark.parametrize("count", [1, 20])
def test_bytes_are_on_disk_before_the_name_and_the_name_before_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    archive = FileArchive(tmp_path)
    done: list[str] = []

    def note(what: str, call: Calls) -> Calls:
        def noted(*args: object, **kwargs: object) -> object:
            done.append(what)
            return call(*args, **kwargs)

        return noted

    monkeypatch.setattr(os, "write", note("write", os.write))
    monkeypatch.setattr(os, "replace", note("rename", os.replace))
    monkeypatch.setattr(os, "fsync", note("sync", os.fsync))
    monkeypatch.setattr(module, "_sync_file_system", note("sync", module._sync_file_system))
    archive.put_many([b"%d" % n for n in range(count)])
    first, last = done.index("rename"), len(done) - 1 - done[::-1].index("rename")
    assert "write" not in done[first:]
    assert "sync" in done[len(done) - 1 - done[::-1].index("write") : first]
    assert "sync" in done[last:]


def test_each_file_and_its_folder_are_synced_where_the_platform_cannot_sync_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_can_sync_all", lambda: False)
    synced: list[str] = []
    real = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    names = FileArchive(tmp_path).put_many([b"%d" % n for n in range(9)])
    for name in names:
        assert any(f"/{name}." in path for path in synced)
        assert str(tmp_path / name[:2] / name[2:4]) in synced
        assert str(tmp_path / name[:2]) in synced
