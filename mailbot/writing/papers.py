"""The papers that letters carry, by name: made when the letter is composed, the same for the same letter.

A paper's words are the templates'; the office's own folder is looked into first, file by file.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from functools import cached_property
from pathlib import Path

from mailbot.core.calendar import last_day
from mailbot.core.dossier import file_row, filled_form
from mailbot.core.ledger import MailEntry
from mailbot.core.letters import ApprovalRequest, FilledForm, Letter, Report, Summary, Task
from mailbot.core.office import Office
from mailbot.core.request import Party, Request
from mailbot.packaged import packaged
from mailbot.writing.compose import Enclosure
from mailbot.writing.evidence import ZIP, ArchiveGet, evidence_bundle
from mailbot.writing.form_words import form_words
from mailbot.writing.forms import KINDS, empty_forms
from mailbot.writing.paper import PDF, Press
from mailbot.writing.paper_evidence import EvidencePaper
from mailbot.writing.paper_form import Filing, FormPaper
from mailbot.writing.paper_report import ReportPaper
from mailbot.writing.paper_speech import PaperSpeech
from mailbot.writing.tables import Digits, Table, Tables
from mailbot.writing.templates import TemplateError, TemplateFolders
from mailbot.writing.words import Speech, Words
from mailbot.writing.workbook import CSV, XLSX, csv_file, xlsx_file

REPORT = ("report", "workbook", "csv")
"""The papers of a month's report."""


class Papers:
    """Makes the papers of one office: a ``compose.Papers``."""

    def __init__(self, office: Office, templates: Path | None = None) -> None:
        """``templates``: the office's own folder, laid over the program's."""
        self._office = office
        self._folders = TemplateFolders(templates)

    def __call__(self, name: str, letter: Letter) -> Sequence[Enclosure]:
        """The files of this paper for this letter.

        Raises LookupError for a paper there is none of, or that this letter has nothing to print on.
        """
        context = letter.context
        if name == "empty_forms":
            return self._empty_forms
        if isinstance(context, Report) and name in REPORT:
            return [self._report(context, name)]
        if name == "form" and letter.form is not None:
            return [self._form(letter, letter.form)]
        raise LookupError(f"no paper {name!r} for a letter of the kind {letter.kind}")

    def report_files(self, report: Report) -> dict[str, bytes]:
        """The month's report by file name."""
        made = [self._report(report, name) for name in REPORT]
        return {each.filename: each.data for each in made}

    def register_files(self, requests: Sequence[Request]) -> dict[str, bytes]:
        """The register by file name."""
        name = self._words["files"]["register"]
        table, digits = self._tables.register(requests), self._tables.register_digits(requests)
        return {f"{name}.xlsx": self._workbook(table, digits), f"{name}.csv": csv_file(table)}

    def evidence(
        self,
        request: Request,
        letters: Sequence[Letter],
        mails: Sequence[MailEntry],
        archive_get: ArchiveGet,
        *,
        made_at: datetime,
    ) -> Enclosure:
        """Everything that proves a request as one zip, with an index for people and one for programs."""
        filing = Filing(
            number=request.number,
            received_at=request.received_at,
            form=filled_form(request, self._office),
            files=[file_row(file) for file in request.content_files],
            urgent=request.urgent,
            approver=request.approver,
            content_hash=request.content_hash,
        )
        paper = EvidencePaper(self._office, self._words, self._speech)
        bundle = evidence_bundle(
            request,
            letters,
            mails,
            archive_get,
            form=self.form(filing, made_at).data,
            index=lambda pieces: self._press.pdf("evidence", paper.data(request, pieces, made_at), made_at),
            words=self._words,
            moment=PaperSpeech(self._office).moment,
        )
        name = str(self._words["evidence"]["filename"]).format(number=request.number)
        return Enclosure(filename=f"{name}.zip", content_type=ZIP, data=bundle)

    def check(self) -> list[str]:
        """What is wrong with the papers' templates: each is set once. Empty: all can be printed."""
        at = datetime(2026, 1, 15, 10, 23, tzinfo=UTC)
        nobody = Party(address=self._office.address)
        request = Request(month="2569-01", number="WEB-2569-0000", requester=nobody, received_at=at)
        nothing: dict[str, bytes] = {}
        made: dict[str, Callable[[], object]] = {
            "form": lambda: self.evidence(request, (), (), nothing.__getitem__, made_at=at),
            "report": lambda: self.report_files(Report(month="2569-01")),
            "register": lambda: self.register_files([request]),
            "empty_forms": lambda: self._empty_forms,
        }
        problems: list[str] = []
        for name, make in made.items():
            try:
                make()
            except (TemplateError, LookupError, ValueError, OSError) as error:
                problems.append(f"paper/{name}: {type(error).__name__}: {error}")
        return problems

    def form(self, filing: Filing, made_at: datetime) -> Enclosure:
        """The filled form of a request, dated ``made_at``."""
        filename = str(self._words["files"]["form"]).format(number=filing.number)
        data = self._press.pdf("form", self._form_paper.data(filing), made_at)
        return Enclosure(filename=f"{filename}.pdf", content_type=PDF, data=data)

    def _form(self, letter: Letter, form: FilledForm) -> Enclosure:
        """The form as this letter's reader gets it: a webmaster's with the own site's part 2."""
        context = letter.context
        summary = getattr(context, "summary", None)
        if not isinstance(summary, Summary):
            raise LookupError(f"no request to print: {letter.kind}")  # noqa: TRY004 - the letter is wrong
        filing = Filing(
            number=summary.number,
            received_at=summary.received_at,
            form=form,
            files=summary.files,
            urgent=summary.urgent,
            approver=context.approver if isinstance(context, ApprovalRequest) else None,
            sites=(context.site,) if isinstance(context, Task) else (),
            content_hash=letter.content_hash,
        )
        return self.form(filing, letter.owed_at)

    @cached_property
    def _press(self) -> Press:
        return Press(self._folders)

    @cached_property
    def _form_paper(self) -> FormPaper:
        labels = {kind: form_words(self._office, self._form_folder, kind) for kind in KINDS}
        return FormPaper(self._office, self._words, labels)

    @property
    def _form_folder(self) -> Path:
        """The templates folder that holds the form's words: the office's own, else the program's."""
        return self._folders.find("paper/form.toml").parent.parent

    @cached_property
    def _report_paper(self) -> ReportPaper:
        return ReportPaper(self._office, self._words, self._speech)

    @cached_property
    def _speech(self) -> Speech:
        return Speech(self._folders.table("th/words.toml"), self._office)

    @cached_property
    def _words(self) -> Words:
        return self._folders.table("paper/words.toml")

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self._office, self._words, self._speech)

    @cached_property
    def _empty_forms(self) -> Sequence[Enclosure]:
        return empty_forms(self._office, packaged("templates"), self._form_folder)

    def _report(self, report: Report, name: str) -> Enclosure:
        filename = str(self._words["files"]["report"]).format(month=report.month)
        if name == "csv":
            data = csv_file(self._tables.report(report))
            return Enclosure(filename=f"{filename}.csv", content_type=CSV, data=data)
        if name == "workbook":
            data = self._workbook(self._tables.report(report), self._tables.report_digits(report))
            return Enclosure(filename=f"{filename}.xlsx", content_type=XLSX, data=data)
        made_at = report.made_at or datetime.combine(last_day(report.month), time(), UTC)
        data = self._press.pdf("report", self._report_paper.data(report), made_at)
        return Enclosure(filename=f"{filename}.pdf", content_type=PDF, data=data)

    def _workbook(self, table: Table, digits: Digits) -> bytes:
        sheet = self._words["sheet"]
        return xlsx_file(
            table,
            digits,
            none=sheet["none"],
            per_site=sheet["all_sites"],
            count=sheet["count"],
            figure=sheet["figure"],
        )
