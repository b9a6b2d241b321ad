"""The sender's own words: what he newly wrote, without quotes, forwards, signatures and text of ours.

Works on lines that know how deep they were quoted. When in doubt a line is taken for quoted: a lost
word is asked for again, a word of somebody else taken for the sender's could decide something.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.core.mail import Forwarded
from mailbot.reading import quote_leads as leads
from mailbot.reading.headers import clean_line
from mailbot.reading.html import CUT, SIGNATURE, Line
from mailbot.reading.limits import LIMITS

_MARKED = re.compile(r"^[ \t]{0,3}((?:[>＞][ \t]?)+)")
_LEAD_LINES = 4
_HEADER_REACH = 7
_LONGEST_LEAD = 600
"""Characters of the longest line a client puts above a quote; a longer one is somebody's text."""
_LONG_LINE = 62
_SIGNATURE_LINES = 8
_SIGNATURE_WIDTH = 90
_BLANKS = re.compile(r"\n{3,}")
_LONE_ANGLE = re.compile(
    r"^>\s*(?:[:：]|(?:wrote|เขียนว่า|a écrit|skrev|schreef|kirjoitti)\s*[:：]?)\s*$", re.IGNORECASE
)
"""The end of a lead-in that a mailer broke inside «<address>:»."""
_NUMBERED = re.compile(r"^\s*[0-9๐-๙]{1,2}\s*[.)]")
_TITLE_OF_PERSON = re.compile(r"[^\s<>@]+@[^\s<>@]+")


@dataclass(slots=True, kw_only=True)
class OwnWords:
    """A body, taken apart."""

    text: str = ""
    quoted: bool = False
    forwarded: Forwarded | None = None
    signature: str = ""
    """What stood under the words: name, post, phone."""
    rest: str = ""
    """Everything that is not the sender's own, for finding our secret in it."""


def lines_of(text: str) -> list[Line]:
    """A plain text part as lines; ``>`` marks become depth. Format=flowed stays as it is."""
    out = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        marked = _MARKED.match(raw)
        if marked is None or _LONE_ANGLE.match(raw):
            out.append(Line(raw))
        else:
            depth = sum(1 for sign in marked[1] if sign in ">＞")
            out.append(Line(raw[marked.end() :], depth))
    return out


@dataclass(slots=True)
class _Cutter:
    lines: Sequence[Line]
    forwarding: bool
    own: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    quoted: bool = False
    forwarded: Forwarded | None = None
    at: int = 0

    def run(self) -> None:
        """Walk the lines once; each step takes at least one."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.mark == CUT:
                self._take_rest(self.at + 1)
            elif line.mark == SIGNATURE and line.depth == 0:
                self.signature.append(line.text)
                self.at += 1
            elif line.depth:
                self._quoted_line(line)
            elif not line.text.strip():
                self.own.append("")
                self.at += 1
            else:
                self._own_line(line.text)

    def _own_line(self, text: str) -> None:
        if leads.OUR_LINE.search(text):
            self._drop_lead_above()
            self._after_lead(self.at + 1)
        elif len(text) > _LONGEST_LEAD:
            self.own.append(text)
            self.at += 1
        elif leads.FORWARD.match(text):
            self._take_forward(self.at + 1)
        elif (
            leads.ORIGINAL.match(text) or leads.ORIGINAL_BARE.match(text) or leads.ORIGINAL_TIMED.match(text)
        ):
            self._take_rest(self.at + 1)
        elif header_block(self.lines, self.at) is not None:
            self._take_rest(self.at)
        elif leads.RULE.match(text) and header_block(self.lines, self._next_filled(self.at + 1)) is not None:
            self._take_rest(self._next_filled(self.at + 1))
        elif (lead := lead_in(self.lines, self.at)) is not None:
            self._after_lead(self.at + lead)
        elif not self._signed(text):
            self.own.append(text)
            self.at += 1

    def _quoted_line(self, line: Line) -> None:
        short = len(line.text) <= _LONGEST_LEAD
        if short and self.forwarding and self.forwarded is None and leads.FORWARD.match(line.text):
            self._take_forward(self.at + 1)
            return
        self.quoted = True
        self.rest.append(line.text)
        self.at += 1
        self._wrapped(line)

    def _wrapped(self, line: Line) -> None:
        """The end of a long quoted line that a mailer broke and left unmarked."""
        if self.at + 1 >= len(self.lines) or len(line.text) < _LONG_LINE:
            return
        here, below = self.lines[self.at], self.lines[self.at + 1]
        if (
            here.depth == 0
            and here.text.strip()
            and below.depth
            and len(here.text) < len(line.text)
            and not here.mark
        ):
            self.rest.append(here.text)
            self.at += 1

    def _next_filled(self, at: int) -> int:
        while at < len(self.lines) and not self.lines[at].text.strip() and self.lines[at].mark != CUT:
            at += 1
        return at

    def _after_lead(self, at: int) -> None:
        """Behind a lead-in: marked quotes may be answered in between; an unmarked quote goes to the end."""
        self.quoted = True
        self.rest.extend(line.text for line in self.lines[self.at : at])
        following = self._next_filled(at)
        if following < len(self.lines) and self.lines[following].depth:
            self.at = following
        else:
            self._take_rest(at)

    def _take_rest(self, at: int) -> None:
        """Everything from here on is the old mail; of a forward, it is the forwarded one."""
        texts = [line.text for line in self.lines[at:]]
        self.rest.extend(texts)
        self.at = len(self.lines)
        self._drop_rule_above()
        if self.forwarding and self.forwarded is None:
            self.forwarded = read_forwarded(texts)
        elif any(text.strip() for text in texts):
            self.quoted = True

    def _take_forward(self, at: int) -> None:
        texts = [line.text for line in self.lines[at:]]
        self.rest.extend(texts)
        self.at = len(self.lines)
        if self.forwarded is None:
            self.forwarded = read_forwarded(texts)

    def _drop_rule_above(self) -> None:
        """A line of dashes or the like above the old mail belongs to it."""
        while self.own and (not self.own[-1].strip() or leads.DASHES.match(self.own[-1][:_LONGEST_LEAD])):
            self.own.pop()

    def _drop_lead_above(self) -> None:
        """Just above our own line stands the lead-in of a client we may not know."""
        kept = len(self.own)
        while kept and not self.own[kept - 1].strip():
            kept -= 1
        last = self.own[kept - 1] if kept else ""
        if last.rstrip().endswith((":", "：")) and (
            leads.HAS_WHEN.search(last) or leads.HAS_ADDRESS.search(last)
        ):
            self.rest.extend(self.own[kept - 1 :])
            del self.own[kept - 1 :]

    def _signed(self, text: str) -> bool:
        """Take a signature that begins here. False: it does not."""
        if leads.DEVICE.match(text) and len(text) <= leads.DEVICE_LONGEST:
            self._after_device()
            return True
        if leads.BANNER.match(text) or leads.DISCLAIMER.match(text):
            self._take_paragraph()
            return True
        delimiter = leads.SIGNATURE_LINE.match(text) or self._is_list_footer(text)
        if not delimiter and not (leads.DASHES.match(text) and self._looks_signed(self.at + 1)):
            return False
        if (
            not any(own.strip() for own in self.own)
            and not self._is_list_footer(text)
            and not text.startswith("--")
        ):
            return False
        self.at += 1
        while self.at < len(self.lines) and not self._leads_on(self.at):
            self.signature.append(self.lines[self.at].text)
            self.at += 1
        return True

    def _is_list_footer(self, text: str) -> bool:
        return bool(leads.LIST_FOOTER.match(text)) and any(
            "mailing list" in line.text.lower() for line in self.lines[self.at + 1 : self.at + 3]
        )

    def _looks_signed(self, at: int) -> bool:
        """A few short lines up to the quote or the end, none of them a label or a tick."""
        count = 0
        for index in range(at, len(self.lines)):
            line = self.lines[index]
            if self._leads_on(index):
                break
            if not line.text.strip():
                continue
            if leads.DISCLAIMER.match(line.text[:_LONGEST_LEAD]):
                return True
            count += 1
            if (
                count > _SIGNATURE_LINES
                or len(line.text) > _SIGNATURE_WIDTH
                or re.search("[☑☐✓/]\\s|\t", line.text)
                or _NUMBERED.match(line.text)
            ):
                return False
            if re.search(r"^\s*[^:]{2,30}:\s*\S", line.text) and not re.search(
                r"โทร|tel|fax|e-?mail|อีเมล|line|www", line.text, re.IGNORECASE
            ):
                return False
        return count > 0

    def _leads_on(self, index: int) -> bool:
        line = self.lines[index]
        if line.depth or line.mark == CUT:
            return True
        text = line.text
        if not text.strip() or len(text) > _LONGEST_LEAD:
            return False
        return bool(
            leads.OUR_LINE.search(text)
            or leads.FORWARD.match(text)
            or leads.ORIGINAL.match(text)
            or header_block(self.lines, index) is not None
            or lead_in(self.lines, index) is not None
        )

    def _after_device(self) -> None:
        """Under «ส่งจาก iPhone ของฉัน» stands an unmarked quote, unless nothing was written above it."""
        self.signature.append(self.lines[self.at].text)
        self.at += 1
        if not any(own.strip() for own in self.own):
            return
        while self.at < len(self.lines) and not self._leads_on(self.at):
            self.rest.append(self.lines[self.at].text)
            self.quoted |= bool(self.lines[self.at].text.strip())
            self.at += 1

    def _take_paragraph(self) -> None:
        while (
            self.at < len(self.lines) and self.lines[self.at].text.strip() and not self.lines[self.at].depth
        ):
            self.rest.append(self.lines[self.at].text)
            self.at += 1


def lead_in(lines: Sequence[Line], at: int) -> int | None:
    """How many lines «On ..., NAME wrote:» takes here, in any known language; None when it is none."""
    first = lines[at].text.strip() if at < len(lines) else ""
    if not first or len(first) > _LONGEST_LEAD:
        return None
    starts = bool(leads.LEAD_START.match(first))
    if not (starts or leads.HAS_WHEN.search(first) or leads.SAYS_WITHIN.search(first)):
        return None
    joined = ""
    depth = lines[at].depth
    for count in range(1, _LEAD_LINES + 1):
        if at + count - 1 >= len(lines):
            return None
        piece = lines[at + count - 1]
        if not piece.text.strip() or piece.depth != depth:
            return None
        text = piece.text.strip()
        joined = f"{joined} {text}".strip()
        if not text.endswith((":", "：")) and not leads.SAYS_END.search(text[-40:]):
            continue
        if _is_lead(joined, starts=starts):
            return count
        if _quote_follows(lines, at + count) and _names_writer(joined):
            return count
    return None


def _is_lead(joined: str, *, starts: bool) -> bool:
    when = bool(leads.HAS_WHEN.search(joined))
    address = bool(leads.HAS_ADDRESS.search(joined))
    if leads.ADDRESS_END.search(joined) and when:
        return True
    if leads.THAI_WRITTEN_WHEN.search(joined):
        return True
    if not leads.SAYS_END.search(joined):
        # «... schrieb "NAME <address>:» ends in the address; the quote may be unclosed
        return bool(
            when and address and joined.endswith((">:", "> :", ":")) and leads.SAYS_WITHIN.search(joined)
        )
    if starts:
        return when or address
    return (when and address) or (address and joined.endswith((":", "：")))


def _names_writer(joined: str) -> bool:
    return bool(leads.SAYS_END.search(joined)) and joined.endswith((":", "："))


def _quote_follows(lines: Sequence[Line], at: int) -> bool:
    while at < len(lines) and not lines[at].text.strip() and lines[at].mark != CUT:
        at += 1
    return at < len(lines) and lines[at].depth > 0


def header_block(lines: Sequence[Line], at: int) -> int | None:
    """How many lines the block «จาก: ... ส่ง: ... ถึง: ... เรื่อง: ...» takes here; None when it is none.

    It must name a sender and a date or recipient, each with a colon: an office memo («เรื่อง ... เรียน ...»)
    is not one.
    """
    if at >= len(lines):
        return None
    first = leads.HEADER_LINE.match(lines[at].text[:_LONGEST_LEAD])
    if first is None or not (first["sender"] or first["sent"] or first["subject"]):
        return None
    seen: set[str] = set()
    last = at
    for index in range(at, min(len(lines), at + _HEADER_REACH)):
        found = leads.HEADER_LINE.match(lines[index].text[:_LONGEST_LEAD])
        if found is not None:
            seen.update(key for key in ("sender", "sent", "to", "subject") if found[key])
            last = index
        elif index - last > 1:
            break
    if "sender" not in seen or not seen & {"sent", "to"} or len(seen) < 2:  # noqa: PLR2004
        return None
    if seen == {"sender", "to"} and not any(
        _TITLE_OF_PERSON.search(line.text) for line in lines[at : last + 1]
    ):
        return None
    return last - at + 1


def read_forwarded(texts: Sequence[str]) -> Forwarded:
    """Sender, subject and text of the mail inside a forward, from its lines."""
    lines = [Line(_MARKED.sub("", text)) for text in texts]
    at = next((index for index, line in enumerate(lines) if line.text.strip()), 0)
    sender = subject = None
    last = at
    for index in range(at, min(len(lines), at + 14)):
        text = lines[index].text
        found = leads.HEADER_LINE.match(text[:_LONGEST_LEAD])
        if found is None:
            if not text.strip() and (sender or subject):
                break
            continue
        last = index + 1
        value = clean_line(found["value"].strip("*_ "))
        if found["sender"] and sender is None:
            sender = value or None
        elif found["subject"] and subject is None:
            subject = value or None
    body = "\n".join(line.text for line in lines[last:]).strip("\n ")
    return Forwarded(sender=sender, subject=subject, text=body)


def own_words(lines: Sequence[Line], *, forwarding: bool = False) -> OwnWords:
    """Take a body apart. ``forwarding``: the subject says that the mail is a forward."""
    cutter = _Cutter(lines[: LIMITS.lines], forwarding)
    cutter.run()
    cutter.rest.extend(line.text for line in lines[LIMITS.lines :])
    text = _BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in cutter.own)).strip("\n \t")
    return OwnWords(
        text=text,
        quoted=cutter.quoted,
        forwarded=cutter.forwarded,
        signature="\n".join(cutter.signature).strip(),
        rest="\n".join(cutter.rest),
    )
