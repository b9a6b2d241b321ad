"""An honest person who looks like trouble: nothing is lost, and the letter says how to go on."""

from mailbot.core.request import Status
from tests.attacks.scene import asked, mail, on_record_only
from tests.conversations.correspondence import Correspondence
from tests.conversations.mails import form

FILE = ("ค่าย.pdf", b"%PDF-1.4\n% camp\n%%EOF\n")


async def test_a_request_that_mentions_somebodys_number_is_a_request(office: Correspondence) -> None:
    await asked(office)
    before = office.request()
    body = form("โครงการค่ายวิทยาศาสตร์ฤดูร้อน")
    office.write("wichai", "ขอเผยแพร่ข่าว ต่อจาก WEB-2569-0001", body, files=[FILE])
    await office.run()
    assert office.request() == before
    opened = office.request("WEB-2569-0002")
    assert opened.requester.address == "wichai@sea.example"
    assert [file.filename for file in opened.content_files] == ["ค่าย.pdf"]


async def test_an_admitted_mail_without_a_sender_is_answered_to_who_admitted_it(
    office: Correspondence,
) -> None:
    for number, sender in enumerate(
        ["From: a@x.example, b@y.example", "From: nobody", "From: a@x.example <b@y.example>"]
    ):
        raw = mail(top=[], sender=[sender], subject="ขอเผยแพร่", body=form(f"เรื่องที่ {number} ของหน่วยงานอื่น"),
                   message_id=f"<unknown{number}@client.example>")  # fmt: skip
        office.mailbox.deliver(raw, internal_date=office.clock.time)
    await office.days(1)
    digest = office.letter("thana", "digest")
    office.answer("thana", digest, "1 รับ\n2 รับ\n3 รับ")
    await office.run()
    assert [each.requester.address for each in office.requests()] == ["thana@sea.example"] * 3
    on_record_only(office)
    assert all(letter.to.address for letter in office.every_letter())


async def test_a_wrong_clock_costs_one_question(office: Correspondence) -> None:
    letter = await asked(office)
    office.answer("jiraporn", letter, "อนุมัติ", headers={"Date": "Fri, 01 Jan 2016 09:00:00 +0700"})
    await office.run()
    question = office.letter("jiraporn", "confirm_decision")
    office.answer("jiraporn", question, "ใช่", headers={"Date": "Fri, 01 Jan 2016 09:05:00 +0700"})
    await office.run()
    assert office.status() == Status.AWAITING_PUBLICATION
