"""A settings folder -> Settings, or every mistake in it at once.

Nothing connects to anything before this has passed. The clock is not read: ``today`` comes in.
"""

import ipaddress
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from mailbot.config.crosscheck import Directory, check_mailbot, check_sites, check_units
from mailbot.config.files import MailbotFile, PolicyFile, SitesFile, UnitsFile, UnitTable
from mailbot.config.holidays import read_holidays
from mailbot.config.logins import Access, logins
from mailbot.config.people import NAME as PEOPLE
from mailbot.config.people import Row, read_people
from mailbot.config.problems import LANGUAGES, Findings
from mailbot.config.secrets import SETTINGS, Vault, office_key, take_out_secrets
from mailbot.config.settings import OBSERVED, Server, Settings
from mailbot.config.toml import Source, read_bytes, read_toml, validate
from mailbot.core.office import Acting, Deputy, Office, Policy, Site, Unit

UNITS: Final = "units.toml"
SITES: Final = "sites.toml"
POLICY: Final = "policy.toml"


def load(
    folder: Path,
    *,
    env: Mapping[str, str],
    today: date | None = None,
    language: str | None = None,
    secrets: bool = True,
) -> Settings:
    """Everything in the settings folder, checked as a whole.

    ``env`` is the environment (for secrets); ``today`` lets expired appointments and missing holidays be
    noticed; ``language`` is that of the problems, else the office's own; ``secrets=False`` is for commands
    that connect to nothing: what is missing stays empty.
    Raises SettingsError with all mistakes, each at its file and line.
    """
    source = read_toml(folder, SETTINGS, Findings())
    findings = Findings(language or _language(source))
    if not source.sound:
        read_toml(folder, SETTINGS, findings)  # once more, to say so in the right language
    take_out_secrets(source, findings)
    form = validate(MailbotFile, source, findings)
    units, units_source = _units(folder, findings)
    sites_source = read_toml(folder, SITES, findings)
    sites = validate(SitesFile, sites_source, findings)
    policy = validate(PolicyFile, read_toml(folder, POLICY, findings), findings)
    values = tuple(_unit(table) for table in units.unit) if units else None
    raw_people = read_bytes(folder, PEOPLE, findings)
    rows = read_people(raw_people, values, findings) if raw_people is not None else None
    holidays = read_holidays(folder, findings, today=today)

    ours = (form.office.address, *form.office.aliases) if form else ()
    people = Directory(rows, findings, ours=ours, today=today)
    if form:
        check_mailbot(form, source, people)
        for name, server in (("imap", form.imap), ("smtp", form.smtp)):
            _check_connection(server, name, source, findings)
            _check_authority(server, name, source, findings, folder)
    if units:
        check_units(units, units_source, people, findings, today=today)
    if sites:
        check_sites(sites, sites_source, people, findings, domain=form.office.domain if form else "")
    vault = Vault(folder, env, findings)
    kept = _secrets(form, source, vault, findings, needed=secrets) if form else None
    findings.raise_if_wrong()
    if (
        form is None or values is None or sites is None or policy is None or rows is None or kept is None
    ):  # cannot be: each None has left a mistake behind
        raise AssertionError("settings were refused without a reason")
    office = _office(form, values, sites, rows, policy.policy(), holidays)
    return _settings(folder, form, office, kept, findings)


def _language(source: Source) -> str:
    stated = source.data.get("language")
    return stated if isinstance(stated, str) and stated in LANGUAGES else LANGUAGES[0]


def _units(folder: Path, findings: Findings) -> tuple[UnitsFile | None, Source]:
    source = read_toml(folder, UNITS, findings)
    return validate(UnitsFile, source, findings), source


# --- connections and secrets -----------------------------------------------------------------------


def _check_connection(server: Server, name: str, source: Source, findings: Findings) -> None:
    """TLS is required, unless the server is this machine or the office says it knows."""
    if server.tls != "none" or is_loopback(server.host):
        return
    allowed = server.insecure == "I know"
    code = "insecure_allowed" if allowed else "insecure"
    line = source.line((name, "tls"))
    findings.add(
        code, source.name, line=line, key=f"{name}.tls", warning=allowed, value=server.host, table=name
    )


def _check_authority(server: Server, name: str, source: Source, findings: Findings, folder: Path) -> None:
    """An authority that is stated must be a file of certificates, or no connection could ever be made."""
    if server.ca_file is None:
        return
    import ssl

    try:
        ssl.create_default_context(cafile=str(folder / server.ca_file))
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        reason = getattr(error, "strerror", None) or type(error).__name__
        line = source.line((name, "ca_file"))
        value = str(server.ca_file)
        findings.add(
            "not_an_authority", source.name, line=line, key=f"{name}.ca_file", value=value, reason=reason
        )


def is_loopback(host: str) -> bool:
    """Whether a connection to this host never leaves the machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold().rstrip(".") == "localhost"


def _secrets(
    form: MailbotFile, source: Source, vault: Vault, findings: Findings, *, needed: bool
) -> tuple[Access, Access, SecretStr]:
    """How the servers are logged in to, and the office's key; what is missing is empty."""
    imap, smtp = logins(form, source, vault, findings)
    found = vault.find("key", form.secrets.key_file, key="secrets.key_file")
    key = office_key(found, findings) if found else found
    for what, secret in (("imap", imap.password), ("smtp", smtp.password), ("key", key)):
        if needed and secret is None:
            vault.missing(what, line=source.line((what,)))
    return imap, smtp, key or SecretStr("")


# --- the values the rest of the program sees -------------------------------------------------------


def _unit(table: UnitTable) -> Unit:
    deputies = tuple(
        Deputy(
            address=d.address,
            acting=Acting(d.acting),
            since=d.since,
            until=d.until,
            order=d.order,
            always=d.always,
        )
        for d in table.deputy
    )
    return Unit(
        id=table.id,
        name=table.name,
        aliases=table.aliases,
        head=table.head,
        deputies=deputies,
        head_away=table.head_away,
        school=table.school,
        approved_by_unit=table.approved_by,
    )


def _office(
    form: MailbotFile,
    units: tuple[Unit, ...],
    sites: SitesFile,
    rows: tuple[Row, ...],
    policy: Policy,
    holidays: frozenset[date],
) -> Office:
    table = form.office
    stated = {name: getattr(table, name) for name in type(table).model_fields if name != "hours"}
    places = tuple(
        Site(**(dict(site) | {"host": site.host or table.domain, "publish_days": site.publish_days}))
        for site in sites.site
    )
    people = tuple(row.person for row in rows)
    hours = table.hours.hours()
    return Office(
        **stated, units=units, sites=places, people=people, holidays=holidays, hours=hours, policy=policy
    )


def _settings(
    folder: Path,
    form: MailbotFile,
    office: Office,
    kept: tuple[Access, Access, SecretStr],
    findings: Findings,
) -> Settings:
    imap, smtp, key = kept
    data = folder / (form.data or "data")
    return Settings(
        folder=folder,
        office=office,
        imap=form.imap.model_copy(update=_login(form.imap, imap, folder)),
        smtp=form.smtp.model_copy(update=_login(form.smtp, smtp, folder)),
        reading=form.reading,
        trust=form.trust,
        data=data / OBSERVED if form.mode == "observe" else data,
        templates=folder / form.templates if form.templates else None,
        language=form.language,
        mode=form.mode,
        log=form.log,
        key=key,
        warnings=findings.warnings,
    )


def _login(server: Server, access: Access, folder: Path) -> dict[str, object]:
    """What becomes of a server's section once its secrets and files are found."""
    return {
        "login": access.login,
        "password": access.password or SecretStr(""),
        "password_command": access.password_command,
        "token_command": access.token_command,
        "ca_file": folder / server.ca_file if server.ca_file else None,
    }
