"""Where the words for people are, and how they become a subject, a text and an HTML part.

A template is looked for in the office's own folder first, file by file, then among those that came with
the program. Templates are sandboxed: they show values and can reach nothing else. A variable that does
not exist is an error, at start (``check.py``) and not in a letter.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from mailbot.core.office import Office
from mailbot.packaged import packaged
from mailbot.writing.figures import Figures
from mailbot.writing.html import StyleError, StyleSheet
from mailbot.writing.words import Speech, Words, clean

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

Language = Literal["th", "en"]
Form = Literal["txt", "html"]
LANGUAGES: tuple[Language, ...] = ("th", "en")
PARTS = ("subject.txt", "body.txt", "body.html")
"""The files of one letter's folder."""


class TemplateError(Exception):
    """A template is missing or wrong; the text says which file, and why."""


class TemplateFolders:
    """The office's own templates over those of the program."""

    def __init__(self, own: Path | None = None) -> None:
        """``own``: the office's folder; it need not exist, and need not hold every file."""
        self.own = own

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """The folders searched, in order."""
        came = packaged("templates")
        return (self.own, came) if self.own is not None and self.own != came else (came,)

    def find(self, name: str) -> Path:
        """The file of this name, such as ``th/task/body.txt`` or ``paper/form.typ``.

        Raises TemplateError when it is in none of the folders or the name leads out of them.
        """
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            raise TemplateError(f"not a template's name: {name}")
        for folder in self.folders:
            path = folder / name
            if path.is_file():
                return path
        raise TemplateError(f"template {name} is missing in {' and in '.join(map(str, self.folders))}")

    def read(self, name: str) -> str:
        """The text of a template file. Raises TemplateError when it is missing or not UTF-8."""
        path = self.find(name)
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(f"template {path} cannot be read: {error}") from error

    def table(self, name: str) -> Words:
        """A TOML file of words. Raises TemplateError when it is missing or not TOML.

        An office's own table needs only the words it changes; the others are the program's.
        """
        tables: list[Words] = []
        for folder in reversed(self.folders):
            path = folder / name
            if path.is_file():
                try:
                    tables.append(tomllib.loads(path.read_text(encoding="utf-8-sig")))
                except (OSError, ValueError) as error:
                    raise TemplateError(f"{path}: {error}") from error
        if not tables:
            raise TemplateError(f"template {name} is missing in {' and in '.join(map(str, self.folders))}")
        words = tables[0]
        for own in tables[1:]:
            words = _over(words, own)
        return words


def _over(words: Words, own: Words) -> Words:
    """The words with the office's own put over them, table by table."""
    merged = dict(words)
    for key, value in own.items():
        under = merged.get(key)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            merged[key] = _over(under, value)
        else:
            merged[key] = value
    return merged


class Voice:
    """The templates of one language and one form (text or HTML), compiled once."""

    def __init__(
        self, folders: TemplateFolders, office: Office, language: Language, form: Form, *, short: bool
    ) -> None:
        """``short``: only what to do and why, without tables; for the second language of a letter."""
        self.language = language
        self.form = form
        self.speech = Speech(folders.table(f"{language}/words.toml"), office)
        self.environment = _environment(folders, form)
        self._notices = folders.table(f"{language}/notices.toml")
        self._said: dict[str, Template] = {}
        self._templates: dict[str, Template] = {}
        self.environment.filters.update(self.speech.filters())
        self.environment.globals.update(
            w=self.speech.words,
            office=office,
            short=short,
            language=language,
            notice=self.notice,
            say=self._say,
            **Figures(self.speech, office).globals(),
        )
        self.environment.globals["p"] = self.environment.get_template(f"shared/pieces.{form}").module
        self.environment.globals["show"] = self.environment.get_template("shared/request.jinja").module

    def template(self, name: str) -> "Template":
        """A template of this language, by its name below the language's folder."""
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self.environment.get_template(f"{self.language}/{name}")
        return found

    def layout(self) -> "Template":
        """What stands around a letter's own words."""
        return self.environment.get_template(f"shared/layout.{self.form}")

    def notice(self, about: str, detail: str = "") -> Mapping[str, Any]:
        """The words for one named outcome; those for ``about_detail`` where they exist, marked as ``said``.

        Raises TemplateError when there are none.
        """
        special = self._notices.get(f"{about}_{detail}") if detail else None
        words = special or self._notices.get(about)
        if not isinstance(words, Mapping):
            raise TemplateError(f"{self.language}/notices.toml has no table [{about}]")
        return {**words, "said": special is not None}

    def _say(self, sentence: str, values: Mapping[str, Any]) -> str:
        """A sentence from a table of words with the letter's values in it, as plain text."""
        template = self._said.get(sentence)
        if template is None:
            plain = self.environment.overlay(autoescape=False)
            template = self._said[sentence] = plain.from_string(sentence)
        return template.render(values)


class LetterTemplates:
    """All templates of one office, compiled when first used."""

    def __init__(self, office: Office, own: Path | None = None) -> None:
        """``own``: the office's templates folder. Nothing is read yet."""
        self.office = office
        self.folders = TemplateFolders(own)
        self._loaded: dict[tuple[Language, Form, bool], Voice] = {}

    def load(self, language: Language, form: Form, *, short: bool = False) -> Voice:
        """The templates of one language and form. Raises TemplateError when they cannot be used."""
        from jinja2 import TemplateError as JinjaError

        key = (language, form, short)
        if key not in self._loaded:
            try:
                self._loaded[key] = Voice(self.folders, self.office, language, form, short=short)
            except (JinjaError, StyleError, KeyError) as error:
                raise TemplateError(f"templates of {language}: {error}") from error
        return self._loaded[key]

    def find(self, name: str) -> Path:
        """The file of this name, the office's own first. Raises TemplateError when there is none."""
        return self.folders.find(name)


def _environment(folders: TemplateFolders, form: Form) -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined

    from mailbot.writing.sandbox import Sandbox

    return Sandbox(
        loader=_loader(folders, form),
        autoescape=form == "html",
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )


def _loader(folders: TemplateFolders, form: Form) -> Any:
    from jinja2 import FunctionLoader, TemplateNotFound

    style: Callable[[str], str] = str
    if form == "html":
        style = StyleSheet(folders.read("shared/style.css")).inline

    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            path = folders.find(name)
        except TemplateError as error:
            raise TemplateNotFound(name, message=str(error)) from error
        return style(folders.read(name)), str(path), lambda: True

    return FunctionLoader(load)


def _shown(value: Any) -> Any:
    """What is printed for a value: nothing for None; text without characters that hide or reorder it."""
    if value is None:
        return ""
    return clean(value) if type(value) is str else value
