"""One raw mail -> one ``Mail``. Total on any bytes; the only place that knows the order of reading.

Runs in the reading child. Decides nothing about the request; says what is there.
"""

import re
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from mailbot.core.language.marks import mask_passwords
from mailbot.core.language.thai import normalise, skeleton
from mailbot.core.language.verdict import read_verdict
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import (
    Attachment,
    Forwarded,
    Kind,
    Mail,
    Role,
    Sender,
    Verdict,
    VerdictIs,
    WebmasterIs,
)
from mailbot.core.request import Confidence, Fields
from mailbot.ports import ReadResult
from mailbot.reading.attachments import Files, read_files
from mailbot.reading.authenticate import authenticate
from mailbot.reading.automatic import says_away, why_automatic
from mailbot.reading.body import Body, content_of, read_body, text_of_part
from mailbot.reading.bounce import read_bounce
from mailbot.reading.dkim_check import Txt
from mailbot.reading.documents import Document
from mailbot.reading.headers import Headers, clean_line, date_of, message_ids, one_message_id
from mailbot.reading.html import read_html
from mailbot.reading.limits import LIMITS, Limits
from mailbot.reading.links import cloud_links, find_links
from mailbot.reading.origin import delivered_to, read_sender, recipients
from mailbot.reading.previews import show
from mailbot.reading.quote import OwnWords, lines_of, own_words
from mailbot.reading.second_opinion import second_opinion
from mailbot.reading.structure import Part, parse_structure
from mailbot.reading.titles import Title, read_title
from mailbot.reading.tokens import find_codes, find_numbers
from mailbot.reading.understanding import (
    Understood,
    Words,
    is_decision,
    may_be_paper,
    password_files,
    read_documents,
    understand,
)

_NO_DAY = date(2026, 1, 1)
"""The day for a mail that nobody dated; only two-digit years and «มกราคมนี้» depend on it."""
_SUBJECT = 1000
_DECIDING = frozenset({VerdictIs.APPROVE, VerdictIs.REJECT, VerdictIs.REVOKE})
_STOCK = re.compile(
    r"(?i)(?:shutter|adobe|i)stock|getty ?images|depositphotos|dreamstime|freepik|alamy|(?<!\d)123rf"
    r"|canva(?!s)|pinterest|pixabay|unsplash|pexels"
)
"""Names that picture agencies and collections give their files (R26)."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")


def read_mail(
    raw: bytes,
    vocabulary: Vocabulary,
    *,
    received: datetime | None = None,
    txt: Txt | None = None,
    limits: Limits = LIMITS,
) -> ReadResult:
    """Read one mail.

    ``received`` is when the server took it in (for dates like «30 มกราคมนี้»; the mail's own Date else);
    ``txt`` looks up DNS for our own DKIM check. Never raises for what the mail holds: what we fail on
    comes back as an unreadable mail that says why.
    """
    digest = sha256(raw).hexdigest()
    try:
        return _read(raw, digest, vocabulary, received, txt, limits)
    except (MemoryError, RecursionError) as error:
        return unreadable(digest, len(raw), f"too much for the reader: {type(error).__name__}")
    except Exception as error:  # noqa: BLE001  # total by promise: a bug of ours shelves one mail, not the mailbox
        return unreadable(
            digest, len(raw), f"reader failed: {type(error).__name__}: {clean_line(str(error))[:200]}"
        )


def unreadable(digest: str, size: int, reason: str) -> ReadResult:
    """The bare mail for bytes that could not be read, with the reason."""
    return ReadResult(
        mail=Mail(sha256=digest, size=size, kind=Kind.UNREADABLE, anomalies=(reason,)), failure=reason
    )


def _read(
    raw: bytes,
    digest: str,
    vocabulary: Vocabulary,
    received: datetime | None,
    txt: Txt | None,
    limits: Limits,
) -> ReadResult:
    root, anomalies = parse_structure(raw, limits)
    headers = root.headers
    if not any(
        headers.has(name)
        for name in ("from", "to", "subject", "date", "message-id", "received", "content-type")
    ):
        return unreadable(digest, len(raw), (anomalies or ["no mail: not one header field of a mail"])[0])
    opinion = second_opinion(_head(raw))
    sender = read_sender(headers, opinion)
    sender = replace(sender, name=normalise(sender.name).strip() or None) if sender.name else sender
    subject = normalise(headers.text("subject"))[:_SUBJECT]
    title = read_title(subject, vocabulary.number_prefix)
    body = read_body(root, limits)
    files = read_files(body, limits)
    words = _own_words(body, files, title, limits)
    mail = Mail(
        sha256=digest,
        size=len(raw),
        message_id=one_message_id(headers.raw("message-id")),
        date=date_of(headers.raw("date")),
        subject=subject,
        title=title.text,
        sender=sender,
        to=recipients(headers),
        in_reply_to=next(iter(message_ids(headers.raw("in-reply-to"))), None),
        references=message_ids(headers.raw("references"), limits.references),
        own_words=words.text,
        quoted=words.quoted,
        forwarded=words.forwarded,
        attachments=tuple(files.attachments),
        links=tuple(dict.fromkeys((*find_links(words.text), *body.links)))[: limits.links],
        anomalies=tuple(dict.fromkeys((*anomalies, *opinion.anomalies, *files.anomalies))),
    )
    mail = _marks(mail, headers, body, words, vocabulary)
    mail = _machine(mail, root, body, words, vocabulary)
    if mail.kind is Kind.REQUEST:
        day = received or mail.date
        mail = _human(mail, body, words, files, vocabulary, day.date() if day else _NO_DAY)
    if mail.kind in {Kind.REQUEST, Kind.ANSWER} or mail.out_of_office:
        mail = replace(mail, authentication=authenticate(raw, headers, sender, vocabulary, txt=txt))
    return ReadResult(mail=mail, files=files.data)


def _head(raw: bytes) -> bytes:
    end = _HEAD_END.search(raw)
    return raw[: end.start()] if end else raw[: LIMITS.header_block]


def _own_words(body: Body, files: Files, title: Title, limits: Limits) -> OwnWords:
    lines = body.lines
    if not any(line.text.strip() for line in lines) and (files.html or files.text):
        lines = read_html(files.html, limits).lines if files.html else lines_of(files.text[: limits.text])
    found = own_words(lines, forwarding=title.forwarding)
    found.text = normalise(found.text).strip()
    found.signature = normalise(found.signature).strip()
    if found.forwarded is None and len(body.mails) == 1:
        found.forwarded = _attached_mail(body.mails[0], limits)
    if found.forwarded is not None:
        found.forwarded = _normalised(found.forwarded)
    return found


def _normalised(forwarded: Forwarded) -> Forwarded:
    return Forwarded(
        sender=normalise(forwarded.sender) if forwarded.sender else None,
        subject=normalise(forwarded.subject) if forwarded.subject else None,
        text=normalise(forwarded.text).strip(),
    )


def _attached_mail(part: Part, limits: Limits) -> Forwarded | None:
    """A mail that was forwarded as an attachment."""
    inner, _ = parse_structure(content_of(part), limits)
    if not inner.headers.has("from"):
        return None
    held = read_body(inner, limits)
    text = "\n".join(line.text for line in held.lines).strip()
    return Forwarded(
        sender=inner.headers.text("from") or None, subject=inner.headers.text("subject") or None, text=text
    )


def _marks(mail: Mail, headers: Headers, body: Body, words: OwnWords, vocabulary: Vocabulary) -> Mail:
    """Our numbers and secrets, and what a person should be warned of in the mail's make-up."""
    warnings = []
    if body.hidden:
        warnings.append("hidden_text")
    if cloud_links(mail.links):
        warnings.append("drive_link")
    if any(one.note == "macro" for one in mail.attachments):
        warnings.append("macro")
    if any(one.note == "program" for one in mail.attachments):
        warnings.append("program")
    if any(one.note == "encrypted" for one in mail.attachments):
        warnings.append("encrypted_file")
    if any(_STOCK.search(one.filename) for one in mail.attachments):
        warnings.append("copyright")
    return replace(
        mail,
        numbers=find_numbers(vocabulary.number_prefix, (mail.subject, mail.own_words)),
        codes=find_codes(
            recipients=delivered_to(headers),
            subject=mail.subject,
            body=(words.text, words.rest, words.signature),
        ),
        warnings=tuple(warnings),
    )


def _machine(mail: Mail, root: Part, body: Body, words: OwnWords, vocabulary: Vocabulary) -> Mail:
    """Machines first: what they send is never read as a person's words."""
    text = mail.own_words or words.rest
    bounce = read_bounce(root, mail.sender, mail.subject, body, f"{mail.own_words}\n{words.rest}")
    reason = why_automatic(root, mail.sender, mail.subject, mail.own_words, vocabulary.own_addresses)
    if bounce is not None and reason not in {"our own loop header", "from our own address"}:
        return replace(mail, kind=Kind.BOUNCE, automatic="delivery status", bounce=bounce)
    if reason is not None:
        return replace(
            mail, kind=Kind.AUTOMATIC, automatic=reason, out_of_office=says_away(mail.subject, text, body)
        )
    return replace(mail, kind=Kind.REQUEST)


def _human(
    mail: Mail, body: Body, words: OwnWords, files: Files, vocabulary: Vocabulary, today: date
) -> Mail:
    title = read_title(mail.subject, vocabulary.number_prefix)
    paper = may_be_paper(mail.attachments, f"{mail.subject} {mail.own_words}")
    documents = read_documents(mail.attachments, files.data, paper=paper)
    said = Words(
        own=mail.own_words,
        signature=words.signature,
        subject=mail.subject,
        title=mail.title,
        forwarded=mail.forwarded,
        files=tuple(one.filename for one in mail.attachments if one.role is not Role.SIGNATURE),
    )
    understood = understand(said, documents, vocabulary, today)
    understood.verdict = _agreed(understood.verdict, body, title, mail)
    kind = _kind(mail, title, understood)
    secret = password_files(mail.attachments, documents)
    unseen = {one.sha256 for one in secret}  # a picture of the page would show what is masked everywhere else
    shown = show(
        [_with_document(one, documents) for one in mail.attachments],
        {digest: data for digest, data in files.data.items() if digest not in unseen},
    )
    files.data.update(shown.data)
    if kind is Kind.ANSWER and _decides(understood):
        _drop_prose(understood)
    anomalies = mail.anomalies
    if _versions_differ(mail.own_words, body, title):
        anomalies = (*anomalies, "text and html differ")
    return replace(
        mail,
        kind=kind,
        attachments=shown.attachments,
        fields=understood.fields,
        found=understood.found,
        verdict=understood.verdict,
        webmaster=understood.webmaster,
        items=understood.items,
        command=understood.command,
        registration=understood.registration,
        speed=understood.speed,
        secrecy=understood.secrecy,
        warnings=tuple(
            dict.fromkeys(
                (
                    *mail.warnings,
                    *(["copyright"] * shown.claimed),
                    *understood.warnings,
                    *(f"password_file:{mask_passwords(one.filename)}" for one in secret),
                )
            )
        ),
        anomalies=anomalies,
    )


def _decides(understood: Understood) -> bool:
    """The own words are a decision, a report or an order, so they describe no request."""
    return (
        understood.verdict.is_ is not VerdictIs.UNCLEAR
        or understood.webmaster.is_ is not WebmasterIs.UNCLEAR
        or understood.command is not None
    )


def _drop_prose(understood: Understood) -> None:
    """Forget what was only read between the lines of a decision."""
    guessed = {name for name, found in understood.found.items() if found.confidence is not Confidence.SAID}
    kept = {name: value for name, value in understood.fields.model_dump().items() if name not in guessed}
    understood.fields = Fields(**kept)
    understood.found = {name: found for name, found in understood.found.items() if name not in guessed}


def _with_document(one: Attachment, documents: dict[str, Document]) -> Attachment:
    document = documents.get(one.sha256)
    if document is None or one.role is not Role.CONTENT:
        return one
    role = Role.FORM if document.is_form or document.is_memo else one.role
    return replace(one, role=role, note=one.note or document.note)


def _kind(mail: Mail, title: Title, understood: Understood) -> Kind:
    """A forward begins something new even when its client threads it; anything in a thread is an answer."""
    if title.forwarding or (mail.forwarded is not None and not title.replying and not mail.quoted):
        return Kind.REQUEST
    if mail.in_reply_to or mail.references:
        return Kind.ANSWER
    if mail.numbers and (title.replying or mail.quoted or is_decision(understood.verdict)):
        return Kind.ANSWER
    if mail.codes or (title.replying and mail.quoted):
        return Kind.ANSWER
    # «รบกวนแก้ไขข้อมูลหน้าเว็บ» out of nowhere asks for a change of a page, not of a request of ours.
    lone = not mail.attachments and (understood.verdict.is_ in _DECIDING or understood.command is not None)
    return Kind.ANSWER if lone else Kind.REQUEST


def _plain_words(body: Body, title: Title) -> str:
    return normalise(own_words(body.plain, forwarding=title.forwarding).text)


def _versions_differ(shown: str, body: Body, title: Title) -> bool:
    """Whether the plain version of the same mail says something else than the HTML one."""
    if not body.plain:
        return False
    plain = _plain_words(body, title)
    return bool(plain.strip()) and _letters(plain) != _letters(shown)


def _letters(text: str) -> str:
    return skeleton(re.sub(r"https?://\S+|\[[^\]\n]{0,200}\]|<[^>\n]{0,300}>", "", text))


def _agreed(verdict: Verdict, body: Body, title: Title, mail: Mail) -> Verdict:
    """A decision that only one of two versions of the mail holds, while the other says otherwise, is none."""
    if verdict.is_ not in _DECIDING or not _versions_differ(mail.own_words, body, title):
        return verdict
    other = read_verdict(_plain_words(body, title))
    return verdict if other.is_ is verdict.is_ else Verdict(words=verdict.words)


def text_versions(root: Part) -> list[str]:
    """Every text part of a mail, decoded; for the human view of ``mailbot read``."""
    return [text_of_part(leaf) for leaf in root.leaves() if leaf.maintype == "text"]


__all__ = ["Sender", "read_mail", "text_versions", "unreadable"]
