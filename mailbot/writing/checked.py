"""The check of the templates at start, without doing it again while nothing it looks at has changed.

Remembers only that all was well, with the fingerprint of everything the answer depends on: the templates,
the office, and the program itself. A mistake is never remembered.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from mailbot.core.office import Office
from mailbot.writing.templates import Language, TemplateFolders

_PROGRAM = Path(__file__).resolve().parents[1]


def check_once(
    memory: Path, folder: Path | None, office: Office, *, languages: Sequence[Language]
) -> list[str]:
    """As ``check.check_templates``; ``memory`` is the file that holds what was last found to be well.

    A file that cannot be read or written only means that the check is done again.
    """
    found = "\n".join(_fingerprint(folder, office, languages))
    with suppress(OSError, UnicodeDecodeError):
        if memory.read_text(encoding="utf-8") == found:
            return []
    from mailbot.writing.check import check_templates

    problems = check_templates(folder, office, languages=languages)
    with suppress(OSError):
        if problems:
            memory.unlink(missing_ok=True)
        else:
            memory.parent.mkdir(parents=True, exist_ok=True)
            memory.write_text(found, encoding="utf-8")
    return problems


def _fingerprint(folder: Path | None, office: Office, languages: Sequence[Language]) -> Iterator[str]:
    """A line for the program, one for the office, and one for each folder of templates."""
    code = hashlib.sha256()
    for path in sorted(_PROGRAM.rglob("*.py")):
        state = path.stat()
        code.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    yield f"program {code.hexdigest()}"
    holidays = sorted(office.holidays)  # a set is written in another order by every process
    plain = office.model_copy(update={"holidays": frozenset()}).model_dump_json()
    yield f"office {hashlib.sha256(f'{languages} {holidays} {plain}'.encode()).hexdigest()}"
    for place in TemplateFolders(folder).folders:
        words = hashlib.sha256()
        for path in sorted(path for path in place.rglob("*") if path.is_file()):
            data = path.read_bytes()
            name = str(path.relative_to(place)).encode("utf-8", "surrogateescape")
            words.update(b"%s %d " % (name, len(data)) + data)
        yield f"templates {words.hexdigest()}"
