"""The pictures of files in letters: small, from the archive, and only where somebody decides or publishes."""

from pathlib import Path

from mailbot.core.request import File, Picture
from mailbot.edge.archive import MemoryArchive
from mailbot.sandbox.samples import samples
from mailbot.writing.previews import archived_previews
from tests.conversations.correspondence import Correspondence, Received, sample_settings
from tests.conversations.mails import form
from tests.reading.test_previews import pdf, photo


def pictures(letter: Received) -> list[tuple[str, bytes]]:
    """Content-ID and bytes of every picture inside the letter."""
    found = []
    for part in letter.message.walk():
        if part.get_content_type() == "image/jpeg" and part["Content-ID"]:
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            found.append((str(part["Content-ID"]).strip("<>"), data))
    return found


async def test_the_approval_letter_and_the_task_show_what_would_go_up(tmp_path: Path) -> None:
    office = await Correspondence(sample_settings(tmp_path)).open()
    files = [("กิจกรรม.jpg", photo()), ("ประกาศ.pdf", pdf())]
    office.write("somruedee", "ขอเผยแพร่ข้อมูลข่าวสาร", form(), files=files)
    await office.run()
    office.answer("jiraporn", office.letter("jiraporn", "approval_request"), "อนุมัติ")
    await office.run()
    for letter in (office.letter("jiraporn", "approval_request"), office.letter("thana", "task")):
        shown = pictures(letter)
        assert len(shown) == 2
        for content_id, data in shown:
            assert data.startswith(b"\xff\xd8\xff")
            assert f'src="cid:{content_id}"' in letter.html
        for name, _ in files:
            assert f'alt="ตัวอย่างไฟล์: {name}"' in letter.html
        assert {"กิจกรรม.jpg", "ประกาศ.pdf"} <= set(letter.attachments), "the originals go along"
    assert pictures(office.letter("somruedee", "acknowledgement")) == []
    await office.app.close()


def test_what_the_archive_lost_or_our_reader_did_not_make_is_left_out() -> None:
    archive = MemoryArchive()
    good, script = archive.put(b"\xff\xd8\xff a jpeg"), archive.put(b"<svg onload=alert(1)>")
    huge = archive.put(b"\xff\xd8\xff" + bytes(70_000))
    sample = next(each.letter for each in samples() if each.letter.kind == "approval_request")
    files = tuple(
        File(
            filename=f"{number}.jpg",
            content_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            preview=Picture(sha256=sha256, width=10, height=10),
        )
        for number, sha256 in enumerate((script, "f" * 64, huge, good))
    )
    letter = sample.model_copy(update={"files": files})
    assert [one.filename for one in archived_previews(archive)(letter)] == ["3.jpg"]
