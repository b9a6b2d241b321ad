"""The office as values: who is who, for which unit and site, on which day, under which policy.

Built by ``mailbot.config`` from the settings folder; nothing about one particular office is in code.
"""

from collections.abc import Iterator
from datetime import date, time
from enum import StrEnum
from functools import lru_cache

from pydantic import Field

from mailbot.core.record import Record
from mailbot.core.request import Category


class Acting(StrEnum):
    """The three ways to stand in for a head (S6); they are printed differently."""

    DELEGATED = "ปฏิบัติราชการแทน"
    ACTING = "รักษาราชการแทน"
    CARETAKER = "รักษาการในตำแหน่ง"
    ASSIGNED = "ผู้ได้รับมอบหมายจาก"
    """For one request, by the head's reply (R29)."""


class Person(Record):
    """One row of people.csv. The address is what identifies a person."""

    address: str
    name: str
    """With title, as it is printed: «นางสาวสมฤดี ปิ่นแก้ว»."""
    position: str = ""
    unit: str | None = None
    """The unit's id."""
    phone: str = ""
    extension: str = ""
    nickname: str = ""
    requester: bool = True
    """May request publication (R8), from ``since`` until ``until``."""
    since: date | None = None
    until: date | None = None
    order: str = ""
    """The order of appointment: «คำสั่งที่ ๑๒/๒๕๖๙ ลงวันที่ ...» (R16)."""
    aliases: tuple[str, ...] = ()
    """Other addresses the same person writes from."""

    def serves(self, day: date) -> bool:
        """Whether the appointment is in force on ``day`` (both ends included)."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Deputy(Record):
    """Somebody who may decide for a unit's head, in the listed order, between two dates."""

    address: str
    acting: Acting = Acting.DELEGATED
    since: date | None = None
    until: date | None = None
    order: str = ""
    always: bool = False
    """May decide also while the head is present; otherwise only when the head is away or is the requester."""

    def in_force(self, day: date) -> bool:
        """Whether the deputy may act on ``day`` (both ends included)."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Unit(Record):
    """A group of the office, or a school when ``school`` is set."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    head: str | None = None
    """Address of the head; None while the post is empty."""
    deputies: tuple[Deputy, ...] = ()
    head_away: tuple[tuple[date, date], ...] = ()
    """Days on which the first deputy in force receives the approval letters."""
    school: bool = False
    approved_by_unit: str | None = None
    """For a school: the unit whose head approves (R4)."""


class Site(Record):
    """A web site that is published on: the main one, or a group's."""

    id: str
    name: str
    host: str
    path: str = ""
    """Without slashes; empty for the main site."""
    aliases: tuple[str, ...] = ()
    webmasters: tuple[str, ...] = ()
    publish_days: dict[Category, int] = Field(default_factory=dict)
    """How many days a category stays up (R15); absent: until further notice."""

    @property
    def main(self) -> bool:
        """Whether it is the office's main site."""
        return not self.path

    @property
    def address(self) -> str:
        """Host and path as people write them: ``www.sea.example/law``."""
        return f"{self.host}/{self.path}" if self.path else self.host


class OfficeHours(Record):
    """When letters that are not answers go out (S5)."""

    opens: time = time(8, 30)
    closes: time = time(16, 30)
    workdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Monday is 0."""


class Policy(Record):
    """The numbers the guideline leaves open (Q1 to Q8), in working days unless named otherwise."""

    remind_after: tuple[int, ...] = (1, 3)
    """Working days after the approval letter at which the head is reminded."""
    escalate_after: int = 5
    """Working days after which the deputy is asked as well, and the webmaster is told."""
    remind_info_after: tuple[int, ...] = (2, 5)
    """Working days after which a requester who owes an answer is reminded."""
    close_info_after: int = 30
    """Working days after which an unanswered request is put before the webmaster."""
    remind_task_after: tuple[int, ...] = (2, 5)
    """Working days after which the webmaster is reminded of a task (besides the digest)."""
    urgent_approval_within: int = 1
    """Working days in which the approval of an urgent release is owed (Q3); then daily."""
    urgent_escalate_after: int = 3
    urgent_barred: tuple[Category, ...] = (Category.PROCUREMENT_RECRUITMENT,)
    """Categories that always touch stakeholders, so the urgent branch is not open (R30)."""
    secret_valid_days: int = 60
    """Calendar days for which the secret of a letter can be answered."""
    report_day: int = 1
    """The monthly report goes out on this working day of the next month (R37)."""
    report_draft_hours: int = 0
    """Hours the webmaster may look at the draft first (R39); 0: sent at once."""
    report_remind_after: tuple[int, ...] = (3, 7)
    submit_days: dict[Category, int] = Field(default_factory=dict)
    """Working days before the wanted day of publication on which a category's data is due (R14); else 0."""
    takedown_remind_before: int = 3
    """Calendar days before the end of the publication period."""
    duplicate_window_days: int = 7
    """Days within which the same topic by the same person is asked about (S16)."""
    unclear_rounds: int = 2
    """After so many unclear answers a person is brought in."""
    letters_per_person_hour: int = 30
    letters_per_person_day: int = 60
    letters_per_domain_hour: int = 300
    letters_per_hour: int = 2000
    """The overall breaker: sending stops and the operator is told another way."""
    letter_bytes: int = 20_000_000
    """Larger letters list their files instead of carrying them."""
    self_approval: bool = False
    """Whether a head may approve an own request (Q2)."""
    confirm_unknown_sender: bool = True
    """Lock 3 not checkable: ask once at the address on record. False: refuse."""


class _Staff:
    """The people of one office as a key: the very same tuple, which it costs nothing to compare."""

    __slots__ = ("people",)

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.people = people

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Staff) and other.people is self.people

    def __hash__(self) -> int:
        return id(self.people)


@lru_cache(maxsize=4)  # asked for several times a mail, and the key keeps the people it names
def _by_address(staff: _Staff) -> dict[str, Person]:
    """People by address and alias; of two with one address, the first in the list."""
    known: dict[str, Person] = {}
    for person in staff.people:
        for address in (person.address, *person.aliases):
            known.setdefault(address.casefold(), person)
    return known


class Office(Record):
    """Everything the rules need to know about one office."""

    name: str
    short: str
    domain: str
    """The main site's host."""
    phone: str = ""
    address: str
    """The mailbox mailbot reads and writes from."""
    aliases: tuple[str, ...] = ()
    """Other addresses that end up in the same mailbox."""
    number_prefix: str = "WEB"
    """ASCII; a request number is ``PREFIX-2569-0042``."""
    timezone: str = "Asia/Bangkok"
    thai_digits_on_paper: bool = True
    blank_signature: bool = False
    """Papers carry an empty signature line instead of the electronic one (S15)."""
    operator: str
    """Address of who runs the system."""
    director: str | None = None
    reviewers: tuple[str, ...] = ()
    """Who reviews the monthly report (R38)."""
    units: tuple[Unit, ...] = ()
    sites: tuple[Site, ...] = ()
    people: tuple[Person, ...] = ()
    holidays: frozenset[date] = frozenset()
    hours: OfficeHours = OfficeHours()
    policy: Policy = Policy()
    laws: tuple[str, ...] = ()
    """Printed under letters and papers (R40 to R43)."""

    def person(self, address: str | None) -> Person | None:
        """The person on record under this address or alias, whether or not in service today."""
        return None if address is None else _by_address(_Staff(self.people)).get(address.casefold())

    def unit(self, unit_id: str | None) -> Unit | None:
        """The unit of this id."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def site(self, site_id: str | None) -> Site | None:
        """The site of this id."""
        return next((site for site in self.sites if site.id == site_id), None)

    @property
    def main_site(self) -> Site:
        """The site requests go to when none is named (R1)."""
        return next((site for site in self.sites if site.main), self.sites[0])

    @property
    def webmasters(self) -> tuple[str, ...]:
        """The addresses of all webmasters, main site's first, without repeats."""
        ordered = sorted(self.sites, key=lambda site: not site.main)
        return tuple(dict.fromkeys(address for site in ordered for address in site.webmasters))

    def sites_of(self, address: str) -> Iterator[Site]:
        """The sites whose webmaster this address is (R21)."""
        person = self.person(address)
        known = {address.casefold()} | ({person.address.casefold()} if person else set())
        return (site for site in self.sites if known & {w.casefold() for w in site.webmasters})

    def is_ours(self, address: str | None) -> bool:
        """Whether a mail from this address is our own mail coming back."""
        return address is not None and address.casefold() in {
            self.address.casefold(),
            *(alias.casefold() for alias in self.aliases),
        }
