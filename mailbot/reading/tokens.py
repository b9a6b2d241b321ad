"""Our own marks in a mail: request numbers and the secrets of our letters. Found, never judged."""

import re
from collections.abc import Iterable

_THAI_DIGITS = {ord("๐") + value: str(value) for value in range(10)}
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{26}(?![0-9A-Za-z])")
_SPACED = re.compile(
    r"(?:รหัส|code|ref|token)\s*[:：#]?\s*\[?((?:[0-9A-Za-z][\s\u00a0-]{0,2}){25}[0-9A-Za-z])", re.IGNORECASE
)
_CONFUSED = str.maketrans("OoIiLl", "001111")
_ALPHABET = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_FIRST = re.compile(r"[0-7]")
_NUMBER = r"(?<![A-Za-z0-9]){prefix}\s?[-–—_ ]\s?(25[0-9]{{2}})\s?[-–—_/ ]\s?([0-9]{{4,6}})(?![0-9])"
_PLUS = re.compile(r"\+([^@+]+)@")
_MOST = 20


def find_numbers(prefix: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Request numbers ``PREFIX-2569-0042`` as people copy them: any case, Thai digits, spaces, dashes."""
    pattern = re.compile(_NUMBER.format(prefix=re.escape(prefix)), re.IGNORECASE)
    found: dict[str, None] = {}
    for text in texts:
        for match in pattern.finditer(text.translate(_THAI_DIGITS)):
            found.setdefault(f"{prefix.upper()}-{match[1]}-{match[2]}")
    return tuple(found)


def find_codes(*, recipients: Iterable[str], subject: str, body: Iterable[str]) -> tuple[str, ...]:
    """The 26-character secrets (Crockford base32, 128 bits) in plus-addresses, subject and text, upper-case.

    In the subject a person may have typed it: spaces, dashes and the confusable O, I and L are understood
    behind the word «รหัส» or «code».
    """
    found: dict[str, None] = {}
    for address in recipients:
        for part in _PLUS.findall(address):
            _take(part, found)
    _take_all(subject, found)
    for text in body:
        if len(found) >= _MOST:
            break
        _take_all(text, found)
    return tuple(found)[:_MOST]


def _take_all(text: str, found: dict[str, None]) -> None:
    for match in _CODE.finditer(text):
        _take(match[0], found)
    for match in _SPACED.finditer(text):
        _take(re.sub(r"[\s\u00a0-]", "", match[1])[:26], found)


def _take(word: str, found: dict[str, None]) -> None:
    code = word.translate(_CONFUSED).upper()
    if _ALPHABET.fullmatch(code) and _FIRST.match(code) and re.search("[0-9]", code):
        found.setdefault(code)
