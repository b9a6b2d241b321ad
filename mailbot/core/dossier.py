"""One request on the desk while it is decided: what happens to it, and which letters that owes.

The only place where an event is recorded or a letter is owed, so that no letter goes without an event
and no id is given twice. It collects; nothing is written before the decision is returned whole.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from mailbot.core.calendar import month_key
from mailbot.core.letters import (
    Context,
    FileRow,
    FilledForm,
    Letter,
    LetterState,
    Pending,
    Purpose,
    Row,
    Summary,
)
from mailbot.core.office import Office
from mailbot.core.request import (
    Category,
    Delivery,
    Event,
    EventKind,
    File,
    Found,
    Origin,
    Party,
    Request,
    advance,
)

_SHOWN = (
    "name", "position", "unit", "phone", "categories", "category_other", "topic", "detail", "source",
    "origin", "target_url", "delivery", "delivery_other", "register_no", "publish_from", "publish_until",
    "urgent_reason",
)  # fmt: skip


class Dossier:
    """A request under decision. ``request`` is always its newest state."""

    def __init__(self, request: Request, office: Office, now: datetime, cause: str | None) -> None:
        self.request = request
        self.office = office
        self.now = now
        self.cause = cause
        self.letters: list[Letter] = []

    def happen(self, kind: EventKind, by: Party | None = None, note: str = "", **data: str) -> None:
        """Record a fact; the status follows by the table of transitions."""
        event = Event(at=self.now, kind=kind, by=by, mail=self.cause, note=note, data=data)
        self.request = advance(self.request, event)

    def change(self, **values: Any) -> None:
        """Set fields of the request."""
        self.request = self.request.model_copy(update=values)

    def owe(
        self,
        context: Context,
        to: Party,
        purpose: Purpose = Purpose.NONE,
        *,
        references: Iterable[str] = (),
        files: Iterable[File] = (),
        papers: Iterable[str] = (),
        content_hash: str = "",
        pending: Pending | None = None,
    ) -> None:
        """Owe a letter to somebody. Its secret is minted by the shell when it is committed."""
        self.change(letters=self.request.letters + 1)
        papers = tuple(papers)
        if purpose is Purpose.ATTEND:  # its answer may vouch for what the letter shows
            content_hash = content_hash or self.request.content_hash
        letter = Letter(
            month=self.request.month,
            id=f"{self.request.number}.{self.request.letters}",
            to=to,
            request=self.request.number,
            context=context,
            purpose=purpose,
            content_hash=content_hash,
            expires_at=self.now + timedelta(days=self.office.policy.secret_valid_days),
            references=tuple(references),
            files=tuple(files),
            papers=papers,
            form=filled_form(self.request, self.office) if "form" in papers else None,
            pending=pending,
            owed_at=self.now,
            not_before=self.now,
            cause=self.cause,
        )
        self.letters.append(letter)

    def to_requester(self, context: Context, purpose: Purpose = Purpose.COMPLETE, **more: Any) -> None:
        """Owe a letter to the requester, continuing the requester's own thread."""
        self.owe(context, self.request.requester, purpose, references=self.request.references, **more)

    def retire(self, letters: Iterable[Letter], *purposes: Purpose, used: Letter | None = None) -> None:
        """End the secrets of this request's letters for these purposes; ``used`` is the one that counted."""
        for letter in letters:
            mine = letter.request == self.request.number and letter.purpose in purposes
            if mine and not letter.void and letter.used_at is None:
                end: dict[str, Any] = {"void": True}
                if used is not None and letter.id == used.id:
                    end = {"used_at": self.now}
                elif letter.state is LetterState.OWED:
                    end |= {"state": LetterState.DROPPED, "error": "void before it went out"}
                self.letters.append(letter.model_copy(update=end))

    @property
    def summary(self) -> Summary:
        """The request as letters show it, now."""
        return summary(self.request, self.office)


def summary(request: Request, office: Office) -> Summary:
    """What every letter shows of a request."""
    sites = [site for item in request.items if (site := office.site(item.site))]
    unit = office.unit(request.unit)
    return Summary(
        number=request.number,
        status=request.status,
        topic=request.title,
        headline=request.events[0].data.get("headline", "") if request.events else "",
        requester=request.requester,
        unit=unit.name if unit else request.fields.unit or "",
        site=", ".join(site.name for site in sites),
        site_address=", ".join(site.address for site in sites),
        received_at=request.received_at,
        urgent=request.urgent,
        speed=request.speed,
        rows=tuple(rows(request)),
        files=tuple(file_row(file) for file in request.content_files),
        warnings=_warnings(request),
    )


def _warnings(request: Request) -> tuple[str, ...]:
    """What the mail was warned of, and what its fields lack now without being asked for (R11)."""
    unsourced = request.fields.origin is Origin.SECONDARY and not request.fields.source
    return (*request.warnings, "secondary_without_source") if unsourced else request.warnings


def filled_form(request: Request, office: Office) -> FilledForm:
    """What the office's form says of a request, now.

    A delivery that somebody else registered is signed on its paper, not by mail (R33, R34).
    """
    certified = request.last(EventKind.CERTIFIED) or request.last(EventKind.RECEIVED)
    by_mail = request.fields.certify and request.delivered_by is None
    unit = office.unit(request.unit)
    return FilledForm(
        fields=request.fields,
        requester=request.requester,
        unit=unit.name if unit else request.fields.unit or "",
        signed_at=(certified.at if certified else request.received_at) if by_mail else None,
        signed_mail=(certified.mail or "") if certified and by_mail else "",
        approval=request.approval,
        items=request.items,
    )


def rows(request: Request) -> Iterable[Row]:
    """The fields that are set, in the form's order, each with where it came from if not said outright."""
    for name in _SHOWN:
        value = getattr(request.fields, name)
        if value:
            found = request.found.get(name)  # type: ignore[call-overload]  # _SHOWN holds field names
            yield row(name, value, found)
    if request.fields.extension:
        yield row("extension", request.fields.extension, request.found.get("extension"))


def row(name: str, value: Any, found: Found | None) -> Row:
    """One field as a row. Closed sets stay ids; the templates hold their names."""
    return Row(
        field=name,
        value=as_text(value),
        source=found.source if found else "",
        confidence=found.confidence.value if found else "said",
        words=(found.words or "") if found else "",
    )


def as_text(value: Any) -> str:
    """A field's value as one string: ids joined by commas, dates in ISO form."""
    if isinstance(value, tuple):
        return ",".join(as_text(each) for each in value)
    if isinstance(value, Category | Delivery):
        return value.value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def file_row(file: File) -> FileRow:
    """One file as listed in a letter."""
    return FileRow(filename=file.filename, size=file.size, sha256=file.sha256, content_type=file.content_type)


def free_letter(  # a letter is what it is: to whom, about what, when, why
    context: Context,
    to: Party,
    *,
    now: datetime,
    cause: str,
    purpose: Purpose = Purpose.NONE,
    valid_days: int = 60,
    references: Iterable[str] = (),
    papers: Iterable[str] = (),
    pending: Pending | None = None,
) -> Letter:
    """A letter that belongs to no request: a digest, a report, help. Its id comes from its cause."""
    return Letter(
        month=month_key(now),
        id=f"{context.kind}:{cause}:{to.address}",
        to=to,
        context=context,
        purpose=purpose,
        expires_at=now + timedelta(days=valid_days),
        references=tuple(references),
        papers=tuple(papers),
        pending=pending,
        owed_at=now,
        not_before=now,
        cause=cause,
    )
