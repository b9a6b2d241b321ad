"""The composed letter: the same bytes for the same letter, threads that hold, nothing left out silently."""

import email
import email.policy
import hashlib
import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from mailbot.core.letters import ApprovalRequest, Letter, Purpose
from mailbot.core.office import Policy
from mailbot.core.request import File, Party
from mailbot.sandbox.gallery import SampleArchive, SampleMint, composer, taken_apart
from mailbot.sandbox.samples import HEAD, MANY, OFFICE, SOMRUDEE, Sample
from mailbot.writing.compose import LOOP_HEADER, Enclosure, LetterComposer, Sending
from mailbot.writing.mime import AddressError

ByName = Callable[[str], Letter]


def read(composer: LetterComposer, letter: Letter) -> EmailMessage:
    return email.message_from_bytes(composer.compose(letter).raw, policy=email.policy.default)


def attached(mail: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}


def test_the_same_letter_gives_the_same_bytes(every_sample: list[Sample]) -> None:
    first, second = composer(), composer()
    for sample in every_sample:
        assert first.compose(sample.letter).raw == second.compose(sample.letter).raw, sample.name


def test_every_letter_is_well_formed(thai: LetterComposer, every_sample: list[Sample]) -> None:
    for sample in every_sample:
        parcel = thai.compose(sample.letter)
        lines = parcel.raw.split(b"\r\n")
        assert all(len(line) <= 998 for line in lines), sample.name
        assert b"\n" not in parcel.raw.replace(b"\r\n", b""), sample.name
        assert b"\r" not in parcel.raw.replace(b"\r\n", b""), sample.name
        mail = email.message_from_bytes(parcel.raw, policy=email.policy.default)
        assert not [defect for part in mail.walk() for defect in part.defects], sample.name
        for once in (
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            LOOP_HEADER,
            "MIME-Version",
        ):
            assert len(mail.get_all(once, [])) == 1, (sample.name, once)
        assert "Bcc" not in mail
        assert parcel.sender == OFFICE.address
        assert parcel.recipients == (sample.letter.to.address,)


def test_the_message_id_carries_the_secret_and_only_derived_values(
    thai: LetterComposer, sample: ByName
) -> None:
    letter = sample("approval")
    mail = read(thai, letter)
    token = SampleMint().token(letter.id)
    assert len(token) == 26
    assert mail["Message-ID"] == f"<{token.lower()}.web-2569-0042.3@sea.example>"
    assert mail["Message-ID"] == thai.message_id(letter)


def test_letter_ids_with_addresses_make_clean_message_ids(thai: LetterComposer, sample: ByName) -> None:
    for name in ("digest", "status-own"):
        assert re.fullmatch(r"<[0-9a-z]{26}\.[a-z0-9.-]+@sea\.example>", thai.message_id(sample(name)))


def test_one_request_is_one_thread_for_its_reader(thai: LetterComposer, sample: ByName) -> None:
    first, later = read(thai, sample("approval")), read(thai, sample("decision-echo"))
    root = str(first["References"]).split()[0]
    assert str(later["References"]).split()[0] == root
    assert first["Subject"] == later["Subject"]
    assert str(first["References"]).split()[1:] == ["<CAF123@mail.sea.example>"]
    assert first["In-Reply-To"] == "<CAF123@mail.sea.example>"


def test_threads_of_different_readers_share_no_id(thai: LetterComposer, sample: ByName) -> None:
    letter = sample("approval").model_copy(update={"references": ()})
    other = letter.model_copy(update={"to": SOMRUDEE})
    ids = [set(str(read(thai, each)["References"]).split()) for each in (letter, other)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_corrected_topic_does_not_split_the_thread(thai: LetterComposer, sample: ByName) -> None:
    letter = sample("approval")
    assert isinstance(letter.context, ApprovalRequest)
    summary = letter.context.summary
    later = summary.model_copy(update={"headline": summary.topic, "topic": "หัวข้อที่แก้แล้ว"})
    corrected = letter.model_copy(update={"context": letter.context.model_copy(update={"summary": later})})
    assert read(thai, corrected)["Subject"] == read(thai, letter)["Subject"]
    assert "หัวข้อที่แก้แล้ว" in taken_apart(thai.compose(corrected)).text


def test_references_are_kept_short_and_forged_ones_are_left_out(thai: LetterComposer, sample: ByName) -> None:
    ids = tuple(f"<{n}@mail.example>" for n in range(100))
    letter = sample("approval").model_copy(update={"references": (*ids, "<evil@x>\r\nBcc: a@b.example", "x")})
    mail = read(thai, letter)
    found = str(mail["References"]).split()
    assert found[-1] == "<99@mail.example>"
    assert len(found) == 21
    assert "Bcc" not in mail


def test_letters_say_that_a_machine_wrote_them(thai: LetterComposer, sample: ByName) -> None:
    assert read(thai, sample("decision-reject"))["Auto-Submitted"] == "auto-replied"
    assert read(thai, sample("digest"))["Auto-Submitted"] == "auto-generated"


def test_a_head_who_is_away_may_say_so_and_a_bounce_always_comes_back(
    thai: LetterComposer, sample: ByName
) -> None:
    asking = str(read(thai, sample("approval"))["X-Auto-Response-Suppress"]).split(", ")
    telling = str(read(thai, sample("published"))["X-Auto-Response-Suppress"]).split(", ")
    assert "OOF" not in asking
    assert "OOF" in telling
    assert not {"NDR", "All"} & {*asking, *telling}


def test_with_plus_addressing_the_secret_travels_in_reply_to_and_not_in_subjects(sample: ByName) -> None:
    letter = sample("approval")
    token = SampleMint().token(letter.id)
    write = composer(plus_addressing=True)
    mail = read(write, letter)
    page = taken_apart(write.compose(letter)).page
    assert mail["Reply-To"].addresses[0].addr_spec == f"web+{token.lower()}@sea.example"
    assert f"mailto:web%2B{token.lower()}@sea.example?" in page
    assert token not in page
    assert "Reply-To" not in read(write, sample("published"))


def test_without_plus_addressing_the_secret_is_in_the_subject_of_every_prepared_answer(
    thai: LetterComposer, sample: ByName
) -> None:
    letter = sample("approval")
    token = SampleMint().token(letter.id)
    links = re.findall(r'href="(mailto:[^"]+)"', taken_apart(thai.compose(letter)).page)
    assert len(links) == 4
    assert all(f"subject=%5BWEB-2569-0042%5D%20{token}&amp;" in link for link in links)
    assert "Reply-To" not in read(thai, letter)


def test_a_letter_that_expects_no_answer_carries_no_secret_but_its_own_id(
    thai: LetterComposer, sample: ByName
) -> None:
    letter = sample("published")
    shown = taken_apart(thai.compose(letter))
    token = SampleMint().token(letter.id)
    assert letter.purpose is Purpose.NONE
    assert token not in shown.text.upper()
    assert token not in shown.page.upper()


def test_files_are_attached_under_their_thai_names(thai: LetterComposer, sample: ByName) -> None:
    letter = sample("task")
    found = attached(read(thai, letter))
    assert set(found) == {file.filename for file in letter.files}
    assert found[letter.files[0].filename] == SampleArchive().get(letter.files[0].sha256)


def test_what_does_not_fit_is_listed_with_name_size_hash_and_place(
    thai: LetterComposer, sample: ByName
) -> None:
    letter = sample("edge-left-out")
    mail = read(thai, letter)
    carried = attached(mail)
    shown = taken_apart(thai.compose(letter))
    absent = [file for file in MANY if file.filename not in carried]
    assert absent
    assert carried
    assert sum(file.size for file in MANY if file.filename in carried) * 1.37 <= OFFICE.policy.letter_bytes
    assert min(file.size for file in absent) >= max(file.size for file in MANY if file.filename in carried)
    for part in (shown.text, shown.page):
        for file in absent:
            assert file.filename in part
            assert file.sha256 in part
            assert f"archive/{file.sha256[:2]}/{file.sha256}" in part


def test_a_file_the_archive_lost_is_listed_and_does_not_stop_the_letter(sample: ByName) -> None:
    class Lost(SampleArchive):
        def get(self, sha256: str) -> bytes:
            raise KeyError(sha256)

    write = LetterComposer(office=OFFICE, archive=Lost(), mint=SampleMint())
    letter = sample("approval")
    shown = taken_apart(write.compose(letter))
    assert all(file.sha256 in shown.text for file in letter.files)
    assert "ไม่พบไฟล์ในคลัง" in shown.text


def test_two_files_of_one_name_both_go_along(thai: LetterComposer, sample: ByName) -> None:
    files = tuple(
        File(filename="a.pdf", content_type="application/pdf", size=10, sha256=hashlib.sha256(x).hexdigest())
        for x in (b"1", b"2")
    )
    mail = read(thai, sample("approval").model_copy(update={"files": files}))
    assert sum(part.get_filename() == "a.pdf" for part in mail.walk()) == 2


def test_papers_are_made_by_name_and_counted_against_the_limit(sample: ByName) -> None:
    asked: list[str] = []

    def papers(name: str, letter: Letter) -> tuple[Enclosure, ...]:
        asked.append(f"{name} for {letter.id}")
        return (Enclosure(filename=f"{name}.pdf", content_type="application/pdf", data=b"x" * 3_000),)

    office = OFFICE.model_copy(update={"policy": Policy(letter_bytes=5_000)})
    write = LetterComposer(office=office, archive=SampleArchive(), mint=SampleMint(), papers=papers)
    letter = sample("approval").model_copy(update={"papers": ("form",)})
    assert set(attached(read(write, letter))) == {"form.pdf"}
    assert asked == [f"form for {letter.id}"]


def test_a_paper_nobody_can_make_stops_the_letter(sample: ByName) -> None:
    write = LetterComposer(office=OFFICE, archive=SampleArchive(), mint=SampleMint())
    with pytest.raises(LookupError, match="form"):
        write.compose(sample("approval").model_copy(update={"papers": ("form",)}))


def test_copies_go_to_everybody_once(thai: LetterComposer, sample: ByName) -> None:
    letter = sample("report").model_copy(update={"cc": (SOMRUDEE, HEAD, SOMRUDEE)})
    parcel = thai.compose(letter)
    assert parcel.recipients == (letter.to.address, SOMRUDEE.address, HEAD.address)


def test_a_reader_whose_address_could_break_a_header_gets_no_letter(
    thai: LetterComposer, sample: ByName
) -> None:
    letter = sample("approval").model_copy(
        update={"to": Party(address="a@sea.example\r\nBcc: b@sea.example")}
    )
    with pytest.raises(AddressError):
        thai.compose(letter)


def test_previews_are_pictures_inside_the_letter_with_words_for_those_who_do_not_see_them(
    thai: LetterComposer, sample: ByName
) -> None:
    mail = read(thai, sample("approval"))
    related = next(part for part in mail.walk() if part.get_content_type() == "multipart/related")
    page, picture = related.iter_parts()
    assert picture.get_content_type() == "image/jpeg"
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in page.get_content()
    assert re.search(r'alt="[^"]*ประกาศผู้ชนะการเสนอราคา\.pdf"', page.get_content())


def test_the_second_language_is_short_and_keeps_the_answers(sample: ByName) -> None:
    both = taken_apart(composer(language="th+en").compose(sample("approval"))).text
    thai_part, _, english = both.partition("--- English ---")
    assert thai_part.startswith("โปรดพิจารณาอนุมัติเผยแพร่")
    assert english.strip().startswith("Please decide whether to publish")
    assert "1 = approve" in english
    assert "081-234-5678" in thai_part
    assert "081-234-5678" not in english


def test_the_display_name_can_be_set(sample: ByName) -> None:
    write = LetterComposer(
        office=OFFICE, archive=SampleArchive(), mint=SampleMint(), sending=Sending(name="เว็บไซต์ สพท.")
    )
    letter = sample("published")
    assert read(write, letter)["From"].addresses[0].display_name == "เว็บไซต์ สพท."
