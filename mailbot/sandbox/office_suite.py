"""LibreOffice, where it is installed: what Word and Excel files look like to the person who opens them.

Only for looking at what was made; nothing needs it to run.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

_PATIENCE = 120.0
"""Seconds for one file."""


def soffice() -> str | None:
    """Where LibreOffice is, or None when it is not installed."""
    return shutil.which("soffice")


def as_pdf(name: str, data: bytes) -> bytes | None:
    """The file as LibreOffice prints it; None when it is not installed or cannot open it."""
    program = soffice()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="suite", ignore_cleanup_errors=True) as place:
        home = Path(place)
        file = home / f"file.{name.rpartition('.')[2]}"
        file.write_bytes(data)
        settings = f"-env:UserInstallation={(home / 'settings').as_uri()}"
        call = [program, "--headless", settings, "--convert-to", "pdf", "--outdir", place, str(file)]
        subprocess.run(
            call, check=False, timeout=_PATIENCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        made = file.with_suffix(".pdf")
        return made.read_bytes() if made.is_file() else None
