"""The office's request form, filled: main and group site, parts 1 and 2, and what belongs to the request.

The form's words are the guideline's (``form.toml``); here they only meet the request's values. What the
requester wrote stays as written; dates and counts are in the paper's digits (S2, S3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mailbot.core.letters import FileRow, FilledForm
from mailbot.core.office import Office, Site
from mailbot.core.request import Category, Delivery, Fields, Item, Party
from mailbot.writing.form_words import FormKind, FormWords
from mailbot.writing.paper import filled, piece, qr
from mailbot.writing.paper_signature import Signatures
from mailbot.writing.paper_speech import PaperSpeech
from mailbot.writing.words import Words, clean, headline, one_line, size

_DETAIL: Final = 330
"""Characters of the details that stand on the form itself; longer ones go on with the annex."""
_DETAIL_LINES: Final = 4
_PAGES: Final = 99
_HASH: Final = 16


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
        self._say = PaperSpeech(office)
        self._sign = Signatures(office, words, self._say)

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
            "digits": self._say.numerals(_PAGES),
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
            "signatures": [self._sign.requester(form, words), self._sign.head(form, words, filing.approver)],
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
        other = one_line(fields.category_other or "") if Category.OTHER in fields.categories else ""
        return [
            {
                "label": choice.label,
                "on": choice.id in fields.categories,
                "blank": choice.has_line,
                "text": other if choice.id == Category.OTHER else "",
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

    # --- part 2 --------------------------------------------------------------------------------------

    def _work(self, item: Item, words: FormWords, *, named: bool) -> dict[str, Any]:
        """One site's share: when it got there, when it was up, the remark, and who did it (R59 to R62)."""
        site = self._office.site(item.site)
        moments = [self._say.date_and_time(item.given_at), self._say.date_and_time(item.published_at)]
        remark = " ".join(one_line(part) for part in (item.remark, item.url or "") if part)
        values = [*moments, [remark]]
        by = item.published_by or Party(address="")
        signed = item.published_at and (item.reported_at or item.published_at)
        return {
            "site": self._words["form"]["site"].format(site=site.name if site else item.site)
            if named
            else "",
            "lines": [filled(line, value) for line, value in zip(words.work, values, strict=False)],
            "signature": self._sign.block(words.webmaster, by, by.position, signed, item.reported_mail),
        }

    # --- the annex -----------------------------------------------------------------------------------

    def _annex(self, filing: Filing, sites: Sequence[Site], *, more: bool) -> dict[str, Any]:
        """What the form has no place for: sites, period, source, urgency, files and the content's hash."""
        own, fields = self._words["annex"], filing.form.fields
        approval = filing.form.approval
        content = approval.content_hash if approval else filing.content_hash
        rows = [
            (own["received"], self._say.moment(filing.received_at)),
            (own["site"], "\n".join(f"{site.name} ({site.address})" for site in sites)),
            (own["memo_no"], one_line(fields.memo_no or "")),
            (own["source"], clean(fields.source or "").strip()),
            (own["origin"], own[f"origin_{fields.origin}"] if fields.origin else ""),
            (own["target_url"], one_line(fields.target_url or "")),
            (own["period"], " ".join(self._period(fields))),
            (own["urgent"], self._urgency(filing)),
            (own["order"], one_line(approval.by.order) if approval else ""),
        ]
        files = [
            (self._say.plain(index), one_line(file.filename), size(file.size), file.sha256[:_HASH])
            for index, file in enumerate(filing.files, start=1)
        ]
        return {
            "title": own["title"].format(number=filing.number),
            "rows": [row for row in rows if row[1]],
            "files_title": own["files"],
            "files_head": [own["no"], own["filename"], own["size"], own["hash"]],
            "files": files,
            "detail": [own["detail"], clean(fields.detail or "").strip()] if more else [],
            "note": own["content_hash"].format(hash=content) if content else "",
        }

    def _period(self, fields: Fields) -> Iterable[str]:
        own = self._words["annex"]
        if fields.publish_from:
            yield own["period_from"].format(day=self._say.day(fields.publish_from))
        if fields.publish_until:
            yield own["period_until"].format(day=self._say.day(fields.publish_until))

    def _urgency(self, filing: Filing) -> str:
        fields = filing.form.fields
        if not filing.urgent:
            return ""
        stated = self._words["annex"]["no_impact"] if fields.no_stakeholder_impact else ""
        return "\n".join(filter(None, (clean(fields.urgent_reason or "").strip(), stated)))


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
