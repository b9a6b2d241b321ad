"""The office under attack."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.attacks.scene import plainly
from tests.conversations.correspondence import Correspondence, sample_settings


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Correspondence]:
    monkeypatch.setattr("mailbot.app.make_composer", plainly)
    correspondence = await Correspondence(sample_settings(tmp_path)).open()
    yield correspondence
    await correspondence.app.close()
