"""The commands that read mail files: read (what is understood) and replay (what would be decided)."""

import argparse
import asyncio
from pathlib import Path
from typing import Any

from mailbot.cli.common import FAILED, WELL, as_json, complain, load_settings
from mailbot.cli.words import say, words
from mailbot.config.settings import Settings
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Mail
from mailbot.ports import ReadResult


def read(options: argparse.Namespace) -> int:
    """Read each file and show what is understood. A mail that cannot be read is an answer too."""
    raws = _raws(options.files)
    if raws is None:
        return FAILED
    settings = _settings_if_any(options.config, secrets=False)
    if settings is _WRONG:
        return FAILED
    results = asyncio.run(_read([raw for _, raw in raws], settings))
    for (path, _), result in zip(raws, results, strict=True):
        if options.json:
            from mailbot.reading.as_json import reading_as_json

            print(as_json(reading_as_json(result.mail, str(path))))
        else:
            _show(path, result.mail)
    return WELL


def replay(options: argparse.Namespace) -> int:
    """Read each file and show route, outcome and letters, against a copy of the register; nothing is kept."""
    raws = _raws(options.files)
    if raws is None:
        return FAILED
    settings = _settings_if_any(options.config, secrets=True)
    if settings is _WRONG:
        return FAILED
    from mailbot.cli.replaying import decide_on_copy

    results = asyncio.run(_read([raw for _, raw in raws], settings))
    for (path, raw), result in zip(raws, results, strict=True):
        decided = decide_on_copy(result.mail, raw, settings)
        if options.json:
            from mailbot.reading.as_json import reading_as_json

            print(as_json({**reading_as_json(result.mail, str(path)), **decided}))
        else:
            _show(path, result.mail)
            _show_decision(decided)
    return WELL


_WRONG = object()


def _settings_if_any(folder: Path, *, secrets: bool) -> Any:
    """The settings of the folder; None without settings there (mails read without an office too)."""
    if not (folder / "mailbot.toml").exists():
        return None
    return load_settings(folder, secrets=secrets) or _WRONG


def _raws(paths: list[Path]) -> list[tuple[Path, bytes]] | None:
    """The bytes of every file, or None after having said which cannot be opened."""
    raws: list[tuple[Path, bytes]] = []
    failed = False
    for path in paths:
        try:
            raws.append((path, path.read_bytes()))
        except OSError as error:
            complain(say("cannot_open", file=path, error=error.strerror))
            failed = True
    return None if failed else raws


async def _read(raws: list[bytes], settings: Settings | None) -> list[ReadResult]:
    from mailbot.app import make_reader, vocabulary

    reader = make_reader(settings, vocabulary(settings) if settings else Vocabulary())
    try:
        return await reader.read(raws)
    finally:
        await reader.close()


def _show(path: Path, mail: Mail) -> None:
    from rich.console import Console
    from rich.table import Table

    from mailbot.core.dossier import as_text
    from mailbot.core.needs import missing_needs

    text = words()["read"]
    console = Console()
    console.rule(str(path))
    head = Table(show_header=False, box=None)
    sender = f"{mail.sender.name or ''} <{mail.sender.address or '?'}>"
    head.add_row(text["from"], sender)
    head.add_row(text["authority"], "✓" if mail.sender.authority else f"✗ {mail.sender.why_not}")
    head.add_row(text["subject"], mail.subject)
    head.add_row(text["kind"], f"{mail.kind.value} {mail.automatic or ''}")
    head.add_row(text["own_words"], mail.own_words)
    for file in mail.attachments:
        head.add_row(text["attachments"], f"{file.filename} ({file.role.value}, {file.size})")
    console.print(head)
    understood = Table(text["field"], text["value"], text["source"], text["sure"], title=text["understood"])
    for name, found in mail.found.items():
        value = as_text(getattr(mail.fields, name))
        understood.add_row(name, value, found.source, found.confidence.value)
    console.print(understood)
    needs = missing_needs(mail.fields, files=len(mail.attachments))
    console.print(f"{text['missing']}: {', '.join(needs) or '-'}")
    console.print(f"{text['verdict']}: {mail.verdict.is_.value} {mail.verdict.reason or ''}")
    console.print(f"{text['webmaster']}: {mail.webmaster.is_.value} {mail.webmaster.url or ''}")


def _show_decision(decided: dict[str, Any]) -> None:
    text = words()["read"]
    print(f"{text['route']}: {decided['route']}")
    print(f"{text['outcome']}: {decided['outcome']} ({decided['reason']})")
    for letter in decided["letters"]:
        print(f"{text['letters']}: {letter['kind']} -> {letter['to']}")
