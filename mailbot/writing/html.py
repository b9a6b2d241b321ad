"""Styles into the templates: each class becomes a ``style`` attribute once, when a template is loaded.

Mail programs drop style sheets, so css-inline resolves them; doing it on the template and not on the
letter keeps composing fast. Style sheets hold single classes only, which is what lets it work per tag.
"""

import re
from functools import cache
from html import unescape

from markupsafe import escape

_TAG = re.compile(r'<[a-z][a-z0-9]*\b[^<>]*?\sclass="([^"{}]*)"')
_STYLED = re.compile(r'<i( style="([^"]*)")?>')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\.[a-z][a-z0-9-]*")


class StyleError(ValueError):
    """The style sheet holds a selector that cannot be set per tag."""


class StyleSheet:
    """The rules that every mail program gets, written into the tags."""

    def __init__(self, css: str) -> None:
        """Take a sheet of single-class rules. Raises StyleError for any other selector."""
        self.css = _COMMENT.sub("", css)
        for selectors, _ in _RULE.findall(self.css):
            for selector in selectors.split(","):
                if not _SELECTOR.fullmatch(selector.strip()):
                    raise StyleError(f"only single classes can be set per tag, not {selector.strip()!r}")

    def inline(self, source: str) -> str:
        """The same template source with a ``style`` beside every ``class``.

        Classes stay, because the sheet for dark and narrow screens overrides by them.
        """
        combinations = tuple(dict.fromkeys(_TAG.findall(source)))
        if not combinations:
            return source
        styles = dict(zip(combinations, _resolve(self.css, combinations), strict=True))

        def with_style(match: re.Match[str]) -> str:
            style = styles[match[1]]
            return f'{match[0]} style="{escape(style)}"' if style else match[0]

        return _TAG.sub(with_style, source)


@cache
def _resolve(css: str, combinations: tuple[str, ...]) -> tuple[str, ...]:
    """What css-inline makes of each combination of classes."""
    import css_inline

    marks = "".join(f'<i class="{names}"></i>' for names in combinations)
    inliner = css_inline.CSSInliner(
        load_remote_stylesheets=False, remove_inlined_selectors=False, minify_css=True, keep_style_tags=False
    )
    out = inliner.inline(f"<html><head><style>{css}</style></head><body>{marks}</body></html>")
    out = re.sub(r' class="[^"]*"', "", out)
    return tuple(unescape(style) for _, style in _STYLED.findall(out))
