"""What was approved is what goes up: bytes, names and fields swapped afterwards.

The requester is authentic and wants content published that the head never saw.
"""

import pytest

from mailbot.core.request import Status
from tests.attacks.scene import NUMBER, approved, asked, honest_approval, mail
from tests.conversations.correspondence import Correspondence

OTHER = b"%PDF-1.4 other content\n%%EOF\n"
SWAPS: dict[str, tuple[str, list[tuple[str, bytes]]]] = {
    "other bytes under the same name": ("ส่งไฟล์ค่ะ", [("ประกาศ.pdf", OTHER)]),
    "one more file": ("ส่งไฟล์เพิ่มค่ะ", [("เพิ่ม.pdf", OTHER)]),
    "a file named like the form": ("ส่งไฟล์ค่ะ", [("แบบฟอร์มขอเผยแพร่.pdf", OTHER)]),
    "another topic": ("หัวข้อ: เรื่องที่ไม่มีใครอนุมัติ", []),
    "another detail": ("รายละเอียด: เนื้อหาที่ไม่มีใครอนุมัติ", []),
    "topic and file": ("หัวข้อ: เรื่องใหม่", [("ประกาศ.pdf", OTHER)]),
    "two files of one name": ("ส่งไฟล์ค่ะ", [("a.pdf", OTHER), ("a.pdf", OTHER + b"x")]),
}


@pytest.mark.parametrize(("words", "files"), SWAPS.values(), ids=SWAPS)
async def test_content_that_changes_after_the_approval_is_approved_anew(
    office: Correspondence, words: str, files: list[tuple[str, bytes]]
) -> None:
    """Wants: the task to go out, or to stay, with content nobody approved."""
    task = await approved(office)
    hashed = office.request().content_hash
    office.answer("somruedee", office.letter("somruedee", "decision"), words, files=files)
    office.answer("somruedee", office.letters("somruedee")[0], words, files=files)
    await office.run()
    request = office.request()
    if request.content_hash == hashed:
        pytest.fail("nothing was swapped")
    assert (request.status, request.approval) == (Status.AWAITING_APPROVAL, None)
    newest = max(
        (each for each in office.every_letter() if each.kind == "task"), key=lambda each: each.owed_at
    )
    assert newest.content_hash == hashed, "no task with the new content"

    office.answer("thana", task, "เผยแพร่แล้ว https://www.sea.example/a")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL, "the old package is not the new content"
    await honest_approval(office)
    office.answer("thana", task, "เผยแพร่แล้ว https://www.sea.example/a")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION, "nor after the new approval"
    office.answer("thana", office.letter("thana", "task"), "เผยแพร่แล้ว https://www.sea.example/b")
    await office.run()
    assert office.status() == Status.PUBLISHED


@pytest.mark.parametrize(("words", "files"), SWAPS.values(), ids=SWAPS)
async def test_content_that_changes_before_the_approval_voids_the_letter(
    office: Correspondence, words: str, files: list[tuple[str, bytes]]
) -> None:
    """Wants: the head to approve what the letter showed, and something else to go up."""
    old = await asked(office)
    office.answer("somruedee", office.letter("somruedee"), words, files=files)
    await office.run()
    office.answer("jiraporn", old, "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    await honest_approval(office)


async def test_content_swapped_in_the_same_round_is_not_what_was_approved(office: Correspondence) -> None:
    """Wants: change and approval to arrive together, in the order that suits him."""
    letter = await asked(office)
    office.answer("somruedee", office.letter("somruedee"), "หัวข้อ: เรื่องใหม่ที่ยังไม่มีใครเห็น")
    office.answer("jiraporn", letter, "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    await honest_approval(office)


async def test_content_of_a_published_request_is_not_changed_by_mail(office: Correspondence) -> None:
    """Wants: new content on a page that is up."""
    office.answer("thana", await approved(office), "เผยแพร่แล้ว https://www.sea.example/a")
    await office.run()
    before = office.request()
    office.answer(
        "somruedee",
        office.letter("somruedee", "published"),
        "หัวข้อ: เรื่องใหม่ รายละเอียด: ใหม่",
        files=[("ประกาศ.pdf", OTHER)],
    )
    await office.run()
    after = office.request()
    assert (after.content_hash, after.status) == (before.content_hash, Status.PUBLISHED)
    assert office.status("WEB-2569-0002") != Status.AWAITING_PUBLICATION


@pytest.mark.parametrize("who", ["tawan", "jiraporn", "thana", "teacher@school-one.example"])
async def test_nobody_else_adds_to_a_request(office: Correspondence, who: str) -> None:
    """Wants: a file of his own in somebody else's request, by its number or its letter."""
    await asked(office)
    before = office.request()
    office.write(who, f"[{NUMBER}]", "หัวข้อ: ของผม", files=[("ประกาศ.pdf", OTHER)])
    office.answer(who, office.letter("somruedee"), "หัวข้อ: ของผม", files=[("ประกาศ.pdf", OTHER)])
    await office.run()
    assert office.request().content_hash == before.content_hash
    await honest_approval(office)


async def test_an_unvouched_requester_without_the_secret_changes_nothing(office: Correspondence) -> None:
    """Wants: to swap the content in the requester's name, knowing the number."""
    await asked(office)
    before = office.request().content_hash
    office.mailbox.deliver(
        mail(top=(), sender=("From: somruedee@sea.example",), subject=f"[{NUMBER}]", body="หัวข้อ: ของคนร้าย")
    )
    await office.run()
    assert office.request().content_hash == before
    await honest_approval(office)
