"""Every letter in every state worth looking at, as invented correspondence of an invented office.

For the gallery and the tests of letters; the running program never uses it.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mailbot.core.letters import (
    Acknowledgement,
    ApprovalRequest,
    Attention,
    ConfirmDecision,
    Context,
    DecisionEcho,
    DecisionNotice,
    Digest,
    DigestLine,
    FileRow,
    Help,
    Letter,
    Notice,
    NoticeAbout,
    Observed,
    ObservedLetter,
    ObservedMail,
    PublishedNotice,
    Purpose,
    Report,
    ReportRow,
    ReportSummary,
    Returned,
    Row,
    StatusAnswer,
    Summary,
    TakeDown,
    TakenDown,
    Task,
    UrgentQuestion,
)
from mailbot.core.office import Office, Person, Site, Unit
from mailbot.core.request import Approval, Event, EventKind, File, Item, Need, Party, Status

NOW = datetime(2026, 1, 15, 3, 23, tzinfo=UTC)
NUMBER = "WEB-2569-0042"
URL = "https://www.sea.example/news/1234"

SOMRUDEE = Party(address="somrudee@sea.example", name="นางสาวสมฤดี ปิ่นแก้ว", position="เจ้าพนักงานธุรการชำนาญงาน")
HEAD = Party(
    address="pranee@sea.example", name="นางปราณี เพชรทอง", position="ผู้อำนวยการกลุ่มบริหารงานการเงินและสินทรัพย์"
)
DEPUTY = Party(
    address="wichai@sea.example",
    name="ว่าที่ ร.ต.วิชัย ศรีสุข",
    position="นักวิชาการเงินและบัญชีชำนาญการพิเศษ",
    acting="ปฏิบัติราชการแทน ผู้อำนวยการกลุ่มบริหารงานการเงินและสินทรัพย์",
)
WEBMASTER = Party(address="ek@sea.example", name="นายเอก ใจดี", position="นักวิชาการคอมพิวเตอร์")
REVIEWER = Party(address="director@sea.example", name="ดร.อารี มั่นคง", position="ผู้อำนวยการสำนักงาน")

OFFICE = Office(
    name="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
    short="สพท.ตัวอย่าง",
    domain="www.sea.example",
    phone="0 7500 0000",
    address="web@sea.example",
    operator="ek@sea.example",
    director=REVIEWER.address,
    reviewers=(REVIEWER.address,),
    units=(Unit(id="finance", name="กลุ่มบริหารงานการเงินและสินทรัพย์", head=HEAD.address),),
    sites=(
        Site(id="main", name="เว็บไซต์หลัก", host="www.sea.example", webmasters=(WEBMASTER.address,)),
        Site(
            id="law",
            name="กลุ่มกฎหมายและคดี",
            host="www.sea.example",
            path="law",
            webmasters=(WEBMASTER.address,),
        ),
    ),
    people=(
        Person(address=SOMRUDEE.address, name=SOMRUDEE.name, position=SOMRUDEE.position, unit="finance"),
        Person(address=HEAD.address, name=HEAD.name, position=HEAD.position, unit="finance"),
        Person(address=WEBMASTER.address, name=WEBMASTER.name, position=WEBMASTER.position),
    ),
    laws=(
        "พระราชบัญญัติข้อมูลข่าวสารของทางราชการ พ.ศ. 2540",
        "พระราชบัญญัติว่าด้วยการกระทำความผิดเกี่ยวกับคอมพิวเตอร์ พ.ศ. 2550 และที่แก้ไขเพิ่มเติม",
    ),
)

LONG = (
    "ประกาศรายชื่อผู้มีสิทธิ์เข้ารับการคัดเลือกเพื่อบรรจุและแต่งตั้งบุคคลเข้ารับราชการเป็นข้าราชการครูและบุคลากรทางการศึกษา"
    "ตำแหน่งครูผู้ช่วยกรณีที่มีความจำเป็นหรือมีเหตุพิเศษปีงบประมาณ 2569 กำหนดวันเวลาและสถานที่สอบ"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One letter to look at."""

    name: str
    """ASCII, used for file names."""
    letter: Letter


def _file(name: str, size: int, content_type: str = "application/pdf") -> File:
    return File(
        filename=name, content_type=content_type, size=size, sha256=hashlib.sha256(name.encode()).hexdigest()
    )


FILES = (
    _file("ประกาศผู้ชนะการเสนอราคา.pdf", 284_113),
    _file(
        "แบบฟอร์มคำขอเผยแพร่ (1).docx",
        41_220,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
)
MANY = tuple(
    _file(f"ภาพกิจกรรมวันเด็กแห่งชาติ ลำดับที่ {n:02d}.jpg", 900_000 + n * 7_123, "image/jpeg") for n in range(1, 41)
)

ROWS = (
    Row(field="name", value="นางสาวสมฤดี ปิ่นแก้ว", source="directory", confidence="known"),
    Row(field="position", value="เจ้าพนักงานธุรการชำนาญงาน", source="directory", confidence="known"),
    Row(field="unit", value="กลุ่มบริหารงานการเงินและสินทรัพย์"),
    Row(field="phone", value="081-234-5678 ต่อ 12"),
    Row(field="categories", value="procurement_recruitment"),
    Row(field="topic", value="ประกาศผู้ชนะการเสนอราคาจ้างก่อสร้างอาคารเรียน 324 ล./55-ข"),
    Row(field="detail", value="ตามเอกสารแนบ\nวงเงิน 12,450,000 บาท"),
    Row(field="delivery", value="email"),
    Row(field="certify", value="true"),
    Row(field="publish_until", value="2026-03-31"),
)


def rows_of(files: tuple[File, ...]) -> tuple[FileRow, ...]:
    """The files as a letter lists them."""
    return tuple(
        FileRow(filename=f.filename, size=f.size, sha256=f.sha256, content_type=f.content_type) for f in files
    )


def summary(**changes: object) -> Summary:
    """The usual request, with changes."""
    base = Summary(
        number=NUMBER,
        status=Status.AWAITING_APPROVAL,
        topic="ประกาศผู้ชนะการเสนอราคาจ้างก่อสร้างอาคารเรียน 324 ล./55-ข",
        requester=SOMRUDEE,
        unit="กลุ่มบริหารงานการเงินและสินทรัพย์",
        site="เว็บไซต์หลัก",
        site_address="www.sea.example",
        received_at=NOW,
        rows=ROWS,
        files=rows_of(FILES),
    )
    return base.model_copy(update=changes)


APPROVAL = Approval(by=HEAD, at=NOW + timedelta(hours=2), content_hash="ab12" * 16, words="อนุมัติค่ะ ดำเนินการได้")
PAPER = APPROVAL.model_copy(update={"mode": "paper", "vouched_by": WEBMASTER, "words": ""})
ITEM = Item(
    site="main",
    webmaster=WEBMASTER.address,
    published_at=NOW + timedelta(hours=4),
    published_by=WEBMASTER,
    url=URL,
)


def letter(context: Context, to: Party, purpose: Purpose = Purpose.NONE, **more: object) -> Letter:
    """A letter with this context, as the outbox would hold it."""
    about = getattr(context, "summary", None)
    request = about.number if isinstance(about, Summary) else None
    base = Letter(
        id=f"{request}.3" if request else f"{context.kind}.2026-01-15.{to.address}",
        month="2569-01",
        to=to,
        request=request,
        context=context,
        purpose=purpose,
        references=("<CAF123@mail.sea.example>",) if request else (),
        owed_at=NOW,
        not_before=NOW,
    )
    return base.model_copy(update=more)


def samples() -> list[Sample]:
    """All of them, by kind."""
    return [
        Sample(name=name, letter=found)
        for family in (_intake, _approval, _decisions, _publishing, _office_letters, _notices, _edges)
        for name, found in family().items()
    ]


def _intake() -> dict[str, Letter]:
    waiting = summary(status=Status.NEEDS_INFO)
    few = waiting.model_copy(update={"rows": ROWS[:3] + ROWS[5:7], "files": ()})
    certify = Acknowledgement(summary=waiting, missing=(Need.CERTIFY,))
    return {
        "acknowledgement-complete": letter(
            Acknowledgement(summary=summary(), approver=HEAD), SOMRUDEE, Purpose.COMPLETE
        ),
        "acknowledgement-certify": letter(certify, SOMRUDEE, Purpose.COMPLETE),
        "acknowledgement-missing": letter(
            Acknowledgement(
                summary=few,
                missing=(Need.PHONE, Need.CATEGORIES, Need.FILES, Need.CERTIFY),
                suggestions=(
                    Row(field="unit", value="กลุ่มบริหารงานบุคคล", source="keyword", confidence="suggested"),
                ),
                contradictions=(Row(field="phone", value="081-234-5678", words="075-341004"),),
            ),
            SOMRUDEE,
            Purpose.COMPLETE,
        ),
        "acknowledgement-reminder": letter(
            Acknowledgement(summary=few, missing=(Need.TOPIC, Need.DETAIL), reminder=2),
            SOMRUDEE,
            Purpose.COMPLETE,
        ),
        "acknowledgement-confirm": letter(
            Acknowledgement(
                summary=waiting,
                suggestions=(
                    Row(
                        field="categories",
                        value="banner_photo_news",
                        source="keyword",
                        confidence="suggested",
                    ),
                    Row(field="publish_until", value="2026-01-30", source="prose", confidence="suggested"),
                ),
            ),
            SOMRUDEE,
            Purpose.COMPLETE,
        ),
        "acknowledgement-merged": letter(
            Acknowledgement(summary=summary(), updated=True, merged=("phone", "detail"), approver=HEAD),
            SOMRUDEE,
            Purpose.COMPLETE,
        ),
        "acknowledgement-sent-back": letter(
            Acknowledgement(
                summary=waiting, missing=(Need.SOURCE,), reason="ขอให้ระบุที่มาของภาพหน้า 2 ด้วย", by=HEAD
            ),
            SOMRUDEE,
            Purpose.COMPLETE,
        ),
        "acknowledgement-twin": letter(
            Acknowledgement(summary=waiting, replaces="WEB-2569-0041"), SOMRUDEE, Purpose.COMPLETE
        ),
        "acknowledgement-files": letter(
            Acknowledgement(summary=summary(status=Status.NEEDS_FILES, files=())), SOMRUDEE, Purpose.COMPLETE
        ),
        "acknowledgement-held": letter(
            Acknowledgement(summary=summary(status=Status.ON_HOLD)), SOMRUDEE, Purpose.COMPLETE
        ),
        "urgent-question": letter(
            UrgentQuestion(
                summary=summary(speed="ด่วนที่สุด"), missing=(Need.URGENT_REASON, Need.NO_STAKEHOLDER_IMPACT)
            ),
            SOMRUDEE,
            Purpose.COMPLETE,
        ),
        "urgent-question-barred": letter(
            UrgentQuestion(summary=summary(speed="ด่วนที่สุด"), missing=(), barred=True),
            SOMRUDEE,
            Purpose.COMPLETE,
        ),
    }


def _approval() -> dict[str, Letter]:
    base = ApprovalRequest(summary=summary(), approver=HEAD, content_hash="ab12" * 16)
    warned = summary(
        warnings=("thai_id:3", "drive_link", "password"), links=("https://drive.example/file/abc",)
    )
    return {
        "approval": letter(base, HEAD, Purpose.DECIDE, files=FILES),
        "approval-reminder": letter(base.model_copy(update={"reminder": 2}), HEAD, Purpose.DECIDE),
        "approval-deputy": letter(
            base.model_copy(update={"escalated": True, "approver": DEPUTY}), DEPUTY, Purpose.DECIDE
        ),
        "approval-warnings": letter(
            base.model_copy(update={"summary": warned, "changed": True}), HEAD, Purpose.DECIDE
        ),
        "approval-owed": letter(
            base.model_copy(
                update={"owed_since": NOW, "summary": summary(urgent=True, status=Status.URGENT_RELEASED)}
            ),
            HEAD,
            Purpose.DECIDE,
        ),
        "approval-unclear": letter(
            base.model_copy(update={"unclear": "อันนี้ของกลุ่มเราไหม\nขอดูก่อน"}), HEAD, Purpose.DECIDE
        ),
        "approval-delegated": letter(
            base.model_copy(update={"delegated_by": HEAD, "approver": DEPUTY}), DEPUTY, Purpose.DECIDE
        ),
        "approval-takedown": letter(
            base.model_copy(
                update={
                    "action": "take_down",
                    "reason": "ขอให้นำลงค่ะ พบว่ามีข้อมูลส่วนบุคคลหน้า 2",
                    "items": (ITEM,),
                    "summary": summary(status=Status.PUBLISHED),
                }
            ),
            HEAD,
            Purpose.DECIDE,
        ),
        "confirm-decision": letter(
            ConfirmDecision(summary=summary(), act="approve", words="อนุมัติ ดำเนินการได้", at=NOW),
            HEAD,
            Purpose.CONFIRM,
        ),
    }


def _decisions() -> dict[str, Letter]:
    reasons = {
        "approve": "", "reject": "ไม่อนุมัติ เนื่องจากข้อมูลยังไม่ครบ\nขาดใบเสนอราคาหน้า 3",
        "revise": "ขอให้แก้คำผิดหน้า 2 และเพิ่มโลโก้", "hold": "รอหนังสือจากส่วนกลางก่อน",
        "delegate": "มอบรองฯ พิจารณา", "revoke": "ขอถอนคำอนุมัติ พบข้อมูลผิด",
    }  # fmt: skip
    found = {
        f"decision-{act}": letter(
            DecisionNotice(
                summary=summary(),
                act=act,
                by=HEAD,
                at=NOW,
                reason=reason,
                delegate=DEPUTY if act == "delegate" else None,
            ),
            SOMRUDEE,
        )
        for act, reason in reasons.items()
    }
    found["decision-paper"] = letter(
        DecisionNotice(summary=summary(), act="approve", by=HEAD, at=NOW, paper=True), SOMRUDEE
    )
    found["decision-echo"] = letter(
        DecisionEcho(summary=summary(), act="approve", by=HEAD, at=NOW, words="อนุมัติค่ะ"), HEAD, Purpose.UNDO
    )
    found["decision-echo-delegate"] = letter(
        DecisionEcho(summary=summary(), act="delegate", by=HEAD, at=NOW, words="มอบวิชัย", delegate=DEPUTY),
        HEAD,
        Purpose.UNDO,
    )
    return found


def _publishing() -> dict[str, Letter]:
    ready = summary(status=Status.AWAITING_PUBLICATION)
    task = Task(
        summary=ready,
        site="main",
        site_address="www.sea.example",
        approval=APPROVAL,
        publish_from=date(2026, 1, 16),
        publish_until=date(2026, 3, 31),
        checklist=("files_open", "topic_matches", "source_given", "personal_data", "period"),
    )
    urgent = summary(status=Status.URGENT_RELEASED, urgent=True, speed="ด่วนที่สุด")
    down = TakeDown(
        summary=summary(status=Status.PUBLISHED),
        site="main",
        items=(ITEM,),
        why="period",
        due=date(2026, 3, 31),
    )
    two = (
        ITEM,
        ITEM.model_copy(
            update={"site": "law", "url": "https://www.sea.example/law/77", "remark": "ขึ้นแบนเนอร์ด้วย"}
        ),
    )
    return {
        "task": letter(task, WEBMASTER, Purpose.PUBLISH, files=FILES),
        "task-owed": letter(
            task.model_copy(update={"owed": True, "approval": None, "summary": urgent}),
            WEBMASTER,
            Purpose.PUBLISH,
        ),
        "task-reminder-paper": letter(
            task.model_copy(update={"reminder": 1, "approval": PAPER}), WEBMASTER, Purpose.PUBLISH
        ),
        "task-need-url": letter(task.model_copy(update={"need_url": True}), WEBMASTER, Purpose.PUBLISH),
        "published": letter(
            PublishedNotice(summary=summary(status=Status.PUBLISHED), items=(ITEM,)), SOMRUDEE
        ),
        "published-two-owed": letter(
            PublishedNotice(
                summary=summary(status=Status.PUBLISHED_UNAPPROVED),
                items=two,
                owed=True,
                remark="ปรับขนาดภาพให้แล้ว",
            ),
            SOMRUDEE,
        ),
        "returned": letter(
            Returned(
                summary=summary(status=Status.NEEDS_INFO), by=WEBMASTER, reason="ไฟล์เปิดไม่ได้ ติดรหัสผ่าน ขอใหม่"
            ),
            SOMRUDEE,
            Purpose.COMPLETE,
        ),
        "takedown-period": letter(down, WEBMASTER, Purpose.PUBLISH),
        "takedown-rejected": letter(
            down.model_copy(update={"why": "rejected", "due": None, "reason": "ข้อมูลผิด", "reminder": 1}),
            WEBMASTER,
            Purpose.PUBLISH,
        ),
        **{
            f"takedown-{why}": letter(
                down.model_copy(update={"why": why, "due": None, "reason": reason}),
                WEBMASTER,
                Purpose.PUBLISH,
            )
            for why, reason in (
                ("revoked", "พบข้อมูลผิด"),
                ("withdrawn", ""),
                ("asked", "ขอให้นำลงครับ"),
                ("approved", "มีข้อมูลส่วนบุคคล"),
            )
        },
        "taken-down": letter(
            TakenDown(summary=summary(status=Status.TAKEN_DOWN), at=NOW, by=WEBMASTER), SOMRUDEE
        ),
    }


def _office_letters() -> dict[str, Letter]:
    history = (
        Event(at=NOW, kind=EventKind.RECEIVED, by=SOMRUDEE),
        Event(at=NOW + timedelta(minutes=1), kind=EventKind.COMPLETED),
        Event(at=NOW + timedelta(minutes=2), kind=EventKind.APPROVAL_ASKED, note=HEAD.name),
        Event(at=NOW + timedelta(hours=2), kind=EventKind.APPROVED, by=HEAD, note="อนุมัติค่ะ"),
        Event(at=NOW + timedelta(hours=4), kind=EventKind.PUBLISHED, by=WEBMASTER, note=URL),
    )
    secret = Attention(
        summary=summary(status=Status.ON_HOLD), why="secrecy", detail="ลับ", words="หนังสือ ลับ ที่ ศธ 04000/123"
    )
    return {
        "attention-secrecy": letter(secret, WEBMASTER, Purpose.ATTEND),
        "attention-undeliverable": letter(
            secret.model_copy(
                update={"why": "undeliverable", "detail": HEAD.address, "words": "550 5.1.1 User unknown"}
            ),
            WEBMASTER,
            Purpose.ATTEND,
        ),
        **{
            f"attention-{why.replace('_', '-')}": letter(
                secret.model_copy(update={"why": why, "detail": "", "words": words}),
                WEBMASTER,
                Purpose.ATTEND,
            )
            for why, words in (
                ("unclear", "เดี๋ยวดูก่อนนะ"),
                ("no_approver", ""),
                ("stale", ""),
                ("urgent_barred", ""),
                ("takedown_asked", "ขอให้นำลงครับ ข้อมูลผิด"),
            )
        },
        "digest": letter(_digest(), WEBMASTER, Purpose.DIGEST),
        "digest-empty": letter(Digest(day=date(2026, 1, 15), webmaster=WEBMASTER), WEBMASTER, Purpose.DIGEST),
        "observed": letter(_observed(), Party(address=OFFICE.operator)),
        "report": letter(report(40), REVIEWER, Purpose.REVIEW),
        "report-draft": letter(report(3).model_copy(update={"draft": True}), WEBMASTER, Purpose.REVIEW),
        "report-draft-held": letter(
            report(3).model_copy(update={"draft": True, "held": "ขอแก้วันที่เผยแพร่ข้อ 2 ก่อน", "reminder": 1}),
            WEBMASTER,
            Purpose.REVIEW,
        ),
        "report-remark": letter(
            report(3).model_copy(update={"remark": "เดือนนี้เว็บไซต์ปิดปรับปรุง 3 วัน"}), REVIEWER, Purpose.REVIEW
        ),
        "report-empty": letter(report(0).model_copy(update={"reminder": 1}), REVIEWER, Purpose.REVIEW),
        "status": letter(StatusAnswer(summary=summary(), waiting_for=f"{HEAD.name} พิจารณาอนุมัติ"), SOMRUDEE),
        "status-history": letter(
            StatusAnswer(summary=summary(status=Status.PUBLISHED), events=history), SOMRUDEE
        ),
        "status-own": letter(
            StatusAnswer(
                own=(
                    summary(),
                    summary(number="WEB-2569-0043", topic="", status=Status.NEEDS_INFO, urgent=True),
                )
            ),
            SOMRUDEE,
        ),
        "status-none": letter(StatusAnswer(), SOMRUDEE),
        "help": letter(Help(), SOMRUDEE),
        "help-form": letter(Help(form=True), SOMRUDEE),
    }


def _digest() -> Digest:
    def line(item: int, section: str, topic: str, who: str, **more: object) -> DigestLine:
        base = DigestLine(
            item=item,
            section=section,
            number=f"WEB-2569-00{item:02d}",
            topic=topic,
            who=who,
            since=NOW,
            days=item,
        )
        return base.model_copy(update=more)

    return Digest(
        day=date(2026, 1, 15),
        webmaster=WEBMASTER,
        new=4,
        published=3,
        lines=(
            line(1, "publish", "แจ้งปิดถนนหน้าสำนักงาน", "กลุ่มอำนวยการ", urgent=True, days=0),
            line(2, "publish", "ประกาศผู้ชนะการเสนอราคา", "กลุ่มบริหารงานการเงินและสินทรัพย์"),
            line(3, "takedown", "รับสมัครลูกจ้างชั่วคราว", "กลุ่มบริหารงานบุคคล", due=date(2026, 1, 18), detail=URL),
            line(4, "owed", "ข่าวน้ำท่วม", HEAD.name, days=2),
            line(5, "held", "หนังสือเวียน", SOMRUDEE.name, detail="secrecy"),
            line(6, "unknown", "ฝากลงข่าวหน่อย", "someone@mail.example", number=None, days=0),
            line(7, "dead", "approval_request", "old-head@sea.example", detail="550 5.1.1 User unknown"),
            line(8, "shelf", "(อ่านไม่ได้)", "printer@sea.example", number=None, detail="ไฟล์แนบเสีย"),
            line(9, "approval", "แผนปฏิบัติการประจำปีงบประมาณ 2569", HEAD.name),
            line(10, "info", "ภาพกิจกรรมวันเด็ก", SOMRUDEE.name),
            line(11, "files", "แผนปฏิบัติการ (ส่งทาง my office)", SOMRUDEE.name),
        ),
    )


def _observed() -> Observed:
    def mail(
        sender: str, subject: str, outcome: str, number: str | None, *letters: tuple[str, str]
    ) -> ObservedMail:
        return ObservedMail(
            at=NOW,
            sender=sender,
            subject=subject,
            outcome=outcome,
            number=number,
            letters=tuple(ObservedLetter(kind=kind, to=to) for kind, to in letters),
        )

    return Observed(
        day=date(2026, 1, 15),
        total=5,
        letters=4,
        shelved=1,
        mails=(
            mail(
                SOMRUDEE.name, "ขอเผยแพร่ประกาศผู้ชนะการเสนอราคา", "opened", "WEB-2569-0042",
                ("acknowledgement", SOMRUDEE.name), ("approval_request", HEAD.name),
            ),
            mail(HEAD.name, "Re: ประชุมวันพุธ", "noted", None),
            mail("ร้านเครื่องเขียน", "ใบเสนอราคาพิเศษ", "unknown_sender", None),
            mail(SOMRUDEE.name, LONG, "opened", "WEB-2569-0043", ("acknowledgement", SOMRUDEE.name)),
            mail("printer@sea.example", "", "shelved", None),
        ),
    )  # fmt: skip


def report(count: int) -> Report:
    """A month's report with so many rows."""
    rows = tuple(
        ReportRow(
            number=f"WEB-2569-{n:04d}",
            topic=f"ประกาศและข่าวประชาสัมพันธ์ เรื่องที่ {n}",
            category="banner_photo_news" if n % 3 else "procurement_recruitment",
            unit="กลุ่มบริหารงานการเงินและสินทรัพย์" if n % 2 else "กลุ่มอำนวยการ",
            requester=SOMRUDEE.name,
            site="เว็บไซต์หลัก",
            received=NOW,
            approved=NOW,
            approved_by=HEAD.name,
            published=NOW + timedelta(hours=n),
            published_by=WEBMASTER.name,
            url=URL,
            remarks=("urgent", "owed") if n == 1 else (),
        )
        for n in range(1, count + 1)
    )
    counts = ReportSummary(
        received=count + 2,
        published=count,
        by_category={"banner_photo_news": count * 2 // 3, "procurement_recruitment": count - count * 2 // 3}
        if count
        else {},
        by_unit={"กลุ่มบริหารงานการเงินและสินทรัพย์": (count + 1) // 2, "กลุ่มอำนวยการ": count // 2} if count else {},
        by_site={"เว็บไซต์หลัก": count} if count else {},
        urgent_approved_later=1 if count else 0,
        urgent_owed=1 if count else 0,
        rejected=1,
        complete_at_first=count * 3 // 4,
        median_days=1.5 if count else None,
        p95_days=4.0 if count else None,
        fiscal_year=2569,
        fiscal_published=118,
        month_before=31,
        year_before=None,
    )
    return Report(
        register_code="58D4-314F-029F-1C55",
        month="2568-12",
        prepared_by=WEBMASTER,
        reviewer=REVIEWER,
        summary=counts,
        rows=rows,
        made_at=NOW,
    )


def _notices() -> dict[str, Letter]:
    found = {
        f"notice-{about.value.replace('_', '-')}": letter(
            Notice(about=about, detail="ธันวาคม 2568", by=REVIEWER, at=NOW)
            if about.value.startswith("report_")
            else Notice(about=about, summary=summary(), by=HEAD, at=NOW, words="อนุมัติครับ"),
            WEBMASTER if about.value.startswith("report_") else SOMRUDEE,
        )
        for about in NoticeAbout
    }
    found["notice-not-found-bare"] = letter(
        Notice(about=NoticeAbout.NOT_FOUND, detail="WEB-2569-9999"), SOMRUDEE
    )
    found["notice-unclear-choices"] = letter(
        Notice(
            about=NoticeAbout.UNCLEAR, summary=summary(), words="ค่ะ", choices=("อนุมัติ", "ไม่อนุมัติ", "ขอแก้ไข")
        ),
        HEAD,
        Purpose.DECIDE,
    )
    return found


def _edges() -> dict[str, Letter]:
    """Long titles, forty files, nothing filled in, hostile values."""
    long = summary(topic=LONG, files=rows_of(MANY), rows=(Row(field="detail", value=LONG * 4), *ROWS))
    bare = Summary(
        number=NUMBER, status=Status.NEEDS_INFO, requester=Party(address="x@sea.example"), received_at=NOW
    )
    evil = summary(
        topic='<script>alert(1)</script>"\r\nBcc: all@sea.example\u202e',
        rows=(Row(field="detail", value="ขาว\nพิมพ์คำตอบเหนือเส้นนี้ ---\n{{ 7*7 }}<img src=x onerror=alert(1)>"),),
        links=("javascript:alert(1)", "A" * 300),
    )
    approve = {"approver": HEAD, "content_hash": "ab12" * 16}
    return {
        "edge-long": letter(ApprovalRequest(summary=long, **approve), HEAD, Purpose.DECIDE),
        "edge-bare": letter(
            Acknowledgement(summary=bare, missing=tuple(Need)), bare.requester, Purpose.COMPLETE
        ),
        "edge-hostile": letter(ApprovalRequest(summary=evil, **approve), HEAD, Purpose.DECIDE),
        "edge-left-out": letter(ApprovalRequest(summary=long, **approve), HEAD, Purpose.DECIDE, files=MANY),
    }
