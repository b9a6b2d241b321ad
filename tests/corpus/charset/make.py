"""Writes the 25 ways in which Thai mail names and misnames its charset, each with its golden twin.

The expected values come from the texts below, never from our reader. Run it from the project's root
(``python -m tests.corpus.charset.make``); the files it writes are what the tests read.
"""

import base64
import json
import quopri
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_from_bytes

HERE = Path(__file__).parent
SUBJECT = "ขอเผยแพร่ประกาศผู้ชนะการเสนอราคา"
NAME = "นางสาวสมฤดี ปิ่นแก้ว"
BODY = "เรียน ผู้ดูแลเว็บไซต์\n\nขอความอนุเคราะห์เผยแพร่ประกาศ ๒ ฉบับ ตามไฟล์แนบ\nขอบคุณค่ะ"
SMART = "ขอเผยแพร่ข่าว “วันเด็กแห่งชาติ” – ปี ๒๕๖๙ … ค่ะ"
FILE_ONE = "ประกาศผลสอบ ๒๕๖๙.pdf"
FILE_TWO = "รายชื่อผู้มีสิทธิ์.docx"
ADDRESS = "somrudee@sea.example"


def b_word(text: str, codec: str, label: str) -> bytes:
    """One base64 encoded word."""
    return f"=?{label}?B?".encode() + base64.b64encode(text.encode(codec)) + b"?="


def q_words(text: str, codec: str, label: str, cut: int = 0) -> bytes:
    """Q encoded words, one for each space-free run, or cut every ``cut`` bytes wherever that falls."""
    data = text.encode(codec)
    pieces = [data[at : at + cut] for at in range(0, len(data), cut)] if cut else data.split(b" ")
    words = []
    for index, piece in enumerate(pieces):
        held = piece if cut or index == len(pieces) - 1 else piece + b" "
        escaped = "".join(chr(one) if chr(one).isalnum() and one < 128 else f"={one:02X}" for one in held)
        words.append(f"=?{label}?Q?{escaped}?=".encode())
    return b"\r\n ".join(words)


def b_words_cut(text: str, codec: str, label: str, cut: int) -> bytes:
    """Base64 encoded words cut every ``cut`` bytes, in the middle of characters."""
    data = text.encode(codec)
    pieces = [data[at : at + cut] for at in range(0, len(data), cut)]
    return b"\r\n ".join(f"=?{label}?B?".encode() + base64.b64encode(piece) + b"?=" for piece in pieces)


@dataclass
class Case:
    """One mail as its sender's program writes it."""

    name: str
    subject: bytes
    sender: bytes
    body: bytes
    content_type: bytes
    encoding: bytes
    expected_body: str = BODY
    expected_subject: str = SUBJECT
    files: list[bytes] = field(default_factory=list)
    expected_files: list[str] = field(default_factory=list)

    def raw(self) -> bytes:
        head = [
            b"Return-Path: <" + ADDRESS.encode() + b">",
            b"From: " + self.sender,
            b"To: web@sea.example",
            b"Subject: " + self.subject,
            b"Date: Thu, 15 Jan 2026 09:30:00 +0700",
            b"Message-ID: <" + self.name.encode() + b"@sea.example>",
            b"MIME-Version: 1.0",
        ]
        text = [b"Content-Type: " + self.content_type] if self.content_type else []
        text += [b"Content-Transfer-Encoding: " + self.encoding] if self.encoding else []
        if not self.files:
            return b"\r\n".join([*head, *text, b"", self.body, b""])
        out = [*head, b'Content-Type: multipart/mixed; boundary="=_b"', b"", b"--=_b", *text, b"", self.body]
        for part in self.files:
            out += [b"--=_b", *part.split(b"\n"), b"Content-Transfer-Encoding: base64"]
            out += [b"", base64.b64encode(b"%PDF-1.4 x")]
        return b"\r\n".join([*out, b"--=_b--", b""])

    def golden(self) -> dict[str, object]:
        return {
            "subject": self.expected_subject,
            "sender": {"address": ADDRESS, "name": NAME},
            "own_words": self.expected_body,
            "attachments": self.expected_files,
        }


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def base64_body(text: str, codec: str) -> bytes:
    """A body in base64."""
    return base64.encodebytes(_crlf(text).encode(codec)).replace(b"\n", b"\r\n")


def qp_body(text: str, codec: str) -> bytes:
    """A body in quoted-printable."""
    encoded = quopri.encodestring(_crlf(text).encode(codec).replace(b"\r\n", b"\n"))
    return encoded.replace(b"\n", b"\r\n")


def labelled(
    name: str, codec: str, label: str, *, qp: bool = False, word: Callable[[str], bytes] | None = None
) -> Case:
    """Words and body all in one charset under one label."""
    made = word or (lambda text: q_words(text, codec, label) if qp else b_word(text, codec, label))
    return Case(
        name=name,
        subject=made(SUBJECT),
        sender=made(NAME) + b" <" + ADDRESS.encode() + b">",
        body=qp_body(BODY, codec) if qp else base64_body(BODY, codec),
        content_type=f"text/plain; charset={label}".encode(),
        encoding=b"quoted-printable" if qp else b"base64",
    )


def raw_headers(name: str, codec: str, label: bytes, *, quoted: bool = False, smart: bool = False) -> Case:
    """No encoded words at all: the bytes stand in the header as they are."""
    sender = NAME.encode(codec)
    body = SMART if smart else BODY
    return Case(
        name=name,
        subject=SUBJECT.encode(codec),
        sender=(b'"' + sender + b'"' if quoted else sender) + b" <" + ADDRESS.encode() + b">",
        body=_crlf(body).encode(codec),
        content_type=b"text/plain" + (b"; charset=" + label if label else b"") if label != b"-" else b"",
        encoding=b"8bit" if label != b"-" else b"",
        expected_body=body,
    )


def with_files(name: str, files: list[bytes], expected: list[str]) -> Case:
    """A plain utf-8 mail whose file names are the case."""
    case = labelled(name, "utf-8", "utf-8")
    case.files, case.expected_files = files, expected
    return case


def _disposition(parameters: bytes) -> bytes:
    return b"Content-Type: application/octet-stream\nContent-Disposition: attachment; " + parameters


def _percent(text: str, codec: str) -> bytes:
    return quote_from_bytes(text.encode(codec)).encode()


def cases() -> list[Case]:
    """The 25 families."""
    made = [
        labelled("01-utf-8-base64", "utf-8", "utf-8"),
        labelled("02-utf-8-quoted-printable", "utf-8", "utf-8", qp=True),
        labelled("03-tis-620-base64", "cp874", "TIS-620"),
        labelled("04-tis-620-quoted-printable", "cp874", "TIS-620", qp=True),
        labelled("05-windows-874-base64", "cp874", "windows-874"),
        labelled("06-windows-874-quoted-printable", "cp874", "windows-874", qp=True),
        labelled("07-cp874", "cp874", "cp874"),
        labelled("08-iso-8859-11-quoted-printable", "cp874", "iso-8859-11", qp=True),
        labelled("09-x-windows-874", "cp874", "x-windows-874"),
        raw_headers("10-tis-620-with-windows-quotes", "cp874", b"TIS-620", smart=True),
        labelled("11-utf-8-words-cut-inside-a-character-b", "utf-8", "utf-8",
                 word=lambda text: b_words_cut(text, "utf-8", "UTF-8", 20)),
        labelled("12-utf-8-words-cut-inside-a-character-q", "utf-8", "utf-8",
                 word=lambda text: q_words(text, "utf-8", "UTF-8", cut=13)),
        raw_headers("13-raw-utf-8-headers", "utf-8", b"utf-8"),
        raw_headers("14-raw-utf-8-quoted-name", "utf-8", b"utf-8", quoted=True),
        raw_headers("15-raw-tis-620-headers", "cp874", b"tis-620"),
        labelled("16-cp874-called-iso-8859-1", "cp874", "iso-8859-1"),
        labelled("17-cp874-called-utf-8", "cp874", "utf-8"),
        labelled("18-cp874-called-us-ascii", "cp874", "us-ascii", qp=True),
        raw_headers("19-cp874-without-any-label", "cp874", b"-"),
        labelled("20-utf-8-called-tis-620", "utf-8", "tis-620"),
    ]  # fmt: skip
    cut = FILE_TWO.encode()
    made.append(with_files(
        "21-rfc-2231-utf-8",
        [
            _disposition(b"filename*=UTF-8''" + _percent(FILE_ONE, "utf-8")),
            _disposition(
                b"filename*0*=UTF-8''" + quote_from_bytes(cut[:14]).encode() + b";\n filename*1*="
                + quote_from_bytes(cut[14:]).encode()
            ),
        ],
        [FILE_ONE, FILE_TWO],
    ))  # fmt: skip
    made.append(with_files(
        "22-rfc-2231-windows-874-and-tis-620",
        [
            _disposition(b"filename*=windows-874''" + _percent(FILE_ONE, "cp874")),
            _disposition(b"filename*=tis-620'th'" + _percent(FILE_TWO, "cp874")),
        ],
        [FILE_ONE, FILE_TWO],
    ))  # fmt: skip
    made.append(with_files(
        "23-encoded-words-in-names",
        [
            b'Content-Type: application/pdf; name="' + b_word(FILE_ONE, "utf-8", "utf-8") + b'"',
            _disposition(b'filename="' + b_word(FILE_TWO, "cp874", "windows-874") + b'"'),
        ],
        [FILE_ONE, FILE_TWO],
    ))  # fmt: skip
    made.append(with_files(
        "24-raw-8-bit-names",
        [
            _disposition(b'filename="' + FILE_ONE.encode() + b'"'),
            _disposition(b'filename="' + FILE_TWO.encode("cp874") + b'"'),
        ],
        [FILE_ONE, FILE_TWO],
    ))  # fmt: skip
    html = labelled("25-html-with-charset-in-meta-only", "cp874", "windows-874")
    page = (
        '<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-874">'
        "</head><body><div>"
        + BODY.replace("\n\n", "</div><div><br></div><div>").replace("\n", "</div><div>")
        + "</div></body></html>"
    )
    html.body, html.content_type, html.encoding = page.encode("cp874"), b"text/html", b"8bit"
    return [*made, html]


def main() -> None:
    """Write the files."""
    for case in cases():
        (HERE / f"{case.name}.eml").write_bytes(case.raw())
        golden = json.dumps(case.golden(), ensure_ascii=False, indent=1) + "\n"
        (HERE / f"{case.name}.json").write_text(golden, encoding="utf-8")


if __name__ == "__main__":
    main()
