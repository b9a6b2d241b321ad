"""A real Dovecot of one's own: loopback, a folder that is thrown away, no system files touched.

Used where the ``dovecot`` program is installed (Debian: dovecot-imapd, version 2.3). As root the mails belong
to ``nobody``, since Dovecot refuses to read mail as root; as anybody else everything runs as oneself.
"""

import getpass
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = {host}
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = {mechanisms}
mail_location = maildir:{folder}/mail/%u
mail_fsync = {fsync}
first_valid_uid = 0
mail_max_userip_connections = 50
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {folder}/users/%u
}}
{tokens}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  # Otherwise every login waits longer after each wrong password from this machine.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


_TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
_OAUTH2 = """
introspection_url = {url}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
timeout_msecs = 20000
"""


def installed() -> bool:
    """Whether this machine has Dovecot."""
    return _program() is not None


def _program() -> str | None:
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")


class DovecotServer:
    """Dovecot with these users (name -> password), from ``start`` to ``stop``.

    ``tokens``: where it asks about access tokens (RFC 7662); a user who logs in with one needs no password.
    ``mechanisms``: how one can log in.
    """

    kind = "dovecot"

    def __init__(
        self,
        users: Mapping[str, str],
        *,
        host: str = "127.0.0.1",
        fsync: bool = False,
        tokens: str = "",
        mechanisms: str = "plain login",
    ) -> None:
        self.users = dict(users)
        self.host = host
        self.port = 0
        self._fsync = fsync
        self._tokens, self._mechanisms = tokens, mechanisms
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._dropped = 0
        self._lock = threading.Lock()

    def start(self) -> Self:
        """Write the settings, start, wait until it answers. RuntimeError with its log when it does not."""
        program = _program()
        if program is None:
            raise RuntimeError("dovecot is not installed")
        # A short path of its own: the sockets under it may have 108 characters at most.
        self._folder = Path(tempfile.mkdtemp(prefix="mb-dc-"))
        self._folder.chmod(0o755)
        self._write_settings()
        with (self._folder / "stderr").open("wb") as stderr:
            self._process = subprocess.Popen(
                [program, "-F", "-c", str(self._folder / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        self._wait_until_it_answers()
        return self

    def stop(self) -> None:
        """End the server and remove its folder."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def add_user(self, user: str, password: str) -> None:
        """One more mailbox, from now on."""
        self.users[user] = password
        self._write_user(user, password)

    def deliver(self, user: str, raw: bytes, *, flags: Iterable[str] = (), folder: str = "INBOX") -> None:
        """Put one mail into a folder as a delivery agent does: write to ``tmp``, move to ``new``."""
        if tuple(flags):
            raise ValueError("set flags over IMAP")
        with self._lock:
            self._dropped += 1
            number = self._dropped
        maildir = self._maildir(user, folder)
        name = f"{1_000_000_000 + number}.M{number}P{os.getpid()}.practice"
        fresh = maildir / "tmp" / name
        fresh.write_bytes(raw)
        self._give(fresh)
        fresh.rename(maildir / "new" / name)

    def deliver_many(self, user: str, raws: Iterable[bytes]) -> None:
        """Put several mails into the inbox, in order."""
        for raw in raws:
            self.deliver(user, raw)

    def renumber(self, user: str) -> None:
        """Give the inbox a new UIDVALIDITY and its mails new UIDs, by taking away Dovecot's own lists."""
        self.drop_connections()
        maildir = self._maildir(user, "INBOX")
        uids = maildir / "dovecot-uidlist"
        # Its first line is «3 V<uidvalidity> N<next uid>»; without the other lines all is numbered anew.
        before = int(uids.read_text("ascii").split()[1][1:]) if uids.exists() else 1
        for file in [*maildir.glob("dovecot*")]:
            file.unlink(missing_ok=True)
        uids.write_text(f"3 V{before + 1} N1\n", "ascii")
        self._give(uids)

    def drop_connections(self) -> None:
        """End all sessions, as a restart of the server does."""
        self._doveadm("kick", "*")
        ends = time.monotonic() + 10
        while len(self._doveadm("who", "-1").splitlines()) > 1 and time.monotonic() < ends:
            time.sleep(0.02)

    def _doveadm(self, *command: str) -> str:
        settings = str(self._home() / "dovecot.conf")
        done = subprocess.run(
            ["doveadm", "-c", settings, *command], check=False, capture_output=True, text=True
        )
        return done.stdout

    def log(self) -> str:
        """What Dovecot wrote down."""
        file = self._home() / "dovecot.log"
        return file.read_text("utf-8", "replace") if file.exists() else ""

    def _home(self) -> Path:
        if self._folder is None:
            raise RuntimeError("dovecot is not running")
        return self._folder

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise RuntimeError("dovecot is not running")
        return self._process

    def _maildir(self, user: str, folder: str) -> Path:
        home = self._home() / "mail" / user
        maildir = home if folder == "INBOX" else home / f".{folder}"
        for part in ("cur", "new", "tmp"):
            if not (maildir / part).is_dir():
                (maildir / part).mkdir(parents=True)
        for made in (self._home() / "mail", home, maildir, *maildir.iterdir()):
            self._give(made)
        return maildir

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(path, "nobody", _group_of_nobody())

    def _write_settings(self) -> None:
        folder = self._home()
        root = os.geteuid() == 0
        me, my_group = getpass.getuser(), grp.getgrgid(os.getegid()).gr_name
        with socket.socket() as probe:
            probe.bind((self.host, 0))
            self.port = probe.getsockname()[1]
        (folder / "users").mkdir()
        (folder / "users").chmod(0o755)
        for user, password in self.users.items():
            self._write_user(user, password)
        (folder / "mail").mkdir()
        self._give(folder / "mail")
        if self._tokens:
            (folder / "oauth2.conf").write_text(_OAUTH2.format(url=self._tokens))
        (folder / "dovecot.conf").write_text(
            _CONFIG.format(
                folder=folder,
                host=self.host,
                port=self.port,
                fsync="optimized" if self._fsync else "never",
                mechanisms=self._mechanisms,
                tokens=_TOKENS.format(folder=folder) if self._tokens else "",
                internal="dovecot" if root else me,
                internal_group="dovecot" if root else my_group,
                login="dovenull" if root else me,
                owner="nobody" if root else me,
                group=_group_of_nobody() if root else my_group,
            )
        )

    def _write_user(self, user: str, password: str) -> None:
        # A file for each: Dovecot looks for changes in a file it knows once a second only.
        file = self._home() / "users" / user
        file.write_text(f"{user}:{{PLAIN}}{password}\n", "utf-8")
        file.chmod(0o644)

    def _wait_until_it_answers(self) -> None:
        ends = time.monotonic() + 20
        while time.monotonic() < ends and self._running().poll() is None:
            try:
                with socket.create_connection((self.host, self.port), 2) as line:
                    line.settimeout(5)
                    if line.recv(10).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.02)
        said = (self._home() / "stderr").read_text("utf-8", "replace") + self.log()
        self.stop()
        raise RuntimeError(f"dovecot did not start: {said}")


def _group_of_nobody() -> str:
    return grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name
