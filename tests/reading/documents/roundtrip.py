"""What the fields of a golden filling must be after document and language were both read."""

from datetime import date
from typing import Any

from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.request import Category, Delivery
from tests.corpus.documents.fillings import Filling

TODAY = date(2026, 1, 15)
VOCABULARY = Vocabulary()


def expected(filling: Filling) -> dict[str, Any]:
    """Field -> value, of every field the form has."""
    return {
        "name": filling.name,
        "position": filling.position,
        "unit": filling.unit,
        "phone": filling.phone,
        "extension": filling.extension,
        "categories": tuple(Category(key) for key in filling.categories),
        "category_other": filling.category_other,
        "topic": filling.topic,
        "detail": filling.detail,
        "delivery": tuple(Delivery(key) for key in filling.delivery),
        "delivery_other": filling.delivery_other,
        "certify": filling.certify,
    }
