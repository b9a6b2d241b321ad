"""The commands the office names for a password or an access token: whether each gives one.

They are run as mailbot would run them. What they give is forgotten at once and never shown.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from mailbot.config import Settings
from mailbot.doctor.certificate import Protocol
from mailbot.doctor.findings import Finding, Words
from mailbot.doctor.world import World, ask_for_secret
from mailbot.edge.secret_command import command_of
from mailbot.ports import SecretError

PROTOCOLS: Final[tuple[Protocol, ...]] = ("imap", "smtp")


async def commands(
    settings: Settings, world: World, words: Words, unusable: set[str]
) -> AsyncIterator[Finding]:
    """One finding for each command; a server no login can be tried at for want of one is ``unusable``."""
    asked: dict[tuple[str, ...], str] = {}
    for protocol in PROTOCOLS:
        server = settings.imap if protocol == "imap" else settings.smtp
        command = command_of(server)
        if not command or not server.user:
            continue
        if command not in asked:
            check = "token" if server.login == "oauth2" else "password"
            facts = {"program": command[0], "table": protocol, "seconds": server.timeout}
            try:
                await asyncio.to_thread(world.secret or ask_for_secret, settings, server)
            except SecretError as error:
                asked[command] = error.reason
                yield words.fail(check, error.reason, reason=error, **facts)
            else:
                asked[command] = ""
                yield words.ok(check, **facts)
        if asked[command]:
            unusable.add(protocol)
