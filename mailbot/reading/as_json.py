"""A reading as the JSON object that ``mailbot read --json`` prints: names, order and values are a promise.

Only plain values come out; nothing is read or decided here.
"""

from datetime import date
from typing import Any

from mailbot.core.mail import Attachment, Kind, Mail, Role, Verdict, VerdictIs, WebmasterWord
from mailbot.core.needs import missing_needs
from mailbot.core.request import Fields

_FIELDS = (
    "site", "group", "name", "position", "unit", "phone", "extension", "categories",
    "category_other", "topic", "detail",
    "delivery", "register_no", "certify", "urgent", "no_stakeholder_impact", "source",
    "target_url", "publish_from",
    "publish_until",
)  # fmt: skip


def reading_as_json(mail: Mail, file: str) -> dict[str, Any]:
    """The reading of ``file``, its keys in the documented order."""
    return {
        "file": file,
        "message_id": mail.message_id,
        "date": mail.date.isoformat() if mail.date else None,
        "subject": mail.subject,
        "sender": {
            "address": mail.sender.address,
            "name": mail.sender.name,
            "authority": mail.sender.authority,
            "why_not": mail.sender.why_not,
        },
        "kind": mail.kind.value,
        "automatic": mail.automatic,
        "own_words": mail.own_words,
        "forwarded": None
        if mail.forwarded is None
        else {"from": mail.forwarded.sender, "subject": mail.forwarded.subject},
        "attachments": [_attachment(one) for one in mail.attachments],
        "request": _request(mail.fields),
        "missing": _missing(mail),
        "verdict": _verdict(mail.verdict),
        "webmaster": _webmaster(mail.webmaster),
    }


def _attachment(one: Attachment) -> dict[str, Any]:
    return {
        "filename": one.filename,
        "content_type": one.content_type,
        "size": one.size,
        "sha256": one.sha256,
        "role": one.role.value,
    }


def _request(fields: Fields) -> dict[str, Any]:
    return {name: _plain(getattr(fields, name)) for name in _FIELDS}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)


def _missing(mail: Mail) -> list[str]:
    """What a new request lacks. An answer by itself lacks nothing: it completes another mail."""
    if mail.kind is not Kind.REQUEST:
        return []
    files = sum(1 for one in mail.attachments if one.role is Role.CONTENT)
    return [need.value for need in missing_needs(mail.fields, files=files)]


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """One of the six documented values.

    Taking an approval back is none of them, and calling it a rejection would decide more than the words
    do: it reads as ``unclear``, with the words.
    """
    said = VerdictIs.UNCLEAR if verdict.is_ is VerdictIs.REVOKE else verdict.is_
    return {"is": said.value, "reason": verdict.reason, "words": verdict.words}


def _webmaster(word: WebmasterWord) -> dict[str, Any]:
    return {"is": word.is_.value, "url": word.url, "at": word.at.isoformat() if word.at else None}
