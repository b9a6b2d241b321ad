"""The signature blocks of the form: by mail with its reference, in ink, or still to be signed (S6, S15).

A signature on paper is never called electronic, and its date is not guessed: it stands on that paper.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from mailbot.core.letters import FilledForm
from mailbot.core.office import Office
from mailbot.core.request import Approval, Party
from mailbot.writing.form_words import FormWords
from mailbot.writing.paper import filled, piece
from mailbot.writing.paper_speech import PaperSpeech
from mailbot.writing.words import Words, one_line

_WITH_POSITION: Final = 5
"""Lines of a signature's block that has a heading and a position."""


class Signatures:
    """Fills the form's signature blocks for one office."""

    def __init__(self, office: Office, words: Words, say: PaperSpeech) -> None:
        """``words``: of ``paper/words.toml``."""
        self._office = office
        self._words = words
        self._say = say

    def requester(self, form: FilledForm, words: FormWords) -> dict[str, Any]:
        """The requester signs by the mail that certified (R17, R57)."""
        who = form.requester
        position = who.position or form.fields.position or ""
        return self.block(words.requester, who, position, form.signed_at, form.signed_mail)

    def head(self, form: FilledForm, words: FormWords, asked: Party | None) -> dict[str, Any]:
        """The head signs by the approving mail, or on paper; ``asked``: who is still to sign (R18, R58)."""
        approval = form.approval
        if approval is None:
            who = asked or Party(address="")
            return self.block(words.head, who, who.position, None)
        by = approval.by
        if approval.mode == "email":
            return self.block(words.head, by, by.position, approval.at, approval.mail or "")
        side = self.block(words.head, by, by.position, None, mark=self._words["form"]["on_paper"])
        return side | {"electronic": self._vouched(approval)}

    def block(
        self,
        lines: Sequence[str],
        who: Party,
        position: str,
        at: datetime | None,
        mail: str = "",
        *,
        mark: str = "",
    ) -> dict[str, Any]:
        """A block: heading, lines, and who signed by which mail. Without ``at`` and ``mark``: to be signed.

        The template's lines are: heading, signature, name, position, date; the webmaster's has neither
        heading nor position. ``mark`` stands where the signature would.
        """
        electronic = at is not None and not self._office.blank_signature
        heading, sign, name, place, day = (
            lines if len(lines) == _WITH_POSITION else ("", *lines[:2], "", lines[-1])
        )
        mark = self._words["form"]["signed"] if electronic else mark
        printed = [filled(sign, [mark], small=True), filled(name, [one_line(who.name)])]
        if place:
            printed.append(filled(place, [one_line(position)]))
            if who.acting:
                printed.append([piece(one_line(who.acting), blank=True)])
        printed.append(filled(day, self._say.parts(at) if at and electronic else []))
        said = self._told("signed_by", who, at, mail) if at and electronic else []
        return {"heading": heading, "lines": printed, "electronic": said}

    def _vouched(self, approval: Approval) -> list[str]:
        return self._told("vouched_by", approval.vouched_by or approval.by, approval.at, approval.mail or "")

    def _told(self, sentence: str, who: Party, at: datetime, mail: str) -> list[str]:
        """Who, when, and the mail it rests on."""
        own = self._words["form"]
        said = own[sentence].format(
            name=one_line(who.name) or who.address,
            address=who.address,
            date=self._say.day(at),
            time=self._say.clock(at),
        )
        return [said, own["reference"].format(reference=one_line(mail))] if mail else [said]
