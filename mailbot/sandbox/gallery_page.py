"""The gallery's page: every letter's pictures beside its text part, then the papers."""

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mailbot.sandbox.office_suite import soffice
from mailbot.sandbox.paper_pictures import PaperShown

if TYPE_CHECKING:
    from mailbot.sandbox.gallery import Shown


def gallery_page(
    letters: "Mapping[str, Shown]", pictures: Mapping[str, Sequence[str]], papers: Sequence[PaperShown]
) -> str:
    """The page. ``pictures``: by letter; a letter without one is shown itself."""
    rows = [_letter(name, letter, pictures.get(name, ())) for name, letter in letters.items()]
    rows += [_paper(paper) for paper in papers]
    names = [*letters, *(f"paper-{paper.name}" for paper in papers)]
    links = " ".join(f'<a href="#{html.escape(name)}">{html.escape(name)}</a>' for name in names)
    return _PAGE.replace("LINKS", links).replace("ROWS", "\n".join(rows))


def _letter(name: str, letter: "Shown", pictures: Sequence[str]) -> str:
    """One letter: its pictures in a row, its text part, and what is attached."""
    shown = "".join(_picture(each, name) for each in pictures)
    shown = shown or f'<iframe loading="lazy" src="pages/{name}.html"></iframe>'
    attached = "; ".join(f"{file} ({size:,})" for file, size in letter.files) or "-"
    return (
        f'<section id="{name}"><h2>{name}</h2><p><b>{html.escape(letter.subject)}</b></p>'
        f"<p>Attached: {html.escape(attached)}</p>"
        f'<div class="row">{shown}<pre>{html.escape(letter.text)}</pre></div></section>'
    )


def _paper(paper: PaperShown) -> str:
    """One paper: its pages in a row, and how many there are."""
    if paper.pictures:
        said = f"{paper.pages} pages, {len(paper.pictures)} shown"
    else:
        said = "cannot be opened" if soffice() else "no picture: LibreOffice is not installed"
    shown = "".join(_picture(f"papers/{each}", paper.name) for each in paper.pictures)
    return (
        f'<section id="paper-{paper.name}"><h2>{paper.name}</h2>'
        f"<p><b>{html.escape(paper.filename)}</b> ({said})</p>"
        f'<div class="row">{shown}</div></section>'
    )


def _picture(source: str, name: str) -> str:
    return f'<a href="{source}"><img loading="lazy" src="{source}" alt="{html.escape(name)}"></a>'


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Letters and papers</title><style>
body { font: 14px/1.6 Sarabun, "Noto Sans Thai", sans-serif; margin: 24px; color: #1c2733; }
body { background: #f4f6f8; }
nav a { margin-right: 12px; } .row { display: flex; gap: 12px; overflow-x: auto; align-items: flex-start; }
img { border: 1px solid #ccd; } iframe { width: 400px; height: 600px; }
pre { white-space: pre-wrap; width: 560px; flex: none; background: #fff; padding: 12px; font: inherit; }
</style></head><body><h1>Letters and papers</h1><nav>LINKS</nav>
ROWS
</body></html>
"""
