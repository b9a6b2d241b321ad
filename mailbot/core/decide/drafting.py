"""The webmaster's answer to the draft of the monthly report (R39): send it, hold it back, or a remark for it.

Nothing is sent here: the marks say what was answered, and the next tick acts on them. A report that is held
back is reminded of until it is released; silence sends it as planned.
"""

from mailbot.core.authority import Act, Action, judge, roles
from mailbot.core.calendar import next_month_key
from mailbot.core.case import Case, Decision
from mailbot.core.dossier import free_letter
from mailbot.core.language.draft import DraftSays, DraftWord, read_draft_answer
from mailbot.core.ledger import Mark, Outcome
from mailbot.core.letters import Letter, Notice, NoticeAbout, Purpose, Report

HELD, RELEASED, REMARK = "report-held", "report-released", "report-remark"
"""The families of the marks: ``report-held:2569-10``. The newer of the first two holds."""
_TOLD = frozenset(
    {
        NoticeAbout.REPORT_HELD,
        NoticeAbout.REPORT_RELEASED,
        NoticeAbout.REPORT_REMARKED,
        NoticeAbout.REPORT_GONE,
    }
)
"""What the webmaster is told of a draft; each of these letters can be answered like the draft itself."""


def draft_mark(family: str, month: str, case: Case, value: str) -> Mark:
    """One answer on record. All of a report's marks lie in the month in which it is due."""
    return Mark(month=next_month_key(month), name=f"{family}:{month}", value=value, at=case.now)


def answer_draft(case: Case, letter: Letter, month: str) -> Decision:
    """What the answer to the draft of a report does. ``letter``: the draft, or a notice about it."""
    who = roles(case.office, case.sender, None, case.now.date())
    secret = case.holds(letter, Purpose.REVIEW)
    action = judge(Act.PREPARE, who, secret=secret, authentication=case.mail.authentication.result)
    if not secret or action is not Action.DO:
        return Decision(outcome=Outcome.NOTED, reason="not_authorised")
    word = read_draft_answer(case.mail.own_words)
    if word.says is DraftSays.NOTHING:
        return Decision(outcome=Outcome.NOTED, reason="courtesy")
    if f"report:{month}" in case.marks:
        return _answered(case, month, NoticeAbout.REPORT_GONE, "report_gone")
    remark = (draft_mark(REMARK, month, case, word.remark),) if word.remark else ()
    return _take(case, month, word, remark)


def _take(case: Case, month: str, word: DraftWord, remark: tuple[Mark, ...]) -> Decision:
    said = f"{case.by.name}: {case.mail.own_words[:1000]}"
    if word.says is DraftSays.SEND:
        marks = (*remark, draft_mark(RELEASED, month, case, said))
        return _answered(case, month, NoticeAbout.REPORT_RELEASED, "report_released", marks)
    if word.says is DraftSays.HOLD:
        marks = (*remark, draft_mark(HELD, month, case, said))
        return _answered(case, month, NoticeAbout.REPORT_HELD, "report_held", marks)
    return _answered(case, month, NoticeAbout.REPORT_REMARKED, "report_remarked", remark)


def _answered(
    case: Case, month: str, about: NoticeAbout, reason: str, marks: tuple[Mark, ...] = ()
) -> Decision:
    """The answer is taken, and its writer told what it did; that letter can be answered like the draft."""
    notice = Notice(about=about, by=case.by, words=case.mail.own_words[:1000], at=case.now, detail=month)
    letter = free_letter(
        notice,
        case.by,
        now=case.now,
        cause=case.key,
        purpose=Purpose.REVIEW,
        references=case.thread_id,
    )
    return Decision(outcome=Outcome.ANSWERED, reason=reason, marks=marks, letters=(letter,))


def drafted_month(letter: Letter) -> str | None:
    """The month of the report this letter shows the draft of, or tells about its draft; else None."""
    context = letter.context
    if isinstance(context, Report):
        return context.month if context.draft else None
    return context.detail if isinstance(context, Notice) and context.about in _TOLD else None
