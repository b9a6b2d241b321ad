"""What goes along with invented letters, as the bot would send it: real files, their previews, the papers.

``samples.py`` only names files; here they become bytes, pictured by the reader's own code and picked by the
composer's. The running program never uses it.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from hashlib import sha256

from mailbot.core.letters import FileRow, FilledForm, Help, Letter, Report, Summary, Task
from mailbot.core.request import Category, Delivery, Fields, File, Picture
from mailbot.reading.previews import MOST, preview_of
from mailbot.sandbox.files import content
from mailbot.sandbox.samples import APPROVAL, FILES, ITEM, NOW, SOMRUDEE, rows_of
from mailbot.writing.compose import Preview
from mailbot.writing.papers import REPORT
from mailbot.writing.previews import archived_previews

FIELDS = Fields(
    name=SOMRUDEE.name,
    position=SOMRUDEE.position,
    unit="กลุ่มบริหารงานการเงินและสินทรัพย์",
    phone="081-234-5678",
    extension="12",
    categories=(Category.PROCUREMENT_RECRUITMENT,),
    topic="ประกาศผู้ชนะการเสนอราคาจ้างก่อสร้างอาคารเรียน 324 ล./55-ข",
    detail="ตามเอกสารแนบ\nวงเงิน 12,450,000 บาท",
    delivery=(Delivery.EMAIL,),
    certify=True,
)
GIVEN = ITEM.model_copy(
    update={"given_at": NOW + timedelta(hours=3), "published_at": None, "published_by": None, "url": None}
)
ASKED = FilledForm(
    fields=FIELDS,
    requester=SOMRUDEE,
    unit="กลุ่มบริหารงานการเงินและสินทรัพย์",
    signed_at=NOW,
    signed_mail="<CAF8k2Qx.somrudee@sea.example>",
    items=(GIVEN.model_copy(update={"given_at": None}),),
)
APPROVED = ASKED.model_copy(
    update={
        "approval": APPROVAL.model_copy(update={"mail": "<CAF9m3Ry.pranee@sea.example>"}),
        "items": (GIVEN,),
    }
)
"""The form as a head is asked to sign it, and as the webmaster gets it."""


class InventedArchive:
    """Holds every invented file under its hash; keeps names and makes the bytes anew when asked."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, int]] = {}
        self._kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        """Keep these bytes."""
        digest = sha256(data).hexdigest()
        self._kept[digest] = data
        return digest

    def put_many(self, items: Sequence[bytes]) -> list[str]:
        """Several at once."""
        return [self.put(item) for item in items]

    def invent(self, name: str, size: int, *, shown: bool = True) -> File:
        """A file of this name, of about this size, with the preview its reader makes."""
        data = content(name, size)
        digest = sha256(data).hexdigest()
        self._names[digest] = (name, size)
        preview = preview_of(data) if shown else None
        picture = None
        if preview:
            picture = Picture(sha256=self.put(preview.data), width=preview.width, height=preview.height)
        kind = _TYPES[name.rpartition(".")[2]]
        return File(filename=name, content_type=kind, size=len(data), sha256=digest, preview=picture)

    def get(self, sha256: str) -> bytes:
        """The bytes; raises KeyError for what was never invented."""
        if sha256 in self._kept:
            return self._kept[sha256]
        name, size = self._names[sha256]
        return content(name, size)

    def has(self, sha256: str) -> bool:
        """Whether it was invented."""
        return sha256 in self._kept or sha256 in self._names

    def path(self, sha256: str) -> str:
        """Where a person would find it."""
        return f"archive/{sha256[:2]}/{sha256}"


_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ARCHIVE = InventedArchive()


@cache
def _real(name: str, size: int, *, shown: bool) -> File:
    return ARCHIVE.invent(name, size, shown=shown)


def real_files(files: Sequence[File | FileRow]) -> tuple[File, ...]:
    """These files as real ones; a mail's first few have previews."""
    return tuple(_real(each.filename, each.size, shown=index < MOST) for index, each in enumerate(files))


def as_sent(letter: Letter) -> Letter:
    """The letter with what the bot sends along with its kind: files, form, papers."""
    context = letter.context
    changes: dict[str, object] = {}
    if letter.kind in {"approval_request", "task"} and getattr(context, "action", "publish") == "publish":
        files = real_files(letter.files or FILES)
        form = APPROVED if isinstance(context, Task) and context.approval else ASKED
        changes = {"files": files, "form": form, "papers": ("form",), "content_hash": APPROVAL.content_hash}
        summary = getattr(context, "summary", None)
        if isinstance(summary, Summary):
            rows = rows_of(files)
            changes["context"] = context.model_copy(
                update={"summary": summary.model_copy(update={"files": rows})}
            )
    elif isinstance(context, Report):
        changes = {"papers": REPORT}
    elif isinstance(context, Help) and context.form:
        changes = {"papers": ("empty_forms",)}
    return letter.model_copy(update=changes) if changes else letter


def pictured(letter: Letter) -> Sequence[Preview]:
    """The pictures a letter shows: those of its files, made by the reader and found in the archive."""
    return archived_previews(ARCHIVE)(letter.model_copy(update={"files": real_files(letter.files)}))
