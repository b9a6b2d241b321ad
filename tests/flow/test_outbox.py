"""Letters leave one by one, in order, each with its own words; what happens meanwhile is not undone."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.core.letters import Letter, LetterState
from mailbot.core.request import File
from mailbot.edge.register import MemoryRegister
from mailbot.outbox import AHEAD, CONNECTION_DOWN, Outbox
from mailbot.ports import Parcel, Posted, WritingError
from tests.conversations.correspondence import MovableClock, sample_settings
from tests.edge.records import NOW, a_letter

if TYPE_CHECKING:
    from mailbot.core.office import Office


class Writer:
    """Writes the letter's id into it; cannot write those in ``broken``."""

    def __init__(self) -> None:
        self.broken: set[str] = set()
        self.later = False
        self.written: list[str] = []

    async def write(self, letter: Letter) -> Parcel:
        self.written.append(letter.id)
        await asyncio.sleep(0)
        if letter.id in self.broken:
            raise WritingError("no such paper", retry=self.later)
        return Parcel(
            sender="web@sea.example",
            recipients=(letter.to.address,),
            raw=letter.id.encode(),
            letter_id=letter.id,
        )

    async def close(self) -> None:
        pass


class Door:
    """A postman who takes his time, and counts how many letters are with him."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.inside = 0
        self.most = 0
        self.meanwhile: dict[str, Letter] = {}
        self.down = False
        self.locked = False
        self.register = MemoryRegister()

    async def post(self, parcel: Parcel) -> Posted:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0)
        if parcel.letter_id in self.meanwhile:
            self.register.commit([self.meanwhile[parcel.letter_id]])
        await asyncio.sleep(0.001)
        self.inside -= 1
        if self.locked:
            return Posted(ok=False, detail="refused the access token", locked_out=True)
        if self.down:
            return Posted(ok=False, detail="421 down")
        self.taken.append((parcel.recipients[0], parcel.raw.decode()))
        return Posted(ok=True)

    async def close(self) -> None:
        pass


class Room:
    """An outbox with everything around it."""

    def __init__(self, folder: Path, **policy: int) -> None:
        office: Office = sample_settings(folder, **policy).office
        self.register = MemoryRegister()
        self.writer, self.door = Writer(), Door()
        self.door.register = self.register
        self.clock = clock = MovableClock()
        clock.to(NOW + timedelta(days=20))
        self.outbox = Outbox(
            office=office, register=self.register, writer=self.writer, postman=self.door, clock=clock
        )

    def owe(self, *addresses: str) -> list[Letter]:
        letters = []
        for n, address in enumerate(addresses):
            letter = a_letter(f"WEB-2569-{n:04d}.1")
            to = letter.to.model_copy(update={"address": address})
            at: datetime = NOW + timedelta(seconds=n)
            letters.append(letter.model_copy(update={"to": to, "owed_at": at, "not_before": at}))
        self.register.commit(letters)
        return letters

    def state(self, letter: Letter) -> Letter:
        found = self.register.get(Letter, letter.id)
        assert found is not None
        return found


async def test_letters_leave_in_order_and_one_is_in_flight(tmp_path: Path) -> None:
    room = Room(tmp_path)
    letters = room.owe(*(f"p{n}@sea.example" for n in range(7)))
    done = await room.outbox.send_owed()
    await room.outbox.close()
    assert done.sent == 7
    assert room.door.taken == [(letter.to.address, letter.id) for letter in letters]
    assert room.door.most == 1
    assert room.writer.written == [letter.id for letter in letters], "each is written once"


async def test_a_few_letters_are_written_ahead_and_no_more(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.owe(*(f"p{n}@sea.example" for n in range(3 * AHEAD)))
    ahead = []
    post = room.door.post

    async def watched(parcel: Parcel) -> Posted:
        await asyncio.sleep(0.002)
        ahead.append(len(room.writer.written) - len(room.door.taken))
        return await post(parcel)

    room.door.post = watched  # type: ignore[method-assign]  # watched from outside
    await room.outbox.send_owed()
    assert max(ahead) == AHEAD
    assert len(room.writer.written) == 3 * AHEAD


async def test_large_files_do_not_pile_up_ahead(tmp_path: Path) -> None:
    room = Room(tmp_path)
    file = File(filename="a.mp4", content_type="video/mp4", size=6_000_000, sha256="0" * 64)
    letters = [letter.model_copy(update={"files": (file,)}) for letter in room.owe(*["a@sea.example"] * 4)]
    room.register.commit(letters)
    room.door.down = True
    await room.outbox.send_owed()
    assert room.writer.written[0] == letters[0].id
    assert len(room.writer.written) == CONNECTION_DOWN, "only the one whose turn it is"


async def test_nothing_is_written_that_a_cap_holds_back(tmp_path: Path) -> None:
    room = Room(tmp_path, letters_per_domain_hour=2)
    letters = room.owe(*(f"p{n}@sea.example" for n in range(20)))
    await room.outbox.send_owed()
    again = len(room.writer.written)
    done = await room.outbox.send_owed()
    assert (done.sent, done.held_back) == (0, 18)
    assert len(room.writer.written) == again
    assert room.door.taken == [(letter.to.address, letter.id) for letter in letters[:2]]


async def test_a_letter_the_writer_died_on_waits_and_the_mail_server_is_not_blamed(tmp_path: Path) -> None:
    room = Room(tmp_path)
    letters = room.owe(*(f"p{n}@sea.example" for n in range(CONNECTION_DOWN + 2)))
    room.writer.broken, room.writer.later = {letter.id for letter in letters[:-1]}, True
    done = await room.outbox.send_owed()
    assert (done.sent, done.deferred, done.held_back) == (1, CONNECTION_DOWN + 1, 0)
    waiting = room.state(letters[0])
    assert waiting.state is LetterState.OWED
    assert waiting.not_before > room.clock.now()


async def test_a_server_that_is_down_leaves_the_rest_owed(tmp_path: Path) -> None:
    room = Room(tmp_path)
    letters = room.owe(*(f"p{n}@sea.example" for n in range(9)))
    room.door.down = True
    done = await room.outbox.send_owed()
    assert (done.deferred, done.held_back) == (CONNECTION_DOWN, 9 - CONNECTION_DOWN)
    assert all(room.state(letter).state is LetterState.OWED for letter in letters)


async def test_letters_wait_for_weeks_when_nobody_lets_us_in_and_then_go_at_once(tmp_path: Path) -> None:
    room = Room(tmp_path)
    letters = room.owe(*(f"p{n}@sea.example" for n in range(4)))
    room.door.locked = True
    for _ in range(200):
        room.clock.forward(hours=2)
        done = await room.outbox.send_owed()
        assert (done.deferred, done.dead, done.held_back) == (1, 0, 3), "one knock a round"
        assert done.trouble == "refused the access token"
    assert all(room.state(letter).state is LetterState.OWED for letter in letters)
    room.door.locked = False
    room.clock.forward(minutes=5)
    done = await room.outbox.send_owed()
    await room.outbox.close()
    assert done.sent == 4
    assert sorted(room.door.taken) == sorted((letter.to.address, letter.id) for letter in letters)


async def test_a_letter_that_cannot_be_written_does_not_shift_the_others(tmp_path: Path) -> None:
    room = Room(tmp_path)
    letters = room.owe("a@sea.example", "b@sea.example", "c@sea.example", "d@sea.example")
    room.writer.broken = {letters[1].id, letters[3].id}
    done = await room.outbox.send_owed()
    await room.outbox.close()
    assert (done.sent, done.dead) == (2, 2)
    assert room.door.taken == [("a@sea.example", letters[0].id), ("c@sea.example", letters[2].id)]
    assert room.state(letters[1]).state is LetterState.DEAD
    assert "no such paper" in room.state(letters[3]).error


async def test_letters_held_back_by_a_cap_do_not_shift_the_others(tmp_path: Path) -> None:
    room = Room(tmp_path, letters_per_domain_hour=2)
    letters = room.owe("a@one.example", "b@one.example", "c@one.example", "d@two.example", "e@one.example")
    done = await room.outbox.send_owed()
    await room.outbox.close()
    assert (done.sent, done.held_back) == (3, 2)
    assert room.door.taken == [(letters[n].to.address, letters[n].id) for n in (0, 1, 3)]
    assert [room.state(letters[n]).state for n in (2, 4)] == [LetterState.OWED] * 2


async def test_what_a_mail_did_to_a_letter_in_flight_stays_done(tmp_path: Path) -> None:
    room = Room(tmp_path)
    first, second = room.owe("a@sea.example", "b@sea.example")
    room.door.meanwhile = {first.id: first.model_copy(update={"void": True, "used_at": NOW})}
    await room.outbox.send_owed()
    await room.outbox.close()
    after = room.state(first)
    assert after.void
    assert after.used_at == NOW
    assert after.state is LetterState.SENT
    assert room.state(second).state is LetterState.SENT
