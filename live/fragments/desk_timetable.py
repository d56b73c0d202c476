"""What facilitators see of a suggested timetable: the sum of it, its moves with their reasons, and the board with both in it.

All facilitators look at the same suggestion. It is held beside the board as it stands at every beat: moves that were made say so,
moves that can no longer be made say why, and what has changed otherwise is told on top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from msgspec import Struct

from live.conference import Conference
from live.conference.board import (
    Board,
    Room,
    Slot,
    booked_cells,
    cell_in_words,
    closed_cells,
    in_one_go,
    may_not_leave,
    moves_as_text,
)
from live.fragments import VOTING, Piece, Scene, View
from live.timetable.telling import Figure, SuggestedMove, Suggestion


class Begin(Struct, frozen=True):
    """What can be asked for: how many topics wait, how many there are, and whether one is being worked out."""

    waiting: int
    topics: int
    working: bool
    failed: bool
    quiet: bool
    has_one: bool


class Sum(Struct, frozen=True):
    number: int
    say: str
    beside: str
    figures: tuple[Figure, ...]
    changed: tuple[str, ...]
    undo: int


class MoveLine(Struct, frozen=True):
    """A move; `done`: it was made; `stuck` says why it cannot be made any more."""

    topic: int
    title: str
    was: str
    now: str
    why: str
    done: bool
    stuck: str


class Apply(Struct, frozen=True):
    every: str
    number: int
    moves: int


class Left(Struct, frozen=True):
    lines: tuple[str, ...]


class Seen(Struct, frozen=True):
    """A topic in a cell. `how`: "stays", "goes" (to `where`) or "comes" (from `where`, "" if it waited)."""

    title: str
    how: str
    where: str = ""


class CellSeen(Struct, frozen=True):
    """`closed` says why nothing may be put there."""

    topics: tuple[Seen, ...]
    closed: str


class Beside(Struct, frozen=True):
    rooms: tuple[Room, ...]
    rows: tuple[tuple[Slot, tuple[CellSeen, ...]], ...]


def _pieces(scene: Scene) -> Iterator[Piece]:
    conference, latest = scene.conference, scene.timetable.latest
    board = conference.board
    begin = Begin(
        len(board.waiting()),
        len(board.standing()),
        scene.timetable.working,
        scene.timetable.failed,
        board.stage == "quiet",
        latest is not None,
    )
    yield Piece("timetable-begin", "timetable-begin-place", "fragments/_timetable_begin.html", begin)
    if latest is None:
        return
    shut = closed_cells(conference, scene.local), may_not_leave(conference, scene.local)
    lines = [_line(board, move, *shut) for move in latest.moves]
    yield Piece("timetable-sum", "timetable-sum-place", "fragments/_timetable_sum.html", _sum(board, latest))
    for line in lines:
        yield Piece(f"timetable-move-{line.topic}", "timetable-moves", "fragments/_timetable_move.html", line)
    every = moves_as_text([(move.topic, move.was, move.now) for move in latest.moves])
    to_make = sum(not line.done and not line.stuck for line in lines)
    yield Piece(
        "timetable-apply",
        "timetable-apply-place",
        "fragments/_timetable_apply.html",
        Apply(every, latest.number, to_make),
    )
    yield Piece("timetable-left", "timetable-left-place", "fragments/_timetable_left.html", Left(latest.left))
    grid = _grid(conference, latest, shut[0])
    yield Piece("timetable-grid", "timetable-grid-place", "fragments/_timetable_grid.html", grid)


def _sum(board: Board, latest: Suggestion) -> Sum:
    suggested = {(move.topic, move.now) for move in latest.moves}
    step = board.steps[-1] if board.steps else None
    is_ours = step is not None and {(move.topic, move.now) for move in in_one_go(step)} <= suggested
    undo = step.number if step is not None and is_ours else 0
    return Sum(latest.number, latest.say, latest.beside, latest.figures, tuple(_changed(board, latest)), undo)


def _changed(board: Board, latest: Suggestion) -> Iterator[str]:
    """What is other than when it was suggested, but for moves of the suggestion itself."""
    then = latest.board
    here = {topic.id: topic for topic in board.standing()}
    before = {topic.id: topic for topic in then.standing()}
    planned = {move.topic: move.now for move in latest.moves}
    moved = sum(
        here[number].cell not in (topic.cell, planned.get(number, topic.cell))
        for number, topic in before.items()
        if number in here
    )
    if moved:
        yield f"{moved} {'topic was' if moved == 1 else 'topics were'} moved otherwise"
    if new := len(here.keys() - before.keys()):
        yield f"{new} {'topic is' if new == 1 else 'topics are'} new"
    if gone := len(before.keys() - here.keys()):
        yield f"{gone} {'topic is' if gone == 1 else 'topics are'} off the board"
    if (board.rooms, board.slots) != (then.rooms, then.slots):
        yield "rooms or times are others"
    if board.locked != then.locked:
        yield "places were locked or unlocked"


def _line(board: Board, move: SuggestedMove, closed: Mapping[str, str], fixed: Set[str]) -> MoveLine:
    topic = board.by_id.get(move.topic)
    done = topic is not None and topic.cell == move.now
    words = (cell_in_words(board, move.was) if move.was else "", cell_in_words(board, move.now))
    stuck = "" if done else _stuck(board, move, closed, fixed)
    return MoveLine(move.topic, topic.title if topic is not None else move.title, *words, move.why, done, stuck)


def _stuck(board: Board, move: SuggestedMove, closed: Mapping[str, str], fixed: Set[str]) -> str:
    """`closed` are the cells that nothing may be put into, and why; `fixed` those that nothing may leave."""
    topic = board.by_id.get(move.topic)
    if topic is None or topic.merged_into:
        return "This topic is no longer on the board."
    if topic.cell != move.was:
        return f"It was moved since then: it is {cell_in_words(board, topic.cell)}."
    if move.was in fixed:
        return f"{cell_in_words(board, move.was)} {closed[move.was]}."
    return f"{cell_in_words(board, move.now)} {closed[move.now]}." if move.now in closed else ""


def _grid(conference: Conference, latest: Suggestion, closed: Mapping[str, str]) -> Beside:
    board = conference.board
    booked = booked_cells(board, conference.agenda.programme)
    goes = {move.topic: move for move in latest.moves}
    seen: dict[str, list[Seen]] = {}
    for topic in board.standing():
        move = goes.get(topic.id)
        if move is None or topic.cell != move.was:
            seen.setdefault(topic.cell, []).append(Seen(topic.title, "stays"))
            continue
        seen.setdefault(topic.cell, []).append(Seen(topic.title, "goes", cell_in_words(board, move.now)))
        where = cell_in_words(board, move.was) if move.was else ""
        seen.setdefault(move.now, []).append(Seen(topic.title, "comes", where))
    rows = []
    for slot in board.slots:
        row = []
        for room in board.rooms:
            cell = f"{slot.id}/{room.id}"
            here = sorted(seen.get(cell, ()), key=lambda one: one.how == "comes")
            session = f"Session: {booked[cell][0].title}" if cell in booked else ""
            row.append(CellSeen(tuple(here), "Locked" if cell in board.locked else session if cell in closed else ""))
        rows.append((slot, tuple(row)))
    return Beside(board.rooms, tuple(rows))


desk_timetable = View(
    "desk/timetable",
    (
        "timetable-begin-place",
        "timetable-sum-place",
        "timetable-moves",
        "timetable-apply-place",
        "timetable-left-place",
        "timetable-grid-place",
    ),
    _pieces,
    shows=("timetable", "local"),
    apart_from=VOTING,
)
