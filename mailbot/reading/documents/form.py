"""Telling the office's request form, and a memo that takes its place, from every other document.

Known by its title and labels, compared as skeletons, near the beginning of the text; never by the
filename. A document that merely mentions the form (the guideline, a letter about it) is not one.
"""

import re
from dataclasses import replace
from typing import Final

from mailbot.core.language.labels import find_labels
from mailbot.core.language.thai import skeleton
from mailbot.reading.documents.document import Document, Source

_REACH: Final = 7_000
"""Characters from the start that are looked at: two pages."""
_TITLE: Final = skeleton("แบบฟอร์มคำขอเผยแพร่ข้อมูลข่าวสาร")
_PURPOSE: Final = skeleton("มีความประสงค์จะขอเผยแพร่ข้อมูลข่าวสาร")
_LABELS: Final = tuple(
    skeleton(label)
    for label in (
        "ชื่อ - สกุล", "ตำแหน่ง", "สังกัด / หน่วยงาน", "เบอร์โทรศัพท์", "ในหัวข้อ", "หัวข้อข่าวสาร/กิจกรรม",
        "รายละเอียดข่าวสาร/กิจกรรม", "ได้ส่งไฟล์ข้อมูล", "ผู้ขอใช้บริการ", "ผู้อนุมัตินำขึ้นเว็บไซต์",
    )
)  # fmt: skip
_WITH_TITLE: Final = 4
_WITHOUT_TITLE: Final = 6
_TITLE_REACH: Final = 900
"""The title stands at the top, after a letterhead at most."""
_LEADER: Final = re.compile(r"(?<=[^\s.…_])(?=[.…_]{4,})")
"""Where a dotted line begins at a word: «45 คน.....» is no abbreviation."""
_OPENING: Final = re.compile(r"[☑☐☒✓✔(\[~•●○■□▪*►-]|[–—]|\(?[0-9๐-๙]{1,3}[.)]|[ก-ฮ][.)] ")
_SENTENCES: Final = tuple(
    skeleton(words)
    for words in (
        "มีความประสงค์จะขอ", "โดยทั้งนี้", "และขอรับรอง", "ส่วนที่", "ลงชื่อ", "ได้รับข้อมูลเมื่อวันที่", "ดำเนินการแล้วเสร็จ",
        "แบบฟอร์มคำขอ", "บนเว็บไซต์", "ผู้รับผิดชอบในการให้ข้อมูล", "ผู้ตรวจสอบและอนุมัติ", "หมายเหตุ",
    )
)  # fmt: skip
_SOURCES: Final[dict[str, Source]] = {
    "docx": "form.docx",
    "doc": "form.doc",
    "xlsx": "form.xlsx",
    "pdf": "form.pdf",
    "scan": "form.scan",
}


def is_form(text: str) -> bool:
    """Whether the text is the request form, main or group, filled in or empty."""
    bones = skeleton(text[:_REACH])
    labels = sum(label in bones for label in _LABELS)
    if _TITLE in bones[:_TITLE_REACH]:
        return labels >= _WITH_TITLE
    return _PURPOSE in bones and labels >= _WITHOUT_TITLE


_MEMO_HEAD: Final = (skeleton("บันทึกข้อความ"), skeleton("ส่วนราชการ"), skeleton("เรื่อง"))
_MEMO_REACH: Final = 3_000
"""A memo is a page; a bundle that begins with one is content as well."""
_MEMO_ASKS: Final = re.compile(
    r"(?:ขอ|โปรด|อนุญาต|อนุมัติ|อนุเคราะห์)[^\n]{0,60}(?:เผยแพร่|ประชาสัมพันธ์|(?:ขึ้น|ลง)(?:บน)?(?:หน้า)?เว็บ)"
)


def is_memo(text: str) -> bool:
    """Whether the text is a memo (บันทึกข้อความ) that asks for publication on a website (R28)."""
    if len(text.strip()) > _MEMO_REACH or "เว็บ" not in text:
        return False
    bones = skeleton(text[:_TITLE_REACH])
    return all(word in bones for word in _MEMO_HEAD) and _MEMO_ASKS.search(text) is not None


def begins_anew(line: str) -> bool:
    """Whether a line starts something of its own: a label, a box, a number, a sentence of the form."""
    if _OPENING.match(line):
        return True
    bones = skeleton(line[:80])
    return bones.startswith(_SENTENCES) or any(spot.start == 0 for spot in find_labels(line[:400]))


def marked(document: Document) -> Document:
    """The document, said to be a form when it is one; its dotted lines then stand apart from the words."""
    source = _SOURCES.get(document.kind)
    if source is not None and is_memo(document.text):
        return replace(document, is_memo=True)
    if source is None or not is_form(document.text):
        return document
    return replace(document, text=_LEADER.sub(" ", document.text), is_form=True, source=source)
