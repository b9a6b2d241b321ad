"""A word that the grammar of a yes does not know makes the yes unclear, wherever it stands.

The words are what a later widening is most likely to let in: who else may have approved, what else may have
been approved, when, and all that denies, asks, limits, hopes or tells of it.
"""

import random  # seeded, to choose among too many sentences

import pytest

from mailbot.core.language.verdict import read_verdict
from mailbot.core.mail import VerdictIs


def _split(words: str) -> list[str]:
    return words.split("/")


APPROVALS = _split(
    "อนุมัติ/อนุมัติครับ/อนุมัติแล้วค่ะ/อนุมัติให้เผยแพร่ได้ครับ/เห็นชอบตามเสนอ/"
    "ดูแล้วค่ะ อนุมัติ/โอเคค่ะ ลงได้เลย/รับทราบ อนุมัติ ดำเนินการได้เลย/"
    "ไม่ขัดข้องครับ/ลงได้เลยค่ะ/ผ่านครับ/ได้ครับ/ตกลงค่ะ/อนุมัติ มอบแอดมินดำเนินการ/"
    "แอดมินครับ อนุมัติครับ/ตามที่กลุ่มเสนอครับ อนุมัติ/ดีมากครับ อนุมัติ/"
    "อนุมัติค่ะน้องๆ ขอบคุณค่ะ/ok/approved/yes please/👍/อนุญาตให้ลงข่าวนี้/"
    "เพิ่งเห็นค่ะ อนุมัติค่ะ/ขอโทษที่ตอบช้าครับ อนุมัติครับ"
)
FOREIGN = _split(
    "งบประมาณ/งบ/ลา/ใบลา/โครงการ/เงิน/ค่าใช้จ่าย/ค่าเดินทาง/เบิก/จัดซื้อ/จัดจ้าง/รถ/"
    "ห้อง/คำสั่ง/บัตร/หลักสูตร/คะแนน/เกียรติบัตร/ทุน/รางวัล/ย้าย/โอน/บรรจุ/แต่งตั้ง/"
    "ครู/นักเรียน/ผู้ปกครอง/โรงเรียน/ฝ่าย/หัวหน้า/ผอ./รอง/นาย/คณะกรรมการ/ที่ประชุม/"
    "เลขา/เขา/ใคร/คนอื่น/สมชาย/ฝากบอก/บอก/ว่า/แจ้งว่า/กรุณา/โปรด/อยาก/อยากให้/ควร/"
    "น่าจะ/คง/คงจะ/อาจ/พร้อม/กำลัง/รอ/รอการ/จะ/จะได้/เคย/ถูก/ได้รับ/โดน/ทำให้/ถ้า/"
    "หาก/เมื่อ/ก่อน/หลัง/แต่/เว้น/ยกเว้น/เฉพาะ/แค่/เพียง/บางส่วน/ครึ่ง/ไม่/มิ/มิได้/"
    "ยัง/ยังไม่/ไม่ได้/ไม่ใช่/อย่า/ห้าม/งด/หยุด/เลิก/ยกเลิก/ถอน/คืน/ลบ/ออก/แก้/เพิ่ม/"
    "ตัด/เปลี่ยน/ปรับ/ร่าง/ตัวอย่าง/ทดสอบ/สำเนา/ข้อ2/แผ่น/ไลน์/เฟซบุ๊ก/ปีที่แล้ว/"
    "เมื่อวาน/พรุ่งนี้/วันจันทร์/เดือนหน้า/คืนนี้/บ่าย/การ/ผู้/ใบ/คำว่า/ซึ่ง/เพื่อ/"
    "โดย/จาก/แทน/เหมือน/กว่า/อีก/ซ้ำ/ใหม่/เดิม/เก่า/อื่น/ผิด/ไหม/หรือ/หรือยัง/ล่ะ/"
    "หรอก/มั้ง/เหรอ/ใช่ไหม/ทำไม/เมื่อไหร่/555/ล้อเล่น/ประชด/ซะที/สักที/จริงหรือ/"
    "จนกว่า/ตั้งแต่/ภายใน/not/never/don't/if/but/except/by/would/should/may/until/"
    "after/maybe/almost/dis/budget/leave/draft/test/boss/👎/❌/🙅/🤔/😂/?/|"
)
OTHERS = _split("แอดมิน/ทีมงาน/เจ้าหน้าที่/วนิดา/คุณวนิดา/น้อง/ท่าน/ผอ./รองฯ/หัวหน้า/คณะกรรมการ/ที่ประชุม/เขา")
GRANTS = _split("อนุมัติแล้ว/อนุมัติ/อนุญาต/เห็นชอบ/เห็นด้วย/ยินยอม/โอเค/ตกลง/ไม่ขัดข้อง/ไม่มีปัญหา/ให้ลง/ให้เผยแพร่/ให้ผ่าน")
OBJECTS = _split("รูป/ไฟล์/เอกสาร/งาน/ประกาศ/เรื่อง/ข้อความ/ค่าดำเนินการ/ค่าประชาสัมพันธ์/แอดมิน/ทีมงาน/เจ้าหน้าที่")
DONE = _split("แจ้งแอดมินดำเนินการ/ให้ลงเว็บ/มอบให้แอดมินดำเนินการ/เผยแพร่ทันที/รับทราบอนุมัติแล้ว/ดำเนินการตามที่ขอมา")
NAMES = ("นางวนิดา ศรีสุข",)


def _approves(text: str) -> bool:
    return read_verdict(text, names=NAMES).is_ is VerdictIs.APPROVE


@pytest.mark.parametrize("approval", APPROVALS)
def test_a_foreign_word_anywhere_in_an_approval_makes_it_unclear(approval: str) -> None:
    assert _approves(approval)
    places = [(word, at) for word in FOREIGN for at in range(len(approval) + 1)]
    chosen = random.Random(approval).sample(places, min(len(places), 500))  # noqa: S311  # the same every time
    tried = [approval[:at] + gap + word + gap + approval[at:] for word, at in chosen for gap in ("", " ")]
    assert [text for text in tried if _approves(text)] == []


@pytest.mark.parametrize("before", ["", "ได้ค่ะ ", "โอเคครับ ", "ดูแล้ว ", "สวัสดีครับ "])
def test_the_yes_of_somebody_else_is_not_the_heads(before: str) -> None:
    tried = [f"{before}{other}{gap}{grant}" for other in OTHERS for gap in ("", " ") for grant in GRANTS]
    assert [text for text in tried if _approves(text)] == []


@pytest.mark.parametrize("after", ["", "ค่ะ", "เรียบร้อยแล้ว", "เรียบร้อยครับ", "ถูกต้อง"])
def test_the_yes_to_something_else_is_not_to_this_request(after: str) -> None:
    verbs = ("อนุมัติ", "อนุญาต", "เห็นชอบ", "อนุมัติให้")
    tried = [f"{verb}{gap}{thing}{after}" for verb in verbs for gap in ("", " ") for thing in OBJECTS]
    assert [text for text in tried if _approves(text)] == []


@pytest.mark.parametrize("done", DONE)
def test_what_was_done_is_told_and_not_granted(done: str) -> None:
    assert [text for text in (f"ได้{done}", f"ได้ {done}", f"ผมได้{done}ครับ") if _approves(text)] == []
