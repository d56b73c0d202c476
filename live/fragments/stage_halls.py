"""The open-space timetable on the screen, which fills by itself."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.conference.board import Board, Topic
from live.fragments import Piece, fit
from live.fragments.stage_parts import Count, Frame, Heading, aside_piece, count_piece, heading_piece

CELL_TEXTS = (3.5, 2.9, 2.4, 2.0)
CELL_LINES = (0, 4, 4, 4, 2, 1, 0, -1, -1)  # in a cell, by the number of rows; each step smaller gives one more
TOO_LARGE = "The timetable is too large for one picture. It is on your phone."
MOST_COLUMNS = 6  # more rooms than this stand below each other, if there are fewer times
MOST_ROWS = len(CELL_LINES) - 1
MOST_LARGE_ROWS = 5  # names of more rows than this are small


class Grid(Struct, frozen=True):
    """The timetable's outline. Columns are rooms and rows are times, or the other way round if there are many rooms."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


class Cell(Struct, frozen=True):
    """One place at one time; no title: nothing is there yet."""

    title: str = ""
    people: int = 0


def board_pieces(conference: Conference, item: Item) -> Iterator[Piece]:
    board = conference.board
    rooms, times = len(board.rooms), len(board.slots)
    turned = rooms > MOST_COLUMNS and times < rooms
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 12) + 1
    if not (rooms and times):
        aside = item.text or "Times and rooms come soon. Propose a topic on your phone."
    else:
        aside = "" if min(rooms, times) <= MOST_COLUMNS and max(rooms, times) <= MOST_ROWS else TOO_LARGE
    columns, lines = (times, rooms) if turned else (rooms, times)
    shape = None if aside else _shape(board, columns, lines)
    frame = Frame("dense", shape.fit) if shape else Frame()
    yield Piece("stage-frame", "stage", "fragments/_stage.html", frame)
    yield heading_piece(Heading(item.title, title_fit))
    if shape:
        yield from _grid(board, shape, turned=turned)
    else:
        yield aside_piece(aside)
    waiting = len(board.waiting())
    if waiting:
        yield count_piece(Count(waiting, "topic waits" if waiting == 1 else "topics wait", "for a place"))


def _grid(board: Board, shape: Shape, *, turned: bool) -> Iterator[Piece]:
    rooms = tuple(room.name for room in board.rooms)
    times = tuple(slot.starts for slot in board.slots)
    topic_at = {(topic.slot, topic.room): topic for topic in board.by_id.values() if topic.is_placed}
    outline = Grid("Room", times, rooms) if turned else Grid("Time", rooms, times)
    yield Piece("stage-grid", "stage-body", "fragments/_stage_grid.html", outline)
    across = [(slot.id, room.id) for room in board.rooms for slot in board.slots]
    down = [(slot.id, room.id) for slot in board.slots for room in board.rooms]
    places = iter(across if turned else down)
    small = len(outline.rows) > MOST_LARGE_ROWS
    for row, name in enumerate(outline.rows):
        yield Piece(f"stage-row-{row}-name", f"stage-row-{row}", "fragments/_stage_row_name.html", (name, small))
        for column in range(len(outline.columns)):
            topic = topic_at.get(next(places))
            cell = shape.cell(topic) if topic is not None else Cell()
            yield Piece(f"stage-cell-{row}-{column}", f"stage-row-{row}", "fragments/_stage_cell.html", cell)


class Shape(Struct, frozen=True):
    """How large letters may be in the timetable, and how many lines of how many letters a title may have."""

    fit: int
    lines: int
    width: float

    def cell(self, topic: Topic) -> Cell:
        return Cell(fit.shortened(topic.title, self.lines, self.width) or "…", len(topic.hands))


def _shape(board: Board, columns: int, rows: int) -> Shape:
    width = (fit.BODY_WIDTH - 15) / columns - 4
    titles = [topic.title for topic in board.by_id.values() if topic.is_placed]
    shapes = [Shape(step, max(1, CELL_LINES[rows] + step - 1), width / size) for step, size in enumerate(CELL_TEXTS, 1)]
    return next(
        (shape for shape in shapes if all(fit.rows(title, shape.width) <= shape.lines for title in titles)), shapes[-1]
    )
