"""What inline style and a few attributes say about how an element looks: seen, struck, in what font.

Only what changes the meaning of words for a reader is looked at. Nothing is laid out.
"""

import re
from dataclasses import dataclass, replace

from mailbot.reading.html_tokens import Tag

_DECLARATION = re.compile(r"([a-z-]{2,30})\s*:\s*([^;]{0,200})")
_BRACES = re.compile(r"[{}]")
_NUMBER = re.compile(r"(-?[0-9]*\.?[0-9]+)\s*(px|pt|em|rem|ex|%|in|cm|mm)?")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})(?:\s*[,/]\s*([0-9.]+%?))?")
_NAMES = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_WHITE = (255, 255, 255)
_SAME = 12
"""How far two colours may differ in each channel and still look the same."""
_TINY = 2.0
_OFF_SCREEN = -999.0

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks, as far as words depend on it. Colours are inherited, the rest is not."""

    invisible: bool = False
    struck: bool = False
    pre: bool = False
    tight: bool = False
    """A paragraph without space around it: a line."""
    font: str | None = None
    colour: Colour | None = None
    backdrop: Colour | None = _WHITE
    """None: a picture, or a colour we cannot read."""


def look_of(tag: Tag, above: Look) -> Look:
    """The look of an element inside ``above``."""
    attributes = tag.attributes
    look = replace(
        above,
        invisible=False,
        struck=False,
        tight="msonormal" in attributes.get("class", "").lower(),
        font=None,
    )
    if "hidden" in attributes:
        look = replace(look, invisible=True)
    if tag.name == "font":
        look = replace(
            look, font=attributes.get("face"), colour=_colour(attributes.get("color", "")) or look.colour
        )
    if "bgcolor" in attributes:
        look = replace(look, backdrop=_colour(attributes["bgcolor"]))
    style = attributes.get("style", "")
    if style:
        look = _styled(look, _declarations(style))
    same = look.colour is not None and look.backdrop is not None and _close(look.colour, look.backdrop)
    return replace(look, invisible=True) if same and look.colour != above.colour else look


def _declarations(style: str) -> dict[str, str]:
    return {found[1]: found[2].strip() for found in _DECLARATION.finditer(style.lower()[:4000])}


def _styled(look: Look, style: dict[str, str]) -> Look:
    changes: dict[str, object] = {}
    if hides(style):
        changes["invisible"] = True
    if "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""):
        changes["struck"] = True
    if style.get("white-space", "").startswith(("pre", "break-spaces")):
        changes["pre"] = True
    margin = style.get("margin") or style.get("margin-bottom") or ""
    if re.match(r"0(?:[a-z]|\s|$)", margin):
        changes["tight"] = True
    font = style.get("font-family") or style.get("mso-symbol-font-family")
    if font:
        changes["font"] = font.split(",")[0].strip(" \"'")
    if "color" in style:
        changes["colour"] = _colour(style["color"]) or look.colour
        if style["color"].startswith("transparent"):
            changes["invisible"] = True
    background = style.get("background-color") or style.get("background")
    if background and not background.startswith(("transparent", "inherit", "initial", "none")):
        changes["backdrop"] = _colour(background)
    return replace(look, **changes)  # type: ignore[arg-type]  # the keys above are fields of their types


def hides(style: dict[str, str]) -> bool:
    """Whether these declarations keep words from being seen."""
    if style.get("display", "").startswith("none") or style.get("visibility", "").startswith(
        ("hidden", "collapse")
    ):
        return True
    if style.get("mso-hide", "").startswith("all"):
        return True
    size = _NUMBER.match(style.get("font-size", ""))
    if size and size[2] in {None, "px", "pt"} and float(size[1]) < _TINY:
        return True
    if size and float(size[1]) == 0:
        return True
    opacity = _NUMBER.match(style.get("opacity", ""))
    if opacity and float(opacity[1]) <= 0.05:  # noqa: PLR2004  # as good as invisible
        return True
    return _clipped(style)


def _clipped(style: dict[str, str]) -> bool:
    if style.get("overflow", "").startswith("hidden"):
        for key in ("max-height", "height", "max-width", "width"):
            size = _NUMBER.match(style.get(key, ""))
            if size and float(size[1]) <= 1:
                return True
    for key in ("text-indent", "left", "margin-left", "top"):
        place = _NUMBER.match(style.get(key, ""))
        if place and float(place[1]) <= _OFF_SCREEN:
            return True
    return False


def _colour(text: str) -> Colour | None:
    text = text.strip().lower()
    if text.startswith("#"):
        digits = text[1:].split(" ")[0].split("!")[0]
        if len(digits) == 3:  # noqa: PLR2004  # the short form #rgb
            digits = "".join(digit * 2 for digit in digits)
        try:
            return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
        except ValueError:
            return None
    found = _RGB.match(text)
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    return _NAMES.get(re.split(r"[\s!]", text)[0])


def _close(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def hidden_selectors(css: str) -> frozenset[str]:
    """Simple selectors (``.x``, ``#x``, ``x``) that a style sheet hides outside any @-rule."""
    found: set[str] = set()
    depth = start = 0
    selector = ""
    at_rule = False
    for brace in _BRACES.finditer(css[:100_000]):
        if brace[0] == "{":
            if depth == 0:
                selector = css[start : brace.start()].strip()
                at_rule = selector.rpartition("}")[2].lstrip().startswith("@")
                start = brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not at_rule and hides(_declarations(css[start : brace.start()])):
                    found.update(part.strip() for part in selector.lower().split(",")[:50])
                start = brace.end()
    return frozenset(name for name in found if re.fullmatch(r"[.#]?[a-z0-9_-]+", name))
