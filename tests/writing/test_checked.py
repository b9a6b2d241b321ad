"""The check at start is done again exactly when something it looks at has changed."""

from pathlib import Path

import pytest

from mailbot.core.office import Office
from mailbot.writing import check, checked
from mailbot.writing.templates import Language
from tests.conversations.correspondence import sample_settings


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return sample_settings(tmp_path / "data").office


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The folders that were really checked; each check finds what ``wrong`` in the folder says."""
    done: list[Path | None] = []

    def look(folder: Path | None, office: Office, *, languages: object) -> list[str]:
        del office, languages
        done.append(folder)
        wrong = folder / "wrong" if folder else None
        return [wrong.read_text()] if wrong and wrong.exists() else []

    monkeypatch.setattr(check, "check_templates", look)
    return done


def test_what_was_well_is_not_looked_at_again(
    tmp_path: Path, office: Office, checks: list[Path | None]
) -> None:
    for _ in range(3):
        assert checked.check_once(tmp_path / "memory", None, office, languages=("th",)) == []
    assert len(checks) == 1


def test_a_changed_template_office_or_language_is_looked_at(
    tmp_path: Path, office: Office, checks: list[Path | None]
) -> None:
    own = tmp_path / "own"
    (own / "th").mkdir(parents=True)

    def look(office: Office, language: Language = "th") -> None:
        checked.check_once(tmp_path / "memory", own, office, languages=(language,))

    look(office)
    (own / "th" / "words.toml").write_text("a", encoding="utf-8")
    look(office)
    (own / "th" / "words.toml").write_text("b", encoding="utf-8")
    look(office)
    look(office, "en")
    look(office.model_copy(update={"name": "สำนักงานอื่น"}), "en")
    look(office.model_copy(update={"holidays": frozenset()}), "en")
    assert len(checks) == 6


def test_a_mistake_is_told_at_every_start(tmp_path: Path, office: Office, checks: list[Path | None]) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "wrong").write_text("body.txt: no such variable", encoding="utf-8")
    for _ in range(2):
        assert checked.check_once(tmp_path / "memory", own, office, languages=("th",))
    assert len(checks) == 2
    (own / "wrong").unlink()
    assert checked.check_once(tmp_path / "memory", own, office, languages=("th",)) == []


def test_memory_that_cannot_be_kept_only_costs_time(
    tmp_path: Path, office: Office, checks: list[Path | None]
) -> None:
    for _ in range(2):
        assert checked.check_once(tmp_path, None, office, languages=("th",)) == []
    assert len(checks) == 2
