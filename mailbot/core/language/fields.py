"""A text, from a mail or a form, to the form's fields: labels first, then prose, then hints.

Every value keeps where it came from and how sure the reading is. A label says; prose is likely; a weak hint
and everything read by OCR is only suggested. What is not there stays empty: nothing is guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from mailbot.core.language import values
from mailbot.core.language.categories import spreads_news, suggest_category
from mailbot.core.language.labels import Labelled
from mailbot.core.language.marks import certifies, read_urgent, without_disclaimer
from mailbot.core.language.merging import Reading, of_a_memo, of_another
from mailbot.core.language.offsets import squashed
from mailbot.core.language.origin import find_origin, read_origin
from mailbot.core.language.period import find_period
from mailbot.core.language.phone import find_phones
from mailbot.core.language.prose import body_text, is_handoff
from mailbot.core.language.sheet import Sheet, read_sheet, upright
from mailbot.core.language.signature import Signed, read_signature
from mailbot.core.language.thai import normalise
from mailbot.core.language.ticks import Choices, read_choices
from mailbot.core.language.topics import topic_of_request, topic_of_subject
from mailbot.core.language.units import asking_unit, find_unit
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.request import Category, Confidence, FieldName, Fields, Found

_LONGEST: Final = 60_000
"""Characters read; a request is never longer, and a longer text is content."""
_FEW_LABELS: Final = 3


@dataclass(slots=True, kw_only=True)
class _Draft:
    """Values as they are found; the first one of a field stays."""

    source: str
    values: dict[str, Any] = field(default_factory=dict)
    found: dict[FieldName, Found] = field(default_factory=dict)

    def put(
        self,
        name: FieldName,
        value: Any,
        confidence: Confidence,
        *,
        words: str | None = None,
        source: str = "",
    ) -> None:
        if value in (None, "", (), False) or name in self.values:
            return
        if self.source == "form.scan":
            confidence = Confidence.SUGGESTED
        self.values[name] = value
        self.found[name] = Found(
            source=source or self.source, confidence=confidence, words=words[:300] if words else None
        )


def read_fields(
    text: str, *, subject: str = "", vocabulary: Vocabulary, today: date, source: str = "label"
) -> Reading:
    """The fields a text names, and for each where it came from.

    ``text`` is the sender's own words, a form's text (cells separated by tabs, boxes as ☑ and ☐) or a
    forwarded mail's; ``subject`` is the mail's title without prefixes. ``source`` is ``label`` for own words,
    ``form.docx``, ``form.pdf``, ``form.xlsx`` or ``form.scan`` for forms (no prose is looked for in them; a
    scan only suggests), ``memo`` and ``memo.scan`` for a memo that asks for publication (R28; its signer is
    the requester), ``forwarded`` for a forwarded mail (its writer is not the requester). Total.
    """
    text, subject = (
        upright(without_disclaimer(squashed(normalise(text[:_LONGEST])))),
        squashed(normalise(subject[:_LONGEST])),
    )
    form = source.startswith("form.")
    draft = _Draft(source="label" if source == "forwarded" else source)
    sheet = read_sheet(text)
    choices = read_choices(sheet.body)
    _labelled(draft, sheet, vocabulary, today)
    _chosen(draft, choices)
    _whose(draft, sheet)
    _said_anywhere(draft, sheet, subject, vocabulary, today, form=form)
    if not form:
        _from_prose(draft, sheet, choices, subject, vocabulary)
    if form and not (set(draft.values) - {"certify", "site", "group"}):
        draft = _Draft(source=source)  # an empty form certifies nothing
    fields, found = Fields(**draft.values), draft.found
    if source.startswith("memo"):
        return fields, of_a_memo(found, scanned=source.endswith("scan"))
    return of_another(fields, found) if source == "forwarded" else (fields, found)


_READERS: Final[dict[Labelled, tuple[FieldName, Callable[[str], str | None]]]] = {
    Labelled.NAME: ("name", values.name),
    Labelled.POSITION: ("position", values.position),
    Labelled.UNIT: ("unit", values.unit),
    Labelled.TOPIC: ("topic", values.topic),
    Labelled.DETAIL: ("detail", values.passage),
    Labelled.REGISTER_NO: ("register_no", values.register_no),
    Labelled.SOURCE: ("source", values.line),
    Labelled.TARGET_URL: ("target_url", values.url),
    Labelled.URGENT_REASON: ("urgent_reason", values.line),
    Labelled.MEMO_NO: ("memo_no", values.line),
}


def _labelled(draft: _Draft, sheet: Sheet, vocabulary: Vocabulary, today: date) -> None:
    """Every value that stands behind a label, the first one of a kind."""
    _ = today
    for entry in sheet.entries:
        sure = Confidence.LIKELY if entry.near else Confidence.SAID
        if entry.kind is Labelled.PHONE:
            _put_phone(draft, entry.value, vocabulary, sure)
        elif reader := _READERS.get(entry.kind):
            name, read = reader
            draft.put(name, read(entry.value), sure, words=entry.words)
    for entry in sheet.entries:
        if entry.kind is Labelled.MATTER and "topic" not in draft.values:
            topic = topic_of_subject(values.line(entry.value) or "")
            draft.put(
                "topic",
                topic,
                Confidence.SAID if sheet.labels >= _FEW_LABELS else Confidence.LIKELY,
                words=entry.words,
            )


def _whose(draft: _Draft, sheet: Sheet) -> None:
    """Own data or compiled by others: behind a label of its own, in the source's value, or ticked (R11)."""
    labelled = [entry for entry in sheet.entries if entry.kind in {Labelled.ORIGIN, Labelled.SOURCE}]
    found = next((word for entry in labelled if (word := read_origin(entry.value))), None)
    word = found or find_origin(sheet.body)
    if word is not None:
        draft.put("origin", word.origin, Confidence.SAID)
        draft.put("source", word.source, Confidence.SAID)


def _put_phone(draft: _Draft, text: str, vocabulary: Vocabulary, sure: Confidence, source: str = "") -> None:
    found = find_phones(text, office_phone=vocabulary.office_phone)
    if found and "phone" not in draft.values and "extension" not in draft.values:
        draft.put("phone", found[0].phone.number, sure, words=found[0].words, source=source)
        draft.put("extension", found[0].phone.extension, sure, words=found[0].words, source=source)


def _chosen(draft: _Draft, choices: Choices) -> None:
    said = Confidence.SAID
    draft.put("categories", choices.categories, said, words=choices.category_words)
    draft.put("category_other", choices.category_other, said, words=choices.category_words)
    draft.put("delivery", choices.delivery, said, words=choices.delivery_words)
    draft.put("delivery_other", choices.delivery_other, said, words=choices.delivery_words)


def _said_anywhere(
    draft: _Draft, sheet: Sheet, subject: str, vocabulary: Vocabulary, today: date, *, form: bool
) -> None:
    """What is said by a sentence wherever it stands: site, urgency, period, certification, numbers."""
    text = "\n".join(sheet.body)
    whole = f"{subject}\n{text}"
    sites, group = values.sites(whole, vocabulary)
    draft.put("site", sites[0] if sites else None, Confidence.SAID)
    draft.put("sites", sites if len(sites) > 1 else (), Confidence.SAID)
    draft.put("group", group, Confidence.SAID)
    urgency = read_urgent(whole)
    if urgency.urgent:
        draft.put("urgent", urgency.urgent, Confidence.SAID, words=urgency.words)
        draft.put("urgent_reason", urgency.reason, Confidence.SAID, words=urgency.words)
    if urgency.no_stakeholder_impact is not None:
        draft.values["no_stakeholder_impact"] = urgency.no_stakeholder_impact
        draft.found["no_stakeholder_impact"] = Found(source=draft.source, confidence=Confidence.SAID)
    period = find_period(whole, today)
    sure = Confidence.SAID if period.sure else Confidence.SUGGESTED
    draft.put("publish_from", period.since, sure, words=period.words)
    draft.put("publish_until", period.until, sure, words=period.words)
    draft.put("certify", bool(words := certifies(text)), Confidence.SAID, words=words)
    draft.put("register_no", values.find_register_no(text), Confidence.SAID)
    draft.put("memo_no", values.find_memo_no(text), Confidence.SAID)
    draft.put("unit", values.issuing_unit(text), Confidence.LIKELY)
    if not form:
        draft.put("source", values.find_credit(text), Confidence.LIKELY, source="prose")
        draft.put("target_url", values.find_target_url(whole), Confidence.LIKELY, source="prose")


def _from_prose(draft: _Draft, sheet: Sheet, choices: Choices, subject: str, vocabulary: Vocabulary) -> None:
    """What no label said: topic, detail, category, delivery and the writer, from sentences and subject."""
    read = sheet.lines | choices.lines
    labelled = {n for n in sheet.lines if find_phones(sheet.body[n])}
    unread = [line if n not in sheet.lines or n in labelled else "" for n, line in enumerate(sheet.body)]
    signed = read_signature(unread, vocabulary, labelled)
    _signed(draft, signed, sheet, vocabulary)
    likely = Confidence.LIKELY
    kept = dict(choices.beside) | dict(sheet.leads)
    lines = [kept.get(n, each) for n, each in enumerate(sheet.body)]
    told = values.without_formalities(body_text(lines, (read - set(kept)) | signed.lines))
    body = values.without_formalities(body_text(lines, (sheet.lines - set(kept)) | signed.lines))
    draft.put("unit", asking_unit(body, vocabulary), Confidence.SUGGESTED, source="prose")
    draft.put("topic", topic_of_request(body), likely, source="prose")
    draft.put("topic", topic_of_request("\n".join(sheet.body)), likely, source="prose")
    draft.put("topic", topic_of_subject(subject), likely, words=subject, source="subject")
    if signed.everyday and (hit := find_unit(signed.everyday, vocabulary)):
        draft.put("unit", hit[0].name, Confidence.SUGGESTED, words=hit[1], source="signature")
    if not is_handoff(told) and (sheet.labels < _FEW_LABELS or values.is_telling(told)):
        draft.put("detail", told, likely, source="prose")
    if "delivery" not in draft.values:
        draft.put("delivery", values.delivery(body), likely, source="prose")
        draft.put("delivery", values.attached(str(draft.values.get("detail") or "")), likely, source="prose")
    if "categories" not in draft.values:
        _suggest_category(draft, subject, told)


def _signed(draft: _Draft, signed: Signed, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """The writer, from the closing lines: likely what has a form of its own, a question what has none."""
    likely, asked = Confidence.LIKELY, Confidence.SUGGESTED
    draft.put("name", signed.name or sheet.signed_name, likely, source="signature")
    draft.put("name", signed.bare_name, asked, source="signature")
    draft.put("position", signed.position, likely, source="signature")
    draft.put("unit", signed.unit, likely, source="signature")
    if signed.contact:
        _put_phone(draft, signed.contact, vocabulary, likely, source="signature")


def _suggest_category(draft: _Draft, subject: str, body: str) -> None:
    """The category from topic, subject or text: likely by a strong word, else a question.

    Whoever asks to spread the word («ขอประชาสัมพันธ์โครงการ …») means news, when no strong word says otherwise.
    """
    topic = str(draft.values.get("topic") or "")
    hints = [hint for text in (topic, subject, body) if (hint := suggest_category(text))]
    if not hints:
        return
    hint = next((each for each in hints[:2] if each.strong), hints[0])
    category = Category.BANNER_PHOTO_NEWS if not hint.strong and spreads_news(subject) else hint.category
    sure = Confidence.LIKELY if hint.strong else Confidence.SUGGESTED
    draft.put("categories", (category,), sure, words=hint.words, source="keyword")
