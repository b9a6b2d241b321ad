"""Everything that proves one request, in one zip: papers, raw mails, files, records, with their hashes (S14).

Nothing is left out in silence: what the archive cannot give is listed as missing. Letters go in as records,
not as mails, because a mail of ours carries the secret it is answered with. Same data, same bytes.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from mailbot.core.evidence import records
from mailbot.core.ledger import MailEntry
from mailbot.core.letters import Letter
from mailbot.core.request import Request
from mailbot.writing.words import Words, one_line

ZIP: Final = "application/zip"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip archive can name."""
_NAME: Final = re.compile(r"[\\/:*?\"<>|]+")
_LONGEST: Final = 80
"""Characters of a file's name; some programs stop at 255 bytes, and a Thai letter takes three."""

ArchiveGet = Callable[[str], bytes]
"""SHA-256 -> bytes; raises KeyError when absent or damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file of the bundle, or one that should be in it."""

    path: str
    what: str
    sha256: str
    size: int
    found: bool = True


Index = Callable[[Sequence[Piece]], bytes]
"""The pieces -> the index as a paper."""


def evidence_bundle(
    request: Request,
    letters: Sequence[Letter],
    mails: Sequence[MailEntry],
    archive_get: ArchiveGet,
    *,
    form: bytes,
    index: Index,
    words: Words,
    moment: Callable[[datetime], str],
) -> bytes:
    """The bundle as a zip. ``words``: of ``paper/words.toml``; ``moment`` writes a moment for people."""
    own = words["evidence"]
    held: dict[str, bytes] = {}
    pieces: list[Piece] = []

    def add(path: str, what: str, data: bytes) -> None:
        held[path] = data
        pieces.append(Piece(path=path, what=what, sha256=hashlib.sha256(data).hexdigest(), size=len(data)))

    def fetch(path: str, what: str, sha256: str, size: int) -> None:
        data = _fetched(archive_get, sha256)
        if data is None:
            pieces.append(Piece(path=path, what=what, sha256=sha256, size=size, found=False))
        else:
            add(path, what, data)

    add(own["form"], own["what"]["form"], form)
    add("request.json", own["what"]["request"], _json(request.model_dump(mode="json")))
    add("letters.json", own["what"]["letters"], _json([_letter(letter) for letter in letters]))
    add("mails.json", own["what"]["mails"], _json([mail.model_dump(mode="json") for mail in mails]))
    decisions = records(request, {mail.key: mail for mail in mails})
    add("decisions.json", own["what"]["decisions"], _json(decisions))
    for number, mail in enumerate(sorted(mails, key=lambda each: (each.received_at, each.key)), start=1):
        what = own["what"]["mail"].format(sender=mail.sender or "-", moment=moment(mail.received_at))
        fetch(f"{own['mails']}/{number:02d}.eml", what, mail.sha256, 0)
    for number, file in enumerate(request.files, start=1):
        path = f"{own['files']}/{number:02d} {_safe(file.filename)}"
        fetch(path, own["what"]["file"], file.sha256, file.size)
    listing = _json({"number": request.number, "files": [asdict(piece) for piece in pieces]})
    return _zipped([(own["index"], index(pieces)), ("index.json", listing), *held.items()])


def _fetched(archive_get: ArchiveGet, sha256: str) -> bytes | None:
    """The bytes, if the archive has them and they are what their name says."""
    try:
        data = archive_get(sha256)
    except KeyError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def _letter(letter: Letter) -> dict[str, Any]:
    """A letter as it is kept, which is without its secret; the secret's hash proves nothing here."""
    return letter.model_dump(mode="json", exclude={"token_hash"})


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _safe(name: str) -> str:
    """A name that every system can unpack, inside its folder."""
    text = _NAME.sub("-", one_line(name)).strip(". ") or "-"
    stem, dot, ending = text.rpartition(".")
    return f"{stem[:_LONGEST]}.{ending[:12]}" if dot and stem else text[:_LONGEST]


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for path, data in files:
            bundle.writestr(zipfile.ZipInfo(path, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
