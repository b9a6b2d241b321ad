"""What only the whole office shows: people who are not on record, posts nobody holds, two sites in one place.

Adds problems; changes nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from mailbot.config.files import MailbotFile, SitesFile, UnitsFile
from mailbot.config.people import NAME as PEOPLE
from mailbot.config.people import Row
from mailbot.config.problems import Findings, nearest
from mailbot.config.toml import Source
from mailbot.core.office import Person


class Directory:
    """Who is on record, for checking addresses that other files state.

    ``rows`` None: people.csv could not be read, so nobody is missed in it.
    """

    def __init__(
        self, rows: Sequence[Row] | None, findings: Findings, *, ours: Iterable[str], today: date | None
    ) -> None:
        self._findings = findings
        self._today = today
        self._ours = {address.casefold() for address in ours}
        self._people: dict[str, Person] = {}
        self._known = rows is not None
        for row in rows or ():
            for address in (row.person.address, *row.person.aliases):
                self._add(row, address)

    def _add(self, row: Row, address: str) -> None:
        folded = address.casefold()
        if folded in self._ours:
            self._findings.add("own_address", PEOPLE, line=row.number, value=address)
        elif folded not in self._people:
            self._people[folded] = row.person
        elif self._people[folded] is not row.person:
            other = self._people[folded].name
            self._findings.add("duplicate_address", PEOPLE, line=row.number, value=address, other=other)

    def check(
        self, address: str, source: Source, place: tuple[str | int, ...], *, warning: bool = False
    ) -> Person | None:
        """The person a file means by this address; a problem at its line when there is none."""
        line, key = source.line(place), ".".join(part for part in place if isinstance(part, str))
        if address.casefold() in self._ours:
            self._findings.add("own_address", source.name, line=line, key=key, value=address)
            return None
        person = self._people.get(address.casefold())
        if person is None and self._known:
            near = nearest(address, list(self._people))
            self._findings.add(
                "nobody_of_that_address",
                source.name,
                line=line,
                key=key,
                warning=warning,
                value=address,
                near=near,
            )
        elif person and self._today is not None and not person.serves(self._today):
            self._findings.add(
                "not_in_service", source.name, line=line, key=key, warning=True, value=person.name
            )
        return person


def check_mailbot(form: MailbotFile, source: Source, people: Directory) -> None:
    """The people mailbot.toml names."""
    office = form.office
    people.check(office.operator, source, ("office", "operator"), warning=True)
    if office.director:
        people.check(office.director, source, ("office", "director"))
    for reviewer in office.reviewers:
        people.check(reviewer, source, ("office", "reviewers"))


def check_units(
    form: UnitsFile, source: Source, people: Directory, findings: Findings, *, today: date | None
) -> None:
    """Units: each id and name once, heads and deputies on record and in service, somebody who may approve."""
    _unique([(unit.id, "id") for unit in form.unit], source, "unit", findings)
    _unique([(unit.name, "name") for unit in form.unit], source, "unit", findings)
    known = {unit.id: unit for unit in form.unit}
    for index, unit in enumerate(form.unit):
        place = ("unit", index)
        line = source.line(place)
        if unit.head:
            head = people.check(unit.head, source, (*place, "head"))
            if head is not None and head.unit is None:
                findings.add(
                    "head_without_unit",
                    source.name,
                    line=source.line((*place, "head")),
                    key="unit.head",
                    warning=True,
                    value=head.name,
                    unit=unit.id,
                )
        for number, deputy in enumerate(unit.deputy):
            people.check(deputy.address, source, (*place, "deputy", number, "address"))
        approver = known.get(unit.approved_by) if unit.approved_by else None
        if unit.approved_by and (approver is None or approver.id == unit.id):
            findings.add(
                "unknown_unit",
                source.name,
                line=source.line((*place, "approved_by")),
                key="unit.approved_by",
                value=unit.approved_by,
                near=nearest(unit.approved_by, list(known)),
                known=", ".join(known),
            )
        standing = [d for d in unit.deputy if today is None or d.until is None or d.until >= today]
        if not (unit.head or standing or unit.school):
            findings.add("nobody_approves", source.name, line=line, key="unit", warning=True, value=unit.name)


def check_sites(
    form: SitesFile, source: Source, people: Directory, findings: Findings, *, domain: str
) -> None:
    """Sites: each id and place once, one main site, a webmaster for each."""
    _unique([(site.id, "id") for site in form.site], source, "site", findings)
    _unique(
        [(f"{site.host or domain}/{site.path}".rstrip("/"), "path") for site in form.site],
        source,
        "site",
        findings,
    )
    if not any(not site.path for site in form.site):
        findings.add("no_main_site", source.name, line=source.line(("site", 0)), key="site.path")
    for index, site in enumerate(form.site):
        place = ("site", index)
        if not site.webmasters:
            line = source.line(place)
            findings.add(
                "site_without_webmaster", source.name, line=line, key="site.webmasters", value=site.name
            )
        for webmaster in site.webmasters:
            people.check(webmaster, source, (*place, "webmasters"))


def _unique(values: Sequence[tuple[str, str]], source: Source, table: str, findings: Findings) -> None:
    """Report each value that an earlier table of the file already has."""
    first: dict[str, int] = {}
    for index, (value, key) in enumerate(values):
        earlier = first.setdefault(value.casefold(), index)
        if earlier != index:
            line = source.line((table, index, key))
            other = source.line((table, earlier, key)) or source.line((table, earlier))
            findings.add("twice", source.name, line=line, key=f"{table}.{key}", value=value, other=other)
