"""What keeps mailbot from starting is said whole, and nothing is touched."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from mailbot.cli import main
from mailbot.edge.register import FileRegister
from tests.conversations.correspondence import BANGKOK
from tests.flow.practice import mailbot, settings_folder


def test_a_broken_template_of_the_office_is_named_at_start(tmp_path: Path) -> None:
    folder = settings_folder(tmp_path / "office", imap_port=1, smtp_port=1)
    own = folder / "templates" / "th" / "task"
    own.mkdir(parents=True)
    (own / "subject.txt").write_text("{{ no_such_thing }}", encoding="utf-8")
    result = mailbot("once", "--config", folder)
    assert result.returncode == 2
    assert "th/task/subject.txt" in result.stderr
    assert not (folder / "data" / "register").exists()


def test_every_mistake_in_the_settings_is_said_at_once(tmp_path: Path) -> None:
    folder = settings_folder(tmp_path / "office", imap_port=1, smtp_port=1)
    path = folder / "mailbot.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('mode = "on"', 'mode = "sometimes"').replace("timeout = 30", 'timeout = "soon"', 1)
    )
    result = mailbot("run", "--config", folder)
    assert result.returncode == 2
    assert "mode" in result.stderr
    assert "timeout" in result.stderr


def test_a_mail_server_that_is_not_there_is_a_clear_word(tmp_path: Path) -> None:
    folder = settings_folder(tmp_path / "office", imap_port=1, smtp_port=1)
    result = mailbot("once", "--config", folder)
    assert result.returncode == 2
    assert "127.0.0.1" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_second_start_says_who_holds_the_data_folder(tmp_path: Path) -> None:
    folder = settings_folder(tmp_path / "office", imap_port=1, smtp_port=1)
    register = FileRegister(folder / "data", now=datetime.now(BANGKOK))
    try:
        result = mailbot("once", "--config", folder)
    finally:
        register.close()
    assert result.returncode == 2
    assert str(os.getpid()) in result.stderr


@pytest.mark.parametrize(
    "command",
    ["show WEB-2569-0001", "outbox", "shelf", "report 2569-10", "export", "page", "backup b.zip", "verify"],
)
def test_before_the_first_start_every_look_says_that_there_is_nothing_yet(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_LANG", "en")
    monkeypatch.chdir(tmp_path)
    folder = settings_folder(tmp_path / "office", imap_port=1, smtp_port=1)
    assert main([*command.split(), "--config", str(folder)]) == 2
    said = capsys.readouterr().err
    assert "no register" in said
    assert "mailbot run" in said


def test_a_month_of_another_era_is_asked_for_in_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = settings_folder(tmp_path / "office", imap_port=1, smtp_port=1)
    FileRegister(folder / "data", now=datetime.now(BANGKOK)).close()
    assert main(["report", "2026-10", "--config", str(folder), "--to", str(tmp_path)]) == 2
    assert "2569-10" in capsys.readouterr().err
