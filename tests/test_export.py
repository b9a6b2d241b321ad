"""``mailbot export``: the register for a spreadsheet, or everything that proves one request (S14)."""

import zipfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.cli import main
from mailbot.core.request import Party, Request
from mailbot.edge.register import FileRegister
from tests.config.sample import SettingsFolder, sample_office

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def office(tmp_path: Path) -> SettingsFolder:
    folder = sample_office(tmp_path / "office")
    register = FileRegister(folder.path / "data", now=NOW)
    somruedee = Party(address="somruedee@sea.example", name="นางสาวสมฤดี ปิ่นแก้ว")
    request = Request(month="2569-11", number="WEB-2569-0001", requester=somruedee, received_at=NOW)
    register.commit([request])
    register.close()
    return folder


def export(office: SettingsFolder, *more: str) -> int:
    return main(["export", *more, "--config", str(office.path), "--to", str(office.path / "out")])


def test_the_evidence_of_one_request_is_one_file_for_its_owner_alone(office: SettingsFolder) -> None:
    assert export(office, "web-2569-0001") == 0
    (made,) = (office.path / "out").iterdir()
    assert made.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(made) as bundle:
        assert bundle.testzip() is None
        assert "WEB-2569-0001" in bundle.read("request.json").decode()


def test_a_number_nobody_knows_is_said_and_nothing_is_written(
    office: SettingsFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(office, "WEB-2569-0099") == 2
    assert "WEB-2569-0099" in capsys.readouterr().err
    assert not (office.path / "out").exists()


def test_without_a_number_the_whole_register_is_written(office: SettingsFolder) -> None:
    assert export(office) == 0
    assert sorted(file.suffix for file in (office.path / "out").iterdir()) == [".csv", ".xlsx"]
