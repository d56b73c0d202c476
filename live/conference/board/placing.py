"""Placing topics in steps that can be taken back, cells that are locked, and the booked sessions that stand in cells.

What is unwise is warned of (`problems.py`). Refused is only what would lose something: two topics in one cell, and moving what is
locked. Each refusal says what to do instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from live.conference.agenda.programme import Block, sessions
from live.conference.board.board_acts import BoardAct, CellLocked, CellUnlocked, StepUndone, TopicPlaced, TopicUnplaced
from live.conference.board.hours import overlap
from live.conference.board.proposing import QUIET, known_topic
from live.conference.board.topics import Board, Move, Step, Topic
from live.conference.people import Actor, Moment, Request
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference


class PlaceTopic(Request, frozen=True):
    """Move a topic to "slot/room", or with `to` empty back to those that wait for a place. `swap` "yes": what is there goes where
    this one comes from."""

    topic: int
    to: str = ""
    swap: str = ""


class UndoStep(Request, frozen=True):
    step: int


class CellRequest(Request, frozen=True):
    """`cell` is "slot/room"."""

    cell: str = ""


class Booked(Struct, frozen=True):
    """A booked session as it stands on the board: with the times that it really has."""

    id: int
    title: str
    host: str
    room: str
    places: int
    starts: str
    ends: str


def place_topic(conference: Conference, ask: PlaceTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    """Place a topic in a cell, or take it off the grid; where another topic is, swap the two if that is asked for."""
    board = conference.board
    topic = known_topic(conference, ask.topic)
    if topic.merged_into:
        raise Refused(f"“{topic.title}” is part of “{board.head(topic).title}” now. Move that one.")
    if ask.to and not is_cell(board, ask.to):
        raise Refused("Please choose a time and a room.", "to")
    if ask.to == topic.cell:
        return []
    if topic.cell in board.locked:
        where = cell_in_words(board, topic.cell)
        raise Refused(f"“{topic.title}” is in a locked place, {where}. Unlock that first, if it may move.")
    if ask.to in board.locked:
        raise Refused(f"{cell_in_words(board, ask.to)} is locked. Unlock it first, or choose another place.", "to")
    there = topic_at(board, ask.to)
    if there is None:
        return [_move(topic, ask.to, board.latest_step + 1)]
    if ask.swap != "yes":
        where = cell_in_words(board, ask.to)
        raise Refused(f"“{there.title}” is in {where} already. Swap the two, or choose another place.", "swap")
    return in_one_step(board, [(topic, ask.to), (there, topic.cell)], board.latest_step + 1)


def undo_step(conference: Conference, ask: UndoStep, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    """Take back the latest step, whoever made it. Pressed twice it takes back one, as the button names the step. Topics that were
    taken off the board, merged or unplaced by other ways since then stay as they are."""
    board = conference.board
    step = next((one for one in board.steps if one.number == ask.step), None)
    if step is None:
        return []
    if board.stage == "quiet":
        raise Refused(QUIET)
    if step is not board.steps[-1]:
        latest = step_in_words(board, board.steps[-1])
        raise Refused(f"Something else was moved since then. Take that back first: {latest}.")
    back: list[tuple[Topic, str]] = []
    for move in in_one_go(step):
        topic = board.by_id.get(move.topic)
        if topic is not None and not topic.merged_into and topic.cell == move.now:
            back.append((topic, move.was))
    for topic, to in back:
        _check_way_back(board, topic, to, {one.id for one, _ in back})
    return [*in_one_step(board, back, 0), StepUndone(step.number)]


def _check_way_back(board: Board, topic: Topic, to: str, moving: set[int]) -> None:
    for cell in (topic.cell, to):
        if cell in board.locked:
            where = cell_in_words(board, cell)
            raise Refused(f"{where} is locked, so “{topic.title}” stays where it is. Unlock it first.")
    if to and not is_cell(board, to):
        raise Refused(f"The place that “{topic.title}” came from is no longer on the board. Please move it by hand.")
    there = topic_at(board, to)
    if there is not None and there.id not in moving:
        where = cell_in_words(board, to)
        raise Refused(f"“{there.title}” is in {where} now. Move that first, then take this back.")


def lock_cell(conference: Conference, ask: CellRequest, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    """Nothing moves into or out of this cell from now on, by hand or by a suggested timetable."""
    if not is_cell(conference.board, ask.cell):
        raise Refused("This place is no longer on the board.")
    return [] if ask.cell in conference.board.locked else [CellLocked(ask.cell)]


def unlock_cell(conference: Conference, ask: CellRequest, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    return [CellUnlocked(ask.cell)] if ask.cell in conference.board.locked else []


def _move(topic: Topic, to: str, step: int) -> TopicPlaced | TopicUnplaced:
    """Without a `step` it cannot be taken back."""
    was = topic.cell if step else ""
    slot, _, room = to.partition("/")
    return TopicPlaced(topic.id, slot, room, step, was) if to else TopicUnplaced(topic.id, step, was)


def in_one_step(board: Board, wanted: Sequence[tuple[Topic, str]], step: int) -> list[BoardAct]:
    """Several moves in one go: who stands in another's way leaves first, so that no cell ever holds two."""
    goals = {to for _, to in wanted if to}
    acts: list[BoardAct] = []
    for topic, to in wanted:
        if to and topic.cell in goals:
            acts.append(_move(topic, "", step))
    for topic, to in sorted(wanted, key=lambda one: bool(one[1])):  # those that will wait leave first
        left = topic.cell in goals and bool(to)
        slot, _, room = to.partition("/")
        acts.append(TopicPlaced(topic.id, slot, room, step) if left else _move(topic, to, step))
    return acts


def topic_at(board: Board, cell: str) -> Topic | None:
    slot, _, room = cell.partition("/")
    return board.at(slot, room) if cell else None


def is_cell(board: Board, cell: str) -> bool:
    slot, _, room = cell.partition("/")
    return board.slot(slot) is not None and board.room(room) is not None


def cell_in_words(board: Board, cell: str) -> str:
    """ "Hall at 11:00", or "waiting"."""
    slot_id, _, room_id = cell.partition("/")
    slot, room = board.slot(slot_id), board.room(room_id)
    return f"{room.name} at {slot.starts}" if slot is not None and room is not None else "waiting"


def in_one_go(step: Step) -> tuple[Move, ...]:
    """What a step did: of each topic where it was before and where it was after."""
    was: dict[int, str] = {}
    now: dict[int, str] = {}
    for move in step.moves:
        was.setdefault(move.topic, move.was)
        now[move.topic] = move.now
    return tuple(Move(number, was[number], now[number]) for number in was if was[number] != now[number])


def step_in_words(board: Board, step: Step) -> str:
    """ "“Title” from Hall at 11:00 to waiting". Of many moves only the number is said."""
    moves = in_one_go(step)
    if len(moves) > 2:
        return f"{len(moves)} topics that were moved together"
    return ", ".join(_move_in_words(board, move) for move in moves) or "a move"


def _move_in_words(board: Board, move: Move) -> str:
    topic = board.by_id.get(move.topic)
    title = f"“{topic.title}”" if topic is not None else "a topic that is off the board now"
    return f"{title} from {cell_in_words(board, move.was)} to {cell_in_words(board, move.now)}"


def what_moved(conference: Conference, ask: Request, acts: Sequence[object]) -> str:
    """What is said of a move when it is done; "" where nothing moved."""
    topic = conference.board.by_id.get(ask.topic) if isinstance(ask, PlaceTopic) else None
    if topic is None or not acts:
        return ""
    if not topic.is_placed:
        return f"“{topic.title}” waits for a place."
    return f"“{topic.title}” is in {cell_in_words(conference.board, topic.cell)} now."


def booked_sessions(programme: Iterable[Block]) -> tuple[Booked, ...]:
    """The sessions that have a room, in the order of the programme."""
    return tuple(
        Booked(
            one.id,
            one.title,
            one.host,
            one.room,
            one.places,
            one.starts or block.starts,
            one.ends or (block.ends if not one.starts else ""),
        )
        for block, one in sessions(programme)
        if one.room.strip()
    )


def booked_cells(board: Board, programme: Iterable[Block]) -> dict[str, tuple[Booked, ...]]:
    """The sessions that take cells: in a room of the same name, at an overlapping time."""
    found: dict[str, tuple[Booked, ...]] = {}
    for session in booked_sessions(programme):
        for room in board.rooms:
            if room.name.strip().casefold() != session.room.strip().casefold():
                continue
            for slot in board.slots:
                if overlap(slot, session):
                    cell = f"{slot.id}/{room.id}"
                    found[cell] = (*found.get(cell, ()), session)
    return found
