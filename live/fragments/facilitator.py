"""What facilitators look at: the open-space board. Labels, themes and tables have files of their own (`desk_…`).

Several facilitators may work at once, so each topic is a piece of its own, and what changes by itself (counts,
clashes) is a smaller piece inside it: a hand raised in the hall does not touch the select that somebody has just opened. For the
same reason every "Move to" control offers the same, all places, taken or not: it is right however old it is, and the rule of the
board says if a place is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from live.conference.board import Board, Interest, Room, Slot, Topic, clashes
from live.fragments import Piece, Scene, View

INTEREST_WORDS: dict[Interest, str] = {"lead": "lead", "take_part": "take part", "listen": "listen"}


class Place(Struct, frozen=True):
    """One choice of a "Move to" control; `to` is the form's value."""

    to: str
    text: str


class TopicCard(Struct, frozen=True):
    id: int
    title: str
    host: str
    why: str
    needs: str
    places: tuple[Place, ...]


class Hands(Struct, frozen=True):
    """How many people want to come, and how: "3 lead, 10 take part"."""

    people: int
    how: str


class ClashNote(Struct, frozen=True):
    """One clash in full, and the topics it is about: number and title."""

    say: str
    topics: tuple[tuple[int, str], ...]


class Grid(Struct, frozen=True):
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]


def _desk_board(scene: Scene) -> Iterator[Piece]:
    board = scene.conference.board
    found = clashes(board)
    notes = tuple(
        ClashNote(clash.say, tuple((number, board.by_id[number].title) for number in clash.topics)) for clash in found
    )
    yield Piece("desk-clashes", "desk-clashes-place", "fragments/_desk_clashes.html", notes)
    waiting = sum(not topic.is_placed for topic in board.by_id.values())
    yield Piece("desk-waiting-number", "desk-waiting-count", "fragments/_desk_number.html", waiting)
    yield Piece("desk-grid", "desk-grid-place", "fragments/_desk_grid.html", Grid(board.rooms, board.slots))
    places = _places(board)
    shorts = {topic.id: tuple(clash.short for clash in found if topic.id in clash.topics) for topic in board.topics()}
    for topic in board.topics():
        yield from _topic(topic, places, shorts[topic.id])


def _topic(topic: Topic, places: tuple[Place, ...], shorts: tuple[str, ...]) -> Iterator[Piece]:
    key = f"desk-topic-{topic.id}"
    into = f"desk-cell-{topic.slot}.{topic.room}" if topic.is_placed else "desk-waiting"
    card = TopicCard(topic.id, topic.title, topic.host, topic.why, topic.needs, places)
    yield Piece(key, into, "fragments/_desk_topic.html", card)
    counts = Counter(topic.hands.values())
    how = ", ".join(f"{counts[name]} {words}" for name, words in INTEREST_WORDS.items() if counts[name])
    hands = Hands(len(topic.hands), how)
    yield Piece(f"{key}-people", f"{key}-counts", "fragments/_desk_people.html", hands)
    if shorts:
        yield Piece(f"{key}-clash", f"{key}-problems", "fragments/_desk_topic_clash.html", shorts)


def _places(board: Board) -> tuple[Place, ...]:
    return tuple(
        Place(f"{slot.id}/{room.id}", f"{slot.starts} {room.name}") for slot in board.slots for room in board.rooms
    )


desk_board = View(
    "desk/board", ("desk-clashes-place", "desk-waiting-count", "desk-waiting", "desk-grid-place"), _desk_board
)
