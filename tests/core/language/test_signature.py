"""Closing lines: who writes is read from them whole; a sentence or a list of people is never a signature."""

import pytest

from mailbot.core.language.signature import Signed, read_signature
from mailbot.core.language.vocabulary import UnitWords, Vocabulary

OFFICE = Vocabulary(
    units=(
        UnitWords(id="finance", name="กลุ่มบริหารงานการเงินและสินทรัพย์", aliases=("การเงิน",)),
        UnitWords(id="audit", name="หน่วยตรวจสอบภายใน"),
    ),
    office_phone="075341004",
)


def signed(text: str) -> Signed:
    return read_signature(text.split("\n"), OFFICE)


@pytest.mark.parametrize(
    "lines",
    [
        "นายอนุชา พึ่งทอง นักวิชาการเงินและบัญชีชำนาญการ กลุ่มการเงินฯ 075-341004 ต่อ 33",
        "(นายอนุชา  พึ่งทอง)\nนักวิชาการเงินและบัญชีชำนาญการ\nกลุ่มการเงินฯ\nโทร. 0 7534 1004 ต่อ 33",
        "ขอแสดงความนับถือ\nนายอนุชา พึ่งทอง | นักวิชาการเงินและบัญชี ชำนาญการ\nกลุ่มการเงินฯ | โทร 075341004",
    ],
)
def test_the_writer_is_read_from_one_line_as_from_four(lines: str) -> None:
    found = signed(f"ขอลงงบทดลองครับ\n{lines}")
    assert found.name is not None
    assert found.name.split() == ["นายอนุชา", "พึ่งทอง"]
    assert found.position is not None
    assert found.position.replace(" ", "").startswith("นักวิชาการเงินและบัญชี")
    assert found.unit == "กลุ่มการเงินฯ"
    assert found.contact is not None
    assert 0 not in found.lines


def test_a_name_without_a_title_is_only_asked_about() -> None:
    found = signed("ขอลงประกาศ\nสุดารัตน์ มั่นใจ\nนักทรัพยากรบุคคลชำนาญการ กลุ่มบริหารงานบุคคล")
    assert (found.name, found.bare_name) == (None, "สุดารัตน์ มั่นใจ")
    assert (found.position, found.unit) == ("นักทรัพยากรบุคคลชำนาญการ", "กลุ่มบริหารงานบุคคล")


def test_a_list_of_people_signs_nothing() -> None:
    assert signed("รายชื่อครูดีเด่น ดังนี้\nนายสมพร ใจกว้าง\nโรงเรียนชะอวด\nนางวารี สายน้ำ\nโรงเรียนปากพนัง") == Signed()


@pytest.mark.parametrize(
    "sentence",
    [
        "นายสมพร ใจกว้าง ได้รับรางวัลครูดีเด่น",
        "กลุ่มบริหารงานบุคคล ขอเผยแพร่ประกาศ",
        "ครูผู้สอนฝากลงข่าวให้ด้วย",
        "งานวันเด็กแห่งชาติ",
    ],
)
def test_a_sentence_is_no_signature(sentence: str) -> None:
    found = signed(f"เรียนแอดมิน\n{sentence}")
    assert (found.name, found.position, found.unit, found.contact) == (None, None, None, None)


def test_a_teacher_called_by_a_given_name_has_no_position() -> None:
    assert signed("ขอเผยแพร่ประกาศ\nครูสมชาย 081-555-6666").position is None


def test_the_head_of_a_unit_is_called_by_its_whole_name() -> None:
    found = signed("ขอลงข่าว\nนางอัจฉรา พรหมสุวรรณ\nผู้อำนวยการกลุ่มนิเทศ ติดตามและประเมินผลฯ")
    assert found.position == "ผู้อำนวยการกลุ่มนิเทศ ติดตามและประเมินผลฯ"


def test_an_everyday_name_of_a_unit_is_only_asked_about() -> None:
    found = signed("ขอลงประกาศ\nดวงใจ ทองคำ การเงิน ต่อ 32")
    assert (found.unit, found.everyday) == (None, "การเงิน")
