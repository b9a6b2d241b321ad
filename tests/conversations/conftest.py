"""The office of the conversations."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.correspondence import Correspondence, sample_settings


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Correspondence]:
    correspondence = await Correspondence(sample_settings(tmp_path)).open()
    yield correspondence
    await correspondence.app.close()
