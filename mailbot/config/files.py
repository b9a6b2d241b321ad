"""The TOML files as the office writes them: which keys there are, their kinds and their defaults."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mailbot.config.settings import Imap, Language, Reading, Smtp, Trust
from mailbot.config.values import (
    Address,
    Day,
    Filled,
    Folder,
    Host,
    Period,
    Prefix,
    Text,
    TimeOfDay,
    WebPath,
    Word,
    Workday,
    Zone,
)
from mailbot.core.office import OfficeHours, Policy
from mailbot.core.record import Record
from mailbot.core.request import Category


class HoursTable(Record):
    """``[office.hours]``."""

    opens: TimeOfDay = time(8, 30)
    closes: TimeOfDay = time(16, 30)
    workdays: Annotated[tuple[Workday, ...], Field(min_length=1)] = (0, 1, 2, 3, 4)

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise PydanticCustomError("from_after_until", "opens after it closes")
        return self

    def hours(self) -> OfficeHours:
        """The office hours these are."""
        return OfficeHours(opens=self.opens, closes=self.closes, workdays=tuple(sorted(set(self.workdays))))


class OfficeTable(Record):
    """``[office]``."""

    name: Filled
    short: Filled
    domain: Host
    phone: Text = ""
    address: Address
    aliases: tuple[Address, ...] = ()
    number_prefix: Prefix = "WEB"
    timezone: Zone = "Asia/Bangkok"
    thai_digits_on_paper: bool = True
    blank_signature: bool = False
    operator: Address
    director: Address | None = None
    reviewers: tuple[Address, ...] = ()
    laws: tuple[Filled, ...] = ()
    hours: HoursTable = HoursTable()


class Secrets(Record):
    """``[secrets]``: where the office's key lies."""

    key_file: Folder | None = None


class MailbotFile(Record):
    """mailbot.toml."""

    language: Language = "th"
    mode: Literal["on", "observe"] = "on"
    data: Folder | None = None
    templates: Folder | None = None
    log: Literal["auto", "text", "json"] = "auto"
    office: OfficeTable
    imap: Imap
    smtp: Smtp
    reading: Reading = Reading()
    trust: Trust = Trust()
    secrets: Secrets = Secrets()


class DeputyTable(Record):
    """``[[unit.deputy]]``. Whoever is assigned for one request only comes from the head's reply."""

    address: Address
    acting: Literal["ปฏิบัติราชการแทน", "รักษาราชการแทน", "รักษาการในตำแหน่ง"] = "ปฏิบัติราชการแทน"
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    order: Text = ""
    always: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise PydanticCustomError("from_after_until", "until before from")
        return self


class UnitTable(Record):
    """``[[unit]]``."""

    id: Word
    name: Filled
    aliases: tuple[Filled, ...] = ()
    head: Address | None = None
    head_away: tuple[Period, ...] = ()
    school: bool = False
    approved_by: Word | None = None
    deputy: tuple[DeputyTable, ...] = ()


class UnitsFile(Record):
    """units.toml."""

    unit: Annotated[tuple[UnitTable, ...], Field(min_length=1)]


class SiteTable(Record):
    """``[[site]]``."""

    id: Word
    name: Filled
    host: Host | None = None
    """Absent: the office's domain."""
    path: WebPath = ""
    aliases: tuple[Filled, ...] = ()
    webmasters: tuple[Address, ...] = ()
    publish_days: dict[Category, Annotated[int, Field(ge=1, le=36_500)]] = Field(default_factory=dict)


class SitesFile(Record):
    """sites.toml."""

    site: Annotated[tuple[SiteTable, ...], Field(min_length=1)]


def _ascending(steps: tuple[int, ...]) -> tuple[int, ...]:
    if list(steps) != sorted(set(steps)):
        raise PydanticCustomError("not_ascending", "steps must ascend")
    return steps


Count = Annotated[int, Field(ge=0, le=3650)]
Whole = Annotated[int, Field(ge=1, le=1_000_000)]
Steps = Annotated[tuple[Annotated[int, Field(ge=1, le=3650)], ...], AfterValidator(_ascending)]


class PolicyFile(Policy):
    """policy.toml: the office's policy, with the limits that keep its numbers sensible."""

    remind_after: Steps = (1, 3)
    escalate_after: Whole = 5
    remind_info_after: Steps = (2, 5)
    close_info_after: Whole = 30
    remind_task_after: Steps = (2, 5)
    urgent_approval_within: Whole = 1
    urgent_escalate_after: Whole = 3
    secret_valid_days: Whole = 60
    report_day: Annotated[int, Field(ge=1, le=15)] = 1
    report_draft_hours: Annotated[int, Field(ge=0, le=240)] = 0
    report_remind_after: Steps = (3, 7)
    submit_days: dict[Category, Annotated[int, Field(ge=0, le=250)]] = Field(default_factory=dict)
    takedown_remind_before: Count = 3
    duplicate_window_days: Count = 7
    unclear_rounds: Annotated[int, Field(ge=1, le=10)] = 2
    letters_per_person_hour: Whole = 30
    letters_per_person_day: Whole = 60
    letters_per_domain_hour: Whole = 300
    letters_per_hour: Whole = 2000
    letter_bytes: Annotated[int, Field(ge=100_000, le=100_000_000)] = 20_000_000

    def policy(self) -> Policy:
        """The policy these are."""
        return Policy.model_validate(self.model_dump())
