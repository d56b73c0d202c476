"""Places in booked sessions: who has one, who waits, and the files that a session gives out.

Nobody is ever put in or moved up by hand. Who asked stands in one list, in the order in which they asked; the first of it, as
many as there are places, have a place, and the rest wait. So a session is never over-booked, and who leaves makes room.
"""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.people import Fact


class Handout(Struct, frozen=True):
    """A file to download. `kind` is a media type that the server recognised by its content."""

    id: int
    session: int
    name: str
    kind: str
    data: bytes


class Bookings(Struct, frozen=True):
    asked: HashTrieMap[int, tuple[str, ...]] = field(default_factory=HashTrieMap)
    """The voices that want a place in a session, by its number, the first who asked first."""
    waited: frozenset[tuple[int, str]] = frozenset()
    """(session, voice): who had no place when they asked. Once they have one, their phone says that they moved up."""
    handouts: HashTrieMap[int, Handout] = field(default_factory=HashTrieMap)
    latest_handout: int = 0

    def inside(self, session: int, places: int) -> tuple[str, ...]:
        """Who has a place."""
        return self.asked.get(session, ())[:places]

    def waiting(self, session: int, places: int) -> tuple[str, ...]:
        """Who waits for one, the next first."""
        return self.asked.get(session, ())[places:]

    def place_of(self, session: int, voice: str) -> int:
        """Where a voice stands among those who asked, from 1; 0 if it did not."""
        asked = self.asked.get(session, ())
        return asked.index(voice) + 1 if voice in asked else 0

    def handouts_of(self, session: int) -> list[Handout]:
        return sorted((one for one in self.handouts.values() if one.session == session), key=lambda one: one.id)


class SeatAsked(Fact, frozen=True):
    """A voice wants a place in a session. `waits`: there was none left at that moment. Of who asked before it says just that they
    wait now, since there are fewer places; they stay where they are in the list."""

    session: int
    voice: str
    waits: bool = False


class SeatLeft(Fact, frozen=True):
    session: int
    voice: str


class SeatSeen(Fact, frozen=True):
    """A voice that waited has read that it has a place now."""

    session: int
    voice: str


class SeatsDropped(Fact, frozen=True):
    """Nobody books for this session any more, or it is gone: who had asked is erased from the disk with this act."""

    session: int


class HandoutPut(Fact, frozen=True):
    handout: int
    session: int
    name: str
    kind: str
    data: bytes


class HandoutRemoved(Fact, frozen=True):
    """It is erased from the disk with this act."""

    handout: int


BookingAct = SeatAsked | SeatLeft | SeatSeen | SeatsDropped | HandoutPut | HandoutRemoved


def fold(bookings: Bookings, act: BookingAct) -> Bookings:
    match act:
        case SeatAsked():
            asked = bookings.asked.get(act.session, ())
            waited = bookings.waited | {(act.session, act.voice)} if act.waits else bookings.waited
            if act.voice in asked:
                return bookings if waited == bookings.waited else replace(bookings, waited=waited)
            return replace(bookings, asked=bookings.asked.insert(act.session, (*asked, act.voice)), waited=waited)
        case SeatLeft():
            asked = tuple(voice for voice in bookings.asked.get(act.session, ()) if voice != act.voice)
            left = bookings.asked.insert(act.session, asked) if asked else bookings.asked.discard(act.session)
            return replace(bookings, asked=left, waited=bookings.waited - {(act.session, act.voice)})
        case SeatSeen():
            return replace(bookings, waited=bookings.waited - {(act.session, act.voice)})
        case SeatsDropped():
            waited = frozenset(one for one in bookings.waited if one[0] != act.session)
            return replace(bookings, asked=bookings.asked.discard(act.session), waited=waited)
        case HandoutPut():
            one = Handout(act.handout, act.session, act.name, act.kind, act.data)
            return replace(
                bookings,
                handouts=bookings.handouts.insert(one.id, one),
                latest_handout=max(bookings.latest_handout, one.id),
            )
        case HandoutRemoved():
            return replace(
                bookings,
                handouts=bookings.handouts.discard(act.handout),
                latest_handout=max(bookings.latest_handout, act.handout),
            )
        case _:
            assert_never(act)


def subject_of(act: BookingAct) -> str:
    match act:
        case SeatAsked() | SeatLeft() | SeatSeen():
            return f"seats/{act.session}"
        case SeatsDropped():
            return "bookings"
        case HandoutPut():
            return f"handout/{act.handout}"
        case HandoutRemoved():
            return "handouts"


def erased_by(act: BookingAct) -> tuple[str, ...]:
    match act:
        case SeatsDropped():
            return (f"seats/{act.session}",)
        case HandoutRemoved():
            return (f"handout/{act.handout}",)
        case _:
            return ()
