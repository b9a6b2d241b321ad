"""A digest answered by numbers: each line is a small decision of its own, also about unknown mails."""

from mailbot.core.authority import Act, Action, judge, roles
from mailbot.core.calendar import WorkCalendar
from mailbot.core.case import Case, Decision, Replay
from mailbot.core.decide.publishing import report_task
from mailbot.core.decide.questions import reply
from mailbot.core.language.command import read_command
from mailbot.core.ledger import Mark, Outcome
from mailbot.core.letters import (
    Digest,
    DigestLine,
    Letter,
    Notice,
    NoticeAbout,
    Purpose,
)
from mailbot.core.mail import Command, ItemWord
from mailbot.core.request import Request

_EVERY_TASK = frozenset({"all", "rest"})


def answer_digest(case: Case, letter: Letter) -> Decision:
    """«1 ลงแล้ว https://…  2 ไฟล์เปิดไม่ได้  5 รับ»: each numbered line is its own small decision."""
    digest = letter.context
    action = judge(
        Act.ADMIT,
        roles(case.office, case.sender, None, case.now.date()),
        secret=case.holds(letter, Purpose.DIGEST),
        authentication=case.mail.authentication.result,
    )
    mine = case.sender is not None and case.sender.address == letter.to.address
    if not isinstance(digest, Digest) or not mine or action is not Action.DO:
        return Decision(outcome=Outcome.NOTED, reason="not_authorised")
    parts: list[Decision] = []
    latest: dict[str, Request] = dict(case.requests)
    unknown: list[str] = []
    for item in _items(case, digest):
        line = _line(digest, item.item)
        if line is None:
            unknown.append(item.item)
            continue
        part = _answer_line(case, latest, line, item, letter)
        latest.update({request.number: request for request in part.requests})
        parts.append(part)
    if not parts or unknown:
        choices = tuple(str(line.item) for line in digest.lines)
        notice = Notice(
            about=NoticeAbout.UNCLEAR, words=case.mail.own_words[:400], detail="digest", choices=choices
        )
        parts.append(reply(case, notice))
    return _together(parts, latest)


def _items(case: Case, digest: Digest) -> list[ItemWord]:
    """The items as written; «ทั้งหมด» is every task line; a bare word to a one-line digest is that line's."""
    words: list[ItemWord] = []
    named = {item.item for item in case.mail.items}
    for item in case.mail.items:
        if item.item in _EVERY_TASK:
            numbers = [str(line.item) for line in digest.lines if line.section in {"publish", "takedown"}]
            rest = [number for number in numbers if item.item == "all" or number not in named]
            words += [ItemWord(item=number, word=item.word, text=item.text) for number in rest]
        else:
            words.append(item)
    if not words and len(digest.lines) == 1 and case.mail.own_words:
        words = [ItemWord(item=str(digest.lines[0].item), word=case.mail.webmaster, text=case.mail.own_words)]
    return words


def _line(digest: Digest, item: str) -> DigestLine | None:
    for line in digest.lines:
        if item == str(line.item) or (line.number and item.casefold() == line.number.casefold()):
            return line
        if line.number and len(item) == 4 and line.number.endswith(f"-{item}"):  # noqa: PLR2004  # «0042»
            return line
    return None


def _answer_line(
    case: Case, latest: dict[str, Request], line: DigestLine, item: ItemWord, letter: Letter
) -> Decision:
    if line.section == "unknown":
        return _admit(case, line.key, read_command(item.text))
    request = latest.get(line.number or line.key)
    if request is None:
        return Decision(outcome=Outcome.NOTED, reason="no_request")
    letter = letter.model_copy(update={"content_hash": line.content_hash})  # bound as the task itself is
    return report_task(case, request, item.word, letter=letter, words=item.text or case.mail.own_words)


def _admit(case: Case, key: str, command: Command | None) -> Decision:
    """One word admits a stranger's mail, or drops it (and, when said so, takes the person on record)."""
    entry = case.waiting.get(key)
    if entry is None:
        return Decision(outcome=Outcome.NOTED, reason="already_decided")
    if command in {Command.DROP, Command.NO}:
        dropped = entry.model_copy(
            update={"outcome": Outcome.DROPPED, "reason": f"dropped by {case.by.name}"}
        )
        return Decision(outcome=Outcome.ANSWERED, reason="dropped", entries=(dropped,))
    if command not in {Command.ADMIT, Command.ADMIT_PERSON, Command.YES}:
        return Decision(outcome=Outcome.NOTED, reason="unclear_admission")
    marks: tuple[Mark, ...] = ()
    if command is Command.ADMIT_PERSON and entry.sender:
        month = WorkCalendar.of(case.office).month(case.now)
        marks = (
            Mark(
                month=month,
                name=f"person:{entry.sender}",
                value=entry.sender_name or entry.sender,
                at=case.now,
            ),
        )
    return Decision(
        outcome=Outcome.ANSWERED, reason="admitted", marks=marks, replay=(Replay(key=key, by=case.by),)
    )


def _together(parts: list[Decision], latest: dict[str, Request]) -> Decision:
    touched = dict.fromkeys(number for part in parts for number in part.numbers)
    return Decision(
        outcome=Outcome.ANSWERED,
        reason="digest_answered",
        requests=tuple(latest[number] for number in touched),
        letters=tuple(letter for part in parts for letter in part.letters),
        entries=tuple(entry for part in parts for entry in part.entries),
        marks=tuple(mark for part in parts for mark in part.marks),
        replay=tuple(replay for part in parts for replay in part.replay),
    )
