"""Charset families and own words, over the mails written down for them."""

import json
from pathlib import Path

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.reading.read import read_mail

CORPUS = Path(__file__).parents[1] / "corpus"


def families() -> tuple[int, list[str]]:
    """How many charset families there are, and those not fully right."""
    paths = sorted((CORPUS / "charset").glob("*.eml"))
    return len(paths), [path.stem for path in paths if not _family_right(path)]


def own_words() -> tuple[int, list[str]]:
    """How many quoting styles there are, and those whose own words are not exact."""
    paths = sorted((CORPUS / "quotes").glob("*.eml"))
    return len(paths), [path.stem for path in paths if not _words_right(path)]


def _family_right(path: Path) -> bool:
    golden = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    mail = read_mail(path.read_bytes(), Vocabulary()).mail
    read = {
        "subject": mail.subject,
        "sender": {"address": mail.sender.address, "name": mail.sender.name},
        "own_words": mail.own_words,
        "attachments": [each.filename for each in mail.attachments],
    }
    wanted = dict(golden)
    wanted["attachments"] = [
        a["filename"] if isinstance(a, dict) else a for a in golden.get("attachments", [])
    ]
    return all(read[name] == wanted[name] for name in read if name in wanted)


def _words_right(path: Path) -> bool:
    golden = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    wanted: str = golden["own_words"]
    return read_mail(path.read_bytes(), Vocabulary()).mail.own_words == wanted
