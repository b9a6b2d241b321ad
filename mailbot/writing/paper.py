"""Sets a paper with Typst: a template and its data become a PDF/A-2b, the same bytes for the same data.

Data goes in as JSON and is set as text; nothing a person wrote is ever read as markup. Fonts are those of
the templates, never the machine's, and no network is used. Knows no paper and no word.
"""

import json
import re
import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from mailbot.writing.templates import TemplateError, TemplateFolders
from mailbot.writing.words import clean

if TYPE_CHECKING:
    import typst

PDF: Final = "application/pdf"
_STANDARD: Final = "a-2b"
_COMMON: Final = "paper/common.typ"
_NO_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_RARE: Final = re.compile(
    "[\U00010000-\U0010ffff\ue000-\uf8ff\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff]"
)
"""Pictures, private use, Chinese, Japanese, Korean: what the office's typeface has no letters for."""
_INSTEAD: Final = "□"
_PANIC: Final = "PanicException"
"""What Rust's libraries raise where they would have ended the process; it is no ``Exception``."""
_TRIES: Final = 24
"""Characters without a shape that are replaced one by one before the paper is set without its standard."""

_UNBREAKABLE: Final = re.compile(r"(?<![!-~])(?!https?://|[0-9a-f]{64}$)[!-~]{36,}")
_PART: Final = re.compile(r".{1,16}")
_ZERO_WIDTH: Final = "\u200b"


class Press:
    """Compiles the papers' templates, keeping fonts and what it has compiled; several threads may use one."""

    def __init__(self, folders: TemplateFolders) -> None:
        """``folders``: the office's own templates over the program's, file by file; fonts as well."""
        self._folders = folders
        self._sources: dict[str, bytes] = {}
        self._compilers: dict[str, typst.Compiler] = {}
        self._lock = threading.Lock()

    def pdf(self, name: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
        """The paper of this name (``form``, ``report`` ...) with this data; ``made_at`` is its date.

        A character that no font has is printed as an empty box. Raises TemplateError when the template is
        missing or wrong.
        """
        text = json.dumps(_soft(data), ensure_ascii=False)
        with self._lock:
            for attempt in range(_TRIES):
                try:
                    return self._compile(name, text, made_at, [_STANDARD])
                except RuntimeError as error:
                    text = _without_glyph(text, str(error), name, rare=attempt == 0)
            return self._compile(name, text, made_at, [])

    def _compile(self, name: str, text: str, made_at: datetime, standards: list[Any]) -> bytes:
        compiler = self._compilers.get(name)
        if compiler is None:
            compiler = self._compilers[name] = self._compiler()
            self._sources[name] = self._source(name)
        # Data as a file, not as an input: another input makes Typst set every line of the paper anew.
        files: Any = {"main.typ": self._sources[name], "data.json": text.encode()}
        try:
            out = compiler.compile(
                input=files,
                format="pdf",
                pdf_standards=standards,
                timestamp=int(made_at.timestamp()),
            )
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
            del self._compilers[name]  # whatever state it is in now
            raise TemplateError(f"template paper/{name}.typ: {error}") from error
        if not isinstance(out, bytes):
            raise TemplateError(f"template paper/{name}.typ makes no document")
        return out

    def _source(self, name: str) -> bytes:
        common, paper = self._folders.read(_COMMON), self._folders.read(f"paper/{name}.typ")
        return f"{common}\n{paper}".encode()

    def _compiler(self) -> "typst.Compiler":
        import typst

        return typst.Compiler(font_paths=self._fonts, ignore_system_fonts=True)

    @cached_property
    def _fonts(self) -> "typst.Fonts":
        """The templates' fonts first; Typst's own stand in for letters and signs these do not have."""
        import typst

        folders = [str(folder / "fonts") for folder in self._folders.folders if (folder / "fonts").is_dir()]
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _soft(value: Any) -> Any:
    """The data with places to break in words that have none and fit no column, such as a Message-ID.

    Addresses of pages are left alone: Typst breaks them where an address may be broken; and hashes are.
    """
    if isinstance(value, str):
        return _UNBREAKABLE.sub(lambda found: _ZERO_WIDTH.join(_PART.findall(found[0])), value)
    if isinstance(value, dict):
        return {key: _soft(each) for key, each in value.items()}
    return [_soft(each) for each in value] if isinstance(value, list | tuple) else value


def _without_glyph(text: str, message: str, name: str, *, rare: bool) -> str:
    """The data without what could not be shown. Raises TemplateError when that was not the trouble."""
    found = _NO_GLYPH.search(message)
    if found is None:
        raise TemplateError(f"template paper/{name}.typ: {message}")
    if rare and _RARE.search(text):
        return _RARE.sub(_INSTEAD, text)
    missing = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found[1])
    rest = text
    for character in missing:
        if not character.isascii():
            rest = rest.replace(character, _INSTEAD)
    if rest == text:
        raise TemplateError(f"template paper/{name}.typ: {message}")
    return rest


# --- pieces of papers ----------------------------------------------------------------------------------

_BLANK: Final = re.compile(r"\.{3,}")


def piece(text: str, *, blank: bool = False, small: bool = False) -> dict[str, Any]:
    """A part of a line: words, or a place to fill in with what stands in it."""
    return {"text": clean(text), "blank": blank, "small": small}


def filled(line: str, values: Iterable[str], *, small: bool = False) -> list[dict[str, Any]]:
    """A form's line with its dotted places filled in order; those without a value stay to be written on."""
    rest = iter(values)
    pieces: list[dict[str, Any]] = []
    for index, words in enumerate(_BLANK.split(line)):
        if index:
            pieces.append(piece(next(rest, ""), blank=True, small=small))
        if words.strip():
            pieces.append(piece(words.strip()))
    return pieces


def qr(text: str) -> dict[str, Any]:
    """A QR code as runs of dark modules ``(x, y, length)`` in a square of ``size`` modules."""
    import segno

    matrix = segno.make_qr(text, error="m", boost_error=True).matrix
    runs = [
        (found.start(), y, found.end() - found.start())
        for y, row in enumerate(matrix)
        for found in re.finditer("1+", "".join("1" if dark & 1 else "0" for dark in row))
    ]
    return {"size": len(matrix), "runs": runs}
