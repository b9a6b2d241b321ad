"""The words of one office that its people use in mails: units, sites, people, our own addresses.

Built from the office's settings, handed to the reading side (also across a process border, as JSON).
The default knows nothing about any office, and everything still reads. It never decides who may do what.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Self

from pydantic import TypeAdapter

from mailbot.core.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWords:
    """What a unit is called."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    school: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWords:
    """What a web site is called, and where it is."""

    id: str
    name: str
    host: str = ""
    path: str = ""
    """Without slashes; empty for a main site."""
    aliases: tuple[str, ...] = ()
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWords:
    """What a person is called. Only used to recognise names; the directory itself is not here."""

    address: str
    name: str = ""
    nickname: str = ""
    unit: str | None = None
    """The unit's id."""
    aliases: tuple[str, ...] = ()
    """Other addresses of the same person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything reading needs to know about one office. ``Vocabulary()`` works for any office."""

    own_addresses: tuple[str, ...] = ()
    """Lower-case addresses our own mail comes from."""
    number_prefix: str = "WEB"
    authserv_ids: tuple[str, ...] = ()
    """The receiving servers whose Authentication-Results are believed."""
    verify_dkim: bool = False
    trusted_forwarders: tuple[str, ...] = ()
    units: tuple[UnitWords, ...] = ()
    sites: tuple[SiteWords, ...] = ()
    people: tuple[PersonWords, ...] = ()
    office_phone: str = ""
    """The switchboard, digits as configured; «ต่อ 15» alone means this number."""

    @classmethod
    def of(
        cls,
        office: Office,
        *,
        authserv_ids: tuple[str, ...] = (),
        verify_dkim: bool = False,
        trusted_forwarders: tuple[str, ...] = (),
    ) -> Self:
        """The words of this office; the mail settings are not part of the office and are handed in."""
        return cls(
            own_addresses=tuple(a.lower() for a in (office.address, *office.aliases)),
            number_prefix=office.number_prefix,
            authserv_ids=authserv_ids,
            verify_dkim=verify_dkim,
            trusted_forwarders=trusted_forwarders,
            units=tuple(
                UnitWords(id=u.id, name=u.name, aliases=u.aliases, school=u.school) for u in office.units
            ),
            sites=tuple(
                SiteWords(id=s.id, name=s.name, host=s.host, path=s.path, aliases=s.aliases, main=s.main)
                for s in office.sites
            ),
            people=tuple(
                PersonWords(
                    address=p.address.lower(),
                    name=p.name,
                    nickname=p.nickname,
                    unit=p.unit,
                    aliases=p.aliases,
                )
                for p in office.people
            ),
            office_phone=office.phone,
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON; ``from_json`` gives the same vocabulary back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Vocabulary":
        """The vocabulary from what ``as_json`` gave. Raises pydantic's ValidationError for anything else."""
        return _adapter().validate_python(dict(data))

    def person(self, address: str | None) -> PersonWords | None:
        """The person who writes from this address, if known."""
        wanted = (address or "").lower()
        return next(
            (p for p in self.people if wanted and wanted in (p.address, *(a.lower() for a in p.aliases))),
            None,
        )

    @property
    def main_site(self) -> str:
        """The id of the main site; ``main`` when no sites are known."""
        return next((site.id for site in self.sites if site.main), "main")


@cache
def _adapter() -> TypeAdapter[Vocabulary]:
    return TypeAdapter(Vocabulary)
