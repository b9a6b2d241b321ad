"""Thai telephone numbers: «๐๗๕-๓๔๑๐๐๔ ต่อ ๓๑-๓๒», «086 1112222», «+66 81 234 5678», «ต่อ 15».

A number is nine digits for a line (02 to 07) or ten for a mobile (06, 08, 09); anything else is not
guessed at. Fax numbers are not phone numbers. Nothing is looked up.
"""

import re
from dataclasses import dataclass
from typing import Final

from mailbot.core.language.offsets import digits_in_place

_LINE_LENGTH: Final = 9
_MOBILE_LENGTH: Final = 10
_NUMBER: Final = re.compile(
    r"(?<![0-9/])(?:\+?\(?66\)?[\s.-]*(?:\(?0\)?)?|\(?0)(?:[\s().-]{0,3}[0-9]){8,9}(?![0-9/])"
)
_RANGE: Final = re.compile(r"\s?[-–]\s?([0-9]{1,2})(?![0-9])")
_EXTENSION: Final = re.compile(
    r"\s*[,(]?\s*(?:ต่อ|กด|เบอร์?ภายใน|ภายใน|ext(?:ension)?\.?|x|#)\s*:?\s*"
    r"([0-9]{1,5}(?:\s*(?:[-–,/]|และ|หรือ)\s*[0-9]{1,5}(?![0-9]))*)(?![0-9])",
    re.IGNORECASE,
)
_EXTENSION_ALONE: Final = re.compile(
    r"(?<![ก-ฮะ-์])(?:โทร(?:ศัพท์)?\.?\s*)?(?:ต่อ|เบอร์?ภายใน|เบอร์ต่อ|ภายใน|ext\.?)\s*:?\s*"
    r"([0-9]{1,5}(?:\s*[-–,/]\s*[0-9]{1,5}(?![0-9]))*)(?![0-9])",
    re.IGNORECASE,
)
_FAX_BEFORE: Final = re.compile(r"(?:โทรสาร|แฟกซ์|แฟ็กซ์|fax)[\s.:]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number to call."""

    number: str | None
    """Digits, a range as written («055711234-5»); None: only an extension was said, of an unknown office."""
    extension: str | None = None
    """«12»; lists and ranges as written («31-32», «12,13»)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPhone:
    """A number and where it stands in the text."""

    phone: Phone
    start: int
    end: int
    words: str


def read_phone(text: str, *, office_phone: str = "") -> Phone | None:
    """The first telephone number of a text; «ต่อ 15» alone is that extension of the office's number."""
    found = find_phones(text, office_phone=office_phone)
    return found[0].phone if found else None


def find_phones(text: str, *, office_phone: str = "") -> list[FoundPhone]:
    """Every telephone number of a normalised text, in order, without fax numbers.

    An extension on its own counts only when there is no number at all.
    """
    plain = digits_in_place(text)
    found = [one for match in _NUMBER.finditer(plain) if (one := _found(match, plain, text))]
    if found:
        return found
    alone = _EXTENSION_ALONE.search(plain)
    if alone is None:
        return []
    number = canonical(office_phone)
    return [
        FoundPhone(
            phone=Phone(number=number, extension=_tidy(alone.group(1))),
            start=alone.start(),
            end=alone.end(),
            words=text[alone.start() : alone.end()],
        )
    ]


def canonical(text: str) -> str | None:
    """The digits of one Thai number, or None when it is not one."""
    plain = re.sub(r"[^0-9+]", "", digits_in_place(text))
    plain = re.sub(r"^\+?660?(?=[0-9]{8,9}$)", "0", plain)
    if not re.fullmatch(r"0[2-9][0-9]{7,8}", plain):
        return None
    mobile = plain[1] in "689" and len(plain) == _MOBILE_LENGTH
    line = plain[1] in "23457" and len(plain) == _LINE_LENGTH
    return plain if mobile or line else None


def _found(match: re.Match[str], plain: str, text: str) -> FoundPhone | None:
    if _FAX_BEFORE.search(plain[: match.start()]):
        return None
    number, end = canonical(match.group()), match.end()
    if number is None:
        # A line number with a short range is swallowed as ten digits: «055-711234-5».
        short = re.match(r"(.*[0-9])\s?[-–]\s?([0-9])$", match.group(), re.DOTALL)
        base = canonical(short.group(1)) if short else None
        if short is None or base is None:
            return None
        number = f"{base}-{short.group(2)}"
    elif ranged := _RANGE.match(plain, end):
        number, end = f"{number}-{ranged.group(1)}", ranged.end()
    extension = _EXTENSION.match(plain, end)
    if extension:
        end = extension.end()
    return FoundPhone(
        phone=Phone(number=number, extension=_tidy(extension.group(1)) if extension else None),
        start=match.start(),
        end=end,
        words=text[match.start() : end],
    )


def _tidy(extension: str) -> str:
    return re.sub(r"\s+", "", extension.replace("–", "-"))
