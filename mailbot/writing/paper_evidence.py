"""The index of a request's evidence as a paper: what happened, who decided, and every file with its hash."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from mailbot.core.office import Office
from mailbot.core.request import Event, Request
from mailbot.writing.evidence import Piece
from mailbot.writing.paper_speech import PaperSpeech
from mailbot.writing.words import Speech, Words, clean, headline, one_line, size

_PAGES = 999
_WORDS = 300
"""Characters of a person's words in the history; all of them are in ``request.json``."""


class EvidencePaper:
    """Prepares the index for the press."""

    def __init__(self, office: Office, words: Words, speech: Speech) -> None:
        """``words``: of ``paper/words.toml``; ``speech``: Thai, for states and events."""
        self._office = office
        self._words = words
        self._speech = speech
        self._say = PaperSpeech(office)

    def data(self, request: Request, pieces: Sequence[Piece], made_at: datetime) -> dict[str, Any]:
        """Everything ``evidence.typ`` prints."""
        own = self._words["evidence"]
        files = [
            (piece.path, piece.what, size(piece.size), _in_two(piece.sha256))
            for piece in pieces
            if piece.found
        ]
        lost = [
            (piece.path, piece.what, own["damaged"], _in_two(piece.sha256))
            for piece in pieces
            if not piece.found
        ]
        return {
            "office": self._office.name,
            "title": own["title"].format(number=request.number),
            "made": own["made"].format(moment=self._say.moment(made_at)),
            "page": self._words["form"]["page"],
            "digits": self._say.numerals(_PAGES),
            "rows": [(name, value) for name, value in self._facts(request) if value],
            "history": {
                "title": own["history"],
                "head": own["history_head"],
                "rows": [self._event(event) for event in request.events],
            },
            "files": {"title": own["list"], "head": own["list_head"], "rows": files, "lost": lost},
            "check": own["check"],
        }

    def _facts(self, request: Request) -> Iterable[tuple[str, str]]:
        own, moment = self._words["evidence"], self._say.moment
        unit = self._office.unit(request.unit)
        yield own["topic"], one_line(request.fields.topic or "")
        yield own["requester"], f"{one_line(request.requester.name)} ({request.requester.address})"
        yield own["unit"], unit.name if unit else one_line(request.fields.unit or "")
        yield own["status"], self._speech.known(request.status.value, "status")
        yield own["received"], moment(request.received_at)
        approval = request.approval
        if approval:
            mode = self._speech.words["label"][f"mode_{approval.mode}"]
            text = own["approved_text"].format(
                name=one_line(approval.by.name), moment=moment(approval.at), mode=mode
            )
            yield own["approved"], "\n".join(filter(None, (text, one_line(approval.by.acting or ""))))
            yield own["approved_words"], clean(approval.words).strip()
            yield own["authentication"], clean(approval.authentication).strip()
            yield own["content_hash"], approval.content_hash
        for item in request.items:
            site = self._office.site(item.site)
            name = site.name if site else item.site
            if item.published_at:
                by = one_line(item.published_by.name) if item.published_by else ""
                parts = (moment(item.published_at), by, one_line(item.url or ""))
                yield own["published"].format(site=name), "\n".join(filter(None, parts))
            if item.taken_down_at:
                yield own["taken_down"].format(site=name), moment(item.taken_down_at)

    def _event(self, event: Event) -> tuple[str, str, str, str]:
        by = one_line(event.by.name) or event.by.address if event.by else self._words["evidence"]["system"]
        what = self._speech.known(event.kind.value, "event")
        return self._say.moment(event.at), what, by, headline(event.note, _WORDS)


def _in_two(sha256: str) -> str:
    """A hash on two lines, so that all of it can be read."""
    half = len(sha256) // 2
    return f"{sha256[:half]}\n{sha256[half:]}"
