"""What facilitators look at: the open-space board, and the times and rooms of it. Labels and themes have files of their own.

Several facilitators may work at once, so each topic is a piece of its own, and what changes by itself (counts, clashes, locks) is
a smaller piece beside it: a hand raised in the hall does not touch the select that somebody has just opened. For the same reason
every "Move to" control offers the same, all places, taken or not: it is right however old it is, and the rule of the board says
if a place is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.board import (
    NEED_WORDS,
    Board,
    Clash,
    Interest,
    Room,
    Slot,
    Topic,
    booked_cells,
    clashes,
    in_one_go,
    step_in_words,
)
from live.fragments import VOTING, Piece, Scene, View

INTEREST_WORDS: dict[Interest, str] = {"lead": "lead", "take_part": "take part", "listen": "listen"}
CLASHES_IN_FULL = 8  # the worst: who has seen to these looks again
STEPS_SHOWN = 6


class Place(Struct, frozen=True):
    """One choice of a "Move to" control; `to` is the form's value."""

    to: str
    text: str


class TopicCard(Struct, frozen=True):
    id: int
    title: str
    host: str
    seeks_host: bool
    why: str
    needs: str
    parts: tuple[str, ...]
    is_repeat: bool
    places: tuple[Place, ...]


class Hands(Struct, frozen=True):
    """How many people want to come, and how: "3 lead, 10 take part"."""

    people: int
    how: str


class ClashNote(Struct, frozen=True):
    """One clash in full, and the topics it is about: number and title."""

    say: str
    topics: tuple[tuple[int, str], ...]


class ClashNotes(Struct, frozen=True):
    """The worst clashes, how many there are in all, and how many of those are more than that people want two things at once."""

    worst: tuple[ClashNote, ...]
    number: int
    grave: int


class CardClash(Struct, frozen=True):
    """The worst clash of a topic, and how many more it has."""

    short: str
    more: int
    is_grave: bool


class Waiting(Struct, frozen=True):
    """How many topics wait; while proposals are quiet, how many there are."""

    number: int
    quiet: bool


class Grid(Struct, frozen=True):
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]


class CellState(Struct, frozen=True):
    """What stands in a cell beside its topic: whether it is locked, and the sessions that it is booked for."""

    cell: str
    words: str
    locked: bool
    booked: tuple[str, ...]


class Undo(Struct, frozen=True):
    """The latest step and those before it, in words. `moves` has it as "3:am/hall", for the script that tells whose it was."""

    step: int = 0
    say: str = ""
    moves: str = ""
    before: tuple[str, ...] = ()


class PlaceLine(Struct, frozen=True):
    """A room or a time, and how many topics are there."""

    place: Room | Slot
    topics: int


def _desk_board(scene: Scene) -> Iterator[Piece]:
    board = scene.conference.board
    found = clashes(scene.conference)
    yield Piece("desk-clashes", "desk-clashes-place", "fragments/_desk_clashes.html", _notes(board, found))
    yield Piece("desk-undo", "desk-undo-place", "fragments/_desk_undo.html", _undo(board))
    quiet = board.stage == "quiet"
    waiting = Waiting(len(board.by_id) if quiet else len(board.waiting()), quiet)
    yield Piece("desk-waiting-number", "desk-waiting-count", "fragments/_desk_waiting_number.html", waiting)
    yield Piece("desk-grid", "desk-grid-place", "fragments/_desk_grid.html", Grid(board.rooms, board.slots))
    yield from _cells(scene.conference)
    places = _places(board)
    clashes_of: dict[int, list[Clash]] = {}
    for clash in found:
        for number in clash.topics:
            clashes_of.setdefault(number, []).append(clash)
    parts: dict[int, list[Topic]] = {}
    for topic in board.topics():
        if topic.merged_into:
            parts.setdefault(topic.merged_into, []).append(topic)
    for topic in board.standing():
        yield from _topic(board, topic, places, parts.get(topic.id, []), clashes_of.get(topic.id, []))


def _notes(board: Board, found: tuple[Clash, ...]) -> ClashNotes:
    worst = tuple(
        ClashNote(clash.say, tuple((number, board.by_id[number].title) for number in clash.topics))
        for clash in found[:CLASHES_IN_FULL]
    )
    return ClashNotes(worst, len(found), sum(clash.is_grave for clash in found))


def _undo(board: Board) -> Undo:
    if not board.steps or board.stage == "quiet":
        return Undo()
    latest, *before = reversed(board.steps)
    moves = " ".join(f"{move.topic}:{move.now}" for move in in_one_go(latest))
    words = tuple(step_in_words(board, step) for step in before[: STEPS_SHOWN - 1])
    return Undo(latest.number, step_in_words(board, latest), moves, words)


def _cells(conference: Conference) -> Iterator[Piece]:
    board = conference.board
    booked = booked_cells(board, conference.agenda.programme)
    for slot in board.slots:
        for room in board.rooms:
            cell = f"{slot.id}/{room.id}"
            titles = tuple(session.title for session in booked.get(cell, ()))
            state = CellState(cell, f"{room.name} at {slot.starts}", cell in board.locked, titles)
            key = f"desk-state-{slot.id}.{room.id}"
            yield Piece(key, f"{key}-place", "fragments/_desk_cell_state.html", state)


def _topic(
    board: Board, topic: Topic, places: tuple[Place, ...], parts: list[Topic], found: list[Clash]
) -> Iterator[Piece]:
    key = f"desk-topic-{topic.id}"
    into = f"desk-cell-{topic.slot}.{topic.room}" if topic.is_placed else "desk-waiting"
    needs = [NEED_WORDS[need] for need in topic.wants]
    card = TopicCard(
        topic.id,
        topic.title,
        topic.host,
        topic.seeks_host,
        topic.why,
        ", ".join([*needs, topic.needs] if topic.needs else needs),
        tuple(part.title for part in parts),
        bool(topic.repeat_of),
        places,
    )
    yield Piece(key, into, "fragments/_desk_topic.html", card)
    counts = board.counts_of(topic) if parts else Counter(topic.hands.values())
    how = ", ".join(f"{counts[name]} {words}" for name, words in INTEREST_WORDS.items() if counts[name])
    hands = Hands(counts.total(), how)
    yield Piece(f"{key}-people", f"{key}-counts", "fragments/_desk_people.html", hands)
    if found:
        worst = CardClash(found[0].short, len(found) - 1, found[0].is_grave)
        yield Piece(f"{key}-clash", f"{key}-problems", "fragments/_desk_topic_clash.html", worst)


def _places(board: Board) -> tuple[Place, ...]:
    return tuple(
        Place(f"{slot.id}/{room.id}", f"{slot.starts} {room.name}") for slot in board.slots for room in board.rooms
    )


desk_board = View(
    "desk/board",
    ("desk-clashes-place", "desk-undo-place", "desk-waiting-count", "desk-waiting", "desk-grid-place"),
    _desk_board,
    apart_from=VOTING,
)


def room_lines(board: Board) -> list[PlaceLine]:
    return [PlaceLine(room, sum(topic.room == room.id for topic in board.by_id.values())) for room in board.rooms]


def slot_lines(board: Board) -> list[PlaceLine]:
    return [PlaceLine(slot, sum(topic.slot == slot.id for topic in board.by_id.values())) for slot in board.slots]
