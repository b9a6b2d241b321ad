"""Asking the office's own command for a password or an access token, each time one is needed.

mailbot has no part in how a provider gives out tokens: the office names a command, as for other mail programs
(mbsync's PassCmd, msmtp's passwordeval). It runs without a shell and with a time limit, and the first line it
prints is the secret. That line is kept nowhere, and nothing else it says is shown: what a script complains of
may hold a secret too.
"""

import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from mailbot.config.settings import Server
from mailbot.ports import Secret, SecretError

_TOKEN: Final = re.compile(r"[A-Za-z0-9\-._~+/]+=*")  # RFC 6750, 2.1
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST: Final = 32_768
"""Bytes a command may print. Tokens with many claims have some thousands."""
_OURS: Final = frozenset({"MAILBOT_KEY", "MAILBOT_IMAP_PASSWORD", "MAILBOT_SMTP_PASSWORD"})
"""What the environment may hold of ours, and is no business of the command's."""
_BY_HAND: Final = "run it by hand as the user who runs mailbot"


def secret_of(server: Server, folder: Path, env: Mapping[str, str] | None = None) -> Secret:
    """What gives this server's password or token: the command the office states, or what it has kept.

    ``folder``: the settings folder; relative paths are seen from it, and the command runs in it.
    ``env``: the environment the command gets, ours without our own secrets when it is None.
    """
    command = command_of(server)
    if not command:
        return server.password.get_secret_value
    is_token = server.login == "oauth2"
    return lambda: ask(command, folder=folder, seconds=server.timeout, token=is_token, env=env)


def command_of(server: Server) -> tuple[str, ...]:
    """The command that is asked for this server's password or token; empty when there is none."""
    return server.token_command if server.login == "oauth2" else server.password_command


def ask(
    command: Sequence[str], *, folder: Path, seconds: float, token: bool, env: Mapping[str, str] | None = None
) -> str:
    """The first line the command prints. Blocks for at most about ``seconds``. Raises SecretError.

    ``token``: it must be an access token in form, so that a page of JSON or an error is not sent for one.
    """
    name = command[0]
    program = str(folder.absolute() / name) if "/" in name else name
    environment = {
        key: value for key, value in (os.environ if env is None else env).items() if key not in _OURS
    }
    try:
        process = subprocess.Popen(
            [program, *command[1:]],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except FileNotFoundError:
        what = f"the command {name}, or the interpreter its first line names, was not found: check the path"
        raise SecretError(what, reason="missing", retry=False) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        what = f"the command {name} cannot be run ({why}): check that it is executable"
        raise SecretError(what, reason="unusable", retry=False) from None
    with process:
        try:
            printed = _printed(process, name, seconds)
        except BaseException:
            # With all that it has started itself. It has not been waited for, so the number is still its own.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        how = f"status {process.returncode}" if process.returncode > 0 else f"signal {-process.returncode}"
        raise SecretError(f"the command {name} ended with {how}: {_BY_HAND} to see why", reason="failed")
    return _first_line(printed, name, token=token)


def _printed(process: "subprocess.Popen[bytes]", name: str, seconds: float) -> bytes:
    """All it prints until it ends, within bounds of time and size."""
    ends = time.monotonic() + seconds
    printed = b""
    if process.stdout is None:  # cannot be: it was asked for
        raise AssertionError("no pipe")
    try:
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while ready.select(max(ends - time.monotonic(), 0)):
                more = os.read(process.stdout.fileno(), _LONGEST)
                printed += more
                if not more:
                    process.wait(max(ends - time.monotonic(), 0))
                    return printed
                if len(printed) > _LONGEST:
                    raise SecretError(_not_a(name, "secret"), reason="odd")
    except subprocess.TimeoutExpired:
        pass
    what = f"the command {name} did not end within {seconds:g} s: {_BY_HAND}; it must not ask anything"
    raise SecretError(what, reason="late")


def _first_line(printed: bytes, name: str, *, token: bool) -> str:
    kind = "access token" if token else "password"
    try:
        text = printed.split(b"\n", 1)[0].decode("utf-8").rstrip("\r")
    except UnicodeDecodeError:
        raise SecretError(_not_a(name, kind), reason="odd") from None
    text = text.strip() if token else text
    if not text:
        what = f"the command {name} printed nothing: {_BY_HAND}; its first line must be the {kind}"
        raise SecretError(what, reason="silent")
    if _CONTROL.search(text) or (token and not _TOKEN.fullmatch(text)):
        raise SecretError(_not_a(name, kind), reason="odd")
    return text


def _not_a(name: str, kind: str) -> str:
    return (
        f"what the command {name} printed is no {kind}: {_BY_HAND}; its first line must be the {kind} alone"
    )
