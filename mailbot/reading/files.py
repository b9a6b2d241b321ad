"""The names and kinds of attached files, made safe. Bytes are never interpreted here."""

import re
import unicodedata
from pathlib import PurePosixPath

from mailbot.reading.headers import clean_line, parameter_text
from mailbot.reading.structure import Part

_PATH = re.compile(r"[/\\:*?\"<>|\x00-\x1f\x7f]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""Characters nobody sees (Unicode: default ignorable); behind one of them an ending is another ending."""
_LONGEST = 240
_WINDOWS_NAMES = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")

EXTENSIONS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif",
    "text/html": ".html",
    "text/plain": ".txt", "application/zip": ".zip", "message/rfc822": ".eml", "text/calendar": ".ics",
    "application/msword": ".doc", "application/vnd.ms-excel": ".xls", "application/ms-tnef": ".dat",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}  # fmt: skip
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2"})
MACROS = frozenset({".docm", ".xlsm", ".pptm", ".dotm", ".xltm", ".xlam", ".ppam", ".potm"})
PROGRAMS = frozenset(
    f".{ending}"
    for ending in (
        "exe", "js", "vbs", "scr", "bat", "cmd", "com", "jar", "lnk", "msi", "ps1", "hta",
        "wsf", "apk", "appref-ms", "application", "chm", "cpl", "dll", "gadget", "img", "inf", "iqy",
        "iso", "jse", "library-ms", "mjs", "msc", "msix", "msp", "one", "pif", "ps2", "psm1", "reg",
        "scf", "search-ms", "settingcontent-ms", "sh", "slk", "sys", "url", "vb", "vbe", "vhd", "vhdx",
        "ws", "wsc", "wsh", "xbap", "xll", "asp", "aspx", "cgi", "jsp", "phar", "php", "phtml", "pl",
        "py", "shtml",
    )
)  # fmt: skip
"""What runs when it is opened, or on the web server it is put on."""
PAGES = frozenset({".htm", ".html", ".mht", ".mhtml", ".svg", ".xht", ".xhtml", ".xml", ".xsl"})
"""What a browser shows, with whatever script is in it."""


def part_name(part: Part) -> str:
    """The name a part carries, decoded, as written: Content-Disposition's before Content-Type's."""
    from mailbot.reading.headers import parameters

    for value in part.headers.all("content-disposition"):
        name = parameter_text(parameters(value), "filename")
        if name:
            return name
    return parameter_text(part.params, "name")


def disposition(part: Part) -> str:
    """``attachment``, ``inline`` or nothing."""
    raw = part.headers.raw("content-disposition").partition(b";")[0].strip().lower()
    return raw.decode("ascii", "replace")


def safe_name(name: str, content_type: str = "", number: int = 1) -> str:
    """A name that is only a name: no path, no control or bidi character, not too long, never empty."""
    name = unicodedata.normalize("NFC", _UNSEEN.sub("", clean_line(name)))
    name = re.split(r"[/\\]", name)[-1] if re.search(r"[/\\]", name) else name
    name = _PATH.sub("_", name).strip(" .")
    if not name:
        return f"file-{number}{EXTENSIONS.get(content_type, '')}"
    if _WINDOWS_NAMES.match(name):
        name = "_" + name
    if len(name) > _LONGEST:
        suffix = PurePosixPath(name).suffix[:12]
        name = name[: _LONGEST - len(suffix)] + suffix
    return name


def suffix_of(name: str) -> str:
    """The extension as a computer takes it, lower-case, with its dot."""
    return PurePosixPath(unicodedata.normalize("NFKC", name)).suffix.lower()
