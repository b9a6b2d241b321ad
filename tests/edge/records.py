"""Records to keep, for the tests of the register."""

from datetime import UTC, datetime, timedelta, timezone

from mailbot.core.ledger import MailEntry, Mark, Outcome
from mailbot.core.letters import Acknowledgement, Letter, LetterState, Notice, NoticeAbout
from mailbot.core.record import Stored
from mailbot.core.request import Event, EventKind, Fields, Party, Request, Status

BANGKOK = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=BANGKOK)
SOMCHAI = Party(address="somchai@school.example", name="นายสมชาย ใจดี", position="ครูชำนาญการ")

__all__ = ["BANGKOK", "NOW", "UTC", "Acknowledgement", "Stored"]


def a_request(
    number: str = "WEB-2569-0042", month: str = "2569-11", status: Status = Status.RECEIVED, note: str = ""
) -> Request:
    return Request(
        month=month,
        number=number,
        status=status,
        requester=SOMCHAI,
        received_at=NOW,
        fields=Fields(topic="ประกาศผลการสอบแข่งขัน\nครั้งที่ 2", detail=note or None),
        events=(Event(at=NOW, kind=EventKind.RECEIVED, by=SOMCHAI, mail="<1@school.example>", note=note),),
    )


def a_mail(key: str = "<1@school.example>", month: str = "2569-11", *requests: str) -> MailEntry:
    return MailEntry(
        month=month,
        ledger_key=key,
        sha256="ab" * 32,
        received_at=NOW,
        subject='ขอ "เผยแพร่" \\ ข่าว\x1f',
        outcome=Outcome.OPENED,
        requests=requests,
    )


def a_letter(
    id_: str = "WEB-2569-0042.1", month: str = "2569-11", state: LetterState = LetterState.OWED
) -> Letter:
    return Letter(
        month=month,
        id=id_,
        to=SOMCHAI,
        request=id_.partition(".")[0],
        context=Notice(about=NoticeAbout.UNDONE, words="ยกเลิก"),
        token_hash="cd" * 32,
        state=state,
        owed_at=NOW,
        not_before=NOW,
    )


def a_mark(name: str = "number:2569", month: str = "2569-11", value: str = "42") -> Mark:
    return Mark(month=month, name=name, value=value, at=NOW)
