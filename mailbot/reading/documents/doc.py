"""Old Word documents (DOC) through antiword where it is installed.

antiword shows Thai text and dots well; form fields and most ticks are lost, and the ticks it shows come
as odd glyphs, which are mapped here. A rich-text file that calls itself .doc is not an old Word document.
"""

import os
import shutil
import subprocess
import tempfile
from typing import Final

from mailbot.reading.documents.document import EMPTY, MAX_TEXT, TICKED, Document, UnreadableError

_COMMAND: Final = ("antiword", "-t", "-w", "0", "-m", "UTF-8.txt")
_SECONDS: Final = 20
_GLYPHS: Final = {
    **dict.fromkeys(map(ord, "⎭✓✔☑☒\uf0fe\uf0fc\uf0fd\uf0fb\uf052"), TICKED),
    **dict.fromkeys(map(ord, "♦☐\uf0a8\uf06f\uf0a3"), EMPTY),
}


def read_doc(data: bytes) -> Document:
    """The text of an old Word document. Raises UnreadableError."""
    if shutil.which(_COMMAND[0]) is None:
        raise UnreadableError("not readable")
    with tempfile.TemporaryDirectory(prefix="mailbot-doc-") as folder:
        path = os.path.join(folder, "a.doc")  # noqa: PTH118 - a fixed name in our own folder
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(data)
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": folder}
        try:
            done = subprocess.run(
                (*_COMMAND, path), capture_output=True, timeout=_SECONDS, env=environment, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as failed:
            raise UnreadableError("broken") from failed
    text = done.stdout.decode("utf-8", errors="replace")[:MAX_TEXT].translate(_GLYPHS)
    if done.returncode != 0 or not text.strip():
        raise UnreadableError("broken")
    return Document(kind="doc", text="\n".join(map(_cells, text.splitlines())))


def _cells(line: str) -> str:
    """A table row of antiword's (bars between cells) with tabs instead."""
    if line.startswith("|") and line.rstrip().endswith("|"):
        return "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line
