"""The tables and diagrams in the docs that are made from the code, and the check that they are in step.

python -m tests.docs --check | --write
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from mailbot.core.authority import table
from mailbot.core.request import TRANSITIONS, Status

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"(<!-- from the code: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def life() -> str:
    """The life of a request as a Mermaid diagram, from ``core/request.py``."""
    arrows: dict[tuple[Status, Status], list[str]] = {}
    for (status, event), target in TRANSITIONS.items():
        if status is not target:
            arrows.setdefault((status, target), []).append(event.value)
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Status.RECEIVED}"]
    lines += [f"    {a} --> {b}: {' / '.join(events)}" for (a, b), events in arrows.items()]
    lines += [f"    {status} --> [*]" for status in (Status.TAKEN_DOWN, Status.REJECTED, Status.WITHDRAWN)]
    return "\n".join([*lines, "```", ""])


def authority() -> str:
    """The authority table as Markdown, from ``core/authority.py``."""
    head = ("who asks for", "as", "our letter's secret", "sender authenticated", "nobody can say", "failed")
    rows = [head, tuple("---" for _ in head), *table()]
    rows.append(("anything else", "anybody", "", "explain", "explain", "explain"))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


MAKERS: dict[str, Callable[[], str]] = {"life": life, "authority": authority}


def renewed(text: str) -> str:
    """The document with every block made anew."""
    return _BLOCK.sub(lambda m: f"{m[1]}{MAKERS[m[2]]()}{m[3]}", text)


def main(arguments: list[str]) -> int:
    stale = []
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]):
        text = path.read_text(encoding="utf-8")
        fresh = renewed(text)
        if fresh != text:
            stale.append(path.name)
            if "--write" in arguments:
                path.write_text(fresh, encoding="utf-8")
    if stale and "--write" not in arguments:
        print(f"not in step with the code: {', '.join(stale)}; run: make format")  # noqa: T201  # a command
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
