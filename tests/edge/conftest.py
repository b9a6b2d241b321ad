"""The mail servers the edges are tried on, started once, with a new mailbox for every test."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from mailbot.edge.imap import ImapMailbox
from mailbot.edge.memory_mailbox import MemoryMailbox
from mailbot.ports import Mailbox
from mailbot.sandbox import dovecot
from mailbot.sandbox.dovecot import DovecotServer
from mailbot.sandbox.imap_server import PymapServer
from tests.servers import PASSWORD, Person, Server

FOLDERS = ("เสร็จแล้ว/คำขอ", "shelf")
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A mailbox somewhere, what the server does to it, and what a person does to it."""

    kind: str
    open: Callable[[], Mailbox]
    """A new connection."""
    deliver: Callable[[Sequence[bytes]], object]
    renumber: Callable[[], None]
    read: Callable[[int], None]
    mark_deleted: Callable[[int], None]
    remove: Callable[[int], None]
    put_aside: Callable[[int, str], None]
    remove_folder: Callable[[str], None]
    mails: Callable[[str], list[bytes]]
    flags: Callable[[int], set[str]]
    folders: Callable[[], list[str]]


@pytest.fixture(scope="session")
def pymap_server() -> Iterator[PymapServer]:
    with PymapServer({}) as server:
        yield server


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[DovecotServer]:
    if not dovecot.installed():
        pytest.skip("Dovecot (Debian: dovecot-imapd) is not installed")
    with DovecotServer({}) as server:
        yield server


@pytest.fixture(params=["pymap", "dovecot"])
def imap_server(request: pytest.FixtureRequest) -> Server:
    server: Server = request.getfixturevalue(f"{request.param}_server")
    return server


@pytest.fixture
def user(imap_server: Server) -> str:
    name = f"user{next(_numbers)}"
    imap_server.add_user(name, PASSWORD)
    return name


@pytest.fixture
def person(imap_server: Server, user: str) -> Person:
    return Person(imap_server, user)


@pytest.fixture
def opened() -> Iterator[list[Mailbox]]:
    """Mailboxes to be closed when the test is over."""
    mailboxes: list[Mailbox] = []
    yield mailboxes
    for mailbox in mailboxes:
        mailbox.close()


@pytest.fixture(params=["memory", "pymap", "dovecot"])
def place(request: pytest.FixtureRequest, opened: list[Mailbox]) -> Place:
    if request.param == "memory":
        return _in_memory()
    server: Server = request.getfixturevalue(f"{request.param}_server")
    name = f"user{next(_numbers)}"
    server.add_user(name, PASSWORD)
    return _on_server(server, name, opened)


def _in_memory() -> Place:
    box = MemoryMailbox(FOLDERS)
    return Place(
        kind="memory",
        open=lambda: box,
        deliver=box.deliver_many,
        renumber=box.renumber,
        read=box.read,
        mark_deleted=box.mark_deleted,
        remove=box.remove,
        put_aside=box.put_aside,
        remove_folder=box.remove_folder,
        mails=box.mails,
        flags=box.flags,
        folders=box.folders,
    )


def _on_server(server: Server, name: str, opened: list[Mailbox]) -> Place:
    someone = Person(server, name)

    def connect() -> Mailbox:
        box = ImapMailbox(
            host=server.host,
            port=server.port,
            user=name,
            password=PASSWORD,
            tls="none",
            folders=FOLDERS,
            timeout=20,
        )
        opened.append(box)
        return box

    return Place(
        kind=server.kind,
        open=connect,
        deliver=lambda raws: server.deliver_many(name, raws),
        renumber=lambda: server.renumber(name),
        read=lambda uid: someone.flag(uid, r"\Seen"),
        mark_deleted=lambda uid: someone.flag(uid, r"\Deleted"),
        remove=someone.remove,
        put_aside=someone.put_aside,
        remove_folder=someone.remove_folder,
        mails=someone.mails,
        flags=someone.flags,
        folders=someone.folders,
    )
