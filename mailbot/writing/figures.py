"""Lists that templates show: what is asked for, the report's figures and rows, a site's name.

Only arranges values a letter already carries; counts nothing itself.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mailbot.core.letters import ReportRow, ReportSummary
from mailbot.core.office import Office
from mailbot.core.request import Need
from mailbot.writing.words import Speech, number

_OPTIONAL = ("urgent_approved_later", "urgent_owed", "rejected", "returned", "taken_down", "takedowns_asked",
             "late_submissions")  # fmt: skip
"""Counts that are left out when they are zero."""


class Figures:
    """What the templates of one language can call."""

    def __init__(self, speech: Speech, office: Office) -> None:
        """Take the language, and the office whose sites are named."""
        self._speech = speech
        self._words = speech.words
        self._office = office

    def globals(self) -> dict[str, Callable[..., Any]]:
        """The functions by the names templates use."""
        return {
            "asks": self.asks,
            "figures": self.figures,
            "counted": self.counted,
            "report_rows": self.report_rows,
            "site_name": self.site_name,
        }

    def asks(self, missing: Iterable[Need]) -> list[str]:
        """What is asked for, one sentence each."""
        return [str(self._words["need"][need.value]["ask"]) for need in missing]

    def site_name(self, site_id: str) -> str:
        """A site's name and address; the id of a site that is not on record any more."""
        site = self._office.site(site_id)
        return f"{site.name} ({site.address})" if site else site_id

    def figures(self, summary: ReportSummary) -> list[tuple[str, str]]:
        """The month in numbers, with those that are always shown first."""
        words = self._words["report"]
        shown: list[tuple[str, float | None]] = [
            (words["received"], summary.received),
            (words["published"], summary.published),
            *((words[name], getattr(summary, name) or None) for name in _OPTIONAL),
            (words["complete_at_first"], summary.complete_at_first),
            (words["median_days"], summary.median_days),
            (words["p95_days"], summary.p95_days),
            (f"{words['fiscal']} {summary.fiscal_year}", summary.fiscal_published),
            (words["month_before"], summary.month_before),
            (words["year_before"], summary.year_before),
        ]
        return [(str(name), number(value)) for name, value in shown if value is not None]

    def counted(self, counts: Mapping[str, int], table: str) -> list[tuple[str, str]]:
        """Counts with their labels, the largest first."""
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(self._speech.known(key, table) if table else key, number(count)) for key, count in ordered]

    def report_rows(self, rows: Iterable[ReportRow]) -> list[dict[str, str]]:
        """The report's rows as a mail shows them; the papers attached have every column."""
        return [
            {
                "title": row.topic,
                "below": " · ".join(part for part in (row.number, row.unit, self._remarks(row)) if part),
                "right": self._speech.short_day(row.published) or "-",
            }
            for row in rows
        ]

    def _remarks(self, row: ReportRow) -> str:
        return ", ".join(self._speech.known(remark, "remark") for remark in row.remarks)
