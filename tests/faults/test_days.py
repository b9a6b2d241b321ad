"""Clocks, calendars, people and beginnings: what is not a crash and must not lose or flood either."""

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.core.ledger import Mark
from mailbot.edge.memory_mailbox import INBOX
from mailbot.edge.register import FileRegister
from tests.conversations.correspondence import MONDAY
from tests.faults.laws import Held, at_the_end, keys
from tests.faults.load import Post
from tests.faults.office import Office, an_office
from tests.flow.practice import mailbot, settings_folder

OLD = 20_000


def morning(office: Office, seed: int = 1) -> None:
    """The first start and the first mails, in peace."""
    post = Post(seed)
    assert office.live(None)
    office.clock.time = post.at(0)
    office.deliver(post.mails(0, ()))
    assert office.live(None)


def kinds(office: Office) -> list[str]:
    """The kinds of all letters, in the order they were owed."""
    with office.records() as records:
        return [letter.kind for letter in sorted(records.letters, key=lambda each: each.owed_at)]


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=40)], ids=["hours", "over a month"])
def test_a_clock_set_back_and_forward_again_repeats_nothing(back: timedelta) -> None:
    with an_office(1) as office:
        morning(office)
        before, right = len(office.postman.sent), office.clock.time
        office.clock.time = right - back
        assert office.live(None)
        office.clock.time = right + timedelta(minutes=5)
        assert office.live(None)
        held = Held()
        at_the_end(office, held)
        with office.records() as records:
            digests = [letter.id for letter in records.letters if letter.kind == "digest"]
        assert len(digests) == len(set(digests))
        others = [parcel.letter_id for parcel in office.postman.sent[before:]]
        assert not [name for name in others if name.startswith("WEB")], "no request was written to again"


def test_mail_that_comes_while_the_clock_is_wrong_has_its_outcome_too() -> None:
    with an_office(2) as office:
        morning(office, 2)
        office.clock.time = MONDAY.replace(year=2031)
        office.deliver(Post(3).mails(0, ()))
        assert office.live(None)
        office.clock.time = MONDAY + timedelta(hours=5)
        assert office.live(None)
        assert office.mailbox.mails(INBOX) == []
        with office.records() as records:
            assert not records.lost


def test_after_a_week_off_there_is_one_digest_and_only_the_latest_reminder() -> None:
    with an_office(1) as office:
        morning(office)
        office.clock.time += timedelta(days=9)
        office.clock.time = office.clock.time.replace(hour=10)
        with office.records() as records:
            known = {letter.id for letter in records.letters}
        assert office.live(None)
        with office.records() as records:
            fresh = [letter for letter in records.letters if letter.id not in known]
        digests = [letter.to.address for letter in fresh if letter.kind == "digest"]
        assert digests
        assert len(digests) == len(set(digests)), "one a webmaster"
        to = [(letter.request, letter.kind, letter.to.address) for letter in fresh if letter.request]
        assert to
        assert len(to) == len(set(to)), "one reminder of a kind, not one for every day"
        sent = len(office.postman.sent)
        assert office.live(None)
        assert len(office.postman.sent) == sent


def test_a_month_ends_between_a_mail_and_its_answer() -> None:
    with an_office(4) as office:
        office.clock.time = MONDAY.replace(month=11, day=30, hour=15, minute=59)
        post = Post(4)
        assert office.live(None)
        office.deliver(post.mails(0, ()))
        assert office.live(None)
        letters = office.letters(0)
        office.clock.time = MONDAY.replace(month=12, day=1, hour=9)
        office.deliver(post.mails(1, letters))
        assert office.live(None)
        at_the_end(office, Held())
        with office.records() as records:
            assert {mail.month for mail in records.mails} == {"2569-11", "2569-12"}


def test_a_new_numbering_repeats_nothing_and_leaves_old_mail_alone() -> None:
    with an_office(5) as office:
        old = [b"Message-ID: <old.%d@elsewhere.example>\r\n\r\nold\r\n" % n for n in range(20)]
        for raw in old:
            office.mailbox.deliver(raw, internal_date=office.clock.time - timedelta(days=30))
        morning(office, 5)
        letters = len(office.postman.sent)
        office.mailbox.renumber()
        assert office.live(None)
        assert office.mailbox.mails(INBOX) == old
        assert len(office.postman.sent) == letters


def test_mails_a_person_moves_or_deletes_meanwhile_do_not_stop_the_others() -> None:
    with an_office(6) as office:
        assert office.live(None)
        post = Post(6)
        office.clock.time = post.at(0)
        mails = post.mails(0, ())
        office.deliver(mails)
        first = office.mailbox.uids()
        office.mailbox.remove(first[0])
        office.mailbox.put_aside(first[1], "Private")
        office.mailbox.read(first[2])
        office.mailbox.mark_deleted(first[3])
        assert office.live(None)
        left = office.mailbox.mails(INBOX)
        assert left == [mails[3]], "marked as deleted by a person: it is theirs"


def test_the_first_start_on_a_full_mailbox_counts_and_writes_to_nobody() -> None:
    with an_office(7) as office:
        for number in range(OLD):
            office.mailbox.deliver(b"Message-ID: <%d@old.example>\r\n\r\n" % number)
        office.clock.time = MONDAY.replace(hour=3)  # at night, when no digest is due
        assert office.live(None)
        with office.records() as records:
            (baseline,) = [mark for mark in records.marks if mark.name == "baseline:inbox"]
            assert records.mails == []
            assert records.letters == []
        assert f'"count": {OLD}' in baseline.value
        assert len(office.mailbox.mails(INBOX)) == OLD
        assert office.postman.sent == []
        office.deliver(Post(7).mails(0, ()))
        office.clock.time = Post(7).at(0)
        assert office.live(None)
        assert len(office.mailbox.mails(INBOX)) == OLD


def test_since_takes_in_from_a_day_can_be_stopped_and_goes_on_and_leaves_the_older_alone() -> None:
    with an_office(10) as office:
        mails = Post(10).mails(0, ())
        older = [b"Message-ID: <older.%d@old.example>\r\n\r\nold\r\n" % n for n in range(100)]
        for raw in older:
            office.mailbox.deliver(raw, internal_date=MONDAY - timedelta(days=90))
        office.deliver(mails)
        office.since = MONDAY - timedelta(days=30)
        assert not office.live(3, "after a commit"), "stopped on the way"
        office.since = None  # the day is remembered
        assert office.live(None)
        assert office.mailbox.mails(INBOX) == older
        office.delivered += older
        with office.records() as records:
            assert len(records.mails) == len(keys(mails))
            (baseline,) = [mark for mark in records.marks if mark.name == "baseline:inbox"]
        assert f'"floor": {len(older)}' in baseline.value, "they are not fetched again"


def test_since_also_works_after_a_first_start_without_it() -> None:
    with an_office(11) as office:
        mails = Post(11).mails(0, ())
        office.deliver(mails)
        assert office.live(None)
        assert len(office.mailbox.mails(INBOX)) == len(mails)
        office.since = MONDAY - timedelta(days=30)
        assert office.live(None)
        at_the_end(office, Held())


def test_a_second_process_says_who_holds_the_folder_and_does_nothing(tmp_path: Path) -> None:
    folder = settings_folder(tmp_path / "office", imap_port=1, smtp_port=1)
    register = FileRegister(folder / "data", now=MONDAY)
    try:
        register.commit([Mark(month="2569-11", name="a", at=MONDAY)])
        done = mailbot("once", "--config", folder)
        assert done.returncode == 2
        assert "is in use by process" in done.stderr
    finally:
        register.close()


def test_a_flipped_byte_is_mended_from_the_copy_and_the_day_goes_on() -> None:
    with an_office(8) as office:
        morning(office, 8)
        register = FileRegister(office.folder, now=office.clock.time)
        register.close()  # into the months
        with office.records() as before:
            known = {letter.id for letter in before.letters}
        for month in (office.folder / "register").glob("????-??.json"):
            content = bytearray(month.read_bytes())
            content[len(content) // 2] ^= 0x55
            month.write_bytes(content)
        assert office.live(None)
        with office.records() as after:
            assert not after.lost
            assert known <= {letter.id for letter in after.letters}
        at_the_end(office, Held())
