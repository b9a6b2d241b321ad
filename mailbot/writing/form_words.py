"""The words of the office's request form, for one kind of form and one office.

They are read from ``templates/paper/form.toml``; nothing of the form's text is in code. ``[[name]]`` in a
text is a place to fill in.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from mailbot.core.office import Office

FormKind: TypeAlias = Literal["main", "group"]
_WITH_TEXT: Final = {"categories": frozenset({"other"}), "deliveries": frozenset({"email", "other"})}
"""Choices that have a line to write on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One tick box: its id, its label, and whether there is a line behind it."""

    id: str
    label: str
    has_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """Everything that is printed on the form, in its order."""

    filename: str
    """Without an ending."""
    title: str
    where: str
    address: str
    part1: str
    name: str
    position: str
    unit: str
    phone: str
    purpose: str
    categories: tuple[Choice, ...]
    topic: str
    detail: str
    delivery: str
    deliveries: tuple[Choice, ...]
    certify: str
    requester: tuple[str, ...]
    head: tuple[str, ...]
    part2: str
    work: tuple[str, ...]
    webmaster: tuple[str, ...]


def form_words(office: Office, templates: Path, kind: FormKind) -> FormWords:
    """The words of this kind of form. Raises OSError or ValueError when the template is missing or wrong."""
    raw = tomllib.loads((templates / "paper" / "form.toml").read_text(encoding="utf-8"))
    names = {"office": office.name, "short": office.short, "domain": office.domain}

    def said(text: str) -> str:
        for name, value in names.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    try:
        signatures: Mapping[str, Any] = raw["signatures"]
        own = {key: said(text) for key, text in raw[kind].items()}
        plain = {key: said(text) for key, text in raw.items() if isinstance(text, str)}
        return FormWords(
            **own,
            **plain,
            categories=_choices(raw, "categories"),
            deliveries=_choices(raw, "deliveries"),
            requester=tuple(signatures["requester"]),
            head=tuple(signatures["head"]),
            webmaster=tuple(signatures["webmaster"]),
            work=tuple(raw["work"]["lines"]),
        )
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"templates/paper/form.toml: {wrong}") from wrong


def _choices(raw: Mapping[str, Any], group: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=key, label=label, has_line=key in _WITH_TEXT[group]) for key, label in raw[group].items()
    )
