"""Reading what an IMAP server says: total on any bytes, exact on what servers really send."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mailbot.edge.imap.chunks import chunks, fetched
from mailbot.edge.imap.replies import (
    FetchReply,
    fetch_replies,
    header_only,
    internal_date,
    personal_namespace,
    uid_sets,
)

ITEMS = st.one_of(
    st.none(),
    st.binary(max_size=60),
    st.tuples(st.binary(max_size=60), st.binary(max_size=60)),
    st.sampled_from([b"1 (UID 7", b")", b" UID 9)", b"2 (FLAGS (\\Seen))", (b"3 (UID 4 BODY[] {3}", b"abc")]),
)


def members(sets: list[str]) -> list[int]:
    found: list[int] = []
    for run in ",".join(sets).split(",") if sets else ():
        first, _, last = run.partition(":")
        found.extend(range(int(first), int(last or first) + 1))
    return found


@given(st.lists(ITEMS, max_size=12))
def test_whatever_a_server_sends_is_read_or_passed_over(data: list[object]) -> None:
    for reply in fetch_replies(data):
        assert reply.uid >= 0


def test_the_uid_may_stand_before_or_after_the_mail() -> None:
    data = [(b"1 (UID 5 BODY[] {3}", b"abc"), b")", (b"2 (BODY[] {3}", b"def"), b" UID 6)"]
    assert fetch_replies(data) == [FetchReply(uid=5, raw=b"abc"), FetchReply(uid=6, raw=b"def")]


def test_flags_of_other_mails_between_two_mails_belong_to_neither() -> None:
    data = [
        (b"1 (UID 5 RFC822.SIZE 3 BODY[] {3}", b"abc"),
        b")",
        b"9 (FLAGS (\\Seen UID 77 $x) UID 8)",
        (b"2 (UID 6 FLAGS (UID 1) BODY[] {3}", b"def"),
        b")",
    ]
    assert fetch_replies(data) == [
        FetchReply(uid=5, size=3, raw=b"abc"),
        FetchReply(uid=8),
        FetchReply(uid=6, raw=b"def"),
    ]


def test_a_mail_without_a_literal_is_read_from_its_quotes_and_nil_is_none() -> None:
    data = [b'1 (UID 5 BODY[] "")', b'2 (UID 6 BODY[] "a\\"b\\\\c")', b"3 (UID 7 BODY[] NIL)"]
    assert [reply.raw for reply in fetch_replies(data)] == [b"", b'a"b\\c', None]


def test_words_in_a_mail_that_look_like_a_reply_are_only_words() -> None:
    (reply,) = fetch_replies([(b"1 (UID 5 BODY[] {12}", b"1 (UID 6 ...)"), b")"])
    assert reply == FetchReply(uid=5, raw=b"1 (UID 6 ...)")


def test_the_servers_date_is_a_moment_or_nothing() -> None:
    assert internal_date(b"17-Jul-2026 09:44:25 +0700") == datetime(2026, 7, 17, 2, 44, 25, tzinfo=UTC)
    assert internal_date(b" 7-Jul-2026 09:44:25 +0000") == datetime(2026, 7, 7, 9, 44, 25, tzinfo=UTC)
    for nonsense in (b"", b"yesterday", b"99-Foo-2026 99:99:99 +0700"):
        assert internal_date(nonsense) is None


@given(st.binary(max_size=40))
def test_any_date_is_read_or_passed_over(text: bytes) -> None:
    moment = internal_date(text)
    assert moment is None or moment.tzinfo is not None


@given(st.lists(st.integers(min_value=1, max_value=4_294_967_295), max_size=2000))
def test_uid_sets_name_each_uid_once_in_lines_a_server_takes(uids: list[int]) -> None:
    sets = uid_sets(uids)
    assert all(len(line) <= 7_100 for line in sets)
    assert members(sets) == sorted(set(uids))


def test_a_run_of_uids_is_one_short_range() -> None:
    assert uid_sets(range(1, 20_001)) == ["1:20000"]
    assert uid_sets([3, 1, 2, 9, 11, 10, 20]) == ["1:3,9:11,20"]
    assert uid_sets([]) == []


@given(st.binary(max_size=200))
def test_a_header_block_ends_with_one_blank_line(raw: bytes) -> None:
    block = header_only(raw)
    assert block.endswith(b"\r\n")
    assert header_only(block + b"more") == block


def test_a_header_that_was_cut_short_loses_only_its_last_line() -> None:
    assert header_only(b"A: b\r\nC: d\r\n\r\nbody\r\n\r\n") == b"A: b\r\nC: d\r\n\r\n"
    assert header_only(b"A: b\r\nC: dddd") == b"A: b\r\n\r\n"


def test_the_namespace_of_ones_own_folders_is_found() -> None:
    assert personal_namespace([b'(("" "/")) NIL NIL']) == ("", "/")
    assert personal_namespace([b'(("INBOX." ".")) (("~" "/")) NIL']) == ("INBOX.", ".")
    assert personal_namespace([b'(("" "\\\\")) NIL NIL']) == ("", "\\")
    assert personal_namespace([b'(("" NIL)) NIL NIL']) == ("", "")
    assert personal_namespace([b"NIL NIL NIL"]) is None
    assert personal_namespace([None]) is None
    assert personal_namespace([]) is None


@given(st.lists(st.integers(min_value=0, max_value=30_000_000), max_size=600), st.integers(0, 25_000_000))
def test_chunks_hold_every_mail_once_in_order_and_never_too_much(sizes: list[int], max_bytes: int) -> None:
    by_uid = dict(enumerate(sizes, start=1))
    cut = list(chunks(list(by_uid), by_uid, max_bytes))
    assert [uid for chunk in cut for uid in chunk.uids] == list(by_uid)
    for chunk in cut:
        assert len(chunk.uids) <= 200
        assert len(chunk.uids) == 1 or chunk.size <= 8_000_000
        assert all((by_uid[uid] <= max_bytes) == chunk.whole for uid in chunk.uids)


def test_a_mail_larger_than_the_server_told_is_cut_to_its_header_block() -> None:
    reply = FetchReply(uid=1, raw=b"A: b\r\n\r\n" + b"x" * 100)
    assert fetched(reply, whole=True, max_bytes=50).raw == b"A: b\r\n\r\n"
    assert fetched(reply, whole=True, max_bytes=500).raw == reply.raw
