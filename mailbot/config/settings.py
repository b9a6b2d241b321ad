"""The settings as values: what every other part is handed, frozen and checked.

Passwords and the office's key are SecretStr: they never show in a log, an error or a repr.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from mailbot.config.problems import Problem
from mailbot.config.values import Command, Filled, Folder, Host, ServerId, Text
from mailbot.core.office import Office
from mailbot.core.record import Record

Tls = Literal["tls", "starttls", "none"]
LoginKind = Literal["password", "oauth2"]
Language = Literal["th", "en"]
OBSERVED = "observe"
"""The folder inside the data folder for what is only observed."""


class Server(Record):
    """How to reach one mail server."""

    host: Host
    port: int = Field(ge=1, le=65535)
    tls: Tls = "tls"
    user: Text = ""
    """Empty: no login."""
    password: SecretStr = Field(default=SecretStr(""), exclude=True)
    password_file: Folder | None = None
    password_command: Command = ()
    """Prints the password, instead of a file."""
    login: LoginKind = "password"
    """«oauth2»: with an access token (XOAUTH2, OAUTHBEARER) instead of a password."""
    token_command: Command = ()
    """Prints the access token."""
    ca_file: Folder | None = None
    """The certificate authority of a server with a certificate of its own."""
    insecure: Literal["", "I know"] = ""
    """«I know»: a connection without TLS to another machine is wanted."""
    timeout: int = Field(default=30, ge=1, le=600)
    """Seconds to wait for the server, and for a command that is asked for a password or a token."""


class Imap(Server):
    """The mailbox that is read."""

    port: int = Field(default=993, ge=1, le=65535)
    user: Filled
    inbox: Filled = "INBOX"
    folders: Filled = "mailbot"
    """The folder under which read mails are filed."""
    idle: bool = True
    poll_seconds: int = Field(default=60, ge=5, le=3600)


class Smtp(Server):
    """The server letters are handed to."""

    port: int = Field(default=465, ge=1, le=65535)
    from_name: Text = ""
    """The name beside our address; empty: the office's short name."""
    connections: int = Field(default=2, ge=1, le=20)


class Reading(Record):
    """The limits on reading one mail."""

    max_bytes: int = Field(default=60_000_000, ge=100_000, le=500_000_000)
    """A larger mail is kept on the server and only its header is read."""
    seconds: int = Field(default=30, ge=1, le=600)
    memory_mb: int = Field(default=768, ge=128, le=16_384)
    children: int = Field(default=2, ge=1, le=64)


class Trust(Record):
    """What a mail's claimed sender is believed by (design: the third lock)."""

    authserv_ids: tuple[ServerId, ...] = ()
    """Whose Authentication-Results count. Empty: none."""
    verify_dkim: bool = True
    trusted_forwarders: tuple[Host, ...] = ()
    """Domains whose ARC seal is believed."""
    plus_addressing: bool = False
    """Whether the mailbox receives ``name+anything@``."""


class Settings(Record):
    """Everything mailbot is told, checked as a whole."""

    folder: Path
    """The settings folder it was read from."""
    office: Office
    imap: Imap
    smtp: Smtp
    reading: Reading = Reading()
    trust: Trust = Trust()
    data: Path
    """Register, archive and outbox lie here; while observing, those that shadow them."""
    templates: Path | None = None
    """The office's own templates, used instead of the packaged ones file by file."""
    language: Language = "th"
    mode: Literal["on", "observe"] = "on"
    log: Literal["auto", "text", "json"] = "auto"
    key: SecretStr = SecretStr("")
    """The office's key in hex, from which the secrets of letters are made."""
    warnings: tuple[Problem, ...] = ()
    """What works but deserves a look; shown at each start."""

    @property
    def observed(self) -> Path:
        """Where what is only observed lies, apart from the real register."""
        return self.data if self.mode == "observe" else self.data / OBSERVED
