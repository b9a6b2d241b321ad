"""Public mails nobody here wrote: what their projects expect, and the exact list of where we differ.

A new difference fails; so does one that vanished, so that the list stays true.
"""

import json
from pathlib import Path

import pytest

from tests.reading.public_corpora import comparisons, corpus_folder

LIST = Path(__file__).parent / "public_disagreements.json"
REASONS = {"theirs wrong", "ours wrong", "definition"}

pytestmark = pytest.mark.skipif(
    not (corpus_folder() / "README.md").exists(), reason="the public corpora are not beside the checkout"
)


@pytest.mark.filterwarnings("ignore")
def test_we_differ_exactly_where_the_list_says() -> None:
    known = json.loads(LIST.read_text(encoding="utf-8"))
    assert {one.name for one in comparisons() if not one.agrees} == set(known)


def test_every_difference_has_a_reason() -> None:
    known = json.loads(LIST.read_text(encoding="utf-8"))
    assert {value.partition(":")[0] for value in known.values()} <= REASONS
