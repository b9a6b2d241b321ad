"""Secrets come from private files, credentials or the environment, and are never shown."""

import base64
import os
from pathlib import Path

import pytest

from mailbot.config import SettingsError
from tests.config.sample import KEY, SettingsFolder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file rights are POSIX's")

SECRET = "hunter2-very-secret"


def test_the_environment_wins_over_the_file(office: SettingsFolder) -> None:
    settings = office.load(MAILBOT_IMAP_PASSWORD="one", MAILBOT_SMTP_PASSWORD="two", MAILBOT_KEY="cd" * 32)
    assert settings.imap.password.get_secret_value() == "one"
    assert settings.smtp.password.get_secret_value() == "two"
    assert settings.key.get_secret_value() == "cd" * 32


def test_one_account_for_reading_and_sending_needs_one_password(office: SettingsFolder) -> None:
    assert office.load().smtp.password.get_secret_value() == "a password"


def test_another_account_for_sending_needs_its_own_password(office: SettingsFolder) -> None:
    office.edit(
        "mailbot.toml", 'user = "web@sea.example"\n# password_file = "secrets/smtp', 'user = "relay"\n# "'
    )
    problem = office.only_problem()
    assert (problem.code, problem.key) == ("password_missing", "smtp")
    assert "MAILBOT_SMTP_PASSWORD" in problem.right


def test_a_server_without_a_user_needs_no_password(office: SettingsFolder) -> None:
    office.edit("mailbot.toml", 'user = "web@sea.example"\n# password_file = "secrets/smtp', '# "')
    assert office.load().smtp.password.get_secret_value() == ""


def test_credentials_of_systemd_are_found(office: SettingsFolder, tmp_path: Path) -> None:
    (tmp_path / "imap_password").write_text("from systemd\n")
    assert office.load(CREDENTIALS_DIRECTORY=str(tmp_path)).imap.password.get_secret_value() == "from systemd"


def test_a_stated_file_is_read_and_must_be_there(office: SettingsFolder) -> None:
    office.edit(
        "mailbot.toml", '# password_file = "secrets/imap_password"', 'password_file = "secrets/other"'
    )
    assert [problem.code for problem in office.problems()] == ["secret_file_missing"]
    office.secret("other", "elsewhere")
    assert office.load().imap.password.get_secret_value() == "elsewhere"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_secret_others_can_read_is_a_problem_that_says_how_to_close_it(
    office: SettingsFolder, mode: int
) -> None:
    file = office.secret("imap_password", SECRET, mode)
    problem = office.only_problem()
    assert (problem.code, problem.file) == ("secret_open", "secrets/imap_password")
    assert f"chmod 600 {file}" in problem.right


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("[imap]", f'password = "{SECRET}"'),
        ("[smtp]", f'PASSWORD = "{SECRET}"'),
        ("[secrets]", f'key = "{SECRET}"'),
        ("[imap]", f'pass = ["{SECRET}"]'),
        ("[trust]", f'x = {{ token = "{SECRET}" }}'),
    ],
)
def test_a_secret_in_the_settings_file_is_refused_and_never_shown(
    office: SettingsFolder, table: str, line: str
) -> None:
    at = office.edit("mailbot.toml", table, f"{table}\n{line}")
    with pytest.raises(SettingsError) as refused:
        office.load()
    problem = next(problem for problem in refused.value.problems if problem.code == "secret_in_settings")
    assert (problem.file, problem.line) == ("mailbot.toml", at + 1)
    assert "secrets/" in problem.right
    assert "MAILBOT_" in problem.right
    assert SECRET not in str(refused.value) + repr(refused.value.problems)


@pytest.mark.parametrize(
    "written", [KEY, KEY.upper() + "\n", base64.b64encode(bytes.fromhex(KEY)).decode(),
                base64.urlsafe_b64encode(bytes.fromhex(KEY)).decode().rstrip("=")],
)  # fmt: skip
def test_the_key_is_hex_or_base64(office: SettingsFolder, written: str) -> None:
    office.secret("key", written)
    assert office.load().key.get_secret_value() == KEY


@pytest.mark.parametrize(
    ("written", "code"),
    [("ab" * 16, "key_short"), ("ไม่ใช่กุญแจ", "key_malformed"), ("!" * 64, "key_malformed")],
)
def test_a_weak_or_broken_key_is_refused_without_showing_it(
    office: SettingsFolder, written: str, code: str
) -> None:
    office.secret("key", written)
    problem = office.only_problem()
    assert problem.code == code
    assert written not in str(problem)


def test_an_empty_secret_file_is_named(office: SettingsFolder) -> None:
    office.secret("imap_password", "\n")
    assert [problem.code for problem in office.problems()] == ["secret_empty"]


def test_a_missing_key_says_how_to_get_one(office: SettingsFolder) -> None:
    (office.path / "secrets/key").unlink()
    problem = office.only_problem()
    assert problem.code == "key_missing"
    assert "mailbot init" in problem.right
