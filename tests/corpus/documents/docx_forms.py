"""The office's forms as Word documents: every kind of tick box with every way of writing a value."""

from collections.abc import Callable, Iterator
from typing import Protocol

from tests.corpus.documents import ooxml as x
from tests.corpus.documents.fillings import CERTIFY, FILLINGS, Case, Filling

Value = Callable[[str], str]
"""A value -> the runs that carry it after its label."""


class Box(Protocol):
    def __call__(self, *, ticked: bool) -> str: ...


def dots(value: str) -> str:
    return x.run(f" ......{value}......... ")


def tabs(value: str) -> str:
    return x.run(f"\t{value}\t")


def underlined(value: str) -> str:
    return x.run(f"  {value}      ", props='<w:u w:val="dotted"/>')


def split_runs(value: str) -> str:
    """Word cuts a sentence into runs wherever it likes: spelling marks, revisions, a changed font."""
    middle = len(value) // 2
    return x.run(" ") + x.run(value[:middle]) + '<w:proofErr w:type="spellStart"/>' + x.run(value[middle:])


def smart(value: str) -> str:
    return f'<w:smartTag w:uri="x" w:element="person">{x.run(" " + value)}</w:smartTag>'


VALUES: dict[str, Value] = {
    "dots": dots,
    "tabs": tabs,
    "underlined": underlined,
    "split-runs": split_runs,
    "smart-tag": smart,
    "form-text": lambda value: x.run(" ") + x.form_text(value),
    "inline-control": lambda value: x.run(" ") + x.inline_control(value),
    "tracked": lambda value: x.run(" ") + x.tracked(value, "ข้อความเดิมที่ลบแล้ว"),
}
BOXES: dict[str, Box] = {
    "control": x.sdt_box,
    "wingdings-symbol": x.sym_box,
    "wingdings2-symbol": lambda *, ticked: x.sym_box(
        ticked=ticked, font="Wingdings 2", codes=("F052", "F0A3")
    ),
    "wingdings-run": x.font_box,
    "wingdings2-private": x.private_box,
    "legacy-field": x.legacy_box,
    "unicode": x.unicode_box,
    "typed": x.typed_box,
    "drawn": x.drawn_box,
    "drawn-2003": x.vml_box,
}


def head(filling: Filling, value: Value) -> list[str]:
    return [
        *map(x.line, filling.title),
        x.line("ส่วนที่ 1 สำหรับผู้ขอใช้บริการ"),
        x.para(x.run("ชื่อ - สกุล"), value(filling.name), x.run("ตำแหน่ง"), value(filling.position)),
        x.para(x.run("สังกัด / หน่วยงาน"), value(filling.unit)),
        x.para(x.run("เบอร์โทรศัพท์"), value(filling.phone_as_written)),
        x.line(filling.purpose),
    ]


def choices(rows: list[tuple[bool, str, str]], box: Box, value: Value) -> list[str]:
    return [
        x.para(box(ticked=ticked), x.run(f" {label}"), value(written) if written else x.run("....."))
        for ticked, label, written in rows
    ]


def tail(filling: Filling) -> list[str]:
    """The certification and the signature blocks; the approver's side must not leak into part 1."""
    dotted = "............................"
    requester = [
        "ผู้รับผิดชอบในการให้ข้อมูล",
        f"ลงชื่อ{dotted}ผู้ขอใช้บริการ",
        f"({filling.name})",
        f"ตำแหน่ง {filling.position}",
        "วันที่ 15 / 1 / 2569",
    ]
    head_of_unit = [
        "ผู้ตรวจสอบและอนุมัติ",
        f"ลงชื่อ{dotted}ผู้อนุมัตินำขึ้นเว็บไซต์",
        "(นายใหญ่ ใจกว้าง)",
        "ตำแหน่ง ผู้อำนวยการกลุ่ม",
        "วันที่....../....../......",
    ]
    received = "ได้รับข้อมูลเมื่อวันที่............เวลา..........น."
    done = "ดำเนินการแล้วเสร็จเมื่อวันที่..............เวลา..........น."
    return [
        x.line(CERTIFY),
        x.table(["".join(map(x.line, requester)), "".join(map(x.line, head_of_unit))]),
        x.line("ส่วนที่ 2 ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่ผ่านเว็บไซต์"),
        x.line(f"{received} {done}"),
        x.line("หมายเหตุ (ถ้ามี)"),
        x.line(f"ลงชื่อ{dotted}ผู้ดำเนินการนำข้อมูลขึ้นเว็บไซต์"),
        x.line(f"({dotted})"),
        x.line("วันที่....../....../......"),
    ]


def flowing(filling: Filling, box: Box, value: Value) -> bytes:
    """The form as one column of paragraphs."""
    return x.docx(
        *head(filling, value),
        *choices(filling.category_lines(), box, value),
        x.para(x.run("หัวข้อข่าวสาร/กิจกรรม"), value(filling.topic)),
        x.para(x.run("รายละเอียดข่าวสาร/กิจกรรม"), value(filling.detail)),
        x.line("โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"),
        *choices(filling.delivery_lines(), box, value),
        *tail(filling),
    )


def in_tables(filling: Filling, box: Box) -> bytes:
    """Everything in tables, the tick boxes too: label and value in neighbouring cells."""
    ticks = [[box(ticked=t), f"{label} {written}"] for t, label, written in filling.category_lines()]
    ways = [
        x.para(box(ticked=t), x.run(f" {label} {written}")) for t, label, written in filling.delivery_lines()
    ]
    return x.docx(
        *map(x.line, filling.title),
        x.table(
            [x.line("ชื่อ - สกุล"), x.line(filling.name), x.line("ตำแหน่ง"), x.line(filling.position)],
            [*map(x.line, ("สังกัด / หน่วยงาน", filling.unit, "เบอร์โทรศัพท์", filling.phone_as_written))],
        ),
        x.line(filling.purpose),
        x.table(*[[x.para(mark), x.line(label)] for mark, label in ticks]),
        x.table(
            [x.line("หัวข้อข่าวสาร/") + x.line("กิจกรรม"), x.line(filling.topic)],
            [x.line("รายละเอียดข่าวสาร/กิจกรรม"), x.line(filling.detail)],
            [x.line("โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"), "".join(ways)],
        ),
        *tail(filling),
    )  # fmt: skip


def tick_column(filling: Filling) -> bytes:
    """The tick stands in a column behind the words, as in a checklist."""
    return x.docx(
        *head(filling, dots),
        x.table(
            *[
                [x.line(f"{label} {written}"), x.line("✓") if t else ""]
                for t, label, written in filling.category_lines()
            ]
        ),
        x.para(x.run("หัวข้อข่าวสาร/กิจกรรม"), dots(filling.topic)),
        x.para(x.run("รายละเอียดข่าวสาร/กิจกรรม"), dots(filling.detail)),
        x.line("โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"),
        *choices(filling.delivery_lines(), x.typed_box, dots),
        *tail(filling),
    )


def bullets(filling: Filling) -> bytes:
    """The boxes are list bullets, and a ticked one is another bullet."""
    rows = [
        x.bullet("2" if t else "1", f"{label} {written}") for t, label, written in filling.category_lines()
    ]
    ways = [
        x.bullet("2" if t else "1", f"{label} {written}") for t, label, written in filling.delivery_lines()
    ]
    return x.docx(
        *head(filling, dots),
        *rows,
        x.para(x.run("หัวข้อข่าวสาร/กิจกรรม"), dots(filling.topic)),
        x.para(x.run("รายละเอียดข่าวสาร/กิจกรรม"), dots(filling.detail)),
        x.line("โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"),
        *ways,
        *tail(filling),
    )


def strikes(filling: Filling) -> bytes:
    """«Strike out what does not apply», as government forms say: no box is ticked at all."""

    def shown(rows: list[tuple[bool, str, str]]) -> list[str]:
        return [x.para(x.run(f"{label} {written}") if t else x.struck(label)) for t, label, written in rows]

    return x.docx(
        *head(filling, dots),
        *shown(filling.category_lines()),
        x.para(x.run("หัวข้อข่าวสาร/กิจกรรม"), dots(filling.topic)),
        x.para(x.run("รายละเอียดข่าวสาร/กิจกรรม"), dots(filling.detail)),
        x.line("โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"),
        *shown(filling.delivery_lines()),
        *tail(filling),
    )


def text_boxes(filling: Filling) -> bytes:
    """Values typed into text boxes that were laid over the dotted lines."""
    leader = "............................"

    def over(label: str, value: str) -> str:
        return x.para(x.text_box(value), x.run(f"{label}{leader}"))

    return x.docx(
        *map(x.line, filling.title),
        x.para(
            x.text_box(filling.position, left=3_000_000),
            x.text_box(filling.name, left=800_000),
            x.run(f"ชื่อ - สกุล{leader}ตำแหน่ง{leader}"),
        ),
        over("สังกัด / หน่วยงาน", filling.unit),
        over("เบอร์โทรศัพท์", filling.phone_as_written),
        x.line(filling.purpose),
        *choices(filling.category_lines(), x.sdt_box, dots),
        over("หัวข้อข่าวสาร/กิจกรรม", filling.topic),
        over("รายละเอียดข่าวสาร/กิจกรรม", filling.detail),
        x.line("โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"),
        *choices(filling.delivery_lines(), x.sdt_box, dots),
        *tail(filling),
    )


def block_controls(filling: Filling) -> bytes:
    """Whole paragraphs inside content controls, the title in the page header."""
    blocks = [
        *head(filling, dots)[len(filling.title) :],
        *choices(filling.category_lines(), x.sdt_box, dots),
        x.para(x.run("หัวข้อข่าวสาร/กิจกรรม"), dots(filling.topic)),
        x.para(x.run("รายละเอียดข่าวสาร/กิจกรรม"), dots(filling.detail)),
        x.line("โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"),
        *choices(filling.delivery_lines(), x.sdt_box, dots),
    ]
    return x.docx(
        *map(x.block_control, blocks),
        x.para(x.empty_control(), x.hidden("ข้อความที่ซ่อนไว้")),
        *tail(filling),
        header="".join(map(x.line, filling.title)),
        main="word/document2.xml",
    )


def cases() -> Iterator[Case]:
    """Every way once with each of the golden fillings in turn."""
    fillings = list(FILLINGS.values())

    def case(name: str, filling: Filling, data: bytes, **more: frozenset[str]) -> Case:
        filename = "แบบฟอร์มคำขอเผยแพร่ (1).docx"
        return Case(
            name=f"docx-{name}", filename=filename, content_type=x.MIME, data=data, filling=filling, **more
        )

    for n, (name, box) in enumerate(BOXES.items()):
        filling = fillings[n % len(fillings)]
        yield case(f"box-{name}", filling, flowing(filling, box, dots))
        yield case(
            f"table-{name}",
            fillings[(n + 1) % len(fillings)],
            in_tables(fillings[(n + 1) % len(fillings)], box),
        )
    for n, (name, value) in enumerate(VALUES.items()):
        filling = fillings[n % len(fillings)]
        yield case(f"value-{name}", filling, flowing(filling, x.sdt_box, value))
    for name, way in {
        "tick-column": tick_column, "bullets": bullets, "strikes": strikes,
        "text-boxes": text_boxes, "block-controls": block_controls,
    }.items():  # fmt: skip
        for number, filling in enumerate(fillings[:2] if name != "bullets" else fillings):
            without = frozenset({"empty boxes"} if name == "tick-column" else ())
            yield case(f"{name}-{number + 1}", filling, way(filling), without=without)


def empty(form: str) -> bytes:
    """The form as handed out: dots everywhere, nothing ticked."""
    blank = next(filling for filling in FILLINGS.values() if filling.form == form)
    rows = [(False, label, "") for _, label, _ in blank.category_lines()]
    ways = [(False, label, "") for _, label, _ in blank.delivery_lines()]
    leader = ".................."
    labels = [f"ชื่อ - สกุล{leader}ตำแหน่ง{leader}", f"สังกัด / หน่วยงาน{leader}", f"เบอร์โทรศัพท์{leader}"]
    content = [f"หัวข้อข่าวสาร/กิจกรรม{leader}", f"รายละเอียดข่าวสาร/กิจกรรม{leader}", leader]
    return x.docx(
        *map(x.line, blank.title),
        *map(x.line, ["ส่วนที่ 1 สำหรับผู้ขอใช้บริการ", *labels, blank.purpose]),
        *choices(rows, x.sdt_box, dots),
        *map(x.line, [*content, "โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล"]),
        *choices(ways, x.sdt_box, dots),
    )
