"""What every mailbox keeps to: in memory, on pymap, and on a real Dovecot where it is installed."""

import threading
import time

import pytest

from mailbot.ports import MailboxError
from tests.edge.conftest import FOLDERS, Place
from tests.servers import mail

DONE, SHELF = FOLDERS
LONG = 3600.0
pytestmark = pytest.mark.timeout(240)
"""Whoever overlooks mail would wait for an hour, and fails by this."""


def test_opening_says_where_the_inbox_stands(place: Place) -> None:
    box = place.open()
    empty = box.open()
    place.deliver([mail(1), mail(2)])
    state = box.open()
    assert (empty.count, state.count) == (0, 2)
    assert state.uidvalidity == empty.uidvalidity > 0
    assert state.uidnext == max(box.uids()) + 1


def test_opening_creates_the_filing_folders_also_with_thai_names_and_only_once(place: Place) -> None:
    place.open().open()
    place.open().open()
    assert sorted(name for name in place.folders() if name in FOLDERS) == sorted(FOLDERS)


def test_uids_come_in_ascending_order_and_only_those_after_the_position(place: Place) -> None:
    box = place.open()
    place.deliver([mail(n) for n in range(1, 6)])
    everything = box.uids()
    assert everything == sorted(everything)
    assert len(everything) == 5
    assert box.uids(everything[2]) == everything[3:]
    assert box.uids(everything[-1]) == []


def test_mail_that_arrives_while_connected_is_listed_at_the_next_look(place: Place) -> None:
    box = place.open()
    assert box.uids() == []
    for number in range(3):
        place.deliver([mail(number)])
        assert len(box.uids()) == number + 1


def test_fetching_gives_the_very_bytes_in_the_order_asked_for(place: Place) -> None:
    raws = [
        mail(1, body="สวัสดีค่ะ\r\n.\r\n..จุด".encode("cp874")),
        mail(2, body=b")\r\n* 1 FETCH (UID 1 BODY[] {3}\r\n\x80\xff\r\n"),
        mail(3, body=b"\r\n" * 20),
    ]
    box = place.open()
    place.deliver(raws)
    uids = box.uids()
    backwards = list(reversed(uids))
    fetched = list(box.fetch(backwards, max_bytes=10_000))
    assert [item.uid for item in fetched] == backwards
    assert [item.raw for item in reversed(fetched)] == raws


def test_fetching_leaves_no_trace_a_person_would_see(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1), mail(2)])
    first, second = box.uids()
    place.read(first)
    list(box.fetch([first, second], max_bytes=10_000))
    list(box.fetch([first, second], max_bytes=10))
    assert r"\Seen" in place.flags(first)
    assert r"\Seen" not in place.flags(second)


def test_a_mail_a_person_has_read_is_fetched_all_the_same(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1)])
    (uid,) = box.uids()
    place.read(uid)
    assert box.uids() == [uid]
    assert [item.raw for item in box.fetch([uid], max_bytes=10_000)] == [mail(1)]


def test_a_mail_a_person_removed_or_moved_meanwhile_is_left_out(place: Place) -> None:
    box = place.open()
    place.deliver([mail(n) for n in range(1, 5)])
    uids = box.uids()
    place.remove(uids[0])
    place.put_aside(uids[2], "mine")
    assert [item.uid for item in box.fetch(uids, max_bytes=10_000)] == [uids[1], uids[3]]
    box.file(uids, DONE)
    assert sorted(place.mails(DONE)) == [mail(2), mail(4)]
    assert place.mails("mine") == [mail(3)]


def test_a_mail_marked_as_deleted_is_gone_for_us(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1), mail(2)])
    first, second = box.uids()
    place.mark_deleted(first)
    assert box.uids() == [second]


def test_an_oversized_mail_comes_as_its_header_block(place: Place) -> None:
    box = place.open()
    big = mail(1, subject="big", body=b"x" * 70 + b"\r\n" + b"y" * 50_000)
    place.deliver([mail(0), big, mail(2)])
    fetched = list(box.fetch(box.uids(), max_bytes=2_000))
    assert [item.raw for item in fetched] == [mail(0), big[: big.index(b"\r\n\r\n") + 4], mail(2)]


def test_fetching_knows_when_the_server_got_the_mail(place: Place) -> None:
    if place.kind == "memory":
        pytest.skip("the twin in memory has no clock")
    box = place.open()
    place.deliver([mail(1)])
    (fetched,) = box.fetch(box.uids(), max_bytes=10_000)
    assert fetched.internal_date is not None
    assert fetched.internal_date.tzinfo is not None
    assert abs(fetched.internal_date.timestamp() - time.time()) < 600


def test_filing_moves_and_leaves_the_rest(place: Place) -> None:
    box = place.open()
    place.deliver([mail(n) for n in range(1, 5)])
    uids = box.uids()
    box.file([uids[1], uids[3]], DONE)
    box.file([uids[0]], SHELF)
    assert box.uids() == [uids[2]]
    assert place.mails("INBOX") == [mail(3)]
    assert place.mails(DONE) == [mail(2), mail(4)]
    assert place.mails(SHELF) == [mail(1)]


def test_filing_what_is_filed_already_is_fine(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1), mail(2)])
    uids = box.uids()
    box.file(uids, DONE)
    box.file(uids, DONE)
    box.file([], DONE)
    assert place.mails(DONE) == [mail(1), mail(2)]


def test_filing_never_takes_away_what_a_person_has_marked_as_deleted(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1), mail(2)])
    first, second = box.uids()
    place.mark_deleted(first)
    box.file([second], DONE)
    assert place.mails("INBOX") == [mail(1)]


def test_a_filing_folder_that_a_person_removed_comes_back(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1)])
    uids = box.uids()
    place.remove_folder(DONE)
    box.file(uids, DONE)
    assert place.mails(DONE) == [mail(1)]


def test_a_thousand_mails_are_listed_fetched_and_filed(place: Place) -> None:
    box = place.open()
    raws = [mail(n) for n in range(1000)]
    place.deliver(raws)
    uids = box.uids()
    assert [item.raw for item in box.fetch(uids, max_bytes=10_000)] == raws
    odd, even = uids[1::2], uids[::2]
    box.file(odd, DONE)
    assert box.uids() == even
    box.file(even, SHELF)
    assert box.uids() == []
    assert sorted(place.mails(DONE) + place.mails(SHELF)) == sorted(raws)


def test_mails_without_id_the_same_mail_twice_and_one_id_twice_are_all_there(place: Place) -> None:
    raws = [
        mail(1, message_id=None),
        mail(2, message_id="<same@office.example>"),
        mail(2, message_id="<same@office.example>"),
        mail(3, message_id="<same@office.example>"),
        b"no header at all\r\n\r\ntext\r\n",
    ]
    box = place.open()
    place.deliver(raws)
    assert [item.raw for item in box.fetch(box.uids(), max_bytes=10_000)] == raws


def test_waiting_ends_when_mail_arrives(place: Place) -> None:
    box = place.open()
    box.open()
    box.uids()
    arrival = threading.Timer(0.2, lambda: place.deliver([mail(1)]))
    arrival.start()
    assert box.wait(LONG)
    arrival.join()
    assert len(box.uids()) == 1


def test_mail_that_arrives_between_a_look_and_the_waiting_ends_it_at_once(place: Place) -> None:
    box = place.open()
    box.open()
    for number in range(3):
        box.uids()
        place.deliver([mail(number)])
        assert box.wait(LONG)
        assert len(box.uids()) == number + 1


def test_waiting_ends_without_news_when_the_time_is_over(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1)])
    box.open()
    box.uids()
    assert not box.wait(0.2)
    assert not box.wait(0)


def test_waiting_does_not_end_for_mails_that_were_there_when_the_mailbox_was_opened(place: Place) -> None:
    place.deliver([mail(1)])
    box = place.open()
    box.open()
    assert not box.wait(0.1)


def test_waiting_can_be_interrupted_from_another_thread(place: Place) -> None:
    box = place.open()
    box.open()
    bell = threading.Timer(0.2, box.interrupt)
    bell.start()
    assert not box.wait(LONG)
    bell.join()
    assert not box.wait(0.1)


def test_an_interrupt_that_comes_early_is_not_lost(place: Place) -> None:
    box = place.open()
    box.open()
    box.interrupt()
    assert not box.wait(LONG)


def test_after_the_server_numbered_anew_nothing_goes_on_with_old_uids(place: Place) -> None:
    box = place.open()
    before = box.open()
    place.deliver([mail(n) for n in range(1, 4)])
    uids = box.uids()
    box.file(uids[:1], DONE)
    place.renumber()
    with pytest.raises(MailboxError, match="UIDVALIDITY") as stopped:
        box.file(uids[1:], SHELF)
    assert stopped.value.retry
    with pytest.raises(MailboxError, match="UIDVALIDITY"):
        list(box.fetch(uids, max_bytes=10_000))
    after = box.open()
    assert after.uidvalidity != before.uidvalidity
    assert [item.raw for item in box.fetch(box.uids(), max_bytes=10_000)] == [mail(2), mail(3)]
    assert place.mails(SHELF) == []


def test_a_mail_is_found_in_whatever_folder_it_lies(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1), mail(11), mail(3), mail(4, message_id="<CA+x=/$y@office.example>"), mail(5)])
    uids = box.uids()
    box.file(uids[:1], DONE)
    box.file(uids[3:4], SHELF)
    place.put_aside(uids[4], "mine")
    assert box.search_everywhere("<1@office.example>") == DONE
    assert box.search_everywhere("<11@office.example>") == "INBOX"
    assert box.search_everywhere("<CA+x=/$y@office.example>") == SHELF
    assert box.search_everywhere("<5@office.example>") == "mine"
    assert box.search_everywhere("<111@office.example>") is None
    assert box.uids() == uids[1:3]


def test_the_latest_mails_of_a_filing_folder_are_told_by_their_ids(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1), mail(2), mail(3)])
    uids = box.uids()
    box.file(uids[:2], DONE)
    assert sorted(box.lying_in(DONE, 10)) == ["<1@office.example>", "<2@office.example>"]
    assert len(box.lying_in(DONE, 1)) == 1
    assert box.lying_in(SHELF, 10) == []
    assert box.uids() == uids[2:], "the inbox is selected again"


@pytest.mark.parametrize("odd", ['<a"b\\c@office.example>', "<ก@office.example>", "<{3}\r\nA LOGOUT@x>"])
def test_an_odd_message_id_cannot_break_out_of_the_search(place: Place, odd: str) -> None:
    box = place.open()
    place.deliver([mail(1)])
    assert box.search_everywhere(odd) is None
    assert box.search_everywhere("<1@office.example>") == "INBOX"


def test_a_closed_mailbox_can_be_opened_again(place: Place) -> None:
    box = place.open()
    place.deliver([mail(1)])
    box.open()
    box.close()
    box.close()
    assert box.open().count == 1
    assert len(box.uids()) == 1
