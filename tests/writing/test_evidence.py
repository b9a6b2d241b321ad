"""The evidence of a request is whole, proves itself, and gives no secret away."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from mailbot.core.ledger import MailEntry, Outcome
from mailbot.core.letters import DecisionNotice, Letter
from mailbot.core.request import Category, Event, EventKind, Fields, File, Request, Status
from mailbot.sandbox.samples import APPROVAL, HEAD, ITEM, NOW, NUMBER, OFFICE, SOMRUDEE, URL, letter, summary
from mailbot.writing.papers import Papers
from tests.writing.papers import has, pages, text

MAIL = b"From: somrudee@sea.example\r\nSubject: =?utf-8?q?x?=\r\n\r\nbody\r\n"
CONTENT = b"%PDF-1.7 invented"
SECRET = "3ZZZZZZZZZZZZZZZZZZZZZZZZZ"
PAPERS = Papers(OFFICE)


def named(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


ARCHIVE = {named(MAIL): MAIL, named(CONTENT): CONTENT}
FILES = (
    File(filename="ประกาศ.pdf", content_type="application/pdf", size=len(CONTENT), sha256=named(CONTENT)),
    File(filename="../../etc/ประกาศ:2?.pdf", content_type="application/pdf", size=1, sha256=named(CONTENT)),
)
MAILS = (
    MailEntry(
        month="2569-01",
        ledger_key="<first@sea.example>",
        sha256=named(MAIL),
        received_at=NOW,
        sender=SOMRUDEE.address,
        outcome=Outcome.OPENED,
        requests=(NUMBER,),
        evidence='{"result": "pass"}',
    ),
)


def request(**changes: Any) -> Request:
    made = Request(
        month="2569-01",
        number=NUMBER,
        status=Status.PUBLISHED,
        requester=SOMRUDEE,
        unit="finance",
        received_at=NOW,
        fields=Fields(topic="ประกาศผู้ชนะ", detail="ตามเอกสารแนบ", categories=(Category.OTHER,), certify=True),
        files=FILES,
        approval=APPROVAL.model_copy(update={"authentication": "dmarc=pass sea.example"}),
        items=(ITEM,),
        events=(
            Event(at=NOW, kind=EventKind.RECEIVED, by=SOMRUDEE, mail="<first@sea.example>"),
            Event(at=NOW + timedelta(hours=2), kind=EventKind.APPROVED, by=HEAD, note="อนุมัติค่ะ"),
            Event(at=NOW + timedelta(hours=3), kind=EventKind.REMINDED),
        ),
    )
    return made.model_copy(update=changes)


def sent() -> Letter:
    notice = DecisionNotice(summary=summary(), act="approve", by=HEAD, at=NOW)
    return letter(notice, SOMRUDEE).model_copy(update={"token_hash": named(SECRET.encode())})


def bundle(about: Request | None = None, archive: dict[str, bytes] | None = None) -> dict[str, bytes]:
    held = ARCHIVE if archive is None else archive
    made = PAPERS.evidence(about or request(), [sent()], MAILS, held.__getitem__, made_at=NOW)
    assert made.filename.endswith(f"{NUMBER}.zip")
    with zipfile.ZipFile(io.BytesIO(made.data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def listed(files: dict[str, bytes]) -> list[dict[str, Any]]:
    return list(json.loads(files["index.json"])["files"])


def test_it_holds_the_form_the_raw_mails_the_files_and_the_records() -> None:
    files = bundle()
    assert files["อีเมล/01.eml"] == MAIL
    assert files["ไฟล์ข้อมูล/01 ประกาศ.pdf"] == CONTENT
    assert has(files["แบบฟอร์มคำขอ.pdf"], "ประกาศผู้ชนะ")
    assert json.loads(files["request.json"])["number"] == NUMBER
    assert json.loads(files["mails.json"])[0]["evidence"] == '{"result": "pass"}'
    assert json.loads(files["letters.json"])[0]["context"]["act"] == "approve"


def test_every_file_is_listed_with_its_hash_and_nothing_else_is() -> None:
    files = bundle()
    assert {piece["path"]: piece["sha256"] for piece in listed(files)} == {
        name: named(data) for name, data in files.items() if name not in {"index.json", "ดัชนี.pdf"}
    }


def test_the_index_is_for_people_too() -> None:
    paper = bundle()["ดัชนี.pdf"]
    for said in (
        "ประกาศผู้ชนะ", HEAD.name, "อนุมัติค่ะ", "dmarc=pass sea.example", URL, "ระบบฯ",
        "๑๕ มกราคม ๒๕๖๙ เวลา ๑๒.๒๓ น.",
    ):  # fmt: skip
        assert has(paper, said), said
    assert named(CONTENT) in text(paper).replace("\r", "").replace("\n", "").replace("\u200b", "")


def test_what_the_archive_cannot_give_is_listed_as_missing() -> None:
    files = bundle(archive={})
    missing = [piece for piece in listed(files) if not piece["found"]]
    assert [piece["sha256"] for piece in missing] == [named(MAIL), named(CONTENT), named(CONTENT)]
    assert all(piece["path"] not in files for piece in missing)
    assert has(files["ดัชนี.pdf"], "ไม่พบหรือเสียหายในคลัง")


def test_bytes_that_are_not_what_their_name_says_are_not_evidence() -> None:
    files = bundle(archive={named(MAIL): MAIL + b"!", named(CONTENT): CONTENT})
    assert "อีเมล/01.eml" not in files
    assert [piece["path"] for piece in listed(files) if not piece["found"]] == ["อีเมล/01.eml"]


def test_no_name_leads_out_of_the_folder() -> None:
    for name in bundle():
        assert ".." not in name.split("/")
        assert not set(name) & set('\\:*?"<>|')
        assert not name.startswith("/")


@pytest.mark.parametrize("name", ["", ".", "...", "/", "ก" * 400 + ".pdf", "a\x00b.pdf", "CON"])
def test_any_name_can_be_unpacked(name: str) -> None:
    file = FILES[0].model_copy(update={"filename": name})
    (path,) = [path for path in bundle(request(files=(file,))) if path.startswith("ไฟล์ข้อมูล/")]
    assert len(path.partition("/")[2].encode()) < 255


def test_a_letters_secret_is_not_in_it_not_even_hashed() -> None:
    for data in bundle().values():
        assert named(SECRET.encode()).encode() not in data


def test_a_request_that_is_still_open_has_evidence_too() -> None:
    files = bundle(request(approval=None, items=(), files=(), status=Status.NEEDS_INFO))
    assert len(pages(files["ดัชนี.pdf"])) == 1


def test_the_same_request_gives_the_same_bytes() -> None:
    again = PAPERS.evidence(request(), [sent()], MAILS, ARCHIVE.__getitem__, made_at=NOW)
    assert again == Papers(OFFICE).evidence(request(), [sent()], MAILS, ARCHIVE.__getitem__, made_at=NOW)


def test_the_bundle_carries_each_decision_with_what_it_rests_on() -> None:
    (decision,) = json.loads(bundle()["decisions.json"])
    assert HEAD.address in json.dumps(decision, ensure_ascii=False)
    assert "approved" in json.dumps(decision)
