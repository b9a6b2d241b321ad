"""Labels: where one is meant, and where it is only the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.language.labels import Labelled, find_labels, label_of
from mailbot.core.language.thai import normalise

N, POS, UNIT, TEL, TOPIC, DETAIL = (
    Labelled.NAME, Labelled.POSITION, Labelled.UNIT, Labelled.PHONE, Labelled.TOPIC, Labelled.DETAIL,
)  # fmt: skip


def kinds(line: str) -> list[Labelled]:
    ours = [spot.kind for spot in find_labels(normalise(line))]
    return [kind for kind in ours if kind not in {Labelled.FRAME, Labelled.EVENT}]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ชื่อ - สกุล ......นางสาวสมฤดี....... ตำแหน่ง ...ธุรการ...", [N, POS]),
        ("ชือ-สกุลนายอนันต์ สุขใจตําเเหน่งนักวิชาการศึกษา เบอรโทร0812345678", [N, POS, TEL]),
        ("ชื่อ–สกุล นายเอก ใจดี ตำแหน่ง นปส. สังกัด กลุ่มอำนวยการ โทร ๐๗๕๓๔๑๐๐๔", [N, POS, UNIT, TEL]),
        ("3. หน่วยงาน กลุ่มนิเทศฯ 4. โทร 086 1112222", [UNIT, TEL]),
        ("ชื่อ - สกุล\tนางพรทิพย์ แก้วมณี", [N]),
        ("*หัวข้อ:* กีฬาสี", [TOPIC]),
        ("ราละเอียดข่าว : x", [DETAIL]),
        ("หัวขอข่าว ประชุม", [TOPIC]),
        ("ตำแหนง : ครู", [POS]),
        ("เบอร์โทรสัพท์ : 081", [TEL]),
        ("สังกัต : กลุ่มบุคคล", [UNIT]),
        ("ชื่อ นางสาวสุดา แสงทอง ตำแหน่ง ครู", [N, POS]),
    ],
)
def test_labels_are_found_however_they_are_typed(line: str, found: list[Labelled]) -> None:
    assert kinds(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "พี่ฝากลงประกาศรับสมัคร ตำแหน่งเจ้าหน้าที่ธุรการ รร.ปากพนัง",
        "ตำแหน่งที่รับสมัคร: ครู",
        "โทรสาร: 075-341005",
        "รายละเอียดตามไฟล์แนบ",
        "หน่วยงานผู้จัด: มหาวิทยาลัย",
        "หัวข้อการอบรม: ภาษาไทย",
        "โรงเรียนมีหัวข้อ: อบรม",
        "เรื่องนี้ขอความกรุณา",
        "วันที่จัดกิจกรรม: 5 ม.ค.",
        "ชื่อไฟล์: a.pdf",
        "",
    ],
)
def test_labels_of_other_things_are_not_ours(line: str) -> None:
    assert kinds(line) == []


def test_a_label_inside_a_description_is_part_of_it() -> None:
    assert kinds("รายละเอียด: เพิ่มนิติกร และแก้ไขเบอร์โทรศัพท์ภายใน") == [DETAIL]


@pytest.mark.parametrize(
    ("words", "kind"), [("เบอร์โทร", TEL), ("หัวข้อ", TOPIC), ("ตำแหนง", POS), ("รูป", None)]
)
def test_the_label_some_words_would_be(words: str, kind: Labelled | None) -> None:
    assert label_of(words) is kind


@given(st.text(alphabet="ชื่อสกุลตำแหน่งโทรหัวข้อ :.-\t12", max_size=60))
def test_labels_never_overlap_and_lie_in_the_line(line: str) -> None:
    line = normalise(line)
    at = 0
    for spot in find_labels(line):
        assert at <= spot.start < spot.end <= len(line)
        at = spot.end
