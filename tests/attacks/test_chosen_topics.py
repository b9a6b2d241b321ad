"""The requester chooses the topic, but never what the head seems to say by naming it."""

import pytest

from mailbot.core.language.reference import with_this
from mailbot.core.language.verdict import read_verdict
from mailbot.core.mail import VerdictIs

NUMBER = "WEB-2569-0001"
ANSWERS = (
    "หลังวันที่ 20 พฤศจิกายน", "เฉพาะหน้าแรกเท่านั้น", "ถ้าพัสดุตรวจสอบเรียบร้อย", "หากผู้อำนวยการเห็นด้วยก่อน",
    "ภายใต้เงื่อนไขของกลุ่มกฎหมาย", "โดยตัดรูปภาพของนักเรียนออก", "ให้เอาหมายเลขบัตรประชาชนออก",
    "ตามที่ผู้อำนวยการสั่งการ", "ให้คุณวิชัยพิจารณาดำเนินการ", "แทนด้วยฉบับใหม่ของสัปดาห์หน้า",
    "เป็นความลับของทางราชการ", "ปรึกษากลุ่มกฎหมายอีกครั้ง", "ข้อมูลผิดหลายแห่งมากๆ", "เสนอผู้อำนวยการพิจารณาเอง",
    "จนกว่าจะได้รับหนังสือตอบกลับ", "นอกจากภาพที่หนึ่งและสอง", "ยกเว้นเอกสารแนบที่สาม", "เว้นแต่รายชื่อในหน้าสุดท้าย",
)  # fmt: skip


@pytest.mark.parametrize("topic", ANSWERS)
@pytest.mark.parametrize("words", ["อนุมัติ {}", "{} อนุมัติ", "อนุมัติ{}", "อนุมัติให้{}"])
def test_a_topic_that_could_be_a_condition_is_not_taken_out_of_the_answer(topic: str, words: str) -> None:
    said = words.format(topic)
    assert read_verdict(with_this(said, NUMBER, topic)).is_ == read_verdict(said).is_


@pytest.mark.parametrize("topic", ["การประชุมเชิงปฏิบัติการ Active Learning", "จัดซื้อคอมพิวเตอร์จำนวนสิบเครื่อง"])
def test_an_honest_topic_is_still_heard(topic: str) -> None:
    assert read_verdict(with_this(f"เรื่อง {topic} อนุมัติ", NUMBER, topic)).is_ is VerdictIs.APPROVE
