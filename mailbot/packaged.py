"""Where the files that come with the program lie: templates with their fonts, and the sample settings.

In a checkout they are beside the package; in an installed wheel they are inside it, under ``share``.
Reads nothing and never writes there.
"""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def packaged(name: Literal["templates", "config"]) -> Path:
    """The folder of this name that came with the program.

    Raises FileNotFoundError when the installation is damaged.
    """
    installed = _PACKAGE / "share" / name
    if installed.is_dir():
        return installed
    beside = _PACKAGE.parent / name
    if beside.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return beside
    raise FileNotFoundError(f"mailbot is not installed whole: its {name} folder is missing ({installed})")
