"""The 25 ways Thai mail names its charset: subject, sender's name, body and file names all right."""

import json
from pathlib import Path

import pytest

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.reading.read import read_mail
from tests.corpus.charset.make import cases

FOLDER = Path(__file__).parents[1] / "corpus" / "charset"
FILES = sorted(FOLDER.glob("*.eml"))


def test_all_families_are_there() -> None:
    assert len(FILES) == 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_of_the_mail_is_right(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    mail = read_mail(path.read_bytes(), Vocabulary()).mail
    assert {
        "subject": mail.subject,
        "sender": {"address": mail.sender.address, "name": mail.sender.name},
        "own_words": mail.own_words,
        "attachments": [one.filename for one in mail.attachments],
    } == expected
    assert mail.sender.authority, mail.sender.why_not


def test_files_on_disk_are_what_the_generator_makes() -> None:
    for case in cases():
        assert (FOLDER / f"{case.name}.eml").read_bytes() == case.raw()
