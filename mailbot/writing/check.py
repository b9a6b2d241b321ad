"""Whether every letter can be written: all templates are there, and know only what their letters carry.

Run at start and by ``mailbot check``. It renders every kind of letter twice in every language, once with
nothing filled in and once with everything, and once for each value of a closed set.
"""

import types
import typing
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from mailbot.core.letters import KINDS, Context, Letter, Notice, NoticeAbout, Purpose
from mailbot.core.office import Office, Site
from mailbot.core.record import Record
from mailbot.core.request import Party
from mailbot.writing.compose import COMMON, LetterComposer, Sending
from mailbot.writing.templates import LANGUAGES, PARTS, Language, LetterTemplates, TemplateError

R = TypeVar("R", bound=Record)

_AT = datetime(2026, 1, 15, 3, 23, tzinfo=UTC)
_CLOSED: dict[tuple[str, str], tuple[str, ...]] = {
    ("decision", "act"): ("approve", "reject", "revise", "hold", "delegate", "revoke"),
    ("takedown", "why"): ("period", "rejected", "revoked", "withdrawn", "asked", "approved"),
    ("approval_request", "action"): ("publish", "take_down"),
    ("attention", "why"): ("secrecy", "unclear", "undeliverable", "no_approver", "stale", "urgent_barred"),
}
"""Closed sets that are kept as text."""


def check_templates(
    folder: Path | None = None, office: Office | None = None, *, languages: Sequence[Language] = LANGUAGES
) -> list[str]:
    """What is wrong with the templates, with ``folder`` (the office's own) put over the program's.

    ``languages``: those to look at; a start needs only the office's own.
    Each problem names the file and what is wrong in it; an empty list means every letter can be written.
    """
    office = office or _any_office()
    templates = LetterTemplates(office, folder)
    problems = [
        f"template {language}/{kind}/{part} is missing"
        for language in languages
        for kind in KINDS
        for part in PARTS
        if not _there(templates, f"{language}/{kind}/{part}")
    ]
    for language in languages:
        problems += _undeclared(templates, language)
        problems += _rendered(templates, office, language)
    return list(dict.fromkeys(problems))


def _there(templates: LetterTemplates, name: str) -> bool:
    try:
        templates.find(name)
    except TemplateError:
        return False
    return True


def _undeclared(templates: LetterTemplates, language: Language) -> Iterator[str]:
    """Variables that no letter of the kind carries, also in branches that are never taken."""
    from jinja2 import TemplateError as JinjaError
    from jinja2 import meta

    for model in _models():
        kind = str(model.model_fields["kind"].default)
        for part in PARTS:
            name = f"{language}/{kind}/{part}"
            try:
                voice = templates.load(language, "html" if part.endswith("html") else "txt")
                tree = voice.environment.parse(templates.folders.read(name))
            except (JinjaError, TemplateError):
                continue  # told by the other checks
            known = {*model.model_fields, *COMMON, *voice.environment.globals}
            yield from (
                f"{name}: no letter of this kind has {unknown!r}"
                for unknown in sorted(meta.find_undeclared_variables(tree) - known)
            )


def _models() -> tuple[type[Record], ...]:
    """The context classes, one a kind."""
    return typing.cast("tuple[type[Record], ...]", get_args(get_args(Context)[0]))


def _rendered(templates: LetterTemplates, office: Office, language: Language) -> Iterator[str]:
    from jinja2 import TemplateError as JinjaError
    from jinja2 import TemplateSyntaxError

    composer = LetterComposer(
        office=office,
        archive=_NoArchive(),
        mint=_NoMint(),
        templates=templates,
        sending=Sending(language=language),
    )
    for context in specimens():
        try:
            composer.compose(_letter(context))
        except TemplateSyntaxError as error:
            yield f"{error.filename or error.name} line {error.lineno}: {error.message}"
        except (JinjaError, TemplateError, KeyError, TypeError, AttributeError, ValueError) as error:
            yield f"{language}/{context.kind}: {_where(error)}{type(error).__name__}: {error}"


def _where(error: BaseException) -> str:
    """The template and line an error came from, read from its traceback."""
    found, trace = "", error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith((".txt", ".html", ".jinja")):
            found = f"{name} line {trace.tb_lineno}: "
        trace = trace.tb_next
    return found


# --- letters made up for the check ------------------------------------------------------------------


def specimens() -> Iterator[Context]:
    """Every kind of letter: bare, full, and with each value of its closed sets."""
    for model in _models():
        kind = str(model.model_fields["kind"].default)
        for full in (False, True):
            made = specimen(model, full=full)
            yield typing.cast("Context", made)
            for (of, field), values in _CLOSED.items():
                if of == kind:
                    yield from (
                        typing.cast("Context", made.model_copy(update={field: value})) for value in values
                    )
            if isinstance(made, Notice):
                yield from (made.model_copy(update={"about": about}) for about in NoticeAbout)


def specimen(model: type[R], *, full: bool) -> R:
    """A value of this model: its defaults, or (``full``) something in every field."""
    values = {
        name: _value(name, field.annotation)
        for name, field in model.model_fields.items()
        if (full and get_origin(field.annotation) is not Literal) or field.is_required()
    }
    return model.model_validate(values)


def _value(name: str, kind: Any) -> Any:
    """Something of this type. The text of a field is its own name, so that it can be found again."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _value(name, next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        return (_value(name, args[0]),)
    if origin is dict:
        return {name: _value(name, args[1])}
    if origin is Literal:
        return args[0]
    if isinstance(kind, type) and issubclass(kind, Record):
        return specimen(kind, full=True)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind))
    simple: dict[Any, Any] = {
        str: "2569-01" if name == "month" else name,
        int: 2,
        float: 1.5,
        bool: True,
        date: _AT.date(),
        datetime: _AT,
    }
    return simple[kind]


def _letter(context: Context) -> Letter:
    return Letter(
        id=f"check.{context.kind}",
        month="2569-01",
        to=Party(address="reader@office.example", name="reader"),
        context=context,
        purpose=Purpose.DECIDE,
        owed_at=_AT,
        not_before=_AT,
    )


def _any_office() -> Office:
    return Office(
        name="office",
        short="office",
        domain="www.office.example",
        phone="0 0000 0000",
        address="web@office.example",
        operator="operator@office.example",
        sites=(Site(id="main", name="main", host="www.office.example"),),
        laws=("law",),
    )


class _NoArchive:
    """Letters of the check carry no files."""

    def put(self, data: bytes) -> str:
        raise NotImplementedError

    def put_many(self, items: Sequence[bytes]) -> list[str]:
        raise NotImplementedError

    def get(self, sha256: str) -> bytes:
        raise KeyError(sha256)

    def has(self, sha256: str) -> bool:  # noqa: ARG002 - the shape of Archive
        return False

    def path(self, sha256: str) -> str:
        raise KeyError(sha256)


class _NoMint:
    """Letters of the check are never sent, so their secret is nobody's."""

    def token(self, letter_id: str) -> str:  # noqa: ARG002 - the shape of Mint
        return "0" * 26

    def hash(self, token: str) -> str:
        return token
