"""The empty request form as a Word document: real content controls for every place to fill in.

Written part by part; no library is needed for one page of our own. Whoever opens it in Word, LibreOffice
or on a phone can type over the dots; the boxes tick with one tap.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from mailbot.writing.form_words import Choice, FormWords

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONT: Final = "TH Sarabun New"
_BOX_FONT: Final = "Segoe UI Symbol"
_HALF_POINTS: Final = 28
_WRITTEN: Final = (2026, 1, 1, 0, 0, 0)
"""The date of every part: the same office gives the same bytes."""
_SLOT: Final = re.compile(r"\[\[([a-z_]+)\]\]")
_DOTTED: Final = re.compile(r"\.{3,}")
_DOTS: Final = "." * 24
"""Where to tap; a tab's dots go on to the end of the line, however wide the typeface is."""
_ACROSS: Final = 9638
"""Twentieths of a point between the margins."""
_CELL: Final = 4819
_NARROW: Final = 300
"""What a signature leaves free on either side of its half."""
_INK: Final = 200
"""Room above the line to sign on."""
_DETAIL_LINES: Final = 1
"""Dotted lines below the first of the details, for a pen."""

_CONTENT_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MIME}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MIME}.styles+xml"/></Types>'
)
_STYLES: Final = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>'
    f'<w:sz w:val="{_HALF_POINTS}"/><w:szCs w:val="{_HALF_POINTS}"/>'
    '<w:lang w:val="en-US" w:bidi="th-TH"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="216" w:lineRule="auto"/>'
    "</w:pPr></w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    "</w:styles>"
)
_SECTION: Final = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="794" w:right="1134" w:bottom="680" w:left="1134" '
    'w:header="400" w:footer="400" w:gutter="0"/>'
    "</w:sectPr>"
)


def form_docx(words: FormWords) -> bytes:
    """The form as a DOCX package."""
    body = "".join(_blocks(words))
    document = (
        f'<w:document xmlns:w="{_W}" xmlns:w14="{_W14}" xmlns:mc="{_MC}" mc:Ignorable="w14">'
        f"<w:body>{body}{_SECTION}</w:body></w:document>"
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": document,
        "word/styles.xml": _STYLES,
        "word/_rels/document.xml.rels": _relations("styles", "styles.xml"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content
            package.writestr(zipfile.ZipInfo(name, _WRITTEN), declared.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _blocks(words: FormWords) -> Iterable[str]:
    for line in (words.title, words.where, words.address):
        yield _paragraph(_filled(line, bold=True), centred=True)
    yield _paragraph(_run(words.part1, bold=True))
    half = _run(f"{words.name} ") + _slot("name") + _TAB
    yield _line(
        half + _run(f"{words.position} ") + _slot("position") + _TAB, stops=(5200, _ACROSS), left=True
    )
    yield _line(_run(f"{words.unit} ") + _slot("unit") + _TAB)
    yield _line(_run(f"{words.phone} ") + _slot("phone") + _TAB)
    yield _paragraph(_filled(words.purpose))
    yield from (_line(_choice("category", choice), indent=567) for choice in words.categories)
    yield _line(_run(f"{words.topic} ") + _slot("topic") + _TAB)
    yield _paragraph(_run(words.detail))
    yield _line(_slot("detail", lines=True) + _TAB)
    yield from (_line(_TAB) for _ in range(_DETAIL_LINES))
    yield _paragraph(_run(words.delivery))
    yield from (_line(row, indent=567) for row in _deliveries(words.deliveries))
    yield _paragraph(_run(words.certify))
    yield _side_by_side(words.requester, words.head)
    second = [_paragraph(_run(words.part2, bold=True), ruled=True)]
    second += [_dotted(line, right=_ACROSS) for line in words.work]
    second += _signature(words.webmaster, left=1900, right=7738)
    yield _table(("".join(second),))
    yield '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'  # none may end in a table


_TAB: Final = "<w:r><w:tab/></w:r>"


def _paragraph(runs: str, *, centred: bool = False, ruled: bool = False) -> str:
    rule = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="auto"/></w:pBdr>' if ruled else ""
    spacing = '<w:spacing w:before="120"/>' if ruled else ""
    aligned = '<w:jc w:val="center"/>' if centred else ""
    return f"<w:p><w:pPr>{rule}{spacing}{aligned}</w:pPr>{runs}</w:p>"


def _line(
    runs: str, *, stops: tuple[int, ...] = (_ACROSS,), indent: int = 0, left: bool = False, above: int = 0
) -> str:
    """A line whose tabs draw dots up to their stops: to the words behind them, or from them with ``left``."""
    kinds = ["left" if left and stop != stops[-1] else "right" for stop in stops]
    tabs = "".join(
        f'<w:tab w:val="{kind}" w:leader="dot" w:pos="{stop}"/>'
        for kind, stop in zip(kinds, stops, strict=True)
    )
    indented = f'<w:ind w:left="{indent}"/>' if indent else ""
    spacing = f'<w:spacing w:before="{above}"/>' if above else ""
    return f"<w:p><w:pPr><w:tabs>{tabs}</w:tabs>{spacing}{indented}</w:pPr>{runs}</w:p>"


def _dotted(words: str, *, left: int = 0, right: int, above: int = 0) -> str:
    """A line of words and dots from one place to another, the dots as wide as there is room."""
    parts = _DOTTED.split(words)
    ends = [found.end() for found in _DOTTED.finditer(words)]
    stops = tuple(left + (right - left) * end // ends[-1] for end in ends)
    runs = _TAB.join(_run(part) for part in parts)
    return _line(runs, stops=stops, indent=left, above=above)


def _run(text: str, *, bold: bool = False, font: str = "") -> str:
    props = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>' if font else ""
    props += "<w:b/><w:bCs/>" if bold else ""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _filled(text: str, *, bold: bool = False) -> str:
    """A line of words with places to fill in."""
    out, at = "", 0
    for slot in _SLOT.finditer(text):
        out += _run(text[at : slot.start()], bold=bold) + _slot(slot[1])
        at = slot.end()
    return out + _run(text[at:], bold=bold)


def _slot(name: str, *, lines: bool = False) -> str:
    """A plain-text control that shows dots until somebody types."""
    kind = '<w:text w:multiLine="1"/>' if lines else "<w:text/>"
    props = f"<w:tag w:val={quoteattr(name)}/><w:showingPlcHdr/>{kind}"
    return f"<w:sdt><w:sdtPr>{props}</w:sdtPr><w:sdtContent>{_run(_DOTS)}</w:sdtContent></w:sdt>"


def _tick(name: str) -> str:
    states = (
        f'<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2611" w14:font="{_BOX_FONT}"/>'
        f'<w14:uncheckedState w14:val="2610" w14:font="{_BOX_FONT}"/></w14:checkbox>'
    )
    box = _run("☐", font=_BOX_FONT)
    props = f"<w:tag w:val={quoteattr(name)}/>{states}"
    return f"<w:sdt><w:sdtPr>{props}</w:sdtPr><w:sdtContent>{box}</w:sdtContent></w:sdt>"


def _choice(group: str, choice: Choice) -> str:
    name = f"{group}.{choice.id}"
    line = _run(" ") + _slot(f"{name}.text") + _TAB if choice.has_line else ""
    return _tick(name) + _run(f" {choice.label}") + line


def _deliveries(choices: tuple[Choice, ...]) -> Iterable[str]:
    """The ways to deliver as the office's form sets them: those without a line beside each other."""
    short = [_choice("delivery", choice) for choice in choices if not choice.has_line]
    lines = [_choice("delivery", choice) for choice in choices if choice.has_line]
    return (*lines[:1], _run("          ").join(short), *lines[1:])


def _signature(lines: tuple[str, ...], *, left: int, right: int) -> Iterable[str]:
    """The lines of a signature, with room for ink above the first."""
    return (
        _dotted(line, left=left, right=right, above=0 if number else _INK)
        for number, line in enumerate(lines)
    )


def _side_by_side(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    def side(heading: str, *lines: str) -> str:
        rows = _signature(lines, left=_NARROW, right=_CELL - _NARROW)
        return _paragraph(_run(heading, bold=True), centred=True) + "".join(rows)

    return _table((side(*left), side(*right)))


def _table(cells: tuple[str, ...]) -> str:
    """Cells of one row, which stays on one page."""
    width = _ACROSS // len(cells)
    sides = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in cells)
    row = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in cells
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_ACROSS}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{sides}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr></w:tbl>"
    )


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
