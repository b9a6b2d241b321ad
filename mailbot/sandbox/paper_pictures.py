"""The papers of invented letters as pictures, page by page, for the gallery."""

from collections.abc import Iterator
from pathlib import Path

from mailbot.core.letters import Letter
from mailbot.sandbox.samples import OFFICE, samples
from mailbot.writing.papers import Papers

_SHOWN = (("form", "task"), ("empty_forms", "help-form"), ("report", "report"), ("report", "report-empty"))
"""(paper, the sample letter it goes with)."""
_SCALE = 1.25
"""Pixels a point: an A4 page is 744 wide."""
_PAGES = 4


def draw_papers(folder: Path) -> list[str]:
    """Pictures of each paper's first pages in ``folder``; their names. A paper not made yet is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = {sample.name: sample.letter for sample in samples()}
    return [name for paper, sample in _SHOWN for name in _draw(folder, paper, sample, letters[sample])]


def _draw(folder: Path, paper: str, sample: str, letter: Letter) -> Iterator[str]:
    import pypdfium2

    try:
        made = Papers(OFFICE)(paper, letter)
    except LookupError:
        return
    for number, enclosure in enumerate(made, start=1):
        if enclosure.content_type != "application/pdf":
            continue
        document = pypdfium2.PdfDocument(enclosure.data)
        for index in range(min(len(document), _PAGES)):
            name = f"{paper}.{sample}.{number}.{index + 1}.png"
            document[index].render(scale=_SCALE).to_pil().save(folder / name)
            yield name
        document.close()
