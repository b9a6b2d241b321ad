"""Whether a document gives a password away (R20): «รหัสผ่าน: ...», or a table with a column of them.

Used on whole documents, so every pattern is bounded. What looks like a password is for a person to look at;
nothing is decided or changed here.
"""

import re
from typing import Final

from mailbot.core.language.marks import find_warnings, mask_passwords

_HEAD: Final = re.compile(
    r"(?:รหัสผ่าน|พาสเวิร์?ด|password|passwd|pwd|pass)[ ]?(?:ใหม่|เดิม|ชั่วคราว|เริ่มต้น|เข้าระบบ|\([^()\t]{0,20}\))?",
    re.IGNORECASE,
)
_VALUE: Final = re.compile(r"[!-~]{4,64}")
_ROWS: Final = 5
"""Rows below a column's head that are looked at; the first may be empty or a note."""
_REACH: Final = 4000
"""Characters in which a document is read as a mail's words are."""


def holds_password(text: str) -> bool:
    """Whether this text, with the cells of its tables apart by tabs, shows a password."""
    return mask_passwords(text) != text or "password" in find_warnings(text[:_REACH]) or _in_a_column(text)


def _in_a_column(text: str) -> bool:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        cells = line.split("\t")
        heads = (
            [at for at, cell in enumerate(cells) if _HEAD.fullmatch(cell.strip())] if len(cells) > 1 else []
        )
        below = [row.split("\t") for row in lines[number + 1 : number + 1 + _ROWS]] if heads else []
        if any(len(row) > at and _VALUE.fullmatch(row[at].strip()) for at in heads for row in below):
            return True
    return False
