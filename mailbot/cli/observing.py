"""The command after a trial: observed. What was only observed becomes the real register, or is let go."""

import argparse

from mailbot.app import KeyedMint, SystemClock, look_into, open_register
from mailbot.cli.common import FAILED, LOOK, WELL, complain, load_settings
from mailbot.cli.words import say
from mailbot.config.settings import Settings
from mailbot.core.ledger import MailEntry
from mailbot.core.request import Request
from mailbot.observed import begin_for_real, let_go, move_in, waiting


def observed(options: argparse.Namespace) -> int:
    """Show what was observed, keep it as the real register, or drop it."""
    settings = load_settings(options.config, secrets=options.action == "keep")
    if settings is None:
        return FAILED
    if not waiting(settings.observed):
        print(say("nothing_observed"))
        return WELL
    if options.action != "show" and settings.mode == "observe":
        return complain(say("still_observing"))
    try:
        return {"show": _show, "keep": _keep, "drop": _drop}[options.action](settings)
    except OSError as error:
        return complain(say("register_wrong", text=error))


def _show(settings: Settings) -> int:
    with look_into(settings.observed) as register:
        requests = sum(1 for month in register.months() for _ in register.each(Request, month))
        mails = sum(1 for month in register.months() for _ in register.each(MailEntry, month))
    print(say("observed", requests=requests, mails=mails))
    return LOOK


def _keep(settings: Settings) -> int:
    if (settings.data / "register").exists():
        return complain(say("real_register"))
    clock = SystemClock(settings.office.timezone)
    register = open_register(settings.model_copy(update={"data": settings.observed}), clock)
    try:
        mint = KeyedMint(bytes.fromhex(settings.key.get_secret_value()))
        letters = begin_for_real(register, settings.office, mint, clock)
    finally:
        register.close()
    move_in(settings.observed, settings.data)
    print(say("observed_kept", letters=letters))
    return WELL


def _drop(settings: Settings) -> int:
    clock = SystemClock(settings.office.timezone)
    open_register(settings.model_copy(update={"data": settings.observed}), clock).close()  # nobody uses it
    let_go(settings.observed)
    print(say("observed_dropped"))
    return WELL
