"""The monthly report as a paper: a memo to the reviewer, the summary with bars, the list (R37 to R39, R46).

Only arranges what the report has counted. Dates and counts are in the paper's digits; numbers of requests,
addresses and what people wrote stay as they are.
"""

from collections.abc import Mapping
from typing import Any, Final

from mailbot.core import calendar
from mailbot.core.letters import Report, ReportRow, ReportSummary
from mailbot.core.office import Office
from mailbot.core.request import Party
from mailbot.writing.paper import filled
from mailbot.writing.paper_speech import PaperSpeech
from mailbot.writing.words import Speech, Words, headline, one_line

_BARS: Final = 14
"""Bars of one chart; smaller ones are drawn together as the rest."""
_PAGES: Final = 999
_TOPIC: Final = 100
"""Characters of a topic in the summary; the list has all of it."""
_COLUMNS: Final = (
    ("no",), ("number",), ("topic", "category"), ("unit", "requester"), ("site", "url"), ("received",),
    ("approved", "approved_by"), ("published", "published_by"), ("until",), ("remarks",),
)  # fmt: skip
"""The list's columns; two values that belong together stand under each other."""
_PER_SITE: Final = (
    "received", "published", "urgent_approved_later", "urgent_owed", "rejected", "returned", "taken_down",
    "median_days", "p95_days", "fiscal_published",
)  # fmt: skip
_FIGURES: Final = (
    "received", "published", "complete_at_first", "late_submissions", "rejected", "returned", "taken_down",
    "takedowns_asked", "urgent_approved_later", "urgent_owed", "median_days", "p95_days", "month_before",
)  # fmt: skip


class ReportPaper:
    """Prepares the report of one office for the press."""

    def __init__(self, office: Office, words: Words, speech: Speech) -> None:
        """``words``: of ``paper/words.toml``; ``speech``: Thai, for categories and remarks."""
        self._office = office
        self._words = words
        self._speech = speech
        self._say = PaperSpeech(office)

    def data(self, report: Report) -> dict[str, Any]:
        """Everything ``report.typ`` prints."""
        own = self._words["summary"]
        month = self._say.month(report.month)
        before = [row for row in report.rows if "urgent" in row.remarks]
        return {
            "office": self._office.name,
            "digits": self._say.numerals(_PAGES),
            "page": own["page"],
            "code": self._words["memo"]["register_code"].format(code=report.register_code)
            if report.register_code
            else "",
            "none": own["none"],
            "memo": self._memo(report, month, section=5),
            "title": own["title"].format(month=month),
            "sections": [own["figures"], own["compared"], own["by_category"], own["by_unit"], own["by_site"]],
            "figures": self._figures(report.summary),
            "compared": self._compared(report, month),
            "charts": [
                self._bars(own["by_category"], report.summary.by_category, "category_short"),
                self._bars(own["by_unit"], report.summary.by_unit),
                self._bars(own["by_site"], report.summary.by_site),
            ],
            "per_site": self._per_site(report),
            "before_approval": {
                "title": own["before_approval"],
                "head": own["before_approval_head"],
                "rows": [self._before_approval(row) for row in before],
            },
            "listing": {
                "title": own["listing"].format(month=month),
                "head": ["\n".join(self._words["listing"][name] for name in column) for column in _COLUMNS],
                "rows": [self._row(index, row) for index, row in enumerate(report.rows, start=1)],
            },
        }

    # --- the memo ------------------------------------------------------------------------------------

    def _memo(self, report: Report, month: str, *, section: int) -> dict[str, Any]:
        own, summary = self._words["memo"], report.summary
        values = {
            "office": self._office.name,
            "month": month,
            "received": self._say.number(summary.received),
            "published": self._say.number(summary.published),
            "fiscal_year": self._say.plain(summary.fiscal_year),
            "fiscal": self._say.number(summary.fiscal_published),
            "owed": self._say.number(summary.urgent_owed),
            "section": self._say.number(section),
        }
        body = [own["why"], own["what" if report.rows else "nothing"]]
        body += [own["owed"]] if summary.urgent_owed else []
        values["remark"] = one_line(report.remark)
        body += [own["remark"]] if report.remark else []
        phone = f"{own['phone']} {self._office.phone}" if self._office.phone else ""
        to = report.reviewer
        return {
            "title": own["title"],
            "draft": own["draft"] if report.draft else "",
            "agency": [own["agency"], " ".join(filter(None, (self._office.name, phone)))],
            "number": [own["number"], own["number_blank"]],
            "date": [own["date"], self._say.day(report.made_at) or "." * 40],
            "subject": [own["subject"], own["subject_text"].format(**values)],
            "to": [own["to"], one_line(to.position or to.name) if to else own["to_nobody"]],
            "body": [text.format(**values) for text in body],
            "close": own["close"],
            "prepared": self._signature(report.prepared_by, own["sign_prepared"], own["role_prepared"]),
            "review": {
                "title": own["review"],
                "known": own["review_known"],
                "other": own["review_other"],
                "signature": [
                    *self._signature(to, own["sign_reviewed"], own["role_reviewed"]),
                    filled(own["sign_date"], []),
                ],
            },
        }

    def _signature(self, who: Party | None, sign: str, role: str) -> list[list[dict[str, Any]]]:
        """Signed by hand: the report is the webmaster's and the reviewer's, not the program's."""
        own = self._words["memo"]
        name, position = (one_line(who.name), one_line(who.position)) if who else ("", "")
        lines = [filled(sign, []), filled(own["sign_name"], [name]), filled(own["sign_position"], [position])]
        if who and who.acting:
            lines.append(filled("...", [one_line(who.acting)]))
        return [*lines, filled(role, [])]

    # --- the summary ---------------------------------------------------------------------------------

    def _figures(self, summary: ReportSummary) -> list[tuple[str, str]]:
        names = {**self._speech.words["report"], **self._words["figure"]}
        year = f"{names['fiscal']} {self._say.plain(summary.fiscal_year)}"
        rows = [(self._say.said(str(names[name])), self._value(getattr(summary, name))) for name in _FIGURES]
        return [*rows, (year, self._say.number(summary.fiscal_published))]

    def _compared(self, report: Report, month: str) -> list[dict[str, Any]]:
        """This month beside the month before and the same month a year ago, where they are known."""
        own, summary = self._words["summary"], report.summary
        year, _, rest = report.month.partition("-")
        earlier = calendar.previous_month_key(report.month)
        last_year = f"{int(year) - 1}-{rest}"
        values: list[tuple[str, str, int | None]] = [
            ("this", own["this_month"].format(month=month), summary.published),
            (
                "before",
                own["month_before"].format(month=self._say.month(earlier, short=True)),
                summary.month_before,
            ),
            (
                "year",
                own["year_before"].format(month=self._say.month(last_year, short=True)),
                summary.year_before,
            ),
        ]
        most = max((value or 0 for _, _, value in values), default=0)
        return [
            {"style": style, "name": name, "value": self._value(value), "share": _share(value or 0, most)}
            for style, name, value in values
        ]

    def _bars(self, title: str, counts: Mapping[str, int], table: str = "") -> dict[str, Any]:
        """One chart: the largest first, the smallest together when there are many."""
        own = self._words["summary"]
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        named = [(self._named(key, table), count) for key, count in ordered]
        if len(named) > _BARS:
            rest = named[_BARS - 1 :]
            together = own["rest"].format(count=self._say.number(len(rest)))
            named = [*named[: _BARS - 1], (together, sum(count for _, count in rest))]
        most = max((count for _, count in named), default=0)
        return {
            "title": title,
            "bars": [
                {
                    "style": "this",
                    "name": name,
                    "value": self._say.number(count),
                    "share": _share(count, most),
                }
                for name, count in named
            ],
        }

    def _per_site(self, report: Report) -> dict[str, Any]:
        own = self._words["per_site"]
        rows = [
            [
                site.name if (site := self._office.site(key)) else key,
                *(self._value(getattr(each, name)) for name in _PER_SITE),
            ]
            for key, each in report.per_site.items()
        ]
        return {
            "title": self._words["summary"]["per_site"],
            "head": [own["site"], *(self._say.said(own[name]) for name in _PER_SITE)],
            "rows": rows,
        }

    def _before_approval(self, row: ReportRow) -> list[str]:
        own = self._words["summary"]
        later = (
            own["approved_later"].format(day=self._say.day(row.approved, short=True))
            if row.approved
            else own["owed"]
        )
        return [row.number, headline(row.topic, _TOPIC), self._say.moment(row.published, short=True), later]

    # --- the list ------------------------------------------------------------------------------------

    def _row(self, index: int, row: ReportRow) -> list[tuple[str, str]]:
        """One row of the list: in every column one value, or two under each other."""
        remarks = ", ".join(self._speech.known(remark, "remark") for remark in row.remarks)
        values = {
            "no": self._say.plain(index),
            "number": row.number,
            "topic": one_line(row.topic),
            "category": self._named(row.category, "category_short") if row.category else "",
            "unit": one_line(row.unit),
            "requester": one_line(row.requester),
            "site": one_line(row.site),
            "url": one_line(row.url),
            "received": self._say.day(row.received, short=True),
            "approved": self._say.day(row.approved, short=True),
            "approved_by": one_line(row.approved_by),
            "published": self._say.moment(row.published, short=True).removesuffix(" น."),
            "published_by": one_line(row.published_by),
            "until": self._say.day(row.until, short=True),
            "remarks": remarks,
        }
        return [(values[column[0]], values[column[1]] if len(column) > 1 else "") for column in _COLUMNS]

    def _named(self, key: str, table: str) -> str:
        """A count's name; what has no name is counted as such."""
        if not key:
            return str(self._words["sheet"]["unnamed"])
        return str(self._words[table].get(key, key)) if table else one_line(key)

    def _value(self, value: float | None) -> str:
        return str(self._words["summary"]["unknown"]) if value is None else self._say.number(value)


def _share(value: int, most: int) -> float:
    """A bar's length as a share of the longest."""
    return round(value / most, 4) if most else 0.0
