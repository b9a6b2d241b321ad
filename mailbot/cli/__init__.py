"""The commands. The only part that prints; each command is a function that returns the exit status.

0: done, all is well. 1: done, and something needs a person. 2: not done; stderr says what to do.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from mailbot import __version__
from mailbot.cli.words import say, words

Command = Callable[[argparse.Namespace], int]

_LIVES_IN = {
    "init": "running",
    "check": "checking",
    "run": "running",
    "once": "running",
    "add": "running",
    "read": "reading",
    "replay": "reading",
    "status": "looking",
    "show": "looking",
    "outbox": "waiting",
    "shelf": "waiting",
    "report": "files",
    "export": "files",
    "page": "files",
    "backup": "files",
    "restore": "files",
    "verify": "verifying",
    "observed": "observing",
}
"""Command -> the file of this folder that holds its function; imported when it runs, so all start fast."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    options = _parser().parse_args(arguments)
    module = importlib.import_module(f"mailbot.cli.{_LIVES_IN[options.command]}")
    command: Command = getattr(module, options.command)
    try:
        return command(options)
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print(say("stopped"), file=sys.stderr)
        return 0
    except Exception as error:  # what a port raises is for people; anything else is a bug and shows as one
        told = _told(error)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return 2


def _told(error: Exception) -> str | None:
    """What register, archive or mail server said, in the reader's language; None for a bug."""
    from mailbot.ports import ArchiveError, MailboxError, NoRegisterError, RegisterError

    if isinstance(error, NoRegisterError):
        return say("no_register", folder=error.folder)
    if isinstance(error, RegisterError | ArchiveError):
        return say("register_wrong", text=error)
    if isinstance(error, MailboxError):
        return say("mailbox_wrong", text=error)
    return None


def _parser() -> argparse.ArgumentParser:
    text = words()
    parser = argparse.ArgumentParser(prog="mailbot", description=text["about"])
    parser.add_argument("--version", action="version", version=f"mailbot {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, *, json: bool = False) -> argparse.ArgumentParser:
        made = subparsers.add_parser(name, help=text["command"][name], description=text["command"][name])
        made.add_argument("--config", type=Path, default=_config(), metavar="DIR", help=text["config"])
        if json:
            made.add_argument("--json", action="store_true", help=text["json"])
        return made

    argument = text["argument"]
    command("init").add_argument("folder", type=Path, help=argument["folder"])
    check = command("check", json=True)
    check.add_argument("--send", action="store_true", help=argument["send"])
    for name in ("run", "once"):
        made = command(name)
        made.add_argument("--since", metavar="DAY", help=argument["since"])
    for name in ("read", "replay"):
        made = command(name, json=True)
        made.add_argument("files", nargs="+", type=Path, metavar="FILE", help=argument["file"])
    command("status", json=True)
    show = command("show", json=True)
    show.add_argument("number", help=argument["number"])
    show.add_argument("--evidence", action="store_true", help=argument["evidence"])
    outbox = command("outbox", json=True)
    outbox.add_argument("action", nargs="?", choices=("list", "retry"), default="list",
                        help=argument["outbox_action"])  # fmt: skip
    outbox.add_argument("id", nargs="?", help=argument["letter"])
    shelf = command("shelf", json=True)
    shelf.add_argument("action", nargs="?", choices=("list", "show", "retry"), default="list",
                       help=argument["shelf_action"])  # fmt: skip
    shelf.add_argument("key", nargs="?", help=argument["key"])
    add = command("add")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help=argument["file"])
    report = command("report")
    report.add_argument("month", help=argument["month"])
    report.add_argument("--to", type=Path, default=Path(), help=argument["to"])
    export = command("export")
    export.add_argument("number", nargs="?", help=argument["bundle"])
    export.add_argument("--evidence", action="store_true", help=argument["bundles"])
    export.add_argument("--mbox", action="store_true", help=argument["mbox"])
    export.add_argument("--to", type=Path, default=Path(), help=argument["to"])
    page = command("page")
    page.add_argument("--to", type=Path, default=Path("mailbot.html"), help=argument["to"])
    command("backup").add_argument("file", type=Path, help=argument["to"])
    restore = command("restore")
    restore.add_argument("file", type=Path, help=argument["file"])
    restore.add_argument("folder", type=Path, help=argument["folder"])
    command("verify").add_argument("--server", action="store_true", help=argument["server"])
    observed = command("observed")
    observed.add_argument("action", nargs="?", choices=("show", "keep", "drop"), default="show",
                          help=argument["observed_action"])  # fmt: skip
    return parser


def _config() -> Path:
    return Path(os.environ.get("MAILBOT_CONFIG", "."))
