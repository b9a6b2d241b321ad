"""The whole examination, in the order a person would look: here, then the servers, then there and back."""

import traceback
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from pathlib import Path

from mailbot.config import Settings, SettingsError, load
from mailbot.config.problems import LANGUAGES
from mailbot.doctor import here, servers
from mailbot.doctor.commands import commands
from mailbot.doctor.findings import Finding, Level, Words
from mailbot.doctor.round_trip import round_trip
from mailbot.doctor.world import World
from mailbot.ports import Mailbox, Postman


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


def _here(settings: Settings, world: World, words: Words) -> Iterator[Finding]:
    checks: tuple[Callable[[], Iterable[Finding]], ...] = (
        lambda: here.settings_read(settings, words),
        lambda: here.data_folder(settings, world, words),
        lambda: here.register(settings, words),
        lambda: here.templates(settings, world, words),
        lambda: [here.fonts(settings, words)],
        lambda: here.programs(world, words),
    )
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 - one broken check must not hide the others
            yield _broken(error, words)


async def _servers(
    settings: Settings, world: World, words: Words, token: str | None
) -> AsyncIterator[Finding]:
    try:
        async for finding in servers.certificates(settings, world, words):
            yield finding
        box, postman = world.mailbox(settings), world.postman(settings)
        try:
            async for finding in _mail(settings, box, postman, world, words, token):
                yield finding
        finally:
            box.close()
            await postman.close()
    except Exception as error:  # noqa: BLE001 - what a server can do to us is not for the doctor to die of
        yield _broken(error, words)


async def _mail(
    settings: Settings, box: Mailbox, postman: Postman, world: World, words: Words, token: str | None
) -> AsyncIterator[Finding]:
    unusable: set[str] = set()
    async for finding in commands(settings, world, words, unusable):
        yield finding
    opened = "imap" not in unusable
    if opened:
        async for finding in servers.mailbox(settings, box, world, words):
            opened = opened and finding.level is not Level.FAIL
            yield finding
    reached = False
    if "smtp" not in unusable:
        finding = await servers.letters(settings, postman, words)
        reached = finding.level is not Level.FAIL
        yield finding
    if not opened:
        return
    seen = here.kept_mails(settings)
    if token and reached:
        found, own = await round_trip(settings, box, postman, world.clock, words, token=token)
        seen += [own] if own else []
        for finding in found:
            yield finding
    yield await servers.vouchers(settings, box, words, seen)


def _broken(error: Exception, words: Words) -> Finding:
    """A check that failed itself. Only where, never the message: it may hold what must not be shown."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return words.fail("broken", "failed", kind=type(error).__name__, place=place)
