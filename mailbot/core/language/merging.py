"""Several readings of one request, brought together: which one counts, and what is not the sender's own.

A form or a label outweighs prose; what another person wrote, in a forward or a memo, is never more than
likely. Reads no text.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from mailbot.core.request import Confidence, FieldName, Fields, Found

Reading: TypeAlias = tuple[Fields, dict[FieldName, Found]]

_RANK: Final = {
    Confidence.SAID: 3,
    Confidence.KNOWN: 2,
    Confidence.LIKELY: 1,
    Confidence.SUGGESTED: 0,
}
_OF_THE_WRITER: Final[tuple[FieldName, ...]] = ("name", "position", "unit", "phone", "extension", "certify")
"""What a forwarded mail says about its own writer, who is not the requester."""
_EXPLICIT: Final = frozenset({"label", "answer"})


def merge_readings(readings: Sequence[Reading]) -> Reading:
    """One reading from several of the same request, the most explicit source first.

    Of two values the surer one counts, of two equally sure ones the earlier; an extension stays with its
    number, a text for «other» with its choice.
    """
    chosen: dict[FieldName, tuple[Any, Found]] = {}
    for fields, found in readings:
        for name, origin in found.items():
            held = chosen.get(name)
            if held is None or _weight(name, origin) > _weight(name, held[1]):
                chosen[name] = (getattr(fields, name), origin)
    for part, whole in (
        ("extension", "phone"),
        ("category_other", "categories"),
        ("delivery_other", "delivery"),
    ):
        _keep_together(chosen, part, whole, readings)  # type: ignore[arg-type]  # literals of FieldName
    return (
        Fields(**{name: value for name, (value, _) in chosen.items()}),
        {name: origin for name, (_, origin) in chosen.items()},
    )


def _weight(name: FieldName, origin: Found) -> tuple[int, bool]:
    """How much a value counts: its confidence; among equals a label more than prose or a subject.

    What the sender's own sentence asks to be published counts as much as a label in what is forwarded.
    """
    explicit = origin.source in _EXPLICIT or origin.source.startswith("form.")
    return _RANK[origin.confidence], explicit or (name == "topic" and origin.source == "prose")


def _keep_together(
    chosen: dict[FieldName, tuple[Any, Found]], part: FieldName, whole: FieldName, readings: Sequence[Reading]
) -> None:
    if whole not in chosen or part not in chosen:
        return
    value, origin = chosen[whole]
    for fields, found in readings:
        if found.get(whole) == origin and getattr(fields, whole) == value:
            if found.get(part) is None:
                del chosen[part]
            else:
                chosen[part] = (getattr(fields, part), found[part])
            return


def of_another(fields: Fields, found: Mapping[FieldName, Found]) -> Reading:
    """A forwarded mail: its writer is not the requester, nothing in it is the sender's own word."""
    kept = {
        name: origin.model_copy(update={"confidence": _at_most_likely(origin.confidence)})
        for name, origin in found.items()
        if name not in _OF_THE_WRITER
    }
    return Fields(**{name: getattr(fields, name) for name in kept}), kept


def of_a_memo(found: Mapping[FieldName, Found], *, scanned: bool) -> dict[FieldName, Found]:
    """A memo is written to the head, not to us: likely what the request is about, nothing said to us."""
    return {
        name: origin.model_copy(
            update={
                "source": "memo",
                "confidence": Confidence.SUGGESTED if scanned else _at_most_likely(origin.confidence),
            }
        )
        for name, origin in found.items()
    }


def _at_most_likely(confidence: Confidence) -> Confidence:
    return confidence if confidence is Confidence.SUGGESTED else Confidence.LIKELY
