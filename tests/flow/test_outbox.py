"""Letters leave one by one, in order, each with its own words; what happens meanwhile is not undone."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.core.letters import Letter, LetterState
from mailbot.edge.register import MemoryRegister
from mailbot.outbox import Outbox
from mailbot.ports import Parcel, Posted
from tests.conversations.correspondence import MovableClock, sample_settings
from tests.edge.records import NOW, a_letter

if TYPE_CHECKING:
    from mailbot.core.office import Office


class Writer:
    """Writes the letter's id into it; cannot write those in ``broken``."""

    def __init__(self) -> None:
        self.broken: set[str] = set()
        self.written: list[str] = []

    def compose(self, letter: Letter) -> Parcel:
        self.written.append(letter.id)
        if letter.id in self.broken:
            raise LookupError("no such paper")
        return Parcel(
            sender="web@sea.example",
            recipients=(letter.to.address,),
            raw=letter.id.encode(),
            letter_id=letter.id,
        )


class Door:
    """A postman who takes his time, and counts how many letters are with him."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []
        self.inside = 0
        self.most = 0
        self.meanwhile: dict[str, Letter] = {}
        self.register = MemoryRegister()

    async def post(self, parcel: Parcel) -> Posted:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0)
        if parcel.letter_id in self.meanwhile:
            self.register.commit([self.meanwhile[parcel.letter_id]])
        await asyncio.sleep(0.001)
        self.taken.append((parcel.recipients[0], parcel.raw.decode()))
        self.inside -= 1
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
        clock = MovableClock()
        clock.to(NOW + timedelta(days=20))
        self.outbox = Outbox(
            office=office, register=self.register, composer=self.writer, postman=self.door, clock=clock
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
