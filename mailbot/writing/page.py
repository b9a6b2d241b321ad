"""The register as one page to look at offline: search, filters, each request's conversation.

Self-contained: no remote content, no script from elsewhere. Shows values; escapes every one of them.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailbot.core.calendar import thai_datetime, thai_month
from mailbot.core.office import Office
from mailbot.core.request import Request
from mailbot.writing.templates import Language, TemplateFolders
from mailbot.writing.words import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One mail or letter of a conversation."""

    at: datetime
    sender: str
    reader: str
    subject: str
    text: str
    bot: bool
    """True for a letter of ours."""
    request: str | None = None
    files: tuple[str, ...] = ()


def render_page(
    office: Office,
    requests: Sequence[Request],
    lines: Sequence[Line],
    *,
    made_at: datetime,
    language: Language = "th",
    own: Path | None = None,
) -> str:
    """The page as HTML. ``own``: the office's templates folder, whose files come first."""
    from jinja2 import Environment

    folders = TemplateFolders(own)
    words = _toml(folders, f"{language}/page.toml")
    names = _toml(folders, f"{language}/words.toml")
    # A sandbox is not needed: the template comes with the program or from the office's operator.
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    source = folders.find("shared/page.html").read_text(encoding="utf-8")
    shown = [_shown(request, office, lines, names) for request in sorted(requests, key=lambda r: r.number)]
    return environment.from_string(source).render(
        office=office,
        language=language,
        words=words,
        made=thai_datetime(made_at),
        statuses=sorted({(r["status"], r["status_name"]) for r in shown}),
        units=sorted({str(r["unit"]) for r in shown if r["unit"]}),
        months=[(key, thai_month(key)) for key in sorted({str(r["month"]) for r in shown}, reverse=True)],
        requests=shown,
        other=[_line(line) for line in lines if line.request is None],
    )


def _toml(folders: TemplateFolders, name: str) -> dict[str, object]:
    return tomllib.loads(folders.find(name).read_text(encoding="utf-8"))


def _name(names: dict[str, object], table: str, value: str) -> str:
    found = names.get(table)
    return str(found.get(value, value)) if isinstance(found, dict) else value


def _shown(
    request: Request, office: Office, lines: Sequence[Line], names: dict[str, object]
) -> dict[str, object]:
    unit = office.unit(request.unit)
    return {
        "number": request.number,
        "status": request.status.value,
        "status_name": _name(names, "status", request.status.value),
        "topic": clean(request.title),
        "unit": unit.name if unit else clean(request.fields.unit or ""),
        "month": request.month,
        "requester": clean(request.requester.name),
        "received": thai_datetime(request.received_at),
        "approved_by": clean(request.approval.by.name) if request.approval else "",
        "files": [clean(file.filename) for file in request.content_files],
        "sites": [
            {
                "site": site.address if (site := office.site(item.site)) else item.site,
                "at": thai_datetime(item.published_at, short=True) if item.published_at else "",
                "url": clean(item.url or ""),
            }
            for item in request.items
        ],
        "events": [
            {
                "at": thai_datetime(event.at, short=True),
                "what": _name(names, "event", event.kind.value),
                "by": clean(event.by.name) if event.by else "",
            }
            for event in request.events
        ],
        "talk": [_line(line) for line in lines if line.request == request.number],
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "at": thai_datetime(line.at, short=True),
        "sender": clean(line.sender),
        "reader": clean(line.reader),
        "subject": clean(line.subject),
        "text": clean(line.text),
        "bot": line.bot,
        "files": [clean(name) for name in line.files],
    }
