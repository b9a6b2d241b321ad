"""The words of the commands, in the language of the person at the keyboard. Prints nothing."""

import os
import tomllib
from functools import cache
from typing import Any

from mailbot.packaged import packaged


def language() -> str:
    """``MAILBOT_LANG`` if set, else Thai where the terminal speaks Thai, else English."""
    chosen = os.environ.get("MAILBOT_LANG")
    if chosen in {"th", "en"}:
        return chosen
    return "th" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("th") else "en"


@cache
def words() -> dict[str, Any]:
    """All texts of the commands."""
    path = packaged("templates") / language() / "cli.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def say(name: str, **facts: object) -> str:
    """One sentence, with its facts filled in."""
    return str(words()["say"][name]).format(**facts)
