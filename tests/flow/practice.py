"""A settings folder for a real ``mailbot`` process on servers of our own, and how to run one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mailbot.config import init_folder

ENVIRONMENT = {"MAILBOT_LANG": "en", "PYTHONUNBUFFERED": "1"}
KEY = "5c" * 32
PASSWORD = "practice"


def settings_folder(
    folder: Path, *, imap_port: int, smtp_port: int, authserv_id: str = "mx.sea.example"
) -> Path:
    """The sample office, on these loopback servers."""
    init_folder(folder, key=KEY)
    path = folder / "mailbot.toml"
    text = path.read_text(encoding="utf-8")
    changes = {
        'host = "imap.sea.example"': 'host = "127.0.0.1"',
        "port = 993\n": f"port = {imap_port}\n",
        'host = "smtp.sea.example"': 'host = "127.0.0.1"',
        "port = 465\n": f"port = {smtp_port}\n",
        'tls = "tls"': 'tls = "none"',
        'user = "web@sea.example"': 'user = "web"',
        "authserv_ids = []": f'authserv_ids = ["{authserv_id}"]',
        "verify_dkim = true": "verify_dkim = false",
        "poll_seconds = 60": "poll_seconds = 5",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    for name in ("imap_password", "smtp_password"):
        secret = folder / "secrets" / name
        secret.touch(mode=0o600)
        secret.write_text(PASSWORD, encoding="utf-8")
    return folder


def mailbot(*arguments: str | Path, check: bool = False) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [sys.executable, "-m", "mailbot", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=check, env={**os.environ, **ENVIRONMENT}, timeout=240
    )


@contextmanager
def running(folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """``mailbot run`` in a process of its own; killed at the end if it still lives."""
    command = [sys.executable, "-m", "mailbot", "run", "--config", str(folder), *more]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **ENVIRONMENT},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(60)
        if process.stdout is not None:
            process.stdout.close()
