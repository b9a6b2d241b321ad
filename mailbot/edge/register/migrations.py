"""How a record kept by an older program becomes one of today.

One function a step, from one ``schema_version`` of a table to the next; it gets the document as it
was kept and returns it as the next version would have kept it. A step is never changed once released,
and ``tests/fixtures`` keeps a register of every version that was ever written.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mailbot.ports import RegisterError

Document = dict[str, Any]
Step = Callable[[Document], Document]

MIGRATIONS: dict[tuple[str, int], Step] = {}
"""(table, from version) -> the step to the version after it. Empty: every table is still at version 1."""


def migrate(
    table: str, document: Document, current: int, steps: Mapping[tuple[str, int], Step] = MIGRATIONS
) -> Document:
    """The document at ``current`` version. Raises RegisterError when it is newer, or a step is missing."""
    version = document.get("schema_version")
    if not isinstance(version, int) or version < 1:
        raise RegisterError(f"a record of {table} has no schema_version: the register is damaged.")
    if version > current:
        raise RegisterError(
            f"a record of {table} was written by a newer mailbot ({version}; this one knows {current}). "
            "Install that version again, or restore a backup made before it."
        )
    while version < current:
        step = steps.get((table, version))
        if step is None:
            raise RegisterError(f"this mailbot cannot read version {version} of {table}.")
        version += 1
        document = {**step(dict(document)), "schema_version": version}
    return document
