"""Thai typed with the keyboard left in English: «vo6,y9b» is «อนุมัติ».

Which key is which letter, and nothing more.
"""

from typing import Final

_LOWER: Final = dict(
    zip(
        "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
        "ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ",
        strict=True,
    )
)
_UPPER: Final = dict(
    zip(
        '!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?',
        '+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ',
        strict=True,
    )
)
_KEDMANEE: Final = str.maketrans(_LOWER | _UPPER)


def as_thai(text: str) -> str:
    """The letters the same keys give on the Kedmanee layout; other characters stay."""
    return text.translate(_KEDMANEE)
