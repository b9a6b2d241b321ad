"""An old Word document, written by hand: a compound file with the text in one Unicode piece.

Only what a reader needs of [MS-DOC] and [MS-CFB]: enough to prove that the way through antiword works.
"""

import struct

from tests.corpus.documents.fillings import CERTIFY, Filling

SECTOR = 512
FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def document(text: str) -> bytes:
    """The bytes of a .doc that says this; line ends become paragraph marks."""
    words = text.replace("\n", "\r") + "\r"
    body = words.encode("utf-16-le")
    start, end = 0x800, 0x800 + len(body)
    main = bytearray(start) + body
    main += bytes(-len(main) % SECTOR)
    runs_page = len(main) // SECTOR
    plain = struct.pack("<II", start, end)
    main += plain.ljust(511, b"\0") + b"\x01"  # character runs: one, without properties
    main += plain.ljust(511, b"\0") + b"\x01"  # paragraph runs: the same
    pieces = struct.pack("<ii", 0, len(words)) + struct.pack("<HIH", 0, start, 0)
    tables: dict[int, bytes] = {
        0xA2: struct.pack("<H", 18) + struct.pack("<HHHHHHHHH", 0, 10, 1, 15, 15, 0, 0, 0, 0),  # styles: none
        0xCA: struct.pack("<II", 0, len(words)) + struct.pack("<HIHI", 0, 0xFFFFFFFF, 0, 0),  # one section
        0xFA: plain + struct.pack("<I", runs_page),
        0x102: plain + struct.pack("<I", runs_page + 1),
        0x112: struct.pack("<HH", 0, 0),  # fonts: none
        0x192: bytes(500),  # the document's properties
        0x1A2: b"\x02" + struct.pack("<I", len(pieces)) + pieces,
    }
    table = bytearray(16)
    struct.pack_into("<HHHH", main, 0, 0xA5EC, 0xC1, 0, 0x41E)
    struct.pack_into("<H", main, 0x0A, 0x1200)  # the table stream is 1Table; characters are Unicode
    struct.pack_into("<II", main, 0x18, start, end)
    struct.pack_into("<H", main, 0x20, 14)
    struct.pack_into("<H", main, 0x3E, 22)
    struct.pack_into("<I", main, 0x40, end)
    struct.pack_into("<I", main, 0x4C, len(words))
    struct.pack_into("<H", main, 0x98, 93)
    for place, content in tables.items():
        struct.pack_into("<II", main, place, len(table), len(content))
        table += content
    return compound({"WordDocument": bytes(main), "1Table": bytes(table)})


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each padded beyond the size of small streams."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = [_entry("Root Entry", kind=5, child=1, start=END)]
    names = sorted(streams, key=lambda name: (len(name), name))
    for number, name in enumerate(names):
        data = streams[name].ljust(4096, b"\0")
        count = -(-len(data) // SECTOR)
        first = len(sectors)
        sectors += [data[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count)]
        fat += [*range(first + 1, first + count), END]
        right = number + 2 if number + 1 < len(names) else NONE
        entries.append(_entry(name, kind=2, right=right, start=first, size=len(data)))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    first_directory = len(sectors)
    sectors.append(directory)
    fat.append(END)
    first_fat = len(sectors)
    fat.append(FAT_SECTOR)
    table = b"".join(struct.pack("<I", cell) for cell in fat).ljust(SECTOR, b"\xff")
    sectors.append(table)
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, first_directory, 0, 4096, END, 0, END, 0,
    )  # fmt: skip
    header += struct.pack("<I", first_fat) + b"\xff" * 4 * 108
    return header + b"".join(sectors)


def _entry(
    name: str, *, kind: int, child: int = NONE, right: int = NONE, start: int = 0, size: int = 0
) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIII",
        encoded,
        len(encoded),
        kind,
        1,
        NONE,
        right,
        child,
        b"",
        0,
        b"",
        b"",
        start,
        size,
        0,
    )


def form(filling: Filling) -> bytes:
    """The office's form, typed over."""

    def choices(rows: list[tuple[bool, str, str]]) -> list[str]:
        return [f"{'☑' if ticked else '☐'} {label} {written}" for ticked, label, written in rows]

    return document(
        "\n".join(
            [
                *filling.title,
                "ส่วนที่ 1 สำหรับผู้ขอใช้บริการ",
                f"ชื่อ - สกุล ....{filling.name}.... ตำแหน่ง ....{filling.position}....",
                f"สังกัด / หน่วยงาน ....{filling.unit}....",
                f"เบอร์โทรศัพท์ ....{filling.phone_as_written}....",
                filling.purpose,
                *choices(filling.category_lines()),
                f"หัวข้อข่าวสาร/กิจกรรม ....{filling.topic}....",
                f"รายละเอียดข่าวสาร/กิจกรรม ....{filling.detail}....",
                "โดยทั้งนี้ ได้ส่งไฟล์ข้อมูล",
                *choices(filling.delivery_lines()),
                CERTIFY,
            ]
        )
    )
