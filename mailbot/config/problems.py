"""What is wrong with the settings, said so that a clerk can put it right: where, what, and what instead.

The words are in ``templates/<language>/settings.toml``, one entry a code; here are only the facts they are
filled with. Never shows a secret: what belongs into a secret file is reported without its value.
"""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from mailbot.packaged import packaged

LANGUAGES: Final = ("th", "en")
_OURS: Final = frozenset({"known", "choices", "place", "path", "near", "detail"})
_SHOWN: Final = 60
"""Characters of a wrong value that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake, or with ``warning`` one thing that works but deserves a look."""

    code: str
    """What kind of mistake, for tests and machines; the words are in the templates."""
    file: str
    """The file's name inside the settings folder."""
    line: int | None = None
    """The line in the file; in people.csv the row as Excel numbers it."""
    key: str = ""
    """The setting or the column."""
    wrong: str
    right: str
    warning: bool = False
    where: str
    """File, line and key in words."""

    def __str__(self) -> str:
        return f"{self.where}: {self.wrong} → {self.right}"


class SettingsError(Exception):
    """The settings cannot be used. ``problems`` holds every mistake found, warnings last."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Findings:
    """Collects the problems of one reading of the settings folder, in the order they were found."""

    def __init__(self, language: str = LANGUAGES[0]) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._found: list[Problem] = []

    def add(
        self,
        code: str,
        file: str,
        *,
        line: int | None = None,
        key: str = "",
        warning: bool = False,
        **facts: object,
    ) -> None:
        """Note one problem; ``facts`` fill the wording of its code."""
        wrong, right, where = _say(wording(self.language), code, (file, line, key), facts)
        problem = Problem(
            code=code, file=file, line=line, key=key, wrong=wrong, right=right, warning=warning, where=where
        )
        if problem not in self._found:
            self._found.append(problem)

    @property
    def mistakes(self) -> tuple[Problem, ...]:
        """What keeps mailbot from starting."""
        return tuple(problem for problem in self._found if not problem.warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is worth a look."""
        return tuple(problem for problem in self._found if problem.warning)

    def raise_if_wrong(self) -> None:
        """Raise SettingsError with everything found when there is a mistake among it."""
        if self.mistakes:
            raise SettingsError(self.mistakes + self.warnings)


def shown(value: object) -> str:
    """A wrong value as it is shown: on one line, cut when long."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        text = "…"
    text = "".join(char if char.isprintable() else "�" for char in " ".join(text.split()))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def nearest(word: str, known: list[str]) -> str:
    """The known word that was most likely meant, or an empty text."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold()[:200], list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


@cache
def wording(language: str) -> dict[str, Any]:
    """The texts of one language, by code: ``[wrong, right]``; ``where`` and ``words`` hold the small ones."""
    return tomllib.loads((packaged("templates") / language / "settings.toml").read_text("utf-8"))


def _say(
    texts: dict[str, Any], code: str, place_of: tuple[str, int | None, str], facts: dict[str, object]
) -> tuple[str, str, str]:
    """What is wrong, what would be right, and where: in words."""
    file, line, key = place_of
    filled = {name: _fact(name, value) for name, value in facts.items()} | {"key": shown(key), "file": file}
    near = str(facts.get("near", ""))
    wrong, right = (str(part).format_map(filled) for part in texts["problem"][code])
    if near:
        right = f"{str(texts['where']['near']).format_map(filled)} {right}"
    place = [file]
    if line is not None:
        place.append(str(texts["where"]["row" if file.endswith(".csv") else "line"]).format(line=line))
    if key:
        place.append(shown(key))
    return wrong, right, ", ".join(place)


def _fact(name: str, value: object) -> str:
    """A fact as it is shown: what the office wrote is cut, what we offer instead is not."""
    return str(value) if name in _OURS else shown(value)
