"""Links in a text, and which of them lead to a cloud drive. Nothing is opened."""

import re
from collections.abc import Iterable

_LINK = re.compile(r"https?://[^\s<>\"'«»“”]{3,2000}", re.IGNORECASE)
_TAIL = re.compile(r"(?:ครับ|ค่ะ|คะ|นะคะ|นะครับ|นะ|จ้า|จ้ะ|ๆ|[.,;:!?)\]}>*_'\"”…])+$")
_DRIVES = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:drive\.google\.com|docs\.google\.com|photos\.(?:google\.com"
    r"|app\.goo\.gl)|1drv\.ms|onedrive\.live\.com"
    r"|[\w-]+\.sharepoint\.com|dropbox\.com|db\.tt|mega\.nz|mega\.co\.nz|mediafire\.com|we\.tl"
    r"|wetransfer\.com|icloud\.com|box\.com"
    r"|pcloud\.com|4shared\.com|terabox\.com|sendspace\.com|gofile\.io|fromsmash\.com"
    r"|canva\.com)(?:[/?:]|$)",
    re.IGNORECASE,
)
_MOST = 100


def find_links(text: str) -> tuple[str, ...]:
    """Web addresses in a text, without the Thai particles and marks that were typed right behind them."""
    found = (_TAIL.sub("", match[0]) for match in _LINK.finditer(text.replace("\u200b", "")))
    return tuple(dict.fromkeys(found))[:_MOST]


def cloud_links(links: Iterable[str]) -> tuple[str, ...]:
    """Those that lead to a place where files are kept."""
    return tuple(link for link in links if _DRIVES.match(link))
