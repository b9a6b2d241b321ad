"""The sample office as fixtures."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.sample import SettingsFolder, sample_office


@pytest.fixture
def make_office(tmp_path: Path) -> Callable[[], SettingsFolder]:
    return lambda: sample_office(tmp_path / "office")


@pytest.fixture
def office(tmp_path: Path) -> SettingsFolder:
    return sample_office(tmp_path / "office")
