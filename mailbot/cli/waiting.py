"""The commands about what waits for somebody: outbox and shelf."""

import argparse
import asyncio

from mailbot.app import Parts, SystemClock, build, look_into, open_register
from mailbot.cli.common import FAILED, LOOK, WELL, as_json, complain, load_settings
from mailbot.cli.words import say
from mailbot.config.settings import Settings
from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.letters import Letter, LetterState
from mailbot.ports import View


def outbox(options: argparse.Namespace) -> int:
    """The letters that wait, and those given up; ``retry`` owes those given up once more."""
    settings = load_settings(options.config, secrets=False)
    if settings is None:
        return FAILED
    if options.action == "retry":
        return _owe_again(settings, options.id)
    with look_into(settings.data) as register:
        letters = [
            letter
            for state in (LetterState.OWED, LetterState.DEAD)
            for letter in register.find(Letter, "state", state.value)
        ]
    for letter in letters:
        line = {
            "id": letter.id, "to": letter.to.address, "kind": letter.kind, "state": letter.state.value,
            "attempts": letter.attempts, "not_before": letter.not_before, "error": letter.error,
        }  # fmt: skip
        print(as_json(line) if options.json else "  ".join(str(value) for value in line.values()))
    if not letters and not options.json:
        print(say("empty_outbox"))
    return LOOK if any(letter.state is LetterState.DEAD for letter in letters) else WELL


def _owe_again(settings: Settings, wanted: str | None) -> int:
    """Letters given up go out with the next round of sending, with the same secret and the same bytes."""
    clock = SystemClock(settings.office.timezone)
    register = open_register(settings, clock)
    try:
        dead = register.find(Letter, "state", LetterState.DEAD.value)
        chosen = [letter for letter in dead if wanted in {None, letter.id} and not letter.void]
        if not chosen:
            return complain(say("no_letter", id=wanted or ""))
        owed = {"state": LetterState.OWED, "attempts": 0, "not_before": clock.now(), "error": ""}
        register.commit([letter.model_copy(update=owed) for letter in chosen])
    finally:
        register.close()
    for letter in chosen:
        print(say("owed_again", id=letter.id, to=letter.to.address))
    return WELL


def shelf(options: argparse.Namespace) -> int:
    """What we failed on: listed, shown, taken in again."""
    settings = load_settings(options.config, secrets=options.action == "retry")
    if settings is None:
        return FAILED
    if options.action == "retry":
        return asyncio.run(_retry(settings, options.key))
    with look_into(settings.data) as register:
        return _list_shelf(register, options)


def _list_shelf(register: View, options: argparse.Namespace) -> int:
    entries = register.find(MailEntry, "waiting", Outcome.SHELVED.value)
    if options.action == "show":
        entries = [entry for entry in entries if entry.key == options.key]
        if not entries:
            return complain(say("no_mail", key=options.key))
    for entry in entries:
        if options.json:
            print(as_json(entry.model_dump(mode="json")))
        else:
            print(f"{entry.key}  {entry.received_at:%Y-%m-%d %H:%M}  {entry.sender or '-'}  {entry.reason}")
            if options.action == "show":
                print(entry.detail)
    if not entries and not options.json:
        print(say("empty_shelf"))
    return LOOK if entries else WELL


async def _retry(settings: Settings, key: str | None) -> int:
    """Take shelved mails in again, one by one; what fails again stays on the shelf."""
    from mailbot.staged import Staged

    app = build(settings, Parts())
    failed = False
    try:
        entries = app.register.find(MailEntry, "waiting", Outcome.SHELVED.value)
        chosen = [entry for entry in entries if key in {None, entry.key}]
        if key is not None and not chosen:
            return complain(say("no_mail", key=key))
        for entry in chosen:
            staged = Staged(app.register)
            again = await app.flow.take_again(entry, staged)
            app.register.commit(staged.records)
            failed = failed or again.outcome is Outcome.SHELVED
            print(say("retried", key=entry.key, outcome=again.outcome.value, reason=again.reason))
    finally:
        await app.close()
    return LOOK if failed else WELL
