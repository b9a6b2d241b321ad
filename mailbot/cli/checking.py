"""The doctor's command: every finding as soon as it is known, with what to do."""

import argparse
import asyncio
import base64
import os
import secrets
from dataclasses import asdict

from mailbot.app import SystemClock, make_mailbox, make_postman
from mailbot.cli.common import FAILED, LOOK, WELL, as_json
from mailbot.cli.words import language
from mailbot.doctor.examine import examine
from mailbot.doctor.findings import Finding, Level, worst
from mailbot.doctor.world import World

_SIGN = {Level.OK: "✓", Level.WARN: "!", Level.FAIL: "✗"}


def check(options: argparse.Namespace) -> int:
    """Look at everything and say what to do; 0: all is well, 1: look at it, 2: it cannot work so."""
    findings = asyncio.run(_examine(options))
    return {Level.OK: WELL, Level.WARN: LOOK, Level.FAIL: FAILED}[worst(findings)]


async def _examine(options: argparse.Namespace) -> list[Finding]:
    world = World(clock=SystemClock("Asia/Bangkok"), mailbox=make_mailbox, postman=make_postman)
    token = base64.b32encode(secrets.token_bytes(15)).decode().lower() if options.send else None
    findings = []
    async for finding in examine(
        options.config, env=os.environ, world=world, token=token, language=language()
    ):
        findings.append(finding)
        if options.json:
            print(as_json(asdict(finding)), flush=True)
            continue
        print(f"{_SIGN[finding.level]} {finding.tried}: {finding.came_back}", flush=True)
        if finding.do:
            print(f"    → {finding.do}", flush=True)
    return findings
