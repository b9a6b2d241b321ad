"""How each server is logged in to: what [smtp] leaves out is as in [imap], and contradictions are refused."""

import os
from pathlib import Path

import pytest

from mailbot.edge.secret_command import command_of
from tests.config.sample import SettingsFolder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file rights are POSIX's")

SMTP = 'user = "web@sea.example"\n# password_file = "secrets/smtp_password"'
OAUTH2 = 'login = "oauth2"\ntoken_command = ["/usr/local/bin/token", "web@sea.example"]\n'
COMMAND = ("/usr/local/bin/token", "web@sea.example")


def imap(office: SettingsFolder, *lines: str) -> None:
    office.edit("mailbot.toml", "[imap]\n", "\n".join(["[imap]", *lines, ""]))


def smtp(office: SettingsFolder, *lines: str) -> None:
    office.edit("mailbot.toml", "[smtp]\n", "\n".join(["[smtp]", *lines, ""]))


def without_password(office: SettingsFolder) -> None:
    (office.path / "secrets/imap_password").unlink()


def test_oauth2_needs_no_password_and_is_for_reading_and_sending_of_one_account(
    office: SettingsFolder,
) -> None:
    without_password(office)
    imap(office, OAUTH2)
    settings = office.load()
    assert (settings.imap.login, settings.smtp.login) == ("oauth2", "oauth2")
    assert command_of(settings.imap) == command_of(settings.smtp) == COMMAND
    assert settings.imap.password.get_secret_value() == settings.smtp.password.get_secret_value() == ""


def test_a_password_left_lying_about_is_not_looked_at_with_oauth2(office: SettingsFolder) -> None:
    office.secret("imap_password", "old", 0o644)
    office.secret("smtp_password", "old", 0o644)
    imap(office, OAUTH2)
    settings = office.load(MAILBOT_IMAP_PASSWORD="old", MAILBOT_SMTP_PASSWORD="old")
    assert settings.smtp.login == "oauth2"
    assert "old" not in (settings.imap.password.get_secret_value(), settings.smtp.password.get_secret_value())


def test_sending_may_have_a_command_of_its_own(office: SettingsFolder) -> None:
    imap(office, OAUTH2)
    smtp(office, 'token_command = ["other"]')
    settings = office.load()
    assert command_of(settings.imap) == COMMAND
    assert (settings.smtp.login, command_of(settings.smtp)) == ("oauth2", ("other",))


def test_sending_may_say_oauth2_and_leave_the_command_to_reading(office: SettingsFolder) -> None:
    imap(office, OAUTH2)
    smtp(office, 'login = "oauth2"')
    assert command_of(office.load().smtp) == COMMAND


def test_sending_may_keep_a_password_beside_oauth2_for_reading(office: SettingsFolder) -> None:
    imap(office, OAUTH2)
    smtp(office, 'login = "password"')
    assert [problem.code for problem in office.problems()] == ["password_missing"]
    office.secret("smtp_password", "relay's own")
    settings = office.load()
    assert (settings.imap.login, settings.smtp.login) == ("oauth2", "password")
    assert settings.smtp.password.get_secret_value() == "relay's own"
    assert command_of(settings.smtp) == ()


def test_another_account_for_sending_does_not_get_the_readers_token(office: SettingsFolder) -> None:
    imap(office, OAUTH2)
    office.edit("mailbot.toml", SMTP, SMTP.replace("web@", "relay@"))
    problem = office.only_problem()
    assert (problem.code, problem.key) == ("password_missing", "smtp")
    smtp(office, 'login = "oauth2"')
    problem = office.only_problem()
    assert (problem.code, problem.key) == ("token_command_missing", "smtp.token_command")


def test_only_sending_may_be_with_oauth2(office: SettingsFolder) -> None:
    smtp(office, OAUTH2)
    settings = office.load()
    assert (settings.imap.login, settings.smtp.login) == ("password", "oauth2")
    assert (command_of(settings.imap), command_of(settings.smtp)) == ((), COMMAND)
    assert settings.smtp.password.get_secret_value() == ""


def test_a_password_may_come_from_a_command_and_is_then_needed_nowhere_else(office: SettingsFolder) -> None:
    without_password(office)
    imap(office, 'password_command = ["vault", "read", "mail"]')
    settings = office.load()
    assert command_of(settings.imap) == command_of(settings.smtp) == ("vault", "read", "mail")
    assert settings.imap.login == settings.smtp.login == "password"


def test_an_empty_command_is_none(office: SettingsFolder) -> None:
    imap(office, 'login = "password"', "password_command = []", "token_command = []")
    settings = office.load()
    for server in (settings.imap, settings.smtp):
        assert (command_of(server), server.password.get_secret_value()) == ((), "a password")


def test_a_stated_command_is_asked_whatever_lies_in_the_secrets_folder(office: SettingsFolder) -> None:
    imap(office, 'password_command = ["vault"]')
    settings = office.load()
    assert (command_of(settings.imap), settings.imap.password.get_secret_value()) == (("vault",), "")


def test_the_environment_wins_over_a_command_too(office: SettingsFolder) -> None:
    imap(office, 'password_command = ["vault"]')
    settings = office.load(MAILBOT_IMAP_PASSWORD="one")
    assert (command_of(settings.imap), settings.imap.password.get_secret_value()) == ((), "one")


def test_a_password_of_its_own_for_sending_wins_over_the_readers_command(office: SettingsFolder) -> None:
    imap(office, 'password_command = ["vault"]')
    office.secret("smtp_password", "two")
    settings = office.load()
    assert (command_of(settings.smtp), settings.smtp.password.get_secret_value()) == ((), "two")


@pytest.mark.parametrize(
    ("lines", "code", "key"),
    [
        ('login = "oauth2"', "token_command_missing", "imap.token_command"),
        ('token_command = ["token"]', "token_unused", "imap.token_command"),
        (OAUTH2 + 'password_command = ["vault"]', "password_unused", "imap.password_command"),
        (OAUTH2 + 'password_file = "secrets/imap_password"', "password_unused", "imap.password_file"),
        (
            'password_command = ["vault"]\npassword_file = "secrets/imap_password"',
            "two_passwords",
            "imap.password_command",
        ),
        ('login = "xoauth"', "want_one_of", "imap.login"),
        ('login = "oauth2"\ntoken_command = "token web"', "want_list", "imap.token_command"),
        ('password_command = [" "]', "not_a_command", "imap.password_command"),
        ('password_command = ["a\\u0000b"]', "not_a_command", "imap.password_command"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_line(
    office: SettingsFolder, lines: str, code: str, key: str
) -> None:
    imap(office, lines)
    problem = office.only_problem()
    assert (problem.code, problem.key) == (code, key)
    assert problem.right
    if code != "token_command_missing":
        stands = (office.path / "mailbot.toml").read_text("utf-8").splitlines()[(problem.line or 0) - 1]
        assert key.partition(".")[2] in stands


def test_oauth2_without_a_user_is_refused(office: SettingsFolder) -> None:
    office.edit("mailbot.toml", SMTP, "")
    smtp(office, OAUTH2)
    problem = office.only_problem()
    assert (problem.code, problem.key) == ("oauth2_without_user", "smtp.login")


def test_loading_the_settings_runs_no_command(office: SettingsFolder, tmp_path: Path) -> None:
    without_password(office)
    imap(office, f'login = "oauth2"\ntoken_command = ["touch", "{tmp_path}/ran"]')
    office.load()
    assert not (tmp_path / "ran").exists()
