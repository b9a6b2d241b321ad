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
_HALF_POINTS: Final = 30
_WRITTEN: Final = (2026, 1, 1, 0, 0, 0)
"""The date of every part: the same office gives the same bytes."""
_SLOT: Final = re.compile(r"\[\[([a-z_]+)\]\]")
_SHORT, _LONG, _WHOLE = "." * 40, "." * 70, "." * 130

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
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
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
        yield _paragraph(_filled(line, _SHORT, bold=True), centred=True)
    yield _paragraph(_run(words.part1, bold=True))
    first = (
        _run(f"{words.name} ") + _slot("name", _LONG),
        _run(f" {words.position} ") + _slot("position", _LONG),
    )
    yield _paragraph("".join(first))
    yield _paragraph(_run(f"{words.unit} ") + _slot("unit", _WHOLE))
    yield _paragraph(_run(f"{words.phone} ") + _slot("phone", _LONG))
    yield _paragraph(_filled(words.purpose, _SHORT))
    yield from (_choice("category", choice) for choice in words.categories)
    yield _paragraph(_run(f"{words.topic} ") + _slot("topic", _WHOLE))
    yield _paragraph(_run(f"{words.detail} ") + _slot("detail", _WHOLE * 3, lines=True))
    yield _paragraph(_run(words.delivery))
    yield from (_choice("delivery", choice) for choice in words.deliveries)
    yield _paragraph(_run(words.certify))
    yield _paragraph("")
    yield _side_by_side(words.requester, words.head)
    yield _paragraph(_run(words.part2, bold=True), ruled=True)
    yield from (_paragraph(_run(line)) for line in words.work)
    yield from (_paragraph(_run(line), centred=True) for line in words.webmaster)


def _paragraph(runs: str, *, centred: bool = False, ruled: bool = False, indent: int = 0) -> str:
    rule = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="auto"/></w:pBdr>' if ruled else ""
    spacing = '<w:spacing w:before="120"/>' if ruled else ""
    indented = f'<w:ind w:left="{indent}"/>' if indent else ""
    aligned = '<w:jc w:val="center"/>' if centred else ""
    return f"<w:p><w:pPr>{rule}{spacing}{indented}{aligned}</w:pPr>{runs}</w:p>"


def _run(text: str, *, bold: bool = False, font: str = "") -> str:
    props = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>' if font else ""
    props += "<w:b/><w:bCs/>" if bold else ""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _filled(text: str, dots: str, *, bold: bool = False) -> str:
    """A line of words with places to fill in."""
    out, at = "", 0
    for slot in _SLOT.finditer(text):
        out += _run(text[at : slot.start()], bold=bold) + _slot(slot[1], dots)
        at = slot.end()
    return out + _run(text[at:], bold=bold)


def _slot(name: str, dots: str, *, lines: bool = False) -> str:
    """A plain-text control that shows dots until somebody types."""
    kind = '<w:text w:multiLine="1"/>' if lines else "<w:text/>"
    props = f"<w:tag w:val={quoteattr(name)}/><w:showingPlcHdr/>{kind}"
    return f"<w:sdt><w:sdtPr>{props}</w:sdtPr><w:sdtContent>{_run(dots)}</w:sdtContent></w:sdt>"


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
    line = _run(" ") + _slot(f"{name}.text", _LONG) if choice.has_line else ""
    return _paragraph(_tick(name) + _run(f" {choice.label}") + line, indent=567)


def _side_by_side(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    cells = "".join(
        '<w:tc><w:tcPr><w:tcW w:w="4819" w:type="dxa"/></w:tcPr>'
        + "".join(_paragraph(_run(line), centred=True) for line in lines)
        + "</w:tc>"
        for lines in (left, right)
    )
    grid = '<w:tblGrid><w:gridCol w:w="4819"/><w:gridCol w:w="4819"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="9638" w:type="dxa"/></w:tblPr>{grid}<w:tr>{cells}</w:tr></w:tbl>'


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
