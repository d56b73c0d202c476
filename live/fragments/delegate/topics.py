"""The open-space board on a phone: the timetable by times, the topics that wait for a place, and one topic by itself."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from live.conference.board import Board, Slot, Topic
from live.fragments import Piece, Scene, View


class Talk(Struct, frozen=True):
    """A topic as everybody sees it. `when` and `room` are empty while it waits for a place."""

    id: int
    title: str
    host: str
    why: str
    needs: str
    when: str
    room: str
    about_room: str
    leading: int
    listening: int
    taking_part: int
    notes: str = ""
    """What came out of it; only where it stands by itself."""

    @property
    def coming(self) -> int:
        return self.leading + self.listening + self.taking_part


class Time(Struct, frozen=True):
    """A slot of the timetable, and whether anything stands in it yet."""

    when: str
    is_empty: bool


class Waiting(Struct, frozen=True):
    """The heading over the topics without a place."""

    topics: int


class Gone(Struct, frozen=True):
    """What was here is not here any more."""

    say: str


def topic(number: int) -> View:
    """One topic by itself."""

    def pieces(scene: Scene) -> Iterable[Piece]:
        known = scene.conference.board.by_id.get(number)
        if known is None:
            gone = Gone("This topic is no longer on the board.")
            yield Piece("topic-gone", "topic-main", "fragments/_gone.html", gone)
        else:
            model = replace(_talk(scene.conference.board, known), notes=known.notes)
            yield Piece(f"topic-{number}", "topic-main", "fragments/_topic.html", model)

    return View(f"topic/{number}", ("topic-main",), pieces)


def _pieces(scene: Scene) -> Iterable[Piece]:
    board = scene.conference.board
    topics = board.topics()
    rooms = {room.id: place for place, room in enumerate(board.rooms)}
    for place, slot in enumerate(board.slots, 1):
        here = sorted((one for one in topics if one.slot == slot.id), key=lambda one: rooms.get(one.room, len(rooms)))
        yield Piece(f"slot-{place}", "board-slots", "fragments/_slot.html", Time(_when(slot), not here))
        for one in here:
            yield Piece(f"topic-{one.id}", f"slot-{place}-topics", "fragments/_talk.html", _talk(board, one))
    waiting = [one for one in topics if not one.is_placed]
    if waiting or not board.slots:
        yield Piece("board-waiting", "board-rest", "fragments/_waiting.html", Waiting(len(waiting)))
    for one in waiting:
        yield Piece(f"topic-{one.id}", "waiting-topics", "fragments/_talk.html", _talk(board, one))


def _talk(board: Board, one: Topic) -> Talk:
    room, slot = board.room(one.room), board.slot(one.slot)
    roles = list(one.hands.values())
    return Talk(
        one.id,
        one.title,
        one.host,
        one.why,
        one.needs,
        _when(slot) if slot else "",
        room.name if room else "",
        room.about if room else "",
        roles.count("lead"),
        roles.count("listen"),
        roles.count("take_part"),
    )


def _when(slot: Slot) -> str:
    return f"{slot.starts} to {slot.ends}" if slot.ends else slot.starts


board = View("board", ("board-slots", "board-rest"), _pieces)
