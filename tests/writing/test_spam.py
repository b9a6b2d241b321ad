"""Letters are not taken for spam: SpamAssassin's own rules, without the network.

Needs Debian's spamassassin, and is left out by name where it is not installed.
"""

import re
import shutil
import subprocess

import pytest

from mailbot.sandbox.gallery import composer
from mailbot.sandbox.samples import samples

pytestmark = pytest.mark.skipif(
    shutil.which("spamassassin") is None, reason="needs spamassassin (Debian: apt-get install spamassassin)"
)

MOST = 1.0
"""Points; 5 make a mail spam."""
OF_THE_CHANNEL = {"NO_RECEIVED", "NO_RELAYS"}
"""What every mail has that did not travel."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["approval", "acknowledgement-missing", "digest", "task"])
def test_spamassassin_finds_little_to_complain_about(name: str) -> None:
    letter = next(sample.letter for sample in samples() if sample.name == name)
    raw = composer().compose(letter).raw
    run = subprocess.run(
        ["spamassassin", "-L", "-t"], input=raw, capture_output=True, check=False, timeout=240
    )
    report = run.stdout.decode("utf-8", "replace")
    rules = re.findall(r"(?m)^ *(-?[0-9.]+) ([A-Z0-9_]+) ", report)
    assert "Content analysis details" in report, run.stderr.decode("utf-8", "replace")[:500]
    points = sum(float(value) for value, rule in rules if rule not in OF_THE_CHANNEL)
    assert points < MOST, rules
