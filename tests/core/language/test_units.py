"""Which unit and which site is meant; two that could be meant are no answer."""

import pytest

from mailbot.core.language.units import find_sites, find_unit, resolve_site, resolve_unit
from mailbot.core.language.vocabulary import UnitWords, Vocabulary
from tests.core.language.office import VOCABULARY


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("กลุ่มบริหารงานการเงินและสินทรัพย์", "finance"),
        ("กลุ่มบริหารงานการเงินฯ", "finance"),
        ("การเงิน", "finance"),
        ("กลุ่มนิเทศฯ", "supervision"),
        ("กลุ่มนิเทศ ติดตามและประเมินผลฯ สพม.12", "supervision"),
        ("กลุ่มนโยบายเเละเเผน", "plan"),
        ("กลุ่มนโยบายและเผน", "plan"),
        ("บุคคล", "personnel"),
        ("รร.ปากพนัง", "pakphanang"),
        ("โรงเรียนปากพนัง", "pakphanang"),
        ("หน่วยตรวจสอบภายใน", "audit"),
    ],
)
def test_a_unit_is_recognised_by_name_alias_abbreviation_or_near_spelling(text: str, unit: str) -> None:
    from mailbot.core.language.thai import normalise

    assert resolve_unit(normalise(text), VOCABULARY) == unit


@pytest.mark.parametrize("text", ["กลุ่มส่งเสริมการ", "กลุ่มวิจัย", "", "กลุ่ม", "มหาวิทยาลัยตัวอย่าง"])
def test_an_unknown_or_ambiguous_unit_is_left_to_a_person(text: str) -> None:
    assert resolve_unit(text, VOCABULARY) is None


def test_two_units_of_one_alias_are_no_answer() -> None:
    twins = Vocabulary(
        units=(
            UnitWords(id="a", name="กลุ่มหนึ่ง", aliases=("งานรวม",)),
            UnitWords(id="b", name="กลุ่มสอง", aliases=("งานรวม",)),
        )
    )
    assert resolve_unit("งานรวม", twins) is None


def test_a_mention_must_be_a_word_of_its_own() -> None:
    found = find_unit("จิ๊บ บุคคล 081-9876543", VOCABULARY)
    assert found is not None
    assert (found[0].id, found[1]) == ("personnel", "บุคคล")
    assert find_unit("ประกาศรับสมัครบุคคลทั่วไป", VOCABULARY) is None
    assert find_unit("การเงิน กับ บุคคล", VOCABULARY) is None


def test_sites_are_found_by_address_and_by_name() -> None:
    assert find_sites("www.sea.example/law", VOCABULARY) == ("law",)
    assert find_sites("www.sea.example/.....law.....", VOCABULARY) == ("law",)
    assert find_sites("www.sea.example/lawyers", VOCABULARY) == ()
    assert find_sites("เว็บหลัก และ เว็บกลุ่มกฎหมาย", VOCABULARY) == ("main", "law")
    assert resolve_site("กฎหมาย", VOCABULARY) == "law"
    assert resolve_site("กลุ่มไม่มีจริง", VOCABULARY) is None
