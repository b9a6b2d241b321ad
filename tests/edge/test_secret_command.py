"""The office's command for a password or token: its first line is the secret, and what goes wrong is said."""

import os
import sys
from pathlib import Path

import pytest

from mailbot.config.settings import Imap, Server
from mailbot.edge.secret_command import ask, secret_of
from mailbot.ports import SecretError
from tests.servers import eventually

TOKEN = "ya29.a0Af_H6S-x/y+z="
pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX's")


def script(folder: Path, *lines: str, name: str = "token") -> Path:
    file = folder / name
    file.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    file.chmod(0o700)
    return file


def refusal(*command: str, folder: Path, token: bool = True, seconds: float = 20) -> SecretError:
    with pytest.raises(SecretError) as refused:
        ask(command, folder=folder, seconds=seconds, token=token)
    assert refused.value.__cause__ is None
    return refused.value


@pytest.mark.parametrize("printed", ["{}\\n", "{}", "{}\\r\\n", "{}\\nexpires in 3600\\n", " {} \\n"])
def test_the_first_line_is_the_token(tmp_path: Path, printed: str) -> None:
    command = script(tmp_path, f"printf '{printed.format(TOKEN)}'")
    assert ask([str(command)], folder=tmp_path, seconds=20, token=True) == TOKEN


def test_a_password_may_hold_blanks_quotes_and_thai(tmp_path: Path) -> None:
    command = script(tmp_path, "printf ' รหัส \"x\" y \\n'")
    assert ask([str(command)], folder=tmp_path, seconds=20, token=False) == ' รหัส "x" y '


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    command = script(tmp_path, 'printf "%s" "$1$2"')
    odd = "$(touch owned);`touch owned`|x y"
    said = ask([str(command), odd, "*"], folder=tmp_path, seconds=20, token=False)
    assert said == odd + "*"
    assert not (tmp_path / "owned").exists()


def test_a_relative_command_is_seen_from_the_settings_folder_and_runs_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    script(tmp_path / "bin", "cat token.txt", name="give")
    (tmp_path / "token.txt").write_text(TOKEN)
    assert ask(["bin/give"], folder=tmp_path, seconds=20, token=True) == TOKEN
    monkeypatch.chdir(tmp_path.parent)
    assert ask(["bin/give"], folder=Path(tmp_path.name), seconds=20, token=True) == TOKEN


def test_a_bare_name_is_found_on_the_path(tmp_path: Path) -> None:
    assert ask(["echo", TOKEN], folder=tmp_path, seconds=20, token=True) == TOKEN


def test_our_own_secrets_are_not_handed_to_the_command(tmp_path: Path) -> None:
    command = script(
        tmp_path, 'printf "%s" "$MAILBOT_KEY$MAILBOT_IMAP_PASSWORD$MAILBOT_SMTP_PASSWORD-$OTHER"'
    )
    env = {
        "MAILBOT_KEY": "k",
        "MAILBOT_IMAP_PASSWORD": "i",
        "MAILBOT_SMTP_PASSWORD": "s",
        "OTHER": "theirs",
        "PATH": os.environ["PATH"],
    }
    assert ask([str(command)], folder=tmp_path, seconds=20, token=True, env=env) == "-theirs"


def test_a_command_gets_no_input_it_could_wait_for(tmp_path: Path) -> None:
    command = script(tmp_path, "read answer", "printf 'x%s' \"$answer\"")
    assert ask([str(command)], folder=tmp_path, seconds=20, token=True) == "x"


@pytest.mark.parametrize("name", ["/nowhere/token", "bin/token", "no-such-command-anywhere"])
def test_a_command_that_is_not_there_is_named_and_not_tried_again_soon(tmp_path: Path, name: str) -> None:
    error = refusal(name, folder=tmp_path)
    assert (error.reason, error.retry) == ("missing", False)
    assert name in str(error)


def test_a_command_that_is_no_program_is_named(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a note")
    error = refusal("./token", folder=tmp_path)
    assert (error.reason, error.retry) == ("unusable", False)


def test_a_command_that_fails_is_told_with_its_status_and_what_it_printed_is_not_used(tmp_path: Path) -> None:
    error = refusal(
        str(script(tmp_path, f"echo {TOKEN}", f"echo no consent {TOKEN} >&2", "exit 3")), folder=tmp_path
    )
    assert (error.reason, error.retry) == ("failed", True)
    assert "status 3" in str(error)
    assert TOKEN not in str(error) + repr(error)


def test_a_command_that_was_killed_is_told_as_such(tmp_path: Path) -> None:
    error = refusal(str(script(tmp_path, "kill -9 $$")), folder=tmp_path)
    assert (error.reason, "signal 9" in str(error)) == ("failed", True)


@pytest.mark.parametrize("printed", ["", "\\n", "   \\n"])
def test_a_command_that_prints_nothing_is_told_as_such(tmp_path: Path, printed: str) -> None:
    assert refusal(str(script(tmp_path, f"printf '{printed}'")), folder=tmp_path).reason == "silent"


@pytest.mark.parametrize(
    "printed", ['{"access_token": "SECRET"}', "Bearer SECRET", "SECRET\\001x", "SECRET é", "\\377SECRET"]
)
def test_what_is_no_token_is_not_sent_for_one_and_not_shown(tmp_path: Path, printed: str) -> None:
    error = refusal(str(script(tmp_path, f"printf '{printed}\\n'")), folder=tmp_path)
    assert error.reason == "odd"
    assert "SECRET" not in str(error) + repr(error)


def test_a_password_with_a_control_character_is_not_sent(tmp_path: Path) -> None:
    assert refusal(str(script(tmp_path, "printf 'a\\001b'")), folder=tmp_path, token=False).reason == "odd"


def test_a_command_that_prints_for_ever_is_ended(tmp_path: Path) -> None:
    assert refusal(str(script(tmp_path, "while :; do echo x; done")), folder=tmp_path).reason == "odd"


@pytest.mark.parametrize(
    "lines",
    [["sleep 600"], ["sleep 600 & echo $! > child", "wait"], [f"echo {TOKEN}", "sleep 600 &", "exit 0"]],
)
async def test_a_command_that_does_not_end_is_ended_with_all_it_started(
    tmp_path: Path, lines: list[str]
) -> None:
    error = refusal(str(script(tmp_path, *lines)), folder=tmp_path, seconds=0.5)
    assert (error.reason, error.retry) == ("late", True)
    child = tmp_path / "child"
    if child.exists():
        status = Path(f"/proc/{child.read_text().strip()}/status")
        await eventually(lambda: not status.exists() or "State:\tZ" in status.read_text())


def test_a_command_that_closes_its_output_and_goes_on_is_ended_too(tmp_path: Path) -> None:
    program = "import os, time; os.close(1); time.sleep(600)"
    error = refusal(sys.executable, "-S", "-c", program, folder=tmp_path, seconds=1)
    assert error.reason == "late"


# --- which command, for which server ---------------------------------------------------------------


def server(**settings: object) -> Server:
    return Imap(host="imap.office.example", user="web@office.example", **settings)


def test_every_login_asks_the_command_anew(tmp_path: Path) -> None:
    script(tmp_path, "echo x >> count", "wc -l < count | tr -d ' '")
    secret = secret_of(server(login="oauth2", token_command=("./token",)), tmp_path)
    assert [secret(), secret()] == ["1", "2"]


def test_a_password_comes_from_its_command_or_from_what_was_kept(tmp_path: Path) -> None:
    script(tmp_path, "echo from the vault")
    assert secret_of(server(password_command=("./token",)), tmp_path)() == "from the vault"
    assert secret_of(server(password="kept"), tmp_path)() == "kept"
