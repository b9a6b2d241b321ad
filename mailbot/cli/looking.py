"""The commands that look: status, show."""

import argparse
import json
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from mailbot.app import SystemClock, look_into
from mailbot.cli.common import FAILED, LOOK, WELL, as_json, complain, load_settings
from mailbot.cli.words import say, words
from mailbot.config.settings import Settings
from mailbot.core.evidence import records, verify_chain
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import Request
from mailbot.ports import RegisterError

STALE_MINUTES = 15
"""Without a look into the mailbox for so long, the bot stands still."""
LITTLE_DISK = 200_000_000
CLOCK_MINUTES = 5
"""So far behind the last look the clock of this machine must have been set back."""
_LOOK = ("damaged", "dead", "shelf", "unfetchable", "held_back")


def status(options: argparse.Namespace) -> int:
    """At a glance: 0 all is well, 1 something needs a person, 2 it stands still."""
    settings = load_settings(options.config, secrets=False)
    if settings is None:
        return FAILED
    pulse = _heartbeat(settings)
    facts = {**_counts(settings), **pulse}
    facts |= _place(settings.data)
    facts["observing"] = "observe" if settings.mode == "observe" else None
    stands, look = _judge(facts, SystemClock(settings.office.timezone).now())
    code = FAILED if stands else LOOK if look else WELL
    if options.json:
        print(as_json({"exit": code, "stands": stands, "look": look, **facts}))
        return code
    print(say("stands") if stands else say("look") if look else say("well"))
    for line in (*stands, *look):
        print(f"  - {line}")
    if stands:
        print(f"  {say('ask_the_doctor')}")
    labels = words()["status"]
    for name, label in labels.items():
        if facts.get(name) not in (None, ""):
            shown = f"{facts[name] / 1e9:.1f} GB" if name == "disk" else facts[name]
            print(f"  {label}: {shown}")
    return code


def _heartbeat(settings: Settings) -> dict[str, Any]:
    path = settings.data / "heartbeat.json"
    try:
        beat = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"last_poll": None, "last_send": None, "last_tick": None, "trouble": say("no_heartbeat")}
    return {
        "last_poll": beat.get("polled_at"),
        "last_send": beat.get("sent_at"),
        "last_tick": beat.get("ticked_at"),
        "process": beat.get("pid"),
        "trouble": beat.get("trouble", ""),
        "sending": beat.get("sending") or None,
        "held_back": beat.get("held_back") or None,
        "breaker": beat.get("breaker") or None,
        "unfetchable": beat.get("unfetchable") or None,
    }


def _place(data: Path) -> dict[str, Any]:
    """The disk the register is on, and the damaged files that were put aside there."""
    if not data.exists():
        return {"disk": 0}
    aside = sorted(path.name for path in (data / "register" / "damaged").glob("*"))
    return {
        "disk": shutil.disk_usage(data).free,
        "read_only": bool(os.statvfs(data).f_flag & os.ST_RDONLY) or None,
        "damaged": ", ".join(aside) or None,
    }


def _counts(settings: Settings) -> dict[str, Any]:
    """What the register holds; from a reading copy when the bot runs."""
    try:
        with look_into(settings.data) as register:
            waiting = register.find(Letter, "state", LetterState.OWED.value)
            open_requests = register.find(Request, "open", "yes")
            oldest = min((r.events[-1].at for r in open_requests if r.events), default=None)
            return {
                "backlog": len(waiting),
                "dead": len(register.find(Letter, "state", LetterState.DEAD.value)),
                "shelf": len(register.find(MailEntry, "waiting", Outcome.SHELVED.value)),
                "unknown": len(register.find(MailEntry, "waiting", Outcome.UNKNOWN_SENDER.value)),
                "open": len(open_requests),
                "oldest": oldest.isoformat() if oldest else None,
            }
    except RegisterError as error:
        return {"register": str(error)}


def _judge(facts: dict[str, Any], now: datetime) -> tuple[list[str], list[str]]:
    """What makes it stand still, and what only wants to be looked at; each with what to do."""
    labels, todo = words()["status"], words()["todo"]

    def line(name: str, fact: object) -> str:
        return f"{labels[name]}: {fact}" + (f" ({todo[name]})" if name in todo else "")

    stands, look = [], []
    if facts.get("register"):
        stands.append(say("register_wrong", text=facts["register"]))
    polled = facts.get("last_poll")
    since = (now - datetime.fromisoformat(polled)).total_seconds() / 60 if polled else STALE_MINUTES + 1
    if since > STALE_MINUTES:
        why = say("gone") if not _lives(facts.get("process")) else say("hangs")
        stands.append(f"{labels['last_poll']}: {polled or '-'} ({why})")
    if since < -CLOCK_MINUTES:
        look.append(say("clock_behind", now=f"{now:%Y-%m-%d %H:%M}", polled=polled))
    if facts.get("breaker"):
        stands.append(line("breaker", facts.get("held_back")))
    if facts.get("trouble"):
        stands.append(str(facts["trouble"]))
    if facts.get("sending"):
        stands.append(line("sending", facts["sending"]))
    if facts.get("read_only"):
        stands.append(say("read_only"))
    elif facts["disk"] < LITTLE_DISK:
        stands.append(line("disk", f"{facts['disk'] / 1e6:.0f} MB"))
    look += [line(name, facts[name]) for name in _LOOK if facts.get(name)]
    return stands, look


def _lives(process: object) -> bool:
    return isinstance(process, int) and Path(f"/proc/{process}").exists()


def show(options: argparse.Namespace) -> int:
    """A request's whole history, with its letters."""
    settings = load_settings(options.config, secrets=False)
    if settings is None:
        return FAILED
    with look_into(settings.data) as register:
        request = register.get(Request, options.number.upper())
        if request is None:
            return complain(say("no_request", number=options.number))
        letters = register.find(Letter, "request", request.number)
        mails = register.find(MailEntry, "request", request.number)
        named = (register.get(MailEntry, event.mail) for event in request.events if event.mail)
        mails += [entry for entry in named if entry is not None and entry not in mails]
    if options.evidence:
        return _evidence(request, mails)
    if options.json:
        print(as_json(_shown(request, letters, mails)))
        return WELL
    _print_history(request, letters, mails)
    return WELL


def _evidence(request: Request, mails: list[MailEntry]) -> int:
    """Each decision with what it rests on, as JSON; 1 when something was changed since."""
    by_key = {entry.key: entry for entry in mails}
    wrong = verify_chain(request, by_key)
    print(as_json({"request": request.number, "decisions": records(request, by_key), "changed_since": wrong}))
    return LOOK if wrong else WELL


def _shown(request: Request, letters: list[Letter], mails: list[MailEntry]) -> dict[str, Any]:
    return {
        **request.model_dump(mode="json"),
        "content_hash": request.content_hash,
        "mails": [mail.model_dump(mode="json") for mail in mails],
        "owed": [
            letter.model_dump(
                mode="json", include={"id", "to", "state", "owed_at", "sent_at", "purpose", "error"}
            )
            | {"kind": letter.kind}
            for letter in letters
        ],
    }


def _print_history(request: Request, letters: list[Letter], mails: list[MailEntry]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"[bold]{request.number}[/]  {request.status}  {request.fields.topic or ''}", markup=True)
    console.print(f"{request.requester.name} <{request.requester.address}>", markup=False)
    table = Table(show_header=False, box=None)
    lines = [
        (event.at, event.kind.value, event.by.name if event.by else "", event.note)
        for event in request.events
    ]
    lines += [(mail.received_at, "mail", mail.sender or "", mail.subject) for mail in mails]
    lines += [
        (letter.owed_at, f"letter {letter.state.value}", letter.to.name or letter.to.address, letter.kind)
        for letter in letters
    ]
    for at, what, who, note in sorted(lines, key=lambda line: line[0]):
        table.add_row(f"{at:%Y-%m-%d %H:%M}", what, who, note)
    console.print(table)
