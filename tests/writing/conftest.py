"""Letters of the invented office, composed and taken apart again."""

from collections.abc import Callable

import pytest

from mailbot.core.letters import Letter
from mailbot.sandbox.gallery import Shown, composer, taken_apart
from mailbot.sandbox.samples import Sample, samples
from mailbot.writing.compose import LetterComposer


@pytest.fixture(scope="session")
def thai() -> LetterComposer:
    return composer()


@pytest.fixture(scope="session")
def every_sample() -> list[Sample]:
    return samples()


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Letter]:
    letters = {each.name: each.letter for each in samples()}
    return letters.__getitem__


@pytest.fixture(scope="session")
def shown(thai: LetterComposer, every_sample: list[Sample]) -> dict[str, Shown]:
    """Every sample letter in Thai, as its reader gets it."""
    return {each.name: taken_apart(thai.compose(each.letter)) for each in every_sample}
