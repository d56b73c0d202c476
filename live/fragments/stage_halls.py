"""The open-space timetable on the screen, which fills by itself; in pages, where one picture would be too small for the back row.

Every title is there whole. The fewest pages are taken on which that is so, and of those the one with the largest letters: rooms
beside each other or below each other, as many as fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import ceil

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.fragments import Piece, fit
from live.fragments.stage_parts import Count, Heading, aside_piece, count_piece
from live.fragments.stage_results import Shown
from live.fragments.timetable import Grid, Talk, grid_of

CELL_TEXTS = (3.5, 2.9)
CELL_LINE = 1.12
EDGES = 2.6  # of a cell, above and below its words together
WANTED = "000000"  # as wide as how many want to come
WIDTH = 120.0  # of a picture with a narrower column for the code
NAMES = (17.0, 27.0)  # how wide the column is that names the rows: times, rooms
NAME_TEXT = 2.9
HEAD_GAP = 1.0
BETWEEN = 1.0
MOST_COLUMNS = 6
SPLIT = 1.3  # so many more pages are better than that what is on at the same time stands on several of them
MOST_ROWS = 10
NO_PLACES = "Times and rooms come soon. Propose a topic on your phone."


class Outline(Struct, frozen=True):
    """The timetable's outline. Columns are rooms and rows are times, or the other way round if that needs fewer pages."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    is_turned: bool = False


class Cell(Struct, frozen=True):
    """One place at one time; no title: nothing is there yet. `note` says that it is a session, and when, if not just then."""

    title: str = ""
    people: int = 0
    note: str = ""


Words = tuple[str, str]
"""Title and note of a cell."""


class Layout(Struct, frozen=True):
    """How large letters are, and how many columns and rows there are on a page."""

    fit: int
    columns: int
    rows: int
    is_turned: bool


def board_shown(conference: Conference, item: Item, page: int) -> Shown:
    """A page of the timetable; the last one if there are not so many. The first pages are those of the first times."""
    grid = grid_of(conference)
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 10) + 1
    heading = Heading(item.title, title_fit)
    if not (grid.rooms and grid.slots):
        return Shown(heading, body=(aside_piece(item.text or NO_PLACES),))
    rooms, times = tuple(room.name for room in grid.rooms), tuple(slot.starts for slot in grid.slots)
    cells = tuple(tuple(_cell(grid, row, talk) for talk in each) for row, each in enumerate(grid.cells))
    room = fit.PICTURE_HEIGHT - fit.GAP - fit.height(item.title, fit.HEADINGS[title_fit - 1], fit.BODY_WIDTH)
    words = tuple(tuple((cell.title, cell.note) for cell in each) for each in cells)
    layout = laid_out(rooms, times, words, room)
    across, down = (times, rooms) if layout.is_turned else (rooms, times)
    turned = tuple(zip(*cells, strict=True)) if layout.is_turned else cells
    sheets = [(top, left) for top in range(0, len(down), layout.rows) for left in range(0, len(across), layout.columns)]
    if layout.is_turned:  # what is at the same time first, then what is later
        sheets.sort(key=lambda sheet: sheet[::-1])
    page = min(page, len(sheets))
    top, left = sheets[page - 1]
    columns, rows = across[left : left + layout.columns], down[top : top + layout.rows]
    outline = Outline("Room" if layout.is_turned else "Time", columns, rows, layout.is_turned)
    on_page = [each[left : left + layout.columns] for each in turned[top : top + layout.rows]]
    facts = _facts(outline, len(rooms), len(times)) if len(sheets) > 1 else ""
    body = tuple(_grid(outline, on_page))
    return Shown(heading, layout.fit, body, page, len(sheets), facts, layout="dense")


def waiting_piece(conference: Conference) -> Piece | None:
    """How many topics wait for a place."""
    waiting = len(conference.board.waiting())
    words = "topic waits" if waiting == 1 else "topics wait"
    return count_piece(Count(waiting, words, "for a place")) if waiting else None


def _cell(grid: Grid, row: int, talk: Talk | None) -> Cell:
    if talk is None:
        return Cell()
    slot = grid.slots[row]
    note = ""
    if talk.is_session:
        began = talk.starts != slot.starts
        note = f"Session since {talk.starts}" if began else "Session"
        note += f" until {talk.ends}" if talk.ends not in ("", slot.ends) and not began else ""
    return Cell(talk.title, talk.people, note)


def _facts(outline: Outline, rooms: int, times: int) -> str:
    """Which part of the timetable this is."""
    here, there = (outline.columns, outline.rows) if outline.is_turned else (outline.rows, outline.columns)
    when = here[0] if len(here) == 1 else f"{here[0]} to {here[-1]}"
    of_rooms = f", {len(there)} of {rooms} rooms" if len(there) < rooms else ""
    return f"{when}{of_rooms}." if len(here) < times or of_rooms else ""


def _grid(outline: Outline, cells: list[tuple[Cell, ...]]) -> Iterator[Piece]:
    yield Piece("stage-grid", "stage-body", "fragments/_stage_grid.html", outline)
    for row, name in enumerate(outline.rows):
        yield Piece(
            f"stage-row-{row}-name",
            f"stage-row-{row}",
            "fragments/_stage_row_name.html",
            (name, outline.is_turned),
        )
        for column, cell in enumerate(cells[row]):
            yield Piece(f"stage-cell-{row}-{column}", f"stage-row-{row}", "fragments/_stage_cell.html", cell)


@lru_cache(maxsize=32)
def laid_out(
    rooms: tuple[str, ...], times: tuple[str, ...], cells: tuple[tuple[Words, ...], ...], room: float
) -> Layout:
    """The layout with the fewest pages, and the largest letters that so many allow, in a body `room` u high. `cells` are by
    time, and then by room. How many want to come does not matter, so that no page changes because of a tap."""
    best: tuple[tuple[float, ...], Layout] | None = None
    for is_turned in (False, True):
        across, down = (times, rooms) if is_turned else (rooms, times)
        lines = tuple(zip(*cells, strict=True)) if is_turned else cells
        for step in range(1, len(CELL_TEXTS) + 1):
            for columns in range(1, min(MOST_COLUMNS, len(across)) + 1):
                sheets = ceil(len(across) / columns)
                columns = ceil(len(across) / sheets)
                rows = _most_rows(across, down, lines, Layout(step, columns, 0, is_turned), room)
                if not rows:
                    continue
                pages = sheets * ceil(len(down) / rows)
                has_all_rooms = len(rooms) <= (rows if is_turned else columns)
                cost = (pages if has_all_rooms else pages * SPLIT, step + 0.5 * is_turned, -columns)
                if best is None or cost < best[0]:
                    best = cost, Layout(step, columns, ceil(len(down) / ceil(len(down) / rows)), is_turned)
    return best[1] if best is not None else Layout(len(CELL_TEXTS), 1, 1, is_turned=False)


def _most_rows(
    across: tuple[str, ...],
    down: tuple[str, ...],
    lines: tuple[tuple[Words, ...], ...],
    layout: Layout,
    room: float,
) -> int:
    """How many rows fit on a page with so many columns at this size; 0 if not even one does."""
    size = CELL_TEXTS[layout.fit - 1]
    names = NAMES[layout.is_turned]
    width = (WIDTH - names - BETWEEN * (layout.columns + 2)) / layout.columns - 3.2
    header = min(3.5, 1.15 * size)
    head = max(fit.rows(name, width / header) for name in across) * header * 1.1 + HEAD_GAP + BETWEEN
    heights = [
        BETWEEN
        + max(
            fit.rows(name, (names - 1) / NAME_TEXT) * NAME_TEXT * 1.15,
            *(_height(words, width / size) * size + EDGES for words in each),
        )
        for name, each in zip(down, lines, strict=True)
    ]
    least = room - head
    for rows in range(min(MOST_ROWS, len(down)), 0, -1):
        chunks = [heights[start : start + rows] for start in range(0, len(heights), rows)]
        foot = fit.foot_height("11:00", paged=True) if len(chunks) > 1 or layout.columns < len(across) else 0
        if all(sum(chunk) <= least - foot for chunk in chunks):
            return rows
    return 0


def _height(words: Words, width: float) -> float:
    """How high a cell's words are, with how many want to come behind them. In letters' sizes."""
    text = " ".join(filter(None, (*words, WANTED)))
    return fit.rows(text, width) * CELL_LINE if words[0] else 0.0
