"""Looking into folders without touching them, for reconciliation: which mails lie where.

Each function leaves another folder selected than it found.
"""

import re
from collections.abc import Mapping

from mailbot.edge.imap.line import Line
from mailbot.edge.imap.replies import fetch_replies, uid_sets

_PLAIN = re.compile(r"[A-Za-z0-9@.+=/$_-]{3,}")
_FIELD = "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
_STATED = re.compile(rb"message-id:\s*(<[^<>\s]+>)", re.IGNORECASE)


def folder_of(line: Line, *, ours: Mapping[str, str], inbox: str, message_id: str) -> str | None:
    """The folder that holds this Message-ID, as ``ours`` calls it; ours and the inbox come first."""
    listed = line.do("list the folders", lambda box: box.folder.list())
    there: list[str] = [
        info.name for info in listed if "\\noselect" not in (flag.lower() for flag in info.flags)
    ]
    for name in dict.fromkeys((*ours, inbox, *there)):
        if name in there and _holds(line, name, message_id):
            return ours.get(name, name)
    return None


def _holds(line: Line, name: str, message_id: str) -> bool:
    # Searched by its longest plain part: servers stumble over quotes and bytes beyond ASCII, and they
    # match parts of a header anyway, «<1@a>» also in «<11@a>». What they find is compared whole.
    plain = max(_PLAIN.findall(message_id), key=len, default="")
    if not plain:
        return False
    line.select(name, readonly=True)
    hits = line.command(f"search the folder {name}", "SEARCH", "HEADER", "Message-ID", f'"{plain}"')
    found = [int(uid) for uid in (hits[0] or b"").split()]
    exactly = re.escape(message_id.encode("utf-8", "surrogateescape"))
    wanted = re.compile(rb"^message-id:\s*" + exactly + rb"\s*$", re.IGNORECASE)
    return any(wanted.match(raw.strip()) for raw in _fields(line, found))


def message_ids(line: Line, name: str, latest: int) -> list[str]:
    """The Message-IDs of the mails with the highest UIDs in a folder; those without one are left out."""
    line.select(name, readonly=True)
    hits = line.command(f"list the folder {name}", "SEARCH", "ALL")
    found = sorted(int(uid) for uid in (hits[0] or b"").split())[-latest:]
    stated = (_STATED.search(raw) for raw in _fields(line, found))
    return [each[1].decode("utf-8", "surrogateescape") for each in stated if each]


def _fields(line: Line, uids: list[int]) -> list[bytes]:
    fields: list[bytes] = []
    for uid_set in uid_sets(uids):
        data = line.command("read Message-IDs", "FETCH", uid_set, _FIELD)
        fields += [reply.raw or b"" for reply in fetch_replies(data)]
    return fields
