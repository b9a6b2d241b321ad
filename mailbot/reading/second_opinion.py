"""mail-parser's reading of the header block, as a second opinion on who sent the mail.

Only the header block is given to it: a broken body makes it drop the whole mail, and its cost grows
with the body. What it says is never used alone; that both readings agree is what counts.
"""

import logging
from dataclasses import dataclass, field

_ENOUGH = 64 * 1024
"""Bytes of header block that mail-parser is shown. Longer ones give no opinion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """What mail-parser found."""

    senders: tuple[str, ...] | None = None
    """The addresses of From, lower-case; None when mail-parser gave up."""
    anomalies: tuple[str, ...] = field(default=())


def second_opinion(head: bytes) -> SecondOpinion:
    """Read ``head`` (a header block without body) with mail-parser. Never raises."""
    import mailparser

    logging.getLogger("mailparser").setLevel(logging.CRITICAL)  # it complains on stderr about hostile mail
    if len(head) > _ENOUGH:
        return SecondOpinion()
    try:
        parsed = mailparser.parse_from_bytes(head + b"\r\n\r\n")
        senders = tuple(str(pair[1]).strip().lower() for pair in parsed.from_)
        defects = tuple(sorted({str(name) for name in parsed.defects_categories}))
    except Exception as error:  # noqa: BLE001  # an opinion, and it raises whatever it likes on hostile input
        return SecondOpinion(anomalies=(f"mail-parser: {type(error).__name__}",))
    return SecondOpinion(senders=senders, anomalies=tuple(f"mail-parser: {defect}" for defect in defects))
