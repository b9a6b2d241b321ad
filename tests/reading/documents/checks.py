"""What a document's text must show of its golden filling, whatever the format."""

import re

from mailbot.core.language.thai import skeleton
from mailbot.reading.documents import Document
from tests.corpus.documents.fillings import CATEGORIES, CERTIFY, DELIVERY, Case, Filling

_TICKED = re.compile(r"(?:☑|\(/\))\s*$")
_EMPTY = re.compile(r"(?:☐|\( \)|~~)\s*$")


def lines_with(text: str, label: str) -> list[str]:
    bones = skeleton(label)
    return [line for line in text.splitlines() if bones in skeleton(line)]


def said_after(text: str, label: str, value: str) -> bool:
    """The value stands behind its label on the label's own line."""
    return any(
        skeleton(value) in skeleton(line).partition(skeleton(label))[2] for line in lines_with(text, label)
    )


def ticks(text: str, labels: dict[str, str]) -> dict[str, bool | None]:
    """For each label: ticked, empty, or None when no mark stands before it."""
    found: dict[str, bool | None] = {}
    for key, label in labels.items():
        start = text.find(label)
        before = text[:start].rpartition("\n")[2][-12:] if start >= 0 else ""
        found[key] = True if _TICKED.search(before) else False if _EMPTY.search(before) else None
    return found


def misread(case: Case, document: Document) -> list[str]:
    """Everything of the golden filling that the text does not show; empty when all is there."""
    filling: Filling = case.filling
    text = document.text
    said = {
        "name": ("ชื่อ - สกุล", filling.name),
        "position": ("ตำแหน่ง", filling.position),
        "unit": ("สังกัด / หน่วยงาน", filling.unit),
        "phone": ("เบอร์โทรศัพท์", filling.phone_as_written),
        "topic": ("หัวข้อข่าวสาร/กิจกรรม", filling.topic),
        "detail": ("รายละเอียดข่าวสาร/กิจกรรม", filling.detail),
    }
    if filling.category_other:
        said["category_other"] = (CATEGORIES["other"], filling.category_other)
    if filling.email:
        said["email"] = (DELIVERY["email"], filling.email)
    wrong = [name for name, (label, value) in said.items() if not said_after(text, label, value)]
    if filling.certify and not lines_with(text, CERTIFY[:60]):
        wrong.append("certify")
    deliveries = text[text.find("ได้ส่งไฟล์ข้อมูล") :]
    marks = [*ticks(text, CATEGORIES).items(), *ticks(deliveries, DELIVERY).items()]
    chosen = [key in filling.categories for key in CATEGORIES] + [key in filling.delivery for key in DELIVERY]
    for (key, mark), ticked in zip(marks, chosen, strict=True):
        if (mark is True) is not ticked or (mark is None and "empty boxes" not in case.without):
            wrong.append(f"{key}: {mark}")
    return wrong
