"""A TOML file -> its values, and the line each key stands on.

``tomllib`` knows no lines, so a small search of our own finds them; where it cannot (values inside inline
tables and arrays) the nearest key above answers. Never raises for what a file holds.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mailbot.config.problems import Findings, nearest, shown
from mailbot.core.record import Record

R = TypeVar("R", bound=Record)
Place: TypeAlias = tuple[str | int, ...]

MAX_BYTES: Final = 2_000_000
"""No settings file is larger; a larger one is a mistake, not a setting."""
_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]")
_KEY: Final = re.compile(r"""\s*((?:[A-Za-z0-9_.\-]|"[^"]*"|'[^']*')+?)\s*=""")
_PART: Final = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_\-]+)""")
_LONG_QUOTES: Final = ('"""', "'''")
_STRING: Final = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')
_AT_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One TOML file, read."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    sound: bool = True
    """False: it could not be read, which has been reported."""

    def line(self, place: Sequence[str | int]) -> int | None:
        """The line of this key, or of the nearest one that contains it."""
        for end in range(len(place), 0, -1):
            if (line := self.lines.get(tuple(place[:end]))) is not None:
                return line
        return None


def read_bytes(folder: Path, name: str, findings: Findings) -> bytes | None:
    """A settings file's bytes; None, and a problem, when there are none to be had."""
    try:
        with (folder / name).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        findings.add("file_missing", name)
    except OSError as error:
        findings.add("file_unreadable", name, reason=error.strerror or type(error).__name__)
    else:
        if len(data) <= MAX_BYTES:
            return data
        findings.add("file_unreadable", name, reason=f"> {MAX_BYTES} bytes")
    return None


def read_toml(folder: Path, name: str, findings: Findings) -> Source:
    """One TOML file of the settings folder; what is wrong with it goes to ``findings``."""
    raw = read_bytes(folder, name, findings)
    if raw is None:
        return Source(name=name, sound=False)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return Source(name=name, data=tomllib.loads(text), lines=key_lines(text))
    except UnicodeDecodeError as error:
        findings.add("not_utf8", name, line=raw.count(b"\n", 0, error.start) + 1)
    except RecursionError:
        findings.add("not_toml", name, reason="nested too deeply")
    except ValueError as error:  # TOMLDecodeError, and numbers and dates beyond what Python holds
        at = _AT_LINE.search(str(error))
        reason = _AT_LINE.sub("", str(error)).strip()
        findings.add("not_toml", name, line=int(at[1]) if at else None, reason=reason)
    return Source(name=name, sound=False)


def key_lines(text: str) -> dict[Place, int]:
    """Where each key and table header of a sound TOML text stands: path -> line, arrays by index from 0."""
    lines: dict[Place, int] = {}
    arrays: Counter[Place] = Counter()
    table: Place = ()
    depth, quote = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not quote and depth <= 0:
            depth = 0
            if found := _HEADER.match(line):
                table = _resolve(_parts(found[2]), arrays, grows=found[1] == "[[")
                lines.setdefault(table, number)
                continue
            if found := _KEY.match(line):
                lines.setdefault(table + tuple(_parts(found[1])), number)
                line = line[found.end() :]  # noqa: PLW2901 - what remains is the value
        quote, bare = _outside_strings(line, quote)
        depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
    return lines


def _parts(dotted: str) -> list[str]:
    return ["".join(found.groups(default="")) for found in _PART.finditer(dotted)]


def _resolve(parts: list[str], arrays: Counter[Place], *, grows: bool) -> Place:
    """The path of a header, with the index of the array element each part lies in."""
    place: Place = ()
    for depth, part in enumerate(parts):
        place = (*place, part)
        if depth == len(parts) - 1 and grows:
            arrays[place] += 1
        if arrays[place]:
            place = (*place, arrays[place] - 1)
    return place


def _outside_strings(line: str, quote: str) -> tuple[str, str]:
    """The part of a line that is neither string nor comment, and the multi-line quote still open."""
    bare, at = "", 0
    while at < len(line):
        if quote:
            closed = line.find(quote, at)
            if closed < 0:
                break
            at, quote = closed + len(quote), ""
        elif found := _STRING.search(line, at):
            bare, at = bare + line[at : found.start()], found.end()
            quote = found[0] if found[0] in _LONG_QUOTES else ""
        else:
            return "", bare + line[at:]
    return quote, bare


# --- values against a closed model -----------------------------------------------------------------

_CODES: Final = {
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "string_type": "want_text",
    "string_too_short": "empty",
    "too_short": "empty",
    "int_type": "want_number",
    "int_parsing": "want_number",
    "int_from_float": "want_number",
    "int_parsing_size": "want_number",
    "finite_number": "want_number",
    "bool_type": "want_true_false",
    "bool_parsing": "want_true_false",
    "tuple_type": "want_list",
    "dict_type": "want_table",
    "model_type": "want_table",
    "model_attributes_type": "want_table",
    "literal_error": "want_one_of",
    "enum": "want_one_of",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
}
"""pydantic's kinds of error -> our codes; those of our own validators are named as ours already."""


def validate(model: type[R], source: Source, findings: Findings) -> R | None:
    """The file's values as ``model``; None, and every mistake at its line, when they are not."""
    if not source.sound:
        return None
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _report(model, source, detail, findings)
    except RecursionError:
        findings.add("not_toml", source.name, reason="nested too deeply")
    return None


def _report(model: type[Record], source: Source, detail: ErrorDetails, findings: Findings) -> None:
    place = tuple(part for part in detail["loc"] if part != "[key]")
    context = detail.get("ctx", {})
    names = [part for part in place if isinstance(part, str)]
    code = _CODES.get(detail["type"], detail["type"])
    known = known_keys(model, place[:-1]) if code == "unknown_key" else []
    name = names[-1] if names else ""
    findings.add(
        code if code in OWN_CODES else "invalid",
        source.name,
        line=source.line(place),
        key=".".join(names),
        value=shown(detail["input"]),
        name=name,
        choices=str(context.get("expected", "")).replace("'", "").replace(" or ", ", "),
        limit=context.get("ge", context.get("le", "")),
        detail=detail["msg"],
        near=nearest(name, known),
        known=", ".join(known),
    )


OWN_CODES: Final = frozenset(_CODES.values()) | {
    "not_a_date", "not_a_time", "not_an_address", "not_a_host", "not_a_word", "not_a_path",
    "not_a_zone", "not_a_workday", "not_a_prefix", "from_after_until", "not_a_period", "not_ascending",
    "not_a_command",
}  # fmt: skip


def known_keys(model: type[Record], place: Sequence[str | int]) -> list[str]:
    """The keys a table may have, as written in the file, secrets left out."""
    for part in place:
        if isinstance(part, str):
            inner = _inner(model, part)
            if inner is None:
                return []
            model = inner
    return [info.alias or name for name, info in model.model_fields.items() if not info.exclude]


def _inner(model: type[Record], key: str) -> type[Record] | None:
    for name, info in model.model_fields.items():
        if (info.alias or name) == key:
            kinds = (info.annotation, *getattr(info.annotation, "__args__", ()))
            return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Record)), None)
    return None
