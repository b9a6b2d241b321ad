"""Who is let in, who is answered, and what is kept without an answer."""

import pytest

from mailbot.core.ledger import Outcome
from mailbot.core.request import Status
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import PDF, form
from tests.conversations.test_main_road import approved, asked, published


async def test_a_stranger_gets_no_letter_and_the_digest_shows_the_mail(office: Correspondence) -> None:
    stranger = office.write("someone@outside.example", "ขอเผยแพร่", form(), files=[PDF])
    await office.run()
    assert office.requests() == []
    assert office.letters("someone@outside.example") == []
    assert office.entry(stranger).outcome is Outcome.UNKNOWN_SENDER

    await office.days(1)
    digest = office.letter("thana", "digest")
    assert "someone@outside.example" in digest.text

    office.answer("thana", digest, "ข้อ 1 รับ")
    await office.run()
    assert len(office.requests()) == 1
    assert office.letters("someone@outside.example") != []


async def test_one_word_drops_a_strangers_mail(office: Correspondence) -> None:
    stranger = office.write("someone@outside.example", "ขอเผยแพร่", form(), files=[PDF])
    await office.days(1)
    office.answer("thana", office.letter("thana", "digest"), "ข้อ 1 ไม่รับ")
    await office.run()
    assert office.entry(stranger).outcome is Outcome.DROPPED
    assert office.requests() == []


async def test_somebody_who_has_left_decides_and_requests_nothing(office: Correspondence) -> None:
    office.write("old.staff", "ขอเผยแพร่", form(), files=[PDF])
    await office.run()
    assert [request.status for request in office.requests() if request.approval] == []
    assert all(request.status is not Status.AWAITING_APPROVAL for request in office.requests())


@pytest.mark.parametrize(
    ("headers", "subject"),
    [
        ({"Auto-Submitted": "auto-replied"}, "ตอบกลับอัตโนมัติ"),
        ({"Precedence": "bulk"}, "ข่าวสาร"),
        ({"List-Id": "<news.example>"}, "ข่าวสาร"),
        ({"X-Mailbot-Loop": "web@other.example"}, "คำขอ"),
    ],
)
async def test_a_machine_is_never_answered(
    office: Correspondence, headers: dict[str, str], subject: str
) -> None:
    office.write("somruedee", subject, "ข้อความอัตโนมัติ", headers=headers)
    await office.run()
    assert office.letters() == []
    assert office.requests() == []


async def test_our_own_mail_coming_back_is_kept_quietly(office: Correspondence) -> None:
    office.write("web", "ขอเผยแพร่", form())
    await office.run()
    assert office.letters() == []


async def test_the_same_mail_twice_is_one_request(office: Correspondence) -> None:
    office.write("somruedee", "ขอเผยแพร่", form(), files=[PDF])
    office.mailbox.deliver(office.mailbox.mails()[-1])
    await office.run()
    await office.run()
    assert len(office.requests()) == 1
    assert office.kinds_to("somruedee") == ["acknowledgement"]


async def test_the_same_mail_by_two_ways_is_one_request(office: Correspondence) -> None:
    office.write("somruedee", "ขอเผยแพร่", form(), files=[PDF])
    office.mailbox.deliver(b"Received: by relay.example\r\n" + office.mailbox.mails()[-1])
    await office.run()
    assert len(office.requests()) == 1


async def test_another_mail_under_a_known_id_is_kept_for_a_person(office: Correspondence) -> None:
    first = office.write("somruedee", "ขอเผยแพร่", form(), files=[PDF])
    await office.run()
    office.write("somruedee", "ขอเผยแพร่", form("อีกเรื่องหนึ่ง"), files=[PDF], headers={"Message-ID": first})
    await office.run()
    assert len(office.requests()) == 1
    await office.days(1)
    assert "รหัสอีเมลซ้ำ แต่เนื้อหาต่างกัน" in office.letter("thana", "digest").text


async def test_a_mail_without_an_id_is_taken_in_once(office: Correspondence) -> None:
    office.write("somruedee", "ขอเผยแพร่", form(), files=[PDF])
    raw = office.mailbox.mails()[-1]
    office.mailbox.remove(office.mailbox.uids()[-1])
    without = b"\r\n".join(line for line in raw.split(b"\r\n") if not line.startswith(b"Message-ID"))
    office.mailbox.deliver(without)
    office.mailbox.deliver(without)
    await office.run()
    assert len(office.requests()) == 1


async def test_a_forged_approval_changes_nothing_and_the_head_hears_of_it(office: Correspondence) -> None:
    await asked(office)
    letter = office.letter("jiraporn", "approval_request")
    office.answer("jiraporn", letter, "อนุมัติ", authentication="fail")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.kinds_to("jiraporn")[-1] == "notice"


async def test_an_approval_that_nobody_vouches_for_is_asked_about_once(office: Correspondence) -> None:
    await asked(office)
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ", authentication=None)
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    question = office.letter("jiraporn", "confirm_decision")

    office.answer("jiraporn", question, "ยืนยัน", authentication=None)
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION


async def test_a_number_alone_decides_nothing(office: Correspondence) -> None:
    await asked(office)
    office.write("jiraporn", "Re: [WEB-2569-0001] อนุมัติ", "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.kinds_to("jiraporn")[-1] == "notice"


async def test_another_person_with_the_heads_letter_decides_nothing(office: Correspondence) -> None:
    await asked(office)
    office.answer("malee", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL


async def test_second_and_contradictory_answers_are_explained(office: Correspondence) -> None:
    await approved(office)
    letter = office.letter("jiraporn", "approval_request")
    office.answer("jiraporn", letter, "ไม่อนุมัติ")
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
    assert office.kinds_to("jiraporn")[-1] == "notice"


async def test_an_approval_is_taken_back_until_publication(office: Correspondence) -> None:
    await approved(office)
    office.answer("jiraporn", office.letter("jiraporn", "decision_echo"), "ยกเลิก")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert "notice" in office.kinds_to("thana")
    office.answer("thana", office.letter("thana", "task"), "เผยแพร่แล้ว https://www.sea.example/news/9")
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL


async def test_taking_back_after_publication_becomes_a_take_down_question(office: Correspondence) -> None:
    await published(office)
    office.answer("jiraporn", office.letter("jiraporn", "decision_echo"), "ยกเลิก")
    await office.run()
    assert office.status() == Status.PUBLISHED
    question = office.letter("jiraporn", "confirm_decision")
    office.answer("jiraporn", question, "ยืนยัน")
    await office.run()
    assert office.status() == Status.TAKEDOWN_ORDERED
    assert "takedown" in office.kinds_to("thana")


async def test_an_out_of_office_answer_brings_in_the_deputy(office: Correspondence) -> None:
    office.write("daeng", "ขอเผยแพร่", form(), files=[PDF])
    await office.run()
    letter = office.letter("pornthip", "approval_request")
    office.answer(
        "pornthip",
        letter,
        "ขณะนี้ไปราชการ กลับมาวันที่ 16 พ.ย. เรื่องเร่งด่วนติดต่อคุณอนุชา อนุมัติแทนได้",
        headers={"Auto-Submitted": "auto-replied", "Subject": "ตอบกลับอัตโนมัติ: ไม่อยู่ที่สำนักงาน"},
    )
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL
    assert office.kinds_to("anucha") == ["approval_request"]


async def test_an_undeliverable_approval_letter_alarms_the_webmaster(office: Correspondence) -> None:
    await asked(office)
    letter = office.letter("jiraporn", "approval_request")
    bounce = (
        "Mail delivery failed\n\nReporting-MTA: dns; mx.sea.example\n\n"
        "Final-Recipient: rfc822; jiraporn@sea.example\nAction: failed\nStatus: 5.1.1\n"
    )
    report = (
        f"From: MAILER-DAEMON@mx.sea.example\r\nTo: web@sea.example\r\nSubject: Undelivered Mail\r\n"
        f"Message-ID: <dsn1@mx.sea.example>\r\nDate: Mon, 09 Nov 2026 09:10:00 +0700\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\nMail delivery failed\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.sea.example\r\n\r\n"
        f"Final-Recipient: rfc822; jiraporn@sea.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {letter.message_id}\r\n\r\n--b--\r\n"
    )
    assert bounce
    office.mailbox.deliver(report.encode())
    await office.run()
    assert office.kinds_to("thana") == ["attention"]
    assert office.kinds_to("somruedee")[-1] == "notice"


async def test_a_question_about_a_request_is_answered_to_those_who_may_see_it(office: Correspondence) -> None:
    await asked(office)
    office.write("somruedee", "WEB-2569-0001", "สถานะ")
    office.write("ratree", "WEB-2569-0001", "สถานะ")
    await office.run()
    assert office.kinds_to("somruedee")[-1] == "status"
    assert office.kinds_to("ratree") == ["notice"]
    assert "Active Learning" not in office.letter("ratree").text


async def test_help_is_sent_on_asking(office: Correspondence) -> None:
    office.write("somruedee", "ช่วยเหลือ", "ช่วยเหลือ")
    await office.run()
    assert office.kinds_to("somruedee") == ["help"]


async def test_a_wrong_clock_cannot_date_an_approval_back(office: Correspondence) -> None:
    await asked(office)
    letter = office.letter("jiraporn", "approval_request")
    office.answer("jiraporn", letter, "อนุมัติ", headers={"Date": "Mon, 01 Jun 2026 09:00:00 +0700"})
    await office.run()
    assert office.status() == Status.AWAITING_APPROVAL, "older than the letter: the head is asked once"
    office.answer("jiraporn", office.letter("jiraporn", "confirm_decision"), "ใช่")
    await office.run()
    request = office.request()
    assert request.approval is not None
    assert request.approval_asked_at is not None
    assert request.approval.at >= request.approval_asked_at
