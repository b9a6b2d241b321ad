"""Templates: found file by file, checked at start, sandboxed, and words nowhere but in them."""

import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from mailbot.core.letters import KINDS, Letter, NoticeAbout
from mailbot.core.request import Category, Delivery, EventKind, FieldName, Need, Status
from mailbot.packaged import packaged
from mailbot.sandbox.gallery import SampleArchive, SampleMint, taken_apart
from mailbot.sandbox.samples import OFFICE, samples
from mailbot.writing.check import check_templates, specimens
from mailbot.writing.compose import LetterComposer
from mailbot.writing.templates import LANGUAGES, PARTS, TemplateError, TemplateFolders


def words(language: str, name: str = "words") -> dict[str, Any]:
    return tomllib.loads((packaged("templates") / language / f"{name}.toml").read_text("utf-8"))


def keys(table: Mapping[str, Any], before: str = "") -> set[str]:
    found = set()
    for key, value in table.items():
        found |= keys(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}"}
    return found


def compose(letter: Letter, own: Path) -> str:
    return taken_apart(
        LetterComposer(office=OFFICE, archive=SampleArchive(), mint=SampleMint(), templates=own).compose(
            letter
        )
    ).text


def test_every_letter_can_be_written_in_every_language() -> None:
    assert check_templates() == []


def test_every_kind_has_its_folder_and_no_folder_is_left_over() -> None:
    for language in LANGUAGES:
        folder = packaged("templates") / language
        assert {each.name for each in folder.iterdir() if each.is_dir()} == set(KINDS)
        for kind in KINDS:
            assert {each.name for each in (folder / kind).iterdir()} == set(PARTS)


def test_the_check_meets_every_kind_and_every_named_outcome() -> None:
    made = list(specimens())
    assert {context.kind for context in made} == set(KINDS)
    assert {context.about for context in made if context.kind == "notice"} == set(NoticeAbout)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("th/task/body.txt", "{{ summary.nonsense }}", "nonsense"),
        ("th/task/body.txt", "{{ nobody }}", "nobody"),
        ("th/task/body.txt", "{% if false %}{{ nobody }}{% endif %}", "nobody"),
        ("th/task/body.txt", "{% if %}", "th/task/body.txt"),
        ("th/task/body.html", "{{ p.nothing() }}", "nothing"),
        ("th/task/subject.txt", "{{ summary.number", "th/task/subject.txt"),
        ("th/words.toml", "language = ", "words.toml"),
        ("shared/style.css", "p > a { color: red }", "single classes"),
    ],
)
def test_a_broken_template_of_the_office_is_told_with_its_name(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    problems = check_templates(tmp_path, languages=("th",))
    assert problems
    assert all(told in problem or "body" in problem or "th/" in problem for problem in problems)
    assert any(told in problem for problem in problems)


def test_a_template_missing_in_the_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "templates"
    shutil.copytree(packaged("templates"), copy)
    (copy / "en" / "help" / "subject.txt").unlink()
    monkeypatch.setattr("mailbot.writing.templates.packaged", lambda _: copy)
    assert "template en/help/subject.txt is missing" in check_templates(languages=("en",))


def test_the_office_overrides_one_file_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "th" / "help").mkdir(parents=True)
    (tmp_path / "th" / "help" / "body.txt").write_text(
        "ข้อความของสำนักงาน {{ office.short }}\n", encoding="utf-8"
    )
    letters = {sample.name: sample.letter for sample in samples()}
    assert compose(letters["help"], tmp_path).startswith("ข้อความของสำนักงาน สพท.ตัวอย่าง")
    assert compose(letters["approval"], tmp_path).startswith("โปรดพิจารณาอนุมัติเผยแพร่")
    assert check_templates(tmp_path, languages=("th",)) == []


def test_the_office_overrides_single_words(tmp_path: Path) -> None:
    (tmp_path / "th").mkdir()
    (tmp_path / "th" / "words.toml").write_text('[label]\ntopic = "ชื่อเรื่อง"\n', encoding="utf-8-sig")
    letter = next(sample.letter for sample in samples() if sample.name == "approval")
    text = compose(letter, tmp_path)
    assert "ชื่อเรื่อง: " in text
    assert "เบอร์โทรศัพท์: " in text


def test_templates_are_found_by_names_that_stay_inside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    folders = TemplateFolders(tmp_path / "own")
    for name in ("../secret.txt", str(secret), "th/../../secret.txt", "th/nothing.txt"):
        with pytest.raises(TemplateError):
            folders.find(name)
    assert folders.find("th/task/body.txt").is_file()


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ office.__init__.__globals__ }}",
        "{{ summary.model_config.clear.__self__ }}",
    ],
)
def test_a_template_reaches_nothing_but_its_values(tmp_path: Path, text: str) -> None:
    (tmp_path / "th" / "help").mkdir(parents=True)
    (tmp_path / "th" / "help" / "body.txt").write_text(text, encoding="utf-8")
    assert check_templates(tmp_path, languages=("th",))


def test_both_languages_have_the_same_words() -> None:
    assert keys(words("th", "notices")) == keys(words("en", "notices"))
    assert keys(words("en")) - keys(words("th")) == {"months", "weekdays"}
    assert keys(words("th")) <= keys(words("en"))


def test_every_value_of_a_closed_set_has_its_words() -> None:
    for language in LANGUAGES:
        table = words(language)
        assert set(table["status"]) == {each.value for each in Status}
        assert set(table["event"]) == {each.value for each in EventKind}
        assert set(table["category"]) == {each.value for each in Category}
        assert set(table["delivery"]) == {each.value for each in Delivery}
        assert set(table["need"]) == {each.value for each in Need}
        assert set(get_args(FieldName)) - {"delivery_other"} <= set(table["label"])
        assert {each.value for each in NoticeAbout} <= set(words(language, "notices"))
        assert set(table["kind"]) == set(KINDS)
