"""The office's request form, filled: main and group site, parts 1 and 2, and what belongs to the request.

The form's words are the guideline's (``form.toml``); here they only meet the request's values. What the
requester wrote stays as written; dates and counts are in the paper's digits (S2, S3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from mailbot.core import calendar
from mailbot.core.letters import FileRow, FilledForm
from mailbot.core.office import Office, Site
from mailbot.core.request import Approval, Category, Delivery, Fields, Item, Party
from mailbot.writing.form_words import FormKind, FormWords
from mailbot.writing.paper import filled, numerals, piece, qr
from mailbot.writing.words import Words, clean, headline, one_line, size

_DETAIL: Final = 330
"""Characters of the details that stand on the form itself; longer ones go on with the annex."""
_DETAIL_LINES: Final = 4
_PAGES: Final = 99
_HASH: Final = 16
_WITH_POSITION: Final = 5
"""Lines of a signature's block that has a heading and a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One request as it is printed."""

    number: str
    received_at: datetime
    form: FilledForm
    files: Sequence[FileRow] = ()
    urgent: bool = False
    approver: Party | None = None
    """Who is asked to sign, while nobody has."""
    sites: Sequence[str] = ()
    """Only these sites' share of part 2; none: all."""
    content_hash: str = ""


class FormPaper:
    """Prepares the form of one office for the press."""

    def __init__(self, office: Office, words: Words, labels: dict[FormKind, FormWords]) -> None:
        """``words``: of ``paper/words.toml``; ``labels``: the form's own words, main and group."""
        self._office = office
        self._words: Words = words
        self._labels = labels
        self._zone = ZoneInfo(office.timezone)
        self._digits: calendar.Digits = "thai" if office.thai_digits_on_paper else "arabic"

    def data(self, filing: Filing) -> dict[str, Any]:
        """Everything ``form.typ`` prints, as text in the order of the form."""
        form, own = filing.form, self._words["form"]
        items = [item for item in form.items if not filing.sites or item.site in filing.sites]
        sites = [site for item in items if (site := self._office.site(item.site))]
        kind: FormKind = "group" if sites and not any(site.main for site in sites) else "main"
        words = self._labels[kind]
        detail, more = self._detail(form.fields)
        return {
            "office": self._office.name,
            "number": filing.number,
            "qr": qr(filing.number),
            "stamp": own["urgent"] if filing.urgent else "",
            "footer": own["footer"].format(office=self._office.name, number=filing.number),
            "page": own["page"],
            "digits": numerals(_PAGES, thai=self._digits == "thai"),
            "title": words.title,
            "where": _named(words.where, sites),
            "address": _named(words.address, sites),
            "part1": words.part1,
            "who": self._who(form, words),
            "purpose": _named(words.purpose, sites),
            "categories": self._categories(form.fields, words),
            "topic": [piece(words.topic), piece(one_line(form.fields.topic or ""), blank=True)],
            "detail": {"label": words.detail, "text": detail, "more": own["more"] if more else ""},
            "delivery": {"label": words.delivery, "lines": self._delivery(filing, words)},
            "certify": words.certify,
            "signatures": [self._requester(form, words), self._head(filing, words)],
            "part2": words.part2,
            "work": [self._work(item, words, named=len(items) > 1) for item in items or [Item(site="")]],
            "annex": self._annex(filing, sites, more=more),
        }

    # --- part 1 --------------------------------------------------------------------------------------

    def _who(self, form: FilledForm, words: FormWords) -> list[list[dict[str, Any]]]:
        fields, own = form.fields, self._words["form"]
        phone = " ".join(
            filter(
                None,
                (
                    fields.phone,
                    own["extension"].format(extension=fields.extension) if fields.extension else "",
                ),
            )
        )
        return [
            [
                piece(words.name),
                piece(one_line(fields.name or form.requester.name), blank=True),
                piece(words.position),
                piece(one_line(fields.position or form.requester.position), blank=True),
            ],
            [piece(words.unit), piece(one_line(form.unit), blank=True)],
            [piece(words.phone), piece(one_line(phone), blank=True)],
        ]

    def _categories(self, fields: Fields, words: FormWords) -> list[dict[str, Any]]:
        return [
            {
                "label": choice.label,
                "on": choice.id in fields.categories,
                "blank": choice.has_line,
                "text": one_line(fields.category_other or "") if choice.id == Category.OTHER else "",
            }
            for choice in words.categories
        ]

    def _detail(self, fields: Fields) -> tuple[str, bool]:
        """What stands on the form itself, and whether there is more."""
        text = clean(fields.detail or "").strip()
        short = "\n".join(text.split("\n")[:_DETAIL_LINES])
        if len(short) > _DETAIL:
            short = headline(short, _DETAIL)
        return (short, True) if short != text else (text, False)

    def _delivery(self, filing: Filing, words: FormWords) -> list[list[dict[str, Any]]]:
        """The boxes as the form sets them: e-mail; my office and media on one line; other."""
        fields, own = filing.form.fields, self._words["form"]
        ways = set(fields.delivery)
        if not ways and filing.files and filing.form.signed_at:
            ways = {Delivery.EMAIL}  # nothing said, and they lie in the mail
        other = [one_line(fields.delivery_other or "")]
        if Delivery.IN_PERSON in ways:  # a way the guideline allows and its form has no box for
            ways |= {Delivery.OTHER}
            other.insert(0, own["in_person"])
        texts = {
            Delivery.EMAIL.value: filing.form.requester.address if Delivery.EMAIL in ways else "",
            Delivery.OTHER.value: " ".join(filter(None, other)),
        }
        labels = {choice.id: choice.label for choice in words.deliveries}
        if fields.register_no and Delivery.MY_OFFICE in ways:
            labels["my_office"] += f"  {own['register_no']} {one_line(fields.register_no)}"
        boxes = [
            {
                "label": labels[choice.id],
                "on": choice.id in ways,
                "blank": choice.has_line,
                "text": texts.get(choice.id, ""),
            }
            for choice in words.deliveries
        ]
        with_line = [[box] for box in boxes if box["blank"]]
        return [*with_line[:1], [box for box in boxes if not box["blank"]], *with_line[1:]]

    # --- signatures ----------------------------------------------------------------------------------

    def _requester(self, form: FilledForm, words: FormWords) -> dict[str, Any]:
        who = form.requester
        position = who.position or form.fields.position or ""
        return self._signature(words.requester, who, position, form.signed_at, form.signed_mail)

    def _head(self, filing: Filing, words: FormWords) -> dict[str, Any]:
        approval = filing.form.approval
        if approval is None:
            who = filing.approver or Party(address="")
            return self._signature(words.head, who, who.position, None, "")
        side = self._signature(
            words.head, approval.by, approval.by.position, approval.at, approval.mail or "",
            paper=approval.mode == "paper",
        )  # fmt: skip
        if approval.mode == "paper":
            side["electronic"] = self._vouched(approval)
        return side

    def _signature(
        self,
        lines: Sequence[str],
        who: Party,
        position: str,
        at: datetime | None,
        mail: str,
        *,
        paper: bool = False,
    ) -> dict[str, Any]:
        """A signature's block: heading, lines, and who signed by which mail. Without ``at``: to be signed.

        The template's lines are: heading, signature, name, position, date; the webmaster's has neither
        heading nor position.
        """
        own = self._words["form"]
        signed = at is not None and (paper or not self._office.blank_signature)
        heading, sign, name, place, day = (
            lines if len(lines) == _WITH_POSITION else ("", *lines[:2], "", lines[-1])
        )
        printed = [filled(sign, [own["on_paper" if paper else "signed"]] if signed else [], small=True)]
        printed.append(filled(name, [one_line(who.name)]))
        if place:
            printed.append(filled(place, [one_line(position)]))
            if who.acting:
                printed.append([piece(one_line(who.acting), blank=True)])
        printed.append(filled(day, self._parts(at) if at and signed else []))
        electronic = self._signed(who, at, mail) if at and signed and not paper else []
        return {"heading": heading, "lines": printed, "electronic": electronic}

    def _signed(self, who: Party, at: datetime, mail: str) -> list[str]:
        own = self._words["form"]
        said = own["signed_by"].format(**self._by(who, at))
        return [said, own["reference"].format(reference=one_line(mail))] if mail else [said]

    def _vouched(self, approval: Approval) -> list[str]:
        own = self._words["form"]
        by = approval.vouched_by or approval.by
        said = own["vouched_by"].format(**self._by(by, approval.at))
        return [said, own["reference"].format(reference=one_line(approval.mail))] if approval.mail else [said]

    def _by(self, who: Party, at: datetime) -> dict[str, str]:
        return {
            "name": one_line(who.name) or who.address,
            "address": who.address,
            "date": self.day(at),
            "time": self.clock(at),
        }

    # --- part 2 --------------------------------------------------------------------------------------

    def _work(self, item: Item, words: FormWords, *, named: bool) -> dict[str, Any]:
        """One site's share: when it got there, when it was up, the remark, and who did it (R59 to R62)."""
        site = self._office.site(item.site)
        moments = [self._moment(item.given_at), self._moment(item.published_at)]
        remark = " ".join(one_line(part) for part in (item.remark, item.url or "") if part)
        values = [*moments, [remark]]
        by = item.published_by or Party(address="")
        return {
            "site": self._words["form"]["site"].format(site=site.name if site else item.site)
            if named
            else "",
            "lines": [filled(line, value) for line, value in zip(words.work, values, strict=False)],
            "signature": self._signature(words.webmaster, by, by.position, item.published_at, ""),
        }

    # --- the annex -----------------------------------------------------------------------------------

    def _annex(self, filing: Filing, sites: Sequence[Site], *, more: bool) -> dict[str, Any]:
        """What the form has no place for: sites, period, source, urgency, files and the content's hash."""
        own, fields = self._words["annex"], filing.form.fields
        approval = filing.form.approval
        content = approval.content_hash if approval else filing.content_hash
        rows = [
            (own["received"], self.moment(filing.received_at)),
            (own["site"], "\n".join(f"{site.name} ({site.address})" for site in sites)),
            (own["memo_no"], one_line(fields.memo_no or "")),
            (own["source"], clean(fields.source or "").strip()),
            (own["target_url"], one_line(fields.target_url or "")),
            (own["period"], " ".join(self._period(fields))),
            (own["urgent"], self._urgency(filing)),
            (own["order"], one_line(approval.by.order) if approval else ""),
            (own["detail"], clean(fields.detail or "").strip() if more else ""),
        ]
        files = [
            (self.number(index), one_line(file.filename), size(file.size), file.sha256[:_HASH])
            for index, file in enumerate(filing.files, start=1)
        ]
        return {
            "shown": True,
            "title": own["title"].format(number=filing.number),
            "rows": [row for row in rows if row[1]],
            "files_title": own["files"],
            "files_head": [own["no"], own["filename"], own["size"], own["hash"]],
            "files": files,
            "note": own["content_hash"].format(hash=content) if content else "",
        }

    def _period(self, fields: Fields) -> Iterable[str]:
        own = self._words["annex"]
        if fields.publish_from:
            yield own["period_from"].format(day=self.day(fields.publish_from))
        if fields.publish_until:
            yield own["period_until"].format(day=self.day(fields.publish_until))

    def _urgency(self, filing: Filing) -> str:
        fields = filing.form.fields
        if not filing.urgent:
            return ""
        stated = self._words["annex"]["no_impact"] if fields.no_stakeholder_impact else ""
        return "\n".join(filter(None, (clean(fields.urgent_reason or "").strip(), stated)))

    # --- dates and numbers in the paper's digits -----------------------------------------------------

    def day(self, value: date) -> str:
        """«๑๕ มกราคม ๒๕๖๙»."""
        return calendar.thai_date(self._local(value), digits=self._digits)

    def clock(self, value: datetime) -> str:
        """«๑๐.๒๓ น.»."""
        return calendar.thai_time(value.astimezone(self._zone), digits=self._digits)

    def moment(self, value: datetime) -> str:
        """«๑๕ มกราคม ๒๕๖๙ เวลา ๑๐.๒๓ น.»."""
        return calendar.thai_datetime(value.astimezone(self._zone), digits=self._digits)

    def number(self, value: int) -> str:
        """A count."""
        return calendar.to_thai_digits(str(value)) if self._digits == "thai" else str(value)

    def _moment(self, value: datetime | None) -> list[str]:
        """Date and time of day for «วันที่....เวลา....น.»."""
        return [self.day(value), self.clock(value).removesuffix("น.").strip()] if value else []

    def _parts(self, value: datetime) -> list[str]:
        """Day, month and year for «วันที่..../..../....»."""
        day = self._local(value)
        month = calendar.MONTHS[day.month - 1]
        return [self.number(day.day), month, self.number(calendar.buddhist_year(day))]

    def _local(self, value: date) -> date:
        return value.astimezone(self._zone).date() if isinstance(value, datetime) else value


def _named(words: str, sites: Sequence[Site]) -> str:
    """The words with the group's name and path in their places; dots where nothing is known."""
    groups = [site for site in sites if not site.main]
    before = words.partition("[[group]]")[0]
    names = " ".join(_rest(before, site.name) for site in groups)
    paths = ", ".join(site.path for site in groups)
    return words.replace("[[group]]", f"{names} " if names else "." * 24).replace(
        "[[group_path]]", paths or "." * 16
    )


def _rest(before: str, name: str) -> str:
    """The name without what already stands before it: «กลุ่ม» + «กลุ่มกฎหมาย» is «กลุ่ม» + «กฎหมาย»."""
    overlap = next((n for n in range(len(name), 0, -1) if before.endswith(name[:n])), 0)
    return name[overlap:]
