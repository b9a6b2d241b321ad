"""The papers of the invented office as pictures, page by page, for the gallery.

Each is made by the same code as the bot's. Word and Excel files are shown as LibreOffice prints them, and
are named without a picture where it is not installed.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.letters import FilledForm, Report
from mailbot.core.office import Office
from mailbot.core.request import (
    Category,
    Delivery,
    Event,
    EventKind,
    Fields,
    Item,
    Request,
    Status,
)
from mailbot.sandbox.enclosed import APPROVED, ARCHIVE, ASKED, FIELDS, GIVEN, real_files
from mailbot.sandbox.office_suite import as_pdf
from mailbot.sandbox.samples import (
    APPROVAL,
    DEPUTY,
    FILES,
    HEAD,
    ITEM,
    LONG,
    MANY,
    NOW,
    NUMBER,
    OFFICE,
    PAPER,
    SOMRUDEE,
    URL,
    WEBMASTER,
    report,
    rows_of,
)
from mailbot.writing.paper_form import Filing
from mailbot.writing.papers import Papers

_SCALE = 1.5
"""Pixels a point: an A4 page is 893 wide."""
_FIRST, _LAST = 3, 1
"""Pages shown of a long paper."""

Made = Sequence[tuple[str, bytes]]
"""File name and bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    """One paper: its pages as pictures, or why there are none."""

    name: str
    filename: str
    pages: int = 0
    pictures: tuple[str, ...] = ()


def draw_papers(folder: Path, wanted: Sequence[str] = ()) -> list[PaperShown]:
    """Pictures of every paper in ``folder``, named for the paper and the page."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        shown
        for name, make in PAPERS.items()
        if not wanted or any(name.startswith(start) for start in wanted)
        for shown in _drawn(folder, name, make())
    ]


def _drawn(folder: Path, name: str, made: Made) -> Iterator[PaperShown]:
    for number, (filename, data) in enumerate(made, start=1):
        paper = name if len(made) == 1 else f"{name}-{number}"
        pdf = data if filename.endswith(".pdf") else as_pdf(filename, data)
        if pdf is None:
            yield PaperShown(name=paper, filename=filename)
        else:
            yield _pages(folder, paper, filename, pdf)


def _pages(folder: Path, paper: str, filename: str, pdf: bytes) -> PaperShown:
    """The first pages and the last one; a form is drawn with what is filled in."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    count = len(document)
    chosen = [index for index in range(count) if index < _FIRST or index >= count - _LAST]
    pictures = []
    for index in chosen:
        picture = f"{paper}.{index + 1}.png"
        document[index].render(scale=_SCALE).to_pil().save(folder / picture)
        pictures.append(picture)
    document.close()
    return PaperShown(name=paper, filename=filename, pages=count, pictures=tuple(pictures))


# --- the forms -----------------------------------------------------------------------------------------

_REFERENCE = "<CAF7t5Wz.ek@sea.example>"
_DONE = GIVEN.model_copy(
    update={
        "published_at": ITEM.published_at,
        "published_by": WEBMASTER,
        "reported_at": NOW + timedelta(hours=4, minutes=6),
        "reported_mail": _REFERENCE,
        "url": URL,
        "remark": "ขึ้นหน้าแรกแล้ว",
    }
)
_PUBLISHED = APPROVED.model_copy(update={"items": (_DONE,)})
_BY_DEPUTY = _PUBLISHED.model_copy(
    update={"approval": APPROVAL.model_copy(update={"by": DEPUTY, "mail": "<CAF9m3Ry.wichai@sea.example>"})}
)
_ON_PAPER = _PUBLISHED.model_copy(update={"approval": PAPER.model_copy(update={"mail": _REFERENCE})})
_GROUP = _PUBLISHED.model_copy(
    update={
        "items": (_DONE.model_copy(update={"site": "law", "url": "https://www.sea.example/law/77"}),),
        "fields": FIELDS.model_copy(
            update={
                "categories": (Category.PLAN_PROJECT_REPORT, Category.OTHER),
                "category_other": "คำพิพากษาศาลปกครอง",
                "topic": "รวมคำพิพากษาศาลปกครองที่น่าสนใจ ประจำปีงบประมาณ 2569",
                "delivery": (Delivery.EMAIL, Delivery.MY_OFFICE),
                "register_no": "00123/2569",
            }
        ),
    }
)
_LONGEST = ASKED.model_copy(
    update={
        "fields": FIELDS.model_copy(
            update={
                "topic": LONG,
                "detail": "\n".join([LONG] * 6),
                "source": "ภาพโดย กลุ่มอำนวยการ",
                "memo_no": "ศธ 04000/1234",
                "publish_from": date(2026, 1, 16),
                "publish_until": date(2026, 3, 31),
                "urgent_reason": "มีกำหนดปิดรับสมัครวันพรุ่งนี้ ต้องแจ้งผู้มีสิทธิ์สอบทราบก่อน",
                "no_stakeholder_impact": True,
            }
        )
    }
)


def _form(form: FilledForm, office: Office = OFFICE, files: Sequence[object] = FILES, **more: object) -> Made:
    filing = Filing(
        number=NUMBER,
        received_at=NOW,
        form=form,
        files=rows_of(real_files(files)),  # type: ignore[arg-type]  # files of a sample
        content_hash=APPROVAL.content_hash,
        **more,  # type: ignore[arg-type]  # named fields of Filing
    )
    paper = Papers(office).form(filing, NOW)
    return [(paper.filename, paper.data)]


def _empty_forms() -> Made:
    from mailbot.sandbox.samples import samples

    letter = next(each.letter for each in samples() if each.name == "help-form")
    return [(each.filename, each.data) for each in Papers(OFFICE)("empty_forms", letter)]


# --- report, register, evidence --------------------------------------------------------------------------


def _report(made: Report, *endings: str) -> Made:
    files = Papers(OFFICE).report_files(made)
    return [(name, data) for name, data in files.items() if name.endswith(endings)]


def month(count: int) -> Report:
    """A month with so many rows as the bot reports it: every fifth on a group's site, two urgent ones."""
    made = report(count)
    main, law = OFFICE.sites
    rows = [
        row.model_copy(
            update={"site": law.name, "url": "https://www.sea.example/law/77"} if n % 5 == 0 else {}
        )
        for n, row in enumerate(made.rows, start=1)
    ]
    rows[:1] = [row.model_copy(update={"approved": None, "approved_by": ""}) for row in rows[:1]]
    rows[1:2] = [
        row.model_copy(update={"remarks": ("urgent",), "approved": NOW + timedelta(days=1)})
        for row in rows[1:2]
    ]
    on_law = count // 5
    later = min(1, max(0, count - 1))
    whole = made.summary.model_copy(
        update={
            "urgent_approved_later": later,
            "by_site": {main.name: count - on_law} | ({law.name: on_law} if on_law else {}),
        }
    )
    share: dict[str, float | None] = {
        "received": on_law,
        "published": on_law,
        "fiscal_published": 21,
        "rejected": 0,
        "urgent_owed": 0,
    }
    share |= {"urgent_approved_later": 0, "median_days": 2.0 if on_law else None}
    rest = {"received": count + 2 - on_law, "published": count - on_law, "fiscal_published": 97}
    return made.model_copy(
        update={
            "rows": tuple(rows),
            "summary": whole,
            "per_site": {main.id: whole.model_copy(update=rest), law.id: whole.model_copy(update=share)},
        }
    )


def _request() -> Request:
    return Request(
        month="2569-01",
        number=NUMBER,
        status=Status.PUBLISHED,
        requester=SOMRUDEE,
        unit="finance",
        received_at=NOW,
        fields=FIELDS,
        files=real_files(FILES),
        approval=APPROVAL.model_copy(
            update={
                "mail": "<CAF9m3Ry.pranee@sea.example>",
                "authentication": "dmarc=pass header.from=sea.example",
            }
        ),
        items=(_DONE,),
        events=(
            Event(at=NOW, kind=EventKind.RECEIVED, by=SOMRUDEE, mail="<CAF8k2Qx.somrudee@sea.example>"),
            Event(at=NOW, kind=EventKind.CERTIFIED, by=SOMRUDEE, mail="<CAF8k2Qx.somrudee@sea.example>"),
            Event(at=NOW + timedelta(minutes=1), kind=EventKind.APPROVAL_ASKED, note=HEAD.name),
            Event(at=APPROVAL.at, kind=EventKind.APPROVED, by=HEAD, note=APPROVAL.words),
            Event(
                at=NOW + timedelta(hours=4), kind=EventKind.PUBLISHED, by=WEBMASTER, note=URL, mail=_REFERENCE
            ),
        ),
    )


def _evidence() -> Made:
    mails = [
        MailEntry(
            month="2569-01",
            ledger_key=f"<CAF8k2Qx.{who.address}>",
            sha256=ARCHIVE.put(f"From: {who.address}\r\n\r\ninvented\r\n".encode()),
            received_at=NOW + timedelta(hours=hours),
            sender=who.address,
            outcome=Outcome.OPENED,
            requests=(NUMBER,),
        )
        for hours, who in enumerate((SOMRUDEE, HEAD, WEBMASTER))
    ]
    bundle = Papers(OFFICE).evidence(_request(), [], mails, ARCHIVE.get, made_at=NOW + timedelta(days=1))
    with zipfile.ZipFile(io.BytesIO(bundle.data)) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()[:1]]


def _register() -> Made:
    asked = _request().model_copy(update={"number": "WEB-2569-0043", "status": Status.AWAITING_APPROVAL})
    asked = asked.model_copy(
        update={"approval": None, "items": (Item(site="main"),), "fields": Fields(topic=LONG, detail=LONG)}
    )
    files = Papers(OFFICE).register_files([_request(), asked])
    return [(name, data) for name, data in files.items() if name.endswith(".xlsx")]


_BLANK = OFFICE.model_copy(update={"blank_signature": True})
_ARABIC = OFFICE.model_copy(update={"thai_digits_on_paper": False})
PAPERS: dict[str, Callable[[], Made]] = {
    "form-asked": lambda: _form(ASKED, approver=HEAD),
    "form-published": lambda: _form(_PUBLISHED),
    "form-group": lambda: _form(_GROUP),
    "form-acting": lambda: _form(_BY_DEPUTY),
    "form-on-paper": lambda: _form(_ON_PAPER),
    "form-blank-signature": lambda: _form(_PUBLISHED, _BLANK),
    "form-arabic-digits": lambda: _form(_PUBLISHED, _ARABIC),
    "form-long-urgent": lambda: _form(_LONGEST, OFFICE, MANY, approver=HEAD, urgent=True),
    "empty-form": _empty_forms,
    "report-0": lambda: _report(month(0), ".pdf"),
    "report-1": lambda: _report(month(1), ".pdf"),
    "report-40": lambda: _report(month(40), ".pdf"),
    "report-600": lambda: _report(month(600), ".pdf"),
    "report-draft": lambda: _report(month(3).model_copy(update={"draft": True}), ".pdf"),
    "workbook-0": lambda: _report(month(0), ".xlsx"),
    "workbook-40": lambda: _report(month(40), ".xlsx"),
    "register": _register,
    "evidence": _evidence,
}
"""Each paper by its name in the gallery."""
