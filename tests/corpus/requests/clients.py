"""How each mail client really builds a mail: its tree, its markup, its charsets and its headers.

Bytes are written by hand, because the standard library would not write what these clients write.
"""

import base64
import html
import quopri
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody typed into a client."""

    subject: str
    text: str
    sender: str
    name: str
    files: tuple[tuple[str, str, bytes], ...] = ()
    """(filename, content type, bytes)."""
    date: str = "Thu, 15 Jan 2026 09:12:00 +0700"
    key: str = ""
    """Makes boundaries and Message-IDs stable."""
    headers: tuple[str, ...] = field(default_factory=tuple)


Client = Callable[[Draft], bytes]


def word(text: str, charset: str = "utf-8", codec: str = "") -> bytes:
    """A header text as encoded words of at most 75 characters, cut between characters."""
    if text.isascii():
        return text.encode()
    words, piece = [], ""
    for char in text:
        if len((piece + char).encode(codec or charset)) > 33:
            words.append(piece)
            piece = ""
        piece += char
    encoded = (base64.b64encode(p.encode(codec or charset)).decode() for p in [*words, piece])
    return "\r\n ".join(f"=?{charset}?B?{e}?=" for e in encoded).encode()


def head(draft: Draft, *more: str, charset: str = "utf-8", codec: str = "") -> bytes:
    """The header block up to the content headers."""
    lines = [
        b"Return-Path: <%s>" % draft.sender.encode(),
        b"Authentication-Results: mx.sea.example; dmarc=pass header.from=%s"
        % draft.sender.split("@")[1].encode(),
        b"From: " + word(draft.name, charset, codec) + b" <%s>" % draft.sender.encode(),
        b"To: <web@sea.example>",
        b"Subject: " + word(draft.subject, charset, codec),
        b"Date: " + draft.date.encode(),
        b"Message-ID: <%s@%s>" % (draft.key.encode(), draft.sender.split("@")[1].encode()),
        b"MIME-Version: 1.0",
        *(line.encode() for line in (*draft.headers, *more)),
    ]
    return b"\r\n".join(lines) + b"\r\n"


def b64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def qp(data: bytes) -> bytes:
    return quopri.encodestring(data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def part(content_type: str, data: bytes, how: str = "base64", *more: str) -> bytes:
    """One leaf of the tree."""
    body = {"base64": b64, "quoted-printable": qp}.get(how, lambda raw: raw.replace(b"\n", b"\r\n"))(data)
    lines = [f"Content-Type: {content_type}", f"Content-Transfer-Encoding: {how}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def multi(kind: str, boundary: str, *parts: bytes) -> bytes:
    """A multipart with its own header."""
    lines = [f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode(), b"", b""]
    middle = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), each) for each in parts)
    return b"\r\n".join(lines) + middle + b"--%s--\r\n" % boundary.encode()


def attached(draft: Draft, style: str = "rfc2231") -> list[bytes]:
    """The files as parts; ``style`` is how the client writes a Thai filename."""
    parts = []
    for filename, content_type, data in draft.files:
        if style == "rfc2231":
            name = f"filename*=UTF-8''{quote(filename)}"
            parts.append(part(content_type, data, "base64", f"Content-Disposition: attachment; {name}"))
        else:
            encoded = word(
                filename, *(("windows-874", "cp874") if style == "windows-874" else ("utf-8", ""))
            ).decode()
            folded = encoded.replace("\r\n ", "\r\n\t")
            parts.append(
                part(
                    f'{content_type};\r\n\tname="{folded}"',
                    data,
                    "base64",
                    f'Content-Disposition: attachment;\r\n\tfilename="{folded}"',
                )
            )
    return parts


def with_files(draft: Draft, body: bytes, boundary: str, style: str = "rfc2231") -> bytes:
    files = attached(draft, style)
    return multi("mixed", boundary, body, *files) if files else body


def rows(text: str, line: Callable[[str], str], table: Callable[[list[list[str]]], str]) -> str:
    """Markup of a text: lines with tabs become the rows of a table."""
    made: list[str] = []
    cells: list[list[str]] = []
    for each in text.split("\n"):
        if "\t" in each:
            cells.append([html.escape(cell) for cell in each.split("\t")])
            continue
        if cells:
            made.append(table(cells))
            cells = []
        made.append(line(html.escape(each)))
    if cells:
        made.append(table(cells))
    return "".join(made)


def plain_table(cells: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in cells)
    return f"<table border=1>{body}</table>"


def word_table(cells: list[list[str]]) -> str:
    body = "".join(
        "<tr>" + "".join(f"<td><p class=MsoNormal>{word_marks(c)}<o:p></o:p></p></td>" for c in row) + "</tr>"
        for row in cells
    )
    return f"<table class=MsoTableGrid border=1 cellspacing=0>{body}</table>"


def word_marks(text: str) -> str:
    """Word writes boxes as letters of a symbol font."""
    for sign, letter in (("☑", "þ"), ("☐", "¨")):
        text = text.replace(sign, f"<span style='font-family:Wingdings'>&#{ord(letter)};</span>")
    return text


def gmail_web(draft: Draft) -> bytes:
    markup = rows(draft.text, lambda t: f"<div>{t or '<br>'}</div>", plain_table)
    alternative = multi(
        "alternative",
        f"000000000000{draft.key}a",
        part('text/plain; charset="UTF-8"', draft.text.encode()),
        part('text/html; charset="UTF-8"', f'<div dir="ltr">{markup}</div>\n'.encode(), "quoted-printable"),
    )
    return head(draft) + with_files(draft, alternative, f"000000000000{draft.key}b")


def gmail_app(draft: Draft) -> bytes:
    markup = rows(draft.text, lambda t: f"{t}<br>", plain_table)
    alternative = multi(
        "alternative",
        f"000000000000{draft.key}a",
        part('text/plain; charset="UTF-8"', draft.text.encode()),
        part('text/html; charset="UTF-8"', f'<div dir="auto">{markup}</div>\n'.encode()),
    )
    return head(draft) + with_files(draft, alternative, f"000000000000{draft.key}b")


def _word_line(text: str) -> str:
    font = 'font-family:"TH SarabunPSK"'
    words = word_marks(text) or "&nbsp;"
    return f"<p class=MsoNormal><span lang=TH style='{font}'>{words}<o:p></o:p></span></p>\n"


def _word_html(draft: Draft, charset: str) -> str:
    markup = rows(draft.text, _word_line, word_table)
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">\n'
        "<head>"
        f'<meta http-equiv=Content-Type content="text/html; charset={charset}">'
        "<style><!-- p.MsoNormal {margin:0cm; font-size:16.0pt;} --></style></head>\n"
        f"<body lang=EN-US link=blue><div class=WordSection1>{markup}</div></body></html>"
    )


def _word_bytes(draft: Draft) -> bytes:
    return _word_html(draft, "windows-874").encode("cp874", "xmlcharrefreplace")


def outlook_desktop(draft: Draft) -> bytes:
    """Word as the editor, Thai Windows: everything in windows-874."""
    alternative = multi(
        "alternative",
        f"----=_NextPart_001_{draft.key}",
        part(
            'text/plain;\r\n\tcharset="windows-874"',
            draft.text.encode("cp874", "replace"),
            "quoted-printable",
        ),
        part('text/html;\r\n\tcharset="windows-874"', _word_bytes(draft), "quoted-printable"),
    )
    return head(draft, "X-Mailer: Microsoft Outlook 16.0", charset="windows-874", codec="cp874") + with_files(
        draft, alternative, f"----=_NextPart_000_{draft.key}", "windows-874"
    )


def outlook_html(draft: Draft) -> bytes:
    """Only HTML, in one part."""
    body = part(
        'text/html; charset="windows-874"',
        _word_bytes(draft),
    )
    return head(draft, charset="windows-874", codec="cp874") + with_files(
        draft, body, f"----=_NextPart_{draft.key}", "windows-874"
    )


def _outlook_page(markup: str) -> bytes:
    style = '<style type="text/css">P {margin:0}</style>'
    return f'<html><head>{style}</head><body dir="ltr">{markup}</body></html>'.encode()


def outlook_web(draft: Draft) -> bytes:
    markup = rows(
        draft.text,
        lambda t: f'<div class="elementToProof">{t or "<br>"}</div>',
        plain_table,
    )
    alternative = multi(
        "alternative",
        f"_000_{draft.key}",
        part('text/plain; charset="utf-8"', draft.text.encode()),
        part('text/html; charset="utf-8"', _outlook_page(markup)),
    )
    return head(draft, "X-MS-Has-Attach: yes") + with_files(draft, alternative, f"_004_{draft.key}", "utf-8")


def ios_mail(draft: Draft) -> bytes:
    """The text, the pictures in the middle, an empty text after them."""
    text = part("text/plain;\r\n\tcharset=utf-8", draft.text.encode())
    if not draft.files:
        return head(draft, "X-Mailer: iPhone Mail (21C66)") + text
    parts = [text, *attached(draft), part("text/plain;\r\n\tcharset=us-ascii", b"\n\n", "7bit")]
    return head(draft, "X-Mailer: iPhone Mail (21C66)") + multi("mixed", f"Apple-Mail-{draft.key}", *parts)


def samsung(draft: Draft) -> bytes:
    markup = rows(draft.text, lambda t: f'<div dir="auto">{t or "<br>"}</div>', plain_table)
    alternative = multi(
        "alternative",
        f"--_com.samsung.android.email_{draft.key}0",
        part("text/plain; charset=utf-8", draft.text.encode()),
        part("text/html; charset=utf-8", f"<html><head></head><body>{markup}</body></html>".encode()),
    )
    return head(draft) + with_files(draft, alternative, f"--_com.samsung.android.email_{draft.key}1", "utf-8")


def thunderbird(draft: Draft) -> bytes:
    body = part("text/plain; charset=UTF-8; format=flowed", draft.text.encode(), "8bit")
    return head(draft, "User-Agent: Mozilla Thunderbird") + with_files(
        draft, body, f"------------{draft.key}"
    )


def yahoo(draft: Draft) -> bytes:
    markup = rows(
        draft.text, lambda t: f'<div dir="ltr" data-setdir="false">{t or "<br>"}</div>', plain_table
    )
    alternative = multi(
        "alternative",
        f"----=_Part_{draft.key}_1",
        part("text/plain; charset=UTF-8", draft.text.encode()),
        part(
            "text/html; charset=UTF-8",
            f'<html><body><div class="yahoo-style-wrap">{markup}</div></body></html>'.encode(),
            "quoted-printable",
        ),
    )
    return head(draft, "X-Mailer: WebService/1.1 YahooMailAndroidMobile") + with_files(
        draft, alternative, f"----=_Part_{draft.key}_0"
    )


def roundcube_tis(draft: Draft) -> bytes:
    """An old office webmail: one plain part, TIS-620, eight bits."""
    body = part("text/plain; charset=TIS-620", draft.text.encode("cp874", "replace"), "8bit")
    return head(draft, "User-Agent: RoundCube Webmail/0.3", charset="TIS-620", codec="cp874") + with_files(
        draft, body, f"={draft.key}", "windows-874"
    )


def zimbra_tis(draft: Draft) -> bytes:
    markup = rows(draft.text, lambda t: f"<p>{t}</p>", plain_table)
    alternative = multi(
        "alternative",
        f"----=_Part_{draft.key}",
        part("text/plain; charset=tis-620", draft.text.encode("cp874", "replace"), "quoted-printable"),
        part(
            "text/html; charset=tis-620",
            f"<html><body>{markup}</body></html>".encode("cp874", "xmlcharrefreplace"),
            "quoted-printable",
        ),
    )
    return head(draft, "X-Mailer: Zimbra 5.0", charset="tis-620", codec="cp874") + with_files(
        draft, alternative, f"----=_Outer_{draft.key}", "windows-874"
    )


def raw_874(draft: Draft) -> bytes:
    """An old script: Thai bytes in the headers, no charset anywhere."""
    lines = head(replace(draft, subject="SUBJECT", name="NAME"))
    lines = lines.replace(b"SUBJECT", draft.subject.encode("cp874")).replace(
        b"NAME", b'"' + draft.name.encode("cp874") + b'"'
    )
    return lines + with_files(
        draft,
        part("text/plain", draft.text.encode("cp874", "replace"), "8bit"),
        f"=_{draft.key}",
        "windows-874",
    )


def raw_utf8(draft: Draft) -> bytes:
    """UTF-8 everywhere and nowhere said so."""
    lines = head(replace(draft, subject="SUBJECT", name="NAME"))
    lines = lines.replace(b"SUBJECT", draft.subject.encode()).replace(
        b"NAME", b'"' + draft.name.encode() + b'"'
    )
    return lines + with_files(
        draft, part("text/plain; charset=us-ascii", draft.text.encode(), "8bit"), f"=_{draft.key}"
    )


def mislabelled(draft: Draft) -> bytes:
    """A gateway that calls everything ISO-8859-1."""
    body = part("text/plain; charset=ISO-8859-1", draft.text.encode(), "quoted-printable")
    return head(draft) + with_files(draft, body, f"=_{draft.key}")


def html_meta(draft: Draft) -> bytes:
    """HTML whose charset is only in its meta tag."""
    body = part("text/html", _word_bytes(draft), "8bit")
    return head(draft, charset="windows-874", codec="cp874") + with_files(
        draft, body, f"=_{draft.key}", "windows-874"
    )


def k9(draft: Draft) -> bytes:
    body = part("text/plain; charset=utf-8", draft.text.encode(), "quoted-printable")
    return head(draft, "User-Agent: K-9 Mail for Android") + with_files(draft, body, f"----{draft.key}")


CLIENTS: dict[str, Client] = {
    client.__name__: client
    for client in (
        gmail_web,
        gmail_app,
        outlook_desktop,
        outlook_html,
        outlook_web,
        ios_mail,
        samsung,
        thunderbird,
        yahoo,
        roundcube_tis,
        zimbra_tis,
        raw_874,
        raw_utf8,
        mislabelled,
        html_meta,
        k9,
    )
}
