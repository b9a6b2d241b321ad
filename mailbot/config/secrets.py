"""Passwords and the office's key: from the environment, a credential of systemd, or a private file.

Never from the settings file. Never shown: a problem names where a secret belongs, not what it is.
"""

import base64
import binascii
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, Final

from pydantic import SecretStr

from mailbot.config.problems import Findings
from mailbot.config.toml import Source

SETTINGS: Final = "mailbot.toml"
FOLDER: Final = "secrets"
KEY_BYTES: Final = 32
_SECRET_KEY: Final = re.compile(r"pass(?:word|wd|phrase)?|pwd|secret|token|key|รหัสผ่าน", re.IGNORECASE)
_TOO_LONG: Final = 4096
_NAMES: Final = {
    "imap": ("MAILBOT_IMAP_PASSWORD", "imap_password"),
    "smtp": ("MAILBOT_SMTP_PASSWORD", "smtp_password"),
    "key": ("MAILBOT_KEY", "key"),
}
"""What -> the environment's name, and the name of the file and of systemd's credential."""


class Vault:
    """Finds the secrets of one settings folder."""

    def __init__(self, folder: Path, env: Mapping[str, str], findings: Findings) -> None:
        self._folder, self._env, self._findings = folder, env, findings

    def find(
        self, what: str, stated: PurePath | None, *, key: str, only_stated: bool = False
    ) -> SecretStr | None:
        """The secret called ``imap``, ``smtp`` or ``key``.

        None when there is none; empty, and a problem, when there is one that cannot be used.

        In this order: the environment, the file the settings state, systemd's credentials, ``secrets/``;
        ``only_stated``: not the last two.
        """
        variable, filename = _NAMES[what]
        if value := self._env.get(variable, ""):
            return SecretStr(value)
        if stated is not None:
            return self._read(self._folder / stated, str(stated), key=key, needed=True)
        if only_stated:
            return None
        if credentials := self._env.get("CREDENTIALS_DIRECTORY"):
            path = Path(credentials) / filename
            found = self._read(path, f"systemd: {filename}", key=key, private=False)
            if found is not None:
                return found
        return self._read(self._folder / FOLDER / filename, f"{FOLDER}/{filename}", key=key)

    def missing(self, what: str, *, line: int | None) -> None:
        """Report that a needed secret was found nowhere."""
        variable, filename = _NAMES[what]
        code = "key_missing" if what == "key" else "password_missing"
        place = f"{FOLDER}/{filename}"
        self._findings.add(code, SETTINGS, line=line, key=what, variable=variable, place=place)

    def _read(
        self, path: Path, name: str, *, key: str, needed: bool = False, private: bool = True
    ) -> SecretStr | None:
        try:
            with path.open("rb") as file:
                mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                raw = file.read(_TOO_LONG + 1)
            value = raw.decode("utf-8").strip("\r\n")
        except FileNotFoundError:
            if not needed:
                return None
            self._findings.add("secret_file_missing", SETTINGS, key=key, place=name)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not text"
            self._findings.add("secret_unreadable", name, reason=reason)
        else:
            if len(raw) > _TOO_LONG:
                self._findings.add("secret_unreadable", name, reason=f"> {_TOO_LONG} bytes")
            elif private and os.name == "posix" and mode & 0o077:
                self._findings.add("secret_open", name, mode=f"{mode:04o}", path=str(path))
            elif not value:
                self._findings.add("secret_empty", name)
            else:
                return SecretStr(value)
        return SecretStr("")


def office_key(secret: SecretStr, findings: Findings) -> SecretStr:
    """The office's key as hex, from hex or base64; a problem when it is shorter than 32 bytes."""
    text = secret.get_secret_value().strip()
    raw = b""
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            findings.add("key_malformed", f"{FOLDER}/key", key="key")
            return SecretStr("")
    if len(raw) < KEY_BYTES:
        findings.add("key_short", f"{FOLDER}/key", key="key", count=len(raw), needed=KEY_BYTES)
        return SecretStr("")
    return SecretStr(raw.hex())


def take_out_secrets(source: Source, findings: Findings) -> None:
    """Report every secret that stands in the settings file, and forget it before anything can show it."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), source.data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(((*place, index), element) for index, element in enumerate(value))
        elif isinstance(value, dict):
            for name in list(value):
                here = (*place, name)
                if _SECRET_KEY.fullmatch(name):
                    del value[name]
                    _report(source, here, findings)
                else:
                    waiting.append((here, value[name]))


def _report(source: Source, place: tuple[str | int, ...], findings: Findings) -> None:
    variable, filename = _NAMES[str(place[0]) if place[0] in {"imap", "smtp"} else "key"]
    findings.add(
        "secret_in_settings",
        source.name,
        line=source.line(place),
        key=".".join(part for part in place if isinstance(part, str)),
        variable=variable,
        place=f"{FOLDER}/{filename}",
    )
