"""The contract of every reader, and what a child does to a mail that hurts it."""

import os
import signal
import tempfile
from collections.abc import AsyncIterator

import pytest

from mailbot.children.process import Child, ChildError
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Kind, VerdictIs
from mailbot.ports import Reader
from mailbot.reading.worker import ChildReader, InlineReader
from tests.corpus.hostile.make import attached, nested

HEAD = "From: somchai@sea.example\r\nTo: web@sea.example\r\nSubject: Re: [WEB-2569-0042] x\r\n"


def mail(words: str, number: int = 0) -> bytes:
    return (HEAD + f"Message-ID: <{number}@sea.example>\r\n\r\n{words}\r\n").encode()


@pytest.fixture(params=["inline", "child"])
async def reader(request: pytest.FixtureRequest) -> AsyncIterator[Reader]:
    made: Reader = (
        InlineReader(Vocabulary()) if request.param == "inline" else ChildReader(Vocabulary(), children=2)
    )
    yield made
    await made.close()


async def test_one_result_a_mail_in_order(reader: Reader) -> None:
    raws = [mail("อนุมัติครับ", number) for number in range(40)]
    results = await reader.read(raws)
    assert [result.mail.message_id for result in results] == [
        f"<{number}@sea.example>" for number in range(40)
    ]
    assert {result.mail.verdict.is_ for result in results} == {VerdictIs.APPROVE}


async def test_no_mails_give_no_results(reader: Reader) -> None:
    assert await reader.read([]) == []


async def test_files_come_with_the_mail_by_their_hash(reader: Reader) -> None:
    (result,) = await reader.read([attached(b"a.bin", b"\x00\x01" * 500)])
    (one,) = result.mail.attachments
    assert (one.filename, result.files[one.sha256]) == ("a.bin", b"\x00\x01" * 500)


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", nested(982), b"From: x\r\n" * 3000])
async def test_any_bytes_give_a_result(reader: Reader, raw: bytes) -> None:
    before, result, after = await reader.read([mail("อนุมัติ"), raw, mail("อนุมัติ")])
    assert result.mail.size == len(raw)
    assert before.mail.kind is after.mail.kind is Kind.ANSWER


async def test_a_reading_in_a_child_equals_one_in_this_process() -> None:
    raws = [mail("ไม่อนุมัติ เพราะข้อมูลไม่ครบ"), attached(b"b.txt", "ข้อความ".encode()), nested(50)]
    child = ChildReader(Vocabulary(), children=1)
    try:
        assert await child.read(raws) == await InlineReader(Vocabulary()).read(raws)
    finally:
        await child.close()


async def test_a_mail_that_takes_too_long_is_named_and_the_others_are_read() -> None:
    child = ChildReader(Vocabulary(), children=1, seconds=6)
    try:
        await child.read([mail("warm")])
        os.kill(child._free[0].process.pid, signal.SIGSTOP)
        failed, after = await child.read([mail("ก่อน"), mail("หลัง")])
    finally:
        await child.close()
    assert failed.mail.kind is Kind.UNREADABLE
    assert failed.failure == "took longer than 6 s"
    assert after.mail.own_words == "หลัง"


async def test_a_child_without_enough_memory_fails_one_mail_only() -> None:
    child = ChildReader(Vocabulary(), children=1, memory=180 * 1024 * 1024)
    large = attached(b"large.bin", b"\x00" * 48_000_000)
    try:
        failed, fine = await child.read([large, mail("อนุมัติ")])
    finally:
        await child.close()
    assert failed.failure is not None
    assert fine.mail.verdict.is_ is VerdictIs.APPROVE


async def test_a_killed_child_is_replaced_and_no_mail_is_lost() -> None:
    child = ChildReader(Vocabulary(), children=1)
    try:
        await child.read([mail("หนึ่ง")])
        os.kill(child._free[0].process.pid, signal.SIGKILL)
        (result,) = await child.read([mail("สอง")])
    finally:
        await child.close()
    assert result.mail.own_words == "สอง"


async def test_the_child_gives_up_what_it_does_not_need() -> None:
    child = ChildReader(Vocabulary(), children=1)
    try:
        await child.read([mail("x")])
    finally:
        await child.close()
    assert child.confined["memory"]
    assert child.confined["no_new_privileges"]


async def test_children_end_when_they_are_idle() -> None:
    import asyncio

    child = ChildReader(Vocabulary(), children=1, idle=0.05)
    await child.read([mail("x")])
    process = child._free[0].process
    await asyncio.wait_for(process.wait(), timeout=120)
    await child.close()
    assert not child._free


async def test_the_child_asks_its_parent_for_dns() -> None:
    asked: list[str] = []

    def txt(name: str) -> bytes | None:
        asked.append(name)
        return None

    raw = (
        b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sea.example; s=k1; h=from:subject:date;"
        b" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
        b"From: somchai@sea.example\r\nSubject: x\r\nDate: Thu, 15 Jan 2026 09:30:00 +0700\r\n\r\n"
    )
    child = ChildReader(Vocabulary(verify_dkim=True, authserv_ids=("mx.sea.example",)), children=1, txt=txt)
    try:
        (result,) = await child.read([raw])
    finally:
        await child.close()
    assert asked == ["k1._domainkey.sea.example"]
    assert result.mail.authentication.detail == "signature of sea.example cannot be checked"


async def test_a_child_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"memory": 512 * 1024 * 1024, "seconds": 5.0}
    with pytest.raises(ChildError, match=r"status 1\): .*No module named mailbot.nothing"):
        await Child.start("mailbot.nothing", "the reader", settings)
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with pytest.raises(ChildError, match="cannot be started"):
        await Child.start("mailbot.reading.child", "the reader", settings)
