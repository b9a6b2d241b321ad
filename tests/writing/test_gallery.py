"""The gallery shows every letter as the bot would send it, and what a change does to its look."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from mailbot.core.letters import KINDS, NoticeAbout
from mailbot.sandbox import look_diff
from mailbot.sandbox.browser import Browser, chromium
from mailbot.sandbox.enclosed import ARCHIVE, as_sent
from mailbot.sandbox.gallery import Shown, composer, make, taken_apart
from mailbot.sandbox.look_diff import differences
from mailbot.sandbox.office_suite import as_pdf, soffice
from mailbot.sandbox.paper_pictures import PAPERS, draw_papers
from mailbot.sandbox.samples import OFFICE, samples
from mailbot.writing.papers import Papers

needs_chromium = pytest.mark.skipif(
    chromium() is None, reason="needs chromium (Debian: apt-get install chromium)"
)
needs_libreoffice = pytest.mark.skipif(
    soffice() is None, reason="needs LibreOffice (Debian: apt-get install libreoffice-calc)"
)


def sent(name: str) -> Shown:
    letter = next(each.letter for each in samples() if each.name == name)
    return taken_apart(composer(papers=Papers(OFFICE), archive=ARCHIVE).compose(as_sent(letter)))


def test_every_kind_of_letter_and_every_named_outcome_can_be_looked_at() -> None:
    letters = [each.letter for each in samples()]
    assert {letter.kind for letter in letters} == set(KINDS)
    told = {letter.context.about for letter in letters if letter.context.kind == "notice"}
    assert told == set(NoticeAbout)
    assert len({each.name for each in samples()}) == len(letters)


@pytest.mark.parametrize(
    ("name", "endings"),
    [
        ("approval", ["pdf", "docx", "pdf"]),
        ("task-owed", ["pdf", "docx", "pdf"]),
        ("report", ["pdf", "xlsx", "csv"]),
        ("help-form", ["docx", "pdf", "docx", "pdf"]),
        ("published", []),
        ("approval-takedown", []),
    ],
)
def test_a_letter_carries_what_the_bot_sends_along_with_its_kind(name: str, endings: list[str]) -> None:
    files = sent(name).files
    assert [file.rpartition(".")[2] for file, _ in files] == endings
    assert all(size > 500 for _, size in files)


def test_the_pictures_in_a_letter_are_those_the_reader_makes_of_its_files() -> None:
    assert sent("approval").page.count('src="data:image/jpeg;base64,') == 1, "a PDF; Word has no picture"
    assert sent("edge-left-out").page.count('src="data:image/jpeg;base64,') == 4, "of forty photos"


@pytest.fixture
def galleries(tmp_path: Path) -> tuple[Path, Path]:
    """Two galleries of two pictures each, alike."""
    for when in ("before", "after"):
        folder = tmp_path / when / "pictures"
        folder.mkdir(parents=True)
        for name in ("a.png", "b.png"):
            Image.new("RGB", (40, 20), "white").save(folder / name)
    return tmp_path / "before", tmp_path / "after"


def test_pictures_that_look_alike_are_no_difference(galleries: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = galleries
    Image.new("RGB", (40, 20), "white").save(after / "pictures/a.png", compress_level=1)
    assert (before / "pictures/a.png").read_bytes() != (after / "pictures/a.png").read_bytes()
    assert differences(before, after, tmp_path / "difference") == []


def test_a_difference_names_how_much_of_the_picture_and_marks_where(
    galleries: tuple[Path, Path], tmp_path: Path
) -> None:
    before, after = galleries
    with Image.open(after / "pictures/a.png") as picture:
        ImageDraw.Draw(picture).rectangle((10, 5, 13, 6), fill=(254, 255, 255))
        picture.save(after / "pictures/a.png")
    (found,) = differences(before, after, tmp_path / "difference")
    assert found.name == "pictures/a.png"
    assert found.share == 8 / 800
    with Image.open(tmp_path / "difference/pictures/a.png") as marked:
        assert marked.getpixel((10, 5)) != marked.getpixel((9, 5)) == (255, 255, 255)


def test_a_picture_that_grew_differs_where_it_grew(galleries: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = galleries
    Image.new("RGB", (40, 25), "white").save(after / "pictures/b.png")
    (found,) = differences(before, after, tmp_path / "difference")
    assert found.share == 0.2


def test_new_pictures_and_lost_ones_are_named(galleries: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = galleries
    (before / "pictures/a.png").unlink()
    (after / "pictures/b.png").unlink()
    found = differences(before, after, tmp_path / "difference")
    assert [(each.name, each.was, each.share) for each in found] == [
        ("pictures/a.png", False, None),
        ("pictures/b.png", True, None),
    ]
    page = look_diff.page(found, 2)
    assert "2 of 2 pictures look different" in page
    assert 'src="after/pictures/a.png"' in page
    assert 'src="before/pictures/b.png"' in page


def test_papers_are_drawn_the_same_every_time_and_named_without_a_picture_they_cannot_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.sandbox.paper_pictures.as_pdf", lambda _name, _data: None)
    wanted = ("form-asked", "evidence", "workbook-0")
    first, again = (draw_papers(tmp_path / each, wanted) for each in ("first", "again"))
    assert first == again
    assert {paper.name: bool(paper.pictures) for paper in first} == {
        "form-asked": True, "workbook-0": False, "evidence": True,
    }  # fmt: skip
    for paper in first:
        for picture in paper.pictures:
            assert (tmp_path / "first" / picture).read_bytes() == (tmp_path / "again" / picture).read_bytes()
    assert set(wanted) < set(PAPERS)


@needs_chromium
def test_the_same_letters_give_the_same_pictures_and_another_colour_is_found(tmp_path: Path) -> None:
    first = make(tmp_path / "first", ["digest-empty"])
    second = make(tmp_path / "second", ["digest-empty"])
    assert differences(first.parent, second.parent, tmp_path / "difference") == []
    name = "digest-empty.th"
    page = second.parent / f"pages/{name}.html"
    page.write_text(page.read_text("utf-8").replace("#13202e", "#b00020"), encoding="utf-8")
    with Browser() as browser:
        browser.open(page, width=360)
        (second.parent / f"pictures/{name}.360.light.png").write_bytes(browser.picture())
    (found,) = differences(first.parent, second.parent, tmp_path / "difference")
    assert found.name == f"pictures/{name}.360.light.png"
    assert 0 < (found.share or 0) < 0.05


@needs_chromium
def test_the_gallery_of_a_commit_is_drawn_from_its_own_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = subprocess.run(["git", "rev-parse", "--verify", "HEAD"], check=False, capture_output=True)
    if inside.returncode:
        pytest.skip("needs a git checkout")
    assert look_diff.main(["HEAD", "digest-empty", "--to", str(tmp_path)]) == 0
    assert list((tmp_path / "before/pictures").glob("digest-empty.th.*"))
    assert "pictures look different" in capsys.readouterr().out
    assert (tmp_path / "index.html").is_file()


@needs_libreoffice
def test_libreoffice_opens_the_workbook_and_the_word_form() -> None:
    for name in ("workbook-40", "empty-form"):
        for filename, data in PAPERS[name]():
            if not filename.endswith(".pdf"):
                assert (as_pdf(filename, data) or b"").startswith(b"%PDF"), filename
