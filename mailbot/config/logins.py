"""What each server is logged in to with: a password, what a command prints, or an access token.

Whatever [smtp] does not say is, for the same user, as in [imap]: one account for reading and sending is the
usual case. Nothing is run here; a command is asked when a login needs it.
"""

from dataclasses import dataclass, replace

from pydantic import SecretStr

from mailbot.config.files import MailbotFile
from mailbot.config.problems import Findings
from mailbot.config.secrets import Vault
from mailbot.config.settings import LoginKind, Server
from mailbot.config.toml import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How one server is logged in to; what is not used is empty."""

    login: LoginKind = "password"
    password: SecretStr | None = None
    """None: needed, and found nowhere."""
    password_command: tuple[str, ...] = ()
    token_command: tuple[str, ...] = ()


def logins(form: MailbotFile, source: Source, vault: Vault, findings: Findings) -> tuple[Access, Access]:
    """How [imap] and [smtp] are logged in to; what contradicts itself there is a problem."""
    for name, server in (("imap", form.imap), ("smtp", form.smtp)):
        _check(server, name, source, findings)
    imap = _own("imap", form.imap, vault)
    if form.smtp.user != form.imap.user:
        smtp = _own("smtp", form.smtp, vault)
        if not form.smtp.user:
            smtp = replace(smtp, password=smtp.password or SecretStr(""))
    else:
        smtp = _shared(form.smtp, imap, vault)
    for name, server, access in (("imap", form.imap, imap), ("smtp", form.smtp, smtp)):
        _check_token(server, name, access, source, findings)
    return imap, smtp


def _own(name: str, server: Server, vault: Vault) -> Access:
    """What a server's own section and the vault say."""
    if server.login == "oauth2":
        return Access(login="oauth2", password=SecretStr(""), token_command=server.token_command)
    command = server.password_command
    password = vault.find(name, server.password_file, key=f"{name}.password_file", only_stated=bool(command))
    if password is None and command:
        return Access(password=SecretStr(""), password_command=command)
    return Access(password=password)


def _shared(smtp: Server, imap: Access, vault: Vault) -> Access:
    """The sending of the user whose mailbox is read."""
    stated = "login" in smtp.model_fields_set or smtp.password_file or smtp.password_command
    if imap.login == "oauth2" and (smtp.login == "oauth2" or not stated):
        return replace(imap, token_command=smtp.token_command or imap.token_command)
    own = _own("smtp", smtp, vault)
    if own.password is None and imap.login == "password":
        return replace(imap, password=imap.password or SecretStr(""))  # missing is said once, of [imap]
    return own


def _check(server: Server, name: str, source: Source, findings: Findings) -> None:
    """What a section says twice or in vain."""

    def wrong(code: str, key: str) -> None:
        findings.add(code, source.name, line=source.line((name, key)), key=f"{name}.{key}", table=name)

    if server.password_file and server.password_command:
        wrong("two_passwords", "password_command")
    if server.login == "oauth2":
        for key in ("password_file", "password_command"):
            if getattr(server, key):
                wrong("password_unused", key)
        if not server.user:
            wrong("oauth2_without_user", "login")


def _check_token(server: Server, name: str, access: Access, source: Source, findings: Findings) -> None:
    if "login" in server.model_fields_set and access.login == "oauth2" and not access.token_command:
        line = source.line((name, "login"))
        findings.add("token_command_missing", source.name, line=line, key=f"{name}.token_command", table=name)
    if access.login != "oauth2" and server.token_command:
        line = source.line((name, "token_command"))
        findings.add("token_unused", source.name, line=line, key=f"{name}.token_command", table=name)
