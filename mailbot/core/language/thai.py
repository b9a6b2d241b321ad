r"""One way of writing every Thai text: what looks the same becomes the same characters.

Mail, old fonts, PDF and OCR write one Thai word in many ways. ``normalise`` brings them together and
keeps every line where it was; ``skeleton`` goes further, for comparing labels and names.
Never NFKC (it takes sara am apart), never ``\b``, ``\w`` or ``\d`` (Thai vowels and tones above and
below are marks, not word characters, and Thai digits are digits). Nothing here knows a word of Thai.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TONES: Final = "\u0e48-\u0e4b"
_RAISED: Final = "\u0e48-\u0e4c"  # tones and thanthakhat: written after the vowel they stand over
_VOWELS_ABOVE_BELOW: Final = "\u0e31\u0e34-\u0e3a\u0e47"
_MARKS: Final = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"


def _table(pairs: dict[str, str]) -> dict[int, str]:
    return {ord(char): to for chars, to in pairs.items() for char in chars}


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


# Invisible: zero widths, bidi controls, joiners, soft hyphen, byte order mark, variation selectors, tags,
# and the control characters that are neither a line end nor a tab.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180b\u180c\u180d\u180e\ufeff"
    + _span(0x200B, 0x200F)
    + _span(0x202A, 0x202E)
    + _span(0x2060, 0x206F)
    + _span(0xFE00, 0xFE0F)
    + _span(0xE0000, 0xE007F)
    + _span(0xE0100, 0xE01EF)
    + _span(0x00, 0x08)
    + _span(0x0E, 0x1F)
    + _span(0x7F, 0x84)
    + _span(0x86, 0x9F)
)
_SPACES: Final = "\u00a0\u1680\u202f\u205f\u3000" + _span(0x2000, 0x200A)
_LINE_ENDS: Final = "\r\x0b\x0c\x85\u2028\u2029"

# Positioned glyphs of old Thai fonts, as the Windows and the Mac private use areas name them. The table
# is the one text shapers use (hb-ot-shaper-thai in HarfBuzz lists the same pairs, the other way round).
_OLD_FONT_GLYPHS: Final = {
    "\uf700\uf89e": "\u0e10",
    "\uf701\uf885": "\u0e34",
    "\uf702\uf886": "\u0e35",
    "\uf703\uf887": "\u0e36",
    "\uf704\uf888": "\u0e37",
    "\uf705\uf70a\uf713\uf88a\uf88b\uf88c": "\u0e48",
    "\uf706\uf70b\uf714\uf88d\uf88e\uf88f": "\u0e49",
    "\uf707\uf70c\uf715\uf890\uf891\uf892": "\u0e4a",
    "\uf708\uf70d\uf716\uf893\uf894\uf895": "\u0e4b",
    "\uf709\uf70e\uf717\uf896\uf897\uf898": "\u0e4c",
    "\uf70f\uf89a": "\u0e0d",
    "\uf710\uf884": "\u0e31",
    "\uf711\uf899": "\u0e4d",
    "\uf712\uf889": "\u0e47",
    "\uf718\uf89b": "\u0e38",
    "\uf719\uf89c": "\u0e39",
    "\uf71a\uf89d": "\u0e3a",
}

# A lone surrogate cannot be stored or sent; the replacement character says something was here.
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEAN: Final = _table({_INVISIBLE: "", _SPACES: " ", _LINE_ENDS: "\n"} | _OLD_FONT_GLYPHS) | _SURROGATES

# Applied in this order until nothing changes. Every rule shortens the text or moves a mark to its
# right place, so this ends.
_RULES: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("\u0e40\u0e40", "\u0e41"),  # two sara e typed for sara ae
        (f"([{_MARKS}])\\1+", r"\1"),  # a mark struck twice
        (f"[{_TONES}]+([{_TONES}])", r"\1"),  # two tones: the last one was meant
        (f"([{_RAISED}\u0e4d])([{_VOWELS_ABOVE_BELOW}])", r"\2\1"),  # tone before its vowel
        ("(?<![\u0e24\u0e26])\u0e45", "\u0e32"),  # lakkhangyao typed for sara aa (but ฤๅ is right)
        (f"\u0e4d([{_RAISED}]*)\u0e32", "\\1\u0e33"),  # nikhahit + sara aa = sara am
        (f"\u0e32([{_RAISED}]*)\u0e4d", "\\1\u0e33"),  # the same, the other way round
        (f"\u0e4d([{_RAISED}]*)\u0e33|\u0e33([{_RAISED}]*)\u0e4d", "\\1\\2\u0e33"),
        ("\u0e33+", "\u0e33"),
        (f"([\u0e30\u0e32\u0e33])([{_TONES}])", r"\2\1"),  # a tone typed after a vowel that follows it
    )
)

_CIRCLED: Final = {
    **{chr(0x2460 + n): str(n + 1) for n in range(20)},  # ①
    **{chr(0x2474 + n): str(n + 1) for n in range(20)},  # ⑴
    **{chr(0x2488 + n): str(n + 1) for n in range(20)},  # ⒈
    **{chr(0x2776 + n): str(n + 1) for n in range(10)},  # ❶
    **{chr(0x2780 + n): str(n + 1) for n in range(10)},  # ➀
    **{chr(0x278A + n): str(n + 1) for n in range(10)},  # ➊
    **{chr(0x24F5 + n): str(n + 1) for n in range(10)},  # ⓵
    **{chr(0x24EB + n): str(n + 11) for n in range(10)},  # ⓫
    "\u24ea": "0",
    "\u24ff": "0",
    "\u20e3": "",  # the key around a digit: 1⃣
}
_THAI_DIGITS: Final = {chr(0x0E50 + n): str(n) for n in range(10)}
_FULLWIDTH: Final = {chr(0xFF10 + n): str(n) for n in range(10)}
_DIGITS: Final = _table(_CIRCLED | _THAI_DIGITS | _FULLWIDTH)

_TONELESS: Final = _table({_span(0x0E48, 0x0E4E) + "ฯ": "", "\u0e33": "\u0e32"})
_KEPT_IN_SKELETON: Final = "LMN"
_SHORT: Final = 200
"""Up to this many characters a text is remembered; longer ones seldom come twice."""


def normalise(text: str) -> str:
    """The text with every Thai word spelled in one way, line for line.

    Any string comes in (lone surrogates too); every line stays a line, spaces are not collapsed, and
    what was already right is not touched. Doing it twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return _known(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_CLEAN))
    while True:
        before = text
        for pattern, to in _RULES:
            text = pattern.sub(to, text)
        text = unicodedata.normalize("NFC", text)
        if text == before:
            return text


_known = lru_cache(maxsize=8192)(_normalised)
"""Words, names and lines come again and again, in one mail and from mail to mail."""


def digits(text: str) -> str:
    """The text with Thai, circled and full-width digits as ASCII ones; «๒๕๖๙» is 2569 and «②» is 2."""
    return text.translate(_DIGITS)


def skeleton(text: str) -> str:
    """What is left for comparing: letters, vowels and digits only.

    No tones, thanthakhat, spaces, punctuation or capitals; digits in ASCII; sara am as sara aa.
    «ชื่อ - สกุล» and «ชือสกุล» have the same skeleton. Never shown to anybody.
    """
    return _compared(text) if len(text) <= _SHORT else _skeleton(text)


def _skeleton(text: str) -> str:
    text = digits(normalise(text)).lower().translate(_TONELESS)
    return "".join(char for char in text if unicodedata.category(char)[0] in _KEPT_IN_SKELETON)


_compared = lru_cache(maxsize=8192)(_skeleton)
