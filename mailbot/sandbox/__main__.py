"""``make demo``: the practice office. A month of an office's life through the real bot, in under a minute.

    python -m mailbot.sandbox [FOLDER] [--dovecot]

Leaves a folder with every mail and letter, a page that shows it all, the register and the reports. The exit
status is 0 only when everything went as it must.
"""

import argparse
import asyncio
import shutil
import sys
import time
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.app import Parts, build
from mailbot.config import load
from mailbot.config.settings import Settings
from mailbot.core.calendar import thai_datetime
from mailbot.packaged import packaged
from mailbot.page import write_page
from mailbot.sandbox.play import FIRST_DAY, Stage, StageClock
from mailbot.sandbox.post_office import PracticePostOffice
from mailbot.sandbox.scenes import SCENES

AUTHSERV = "mx.sea.example"
_LIMIT = 300.0
"""Seconds after which the play is given up, whatever happens."""


def main() -> int:
    """Play the month; 0 when all is well."""
    parser = argparse.ArgumentParser(prog="python -m mailbot.sandbox", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("practice"))
    parser.add_argument(
        "--dovecot", action="store_true", help="a real Dovecot instead of the embedded server"
    )
    options = parser.parse_args()
    folder: Path = options.folder
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    return asyncio.run(asyncio.wait_for(_play(folder, dovecot=options.dovecot), _LIMIT))


async def _play(folder: Path, *, dovecot: bool) -> int:
    started = time.perf_counter()
    base = practice_settings(folder)
    clock = StageClock(datetime.combine(FIRST_DAY, time_of_day(8), ZoneInfo(base.office.timezone)))
    post = PracticePostOffice(
        folder,
        bot_address=base.office.address,
        people=[person.address for person in base.office.people],
        imap="dovecot" if dovecot else "pymap",
        authserv_id=AUTHSERV,
        now=lambda: clock.time,
    )
    async with post:
        settings = connected(base, post)
        app = build(settings, Parts(clock=clock))
        stage = Stage(app, post, clock, _tell)
        try:
            await stage.play(SCENES)
            faults = stage.check()
            await write_page(
                folder / "index.html",
                settings,
                register=app.register,
                archive=app.archive,
                reader=app.reader,
                composer=app.composer,
                clock=clock,
            )
        finally:
            await app.close()
    seconds = time.perf_counter() - started
    print(f"\n{len(SCENES)} scenes, {stage.mails} mails, {stage.letters} letters, {seconds:.1f} s")
    for fault in faults:
        print(f"  ✗ {fault}")
    print(f"  {'✗' if faults else '✓'} {folder}/index.html")
    return 1 if faults else 0


def practice_settings(folder: Path) -> Settings:
    """The sample office, with the practice secrets."""
    environment = {
        "MAILBOT_IMAP_PASSWORD": "practice",
        "MAILBOT_SMTP_PASSWORD": "practice",
        "MAILBOT_KEY": "7e" * 32,
    }
    settings = load(packaged("config"), env=environment)
    trust = settings.trust.model_copy(update={"authserv_ids": (AUTHSERV,), "verify_dkim": False})
    return settings.model_copy(update={"data": folder / "data", "trust": trust, "warnings": ()})


def connected(settings: Settings, post: PracticePostOffice) -> Settings:
    """The settings with the practice servers in place of the office's."""
    imap = settings.imap.model_copy(
        update={
            "host": post.imap.host,
            "port": post.imap.port,
            "user": post.imap.user,
            "tls": "none",
            "idle": False,
        }
    )
    smtp = settings.smtp.model_copy(
        update={"host": post.smtp.host, "port": post.smtp.port, "user": post.smtp.user, "tls": "none"}
    )
    return settings.model_copy(update={"imap": imap, "smtp": smtp})


def _tell(at: datetime, sender: str, reader: str, what: str, subject: str) -> None:
    who = f"{sender.partition('@')[0]:>10} → " if sender else f"{'':>10}   → {reader.partition('@')[0]}: "
    print(f"{thai_datetime(at, short=True)}  {who}{'✉' if sender else what}  {subject}"[:150])


if __name__ == "__main__":
    sys.exit(main())
