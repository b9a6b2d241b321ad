"""Ticks and boxes as symbol fonts write them.

In Wingdings and its kin a tick is a letter or a private character; only the font makes it a tick. This
table is asked while the font is still known. It never looks at words.
"""

from typing import Final

from mailbot.reading.documents.document import EMPTY, TICKED

_TICKED: Final[dict[str, frozenset[int]]] = {
    "wingdings": frozenset({0xFC, 0xFE, 0xFD, 0xFB, 0x78}),
    "wingdings 2": frozenset({0x50, 0x51, 0x52, 0x53, 0x54, 0x4F}),
    "webdings": frozenset({0x61}),
    "marlett": frozenset({0x61, 0x62}),
    "zapf dingbats": frozenset({0x33, 0x34, 0x35, 0x36, 0x37, 0x38}),
}
_EMPTY: Final[dict[str, frozenset[int]]] = {
    "wingdings": frozenset({0xA8, 0x6F, 0x70, 0x71, 0x72}),
    "wingdings 2": frozenset({0xA3, 0x2A, 0x30}),
    "webdings": frozenset({0x63}),
    "zapf dingbats": frozenset({0x6F, 0x70, 0x71, 0x72}),
}
_KEPT: Final = "\t\n "
_BARE_TICKS: Final = frozenset("☑☒✓✔✅✗✘🗹🗸🗷xX/×√")
_BARE_EMPTY: Final = frozenset("☐□▢◻⬜❏❐❑❒")


def symbol_font(name: str | None) -> str | None:
    """The symbol font this font name means, or None for a font with ordinary letters.

    PDF prefixes a subset's name with six capitals and a plus, and joins style words with a hyphen.
    """
    if not name:
        return None
    plain = name.rpartition("+")[2].lower().replace("-", " ").replace("_", " ")
    for known in ("wingdings 2", "wingdings2"):
        if plain.startswith(known):
            return "wingdings 2"
    if plain.startswith(("wingdings 3", "wingdings3")):
        return None
    for known in ("wingdings", "webdings", "marlett"):
        if plain.startswith(known):
            return known
    if plain.startswith(("zapf dingbats", "zapfdingbats", "itc zapf dingbats", "itczapfdingbats", "zadb")):
        return "zapf dingbats"
    return None


def mark_of(font: str, code: int) -> str | None:
    """☑ or ☐ for a character code in a symbol font; None when it is another symbol.

    Codes come as the font's own byte or shifted into the private use area at U+F000 (MS-SYMBOL).
    """
    code &= 0xFF
    if code in _TICKED.get(font, ()):
        return TICKED
    return EMPTY if code in _EMPTY.get(font, ()) else None


def in_symbol_font(font: str, text: str) -> str:
    """The text of a run in a symbol font: marks as ☑ and ☐, other symbols dropped.

    Characters the font cannot have (Thai) are kept: the program shows them in another font.
    """
    return "".join(mark_of(font, ord(char)) or "" if _is_symbol(char) else char for char in text)


def _is_symbol(char: str) -> bool:
    return char not in _KEPT and (char < "\u0100" or "\uf000" <= char <= "\uf0ff")


def bare_mark(text: str) -> str | None:
    """☑ or ☐ when a cell or a drawn box holds nothing but a mark, typed in whatever way."""
    text = text.strip(" \t\n()[]{}\ufe0f\u00a0")
    if len(text) != 1:
        return None
    if text in _BARE_TICKS:
        return TICKED
    return EMPTY if text in _BARE_EMPTY else None
