"""Own data or compiled by others (R11): shown to who decides and kept with the form; never asked for."""

from mailbot.core.request import Origin, Status
from tests.conversations.correspondence import Correspondence, Received
from tests.conversations.mails import CERTIFIED
from tests.conversations.test_main_road import approved, asked
from tests.writing.papers import has


def filled_form(letter: Received) -> bytes:
    """The form attached to a letter."""
    for part in letter.message.iter_attachments():
        if (name := part.get_filename() or "").endswith(".pdf") and "WEB-" in name:
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            return data
    raise AssertionError(letter.attachments)


async def test_the_kind_of_data_is_shown_to_the_head_and_printed_with_the_form(
    office: Correspondence,
) -> None:
    await approved(office, more="ลักษณะข้อมูล: ทุติยภูมิ (รวบรวมจาก สพฐ.)\n" + CERTIFIED)
    assert office.request().fields.origin is Origin.SECONDARY
    assert office.request().fields.source == "สพฐ."
    head = office.letter("jiraporn", "approval_request")
    assert "ข้อมูลทุติยภูมิ (ผู้อื่นรวบรวมไว้แล้ว)" in head.text
    assert "ไม่พบแหล่งที่มา" not in head.text
    assert has(filled_form(office.letter("thana", "task")), "ผู้อื่นรวบรวมไว้แล้ว")


async def test_it_is_never_asked_for(office: Correspondence) -> None:
    await asked(office)
    assert office.request().fields.origin is None
    assert "ลักษณะข้อมูล" not in office.letter("somruedee").text


async def test_secondary_data_without_a_source_is_pointed_out_and_blocks_nothing(
    office: Correspondence,
) -> None:
    await asked(office, more="ลักษณะข้อมูล: ทุติยภูมิ\n" + CERTIFIED)
    for who in ("somruedee", "jiraporn"):
        assert "ไม่พบแหล่งที่มา" in office.letter(who).text
    office.answer("somruedee", office.letter("somruedee"), "แหล่งที่มา: กรมอุตุนิยมวิทยา")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert "ไม่พบแหล่งที่มา" not in office.letter("jiraporn", "approval_request").text


async def test_another_kind_of_data_after_the_approval_needs_a_new_one(office: Correspondence) -> None:
    await approved(office, more="ลักษณะข้อมูล: จัดทำเอง\n" + CERTIFIED)
    office.answer("somruedee", office.letter("somruedee"), "ลักษณะข้อมูล: ทุติยภูมิ รวบรวมจาก สพฐ.")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.request().approval is None
