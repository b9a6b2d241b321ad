"""Putting readings together: what a person is known by, what an answer adds or corrects.

A newer word of the person wins over an older one and is shown back; a weak reading never wins.
"""

from dataclasses import dataclass
from typing import cast

from mailbot.core.mail import Attachment, Mail, Role
from mailbot.core.office import Office, Person
from mailbot.core.request import Confidence, FieldName, Fields, File, Found, Request

_PERSONAL: tuple[FieldName, ...] = ("name", "position", "unit", "phone", "extension")
_WEAK = {Confidence.SUGGESTED, Confidence.LIKELY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The fields after merging, and what that changed."""

    fields: Fields
    found: dict[FieldName, Found]
    changed: tuple[FieldName, ...] = ()
    """Fields that were empty before or have another value now."""
    older: dict[FieldName, object] | None = None
    """For corrected fields: the value that was there before."""


def merge(
    old: Fields, old_found: dict[FieldName, Found], new: Fields, new_found: dict[FieldName, Found]
) -> Merged:
    """Lay a newer reading over an older one."""
    values = old.model_dump()
    found = dict(old_found)
    changed: list[FieldName] = []
    older: dict[FieldName, object] = {}
    for name in cast("list[FieldName]", list(Fields.model_fields)):
        value = getattr(new, name)
        if value in (None, (), False) or value == getattr(old, name):
            _firmer(
                name, found, new_found, same=value == getattr(old, name) and value not in (None, (), False)
            )
            continue
        had = getattr(old, name)
        if had not in (None, (), False) and _weaker(new_found.get(name), found.get(name)):
            continue
        if had not in (None, (), False) and not _is_weak(found.get(name)):
            older[name] = had
        values[name] = value
        found[name] = new_found.get(name) or Found(source="answer", confidence=Confidence.SAID)
        changed.append(name)
    return Merged(fields=Fields(**values), found=found, changed=tuple(changed), older=older)


def _is_weak(found: Found | None) -> bool:
    return found is not None and found.confidence in _WEAK | {Confidence.KNOWN}


def _weaker(new: Found | None, old: Found | None) -> bool:
    """A guess never replaces what was there, whatever that rests on."""
    return (
        new is not None and new.confidence in _WEAK and (old is None or old.confidence is not new.confidence)
    )


def _firmer(
    name: FieldName, found: dict[FieldName, Found], new: dict[FieldName, Found], *, same: bool
) -> None:
    """The same value said outright is no longer a guess."""
    if same and name in new and new[name].confidence is Confidence.SAID:
        found[name] = new[name]


def known_of(
    person: Person | None, office: Office, earlier: Request | None
) -> tuple[Fields, dict[FieldName, Found]]:
    """What is known of a person without being told: the directory first, then the latest request."""
    values: dict[str, str] = {}
    found: dict[FieldName, Found] = {}
    if person is not None:
        unit = office.unit(person.unit)
        recorded = {
            "name": person.name,
            "position": person.position,
            "unit": unit.name if unit else "",
            "phone": person.phone,
            "extension": person.extension,
        }
        for name, value in recorded.items():
            if value:
                values[name] = value
                found[cast("FieldName", name)] = Found(source="directory", confidence=Confidence.KNOWN)
    if earlier is not None:
        for name in _PERSONAL:
            value = getattr(earlier.fields, name)
            if value and name not in values:
                values[name] = value
                found[name] = Found(source="history", confidence=Confidence.KNOWN, words=earlier.number)
    return Fields(**values), found


def complete_from(
    known: tuple[Fields, dict[FieldName, Found]], fields: Fields, found: dict[FieldName, Found]
) -> Merged:
    """Fill what the mail does not say from what is known. What the mail says stays.

    An extension belongs to its number: another number than the one on record has none.
    """
    known_fields, known_found = known
    values = fields.model_dump()
    merged = dict(found)
    for name, reading in known_found.items():
        weak = name in merged and merged[name].confidence is Confidence.SUGGESTED
        if name == "extension" and merged.get("phone") != known_found.get("phone"):
            continue
        if values[name] in (None, "", ()) or weak:
            values[name] = getattr(known_fields, name)
            merged[name] = reading
    return Merged(fields=Fields(**values), found=merged)


def confirm_suggestions(found: dict[FieldName, Found]) -> dict[FieldName, Found]:
    """The person has seen what was understood and said yes to it."""
    return {
        name: each.model_copy(update={"confidence": Confidence.SAID})
        if each.confidence is Confidence.SUGGESTED
        else each
        for name, each in found.items()
    }


def suggested(found: dict[FieldName, Found]) -> tuple[FieldName, ...]:
    """The fields that rest on a weak hint and wait for a yes."""
    return tuple(name for name, each in found.items() if each.confidence is Confidence.SUGGESTED)


def files_of(mail: Mail, key: str) -> tuple[File, ...]:
    """The mail's files that belong to a request, without the logos of signatures."""
    return tuple(_file(each, key) for each in mail.attachments if each.role is not Role.SIGNATURE)


def _file(attachment: Attachment, key: str) -> File:
    return File(
        filename=attachment.filename,
        content_type=attachment.content_type,
        size=attachment.size,
        sha256=attachment.sha256,
        role=attachment.role.value,
        mail=key,
        preview=attachment.preview,
    )


def add_files(old: tuple[File, ...], new: tuple[File, ...]) -> tuple[File, ...]:
    """New files are added; a file of the same name replaces the older one («ไฟล์เดิมผิด ส่งใหม่»)."""
    names = {file.filename for file in new}
    hashes = {file.sha256 for file in old}
    kept = tuple(file for file in old if file.filename not in names or file.sha256 in {n.sha256 for n in new})
    return (*kept, *(file for file in new if file.sha256 not in hashes))
