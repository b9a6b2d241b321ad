"""Telling a sound text layer from one that says other letters than the page shows.

Broken layers are the normal case in Thai offices: old fonts come out as Western accents, or without any
tone mark, and the result looks like Thai. The limits are measured on clean official text (marks 0.215 of
the Thai letters, tones 0.088; lowest clean stretch of 200 letters 0.147).
"""

from typing import Final

_FEW: Final = 20
_ENOUGH_LATIN: Final = 40
_ENOUGH_THAI: Final = 100
"""Fewer letters say nothing about ratios: a page with a heading only."""
_MARKS: Final = 0.12
_TONES: Final = 0.03
_FOREIGN: Final = 0.02


def is_sound(text: str, *, has_picture: bool = True) -> bool:
    """Whether the layer can be read; call with the text normalised, on a page that has ink.

    A few words are enough on a page without a picture: then they are all there is.
    """
    thai = marks = tones = latin = foreign = 0
    for char in text:
        code = ord(char)
        if 0x0E01 <= code <= 0x0E4E:  # noqa: PLR2004 - Thai letters, vowels and signs
            thai += 1
            marks += code == 0x0E31 or 0x0E34 <= code <= 0x0E3A or code >= 0x0E47  # noqa: PLR2004 - above or below
            tones += 0x0E48 <= code <= 0x0E4B  # noqa: PLR2004 - the four tones
        elif char.isascii():
            latin += char.isalnum()
        elif 0xC0 <= code <= 0xFF or 0xE000 <= code <= 0xF8FF or code == 0xFFFD:  # noqa: PLR2004 - accents, private, unknown
            foreign += 1
    letters = thai + latin + foreign
    if foreign > max(2, _FOREIGN * letters):
        return False
    if thai < _FEW:
        return latin >= _ENOUGH_LATIN or (not has_picture and thai + latin > 0)
    return thai < _ENOUGH_THAI or (marks >= _MARKS * thai and tones >= _TONES * thai)
