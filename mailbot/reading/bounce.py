"""Delivery status notifications (RFC 3464) and the many in forms of their own.

Never decides what follows from a bounce.
"""

import re

from mailbot.core.mail import Bounce, Sender
from mailbot.reading.addresses import mailboxes
from mailbot.reading.body import Body, content_of
from mailbot.reading.headers import Headers, clean_line, message_ids, text_of
from mailbot.reading.structure import Part, parse_structure

_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|failed|has failed|notification|problem|report|delayed"
    r"|incomplete)|returned (?:mail|to sender)"
    r"|failure notice|mail delivery (?:failed|failure|subsystem|system)|delayed mail"
    r"|warning: (?:message|could not)|rejected:"
    r"|could not be delivered|message (?:you sent )?blocked|non[ -]remis|unzustellbar"
    r"|nicht zustellbar|no se (?:ha )?pudo entregar"
    r"|ส่งไม่สำเร็จ|ส่งไม่ถึง|ไม่สามารถ(?:นำ)?ส่ง|นำส่งไม่|ถูกตีกลับ|จดหมายตีกลับ|メール.*配信",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:could not|couldn't|cannot|can't|unable to) (?:be )?deliver|delivery to the following"
    r"|undeliverable|user unknown|no such user"
    r"|mailbox (?:unavailable|full|not found|is full)|permanent (?:fatal )?error"
    r"|recipient (?:address )?rejected|was not delivered"
    r"|did not reach|has not been delivered|ไม่สามารถนำส่ง|ไม่พบที่อยู่|ไม่พบผู้รับ|กล่องจดหมายเต็ม"
    r"|does not exist|returned to sender",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"delay|will (?:be )?(?:retr|keep trying)|still (?:being )?tr|warning|ล่าช้า|จะพยายาม", re.IGNORECASE
)
_STATUS = re.compile(r"(?<![0-9.])([245])\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
_REPLY_CODE = re.compile(r"(?<![0-9.])([45])[0-9]{2}[ -]")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+=-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_INNER_ID = re.compile(r"^[ \t>]*message-id\s*:\s*(<[^<>\s]{1,400}>)", re.IGNORECASE | re.MULTILINE)
_DAEMON = re.compile(r"(?i)mailer-?daemon|postmaster|mail delivery|bounce")
_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_LONGEST = 500


def read_bounce(root: Part, sender: Sender, subject: str, body: Body, text: str) -> Bounce | None:
    """The delivery status a mail carries; None when it is none, or only good news (delivered, relayed)."""
    status = next((part for part in body.machine if part.content_type in _STATUS_TYPES), None)
    if status is not None:
        return _standard(content_of(status), body, text)
    if root.headers.has("x-failed-recipients"):
        return _loose(root.headers.text("x-failed-recipients"), subject, body, text)
    if root.params.get("report-type", b"").lower() == b"delivery-status":
        return _loose("", subject, body, text)
    null = any(value == b"<>" for value in root.headers.all("return-path"))
    daemon = bool(_DAEMON.search(f"{sender.address or ''} {sender.name or ''}"))
    if (null or daemon) and (_SUBJECT.search(subject) or (daemon and _BODY.search(text[:4000]))):
        return _loose("", subject, body, text)
    return None


def _standard(data: bytes, body: Body, text: str) -> Bounce | None:
    blocks = [Headers.parse(block) for block in re.split(rb"(?:\r?\n){2,}", data.strip())]
    per_recipient = [
        block
        for block in blocks
        if block.has("final-recipient") or block.has("action") or block.has("status")
    ]
    worst = min(per_recipient, key=_rank, default=None)
    if worst is None:
        return _loose("", "", body, text)
    action = worst.text("action").lower().partition(" ")[0].partition("(")[0]
    if action in {"delivered", "relayed", "expanded"}:
        return None
    status = worst.text("status")
    diagnostic = worst.text("diagnostic-code") or status
    return Bounce(
        original_message_id=_original_id(body, text),
        recipient=_recipient(worst) or _first_address(text),
        permanent=action != "delayed" and not status.startswith("4"),
        diagnostic=clean_line(diagnostic)[:_LONGEST],
    )


def _rank(block: Headers) -> int:
    action = block.text("action").lower()
    return {"failed": 0, "delayed": 1}.get(action.partition(" ")[0], 2)


def _recipient(block: Headers) -> str | None:
    for name in ("original-recipient", "final-recipient"):
        value = block.raw(name)
        _, semicolon, address = value.partition(b";")
        found = mailboxes(address if semicolon else value)
        if found and found[0].address:
            return found[0].address
    return None


def _loose(named: str, subject: str, body: Body, text: str) -> Bounce:
    """A bounce in a form of its own: the recipient, the code and our id from its words."""
    head = text[:6000]
    status = _STATUS.search(head)
    code = _REPLY_CODE.search(head)
    first = status[1] if status else code[1] if code else ""
    delayed = first == "4" or (not first and bool(_DELAYED.search(f"{subject}\n{head[:1500]}")))
    line = next((line for line in head.splitlines() if _STATUS.search(line) or _REPLY_CODE.search(line)), "")
    recipients = mailboxes(named.encode())
    return Bounce(
        original_message_id=_original_id(body, text),
        recipient=recipients[0].address if recipients and recipients[0].address else _first_address(head),
        permanent=not delayed,
        diagnostic=clean_line(line or subject)[:_LONGEST],
    )


def _first_address(text: str) -> str | None:
    found = next((match[0] for match in _ADDRESS.finditer(text) if not _DAEMON.search(match[0])), None)
    return found.lower() if found else None


def _original_id(body: Body, text: str) -> str | None:
    """Our letter's Message-ID: from the returned mail, from its returned headers, or from the text."""
    for part in (*body.mails, *(part for part in body.machine if part.content_type == "text/rfc822-headers")):
        inner, _ = parse_structure(content_of(part))
        found = message_ids(inner.headers.raw("message-id"), 1)
        if found:
            return found[0]
    for part in body.files:
        if "rfc822" in part.content_type or text_of(
            part.headers.raw("content-description")
        ).lower().startswith(("undelivered", "delivery")):
            found_text = _INNER_ID.search(content_of(part)[:65536].decode("utf-8", "replace"))
            if found_text:
                return found_text[1]
    found_text = _INNER_ID.search(text)
    return found_text[1] if found_text else None
