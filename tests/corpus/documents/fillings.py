"""The golden values, and the office's two forms as a list of lines that every generator lays out."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
CATEGORIES = {
    "procurement_recruitment": "การจัดซื้อจัดจ้าง / ประกาศรับสมัครสอบ / ประกาศรับสมัครลูกจ้างชั่วคราว / ทุนการศึกษา",
    "plan_project_report": "แผน / โครงการ / รายงานผลการดำเนินงาน",
    "banner_photo_news": "Banner / ภาพกิจกรรม / ข่าวประชาสัมพันธ์",
    "info_update": "ปรับปรุงข้อมูลสารสนเทศ",
    "other": "อื่น ๆ (โปรดระบุ)",
}
DELIVERY = {
    "email": "ทาง e-mail :",
    "my_office": "ทางระบบ my office",
    "media": "CD, DVD, Flash Drive",
    "other": "อื่นๆ (โปรดระบุ)",
}
CERTIFY = "และขอรับรองว่าข่าวสาร / ข้อความ/ข้อมูลทั้งหมดนี้ ได้ดำเนินการตรวจสอบแล้วว่าถูกต้อง สามารถเผยแพร่ได้"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One golden filling; the names are those of the form's fields."""

    form: Literal["main", "group"]
    name: str
    position: str
    unit: str
    phone: str
    phone_as_written: str
    categories: list[str]
    topic: str
    detail: str
    delivery: list[str]
    certify: bool
    extension: str | None = None
    email: str = ""
    group: str | None = None
    group_path: str | None = None
    category_other: str | None = None
    delivery_other: str | None = None

    @property
    def title(self) -> list[str]:
        """The form's three title lines."""
        if self.form == "main":
            where = ("บนเว็บไซต์สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา เขต 12", "(www.sea12.go.th)")
        else:
            where = (f"บนเว็บไซต์กลุ่ม{self.group}สพม.12", f"(www.sea12.go.th/{self.group_path})")
        return ["แบบฟอร์มคำขอเผยแพร่ข้อมูลข่าวสาร และประชาสัมพันธ์ต่างๆ", *where]

    @property
    def purpose(self) -> str:
        """The sentence before the categories."""
        site = "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา เขต 12" if self.form == "main" else f"กลุ่ม{self.group}สพม.12"
        return f"มีความประสงค์จะขอเผยแพร่ข้อมูลข่าวสาร ประชาสัมพันธ์บนเว็บไซต์{site} ในหัวข้อ"

    def category_lines(self) -> list[tuple[bool, str, str]]:
        """(ticked, label, what is written after it) for each of the five boxes."""
        return [
            (key in self.categories, label, (self.category_other or "") if key == "other" else "")
            for key, label in CATEGORIES.items()
        ]

    def delivery_lines(self) -> list[tuple[bool, str, str]]:
        """The same for the ways of delivery."""
        written = {"email": self.email, "other": self.delivery_other or ""}
        return [(key in self.delivery, label, written.get(key, "")) for key, label in DELIVERY.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One generated document: what it guards, its bytes, and what it says."""

    name: str
    filename: str
    content_type: str
    data: bytes
    filling: Filling
    without: frozenset[str] = field(default_factory=frozenset)
    """What this way of writing cannot carry: fields by name, or ``empty boxes``."""


def _load() -> dict[str, Filling]:
    raw: dict[str, dict[str, Any]] = tomllib.loads((HERE / "golden.toml").read_text(encoding="utf-8"))
    return {name: Filling(**values) for name, values in raw.items()}


FILLINGS = _load()
