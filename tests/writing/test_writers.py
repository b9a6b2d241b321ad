"""The contract of every writer, and what a child does to a letter that hurts it."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.children.process import Child, ChildError
from mailbot.core.dossier import filled_form
from mailbot.core.letters import ApprovalRequest, Letter
from mailbot.core.request import File, Picture, Request
from mailbot.edge.archive import MemoryArchive
from mailbot.ports import Parcel, Writer, WritingError
from mailbot.sandbox.gallery import SampleMint
from mailbot.sandbox.samples import OFFICE, samples
from mailbot.writing.compose import Sending
from mailbot.writing.letterhead import Letterhead
from mailbot.writing.paper import Press
from mailbot.writing.worker import ChildWriter, InlineWriter

JPEG = b"\xff\xd8\xff" + b"p" * 400


def letters(archive: MemoryArchive) -> list[Letter]:
    """Every sample letter; those for approval with files, pictures, and the form."""
    return [_laden(each.letter, archive) for each in samples()]


def _laden(letter: Letter, archive: MemoryArchive) -> Letter:
    if not isinstance(letter.context, ApprovalRequest):
        return letter
    kept = archive.put(b"%PDF-1.7 " * 900)
    picture = Picture(sha256=archive.put(JPEG), width=90, height=120)
    one = File(filename="ประกาศ.pdf", content_type="application/pdf", size=8100, sha256=kept, preview=picture)
    lost = one.model_copy(update={"filename": "หาย.pdf", "sha256": "a" * 64, "preview": None})
    large = one.model_copy(update={"filename": "ใหญ่.mp4", "sha256": "b" * 64, "size": 10**9, "preview": None})
    request = Request(
        month="2569-01", number=letter.request or "", requester=letter.to, received_at=letter.owed_at
    )
    form = filled_form(request, OFFICE)
    return letter.model_copy(update={"files": (one, lost, large), "papers": ("form",), "form": form})


@pytest.fixture
def archive() -> MemoryArchive:
    return MemoryArchive()


def letterhead(templates: Path | None = None) -> Letterhead:
    return Letterhead(office=OFFICE, templates=templates, sending=Sending(language="th+en"))


def inline(archive: MemoryArchive, templates: Path | None = None, **_: Any) -> InlineWriter:
    return InlineWriter(letterhead(templates).composer(archive, SampleMint()))


def child(archive: MemoryArchive, templates: Path | None = None, **limits: Any) -> ChildWriter:
    return ChildWriter(letterhead(templates), archive, SampleMint(), **limits)


Made = Callable[..., Writer]


@pytest.fixture(params=[inline, child])
async def make(request: pytest.FixtureRequest) -> AsyncIterator[Made]:
    made: list[Writer] = []

    def make(*what: Any, **limits: Any) -> Writer:
        made.append(request.param(*what, **limits))
        return made[-1]

    yield make
    for writer in made:
        await writer.close()


async def test_every_letter_comes_back_as_its_own(make: Made, archive: MemoryArchive) -> None:
    writer, owed = make(archive), letters(archive)[:12]
    parcels = await asyncio.gather(*(writer.write(letter) for letter in owed))
    assert [parcel.letter_id for parcel in parcels] == [letter.id for letter in owed]
    assert [parcel.recipients[0] for parcel in parcels] == [letter.to.address for letter in owed]


async def test_a_broken_template_fails_its_letter_and_no_other(
    make: Made, archive: MemoryArchive, tmp_path: Path
) -> None:
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper/form.typ").write_text('#panic("no")', encoding="utf-8")
    plain, laden = _plain(archive), _approval(archive)
    writer = make(archive, tmp_path)
    before, failed, after = await asyncio.gather(
        writer.write(plain), writer.write(laden), writer.write(plain), return_exceptions=True
    )
    assert isinstance(before, Parcel)
    assert before == after
    assert isinstance(failed, WritingError)
    assert "TemplateError" in str(failed)
    assert not failed.retry


async def test_a_paper_there_is_none_of_is_said(make: Made, archive: MemoryArchive) -> None:
    letter = _plain(archive).model_copy(update={"papers": ("form",)})
    with pytest.raises(WritingError, match="no paper 'form'"):
        await make(archive).write(letter)


async def test_a_letter_from_a_child_is_the_same_byte_for_byte(archive: MemoryArchive) -> None:
    here, there = inline(archive), child(archive)
    try:
        for letter in letters(archive):
            assert await there.write(letter) == await here.write(letter), letter.kind
    finally:
        await there.close()
        await here.close()


async def test_a_letter_that_takes_too_long_is_kept_for_later_and_the_others_are_written(
    archive: MemoryArchive,
) -> None:
    writer, letter = child(archive, seconds=5), _plain(archive)
    try:
        await writer.write(letter)
        assert writer._child is not None
        os.kill(writer._child.process.pid, signal.SIGSTOP)
        failed, after = await asyncio.gather(
            writer.write(letter), writer.write(letter), return_exceptions=True
        )
    finally:
        await writer.close()
    assert isinstance(failed, WritingError)
    assert failed.retry
    assert str(failed) == "took longer than 5 s"
    assert isinstance(after, Parcel)


async def test_a_runaway_template_ends_its_child_and_not_the_service(
    archive: MemoryArchive, tmp_path: Path
) -> None:
    (tmp_path / "paper").mkdir()
    runaway = "#for a in range(30000) { for b in range(30000) { let c = a * b } }"
    (tmp_path / "paper/form.typ").write_text(runaway, encoding="utf-8")
    writer = child(archive, tmp_path, seconds=3)
    try:
        with pytest.raises(WritingError) as failed:
            await writer.write(_approval(archive))
        after = await writer.write(_plain(archive))
    finally:
        await writer.close()
    assert failed.value.retry
    assert after.raw


async def test_a_child_without_enough_memory_fails_one_letter_only(archive: MemoryArchive) -> None:
    sha256 = archive.put(b"\x00" * 14_000_000)
    file = File(filename="a.bin", content_type="application/x", size=14_000_000, sha256=sha256)
    large = _plain(archive).model_copy(update={"files": (file,)})
    writer = child(archive, memory=130 * 1024 * 1024)
    try:
        with pytest.raises(WritingError, match="the writer ended"):
            await writer.write(large)
        after = await writer.write(_plain(archive))
    finally:
        await writer.close()
    assert after.raw


async def test_a_killed_child_is_replaced_and_no_letter_is_lost(archive: MemoryArchive) -> None:
    writer, letter = child(archive), _plain(archive)
    try:
        first = await writer.write(letter)
        assert writer._child is not None
        killed = writer._child.process.pid
        os.kill(killed, signal.SIGKILL)
        again = await asyncio.gather(*(writer.write(letter) for _ in range(3)))
        assert writer._child.process.pid != killed
    finally:
        await writer.close()
    assert again == [first] * 3


async def test_a_panic_of_typst_fails_its_letter_and_does_not_end_the_bot(
    archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):
        """As pyo3's: what ``except Exception`` does not catch."""

    class Panicking:
        def compile(self, **_: Any) -> bytes:
            raise PanicException("index out of bounds")

    whole = Press._compiler
    writer, letter = inline(archive), _approval(archive)
    monkeypatch.setattr(Press, "_compiler", lambda _: Panicking())
    try:
        with pytest.raises(WritingError, match="index out of bounds"):
            await writer.write(letter)
        monkeypatch.setattr(Press, "_compiler", whole)
        assert b"application/pdf" in (await writer.write(letter)).raw
    finally:
        await writer.close()


async def test_the_child_ends_when_it_is_idle_and_is_started_again(archive: MemoryArchive) -> None:
    writer, letter = child(archive, idle=0.05), _plain(archive)
    try:
        first = await writer.write(letter)
        assert writer._child is not None
        await asyncio.wait_for(writer._child.process.wait(), timeout=120)
        assert writer._child is None
        assert await writer.write(letter) == first
    finally:
        await writer.close()


@pytest.mark.skipif(sys.platform != "linux", reason="limits and /proc are Linux's")
async def test_the_child_gives_up_what_it_does_not_need_and_sees_no_secret(
    archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_KEY", "5c" * 32)
    writer = child(archive)
    try:
        await writer.write(_plain(archive))
        assert writer._child is not None
        environment = _environment(writer._child)
    finally:
        await writer.close()
    assert writer.confined["memory"]
    assert writer.confined["no_new_privileges"]
    assert b"MAILBOT_KEY" not in environment


async def test_where_no_child_can_be_started_letters_are_written_here(
    archive: MemoryArchive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refused(*_: object) -> Child:
        raise ChildError("the writer cannot be started: out of processes")

    monkeypatch.setattr(Child, "start", refused)
    here, writer, owed = inline(archive), child(archive), letters(archive)[:3]
    with caplog.at_level(logging.WARNING, "mailbot.writing"):
        found = [await writer.write(letter) for letter in owed]
    assert found == [await here.write(letter) for letter in owed]
    assert [record.message for record in caplog.records] == ["no writing child, writing in this process"]
    await writer.close()
    await here.close()


async def test_an_answer_to_another_letter_is_never_sent_as_this_one(archive: MemoryArchive) -> None:
    writer, letter = child(archive), _plain(archive)
    other = letter.model_copy(update={"id": "WEB-2569-9999.1"})
    try:
        await writer.write(letter)
        assert writer._child is not None
        writer._child.write(await writer._order(other))
        with pytest.raises(WritingError, match="an answer to another letter"):
            await writer.write(letter)
        after = await writer.write(letter)
    finally:
        await writer.close()
    assert after.letter_id == letter.id


def _environment(process: Child) -> bytes:
    return Path(f"/proc/{process.process.pid}/environ").read_bytes()


def _plain(archive: MemoryArchive) -> Letter:
    return next(each for each in letters(archive) if not each.files and not each.papers)


def _approval(archive: MemoryArchive) -> Letter:
    letter = next(each for each in letters(archive) if isinstance(each.context, ApprovalRequest))
    return letter.model_copy(update={"owed_at": letter.owed_at + timedelta(seconds=1)})
