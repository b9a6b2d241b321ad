"""Own words of every client's replies and forwards: exact, and nothing of ours ever among them."""

import json
from pathlib import Path

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.reading.read import read_mail
from tests.corpus.quotes.make import cases

FOLDER = Path(__file__).parents[1] / "corpus" / "quotes"
FILES = sorted(FOLDER.glob("*.eml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_what_the_sender_wrote_counts(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    mail = read_mail(path.read_bytes(), Vocabulary()).mail
    inner = mail.forwarded
    assert {
        "own_words": mail.own_words,
        "quoted": mail.quoted,
        "forwarded": inner and {"from": inner.sender, "subject": inner.subject, "text": inner.text},
    } == expected


def test_files_on_disk_are_what_the_generator_makes() -> None:
    made = {case.name: case.message() for case in cases()}
    assert {path.stem for path in FILES} == set(made)
    assert all((FOLDER / f"{name}.eml").read_bytes() == raw for name, raw in made.items())
