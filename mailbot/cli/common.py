"""What the commands share: exit statuses, the settings with every mistake said at once, readable JSON."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

from mailbot.cli.words import language, say
from mailbot.config.settings import Settings

WELL, LOOK, FAILED = 0, 1, 2


def complain(text: str) -> int:
    """Say on stderr what went wrong; the exit status for it."""
    print(text, file=sys.stderr)
    return FAILED


def load_settings(folder: Path, *, secrets: bool = True) -> Settings | None:
    """The settings, or None after having said every mistake at once. To look only needs no secrets."""
    from mailbot.app import OFFICE_TIME, SystemClock
    from mailbot.config import SettingsError, load

    try:
        today = SystemClock(OFFICE_TIME).now().date()
        settings = load(folder, env=os.environ, today=today, language=language(), secrets=secrets)
    except SettingsError as error:
        complain(say("settings_wrong", count=len(error.problems)))
        for problem in error.problems:
            complain(f"  {problem}")
        return None
    for warning in settings.warnings:
        complain(say("warning", text=warning))
    return settings


def as_json(value: object) -> str:
    """One line of JSON; Thai stays Thai."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
