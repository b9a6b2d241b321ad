"""Mails made to hurt a reader. Too large for files: the tests make them when they run.

Each family is a known way to make a parser hang, recurse, fill memory, lose the mail or lie about it.
"""

# ruff: noqa: E501  # mails and pages stand here as they are sent, one a line

import base64
import io
import zipfile
from collections.abc import Callable, Iterator

HEAD = b"From: somchai@sea.example\r\nTo: web@sea.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"


def nested(levels: int, kind: bytes = b"multipart/mixed") -> bytes:
    """Multiparts in multiparts."""
    return HEAD + b"".join(
        b'Content-Type: %s; boundary="b%d"\r\n\r\n--b%d\r\n' % (kind, level, level) for level in range(levels)
    )


def nested_mails(levels: int) -> bytes:
    """Mails in mails."""
    return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * levels + PLAIN + b"deep"


def many_parts(count: int) -> bytes:
    """A thousand small parts and more."""
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + part * count + b"--b--\r\n"


def named(parameters: bytes) -> bytes:
    """A file with these parameters."""
    return HEAD + b"Content-Type: application/pdf; " + parameters + b"\r\n\r\nx"


def html(page: bytes) -> bytes:
    """An HTML mail."""
    return HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page


def attached(name: bytes, data: bytes) -> bytes:
    """A mail with one file."""
    return (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        + PLAIN
        + b"see file\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="
        + name
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(data)
        + b"\r\n--b--\r\n"
    )


def zip_bomb(size: int = 400_000_000) -> bytes:
    """A small zip that unpacks to ``size`` zeros."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros.txt", "w", force_zip64=True) as out,
    ):
        for _ in range(size // 1_000_000):
            out.write(b"\0" * 1_000_000)
    return held.getvalue()


def zip_of_many(count: int = 20_000) -> bytes:
    """A zip with very many names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.txt", b"")
    return held.getvalue()


def field(name: bytes, value: bytes) -> Callable[[], bytes]:
    """A mail with this field on top."""
    return lambda: b"%s: %s\r\n" % (name, value) + HEAD + PLAIN + b"x"


def mails() -> Iterator[tuple[str, Callable[[], bytes]]]:  # noqa: PLR0915  # a table
    """Name and maker of every hostile mail."""
    yield "nothing", lambda: b""
    yield "only-zeros", lambda: b"\0" * 100_000
    yield "only-newlines", lambda: b"\r\n" * 200_000
    yield "semicolons-in-a-quoted-name", lambda: named(b'name="' + b";" * 100_000 + b'"')
    yield "semicolons-outside", lambda: named(b";" * 100_000)
    yield "backslashes-in-a-name", lambda: named(b'name="' + b"\\" * 100_000)
    yield "quotes-in-a-name", lambda: named(b"name=" + b'"' * 100_000)
    yield "many-continuations", lambda: named(b"".join(b"name*%d=a;\r\n " % number for number in range(5000)))
    yield "nested-982-multiparts", lambda: nested(982)
    yield "nested-10000-alternatives", lambda: nested(10_000, b"multipart/alternative")
    yield "nested-986-mails", lambda: nested_mails(986)
    yield "parts-10000", lambda: many_parts(10_000)
    yield "addresses-20000", field(b"To", b"a@b.example, " * 20_000)
    yield "commas-20000-in-from", field(b"From", b"," * 20_000)
    yield "parens-20000-in-from", field(b"From", b"(" * 20_000)
    yield "angles-20000-in-from", field(b"From", b"<" * 20_000)
    yield "quotes-20000-in-from", field(b"From", b'"\\' * 10_000)
    yield "encoded-words-20000", field(b"Subject", b"=?utf-8?q?a?= " * 20_000)
    yield "encoded-word-unclosed", field(b"Subject", b"=?utf-8?q?" * 20_000)
    yield "subject-of-a-megabyte", field(b"Subject", b"x" * 1_000_000)
    yield "references-50000", field(b"References", b"<a@b.example>\r\n " * 50_000)
    yield (
        "received-20000",
        lambda: b"Received: from a by b; Thu, 15 Jan 2026 09:30:00 +0700\r\n" * 20_000 + HEAD + PLAIN,
    )
    yield "header-of-empty-folds", lambda: b"Subject: x\r\n" + b" \r\n" * 200_000 + HEAD + PLAIN
    yield "header-without-end", lambda: b"X-A: b\r\n" * 200_000
    yield (
        "signatures-of-dkim-2000",
        lambda: (
            b"DKIM-Signature: v=1; a=rsa-sha256; d=sea.example; s=x; h=from; b=AA; bh=AA\r\n" * 2000
            + HEAD
            + PLAIN
        ),
    )
    yield (
        "results-of-authentication-long",
        field(b"Authentication-Results", b"mx.sea.example; " + b"dkim=pass (a) " * 20_000),
    )
    yield "dates-that-overflow", field(b"Date", b"Thu, 99 Jan 99999999 99:99:99 +9999999")
    yield "html-nested-divs", lambda: html(b"<div>" * 200_000)
    yield (
        "html-unclosed-formatting",
        lambda: html(b"".join(b"<font a%d=1>" % number for number in range(20_000)) + b"<p>" * 50_000),
    )
    yield "html-nested-tables", lambda: html(b"<table><tr><td>" * 60_000)
    yield "html-open-tags", lambda: html(b"<" * 900_000)
    yield "html-open-attributes", lambda: html(b'<a href="' * 100_000)
    yield "html-open-comments", lambda: html(b"<!--" * 200_000)
    yield "html-entities", lambda: html(b"&#x10ffff;" * 90_000)
    yield "html-styles", lambda: html(b"<style>" + b".a{" * 100_000 + b"</style>" + b'<p class="a">x' * 5000)
    yield "html-blockquotes", lambda: html(b"<blockquote>" * 50_000 + b"x")
    yield "html-long-attribute", lambda: html(b'<a style="' + b"color:red;" * 100_000 + b'">x</a>')
    yield "text-of-one-long-line", lambda: HEAD + PLAIN + b"a " * 500_000
    yield "text-of-quote-marks", lambda: HEAD + PLAIN + b">" * 900_000
    yield "text-of-lead-ins", lambda: HEAD + PLAIN + "เมื่อ จ. 28 ก.ย. 2569 เวลา 12:00\n".encode() * 20_000
    yield "text-of-header-blocks", lambda: HEAD + PLAIN + "จาก: x\nเรื่อง: y\n\n".encode() * 30_000
    yield "text-of-dashes", lambda: HEAD + PLAIN + b"---\nx\n" * 50_000
    yield "text-of-codes", lambda: HEAD + PLAIN + "รหัส code ref ".encode() * 60_000
    yield "text-of-underscores", lambda: HEAD + PLAIN + b"_" * 900_000
    yield "text-of-spaces", lambda: HEAD + PLAIN + b" " * 900_000
    yield "text-of-links", lambda: HEAD + PLAIN + b"https://x.example/" * 50_000
    yield "text-of-thai-words", lambda: HEAD + PLAIN + "ไม่อนุมัติแต่".encode() * 20_000
    yield "text-of-labels", lambda: HEAD + PLAIN + "ชื่อ-สกุล: นายเอก ใจดี ตำแหน่ง: ครู\n".encode() * 5000
    yield "text-of-phones", lambda: HEAD + PLAIN + b"081-234-5678 " * 40_000
    yield "uuencode-2000-times", lambda: HEAD + PLAIN + b"begin 644 a\n#0V%T\n`\nend\n" * 2000
    yield (
        "base64-of-rubbish",
        lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n" + PLAIN + b"=" * 500_000,
    )
    yield "winmail-of-rubbish", lambda: attached(b"winmail.dat", b"\x78\x9f\x3e\x22" + b"\xff" * 100_000)
    yield "zip-bomb", lambda: attached(b"bomb.zip", zip_bomb())
    yield "zip-of-many", lambda: attached(b"many.zip", zip_of_many())
    yield "zip-cut-short", lambda: attached(b"cut.zip", zip_of_many(50)[:-30])
    yield (
        "boundary-that-is-everywhere",
        lambda: HEAD + b'Content-Type: multipart/mixed; boundary="-"\r\n\r\n' + b"---\r\n" * 50_000,
    )
    yield "lone-surrogates", lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA-+3AA-"
    yield (
        "surrogates-in-utf-16",
        lambda: HEAD + b"Content-Type: text/plain; charset=utf-16-le\r\n\r\n" + b"\x00\xd8" * 1000,
    )
    yield "charset-that-is-a-codec", lambda: HEAD + b"Content-Type: text/plain; charset=zlib_codec\r\n\r\nabc"
    yield "charset-with-a-zero", lambda: HEAD + b'Content-Type: text/plain; charset="utf\x00-8"\r\n\r\nabc'
    yield "broken-first-line", lambda: b"this is no header\r\n" + HEAD + PLAIN + b"x"
    yield "bare-carriage-returns", lambda: HEAD.replace(b"\r\n", b"\r") + b"\r\rbody"
