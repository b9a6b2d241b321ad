"""Which site a request, a webmaster's word or a URL belongs to (R21)."""

import re
from urllib.parse import urlsplit

from mailbot.core.language.thai import skeleton
from mailbot.core.office import Office, Site
from mailbot.core.request import Fields, Item

_PUNCTUATION = re.compile(r"[\s./]+")


def find_site(office: Office, words: str | None) -> Site | None:
    """The site somebody means by an id, a path, an address, a name or an alias; None when unsure."""
    if not words:
        return None
    plain = words.strip().strip("/").casefold()
    if plain in {"main", office.domain.casefold()}:
        return office.main_site
    for site in office.sites:
        if plain in {site.id.casefold(), site.path.casefold(), site.address.casefold()} - {""}:
            return site
    wanted = skeleton(words)
    matches = [site for site in office.sites if _named(site, wanted)]
    longest = max((len(_longest(site, wanted)) for site in matches), default=0)
    best = [site for site in matches if len(_longest(site, wanted)) == longest]
    return best[0] if len(best) == 1 else None


def _longest(site: Site, wanted: str) -> str:
    names = (skeleton(name) for name in (site.name, *site.aliases))
    return max((name for name in names if name and (name in wanted or wanted in name)), key=len, default="")


def _named(site: Site, wanted: str) -> bool:
    return len(wanted) > 1 and bool(_longest(site, wanted))


def items_for(office: Office, fields: Fields) -> tuple[Item, ...]:
    """One item a site; the main site when none is named (R1)."""
    sites = dict.fromkeys(site.id for site in _meant(office, fields)) or {office.main_site.id: None}
    return tuple(item_for(office, site_id) for site_id in sites)


def _meant(office: Office, fields: Fields) -> list[Site]:
    named = fields.sites or ((fields.site,) if fields.site else ())
    found = [site for words in named if (site := find_site(office, words))]
    if not found and (group := find_site(office, fields.group)):
        return [group]
    return found


def nowhere(office: Office, fields: Fields) -> bool:
    """Whether a site is named that the office has not: it is asked about, not taken for the main site."""
    return bool(fields.site or fields.sites or fields.group) and not _meant(office, fields)


def item_for(office: Office, site_id: str) -> Item:
    """The item of one site, with the site's first webmaster."""
    site = office.site(site_id)
    return Item(site=site_id, webmaster=site.webmasters[0] if site and site.webmasters else None)


def belongs(url: str, site: Site, office: Office) -> bool:
    """Whether a URL lies on this site: the same host (with or without www.), and under its path (R21)."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:
        return False
    if "\\" in url or "@" in parts.netloc or parts.scheme.casefold() not in {"http", "https"}:
        return False  # browsers and parsers go to different hosts
    if _bare(parts.hostname or "") != _bare(site.host):
        return False
    first = parts.path.strip("/").split("/")[0].casefold()
    if site.path:
        return first == site.path.casefold()
    groups = {
        other.path.casefold()
        for other in office.sites
        if other.path and _bare(other.host) == _bare(site.host)
    }
    return first not in groups


def _bare(host: str) -> str:
    return host.casefold().removeprefix("www.")
