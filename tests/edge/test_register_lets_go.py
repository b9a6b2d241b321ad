"""A register that cannot be opened holds no file open afterwards: whoever tries again does not run out."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.edge.register import FileRegister
from mailbot.ports import RegisterError
from tests.edge.records import a_request

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("sync", [1, 2])
def test_opening_that_fails_at_any_sync_lets_go_of_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sync: int
) -> None:
    with_months = FileRegister(tmp_path, now=NOW)
    with_months.commit([a_request()])
    with_months.close()
    (tmp_path / "register" / "index.sum").unlink()
    before, left, really = open_files(), sync, os.fsync

    def full(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(28, "No space left on device")
        really(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with suppress(RegisterError):
        FileRegister(tmp_path, now=NOW).close()
    assert left <= 0, "it failed there"
    assert open_files() == before
