"""The office the language tests write to: the one of the request corpus."""

import json
from datetime import date
from pathlib import Path
from typing import Final

from mailbot.core.language.vocabulary import Vocabulary

_FILE = Path(__file__).parents[2] / "corpus" / "requests" / "office.json"
VOCABULARY: Final = Vocabulary.from_json(json.loads(_FILE.read_text(encoding="utf-8")))
TODAY: Final = date(2026, 1, 15)
