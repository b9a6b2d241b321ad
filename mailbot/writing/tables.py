"""The report's and the register's rows as typed tables, from which the workbook and the CSV are made.

Columns and their order are the code's; every header and label is the templates'. Knows no file format.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from mailbot.core.letters import Report, ReportRow, ReportSummary
from mailbot.core.office import Office
from mailbot.core.request import Category, Fields, Item, Request
from mailbot.writing.words import Speech, Words, clean, one_line

Kind: TypeAlias = Literal["text", "number", "day", "moment", "link"]
Cell: TypeAlias = str | int | float | date | datetime | None
"""Moments are in the office's zone, without naming it: spreadsheets know no zones."""

_REPORT: tuple[tuple[str, Kind, int], ...] = (
    ("no", "number", 8), ("number", "text", 17), ("topic", "text", 32), ("category", "text", 20),
    ("unit", "text", 20), ("requester", "text", 17), ("site", "text", 14), ("received", "day", 13),
    ("approved", "day", 13), ("approved_by", "text", 17), ("published", "moment", 18),
    ("published_by", "text", 17), ("url", "link", 32), ("until", "day", 16), ("remarks", "text", 17),
)  # fmt: skip
"""Field, kind and width in characters; the columns of the report (R46), approval and approver apart."""
_REGISTER: tuple[tuple[str, Kind, int], ...] = (
    ("number", "text", 16), ("status", "text", 16), ("received", "moment", 18), ("requester", "text", 18),
    ("address", "text", 24), ("position", "text", 20), ("unit", "text", 20), ("phone", "text", 16),
    ("category", "text", 22), ("topic", "text", 36), ("detail", "text", 44), ("source", "text", 20),
    ("files", "number", 10), ("urgent", "text", 10), ("approved", "moment", 18), ("approved_by", "text", 18),
    ("approval_mode", "text", 16), ("site", "text", 16), ("given", "moment", 18), ("published", "moment", 18),
    ("published_by", "text", 18), ("url", "link", 26), ("until", "day", 13), ("taken_down", "moment", 18),
    ("remark", "text", 22), ("memo_no", "text", 16), ("follows", "text", 16),
)  # fmt: skip
_FISCAL = "fiscal_published"
FIGURES = (
    "received", "published", "urgent_approved_later", "urgent_owed", "rejected", "returned", "taken_down",
    "takedowns_asked", "complete_at_first", "late_submissions", "median_days", "p95_days", _FISCAL,
    "month_before", "year_before",
)  # fmt: skip
"""The figures of a month, in the order of the papers (R5, R31, S4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its header, what its cells hold, and how wide it is in characters."""

    id: str
    header: str
    kind: Kind
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under typed columns."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Counts by one thing, the largest first; drawn as bars."""

    title: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """A summary: figures with their names, and what is counted."""

    title: str
    heading: str
    made_at: datetime | None = None
    figures: tuple[tuple[str, Cell], ...] = ()
    per_site: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    """Site, then the same figures as in ``figures``."""
    counted: tuple[Counted, ...] = ()


class Tables:
    """Makes the tables of one office."""

    def __init__(self, office: Office, words: Words, speech: Speech) -> None:
        """``words``: of ``paper/words.toml``; ``speech``: the language of the papers."""
        self._office = office
        self._words = words
        self._speech = speech
        self._zone = ZoneInfo(office.timezone)

    # --- the monthly report --------------------------------------------------------------------------

    def report(self, report: Report) -> Table:
        """What went up in the month, one row an item."""
        rows = tuple(self._report_row(number, row) for number, row in enumerate(report.rows, start=1))
        return self._table("report", _REPORT, rows)

    def report_digits(self, report: Report) -> Digits:
        """The month in figures, per site and by category, unit and site."""
        sheet = self._words["sheet"]
        summary = report.summary
        title = self._speech.words["report"]["title"]
        return Digits(
            title=sheet["summary"],
            heading=f"{title}{self._speech.month(report.month)}",
            made_at=self._local(report.made_at),
            figures=self.figures(summary),
            per_site=tuple(
                (self.site(site), tuple(value for _, value in self.figures(each)))
                for site, each in report.per_site.items()
            ),
            counted=(
                self.counted("by_category", summary.by_category, "category"),
                self.counted("by_unit", summary.by_unit),
                self.counted("by_site", summary.by_site),
            ),
        )

    def figures(self, summary: ReportSummary) -> tuple[tuple[str, Cell], ...]:
        """The month's figures with their names, all of them: on paper a zero is said."""
        names = self._speech.words["report"]
        return tuple(
            (
                f"{names['fiscal']} {summary.fiscal_year}" if name == _FISCAL else names[name],
                getattr(summary, name),
            )
            for name in FIGURES
        )

    def site(self, site_id: str) -> str:
        """A site's name; the id of a site that is not on record any more."""
        site = self._office.site(site_id)
        return site.name if site else site_id

    def _report_row(self, number: int, row: ReportRow) -> tuple[Cell, ...]:
        values: dict[str, Cell] = {
            "no": number,
            "number": row.number,
            "topic": one_line(row.topic),
            "category": self._speech.known(row.category, "category") if row.category else "",
            "unit": one_line(row.unit),
            "requester": one_line(row.requester),
            "site": one_line(row.site),
            "received": self._day(row.received),
            "approved": self._day(row.approved),
            "approved_by": one_line(row.approved_by),
            "published": self._local(row.published),
            "published_by": one_line(row.published_by),
            "url": one_line(row.url),
            "until": row.until,
            "remarks": self.remarks(row),
        }
        return tuple(values[name] for name, _, _ in _REPORT)

    def remarks(self, row: ReportRow) -> str:
        """A row's remarks in words."""
        return ", ".join(self._speech.known(remark, "remark") for remark in row.remarks)

    # --- the register --------------------------------------------------------------------------------

    def register(self, requests: Sequence[Request]) -> Table:
        """The register by number: one row a site's item, so that every date has its own cell."""
        ordered = sorted(requests, key=lambda request: (request.month, request.number))
        rows = tuple(
            self._register_row(request, item) for request in ordered for item in (request.items or (None,))
        )
        return self._table("register", _REGISTER, rows)

    def register_digits(self, requests: Sequence[Request]) -> Digits:
        """How many requests stand where."""
        sheet = self._words["sheet"]
        statuses = Counter(request.status.value for request in requests)
        categories: Counter[str] = Counter(
            category.value for request in requests for category in request.fields.categories[:1]
        )
        units = Counter(self._unit(request) for request in requests)
        return Digits(
            title=sheet["summary"],
            heading=f"{sheet['register']} {self._office.name}",
            figures=((sheet["register"], len(requests)),),
            counted=(
                self.counted("by_status", statuses, "status"),
                self.counted("by_category", categories, "category"),
                self.counted("by_unit", units),
            ),
        )

    def _register_row(self, request: Request, item: Item | None) -> tuple[Cell, ...]:
        fields, approval = request.fields, request.approval
        label = self._speech.words["label"]
        values: dict[str, Cell] = {
            "number": request.number,
            "status": self._speech.known(request.status.value, "status"),
            "received": self._local(request.received_at),
            "requester": one_line(request.requester.name or fields.name or ""),
            "address": request.requester.address,
            "position": one_line(fields.position or request.requester.position),
            "unit": self._unit(request),
            "phone": self._phone(fields),
            "category": ", ".join(self._category(each, fields.category_other) for each in fields.categories),
            "topic": one_line(fields.topic or ""),
            "detail": clean(fields.detail or "").strip(),
            "source": one_line(fields.source or ""),
            "files": len(request.content_files),
            "urgent": self._words["sheet"]["yes"] if request.urgent else "",
            "approved": self._local(approval.at) if approval else None,
            "approved_by": one_line(approval.by.name) if approval else "",
            "approval_mode": label[f"mode_{approval.mode}"] if approval else "",
            "memo_no": one_line(fields.memo_no or ""),
            "follows": request.follows or "",
        }
        values |= self._of_item(item)
        return tuple(values.get(name) for name, _, _ in _REGISTER)

    def _phone(self, fields: Fields) -> str:
        extension = fields.extension and self._words["form"]["extension"].format(extension=fields.extension)
        return one_line(" ".join(filter(None, (fields.phone, extension))))

    def _of_item(self, item: Item | None) -> Mapping[str, Cell]:
        if item is None:
            return {}
        return {
            "site": self.site(item.site),
            "given": self._local(item.given_at),
            "published": self._local(item.published_at),
            "published_by": one_line(item.published_by.name) if item.published_by else "",
            "url": one_line(item.url or ""),
            "until": item.until,
            "taken_down": self._local(item.taken_down_at),
            "remark": one_line(item.remark),
        }

    # --- both ----------------------------------------------------------------------------------------

    def counted(self, title: str, counts: Mapping[str, int], table: str = "") -> Counted:
        """Counts with their names, the largest first; what has no name is counted as such."""
        unnamed = str(self._words["sheet"]["unnamed"])
        named = [
            ((self._speech.known(key, table) if table else one_line(key)) if key else unnamed, count)
            for key, count in counts.items()
        ]
        rows = tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))
        return Counted(title=self._words["sheet"][title], rows=rows)

    def _table(
        self, name: str, columns: Iterable[tuple[str, Kind, int]], rows: tuple[tuple[Cell, ...], ...]
    ) -> Table:
        headers = self._words[name]
        return Table(
            title=self._words["sheet"][name],
            columns=tuple(
                Column(id=each, header=headers[each], kind=kind, width=width) for each, kind, width in columns
            ),
            rows=rows,
        )

    def _unit(self, request: Request) -> str:
        unit = self._office.unit(request.unit)
        return unit.name if unit else one_line(request.fields.unit or "")

    def _category(self, category: Category, other: str | None) -> str:
        name = self._speech.known(category.value, "category")
        return f"{name}: {one_line(other)}" if category is Category.OTHER and other else name

    def _local(self, moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        return moment.astimezone(self._zone).replace(tzinfo=None, second=0, microsecond=0)

    def _day(self, moment: datetime | None) -> date | None:
        local = self._local(moment)
        return local.date() if local else None
