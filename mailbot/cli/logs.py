"""One line an event: for people on a terminal, JSON for machines. No letter's content, no secret."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

from mailbot.config.settings import Settings

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PASSWORD = re.compile(r"((?:รหัสผ่าน|password|passwd|pwd)\s*[:=]\s*)\S+", re.IGNORECASE)


def start_logs(settings: Settings) -> None:
    """Log to stderr, in the form the settings ask for."""
    handler = logging.StreamHandler(sys.stderr)
    people = settings.log == "text" or (settings.log == "auto" and sys.stderr.isatty())
    handler.setFormatter(_ForPeople() if people else _ForMachines())
    root = logging.getLogger("mailbot")
    root.setLevel(logging.INFO)
    root.handlers[:] = [handler]
    root.propagate = False


def _facts(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


def masked(text: str) -> str:
    """The text without a password somebody wrote into a mail (R20)."""
    return _PASSWORD.sub(r"\1***", text)


class _ForMachines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event = {"at": at, "level": record.levelname.lower(), "event": record.getMessage(), **_facts(record)}
        if record.exc_info:
            event["error"] = self.formatException(record.exc_info)
        return masked(json.dumps(event, ensure_ascii=False, default=str))


class _ForPeople(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone()
        facts = "  ".join(f"{name}={value}" for name, value in _facts(record).items())
        text = f"{at:%H:%M:%S}  {record.getMessage():<14}  {facts}"
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return masked(text)
