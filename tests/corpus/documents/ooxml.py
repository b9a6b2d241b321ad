"""Just enough WordprocessingML to write every kind of tick box and value there is in office documents."""

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def run(text: str, *, font: str = "", props: str = "") -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>' if font else ""
    inner = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in text.split("\t")
    )
    return f"<w:r><w:rPr>{fonts}{props}</w:rPr>{inner}</w:r>"


def para(*runs: str, props: str = "") -> str:
    return f"<w:p><w:pPr>{props}</w:pPr>{''.join(runs)}</w:p>"


def line(text: str) -> str:
    return para(run(text))


def table(*rows: list[str]) -> str:
    """Rows of cells; a cell is block XML."""
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell or para()}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def sdt_box(*, ticked: bool) -> str:
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run('☒' if ticked else '☐', font='MS Gothic')}</w:sdtContent></w:sdt>"
    )


def sym_box(*, ticked: bool, font: str = "Wingdings", codes: tuple[str, str] = ("F0FE", "F0A8")) -> str:
    code = codes[0] if ticked else codes[1]
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def font_box(*, ticked: bool) -> str:
    return run("þ" if ticked else "¨", font="Wingdings")


def private_box(*, ticked: bool) -> str:
    return run("\uf052" if ticked else "\uf0a3", font="Wingdings 2")


def legacy_box(*, ticked: bool) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check1"/><w:checkBox>'
        f'<w:default w:val="0"/>{"<w:checked/>" if ticked else ""}</w:checkBox></w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def typed_box(*, ticked: bool) -> str:
    return run("(/)" if ticked else "( )")


def unicode_box(*, ticked: bool) -> str:
    return run("☑" if ticked else "☐")


def drawn_box(*, ticked: bool) -> str:
    """A small rectangle with «/» typed into it, said twice as Word does (choice and fallback)."""
    content = f"<w:txbxContent>{line('/')}</w:txbxContent>" if ticked else ""
    choice = f"<wps:txbx>{content}</wps:txbx>" if ticked else ""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:positionH><wp:posOffset>10000</wp:posOffset></wp:positionH><wp:extent cx="152400" cy="152400"/>'
        f'<a:graphic><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="rect"/></wps:spPr>{choice}'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:rect style="width:12pt;height:12pt"><v:textbox>{content}</v:textbox></v:rect>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def vml_box(*, ticked: bool) -> str:
    """The same rectangle as Word 2003 wrote it."""
    content = f"<v:textbox><w:txbxContent>{line('✓')}</w:txbxContent></v:textbox>" if ticked else ""
    style = "margin-left:3pt;width:11pt;height:11.5pt"
    return f'<w:r><w:pict><v:rect style="{style}">{content}</v:rect></w:pict></w:r>'


def text_box(text: str, *, left: int = 900_000) -> str:
    """A floating text box, said twice as Word does."""
    content = f"<w:txbxContent>{line(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f"<wp:positionH><wp:posOffset>{left}</wp:posOffset></wp:positionH>"
        '<wp:extent cx="2500000" cy="300000"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:200pt;height:24pt"><v:textbox>{content}</v:textbox></v:shape>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def form_text(text: str) -> str:
    """A legacy text field with its result; what it holds besides is not the writer's."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text1"/><w:textInput>'
        '<w:default w:val="ไม่ควรอ่าน"/></w:textInput></w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText> FORMTEXT </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(text)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def inline_control(text: str) -> str:
    props = '<w:alias w:val="x"/><w:text/>'
    return f"<w:sdt><w:sdtPr>{props}</w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def empty_control() -> str:
    """A control nobody filled in: it shows a prompt that is not a value."""
    prompt = run("คลิกหรือแตะที่นี่เพื่อใส่ข้อความ")
    return (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>{prompt}</w:sdtContent></w:sdt>"
    )


def block_control(block: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{block}</w:sdtContent></w:sdt>"


def tracked(new: str, old: str) -> str:
    """Somebody corrected the old words into the new ones and left the change visible."""
    return (
        f'<w:del w:id="1" w:author="x"><w:r><w:delText>{escape(old)}</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" w:author="x">{run(new)}</w:ins>'
    )


def struck(text: str) -> str:
    return run(text, props="<w:strike/>")


def hidden(text: str) -> str:
    return run(text, props="<w:vanish/>")


def bullet(mark: str, text: str) -> str:
    """A list paragraph whose bullet is list 1 (empty box), 2 (ticked box) or 3 (ornamental tick)."""
    return para(run(text), props=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{mark}"/></w:numPr>')


NUMBERING = (
    f'<w:numbering xmlns:w="{W}">'
    + "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{char}"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>'
        "</w:abstractNum>"
        for n, char in ((1, "\uf0a8"), (2, "\uf0fe"), (3, "\uf0fc"))
    )
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3))
    + "</w:numbering>"
)


def docx(
    *blocks: str, header: str = "", extra: dict[str, str] | None = None, main: str = "word/document.xml"
) -> bytes:
    """The package around these blocks; the same blocks give the same bytes."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(target=main),
        main: f"<w:document {NAMESPACES}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>",
        "word/numbering.xml": NUMBERING,
        **({"word/header1.xml": f"<w:hdr {NAMESPACES}>{header}</w:hdr>"} if header else {}),
        **(extra or {}),
    }
    return package(parts)


def package(parts: dict[str, str] | dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 15, 10, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
