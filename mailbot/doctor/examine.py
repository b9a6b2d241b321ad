"""The whole examination, in the order a person would look: here, then the servers, then there and back."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from mailbot.config import Settings, SettingsError, load
from mailbot.config.problems import LANGUAGES
from mailbot.doctor import here, servers
from mailbot.doctor.findings import Finding, Level, Words
from mailbot.doctor.round_trip import round_trip
from mailbot.doctor.world import World


async def examine(
    folder: Path,
    *,
    env: Mapping[str, str],
    world: World,
    token: str | None = None,
    language: str | None = None,
) -> AsyncIterator[Finding]:
    """Try everything in a settings folder; each finding comes as soon as it is known.

    ``token``: a fresh unguessable word, to send one mail to ourselves; None: nothing is sent.
    ``language``: of the answers; None: the office's.
    Raises nothing for what is wrong: that is what the findings are for.
    """
    try:
        settings = load(folder, env=env, today=world.clock.now().date(), language=language)
    except SettingsError as error:
        words = Words(language or LANGUAGES[0])
        for finding in here.refused_settings(error, words):
            yield finding
        for finding in here.programs(world, words):
            yield finding
        return
    words = Words(language or settings.language)
    for finding in _here(settings, world, words):
        yield finding
    async for finding in _servers(settings, world, words, token):
        yield finding


def _here(settings: Settings, world: World, words: Words) -> list[Finding]:
    return [
        *here.settings_read(settings, words),
        *here.data_folder(settings, world, words),
        *here.register(settings, words),
        *here.templates(settings, world, words),
        here.fonts(settings, words),
        *here.programs(world, words),
    ]


async def _servers(
    settings: Settings, world: World, words: Words, token: str | None
) -> AsyncIterator[Finding]:
    async for finding in servers.certificates(settings, world, words):
        yield finding
    box, postman = world.mailbox(settings), world.postman(settings)
    try:
        opened = True
        async for finding in servers.mailbox(settings, box, world, words):
            opened = opened and finding.level is not Level.FAIL
            yield finding
        reached = await servers.letters(settings, postman, words)
        yield reached
        own: bytes | None = None
        if token and opened and reached.level is not Level.FAIL:
            found, own = await round_trip(settings, box, postman, world.clock, words, token=token)
            for finding in found:
                yield finding
        if opened:
            yield await servers.vouchers(settings, box, words, own=own)
    finally:
        box.close()
        await postman.close()
