"""Bots with one thing wrong that others do wrong: the laws must catch each of them, or they see nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any

import orjson
from tinydb import TinyDB
from tinydb.storages import JSONStorage

from mailbot.app import App
from mailbot.core.ledger import DONE
from mailbot.core.letters import Letter, LetterState
from mailbot.core.record import Stored
from mailbot.edge.register import MemoryRegister
from mailbot.edge.register.kinds import KINDS, table_of
from mailbot.ports import Fetched, Parcel, Posted, RegisterError
from tests.faults.office import Office
from tests.faults.strike import Strike

if TYPE_CHECKING:
    from mailbot.edge.memory_mailbox import MemoryMailbox


def settles_before_the_commit(app: App) -> App:
    """Takes mails out of the inbox when they are fetched, as POP readers with «delete» do."""
    mailbox: Any = app.flow._mailbox
    fetch = mailbox.fetch

    def fetch_and_file(uids: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        for mail in list(fetch(uids, max_bytes=max_bytes)):
            mailbox.file([mail.uid], DONE)
            yield mail

    app.flow._mailbox = _With(mailbox, fetch=fetch_and_file)
    return app


def sends_before_the_commit(app: App) -> App:
    """Sends in the middle of deciding, as a web application does in its view."""
    clerk: Any = app.flow._clerk
    stage, postman = clerk._stage, app.outbox._postman

    def stage_and_send(_: object, decision: Any, case: Any, staged: Any) -> None:
        stage(decision, case, staged)
        for letter in [each for each in staged.records if isinstance(each, Letter)]:
            if letter.state is LetterState.OWED:
                _at_once(postman.post(app.composer.compose(letter)))
                staged.put(letter.model_copy(update={"state": LetterState.SENT, "sent_at": letter.owed_at}))

    clerk._stage = MethodType(stage_and_send, clerk)
    return app


def marks_sent_before_sending(app: App) -> App:
    """Writes «sent» first and sends then: what is in flight at a kill never arrives."""
    outbox: Any = app.outbox
    postman, register = outbox._postman, app.register

    async def mark_and_post(parcel: Parcel) -> Posted:
        letter = register.get(Letter, parcel.letter_id)
        if letter is not None:
            register.commit([letter.model_copy(update={"state": LetterState.SENT})])
        posted: Posted = await postman.post(parcel)
        return posted

    outbox._postman = _With(postman, post=mark_and_post)
    return app


def goes_by_seen(app: App) -> App:
    r"""Marks mails as ``\Seen`` when it fetches them, and looks for unseen ones only."""
    mailbox: Any = app.flow._mailbox
    inner: MemoryMailbox = mailbox
    fetch, uids = mailbox.fetch, mailbox.uids

    def fetch_and_see(numbers: Sequence[int], *, max_bytes: int) -> Iterator[Fetched]:
        for mail in fetch(numbers, max_bytes=max_bytes):
            inner.read(mail.uid)
            yield mail

    def unseen(after: int = 0) -> list[int]:
        return [uid for uid in uids(after) if "\\Seen" not in inner.flags(uid)]

    app.flow._mailbox = _With(mailbox, fetch=fetch_and_see, uids=unseen)
    return app


def answers_anew(app: App) -> App:
    """Keeps no ledger: what is still in the inbox after a kill is new."""
    flow: Any = app.flow
    recognise = flow._ledger.recognise

    def never_seen(raw: bytes, sha256: str, seen: dict[str, str], **more: Any) -> Any:
        key, _known = recognise(raw, sha256, seen, **more)
        return key, None

    flow._ledger.recognise = never_seen
    return app


class _With:
    """Something with a few of its methods replaced."""

    def __init__(self, inner: object, **replaced: object) -> None:
        self._inner = inner
        self.__dict__.update(replaced)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def _at_once(work: Any) -> None:
    """Run something that never waits."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("it waited")


class _InPlace(JSONStorage):
    """TinyDB's own storage, step by step: the file is overwritten from its beginning, then cut."""

    strike: Strike

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        text = orjson.dumps(data).decode()
        handle = self._handle
        handle.seek(0)
        half = len(text) // 2
        handle.write(text[:half])
        handle.flush()
        self.strike.step("in the middle of writing TinyDB")
        handle.write(text[half:])
        handle.flush()
        self.strike.step("before cutting TinyDB")
        handle.truncate()


class StockRegister(MemoryRegister):
    """A register in one TinyDB file with the storage it comes with: one record after the other, in place."""

    def __init__(self, path: Path, strike: Strike) -> None:
        super().__init__()
        path.parent.mkdir(parents=True, exist_ok=True)
        storage = type("_Storage", (_InPlace,), {"strike": strike})
        self._db = TinyDB(path, storage=storage)
        try:
            for kind in KINDS.values():
                for document in self._db.table(table_of(kind)).all():
                    super().commit([kind.model_validate_json(document["raw"])])
        except ValueError as error:
            self._db.close()
            raise RegisterError(f"the register cannot be read: {error}") from error

    def commit(self, records: Sequence[Stored]) -> None:  # type: ignore[override]  # the harness gives sequences
        super().commit(records)
        for record in records:
            table = self._db.table(table_of(type(record)))
            key = record.key
            table.upsert(
                {"key": key, "raw": record.model_dump_json()}, lambda doc, key=key: doc["key"] == key
            )

    def close(self) -> None:
        self._db.close()


def stock_tinydb(office: Office) -> StockRegister:
    """Opens the register a mutant keeps."""
    return StockRegister(office.folder / "register" / "db.json", office.strike)
