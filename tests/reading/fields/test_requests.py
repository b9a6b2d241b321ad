"""The written-down request mails: the two thirds that may be looked at are read exactly right.

The held-back third is measured by ``make accuracy`` and is not asserted here, so that nobody tunes to it.
"""

import json
import tomllib
from pathlib import Path

import pytest

from tests.accuracy.requests import CORPUS, Written, judge, mails, read
from tests.corpus.requests.make import case

SEEN = [written for written in mails() if not written.held_back]


@pytest.mark.parametrize("written", SEEN, ids=lambda w: f"{w.family}/{w.name}")
def test_a_seen_mail_is_read_right(written: Written) -> None:
    judged = judge(written.golden, read(written))
    assert judged.wrong + judged.doubtful + judged.other == []


def test_the_split_holds_back_about_a_third() -> None:
    every = list(mails())
    assert len(every) >= 150
    assert 0.25 <= sum(written.held_back for written in every) / len(every) <= 0.45


@pytest.mark.parametrize("path", sorted((CORPUS / "cases").glob("*.toml")), ids=lambda path: path.stem)
def test_every_case_has_its_mail_and_its_twin(path: Path) -> None:
    for name, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
        twin = CORPUS / "mails" / path.stem / f"{name}.json"
        assert json.loads(twin.read_text(encoding="utf-8"))["request"] == case(name, path.stem, said).request
        assert twin.with_suffix(".eml").is_file()
