"""Raw header fields: splitting, parameters, encoded words. Linear time, bounded, never raises.

Values stay bytes until somebody asks for text, so that a wrong or missing charset is decided once,
by ``charset``. Who may be believed is not decided here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from mailbot.reading.charset import codec_of, decode
from mailbot.reading.limits import LIMITS, Limits
from mailbot.reading.transfer import from_base64, from_quoted_printable

_LINES = re.compile(rb"\r\n|\n|\r(?!\n)")
_NAME = re.compile(rb"([!-9;-~]{1,120})([ \t\x00]*):")
_WORD = re.compile(rb"=\?([A-Za-z0-9_.:*'\"/ +-]{0,60})\?([bBqQ])\?([^?\r\n]*)\?=")
_SPACE = re.compile(rb"[ \t\r\n]*")
_FOLD = re.compile(rb"\r?\n(?=[ \t])|[\r\n\x00]")
_CONTROLS = re.compile("[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\u061c]")
_NO_TEXT = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,996})>")
_BACKSLASH, _QUOTE, _SEMICOLON = b'\\";'
_SECTION = re.compile(r"^([^*]+)\*?(?:(\d{1,3})(\*)?)?$")


@dataclass(slots=True)
class Headers:
    """The fields of one part, in order, as ``(lower-case name, raw value unfolded later)``."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    odd: set[str] = field(default_factory=set)
    """Names that were written oddly: a space before the colon, a folded or indented name."""
    anomalies: list[str] = field(default_factory=list)

    @classmethod
    def parse(cls, block: bytes, limits: Limits = LIMITS) -> "Headers":
        """Split a header block. Lines that belong to nothing are passed over and noted."""
        made = cls()
        current: list[bytes] = []
        name = ""
        for line in _LINES.split(block):
            if line[:1] in {b" ", b"\t"} and (name or not made._starts_a_field(line)):
                if name:
                    current.append(line)
                continue
            found = _NAME.match(line.lstrip() if not name else line)
            if found is None:
                if line.strip():
                    made._note("a line in the header that is no field")
                continue
            made._close(name, current, limits)
            name, current = made._open(line, found)
            if len(made.fields) >= limits.headers:
                made._note("too many header fields")
                name = ""
                break
        made._close(name, current, limits)
        if b"\r" in block.replace(b"\r\n", b""):
            made._note("a bare carriage return in the header")
            made.odd.add("*")
        return made

    def _starts_a_field(self, line: bytes) -> bool:
        return _NAME.match(line.lstrip()) is not None

    def _open(self, line: bytes, found: re.Match[bytes]) -> tuple[str, list[bytes]]:
        name = found[1].decode("ascii").lower()
        if found[2] or line[:1] in {b" ", b"\t"}:
            self.odd.add(name)
        return name, [line.lstrip()[found.end() :] if line[:1] in {b" ", b"\t"} else line[found.end() :]]

    def _close(self, name: str, lines: list[bytes], limits: Limits) -> None:
        if not name:
            return
        value = b"\r\n".join(lines)
        if len(value) > limits.header:
            self._note("a header field too long, cut")
            value = value[: limits.header]
        self.fields.append((name, value))

    def _note(self, what: str) -> None:
        if what not in self.anomalies:
            self.anomalies.append(what)

    def all(self, name: str) -> list[bytes]:
        """The raw values of every field of this name, unfolded."""
        return [unfold(value) for key, value in self.fields if key == name]

    def raw(self, name: str) -> bytes:
        """The first field of this name, unfolded; empty when absent."""
        return next((unfold(value) for key, value in self.fields if key == name), b"")

    def text(self, name: str) -> str:
        """The first field of this name as one clean line."""
        return text_of(self.raw(name))

    def has(self, name: str) -> bool:
        """Whether a field of this name is there, even an empty one."""
        return any(key == name for key, _ in self.fields)


def unfold(value: bytes) -> bytes:
    """One line: folds taken out (RFC 5322 2.2.3), controls that could break a line made spaces."""
    return _FOLD.sub(lambda found: b"" if b"\n" in found[0] else b" ", value).strip()


def text_of(value: bytes) -> str:
    """An unstructured raw value as one clean line: encoded words, raw 8-bit and all."""
    return clean_line(decode_words(value))


def clean_line(text: str) -> str:
    """No control, bidi or zero-width character, no line break, no lone surrogate; spaces single."""
    text = _CONTROLS.sub(" ", text) if _CONTROLS.search(text) else text
    return _SPACES.sub(" ", text).strip()


def decode_words(value: bytes) -> str:
    """Encoded words (RFC 2047) and raw bytes -> text.

    Neighbouring words of one charset are joined as bytes first: many mailers cut inside a character.
    A word that decodes to control characters is no text; it stays as written.
    """
    if b"=?" not in value:
        return decode(value)
    out: list[str] = []
    run: list[re.Match[bytes]] = []
    at = 0
    for found in _WORD.finditer(value):
        between = value[at : found.start()]
        glued = bool(run) and not between.strip()
        if run and not (glued and _label(found) == _label(run[-1])):
            out.append(_joined(run))
            run = []
        if not glued and between:
            out.append(decode(between))
        run.append(found)
        at = found.end()
    if run:
        out.append(_joined(run))
    out.append(decode(value[at:]))
    return "".join(out)


def _label(word: re.Match[bytes]) -> str:
    return word[1].decode("ascii", "replace").partition("*")[0].strip().lower()


def _joined(words: list[re.Match[bytes]]) -> str:
    text = decode(b"".join(_word_bytes(word[2], word[3]) for word in words), _label(words[0]))
    if _NO_TEXT.search(text):
        return b"".join(word[0] for word in words).decode("ascii", "replace")
    return text


def _word_bytes(kind: bytes, text: bytes) -> bytes:
    if kind in b"bB":
        return from_base64(text)
    return from_quoted_printable(text.replace(b"_", b"=20"))


def split_parameters(value: bytes, most: int = LIMITS.parameters) -> Iterator[bytes]:
    """The pieces between the ``;`` that stand outside quotes, in linear time."""
    start = at = 0
    quoted = False
    count = 0
    size = len(value)
    while at < size and count < most:
        sign = value[at]
        if quoted and sign == _BACKSLASH:  # it hides the next sign
            at += 1
        elif sign == _QUOTE:
            quoted = not quoted
        elif sign == _SEMICOLON and not quoted:
            yield value[start:at]
            count += 1
            start = at + 1
        at += 1
    if count < most:
        yield value[start:]


def parameters(value: bytes) -> dict[str, bytes]:
    """Parameters of a Content-Type or Content-Disposition; the first of a name counts.

    Continuations and percent-encoding (RFC 2231) are undone to bytes; the charset of such a value is
    kept under ``name*`` so that ``file_name`` can use it.
    """
    plain: dict[str, bytes] = {}
    sections: dict[str, list[tuple[int, bool, bytes]]] = {}
    for piece in list(split_parameters(value))[1:]:
        key, equals, content = piece.partition(b"=")
        if not equals:
            continue
        name = key.strip().decode("latin-1").lower()
        if "*" not in name:
            plain.setdefault(name, _unquote(content))
            continue
        found = _SECTION.match(name.rstrip("*") if name.endswith("*") and name.count("*") > 1 else name)
        if found is None:
            continue
        encoded = name.endswith("*")
        sections.setdefault(found[1], []).append((int(found[2] or 0), encoded, _unquote(content)))
    for name, found_sections in sections.items():
        label, joined = _join_sections(found_sections)
        plain[name] = joined
        if label:
            plain[name + "*"] = label
    return plain


def _join_sections(sections: list[tuple[int, bool, bytes]]) -> tuple[bytes, bytes]:
    label = b""
    out: list[bytes] = []
    for index, (_, encoded, content) in enumerate(sorted(sections, key=lambda section: section[0])):
        text = content
        if encoded:
            if index == 0 and text.count(b"'") >= 2:  # noqa: PLR2004  # charset'language'text
                label, _, text = text.split(b"'", 2)
            text = unquote_to_bytes(text)
        out.append(text)
    return label, b"".join(out)


def _unquote(content: bytes) -> bytes:
    content = content.strip()
    if content[:1] != b'"':
        return content
    inner = content[1:-1] if content[-1:] == b'"' and len(content) > 1 else content[1:]
    return re.sub(rb"\\([\\\"])", rb"\1", inner) if b"\\" in inner else inner


def parameter_text(params: dict[str, bytes], name: str) -> str:
    """A parameter as text: RFC 2231, encoded words, or raw bytes, in any charset."""
    value = params.get(name)
    if value is None:
        return ""
    label = params.get(name + "*")
    if label and codec_of(label.decode("latin-1")):
        return decode(value, label.decode("latin-1"))
    return decode_words(value)


def message_ids(value: bytes, most: int = LIMITS.references) -> tuple[str, ...]:
    """The ``<...>`` ids of a References, In-Reply-To or Message-ID field, in order, without repeats."""
    text = value.decode("utf-8", "replace")
    return tuple(dict.fromkeys(f"<{found[1]}>" for found in _MESSAGE_ID.finditer(text)))[:most]


def one_message_id(value: bytes) -> str | None:
    """The Message-ID, in angle brackets; a bare one gets them."""
    found = message_ids(value, 1)
    if found:
        return found[0]
    bare = clean_line(value.decode("utf-8", "replace")).replace(" ", "")
    return f"<{bare.strip('<>')}>" if bare.strip("<>") else None


def date_of(value: bytes) -> datetime | None:
    """The Date field, aware; None when it says nothing usable. A date without a zone is taken as UTC."""
    text = clean_line(value.decode("ascii", "replace"))[:200]
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return aware
