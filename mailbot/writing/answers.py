"""The prepared answers of one letter: what the buttons say, and the mail each of them opens.

The words come from ``words.toml``; this only puts the number, the letter's secret and the address in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.core.request import Need
from mailbot.writing.mailto import mailto
from mailbot.writing.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer a reader can give with a tap, or by typing its words."""

    label: str
    """On the button."""
    brief: str
    """On a small button."""
    menu: str
    """What to type instead; empty when there is nothing short to type."""
    href: str
    tone: str
    """``go``, ``stop`` or ``plain``."""


class Answers:
    """Makes the answers to one letter. Templates call it by the keys of ``[answer]`` in words.toml."""

    def __init__(self, *, words: Words, to: str, subject: str, code: str) -> None:
        """``subject``: what the answer is about; ``code``: the letter's secret, or empty when ``to`` has it.

        A secret in the subject is the fallback for mail programs that answer without References.
        """
        self._words = words
        self._to = to
        self._subject = subject
        self._code = code

    def __call__(self, *keys: str, item: int | None = None) -> tuple[Answer, ...]:
        """The answers of these keys; with ``item``, about that line of a digest."""
        prefix = "" if item is None else str(self._words["item"]["prefix"]).replace("{n}", str(item))
        return tuple(self._answer(key, prefix) for key in keys)

    def fill(self, missing: Iterable[Need]) -> tuple[Answer, ...]:
        """One answer with a line for everything missing that can be typed; none when nothing can."""
        labels = [str(self._words["need"][need.value]["fill"]) for need in missing]
        lines = "".join(f"{label}: \n" for label in labels if label)
        if not lines:
            return ()
        words = self._words["answer"]["fill"]
        href = self._mail(lines)
        return (Answer(label=words["label"], brief=words["label"], menu="", href=href, tone=words["tone"]),)

    def _answer(self, key: str, prefix: str) -> Answer:
        words = self._words["answer"][key]
        href = self._mail(prefix + words["body"], subject=words.get("subject"))
        menu = prefix + words["menu"] if words["menu"] else ""
        brief = words.get("brief", words["label"])
        return Answer(label=words["label"], brief=brief, menu=menu, href=href, tone=words["tone"])

    def _mail(self, body: str, *, subject: str | None = None) -> str:
        about = " ".join(part for part in (self._subject, self._code) if part)
        return mailto(self._to, subject=about if subject is None else subject, body=body)
