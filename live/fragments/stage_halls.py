"""The two pictures that fill by themselves: the label wall and the open-space timetable."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.conference.board import Board
from live.conference.wall import Label, LabelKind
from live.fragments import Piece, fit
from live.fragments.stage_parts import Count, Frame, Heading, Message, count_piece, heading_piece

MOSAIC = (8, 18, 32)  # how many earlier labels fit at each fit of `stage.css`
CELL_TEXTS = (3.5, 3.1, 2.5, 2.0)
CELL_LINES = (4, 3, 3, 3)
MOST_COLUMNS = 6  # more rooms than this stand below each other, if there are fewer times


class Tag(Struct, frozen=True):
    """A label on the screen. `text` is empty where a label was taken down and nothing has taken its place."""

    kind: LabelKind = "contribute"
    text: str = ""
    signed: str = ""
    fit: int = 1


class Grid(Struct, frozen=True):
    """The timetable's outline. Columns are rooms and rows are times, or the other way round if there are many rooms."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


class Cell(Struct, frozen=True):
    """One place at one time; no title: nothing is there yet."""

    title: str = ""
    people: int = 0


def wall_pieces(conference: Conference, item: Item) -> Iterator[Piece]:
    """The newest label large, the earlier ones in fixed places: where a label hangs depends on its number alone, so that none
    moves when a new one comes or one is held back."""
    labels = conference.wall.newest_first()
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 12) + 1
    body_fit = next((step for step, most in enumerate(MOSAIC, 1) if len(labels) <= most + 1), len(MOSAIC))
    yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame("dense" if labels else "plain", body_fit))
    yield heading_piece(Heading(item.title, title_fit))
    if not labels:
        yield _aside(item.text or "Nothing hangs here yet. Write the first label on your phone.")
        return
    yield Piece("stage-wall", "stage-body", "fragments/_stage_wall.html", ())
    newest, *earlier = labels
    yield Piece(f"stage-newest-{newest.id}", "stage-newest", "fragments/_stage_newest.html", _large(newest))
    places: dict[int, Label] = {}
    for label in earlier:
        places.setdefault((label.id - 1) % MOSAIC[body_fit - 1], label)
    for place in range(max(places, default=-1) + 1):
        there = places.get(place)
        tag = Tag(there.kind, there.text) if there is not None else Tag()
        yield Piece(f"stage-label-{place}", "stage-labels", "fragments/_stage_label.html", tag)
    words = "label on" if len(labels) == 1 else "labels on"
    yield count_piece(Count(len(labels), words, "the wall"))


def _large(label: Label) -> Tag:
    room = 54 - fit.height(label.signed, fit.Size(3.5, 1.2), 28)
    return Tag(label.kind, label.text, label.signed, fit.fit_of(label.text, fit.NEWEST, 28, room))


def _aside(text: str) -> Piece:
    text_fit = fit.fit_of(text, fit.TEXTS, fit.BODY_WIDTH, 60)
    return Piece("stage-message", "stage-body", "fragments/_stage_message.html", Message("", 1, text, text_fit))


def board_pieces(conference: Conference, item: Item) -> Iterator[Piece]:
    board = conference.board
    turned = len(board.rooms) > MOST_COLUMNS and len(board.slots) < len(board.rooms)
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 12) + 1
    has_grid = bool(board.rooms and board.slots)
    frame = Frame("dense", _grid_fit(board, turned=turned)) if has_grid else Frame()
    yield Piece("stage-frame", "stage", "fragments/_stage.html", frame)
    yield heading_piece(Heading(item.title, title_fit))
    if has_grid:
        yield from _grid(board, turned=turned)
    else:
        yield _aside(item.text or "Times and rooms come soon. Propose a topic on your phone.")
    waiting = len(board.waiting())
    if waiting:
        yield count_piece(Count(waiting, "topic waits" if waiting == 1 else "topics wait", "for a place"))


def _grid(board: Board, *, turned: bool) -> Iterator[Piece]:
    rooms = tuple(room.name for room in board.rooms)
    times = tuple(slot.starts for slot in board.slots)
    topic_at = {(topic.slot, topic.room): topic for topic in board.by_id.values() if topic.is_placed}
    outline = Grid("Room", times, rooms) if turned else Grid("Time", rooms, times)
    yield Piece("stage-grid", "stage-body", "fragments/_stage_grid.html", outline)
    across = [(slot.id, room.id) for room in board.rooms for slot in board.slots]
    down = [(slot.id, room.id) for slot in board.slots for room in board.rooms]
    places = iter(across if turned else down)
    for row, name in enumerate(outline.rows):
        yield Piece(f"stage-row-{row}-name", f"stage-row-{row}", "fragments/_stage_row_name.html", name)
        for column in range(len(outline.columns)):
            topic = topic_at.get(next(places))
            cell = Cell(topic.title, len(topic.hands)) if topic else Cell()
            yield Piece(f"stage-cell-{row}-{column}", f"stage-row-{row}", "fragments/_stage_cell.html", cell)


def _grid_fit(board: Board, *, turned: bool) -> int:
    columns, lines = len(board.rooms), len(board.slots)
    if turned:
        columns, lines = lines, columns
    width = (fit.BODY_WIDTH + 3 - 18) / columns - 4
    height = 70 / lines - 3
    titles = [topic.title for topic in board.by_id.values() if topic.is_placed]
    for step, (size, most) in enumerate(zip(CELL_TEXTS, CELL_LINES, strict=True), 1):
        highest = max((fit.rows(title, width / size) for title in titles), default=1)
        if highest <= most and (highest * 1.12 + 1.3) * size <= height:
            return step
    return len(CELL_TEXTS)
