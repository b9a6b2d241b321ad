"""Whatever people wrote: a letter about it has our headers, our structure, our answers, and their words."""

import email
import email.policy
import re
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.core.letters import ApprovalRequest, DecisionNotice, FileRow, Letter, Purpose, Row
from mailbot.core.request import File, Party
from mailbot.sandbox.gallery import composer
from mailbot.sandbox.samples import HEAD, NOW, letter, summary
from mailbot.writing.words import clean, one_line

WRITE = composer(previews=False)
PIECES = st.sampled_from(
    [
        "\r\nBcc: all@office.example\r\n", "\n\n", "</td></tr></table>", "<script>", "{{ 7*7 }}",
        "{% raw %}", "=?utf-8?B?",
        "\u202e", "\u200b", "\x00", '"', "'", "&amp;", "--\n", "พิมพ์คำตอบเหนือเส้นนี้ ---", "อนุมัติ", "\n1 = อนุมัติ",
        "javascript:", "ก" * 120, "A" * 300, "😀", "\u2028", "\x85", "\ud800",
    ]
)  # fmt: skip
TEXT = st.lists(PIECES | st.text(max_size=20), max_size=6).map("".join)
OURS = [
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Mailbot-Loop", "MIME-Version", "Content-Type",
]  # fmt: skip


def squeezed(text: str) -> str:
    return re.sub(r"[\s|]+", "", text.encode("utf-8", "replace").decode())


@st.composite
def letters(draw: st.DrawFn) -> Letter:
    files = tuple(
        File(filename=draw(TEXT), content_type=draw(TEXT), size=draw(st.integers(0, 10**9)), sha256="ab" * 32)
        for _ in range(draw(st.integers(0, 2)))
    )
    about = summary(
        topic=draw(TEXT),
        unit=draw(TEXT),
        requester=Party(address="a@sea.example", name=draw(TEXT), position=draw(TEXT)),
        rows=(Row(field=draw(st.sampled_from(["detail", "categories", "site", "x"])), value=draw(TEXT)),),
        files=tuple(FileRow(filename=f.filename, size=f.size, sha256=f.sha256) for f in files),
        warnings=(draw(TEXT),),
        links=(draw(TEXT),),
        speed=draw(st.none() | TEXT),
    )
    to = Party(address="head@sea.example", name=draw(TEXT))
    if draw(st.booleans()):
        context = ApprovalRequest(summary=about, approver=to, content_hash="cd" * 32, unclear=draw(TEXT))
        return letter(context, to, Purpose.DECIDE, files=files)
    notice = DecisionNotice(
        summary=about,
        act=draw(st.sampled_from(["reject", "revise"])),
        by=HEAD,
        at=NOW + timedelta(1),
        reason=draw(TEXT),
    )
    return letter(notice, to, files=files)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(letters())
def test_what_people_wrote_never_becomes_ours(made: Letter) -> None:
    raw = WRITE.compose(made).raw
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail.keys() == OURS
    assert not [defect for part in mail.walk() for defect in part.defects]
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    words, shown = str(text.get_content()), str(page.get_content())
    context = made.context
    assert isinstance(context, ApprovalRequest | DecisionNotice)
    topic = clean(context.summary.topic)
    assert squeezed(topic) in squeezed(words)
    assert squeezed(str(mail["Subject"])).startswith("[WEB-2569-0042]")
    if one_line(topic):
        assert squeezed(one_line(topic)) in squeezed(str(mail["Subject"]))
    lines = words.splitlines()
    asks = isinstance(context, ApprovalRequest) or context.act == "revise"
    assert sum(line.startswith("พิมพ์คำตอบเหนือเส้นนี้") for line in lines) == asks
    assert sum(line == "  1 = อนุมัติ" for line in lines) == isinstance(context, ApprovalRequest)
    assert shown.count("<table") == shown.count("</table>")
    assert shown.count("<script") == 0
    links = re.findall(r'href="([^"]*)"', shown)
    assert all(link.startswith("mailto:web@sea.example?") for link in links)
    assert len(links) == (4 if isinstance(context, ApprovalRequest) else 0)
