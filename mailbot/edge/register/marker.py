"""The file that says which register this is, and which program may open it.

register/format   {"format":1,"schema":{"letter":1,"mailentry":1,"mark":1,"request":1}}
"""

from pathlib import Path

import orjson

from mailbot.edge.register.disk import Problem, read_or_none, replace_file
from mailbot.edge.register.kinds import versions
from mailbot.ports import RegisterError

FORMAT = 1
NAME = "format"


def check(folder: Path, *, used: bool, read_only: bool) -> list[Problem]:
    """Refuse a register that a newer mailbot has written; mark one that is new or was upgraded.

    ``used``: there are months or a journal in it. Raises RegisterError and OSError.
    """
    path = folder / NAME
    content = read_or_none(path)
    problems: list[Problem] = []
    try:
        said = orjson.loads(content) if content is not None else None
        known = (
            None
            if said is None
            else (int(said["format"]), {str(t): int(v) for t, v in said["schema"].items()})
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        known = None
    if known is not None:
        _refuse_newer(folder, *known)
    elif used:
        # What months and records say of themselves is checked when they are read.
        problems.append(
            Problem(where=NAME, what="missing or damaged", done="" if read_only else "written anew")
        )
    if not read_only and known != (FORMAT, versions()):
        replace_file(path, [orjson.dumps({"format": FORMAT, "schema": versions()}) + b"\n"])
    return problems


def _refuse_newer(folder: Path, format_: int, schema: dict[str, int]) -> None:
    newer = [f"{table} {version}" for table, version in schema.items() if version > versions().get(table, 0)]
    if format_ > FORMAT:
        newer.append(f"format {format_}")
    if newer:
        raise RegisterError(
            f"{folder} was written by a newer mailbot ({', '.join(newer)}). "
            "Install that version again, or restore a backup made before the upgrade."
        )
