"""The office's empty request form, for the main site and for a group's: as Word document and fillable PDF.

Both files are made so that what is filled in comes back without loss when the form is read; the same
office gives the same bytes.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mailbot.core.office import Office
from mailbot.writing.compose import Enclosure
from mailbot.writing.form_docx import form_docx
from mailbot.writing.form_pdf import form_pdf
from mailbot.writing.form_words import FormKind, form_words

KINDS: Final[tuple[FormKind, ...]] = ("main", "group")
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF: Final = "application/pdf"


def empty_forms(office: Office, templates: Path, words_in: Path | None = None) -> Sequence[Enclosure]:
    """Both forms in both formats. ``templates`` is the folder that holds ``paper`` and ``fonts``.

    ``words_in``: the templates folder whose ``paper/form.toml`` is used, when the office has its own words.
    """
    out: list[Enclosure] = []
    for kind in KINDS:
        words = form_words(office, words_in or templates, kind)
        out += [
            Enclosure(filename=f"{words.filename}.docx", content_type=_DOCX, data=form_docx(words)),
            Enclosure(filename=f"{words.filename}.pdf", content_type=_PDF, data=form_pdf(words, templates)),
        ]
    return out
