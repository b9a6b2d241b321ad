"""``mailbot check``: the doctor's answers, each as soon as it is known."""

import argparse
import asyncio
import os
import secrets
from dataclasses import asdict

from mailbot.cli.common import FAILED, LOOK, WELL, as_json
from mailbot.cli.words import language
from mailbot.doctor import Finding, Level, examine, worst

_MARKS = {Level.OK: "✓", Level.WARN: "!", Level.FAIL: "✗"}
_STATUS = {Level.OK: WELL, Level.WARN: LOOK, Level.FAIL: FAILED}


def check(options: argparse.Namespace) -> int:
    """Try every setting and every connection; with ``--send`` also a mail to ourselves."""
    return _STATUS[worst(asyncio.run(_examine(options)))]


async def _examine(options: argparse.Namespace) -> list[Finding]:
    from mailbot.app import doctors_world

    token = secrets.token_hex(8) if options.send else None
    findings = []
    async for finding in examine(
        options.config, env=os.environ, world=doctors_world(), token=token, language=language()
    ):
        findings.append(finding)
        print(as_json(asdict(finding)) if options.json else _shown(finding), flush=True)
    return findings


def _shown(finding: Finding) -> str:
    """The mark and what came back; what was tried and what to do only where somebody must act."""
    lines = [f"{_MARKS[finding.level]} {finding.name}: {finding.came_back}"]
    if finding.level is not Level.OK:
        lines += [f"    {finding.tried}", f"    → {finding.do}"]
    return "\n".join(lines)
